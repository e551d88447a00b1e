//! 任职: a post for somebody who is here, or for somebody new, who is invited with it.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::hooks::{use_navigate, use_query_map};
use yaodian_contract::people::{Decide, Invitation, Invite, People, PersonRow};
use yaodian_domain::{
    access::Duty,
    id::{AccountId, PlanId, UnitId},
    people::{Appointment, Decision},
};
use yaodian_words::{Lang, label, people as words, people::desk as say};

use super::{
    Everybody,
    decide::{Draft, Gap, Trouble, alert, day_of, foreseen, heard, maybe_day_of, person_of, preview},
    fields,
    link::OneTimeLink,
    with_everybody,
};
use crate::{api, lang};

/// The page.
#[component]
pub(in crate::desk) fn AppointPage() -> impl IntoView {
    let lang = lang();
    view! {
        <p class="crumbs"><a href="/app/people">"← " {say::title(lang)}</a></p>
        {with_everybody(move |everybody| view! { <Appoint everybody/> }.into_any())}
    }
}

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    /// Whether it is somebody new.
    new: RwSignal<bool>,
    person: RwSignal<String>,
    login: RwSignal<String>,
    name: RwSignal<String>,
    email: RwSignal<String>,
    plan: RwSignal<String>,
    unit: RwSignal<String>,
    duties: RwSignal<Vec<Duty>>,
    title: RwSignal<String>,
    from: RwSignal<String>,
    until: RwSignal<String>,
}

impl Typed {
    /// What the address asks for to begin with.
    fn from_address(people: &People) -> Self {
        let map = use_query_map();
        let asked = |key: &str| map.with_untracked(|map| map.get(key).unwrap_or_default());
        let person = asked("person");
        // A vacancy of the future is filled from its first day on.
        let from = asked("from").parse().unwrap_or(people.today).max(people.today);
        Self {
            new: RwSignal::new(person.is_empty()),
            person: RwSignal::new(person),
            login: RwSignal::default(),
            name: RwSignal::default(),
            email: RwSignal::default(),
            plan: RwSignal::new(match &people.bound {
                Some(bound) => bound.to_string(),
                None => asked("plan"),
            }),
            unit: RwSignal::new(asked("unit")),
            duties: RwSignal::new(Duty::named(&asked("duty")).into_iter().collect()),
            title: RwSignal::default(),
            from: RwSignal::new(from.to_string()),
            until: RwSignal::default(),
        }
    }

    fn post(self) -> Result<Appointment, Gap> {
        Ok(Appointment {
            unit: UnitId::new(self.unit.get()).map_err(|_| Gap::Unit)?,
            plan: PlanId::new(self.plan.get()).ok(),
            duties: self.duties.get(),
            title: self.title.get(),
            from: day_of(&self.from.get())?,
            until: maybe_day_of(&self.until.get())?,
        })
    }

    /// The decision; somebody new has no account yet.
    fn draft(self) -> Draft {
        let account = if self.new.get() {
            newcomer()
        } else {
            person_of(&self.person.get())?
        };
        Ok(Decision::Appoint {
            account,
            post: self.post()?,
        })
    }
}

/// How somebody new is called until there is an account.
fn newcomer() -> AccountId {
    AccountId::new("new")
}

/// Everybody with somebody new, as the form says so far.
fn with_newcomer(lang: Lang, people: &People, typed: Typed) -> People {
    let mut people = people.clone();
    let name = typed.name.get();
    people.people.push(PersonRow {
        id: newcomer(),
        login: typed.login.get(),
        name: if name.trim().is_empty() {
            say::newcomer(lang).to_owned()
        } else {
            name
        },
        active: true,
        email: None,
        invited: true,
        second_step: false,
        single_sign_on: None,
        erased: false,
    });
    people
}

