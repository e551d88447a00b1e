//! Two provinces in one installation, each with a plan of its own: what is one's is shut to the other.
//!
//! Both plans are the same text, so that targets, divisions and ledgers go by the same ids in both.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor, case};

use crate::{
    api::{outfalls, send},
    cockpit::Ear,
    ledgers::{LEDGER, MENDED, add, picture},
};

const HUBEI: &str = "hubei-2023";
const HUNAN: &str = "hunan-2023";

/// The people of a province.
pub(crate) struct Province {
    pub(crate) reporter: Visitor,
    pub(crate) reviewer: Visitor,
    pub(crate) office: Visitor,
    pub(crate) administrator: Visitor,
}

impl Province {
    /// Those who act in a plan, with the bureau that reports; their names begin with `name`.
    pub(crate) async fn of(server: &Server, plan: &str, name: &str, bureau: &str) -> Self {
        let person = async |who: &str, unit: &str, duty: &str| {
            let login = format!("{name}-{who}");
            server.person_in(Some(plan), &login, unit, &[duty], false).await
        };
        Self {
            reporter: person("reporter", bureau, "reporter").await,
            reviewer: person("reviewer", "shui", "reviewer").await,
            office: person("office", "bangongshi", "office").await,
            administrator: person("administrator", "renshi", "administrator").await,
        }
    }
}

async fn provinces() -> (Server, Province, Province) {
    let server = Server::of_provinces(None, str::to_owned, &[]).await;
    let hubei = Province::of(&server, HUBEI, "hubei", "420100").await;
    let hunan = Province::of(&server, HUNAN, "hunan", "430100").await;
    (server, hubei, hunan)
}

/// That something was refused since it is another plan's, in words.
fn is_other_plans((status, problem): (u16, Value), what: &str) {
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("other-plan")),
        "{what}: {problem}"
    );
    assert!(
        problem["detail"].as_str().unwrap().contains("另一份工作要点"),
        "{problem}"
    );
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

