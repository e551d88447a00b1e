//! 人员: who looks after people, leave and its deputy, hand-over, one person in two posts.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

use crate::api::{outfalls, send};

const ADMINISTRATOR: usize = 3;

/// Everybody, as the administrator sees them.
struct People(Value);

impl People {
    async fn of(administrator: &Visitor) -> Self {
        let (status, people) = administrator.json("/api/v1/people").await;
        assert_eq!(status, 200, "{people}");
        Self(people)
    }

    fn id(&self, login: &str) -> &str {
        let people = self.0["people"].as_array().unwrap();
        let person = people.iter().find(|person| person["login"] == login);
        person.expect(login)["id"].as_str().unwrap()
    }

    /// The newest post of a person for a unit, and of whom it is a deputy's, if it is one.
    fn post(&self, login: &str, unit: &str) -> &Value {
        let posts = self.0["posts"].as_array().unwrap();
        let mine = |post: &&Value| post["account"] == self.id(login) && post["unit"] == unit;
        posts.iter().rfind(mine).expect(unit)
    }

    fn post_id(&self, login: &str, unit: &str) -> &str {
        self.post(login, unit)["id"].as_str().unwrap()
    }

    /// Makes a decision by what was read here.
    async fn decide(&self, administrator: &Visitor, decision: Value) -> (u16, Value) {
        let asked = json!({ "revision": self.0["revision"], "decision": decision });
        administrator.post("/api/v1/people/decide", &asked).await
    }
}

/// A decision that must be made.
async fn decided(administrator: &Visitor, decision: impl Fn(&People) -> Value) -> People {
    let people = People::of(administrator).await;
    let (status, answer) = people.decide(administrator, decision(&people)).await;
    assert_eq!(status, 200, "{answer}");
    People(answer)
}

/// A decision that must be refused: why.
async fn refused(administrator: &Visitor, decision: impl Fn(&People) -> Value) -> Value {
    let people = People::of(administrator).await;
    let (status, problem) = people.decide(administrator, decision(&people)).await;
    assert_eq!((status, &problem["code"]), (422, &json!("not-possible")), "{problem}");
    problem["kind"]["not-possible"]["why"].clone()
}

/// Changes over to another post.
async fn act_in(person: &Visitor, post: &str) {
    let fields = [("post", post), ("next", "/app")];
    let answer = person.form("/sign-in/post", &fields).await;
    assert_eq!(answer.status().as_u16(), 303);
}

/// Takes a report up and approves it; whoever may do neither is told at the first.
async fn review(by: &Visitor, (id, revision): &(String, i64)) -> (u16, Value) {
    by.decide(id, *revision, "approve", "").await
}

#[tokio::test]
async fn nobody_but_an_administrator_looks_after_people() {
    let server = Server::trial().await;
    let administrator = server.by_link(ADMINISTRATOR).await;
    let people = People::of(&administrator).await;
    let (id, post) = (people.id("trial-reporter"), people.post_id("trial-reporter", "420100"));
    let appointment = json!({ "unit": "420100", "duties": ["administrator"], "from": "2023-09-25" });
    let invite = json!({ "login": "x", "name": "x", "post": appointment });
    let decision = json!({ "appoint": { "account": id, "post": appointment } });
    let decide = json!({ "revision": people.0["revision"], "decision": decision });
    let gets = ["/api/v1/people".to_owned(), format!("/api/v1/people/posts/{post}/open")];
    let posts = [
        ("/api/v1/people".to_owned(), invite),
        ("/api/v1/people/decide".to_owned(), decide),
        (format!("/api/v1/people/{id}"), json!({ "name": "x" })),
        (format!("/api/v1/people/{id}/link"), json!(null)),
        (format!("/api/v1/people/{id}/let-in"), json!(null)),
    ];
    for who in 0..ADMINISTRATOR {
        let other = server.by_link(who).await;
        let mut answers = Vec::new();
        for path in &gets {
            answers.push((path, other.json(path).await));
        }
        for (path, body) in &posts {
            answers.push((path, other.post(path, body).await));
        }
        for (path, (status, problem)) in answers {
            let why = &problem["kind"]["forbidden"]["why"];
            assert_eq!((status, why), (403, &json!("not-an-administrator")), "{who} {path}");
        }
        let page = other.page("/app/people").await;
        assert!(page.contains("这一步由管理员办理"), "{who}");
        assert!(!page.contains("trial-administrator"), "{who} sees nobody");
        assert!(!other.page("/app").await.contains("href=\"/app/people\""), "{who}");
    }
    for path in &gets {
        assert_eq!(server.visitor().json(path).await.0, 401, "{path}");
    }
    for (path, body) in &posts {
        assert_eq!(server.visitor().post(path, body).await.0, 401, "{path}");
    }
    let same = People::of(&administrator).await;
    assert_eq!(same.0, people.0, "nothing of it was done");
    let page = administrator.page("/app/people").await;
    assert!(page.contains("href=\"/app/people\"") && page.contains("trial-reporter"));
    assert!(page.contains(&format!("/app/person/{id}")));
}

