//! A target of the draft as a card: its figure, its words, when it is due, how sure the reading is and why.

use leptos::prelude::*;
use yaodian_domain::{id::UnitId, target::Kind};
use yaodian_intake::{Comparator, Edit, Mark, SURE, Target};
use yaodian_words::{Lang, figures, import_desk as words, intake, names};

use super::{
    screen::{Desk, Editing},
    spot::Spot,
};

/// All that a card shows, and nothing of where it stands: what is typed before it leaves it as it is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Card {
    pub(super) target: Target,
    pub(super) mark: Option<Mark>,
    /// Who reports it by a person's word, by the version before or by last year.
    pub(super) reporters: Vec<String>,
    /// Whether it is to be reported by somebody of whom nobody knows.
    pub(super) nobody: bool,
}

/// Words without line breaks and marks of emphasis.
pub(super) fn clean(words: &str) -> String {
    let kept = words.chars().filter(|c| !matches!(c, '\n' | '\r' | '*'));
    kept.collect::<String>().trim().to_owned()
}

/// A target's figure in short: `≥ 91.5%`, `30 家`, `80% / 12,480`.
pub(super) fn figure(lang: Lang, target: &Target) -> String {
    let written = |text: &str| yaodian_domain::number::parse(text).map_or_else(|_| text.to_owned(), figures::number);
    let unit = target.unit.as_deref().unwrap_or_default();
    let with_unit = |value: &str| match unit {
        "%" | "" => format!("{}{unit}", written(value)),
        unit => format!("{} {unit}", written(value)),
    };
    match (&target.value, target.kind) {
        (Some(value), Kind::Level | Kind::Count | Kind::Share | Kind::NotWorse) => {
            let comparator = match target.comparator {
                Comparator::AtLeast | Comparator::AtMost | Comparator::About => {
                    format!("{} ", intake::comparator(lang, target.comparator))
                }
                other => format!("{} · ", intake::comparator(lang, other)),
            };
            let of = target
                .inventory
                .as_deref()
                .map(|all| words::of_all(lang, &written(all)));
            format!("{comparator}{}{}", with_unit(value), of.unwrap_or_default())
        }
        _ => intake::comparator(lang, target.comparator).to_owned(),
    }
}

/// How sure the reading is: three steps, with a shape each.
pub(super) fn sure(lang: Lang, confidence: f32) -> (&'static str, &'static str, &'static str) {
    if confidence >= SURE {
        ("sure", "●", words::sure(lang))
    } else if confidence >= SURE / 2.0 {
        ("half", "◐", words::half_sure(lang))
    } else {
        ("unsure", "○", words::not_sure(lang))
    }
}

/// What a person said about it.
fn mark(lang: Lang, mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::Accepted => ("✓", words::accepted(lang)),
        Mark::Corrected => ("✎", words::corrected(lang)),
        Mark::Added => ("+", words::added(lang)),
    }
}

/// The facts of a target, for a card and for a doubt.
pub(super) fn facts(lang: Lang, card: &Card) -> AnyView {
    let target = &card.target;
    let due = target.due.map(|due| {
        let also = (!target.due_written).then(|| words::year_end(lang));
        view! { <li>{words::due_on(lang, &figures::day(due))} {also.map(|also| view! { " " <span class="fine">{also}</span> })}</li> }
    });
    let base = target
        .base
        .clone()
        .map(|base| view! { <li>{words::against(lang, &base)}</li> });
    let reporters = (!card.reporters.is_empty()).then(|| {
        let all = super::units::join(lang, &card.reporters);
        view! { <li>{words::reported_by(lang, &all)}</li> }
    });
    let nobody = card
        .nobody
        .then(|| view! { <li class="doubtful">{words::no_reporter(lang)}</li> });
    let why = card.mark.is_none().then(|| {
        let (class, shape, word) = sure(lang, target.confidence);
        let why: Vec<&str> = target.why.iter().map(|why| intake::why(lang, *why)).collect();
        let why = (!why.is_empty()).then(|| words::because(lang, &why.join(words::and_also(lang))));
        view! { <p class="why fine"><span class=format!("sure-mark {class}")><span aria-hidden="true">{shape}</span> " " {word}</span> {why}</p> }
    });
    view! {
        <ul class="card-facts">
            <li>{names::kind(lang, target.kind)}</li>
            {due}
            {base}
            {reporters}
            {nobody}
        </ul>
        {why}
    }
    .into_any()
}

/// The card.
pub(super) fn view(desk: Desk, spot: Spot, card: &Card, open: bool) -> AnyView {
    let lang = desk.lang;
    let target = &card.target;
    let marked = card.mark.map(|one| {
        let (shape, word) = mark(lang, one);
        view! { <span class="decided"><span aria-hidden="true">{shape}</span> " " {word}</span> }
    });
    let class = match (card.mark, target.confidence >= SURE) {
        (Some(_), _) => "card-target is-decided",
        (None, true) => "card-target",
        (None, false) => "card-target is-unsure",
    };
    let name = target.subject.clone();
    let key = move || desk.reviewed.with_untracked(|reviewed| spot.key(reviewed));
    let act = move |make: fn(yaodian_intake::Key) -> Edit| {
        if let Some(key) = key() {
            desk.decide(make(key));
        }
    };
    let said = |what: &str| format!("{what}: {name}");
    let tools = open.then(|| {
        let accept = card.mark.is_none().then(|| {
            view! { <button type="button" class="linklike" aria-label=said(words::accept(lang)) on:click=move |_| act(|target| Edit::Accept { target })>{words::accept(lang)}</button> }
        });
        let correct = move |_| {
            if let Some(key) = key() {
                desk.edit(Editing::Target(key));
            }
        };
        view! {
            <span class="row-actions">
                {accept}
                <button type="button" class="linklike" aria-label=said(words::correct(lang)) on:click=correct>{words::correct(lang)}</button>
                <button type="button" class="linklike" aria-label=said(words::drop(lang)) on:click=move |_| act(|target| Edit::Drop { target })>{words::drop(lang)}</button>
            </span>
        }
    });
    view! {
        <li class=class id=spot.id()>
            <p class="card-head"><strong class="number">{figure(lang, target)}</strong> <span class="card-name">{target.subject.clone()}</span> {marked}</p>
            {facts(lang, card)}
            {tools}
        </li>
    }
    .into_any()
}

/// The card of a target, with everything that it needs.
pub(super) fn of(
    desk: Desk,
    reviewed: &yaodian_intake::Reviewed,
    key: yaodian_intake::Key,
    target: &Target,
    headline: bool,
) -> Card {
    let named = reviewed.reporters.get(&key).cloned().unwrap_or_default();
    let reporters = if named.is_empty() && headline {
        desk.ground.with_value(|ground| {
            let year = desk.head.with_untracked(|head| head.titles.year);
            let units: Vec<UnitId> = yaodian_intake::usual_among(target, year, &ground.usual);
            units.iter().map(|unit| ground.unit(desk.lang, unit)).collect()
        })
    } else {
        named
    };
    let nowhere = yaodian_domain::plan::Span { start: 0, end: 0 };
    Card {
        nobody: headline && reporters.is_empty(),
        reporters,
        mark: reviewed.state.get(&key).copied(),
        target: Target {
            span: nowhere,
            figure: None,
            ..target.clone()
        },
    }
}
