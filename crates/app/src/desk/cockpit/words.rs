//! How rows, units and cells are called.

use yaodian_contract::cockpit::{Cockpit, Column, Row};
use yaodian_domain::{
    cockpit::{Cell, Place},
    time::days_between,
};
use yaodian_words::{Lang, closing, cockpit as words, names, say};

/// `7.1`, or the number of the commitment or item.
pub(super) fn number(lang: Lang, place: &Place) -> String {
    match place {
        Place::Headline(n) => words::place_headline(lang, n),
        Place::Item(n) => say::item_number(lang, n),
        Place::Task(id) => id.to_string(),
        Place::Carried(_) => closing::carried(lang).to_owned(),
    }
}

/// The number and the name of a row.
pub(super) fn row(lang: Lang, row: &Row) -> String {
    let number = match row.place {
        Place::Headline(_) => String::new(),
        Place::Carried(_) => format!("{} ", closing::carried(lang)),
        Place::Item(n) => format!("{n} "),
        Place::Task(ref id) => format!("{id} "),
    };
    number + lang.of(&row.name)
}

/// A unit's name for narrow places.
pub(super) fn short(lang: Lang, column: &Column) -> String {
    match lang {
        Lang::Zh => column.short.clone(),
        Lang::En => column.name.en.trim_end_matches(" Division").to_owned(),
    }
}

/// Everything that a cell says, for those who do not see it and those who point at it.
pub(super) fn cell(lang: Lang, column: &Column, in_row: &Row, cell: &Cell) -> String {
    let mut text = words::cell(
        lang,
        &lang.of(&column.name),
        &row(lang, in_row),
        &names::status(lang, cell.status),
    );
    let mut add = |more: String| {
        text.push_str(" · ");
        text.push_str(&more);
    };
    if cell.parts > 1 {
        add(words::parts(lang, &cell.parts));
    }
    add(words::sent(lang, &cell.sent, &cell.parts));
    if cell.turned > 0 {
        add(words::turned_parts(lang, &cell.turned));
    }
    text
}

/// When the period's reports are due, and how far off that is.
pub(super) fn due(lang: Lang, all: &Cockpit) -> String {
    let left = match days_between(all.as_of, all.due) {
        0 => say::due_today(lang, &all.as_of),
        days @ 1.. => say::due_in(lang, &days),
        days => say::overdue_by(lang, &-days),
    };
    format!("{} · {left}", words::due_by(lang, &all.due))
}
