//! Adding passkeys, and taking them away.

use leptos::{html, prelude::*};
use yaodian_contract::{
    Kind, Problem,
    sign_in::{AddPasskey, MySignIn, PasskeyOptions, PasskeyRow, RecoveryCodes},
};
use yaodian_domain::sign_in::PasskeyProblem;
use yaodian_words::{Lang, sign_in as words};

use super::{
    Form, Told,
    codes::Codes,
    field::{Complete, Field, field},
    guarded::{Guarded, Opener, Sure},
};
use crate::{api, lang, parts, passkey};

/// How an instant is written, to the minute.
const MINUTE: &str = "%Y-%m-%d %H:%M";

/// What the parts share.
#[derive(Clone, Copy)]
struct Desk {
    lang: Lang,
    mine: RwSignal<MySignIn>,
    name: RwSignal<String>,
    /// Recovery codes that are shown, this once.
    codes: RwSignal<Vec<String>>,
    /// What was done last.
    done: RwSignal<Option<&'static str>>,
    /// Each form asks for itself.
    adding: Guarded,
    taking: Guarded,
    renewing: Guarded,
    /// Which passkey is about to be removed.
    going: RwSignal<Option<String>>,
    /// Whether other recovery codes are about to be made.
    renew: RwSignal<bool>,
}

impl Desk {
    fn told(self, answer: RecoveryCodes) {
        self.codes.set(answer.codes);
        self.mine.set(answer.now);
    }

    fn add(self) {
        let (name, confirmed) = (self.name.get_untracked(), self.adding.confirmed());
        let added = async move {
            let asked: PasskeyOptions = api::post("/api/v1/sign-in/passkeys/begin".to_owned(), confirmed).await?;
            let made = passkey::create(asked.options).await;
            let credential = made.map_err(|why| Problem::new(Kind::Passkey { why }, String::new()))?;
            let new = AddPasskey { name, credential };
            api::post::<_, RecoveryCodes>("/api/v1/sign-in/passkeys".to_owned(), new).await
        };
        self.adding.ask(added, move |answer| {
            self.name.set(String::new());
            let shown = !answer.codes.is_empty();
            self.told(answer);
            // Whoever gets recovery codes is taken to them.
            self.done.set((!shown).then(|| words::passkey_done(self.lang)));
        });
    }

    fn remove(self, id: &str) {
        let path = format!("/api/v1/sign-in/passkeys/{id}/remove");
        let answer = api::post::<_, MySignIn>(path, self.taking.confirmed());
        self.taking.ask(answer, move |mine| {
            self.going.set(None);
            self.mine.set(mine);
            self.done.set(Some(words::passkey_gone(self.lang)));
        });
    }

    fn new_codes(self) {
        let path = "/api/v1/sign-in/second-step/codes".to_owned();
        let answer = api::post::<_, RecoveryCodes>(path, self.renewing.confirmed());
        self.renewing.ask(answer, move |answer| {
            self.renew.set(false);
            self.told(answer);
        });
    }
}

