//! Who may not, and what cannot be.

use serde_json::{Value, json};
use yaodian_tests::Server;

use super::{begin, check, issued, next_year, open, place, publish, ready, save, why};

#[tokio::test]
async fn only_the_office_and_administrators_bring_plans_in() {
    let server = Server::trial().await;
    let (reporter, reviewer, office) = server.desks().await;
    let id = begin(&office, "plan=hubei-2024", next_year()).await;
    for visitor in [&reporter, &reviewer] {
        let path = format!("/api/v1/imports/{id}");
        let steps = json!({ "read": 1, "onto": 0 });
        for (status, problem) in [
            visitor.json("/api/v1/imports").await,
            visitor.json(&path).await,
            visitor.json(&format!("{path}/check")).await,
            visitor.send("/api/v1/imports?plan=p", next_year()).await,
            visitor.send(&format!("{path}/text?read=1"), next_year()).await,
            save(visitor, &id, json!({ "read": 1, "edits": [] })).await,
            visitor.post(&format!("{path}/publish"), &steps).await,
            visitor.post(&format!("{path}/drop"), &steps).await,
            visitor.json("/api/v1/shares").await,
            visitor.json("/api/v1/shares/villages").await,
        ] {
            let why = &problem["kind"]["forbidden"]["why"];
            assert_eq!((status, why), (403, &json!("not-planning")), "{problem}");
        }
    }
    let (status, _) = server.visitor().json(&format!("/api/v1/imports/{id}")).await;
    assert_eq!(status, 401);
    assert_eq!(open(&office, &id).await["import"]["revision"], 1);
}

#[tokio::test]
async fn what_is_no_text_or_no_plan_is_told() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let sent = async |asked: &str, body: Vec<u8>| office.send(&format!("/api/v1/imports?{asked}"), body).await;
    for (asked, body, status, told) in [
        ("plan=hubei-2024", b" \n\t ".to_vec(), 422, "empty-text"),
        ("plan=hubei-2024", vec![0xe4, 0xb8], 422, "no-text"),
        ("plan=hubei-2024", b"2024\0".to_vec(), 422, "no-text"),
        ("plan=hubei-2023", issued().into_bytes(), 409, "plan-exists"),
        ("plan=hubei-2024&title=%20", b"1. x".to_vec(), 422, "titles"),
        ("plan=hubei-2024&year=12", next_year().into_bytes(), 422, "titles"),
    ] {
        let (code, problem) = sent(asked, body).await;
        assert_eq!((code, why(&problem)), (status, told), "{asked}: {problem}");
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
    assert_eq!(
        sent("plan=hubei-2025&amends=true", b"x".to_vec()).await.0,
        404,
        "there is none to amend"
    );
    assert_eq!(sent("plan=Hubei%202024", next_year().into_bytes()).await.0, 400);
    // A parameter that is not understood is named as it was sent, and not in the words of a library.
    for (asked, told) in [
        ("amends=maybe&plan=p", "“amends=maybe”"),
        ("year=abc&plan=p", "“year=abc”"),
        ("year=2024", "“plan=”"),
    ] {
        let (status, problem) = sent(asked, b"x".to_vec()).await;
        assert_eq!(status, 400, "{problem}");
        let title = problem["detail"].as_str().unwrap();
        assert!(title.contains(told), "{title}");
    }
    let eleven = vec![b'a'; 11 * 1024 * 1024];
    let (status, problem) = sent("plan=hubei-2024&title=t", eleven).await;
    assert_eq!(
        (status, &problem["kind"]["too-large"]["limit_kib"]),
        (413, &json!(10 * 1024))
    );
    let (_, list) = office.json("/api/v1/imports").await;
    assert_eq!(list["imports"], json!([]), "nothing is left of them");

    let id = begin(&office, "plan=hubei-2024", next_year()).await;
    for (asked, status) in [
        (json!({ "read": 1, "keep": 9_999, "edits": [] }), 400),
        (json!({ "read": 1, "edits": [{ "edit": "paint" }] }), 400),
        (json!({ "edits": [] }), 400),
        (json!({ "read": 9, "edits": [] }), 409),
    ] {
        let (code, problem) = save(&office, &id, asked).await;
        assert_eq!(code, status, "{problem}");
    }
    assert_eq!(office.json("/api/v1/imports/nowhere").await.0, 404);
    assert_eq!(save(&office, "nowhere", json!({ "read": 1, "edits": [] })).await.0, 404);
    // Decisions about places that are none harm nothing, and more than a report's worth of them is taken.
    let foreign = |at: usize| json!({ "edit": "accept", "target": { "span": [at, 999_999_999], "nth": 7 } });
    let many: Vec<Value> = (0..6_000).map(foreign).collect();
    let (status, head) = save(&office, &id, json!({ "read": 1, "edits": many })).await;
    assert_eq!((status, &head["revision"]), (200, &json!(2)));
    assert_eq!(check(&office, &id).await["counts"]["tasks"], 45);
}

#[tokio::test]
async fn what_hinders_is_told_with_its_place_and_nothing_is_published() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let text = next_year().replace("(牵头单位:生态处、土处;", "(牵头单位：外星处；");
    assert_ne!(text, next_year());
    let id = ready(&office, "plan=hubei-2024", &text).await;
    let found = check(&office, &id).await;
    let hindrances = found["hindrances"].as_array().unwrap();
    assert_eq!(
        (hindrances.len(), &hindrances[0]["code"], &hindrances[0]["name"]),
        (1, &json!("unknown-unit"), &json!("外星处"))
    );
    let at = place(&hindrances[0]["span"][0]);
    assert!(text[at..].starts_with("牵头单位：外星处"), "{hindrances:?}");
    assert_eq!(found["last_year"], Value::Null);
    let (status, problem) = publish(&office, &id, 2, 0).await;
    assert_eq!((status, why(&problem)), (409, "hindered"));
    assert_eq!(
        problem["kind"]["import"]["why"]["hindered"]["hindrances"],
        found["hindrances"]
    );
    assert_eq!(server.visitor().json("/api/v1/plans").await.1["total"], 1);
    let kept = open(&office, &id).await["import"]["edits"].as_array().unwrap().len();
    // Once it is said who is meant, nothing is in the way.
    let learn = json!({ "edit": "learn", "name": "外星处", "units": ["shengtai", "turang"] });
    assert_eq!(
        save(&office, &id, json!({ "read": 2, "keep": kept, "edits": [learn] }))
            .await
            .0,
        200
    );
    assert_eq!(check(&office, &id).await["hindrances"], json!([]));
    assert_eq!(publish(&office, &id, 3, 0).await.0, 200);
}
