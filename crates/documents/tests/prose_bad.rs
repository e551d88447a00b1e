//! Whatever is sent as a document, the answer is exact, comes soon, and takes no more than it may.

mod support;

use std::{
    fmt::Write as _,
    io::{Cursor, Write},
    time::{Duration, Instant},
};

use proptest::prelude::*;
use support::{
    docx::{document, listed, lists, p},
    package,
    pdf::{at, deflated, packed, pages, pdf, stream},
};
use yaodian_contract::prose::ProseTrouble;
use yaodian_documents::{Prose, ProseKind, ProseLimits, read_prose};

const DOCX: &[u8] = include_bytes!("prose/plan-libreoffice.docx");
const PDF: &[u8] = include_bytes!("prose/plan-chromium.pdf");

fn read(bytes: &[u8]) -> Result<Prose, ProseTrouble> {
    let begun = Instant::now();
    let read = read_prose(bytes, &ProseLimits::default());
    assert!(begun.elapsed() < Duration::from_mins(1), "took {:?}", begun.elapsed());
    read
}

fn not(found: &str) -> Result<Prose, ProseTrouble> {
    Err(ProseTrouble::NotADocument {
        found: found.to_owned(),
    })
}

fn too_much() -> Result<Prose, ProseTrouble> {
    Err(ProseTrouble::UnpacksToTooMuch {
        limit: ProseLimits::default().unpacked_bytes,
    })
}

/// A container of the older formats with one stream.
fn container(stream: &str) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    file.create_stream(stream).unwrap().write_all(b"text").unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

#[test]
fn what_is_no_document_is_told_by_its_content() {
    let odt = [
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<o/>"),
    ];
    for (bytes, found) in [
        (b"\xFF\xD8\xFF\xE0JFIF".to_vec(), "JPEG"),
        (b"\x89PNG\r\n\x1A\n".to_vec(), "PNG"),
        (b"{\\rtf1\\ansi".to_vec(), "RTF"),
        (b"<!DOCTYPE html><p>".to_vec(), "HTML"),
        (b"Rar!\x1A\x07".to_vec(), "RAR"),
        (b"\x01\x02\0\x03".to_vec(), ""),
        ("\u{1}\u{2}\u{3}".repeat(50).into_bytes(), ""),
        (package(&[("xl/workbook.xml", "<w/>")]), "XLSX"),
        (package(&[("ppt/presentation.xml", "<p/>")]), "PowerPoint"),
        (package(&[("OFD.xml", "<o/>"), ("Doc_0/Document.xml", "<o/>")]), "OFD"),
        (package(&odt), "ODT"),
        (package(&[("content.xml", "<o/>")]), "ODS"),
        (package(&[("photo.jpg", "")]), "ZIP"),
        (container("/WordDocument"), "DOC"),
        (container("/Workbook"), "XLS"),
        (container("/Something"), "OLE"),
    ] {
        assert_eq!(read(&bytes), not(found));
    }
    assert_eq!(read(&container("/EncryptedPackage")), Err(ProseTrouble::Encrypted));
}

#[test]
fn nothing_is_told_as_nothing() {
    for bytes in [b"".to_vec(), b"\xEF\xBB\xBF \r\n".to_vec(), document(&p(" "), "", "")] {
        assert_eq!(read(&bytes), Err(ProseTrouble::Empty));
    }
}

#[test]
fn plain_text_is_read_in_every_encoding_that_is_used() {
    let plan = include_str!("../../../seeds/hubei-2023/plan.txt");
    let (gb, _, lost) = encoding_rs::GB18030.encode(plan);
    assert!(!lost);
    let utf16 = |of: fn(u16) -> [u8; 2]| {
        "\u{FEFF}"
            .encode_utf16()
            .chain(plan.encode_utf16())
            .flat_map(of)
            .collect()
    };
    for bytes in [
        plan.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", plan.as_bytes()].concat(),
        gb.into_owned(),
        utf16(u16::to_le_bytes),
        utf16(u16::to_be_bytes),
    ] {
        let prose = read(&bytes).unwrap();
        assert_eq!(prose.kind, ProseKind::Text);
        assert!(prose.text == plan, "to the last byte");
    }
    assert_eq!(read(b"\xB9\xA4\xD7\xF7\xFF\xFF"), Err(ProseTrouble::Encoding { at: 5 }));
}

