//! Setting the second step up, making other recovery codes, turning it off.

use leptos::{html, prelude::*};
use yaodian_contract::sign_in::{Enrolment, MySignIn, RecoveryCodes, TypedCode};
use yaodian_words::{Lang, sign_in as words};

use super::{Form, field, guarded::Guarded};
use crate::{
    api::{self, Answer},
    lang,
};

/// What is being done.
#[derive(Clone)]
enum Doing {
    /// Nothing.
    Nothing,
    /// An authenticator is being told the secret.
    Telling(Enrolment),
    /// Recovery codes are shown, this once.
    Codes(Vec<String>),
}

/// What the parts share.
#[derive(Clone, Copy)]
struct Desk {
    lang: Lang,
    mine: RwSignal<MySignIn>,
    doing: RwSignal<Doing>,
    guard: Guarded,
    removed: RwSignal<bool>,
}

impl Desk {
    fn ask<T: 'static>(self, answer: impl Future<Output = Answer<T>> + 'static, done: impl FnOnce(T) + 'static) {
        self.removed.set(false);
        self.guard.ask(answer, done);
    }

    fn told(self, answer: RecoveryCodes) {
        self.mine.set(answer.now);
        self.doing.set(Doing::Codes(answer.codes));
    }

    fn password_field(self) -> Option<AnyView> {
        self.guard.password_field(self.lang, self.mine, "confirm-password")
    }
}

#[component]
pub(super) fn SecondStep(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let desk = Desk {
        lang: lang(),
        mine,
        doing: RwSignal::new(Doing::Nothing),
        guard: Guarded::new(),
        removed: RwSignal::new(false),
    };
    let lang = desk.lang;
    let left = Memo::new(move |_| mine.with(|mine| mine.second_step));
    let body = move || match (desk.doing.get(), left.get()) {
        (Doing::Codes(codes), _) => {
            view! { <Codes codes taken=Callback::new(move |()| desk.doing.set(Doing::Nothing))/> }.into_any()
        }
        (Doing::Telling(enrolment), None) => view! { <Telling desk enrolment/> }.into_any(),
        (_, None) => off(desk),
        (_, Some(left)) => on(desk, left),
    };
    view! {
        <section>
            <h2>{words::second_title(lang)}</h2>
            {body}
            <p role="status" class=move || desk.removed.get().then_some("notice")>{move || desk.removed.get().then(|| words::removed(lang))}</p>
        </section>
    }
}

/// It is off, and can be set up.
fn off(desk: Desk) -> AnyView {
    let lang = desk.lang;
    let begin = Callback::new(move |()| {
        let path = "/api/v1/sign-in/second-step/begin".to_owned();
        desk.ask(
            api::post::<_, Enrolment>(path, desk.guard.confirmed()),
            move |enrolment| {
                desk.doing.set(Doing::Telling(enrolment));
            },
        );
    });
    view! {
        <p>{words::second_off(lang)}</p>
        <Form id="begin-second-step" button=words::set_up(lang) busy=desk.guard.busy refused=desk.guard.refused send=begin>
            {desk.password_field()}
        </Form>
    }
    .into_any()
}

/// It is on: other recovery codes, or off again.
fn on(desk: Desk, left: usize) -> AnyView {
    let lang = desk.lang;
    let codes = Callback::new(move |()| {
        let path = "/api/v1/sign-in/second-step/codes".to_owned();
        desk.ask(
            api::post::<_, RecoveryCodes>(path, desk.guard.confirmed()),
            move |answer| {
                desk.told(answer);
            },
        );
    });
    let remove = move |_| {
        let path = "/api/v1/sign-in/second-step/remove".to_owned();
        desk.ask(api::post::<_, MySignIn>(path, desk.guard.confirmed()), move |mine| {
            desk.mine.set(mine);
            desk.doing.set(Doing::Nothing);
            desk.removed.set(true);
        });
    };
    view! {
        <p>{words::second_on(lang)} " " {words::codes_left(lang, &left)}</p>
        <Form id="second-step" button=words::new_codes(lang) busy=desk.guard.busy refused=desk.guard.refused send=codes>
            {desk.password_field()}
        </Form>
        <p><button type="button" class="quiet" id="remove-second-step" prop:disabled=move || desk.guard.busy.get() on:click=remove>{words::remove(lang)}</button></p>
    }
    .into_any()
}

/// The secret for the authenticator, and the code that shows that it has it.
#[component]
fn Telling(
    /// The page.
    desk: Desk,
    /// The secret.
    enrolment: Enrolment,
) -> impl IntoView {
    let lang = desk.lang;
    let code = RwSignal::new(String::new());
    let place = NodeRef::<html::P>::new();
    taken_there(place);
    let confirm = Callback::new(move |()| {
        let asked = TypedCode {
            code: code.get_untracked(),
        };
        let path = "/api/v1/sign-in/second-step/confirm".to_owned();
        desk.ask(api::post::<_, RecoveryCodes>(path, asked), move |answer| {
            desk.told(answer);
        });
    });
    let size = enrolment.code.size;
    let cancel = move |_| {
        desk.guard.refused.set(None);
        desk.doing.set(Doing::Nothing);
    };
    let field = field(
        "second-step-code",
        words::code(lang),
        "text",
        "one-time-code",
        Some(words::code_hint(lang)),
        code,
    );
    view! {
        <p tabindex="-1" node_ref=place><strong>{words::scan(lang)}</strong></p>
        <p class="hint">{words::scan_hint(lang)}</p>
        <svg class="qr" role="img" aria-label=words::qr(lang) viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
            <rect width=size height=size fill="#fff"></rect>
            <path d=enrolment.code.path fill="#000"></path>
        </svg>
        <dl class="facts">
            <div><dt>{words::secret(lang)}</dt><dd><code id="second-step-secret">{enrolment.secret}</code></dd></div>
        </dl>
        <Form id="confirm-second-step" button=words::confirm(lang) busy=desk.guard.busy refused=desk.guard.refused send=confirm>
            {field}
        </Form>
        <p><button type="button" class="quiet" on:click=cancel>{words::cancel(lang)}</button></p>
    }
}

/// Recovery codes, until the person says that they are kept.
#[component]
pub(super) fn Codes(
    /// The codes.
    codes: Vec<String>,
    /// The person says so.
    taken: Callback<()>,
) -> impl IntoView {
    let lang = lang();
    let place = NodeRef::<html::P>::new();
    taken_there(place);
    let codes = codes
        .into_iter()
        .map(|code| view! { <li><code>{code}</code></li> })
        .collect_view();
    view! {
        <div class="notice recovery-codes">
            <p tabindex="-1" node_ref=place><strong>{words::codes_title(lang)}</strong></p>
            <p>{words::codes_note(lang)}</p>
            <ul>{codes}</ul>
            <p><button type="button" id="codes-taken" on:click=move |_| taken.run(())>{words::codes_taken(lang)}</button></p>
        </div>
    }
}

/// Whoever asked for something is taken to what came of it.
fn taken_there(place: NodeRef<html::P>) {
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            let _ = place.focus();
        }
    });
}
