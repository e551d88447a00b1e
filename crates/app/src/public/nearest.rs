//! An address that is none: the nearest that are, and the search form.

use leptos::prelude::*;
use yaodian_contract::Kind;
use yaodian_search::{Known, Sort, nearest_of};
use yaodian_words::{changes as words, closing, label, problems, public_ledger, reading, say, search};

use super::{Knowledge, Reader, frame, search::form};

/// So many are told.
const MOST: usize = 5;

/// The addresses of a plan's public pages with their names, below its own.
pub fn known(reader: &Reader, known: &Knowledge) -> Vec<Known> {
    let (lang, plan) = (reader.lang, &known.plan);
    let mut all = Vec::new();
    let mut put = |path: String, name: &str| {
        all.push(Known {
            path,
            name: name.to_owned(),
            also: Vec::new(),
        });
    };
    for (path, name) in [
        ("/", label::overview(lang)),
        ("/plan", label::living_plan(lang)),
        ("/targets", label::targets(lang)),
        ("/units", label::units(lang)),
        ("/ledgers", public_ledger::ledgers(lang)),
        ("/bulletins", yaodian_words::bulletin::bulletins(lang)),
        ("/method", label::method(lang)),
        ("/changes", words::changes(lang)),
        ("/indicators", yaodian_words::indicators::indicators(lang)),
        ("/search", search::search(lang)),
        ("/accessibility", yaodian_words::accessibility::title(lang)),
        ("/privacy", yaodian_words::privacy::title(lang)),
        ("/plans", closing::plans(lang)),
    ] {
        put(path.to_owned(), name);
    }
    for (chapter, place) in plan.chapters.iter().zip(1_usize..) {
        let name = reading::chapter_title(lang, &chapter.number, &lang.of(&chapter.name));
        put(format!("/chapter/{place}"), &name);
        for item in &chapter.items {
            put(
                format!("/item/{}", item.number),
                &format!("{}. {}", item.number, lang.of(&item.name)),
            );
            for task in &item.tasks {
                put(format!("/task/{}", task.id), &say::task_number(lang, &task.id));
            }
        }
    }
    for target in &plan.targets {
        put(format!("/target/{}", target.id), lang.of(&target.name));
    }
    for ledger in plan.ledgers.iter().filter(|ledger| ledger.public) {
        put(format!("/ledger/{}", ledger.id), lang.of(&ledger.name));
    }
    all.extend(plan.units.iter().map(|unit| {
        Known {
            path: format!("/unit/{}", unit.id),
            name: lang.unit(unit).to_owned(),
            also: [&unit.name, &unit.full_name, &unit.name_en]
                .into_iter()
                .chain(&unit.aliases)
                .cloned()
                .collect(),
        }
    }));
    all
}

/// The page that says that there is none at `path`, below the plan's own address.
pub fn not_found(reader: &Reader, known: &[Known], path: &str) -> String {
    let lang = reader.lang;
    let near = nearest_of(known, path, MOST);
    let near = (!near.is_empty()).then(|| {
        let links = near
            .iter()
            .map(|one| view! { <li><a href=reader.href(&one.path)>{one.name.clone()}</a> " " <span class="fine">{one.path.clone()}</span></li> })
            .collect_view();
        view! { <section><h2>{words::near_title(lang)}</h2><ul class="near">{links}</ul></section> }
    });
    let title = label::not_found_title(lang);
    let why = problems::problem(lang, &Kind::NotFound);
    frame::page(reader, title, move || {
        view! {
            <section class="refusal" role="alert">
                <h1>{title}</h1>
                <p>{why}</p>
                <p><a href=reader.href("/")>{label::go_back_overview(lang)}</a></p>
            </section>
            {near}
            <section>{form(reader, "", None::<Sort>)}</section>
        }
    })
}
