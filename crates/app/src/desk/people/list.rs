//! Everybody, by unit; what is vacant above.

use leptos::prelude::*;
use yaodian_contract::people::{People, PersonRow, PlanOfPosts};
use yaodian_domain::{people::Post, unit::Unit};
use yaodian_words::{Lang, people as words, people::desk as say, privacy};

use super::{days_of, is_live, marks_of, single_sign_on, vacant, with_everybody};
use crate::lang;

/// The page.
#[component]
pub(in crate::desk) fn PeoplePage() -> impl IntoView {
    let lang = lang();
    view! {
        <h1>{say::title(lang)}</h1>
        <p class="lede">{say::intro(lang)}</p>
        {with_everybody(move |everybody| everybody.with_untracked(|people| page(lang, people)))}
    }
}

/// A group of rows: a unit, or those without a post.
#[derive(Clone)]
struct Group {
    name: String,
    rows: Vec<Row>,
}

/// A person in a post, or without one.
#[derive(Clone)]
struct Row {
    person: PersonRow,
    post: Option<Post>,
    marks: Vec<String>,
    /// What a search looks through, in small letters.
    searched: String,
}

fn page(lang: Lang, people: &People) -> AnyView {
    let find = RwSignal::new(String::new());
    let groups = StoredValue::new(groups(lang, people));
    let total = people.people.len();
    let found = move || {
        let wanted = find.with(|find| find.trim().to_lowercase());
        groups.with_value(|groups| {
            groups
                .iter()
                .filter_map(|group| {
                    let rows = group.rows.iter().filter(|row| row.searched.contains(&wanted));
                    let rows: Vec<Row> = rows.cloned().collect();
                    (!rows.is_empty()).then(|| Group {
                        name: group.name.clone(),
                        rows,
                    })
                })
                .collect::<Vec<_>>()
        })
    };
    let table = move || {
        let groups = found();
        if groups.is_empty() {
            return view! { <p class="absent">{say::nobody_found(lang)}</p> }.into_any();
        }
        let bodies = groups.into_iter().map(|group| body(lang, group)).collect_view();
        view! {
            <div class="table-wrap">
                <table class="people-list">
                    <thead>
                        <tr>
                            <th scope="col">{words::person_name(lang)}</th>
                            <th scope="col">{say::contact(lang)}</th>
                            <th scope="col">{say::post_word(lang)}</th>
                            <th scope="col">{say::days_word(lang)}</th>
                            <th scope="col">{say::notes_word(lang)}</th>
                        </tr>
                    </thead>
                    {bodies}
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        {vacant::section(lang, people)}
        <section>
            <h2>{say::everybody(lang)} " " <span class="fine number">{say::people_count(lang, &total)}</span></h2>
            <div class="people-tools">
                <div class="field">
                    <label for="find">{say::find(lang)}</label>
                    <input id="find" type="search" autocomplete="off" prop:value=move || find.get() on:input=move |event| find.set(event_target_value(&event))/>
                </div>
                <a class="button" href="/app/people/appoint">{say::invite(lang)}</a>
                <a class="button quiet" href="/app/people/named">{privacy::named_title(lang)}</a>
            </div>
            {table}
        </section>
    }
    .into_any()
}

fn groups(lang: Lang, people: &People) -> Vec<Group> {
    let live = |plan: Option<&PlanOfPosts>, unit: Option<&Unit>| {
        let posts = people.posts.iter().filter(|post| is_live(people, post));
        let posts = posts.filter(move |post| {
            let of = people.unit_of(post);
            of == unit && (of.is_none() || people.plan_of(post) == plan)
        });
        let rows = posts.filter_map(|post| Some(row(lang, people, people.person(&post.account)?, Some(post))));
        rows.collect::<Vec<_>>()
    };
    // The units of the plan that is worked on, and those of posts that hold in another one alone.
    let own = people.units.iter().map(|unit| (None, unit));
    let others = people
        .plans
        .iter()
        .flat_map(|plan| plan.units.iter().map(move |unit| (Some(plan), unit)));
    let mut groups: Vec<Group> = own
        .chain(others)
        .map(|(plan, unit)| Group {
            name: match plan {
                None => lang.unit(unit).to_owned(),
                Some(plan) => say::unit_in(lang, &lang.unit(unit), &lang.of(&plan.title)),
            },
            rows: live(plan, Some(unit)),
        })
        .collect();
    // A unit of an earlier plan.
    groups.push(Group {
        name: say::other_units(lang).to_owned(),
        rows: live(None, None),
    });
    let without = people.people.iter().filter(|person| {
        !people
            .posts
            .iter()
            .any(|post| post.account == person.id && is_live(people, post))
    });
    groups.push(Group {
        name: say::without_post(lang).to_owned(),
        rows: without.map(|person| row(lang, people, person, None)).collect(),
    });
    groups.retain(|group| !group.rows.is_empty());
    groups
}

fn row(lang: Lang, people: &People, person: &PersonRow, post: Option<&Post>) -> Row {
    let unit = post.and_then(|post| people.unit_of(post));
    let mut searched = format!("{} {}", person.name, person.login);
    for text in [
        single_sign_on::mark(lang, person),
        person.email.as_deref(),
        unit.map(|unit| lang.unit(unit)),
        post.map(|post| post.title.as_str()),
    ] {
        searched.push(' ');
        searched.push_str(text.unwrap_or_default());
    }
    let by_provider = single_sign_on::mark(lang, person).map(str::to_owned);
    let marks = post.map(|post| marks_of(lang, people, post)).unwrap_or_default();
    let marks = by_provider.into_iter().chain(marks);
    Row {
        person: person.clone(),
        post: post.cloned(),
        marks: marks.collect(),
        searched: searched.to_lowercase(),
    }
}

fn body(lang: Lang, group: Group) -> AnyView {
    let rows = group
        .rows
        .into_iter()
        .map(|Row { person, post, marks, .. }| {
            let contact = person.email.clone().map(|email| view! { <br/> <span class="fine address">{email}</span> });
            let title = post.as_ref().map(|post| post.title.clone()).filter(|title| !title.is_empty());
            let duties = post.as_ref().map(|post| words::duties(lang, &post.duties));
            let days = post.as_ref().map(|post| days_of(lang, post));
            view! {
                <tr>
                    <th scope="row"><a href=format!("/app/person/{}", person.id)>{person.name.clone()}</a></th>
                    <td>{person.login.clone()} {contact}</td>
                    <td>{title.map(|title| view! { {title} " · " })} {duties}</td>
                    <td class="days">{days}</td>
                    <td>{state(lang, &person)} {marks.into_iter().map(|mark| view! { <span class="fine mark-word">{mark}</span> " " }).collect_view()}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <tbody>
            <tr class="group"><th scope="rowgroup" colspan="5">{group.name}</th></tr>
            {rows}
        </tbody>
    }
    .into_any()
}

/// Whether a person has yet to come in, or is shut out.
pub(super) fn state(lang: Lang, person: &PersonRow) -> Option<AnyView> {
    let (class, word) = match (person.active, person.invited) {
        _ if person.erased => ("state state-shut", say::is_erased(lang)),
        (false, _) => ("state state-shut", say::is_shut(lang)),
        (true, true) => ("state state-invited", say::is_invited(lang)),
        (true, false) => return None,
    };
    Some(view! { <span class=class>{word}</span> " " }.into_any())
}
