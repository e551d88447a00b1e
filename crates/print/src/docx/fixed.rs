//! The parts that say how things look, and which parts there are.

use std::io;

use super::xml::{MAIN, OFFICE, Out, element, empty, part, value, words};
use crate::{
    model::{Document, dated},
    standard::{LINE, PITCH, SIZE_2, SIZE_3, SIZE_4, SIZE_SMALL, SIZE_TABLE, twips},
};

/// A face, and the names under which another machine may have it.
const FONTS: [(&str, &str, &str, &str); 5] = [
    (
        "方正小标宋简体",
        "FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体",
        "script",
        "auto",
    ),
    ("仿宋_GB2312", "仿宋,FangSong,华文仿宋,STFangsong", "modern", "fixed"),
    ("黑体", "SimHei,华文黑体,STHeiti", "modern", "fixed"),
    ("楷体_GB2312", "楷体,KaiTi,华文楷体,STKaiti", "modern", "fixed"),
    ("宋体", "SimSun,华文宋体,STSong", "auto", "variable"),
];

pub(super) const TITLE: &str = "方正小标宋简体";
pub(super) const TEXT: &str = "仿宋_GB2312";
pub(super) const HEI: &str = "黑体";
pub(super) const KAI: &str = "楷体_GB2312";
pub(super) const SONG: &str = "宋体";

/// On which side of a sheet a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Odd,
    Even,
}

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

pub(super) fn content_types(header: bool) -> io::Result<Vec<u8>> {
    let space = "http://schemas.openxmlformats.org/package/2006/content-types";
    part("Types", &[("xmlns", space)], |out| {
        let default = |out: &mut Out, extension: &str, kind: &str| {
            empty(out, "Default", &[("Extension", extension), ("ContentType", kind)])
        };
        default(out, "rels", "application/vnd.openxmlformats-package.relationships+xml")?;
        default(out, "xml", "application/xml")?;
        let mut of = |name: &str, kind: &str| empty(out, "Override", &[("PartName", name), ("ContentType", kind)]);
        of("/word/document.xml", &format!("{WORD}.document.main+xml"))?;
        of("/word/styles.xml", &format!("{WORD}.styles+xml"))?;
        of("/word/settings.xml", &format!("{WORD}.settings+xml"))?;
        of("/word/fontTable.xml", &format!("{WORD}.fontTable+xml"))?;
        of("/word/footer1.xml", &format!("{WORD}.footer+xml"))?;
        of("/word/footer2.xml", &format!("{WORD}.footer+xml"))?;
        if header {
            of("/word/header1.xml", &format!("{WORD}.header+xml"))?;
        }
        of(
            "/docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
        )
    })
}

const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";

pub(super) fn package_links() -> io::Result<Vec<u8>> {
    part("Relationships", &[("xmlns", PACKAGE)], |out| {
        let document = format!("{OFFICE}/officeDocument");
        link(out, "rId1", &document, "word/document.xml", false)?;
        let core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
        link(out, "rId2", core, "docProps/core.xml", false)
    })
}

fn link(out: &mut Out, id: &str, kind: &str, target: &str, external: bool) -> io::Result<()> {
    let mut attributes = vec![("Id", id), ("Type", kind), ("Target", target)];
    if external {
        attributes.push(("TargetMode", "External"));
    }
    empty(out, "Relationship", &attributes)
}

/// The links of the body, `rId100` and on, after the parts.
pub(super) fn links(targets: &[String], header: bool) -> io::Result<Vec<u8>> {
    part("Relationships", &[("xmlns", PACKAGE)], |out| {
        let mut of = |id: &str, kind: &str, target: &str| link(out, id, &format!("{OFFICE}/{kind}"), target, false);
        of("rId1", "styles", "styles.xml")?;
        of("rId2", "settings", "settings.xml")?;
        of("rId3", "fontTable", "fontTable.xml")?;
        of("rId4", "footer", "footer1.xml")?;
        of("rId5", "footer", "footer2.xml")?;
        if header {
            of("rId6", "header", "header1.xml")?;
        }
        let hyperlink = format!("{OFFICE}/hyperlink");
        for (at, target) in targets.iter().enumerate() {
            link(out, &link_id(at), &hyperlink, target, true)?;
        }
        Ok(())
    })
}

/// The name of a link of the body, by its place.
pub(super) fn link_id(at: usize) -> String {
    format!("rId{}", 100 + at)
}

