//! 安全提醒: what happened lately to what opens the account.

use leptos::prelude::*;
use yaodian_contract::sign_in::{AlertRow, MySignIn};
use yaodian_words::{Lang, alert as words};

use crate::{lang, parts};

/// How an instant is written, to the minute.
const MINUTE: &str = "%Y-%m-%d %H:%M";

#[component]
pub(super) fn Alerts(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let lang = lang();
    let there = Memo::new(move |_| mine.with(|mine| mine.alerts.clone()));
    let table = move || {
        let rows = there.get();
        if rows.is_empty() {
            return view! { <p class="absent">{words::none(lang)}</p> }.into_any();
        }
        let heads = [
            (words::what_word(lang), false),
            (words::when_word(lang), true),
            (words::by_word(lang), false),
        ];
        let rows = rows.iter().map(|row| line(lang, row)).collect_view();
        view! { {parts::table("records alerts", &heads, rows)} <p class="hint">{words::not_yours(lang)}</p> }.into_any()
    };
    view! {
        <section id="alerts">
            <h2>{words::title(lang)}</h2>
            <p class="hint">{words::intro(lang)}</p>
            {table}
        </section>
    }
}

fn line(lang: Lang, row: &AlertRow) -> AnyView {
    let AlertRow { at, alert } = row;
    view! {
        <tr>
            <th scope="row">{words::what(lang, alert.what)}</th>
            <td class="number" data-label=words::when_word(lang)>{at.strftime(MINUTE).to_string()}</td>
            <td data-label=words::by_word(lang)>{words::by(lang, alert).unwrap_or_default()}</td>
        </tr>
    }
    .into_any()
}
