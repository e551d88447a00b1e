//! Signing in and setting a password: plain forms, no script.

use leptos::prelude::*;
use yaodian_contract::{Kind, MyPost};
use yaodian_domain::sign_in::{LONGEST_PASSWORD, SHORTEST_PASSWORD};
use yaodian_words::{Lang, label, people, problems, sign_in as words};

use super::{Reader, frame};

/// Which form, and what is to be said on it.
#[derive(Debug, Clone)]
pub enum SignInPage {
    /// Name and password.
    Password {
        /// What was typed as name, after a failed try.
        login: String,
        /// Where to go afterwards.
        next: String,
        /// Whether a password was just set.
        just_set: bool,
        /// Whether there is a provider of single sign-on to go to.
        single_sign_on: bool,
        /// Whether passkeys open accounts here.
        passkeys: bool,
    },
    /// The code of the second step.
    Code {
        /// Where to go afterwards.
        next: String,
        /// Whether a passkey does as well.
        passkey: bool,
    },
    /// A passkey, which a script asks for.
    Passkey {
        /// Where to go afterwards.
        next: String,
        /// Whether it is the second step, after a password.
        second: bool,
    },
    /// A first password, by the link of an invitation.
    SetPassword {
        /// The link's token.
        token: String,
        /// For whom.
        login: String,
    },
    /// Signed out of a session that began by the provider of single sign-on.
    SignedOut {
        /// Where to sign out at the provider; nothing once that is done.
        to: Option<String>,
    },
    /// In which of several posts to act.
    Post {
        /// Whose posts.
        name: String,
        /// Which there are today.
        posts: Vec<MyPost>,
        /// Where to go afterwards.
        next: String,
    },
}

