//! A table is looked at: what goes in, what is set aside and why. Then it is committed.

use leptos::{ev::DragEvent, prelude::*, web_sys::File};
use send_wrapper::SendWrapper;
use yaodian_contract::{
    Kind,
    monitoring::{Done, Incoming, NetworkView, Preview, Terms},
};
use yaodian_domain::ledger::Network;
use yaodian_monitoring::network::ReviewState;
use yaodian_words::{Lang, monitoring_desk as words, network as shared};

use super::{
    super::{
        Refusal, ask,
        ledger::{dropped, encode, picked},
    },
    held_table,
};
use crate::{
    api::{self, Answer},
    parts,
};

/// All that changes on the form.
#[derive(Clone, Copy)]
struct Form {
    lang: Lang,
    network: RwSignal<Network>,
    state: RwSignal<ReviewState>,
    /// As typed: empty, or a day.
    on: RwSignal<String>,
    sending: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Kind>>,
    preview: RwSignal<Option<Preview>>,
    done: RwSignal<Option<Done>>,
    /// Raised by every commit.
    committed: RwSignal<u32>,
    /// The file that was chosen last, until it is committed. Wrapped one by one: on the server, where there is none, what
    /// was rendered is dropped by another thread.
    chosen: StoredValue<Option<SendWrapper<File>>>,
}

impl Form {
    fn ask<T: 'static>(self, answer: impl Future<Output = Answer<T>> + 'static, then: impl FnOnce(T) + 'static) {
        ask::once(self.busy, self.problem, answer, move |value| {
            self.sending.set(None);
            if let Some(value) = value {
                then(value);
            }
        });
    }

    fn send(self, files: Vec<File>) {
        if let Some(file) = files.into_iter().next().filter(|_| !self.busy.get_untracked()) {
            self.chosen.set_value(Some(SendWrapper::new(file)));
            self.look();
        }
    }

    /// Looks at the chosen file by what the form says: also anew, when that is changed.
    fn look(self) {
        let chosen = self.chosen.get_value().filter(|_| !self.busy.get_untracked());
        let Some(file) = chosen.map(SendWrapper::take) else {
            return;
        };
        let name = file.name();
        self.sending.set(Some(name.clone()));
        self.preview.set(None);
        self.done.set(None);
        let network = self.network.get_untracked().as_str();
        let search = encode(&[
            ("name".to_owned(), name),
            ("state".to_owned(), self.state.get_untracked().as_str().to_owned()),
            ("on".to_owned(), self.on.get_untracked()),
        ]);
        let path = format!("/api/v1/monitoring/{network}/uploads{search}");
        self.ask(api::send_file::<Preview>(path, file), move |preview| {
            self.preview.set(Some(preview));
        });
    }

    fn commit(self, network: Network, id: &str, terms: Terms) {
        let path = format!("/api/v1/monitoring/{}/uploads/{id}/commit", network.as_str());
        self.ask(api::post::<_, Done>(path, terms), move |done| {
            self.preview.set(None);
            self.chosen.set_value(None);
            self.done.set(Some(done));
            self.committed.update(|number| *number += 1);
        });
    }
}

/// The form; nothing for somebody who may send no data.
pub(super) fn form(lang: Lang, networks: &[NetworkView], committed: RwSignal<u32>) -> Option<AnyView> {
    let first = networks.first()?.network;
    let form = Form {
        lang,
        network: RwSignal::new(first),
        state: RwSignal::new(ReviewState::Raw),
        on: RwSignal::new(String::new()),
        sending: RwSignal::new(None),
        busy: RwSignal::new(false),
        problem: RwSignal::new(None),
        preview: RwSignal::new(None),
        done: RwSignal::new(None),
        committed,
        chosen: StoredValue::new(None),
    };
    let choices: Vec<Network> = networks.iter().map(|view| view.network).collect();
    let networks = radios(
        words::network_word(lang),
        "network",
        choices
            .into_iter()
            .map(|network| (network, shared::network(lang, network))),
        form.network,
        move || form.look(),
    );
    let states = radios(
        words::state_word(lang),
        "state",
        ReviewState::ALL
            .into_iter()
            .map(|state| (state, shared::state(lang, state))),
        form.state,
        move || form.look(),
    );
    let over = |event: DragEvent| event.prevent_default();
    let view = view! {
        <section class="measurements-in">
            <div class="measurement-terms">
                {networks}
                <div>{states}<p class="hint">{words::state_hint(lang)}</p></div>
                <div>
                    <label for="data-day">{words::on_word(lang)}</label>
                    <input id="data-day" type="date" aria-describedby="data-day-hint"
                        prop:value=move || form.on.get() on:input=move |event| form.on.set(event_target_value(&event))
                        on:change=move |_| form.look()/>
                    <p class="hint" id="data-day-hint">{words::on_hint(lang)}</p>
                </div>
            </div>
            <div class="drop" on:dragover=over on:drop=move |event| form.send(dropped(&event))>
                <label for="measurements-file">{words::choose_file(lang)}</label>
                <input id="measurements-file" type="file" accept=".xlsx,.xls,.csv" prop:disabled=move || form.busy.get()
                    on:change=move |event| form.send(picked(&event))/>
                <p class="hint">{words::choose_hint(lang)}</p>
            </div>
            <div aria-live="polite" id="upload-state">
                {move || form.sending.get().map(|name| view! { <p class="loading">{words::reading(lang, &name)}</p> })}
            </div>
            <div aria-live="assertive">{move || form.problem.get().map(|kind| view! { <Refusal kind/> })}</div>
            <div aria-live="polite">{move || form.done.with(|done| done.as_ref().map(|done| finished(lang, done)))}</div>
            {move || form.preview.with(|preview| preview.as_ref().map(|preview| previewed(form, preview)))}
        </section>
    };
    Some(view.into_any())
}

