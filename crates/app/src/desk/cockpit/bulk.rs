//! Several cells at once: their units reminded, and the slips issued that they call for.

use std::collections::BTreeSet;

use leptos::prelude::*;
use yaodian_contract::{
    Cases, Kind, ProposalView,
    cockpit::Cockpit,
    reminders::{AskUnits, Asked},
};
use yaodian_domain::{access::Duty, id::UnitId};
use yaodian_words::{Lang, cockpit as say, figures, reminders};

use super::{
    super::{Refusal, ask, supervision},
    Chosen, Screen,
};
use crate::api;

/// What can be done with what is chosen.
pub(super) fn bar(screen: Screen) -> AnyView {
    let any = Memo::new(move |_| screen.chosen.with(|chosen| !chosen.is_empty()));
    view! { <div class="cockpit-bulk">{move || any.get().then(|| chosen(screen))}</div> }.into_any()
}

fn units(chosen: &BTreeSet<Chosen>) -> BTreeSet<UnitId> {
    chosen.iter().map(|(unit, _)| unit.clone()).collect()
}

/// Whether a slip is about something that is chosen.
fn is_chosen(all: &Cockpit, chosen: &BTreeSet<Chosen>, slip: &ProposalView) -> bool {
    chosen.iter().any(|(unit, place)| {
        let in_row = |place| {
            let row = all.rows.iter().find(|row| &row.place == place);
            row.is_some_and(|row| row.targets.contains(&slip.proposal.target))
        };
        unit == &slip.proposal.unit && place.as_ref().is_none_or(in_row)
    })
}

fn chosen(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let note = RwSignal::new(
        screen
            .all
            .with_untracked(|all| say::note(lang, &figures::day(all.due), &all.period)),
    );
    let (busy, refused) = (RwSignal::new(false), RwSignal::new(None::<Kind>));
    let done = RwSignal::new(None::<String>);
    let slips = RwSignal::new(None::<Vec<ProposalView>>);
    // What was found is about what was chosen then.
    Effect::new(move |before: Option<()>| {
        screen.chosen.track();
        if before.is_some() {
            slips.set(None);
            done.set(None);
        }
    });
    let count = move || {
        screen.chosen.with(|chosen| {
            let cells = chosen.iter().filter(|(_, place)| place.is_some()).count();
            say::chosen(lang, &units(chosen).len(), &cells)
        })
    };
    let remind = move || {
        let asked = screen.all.with_untracked(|all| AskUnits {
            units: screen.chosen.with_untracked(units).into_iter().collect(),
            duty: Duty::Reporter,
            target: None,
            period: Some(all.period),
            note: note.get_untracked(),
        });
        let answer = api::post::<_, Asked>("/api/v1/reminders/ask".to_owned(), asked);
        ask::once(busy, refused, answer, move |asked| {
            done.set(asked.map(|asked| say::reminded(lang, &asked.units, &asked.people)));
        });
    };
    let look = move || {
        done.set(None);
        ask::once(
            busy,
            refused,
            api::get::<Cases>("/api/v1/cases".to_owned()),
            move |cases| {
                slips.set(cases.map(|cases| {
                    let mut slips = cases.proposals;
                    screen.all.with_untracked(|all| {
                        screen
                            .chosen
                            .with_untracked(|chosen| slips.retain(|slip| is_chosen(all, chosen, slip)));
                    });
                    slips
                }));
            },
        );
    };
    let clear = move |_| screen.chosen.set(BTreeSet::new());
    view! {
        <section class="bulk" id="bulk" aria-label=say::bulk(lang)>
            <p class="bulk-number">
                <strong>{count}</strong>
                <button type="button" id="look" class="quiet" prop:disabled=move || busy.get() on:click=move |_| look()>{say::look(lang)}</button>
                <button type="button" id="unchoose" class="quiet" on:click=clear>{say::unchoose(lang)}</button>
            </p>
            <form class="bulk-remind" novalidate on:submit=move |event| { event.prevent_default(); remind(); }>
                <label for="note">{reminders::ask_note(lang)}</label>
                <input id="note" prop:value=move || note.get() on:input=move |event| note.set(event_target_value(&event))/>
                <button id="remind" type="submit" prop:disabled=move || busy.get()>{reminders::ask_button(lang)}</button>
            </form>
            <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            <p role="status" id="done">{move || done.get()}</p>
            {move || slips.get().map(|called_for| found(lang, called_for, Callback::new(move |count: usize| {
                slips.set(None);
                done.set(Some(say::issued(lang, &count)));
            })))}
        </section>
    }
    .into_any()
}

/// The slips that are called for, to be issued together.
fn found(lang: Lang, slips: Vec<ProposalView>, issued: Callback<usize>) -> AnyView {
    if slips.is_empty() {
        return view! { <p class="absent" id="no-slips">{say::no_slips(lang)}</p> }.into_any();
    }
    supervision::proposals(lang, slips, issued)
}