#[tokio::test]
async fn each_province_reports_and_reviews_its_own() {
    let (_server, hubei, hunan) = provinces().await;
    for (province, bureau, plan) in [(&hubei, "420100", HUBEI), (&hunan, "430100", HUNAN)] {
        let (status, me) = province.reporter.json("/api/v1/me").await;
        assert_eq!((status, &me["unit"]["id"]), (200, &json!(bureau)), "{me}");
        let (_, picture) = province.office.json("/api/v1/cockpit").await;
        assert!(text(&picture["mark"]).starts_with(plan), "{picture}");
    }
    // On the same day, on the target that goes by the same name in both.
    let (of_hubei, revision) = send(&hubei.reporter, &outfalls("610", "734")).await;
    let (of_hunan, _) = send(&hunan.reporter, &outfalls("320", "400")).await;
    let waiting = async |visitor: &Visitor| {
        let (_, inbox) = visitor.json("/api/v1/inbox").await;
        let rows = inbox["waiting"].as_array().unwrap();
        rows.iter().map(|row| text(&row["report"]["id"])).collect::<Vec<_>>()
    };
    assert_eq!(waiting(&hubei.reviewer).await, [of_hubei.as_str()]);
    assert_eq!(waiting(&hunan.reviewer).await, [of_hunan.as_str()]);
    assert_eq!(waiting(&hubei.office).await, [of_hubei.as_str()]);
    for (stranger, report) in [
        (&hunan.reviewer, &of_hubei),
        (&hunan.office, &of_hubei),
        (&hubei.reviewer, &of_hunan),
        (&hubei.office, &of_hunan),
    ] {
        is_other_plans(
            stranger.json(&format!("/api/v1/reports/{report}")).await,
            "seeing a report",
        );
        is_other_plans(stranger.step(report, 1, "take-up", "").await, "taking a report up");
        is_other_plans(stranger.step(report, 2, "approve", "").await, "approving a report");
    }
    let (status, approved) = hubei.reviewer.decide(&of_hubei, revision, "approve", "").await;
    assert_eq!((status, case(&approved["report"]["state"])), (200, "approved"));
    assert_eq!(hunan.office.decide(&of_hunan, revision, "approve", "").await.0, 200);
    // Each counts in its own plan.
    let (_, form) = hunan.reporter.json("/api/v1/form/outfalls-yangtze").await;
    let said: Vec<_> = form["observations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["unit"]))
        .collect();
    assert_eq!(said, ["430100"], "{form}");
}

#[tokio::test]
async fn what_is_written_by_its_id_is_refused_to_another_province() {
    let (server, hubei, hunan) = provinces().await;
    let slip = json!({ "notices": [{
        "target": "outfalls-key-survey", "unit": "420100", "colour": "yellow", "demand": "请赶上进度。",
    }] });
    let (status, slip) = hubei.office.post("/api/v1/cases", &slip).await;
    assert_eq!(status, 200, "{slip}");
    let slip = text(&slip[0]["case"]["id"]);
    let files = "/api/v1/targets/outfalls-yangtze/files?name=a.png";
    let (_, file) = hubei.reporter.send(files, picture()).await;
    let (_, draft) = hubei
        .office
        .post("/api/v1/bulletins", &json!({ "edition": "2023-08" }))
        .await;
    let bulletin = text(&draft["head"]["id"]);
    let entry = add(&hubei.reporter, "M-1", &MENDED).await["entry"]["id"]
        .as_i64()
        .unwrap();
    let photo = format!("{LEDGER}/entries/{entry}/evidence?stage=accepted&name=a.png");
    let (_, view) = hubei.reporter.send(&photo, picture()).await;

    let office = &hunan.office;
    let gone = async |path: String| {
        let answer = office.get(&path).await;
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    is_other_plans(office.json(&format!("/api/v1/cases/{slip}")).await, "seeing a slip");
    let settle = json!({ "read": 1, "step": "settled", "note": "" });
    is_other_plans(
        office.post(&format!("/api/v1/cases/{slip}/steps"), &settle).await,
        "settling a slip",
    );
    let (status, body) = gone(format!("/evidence/{}", text(&file["id"]))).await;
    assert_eq!(status, 403, "{body}");
    let (status, body) = gone(format!("/evidence/{}", text(&view["evidence"][0]["id"]))).await;
    assert_eq!(status, 403, "{body}");
    is_other_plans(
        office.json(&format!("/api/v1/bulletins/{bulletin}")).await,
        "seeing a draft",
    );
    let read = json!({ "read": 1, "text": draft["text"] });
    is_other_plans(
        office.post(&format!("/api/v1/bulletins/{bulletin}"), &read).await,
        "changing a draft",
    );
    let publish = json!({ "read": 1 });
    is_other_plans(
        office
            .post(&format!("/api/v1/bulletins/{bulletin}/publish"), &publish)
            .await,
        "publishing",
    );
    // The ledger of the same name is another one: what is in the other province's is in none of theirs.
    let (status, page) = office.json(&format!("{LEDGER}/entries")).await;
    assert_eq!((status, &page["all"]), (200, &json!(0)), "{page}");
    assert_eq!(office.json(&format!("{LEDGER}/entries/{entry}")).await.0, 404);
    // Plans are named by their ids.
    for path in [
        format!("/api/v1/shares?plan={HUBEI}"),
        format!("/api/v1/closing?plan={HUBEI}"),
    ] {
        is_other_plans(office.json(&path).await, &path);
    }
    let shares = json!({ "plan": HUBEI, "version": 1, "target": "villages", "shares": [], "reason": "" });
    is_other_plans(office.post("/api/v1/shares", &shares).await, "dividing");
    let ask = json!({ "plan": HUBEI, "read": 0, "step": { "asked": { "left": [], "choices": [] } }, "note": "" });
    is_other_plans(office.post("/api/v1/closing/steps", &ask).await, "closing");
    let carry = json!({ "from": HUBEI, "into": HUNAN });
    is_other_plans(office.post("/api/v1/closing/carry", &carry).await, "carrying over");
    is_other_plans(
        office.send(&format!("/api/v1/imports?plan={HUBEI}"), "主要目标").await,
        "bringing in",
    );
    is_other_plans(
        office.send("/api/v1/imports?plan=hubei-2024", "主要目标").await,
        "bringing in a further plan",
    );
    is_other_plans(
        office.post("/api/v1/trial/day", &json!({ "day": "2023-09-26" })).await,
        "moving the clock of all",
    );
    // Whoever acts in all plans is let through to either.
    let ministry = server.by_link(2).await;
    assert_eq!(ministry.json(&format!("/api/v1/cases/{slip}")).await.0, 200);
    assert_eq!(ministry.json(&format!("/api/v1/shares?plan={HUNAN}")).await.0, 200);
}

#[tokio::test]
async fn news_is_told_to_those_of_the_plan() {
    let (_server, hubei, hunan) = provinces().await;
    let (mut of_hubei, mut of_hunan) = (Ear::of(&hubei.office).await, Ear::of(&hunan.office).await);
    let before = (of_hubei.next().await.unwrap(), of_hunan.next().await.unwrap());
    assert!(before.0.starts_with(HUBEI) && before.1.starts_with(HUNAN), "{before:?}");
    send(&hunan.reporter, &outfalls("320", "400")).await;
    let news = of_hunan.next().await.unwrap();
    assert!(news.starts_with(HUNAN) && news != before.1, "{news}");
    send(&hubei.reporter, &outfalls("610", "734")).await;
    let news = of_hubei.next().await.unwrap();
    assert!(news.starts_with(HUBEI) && news != before.0, "{news}");
}

/// Everybody as an administrator sees them.
async fn people(administrator: &Visitor) -> Value {
    let (status, people) = administrator.json("/api/v1/people").await;
    assert_eq!(status, 200, "{people}");
    people
}

fn account(people: &Value, login: &str) -> String {
    let all = people["people"].as_array().unwrap();
    text(&all.iter().find(|one| one["login"] == login).unwrap()["id"])
}

#[tokio::test]
async fn an_administrator_of_a_province_looks_after_its_people_alone() {
    let (server, _, hunan) = provinces().await;
    let everybody = people(&server.by_link(3).await).await;
    let shown = people(&hunan.administrator).await;
    let logins: Vec<_> = shown["people"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["login"]))
        .collect();
    assert_eq!(
        logins,
        [
            "hunan-administrator",
            "hunan-office",
            "hunan-reporter",
            "hunan-reviewer"
        ]
    );
    assert!(
        shown["posts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|post| post["plan"] == HUNAN),
        "{shown}"
    );
    assert_eq!(shown["bound"], HUNAN);
    assert_eq!(everybody["plans"].as_array().unwrap().len(), 2);

    let admin = &hunan.administrator;
    let post = |plan: Option<&str>, unit: &str| {
        let mut post = json!({ "unit": unit, "duties": ["reporter"], "from": "2023-09-25" });
        if let Some(plan) = plan {
            post["plan"] = json!(plan);
        }
        post
    };
    let invite = |login: &str, post: Value| json!({ "login": login, "name": login, "post": post });
    for (plan, unit) in [(None, "420200"), (Some(HUBEI), "420200")] {
        is_other_plans(
            admin.post("/api/v1/people", &invite("new", post(plan, unit))).await,
            "inviting",
        );
    }
    assert_eq!(
        admin
            .post("/api/v1/people", &invite("new", post(Some(HUNAN), "420200")))
            .await
            .0,
        404,
        "no unit there"
    );
    assert_eq!(
        admin
            .post("/api/v1/people", &invite("new", post(Some(HUNAN), "430200")))
            .await
            .0,
        200
    );

    // What opens the whole account of somebody else's.
    for login in ["hubei-reporter", "hubei-administrator", "trial-administrator"] {
        let of = account(&everybody, login);
        for (rest, body) in [
            ("", json!({ "name": "x" })),
            ("/link", Value::Null),
            ("/second-step/reset", Value::Null),
            ("/single-sign-on", json!({ "open": true })),
            ("/let-in", Value::Null),
        ] {
            let path = format!("/api/v1/people/{of}{rest}");
            is_other_plans(admin.post(&path, &body).await, &format!("{login}{rest}"));
        }
        let path = format!("/api/v1/accounts/{login}/email");
        is_other_plans(
            admin.post(&path, &json!({ "email": "x@example.org" })).await,
            "the address",
        );
        let revision = people(admin).await["revision"].clone();
        for decision in [
            json!({ "leave": { "account": of } }),
            json!({ "appoint": { "account": of, "post": post(Some(HUNAN), "430300") } }),
        ] {
            let asked = json!({ "revision": revision, "decision": decision });
            is_other_plans(admin.post("/api/v1/people/decide", &asked).await, login);
        }
    }
    let own = account(&shown, "hunan-reporter");
    assert_eq!(
        admin.post(&format!("/api/v1/people/{own}/link"), &Value::Null).await.0,
        200
    );
    let revision = people(admin).await["revision"].clone();
    let leave = json!({ "revision": revision, "decision": { "leave": { "account": own } } });
    assert_eq!(admin.post("/api/v1/people/decide", &leave).await.0, 200);
    assert_eq!(hunan.reporter.json("/api/v1/me").await.0, 401, "shut out at once");
}

#[tokio::test]
async fn keys_go_with_the_plan_of_their_post() {
    let (server, hubei, hunan) = provinces().await;
    let made = async |by: &Visitor| {
        let (status, made) = by
            .post("/api/v1/keys", &json!({ "name": "x", "scopes": ["read"] }))
            .await;
        assert_eq!(status, 200, "{made}");
        (text(&made["key"]["id"]), text(&made["secret"]))
    };
    let (id, secret) = made(&hubei.reporter).await;
    let (_, of_hunan) = made(&hunan.reporter).await;
    for (secret, unit) in [(&secret, "420100"), (&of_hunan, "430100")] {
        let request = server.visitor().request(reqwest::Method::GET, "/api/v1/me");
        let me: Value = request.bearer_auth(secret).send().await.unwrap().json().await.unwrap();
        assert_eq!(me["unit"]["id"], unit, "{me}");
    }
    let (_, keys) = hunan.administrator.json("/api/v1/keys").await;
    let holders: Vec<_> = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["holder"].to_string())
        .collect();
    assert!(
        holders.len() == 1 && holders[0].contains("hunan-reporter"),
        "{holders:?}"
    );
    let revoke = format!("/api/v1/keys/{id}/revoke");
    assert_eq!(
        hunan.administrator.post(&revoke, &json!({})).await.0,
        404,
        "of others' keys nothing is told"
    );
    assert_eq!(hubei.administrator.post(&revoke, &json!({})).await.0, 200);
}

#[tokio::test]
async fn whoever_has_posts_in_two_plans_acts_in_one_at_a_time() {
    let (server, _, _) = provinces().await;
    let both = server
        .person_in(Some(HUBEI), "both", "420200", &["reporter"], false)
        .await;
    let appoint = [
        "user", "appoint", "both", "--plan", HUNAN, "--unit", "430200", "--duty", "reporter",
    ];
    let (code, told, error) = server.command(&appoint).await;
    assert_eq!(code, 0, "{error}");
    assert!(told.contains("both"), "{told}");
    let (code, list, _) = server.command(&["user", "list"]).await;
    assert!(
        code == 0 && list.contains("in hunan-2023 alone") && list.contains("in hubei-2023 alone"),
        "{list}"
    );
    let (_, me) = both.json("/api/v1/me").await;
    assert_eq!(
        (&me["unit"]["id"], me["others"].as_array().unwrap().len()),
        (&json!("420200"), 1),
        "{me}"
    );
    let other = &me["others"][0];
    assert_eq!(other["unit"]["id"], "430200");
    assert!(
        other["plan"]["zh"].as_str().is_some(),
        "the plan of a post is told: {other}"
    );
    let chosen = both
        .form("/sign-in/post", &[("post", &text(&other["id"])), ("next", "/app")])
        .await;
    assert_eq!(chosen.status().as_u16(), 303);
    assert_eq!(both.json("/api/v1/me").await.1["unit"]["id"], "430200");
    // A unit of another plan, or a plan that is not there.
    for (plan, unit) in [(HUNAN, "420300"), ("hunan-2099", "430300")] {
        let add = [
            "user", "add", "x", "--name", "x", "--plan", plan, "--unit", unit, "--duty", "reporter",
        ];
        assert_eq!(server.command(&add).await.0, 2, "{plan} {unit}");
    }
}

#[tokio::test]
async fn posts_are_given_again_in_the_next_plan() {
    let server = Server::of_provinces(None, str::to_owned, &[]).await;
    let office = server
        .person_in(Some(HUBEI), "desk", "bangongshi", &["office"], false)
        .await;
    server
        .person_in(Some(HUBEI), "water", "shui", &["reviewer"], false)
        .await;
    server.person("ministry", "shui", &["reviewer"], false).await;
    let renew = async |more: &[&str]| {
        let (code, told, error) = server.command(&[&["user", "renew", HUBEI, HUNAN], more].concat()).await;
        assert_eq!(code, 0, "{error}");
        told
    };
    let foreseen = renew(&["--preview"]).await;
    assert_eq!(
        office.json("/api/v1/me").await.1["others"],
        json!([]),
        "nothing was done"
    );
    let told = renew(&[]).await;
    assert_eq!(told, foreseen);
    assert!(
        told.contains("desk") && told.contains("water") && !told.contains("ministry"),
        "{told}"
    );
    assert_eq!(office.json("/api/v1/me").await.1["others"].as_array().unwrap().len(), 1);
    assert_eq!(renew(&[]).await, "", "once");
    let (code, _, error) = server.command(&["user", "renew", HUBEI, "hubei-2099"]).await;
    assert!(code == 2 && error.contains("hubei-2099"), "{error}");
}

#[tokio::test]
async fn a_station_measures_for_the_plan_of_its_key() {
    let (server, ..) = provinces().await;
    let create = ["token", "create", "自动站", "--network", "water", "--plan", HUNAN];
    let (code, token, error) = server.command(&create).await;
    assert_eq!(code, 0, "{error}");
    assert!(token.starts_with("yd_"), "{token}");
    let (_, list, _) = server.command(&["token", "list"]).await;
    assert!(list.contains("all units of hunan-2023"), "{list}");
    let create = ["token", "create", "x", "--network", "water", "--plan", "nowhere"];
    assert_ne!(server.command(&create).await.0, 0);
}
