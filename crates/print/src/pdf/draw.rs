//! Laid-out pages as the bytes of a PDF.

use std::num::NonZeroU16;

use jiff::civil::Date;
use krilla::{
    Document as Pdf, SerializeSettings,
    action::{Action, LinkAction},
    annotation::{Annotation, LinkAnnotation, Target},
    color::rgb,
    configure::{Archival, ConfigurationBuilder},
    geom::{PathBuilder, Point, Rect},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Node as TagNode, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
    },
    text::{GlyphId, KrillaGlyph},
};

use super::{
    PdfTrouble,
    sheet::{Kind, Mark, Sheets},
};
use crate::{
    fonts::Loaded,
    lines::Stretch,
    model::Document,
    standard::{PAGE_HEIGHT, PAGE_WIDTH},
};

const LANGUAGE: &str = "zh-CN";

/// Draws pages.
pub(super) fn draw(document: &Document, sheets: &Sheets<'_>, fonts: &Loaded) -> Result<Vec<u8>, PdfTrouble> {
    let refused = |what: &dyn std::fmt::Debug| PdfTrouble::Refused(format!("{what:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .finish()
        .map_err(|error| refused(&error))?;
    let mut pdf = Pdf::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut leaves: Vec<Vec<TagNode>> = vec![Vec::new(); sheets.nodes.len()];
    for marks in &sheets.pages {
        let size = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT).ok_or_else(|| refused(&"the size of the page"))?;
        let mut page = pdf.start_page_with(size);
        let mut surface = page.surface();
        for mark in marks {
            let of = match mark {
                Mark::Text { of, .. } | Mark::Box { of, .. } => *of,
                Mark::Line { .. } => None,
            };
            let tag = match (of, mark) {
                (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Other)),
                (Some(_), Mark::Text { .. }) => ContentTag::Span(SpanTag::empty()),
                (Some(_), _) => ContentTag::Other,
            };
            let id = surface.start_tagged(tag);
            draw_mark(&mut surface, mark, fonts);
            surface.end_tagged();
            if let Some(leaves) = of.and_then(|of| leaves.get_mut(of)) {
                leaves.push(id.into());
            }
        }
        surface.finish();
        for mark in marks {
            let Mark::Text { y, stretch, of, .. } = mark else {
                continue;
            };
            if let Some((annotation, words)) = link(stretch, *y) {
                let id = page.add_tagged_annotation(Annotation::new_link(annotation, Some(words)));
                if let Some(leaves) = of.and_then(|of| leaves.get_mut(of)) {
                    leaves.push(TagGroup::with_children(Tag::Link, vec![id.into()]).into());
                }
            }
        }
        page.finish();
    }
    pdf.set_tag_tree(tree(sheets, leaves));
    pdf.set_metadata(metadata(document));
    pdf.finish().map_err(|error| refused(&error))
}

fn colour([red, green, blue]: [u8; 3]) -> Fill {
    Fill {
        paint: rgb::Color::new(red, green, blue).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

fn draw_mark(surface: &mut Surface<'_>, mark: &Mark, fonts: &Loaded) {
    match mark {
        Mark::Text {
            y, stretch, colour: c, ..
        } => {
            let Some(font) = fonts.font(stretch.face) else { return };
            surface.set_fill(Some(colour(*c)));
            surface.set_stroke(None);
            let mut at = 0;
            let glyphs: Vec<KrillaGlyph> = stretch
                .text
                .chars()
                .zip(&stretch.glyphs)
                .map(|(c, (id, advance))| {
                    let range = at..at + c.len_utf8();
                    at = range.end;
                    KrillaGlyph::new(GlyphId::new(*id), advance / stretch.size, 0.0, 0.0, 0.0, range, None)
                })
                .collect();
            let start = Point::from_xy(stretch.x, *y);
            surface.draw_glyphs(start, &glyphs, font.clone(), &stretch.text, stretch.size, false);
        }
        Mark::Box {
            x,
            y,
            width,
            height,
            fill,
            ..
        } => {
            surface.set_fill(Some(colour(*fill)));
            surface.set_stroke(None);
            let mut path = PathBuilder::new();
            if let Some(area) = Rect::from_xywh(*x, *y, *width, *height) {
                path.push_rect(area);
            }
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Mark::Line {
            from,
            to,
            width,
            colour: c,
        } => {
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke {
                paint: colour(*c).paint,
                width: *width,
                ..Stroke::default()
            }));
            let mut path = PathBuilder::new();
            path.move_to(from.0, from.1);
            path.line_to(to.0, to.1);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
    }
}

/// The area of words that lead somewhere.
fn link(stretch: &Stretch, y: f32) -> Option<(LinkAnnotation, String)> {
    let target = stretch.link.as_ref()?;
    let top = y - 0.9 * stretch.size;
    let area = Rect::from_xywh(stretch.x, top, stretch.width(), 1.1 * stretch.size)?;
    let action = Target::Action(Action::Link(LinkAction::new(target.clone())));
    Some((LinkAnnotation::new(area, action), stretch.text.clone()))
}

/// The structure, for readers that speak.
fn tree(sheets: &Sheets<'_>, leaves: Vec<Vec<TagNode>>) -> TagTree {
    let tag = |kind: &Kind| -> TagKind {
        match kind {
            Kind::Heading(level) => Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), None).into(),
            Kind::Paragraph => Tag::P.into(),
            Kind::Caption => Tag::Caption.into(),
            Kind::Table => Tag::Table.into(),
            Kind::Row => Tag::TR.into(),
            Kind::Head => Tag::TH(TableHeaderScope::Column).into(),
            Kind::Cell => Tag::TD.into(),
            Kind::Figure(words) => Tag::Figure(Some(words.clone())).into(),
        }
    };
    let mut groups: Vec<Option<TagGroup>> = sheets
        .nodes
        .iter()
        .zip(leaves)
        .map(|(node, leaves)| Some(TagGroup::with_children(tag(&node.kind), leaves)))
        .collect();
    // A part comes after what it is part of, so that from the back every part is whole when it is put in.
    let mut parts: Vec<Vec<TagGroup>> = vec![Vec::new(); groups.len()];
    let mut tops = Vec::new();
    for at in (0..groups.len()).rev() {
        let Some(mut group) = groups[at].take() else { continue };
        for part in std::mem::take(&mut parts[at]).into_iter().rev() {
            group.push(part);
        }
        match sheets.nodes[at].within {
            Some(whole) => parts[whole].push(group),
            None => tops.push(group),
        }
    }
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    for top in tops.into_iter().rev() {
        tree.push(top);
    }
    tree
}

fn metadata(document: &Document) -> Metadata {
    let metadata = Metadata::new()
        .title(document.title.replace('\n', ""))
        .language(LANGUAGE.to_owned())
        .creator("Yaodian 要点".to_owned());
    match &document.signature {
        Some(signature) => metadata
            .authors(vec![signature.by.clone()])
            .creation_date(midnight(signature.on)),
        None => metadata,
    }
}

/// The beginning of a day in China.
fn midnight(day: Date) -> DateTime {
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    DateTime::new(u16::try_from(day.year()).unwrap_or_default())
        .month(part(day.month()))
        .day(part(day.day()))
        .hour(0)
        .minute(0)
        .second(0)
        .utc_offset_hour(8)
        .utc_offset_minute(0)
}
