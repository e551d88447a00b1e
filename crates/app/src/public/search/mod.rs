//! `/search`: the form, what was found, and what to try where nothing was.

mod found;

use leptos::prelude::*;
use yaodian_domain::{
    id::LedgerId,
    ledger::{Entry, Feed},
    plan::Name,
    target::{Promise, Target},
};
use yaodian_search::{Announced, Document, Found, LONGEST, Library, Query, Sort, Subject, Told};
use yaodian_words::{Lang, figures, label, public_ledger, search as words};

use super::{Picture, Reader, frame};
use found::{entries_found, row};

/// So many results stand on one page.
pub const ROWS: usize = 20;
/// Entries of one ledger that were found.
#[derive(Debug, Clone, PartialEq)]
pub struct EntriesFound {
    /// Which.
    pub ledger: LedgerId,
    /// What it is called.
    pub name: Name,
    /// Whether its entries are made up.
    pub demonstration: bool,
    /// How many fit.
    pub matching: usize,
    /// The first of them.
    pub rows: Vec<Entry>,
}

/// What somebody looks for, and what was found.
#[derive(Debug)]
pub struct SearchPage<'a> {
    /// What was typed.
    pub query: &'a Query,
    /// Only this sort of things.
    pub sort: Option<Sort>,
    /// From which result on.
    pub from: usize,
    /// What can be found.
    pub texts: &'a Library<Subject>,
    /// The rules among it.
    pub told: &'a [Told],
    /// The bulletins among it.
    pub announced: &'a [Announced],
    /// What was found.
    pub found: &'a Found,
    /// Entries of ledgers.
    pub entries: &'a [EntriesFound],
    /// What may have been meant, as it was typed.
    pub near: Option<&'a Query>,
    /// Whether what was found was found by that.
    pub by_near: bool,
}

impl SearchPage<'_> {
    /// By what was found what was found.
    fn by(&self) -> &Query {
        self.near.filter(|_| self.by_near).unwrap_or(self.query)
    }

    fn count(&self, sort: Option<Sort>) -> usize {
        let entries: usize = self.entries.iter().map(|found| found.matching).sum();
        let of = |wanted: Sort| match wanted {
            Sort::Entry => entries,
            _ => self.hits(Some(wanted)).count(),
        };
        sort.map_or_else(|| self.found.hits.len() + entries, of)
    }

    fn hits(&self, sort: Option<Sort>) -> impl Iterator<Item = &Document<Subject>> {
        let all = self.found.hits.iter();
        all.filter_map(|hit| self.texts.documents().get(hit.at))
            .filter(move |document| sort.is_none_or(|sort| document.of.sort() == sort))
    }
}

fn sort_name(lang: Lang, sort: Sort) -> &'static str {
    match sort {
        Sort::Target => words::targets(lang),
        Sort::Document => words::document(lang),
        Sort::Unit => words::units(lang),
        Sort::Ledger => words::ledgers(lang),
        Sort::Entry => words::entries(lang),
        Sort::Place => words::places(lang),
        Sort::Bulletin => words::bulletins(lang),
        Sort::Rule => words::rules(lang),
    }
}

/// The box in the head of every page.
pub(super) fn head_box(reader: &Reader) -> impl IntoView + use<> {
    let lang = reader.lang;
    let day = reader
        .as_of
        .map(|day| view! { <input type="hidden" name="as_of" value=day.to_string()/> });
    view! {
        <form class="head-search" role="search" action=format!("{}/search", reader.base) method="get">
            <input type="search" name="q" maxlength="400" aria-label=words::search_field(lang)/>
            {day}
            <button class="quiet">{words::search(lang)}</button>
        </form>
    }
}

/// The form with what was typed.
pub(super) fn form(reader: &Reader, typed: &str, sort: Option<Sort>) -> impl IntoView + use<> {
    let lang = reader.lang;
    let day = reader
        .as_of
        .map(|day| view! { <input type="hidden" name="as_of" value=day.to_string()/> });
    let sort = sort.map(|sort| view! { <input type="hidden" name="kind" value=sort.as_str()/> });
    view! {
        <form class="search-form" action=format!("{}/search", reader.base) method="get">
            <label for="q">{words::search_field(lang)}</label>
            <div>
                <input type="search" id="q" name="q" value=typed.to_owned() maxlength="400"/>
                {sort}
                {day}
                <button>{words::search(lang)}</button>
            </div>
        </form>
    }
}

/// The address of a search.
fn address(reader: &Reader, typed: &str, sort: Option<Sort>, from: usize) -> String {
    let from = (from > 0).then(|| from.to_string());
    let pairs = [
        Some(("q", typed)),
        sort.map(|sort| ("kind", sort.as_str())),
        from.as_deref().map(|from| ("from", from)),
    ];
    reader.href_with("/search", &pairs.into_iter().flatten().collect::<Vec<_>>())
}

