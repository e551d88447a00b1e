//! 签发、审核: one report, what it would change, and what can be done with it.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use yaodian_contract::{InboxItem, Kind, Move, Problem, ReportStep, Saved};
use yaodian_domain::{
    observation::Figure,
    period::Stage,
    report::{Mark, State, StateName},
    typed::Field,
};
use yaodian_words::{Lang, figures, label, names, periods, problems, report as words, say};

use super::{
    Loading, Refusal, attached, focus,
    history::{history_list, since_approval},
    judge::TwoVoices,
    late_mark, shown,
};
use crate::{api, lang, parts};

/// The page of one report.
#[component]
pub(super) fn ReviewPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("report").unwrap_or_default());
    let item = Resource::new(id, |id| api::get::<InboxItem>(format!("/api/v1/reports/{id}")));
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(item.await, move |read| view! { <Report read again=Callback::new(move |()| item.refetch())/> }) })}
        </Suspense>
    }
}

#[component]
fn Report(
    /// The report with all that is known around it.
    read: InboxItem,
    /// Reads it anew, when it stays with the person.
    again: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let item = read;
    let content = &item.report.content;
    let text = |field: Field, text: &str| {
        (!text.trim().is_empty())
            .then(|| view! { <div><dt>{problems::field(lang, field)}</dt><dd>{parts::paragraphs(text)}</dd></div> })
    };
    let evidence = (!content.evidence.is_empty()).then(|| {
        view! { <div><dt>{words::evidence_word(lang)}</dt><dd>{attached::list(&content.evidence)}</dd></div> }
    });
    let scoped = item.target.for_unit(&item.unit.id, None);
    let column = |title: &'static str,
                  target: &yaodian_domain::target::Target,
                  assessment: &yaodian_domain::check::Assessment| {
        view! { <section><h2>{title}</h2>{parts::verdict(lang, target, None, assessment)}</section> }
    };
    let several = item.target.reporters.len() > 1;
    view! {
        <p class="crumbs"><a href="/app/inbox">"← " {label::back_to_list(lang)}</a></p>
        <h1>{lang.unit(&item.unit).to_owned()} " · " {lang.of(&item.target.name).to_owned()} " · " <span class="number">{words::period(lang, item.report.period)}</span></h1>
        <blockquote class="quote" lang="zh-CN">{item.target.quote.text.replace('*', "")}</blockquote>
        {standing(lang, &item.report.state)}
        {item.late.map(|late| view! { <p>{late_mark(lang, Some(late))}</p> })}
        <dl class="facts">
            <div><dt>{label::your_figure(lang)}</dt>{match &content.figure {
                // Words are read in full before anybody signs or approves them.
                Figure::Words { text } => view! { <dd>{parts::paragraphs(text)}</dd> }.into_any(),
                figure => view! { <dd class="number big">{figures::figure(lang, &item.target, figure)}</dd> }.into_any(),
            }}</div>
            {text(Field::Progress, &content.progress)}
            {text(Field::Problems, &content.problems)}
            {text(Field::NextSteps, &content.next_steps)}
            {evidence}
        </dl>
        {since_approval(lang, &item.target, &item.since_approval)}
        {(item.stage == Stage::Locked && !item.report.state.name().counts())
            .then(|| view! { <p class="notice">{periods::locked_hint(lang)} " " <a href="/app/periods">{periods::title(lang)}</a></p> })}
        {steps(lang, &item, again)}
        <div class="columns">
            {column(label::unit_before(lang), &scoped, &item.before)}
            {column(label::unit_after(lang), &scoped, &item.after)}
            {several.then(|| column(label::whole_after(lang), &item.target, &item.whole))}
        </div>
        {(item.report.state.name() != StateName::AwaitingSignature).then(|| view! { <TwoVoices voices=item.voices.clone()/> })}
        {history_list(lang, &item.target, &item.history)}
    }
}

