//! Who is signed in and acts in which post, in the head of every page.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use yaodian_contract::Me;
use yaodian_words::{Lang, label, people as words, people::desk as say};

/// The person, the post, and the way to another one, which comes back to the same page.
pub(in crate::desk) fn who(lang: Lang, me: Me) -> AnyView {
    let place = use_location();
    let here = move || {
        let (path, search) = (place.pathname.get(), place.search.get());
        if search.is_empty() {
            path
        } else {
            format!("{path}?{search}")
        }
    };
    let post = words::post_name(lang, &me.post.unit, &me.post.title);
    let more = words::post_more(lang, &me.post);
    let others = me.others.len();
    let change = (others > 0).then(|| {
        view! {
            <form class="change-post" method="get" action="/sign-in/post">
                <input type="hidden" name="next" value=here/>
                <button type="submit" class="quiet">{say::change_over(lang)} " " <span class="number">{(others + 1).to_string()}</span></button>
            </form>
        }
    });
    view! {
        <p class="who">
            <span class="visually-hidden">{label::signed_in_as(lang)} " "</span>
            {me.name}
            <span class="fine">" · " {post} " · " {more}</span>
        </p>
        {change}
    }
    .into_any()
}
