//! Whom an administrator of a province looks after; keys, posts in two plans, and those of the next year.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

use super::{HUBEI, HUNAN, is_other_plans, provinces, text};

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
    let plans = everybody["plans"].as_array().unwrap();
    let named: Vec<_> = plans.iter().map(|plan| text(&plan["title"]["zh"])).collect();
    assert_eq!(
        named,
        [
            "湖北省生态环境厅《2023 年全省生态环境工作要点》",
            "湖南省生态环境厅《2023 年全省生态环境工作要点》"
        ]
    );
    // What is wanting in each is told, by the plan.
    assert!(
        plans.iter().all(|plan| !plan["needs"].as_array().unwrap().is_empty()),
        "{plans:?}"
    );
    let (_, listed, _) = server.command(&["user", "list"]).await;
    let vacant = |unit: &str, plan: &str| {
        let all = listed.lines().filter(|line| line.starts_with("vacant "));
        all.filter(|line| line.contains(unit) && line.ends_with(plan)).count()
    };
    assert!(
        vacant("", "in hubei-2023") > 0 && vacant("", "in hunan-2023") > 0,
        "{listed}"
    );
    let (_, me) = server.by_link(3).await.json("/api/v1/me").await;
    assert_eq!(me["post"]["works_on"]["zh"], named[0].as_str(), "{me}");

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
