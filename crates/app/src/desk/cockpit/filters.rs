//! The filters: links, so that each has its address, and the chapters to choose from.

use leptos::prelude::*;
use yaodian_domain::{check::Status, cockpit::Grain, standing::Tally, unit::UnitKind};
use yaodian_words::{cockpit as say, label, names};

use super::{Screen, address::Asked};

pub(super) fn filters(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let link = |to: Asked, words: AnyView, on: bool| {
        view! { <li><a href=to.href() data-noscroll="" class:on=on aria-current=on.then_some("true")>{words}</a></li> }
            .into_any()
    };
    let statuses = move || {
        let asked = screen.asked.get();
        let cells: Tally = screen.all.with(|all| {
            let cells = all.rows.iter().flat_map(|row| &row.cells);
            cells.map(|cell| cell.status).collect()
        });
        let shown = Status::ALL
            .into_iter()
            .filter(|status| cells.at(*status) > 0 || asked.status.contains(status));
        shown
            .map(|status| {
                let words = view! {
                    <span class=format!("mark is-{}", status.as_str())>
                        <span class="shape" aria-hidden="true">{status.shape().to_string()}</span>
                        <span class="word">{names::status(lang, status)}</span>
                    </span>
                    " " <span class="number">{cells.at(status).to_string()}</span>
                };
                let on = asked.status.contains(&status);
                link(asked.toggled(status), words.into_any(), on)
            })
            .collect_view()
    };
    let only = move || {
        let asked = screen.asked.get();
        let (unreported, turned) = screen.all.with(|all| {
            let cells = || all.rows.iter().flat_map(|row| &row.cells);
            (
                cells().filter(|cell| cell.missing() > 0).count(),
                cells().filter(|cell| cell.turned > 0).count(),
            )
        });
        let words =
            |name: &'static str, n: usize| view! { {name} " " <span class="number">{n.to_string()}</span> }.into_any();
        [
            link(
                asked.but(|a| a.unreported = !a.unreported),
                words(say::unreported(lang), unreported),
                asked.unreported,
            ),
            link(
                asked.but(|a| a.turned = !a.turned),
                words(say::turned(lang), turned),
                asked.turned,
            ),
        ]
        .into_iter()
        .collect_view()
    };
    let units = move || {
        let asked = screen.asked.get();
        [
            None,
            Some(UnitKind::Bureau),
            Some(UnitKind::Division),
            Some(UnitKind::Affiliate),
        ]
        .into_iter()
        .map(|kind| {
            let words = kind.map_or(say::all_units(lang), |kind| say::units(lang, kind));
            link(asked.but(|a| a.units = kind), words.into_any(), asked.units == kind)
        })
        .collect_view()
    };
    let grain = move || {
        let asked = screen.asked.get();
        [(Grain::Tasks, say::tasks_by(lang)), (Grain::Items, say::items_by(lang))]
            .into_iter()
            .map(|(grain, words)| {
                let to = asked.but(|a| {
                    a.grain = grain;
                    // A row of the one kind is none of the other.
                    a.open = a.open.take().map(|(unit, _)| (unit, None));
                });
                link(to, words.into_any(), asked.grain == grain)
            })
            .collect_view()
    };
    let chapters = move || {
        let asked = screen.asked.get();
        let option = |value: Option<usize>, name: String| {
            let text = value.map(|at| at.to_string()).unwrap_or_default();
            view! { <option value=text selected=asked.chapter == value>{name}</option> }.into_any()
        };
        let names = screen.all.with(|all| {
            let names = all.chapters.iter().map(|name| lang.of(name).to_owned());
            names.collect::<Vec<_>>()
        });
        let first = [
            option(None, say::all_chapters(lang).to_owned()),
            option(Some(0), label::headline_targets(lang).to_owned()),
        ];
        let rest = names
            .into_iter()
            .enumerate()
            .map(|(at, name)| option(Some(at + 1), name));
        first.into_iter().chain(rest).collect_view()
    };
    let choose = move |event| {
        let chapter = event_target_value(&event).parse().ok();
        screen.show(&screen.asked.get_untracked().but(|asked| asked.chapter = chapter));
    };
    let clear = move || {
        let asked = screen.asked.get();
        let cleared = asked.cleared();
        (asked != cleared).then(|| view! { <a id="clear" href=cleared.href() data-noscroll="">{say::clear(lang)}</a> })
    };
    view! {
        <nav class="cockpit-filters" aria-label=say::filters(lang)>
            <ul id="by-status">{statuses}</ul>
            <ul id="only">{only}</ul>
            <ul id="by-kind">{units}</ul>
            <ul id="grain">{grain}</ul>
            <label class="visually-hidden" for="chapter">{say::chapter_word(lang)}</label>
            <select id="chapter" on:change=choose>{chapters}</select>
            {clear}
        </nav>
    }
    .into_any()
}
