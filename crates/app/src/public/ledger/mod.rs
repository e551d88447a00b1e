//! One public ledger: how far its entries have come, and the entries; and one entry.

mod address;
mod entries;
mod filters;

use leptos::prelude::*;
use yaodian_contract::ledger::{EntryPage, LedgerSummary};
use yaodian_domain::{
    Decimal,
    id::{LedgerId, UnitId},
    ledger::{Column, Entry, Feed, Ledger, Query},
    plan::Plan,
    target::{Promise, Target, Toward},
};
use yaodian_words::{cells, figures, pictures as picture_words, public_ledger as words};

use super::{Picture, Reader, frame, lists::target_table};
use crate::{
    parts,
    pictures::{self, Goal},
};

/// What the page of a ledger shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerPage {
    /// The ledger as the public sees it ([`Ledger::for_public`]).
    pub ledger: Ledger,
    /// Whether its entries are made up.
    pub demonstration: bool,
    /// Which entries are asked for.
    pub query: Query,
    /// Those of them that stand on this page.
    pub entries: EntryPage,
    /// How all of them stand.
    pub summary: LedgerSummary,
    /// The values of columns that one chooses from, with how often they occur.
    pub options: Vec<(Column, Vec<(String, usize)>)>,
}

/// The targets that are counted from a ledger, each with the place of its stage.
pub(super) fn fed<'p>(plan: &'p Plan, ledger: &Ledger) -> Vec<(&'p Target, usize)> {
    let of_feed = |feed: &Feed| Some((plan.target(feed.target()?)?, ledger.stage(feed.stage()?)?));
    ledger.feeds.iter().filter_map(of_feed).collect()
}

/// What the targets that are counted from a ledger ask for, on its bars.
pub(super) fn goals(reader: &Reader, picture: Picture<'_>, ledger: &Ledger, listed: i64) -> Vec<Goal> {
    let (lang, as_of) = (reader.lang, picture.standing.as_of);
    let whole = Decimal::from(listed.max(0).max(ledger.expected.unwrap_or_default().into()));
    let of_whole = |number: Decimal| number.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(whole);
    let goal = |(target, stage): (&Target, usize)| {
        let now = target.in_force(as_of);
        let at = match &now.promise {
            // A share is one of all that there are, listed or not.
            Promise::Share { goal, .. } => *goal,
            Promise::Count {
                goal,
                toward: Toward::Reach,
                ..
            } => of_whole(*goal)?,
            _ => return None,
        };
        let words = figures::goal(lang, &now);
        Some(Goal {
            stage,
            at: at.round_dp(1),
            words,
        })
    };
    fed(picture.plan(), ledger).into_iter().filter_map(goal).collect()
}

/// The stage that pictures of one stage show: the last that counts, or the last of all.
fn main_stage(plan: &Plan, ledger: &Ledger) -> usize {
    let counted = fed(plan, ledger).into_iter().map(|(_, stage)| stage).max();
    counted.unwrap_or_else(|| ledger.stages.len().saturating_sub(1))
}

/// How many are listed, out of how many that there should be.
pub(super) fn listed(reader: &Reader, listed: i64, expected: Option<u32>) -> String {
    let lang = reader.lang;
    let number = picture_words::count(listed);
    match expected.map(i64::from) {
        Some(expected) => words::listed_of(lang, &number, &picture_words::count(expected)),
        None => number,
    }
}

/// The page of an entry.
pub(super) fn entry_href(reader: &Reader, ledger: &LedgerId, key: &str) -> String {
    address::entry(reader, ledger, key)
}

/// The page of a public ledger.
pub fn ledger(reader: &Reader, picture: Picture<'_>, page: &LedgerPage) -> String {
    let (lang, plan, ledger) = (reader.lang, picture.plan(), &page.ledger);
    let summary = &page.summary;
    let number = summary.funnel.first().copied().unwrap_or_default();
    let stage = main_stage(plan, ledger);
    let units = plan.units.iter().as_slice();
    let link = |unit: &UnitId| {
        let query = Query::read(ledger, [("unit", unit.as_str())]).unwrap_or_default();
        address::page(reader, &ledger.id, &query, 0)
    };
    let months = summary.throughput.get(stage).map(Vec::as_slice).unwrap_or_default();
    let pictures = (number > 0).then(|| {
        view! {
            <section>
                <h2>{words::units_and_months(lang)}</h2>
                <div class="side-by-side">
                    {pictures::tile_map(lang, ledger, units, &summary.by_unit, stage, link)}
                    {pictures::throughput(lang, ledger, stage, months)}
                </div>
                {pictures::by_unit(lang, ledger, units, &summary.by_unit, link)}
            </section>
        }
    });
    let goals = goals(reader, picture, ledger, number);
    let funnel = pictures::funnel_of(lang, ledger, &summary.funnel, ledger.expected, &goals);
    let targets: Vec<&Target> = fed(plan, ledger).into_iter().map(|(target, _)| target).collect();
    let targets = (!targets.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words::fed_targets(lang)}</h2>
                {target_table(reader, picture.standing, &targets)}
            </section>
        }
    });
    let filters = (page.entries.all > 0).then(|| {
        view! {
            {filters::form(reader, &plan.units, page)}
            {filters::in_force(reader, &plan.units, page)}
            {entries::counted(reader, page)}
        }
    });
    let jump =
        (page.entries.all > 0).then(|| view! { <p class="jump"><a href="#entries">{words::to_entries(lang)}</a></p> });
    frame::about_all(reader, lang.of(&ledger.name), move || {
        view! {
            {head(reader, picture, ledger, page.demonstration, None)}
            <section>
                <h2>{words::progress(lang)}</h2>
                <dl class="facts">
                    <div><dt>{words::listed_word(lang)}</dt><dd class="number">{listed(reader, number, ledger.expected)}</dd></div>
                </dl>
                {funnel}
                {jump}
            </section>
            {targets}
            {pictures}
            <section aria-labelledby="entries">
                <h2 id="entries">{words::entries(lang)}</h2>
                {filters}
                {entries::table(reader, plan, page)}
                {entries::paging(reader, page)}
            </section>
            {stages(reader, ledger)}
        }
    })
}

