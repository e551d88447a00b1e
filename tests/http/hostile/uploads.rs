//! Files that swell, files under names that lead elsewhere.

use std::io::{Cursor, Write as _};

use reqwest::{Method, header};
use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::ledgers::{LEDGER, add, picture};

/// A file of parts, as Office writes them.
pub(super) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

pub(super) const TYPES: &[u8] = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
pub(super) const RELATIONS: &[u8] = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;

pub(super) fn document(text: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let head = br#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>"#;
    let body = [&head[..], text, b"</w:t></w:r></w:p></w:body></w:document>"].concat();
    let parts = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", RELATIONS),
        ("word/document.xml", &body[..]),
    ];
    package(&[&parts[..], more].concat())
}

pub(super) async fn bring(office: &Visitor, name: &str, file: Vec<u8>) -> (u16, Value) {
    office
        .send(
            &format!("/api/v1/imports?plan=swollen&year=2024&title=x&name={name}"),
            file,
        )
        .await
}

#[tokio::test]
async fn what_swells_is_refused_and_holds_up_nobody() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let before = server.held_kib();
    let spaces = vec![b' '; 200 << 20];
    let bomb = document(&spaces, &[]);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    let (status, problem) = bring(&office, "a.docx", bomb).await;
    assert_eq!((status, &problem["code"]), (413, &json!("prose")), "{problem}");
    // Entities that are made of entities are made of nothing.
    let made: Vec<String> = (1..40)
        .map(|at| format!("<!ENTITY a{at} \"&a{0};&a{0};\">", at - 1))
        .collect();
    let made = made.concat();
    let laughs = format!("<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY a0 \"ha\">{made}]><w><w:t>&a39;</w:t></w>");
    let outside =
        "<?xml version=\"1.0\"?><!DOCTYPE w [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><w><w:t>&x;</w:t></w>";
    for body in [laughs.as_bytes(), outside.as_bytes()] {
        let parts = [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", body),
        ];
        let (status, answer) = bring(&office, "a.docx", package(&parts)).await;
        assert!((400..500).contains(&status), "{status} {answer}");
        assert!(!answer.to_string().contains("root:"), "{answer}");
    }
    // Parts under names that lead out are written nowhere, and parts beyond number are not asked for.
    let out = document(
        b"1. x",
        &[
            ("../../../../tmp/yaodian-was-here", b"x"),
            ("/tmp/yaodian-was-here", b"x"),
        ],
    );
    assert!(bring(&office, "a.docx", out).await.0 < 500);
    assert!(!std::path::Path::new("/tmp/yaodian-was-here").exists());
    let names: Vec<String> = (0..20_000).map(|at| format!("word/{at}.xml")).collect();
    let many: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    assert!(bring(&office, "a.docx", document(b"1. x", &many)).await.0 < 500);
    // What says that it is packed is not unpacked.
    let request = office
        .request(Method::POST, "/api/v1/assess")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_ENCODING, "gzip");
    let answer = request
        .body(vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3])
        .send()
        .await
        .unwrap();
    assert!((400..500).contains(&answer.status().as_u16()));
    assert_eq!(server.visitor().page("/healthz").await, "ok");
    let grown = server.held_kib().saturating_sub(before) / 1024;
    assert!(grown < 400, "{grown} MiB");
}

#[tokio::test]
async fn names_of_files_lead_nowhere() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    let entry = add(&reporter, "WH-001", &[]).await;
    let files = format!(
        "{LEDGER}/entries/{}/evidence?stage=accepted&name=",
        entry["entry"]["id"]
    );
    for name in [
        "..%2F..%2F..%2Fetc%2Fpasswd",
        "..%5C..%5Cwindows%5Cwin.ini",
        "%2Ftmp%2Fx.png",
        "a%0D%0ASet-Cookie:%20a=b.png",
        "%22;filename=evil.exe;%22.png",
        "%E2%80%AEgnp.exe",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E.png",
        "CON",
        "....",
        "",
        &"a".repeat(5_000),
    ] {
        let before = entry_files(&reporter, &entry).await;
        let (status, view) = reporter.send(&format!("{files}{name}"), picture()).await;
        assert_eq!(status, 200, "{name}: {view}");
        let all = view["evidence"].as_array().unwrap();
        let new = all.iter().find(|file| !before.contains(&file["id"])).unwrap();
        let kept = new["name"].as_str().unwrap();
        assert!(
            std::path::Path::new(kept).extension() == Some("png".as_ref()) && kept.chars().count() <= 210,
            "{kept:?}"
        );
        let evil = |c: char| c.is_control() || "/\\\u{202e}\"".contains(c);
        assert!(!kept.contains(evil) && !kept.starts_with('.'), "{name}: {kept:?}");
        let answer = reporter
            .get(&format!("/evidence/{}", new["id"].as_str().unwrap()))
            .await;
        let told = answer.headers()[header::CONTENT_DISPOSITION].to_str().unwrap();
        assert_eq!(told.matches('"').count(), 2, "one name, and nothing behind it: {told}");
        assert!(
            !told.contains("..") && !told.contains("%2F") && answer.headers().get(header::SET_COOKIE).is_none(),
            "{told}"
        );
        assert_eq!(answer.headers()[header::CONTENT_TYPE], "image/png");
    }
    // An id leads to what it names, and to nothing that lies beside it.
    for id in ["..%2Fyaodian.sqlite", "%2e%2e%2fyaodian.sqlite", "x%2F..%2Fy", "%00"] {
        let answer = reporter.get(&format!("/evidence/{id}")).await;
        assert!(
            [400, 404].contains(&answer.status().as_u16()),
            "{id}: {}",
            answer.status()
        );
    }
}

async fn entry_files(reporter: &Visitor, entry: &Value) -> Vec<Value> {
    let (_, view) = reporter
        .json(&format!("{LEDGER}/entries/{}", entry["entry"]["id"]))
        .await;
    view["evidence"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["id"].clone())
        .collect()
}