#[tokio::test]
async fn somebody_is_invited_edited_and_sent_another_link() {
    let server = Server::trial().await;
    let administrator = server.by_link(ADMINISTRATOR).await;
    let invite = |login: &str, email: &str| {
        json!({
            "login": login, "name": "张三", "email": email,
            "post": { "unit": "420200", "duties": ["reporter"], "title": "科长", "from": "2023-09-25" },
        })
    };
    for (body, code) in [
        (invite("TRIAL-reporter", ""), "login-taken"),
        (invite("zhang", "nowhere"), "not-an-address"),
        (invite(" ", ""), "person-field"),
        (invite("zhang san", ""), "person-field"),
    ] {
        let (_, problem) = administrator.post("/api/v1/people", &body).await;
        assert_eq!(problem["code"], code);
    }
    let (status, first) = administrator
        .post("/api/v1/people", &invite("zhang", "zhang@example.org"))
        .await;
    assert_eq!((status, &first["hours"]), (200, &json!(72)));
    let id = first["account"].as_str().unwrap();
    let row = async || {
        let People(people) = People::of(&administrator).await;
        let all = people["people"].as_array().unwrap();
        all.iter().find(|person| person["id"] == id).unwrap().clone()
    };
    assert_eq!(row().await["invited"], true);

    let edit = json!({ "name": "张三丰", "email": " " });
    assert_eq!(administrator.post(&format!("/api/v1/people/{id}"), &edit).await.0, 200);
    assert_eq!(
        (&row().await["name"], &row().await["email"]),
        (&json!("张三丰"), &Value::Null)
    );
    for (path, body, code) in [
        (id, json!({ "name": "" }), "person-field"),
        (id, json!({ "name": "张", "email": "x@" }), "not-an-address"),
        ("nobody", json!({ "name": "张" }), "not-found"),
    ] {
        let (_, problem) = administrator.post(&format!("/api/v1/people/{path}"), &body).await;
        assert_eq!(problem["code"], code);
    }

    let (_, second) = administrator
        .post(&format!("/api/v1/people/{id}/link"), &json!(null))
        .await;
    let (old, new) = (first["path"].as_str().unwrap(), second["path"].as_str().unwrap());
    assert_ne!(old, new);
    let fields = [("password", yaodian_tests::PASSWORD)];
    assert_eq!(server.visitor().form(new, &fields).await.status().as_u16(), 303);
    let late = server.visitor().form(old, &fields).await;
    assert_eq!(late.status().as_u16(), 410, "one password ends both links");
    assert_eq!(row().await["invited"], false);
}

#[tokio::test]
async fn a_deputy_reports_and_neither_decides_on_the_others_hand() {
    let server = Server::trial().await;
    let (administrator, reviewer) = (server.by_link(ADMINISTRATOR).await, server.by_link(1).await);
    let absent = server.person("absent", "420100", &["reporter"], false).await;
    let deputy = server.person("deputy", "daqi", &["reporter"], false).await;
    // The absent one reviews, too, in a second post.
    let people = decided(&administrator, |people| {
        let post = json!({ "unit": "shui", "duties": ["reviewer"], "from": "2023-09-25" });
        json!({ "appoint": { "account": people.id("absent"), "post": post } })
    })
    .await;
    let own = send(&absent, &outfalls("610", "734")).await;
    let (reporting, reviewing) = (people.post_id("absent", "420100"), people.post_id("absent", "shui"));
    for post in [reporting, reviewing] {
        decided(&administrator, |people| {
            let days = json!({ "from": "2023-09-25", "to": "2023-09-27" });
            json!({ "deputy": { "post": post, "account": people.id("deputy"), "days": days } })
        })
        .await;
    }
    let people = People::of(&administrator).await;

    // In the own post nothing of it is allowed.
    assert_eq!(deputy.json("/api/v1/form/outfalls-yangtze").await.0, 403);
    let (_, me) = deputy.json("/api/v1/me").await;
    assert_eq!(
        (&me["post"]["stands_in_for"], me["others"].as_array().unwrap().len()),
        (&Value::Null, 2)
    );

    act_in(&deputy, people.post_id("deputy", "shui")).await;
    let (status, problem) = review(&deputy, &own).await;
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("own-hand"))
    );
    assert!(problem["detail"].as_str().unwrap().contains("代理"));

    act_in(&deputy, people.post_id("deputy", "420100")).await;
    let (_, me) = deputy.json("/api/v1/me").await;
    assert_eq!(me["post"]["stands_in_for"], "absent");
    assert_eq!(review(&reviewer, &own).await.0, 200, "somebody else decides");
    // A correction, written by the deputy.
    let written = send(&deputy, &outfalls("612", "734")).await;

    // Back from leave: the deputy's days are over by themselves, the hands stay.
    server.by_link(2).await.move_to("2023-09-28").await;
    let (_, me) = deputy.json("/api/v1/me").await;
    assert_eq!(
        (&me["unit"]["id"], me["others"].as_array().unwrap().len()),
        (&json!("daqi"), 0),
        "back in the own post, without being asked"
    );
    act_in(&absent, reviewing).await;
    let (status, problem) = review(&absent, &written).await;
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("own-hand"))
    );
    assert_eq!(review(&reviewer, &written).await.0, 200);
}

