//! 人工催办: asking units out of turn.

use std::collections::BTreeSet;

use leptos::{ev::SubmitEvent, prelude::*};
use yaodian_contract::{
    Kind,
    reminders::{AskUnits, Asked, NamedTarget},
};
use yaodian_domain::{
    access::Duty,
    id::{TargetId, UnitId},
    unit::{Unit, UnitKind},
};
use yaodian_words::{names, reminders as words};

use crate::{
    api,
    desk::{Refusal, ask::once},
    lang,
};

const KINDS: [UnitKind; 3] = [UnitKind::Bureau, UnitKind::Division, UnitKind::Affiliate];

/// The form.
#[component]
pub(super) fn Ask(
    /// The units that can be asked.
    units: Vec<Unit>,
    /// The targets that they can be asked about.
    targets: Vec<NamedTarget>,
    /// To be called when they are asked.
    again: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let chosen = RwSignal::new(BTreeSet::<UnitId>::new());
    let duty = RwSignal::new(Duty::Reporter);
    let target = RwSignal::new(None::<TargetId>);
    let note = RwSignal::new(String::new());
    let busy = RwSignal::new(false);
    let refused = RwSignal::new(None::<Kind>);
    let asked = RwSignal::new(None::<Asked>);
    let ask = move |event: SubmitEvent| {
        event.prevent_default();
        asked.set(None);
        let body = AskUnits {
            units: chosen.get_untracked().into_iter().collect(),
            duty: duty.get_untracked(),
            target: target.get_untracked(),
            period: None,
            note: note.get_untracked(),
        };
        let answer = api::post::<_, Asked>("/api/v1/reminders/ask".to_owned(), body);
        once(busy, refused, answer, move |done| {
            if let Some(done) = done {
                asked.set(Some(done));
                chosen.set(BTreeSet::new());
                note.set(String::new());
                again.run(());
            }
        });
    };
    let groups = KINDS
        .into_iter()
        .map(|kind| {
            let boxes = units
                .iter()
                .filter(|unit| unit.kind == kind)
                .map(|unit| {
                    let (id, toggled) = (unit.id.clone(), unit.id.clone());
                    let change = move |event| {
                        chosen.update(|chosen| {
                            if event_target_checked(&event) {
                                chosen.insert(toggled.clone());
                            } else {
                                chosen.remove(&toggled);
                            }
                        });
                    };
                    view! {
                        <label class="tick">
                            <input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&id)) on:change=change/>
                            {lang.unit(unit).to_owned()}
                        </label>
                    }
                })
                .collect_view();
            view! {
                <fieldset class="ticks">
                    <legend>{names::unit_kind(lang, kind)}</legend>
                    {boxes}
                </fieldset>
            }
        })
        .collect_view();
    let options = targets
        .iter()
        .map(|target| view! { <option value=target.id.to_string()>{lang.of(&target.name).to_owned()}</option> })
        .collect_view();
    let duties = [Duty::Reporter, Duty::Reviewer]
        .map(|duty| view! { <option value=duty_value(duty)>{names::duty(lang, duty)}</option> })
        .collect_view();
    let answer = move || asked.get().map(|asked| words::asked(lang, &asked.units, &asked.people));
    view! {
        <section>
            <details class="asking">
                <summary>{words::ask_title(lang)}</summary>
                <p class="hint">{words::ask_intro(lang)}</p>
                <form class="sheet" on:submit=ask>
                    {groups}
                    <div class="asked-of">
                        <p>
                            <label for="ask-duty">{words::ask_duty(lang)}</label>
                            <select id="ask-duty" on:change=move |event| duty.set(read_duty(&event_target_value(&event)))>{duties}</select>
                        </p>
                        <p>
                            <label for="ask-target">{words::ask_target(lang)}</label>
                            <select id="ask-target" on:change=move |event| target.set(TargetId::new(event_target_value(&event)).ok())>
                                <option value="">{words::ask_no_target(lang)}</option>
                                {options}
                            </select>
                        </p>
                    </div>
                    <label for="ask-note">{words::ask_note(lang)}</label>
                    <textarea
                        id="ask-note"
                        rows="3"
                        prop:value=move || note.get()
                        on:input=move |event| note.set(event_target_value(&event))
                    ></textarea>
                    {move || refused.get().map(|kind| view! { <Refusal kind/> })}
                    <div class="actions"><button type="submit" disabled=busy>{words::ask_button(lang)}</button></div>
                </form>
            </details>
            <p role="status">{answer}</p>
        </section>
    }
}

fn duty_value(duty: Duty) -> &'static str {
    match duty {
        Duty::Reviewer => "reviewer",
        _ => "reporter",
    }
}

fn read_duty(value: &str) -> Duty {
    if value == "reviewer" {
        Duty::Reviewer
    } else {
        Duty::Reporter
    }
}
