//! One case: what it is about, what was done, what can be done next.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use yaodian_contract::{CaseView, Kind, TakeStep};
use yaodian_domain::supervision::{Case, Matter, Step};
use yaodian_words::{Lang, figures, supervision as words};

use super::{due, kind};
use crate::{
    api,
    desk::{Loading, Refusal, ask, attached, shown},
    lang, parts,
};

/// The page.
#[component]
pub(in crate::desk) fn CasePage() -> impl IntoView {
    let lang = lang();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let case = Resource::new(id, |id| api::get::<CaseView>(format!("/api/v1/cases/{id}")));
    view! {
        <p class="crumbs"><a href="/app/supervision">"← " {words::back(lang)}</a></p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(case.await, |view| view! { <OneCase view/> }) })}
        </Suspense>
    }
}

#[component]
fn OneCase(
    /// The case as it was when the page was asked for.
    view: CaseView,
) -> impl IntoView {
    let lang = lang();
    let view = RwSignal::new(view);
    view! { {move || view.with(|now| page(lang, now, view))} }
}

fn page(lang: Lang, now: &CaseView, view: RwSignal<CaseView>) -> AnyView {
    let (case, about) = (&now.case, &now.about);
    let steps = case.steps().iter().map(|taken| {
        let unit = taken.by.unit.as_ref().filter(|unit| **unit == about.unit.id);
        let of = unit.map(|_| format!("({})", lang.unit(&about.unit)));
        view! {
            <li>
                <span class="number">{figures::day(taken.on)}</span> " · " {taken.by.name.clone()} {of} " · "
                <strong>{words::step(lang, case.kind(), taken.step)}</strong>
                {parts::paragraphs(&taken.note)}
            </li>
        }
    });
    let steps = steps.collect_view();
    view! {
        <h1>{lang.unit(&about.unit).to_owned()} " · " {lang.of(&about.name).to_owned()}</h1>
        <p class="case-head">
            {kind(lang, &case.matter)} " "
            <span class=format!("state state-{}", case.state().as_str())>{words::state(lang, case.kind(), case.state())}</span>
            {due(lang, now).map(|day| view! { " · " {words::head_due(lang)} " " {day} })}
        </p>
        <blockquote class="quote" lang="zh-CN">{about.quote.replace('*', "")}</blockquote>
        <dl class="facts">
            {facts(lang, case)}
            <div><dt>{words::head_now(lang)}</dt><dd><a rel="external" href=crate::public_page(&format!("/target/{}", case.target))>{parts::mark(lang, about.status)}</a></dd></div>
        </dl>
        {(!now.may.is_empty()).then(|| view! { <NextStep view/> })}
        <section class="history"><h2>{words::history(lang)}</h2><ol>{steps}</ol></section>
    }
    .into_any()
}

fn facts(lang: Lang, case: &Case) -> AnyView {
    let row = |name: &'static str, value: AnyView| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }.into_any();
    match &case.matter {
        Matter::Notice(notice) => {
            let follows = notice.follows.clone().map(|id| {
                let link = view! { <a href=format!("/app/case/{id}")>{words::to_case(lang)}</a> };
                row(words::follows(lang), link.into_any())
            });
            view! {
                {row(words::sign_by(lang), figures::day(notice.sign_by).into_any())}
                {row(words::answer_by(lang), figures::day(notice.answer_by).into_any())}
                {row(words::status_then(lang), parts::mark(lang, notice.status).into_any())}
                {follows}
            }
            .into_any()
        }
        Matter::Extension { new_due } => row(words::new_due(lang), figures::day(*new_due).into_any()),
        Matter::Change { number, inventory } => {
            let inventory = inventory.map(|whole| row(words::inventory(lang), figures::number(whole).into_any()));
            view! { {row(words::number(lang), figures::number(*number).into_any())} {inventory} }.into_any()
        }
        Matter::Appeal { points } => row(words::points(lang), figures::number(*points).into_any()),
        Matter::Closure { evidence, whole, files } => {
            let items = evidence
                .iter()
                .map(|text| view! { <li>{text.clone()}</li> })
                .collect_view();
            let whole = whole.then(|| view! { <p class="fine">{words::whole(lang)}</p> });
            row(
                words::evidence_word(lang),
                view! { {whole} <ul>{items}</ul> {attached::list(files)} }.into_any(),
            )
        }
    }
}

/// The steps that the person can take, with the words that go with them.
#[component]
fn NextStep(
    /// The case; it is what it has become once a step was taken.
    view: RwSignal<CaseView>,
) -> impl IntoView {
    let lang = lang();
    let note = RwSignal::new(String::new());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let (id, read, kind, may) = view.with_untracked(|view| {
        let case = &view.case;
        (case.id.clone(), case.steps().len(), case.kind(), view.may.clone())
    });
    let take = move |step: Step| {
        let asked = TakeStep {
            read,
            step,
            note: note.get_untracked(),
        };
        let answer = api::post::<_, CaseView>(format!("/api/v1/cases/{id}/steps"), asked);
        ask::once(busy, refused, answer, move |done| {
            if let Some(now) = done {
                view.set(now);
            }
        });
    };
    // What a person came for stands first and stands out; taking back and refusing do not.
    let mut may = may;
    may.sort_by_key(|step| matches!(step, Step::Withdrawn | Step::Refused | Step::SentBack | Step::Reopened));
    let buttons = may
        .into_iter()
        .enumerate()
        .map(|(n, step)| {
            let take = take.clone();
            view! {
                <button type="button" data-step=format!("{step:?}") class=(n > 0).then_some("quiet") prop:disabled=move || busy.get() on:click=move |_| take(step)>
                    {words::step(lang, kind, step)}
                </button>
            }
        })
        .collect_view();
    view! {
        <form class="sheet review" on:submit=|event| event.prevent_default()>
            <label for="note">{words::note(lang)}</label>
            <textarea id="note" rows="3" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))></textarea>
            <p class="actions">{buttons}</p>
            <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
        </form>
    }
}