#[component]
pub(super) fn Passkeys(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let lang = lang();
    let done = RwSignal::new(None);
    let desk = Desk {
        lang,
        mine,
        name: RwSignal::new(String::new()),
        codes: RwSignal::new(Vec::new()),
        done,
        adding: Guarded::new(done),
        taking: Guarded::new(done),
        renewing: Guarded::new(done),
        going: RwSignal::new(None),
        renew: RwSignal::new(false),
    };
    let there = Memo::new(move |_| mine.with(|mine| mine.passkeys.clone()));
    let list = move || {
        let rows = there.get();
        if rows.is_empty() {
            return view! { <p class="absent">{words::no_passkeys(lang)}</p> }.into_any();
        }
        let rows = rows.into_iter().map(|row| line(&desk, row)).collect_view();
        let heads = [
            (words::passkey_name(lang), false),
            (words::passkey_added(lang), true),
            (words::passkey_used(lang), true),
            (words::remove_passkey(lang), false),
        ];
        view! { {parts::table("records passkeys", &heads, rows)} }.into_any()
    };
    let head = NodeRef::<html::H2>::new();
    let taken = Callback::new(move |()| {
        desk.codes.set(Vec::new());
        if let Some(head) = head.get_untracked() {
            let _ = head.focus();
        }
    });
    let told = move || {
        let codes = desk.codes.get();
        (!codes.is_empty()).then(|| view! { <Codes codes taken/> })
    };
    // Where codes of an authenticator are set up, they stand beside those.
    let left = Memo::new(move |_| {
        mine.with(|mine| (mine.second_step.is_none() && !mine.passkeys.is_empty()).then_some(mine.recovery_codes))
    });
    let left = move || {
        left.get().map(|left| {
            view! {
                <p>{words::codes_left(lang, &left)}</p>
                <Opener id="passkey-codes" words=words::new_codes(lang) sure=words::new_codes_sure(lang) guard=desk.renewing mine send=Callback::new(move |()| desk.new_codes()) open=desk.renew/>
            }
        })
    };
    view! {
        <section>
            <h2 tabindex="-1" node_ref=head>{words::passkeys_title(lang)}</h2>
            <p class="hint">{words::passkeys_intro(lang)}</p>
            {list}
            {told}
            {form(&desk)}
            {left}
            <Told words=desk.done/>
        </section>
    }
}

/// The form that adds one.
fn form(desk: &Desk) -> AnyView {
    let desk = *desk;
    let lang = desk.lang;
    if !desk.mine.with_untracked(|mine| mine.takes_passkeys) {
        return view! { <p class="absent">{words::passkeys_off(lang)}</p> }.into_any();
    }
    view! {
        <Form id="add-passkey" button=words::add_passkey(lang) busy=desk.adding.busy refused=desk.adding.refused send=Callback::new(move |()| desk.add())>
            {field(Field {
                id: "passkey-name".to_owned(),
                name: words::passkey_name(lang),
                complete: Complete::Nothing,
                hint: Some(words::passkey_name_hint(lang)),
                value: desk.name,
                wrong: |kind| matches!(kind, Kind::Passkey { why: PasskeyProblem::Name { .. } }),
            })}
            {desk.adding.field(lang, desk.mine, "passkey-password")}
        </Form>
    }
    .into_any()
}

fn line(desk: &Desk, row: PasskeyRow) -> AnyView {
    let desk = *desk;
    let lang = desk.lang;
    let PasskeyRow { id, name, added, used } = row;
    let used = used.map_or_else(
        || words::passkey_never(lang).to_owned(),
        |used| used.strftime(MINUTE).to_string(),
    );
    let called = format!("{} · {name}", words::remove_passkey(lang));
    let open = {
        let id = id.clone();
        Memo::new(move |_| desk.going.with(|going| going.as_ref() == Some(&id)))
    };
    let toggle = {
        let id = id.clone();
        move |_| {
            desk.taking.forget();
            desk.done.set(None);
            desk.going.set((!open.get_untracked()).then(|| id.clone()));
        }
    };
    let expanded = move || if open.get() { "true" } else { "false" };
    let asked = move || {
        let id = id.clone();
        open.get().then(|| {
            let shown = RwSignal::new(true);
            // Cancelled: the row closes.
            Effect::new(move |_| {
                if !shown.get() {
                    desk.going.set(None);
                }
            });
            let send = Callback::new(move |()| desk.remove(&id));
            view! {
                <tr class="confirming"><td colspan="4">
                    <Sure id="remove-passkey" button=words::remove_passkey_sure(lang) guard=desk.taking mine=desk.mine send open=shown/>
                </td></tr>
            }
        })
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number" data-label=words::passkey_added(lang)>{added.strftime(MINUTE).to_string()}</td>
            <td class="number" data-label=words::passkey_used(lang)>{used}</td>
            <td><button type="button" class="quiet" aria-label=called aria-expanded=expanded prop:disabled=move || desk.taking.busy.get() on:click=toggle>{words::remove_passkey(lang)}</button></td>
        </tr>
        {asked}
    }
    .into_any()
}
