//! The pictures of a plan: what is drawn of its targets, units and months, and the table behind each.
//!
//! For a page each gives a figure with its caption and its table; `*_alone` gives the same drawing as an
//! SVG file of the asked size, on light ground, with title, description, the day of knowledge and, where
//! it rests on made-up entries, a word that says so.

mod known;
mod months;
mod ring;
mod series;
mod shares;
mod units;

pub use known::known_alone;
pub use months::{chapter_months, months_alone};
pub use ring::ring_alone;
pub use series::series_alone;
pub use shares::shares_alone;
pub use units::{tiles_alone, units_alone};

pub(super) use known::{calendar, known};
pub(super) use months::{plan_months, unit_months};
pub(super) use ring::{ring, rings};
pub(super) use series::{series, series_of};
pub(super) use shares::shares;
pub(super) use units::{bureaus, of_unit, unit_pictures};

use leptos::prelude::*;
use yaodian_domain::{
    observation::{Figure, Observation},
    plan::Plan,
    target::{Promise, Target},
};
use yaodian_words::{Lang, drawing as words, public_ledger};

use super::{Picture, coordinates::float};
use crate::drawing::{Around, Frame, Sheet};

/// The table behind a picture: folded, with a caption; a heading is numeric where its column is.
fn behind(lang: Lang, caption: String, heads: &[(&'static str, bool)], rows: AnyView) -> AnyView {
    let heads = (heads.iter())
        .map(|(name, number)| view! { <th scope="col" class=number.then_some("number")>{*name}</th> })
        .collect_view();
    view! {
        <details class="related behind">
            <summary>{words::data_behind(lang)}</summary>
            <div class="table-wrap" tabindex="0">
                <table class="records">
                    <caption class="visually-hidden">{caption}</caption>
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

/// A picture on a page: drawn for wide and for narrow screens, of which a reader meets one.
fn figure(id: &'static str, alt: &str, wide: &Sheet, narrow: &Sheet, caption: AnyView, behind: AnyView) -> AnyView {
    let note = format!("{id}-note");
    let drawn = [
        wide.on_page("picture is-wide", alt, Some(&note)),
        narrow.on_page("picture is-narrow", alt, Some(&note)),
    ];
    view! {
        <figure class=format!("drawn drawn-{id}")>
            <div inner_html=drawn.concat()></div>
            <figcaption class="fine" id=note>{caption}</figcaption>
            {behind}
        </figure>
    }
    .into_any()
}

/// A sheet with what stands around it where it stands alone.
struct Alone {
    heading: String,
    alt: String,
    note: Option<String>,
}

impl Alone {
    /// Draws within so many pixels, less what heading and foot take.
    fn svg(
        self,
        lang: Lang,
        picture: Picture<'_>,
        (width, height): (u16, u16),
        made_up: bool,
        draw: impl FnOnce(Frame) -> Sheet,
    ) -> String {
        let issuer = lang.of(&picture.plan().issuer);
        let mut foot = words::footer(lang, &issuer, &picture.standing.as_of);
        if made_up {
            foot = words::both(lang, public_ledger::demonstration_tag(lang), &foot);
        }
        let around = Around {
            heading: self.heading,
            note: self.note.unwrap_or_default(),
            foot,
        };
        let frame = around.inside(Frame::alone(width, height));
        draw(frame).alone_with(&around, Frame::alone(width, height), &self.alt)
    }
}

/// How high a figure of a target lies, in the target's own unit.
pub(super) fn height(target: &Target, figure: &Figure) -> Option<yaodian_domain::Decimal> {
    match (figure, &target.promise) {
        (Figure::Amount { value }, _) => Some(*value),
        (Figure::Counts { done, .. }, Promise::Count { .. }) => Some(*done),
        (Figure::Counts { done, of }, Promise::Share { inventory, .. }) => {
            yaodian_domain::number::percent(*done, of.or(*inventory)?, 1)
        }
        (Figure::Counts { done, of }, _) => yaodian_domain::number::percent(*done, (*of)?, 1),
        (Figure::Progress { step }, _) => Some(step.share()),
        (Figure::Words { .. }, _) => None,
    }
}

/// Whether any of these figures is made up.
fn any_made_up<'o>(observations: impl IntoIterator<Item = &'o Observation>) -> bool {
    observations.into_iter().any(|o| o.provenance.is_demonstration())
}

/// Whether anything that a picture of the whole plan rests on may be made up.
fn plan_made_up(picture: Picture<'_>) -> bool {
    picture.known.demonstration
}

/// A plan's months and targets by name: what is drawn of all of it.
fn plan_name(lang: Lang, plan: &Plan) -> String {
    lang.of(&plan.title).to_owned()
}
