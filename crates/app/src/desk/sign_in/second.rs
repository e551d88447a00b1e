//! Setting the second step up, making other recovery codes, turning it off.

use leptos::{html, prelude::*};
use yaodian_contract::sign_in::{Enrolment, MySignIn, RecoveryCodes, TypedCode};
use yaodian_words::{Lang, sign_in as words};

use super::{
    Form, Told,
    codes::Codes,
    field::{Complete, Field, field},
    guarded::{Guarded, Opener, is_about_code},
};
use crate::{api, lang};

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
    /// Each form asks for itself.
    beginning: Guarded,
    renewing: Guarded,
    removing: Guarded,
    /// Whether the form is shown that makes other codes, and the one that turns it off.
    renew: RwSignal<bool>,
    remove: RwSignal<bool>,
    done: RwSignal<Option<&'static str>>,
}

impl Desk {
    fn told(self, answer: RecoveryCodes) {
        self.renew.set(false);
        self.doing.set(Doing::Codes(answer.codes));
        self.mine.set(answer.now);
    }
}

#[component]
pub(super) fn SecondStep(
    /// How the person signs in.
    mine: RwSignal<MySignIn>,
) -> impl IntoView {
    let done = RwSignal::new(None);
    let desk = Desk {
        lang: lang(),
        mine,
        doing: RwSignal::new(Doing::Nothing),
        beginning: Guarded::new(done),
        renewing: Guarded::new(done),
        removing: Guarded::new(done),
        renew: RwSignal::new(false),
        remove: RwSignal::new(false),
        done,
    };
    let lang = desk.lang;
    let left = Memo::new(move |_| mine.with(|mine| mine.second_step));
    let head = NodeRef::<html::H2>::new();
    let taken = Callback::new(move |()| {
        desk.doing.set(Doing::Nothing);
        if let Some(head) = head.get_untracked() {
            let _ = head.focus();
        }
    });
    let body = move || match (desk.doing.get(), left.get()) {
        (Doing::Codes(codes), _) => view! { <Codes codes taken/> }.into_any(),
        (Doing::Telling(enrolment), None) => view! { <Telling desk enrolment/> }.into_any(),
        (_, None) => off(&desk),
        (_, Some(left)) => on(&desk, left),
    };
    view! {
        <section>
            <h2 tabindex="-1" node_ref=head>{words::second_title(lang)}</h2>
            {body}
            <Told words=desk.done/>
        </section>
    }
}

/// It is off, and can be set up.
fn off(desk: &Desk) -> AnyView {
    let desk = *desk;
    let lang = desk.lang;
    let begin = Callback::new(move |()| {
        let path = "/api/v1/sign-in/second-step/begin".to_owned();
        let answer = api::post::<_, Enrolment>(path, desk.beginning.confirmed());
        desk.beginning.ask(answer, move |enrolment| {
            desk.doing.set(Doing::Telling(enrolment));
        });
    });
    view! {
        <p>{words::second_off(lang)}</p>
        <Form id="begin-second-step" button=words::set_up(lang) busy=desk.beginning.busy refused=desk.beginning.refused send=begin>
            {desk.beginning.field(lang, desk.mine, "confirm-password")}
        </Form>
    }
    .into_any()
}

/// It is on: other recovery codes, or off again; each asks in its own place.
fn on(desk: &Desk, left: usize) -> AnyView {
    let desk = *desk;
    let (lang, mine) = (desk.lang, desk.mine);
    let codes = Callback::new(move |()| {
        let path = "/api/v1/sign-in/second-step/codes".to_owned();
        let answer = api::post::<_, RecoveryCodes>(path, desk.renewing.confirmed());
        desk.renewing.ask(answer, move |answer| desk.told(answer));
    });
    let remove = Callback::new(move |()| {
        let path = "/api/v1/sign-in/second-step/remove".to_owned();
        let answer = api::post::<_, MySignIn>(path, desk.removing.confirmed());
        desk.removing.ask(answer, move |mine| {
            desk.remove.set(false);
            desk.doing.set(Doing::Nothing);
            desk.mine.set(mine);
            desk.done.set(Some(words::removed(lang)));
        });
    });
    view! {
        <p>{words::second_on(lang)} " " {words::codes_left(lang, &left)}</p>
        <Opener id="new-codes" words=words::new_codes(lang) sure=words::new_codes_sure(lang) guard=desk.renewing mine send=codes open=desk.renew/>
        <Opener id="remove-second-step" words=words::remove(lang) sure=words::remove_sure(lang) guard=desk.removing mine send=remove open=desk.remove/>
    }
    .into_any()
}

/// The secret for the authenticator, step by step, and the code that shows that it has it.
#[component]
fn Telling(
    /// The page.
    desk: Desk,
    /// The secret.
    enrolment: Enrolment,
) -> impl IntoView {
    let lang = desk.lang;
    let code = RwSignal::new(String::new());
    let place = NodeRef::<html::H3>::new();
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            let _ = place.focus();
        }
    });
    let confirm = Callback::new(move |()| {
        let asked = TypedCode {
            code: code.get_untracked(),
        };
        let path = "/api/v1/sign-in/second-step/confirm".to_owned();
        let answer = api::post::<_, RecoveryCodes>(path, asked);
        desk.beginning.ask(answer, move |answer| desk.told(answer));
    });
    let size = enrolment.code.size;
    let cancel = Callback::new(move |()| {
        desk.beginning.forget();
        desk.doing.set(Doing::Nothing);
    });
    view! {
        <h3 tabindex="-1" node_ref=place>{words::set_up_title(lang)}</h3>
        <ol class="set-up">
            <li>{words::step_app(lang)}</li>
            <li>
                <p>{words::step_scan(lang)}</p>
                <svg class="qr" role="img" aria-label=words::qr(lang) viewBox=format!("0 0 {size} {size}") shape-rendering="crispEdges">
                    <rect width=size height=size fill="#fff"></rect>
                    <path d=enrolment.code.path fill="#000"></path>
                </svg>
                <p><a rel="external" id="authenticator-here" href=enrolment.address>{words::same_phone(lang)}</a></p>
                <p>{words::typed_in(lang)}</p>
                <dl class="facts">
                    <div><dt>{words::secret(lang)}</dt><dd><code id="second-step-secret">{enrolment.secret}</code></dd></div>
                </dl>
                <p class="hint">{words::shown_once(lang)}</p>
            </li>
            <li>
                <p>{words::step_code(lang)}</p>
                <Form id="confirm-second-step" button=words::confirm(lang) busy=desk.beginning.busy refused=desk.beginning.refused send=confirm cancel>
                    {field(Field {
                        id: "second-step-code".to_owned(),
                        name: words::code(lang),
                        complete: Complete::Code,
                        hint: Some(words::code_hint(lang)),
                        value: code,
                        wrong: is_about_code,
                    })}
                </Form>
            </li>
        </ol>
    }
}