/// The page to sign in or to set a password.
pub fn sign_in(reader: &Reader, which: &SignInPage, problem: Option<&Kind>) -> String {
    let lang = reader.lang;
    let problem = problem.map(|kind| view! { <p class="refusal" role="alert">{problems::problem(lang, kind)}</p> });
    match which {
        SignInPage::Password {
            login,
            next,
            just_set,
            single_sign_on,
            passkeys,
        } => frame::page(reader, label::sign_in(lang), move || {
            view! {
                <form class="sheet" method="post" action="/sign-in">
                    <h1>{label::sign_in(lang)}</h1>
                    {just_set.then(|| view! { <p class="notice" role="status">{label::set_password_done(lang)}</p> })}
                    {problem}
                    {single_sign_on.then(|| another_way("/sign-in/single-sign-on", next, words::by_single_sign_on(lang)))}
                    {passkeys.then(|| another_way("/sign-in/passkey", next, words::by_passkey(lang)))}
                    {(*single_sign_on || *passkeys).then(|| view! { <p class="hint">{words::or_password(lang)}</p> })}
                    <input type="hidden" name="next" value=next.clone()/>
                    <label for="login">{label::login_name(lang)}</label>
                    <input id="login" name="login" autocomplete="username" required maxlength="80" value=login.clone()/>
                    <label for="password">{label::password(lang)}</label>
                    <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"/>
                    <button type="submit">{label::sign_in(lang)}</button>
                </form>
            }
        }),
        SignInPage::Code { next, passkey } => frame::page(reader, words::ask_code(lang), move || {
            view! {
                <form class="sheet" method="post" action="/sign-in/code">
                    <h1>{words::ask_code(lang)}</h1>
                    <p>{words::ask_code_intro(lang)}</p>
                    {problem}
                    <input type="hidden" name="next" value=next.clone()/>
                    <label for="code">{words::code(lang)}</label>
                    <input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required maxlength="40" aria-describedby="code-lost"/>
                    <p class="hint" id="code-lost">{words::ask_code_lost(lang)}</p>
                    <button type="submit">{words::go_on(lang)}</button>
                    {passkey.then(|| another_way("/sign-in/passkey", next, words::use_passkey(lang)))}
                    <p><a href="/sign-in">{words::start_over(lang)}</a></p>
                </form>
            }
        }),
        SignInPage::Passkey { next, second } => frame::scripted(reader, words::by_passkey(lang), move || {
            let (intro, other, name) = if *second {
                let other = format!("/sign-in/code?recovery=1&next={}", written(next));
                (words::passkey_second(lang), other, words::by_code(lang))
            } else {
                let other = format!("/sign-in?next={}", written(next));
                (words::passkey_alone(lang), other, words::by_password(lang))
            };
            view! {
                <div class="sheet" id="passkey" data-next=next.clone()>
                    <h1>{words::by_passkey(lang)}</h1>
                    <p>{intro}</p>
                    <p class="refusal" role="alert" id="passkey-trouble" hidden></p>
                    <noscript><p class="refusal">{words::passkey_takes_script(lang)}</p></noscript>
                    <p><button type="button" id="use-passkey" disabled>{words::use_passkey(lang)}</button></p>
                    <p><a href=other>{name}</a></p>
                </div>
                <script type="module" src="/pkg/passkey.js"></script>
            }
        }),
        SignInPage::SignedOut { to } => frame::page(reader, words::single_going_out(lang), move || {
            let (means, href, on) = match to {
                Some(to) => (
                    words::single_going_out_means(lang),
                    to.clone(),
                    words::single_go_out(lang),
                ),
                None => (
                    words::single_out_means(lang),
                    "/sign-in".to_owned(),
                    label::sign_in(lang),
                ),
            };
            view! {
                <div class="sheet" id="signed-out">
                    <h1>{words::single_going_out(lang)}</h1>
                    <p role="status">{means}</p>
                    <p><a class="button" href=href>{on}</a></p>
                </div>
            }
        }),
        SignInPage::Post { name, posts, next } => frame::page(reader, people::choose_post(lang), move || {
            let rows = posts.iter().map(|post| post_button(lang, post)).collect_view();
            view! {
                <form class="sheet" method="post" action="/sign-in/post">
                    <h1>{people::choose_post(lang)}</h1>
                    <p>{people::choose_post_intro(lang, name)}</p>
                    <input type="hidden" name="next" value=next.clone()/>
                    <ul class="posts">{rows}</ul>
                </form>
            }
        }),
        SignInPage::SetPassword { token, login } => frame::page(reader, label::set_password(lang), move || {
            view! {
                <form class="sheet" method="post" action=format!("/sign-in/invite/{token}")>
                    <h1>{label::set_password(lang)}</h1>
                    <p>{label::set_password_intro(lang)}</p>
                    {problem}
                    <label for="login">{label::login_name(lang)}</label>
                    <input id="login" autocomplete="username" readonly value=login.clone()/>
                    <label for="password">{label::new_password(lang)}</label>
                    <p class="hint" id="password-hint">{words::new_password_hint(lang)}</p>
                    <input id="password" name="password" type="password" autocomplete="new-password" required minlength=SHORTEST_PASSWORD.to_string() maxlength=LONGEST_PASSWORD.to_string() aria-describedby="password-hint"/>
                    <button type="submit">{label::set_password(lang)}</button>
                </form>
            }
        }),
    }
}

/// A way to sign in without a password.
fn another_way(path: &str, next: &str, name: &'static str) -> impl IntoView + use<> {
    view! { <p><a class="button" href=format!("{path}?next={}", written(next))>{name}</a></p> }
}

/// A path of the app as it stands in an address: what could part it is written out.
fn written(next: &str) -> String {
    [('%', "%25"), ('&', "%26"), ('#', "%23"), ('+', "%2B")]
        .into_iter()
        .fold(next.to_owned(), |next, (mark, written)| next.replace(mark, written))
}

/// A post as a button that chooses it.
fn post_button(lang: Lang, post: &MyPost) -> impl IntoView + use<> {
    view! {
        <li>
            <button class="quiet" type="submit" name="post" value=post.id.to_string()>
                <strong>{people::post_name(lang, &post.unit, &post.title)}</strong>
                <span class="fine">{people::post_more(lang, post)}</span>
            </button>
        </li>
    }
}