pub(super) fn properties(document: &Document) -> io::Result<Vec<u8>> {
    let spaces = [
        (
            "xmlns:cp",
            "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        ),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", "http://purl.org/dc/terms/"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ];
    part("cp:coreProperties", &spaces, |out| {
        words(out, "dc:title", &[], &document.title.replace('\n', ""))?;
        if let Some(notice) = &document.notice {
            words(out, "dc:description", &[], notice)?;
        }
        if let Some(signature) = &document.signature {
            words(out, "dc:creator", &[], &signature.by)?;
            words(out, "dc:subject", &[], &dated(signature.on))?;
            let created = format!("{}T00:00:00+08:00", signature.on);
            words(out, "dcterms:created", &[("xsi:type", "dcterms:W3CDTF")], &created)?;
        }
        words(out, "dc:language", &[], "zh-CN")
    })
}

pub(super) fn settings() -> io::Result<Vec<u8>> {
    part("w:settings", &[("xmlns:w", MAIN)], |out| {
        empty(out, "w:evenAndOddHeaders", &[])?;
        value(out, "w:characterSpacingControl", "compressPunctuation")?;
        // No closing mark begins a line, no opening one ends it.
        let languages = [("w:val", "en-US"), ("w:eastAsia", "zh-CN")];
        element(out, "w:compat", &[], |out| {
            let mode = [
                ("w:name", "compatibilityMode"),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", "15"),
            ];
            empty(out, "w:compatSetting", &mode)
        })?;
        empty(out, "w:themeFontLang", &languages)
    })
}

pub(super) fn font_table() -> io::Result<Vec<u8>> {
    part("w:fonts", &[("xmlns:w", MAIN)], |out| {
        for (name, others, family, pitch) in FONTS {
            element(out, "w:font", &[("w:name", name)], |out| {
                value(out, "w:altName", others)?;
                value(out, "w:charset", "86")?;
                value(out, "w:family", family)?;
                value(out, "w:pitch", pitch)
            })?;
        }
        Ok(())
    })
}

/// The faces of a run: one for every slot, so that figures and letters stand in it too.
pub(super) fn faces(out: &mut Out, face: &str) -> io::Result<()> {
    let slots = [
        ("w:hint", "eastAsia"),
        ("w:ascii", face),
        ("w:hAnsi", face),
        ("w:eastAsia", face),
        ("w:cs", face),
    ];
    empty(out, "w:rFonts", &slots)
}

/// A size in half points.
pub(super) fn size(out: &mut Out, points: f32) -> io::Result<()> {
    let half = (twips(points) / 10).to_string();
    value(out, "w:sz", &half)?;
    value(out, "w:szCs", &half)
}

struct Style {
    id: &'static str,
    name: &'static str,
    face: &'static str,
    size: f32,
    align: &'static str,
    /// Characters by which the first line is indented.
    indent: i32,
    outline: Option<u8>,
}

const STYLES: [Style; 8] = [
    Style {
        id: "Text",
        name: "Body Text",
        face: TEXT,
        size: SIZE_3,
        align: "both",
        indent: 2,
        outline: None,
    },
    Style {
        id: "Title",
        name: "Title",
        face: TITLE,
        size: SIZE_2,
        align: "center",
        indent: 0,
        outline: None,
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        face: HEI,
        size: SIZE_3,
        align: "both",
        indent: 2,
        outline: Some(0),
    },
    Style {
        id: "Heading2",
        name: "heading 2",
        face: KAI,
        size: SIZE_3,
        align: "both",
        indent: 2,
        outline: Some(1),
    },
    Style {
        id: "Heading3",
        name: "heading 3",
        face: TEXT,
        size: SIZE_3,
        align: "both",
        indent: 2,
        outline: Some(2),
    },
    Style {
        id: "Heading4",
        name: "heading 4",
        face: TEXT,
        size: SIZE_3,
        align: "both",
        indent: 2,
        outline: Some(3),
    },
    Style {
        id: "Flush",
        name: "Flush",
        face: TEXT,
        size: SIZE_3,
        align: "left",
        indent: 0,
        outline: None,
    },
    Style {
        id: "Caption",
        name: "caption",
        face: HEI,
        size: SIZE_3,
        align: "center",
        indent: 0,
        outline: None,
    },
];

pub(super) fn styles() -> io::Result<Vec<u8>> {
    part("w:styles", &[("xmlns:w", MAIN)], |out| {
        element(out, "w:docDefaults", &[], |out| {
            element(out, "w:rPrDefault", &[], |out| {
                element(out, "w:rPr", &[], |out| {
                    faces(out, TEXT)?;
                    size(out, SIZE_3)?;
                    empty(out, "w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")])
                })
            })?;
            element(out, "w:pPrDefault", &[], |out| {
                element(out, "w:pPr", &[], |out| {
                    // Lines of the page's own height keep to its grid by themselves.
                    value(out, "w:snapToGrid", "0")?;
                    let line = twips(LINE).to_string();
                    let spacing = [
                        ("w:before", "0"),
                        ("w:after", "0"),
                        ("w:line", &line),
                        ("w:lineRule", "exact"),
                    ];
                    empty(out, "w:spacing", &spacing)
                })
            })
        })?;
        let normal = [("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")];
        element(out, "w:style", &normal, |out| value(out, "w:name", "Normal"))?;
        for style in STYLES {
            write_style(out, &style)?;
        }
        element(
            out,
            "w:style",
            &[("w:type", "paragraph"), ("w:styleId", "Cell")],
            |out| {
                value(out, "w:name", "Cell")?;
                value(out, "w:basedOn", "Normal")?;
                element(out, "w:pPr", &[], |out| {
                    let spacing = [("w:line", "360"), ("w:lineRule", "exact")];
                    empty(out, "w:spacing", &spacing)
                })?;
                element(out, "w:rPr", &[], |out| size(out, SIZE_TABLE))
            },
        )
    })
}

