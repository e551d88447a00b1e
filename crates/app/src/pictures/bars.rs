//! Bars: how many have passed each stage, and how many in each month.

use leptos::prelude::*;
use yaodian_domain::{Date, Decimal, ledger::Ledger};
use yaodian_words::{Lang, pictures as words};

use super::{bar, passed, stage_name};

/// What a target asks for of a stage, drawn as a tick on the stage's bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// The stage, by its place counted from 0.
    pub stage: usize,
    /// Where the tick stands, in percent of the longest bar; beyond 100 there is none.
    pub at: Decimal,
    /// What is asked for, as it is written: `≥ 80%`.
    pub words: String,
}

/// 漏斗: how many are listed, and how many have passed each stage, as bars with their numbers and
/// their shares of what is listed. `funnel` begins with the list.
pub fn funnel(lang: Lang, ledger: &Ledger, funnel: &[i64], goals: &[Goal]) -> AnyView {
    funnel_of(lang, ledger, funnel, None, goals)
}

/// The same for all entries of a ledger that should have `expected`: a list that is shorter proves no
/// more than it lists, so that shares are of what there should be.
pub fn funnel_of(lang: Lang, ledger: &Ledger, funnel: &[i64], expected: Option<u32>, goals: &[Goal]) -> AnyView {
    let listed = funnel.first().copied().unwrap_or_default();
    let expected = expected.map(i64::from).filter(|expected| *expected > listed);
    let whole = expected.unwrap_or(listed);
    if listed <= 0 {
        return view! { <p class="absent">{words::no_entries(lang)}</p> }.into_any();
    }
    let row = |name: String, number: i64, goals: Vec<&Goal>| {
        let ticks = (goals.iter())
            .filter(|goal| goal.at <= Decimal::ONE_HUNDRED)
            .map(|goal| view! { <i style=format!("inset-inline-start:{}%", goal.at.max(Decimal::ZERO))></i> })
            .collect_view();
        let asked = (goals.iter())
            .map(|goal| view! { <small>{words::goal(lang, &goal.words)}</small> })
            .collect_view();
        view! {
            <tr>
                <th scope="row">{name} {asked}</th>
                <td class="funnel-bar" aria-hidden="true">
                    <div><span style=bar(number, whole)></span>{ticks}</div>
                </td>
                <td class="number">{words::count(number)}</td>
                <td class="number">{words::share(number, whole)}</td>
            </tr>
        }
        .into_any()
    };
    let stages = (0..ledger.stages.len())
        .map(|at| {
            let asked = goals.iter().filter(|goal| goal.stage == at).collect();
            row(stage_name(lang, ledger, at), passed(funnel, at).1, asked)
        })
        .collect_view();
    let expected = expected.map(|expected| row(words::expected(lang).to_owned(), expected, Vec::new()));
    let share = if expected.is_some() {
        words::share_of_expected(lang)
    } else {
        words::share_word(lang)
    };
    view! {
        <table class="funnel">
            <caption>{words::funnel_title(lang, &lang.of(&ledger.counted))}</caption>
            <thead>
                <tr>
                    <th scope="col">{words::stage_word(lang)}</th>
                    <td class="funnel-bar" aria-hidden="true"></td>
                    <th scope="col" class="number">{words::number_word(lang)}</th>
                    <th scope="col" class="number">{share}</th>
                </tr>
            </thead>
            <tbody>{expected} {row(words::listed(lang).to_owned(), listed, Vec::new())} {stages}</tbody>
        </table>
    }
    .into_any()
}

/// 每月完成: how many passed the stage at this place (counted from 0) in each month, as columns with
/// their numbers. After the last month in which anything was done no number is claimed.
pub fn throughput(lang: Lang, ledger: &Ledger, stage: usize, months: &[(Date, i64)]) -> AnyView {
    let (Some((first, _)), Some((last, _))) = (months.first(), months.last()) else {
        return ().into_any();
    };
    let years = if first.year() == last.year() {
        first.year().to_string()
    } else {
        format!("{}—{}", first.year(), last.year())
    };
    let title = words::throughput_title(lang, &stage_name(lang, ledger, stage), &years);
    let most = months.iter().map(|(_, number)| *number).max().unwrap_or_default();
    let known = months
        .iter()
        .rposition(|(_, number)| *number != 0)
        .map_or(0, |at| at + 1);
    if known == 0 {
        let nothing = words::nothing_in_months(lang);
        return view! { <p class="fine">{title} " · " {nothing}</p> }.into_any();
    }
    let one_year = first.year() == last.year();
    let columns = (months.iter().enumerate())
        .map(|(at, (month, number))| {
            let name = if one_year {
                words::month(lang, month.month())
            } else {
                month.strftime("%Y-%m").to_string()
            };
            let number = (at < known).then_some(*number);
            view! {
                <li style=bar(number.unwrap_or_default(), most)>
                    <span class="month">{name}</span>
                    <b class="number">{number.map_or_else(|| "—".to_owned(), words::count)}</b>
                    <i aria-hidden="true"></i>
                </li>
            }
        })
        .collect_view();
    view! {
        <figure class="months">
            <figcaption>{title}</figcaption>
            <ol>{columns}</ol>
        </figure>
    }
    .into_any()
}
