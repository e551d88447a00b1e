//! Which entries are asked for: the form, and the conditions in force.

use leptos::prelude::*;
use yaodian_domain::{
    ledger::{
        Column, Ledger,
        query::{Filter, Test},
    },
    unit::Register,
};
use yaodian_words::{Lang, cells, pictures, public_ledger as words};

use super::{super::Reader, LedgerPage, address};

/// The form above the entries. It asks by the address, so that its answer can be sent on.
pub(super) fn form(reader: &Reader, units: &Register, page: &LedgerPage) -> impl IntoView + use<> {
    let (lang, ledger, query) = (reader.lang, &page.ledger, &page.query);
    let stage = (!ledger.stages.is_empty()).then(|| {
        let chosen = chosen(page, &Column::Stage);
        field(lang, ledger, &Column::Stage, stages(lang, page, chosen.as_deref()))
    });
    // A few of the choices are worth a field; the others can be asked for by address, and are kept.
    let lists = (page.options.iter())
        .filter(|(_, values)| values.len() > 1)
        .map(|(column, values)| {
            let chosen = chosen(page, column);
            let options = (values.iter())
                .map(|(value, n)| {
                    let name = cells::value(lang, ledger, units, column, value);
                    option(lang, value, &name, Some(*n), chosen.as_deref() == Some(value))
                })
                .collect_view();
            field(lang, ledger, column, options.into_any())
        })
        .collect_view();
    // What the form has no field for stays as it is.
    let offered = |filter: &Filter| {
        let field = filter.column == Column::Stage
            || (page.options.iter()).any(|(column, values)| *column == filter.column && values.len() > 1);
        field && chosen(page, &filter.column).is_some()
    };
    let kept = yaodian_domain::ledger::Query {
        search: String::new(),
        filters: query
            .filters
            .iter()
            .filter(|filter| !offered(filter))
            .cloned()
            .collect(),
        ..query.clone()
    };
    let mut kept = kept.pairs();
    kept.extend(reader.as_of.map(|day| ("as_of".to_owned(), day.to_string())));
    let kept = (kept.into_iter())
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view();
    view! {
        <form class="entry-filters" method="get" action=format!("{}/ledger/{}#entries", reader.base, ledger.id) role="search" aria-label=words::filters_title(lang)>
            <label>{words::search_word(lang)} <input type="search" name="q" value=query.search.clone() maxlength="100"/></label>
            {stage}
            {lists}
            {kept}
            <button>{words::apply(lang)}</button>
        </form>
    }
}

fn field(lang: Lang, ledger: &Ledger, column: &Column, options: AnyView) -> AnyView {
    let name = cells::column(lang, ledger, column);
    view! {
        <label>{name} <select name=column.to_string()><option value="">{words::any(lang)}</option>{options}</select></label>
    }
    .into_any()
}

fn option(lang: Lang, value: &str, name: &str, n: Option<usize>, selected: bool) -> AnyView {
    let words = match n {
        Some(n) => words::option_count(lang, &name, &pictures::count(i64::try_from(n).unwrap_or(i64::MAX))),
        None => name.to_owned(),
    };
    view! { <option value=value.to_owned() selected=selected>{words}</option> }.into_any()
}

/// How far entries have come, and how far they have come at least.
fn stages(lang: Lang, page: &LedgerPage, chosen: Option<&str>) -> AnyView {
    let (ledger, funnel) = (&page.ledger, &page.summary.funnel);
    let passed = |n: usize| funnel.get(n).copied().unwrap_or_default();
    let number = |n: i64| usize::try_from(n).ok();
    let at = (0..=ledger.stages.len())
        .map(|n| {
            let value = n.to_string();
            let name = words::reached(lang, ledger, n);
            option(
                lang,
                &value,
                &name,
                number(passed(n) - passed(n + 1)),
                chosen == Some(&value),
            )
        })
        .collect_view();
    let past = (1..=ledger.stages.len())
        .map(|n| {
            let value = format!("{n}..");
            let name = words::reached(lang, ledger, n);
            option(lang, &value, &name, number(passed(n)), chosen == Some(&value))
        })
        .collect_view();
    view! {
        <optgroup label=words::at_stage(lang)>{at}</optgroup>
        <optgroup label=words::past_stage(lang)>{past}</optgroup>
    }
    .into_any()
}

/// The one value of a column that is asked for, where a list can show it.
fn chosen(page: &LedgerPage, column: &Column) -> Option<String> {
    let mut filters = page.query.filters.iter().filter(|filter| filter.column == *column);
    let (filter, None) = (filters.next()?, filters.next()) else {
        return None;
    };
    let value = match &filter.test {
        Test::OneOf(values) if values.len() == 1 => values.first()?.clone(),
        Test::Between {
            from: Some(from),
            to: None,
        } if *column == Column::Stage => format!("{from}.."),
        _ => return None,
    };
    let known = match column {
        Column::Stage => value.trim_end_matches("..").parse::<usize>().is_ok_and(|n| {
            n <= page.ledger.stages.len() && (n > 0 || !value.ends_with("..")) && !value.starts_with('+')
        }),
        _ => (page.options.iter()).any(|(of, values)| of == column && values.iter().any(|(text, _)| *text == value)),
    };
    known.then_some(value)
}

/// The conditions in force, each with the way to be rid of it.
pub(super) fn in_force(reader: &Reader, units: &Register, page: &LedgerPage) -> Option<AnyView> {
    let (lang, ledger, query) = (reader.lang, &page.ledger, &page.query);
    let mut chips = Vec::new();
    if !query.search.is_empty() {
        let rest = yaodian_domain::ledger::Query {
            search: String::new(),
            ..query.clone()
        };
        chips.push((words::searched(lang, &query.search), rest));
    }
    for filter in &query.filters {
        let words = words::conditions(lang, ledger, units, &filter.column, &filter.test);
        let rest = |place| address::without(query, filter, place);
        chips.extend(words.into_iter().enumerate().map(|(place, words)| (words, rest(place))));
    }
    if chips.is_empty() {
        return None;
    }
    let href = |query: &_| address::page(reader, &ledger.id, query, 0);
    let all = yaodian_domain::ledger::Query {
        search: String::new(),
        filters: Vec::new(),
        ..query.clone()
    };
    let clear = (chips.len() > 1).then(|| view! { <li><a href=href(&all)>{words::clear_all(lang)}</a></li> });
    let chips = (chips.into_iter())
        .map(|(words, rest)| {
            let name = words::remove(lang, &words);
            view! { <li><a class="condition" href=href(&rest) aria-label=name>{words} <span aria-hidden="true">" ×"</span></a></li> }
        })
        .collect_view();
    Some(view! { <ul class="asked" aria-label=words::in_force(lang)>{chips} {clear}</ul> }.into_any())
}
