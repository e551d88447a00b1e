//! Signing in and setting a password: plain forms, no script.

use leptos::prelude::*;
use yaodian_contract::{Kind, MyPost};
use yaodian_domain::{
    sign_in::{LONGEST_PASSWORD, PasswordProblem, SHORTEST_PASSWORD},
    unit::Unit,
};
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
        /// What is said beside.
        said: Option<Said>,
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
    SetPassword(Invited),
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

/// What the page of signing in says beside the form: fixed words, nothing of what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// A password was just set.
    PasswordSet,
    /// The session is over, as it was ended, ran out or was idle.
    Ended,
    /// The person signed out.
    Out,
}

impl Said {
    fn words(self, lang: Lang) -> &'static str {
        match self {
            Self::PasswordSet => label::set_password_done(lang),
            Self::Ended => words::session_ended(lang),
            Self::Out => words::signed_out(lang),
        }
    }
}

/// Whose account an invitation opens.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The link's token.
    pub token: String,
    /// What is typed to sign in.
    pub login: String,
    /// The name.
    pub name: String,
    /// The units of the posts.
    pub units: Vec<Unit>,
    /// For how many days a link is good.
    pub days: i64,
}

/// The page to sign in or to set a password.
pub fn sign_in(reader: &Reader, which: &SignInPage, problem: Option<&Kind>) -> String {
    let lang = reader.lang;
    match which {
        SignInPage::Password {
            login,
            next,
            said,
            single_sign_on,
            passkeys,
        } => frame::page(reader, label::sign_in(lang), move || {
            let said = said.map(|said| view! { <p class="notice" role="status">{said.words(lang)}</p> });
            let wrong = matches!(problem, Some(Kind::WrongPassword));
            // Where the name is right, as far as anybody may say, the password is typed anew.
            let password_first = !login.is_empty();
            let others = (*single_sign_on || *passkeys).then(|| {
                let passkey = passkeys.then(|| {
                    view! {
                        {another_way("/sign-in/passkey", next, words::by_passkey(lang))}
                        <p class="hint">{words::what_is_a_passkey(lang)}</p>
                    }
                });
                view! {
                    <h2>{words::or_password(lang)}</h2>
                    {single_sign_on.then(|| another_way("/sign-in/single-sign-on", next, words::by_single_sign_on(lang)))}
                    {passkey}
                }
            });
            view! {
                <div class="sheet">
                    <form method="post" action="/sign-in">
                        <h1>{label::sign_in(lang)}</h1>
                        {said}
                        {trouble(lang, problem)}
                        <input type="hidden" name="next" value=next.clone()/>
                        <label for="login">{label::login_name(lang)}</label>
                        <input id="login" name="login" autocomplete="username" required maxlength="80" value=login.clone() autofocus=!password_first aria-invalid=wrong.then_some("true") aria-describedby=wrong.then_some(TROUBLE)/>
                        <label for="password">{label::password(lang)}</label>
                        <input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200" autofocus=password_first aria-invalid=wrong.then_some("true") aria-describedby=wrong.then_some(TROUBLE)/>
                        <button type="submit">{label::sign_in(lang)}</button>
                        <p class="hint">{words::forgot(lang)}</p>
                    </form>
                    {others}
                </div>
            }
        }),
        SignInPage::Code { next, passkey } => frame::page(reader, words::ask_code(lang), move || {
            let wrong = problem.is_some();
            let described = if wrong { "trouble code-lost" } else { "code-lost" };
            view! {
                <form class="sheet" method="post" action="/sign-in/code">
                    <h1>{words::ask_code(lang)}</h1>
                    <p>{words::ask_code_intro(lang)}</p>
                    {trouble(lang, problem)}
                    <input type="hidden" name="next" value=next.clone()/>
                    <label for="code">{words::code(lang)}</label>
                    <input id="code" name="code" autocomplete="one-time-code" autocapitalize="characters" spellcheck="false" required maxlength="40" autofocus aria-invalid=wrong.then_some("true") aria-describedby=described/>
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
        SignInPage::SetPassword(invited) => frame::page(reader, label::set_password(lang), move || {
            set_password(lang, invited, problem)
        }),
    }
}

/// By which id fields name what is wrong with them.
const TROUBLE: &str = "trouble";

/// Why the form was not taken.
fn trouble(lang: Lang, problem: Option<&Kind>) -> Option<impl IntoView + use<>> {
    problem.map(|kind| view! { <p class="refusal" role="alert" id=TROUBLE>{problems::problem(lang, kind)}</p> })
}

/// The form for a first or another password, typed twice: this page runs no script that could show it.
fn set_password(lang: Lang, invited: &Invited, problem: Option<&Kind>) -> impl IntoView + use<> {
    let wrong = problem.is_some();
    let twice = matches!(
        problem,
        Some(Kind::Password {
            why: PasswordProblem::Differs
        })
    );
    let described = if wrong {
        "trouble password-hint"
    } else {
        "password-hint"
    };
    let units: Vec<&str> = invited.units.iter().map(|unit| lang.unit(unit)).collect();
    let units = (!units.is_empty()).then(|| {
        view! { <div><dt>{label::unit_word(lang)}</dt><dd>{units.join(" · ")}</dd></div> }
    });
    view! {
        <form class="sheet" method="post" action=format!("/sign-in/invite/{}", invited.token)>
            <h1>{label::set_password(lang)}</h1>
            <p>{words::invited(lang, &invited.days)}</p>
            {trouble(lang, problem)}
            <dl class="facts">
                <div><dt>{people::person_name(lang)}</dt><dd>{invited.name.clone()}</dd></div>
                {units}
            </dl>
            <label for="login">{label::login_name(lang)}</label>
            <input id="login" autocomplete="username" readonly value=invited.login.clone()/>
            <label for="password">{label::new_password(lang)}</label>
            <p class="hint" id="password-hint">{words::new_password_hint(lang)}</p>
            <input id="password" name="password" type="password" autocomplete="new-password" required minlength=SHORTEST_PASSWORD.to_string() maxlength=LONGEST_PASSWORD.to_string() autofocus aria-invalid=wrong.then_some("true") aria-describedby=described/>
            <label for="again">{words::password_once_more(lang)}</label>
            <input id="again" name="again" type="password" autocomplete="new-password" required maxlength=LONGEST_PASSWORD.to_string() aria-invalid=twice.then_some("true") aria-describedby=twice.then_some(TROUBLE)/>
            <button type="submit">{label::set_password(lang)}</button>
        </form>
    }
}

/// A way to sign in without a password.
fn another_way(path: &str, next: &str, name: &'static str) -> impl IntoView + use<> {
    view! { <p><a class="button quiet" href=format!("{path}?next={}", written(next))>{name}</a></p> }
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