fn write_style(out: &mut Out, style: &Style) -> io::Result<()> {
    let attributes = [("w:type", "paragraph"), ("w:styleId", style.id)];
    element(out, "w:style", &attributes, |out| {
        value(out, "w:name", style.name)?;
        value(out, "w:basedOn", "Normal")?;
        empty(out, "w:qFormat", &[])?;
        element(out, "w:pPr", &[], |out| {
            if style.outline.is_some() {
                empty(out, "w:keepNext", &[])?;
            }
            if style.indent > 0 {
                indent(out, style.indent)?;
            }
            value(out, "w:jc", style.align)?;
            match style.outline {
                Some(level) => value(out, "w:outlineLvl", &level.to_string()),
                None => Ok(()),
            }
        })?;
        element(out, "w:rPr", &[], |out| {
            faces(out, style.face)?;
            if twips(style.size) == twips(SIZE_3) {
                closer(out)?;
            }
            size(out, style.size)
        })
    })
}

/// 28 characters of 3号 are a trace wider than the line: each stands a quarter of a point closer.
fn closer(out: &mut Out) -> io::Result<()> {
    value(out, "w:spacing", "-5")
}

/// The first line so many characters in.
pub(super) fn indent(out: &mut Out, characters: i32) -> io::Result<()> {
    #[expect(clippy::cast_precision_loss, reason = "a handful")]
    let length = twips(characters as f32 * PITCH).to_string();
    let hundredths = (characters * 100).to_string();
    let attributes = [("w:firstLineChars", hundredths.as_str()), ("w:firstLine", &length)];
    empty(out, "w:ind", &attributes)
}

/// 7.5: the page number between dashes, one character from the outer edge; under it what stands in small print.
pub(super) fn footer(side: Side, small: Option<&str>) -> io::Result<Vec<u8>> {
    let (align, edge) = match side {
        Side::Odd => ("right", ("w:rightChars", "w:right")),
        Side::Even => ("left", ("w:leftChars", "w:left")),
    };
    part("w:ftr", &[("xmlns:w", MAIN)], |out| {
        element(out, "w:p", &[], |out| {
            element(out, "w:pPr", &[], |out| {
                value(out, "w:snapToGrid", "0")?;
                let spacing = [("w:line", "240"), ("w:lineRule", "auto")];
                empty(out, "w:spacing", &spacing)?;
                let one = twips(SIZE_4).to_string();
                empty(out, "w:ind", &[(edge.0, "100"), (edge.1, one.as_str())])?;
                value(out, "w:jc", align)
            })?;
            let run = |out: &mut Out, inside: &dyn Fn(&mut Out) -> io::Result<()>| {
                element(out, "w:r", &[], |out| {
                    element(out, "w:rPr", &[], |out| {
                        faces(out, SONG)?;
                        size(out, SIZE_4)
                    })?;
                    inside(out)
                })
            };
            let dash =
                |words_of: &'static str| move |out: &mut Out| words(out, "w:t", &[("xml:space", "preserve")], words_of);
            let field = |kind: &'static str| move |out: &mut Out| empty(out, "w:fldChar", &[("w:fldCharType", kind)]);
            run(out, &dash("— "))?;
            run(out, &field("begin"))?;
            run(out, &|out| {
                words(out, "w:instrText", &[("xml:space", "preserve")], " PAGE ")
            })?;
            run(out, &field("separate"))?;
            run(out, &dash("1"))?;
            run(out, &field("end"))?;
            run(out, &dash(" —"))
        })?;
        let Some(small) = small else {
            return Ok(());
        };
        element(out, "w:p", &[], |out| {
            element(out, "w:pPr", &[], |out| {
                value(out, "w:snapToGrid", "0")?;
                let spacing = [("w:line", "240"), ("w:lineRule", "auto")];
                empty(out, "w:spacing", &spacing)?;
                value(out, "w:jc", "center")
            })?;
            element(out, "w:r", &[], |out| {
                element(out, "w:rPr", &[], |out| {
                    faces(out, SONG)?;
                    size(out, SIZE_SMALL)
                })?;
                words(out, "w:t", &[], small)
            })
        })
    })
}

/// What has to stand at the head of every page.
pub(super) fn header(notice: &str) -> io::Result<Vec<u8>> {
    part("w:hdr", &[("xmlns:w", MAIN)], |out| {
        element(out, "w:p", &[], |out| {
            element(out, "w:pPr", &[], |out| {
                value(out, "w:snapToGrid", "0")?;
                value(out, "w:jc", "center")
            })?;
            element(out, "w:r", &[], |out| {
                element(out, "w:rPr", &[], |out| {
                    faces(out, HEI)?;
                    value(out, "w:color", "D0020A")?;
                    size(out, SIZE_TABLE)
                })?;
                words(out, "w:t", &[], notice)
            })
        })
    })
}
