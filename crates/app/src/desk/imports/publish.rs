//! 发布: what still hinders it, what will happen, and the button.

use leptos::prelude::*;
use yaodian_contract::{
    Kind,
    imports::{DropImport, ImportCheck, PublishImport, Published},
};
use yaodian_domain::plan::Span;
use yaodian_intake::{
    Advice, Change, Hindrance, Obstacle, Part,
    desk::{ImportHead, State},
};
use yaodian_words::{import_desk as words, intake};

use super::{
    super::{Refusal, ask::once},
    light,
    screen::{Desk, Editing, Mode, Pane},
};
use crate::api;

/// What the plan is called beside its text.
pub(super) fn titles(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let titles = desk.head.with_untracked(|head| head.titles.clone());
    let changed = move |change: &dyn Fn(&mut yaodian_intake::desk::Titles)| {
        desk.head.update(|head| change(&mut head.titles));
        desk.keep.changed(desk);
    };
    let line = move |id: &'static str,
                     name: &'static str,
                     value: String,
                     tongue: &'static str,
                     put: fn(&mut yaodian_intake::desk::Titles, String)| {
        view! {
            <div class="field">
                <label for=id>{name}</label>
                <input id=id lang=tongue autocomplete="off" value=value on:input=move |event| {
                    let value: String = event_target_value(&event);
                    changed(&|titles| put(titles, value.clone()));
                }/>
            </div>
        }
    };
    let year = move |event| {
        let typed: String = event_target_value(&event);
        if let Ok(year) = typed.trim().parse::<i16>()
            && (1900..=9998).contains(&year)
        {
            changed(&|titles| titles.year = year);
        }
    };
    view! {
        <details class="titles">
            <summary>{words::titles(lang)}</summary>
            <div class="form-row">
                {line("plan-title", words::title_zh(lang), titles.title.zh, "zh-CN", |titles, value| titles.title.zh = value)}
                {line("plan-title-en", words::title_en(lang), titles.title.en, "en", |titles, value| titles.title.en = value)}
            </div>
            <div class="form-row">
                {line("plan-issuer", words::issuer(lang), titles.issuer.zh, "zh-CN", |titles, value| titles.issuer.zh = value)}
                {line("plan-issuer-en", words::issuer_en(lang), titles.issuer.en, "en", |titles, value| titles.issuer.en = value)}
                <div class="field">
                    <label for="plan-year">{words::year(lang)}</label>
                    <input id="plan-year" class="number" inputmode="numeric" autocomplete="off" value=titles.year.to_string() on:input=year/>
                </div>
            </div>
        </details>
    }
    .into_any()
}

/// Everything about publishing.
pub(super) fn pane(desk: Desk, check: &ImportCheck) -> AnyView {
    let what = if check.hindrances.is_empty() {
        will(desk, check)
    } else {
        hindering(desk, &check.hindrances)
    };
    view! { {what} {act(desk, check)} }.into_any()
}

