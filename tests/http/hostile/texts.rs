//! Texts that would run, everywhere where they are shown.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx};
use yaodian_tests::Visitor;

use super::world::{World, encoded, nasty};
use crate::ledgers::LEDGER;

/// Names of people, which are nobody else's business.
const NAMES: [&str; 4] = ["XQNAME", "XQTITLE", "XQREVIEWER", "XQOFFICE"];

/// That nothing of ours runs in a page.
fn harmless(path: &str, page: &str) {
    let near = |what: &str| {
        page.split(what)
            .next()
            .unwrap_or_default()
            .chars()
            .rev()
            .take(120)
            .collect::<String>()
    };
    for raw in ["<script>XQ", "<script>alert(", "XQplan')</script>"] {
        assert!(
            !page.contains(raw),
            "{path} runs what was typed, behind {}",
            near(raw).chars().rev().collect::<String>()
        );
    }
    for raw in [
        "href=\"javascript:",
        "href='javascript:",
        "src=\"javascript:",
        "onerror=",
        "href=\"=HYPERLINK",
        "href=\"https://evil",
    ] {
        assert!(!page.contains(raw), "{path} has {raw}");
    }
    assert!(!page.contains('\0'), "{path} has a NUL");
}

/// Whom a text names that is for anybody.
fn named(path: &str, text: &str) -> Vec<String> {
    let all = NAMES.iter().filter(|name| text.contains(**name));
    all.map(|name| format!("{path} names {name}")).collect()
}

async fn shown(by: &Visitor, path: &str) -> String {
    let answer = by.get(path).await;
    let status = answer.status().as_u16();
    assert!(status < 500, "{path}: {status}");
    answer.text().await.unwrap()
}

