//! Slips that the check calls for: chosen, given a demand, and issued together.

use std::collections::BTreeSet;

use leptos::prelude::*;
use yaodian_contract::{CaseView, Issue, Kind, OpenCase, ProposalView};
use yaodian_words::{Lang, figures, label, supervision as words};

use super::slip;
use crate::{
    api,
    desk::{Refusal, ask},
    parts,
};

/// The section, as a form; `issued` is told how many were.
pub(super) fn section(lang: Lang, proposals: Vec<ProposalView>, issued: Callback<usize>) -> AnyView {
    let chosen = RwSignal::new(BTreeSet::<usize>::new());
    let demand = RwSignal::new(String::new());
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let count = proposals.len();
    let rows = proposals
        .iter()
        .enumerate()
        .map(|(n, view)| row(lang, n, view, chosen))
        .collect_view();
    let heads = [
        ("", false),
        (words::head_kind(lang), false),
        (label::unit_word(lang), false),
        (label::targets(lang), false),
        (words::head_now(lang), false),
        (words::answer_by(lang), true),
    ];
    let all = move |_| {
        chosen.update(|chosen| {
            let whole = chosen.len() == count;
            *chosen = if whole { BTreeSet::new() } else { (0..count).collect() };
        });
    };
    let issue = move || {
        let issues = chosen.with_untracked(|chosen| {
            let picked = chosen.iter().filter_map(|&n| proposals.get(n));
            picked.map(|view| issue_of(view, demand.get_untracked())).collect()
        });
        let answer = api::post::<_, Vec<CaseView>>("/api/v1/cases".to_owned(), OpenCase::Notices(issues));
        ask::once(busy, refused, answer, move |done| {
            if let Some(done) = done {
                issued.run(done.len());
            }
        });
    };
    let nothing = move || busy.get() || chosen.with(BTreeSet::is_empty);
    view! {
        <section class="proposals" aria-labelledby="proposals">
            <h2 id="proposals">{words::proposals(lang)} " " <span class="number">{count.to_string()}</span></h2>
            <form class="sheet" novalidate on:submit=move |event| { event.prevent_default(); issue(); }>
                <p><button type="button" id="choose-all" class="quiet" on:click=all>{words::choose_all(lang)}</button></p>
                {parts::table("case-list", &heads, rows)}
                <label for="demand">{words::demand(lang)} " " <span class="hint">{words::demand_hint(lang)}</span></label>
                <textarea id="demand" rows="2" prop:value=move || demand.get() on:input=move |event| demand.set(event_target_value(&event))></textarea>
                <p class="actions">
                    <button id="issue" type="submit" prop:disabled=nothing>
                        {move || if busy.get() { label::sending(lang).to_owned() } else { words::issue(lang, &chosen.with(BTreeSet::len)) }}
                    </button>
                </p>
                <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            </form>
        </section>
    }
    .into_any()
}

fn issue_of(view: &ProposalView, demand: String) -> Issue {
    let proposal = &view.proposal;
    Issue {
        target: proposal.target.clone(),
        unit: proposal.unit.clone(),
        colour: proposal.colour,
        demand,
        answer_by: None,
        follows: proposal.follows.clone().zip(proposal.followed_steps),
    }
}

fn row(lang: Lang, n: usize, view: &ProposalView, chosen: RwSignal<BTreeSet<usize>>) -> AnyView {
    let (proposal, about) = (&view.proposal, &view.about);
    let name = format!("{} · {}", lang.unit(&about.unit), lang.of(&about.name));
    let toggle = move |_| {
        chosen.update(|chosen| {
            if !chosen.remove(&n) {
                chosen.insert(n);
            }
        });
    };
    let why = proposal.follows.is_some().then(|| {
        let why = if proposal.silence {
            words::after_silence(lang)
        } else {
            words::worsened(lang)
        };
        view! { <br/><span class="fine">{why}</span> }
    });
    view! {
        <tr>
            <td><input type="checkbox" aria-label=name prop:checked=move || chosen.with(|chosen| chosen.contains(&n)) on:change=toggle/></td>
            <td>{slip(lang, proposal.colour)} " " <span class="fine">{words::measure(lang, proposal.measure)}</span> {why}</td>
            <td>{lang.unit(&about.unit).to_owned()}</td>
            <th scope="row"><a rel="external" href=crate::public_page(&format!("/target/{}", proposal.target))>{lang.of(&about.name).to_owned()}</a></th>
            <td>{parts::mark(lang, about.status)}</td>
            <td class="number">{figures::day(view.answer_by)}</td>
        </tr>
    }
    .into_any()
}
