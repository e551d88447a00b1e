//! 收官清单: how everything ended, frozen; and the list of all plans.

use leptos::prelude::*;
use yaodian_contract::closing::PlanTitle;
use yaodian_domain::{
    closing::{Closed, Final, FinalPart},
    target::Target,
};
use yaodian_words::{Lang, closing as words, figures, label};

use super::{Picture, Reader, frame};
use crate::parts;

/// The page of a closed year; of an open one it says that it is not closed.
pub fn year_end(reader: &Reader, picture: Picture<'_>) -> Option<String> {
    let (lang, plan) = (reader.lang, picture.plan());
    let Some(finals) = &picture.known.finals else {
        return Some(frame::about_all(reader, words::title(lang), move || {
            view! {
                <header class="masthead"><h1>{words::title(lang)}</h1></header>
                <p class="absent">{words::not_closed_long(lang)}</p>
            }
        }));
    };
    let tally = finals.tally();
    let unfinished = finals.unfinished().count();
    let finished = finals.targets.len() - unfinished;
    let rows = finals
        .targets
        .iter()
        .filter_map(|one| Some((one, plan.target(&one.target)?)))
        .map(|(one, target)| row(reader, picture, one, target))
        .collect_view();
    let heads = [
        (label::status_word(lang), false),
        (label::targets(lang), false),
        (label::value_word(lang), true),
        (label::target_word(lang), true),
        (words::units_parts(lang), false),
    ];
    let title = lang.of(&plan.title).to_owned();
    Some(frame::about_all(reader, words::final_list(lang), move || {
        view! {
            <header class="masthead">
                <p class="issuer">{title}</p>
                <h1>{words::final_list(lang)}</h1>
                <p class="lede">{words::tally(lang, &finished, &unfinished)}</p>
                {parts::tally(lang, &tally)}
                <p class="fine">{words::frozen_note(lang)}</p>
            </header>
            <section>{parts::table("targets finals", &heads, rows)}</section>
        }
    }))
}

fn row(reader: &Reader, picture: Picture<'_>, one: &Final, target: &Target) -> AnyView {
    let lang = reader.lang;
    let finals_day = picture
        .known
        .finals
        .as_ref()
        .map_or(picture.standing.as_of, |finals| finals.as_of);
    let target = target.in_force(finals_day);
    let part = |part: &FinalPart| {
        let unit = picture.plan().units.get(&part.unit)?;
        let value = part.outcome.basis.as_ref();
        let value = value.map(|basis| figures::basis(lang, &target, basis));
        Some(view! {
            <li>{parts::mark(lang, part.outcome.status)} " " {lang.unit(unit).to_owned()} " " <span class="number">{value}</span> {closure(lang, part.closure.as_ref())}</li>
        })
    };
    let units = match one.parts.as_slice() {
        [] => None,
        [only] => {
            let unit = picture.plan().units.get(&only.unit);
            unit.map(|unit| lang.unit(unit).to_owned().into_any())
        }
        many => {
            let count = many.len().to_string();
            let parts: Vec<_> = many.iter().filter_map(part).collect();
            let summary = view! { <summary>{words::units_parts(lang)} " " {count}</summary> };
            Some(view! { <details>{summary}<ul class="final-parts">{parts}</ul></details> }.into_any())
        }
    };
    view! {
        <tr>
            <td>{parts::outcome(lang, &one.outcome)} {closure(lang, one.closure.as_ref())}</td>
            <th scope="row"><a href=reader.href(&format!("/target/{}", one.target))>{lang.of(&target.name).to_owned()}</a></th>
            <td class="number">{one.outcome.basis.as_ref().map(|basis| figures::basis(lang, &target, basis))}</td>
            <td class="number">{figures::goal(lang, &target)}</td>
            <td>{units}</td>
        </tr>
    }
    .into_any()
}

fn closure(lang: Lang, closed: Option<&Closed>) -> Option<AnyView> {
    closed.map(|closed| {
        view! { " " <span class="fine">{words::closed_on(lang, &figures::day(closed.on))}</span> }.into_any()
    })
}

/// On a target's page: how it ended, frozen.
pub(super) fn ended(reader: &Reader, picture: Picture<'_>, target: &Target) -> Option<AnyView> {
    let lang = reader.lang;
    let finals = picture.known.finals.as_ref()?;
    let one = finals.get(&target.id)?;
    let now = target.in_force(finals.as_of);
    let value = one
        .outcome
        .basis
        .as_ref()
        .map(|basis| figures::basis(lang, &now, basis));
    Some(
        view! {
            <section class="year-ended">
                <h2>{words::ended_frozen(lang)}</h2>
                <p>{parts::outcome(lang, &one.outcome)} " " <span class="number">{value}</span> " · " {words::closed(lang, &figures::day(finals.as_of))} {closure(lang, one.closure.as_ref())}</p>
                <p class="fine">{words::frozen_note(lang)} " " <a href=reader.href("/year-end")>{words::final_list(lang)}</a></p>
            </section>
        }
        .into_any(),
    )
}

