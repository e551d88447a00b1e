//! Held against last year's plan and against the version that is amended.

use leptos::prelude::*;
use yaodian_contract::imports::{Comparison, ImportCheck, NamedDifference};
use yaodian_intake::{Change, Changes, Part};
use yaodian_words::{Lang, figures, import_desk as words, intake};

use super::{
    light,
    screen::{Desk, Mode},
};

/// Both comparisons.
pub(super) fn pane(desk: Desk, check: &ImportCheck) -> AnyView {
    let lang = desk.lang;
    let hindered = !check.hindrances.is_empty();
    let amended = check
        .amended
        .as_ref()
        .map(|with| comparison(desk, words::against_amended(lang), with, "amended"));
    let last_year = check
        .last_year
        .as_ref()
        .map(|with| comparison(desk, words::against_last_year(lang), with, "last-year"));
    let nothing = (check.amended.is_none() && check.last_year.is_none()).then(|| {
        let why = if hindered {
            words::compare_hindered(lang)
        } else {
            words::nothing_to_compare(lang)
        };
        let publish = hindered.then(|| {
            let go = move |_| desk.mode.set(Mode::Publish);
            view! { " " <button type="button" class="linklike" on:click=go>{words::see_hindering(lang)}</button> }
        });
        view! { <p class="absent">{why} {publish}</p> }
    });
    view! { {amended} {last_year} {nothing} }.into_any()
}

/// The sorts of differences, those first that matter most.
fn sort_of(change: &Change) -> usize {
    match change {
        Change::Changed(changes) if changes.figure.is_some() => 0,
        Change::Changed(_) => 1,
        Change::New => 2,
        Change::Gone => 3,
        Change::Same => 4,
    }
}

fn comparison(desk: Desk, title: &'static str, with: &Comparison, id: &'static str) -> AnyView {
    let lang = desk.lang;
    let folds = [
        words::figures_changed(lang),
        words::otherwise_changed(lang),
        words::is_new(lang),
        words::is_gone(lang),
    ]
    .into_iter()
    .enumerate()
    .filter_map(|(sort, name)| {
        let of: Vec<&NamedDifference> = with
            .differences
            .iter()
            .filter(|one| sort_of(&one.difference.change) == sort)
            .collect();
        let count = of.len();
        let rows = of.into_iter().map(|one| row(desk, one)).collect_view();
        (count > 0).then(|| {
            view! {
                <details open=sort < 2>
                    <summary>{name} " " <b class="number">{count.to_string()}</b></summary>
                    <ul class="difference-list">{rows}</ul>
                </details>
            }
        })
    })
    .collect_view();
    view! {
        <section class="comparison" id=id>
            <h2>{title} " " <span class="fine">{lang.of(&with.with.title).to_owned()}</span></h2>
            <p>{words::same_count(lang, &with.same)}</p>
            {folds}
        </section>
    }
    .into_any()
}

fn part_word(lang: Lang, part: &Part) -> &'static str {
    match part {
        Part::Item { .. } => words::item_word(lang),
        Part::Task { .. } => words::task_word(lang),
        Part::Target { .. } => words::target_word(lang),
    }
}

fn row(desk: Desk, one: &NamedDifference) -> AnyView {
    let lang = desk.lang;
    let name = card_name(lang.of(&one.name));
    let named = match one.span {
        Some(span) => {
            view! { <button type="button" class="linklike" on:click=move |_| light::jump(desk, span)>{name}</button> }
                .into_any()
        }
        None => view! { <span>{name}</span> }.into_any(),
    };
    let told = match &one.difference.change {
        Change::Changed(changes) => Some(told(desk, changes)),
        _ => None,
    };
    view! { <li><span class="fine part">{part_word(lang, &one.difference.part)}</span> <div>{named} {told}</div></li> }
        .into_any()
}

/// So many characters of a task's words are shown.
const LONGEST: usize = 60;

fn card_name(name: &str) -> String {
    let name = super::card::clean(name);
    let mut short: String = name.chars().take(LONGEST).collect();
    if short.len() < name.len() {
        short.push('…');
    }
    short
}

fn told(desk: Desk, changes: &Changes) -> AnyView {
    let lang = desk.lang;
    let figure = changes.figure.as_ref().map(|pair| {
        let shown = |value: Option<yaodian_domain::Decimal>| {
            value.map_or_else(|| words::no_figure(lang).to_owned(), figures::number)
        };
        view! {
            <p class="from-to number">
                <del><span class="visually-hidden">{words::was(lang)} " "</span>{shown(pair.from)}</del>
                " → "
                <ins><span class="visually-hidden">{words::becomes(lang)} " "</span>{shown(pair.to)}</ins>
            </p>
        }
    });
    let without = Changes {
        figure: None,
        words: None,
        ..changes.clone()
    };
    let others = desk
        .ground
        .with_value(|ground| intake::changes(lang, &without, &ground.units));
    let others = (!others.is_empty()).then(|| view! { <p class="fine">{others.join(words::and_also(lang))}</p> });
    let other_words = changes.words.as_ref().map(|pair| {
        let (before, from, to, after) = apart(&super::card::clean(&pair.from), &super::card::clean(&pair.to));
        view! {
            <details class="differences"><summary class="fine">{words::see_words(lang)}</summary>
                <p class="quote">{before} <del>{from}</del> <ins>{to}</ins> {after}</p>
            </details>
        }
    });
    view! { {figure} {others} {other_words} }.into_any()
}

/// So many characters before and behind what differs are shown.
const AROUND: usize = 16;

/// What two texts share at their beginning and their end, shortened, and what differs between.
fn apart(from: &str, to: &str) -> (String, String, String, String) {
    let (old, new): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - head;
    let ends = old.iter().rev().zip(new.iter().rev());
    let tail = ends.take(most).take_while(|(a, b)| a == b).count();
    let text = |chars: &[char]| chars.iter().collect::<String>();
    let before = head.saturating_sub(AROUND);
    let after = (old.len() - tail + AROUND).min(old.len());
    let cut = |is: bool| if is { "…" } else { "" };
    (
        format!("{}{}", cut(before > 0), text(&old[before..head])),
        text(&old[head..old.len() - tail]),
        text(&new[head..new.len() - tail]),
        format!("{}{}", text(&old[old.len() - tail..after]), cut(after < old.len())),
    )
}

#[cfg(test)]
#[path = "../../../tests/imports/compare.rs"]
mod tests;
