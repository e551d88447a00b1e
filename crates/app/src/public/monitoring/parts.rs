//! What the pages of networks have in common: where figures come from, tables behind pictures, shares.

use leptos::prelude::*;
use yaodian_domain::{Decimal, number, time::DaySpan};
use yaodian_monitoring::network::Measured;
use yaodian_words::{Lang, figures, label, network as words, pictures as bars};

use super::super::{Picture, Reader, frame};
use crate::parts;

/// How much of what a page shows is raw.
#[derive(Debug, Clone, Copy)]
pub(super) enum Raw {
    /// So many of so many samples.
    Samples(usize, usize),
    /// So many of so many days of cities, or of a station.
    Days(usize, usize),
}

impl Raw {
    fn words(self, lang: Lang) -> String {
        let (raw, all) = match self {
            Raw::Samples(raw, all) | Raw::Days(raw, all) => (raw, all),
        };
        let as_i64 = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
        let share = bars::share(as_i64(raw), as_i64(all));
        match (share, self) {
            (None, _) => words::no_data(lang).to_owned(),
            (Some(_), _) if raw == 0 => words::all_raw_checked(lang).to_owned(),
            (Some(share), Raw::Samples(..)) => words::raw_samples(lang, &raw, &all, &share),
            (Some(share), Raw::Days(..)) => words::raw_days(lang, &raw, &all, &share),
        }
    }
}

/// As of which day, from which register, how much of it is raw, and whether it is made up.
pub(super) fn origin(
    reader: &Reader,
    picture: Picture<'_>,
    measured: &Measured,
    span: Option<DaySpan>,
    raw: Raw,
) -> AnyView {
    let lang = reader.lang;
    let register = &measured.register;
    let name = lang.of(&register.ledger.name).to_owned();
    let name = if register.ledger.public {
        let href = reader.href(&format!("/ledger/{}", register.ledger.id));
        view! { <a href=href>{words::from_register(lang, &name)}</a> }.into_any()
    } else {
        words::from_register(lang, &name).into_any()
    };
    let tag = register.demonstration.then(|| parts::demonstration_tag(lang));
    let span = span.map(|span| view! { " · " {words::in_span(lang, &figures::span(lang, span))} });
    view! {
        {frame::day_line(reader, picture.standing.as_of)}
        <p class="fine measured-from">{name} " " {raw.words(lang)} {span} {tag}</p>
    }
    .into_any()
}

/// The table behind a picture.
pub(super) fn behind(lang: Lang, table: impl IntoView + 'static) -> AnyView {
    view! { <details class="related"><summary>{words::as_a_table(lang)}</summary>{table}</details> }.into_any()
}

/// A share in percent; a dash of nothing.
pub(super) fn percent(lang: Lang, share: Option<Decimal>) -> String {
    share.map_or_else(
        || label::no_value(lang).to_owned(),
        |share| figures::with_unit(share, "%"),
    )
}

/// The change between two shares in percentage points, with its sign; a dash where one is not known.
pub(super) fn points(lang: Lang, now: Option<Decimal>, before: Option<Decimal>) -> String {
    signed(lang, now.zip(before).and_then(|(now, before)| now.checked_sub(before)))
}

/// A change with its sign; a dash of none.
pub(super) fn signed(lang: Lang, change: Option<Decimal>) -> String {
    change.map_or_else(|| label::no_value(lang).to_owned(), figures::signed)
}

/// A part of a whole, in percent.
pub(super) fn share(part: u32, whole: u32) -> Option<Decimal> {
    number::percent(part.into(), whole.into(), 1)
}

/// A rank; a dash without one.
pub(super) fn rank(lang: Lang, rank: Option<usize>) -> String {
    rank.map_or_else(|| label::no_value(lang).to_owned(), |rank| rank.to_string())
}

/// A figure that stands large, with what it is and what it counts.
pub(super) fn figure(name: &'static str, value: String, under: AnyView) -> AnyView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd><strong class="number">{value}</strong> " " {under}</dd>
        </div>
    }
    .into_any()
}
