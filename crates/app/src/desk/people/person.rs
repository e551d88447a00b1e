//! One person: who it is, the posts, and what can be decided about them.

use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_router::hooks::use_params_map;
use yaodian_contract::{
    Kind,
    people::{EditPerson, Invitation, People, PersonRow},
};
use yaodian_domain::{
    id::{AccountId, PostId},
    people::{Decision, Post},
};
use yaodian_words::{Lang, label, people as words, people::desk as say, sign_in};

use super::{
    Everybody,
    decide::{DecisionForm, Trouble, alert, heard},
    fields, is_live,
    link::OneTimeLink,
    list::state,
    post::{self, Step},
    single_sign_on, with_everybody,
};
use crate::{api, desk::Refusal, lang};

/// The page.
#[component]
pub(in crate::desk) fn PersonPage() -> impl IntoView {
    let params = use_params_map();
    with_everybody(move |everybody| {
        let id = AccountId::new(params.with(|params| params.get("id").unwrap_or_default()));
        view! { <OnePerson everybody id/> }.into_any()
    })
}

/// What is being done, one thing at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Doing {
    /// Name and address are edited.
    Edit,
    /// The person is shut out.
    Shut,
    /// The person is let in again.
    LetIn,
    /// The second step is reset.
    ResetSecond,
    /// Single sign-on is opened, bound anew or closed.
    SingleSignOn,
    /// A step is taken with a post.
    With(PostId, Step),
}

/// What a page of a person shares.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) lang: Lang,
    pub(super) everybody: Everybody,
    pub(super) doing: RwSignal<Option<Doing>>,
    done: RwSignal<Option<Vec<String>>>,
}

impl Desk {
    /// Says what was done, and closes the form.
    pub(super) fn finished(self) -> Callback<words::Outcome> {
        Callback::new(move |outcome: words::Outcome| self.say_done(outcome.lines))
    }

    pub(super) fn say_done(self, lines: Vec<String>) {
        self.doing.set(None);
        self.done.set(Some(lines));
    }

    /// A button that opens a form, or closes it again.
    pub(super) fn opener(self, what: Doing, words: &'static str) -> AnyView {
        let (this, is) = (what.clone(), what);
        let open = move || self.doing.with(|doing| doing.as_ref() == Some(&is));
        let shown = open.clone();
        let toggle = move |_| {
            self.done.set(None);
            self.doing.set((!open()).then(|| this.clone()));
        };
        let expanded = move || if shown() { "true" } else { "false" };
        view! { <button type="button" class="quiet" aria-expanded=expanded on:click=toggle>{words}</button> }.into_any()
    }
}

#[component]
fn OnePerson(
    /// Everybody.
    everybody: Everybody,
    /// Who.
    id: AccountId,
) -> impl IntoView {
    let desk = Desk {
        lang: lang(),
        everybody,
        doing: RwSignal::new(None),
        done: RwSignal::new(None),
    };
    let (of, lang) = (id.clone(), desk.lang);
    let person = Memo::new(move |_| everybody.with(|people| people.person(&of).cloned()));
    let body = move || match person.get() {
        Some(person) if person.erased => view! {
            {head(desk, &person)}
            <p class="notice">{say::erased_hint(lang)}</p>
        }
        .into_any(),
        Some(person) => view! {
            {head(desk, &person)}
            {report(desk)}
            <Access desk person=person.clone()/>
        }
        .into_any(),
        None => view! { <Refusal kind=Kind::NotFound/> }.into_any(),
    };
    view! {
        <p class="crumbs"><a href="/app/people">"← " {say::title(lang)}</a></p>
        {body}
        {posts(desk, id)}
    }
}