/// One of several things, by radio buttons.
fn radios<T: Copy + PartialEq + Send + Sync + 'static>(
    legend: &'static str,
    name: &'static str,
    choices: impl Iterator<Item = (T, &'static str)>,
    chosen: RwSignal<T>,
    after: impl Fn() + Copy + 'static,
) -> AnyView {
    let choices = choices.map(|(value, words)| {
        view! {
            <label class="choice">
                <input type="radio" name=name prop:checked=move || chosen.get() == value
                    on:change=move |_| {
                        chosen.set(value);
                        after();
                    }/>
                {words}
            </label>
        }
    });
    view! { <fieldset class="choices"><legend>{legend}</legend>{choices.collect_view()}</fieldset> }.into_any()
}

fn previewed(form: Form, preview: &Preview) -> AnyView {
    let lang = form.lang;
    let counts = preview.counts;
    let tallies = [
        ("added", words::added(lang), counts.added),
        ("revised", words::revised(lang), counts.revised),
        ("unchanged", words::unchanged(lang), counts.unchanged),
        ("held", words::held(lang), counts.held - preview.partly),
        ("partly", words::partly(lang), preview.partly),
    ];
    let tallies = tallies.map(|(name, words, number)| {
        view! { <li data-count=name>{words} " " <b class="number">{number.to_string()}</b></li> }
    });
    let going_in = counts.going_in();
    let (network, id, terms) = (preview.network, preview.id.clone(), preview.terms);
    let commit = (going_in + counts.held > 0).then(|| {
        let label = if going_in > 0 {
            words::commit(lang)
        } else {
            words::keep_held(lang)
        };
        view! {
            <button type="button" id="commit" prop:disabled=move || form.busy.get()
                on:click=move |_| form.commit(network, &id, terms)>{label}</button>
        }
    });
    let nothing = (going_in == 0).then(|| view! { <p class="absent">{words::nothing_goes_in(lang)}</p> });
    let held = (!preview.held.is_empty()).then(|| {
        let shown = ((preview.held.len() as u64) < counts.held)
            .then(|| view! { <p class="fine">{words::shown_of(lang, &preview.held.len(), &counts.held)}</p> });
        view! { <h3>{words::held_title(lang)}</h3> {shown} {held_table(lang, &preview.held)} }
    });
    let incoming = (!preview.incoming.is_empty()).then(|| {
        let shown = ((preview.incoming.len() as u64) < going_in)
            .then(|| view! { <p class="fine">{words::shown_of(lang, &preview.incoming.len(), &going_in)}</p> });
        view! { <h3>{words::going_in_title(lang)}</h3> {shown} {incoming_table(lang, &preview.incoming)} }
    });
    view! {
        <section class="preview" aria-labelledby="preview">
            <h2 id="preview">{words::of_rows(lang, &preview.name, &counts.rows)}</h2>
            <ul class="tallies">{tallies.collect_view()}</ul>
            {nothing}
            <p class="actions">{commit}</p>
            {held}
            {incoming}
        </section>
    }
    .into_any()
}

fn incoming_table(lang: Lang, incoming: &[Incoming]) -> AnyView {
    let heads = [
        (words::row_word(lang), true),
        (words::place_word(lang), false),
        (words::time_word(lang), false),
        (words::state_word(lang), false),
        (words::comes_to(lang), false),
    ];
    let rows = incoming.iter().map(|one| {
        let revises = one
            .revises
            .then(|| view! { " " <span class="tag">{words::revised(lang)}</span> });
        view! {
            <tr>
                <td class="number">{one.row.to_string()}</td>
                <th scope="row">{one.name.clone()} " " <span class="fine">{one.code.clone()}</span></th>
                <td>{shared::moment(one.moment)}</td>
                <td>{shared::state(lang, one.state)} {revises}</td>
                <td>{one.comes_to.map(|outcome| words::outcome(lang, outcome))}</td>
            </tr>
        }
    });
    parts::table("incoming", &heads, rows.collect_view()).into_any()
}

/// What came of it.
fn finished(lang: Lang, done: &Done) -> AnyView {
    let counts = done.counts;
    let held = (counts.held > 0).then(|| {
        let file = format!("/api/v1/monitoring/batches/{}/held.csv", done.batch);
        view! {
            <p>{words::held_back(lang, &counts.held)}</p>
            <p class="ledger-files"><a rel="external" download="" href=file>{words::download_held(lang)}</a></p>
        }
    });
    let unchanged = (counts.unchanged > 0).then(|| words::said_already(lang, &counts.unchanged));
    view! {
        <div class="notice" id="committed">
            <p><strong>{words::committed(lang, &counts.added, &counts.revised)}</strong></p>
            <p class="fine">{unchanged}</p>
            {held}
        </div>
    }
    .into_any()
}
