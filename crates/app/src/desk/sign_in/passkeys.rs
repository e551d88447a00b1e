//! Adding passkeys, and taking them away.

use leptos::prelude::*;
use yaodian_contract::{
    Kind, Problem,
    sign_in::{AddPasskey, MySignIn, PasskeyOptions, PasskeyRow, RecoveryCodes},
};
use yaodian_words::{Lang, sign_in as words};

use super::{Form, field, guarded::Guarded, second::Codes};
use crate::{
    api::{self, Answer},
    lang, parts, passkey,
};

/// How an instant is written, to the minute.
const MINUTE: &str = "%Y-%m-%d %H:%M";

/// What the parts share.
#[derive(Clone, Copy)]
struct Desk {
    lang: Lang,
    mine: RwSignal<MySignIn>,
    guard: Guarded,
    name: RwSignal<String>,
    /// Recovery codes that are shown, this once.
    codes: RwSignal<Vec<String>>,
    /// What was done last.
    done: RwSignal<Option<&'static str>>,
    /// Which passkey is about to be removed; each is asked twice.
    sure: RwSignal<Option<String>>,
}

impl Desk {
    fn ask<T: 'static>(self, answer: impl Future<Output = Answer<T>> + 'static, done: impl FnOnce(T) + 'static) {
        self.done.set(None);
        self.guard.ask(answer, done);
    }

    fn told(self, answer: RecoveryCodes) {
        self.codes.set(answer.codes);
        self.mine.set(answer.now);
    }

    fn add(self) {
        let (name, confirmed) = (self.name.get_untracked(), self.guard.confirmed());
        let added = async move {
            let asked: PasskeyOptions = api::post("/api/v1/sign-in/passkeys/begin".to_owned(), confirmed).await?;
            let made = passkey::create(asked.options).await;
            let credential = made.map_err(|why| Problem::new(Kind::Passkey { why }, String::new()))?;
            let new = AddPasskey { name, credential };
            api::post::<_, RecoveryCodes>("/api/v1/sign-in/passkeys".to_owned(), new).await
        };
        self.ask(added, move |answer| {
            self.name.set(String::new());
            self.told(answer);
            self.done.set(Some(words::passkey_done(self.lang)));
        });
    }

    fn remove(self, id: String) {
        if self.sure.get_untracked().as_ref() != Some(&id) {
            self.sure.set(Some(id));
            return;
        }
        let path = format!("/api/v1/sign-in/passkeys/{id}/remove");
        self.ask(api::post::<_, MySignIn>(path, self.guard.confirmed()), move |mine| {
            self.sure.set(None);
            self.mine.set(mine);
            self.done.set(Some(words::passkey_gone(self.lang)));
        });
    }

    fn new_codes(self) {
        let path = "/api/v1/sign-in/second-step/codes".to_owned();
        self.ask(
            api::post::<_, RecoveryCodes>(path, self.guard.confirmed()),
            move |answer| {
                self.told(answer);
            },
        );
    }
}

#[component]
pub(super) fn Passkeys(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let lang = lang();
    let desk = Desk {
        lang,
        mine,
        guard: Guarded::new(),
        name: RwSignal::new(String::new()),
        codes: RwSignal::new(Vec::new()),
        done: RwSignal::new(None),
        sure: RwSignal::new(None),
    };
    let there = Memo::new(move |_| mine.with(|mine| mine.passkeys.clone()));
    let list = move || {
        let rows = there.get();
        if rows.is_empty() {
            return view! { <p class="absent">{words::no_passkeys(lang)}</p> }.into_any();
        }
        let rows = rows.into_iter().map(|row| line(desk, row)).collect_view();
        let heads = [
            (words::passkey_name(lang), false),
            (words::passkey_added(lang), true),
            (words::passkey_used(lang), true),
            (words::remove_passkey(lang), false),
        ];
        view! { {parts::table("records passkeys", &heads, rows)} }.into_any()
    };
    let told = move || {
        let codes = desk.codes.get();
        (!codes.is_empty()).then(|| {
            view! { <Codes codes taken=Callback::new(move |()| desk.codes.set(Vec::new()))/> }
        })
    };
    // Where codes of an authenticator are set up, they stand beside those.
    let left = Memo::new(move |_| {
        mine.with(|mine| (mine.second_step.is_none() && !mine.passkeys.is_empty()).then_some(mine.recovery_codes))
    });
    let left = move || {
        left.get().map(|left| {
            view! {
                <p>{words::codes_left(lang, &left)}</p>
                <p><button type="button" class="quiet" id="passkey-codes" prop:disabled=move || desk.guard.busy.get() on:click=move |_| desk.new_codes()>{words::new_codes(lang)}</button></p>
            }
        })
    };
    view! {
        <section>
            <h2>{words::passkeys_title(lang)}</h2>
            <p class="hint">{words::passkeys_intro(lang)}</p>
            {list}
            {told}
            {form(desk)}
            {left}
            <p role="status" class=move || desk.done.get().map(|_| "notice")>{move || desk.done.get()}</p>
        </section>
    }
}

/// The form that adds one; its password is the one that is asked for before one is taken away, too.
fn form(desk: Desk) -> AnyView {
    let lang = desk.lang;
    if !desk.mine.with_untracked(|mine| mine.takes_passkeys) {
        return view! { <p class="absent">{words::passkeys_off(lang)}</p> }.into_any();
    }
    let password = desk.guard.password_field(lang, desk.mine, "passkey-password");
    let hint = Some(words::passkey_name_hint(lang));
    view! {
        <Form id="add-passkey" button=words::add_passkey(lang) busy=desk.guard.busy refused=desk.guard.refused send=Callback::new(move |()| desk.add())>
            {field("passkey-name", words::passkey_name(lang), "text", "off", hint, desk.name)}
            {password}
        </Form>
    }
    .into_any()
}

fn line(desk: Desk, row: PasskeyRow) -> AnyView {
    let lang = desk.lang;
    let PasskeyRow { id, name, added, used } = row;
    let used = used.map_or_else(
        || words::passkey_never(lang).to_owned(),
        |used| used.strftime(MINUTE).to_string(),
    );
    let (asked, called) = (id.clone(), format!("{} · {name}", words::remove_passkey(lang)));
    let words = move || {
        if desk.sure.with(|sure| sure.as_ref() == Some(&asked)) {
            words::remove_passkey_sure(lang)
        } else {
            words::remove_passkey(lang)
        }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number" data-label=words::passkey_added(lang)>{added.strftime(MINUTE).to_string()}</td>
            <td class="number" data-label=words::passkey_used(lang)>{used}</td>
            <td><button type="button" class="quiet" title=called prop:disabled=move || desk.guard.busy.get() on:click=move |_| desk.remove(id.clone())>{words}</button></td>
        </tr>
    }
    .into_any()
}
