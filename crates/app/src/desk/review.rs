//! 审核: one report, what it would change, approve or return.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use yaodian_contract::{Decision, InboxItem, Kind, Problem, Review, Saved};
use yaodian_domain::{
    report::{State, StateName},
    typed::Field,
};
use yaodian_words::{Lang, figures, label, names, problems, say};

use super::{Loading, Refusal, inbox::history_list, judge::TwoVoices, late_mark, shown};
use crate::{api, lang, parts};

/// The page of one report.
#[component]
pub(super) fn ReviewPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("report").unwrap_or_default());
    let item = Resource::new(id, |id| api::get::<InboxItem>(format!("/api/v1/reports/{id}")));
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(item.await, |item| view! { <Report item/> }) })}
        </Suspense>
    }
}

#[component]
fn Report(
    /// The report with all that is known around it.
    item: InboxItem,
) -> impl IntoView {
    let lang = lang();
    let note = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<Kind>);
    let busy = RwSignal::new(false);
    let navigate = use_navigate();
    let (id, revision) = (item.report.id.clone(), item.report.revision);
    let decide = move |decision: Decision| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        problem.set(None);
        let (navigate, path) = (navigate.clone(), format!("/api/v1/reports/{id}/review"));
        let review = Review {
            revision,
            decision,
            note: note.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            match api::post::<_, Saved>(path, review).await {
                Ok(_) => navigate("/app/inbox", leptos_router::NavigateOptions::default()),
                Err(Problem { kind, .. }) => problem.set(Some(kind)),
            }
            busy.set(false);
        });
    };
    let (approve, hand_back) = (decide.clone(), decide);
    let waiting = item.report.state.name() == StateName::Submitted;
    let content = &item.report.content;
    let text = |field: Field, text: &str| {
        (!text.trim().is_empty())
            .then(|| view! { <div><dt>{problems::field(lang, field)}</dt><dd>{parts::paragraphs(text)}</dd></div> })
    };
    let scoped = item.target.for_unit(&item.unit.id, None);
    let column = |title: &'static str,
                  target: &yaodian_domain::target::Target,
                  assessment: &yaodian_domain::check::Assessment| {
        view! { <section><h2>{title}</h2>{parts::verdict(lang, target, None, assessment)}</section> }
    };
    let several = item.target.reporters.len() > 1;
    view! {
        <p class="crumbs"><a href="/app/inbox">"← " {label::back_to_list(lang)}</a></p>
        <h1>{lang.unit(&item.unit).to_owned()} " · " {lang.of(&item.target.name).to_owned()} " · " <span class="number">{item.report.period.to_string()}</span></h1>
        <blockquote class="quote" lang="zh-CN">{item.target.quote.text.replace('*', "")}</blockquote>
        {standing(lang, &item.report.state)}
        {item.late.map(|late| view! { <p>{late_mark(lang, Some(late))}</p> })}
        <dl class="facts">
            <div><dt>{label::your_figure(lang)}</dt><dd class="number big">{figures::figure(lang, &item.target, &content.figure)}</dd></div>
            {text(Field::Progress, &content.progress)}
            {text(Field::Problems, &content.problems)}
            {text(Field::NextSteps, &content.next_steps)}
        </dl>
        {waiting.then(|| view! {
            <form class="sheet review" on:submit=move |event| { event.prevent_default(); approve(Decision::Approve); }>
                <label for="note">{label::field_note(lang)}</label>
                <textarea id="note" rows="2" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))></textarea>
                <p class="actions">
                    <button id="approve" type="submit" prop:disabled=move || busy.get()>{label::approve(lang)}</button>
                    <button id="return" type="button" class="quiet" prop:disabled=move || busy.get() on:click=move |_| hand_back(Decision::Return)>{label::hand_back(lang)}</button>
                </p>
                <div aria-live="assertive">{move || problem.get().map(|kind| view! { <Refusal kind/> })}</div>
            </form>
        })}
        <div class="columns">
            {column(label::unit_before(lang), &scoped, &item.before)}
            {column(label::unit_after(lang), &scoped, &item.after)}
            {several.then(|| column(label::whole_after(lang), &item.target, &item.whole))}
        </div>
        <TwoVoices voices=item.voices/>
        {history_list(lang, &item.history)}
    }
}

fn standing(lang: Lang, state: &State) -> impl IntoView + use<> {
    let name = state.name();
    let words = match state {
        State::Draft => String::new(),
        State::Submitted { on, by } | State::Approved { on, by } => {
            say::history_row(lang, on, by, &names::state(lang, name))
        }
        State::Returned { note, .. } => say::returned_note(lang, note),
    };
    view! { <p class=format!("notice state-{}", name.as_str())><span class=format!("state state-{}", name.as_str())>{names::state(lang, name)}</span> " " {words}</p> }
}
