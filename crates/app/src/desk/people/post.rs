//! One post of a person: what it is, and the steps that can be taken with it.

use leptos::prelude::*;
use yaodian_contract::people::People;
use yaodian_domain::people::Post;
use yaodian_words::{Lang, people as words, people::desk as say};

use super::{
    days_of, marks_of, name_of,
    person::{Desk, Doing},
    steps,
};

/// A step that can be taken with a post.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// 交接: it passes to somebody else.
    HandOver,
    /// 代理: somebody stands in for its holder.
    Deputy,
    /// Other duties or another title.
    Change,
    /// Another last day.
    End,
    /// 撤回: it does not begin.
    Withdraw,
}

impl Step {
    /// What can be done with `post`: a deputy's only ends.
    fn all(people: &People, post: &Post) -> Vec<Self> {
        let mut steps = Vec::new();
        if post.deputy_of().is_none() {
            steps.extend([Self::HandOver, Self::Deputy, Self::Change]);
        }
        steps.push(Self::End);
        if post.from() > people.today {
            steps.push(Self::Withdraw);
        }
        steps
    }

    /// What a button says.
    pub(super) fn named(self, lang: Lang) -> &'static str {
        match self {
            Self::HandOver => say::hand_over(lang),
            Self::Deputy => say::name_deputy(lang),
            Self::Change => say::change(lang),
            Self::End => say::end(lang),
            Self::Withdraw => say::withdraw(lang),
        }
    }
}

/// A post with its steps, and the form of the step that is being taken.
pub(super) fn card(desk: Desk, post: Post) -> AnyView {
    let lang = desk.lang;
    let (name, marks, possible) = desk.everybody.with_untracked(|people| {
        (
            name_of(lang, people, &post),
            marks_of(lang, people, &post),
            Step::all(people, &post),
        )
    });
    let openers = possible
        .into_iter()
        .map(|step| desk.opener(Doing::With(post.id.clone(), step), step.named(lang)))
        .collect_view();
    let facts = format!("{} · {}", words::duties(lang, &post.duties), days_of(lang, &post));
    let marks = marks
        .into_iter()
        .map(|mark| view! { <p class="fine">{mark}</p> })
        .collect_view();
    let form = move || match desk.doing.get() {
        Some(Doing::With(id, step)) if id == post.id => Some(steps::form(desk, &post, step)),
        _ => None,
    };
    view! {
        <article class="post-card">
            <h3>{name}</h3>
            <p class="number">{facts}</p>
            {marks}
            <div class="steps">{openers}</div>
            {form}
        </article>
    }
    .into_any()
}

/// A post of the past, in a line.
pub(super) fn line(lang: Lang, people: &People, post: &Post) -> AnyView {
    let marks = marks_of(lang, people, post);
    view! {
        <li>
            {name_of(lang, people, post)} " · " {words::duties(lang, &post.duties)}
            " " <span class="fine number">{days_of(lang, post)}</span>
            {marks.into_iter().map(|mark| view! { " " <span class="fine">{mark}</span> }).collect_view()}
        </li>
    }
    .into_any()
}
