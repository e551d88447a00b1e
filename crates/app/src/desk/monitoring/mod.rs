//! 监测数据: tables on their way in, and what came of them.
//!
//! * this module: the page, with what came in last;
//! * [`upload`]: a table is looked at, then committed;
//! * [`batch`]: what was set aside of a batch.

mod batch;
mod upload;

use leptos::prelude::*;
use yaodian_contract::monitoring::{Batch, Desk, HeldRow, NetworkView};
use yaodian_words::{Lang, monitoring_desk as words, network as shared};

pub(super) use batch::BatchPage;

use super::{Loading, in_browser, shown};
use crate::{api, lang, parts};

/// The page.
#[component]
pub(super) fn MonitoringPage() -> impl IntoView {
    let lang = lang();
    // Raised by every commit, so that the list below has it.
    let committed = RwSignal::new(0_u32);
    let first = Resource::new(|| (), |()| api::get::<Desk>("/api/v1/monitoring".to_owned()));
    let again = in_browser(move || {
        let committed = committed.get();
        async move {
            if committed == 0 {
                return None;
            }
            api::get::<Desk>("/api/v1/monitoring".to_owned()).await.ok()
        }
    });
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move {
                shown(first.await, move |desk| {
                    let upload = upload::form(lang, &desk.networks, committed);
                    let networks = networks(lang, &desk.networks);
                    let batches = desk.batches;
                    view! {
                        {networks}
                        {upload}
                        <section aria-labelledby="batches">
                            <h2 id="batches">{words::batches(lang)}</h2>
                            {move || {
                                let newer = again.get().flatten();
                                batch_table(lang, newer.as_ref().map_or(&batches, |desk| &desk.batches))
                            }}
                        </section>
                    }
                })
            })}
        </Suspense>
    }
}

/// The networks that the person may send data to.
fn networks(lang: Lang, networks: &[NetworkView]) -> AnyView {
    if networks.is_empty() {
        return view! { <p class="absent">{words::nothing_to_send(lang)}</p> }.into_any();
    }
    let lines = networks.iter().map(|view| {
        let network = view.network.as_str();
        let found = words::found_places(lang, &view.places, &lang.of(&view.counted), &lang.of(&view.name));
        let made_up = view
            .demonstration
            .then(|| view! { " " {parts::demonstration_tag(lang)} " " <span class="fine">{words::demonstration_register(lang)}</span> });
        view! {
            <li>
                {found} " "
                <a href=format!("/app/ledger/{}", view.register)>{words::to_register(lang)}</a> " · "
                <a rel="external" href=format!("/{network}")>{words::to_public(lang)}</a>
                {made_up}
            </li>
        }
    });
    view! { <ul class="lines">{lines.collect_view()}</ul> }.into_any()
}

/// What came in, the newest first.
fn batch_table(lang: Lang, batches: &[Batch]) -> AnyView {
    if batches.is_empty() {
        return view! { <p class="absent">{words::no_batches(lang)}</p> }.into_any();
    }
    let heads = [
        (words::when_word(lang), false),
        (words::network_word(lang), false),
        (words::how_word(lang), false),
        (words::added(lang), true),
        (words::revised(lang), true),
        (words::unchanged(lang), true),
        (words::held_title(lang), true),
    ];
    let rows = batches.iter().map(|batch| {
        let counts = batch.counts;
        let held = if counts.held > 0 {
            view! { <a href=format!("/app/monitoring/batch/{}", batch.id)>{counts.held.to_string()}</a> }.into_any()
        } else {
            counts.held.to_string().into_any()
        };
        view! {
            <tr>
                <th scope="row">{batch.at.strftime("%Y-%m-%d %H:%M").to_string()}</th>
                <td>{shared::network(lang, batch.network)}</td>
                <td>{words::came(lang, batch.came)} " · " {batch.name.clone()} " · " {batch.by.clone()}</td>
                <td class="number">{counts.added.to_string()}</td>
                <td class="number">{counts.revised.to_string()}</td>
                <td class="number">{counts.unchanged.to_string()}</td>
                <td class="number">{held}</td>
            </tr>
        }
    });
    parts::table("measurement-batches", &heads, rows.collect_view()).into_any()
}

/// Rows of which something was set aside, each with its reasons.
fn held_table(lang: Lang, held: &[HeldRow]) -> AnyView {
    let heads = [
        (words::row_word(lang), true),
        (words::place_word(lang), false),
        (words::reason_word(lang), false),
    ];
    let rows = held.iter().map(|held| {
        let reasons = held
            .reasons
            .iter()
            .map(|reason| view! { <li>{words::reason(lang, reason)}</li> });
        view! {
            <tr data-row=held.row.to_string()>
                <td class="number">{held.row.to_string()}</td>
                <th scope="row">{held.place.clone()}</th>
                <td><ul class="changes">{reasons.collect_view()}</ul></td>
            </tr>
        }
    });
    parts::table("held-rows", &heads, rows.collect_view()).into_any()
}
