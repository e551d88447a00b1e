//! 督办: slips that are called for, cases that are open, one case, a request.

mod case;
mod proposals;
mod request;

use leptos::prelude::*;
use yaodian_contract::{CaseView, Cases, ProposalView};
use yaodian_domain::{
    Date,
    check::NoticeColour,
    supervision::{CaseKind, Matter},
};
use yaodian_words::{Lang, figures, label, supervision as words};

pub(super) use case::CasePage;
pub(super) use request::RequestPage;

use super::{Loading, shown};
use crate::{api, lang, parts};

/// The list.
#[component]
pub(super) fn Supervision() -> impl IntoView {
    let lang = lang();
    let cases = Resource::new(|| (), |()| api::get::<Cases>("/api/v1/cases".to_owned()));
    let again = Callback::new(move |()| cases.refetch());
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(cases.await, move |cases| lists(lang, cases, again)) })}
        </Suspense>
    }
}

fn lists(lang: Lang, cases: Cases, again: Callback<()>) -> AnyView {
    let today = cases.today;
    let (open, ended): (Vec<_>, Vec<_>) = cases.cases.into_iter().partition(|view| view.case.state().is_open());
    let proposals = (!cases.proposals.is_empty())
        .then(|| proposals::section(lang, cases.proposals, Callback::new(move |_: usize| again.run(()))));
    let open = if open.is_empty() {
        view! { <p class="absent">{words::none_open(lang)}</p> }.into_any()
    } else {
        table(lang, today, &open)
    };
    let ended = (!ended.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words::ended_cases(lang)}</h2>
                {table(lang, today, &ended)}
            </section>
        }
    });
    view! {
        {proposals}
        <section>
            <h2>{words::open_cases(lang)}</h2>
            {open}
        </section>
        {ended}
    }
    .into_any()
}

/// Slips that are called for, chosen and issued together; `issued` is told how many were.
pub(super) fn proposals(lang: Lang, proposals: Vec<ProposalView>, issued: Callback<usize>) -> AnyView {
    proposals::section(lang, proposals, issued)
}

fn table(lang: Lang, today: Date, cases: &[CaseView]) -> AnyView {
    let rows = cases
        .iter()
        .map(|view| {
            let case = &view.case;
            let opened = case.opened_on().unwrap_or(today);
            view! {
                <tr>
                    <td>{kind(lang, &case.matter)}</td>
                    <td>{lang.unit(&view.about.unit).to_owned()}</td>
                    <th scope="row"><a href=format!("/app/case/{}", case.id)>{lang.of(&view.about.name).to_owned()}</a></th>
                    <td><span class=format!("state state-{}", case.state().as_str())>{words::state(lang, case.kind(), case.state())}</span></td>
                    <td class="number">{figures::day(opened)}</td>
                    <td class="number">{due(lang, view)}</td>
                    <td>{parts::mark(lang, view.about.status)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::head_kind(lang), false),
        (label::unit_word(lang), false),
        (label::targets(lang), false),
        (label::status_word(lang), false),
        (words::head_opened(lang), true),
        (words::head_due(lang), true),
        (words::head_now(lang), false),
    ];
    parts::table("case-list", &heads, rows).into_any()
}

/// By when the next step is due, and whether it is late.
fn due(lang: Lang, view: &CaseView) -> Option<AnyView> {
    view.case.due().map(|day| {
        let late = view
            .overdue
            .then(|| view! { " " <span class="late">{words::overdue(lang)}</span> });
        view! { {figures::day(day)} {late} }.into_any()
    })
}

/// What a case is: a slip with its colour and what goes with it, or a request.
fn kind(lang: Lang, matter: &Matter) -> AnyView {
    match matter {
        Matter::Notice(notice) => {
            let measure = words::measure(lang, notice.measure);
            view! { {slip(lang, notice.colour)} " " <span class="fine">{measure}</span> }.into_any()
        }
        other => words::kind(lang, other.kind()).into_any(),
    }
}

/// The colour of a slip: colour, shape and word.
fn slip(lang: Lang, colour: NoticeColour) -> impl IntoView {
    let (class, shape) = match colour {
        NoticeColour::Blue => ("slip slip-blue", "◔"),
        NoticeColour::Yellow => ("slip slip-yellow", "▲"),
        NoticeColour::Red => ("slip slip-red", "■"),
    };
    view! { <span class=class><span class="shape" aria-hidden="true">{shape}</span> {words::colour(lang, colour)}</span> }
}

/// The name of a request as a button says it.
fn request_name(lang: Lang, kind: CaseKind) -> &'static str {
    match kind {
        CaseKind::Change => words::ask_change(lang),
        CaseKind::Closure => words::ask_closure(lang),
        CaseKind::Appeal => words::ask_appeal(lang),
        CaseKind::Extension | CaseKind::Notice => words::ask_extension(lang),
    }
}
