//! What other sites show of a target: a card, and how to show it and its pictures.

use leptos::prelude::*;
use yaodian_domain::target::Target;
use yaodian_words::{embed as words, figures, label, say};

use super::{Picture, Reader, html, overview::card, picture};

/// How large the card is, in pixels: high enough for the longest, in both languages, with its banner.
const CARD: (u16, u16) = (400, 510);

/// A picture that can be shown elsewhere, by the name in its address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The figures against goal and pace.
    Series,
    /// The share of an inventory that is done.
    Ring,
    /// One small picture for each unit.
    Units,
    /// The units as squares.
    Tiles,
    /// How the target is divided.
    Shares,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Series, Self::Ring, Self::Units, Self::Tiles, Self::Shares];

    /// The name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Series => "series",
            Self::Ring => "ring",
            Self::Units => "units",
            Self::Tiles => "tiles",
            Self::Shares => "shares",
        }
    }

    /// The shape with this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shape| shape.as_str() == name)
    }
}

/// The size of a picture that is shown elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// For a column of text.
    Wide,
    /// For a telephone or a margin.
    Narrow,
}

impl Size {
    /// Width and height in pixels: high enough for every unit where a shape shows them all.
    pub fn pixels(self, shape: Shape) -> (u16, u16) {
        match (self, shape) {
            (Self::Wide, _) => (640, 360),
            (Self::Narrow, Shape::Units) => (340, 480),
            (Self::Narrow, Shape::Tiles) => (340, 460),
            (Self::Narrow, Shape::Ring) => (340, 360),
            (Self::Narrow, Shape::Series | Shape::Shares) => (340, 320),
        }
    }

    /// The ending of its name in addresses.
    fn ending(self) -> &'static str {
        match self {
            Self::Wide => "",
            Self::Narrow => "-narrow",
        }
    }
}

/// A picture of a target by itself; `None` where it has none of this shape.
pub fn drawn(reader: &Reader, known: Picture<'_>, target: &Target, shape: Shape, size: Size) -> Option<String> {
    let (lang, size) = (reader.lang, size.pixels(shape));
    match shape {
        Shape::Series => picture::series_alone(lang, known, target, size),
        Shape::Ring => picture::ring_alone(lang, known, target, size),
        Shape::Units => picture::units_alone(lang, known, target, size),
        Shape::Tiles => picture::tiles_alone(lang, known, target, size),
        Shape::Shares => picture::shares_alone(lang, known, target, size),
    }
}

/// The card of a target as a document for a frame of fixed size; its links lead out of the frame.
pub fn embedded(reader: &Reader, picture: Picture<'_>, target: &Target) -> String {
    let lang = reader.lang;
    let title = lang.of(&target.name).to_owned();
    let trial = reader.trial.map(|_| words::trial(lang));
    let made_up = reader.demonstration.then(|| words::made_up(lang));
    let said: Vec<&str> = trial.into_iter().chain(made_up).collect();
    let banner = (!said.is_empty()).then(|| {
        view! { <aside class="trial made-up" aria-label=label::demonstration_word(lang)>{said.join(" · ")}</aside> }
    });
    let document = view! {
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="robots" content="noindex"/>
                <base target="_top"/>
                <title>{title}</title>
                <link rel="stylesheet" href="/style/yaodian.css"/>
            </head>
            <body class="embed">
                {banner}
                <main>
                    <h1 class="visually-hidden">{lang.of(&picture.plan().title).to_owned()}</h1>
                    <h2 class="visually-hidden">{label::targets(lang)}</h2>
                    <ul class="cards">{card(reader, picture, target)}</ul>
                    <p class="fine"><a href=reader.href("/")>{lang.of(&picture.plan().title).to_owned()}</a> " · " {say::as_of(lang, &figures::day(picture.standing.as_of))}</p>
                </main>
            </body>
        </html>
    };
    format!("<!DOCTYPE html>{}", html(|| document))
}

/// How another site shows this target: what to copy.
pub(super) fn how_to(reader: &Reader, known: Picture<'_>, target: &Target) -> impl IntoView + use<> {
    let lang = reader.lang;
    let title = lang.of(&target.name).to_owned();
    let at = |rest: &str| format!("{}{}/embed/target/{}{rest}", reader.origin, reader.base, target.id);
    let code = lang.code();
    let (width, height) = CARD;
    let frame = format!(
        "<iframe src=\"{}?lang={code}\" width=\"{width}\" height=\"{height}\" title=\"{title}\" loading=\"lazy\"></iframe>",
        at("")
    );
    let images = Shape::ALL
        .into_iter()
        .filter(|shape| drawn(reader, known, target, *shape, Size::Wide).is_some())
        .map(|shape| {
            let images = [(Size::Wide, words::wide(lang)), (Size::Narrow, words::narrow(lang))]
                .map(|(size, name)| {
                    let (width, height) = size.pixels(shape);
                    let address = at(&format!("/{}{}.svg?lang={code}", shape.as_str(), size.ending()));
                    let image = format!("<img src=\"{address}\" width=\"{width}\" height=\"{height}\" alt=\"{title}\">");
                    view! { <dd><a href=address>{name} " " {width.to_string()} " × " {height.to_string()}</a> " " <code>{image}</code></dd> }
                })
                .collect_view();
            view! { <dt>{words::shape(lang, shape.as_str())}</dt> {images} }
        })
        .collect_view();
    view! {
        <details class="embed-how">
            <summary>{words::how_to(lang)}</summary>
            <p class="fine">{words::how_to_long(lang)}</p>
            <dl>
                <dt><a href=at("")>{words::card(lang)}</a></dt>
                <dd><code>{frame}</code></dd>
                {images}
            </dl>
        </details>
    }
}