fn head(desk: Desk, person: &PersonRow) -> AnyView {
    let lang = desk.lang;
    let email = (!person.erased).then(|| {
        let email = person.email.clone().unwrap_or_else(|| say::no_email(lang).to_owned());
        view! { <div><dt>{say::email(lang)}</dt><dd class="address">{email}</dd></div> }
    });
    view! {
        <h1>{person.name.clone()} " " {state(lang, person)}</h1>
        <dl class="facts">
            <div><dt>{label::login_name(lang)}</dt><dd>{person.login.clone()}</dd></div>
            {person.second_step.then(|| view! { <div><dt>{sign_in::second_title(lang)}</dt><dd>{sign_in::has_second(lang)}</dd></div> })}
            {single_sign_on::fact(lang, person)}
            {email}
        </dl>
    }
    .into_any()
}

/// What was done last; whoever did it is taken there.
fn report(desk: Desk) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if desk.done.with(Option::is_some)
            && let Some(place) = place.get()
        {
            let _ = place.focus();
        }
    });
    let told = move || {
        desk.done.get().map(|lines| {
            let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
            view! {
                <div class="notice done" role="status" tabindex="-1" node_ref=place>
                    <p><strong>{say::done(desk.lang)}</strong></p>
                    <ul>{lines}</ul>
                </div>
            }
        })
    };
    view! { {told} }.into_any()
}

/// What concerns the person and no single post: name and address, the link, being let in.
#[component]
fn Access(
    /// The page.
    desk: Desk,
    /// Who.
    person: PersonRow,
) -> impl IntoView {
    let lang = desk.lang;
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let invitation = RwSignal::new(None::<Invitation>);
    let (id, name) = (person.id.clone(), person.name.clone());
    let link = {
        let path = format!("/api/v1/people/{id}/link");
        move |_| {
            invitation.set(None);
            let answer = api::post::<_, Invitation>(path.clone(), ());
            heard(busy, trouble, answer, move |made| invitation.set(Some(made)));
        }
    };
    let invite = person.active.then(|| {
        let words = if person.invited { say::another_link(lang) } else { say::password_link(lang) };
        view! {
            <button type="button" class="quiet" id="link" prop:disabled=move || busy.get() on:click=link>{words}</button>
            <a class="button quiet" href=format!("/app/people/appoint?person={id}")>{say::another_post(lang)}</a>
        }
    });
    let second = (person.second_step && person.active).then(|| desk.opener(Doing::ResetSecond, sign_in::reset(lang)));
    let single = single_sign_on::opener(desk, &person);
    let access = if person.active {
        desk.opener(Doing::Shut, say::shut(lang))
    } else {
        desk.opener(Doing::LetIn, say::let_in(lang))
    };
    let form = move || match desk.doing.get() {
        Some(Doing::Edit) => Some(view! { <Edit desk person=person.clone()/> }.into_any()),
        Some(Doing::Shut) => Some(shut(desk, person.id.clone())),
        Some(Doing::ResetSecond) => Some(view! { <ResetSecond desk id=person.id.clone()/> }.into_any()),
        Some(Doing::SingleSignOn) => Some(view! { <single_sign_on::Form desk person=person.clone()/> }.into_any()),
        Some(Doing::LetIn) => Some(view! { <LetIn desk person=person.clone()/> }.into_any()),
        Some(Doing::With(..)) | None => None,
    };
    view! {
        <div class="steps">
            {desk.opener(Doing::Edit, say::edit(lang))}
            {invite}
            {second}
            {single}
            {access}
        </div>
        {alert(lang, trouble)}
        {move || invitation.get().map(|invitation| view! { <OneTimeLink invitation name=name.clone()/> })}
        {form}
    }
}

#[component]
fn Edit(
    /// The page.
    desk: Desk,
    /// Who.
    person: PersonRow,
) -> impl IntoView {
    let lang = desk.lang;
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let name = RwSignal::new(person.name);
    let email = RwSignal::new(person.email.unwrap_or_default());
    let path = format!("/api/v1/people/{}", person.id);
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let asked = EditPerson {
            name: name.get_untracked(),
            email: Some(email.get_untracked()),
        };
        let answer = api::post::<_, People>(path.clone(), asked);
        heard(busy, trouble, answer, move |people| {
            desk.everybody.set(people);
            desk.say_done(vec![say::saved(lang).to_owned()]);
        });
    };
    view! {
        <form class="sheet decision" novalidate on:submit=save on:input=move |_| trouble.set(None)>
            {fields::text("name", words::person_name(lang), Some(say::name_hint(lang)), "text", name)}
            {fields::text("email", say::email(lang), Some(say::email_hint(lang)), "email", email)}
            {alert(lang, trouble)}
            <p class="actions"><button type="submit" class="confirm" prop:disabled=move || busy.get()>{say::save(lang)}</button></p>
        </form>
    }
}

