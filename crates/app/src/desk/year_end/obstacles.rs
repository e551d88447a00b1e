//! What stands in the way, as a list of work.

use leptos::prelude::*;
use yaodian_contract::closing::ClosingDesk;
use yaodian_domain::{closing::Obstacle, report::StateName};
use yaodian_words::{Lang, closing as words, label, periods, supervision};

use super::draft::Draft;
use crate::parts;

/// The section.
pub(super) fn section(lang: Lang, desk: &ClosingDesk, draft: &Draft) -> AnyView {
    let rows = desk
        .obstacles
        .iter()
        .map(|obstacle| row(lang, desk, obstacle, draft))
        .collect_view();
    let heads = [
        (label::status_word(lang), false),
        (supervision::head_kind(lang), false),
        (label::targets(lang), false),
        ("", false),
    ];
    let body = if desk.obstacles.is_empty() {
        view! { <p class="absent">{words::no_obstacles(lang)}</p> }.into_any()
    } else {
        parts::table("case-list obstacles", &heads, rows).into_any()
    };
    view! {
        <section aria-labelledby="obstacles">
            <h2 id="obstacles">{words::obstacles(lang)} " " <span class="number">{desk.obstacles.len().to_string()}</span></h2>
            <p class="hint">{words::obstacles_hint(lang)} " " <a href="/app/periods">{periods::title(lang)}</a></p>
            {body}
        </section>
    }
    .into_any()
}

/// Where a person sees to it.
fn place(obstacle: &Obstacle) -> Option<String> {
    match obstacle {
        Obstacle::TermNotOver { .. } | Obstacle::PeriodNotClosed { .. } => None,
        Obstacle::Report {
            state: StateName::Draft | StateName::AwaitingSignature | StateName::Returned,
            unit,
            ..
        } => Some(format!("/app/cockpit?unit={unit}")),
        Obstacle::Report { id, .. } => Some(format!("/app/review/{id}")),
        Obstacle::Case { id, .. } => Some(format!("/app/case/{id}")),
    }
}

fn row(lang: Lang, desk: &ClosingDesk, obstacle: &Obstacle, draft: &Draft) -> AnyView {
    let unit = match obstacle {
        Obstacle::Report { unit, .. } | Obstacle::Case { unit, .. } => {
            desk.units.iter().find(|known| &known.id == unit)
        }
        Obstacle::TermNotOver { .. } | Obstacle::PeriodNotClosed { .. } => None,
    };
    let unit = unit.map(|unit| lang.unit(unit).to_owned()).unwrap_or_default();
    let text = words::obstacle(lang, obstacle, &unit);
    let target = obstacle
        .target()
        .and_then(|id| desk.targets.iter().find(|one| &one.target.id == id))
        .map(|one| lang.of(&one.target.name).to_owned());
    let see_to = place(obstacle).map(|place| view! { <a href=place>{words::to_see(lang)}</a> });
    let mark = if obstacle.forbids() {
        view! { <span class="obstacle-forbids"><span class="shape" aria-hidden="true">"■"</span> " " {words::forbids(lang)}</span> }.into_any()
    } else {
        let asked = desk
            .closing
            .request()
            .is_some_and(|(_, request)| request.left.contains(obstacle));
        let own = draft
            .left
            .iter()
            .find(|(one, _)| one == obstacle)
            .filter(|_| draft.open);
        match own {
            Some((_, left)) => {
                let left = *left;
                let label = format!("{}: {text}", words::leave(lang));
                view! {
                    <label class="leave"><input type="checkbox" aria-label=label prop:checked=move || left.get() on:change=move |event| left.set(event_target_checked(&event))/> " " {words::leave(lang)}</label>
                }
                .into_any()
            }
            None if asked => words::leave(lang).into_any(),
            None => words::may_be_left(lang).into_any(),
        }
    };
    view! {
        <tr>
            <td>{mark}</td>
            <th scope="row">{text}</th>
            <td>{target}</td>
            <td>{see_to}</td>
        </tr>
    }
    .into_any()
}
