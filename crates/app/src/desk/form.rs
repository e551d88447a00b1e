//! 填报: the form that judges while one types.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::{use_params_map, use_query_map};
use yaodian_contract::{Form, Kind, LedgerFigure, Move, Problem, Read, ReportStep, SaveReport, Saved, if_approved};
use yaodian_domain::{
    check::{self, Assessment, Odd},
    evidence::Evidence,
    observation::Figure,
    report::{self, Report, State, StateName},
    target::{Home, Target},
    typed::{Field, Typed},
};
use yaodian_words::{
    Lang, closing, figures, label, ledger as words, names, odd, periods, report as words_of_report, say, supervision,
};

use super::{
    Loading, Refusal, ask, attached,
    fields::{entry_fields, long_text},
    focus,
    history::{history_list, since_approval},
    late_mark, shown,
};
use crate::{api, lang, parts};

/// The page of one target's report.
#[component]
pub(super) fn ReportForm() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let asked = move || {
        let target = params.with(|params| params.get("target").unwrap_or_default());
        let period = query.with(|query| query.get("period"));
        format!(
            "{target}{}",
            period.map_or_else(String::new, |period| format!("?period={period}"))
        )
    };
    let form = Resource::new(asked, |asked| api::get::<Form>(format!("/api/v1/form/{asked}")));
    let again = Callback::new(move |()| form.refetch());
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(form.await, move |form| view! { <Fields form again/> }) })}
        </Suspense>
    }
}

/// What stands in the fields.
#[derive(Clone, Copy)]
struct Inputs {
    typed: RwSignal<Typed>,
    progress: RwSignal<String>,
    problems: RwSignal<String>,
    next_steps: RwSignal<String>,
    evidence: RwSignal<Vec<Evidence>>,
}

/// How what is typed would be judged.
#[derive(Clone, PartialEq)]
struct Judged {
    assessment: Assessment,
    odd: Vec<Odd>,
}

fn judge(form: &Form, figure: &Figure) -> Judged {
    let typed = report::preview(&form.unit, form.period, figure, form.today);
    let known = if_approved(&form.observations, typed);
    let assessment = check::assess_unit(
        &form.target,
        &form.unit,
        form.allocation.as_ref(),
        &known,
        form.today,
        &form.policy,
    );
    let before = form.period.span().from();
    let earlier = form
        .observations
        .iter()
        .filter(|o| o.span.to() < before && o.is_known_on(form.today))
        .max_by_key(|o| o.span.to());
    Judged {
        assessment,
        odd: check::odd_figures(&form.target, earlier, figure, form.allocation.as_ref()),
    }
}

