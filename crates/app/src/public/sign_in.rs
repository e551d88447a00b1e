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
    },
    /// The code of the second step.
    Code {
        /// Where to go afterwards.
        next: String,
    },
    /// A first password, by the link of an invitation.
    SetPassword {
        /// The link's token.
        token: String,
        /// For whom.
        login: String,
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
        } => frame::page(reader, label::sign_in(lang), move || {
            view! {
                <form class="sheet" method="post" action="/sign-in">
                    <h1>{label::sign_in(lang)}</h1>
                    {just_set.then(|| view! { <p class="notice" role="status">{label::set_password_done(lang)}</p> })}
                    {problem}
                    {single_sign_on.then(|| by_single_sign_on(lang, next))}
                    <input type="hidden" name="next" value=next.clone()/>
                    <label for="login">{label::login_name(lang)}</label>
                    <input id="login" name="login" autocomplete="username" required maxlength="80" value=login.clone()/>
                    <label for="password">{label::password(lang)}</label>
                    <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200"/>
                    <button type="submit">{label::sign_in(lang)}</button>
                </form>
            }
        }),
        SignInPage::Code { next } => frame::page(reader, words::ask_code(lang), move || {
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
                    <p><a href="/sign-in">{words::start_over(lang)}</a></p>
                </form>
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

/// A way to the provider of single sign-on.
fn by_single_sign_on(lang: Lang, next: &str) -> impl IntoView + use<> {
    // Paths of the app alone come here; what could part an address is written out.
    let next = [('%', "%25"), ('&', "%26"), ('#', "%23"), ('+', "%2B")]
        .into_iter()
        .fold(next.to_owned(), |next, (mark, written)| next.replace(mark, written));
    view! {
        <p><a class="button" href=format!("/sign-in/single-sign-on?next={next}")>{words::by_single_sign_on(lang)}</a></p>
        <p class="hint">{words::or_password(lang)}</p>
    }
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