/// The page.
pub fn search(reader: &Reader, picture: Picture<'_>, page: &SearchPage<'_>) -> String {
    let (lang, typed) = (reader.lang, page.query.text());
    let title = if typed.is_empty() {
        words::search(lang).to_owned()
    } else {
        words::title(lang, &typed)
    };
    let cut = page
        .query
        .is_cut()
        .then(|| view! { <p class="notice" role="note">{words::cut(lang, &LONGEST)}</p> });
    let body = if typed.is_empty() {
        examples(reader, picture).into_any()
    } else if page.query.is_empty() {
        view! { <p class="absent">{words::no_words(lang)}</p> {examples(reader, picture)} }.into_any()
    } else if page.count(None) == 0 {
        nothing(reader, page).into_any()
    } else {
        results(reader, picture, page).into_any()
    };
    frame::page(reader, &title, move || {
        view! {
            <header class="masthead">
                <h1>{words::search(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
                {form(reader, typed, page.sort)}
                {cut}
                {frame::day_line(reader, picture.standing.as_of)}
            </header>
            {body}
        }
    })
}

/// What one may look for, taken from the plan itself.
fn examples(reader: &Reader, picture: Picture<'_>) -> impl IntoView + use<> {
    let (lang, plan) = (reader.lang, picture.plan());
    let unit = |kind| plan.units.of_kind(kind).next().map(|unit| lang.unit(unit).to_owned());
    let number = plan.targets.iter().find_map(|target| match target.promise {
        Promise::Share {
            inventory: Some(all), ..
        } => Some(figures::number(all)),
        _ => None,
    });
    let level = plan.headline_targets().find_map(|target| match &target.promise {
        Promise::Level { bound, measure } => Some(figures::with_unit(bound.value, lang.of(&measure.unit))),
        _ => None,
    });
    let fed = |target: &Target| {
        let feeds = |feed: &Feed| feed.target() == Some(&target.id);
        plan.ledgers
            .iter()
            .any(|ledger| ledger.public && ledger.feeds.iter().any(feeds))
    };
    let name = plan
        .targets
        .iter()
        .find(|target| fed(target))
        .map(|target| lang.of(&target.name).to_owned());
    let all = [
        unit(yaodian_domain::unit::UnitKind::Bureau),
        unit(yaodian_domain::unit::UnitKind::Division),
        name,
        number,
        level,
    ];
    let all = all
        .into_iter()
        .flatten()
        .map(|typed| {
            let href = address(reader, &typed, None, 0);
            view! { <li><a href=href>{typed}</a></li> }
        })
        .collect_view();
    view! { <section class="search-examples"><h2>{words::examples(lang)}</h2><ul class="inline-list">{all}</ul></section> }
}

fn meant(reader: &Reader, page: &SearchPage<'_>) -> Option<impl IntoView + use<>> {
    let (lang, near) = (reader.lang, page.near?);
    let words = if page.by_near {
        words::instead(lang, &page.query.text(), &near.text()).into_any()
    } else {
        let href = address(reader, near.text(), None, 0);
        view! { <a href=href>{words::did_you_mean(lang, &near.text())}</a> }.into_any()
    };
    Some(view! { <p class="notice" role="status">{words}</p> })
}

fn nothing(reader: &Reader, page: &SearchPage<'_>) -> impl IntoView + use<> {
    let lang = reader.lang;
    let ways = [
        ("/plan", label::living_plan(lang)),
        ("/targets", label::targets(lang)),
        ("/units", label::units(lang)),
        ("/ledgers", public_ledger::ledgers(lang)),
    ];
    let ways = ways
        .map(|(path, name)| view! { <li><a href=reader.href(path)>{name}</a></li> })
        .collect_view();
    view! {
        <section>
            <p role="status"><strong>{words::nothing(lang, &page.query.text())}</strong></p>
            {meant(reader, page)}
            <p>{words::tips(lang)}</p>
            <ul class="inline-list">{ways}</ul>
        </section>
    }
}

fn results(reader: &Reader, picture: Picture<'_>, page: &SearchPage<'_>) -> impl IntoView + use<> {
    let (lang, query) = (reader.lang, page.by());
    let link = |sort: Option<Sort>, name: &'static str| {
        let current = (page.sort == sort).then_some("true");
        let href = address(reader, page.query.text(), sort, 0);
        let count = page.count(sort);
        (count > 0 || page.sort == sort)
            .then(|| view! { <li><a href=href aria-current=current>{words::kind_count(lang, &name, &count)}</a></li> })
    };
    let sorts = Sort::ALL
        .into_iter()
        .map(|sort| link(Some(sort), sort_name(lang, sort)))
        .collect_view();
    let all = page.hits(page.sort).count();
    let rows: Vec<_> = page
        .hits(page.sort)
        .skip(page.from)
        .take(ROWS)
        .map(|document| row(reader, picture, page, query, document))
        .collect();
    let last = page.from + rows.len();
    let listed = if page.sort == Some(Sort::Entry) {
        None
    } else if rows.is_empty() && all > 0 {
        Some(view! { <p class="absent">{words::beyond_the_end(lang)}</p> }.into_any())
    } else if rows.is_empty() {
        None
    } else {
        let shown = words::shown(lang, &(page.from + 1), &last, &all);
        let apart = page.count(page.sort) - all;
        let apart = (apart > 0).then(|| words::entries_apart(lang, &apart));
        let start = (page.from + 1).to_string();
        Some(
            view! { <p class="fine" role="status">{shown} " " {apart}</p> <ol class="hits" start=start>{rows}</ol> }
                .into_any(),
        )
    };
    let entries = matches!(page.sort, None | Some(Sort::Entry)) && page.from == 0;
    let entries = entries.then(|| entries_found(reader, page, query)).flatten();
    let turn = |from: Option<usize>| {
        let from = from?;
        let name = words::rows(lang, &(from + 1), &(from + ROWS).min(all));
        Some((name, address(reader, page.query.text(), page.sort, from)))
    };
    let before = (page.from > 0).then(|| page.from.saturating_sub(ROWS));
    let after = (last < all && page.sort != Some(Sort::Entry)).then_some(last);
    let pager = super::document::pager(reader, turn(before), turn(after));
    view! {
        {meant(reader, page)}
        <nav class="kinds" aria-label=words::kinds_of_hits(lang)>
            <ul>{link(None, words::all_kinds(lang))} {sorts}</ul>
        </nav>
        {listed}
        {pager}
        {entries}
    }
}