/// What still hinders it, each with the way to its place and to its mend.
fn hindering(desk: Desk, hindrances: &[Hindrance]) -> AnyView {
    let lang = desk.lang;
    let rows = hindrances
        .iter()
        .map(|one| {
            let span = one.span;
            let words_: String = super::card::clean(&desk.words(span)).chars().take(40).collect();
            let at = desk.text.with_untracked(|text| text.get(..span.start).unwrap_or_default().matches('\n').count() + 1);
            let mend = mend(&one.what, span);
            // Targets that stand in the same words are told apart by their names.
            let named = mend.as_ref().and_then(|mend| match mend {
                Editing::Target(key) => desk.reviewed.with_untracked(|reviewed| reviewed.target(*key).map(|target| target.subject.clone())),
                _ => None,
            });
            let named = named.map(|name| view! { " " <strong class="card-name">{name}</strong> });
            let go = move |_| {
                light::jump(desk, span);
                if let Some(editing) = mend.clone() {
                    desk.edit(editing);
                }
            };
            view! {
                <li>
                    <div><span class="fine">{intake::line(lang, &at)}</span> " " <span class="quote">{words_}</span> {named}<p>{intake::obstacle(lang, &one.what)}</p></div>
                    <button type="button" class="quiet" on:click=go>{words::mend(lang)}</button>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="hindrances">
            <h2>{words::hindered(lang, &hindrances.len())}</h2>
            <ol class="mend-list">{rows}</ol>
        </section>
    }
    .into_any()
}

/// The form that mends a hindrance, where there is one.
fn mend(what: &Obstacle, span: Span) -> Option<Editing> {
    match what {
        Obstacle::UnknownUnit { name, .. } => Some(Editing::Name(name.clone())),
        Obstacle::NoAssignment { at } => Some(Editing::Assign(*at)),
        Obstacle::NobodyReports { target }
        | Obstacle::NoFigure { target, .. }
        | Obstacle::BadFigure { target, .. }
        | Obstacle::DoesNotFit { target, .. }
        | Obstacle::DueBefore { target, .. }
        | Obstacle::GoneWithReports {
            advice: Advice::Resembles { target },
            ..
        } => Some(Editing::Target(*target)),
        Obstacle::GoneWithReports {
            advice: Advice::AddAgain { .. },
            ..
        } => Some(Editing::Add(span)),
        _ => None,
    }
}

/// What will happen.
fn will(desk: Desk, check: &ImportCheck) -> AnyView {
    let lang = desk.lang;
    let counts = check.counts;
    let version = check.onto + 1;
    let plan = desk.head.with_untracked(|head| head.plan.to_string());
    let mut told = vec![
        words::will_be(lang, &plan, &version),
        words::will_hold(lang, &counts.items, &counts.tasks, &counts.targets),
    ];
    if counts.in_words > 0 {
        told.push(words::will_be_in_words(lang, &counts.in_words));
    }
    if let Some(amended) = &check.amended {
        let of = |wanted: fn(&Change) -> bool| {
            let targets = amended
                .differences
                .iter()
                .filter(|one| matches!(one.difference.part, Part::Target { .. }));
            targets.filter(|one| wanted(&one.difference.change)).count()
        };
        let (changed, new, gone) = (
            of(|change| matches!(change, Change::Changed(_))),
            of(|change| matches!(change, Change::New)),
            of(|change| matches!(change, Change::Gone)),
        );
        told.push(words::will_change(lang, &changed, &new, &gone));
        let mut joined = Vec::new();
        for one in &amended.differences {
            if let Change::Changed(changes) = &one.difference.change {
                joined.extend(changes.joined.iter().chain(&changes.left).map(|(_, unit)| unit.clone()));
            }
        }
        joined.sort();
        joined.dedup();
        if !joined.is_empty() {
            let names: Vec<String> = desk
                .ground
                .with_value(|ground| joined.iter().map(|unit| ground.unit(lang, unit)).collect());
            told.push(words::units_touched(lang, &super::units::join(lang, &names)));
        }
        told.push(words::reports_stay(lang).to_owned());
    } else {
        told.push(words::will_begin(
            lang,
            &desk.head.with_untracked(|head| head.titles.year),
        ));
    }
    told.push(words::cannot_be_undone(lang).to_owned());
    let told = told.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    let doubts = (counts.doubts > 0).then(|| {
        let open = move |_| {
            desk.mode.set(Mode::Review);
            desk.pane.set(Pane::Queue);
        };
        view! { <p class="odd">{words::doubts_left(lang, &counts.doubts)} " " <button type="button" class="linklike" on:click=open>{words::to_queue(lang)}</button></p> }
    });
    view! {
        <section class="foreseen" id="will-happen">
            <h2>{words::will_happen(lang)}</h2>
            <ul class="will">{told}</ul>
            {doubts}
        </section>
    }
    .into_any()
}

/// The button, and the one that gives the import up. Each is asked for twice.
fn act(desk: Desk, check: &ImportCheck) -> AnyView {
    let lang = desk.lang;
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let (sure, sure_drop) = (RwSignal::new(false), RwSignal::new(false));
    let (onto, read) = (check.onto, check.revision);
    let hindered = !check.hindrances.is_empty();
    let publish = move |_| {
        if !sure.get_untracked() {
            sure.set(true);
            return;
        }
        let asked = PublishImport { read, onto };
        once(
            busy,
            refused,
            api::post::<_, Published>(desk.path("/publish"), asked),
            move |done| {
                if let Some(done) = done {
                    desk.head
                        .update(|head| head.state = State::Published { version: done.version });
                    desk.pane.set(Pane::Draft);
                    desk.mode.set(Mode::Review);
                }
            },
        );
    };
    let drop = move |_| {
        if !sure_drop.get_untracked() {
            sure_drop.set(true);
            return;
        }
        let asked = DropImport { read };
        once(
            busy,
            refused,
            api::post::<_, ImportHead>(desk.path("/drop"), asked),
            move |done| {
                if let Some(head) = done {
                    desk.head.set(head);
                }
            },
        );
    };
    view! {
        <div class="actions publish-actions">
            {(!hindered).then(|| view! {
                <button type="button" id="publish" prop:disabled=move || busy.get() on:click=publish>
                    {move || if sure.get() { words::publish_sure(lang) } else { words::publish(lang) }}
                </button>
            })}
            <button type="button" id="give-up" class="quiet" prop:disabled=move || busy.get() on:click=drop>
                {move || if sure_drop.get() { words::give_up_sure(lang) } else { words::give_up(lang) }}
            </button>
        </div>
        <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
    }
    .into_any()
}

/// It is published or given up: where to go from here.
pub(super) fn done(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let head = desk.head.get_untracked();
    let State::Published { version } = head.state else {
        return view! { <p class="note">{words::given_up(lang)}</p> }.into_any();
    };
    let plan = head.plan.to_string();
    view! {
        <div class="notice state-approved" id="published" role="status">
            <p><strong>{intake::published(lang, &lang.of(&head.titles.title), &version)}</strong></p>
            <p>{words::published_next(lang)}</p>
            <p class="actions">
                <a class="button" rel="external" href=format!("/plans/{plan}/plan")>{words::public_plan(lang)}</a>
                <a class="button quiet" href=format!("/app/shares?plan={plan}")>{words::to_shares(lang)}</a>
            </p>
        </div>
    }
    .into_any()
}
