//! Next January: the new text is pasted, looked through by two people, and published.

use serde_json::{Value, json};
use yaodian_tests::{Server, case, seeds};

use super::{begin, check, differences, issued, next_year, open, place, publish, reported, save, why};

#[tokio::test]
async fn next_years_text_becomes_next_years_plan() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let id = begin(&office, "plan=hubei-2024", next_year()).await;
    let desk = open(&office, &id).await;
    let import = &desk["import"];
    assert_eq!(import["text"].as_str().unwrap(), next_year(), "byte for byte");
    assert_eq!(
        (
            &import["titles"]["year"],
            import["titles"]["title"]["zh"].as_str().unwrap()
        ),
        (&json!(2024), "2024年全省生态环境工作要点"),
        "as the text says"
    );
    assert_eq!(import["titles"]["issuer"]["zh"], "湖北省生态环境厅", "as last year");
    assert_eq!(import["amends"], Value::Null);
    assert_eq!(desk["last_year"]["id"], "hubei-2023");
    let (_, last) = office.json("/api/v1/plan").await;
    assert_eq!(desk["units"], last["units"], "its names may mean last year's units");
    let learned: Vec<&str> = desk["learned"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one[0].as_str().unwrap())
        .collect();
    assert!(
        learned.contains(&"各市、州、直管市及神农架林区生态环境局"),
        "{learned:?}"
    );

    // What was decided last year about the same words stands.
    assert!(import["edits"].as_array().unwrap().len() > 100);
    let mut edits = reported(&office, &id).await;
    let (status, head) = save(&office, &id, json!({ "read": 1, "edits": edits })).await;
    assert_eq!((status, &head["revision"]), (200, &json!(2)), "{head}");
    let found = check(&office, &id).await;
    assert_eq!(
        (&found["counts"]["items"], &found["counts"]["tasks"]),
        (&json!(27), &json!(45))
    );
    assert_eq!(found["hindrances"], json!([]));
    assert_eq!((&found["onto"], &found["amended"]), (&json!(0), &Value::Null));
    assert_eq!(found["last_year"]["with"]["id"], "hubei-2023");
    let told = differences(&found["last_year"]);
    let items: Vec<&String> = told.iter().filter(|one| one.contains(" item ")).collect();
    // Its last item has no heading; last year somebody gave it a name.
    assert!(items.is_empty(), "{told:?}");
    assert!(!told.iter().any(|one| one.starts_with("gone")), "{told:?}");

    // The villages are a thousand this year, says a person, and drops another target.
    let villages = "新增完成 750 个行政村环境整治";
    let at = next_year().find(villages).unwrap();
    let span = json!([at, at + villages.len()]);
    let correct = json!({ "edit": "correct", "target": { "span": span, "nth": 0 }, "form": {
        "kind": "count", "comparator": ">=", "value": "1000", "unit": "个", "subject": "行政村环境整治",
        "inventory": null, "due": null,
    }});
    edits.push(serde_json::from_value(correct).unwrap());
    let (status, head) = save(&office, &id, json!({ "read": 2, "edits": edits })).await;
    assert_eq!((status, &head["revision"]), (200, &json!(3)), "{head}");
    let at = next_year().find("15.加强群众身边").unwrap();
    let rename = json!({ "edit": "rename", "at": at, "title": "群众身边", "title_en": "Near at hand" });
    let appended = json!({ "read": 3, "keep": edits.len(), "edits": [rename] });
    assert_eq!(save(&office, &id, appended).await.0, 200);
    let kept = open(&office, &id).await["import"]["edits"].clone();
    assert_eq!(
        kept.as_array().unwrap().len(),
        edits.len() + 1,
        "appended, not replaced"
    );

    let (status, published) = publish(&office, &id, 4, 0).await;
    assert_eq!(
        (status, &published["plan"], &published["version"]),
        (200, &json!("hubei-2024"), &json!(1)),
        "{published}"
    );
    let (_, plans) = server.visitor().json("/api/v1/plans").await;
    let ids: Vec<&str> = plans["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|plan| plan["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["hubei-2024", "hubei-2023"]);
    let page = server.visitor().page("/plans/hubei-2024/plan").await;
    assert!(page.contains("1,000") && page.contains("2024年全省生态环境工作要点"));

    // Published is published.
    let desk = open(&office, &id).await;
    assert_eq!(desk["import"]["state"], json!({ "published": { "version": 1 } }));
    for answer in [
        save(&office, &id, json!({ "read": 5, "edits": [] })).await,
        publish(&office, &id, 5, 1).await,
        office
            .post(&format!("/api/v1/imports/{id}/drop"), &json!({ "read": 5 }))
            .await,
        office.send(&format!("/api/v1/imports/{id}/text?read=5"), "别的").await,
    ] {
        assert_eq!((answer.0, why(&answer.1)), (409, "not-open"), "{}", answer.1);
    }
    // What it changed can still be looked at.
    assert_eq!(check(&office, &id).await["counts"]["tasks"], 45);
}

