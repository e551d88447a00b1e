//! 我的登录: a person's own password, second step, passkeys and sessions; what is kept about the person.

mod alerts;
mod codes;
mod field;
mod guarded;
mod passkeys;
mod password;
mod personal;
mod second;
mod sessions;

use leptos::prelude::*;
use yaodian_contract::sign_in::MySignIn;
use yaodian_words::{privacy, sign_in as words};

use super::{Loading, shown};
use crate::{api, lang};
use codes::Shown;
use field::{Form, Told};
pub(super) use personal::PersonalPage;

/// The page.
#[component]
pub(super) fn SignInPage() -> impl IntoView {
    let lang = lang();
    let mine = Resource::new(|| (), |()| api::get::<MySignIn>("/api/v1/sign-in".to_owned()));
    let codes = Shown::provided();
    let all = move |mine: MySignIn| {
        let demanded = mine.demanded;
        let mine = RwSignal::new(mine);
        let demanded = demanded.then(|| {
            // Everything around this page was refused, and has to be asked for anew; recovery codes come first.
            let after = move || {
                let still = mine.with(|mine| mine.demanded);
                if still {
                    return view! { <p class="refusal" role="alert">{words::demanded(lang)}</p> }.into_any();
                }
                if codes.any() {
                    return view! { <p class="notice" role="status">{words::keep_first(lang)}</p> }.into_any();
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
            <alerts::Alerts mine/>
            <section class="sheet">
                <h2><a rel="external" href="/privacy">{privacy::title(lang)}</a></h2>
                <p>{privacy::download_note(lang)}</p>
                <p><a id="see-personal-data" href="/app/personal-data">{privacy::see(lang)}</a></p>
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
