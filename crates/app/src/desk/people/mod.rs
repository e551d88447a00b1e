//! 人员: who there is, which posts are vacant, and what an administrator decides about both.
//!
//! Every page asks for everybody once ([`People`]) and lets the domain answer the rest here: what is
//! vacant, and what a decision would come to before it is made ([`decide`]).

mod appoint;
mod decide;
mod fields;
mod link;
mod list;
mod named;
mod person;
mod post;
mod single_sign_on;
mod steps;
mod vacant;
mod who;

use leptos::prelude::*;
use yaodian_contract::people::People;
use yaodian_domain::people::Post;
use yaodian_words::{Lang, people as words, people::desk as say};

pub(super) use appoint::AppointPage;
pub(super) use list::PeoplePage;
pub(super) use named::NamedPage;
pub(super) use person::PersonPage;
pub(super) use who::who;

use super::{Loading, shown};
use crate::api::{self, Answer};

/// Everybody, as last heard of. Pages below show what it holds, and put into it what a decision
/// answers.
type Everybody = RwSignal<People>;

/// Asks for everybody, and shows `page` with them.
fn with_everybody(page: impl Fn(Everybody) -> AnyView + Copy + Send + Sync + 'static) -> impl IntoView {
    let people: Resource<Answer<People>> = Resource::new(|| (), |()| api::get::<People>("/api/v1/people".to_owned()));
    view! {
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(people.await, move |people| page(RwSignal::new(people))) })}
        </Suspense>
    }
}

/// A post by unit and title, whether its unit is in the plan or not, and by the plan in which alone it holds.
fn name_of(lang: Lang, people: &People, post: &Post) -> String {
    let name = match people.unit_of(post) {
        Some(unit) => words::post_name(lang, unit, &post.title),
        None => post.unit.to_string(),
    };
    match people.plan_of(post) {
        Some(plan) => say::unit_in(lang, &name, &lang.of(&plan.title)),
        None => name,
    }
}

/// The days of a post: 2023-01-01 起, 2023-10-01 — 2023-10-20.
fn days_of(lang: Lang, post: &Post) -> String {
    match post.until() {
        Some(until) => say::from_until(lang, &post.from(), &until),
        None => say::from_on(lang, &post.from()),
    }
}

/// What is to be said of a post beside its name: whose place it is, who fills it meanwhile, when
/// it begins.
fn marks_of(lang: Lang, people: &People, post: &Post) -> Vec<String> {
    let name = |id| words::called(lang, people, id);
    let mut marks = Vec::new();
    if let Some(absent) = post.deputy_of() {
        marks.push(words::deputy_for(lang, &name(&absent.account)));
    }
    let roster = people.roster();
    let deputies = roster
        .deputies(&post.id)
        .filter(|deputy| deputy.until().is_none_or(|until| until >= people.today));
    for deputy in deputies {
        marks.push(say::filled_by(lang, &name(&deputy.account), &days_of(lang, deputy)));
    }
    if post.from() > people.today {
        marks.push(say::to_come(lang).to_owned());
    }
    marks
}

/// Whether a post is held today or will be.
fn is_live(people: &People, post: &Post) -> bool {
    post.until().is_none_or(|until| until >= people.today)
}
