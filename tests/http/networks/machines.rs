//! What machines send, and commands.

use reqwest::{Method, header};
use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};

use super::{AUGUST, basis, begun};

async fn key(server: &Server, more: &[&str]) -> String {
    let arguments = [&["token", "create", "自动站运维（测试）", "--network", "water"], more].concat();
    let (code, out, error) = server.command(&arguments).await;
    assert_eq!(code, 0, "{error}");
    out.trim().to_owned()
}

async fn push(visitor: &Visitor, key: &str, media: &str, body: String) -> (u16, Value) {
    let request = visitor
        .request(Method::POST, "/api/v1/monitoring/water/measurements")
        .header(header::AUTHORIZATION, format!("Bearer {key}"))
        .header(header::CONTENT_TYPE, media)
        .body(body);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn a_station_sends_and_sends_again() {
    let (server, _, _, office) = begun().await;
    let machine = server.visitor();
    let key_of_all = key(&server, &[]).await;
    let rows = json!({ "rows": [
        { "断面编码": "CS-01", "监测时间": "2023-08-03 08:00", "总磷（mg/L）": "0.09", "溶解氧（mg/L）": 7 },
        { "断面编码": "CS-02", "监测时间": "2023-08-03 08:00", "总磷（mg/L）": "9999", "溶解氧（mg/L）": null },
        { "断面编码": "CS-99", "监测时间": "2023-08-03 08:00", "总磷（mg/L）": "0.1" },
    ]});
    let (status, done) = push(&machine, &key_of_all, "application/json", rows.to_string()).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!(
        (&done["counts"]["added"], &done["counts"]["held"]),
        (&json!(1), &json!(2)),
        "{done}"
    );
    let (_, done) = push(&machine, &key_of_all, "application/json", rows.to_string()).await;
    assert_eq!(
        (&done["counts"]["added"], &done["counts"]["unchanged"]),
        (&json!(0), &json!(1)),
        "{done}"
    );
    let (status, done) = push(&machine, &key_of_all, "text/csv", AUGUST.to_owned()).await;
    assert_eq!((status, &done["counts"]["added"]), (200, &json!(4)), "{done}");
    let good = basis(&office, "good-water-provincial", "2023-09-25").await;
    assert_eq!(good["figure"]["counts"]["of"], "4", "{good}");

    // A key of one unit tells of its places alone.
    let of_wuhan = key(&server, &["--unit", "武汉市"]).await;
    let (_, done) = push(&machine, &of_wuhan, "text/csv", AUGUST.to_owned()).await;
    assert_eq!(
        (&done["counts"]["unchanged"], &done["counts"]["held"]),
        (&json!(2), &json!(2)),
        "{done}"
    );

    for (key, media, body, status) in [
        ("yd_guessed", "text/csv", AUGUST, 401),
        (key_of_all.as_str(), "text/plain", AUGUST, 415),
        (key_of_all.as_str(), "application/json", "{", 400),
        (key_of_all.as_str(), "text/csv", "a,b\n1,2", 422),
    ] {
        let answer = push(&machine, key, media, body.to_owned()).await;
        assert_eq!(answer.0, status, "{media} {body}: {}", answer.1);
    }
    // A key of water opens nothing else.
    let request = machine
        .request(Method::POST, "/api/v1/monitoring/air/measurements")
        .header(header::AUTHORIZATION, format!("Bearer {key_of_all}"))
        .header(header::CONTENT_TYPE, "text/csv");
    let answer = request.body("a\n1").send().await.unwrap();
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.headers()[header::WWW_AUTHENTICATE], "Bearer realm=\"yaodian\"");

    // One that is revoked opens nothing at all.
    let (_, listed, _) = server.command(&["token", "list"]).await;
    assert!(
        listed.contains("自动站运维（测试）") && listed.contains("last used 2023-09-25"),
        "{listed}"
    );
    for line in listed.lines() {
        let id = line.split_whitespace().next().unwrap();
        assert_eq!(server.command(&["token", "revoke", id]).await.0, 0);
    }
    let (status, problem) = push(&machine, &key_of_all, "text/csv", AUGUST.to_owned()).await;
    assert_eq!((status, &problem["code"]), (401, &json!("key-unknown")), "{problem}");
}

#[tokio::test]
async fn a_table_at_the_command_line() {
    let (server, _, _, office) = begun().await;
    let file = server.data.path().join("august.csv");
    std::fs::write(&file, AUGUST).unwrap();
    let file = file.to_str().unwrap();
    let import = |more: &'static [&'static str]| [&["monitoring", "import", "water", file], more].concat();
    let (code, out, error) = server.command(&import(&["--preview"])).await;
    assert_eq!(
        (code, out.trim()),
        (
            0,
            "4 rows: 4 new, 0 revised, 0 said already, 0 with something set aside"
        ),
        "{error}"
    );
    let (code, _, error) = server.command(&import(&["--state", "confirmed"])).await;
    assert_eq!(code, 0, "{error}");
    let good = basis(&office, "good-water-provincial", "2023-09-25").await;
    assert_eq!(good["figure"]["counts"]["done"], "3", "{good}");
    // An archive of the plan has it, and so has the sum of its files.
    let archive = server.data.path().join("archive");
    let folder = archive.to_str().unwrap();
    let (code, _, error) = server.command(&["plan", "archive", folder]).await;
    assert_eq!(code, 0, "{error}");
    let kept = std::fs::read_to_string(archive.join("measurements-water.csv")).unwrap();
    assert!(kept.contains("CS-04,2023-08-04,confirmed,2023-09-25,"), "{kept}");
    let bad = server.data.path().join("bad.csv");
    std::fs::write(&bad, "断面名称,监测时间,总磷(mg/L)\n甲断面,2023-08-09,-1\n").unwrap();
    let (code, _, error) = server
        .command(&["monitoring", "import", "water", bad.to_str().unwrap()])
        .await;
    assert_eq!(code, 1);
    assert!(
        error.contains("row 2, 甲断面: 总磷(mg/L): \"-1\" below zero"),
        "{error}"
    );
    assert_eq!(server.command(&["monitoring", "import", "noise", "-"]).await.0, 2);
    assert_eq!(
        server
            .command(&["monitoring", "import", "water", "/nonexistent"])
            .await
            .0,
        2
    );
}

#[tokio::test]
async fn a_demonstration_measures_too_and_says_so() {
    let server = Server::demonstration(60).await;
    let office = server.by_link(2).await;
    let (_, standing) = office.json("/api/v1/standing").await;
    for target in ["good-water-provincial", "pm25", "good-air-days"] {
        let basis = &standing["assessments"][target]["basis"];
        assert_eq!(
            basis["provenance"]["monitoring"]["demonstration"], true,
            "{target}: {basis}"
        );
    }
    let (_, desk) = office.json("/api/v1/monitoring").await;
    assert_eq!(desk["networks"][0]["demonstration"], true, "{desk}");
}