#[test]
fn limits_are_kept() {
    let small = ProseLimits {
        file_bytes: 20_000,
        unpacked_bytes: 100_000,
        text_bytes: 1_000,
        pages: 1,
    };
    let long = "要点".repeat(1_000);
    let too_much_text = Err(ProseTrouble::TooMuchText { limit: 1_000 });
    assert_eq!(read_prose(PDF, &small), Err(ProseTrouble::TooLarge { limit: 20_000 }));
    assert_eq!(read_prose(long.as_bytes(), &small), too_much_text);
    assert_eq!(read_prose(&document(&p(&long), "", ""), &small), too_much_text);
    let lines: String = (0..400).map(|line| at(72, 9_000 - line * 20, "要点")).collect();
    assert_eq!(
        read_prose(&pages("GBK-EUC-H", &[lines.as_bytes()]), &small),
        too_much_text
    );
    let blank = " ".repeat(200_000);
    assert_eq!(
        read_prose(&document(&blank, "", ""), &small),
        Err(ProseTrouble::UnpacksToTooMuch { limit: 100_000 })
    );
}

/// A package with one part of a megabyte's blanks, many times over.
fn swollen(megabytes: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default())
        .unwrap();
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..megabytes {
        zip.write_all(&blanks).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_word_file_that_swells_is_refused() {
    assert_eq!(read(&swollen(64)), too_much());
}

#[test]
fn word_files_that_mean_harm_do_none() {
    // Entities of its own stand for nothing.
    let entities = r#"<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><d><p><r><t>要点&b;&x;</t></r></p></d>"#;
    assert_eq!(
        read(&package(&[("word/document.xml", entities)])).unwrap().text,
        "要点\n"
    );
    // Depth without end.
    for open in [
        "<w:p>",
        "<w:tbl><w:tr><w:tc>",
        "<w:x>",
        "<w:r><w:fldChar w:fldCharType='begin'/>",
    ] {
        let deep = read(&document(&open.repeat(200_000), "", ""));
        assert!(matches!(deep, Err(ProseTrouble::Damaged { .. })), "{open} {deep:?}");
    }
    // A small label before many paragraphs is a long text.
    let body = listed(1, 0, "").repeat(20_000);
    let long = "x".repeat(200);
    let small = ProseLimits {
        text_bytes: 1 << 20,
        ..ProseLimits::default()
    };
    assert_eq!(
        read_prose(
            &document(&body, &lists(&[&[("decimal", &format!("{long}%1"))]]), ""),
            &small
        ),
        Err(ProseTrouble::TooMuchText { limit: 1 << 20 })
    );
}

#[test]
fn pdfs_that_swell_are_refused() {
    let bomb = vec![b' '; 64 << 20];
    let page = b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>".to_vec();
    let tree = || {
        vec![
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            page.clone(),
        ]
    };
    let with = |contents: Vec<u8>| pdf(&[tree(), vec![contents]].concat());
    assert_eq!(read(&with(packed("", &bomb))), too_much());
    // Packed twice.
    let twice = stream("/Filter[/FlateDecode/FlateDecode]", &deflated(&deflated(&bomb)));
    assert_eq!(read(&with(twice)), too_much());
    // The same, by name, many times over.
    let many = format!("[{}]", "5 0 R ".repeat(200));
    let objects = [tree(), vec![many.into_bytes(), packed("", &bomb[..1 << 20])]].concat();
    assert_eq!(read(&pdf(&objects)), too_much());
    // A page of a million strings.
    let strings = format!("BT /F1 9 Tf {}ET", "(a)Tj ".repeat(1_000_000));
    assert_eq!(read(&pages("GBK-EUC-H", &[strings.as_bytes()])), too_much());
    // States upon states.
    assert_eq!(read(&with(packed("", &b"q ".repeat(10 << 20)))), too_much());
}

#[test]
fn objects_that_begin_within_one_another_are_not_read_one_by_one() {
    for open in ["(", "[", "<<", "<", "<<>>stream\n"] {
        let mut file = "%PDF-1.7\n".to_owned();
        for object in 1..200_000 {
            writeln!(file, "{object} 0 obj {open}").unwrap();
        }
        let answer = read(file.as_bytes());
        assert!(matches!(answer, Err(ProseTrouble::Damaged { .. })), "{open} {answer:?}");
    }
}

#[test]
fn what_a_pdf_says_about_its_objects_is_not_believed() {
    // A container of more objects than there is room for, and one that swells.
    for (entries, data) in [
        ("/N 1000000000000000/First 4", b"1 0 ".to_vec()),
        ("/N 1/First 4", [b"1 0 ".to_vec(), vec![b' '; 64 << 20]].concat()),
    ] {
        let mut file = b"%PDF-1.7\n".to_vec();
        let container = file.len();
        writeln!(file, "2 0 obj").unwrap();
        file.extend(packed(&format!("/Type/ObjStm{entries}"), &data));
        file.extend_from_slice(b"\nendobj\n");
        let start = file.len();
        let place = u16::try_from(container).unwrap().to_be_bytes();
        let table = [&[0, 0, 0, 0], &[2, 0, 2, 0], &[1, place[0], place[1], 0][..]].concat();
        writeln!(file, "3 0 obj").unwrap();
        file.extend(stream("/Type/XRef/W[1 2 1]/Size 3/Root 1 0 R", &table));
        write!(file, "\nendobj\nstartxref\n{start}\n%%EOF").unwrap();
        let answer = read(&file);
        assert!(
            matches!(
                answer,
                Err(ProseTrouble::Damaged { .. } | ProseTrouble::UnpacksToTooMuch { .. })
            ),
            "{answer:?}"
        );
    }
    // A table of tens of millions of objects.
    let mut file = b"%PDF-1.7\n".to_vec();
    let start = file.len();
    writeln!(file, "3 0 obj").unwrap();
    file.extend(packed(
        "/Type/XRef/W[1 1 1]/Size 30000000/Root 1 0 R",
        &vec![1; 40 << 20],
    ));
    write!(file, "\nendobj\nstartxref\n{start}\n%%EOF").unwrap();
    assert_eq!(read(&file), too_much());
}

#[test]
fn forms_and_trees_that_go_in_circles_come_to_an_end() {
    let call = "/X Do ".repeat(8);
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R 2 0 R 3 0 R]/Count 999999999>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>".to_vec(),
        stream("", call.as_bytes()),
        stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>",
            call.as_bytes(),
        ),
    ];
    assert_eq!(read(&pdf(&objects)), Err(ProseTrouble::NoTextLayer { pages: 1 }));
    // Pages without end in a small file, each of which inherits the same large dictionary.
    let mut large = String::new();
    for name in 0..100_000 {
        write!(large, "/N{name} 0").unwrap();
    }
    let kids = "<</Type/Page>>".repeat(100_000);
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Resources<<{large}>>/Kids[{kids}]/Count 1>>").into_bytes(),
    ];
    assert!(read(&pdf(&objects)).is_err());
    // The same with pages that are objects.
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
    let mut kids = String::new();
    for page in 3..900 {
        write!(kids, "{page} 0 R ").unwrap();
    }
    objects.push(format!("<</Type/Pages/Resources<<{large}>>/Kids[{kids}]>>").into_bytes());
    objects.extend(std::iter::repeat_n(b"<</Type/Page>>".to_vec(), 900));
    assert_eq!(read(&pdf(&objects)), too_much());
}

