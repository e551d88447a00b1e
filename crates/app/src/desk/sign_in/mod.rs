//! 我的登录: a person's own password, second step, passkeys and sessions.

mod guarded;
mod passkeys;
mod password;
mod second;
mod sessions;

use leptos::{ev::SubmitEvent, prelude::*};
use yaodian_contract::{Kind, sign_in::MySignIn};
use yaodian_words::{privacy, sign_in as words};

use super::{Loading, Refusal, shown};
use crate::{api, lang};

/// The page.
#[component]
pub(super) fn SignInPage() -> impl IntoView {
    let lang = lang();
    let mine = Resource::new(|| (), |()| api::get::<MySignIn>("/api/v1/sign-in".to_owned()));
    let all = move |mine: MySignIn| {
        let demanded = mine.demanded;
        let mine = RwSignal::new(mine);
        let demanded = demanded.then(|| {
            // Everything around this page was refused, and has to be asked for anew.
            let after = move || {
                let still = mine.with(|mine| mine.demanded);
                if still {
                    return view! { <p class="refusal" role="alert">{words::demanded(lang)}</p> }.into_any();
                }
                view! { <p class="notice" role="status">{words::demanded_done(lang)} " " <a rel="external" href="/app">{words::go_on(lang)}</a></p> }.into_any()
            };
            view! { {after} }
        });
        view! {
            {demanded}
            <sessions::Sessions mine/>
            <second::SecondStep mine/>
            <passkeys::Passkeys mine/>
            <password::Password mine/>
            <section class="sheet">
                <h2><a rel="external" href="/privacy">{privacy::title(lang)}</a></h2>
                <p>{privacy::download_note(lang)}</p>
                <p><a rel="external" download="" id="personal-data" href="/api/v1/sign-in/personal-data">{privacy::download(lang)}</a></p>
            </section>
        }
    };
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(mine.await, all) })}
        </Suspense>
    }
}

/// A field whose text is typed anew each time.
fn field(
    id: &'static str,
    name: &'static str,
    kind: &'static str,
    complete: &'static str,
    hint: Option<&'static str>,
    value: RwSignal<String>,
) -> AnyView {
    let described = hint.map(|_| format!("{id}-hint"));
    let hint = hint.map(|hint| view! { <p class="hint" id=format!("{id}-hint")>{hint}</p> });
    view! {
        <label for=id>{name}</label>
        {hint}
        <input id=id type=kind autocomplete=complete aria-describedby=described prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))/>
    }
    .into_any()
}

/// A form that sends something, and says why it was refused.
#[component]
fn Form(
    /// Its id.
    id: &'static str,
    /// What its button says.
    button: &'static str,
    /// Whether something is under way.
    busy: RwSignal<bool>,
    /// Why it was refused last.
    refused: RwSignal<Option<Kind>>,
    /// What it does.
    send: Callback<()>,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send.run(());
    };
    view! {
        <form class="sheet decision" id=id novalidate on:submit=submit>
            {children()}
            <div aria-live="assertive">{move || refused.get().map(|kind| view! { <Refusal kind/> })}</div>
            <p class="actions"><button type="submit" prop:disabled=move || busy.get()>{button}</button></p>
        </form>
    }
}