/// What the person can do with the report; nothing where there is nothing to do.
fn steps(lang: Lang, item: &InboxItem, again: Callback<()>) -> Option<AnyView> {
    // Taking it back is the unit's own, in its form.
    let may: Vec<Move> = item.may.iter().copied().filter(|step| *step != Move::Recall).collect();
    let first = *may.first()?;
    let (note, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let problem = RwSignal::new(None::<Kind>);
    let navigate = use_navigate();
    let (id, revision) = (item.report.id.clone(), item.report.revision);
    let take = move |step: Move| {
        if busy.get_untracked() {
            return;
        }
        let kept = focus::keep();
        busy.set(true);
        problem.set(None);
        let (navigate, path) = (navigate.clone(), format!("/api/v1/reports/{id}/steps"));
        let asked = ReportStep {
            revision,
            step,
            note: note.get_untracked(),
        };
        leptos::task::spawn_local(async move {
            match api::post::<_, Saved>(path, asked).await {
                Ok(_) if step == Move::TakeUp => again.run(()),
                Ok(_) => navigate("/app/inbox", leptos_router::NavigateOptions::default()),
                Err(Problem { kind, .. }) => problem.set(Some(kind)),
            }
            busy.try_set(false);
            focus::give_back(kept, problem.try_with_untracked(Option::is_some).unwrap_or_default());
        });
    };
    let hint = match (first, item.report.state.name()) {
        (Move::Sign, _) => Some(words::sign_hint(lang)),
        (Move::TakeUp, StateName::UnderReview) => Some(words::take_over_hint(lang)),
        (Move::TakeUp, _) => Some(words::take_up_first(lang)),
        _ => None,
    };
    let noted = may.iter().any(|step| step.needs_note()).then(|| {
        view! {
            <label for="note">{label::field_note(lang)}</label>
            <textarea id="note" rows="2" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))></textarea>
        }
    });
    let main = may
        .iter()
        .copied()
        .find(|step| matches!(step, Move::Approve | Move::Sign | Move::TakeUp))
        .unwrap_or(first);
    let others = may.iter().copied().filter(|step| *step != main);
    let others: Vec<_> = others
        .map(|step| {
            let take = take.clone();
            view! { <button id=step_id(step) type="button" class="quiet" prop:disabled=move || busy.get() on:click=move |_| take(step)>{words::step(lang, step)}</button> }
        })
        .collect();
    Some(
        view! {
            <form class="sheet review" on:submit=move |event| { event.prevent_default(); take(main); }>
                {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
                {noted}
                <p class="actions">
                    <button id=step_id(main) type="submit" prop:disabled=move || busy.get()>{words::step(lang, main)}</button>
                    {others}
                </p>
                <div aria-live="assertive">{move || problem.get().map(|kind| view! { <Refusal kind/> })}</div>
            </form>
        }
        .into_any(),
    )
}

fn step_id(step: Move) -> &'static str {
    match step {
        Move::Recall => "recall",
        Move::Sign => "sign",
        Move::RefuseToSign | Move::Return => "return",
        Move::TakeUp => "take-up",
        Move::PutBack => "put-back",
        Move::Approve => "approve",
    }
}

/// Where a report stands, in a sentence.
fn standing(lang: Lang, state: &State) -> AnyView {
    let name = state.name();
    let words = match state {
        State::Draft => String::new(),
        State::AwaitingSignature { on, by } | State::Submitted { on, by } => say::said_by(lang, by, on),
        State::UnderReview { on, by, .. } => words::under_review_by(lang, by, on),
        State::Approved { on, by } => words::approved_by(lang, by, on),
        State::Published {
            approved: Mark { on, by },
            on: published,
            ..
        } => {
            let approved = words::approved_by(lang, by, on);
            format!("{approved} · {}", words::published_in(lang, published))
        }
        State::Returned { note, .. } => say::returned_note(lang, note),
    };
    view! { <p class=format!("notice state-{}", name.as_str())><span class=format!("state state-{}", name.as_str())>{names::state(lang, name)}</span> " " {words}</p> }
    .into_any()
}
