//! The forms of the steps that can be taken with a post.

use leptos::prelude::*;
use yaodian_contract::people::OpenWork;
use yaodian_domain::{
    id::PostId,
    people::{Decision, NotPossible, Post, predecessor},
    time::DaySpan,
};
use yaodian_words::people::desk as say;

use super::{
    decide::{DecisionForm, Draft, day_of, maybe_day_of, person_of},
    fields, name_of,
    person::Desk,
    post::Step,
};
use crate::{api, lang};

/// The form of a step.
pub(super) fn form(desk: Desk, post: &Post, step: Step) -> AnyView {
    let post = post.clone();
    match step {
        Step::HandOver => hand_over(desk, post),
        Step::Deputy => deputy(desk, post),
        Step::Change => change(desk, post),
        Step::End => end(desk, post),
        Step::Withdraw => withdraw(desk, post),
    }
}

fn hand_over(desk: Desk, post: Post) -> AnyView {
    let lang = desk.lang;
    let (to, from) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (who, when) = desk.everybody.with_untracked(|people| {
        (
            fields::person(lang, "to", say::hand_over_to(lang), people, Some(&post.account), to),
            fields::day(
                "from",
                say::hand_over_from(lang),
                Some(say::hand_over_hint(lang)),
                from,
                people.today,
            ),
        )
    });
    let id = post.id.clone();
    let draft = Signal::derive(move || {
        Ok(Decision::HandOver {
            post: id.clone(),
            to: to.with(|to| person_of(to))?,
            from: from.with(|from| day_of(from))?,
        })
    });
    view! {
        <DecisionForm everybody=desk.everybody draft button=say::hand_over_do(lang) done=desk.finished()>
            {who}
            {when}
            <Waiting post=post.id goes_over=true/>
        </DecisionForm>
    }
    .into_any()
}

fn deputy(desk: Desk, post: Post) -> AnyView {
    let lang = desk.lang;
    let who = RwSignal::new(String::new());
    let (from, to) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (fields_of_who, first, last) = desk.everybody.with_untracked(|people| {
        let earliest = people.today.max(post.from());
        (
            fields::person(lang, "who", say::deputy_who(lang), people, Some(&post.account), who),
            fields::day("from", say::first_day(lang), None, from, earliest),
            fields::day("to", say::last_day(lang), None, to, earliest),
        )
    });
    let id = post.id;
    let draft = Signal::derive(move || deputy_draft(&id, &who.get(), &from.get(), &to.get()));
    view! {
        <DecisionForm everybody=desk.everybody draft button=say::deputy_do(lang) done=desk.finished()>
            <p class="hint">{say::deputy_hint(lang)}</p>
            {fields_of_who}
            <div class="days-row">{first} {last}</div>
        </DecisionForm>
    }
    .into_any()
}

fn deputy_draft(post: &PostId, who: &str, from: &str, to: &str) -> Draft {
    let account = person_of(who)?;
    let (from, to) = (day_of(from)?, day_of(to)?);
    Ok(Decision::Deputy {
        post: post.clone(),
        account,
        days: DaySpan::new(from, to).map_err(|error| NotPossible::BackToFront {
            from: error.from,
            until: error.to,
        })?,
    })
}

fn change(desk: Desk, post: Post) -> AnyView {
    let lang = desk.lang;
    let today = desk.everybody.with_untracked(|people| people.today);
    let from = RwSignal::new(today.max(post.from()).to_string());
    let title = RwSignal::new(post.title);
    let duties = RwSignal::new(post.duties);
    let id = post.id;
    let draft = Signal::derive(move || {
        Ok(Decision::Change {
            post: id.clone(),
            from: from.with(|from| day_of(from))?,
            duties: duties.get(),
            title: title.get(),
        })
    });
    view! {
        <DecisionForm everybody=desk.everybody draft button=say::change_do(lang) done=desk.finished()>
            {fields::duties(lang, duties)}
            {fields::text("title", say::title_word(lang), Some(say::title_hint(lang)), "text", title)}
            {fields::day("from", say::change_from(lang), None, from, today)}
        </DecisionForm>
    }
    .into_any()
}

fn end(desk: Desk, post: Post) -> AnyView {
    let lang = desk.lang;
    let today = desk.everybody.with_untracked(|people| people.today);
    let last = RwSignal::new(post.until().unwrap_or(today).to_string());
    let hint = if post.deputy_of().is_some() {
        say::end_deputy_hint(lang)
    } else {
        say::end_hint(lang)
    };
    let id = post.id.clone();
    let draft = Signal::derive(move || {
        Ok(Decision::Until {
            post: id.clone(),
            last: last.with(|last| maybe_day_of(last))?,
        })
    });
    view! {
        <DecisionForm everybody=desk.everybody draft button=say::end_do(lang) done=desk.finished()>
            {fields::day("last", say::last_day(lang), Some(hint), last, today)}
            <Waiting post=post.id goes_over=false/>
        </DecisionForm>
    }
    .into_any()
}

fn withdraw(desk: Desk, post: Post) -> AnyView {
    let lang = desk.lang;
    let before = desk.everybody.with_untracked(|people| {
        let before = predecessor(&people.roster(), &post).cloned()?;
        let holder = people.person(&before.account)?.name.clone();
        let name = name_of(lang, people, &before);
        Some((before.id, say::resumes(lang, &holder, &name)))
    });
    let resumes = RwSignal::new(before.is_some());
    let (kept, id) = (before.as_ref().map(|(id, _)| id.clone()), post.id);
    let draft = Signal::derive(move || {
        Ok(Decision::Withdraw {
            post: id.clone(),
            resumes: kept.clone().filter(|_| resumes.get()),
        })
    });
    let tick = before.map(|(_, words)| {
        view! {
            <label class="tick">
                <input type="checkbox" id="resumes" prop:checked=move || resumes.get() on:change=move |event| resumes.set(event_target_checked(&event))/>
                {words}
            </label>
        }
    });
    view! {
        <DecisionForm everybody=desk.everybody draft button=say::withdraw_do(lang) done=desk.finished()>
            {tick}
        </DecisionForm>
    }
    .into_any()
}

/// What waits in a post and stays with the unit, whoever holds the post.
#[component]
fn Waiting(
    /// Which post.
    post: PostId,
    /// Whether somebody else takes it up.
    goes_over: bool,
) -> impl IntoView {
    let lang = lang();
    let work = Resource::new(
        || (),
        move |()| api::get::<OpenWork>(format!("/api/v1/people/posts/{post}/open")),
    );
    let told = move || {
        Suspend::new(async move {
            // Without an answer it is only not said beforehand.
            work.await.ok().map(|work| {
                let stays = say::open_work(lang, work, goes_over);
                view! { <p class="note waiting">{stays}</p> }
            })
        })
    };
    view! { <Suspense>{told}</Suspense> }
}