#[component]
fn Appoint(
    /// Everybody.
    everybody: Everybody,
) -> impl IntoView {
    let lang = lang();
    let typed = everybody.with_untracked(Typed::from_address);
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let invited = RwSignal::new(None::<(Invitation, String)>);
    let navigate = use_navigate();
    let told = move || {
        let people = everybody.with(|people| with_newcomer(lang, people, typed));
        foreseen(lang, &people, &typed.draft())
    };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (account, post) = match (untrack(told), untrack(|| typed.draft())) {
            (Ok(_), Ok(Decision::Appoint { account, post })) => (account, post),
            (Err(why), _) | (_, Err(why)) => return trouble.set(Some(why)),
            _ => return,
        };
        if typed.new.get_untracked() {
            let name = typed.name.get_untracked();
            let asked = Invite {
                login: typed.login.get_untracked(),
                name: name.clone(),
                email: Some(typed.email.get_untracked()),
                post,
            };
            let answer = api::post::<_, Invitation>("/api/v1/people".to_owned(), asked);
            heard(busy, trouble, answer, move |made| invited.set(Some((made, name))));
        } else {
            let navigate = navigate.clone();
            let to = format!("/app/person/{account}");
            let revision = everybody.with_untracked(|people| people.revision);
            let decision = Decision::Appoint { account, post };
            let answer = api::post::<_, People>("/api/v1/people/decide".to_owned(), Decide { revision, decision });
            heard(busy, trouble, answer, move |_| {
                navigate(&to, leptos_router::NavigateOptions::default());
            });
        }
    };
    let who = move || {
        if typed.new.get() {
            newcomers_fields(lang, typed)
        } else {
            everybody.with_untracked(|people| {
                fields::person(lang, "person", say::person_word(lang), people, None, typed.person)
            })
        }
    };
    let choice = move |new: bool, words: &'static str| {
        view! {
            <label class="choice">
                <input type="radio" name="who" value=if new { "new" } else { "known" } prop:checked=move || typed.new.get() == new on:change=move |_| typed.new.set(new)/>
                {words}
            </label>
        }
    };
    let button = move || {
        if typed.new.get() {
            say::invite_do(lang)
        } else {
            say::appoint_do(lang)
        }
    };
    let units = move || {
        let plan = PlanId::new(typed.plan.get()).ok();
        everybody.with_untracked(|people| fields::unit(lang, people.units_of(plan.as_ref()), typed.unit))
    };
    let form = everybody.with_untracked(|people| {
        view! {
            <form class="sheet decision" novalidate hidden=move || invited.with(Option::is_some) on:submit=send on:input=move |_| trouble.set(None)>
                <div role="radiogroup" aria-label=say::person_word(lang) class="choices">
                    {choice(true, say::somebody_new(lang))}
                    {choice(false, say::somebody_known(lang))}
                </div>
                {who}
                {fields::plan(lang, people, typed.plan)}
                {units}
                {fields::duties(lang, typed.duties)}
                {fields::text("title", say::title_word(lang), Some(say::title_hint(lang)), "text", typed.title)}
                <div class="days-row">
                    {fields::day("from", say::first_day(lang), None, typed.from, people.today)}
                    {fields::day("until", say::last_day_maybe(lang), None, typed.until, people.today)}
                </div>
                {preview(lang, trouble, told)}
                {alert(lang, trouble)}
                <p class="actions"><button type="submit" class="confirm" prop:disabled=move || busy.get()>{button}</button></p>
            </form>
        }
    });
    let link = move || {
        invited.get().map(|(invitation, name)| {
            let to = format!("/app/person/{}", invitation.account);
            view! {
                <OneTimeLink invitation name/>
                <p class="actions">
                    <a class="button" href=to>{say::see_person(lang)}</a>
                    <a class="button quiet" href="/app/people">{say::back(lang)}</a>
                </p>
            }
        })
    };
    view! {
        <h1>{say::appoint_title(lang)}</h1>
        {form}
        {link}
    }
}

fn newcomers_fields(lang: Lang, typed: Typed) -> AnyView {
    view! {
        {fields::text("name", words::person_name(lang), Some(say::name_hint(lang)), "text", typed.name)}
        {fields::text("login", label::login_name(lang), Some(say::login_hint(lang)), "text", typed.login)}
        {fields::text("email", say::email(lang), Some(say::email_hint(lang)), "email", typed.email)}
    }
    .into_any()
}