#[component]
fn Fields(
    /// What the server knows.
    form: Form,
    /// Reads it anew.
    again: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let content = form.report.as_ref().map(|report| report.content.clone());
    // Where a ledger gives the figure, it is not typed.
    let figure = (form.ledger.as_ref().map(|ledger| &ledger.figure)).or(content.as_ref().map(|c| &c.figure));
    let inputs = Inputs {
        typed: RwSignal::new(figure.map(Typed::of).unwrap_or_default()),
        progress: RwSignal::new(content.as_ref().map(|c| c.progress.clone()).unwrap_or_default()),
        problems: RwSignal::new(content.as_ref().map(|c| c.problems.clone()).unwrap_or_default()),
        next_steps: RwSignal::new(content.as_ref().map(|c| c.next_steps.clone()).unwrap_or_default()),
        evidence: RwSignal::new(content.map(|c| c.evidence).unwrap_or_default()),
    };
    let report = RwSignal::new(form.report.clone());
    let late = RwSignal::new(form.late);
    let problem = RwSignal::new(None::<Kind>);
    let answer = RwSignal::new(None::<Saved>);
    let (history, may) = (RwSignal::new(form.history.clone()), RwSignal::new(form.may.clone()));
    let (busy, sending) = (RwSignal::new(false), RwSignal::new(false));
    let form = StoredValue::new(form);

    let read = Memo::new(move |_| {
        inputs
            .typed
            .with(|typed| form.with_value(|form| typed.read(&form.target)))
    });
    let judged = Memo::new(move |_| {
        read.get()
            .ok()
            .map(|figure| form.with_value(|form| judge(form, &figure)))
    });
    let state = move || report.with(|r| r.as_ref().map(|r| r.state.name()));
    let open = form.with_value(|form| form.open);
    let locked =
        Signal::derive(move || !open || state().is_some_and(|state| !state.is_with_writer() && !state.counts()));
    let signed = form.with_value(|form| form.leader_signs);

    let save = move |send: bool| {
        if busy.get_untracked() {
            return;
        }
        let request = form.with_value(|form| SaveReport {
            target: form.target.id.clone(),
            period: form.period,
            // A correction of an approved report is a new report.
            read: report.with_untracked(|r| {
                r.as_ref().filter(|r| !r.state.name().counts()).map(|r| Read {
                    id: r.id.clone(),
                    revision: r.revision,
                })
            }),
            typed: inputs.typed.get_untracked(),
            progress: inputs.progress.get_untracked(),
            problems: inputs.problems.get_untracked(),
            next_steps: inputs.next_steps.get_untracked(),
            evidence: inputs
                .evidence
                .with_untracked(|files| files.iter().map(|file| file.id.clone()).collect()),
            send,
        });
        let kept = focus::keep();
        busy.set(true);
        problem.set(None);
        answer.set(None);
        leptos::task::spawn_local(async move {
            match api::post::<_, Saved>("/api/v1/reports".to_owned(), request).await {
                Ok(saved) => {
                    let same = report.with_untracked(|report| report.as_ref().map(|r| &r.id) == Some(&saved.report.id));
                    history.update(|rows| {
                        // A correction is a report of its own.
                        if !same {
                            rows.clear();
                        }
                        rows.push(saved.step.clone());
                    });
                    report.set(Some(saved.report.clone()));
                    late.set(saved.late);
                    may.set(saved.may.clone());
                    answer.set(Some(saved));
                }
                Err(Problem { kind, .. }) => problem.set(Some(kind)),
            }
            busy.set(false);
            focus::give_back(kept, problem.with_untracked(Option::is_some));
        });
    };
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        save(true);
    };
    let (title, quote, target_id) = form.with_value(|form| {
        (
            say::report_title(
                lang,
                &words_of_report::period(lang, form.period),
                &lang.of(&form.target.name),
            ),
            form.target.quote.text.replace('*', ""),
            form.target.id.clone(),
        )
    });
    let due = form.with_value(|form| (form.due, form.stage));
    let counted = form.with_value(|form| form.ledger.as_ref().map(|ledger| from_ledger(lang, form, ledger)));
    let figure_fields = counted.unwrap_or_else(|| {
        view! {
            <fieldset class="sheet report-figure" prop:disabled=locked>
                <legend>{label::your_figure(lang)}</legend>
                {form.with_value(|form| entry_fields(lang, &form.target, inputs.typed, read, problem))}
            </fieldset>
        }
        .into_any()
    });
    let judged_section = view! {
        <section class="judged" aria-live="polite" aria-labelledby="judged">
            <h2 id="judged">{label::judged_as_you_type(lang)}</h2>
            {move || match judged.get() {
                Some(judged) => form.with_value(|form| verdict(lang, form, &judged)).into_any(),
                None => view! { <p class="absent">{label::nothing_typed(lang)}</p> }.into_any(),
            }}
        </section>
    }
    .into_any();
    let words_and_actions = view! {
        <div class="report-words">
            <fieldset class="sheet" prop:disabled=locked>
                <legend class="visually-hidden">{label::words_around(lang)}</legend>
                {long_text(lang, Field::Progress, inputs.progress, problem)}
                {long_text(lang, Field::Problems, inputs.problems, problem)}
                {long_text(lang, Field::NextSteps, inputs.next_steps, problem)}
                {form.with_value(|form| attached::field(lang, &form.target.id, inputs.evidence, problem, locked, sending))}
                {signed.then(|| view! { <p class="hint">{words_of_report::leader_will_sign(lang)}</p> })}
                <p class="actions">
                    <button id="send" type="submit" prop:disabled=move || busy.get() || sending.get()>
                        {move || match (busy.get(), signed) {
                            (true, _) => label::sending(lang),
                            (false, true) => words_of_report::send_to_leader(lang),
                            (false, false) => label::send_report(lang),
                        }}
                    </button>
                    <button id="save" class="quiet" type="button" prop:disabled=move || busy.get() || sending.get() on:click=move |_| save(false)>
                        {label::save_draft(lang)}
                    </button>
                </p>
            </fieldset>
            <div aria-live="assertive">
                {move || problem.get().map(|kind| view! { <Refusal kind/> <p class="fine">{label::kept_text(lang)}</p> })}
                {move || answer.get().map(|saved| {
                    let same = judged.get().is_some_and(|judged| judged.assessment == saved.assessment);
                    form.with_value(|form| server_answer(lang, form, &saved, same))
                })}
            </div>
        </div>
    }
    .into_any();
    let carried = form.with_value(|form| carried(lang, &form.target));
    view! {
        <p class="crumbs"><a href="/app">"← " {label::back_to_list(lang)}</a></p>
        <h1>{title}</h1>
        <blockquote class="quote" lang="zh-CN">{quote}</blockquote>
        {carried}
        <p class="fine">
            {label::report_due(lang)} " " <span class="number">{due.0.to_string()}</span> " · " {names::stage(lang, due.1)} " · "
            <a rel="external" href=crate::public_page(&format!("/target/{target_id}"))>{label::public_page(lang)}</a> " · "
            <a href=format!("/app/request/{target_id}")>{supervision::to_request(lang)}</a>
            {move || late_mark(lang, late.get())}
        </p>
        {move || report.with(|report| report.as_ref().filter(|r| r.state != State::Draft).map(|report| standing_of(lang, report)))}
        {move || may.with(|may| may.contains(&Move::Recall)).then(|| view! { <Recall report problem again/> })}
        {(!open).then(|| view! { <p class="notice" role="status">{periods::closed_hint(lang)}</p> })}
        <form class="report" on:submit=on_submit novalidate>
            {figure_fields}
            {judged_section}
            {words_and_actions}
        </form>
        {form.with_value(|form| since_approval(lang, &form.target, &form.since_approval))}
        {move || history.with(|rows| (!rows.is_empty()).then(|| form.with_value(|form| history_list(lang, &form.target, rows))))}
    }
}

