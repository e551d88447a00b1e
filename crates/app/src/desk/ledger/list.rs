//! 台账: which ledgers there are, and how far each has come.

use leptos::prelude::*;
use yaodian_contract::ledger::LedgerHead;
use yaodian_domain::Decimal;
use yaodian_words::{Lang, figures, ledger as words, pictures};

use super::super::{Loading, shown};
use crate::{api, lang};

/// The list.
#[component]
pub(crate) fn LedgerList() -> impl IntoView {
    let lang = lang();
    let heads = Resource::new(|| (), |()| api::get::<Vec<LedgerHead>>("/api/v1/ledgers".to_owned()));
    view! {
        <h1>{words::title(lang)}</h1>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(heads.await, move |heads| list(lang, &heads)) })}
        </Suspense>
    }
}

fn list(lang: Lang, heads: &[LedgerHead]) -> AnyView {
    if heads.is_empty() {
        return view! { <p class="absent">{words::none(lang)}</p> }.into_any();
    }
    let rows = heads.iter().map(|head| row(lang, head)).collect_view();
    view! { <p class="lede">{words::intro(lang)}</p> <ul class="ledgers" id="ledgers">{rows}</ul> }.into_any()
}

fn row(lang: Lang, head: &LedgerHead) -> AnyView {
    let listed = head.funnel.first().copied().unwrap_or_default();
    let count = |n: i64| figures::number(Decimal::from(n));
    let size = match head.expected {
        Some(expected) => words::listed_of(lang, &count(listed), &count(expected.into())),
        None => words::listed(lang, &count(listed)),
    };
    let stages = (head.stages.iter().zip(head.funnel.iter().skip(1)))
        .map(|(name, passed)| {
            let share = pictures::share(*passed, listed).unwrap_or_else(|| "—".to_owned());
            let width = Decimal::from(*passed) * Decimal::ONE_HUNDRED / Decimal::from(listed.max(1));
            view! {
                <li>
                    <span>{lang.of(name).to_owned()}</span> " " <b class="number">{share}</b>
                    <i aria-hidden="true"><i style=format!("inline-size:{}%", width.round_dp(2))></i></i>
                </li>
            }
        })
        .collect_view();
    let made_up = head
        .demonstration
        .then(|| view! { <span class="tag">{words::made_up(lang)}</span> });
    view! {
        <li class="ledger-head" data-ledger=head.id.to_string()>
            <h2><a href=format!("/app/ledger/{}", head.id)>{lang.of(&head.name).to_owned()}</a> " " {made_up}</h2>
            <p class="fine number">{size}</p>
            {(listed > 0).then(|| view! { <ol class="ledger-stages">{stages}</ol> })}
        </li>
    }
    .into_any()
}
