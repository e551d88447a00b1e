//! What was set aside of a batch.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use yaodian_contract::monitoring::BatchView;
use yaodian_words::{Lang, monitoring_desk as words};

use super::{
    super::{Loading, shown},
    batch_table, held_table,
};
use crate::{api, lang};

/// The page.
#[component]
pub(in crate::desk) fn BatchPage() -> impl IntoView {
    let lang = lang();
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    let view = Resource::new(id, |id| {
        api::get::<BatchView>(format!("/api/v1/monitoring/batches/{id}"))
    });
    view! {
        <p class="crumbs"><a href="/app/monitoring">{words::back(lang)}</a></p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(view.await, move |view| page(lang, view)) })}
        </Suspense>
    }
}

fn page(lang: Lang, view: BatchView) -> AnyView {
    let shown = (view.held.len() as u64) < view.batch.counts.held;
    let more = shown.then(|| words::shown_of(lang, &view.held.len(), &view.batch.counts.held));
    let file = format!("/api/v1/monitoring/batches/{}/held.csv", view.batch.id);
    view! {
        <h1>{words::held_title(lang)} " · " {view.batch.name.clone()}</h1>
        {batch_table(lang, std::slice::from_ref(&view.batch))}
        <p class="ledger-files"><a rel="external" download="" id="held-file" href=file>{words::download_held(lang)}</a></p>
        <p class="fine">{more}</p>
        {held_table(lang, &view.held)}
    }
    .into_any()
}