#[tokio::test]
async fn a_post_is_handed_over_in_mid_month_and_drafts_stay() {
    let server = Server::trial().await;
    let (administrator, leaving) = (server.by_link(ADMINISTRATOR).await, server.by_link(0).await);
    let next = server.person("next", "daqi", &["reporter"], false).await;
    let mut draft = outfalls("10", "734");
    draft["send"] = json!(false);
    let (id, revision) = send(&leaving, &draft).await;

    let people = People::of(&administrator).await;
    let post = people.post_id("trial-reporter", "420100");
    let (status, open) = administrator.json(&format!("/api/v1/people/posts/{post}/open")).await;
    assert_eq!(
        (status, &open["drafts"], &open["returned"]),
        (200, &json!(1), &json!(0))
    );
    assert_eq!(administrator.json("/api/v1/people/posts/nowhere/open").await.0, 404);
    let hand_over =
        |people: &People| json!({ "hand-over": { "post": post, "to": people.id("next"), "from": "2023-09-26" } });
    let after = decided(&administrator, hand_over).await;
    assert_eq!(
        after.post("trial-reporter", "420100")["tenure"]["own"]["until"],
        "2023-09-25"
    );

    // It is taken back as if it had not been decided, and decided again.
    let coming = after.post_id("next", "420100").to_owned();
    decided(
        &administrator,
        |_| json!({ "withdraw": { "post": coming, "resumes": post } }),
    )
    .await;
    let back = People::of(&administrator).await;
    assert_eq!(back.0["posts"], people.0["posts"]);
    let after = decided(&administrator, hand_over).await;
    let coming = after.post_id("next", "420100").to_owned();

    // The last day of the one is the day before the first of the other.
    assert_eq!(leaving.json("/api/v1/form/outfalls-yangtze").await.0, 200);
    let early = next.form("/sign-in/post", &[("post", &coming)]).await;
    assert_eq!(early.status().as_u16(), 404, "not before its day");
    server.by_link(2).await.move_to("2023-09-26").await;
    let (status, problem) = leaving.json("/api/v1/me").await;
    assert_eq!((status, &problem["code"]), (403, &json!("no-post")));
    act_in(&next, &coming).await;
    let (_, form) = next.json("/api/v1/form/outfalls-yangtze").await;
    assert_eq!(
        (&form["report"]["id"], &form["report"]["revision"]),
        (&json!(id), &json!(revision))
    );
    let mut whole = outfalls("615", "734");
    whole["read"] = json!({ "id": id, "revision": revision });
    send(&next, &whole).await;
    let begun = refused(
        &administrator,
        |_| json!({ "withdraw": { "post": coming, "resumes": null } }),
    )
    .await;
    assert_eq!(begun, json!({ "has-begun": { "from": "2023-09-26" } }));
}

