//! 空岗: duties that the plan needs and that nobody holds, as a list of work.

use leptos::prelude::*;
use yaodian_contract::people::{People, PlanOfPosts};
use yaodian_domain::people::Vacancy;
use yaodian_words::{Lang, label, names, people::desk as say};

/// So many are shown at once; the others on demand.
const SHOWN: usize = 6;

/// What is vacant, the most pressing first.
pub(super) fn section(lang: Lang, people: &People) -> AnyView {
    let mut vacant = people.vacancies();
    let count = vacant.len();
    // Soonest first, what belongs to no unit before the rest, then by how much depends on it.
    vacant.sort_by_key(|(_, vacancy)| {
        (
            vacancy.from,
            vacancy.need.unit.is_some(),
            std::cmp::Reverse(vacancy.need.targets),
        )
    });
    let rest = vacant.split_off(vacant.len().min(SHOWN));
    let list = if vacant.is_empty() {
        view! { <p class="absent">{say::nothing_vacant(lang)}</p> }.into_any()
    } else {
        items(lang, people, &vacant)
    };
    let rest = (!rest.is_empty()).then(|| {
        view! {
            <details>
                <summary>{say::more_vacant(lang, &rest.len())}</summary>
                {items(lang, people, &rest)}
            </details>
        }
    });
    view! {
        <section id="vacant" class="vacancies">
            <h2>{say::vacant_title(lang)} " " <span class="fine number">{say::vacant_count(lang, &count)}</span></h2>
            <p class="hint">{say::vacant_intro(lang)}</p>
            {list}
            {rest}
        </section>
    }
    .into_any()
}

fn items(lang: Lang, people: &People, vacant: &[(Option<&PlanOfPosts>, Vacancy)]) -> AnyView {
    let items = vacant
        .iter()
        .map(|(plan, vacancy)| {
            let need = &vacancy.need;
            let id = need.unit.as_ref();
            let unit = id.and_then(|id| people.unit_in(plan.map(|plan| &plan.id), id));
            let name = unit.map_or(say::any_unit(lang), |unit| lang.unit(unit)).to_owned();
            let duty = names::duty(lang, need.duty);
            let targets = (need.targets > 0).then(|| say::targets_count(lang, &need.targets));
            let since = match (vacancy.from > people.today, vacancy.until) {
                (false, None) => say::vacant_now(lang).to_owned(),
                (_, Some(until)) => say::from_until(lang, &vacancy.from, &until),
                (true, None) => say::from_on(lang, &vacancy.from),
            };
            let of = plan.map(|plan| lang.of(&plan.title).to_owned());
            let facts = targets
                .into_iter()
                .chain([since])
                .chain(of)
                .collect::<Vec<_>>()
                .join(" · ");
            let to = format!(
                "/app/people/appoint?duty={}&plan={}&unit={}&from={}",
                need.duty.as_str(),
                plan.map(|plan| plan.id.to_string()).unwrap_or_default(),
                need.unit.as_ref().map(ToString::to_string).unwrap_or_default(),
                vacancy.from,
            );
            let whole = say::appoint_for(lang, &name, &duty);
            view! {
                <li>
                    <span class="vacancy"><strong>{name}</strong> " " <span class="state">{duty}</span></span>
                    <span class="fine">{facts}</span>
                    <a class="button quiet" href=to aria-label=whole>{say::appoint(lang)}</a>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="vacant" aria-label=label::units(lang)>{items}</ul> }.into_any()
}