/// The head of a ledger's page, or of an entry's.
fn head(reader: &Reader, picture: Picture<'_>, ledger: &Ledger, demonstration: bool, key: Option<&str>) -> AnyView {
    let lang = reader.lang;
    let name = lang.of(&ledger.name).to_owned();
    let home = match key {
        None => view! { <a href=reader.href("/ledgers")>{words::ledgers(lang)}</a> }.into_any(),
        Some(_) => view! { <a href=reader.href(&format!("/ledger/{}", ledger.id))>{name.clone()}</a> }.into_any(),
    };
    let lede = key.is_none().then(|| {
        let note = ledger
            .note
            .clone()
            .map(|note| view! { <p class="note" lang="zh-CN">{note}</p> });
        view! { <p class="lede">{words::each_entry(lang, &lang.of(&ledger.counted))}</p> {note} }
    });
    let made_up = demonstration.then(|| {
        view! { <p class="note">{parts::demonstration_tag(lang)} " " {words::demonstration_ledger(lang)}</p> }
    });
    view! {
        <header class="masthead">
            <p class="issuer">{home}</p>
            <h1>{key.map_or(name, ToOwned::to_owned)}</h1>
            {lede}
            {made_up}
            {today(reader, picture)}
        </header>
    }
    .into_any()
}

/// Of which day a page of ledgers speaks: of today only.
pub(super) fn today(reader: &Reader, picture: Picture<'_>) -> AnyView {
    match reader.as_of {
        Some(_) => view! { <p class="note">{words::today_only(reader.lang)}</p> }.into_any(),
        None => frame::day_line(reader, picture.standing.as_of).into_any(),
    }
}

/// What the stages are: who says that one is done, and what must be there first.
fn stages(reader: &Reader, ledger: &Ledger) -> AnyView {
    let lang = reader.lang;
    let comma = words::comma(lang);
    let rows = (ledger.stages.iter())
        .map(|stage| {
            let movers: Vec<_> = stage.movers.iter().map(|mover| cells::mover(lang, *mover)).collect();
            let fields = stage.fields.iter().filter_map(|id| ledger.field(id));
            let fields: Vec<_> = fields.map(|(_, field)| lang.of(&field.name)).collect();
            let asks = (!fields.is_empty()).then(|| fields.join(comma));
            let files = (stage.files > 0).then(|| words::at_least_files(lang, &stage.files));
            view! {
                <tr>
                    <th scope="row">{lang.of(&stage.name).to_owned()}</th>
                    <td>{movers.join(comma)}</td>
                    <td>{asks}</td>
                    <td class="number">{files}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (picture_words::stage_word(lang), false),
        (words::done_by(lang), false),
        (words::asks_for(lang), false),
        (words::files_word(lang), true),
    ];
    view! {
        <section>
            <h2>{words::stages_title(lang)}</h2>
            {parts::table("stage-rules", &heads, rows)}
        </section>
    }
    .into_any()
}

/// The page of an entry of a public ledger. `ledger` and `entry` are as the public sees them.
pub fn ledger_entry(
    reader: &Reader,
    picture: Picture<'_>,
    ledger: &Ledger,
    entry: &Entry,
    demonstration: bool,
) -> String {
    let (lang, plan) = (reader.lang, picture.plan());
    let key = entry.row.key.as_str();
    let steps = (ledger.stages.iter().enumerate())
        .map(|(at, stage)| {
            let day = match entry.row.reached.get(at) {
                Some(day) => view! { <span class="number">{figures::day(*day)}</span> }.into_any(),
                None => view! { <span class="absent">{words::not_done(lang)}</span> }.into_any(),
            };
            let files = entry.files.get(at).filter(|files| **files > 0);
            let files = files.map(|files| view! { " · " {words::files_word(lang)} " " {words::files(lang, files)} });
            view! { <div><dt>{lang.of(&stage.name).to_owned()}</dt><dd>{day} {files}</dd></div> }
        })
        .collect_view();
    let title = words::entry_title(lang, &key, &lang.of(&ledger.name));
    frame::about_all(reader, &title, move || {
        view! {
            {head(reader, picture, ledger, demonstration, Some(key))}
            <section>
                <h2>{words::stage_days(lang)}</h2>
                <dl class="facts">{steps}</dl>
            </section>
            <section>
                <h2>{cells::column(lang, ledger, &Column::Key)} " " {key.to_owned()}</h2>
                {entries::facts(reader, plan, ledger, entry)}
            </section>
            <p class="fine"><a href=reader.href(&format!("/ledger/{}", ledger.id))>{words::to_ledger(lang)}</a></p>
        }
    })
}
