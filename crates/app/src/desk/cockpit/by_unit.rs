//! The same as the heat table where there is no room for it: a list by unit.

use leptos::prelude::*;
use yaodian_contract::cockpit::{Cockpit, Column};
use yaodian_domain::{check::Status, standing::Tally};
use yaodian_words::{Lang, cockpit as say, names};

use super::{Screen, address::Asked, shown::Shown, words};
use crate::parts;

pub(super) fn by_unit(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let units = move || {
        screen.all.with(|all| {
            screen.shown.with(|shown| {
                screen.asked.with(|asked| {
                    let columns = shown.columns.iter().filter_map(|at| Some((*at, all.columns.get(*at)?)));
                    columns
                        .filter_map(|(at, column)| unit(lang, all, shown, asked, at, column))
                        .collect_view()
                })
            })
        })
    };
    view! { <section class="unit-list" aria-label=say::by_unit(lang)><ul>{units}</ul></section> }.into_any()
}

fn unit(lang: Lang, all: &Cockpit, shown: &Shown, asked: &Asked, at: usize, column: &Column) -> Option<AnyView> {
    let rows = shown.rows.iter().filter_map(|row| all.rows.get(*row));
    let cells: Vec<_> = rows
        .flat_map(|row| row.cells.iter().map(move |cell| (row, cell)))
        .filter(|(_, cell)| cell.unit == at && asked.takes(cell))
        .collect();
    if cells.is_empty() {
        return None;
    }
    let tally: Tally = cells.iter().map(|(_, cell)| cell.status).collect();
    let marks = Status::ALL
        .into_iter()
        .filter(|status| tally.at(*status) > 0)
        .map(|status| {
            view! {
                <span class=format!("mark is-{}", status.as_str()) title=names::status(lang, status)>
                    <span class="shape" aria-hidden="true">{status.shape().to_string()}</span>
                    <span class="visually-hidden">{names::status(lang, status)} " "</span>
                    <span class="number">{tally.at(status).to_string()}</span>
                </span>
            }
            .into_any()
        })
        .collect_view();
    let (sent, parts) = cells.iter().fold((0, 0), |(sent, parts), (_, cell)| {
        (sent + cell.sent, parts + cell.parts)
    });
    let lines = cells
        .iter()
        .map(|(row, cell)| {
            let open = Some((column.unit.clone(), Some(row.place.clone())));
            let href = asked.but(|asked| asked.open = open).href();
            view! { <li>{parts::mark(lang, cell.status)} " " <a href=href data-noscroll="">{words::row(lang, row)}</a></li> }.into_any()
        })
        .collect_view();
    let view = view! {
        <li>
            <details>
                <summary>
                    <span class="name">{lang.of(&column.name).to_owned()}</span>
                    <span class="marks">{marks}</span>
                    <span class="fine number">{say::sent(lang, &sent, &parts)}</span>
                </summary>
                <ul>{lines}</ul>
            </details>
        </li>
    };
    Some(view.into_any())
}