/// Takes a report back that nobody has read.
#[component]
fn Recall(
    /// The report.
    report: RwSignal<Option<Report>>,
    /// Why it could not be taken back.
    problem: RwSignal<Option<Kind>>,
    /// Reads the form anew.
    again: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let busy = RwSignal::new(false);
    let recall = move |_| {
        let Some((id, revision)) = report.with_untracked(|r| r.as_ref().map(|r| (r.id.clone(), r.revision))) else {
            return;
        };
        let asked = ReportStep {
            revision,
            step: Move::Recall,
            note: String::new(),
        };
        let answer = api::post::<_, Saved>(format!("/api/v1/reports/{id}/steps"), asked);
        ask::once(busy, problem, answer, move |done| {
            if done.is_some() {
                again.run(());
            }
        });
    };
    view! { <p class="actions"><button id="recall" type="button" class="quiet" prop:disabled=move || busy.get() on:click=recall>{words_of_report::step(lang, Move::Recall)}</button></p> }
}

/// Of what was carried over: from where, and that it is counted on from there.
fn carried(lang: Lang, target: &Target) -> Option<AnyView> {
    let Home::Carried {
        from, target: before, ..
    } = &target.home
    else {
        return None;
    };
    let counted = target.promise.is_counted();
    Some(
        view! {
            <p class="carried-hint">
                <strong>{closing::carried(lang)}</strong> " "
                {counted.then(|| closing::carried_count(lang))} " "
                <a rel="external" href=format!("/plans/{from}/target/{before}")>{closing::carried_page(lang)}</a>
            </p>
        }
        .into_any(),
    )
}

/// The figure that a ledger gives, with the way there.
fn from_ledger(lang: Lang, form: &Form, ledger: &LedgerFigure) -> AnyView {
    let made_up = ledger
        .demonstration
        .then(|| view! { " " <span class="tag">{words::made_up(lang)}</span> });
    view! {
        <section class="sheet report-figure" id="from-ledger">
            <h2>{label::your_figure(lang)}</h2>
            <p class="big number">{figures::figure(lang, &form.target, &ledger.figure)}{made_up}</p>
            <p>
                {words::from_ledger(lang)} " · "
                <a href=format!("/app/ledger/{}", ledger.id)>{lang.of(&ledger.name).to_owned()}</a>
            </p>
            <p class="hint">{words::from_ledger_hint(lang)}</p>
        </section>
    }
    .into_any()
}

/// Where the report stands, in a sentence.
fn standing_of(lang: Lang, report: &Report) -> impl IntoView + use<> {
    let words = match &report.state {
        State::Returned { note, .. } => say::returned_note(lang, note),
        State::Submitted { .. } => label::read_only_sent(lang).to_owned(),
        State::AwaitingSignature { .. } => words_of_report::laid_read_only(lang).to_owned(),
        State::UnderReview { on, by, .. } => words_of_report::under_review_by(lang, by, on),
        State::Published { on, .. } => words_of_report::published_in(lang, on),
        State::Draft | State::Approved { .. } => String::new(),
    };
    let name = report.state.name();
    view! {
        <p class=format!("notice state-{}", name.as_str()) role="status">
            <span class=format!("state state-{}", name.as_str())>{names::state(lang, name)}</span> " " {words}
        </p>
    }
}

fn verdict(lang: Lang, form: &Form, judged: &Judged) -> impl IntoView + use<> {
    let target = form.target.for_unit(&form.unit, form.allocation.as_ref());
    let odd = judged
        .odd
        .iter()
        .map(|odd| view! { <li>{odd::odd(lang, &form.target, odd)}</li> })
        .collect_view();
    let odd = (!judged.odd.is_empty())
        .then(|| view! { <div class="odd" role="status"><p><strong>{label::odd_title(lang)}</strong></p><ul>{odd}</ul></div> });
    view! { {odd} {parts::verdict(lang, &target, None, &judged.assessment)} }
}

fn server_answer(lang: Lang, form: &Form, saved: &Saved, same: bool) -> impl IntoView + use<> {
    let words = match saved.report.state.name() {
        StateName::Submitted => label::report_sent(lang),
        StateName::AwaitingSignature => words_of_report::laid(lang),
        _ => label::draft_saved(lang),
    };
    let target = form.target.for_unit(&form.unit, form.allocation.as_ref());
    let body = if same {
        view! { <p>{parts::mark(lang, saved.assessment.status)} " " {label::same_answer(lang)}</p> }.into_any()
    } else {
        parts::verdict(lang, &target, None, &saved.assessment).into_any()
    };
    view! {
        <div class="answer" role="status" data-state=saved.report.state.name().as_str()>
            <h2>{label::server_answer(lang)}</h2>
            <p><strong>{words}</strong></p>
            {body}
        </div>
    }
}