#[tokio::test]
async fn two_people_at_once_lose_nothing_in_silence() {
    let server = Server::trial().await;
    let (office, administrator) = (server.by_link(2).await, server.by_link(3).await);
    let id = begin(&office, "plan=hubei-2024", next_year()).await;
    let settle = |code: &str| json!({ "read": 1, "edits": [{ "edit": "settle", "code": code, "span": [0, 3] }] });
    let (one, two) = tokio::join!(
        save(&office, &id, settle("role-twice")),
        save(&administrator, &id, settle("no-title"))
    );
    let (won, lost) = if one.0 == 200 { (one, two) } else { (two, one) };
    assert_eq!((won.0, lost.0, why(&lost.1)), (200, 409, "moved-on"));
    let told = &lost.1["kind"]["import"]["why"]["moved-on"];
    assert_eq!((&told["by"], &told["revision"]), (&won.1["saved"]["by"], &json!(2)));
    assert!(told["at"].as_str().unwrap().starts_with("2023-09-25T"), "{told}");
    assert!(
        lost.1["detail"]
            .as_str()
            .unwrap()
            .contains(won.1["saved"]["by"].as_str().unwrap()),
        "{}",
        lost.1
    );
    // Neither publishes what he has not read.
    let (status, problem) = publish(&administrator, &id, 1, 0).await;
    assert_eq!((status, why(&problem)), (409, "moved-on"));
    let (_, list) = administrator.json("/api/v1/imports").await;
    assert_eq!(list["imports"][0]["revision"], 2);
}

#[tokio::test]
async fn nothing_is_lost_when_the_server_is_killed() {
    let server = Server::trial().await;
    let mut office = server.by_link(2).await;
    let id = begin(
        &office,
        "plan=hubei-2024&title=改过的标题&issuer=某厅&issuer_en=Somebody",
        next_year(),
    )
    .await;
    let mut edits = reported(&office, &id).await;
    edits.push(serde_json::from_value(json!({ "edit": "learn", "name": "某处", "units": ["shui"] })).unwrap());
    assert_eq!(save(&office, &id, json!({ "read": 1, "edits": edits })).await.0, 200);
    let before = open(&office, &id).await;
    assert_eq!(before["import"]["titles"]["title"]["zh"], "改过的标题");
    let server = server
        .killed_and_started(&["--trial"], yaodian_tests::TRIAL_PEOPLE)
        .await;
    office.meet_again(&server);
    assert_eq!(open(&office, &id).await, before);
    assert_eq!(publish(&office, &id, 2, 0).await.0, 200);
    // What was taught is known from then on.
    let next = begin(&office, "plan=hubei-2025", next_year().replace("2024", "2025")).await;
    let desk = open(&office, &next).await;
    assert_eq!(desk["last_year"]["id"], "hubei-2024");
    assert!(
        desk["learned"].as_array().unwrap().contains(&json!(["某处", ["shui"]])),
        "{}",
        desk["learned"]
    );
}