#[tokio::test]
async fn one_person_in_two_posts_acts_in_one() {
    let server = Server::trial().await;
    let administrator = server.by_link(ADMINISTRATOR).await;
    let first = server.person("two", "420100", &["reporter"], false).await;
    let people = decided(&administrator, |people| {
        let post = json!({ "unit": "shui", "duties": ["reviewer"], "title": "副处长", "from": "2023-09-25" });
        json!({ "appoint": { "account": people.id("two"), "post": post } })
    })
    .await;
    let again = json!({ "unit": "shui", "duties": ["reviewer"], "from": "2023-10-01" });
    let held = refused(
        &administrator,
        |people| json!({ "appoint": { "account": people.id("two"), "post": again } }),
    )
    .await;
    assert_eq!(held, json!({ "already-held": { "duty": "reviewer" } }));

    // Whoever is signed in goes on in the post of before; the head says which, and shows the way.
    let page = first.page("/app/reminders").await;
    assert!(
        page.contains("武汉市") && page.contains("action=\"/sign-in/post\""),
        "the way to the other post"
    );
    assert!(page.contains("value=\"/app/reminders\""), "and back to the same page");
    let (status, report) = first.post("/api/v1/reports", &outfalls("610", "734")).await;
    assert_eq!(status, 200);
    let sent = (
        report["report"]["id"].as_str().unwrap().to_owned(),
        report["report"]["revision"].as_i64().unwrap(),
    );
    let (_, problem) = review(&first, &sent).await;
    assert_eq!(
        problem["kind"]["forbidden"]["why"], "not-a-reviewer",
        "powers do not add up"
    );
    act_in(&first, people.post_id("two", "shui")).await;
    let (_, problem) = review(&first, &sent).await;
    assert_eq!(problem["kind"]["forbidden"]["why"], "own-hand");
    assert_eq!(first.post("/api/v1/reports", &outfalls("1", "734")).await.0, 403);
    assert!(first.page("/app").await.contains("水处 · 副处长"));

    // Whoever signs in anew is asked first.
    let mut anew = server.visitor();
    let fields = [("login", "two"), ("password", yaodian_tests::PASSWORD)];
    anew.keep_session(&anew.form("/sign-in", &fields).await);
    let (status, problem) = anew.json("/api/v1/me").await;
    assert_eq!((status, &problem["code"]), (403, &json!("choose-post")));
    let answer = anew.get("/app/inbox").await;
    assert_eq!(answer.headers()["location"], "/sign-in/post?next=/app/inbox");
    let choice = anew.page("/sign-in/post?next=/app/inbox").await;
    assert!(choice.contains("武汉市") && choice.contains("水处 · 副处长"));
    let somebodys = people.post_id("trial-administrator", "renshi");
    let stolen = anew.form("/sign-in/post", &[("post", somebodys)]).await;
    assert_eq!(stolen.status().as_u16(), 404, "only the own posts");
    act_in(&anew, people.post_id("two", "shui")).await;
    assert_eq!(anew.json("/api/v1/inbox").await.0, 200);
}

#[tokio::test]
async fn the_last_administrator_stays_and_nobody_shuts_himself_out() {
    let server = Server::trial().await;
    let administrator = server.by_link(ADMINISTRATOR).await;
    let leave = |login: &'static str| move |people: &People| json!({ "leave": { "account": people.id(login) } });
    let end = |login: &'static str| move |people: &People| json!({ "until": { "post": people.post_id(login, "renshi"), "last": "2023-09-30" } });
    assert_eq!(refused(&administrator, leave("trial-administrator")).await, "oneself");
    let none = refused(&administrator, end("trial-administrator")).await;
    assert_eq!(none, json!({ "no-administrator": { "from": "2023-10-01" } }));

    let second = server.person("second", "renshi", &["administrator"], false).await;
    let stale = People::of(&second).await;
    decided(&administrator, end("trial-administrator")).await;
    let (status, problem) = stale.decide(&second, leave("trial-reporter")(&stale)).await;
    assert_eq!((status, &problem["code"]), (409, &json!("people-moved-on")));
    assert_eq!(refused(&second, leave("second")).await, "oneself");
    // Both would do it, one after the other: the second one is told.
    let none = refused(&administrator, leave("second")).await;
    assert_eq!(none, json!({ "no-administrator": { "from": "2023-10-01" } }));

    // Who is shut out is out at once, and comes back without a post.
    decided(&second, leave("trial-administrator")).await;
    assert_eq!(administrator.json("/api/v1/people").await.0, 401);
    let people = People::of(&second).await;
    let id = people.id("trial-administrator");
    let post = json!({ "unit": "renshi", "duties": ["administrator"], "from": "2023-09-26" });
    let (status, problem) = people
        .decide(&second, json!({ "appoint": { "account": id, "post": post } }))
        .await;
    assert_eq!((status, &problem["code"]), (409, &json!("account-shut")));
    let (status, problem) = second.post(&format!("/api/v1/people/{id}/link"), &json!(null)).await;
    assert_eq!((status, &problem["code"]), (409, &json!("account-shut")));
    assert_eq!(
        second
            .post(&format!("/api/v1/people/{id}/let-in"), &json!(null))
            .await
            .0,
        200
    );
    decided(
        &second,
        |people| json!({ "appoint": { "account": people.id("trial-administrator"), "post": post } }),
    )
    .await;
}