/// On the page of a target that was carried over: where it comes from, and how it ended there.
pub(super) fn carried(reader: &Reader, picture: Picture<'_>, target: &Target) -> Option<AnyView> {
    let lang = reader.lang;
    let one = picture.known.carried_as(target)?;
    let before = Reader::of_plan(&one.from, &format!("/target/{}", one.target.id));
    let value = one
        .ended
        .outcome
        .basis
        .as_ref()
        .map(|basis| figures::basis(lang, &one.target, basis));
    let counted = target.promise.is_counted();
    Some(
        view! {
            <section class="carried-from">
                <h2>{words::carried(lang)}</h2>
                <dl class="facts">
                    <div><dt>{words::carried_from(lang)}</dt><dd><a href=before>{lang.of(&one.from_title).to_owned()}</a></dd></div>
                    <div><dt>{words::carried_ended(lang)}</dt><dd>{parts::outcome(lang, &one.ended.outcome)} " " <span class="number">{value}</span> " · " {figures::day(one.closed_on)}</dd></div>
                    <div><dt>{words::new_due(lang)}</dt><dd class="number">{figures::day(one.new_due)}</dd></div>
                    <div><dt>{words::carried_why(lang)}</dt><dd lang="zh-CN">{one.reason.clone()}</dd></div>
                </dl>
                {counted.then(|| view! { <p class="fine">{words::carried_count(lang)}</p> })}
            </section>
        }
        .into_any(),
    )
}

/// What was carried over, on the pages that go through the plan: under its own heading, with its words.
pub(super) fn carried_list(reader: &Reader, picture: Picture<'_>) -> Option<AnyView> {
    let (lang, plan) = (reader.lang, picture.plan());
    let items: Vec<_> = plan
        .carried_targets()
        .map(|target| {
            let summary = picture.known.carried_as(target).map(|one| {
                let (title, closed, due) = (lang.of(&one.from_title), figures::day(one.closed_on), figures::day(one.new_due));
                words::carried_summary(lang, &title, &closed, &due)
            });
            let assessment = picture.standing.target(&target.id);
            let leads = plan.leads(target);
            let leads = (!leads.is_empty()).then(|| {
                view! { " · " {label::lead_units(lang)} " " {super::unit_links(reader, plan, leads)} }
            });
            view! {
                <li>
                    <p>{assessment.map(|one| parts::judged(lang, one))} " " <a href=reader.href(&format!("/target/{}", target.id))>{lang.of(&target.name).to_owned()}</a> " " <span class="number">{super::short(lang, target, picture.standing)}</span></p>
                    <blockquote class="quote" lang="zh-CN">{super::plan::clean(&target.quote.text)}</blockquote>
                    <p class="fine">{summary} {leads}</p>
                </li>
            }
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section class="carried-list" aria-labelledby="carried">
                <h2 id="carried">{words::carried(lang)}</h2>
                <p class="fine">{words::carried_intro(lang)}</p>
                <ul>{items}</ul>
            </section>
        }
        .into_any()
    })
}

/// All plans, the latest year first.
pub fn plans(reader: &Reader, plans: &[PlanTitle]) -> String {
    let lang = reader.lang;
    let rows = plans
        .iter()
        .map(|plan| {
            let closed = match plan.closed_on {
                Some(on) => {
                    let list = Reader::of_plan(&plan.id, "/year-end");
                    view! { <a href=list>{words::closed(lang, &figures::day(on))}</a> }.into_any()
                }
                None => words::not_closed(lang).into_any(),
            };
            view! {
                <tr>
                    <th scope="row"><a href=Reader::of_plan(&plan.id, "")>{lang.of(&plan.title).to_owned()}</a></th>
                    <td>{lang.of(&plan.issuer).to_owned()}</td>
                    <td>{figures::span(lang, plan.term)}</td>
                    <td>{closed}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::which_plan(lang), false),
        (words::issued_by(lang), false),
        (label::describes_word(lang), false),
        (words::title(lang), false),
    ];
    frame::about_all(reader, words::plans(lang), move || {
        view! {
            <header class="masthead"><h1>{words::plans(lang)}</h1></header>
            <section>{parts::table("units plans", &heads, rows)}</section>
        }
    })
}