#[test]
fn a_file_that_was_cut_off_is_damaged_or_read_as_far_as_it_goes() {
    for length in (500..DOCX.len()).step_by(977) {
        let cut = read(DOCX.get(..length).unwrap());
        assert!(cut.is_err(), "a package has its list at the end");
    }
    for length in (1..PDF.len()).step_by(9_973) {
        // The library finds objects without a table; what it finds are characters of the plan.
        if let Ok(prose) = read(PDF.get(..length).unwrap()) {
            assert!(prose.text.len() < 4_096, "{length}");
        }
    }
}

/// Bytes of a file changed, cut out or doubled here and there.
fn changed(file: &'static [u8]) -> impl Strategy<Value = Vec<u8>> {
    let change = (any::<prop::sample::Index>(), any::<u8>(), 0_usize..3, 1_usize..64);
    prop::collection::vec(change, 1..12).prop_map(move |changes| {
        let mut bytes = file.to_vec();
        for (at, byte, how, length) in changes {
            let from = at.index(bytes.len());
            let to = (from + length).min(bytes.len());
            match how {
                0 => bytes[from] = byte,
                1 => drop(bytes.drain(from..to)),
                _ => {
                    let again = bytes[from..to].to_vec();
                    bytes.splice(from..from, again);
                }
            }
            if bytes.is_empty() {
                bytes.push(byte);
            }
        }
        bytes
    })
}

/// Parts of a document put together without regard for what may stand where.
fn jumble() -> impl Strategy<Value = String> {
    const PIECES: [&str; 24] = [
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:tab/>",
        "<w:br/>",
        "<w:numPr>",
        "</w:numPr>",
        "<w:numId w:val='1'/>",
        "<w:ilvl w:val='8'/>",
        "<w:ilvl w:val='99999999999'/>",
        "<mc:AlternateContent>",
        "<mc:Fallback>",
        "&amp;",
        "&x;",
        "水",
    ];
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_change_of_a_word_file_breaks_anything(bytes in changed(DOCX)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_change_of_a_pdf_breaks_anything(bytes in changed(PDF)) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_change_of_a_small_pdf_breaks_anything(bytes in changed(include_bytes!("prose/restricted.pdf"))) {
        let _ = read(&bytes);
    }

    #[test]
    fn no_jumble_of_elements_breaks_anything(body in jumble()) {
        let numbering = lists(&[&[("decimal", "%1."), ("chineseCounting", "%1%2%9")]]);
        let _ = read(&document(&body, &numbering, ""));
    }
}
