//! 目标分解: a target divided among the units that report it.

mod rows;
mod target;

pub(super) use target::SharesPage;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use yaodian_contract::shares::{SharedTarget, SharesList};
use yaodian_words::{Lang, figures, say, share_desk as words};

use super::{Loading, shown};
use crate::{api, lang, parts};

/// The targets that can be divided.
#[component]
pub(super) fn SharesListPage() -> impl IntoView {
    let lang = lang();
    let query = use_query_map();
    let plan = move || query.with(|query| query.get("plan"));
    let list = Resource::new(plan, |plan| {
        let of = plan.map(|plan| format!("?plan={plan}")).unwrap_or_default();
        api::text(format!("/api/v1/shares{of}"))
    });
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(api::read::<SharesList>(list.await), move |list| page(lang, &list)) })}
        </Suspense>
    }
}

fn page(lang: Lang, list: &SharesList) -> AnyView {
    let heads = [
        (words::head_target(lang), false),
        (words::head_whole(lang), true),
        (words::head_divided(lang), true),
        (words::head_finding(lang), false),
    ];
    let rows = list.targets.iter().map(|one| row(lang, list, one)).collect_view();
    let none = list
        .targets
        .is_empty()
        .then(|| view! { <p class="absent">{words::nothing(lang)}</p> });
    let left = list.targets.iter().filter(|one| one.allotment.is_none()).count();
    view! {
        <p><strong>{lang.of(&list.plan.title).to_owned()}</strong> " · " <span class="number">{words::divided_of(lang, &(list.targets.len() - left), &list.targets.len())}</span></p>
        {none}
        {parts::table("case-list shares-list", &heads, rows)}
    }
    .into_any()
}

fn row(lang: Lang, list: &SharesList, one: &SharedTarget) -> AnyView {
    let target = &one.target;
    let unit = figures::unit_of(lang, target);
    let item = one
        .item
        .map(|n| view! { <span class="fine">{say::item_number(lang, &n)}</span> " " });
    let number =
        |value: Option<yaodian_domain::Decimal>| value.map(|value| figures::with_unit(value.normalize(), unit));
    let (divided, finding) = match &one.allotment {
        None => (
            None,
            view! { <span class="finding is-none">"○ " {words::not_divided(lang)}</span> }.into_any(),
        ),
        Some(allotment) => (number(allotment.sum), finding(lang, target, allotment)),
    };
    let whole = one.allotment.as_ref().and_then(|allotment| allotment.whole);
    let whole = number(whole).unwrap_or_else(|| figures::goal(lang, target));
    view! {
        <tr>
            <th scope="row">{item} <a href=format!("/app/shares/{}?plan={}", target.id, list.plan.id)>{lang.of(&target.name).to_owned()}</a></th>
            <td class="number">{whole}</td>
            <td class="number">{divided}</td>
            <td>{finding}</td>
        </tr>
    }
    .into_any()
}

/// Whether the shares come to the whole, in words and with a shape.
fn finding(
    lang: Lang,
    target: &yaodian_domain::target::Target,
    allotment: &yaodian_domain::check::Allotment,
) -> AnyView {
    let unit = figures::unit_of(lang, target);
    let amount = |value: yaodian_domain::Decimal| figures::with_unit(value.abs().normalize(), unit);
    let excess = allotment.excess.filter(|excess| !excess.is_zero());
    let inventory = allotment.inventory_excess.filter(|excess| !excess.is_zero());
    let (class, shape, told) = match excess.or(inventory) {
        Some(excess) if excess.is_sign_negative() => ("is-short", "▲", words::short(lang, &amount(excess))),
        Some(excess) => ("is-over", "■", words::over(lang, &amount(excess))),
        None => ("is-whole", "●", words::comes_to(lang).to_owned()),
    };
    let without = allotment.without_share.len();
    let without = (without > 0).then(|| view! { " " <span class="fine">{words::without(lang, &without)}</span> });
    view! { <span class=format!("finding {class}")><span aria-hidden="true">{shape}</span> " " {told}</span> {without} }
        .into_any()
}
