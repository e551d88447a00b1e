//! 视图: queries that a person keeps under a name.

use leptos::{ev::SubmitEvent, prelude::*};
use yaodian_contract::ledger::{ForgetView, SavedView};
use yaodian_words::ledger as words;

use super::{screen::Screen, tools::typed};
use crate::api;

pub(super) fn views(screen: Screen) -> AnyView {
    let lang = screen.lang;
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let name = typed("view-name").trim().to_owned();
        if name.is_empty() {
            return;
        }
        let query = screen.asked.with_untracked(|asked| asked.query.clone());
        let sent = api::post::<_, Vec<SavedView>>(screen.path("/views"), SavedView { name, query });
        screen.ask(sent, move |views| screen.views.set(views));
    };
    let list = move || {
        let asked = screen.asked.get();
        let views = screen.views.get();
        if views.is_empty() {
            return view! { <p class="fine">{words::no_views(lang)}</p> }.into_any();
        }
        let rows = views
            .into_iter()
            .map(|view| {
                let current = (view.query == asked.query).then_some("true");
                let (href, label) = (screen.href(&asked.with(view.query)), words::forget(lang, &view.name));
                let name = view.name.clone();
                let forget = move |_| {
                    let request = ForgetView { name: name.clone() };
                    let sent = api::post::<_, Vec<SavedView>>(screen.path("/views/forget"), request);
                    screen.ask(sent, move |views| screen.views.set(views));
                };
                view! {
                    <li>
                        <a href=href data-noscroll="" aria-current=current>{view.name}</a> " "
                        <button type="button" class="quiet" aria-label=label on:click=forget>"✕"</button>
                    </li>
                }
            })
            .collect_view();
        view! { <ul id="views">{rows}</ul> }.into_any()
    };
    view! {
        <details class="more" id="saved-views">
            <summary>{words::views(lang)}</summary>
            <div class="more-box">
                {list}
                <form on:submit=save>
                    <label for="view-name">{words::view_name(lang)}</label>
                    <input id="view-name" autocomplete="off" maxlength="40"/>
                    <button id="view-save" class="quiet" type="submit">{words::save_view(lang)}</button>
                </form>
            </div>
        </details>
    }
    .into_any()
}
