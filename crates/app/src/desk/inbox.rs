//! 待签发、待审核: what waits for a leader or a reviewer, and what was decided lately.

use leptos::prelude::*;
use yaodian_contract::{self as contract, InboxRow};
use yaodian_words::{Lang, figures, label, names, report, say};

use super::{Loading, late_mark, shown};
use crate::{api, lang, parts};

/// The list.
#[component]
pub(super) fn Inbox() -> impl IntoView {
    let lang = lang();
    let inbox = Resource::new(|| (), |()| api::get::<contract::Inbox>("/api/v1/inbox".to_owned()));
    view! {
        <h1>{report::inbox_title(lang)}</h1>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(inbox.await, move |inbox| lists(lang, &inbox)) })}
        </Suspense>
    }
}

fn lists(lang: Lang, inbox: &contract::Inbox) -> impl IntoView + use<> {
    let to_sign = (!inbox.to_sign.is_empty())
        .then(|| view! { <section><h2>{report::to_sign_title(lang)}</h2>{table(lang, &inbox.to_sign)}</section> });
    let waiting = if inbox.waiting.is_empty() && inbox.to_sign.is_empty() {
        view! { <p class="absent">{report::inbox_empty(lang)}</p> }.into_any()
    } else if inbox.waiting.is_empty() {
        ().into_any()
    } else {
        view! { <p class="lede">{say::waiting(lang, &inbox.waiting.len())}</p> {table(lang, &inbox.waiting)} }
            .into_any()
    };
    let decided = (!inbox.decided.is_empty())
        .then(|| view! { <section><h2>{label::decided_title(lang)}</h2>{table(lang, &inbox.decided)}</section> });
    view! { {to_sign} {waiting} {decided} }
}

fn table(lang: Lang, items: &[InboxRow]) -> impl IntoView + use<> {
    let rows = items
        .iter()
        .map(|item| {
            let state = item.report.state.name();
            view! {
                <tr>
                    <td><span class=format!("state state-{}", state.as_str())>{names::state(lang, state)}</span>{late_mark(lang, item.late)}</td>
                    <td>{lang.unit(&item.unit).to_owned()}</td>
                    <th scope="row"><a href=format!("/app/review/{}", item.report.id)>{lang.of(&item.target.name).to_owned()}</a></th>
                    <td class="number">{report::period(lang, item.report.period)}</td>
                    <td class="number">{figures::figure(lang, &item.target, &item.report.content.figure)}</td>
                    <td>{parts::mark(lang, item.after)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        {parts::table("records", &[(label::status_word(lang), false), (label::unit_word(lang), false), (label::targets(lang), false), (label::period_word(lang), true), (label::value_word(lang), true), (label::unit_after(lang), false)], rows)}
    }
}