#[tokio::test]
async fn what_is_typed_is_shown_and_never_run() {
    let world = World::begun().await;
    let anybody = world.server.visitor();
    let bulletin = format!("/bulletin/{}", world.bulletin);
    let search = format!("/search?q={}", encoded(&nasty("search")));
    let odd = encoded(&nasty("odd"));
    // NUL is no part of any address.
    for (path, status) in [
        ("/?as_of=%00", 400),
        ("/search?q=a%00", 400),
        ("/unit/%00", 404),
        ("/sign-in/link/%00", 404),
    ] {
        assert_eq!(anybody.get(path).await.status().as_u16(), status, "{path}");
    }
    let public = [
        ("/", ""),
        ("/plan", ""),
        ("/targets", ""),
        ("/target/outfalls-yangtze", "XQjudgement"),
        ("/target/outfalls-key-survey", ""),
        ("/unit/420100", ""),
        ("/item/7", ""),
        ("/task/7.1", ""),
        ("/chapter/3", ""),
        ("/ledgers", ""),
        ("/ledger/outfalls-yangtze", "XQcell"),
        (
            &format!(
                "/ledger/outfalls-yangtze/entry/{}",
                encoded("=\"><script>XQnumber</script>")
            ),
            "XQcell",
        ),
        (&format!("/ledger/outfalls-yangtze?q={odd}"), ""),
        (&format!("/ledger/outfalls-yangtze?f.name={odd}&sort={odd}"), ""),
        ("/water", ""),
        ("/water/warnings", ""),
        ("/water/CS-01", ""),
        ("/changes", ""),
        ("/indicators", ""),
        ("/year-end", ""),
        ("/data", ""),
        ("/bulletins", ""),
        (&bulletin, "XQwords"),
        (&search, "XQsearch"),
        ("/search?q=XQwords", ""),
        ("/plans", "XQplantitle"),
        ("/plans/hubei-2024", ""),
        ("/plans/hubei-2024/plan", "XQplan"),
        ("/plans/hubei-2024/item/7", "XQplan"),
        ("/feed/changes.atom", ""),
        ("/feed/bulletins.atom", ""),
        ("/sitemap.xml", ""),
        ("/embed/target/outfalls-yangtze", ""),
        ("/embed/target/outfalls-yangtze/series.svg", ""),
        (&format!("/?as_of={odd}"), ""),
        (&format!("/?lang={odd}"), ""),
        (&format!("/changes?kind={odd}"), ""),
        (&format!("/data/{odd}"), ""),
        (&format!("/target/{odd}"), ""),
        (&format!("/unit/{odd}"), ""),
        (&format!("/{odd}"), ""),
        (&format!("/plans/{odd}/{odd}"), ""),
        (&format!("/sign-in?next={odd}"), ""),
        (&format!("/sign-in/link/{odd}"), ""),
        (&format!("/sign-in/invite/{odd}"), ""),
    ];
    let mut wrong = Vec::new();
    for lang in ["zh", "en"] {
        for (path, marker) in &public {
            let path = format!("{path}{}lang={lang}", if path.contains('?') { '&' } else { '?' });
            let page = shown(&anybody, &path).await;
            harmless(&path, &page);
            assert!(!page.contains("<script"), "{path}: public pages have no script");
            if !page.contains(marker) {
                wrong.push(format!("{path} does not show {marker}"));
            }
            wrong.extend(named(&path, &page));
        }
    }
    // What the public interface tells is data, and names nobody either.
    for path in [
        "/plan",
        "/standing",
        "/plans",
        "/plans/current/targets/outfalls-yangtze",
        "/plans/current/targets/outfalls-yangtze/observations",
        "/plans/current/units/420100",
        "/plans/current/ledgers/outfalls-yangtze/entries",
        "/plans/current/bulletins",
        "/targets/outfalls-yangtze/judgements",
        "/bulletins",
        &format!("/bulletins/{}", world.bulletin),
        &format!("/bulletins/{}/facts", world.bulletin),
        &format!("/plans/current/bulletins/{}", world.bulletin),
    ] {
        let answer = anybody.get(&format!("/api/v1{path}")).await;
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        assert!(
            answer.headers()["content-type"].to_str().unwrap().contains("json"),
            "{path}"
        );
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        let told = answer.text().await.unwrap();
        wrong.extend(named(path, &told));
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn nor_in_the_app_nor_by_mail() {
    let world = World::begun().await;
    let entry = format!("/app/ledger/outfalls-yangtze/entry/{}", world.entry);
    let case = format!("/app/case/{}", world.case);
    let review = format!("/app/review/{}", world.report);
    let person = format!("/app/person/{}", world.account);
    let bulletin = format!("/app/bulletin/{}", world.bulletin);
    let batch = format!("/app/monitoring/batch/{}", world.batch);
    let World {
        writer,
        reviewer,
        office,
        administrator,
        ..
    } = &world;
    let mut wrong = Vec::new();
    for (by, path, marker) in [
        (writer, "/app", "XQNAME"),
        (writer, "/app/report/outfalls-yangtze", "XQprogress"),
        (writer, "/app/ledger/outfalls-yangtze", "XQview"),
        (writer, &*entry, "XQcell"),
        (writer, "/app/ledger/outfalls-yangtze/upload", ""),
        (writer, "/app/supervision", ""),
        (writer, &*case, "XQdemand"),
        (writer, "/app/reminders", "XQnudge"),
        (writer, "/app/keys", "XQkey"),
        (writer, "/app/request/outfalls-yangtze", ""),
        (reviewer, "/app/inbox", ""),
        (reviewer, &*review, "XQproblems"),
        (reviewer, "/app/monitoring", ""),
        (reviewer, &*batch, "XQplace"),
        (office, "/app/cockpit", ""),
        (office, "/app/periods", "XQreopened"),
        (office, "/app/scores", ""),
        (office, "/app/supervision", ""),
        (office, &*case, "XQanswered"),
        (office, "/app/reminders/told", "XQnudge"),
        (office, "/app/bulletins", ""),
        (office, &*bulletin, "XQtitle"),
        (office, "/app/shares", ""),
        (office, "/app/shares/villages", ""),
        (office, "/app/year-end", ""),
        (office, "/app/imports", ""),
        (administrator, "/app/people", "XQNAME"),
        (administrator, &*person, "XQTITLE"),
        (administrator, "/app/people/appoint", ""),
        (administrator, "/app/keys", "XQkey"),
    ] {
        let page = shown(by, path).await;
        harmless(path, &page);
        if !page.contains(marker) {
            wrong.push(format!("{path} does not show {marker}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");

    office.move_to("2023-09-26").await;
    for mail in world.smtp.wait_for(1).await {
        harmless("mail", &mail.html);
        assert!(!mail.html.contains("<script"));
        assert!(
            mail.text.contains("XQnudge") && mail.html.contains("&lt;script"),
            "{}",
            mail.html
        );
        for (name, value) in &mail.headers {
            assert!(!value.contains(['\r', '\n', '\0']), "{name}: {value}");
        }
        assert_eq!(mail.to, ["writer@example.org"]);
    }
}

/// That no cell of a table would run in a sheet.
fn no_formula(path: &str, text: &str) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for row in reader.records() {
        for cell in &row.unwrap() {
            let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            assert!(!runs, "{path}: {cell}");
            assert!(
                !NAMES.iter().any(|name| cell.contains(name)),
                "{path} names somebody: {cell}"
            );
        }
    }
}

#[tokio::test]
async fn nor_in_files() {
    let world = World::begun().await;
    let anybody = world.server.visitor();
    let (_, list) = anybody.json("/api/v1/plans/current/ledgers").await;
    assert!(list.to_string().contains("outfalls-yangtze"));
    let held = format!("/api/v1/monitoring/batches/{}/held.csv", world.batch);
    let export = format!("{LEDGER}/export.csv");
    for (by, path, marker) in [
        (&anybody, "/data/targets.csv", ""),
        (&anybody, "/data/observations.csv", ""),
        (&anybody, "/data/outfalls-yangtze.csv", ""),
        (&anybody, "/changes/chain.csv", ""),
        (&anybody, "/changes/heads.csv", ""),
        (&anybody, "/ledger/outfalls-yangtze/export.csv", ""),
        (&world.writer, &*export, "XQcell"),
        (&world.reviewer, &*held, "XQplace"),
    ] {
        let answer = by.get(path).await;
        let status = answer.status().as_u16();
        assert!(status == 200 || status == 404 && marker.is_empty(), "{path}: {status}");
        let text = answer.text().await.unwrap();
        if status == 200 {
            no_formula(path, &text);
            assert!(text.contains(marker), "{path} holds {marker}");
        }
    }
    // What was set aside comes in again as it was.
    let held = world.reviewer.file(&held).await;
    let (status, again) = world
        .reviewer
        .send("/api/v1/monitoring/water/uploads?name=held.csv&state=raw", held)
        .await;
    assert_eq!(status, 200, "{again}");
    assert!(again["held"].to_string().contains("=\\\"><script>XQplace"), "{again}");

    let returned = format!("{LEDGER}/uploads/{}/returned.xlsx", world.upload);
    for path in [
        format!("{LEDGER}/export.xlsx"),
        returned,
        format!("{LEDGER}/template.xlsx"),
    ] {
        let file = world.writer.file(&path).await;
        let mut book = Xlsx::new(Cursor::new(file.clone())).unwrap();
        for sheet in book.sheet_names() {
            let formulas = book.worksheet_formula(&sheet).unwrap();
            assert_eq!(formulas.used_cells().count(), 0, "{path} {sheet}");
            let range = book.worksheet_range(&sheet).unwrap();
            assert!(
                !range.used_cells().any(|(_, _, cell)| matches!(cell, Data::Error(_))),
                "{path}"
            );
        }
        let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        for at in 0..zip.len() {
            let mut part = zip.by_index(at).unwrap();
            let name = part.name().unwrap().into_owned();
            assert!(!name.contains(".."), "{path}");
            let mut text = String::new();
            if part.read_to_string(&mut text).is_ok() {
                assert!(
                    !text.contains("<script") && !text.contains("<hyperlink"),
                    "{path} {name}"
                );
            }
        }
    }

    let docx = anybody.file(&format!("/bulletin/{}/docx", world.bulletin)).await;
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(text.contains("XQwords") && text.contains("&lt;script") && !text.contains("<script"));
    assert!(
        !text.chars().any(|c| c.is_control() && !"\t\r\n".contains(c)),
        "no reader of XML takes them"
    );
    // Its own fields number pages; where it leads is told in other parts, and no typed address is among them.
    for field in text
        .split("w:instr=\"")
        .skip(1)
        .chain(text.split("<w:instrText").skip(1))
    {
        let code = field.split(['<', '"']).next().unwrap_or_default();
        assert!(!code.contains("HYPERLINK") && !code.contains("XQ"), "{code}");
    }
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        if part.name().unwrap().ends_with(".rels") {
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            assert!(!text.contains("evil") && !text.contains("javascript"), "{text}");
        }
    }
    let pdf = anybody.get(&format!("/bulletin/{}/pdf", world.bulletin)).await;
    let status = pdf.status().as_u16();
    assert!(status == 200 || status == 503, "{status}: a font may be missing");
    let bytes = pdf.bytes().await.unwrap();
    for action in [&b"/JavaScript"[..], b"/Launch", b"/OpenAction"] {
        assert!(
            !bytes.windows(action.len()).any(|part| part == action),
            "{}",
            String::from_utf8_lossy(action)
        );
    }
}
