//! 评判方法: the rules by examples, each judged by the domain's own code while the page is made.

mod dates;
mod examples;
mod kinds;
mod levels;
mod lights;
mod monitoring;
mod view;
mod whole;

use leptos::prelude::*;
use yaodian_domain::{
    check::{Rule, Status},
    plan::Name,
};
use yaodian_search::Told;
use yaodian_words::{Lang, label, method as words, monitoring::method as monitoring_words};

pub use self::monitoring::monitoring_method;

use self::examples::Label;
use super::{Reader, frame};
use crate::parts;

/// One part of the rules.
struct Part {
    /// Its anchor.
    id: &'static str,
    title: Label,
    /// The rule in short.
    lede: Label,
    /// Its examples.
    body: fn(Lang) -> AnyView,
}

const fn part(id: &'static str, title: Label, lede: Label, body: fn(Lang) -> AnyView) -> Part {
    Part { id, title, lede, body }
}

const PARTS: [Part; 14] = [
    part("levels", words::level_title, words::level_lede, levels::levels),
    part("shares", words::share_title, words::share_lede, kinds::shares),
    part("counts", words::count_title, words::count_lede, kinds::counting),
    part(
        "schedules",
        words::schedule_title,
        words::schedule_lede,
        kinds::schedules,
    ),
    part("lights", words::lights_title, words::lights_lede, lights::lights),
    part(
        "deliverables",
        words::deliver_title,
        words::deliver_lede,
        lights::deliverables,
    ),
    part("duties", words::duty_title, words::duty_lede, lights::duties),
    part("whole", words::whole_title, words::whole_lede, whole::roll_up),
    part(
        "shares-of-units",
        words::allot_title,
        words::allot_lede,
        whole::allotments,
    ),
    part("dates", words::dates_title, words::dates_lede, dates::decisions),
    part("replay", words::replay_title, words::replay_lede, dates::replay),
    part("editions", words::editions_title, words::editions_lede, dates::editions),
    part(
        "projection",
        words::projection_title,
        words::projection_lede,
        dates::projected,
    ),
    part("voices", words::voices_title, words::voices_lede, dates::voices),
];

/// The method page.
pub fn method(reader: &Reader) -> String {
    let lang = reader.lang;
    let marks = Status::ALL
        .map(|status| view! { <li>{parts::mark(lang, status)}</li> })
        .collect_view();
    let titles = PARTS.iter().map(|part| (part.id, (part.title)(lang)));
    let contents = view::contents(lang, titles.chain([(monitoring::ID, monitoring_words::title(lang))]));
    let further = monitoring::further(reader, PARTS.len() + 1);
    frame::about_all(reader, label::method(lang), move || {
        let parts = (1..)
            .zip(&PARTS)
            .map(|(number, part)| view::section(lang, number, part))
            .collect_view();
        view! {
            <header class="masthead">
                <h1>{label::method(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
                <p class="fine">{label::rule_version(lang)} " " {Rule::LATEST.as_str()} " · " {words::intro_terms(lang)} " " {words::example_note(lang)}</p>
                <ul class="legend" aria-label=words::statuses_title(lang)>{marks}</ul>
            </header>
            {contents}
            {parts}
            {further}
        }
    })
}

/// The rules in short, with their addresses: what a search finds of this page.
pub fn told() -> Vec<Told> {
    let both = |of: &dyn Fn(Lang) -> &'static str| Name {
        zh: of(Lang::Zh).to_owned(),
        en: of(Lang::En).to_owned(),
    };
    let own = PARTS.iter().map(|part| Told {
        path: format!("/method#{}", part.id),
        name: both(&|lang| (part.title)(lang)),
        text: both(&|lang| (part.lede)(lang)),
    });
    let measured = Told {
        path: "/method/monitoring".to_owned(),
        name: both(&monitoring_words::title),
        text: both(&monitoring_words::intro),
    };
    own.chain([measured]).collect()
}
