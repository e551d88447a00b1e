//! PDF, read again by `pdftotext`, `pdffonts` and `pdftoppm` (Debian's poppler-utils).

use std::{path::Path, process::Command};

use yaodian_print::{Fonts, NoChineseFont, PdfTrouble, pdf};

use crate::sample::{FOOTER, document, with_masthead};

fn read(program: &str, arguments: &[&str], file: &Path) -> String {
    let output = Command::new(program)
        .args(arguments)
        .arg(file)
        .arg("-")
        .output()
        .unwrap_or_else(|error| panic!("{program} of Debian's poppler-utils: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn written(document: &yaodian_print::Document) -> (tempfile::TempDir, std::path::PathBuf) {
    let bytes = pdf(document, &Fonts::of_machine()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("通报.pdf");
    std::fs::write(&file, bytes).unwrap();
    if let Some(look) = std::env::var_os("YAODIAN_LOOK") {
        std::fs::create_dir_all(&look).unwrap();
        let name = if document.masthead.is_some() {
            "masthead.pdf"
        } else {
            "sample.pdf"
        };
        std::fs::copy(&file, Path::new(&look).join(name)).unwrap();
    }
    (folder, file)
}

#[test]
fn every_word_is_read_again() {
    let (_folder, file) = written(&document());
    let text = read("pdftotext", &["-layout"], &file);
    let dense: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for words in [
        "关于2023年9月全省生态环境",
        "工作要点落实情况的通报",
        "厅机关各处室、各直属单位：",
        "一、总体情况",
        "（一）水生态环境",
        "1.排污口整治",
        "（1）溯源",
        "二、主要指标",
        "三、下一步要求",
        "附件：1.黄色、红色事项清单",
        "2.各单位进展情况",
        "湖北省生态环境厅督查室",
        "2023年9月28日",
        "附件1",
        "指标60",
        "●达标",
        "120项",
    ] {
        assert!(dense.contains(words), "{words}\n{text}");
    }
}

#[test]
fn pages_are_numbered_on_the_outer_side_and_marked() {
    let (_folder, file) = written(&document());
    let text = read("pdftotext", &["-layout"], &file);
    let pages: Vec<&str> = text.split('\u{c}').filter(|page| !page.trim().is_empty()).collect();
    assert!(pages.len() >= 6, "{}", pages.len());
    for (at, page) in pages.iter().enumerate() {
        assert!(page.contains("演示数据，不是真实进展"), "page {}", at + 1);
        // All of it in one line, so that somebody who copies it from paper takes all of it.
        let bare = |text: &str| text.replace(' ', "");
        assert!(page.lines().any(|line| bare(line) == bare(FOOTER)), "page {}", at + 1);
        let number = format!("—{}—", at + 1);
        let line = page.lines().find(|line| line.replace(' ', "") == number);
        let line = line.unwrap_or_else(|| panic!("{number} on its own line:\n{page}"));
        let in_from_left = line.len() - line.trim_start().len();
        assert_eq!(in_from_left > 20, at % 2 == 0, "{line:?}");
    }
}

#[test]
fn a_page_is_a4_and_fonts_are_within() {
    let (_folder, file) = written(&document());
    let info = Command::new("pdfinfo").arg(&file).output().unwrap();
    let info = String::from_utf8(info.stdout).unwrap();
    assert!(info.contains("(A4)"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    assert!(
        info.contains("关于2023年9月全省生态环境工作要点落实情况的通报"),
        "{info}"
    );
    let fonts = Command::new("pdffonts").arg(&file).output().unwrap();
    let fonts = String::from_utf8(fonts.stdout).unwrap();
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert!(!rows.is_empty(), "{fonts}");
    for row in rows {
        // emb sub uni: embedded, cut to what is used, readable.
        assert!(row.contains("yes yes yes"), "{fonts}");
    }
    let size = std::fs::metadata(&file).unwrap().len();
    assert!(size < 400_000, "{size}");
}

#[test]
fn the_text_keeps_to_its_area() {
    let (_folder, file) = written(&document());
    // Everything but page numbers, the notice and the footer lies in 156 × 225 mm, 28 mm from the left, 37 from above.
    let boxes = read("pdftotext", &["-bbox"], &file);
    let number = |line: &str, name: &str| -> f32 {
        let at = line.find(name).unwrap() + name.len() + 2;
        line[at..].split('"').next().unwrap().parse().unwrap()
    };
    let mm = 72.0 / 25.4;
    let mut seen = 0;
    for line in boxes.lines().filter(|line| line.contains("<word")) {
        let (x0, x1, y0, y1) = (
            number(line, "xMin"),
            number(line, "xMax"),
            number(line, "yMin"),
            number(line, "yMax"),
        );
        let outside = y1 < 37.0 * mm || y0 > 262.0 * mm;
        if !outside {
            seen += 1;
            // A closing mark's blank half may stand beyond the edge.
            assert!(x0 > 28.0 * mm - 0.5 && x1 < 184.0 * mm + 8.5, "{line}");
            assert!(y0 > 37.0 * mm - 8.0 && y1 < 262.0 * mm + 8.0, "{line}");
        }
    }
    assert!(seen > 100, "{seen}");
}

/// However long the text is, the signature has some of it on its page.
#[test]
fn a_signature_never_stands_alone() {
    let line = "截至九月底各项任务总体平稳推进有序。";
    for lines in 20..=40 {
        let mut long = document();
        long.attachments.clear();
        long.blocks = vec![yaodian_print::Block::Paragraph(vec![yaodian_print::Run::plain(
            line.repeat(lines),
        )])];
        let (_folder, file) = written(&long);
        let text = read("pdftotext", &["-layout"], &file);
        let page = text.split('\u{c}').find(|page| page.contains("督查室")).unwrap();
        assert!(page.contains("任务总体") || page.contains("有序"), "{lines}: {page}");
    }
}

#[test]
fn a_masthead_is_red() {
    let (folder, file) = written(&with_masthead());
    let picture = folder.path().join("page");
    let drawn = Command::new("pdftoppm")
        .args(["-r", "50", "-f", "1", "-l", "1"])
        .args([&file, &picture])
        .status();
    assert!(drawn.unwrap().success());
    let ppm = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "ppm"))
        .unwrap();
    let pixels = std::fs::read(ppm).unwrap();
    let red = pixels.as_chunks::<3>().0.iter();
    let red = red.filter(|[r, g, b]| *r > 180 && *g < 60 && *b < 60).count();
    assert!(red > 100, "{red}");
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let fonts = Fonts::of_machine();
    assert_eq!(pdf(&document(), &fonts).unwrap(), pdf(&document(), &fonts).unwrap());
}

#[test]
fn without_a_chinese_font_the_error_names_the_package() {
    let empty = tempfile::tempdir().unwrap();
    let error = pdf(&document(), &Fonts::in_folder(empty.path())).unwrap_err();
    assert!(matches!(error, PdfTrouble::Font(NoChineseFont)));
    assert!(error.to_string().contains("fonts-noto-cjk"), "{error}");
}