#[tokio::test]
async fn decisions_move_along_with_a_text_that_is_mended() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let text = next_year();
    let id = begin(&office, "plan=hubei-2024", text.clone()).await;
    let span = |words: &str| {
        let at = text.find(words).unwrap();
        json!([at, at + words.len()])
    };
    let drop = |words: &str| json!({ "edit": "drop", "target": { "span": span(words), "nth": 0 } });
    let edits = json!([
        drop("新增完成 750 个行政村环境整治"),
        drop("完成 7 个省级自然保护区生态环境保护成效评估")
    ]);
    assert_eq!(save(&office, &id, json!({ "read": 1, "edits": edits })).await.0, 200);
    let mended = text.replace("完成 7 个省级自然保护区", "完成 9 个省级自然保护区");
    let (status, saved) = office
        .send(&format!("/api/v1/imports/{id}/text?read=2"), mended.clone())
        .await;
    assert_eq!((status, &saved["head"]["revision"]), (200, &json!(3)), "{saved}");
    assert_eq!(saved["edits"], json!([drop("新增完成 750 个行政村环境整治")]));
    assert_eq!(
        saved["lost"],
        json!([drop("完成 7 个省级自然保护区生态环境保护成效评估")])
    );
    let now = open(&office, &id).await;
    assert_eq!(
        (now["import"]["text"].as_str(), &now["import"]["edits"]),
        (Some(&*mended), &saved["edits"])
    );
    let longer = format!("（草案）\n{mended}");
    let (_, saved) = office.send(&format!("/api/v1/imports/{id}/text?read=3"), longer).await;
    let moved = place(&saved["edits"][0]["target"]["span"][0]);
    assert_eq!(moved, text.find("新增完成 750").unwrap() + "（草案）\n".len());
    assert_eq!(case(&saved["head"]["state"]), "open");
}

/// What an office did before it had this program: the units are those of the plan that came next.
#[tokio::test]
async fn a_plan_of_an_earlier_year_is_read_with_the_units_of_the_next_one() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let earlier = issued().replace("2023", "2020");
    let (status, problem) = office.send("/api/v1/imports?plan=hubei-2020", earlier.clone()).await;
    assert_eq!((status, why(&problem)), (422, "titles"), "nobody says who issued it");
    let id = begin(&office, "plan=hubei-2020&issuer=Hubei", earlier).await;
    let desk = open(&office, &id).await;
    assert_eq!(desk["last_year"], Value::Null);
    let found = check(&office, &id).await;
    let unknown = |one: &&Value| case(&one["what"]) == "unknown-unit";
    assert_eq!(found["hindrances"].as_array().unwrap().iter().find(unknown), None);
    assert_eq!(found["counts"]["tasks"], 45);
}

#[tokio::test]
async fn a_document_is_read_by_its_content() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let folder = seeds().join("../crates/documents/tests/prose");
    for (file, kind) in [("plan-libreoffice.docx", "docx"), ("plan-libreoffice.pdf", "pdf")] {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let path = format!("/api/v1/imports?plan=hubei-2024&year=2024&name={file}.txt");
        let (status, head) = office.send(&path, bytes).await;
        assert_eq!(status, 200, "{head}");
        assert_eq!(
            (&head["source"]["kind"], &head["source"]["name"]),
            (&json!(kind), &json!(format!("{file}.txt")))
        );
        let found = check(&office, head["id"].as_str().unwrap()).await;
        assert_eq!(
            (&found["counts"]["items"], &found["counts"]["tasks"]),
            (&json!(27), &json!(45)),
            "{file}"
        );
    }
    let picture = [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13].to_vec();
    let (status, problem) = office.send("/api/v1/imports?plan=p&name=a.pdf", picture).await;
    assert_eq!(
        (status, case(&problem["kind"]["prose"]["why"])),
        (422, "not-a-document"),
        "{problem}"
    );
    let (status, problem) = office.send("/api/v1/imports?plan=p&name=a.txt", "").await;
    assert_eq!((status, case(&problem["kind"]["prose"]["why"])), (422, "empty"));
}