fn shut(desk: Desk, account: AccountId) -> AnyView {
    let draft = Signal::derive(move || {
        Ok(Decision::Leave {
            account: account.clone(),
        })
    });
    view! {
        <DecisionForm everybody=desk.everybody draft button=say::shut(desk.lang) done=desk.finished()>
            <p class="hint">{say::shut_hint(desk.lang)}</p>
        </DecisionForm>
    }
    .into_any()
}

#[component]
fn LetIn(
    /// The page.
    desk: Desk,
    /// Who.
    person: PersonRow,
) -> impl IntoView {
    let lang = desk.lang;
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let path = format!("/api/v1/people/{}/let-in", person.id);
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let answer = api::post::<_, People>(path.clone(), ());
        heard(busy, trouble, answer, move |people| {
            desk.everybody.set(people);
            desk.say_done(vec![say::let_in_done(lang).to_owned()]);
        });
    };
    view! {
        <form class="sheet decision" on:submit=send>
            <section class="foreseen" aria-label=say::what_happens(lang)>
                <p><strong>{say::what_happens(lang)}</strong></p>
                <ul class="will"><li>{say::let_in_means(lang, &person.name)}</li></ul>
            </section>
            {alert(lang, trouble)}
            <p class="actions"><button type="submit" class="confirm" prop:disabled=move || busy.get()>{say::let_in(lang)}</button></p>
        </form>
    }
}

#[component]
fn ResetSecond(
    /// The page.
    desk: Desk,
    /// Who.
    id: AccountId,
) -> impl IntoView {
    let lang = desk.lang;
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Trouble>));
    let path = format!("/api/v1/people/{id}/second-step/reset");
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let answer = api::post::<_, People>(path.clone(), ());
        heard(busy, trouble, answer, move |people| {
            desk.everybody.set(people);
            desk.say_done(vec![sign_in::reset_done(lang).to_owned()]);
        });
    };
    view! {
        <form class="sheet decision" id="reset-second-step" on:submit=send>
            <p class="hint">{sign_in::reset_hint(lang)}</p>
            {alert(lang, trouble)}
            <p class="actions"><button type="submit" class="confirm" prop:disabled=move || busy.get()>{sign_in::reset(lang)}</button></p>
        </form>
    }
}

/// The posts: those held and to come with what can be done about them, then those of the past.
fn posts(desk: Desk, of: AccountId) -> AnyView {
    let lang = desk.lang;
    // Shown anew whenever somebody's posts have changed: deputies stand beside the own ones.
    let lists = move || {
        let (live, past): (Vec<Post>, Vec<Post>) = desk.everybody.with(|people| {
            let mine = people.posts.iter().filter(|post| post.account == of);
            mine.cloned().partition(|post| is_live(people, post))
        });
        let now = if live.is_empty() {
            view! { <p class="absent">{say::no_posts(lang)}</p> }.into_any()
        } else {
            live.into_iter()
                .map(|held| post::card(desk, held))
                .collect_view()
                .into_any()
        };
        let past = (!past.is_empty()).then(|| {
            let items = desk
                .everybody
                .with_untracked(|people| past.iter().map(|ended| post::line(lang, people, ended)).collect_view());
            view! {
                <details class="past">
                    <summary>{say::past_posts(lang, &past.len())}</summary>
                    <ul>{items}</ul>
                </details>
            }
        });
        view! { {now} {past} }
    };
    view! {
        <section class="person-posts">
            <h2>{say::posts_title(lang)}</h2>
            {lists}
        </section>
    }
    .into_any()
}
