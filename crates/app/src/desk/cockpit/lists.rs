//! What the office has to see to: who has not reported, who sits on a review, what turned red.

use std::collections::BTreeSet;

use leptos::prelude::*;
use yaodian_contract::cockpit::{Cockpit, Desk, Turned, Unreported};
use yaodian_domain::{cockpit::Place, id::UnitId};
use yaodian_words::{Lang, cockpit as say, figures};

use super::{Chosen, Screen, address::Asked, words};
use crate::parts;

pub(super) fn lists(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let section = move |id: &'static str,
                        title: &'static str,
                        none: &'static str,
                        draw: fn(Screen, &Cockpit, &Asked) -> (usize, Vec<AnyView>)| {
        let content = move || {
            let (count, lines) = screen
                .all
                .with(|all| screen.asked.with(|asked| draw(screen, all, asked)));
            let list = if lines.is_empty() {
                view! { <p class="absent">{none}</p> }.into_any()
            } else {
                view! { <ol>{lines}</ol> }.into_any()
            };
            view! { <h2>{title} " " <span class="number">{count.to_string()}</span></h2> {list} }
        };
        view! { <section id=id class="cockpit-list">{content}</section> }.into_any()
    };
    view! {
        <div class="cockpit-lists">
            {section("turned", say::turned(lang), say::nothing_turned(lang), turned)}
            {section("unreported", say::unreported(lang), say::nothing_unreported(lang), unreported)}
            {section("desks", say::desks(lang), say::nothing_waiting(lang), desks)}
        </div>
    }
    .into_any()
}

fn unit_of(all: &Cockpit, at: usize) -> Option<&UnitId> {
    Some(&all.columns.get(at)?.unit)
}

fn name_of(lang: Lang, all: &Cockpit, at: usize) -> String {
    all.columns
        .get(at)
        .map_or_else(String::new, |column| words::short(lang, column))
}

/// The address with a unit opened.
fn opened(asked: &Asked, unit: Option<&UnitId>, row: Option<&Place>) -> String {
    asked
        .but(|asked| asked.open = unit.map(|unit| (unit.clone(), row.cloned())))
        .href()
}

fn turned(screen: Screen, all: &Cockpit, asked: &Asked) -> (usize, Vec<AnyView>) {
    let lang = screen.lang;
    let who = |turned: &Turned| {
        let (name, href) = match turned.column {
            Some(at) => (
                name_of(lang, all, at),
                opened(asked, unit_of(all, at), Some(&turned.place)),
            ),
            None => (
                say::whole(lang).to_owned(),
                crate::public_page(&format!("/target/{}", turned.target)),
            ),
        };
        let outside = turned.column.is_none().then_some("external");
        view! { <li><a href=href rel=outside data-noscroll="">{name}</a> {parts::dot(lang, turned.to)}</li> }.into_any()
    };
    // What happened to one target stands together already.
    let by_target = all.turned.chunk_by(|one, next| one.target == next.target);
    let lines = by_target
        .filter_map(|group| {
            let name = lang.of(&group.first()?.name).to_owned();
            let units = group.iter().map(who).collect_view();
            Some(view! { <li class="turned-line"><p>{name}</p> <ul>{units}</ul></li> }.into_any())
        })
        .collect();
    (all.turned.len(), lines)
}

fn unreported(screen: Screen, all: &Cockpit, asked: &Asked) -> (usize, Vec<AnyView>) {
    let lang = screen.lang;
    let line = |of_unit: &Unreported| {
        let href = opened(asked, unit_of(all, of_unit.column), None);
        let pick = unit_of(all, of_unit.column).filter(|_| all.acts).map(|unit| {
            let (unit, what) = (unit.clone(), (unit.clone(), None));
            let name = say::choose_unit(lang, &name_of(lang, all, of_unit.column));
            let on = move || screen.chosen.with(|chosen| chosen.contains(&(unit.clone(), None)));
            view! { <input type="checkbox" aria-label=name prop:checked=on on:change=move |_| screen.choose(what.clone())/> }
        });
        let returned = (of_unit.returned > 0)
            .then(|| view! { <span class="returned fine">{say::returned(lang, &of_unit.returned)}</span> });
        view! {
            <li>
                {pick}
                <a href=href data-noscroll="">{name_of(lang, all, of_unit.column)}</a>
                <span class="number">{say::missing(lang, &of_unit.missing, &of_unit.owed)}</span>
                {returned}
            </li>
        }
        .into_any()
    };
    let (missing, owed) = (all.unreported.iter()).fold((0, 0), |(missing, owed), of_unit| {
        (missing + of_unit.missing, owed + of_unit.owed)
    });
    let sum = format!("{} · {}", say::missing(lang, &missing, &owed), words::due(lang, all));
    let mut lines: Vec<AnyView> = all.unreported.iter().map(line).collect();
    if !lines.is_empty() {
        let everybody: BTreeSet<Chosen> = (all.unreported.iter())
            .filter_map(|of_unit| Some((unit_of(all, of_unit.column)?.clone(), None)))
            .collect();
        let choose = all.acts.then(|| {
            let choose = move |_| screen.chosen.update(|chosen| chosen.extend(everybody.iter().cloned()));
            view! { <button type="button" id="choose-unreported" class="quiet" on:click=choose>{say::choose_all(lang)}</button> }
        });
        lines.insert(
            0,
            view! { <li class="fine"><span>{sum}</span> {choose}</li> }.into_any(),
        );
    }
    (all.unreported.len(), lines)
}

fn desks(screen: Screen, all: &Cockpit, _asked: &Asked) -> (usize, Vec<AnyView>) {
    let lang = screen.lang;
    let line = |desk: &Desk| {
        let who = desk
            .column
            .map_or_else(|| say::office(lang).to_owned(), |at| name_of(lang, all, at));
        let oldest = desk
            .waiting
            .first()
            .map(|first| say::since(lang, &figures::day(first.since)));
        let reports = (desk.waiting.iter())
            .map(|waiting| {
                let unit = name_of(lang, all, waiting.column);
                view! {
                    <li>
                        <span class="who-short">{unit}</span>
                        <a href=format!("/app/review/{}", waiting.report)>{lang.of(&waiting.name).to_owned()}</a>
                        <span class="number fine">{figures::day(waiting.since)}</span>
                    </li>
                }
                .into_any()
            })
            .collect_view();
        view! {
            <li>
                <details>
                    <summary>
                        <span>{who}</span> " " <span class="number">{say::reports(lang, &desk.waiting.len())}</span> " "
                        <span class="fine number">{oldest}</span>
                    </summary>
                    <ol>{reports}</ol>
                </details>
            </li>
        }
        .into_any()
    };
    let waiting = all.desks.iter().map(|desk| desk.waiting.len()).sum();
    (waiting, all.desks.iter().map(line).collect())
}
