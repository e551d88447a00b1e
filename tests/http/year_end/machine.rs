//! The same at the machine, and the archive of a closed year.

use serde_json::{Value, json};

use super::{Over, desk};

#[tokio::test]
async fn the_command_does_the_same_by_the_same_rules() {
    let over = Over::begins().await;
    let server = &over.server;
    let (code, _, said) = server.command(&["plan", "close"]).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("The year is not over"), "{said}");
    over.office.move_to("2024-01-11").await;
    over.approve().await;
    let (code, choices, said) = server.command(&["plan", "close"]).await;
    assert_eq!(code, 0, "{said}");
    let filled = choices.replace(",,,", ",,年内未完成,");
    let file = server.data.path().join("choices.csv");
    std::fs::write(&file, &choices).unwrap();
    assert_eq!(
        server
            .command(&[
                "user", "add", "first", "--name", "甲", "--unit", "ducha", "--duty", "office"
            ])
            .await
            .0,
        0
    );
    let ask = [
        "plan",
        "close",
        "ask",
        "--by",
        "first",
        "--leave-open",
        "--note",
        "转下年",
        "--choices",
        file.to_str().unwrap(),
    ];
    let (code, _, said) = server.command(&ask).await;
    assert_eq!(code, 2, "no reasons yet: {said}");
    std::fs::write(&file, filled).unwrap();
    let (code, _, said) = server.command(&ask).await;
    assert_eq!(code, 0, "{said}");
    let (code, _, said) = server.command(&["plan", "close", "confirm", "--by", "first"]).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("does not confirm"), "{said}");
    let (code, _, said) = server.command(&["plan", "close", "confirm", "--by", "second"]).await;
    assert_eq!(code, 0, "{said}");
    assert_eq!(desk(&over.office).await["plan"]["closed_on"], "2024-01-11");
}

#[tokio::test]
async fn the_archive_of_a_closed_year_is_final_and_tells_when_a_byte_is_changed() {
    use sha2::{Digest as _, Sha256};
    let over = Over::closed().await;
    let (server, office) = (&over.server, &over.office);
    // December's bulletin comes after the year was closed.
    let draft = json!({ "edition": "2023-12" });
    let (status, bulletin) = office.post("/api/v1/bulletins", &draft).await;
    assert_eq!(status, 200, "{bulletin}");
    let id = bulletin["head"]["id"].as_str().unwrap().to_owned();
    let read = json!({ "read": bulletin["revision"] });
    let (status, answer) = office.post(&format!("/api/v1/bulletins/{id}/publish"), &read).await;
    assert_eq!(status, 200, "{answer}");

    let folder = server.data.path().join("archive");
    let place = folder.to_str().unwrap();
    let (code, _, said) = server.command(&["plan", "archive", place]).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("final: This year was closed on 2024-01-11"), "{said}");
    let index = std::fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains("本归档为定本") && !index.contains("href=\"/"));
    let page = format!("bulletins/2023-12-{id}.html");
    for name in [
        "finals.json",
        "finals.csv",
        "closing.json",
        "cases.jsonl",
        "evidence.jsonl",
        "attachments.jsonl",
        &page,
    ] {
        assert!(folder.join(name).is_file(), "{name}");
        assert!(index.contains(&format!("href=\"{name}\"")), "{name}");
    }
    for ending in ["docx", "pdf"] {
        let name = format!("bulletins/2023-12-{id}.{ending}");
        assert!(index.contains(&format!("href=\"{name}\"")), "{name}");
    }
    let evidence = std::fs::read_dir(folder.join("evidence")).unwrap().count();
    assert_eq!(evidence, 1);
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (_, frozen) = server.visitor().json("/api/v1/closing/finals").await;
    assert_eq!(serde_json::from_slice::<Value>(&read("finals.json")).unwrap(), frozen);

    let verify = async || server.command(&["plan", "archive", "--verify", place]).await;
    let (code, head, said) = verify().await;
    assert_eq!(code, 0, "{said}");
    assert!(head.starts_with("audit\t"), "{head}");
    // One byte of any file, a file too many, one too few.
    for name in ["finals.csv", "audit.jsonl", "plan.txt", &page] {
        let good = read(name);
        let mut bad = good.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 1;
        std::fs::write(folder.join(name), &bad).unwrap();
        let (code, _, said) = verify().await;
        assert_eq!(code, 1, "{name}");
        assert!(said.contains(name), "{said}");
        std::fs::write(folder.join(name), good).unwrap();
    }
    std::fs::write(folder.join("more.txt"), "more").unwrap();
    assert_eq!(verify().await.0, 1);
    std::fs::remove_file(folder.join("more.txt")).unwrap();
    std::fs::rename(folder.join("reports.jsonl"), server.data.path().join("reports.jsonl")).unwrap();
    assert_eq!(verify().await.0, 1);
    std::fs::rename(server.data.path().join("reports.jsonl"), folder.join("reports.jsonl")).unwrap();
    assert_eq!(verify().await.0, 0);

    // Whoever writes the sum anew as well is found out by the chain.
    let swap = |name: &str, bytes: &[u8]| {
        let hex = |bytes: &[u8]| -> String {
            Sha256::digest(bytes)
                .iter()
                .fold(String::new(), |all, b| format!("{all}{b:02x}"))
        };
        let sums = String::from_utf8(read("SHA256SUMS")).unwrap();
        let sums = sums.replace(&hex(&read(name)), &hex(bytes));
        std::fs::write(folder.join(name), bytes).unwrap();
        std::fs::write(folder.join("SHA256SUMS"), sums).unwrap();
    };
    let finals = String::from_utf8(read("finals.json")).unwrap();
    swap("finals.json", finals.replacen("\"overdue\"", "\"met\"", 1).as_bytes());
    let (code, _, said) = verify().await;
    assert_eq!(code, 1);
    assert!(said.contains("another final list"), "{said}");
    swap("finals.json", finals.as_bytes());
    let audit = String::from_utf8(read("audit.jsonl")).unwrap();
    swap("audit.jsonl", audit.replacen("请尽快完成", "请尽早完成", 1).as_bytes());
    let (code, _, said) = verify().await;
    assert_eq!(code, 1);
    assert!(said.contains("does not follow"), "{said}");
}
