//! What is no evidence, whatever its name says.

use yaodian_contract::ledger::EvidenceTrouble;
use yaodian_evidence::{Limits, accept};

use crate::made::{self, taken};

#[track_caller]
fn assert_found(bytes: &[u8], name: &str) {
    let found = name.to_owned();
    assert_eq!(taken(bytes.to_vec()), Err(EvidenceTrouble::NotAllowed { found }));
}

#[track_caller]
fn assert_damaged(bytes: &[u8]) {
    let answer = taken(bytes.to_vec());
    assert!(matches!(answer, Err(EvidenceTrouble::Damaged { .. })), "{answer:?}");
}

#[test]
fn a_program_named_photo_jpg_is_a_program() {
    assert_found(b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xFF\xFF", "EXE");
    assert_found(b"\x7FELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0\x3E\0\x01\0\0\0\x40\0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", "ELF");
    assert_found(b"#!/bin/sh\nrm -rf /\n", "script");
    assert_found(b"<?php system($_GET['c']); ?>", "PHP");
}

#[test]
fn pages_and_drawings_are_told_by_their_tags() {
    assert_found(b"<!DOCTYPE html><html><body>", "HTML");
    assert_found(b"\xEF\xBB\xBF \r\n<HTML><TABLE><TR><TD>1", "HTML");
    assert_found(b"<!-- a comment --><script>alert(1)</script>", "HTML");
    assert_found(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "SVG");
    assert_found(b"<?xml version='1.0'?><!-- x --><svg/>", "SVG");
    assert_found(b"<?xml version='1.0'?><Workbook/>", "XML");
    let utf16: Vec<u8> = "\u{FEFF}<html><script>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_found(&utf16, "HTML");
}

#[test]
fn a_page_in_a_pdfs_name_or_with_a_pdfs_header_later_on_is_a_page() {
    assert_found(b"<html><script>alert(1)</script></html>", "HTML");
    assert_found(&[b"<html><!--\n", &made::pdf()[..]].concat(), "HTML");
    assert_damaged(&[b"one line\n", &made::pdf()[..]].concat());
    assert_found(&[&[b'\n'; 5000], &made::pdf()[..]].concat(), "TXT");
}

#[test]
fn a_pdf_is_nothing_else_besides() {
    assert_damaged(b"%PDF-1.4\n<html><script>alert(1)</script></html>");
    assert_damaged(&[&made::pdf()[..], b"<script>alert(1)</script>"].concat());
    assert_damaged(b"%PDF-\n");
    assert_damaged(b"%PDF-1.4\n%%EOF");
    assert_damaged(b"%PDF-1.4\nstartxref\n99999\n%%EOF\n");
    // An archive in a comment behind the end, and one that hides within.
    let archive = made::zip(&[("a.class", b"\xCA\xFE\xBA\xBE")]);
    assert_found(&[&made::pdf()[..], &archive].concat(), "ZIP");
    // Some scanners pad with NULs.
    taken([&made::pdf()[..], b"\r\n\0\0\0"].concat()).unwrap();
}

#[test]
fn a_gif_that_is_a_script_too_is_a_gif() {
    assert_found(b"GIF89a/*\x01\0\x01\0*/=1;alert(1)//", "GIF");
    assert_found(b"GIF89a<script>alert(1)</script>", "HTML");
    assert_found(b"BM<svg onload=alert(1)>", "SVG");
}

#[test]
fn a_photo_that_is_a_page_and_an_archive_too_is_kept_as_a_photo_only() {
    let archive = made::zip(&[("index.html", b"<script>alert(1)</script>")]);
    let both = [
        &made::jpeg(&made::quarters(16, 16))[..],
        b"<script>alert(1)</script>",
        &archive,
    ]
    .concat();
    let kept = taken(both).unwrap().bytes;
    assert!(!made::holds(&kept, b"script") && !made::holds(&kept, b"PK"));
}

#[test]
fn other_documents_in_the_same_wrapping_are_told_apart() {
    let types = made::SHEET[0];
    assert_found(&made::zip(&[types, ("word/document.xml", b"")]), "DOCX");
    assert_found(
        &made::zip(&[types, ("word/document.xml", b""), ("xl/workbook.xml", b"")]),
        "DOCX",
    );
    assert_found(&made::zip(&[types, ("ppt/presentation.xml", b"")]), "PPTX");
    assert_found(&made::zip(&[types, ("xl/workbook.bin", b"")]), "XLSB");
    assert_found(&made::zip(&[("a.txt", b"plain")]), "ZIP");
    // A part of that name in some other folder, or none that says what it is.
    assert_found(&made::zip(&[types, ("copy/xl/workbook.xml", b"")]), "ZIP");
    assert_found(&made::zip(&[("xl/workbook.xml", b"")]), "ZIP");
    assert_found(&made::zip(&[("META-INF/MANIFEST.MF", b""), ("A.class", b"")]), "JAR");
    assert_found(&made::compound(&["WordDocument"]), "DOC");
    assert_found(&made::compound(&["WordDocument", "ObjectPool/Workbook"]), "DOC");
    assert_found(&made::compound(&["ObjectPool/Workbook"]), "OLE");
    assert_found(&made::compound(&["PowerPoint Document"]), "PPT");
    assert_found(&made::compound(&["EncryptedPackage"]), "OOXML, encrypted");
}

#[test]
fn sheets_with_macros_are_refused() {
    let with = |part| made::zip(&[&made::SHEET[..], &[part]].concat());
    assert_found(&with(("xl/vbaProject.bin", b"")), "XLSM");
    assert_found(&with(("XL/VBAPROJECT.BIN", b"")), "XLSM");
    assert_found(&with(("xl/macrosheets/sheet1.xml", b"")), "XLSM");
    // Under another name, but with the type of one.
    let types = b"<Types><Override PartName='/xl/workbook.xml' ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/></Types>";
    let renamed = made::zip(&[
        ("[Content_Types].xml", types),
        ("xl/workbook.xml", b""),
        ("xl/other.bin", b""),
    ]);
    assert_found(&renamed, "XLSM");
    assert_found(
        &made::compound(&["Workbook", "_VBA_PROJECT_CUR/VBA/dir"]),
        "XLS with macros",
    );
}

#[test]
fn a_sheet_with_something_before_or_behind_it_is_refused() {
    assert_found(&[b"<script>alert(1)</script>", &made::xlsx()[..]].concat(), "HTML");
    assert_found(&[&made::xlsx()[..], b"<script>alert(1)</script>"].concat(), "ZIP");
    let mut commented = made::xlsx();
    let at = commented.len() - 2;
    commented[at..].copy_from_slice(&25_u16.to_le_bytes());
    commented.extend(b"<script>alert(1)</script>");
    assert_found(&commented, "ZIP");
}

#[test]
fn a_list_of_parts_that_unpacks_to_more_than_any_has_is_damaged() {
    let long = vec![b' '; 5 << 20];
    assert_damaged(&made::zip(&[("[Content_Types].xml", &long), ("xl/workbook.xml", b"")]));
}

#[test]
fn what_was_cut_short_on_its_way_is_damaged() {
    let picture = made::quarters(128, 96);
    let written = made::Written::default();
    let jpeg = made::jpeg(&picture);
    let files = [
        jpeg,
        made::png(picture.clone()),
        made::webp(&picture, Some(made::exif(&written))),
        made::pdf(),
        made::xlsx(),
    ];
    for file in files {
        taken(file.clone()).unwrap();
        for tenths in 3..10 {
            assert_damaged(&file[..file.len() * tenths / 10]);
        }
        assert_damaged(&file[..file.len() - 5]);
    }
    assert_damaged(&made::xls()[..600]);
    // The thumbnail within is whole; the photo is not.
    let thumbnail = made::jpeg(&made::quarters(8, 8));
    let length = u16::try_from(thumbnail.len() + 2).unwrap().to_be_bytes();
    let photo = made::jpeg(&picture);
    let cut = [
        &photo[..2],
        &[0xFF, 0xE2],
        &length,
        &thumbnail,
        &photo[2..photo.len() / 2],
    ]
    .concat();
    assert_damaged(&cut);
}

#[test]
fn only_the_first_bytes_of_a_kind_are_damaged_or_unknown_and_never_pass() {
    for bytes in [
        &b"\xFF\xD8\xFF"[..],
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x04\0\0\0WEBP",
        b"%PDF-1.7",
        b"PK\x03\x04",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    ] {
        assert_damaged(bytes);
    }
    assert_found(b"\x89PNG\n\n", "PNG");
    assert_found(b"\x01\x02\x03\xFF", "");
    assert_found("编号,名称\n".as_bytes(), "TXT");
}

#[test]
fn what_is_too_large_or_nothing_is_said_to_be() {
    assert_eq!(taken(Vec::new()), Err(EvidenceTrouble::Empty));
    let limits = Limits {
        bytes: 100,
        pixels: 1000,
        ..Limits::default()
    };
    let large = accept(vec![0; 101].into(), &limits, false);
    assert_eq!(large, Err(EvidenceTrouble::TooLarge { limit: 100 }));
    let limits = Limits {
        bytes: 1 << 20,
        ..limits
    };
    for bytes in [
        made::png(made::quarters(40, 26)),
        made::jpeg(&made::quarters(40, 26)),
        made::webp(&made::quarters(40, 26), None),
    ] {
        assert_eq!(
            accept(bytes.into(), &limits, false),
            Err(EvidenceTrouble::TooManyPixels { limit: 1000 })
        );
    }
    accept(made::png(made::quarters(40, 25)).into(), &limits, false).unwrap();
}

#[test]
fn a_picture_that_needs_more_memory_than_is_allowed_is_refused() {
    let limits = Limits {
        decoded_bytes: 3000,
        ..Limits::default()
    };
    for bytes in [
        made::png(made::quarters(40, 26)),
        made::jpeg(&made::quarters(40, 26)),
        made::webp(&made::quarters(40, 26), None),
    ] {
        let answer = accept(bytes.into(), &limits, false);
        assert_eq!(answer, Err(EvidenceTrouble::TooManyPixels { limit: limits.pixels }));
    }
}

#[test]
fn a_photo_with_more_scans_than_any_camera_writes_is_damaged() {
    let photo = made::jpeg(&made::quarters(16, 16));
    let scan = photo.windows(2).position(|two| two == [0xFF, 0xDA]).unwrap();
    let (head, rest) = photo.split_at(scan);
    let (scan, end) = rest.split_at(rest.len() - 2);
    assert_damaged(&[head, &scan.repeat(101), end].concat());
    taken(photo.clone()).unwrap();
}

#[test]
fn a_picture_may_be_animated_or_have_a_profile_and_only_the_picture_is_kept() {
    let picture = made::quarters(16, 16);
    let plain = made::png(picture.clone());
    let (head, rest) = plain.split_at(8 + 25);
    // An animation of one picture, and a profile that is none.
    let animation = made::chunk(*b"acTL", &[0, 0, 0, 1, 0, 0, 0, 0]);
    let profile = made::chunk(*b"iCCP", b"name\0\0not compressed");
    let kept = taken([head, &animation, &profile, rest].concat()).unwrap().bytes;
    assert_eq!(image::load_from_memory(&kept).unwrap().to_rgb8(), picture);
    assert!(!made::holds(&kept, b"acTL") && !made::holds(&kept, b"iCCP"));
}
