//! A decision: what it would come to while it is filled in, and making it.

use leptos::{ev::SubmitEvent, html, prelude::*};
use yaodian_contract::{
    Kind,
    people::{Decide, People},
};
use yaodian_domain::{
    Date,
    id::AccountId,
    people::{Decision, NotPossible},
};
use yaodian_words::{
    Lang, label,
    people::{self as words, desk as say},
    problems,
};

use super::Everybody;
use crate::{
    api::{self, Answer},
    desk::ask::once,
    lang,
};

/// What a form lacks before it is a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Nobody was chosen.
    Person,
    /// No unit was chosen.
    Unit,
    /// A day is missing or not whole.
    Day,
}

/// What a form says so far.
pub(super) type Draft = Result<Decision, Trouble>;

/// A day that must be given.
pub(super) fn day_of(text: &str) -> Result<Date, Gap> {
    text.parse().map_err(|_| Gap::Day)
}

/// A day that may be left out.
pub(super) fn maybe_day_of(text: &str) -> Result<Option<Date>, Gap> {
    match text {
        "" => Ok(None),
        text => day_of(text).map(Some),
    }
}

/// A person that must be chosen.
pub(super) fn person_of(text: &str) -> Result<AccountId, Gap> {
    if text.is_empty() {
        Err(Gap::Person)
    } else {
        Ok(AccountId::new(text))
    }
}

/// Why a form cannot be sent, or was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trouble {
    /// Something is missing.
    Gap(Gap),
    /// It was refused, here or by the server.
    Refused(Kind),
}

impl From<Gap> for Trouble {
    fn from(gap: Gap) -> Self {
        Self::Gap(gap)
    }
}

impl From<NotPossible> for Trouble {
    fn from(why: NotPossible) -> Self {
        Self::Refused(Kind::NotPossible { why })
    }
}

impl Trouble {
    pub(super) fn told(&self, lang: Lang) -> String {
        match self {
            Self::Gap(Gap::Person) => say::choose_person(lang).to_owned(),
            Self::Gap(Gap::Unit) => say::choose_unit(lang).to_owned(),
            Self::Gap(Gap::Day) => say::choose_day(lang).to_owned(),
            Self::Refused(kind) => problems::problem(lang, kind),
        }
    }
}

/// What a decision comes to, from what is known here; or why it cannot be made.
pub(super) fn foreseen(lang: Lang, people: &People, draft: &Draft) -> Result<words::Outcome, Trouble> {
    let decision = draft.as_ref().map_err(Trouble::clone)?;
    Ok(words::outcome(lang, people, decision)?)
}

/// What will happen, said while the form is filled in. Why it cannot be is said once: here, or in
/// `trouble` where somebody tried.
pub(super) fn preview(
    lang: Lang,
    trouble: RwSignal<Option<Trouble>>,
    foreseen: impl Fn() -> Result<words::Outcome, Trouble> + Send + Sync + 'static,
) -> AnyView {
    let list = |class: &'static str, lines: Vec<String>| {
        (!lines.is_empty()).then(|| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! { <ul class=class>{lines}</ul> }
        })
    };
    let told = move || match foreseen() {
        Ok(outcome) => {
            let warnings = (!outcome.warnings.is_empty()).then(|| {
                view! {
                    <div class="odd">
                        <p><strong>{say::then_vacant(lang)}</strong></p>
                        {list("", outcome.warnings)}
                    </div>
                }
            });
            view! { {list("will", outcome.lines)} {warnings} }.into_any()
        }
        Err(Trouble::Gap(_)) => view! { <p class="hint">{say::fill_first(lang)}</p> }.into_any(),
        Err(_) if trouble.with(Option::is_some) => ().into_any(),
        Err(why) => view! { <p class="wrong">{why.told(lang)}</p> }.into_any(),
    };
    view! {
        <section class="foreseen" aria-live="polite" aria-label=say::what_happens(lang)>
            <p><strong>{say::what_happens(lang)}</strong></p>
            {told}
        </section>
    }
    .into_any()
}

/// Why it did not work, where the form is sent from; whoever sent it is taken there.
pub(super) fn alert(lang: Lang, trouble: RwSignal<Option<Trouble>>) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if trouble.with(Option::is_some)
            && let Some(place) = place.get()
        {
            let _ = place.focus();
        }
    });
    view! {
        {move || trouble.get().map(|trouble| view! {
            <div class="refusal" role="alert" tabindex="-1" node_ref=place>
                <p><strong>{label::error_title(lang)}</strong></p>
                <p>{trouble.told(lang)}</p>
            </div>
        })}
    }
    .into_any()
}

/// A form that makes a decision: its fields, what will happen, and the button.
#[component]
pub(super) fn DecisionForm(
    /// What is decided about.
    everybody: Everybody,
    /// What the form says so far.
    draft: Signal<Draft>,
    /// What the button says.
    button: &'static str,
    /// To be called once it is made, with what it came to.
    done: Callback<words::Outcome>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let lang = lang();
    let busy = RwSignal::new(false);
    let trouble = RwSignal::new(None::<Trouble>);
    let told = move || everybody.with(|people| draft.with(|draft| foreseen(lang, people, draft)));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (outcome, decision) = match (told(), draft.get_untracked()) {
            (Ok(outcome), Ok(decision)) => (outcome, decision),
            (Err(why), _) | (_, Err(why)) => return trouble.set(Some(why)),
        };
        let revision = everybody.with_untracked(|people| people.revision);
        let asked = Decide { revision, decision };
        let answer = api::post::<_, People>("/api/v1/people/decide".to_owned(), asked);
        heard(busy, trouble, answer, move |people| {
            everybody.set(people);
            done.run(outcome);
        });
    };
    let moved_on = move || trouble.with(|trouble| matches!(trouble, Some(Trouble::Refused(Kind::PeopleMovedOn))));
    let reload = move |_| {
        let answer = api::get::<People>("/api/v1/people".to_owned());
        heard(busy, trouble, answer, move |people| everybody.set(people));
    };
    view! {
        <form class="sheet decision" novalidate on:submit=send on:input=move |_| trouble.set(None)>
            {children()}
            {preview(lang, trouble, told)}
            {alert(lang, trouble)}
            {move || moved_on().then(|| view! { <p><button type="button" class="quiet" on:click=reload>{say::reload(lang)}</button></p> })}
            <p class="actions"><button type="submit" class="confirm" prop:disabled=move || busy.get()>{button}</button></p>
        </form>
    }
}

/// Hears an answer, one at a time; why there is none stands in `trouble`.
pub(super) fn heard<T: 'static>(
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<Trouble>>,
    answer: impl Future<Output = Answer<T>> + 'static,
    done: impl FnOnce(T) + 'static,
) {
    trouble.set(None);
    let refused = RwSignal::new(None::<Kind>);
    once(busy, refused, answer, move |value| match value {
        Some(value) => done(value),
        None => trouble.set(refused.get_untracked().map(Trouble::Refused)),
    });
}
