//! Sheets, tables and documents: no cell is a formula, no address leads away.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
};

use calamine::{Data, Reader as _, Xlsx};
use yaodian_tests::Visitor;

use super::{
    pages::{NAMES, harmless},
    typed::marks,
    world::World,
};
use crate::ledgers::LEDGER;

/// Looks at whatever can be taken away.
pub async fn told(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>) {
    open_data(world, wrong, told).await;
    own_sheets(world, wrong, told).await;
    bulletin(world, told).await;
    archive(world, wrong, told).await;
}

/// That no cell of a table would run in a sheet.
fn no_formula(path: &str, text: &str, public: bool, wrong: &mut Vec<String>) {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    for row in reader.records() {
        for cell in &row.unwrap() {
            let runs = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
            if runs || public && NAMES.iter().any(|name| cell.contains(name)) {
                wrong.push(format!("{path} runs or names somebody: {cell}"));
            }
        }
    }
}

/// That a book has no formula, no link and no text that its own XML would take for markup; its texts.
fn no_formula_in_book(path: &str, file: Vec<u8>, public: bool, wrong: &mut Vec<String>) -> Vec<String> {
    let mut book = Xlsx::new(Cursor::new(file.clone())).unwrap();
    let mut found = Vec::new();
    for sheet in book.sheet_names() {
        found.extend(marks(&sheet));
        let formulas = book.worksheet_formula(&sheet).unwrap();
        if formulas.used_cells().count() != 0 {
            wrong.push(format!("{path} {sheet} has formulas"));
        }
        let range = book.worksheet_range(&sheet).unwrap();
        for (_, _, cell) in range.used_cells() {
            let text = cell.to_string();
            let names = public && NAMES.iter().any(|name| text.contains(name));
            if matches!(cell, Data::Error(_)) || names {
                wrong.push(format!("{path} {sheet}: {text}"));
            }
            found.extend(marks(&text));
        }
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        let is_text = part.read_to_string(&mut text).is_ok();
        if name.contains("..") || is_text && (text.contains("<script") || text.contains("<hyperlink")) {
            wrong.push(format!("{path} {name}"));
        }
        if is_text && is_called(&name, "rels") && text.contains("evil") {
            wrong.push(format!("{path} {name} leads away"));
        }
    }
    found
}

/// Whether a file has this ending.
fn is_called(name: &str, ending: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|own| own == ending)
}

/// Every file that the page of open data and pages of ledgers lead to, in each form.
async fn open_data(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>) {
    let anybody = world.server.visitor();
    let page = anybody.page("/data").await;
    let mut paths: BTreeSet<String> = page
        .split("href=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().to_owned())
        .filter(|path| path.starts_with("/data/") || path.starts_with("/ledger/"))
        .filter(|path| is_called(path, "csv") || is_called(path, "xlsx"))
        .collect();
    for table in ["judgements", "decisions", "bulletins", "targets", "observations"] {
        for form in ["csv", "xlsx"] {
            let path = format!("/data/{table}.{form}");
            assert!(paths.contains(&path), "{path} is among {paths:?}");
        }
    }
    paths.extend(
        [
            "/ledger/outfalls-yangtze.csv",
            "/changes/chain.csv",
            "/changes/heads.csv",
        ]
        .map(str::to_owned),
    );
    assert!(paths.len() > 20, "{paths:?}");
    for path in paths {
        let file = anybody.file(&path).await;
        if is_called(&path, "xlsx") {
            told.extend(no_formula_in_book(&path, file, true, wrong));
        } else {
            let text = String::from_utf8(file).unwrap();
            no_formula(&path, &text, true, wrong);
            told.extend(marks(&text));
        }
    }
    for (path, shows) in [
        ("/data/judgements.csv", "XQjudgement"),
        ("/data/decisions.csv", "XQ"),
        ("/ledger/outfalls-yangtze.csv", "XQcell"),
    ] {
        let text = String::from_utf8(anybody.file(path).await).unwrap();
        if !text.contains(shows) {
            wrong.push(format!("{path} does not hold {shows}"));
        }
    }
}

/// What whoever is signed in takes away.
async fn own_sheets(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>) {
    let held = format!("/api/v1/monitoring/batches/{}/held.csv", world.batch);
    let sheets: [(&Visitor, String, &str); 2] = [
        (&world.writer, format!("{LEDGER}/export.csv"), "XQcell"),
        (&world.reviewer, held.clone(), "XQplace"),
    ];
    for (by, path, shows) in sheets {
        let text = String::from_utf8(by.file(&path).await).unwrap();
        no_formula(&path, &text, false, wrong);
        assert!(text.contains(shows), "{path} holds {shows}");
        told.extend(marks(&text));
    }
    // What was set aside comes in again as it was.
    let held = world.reviewer.file(&held).await;
    let (status, again) = world
        .reviewer
        .send("/api/v1/monitoring/water/uploads?name=held.csv&state=raw", held)
        .await;
    assert_eq!(status, 200, "{again}");
    assert!(again["held"].to_string().contains("=\\\"><script>XQplace"), "{again}");
    for path in [
        format!("{LEDGER}/export.xlsx"),
        format!("{LEDGER}/uploads/{}/returned.xlsx", world.upload),
        format!("{LEDGER}/template.xlsx"),
    ] {
        let file = world.writer.file(&path).await;
        told.extend(no_formula_in_book(&path, file, false, wrong));
    }
}

async fn bulletin(world: &World, told: &mut BTreeSet<String>) {
    let anybody = world.server.visitor();
    let docx = anybody.file(&format!("/bulletin/{}/docx", world.bulletin)).await;
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    assert!(text.contains("XQwords") && text.contains("&lt;script") && !text.contains("<script"));
    told.extend(marks(&text));
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
    // It leads to where its figures are, and nowhere that somebody typed.
    let pdf = String::from_utf8_lossy(&bytes);
    for link in pdf.split("/URI").skip(1) {
        let to: String = link.chars().take(120).collect();
        assert!(
            !to.contains("evil") && !to.to_lowercase().contains("javascript"),
            "{to}"
        );
    }
}

/// The archive: a page that is opened from a folder, and the tables beside it.
async fn archive(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>) {
    let folder = world.server.data.path().join("archive");
    let folder_text = folder.to_str().unwrap();
    let (code, _, said) = world
        .server
        .command(&["plan", "archive", folder_text, "--as-of", "2023-09-25"])
        .await;
    assert_eq!(code, 0, "{said}");
    let mut pages = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("html") => {
                let text = std::fs::read_to_string(&path).unwrap();
                harmless(&name, &text);
                if text.contains("<script") {
                    wrong.push(format!("{name} of the archive has a script"));
                }
                told.extend(marks(&text));
                pages += 1;
            }
            Some("csv") => no_formula(&name, &std::fs::read_to_string(&path).unwrap(), false, wrong),
            Some("xlsx") => drop(no_formula_in_book(&name, std::fs::read(&path).unwrap(), false, wrong)),
            _ => {}
        }
    }
    assert!(pages > 0, "the archive has its page");
}
