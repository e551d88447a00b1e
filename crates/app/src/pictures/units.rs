//! Units against stages, in numbers.

use leptos::prelude::*;
use yaodian_contract::ledger::UnitFunnel;
use yaodian_domain::{id::UnitId, ledger::Ledger, unit::Unit};
use yaodian_words::{Lang, label, pictures as words};

use super::{passed, stage_name, unit_name};

/// 各单位进展: how many each unit has listed, and how many of them passed each stage; then all of
/// them together.
pub fn by_unit(
    lang: Lang,
    ledger: &Ledger,
    units: &[Unit],
    by_unit: &[UnitFunnel],
    link: impl Fn(&UnitId) -> String,
) -> AnyView {
    let stages = ledger.stages.len();
    let mut total = vec![0; stages + 1];
    for own in by_unit {
        for (sum, number) in total.iter_mut().zip(&own.funnel) {
            *sum += number;
        }
    }
    let (begun, empty): (Vec<_>, Vec<_>) = by_unit.iter().partition(|own| passed(&own.funnel, 0).0 > 0);
    let without = (!empty.is_empty()).then(|| {
        let names: Vec<_> = empty.iter().map(|own| unit_name(lang, units, &own.unit)).collect();
        view! { <p class="fine">{words::without_entries(lang, &names.len(), &names.join(words::comma(lang)))}</p> }
    });
    let rows = (begun.iter())
        .map(|own| {
            let name = unit_name(lang, units, &own.unit);
            let name = view! { <a href=link(&own.unit)>{name}</a> }.into_any();
            row(name, &own.funnel, stages)
        })
        .collect_view();
    let heads = (0..stages)
        .map(|at| view! { <th scope="col" class="number">{stage_name(lang, ledger, at)}</th> })
        .collect_view();
    let foot = (begun.len() > 1).then(|| {
        let total = row(words::total(lang).into_any(), &total, stages);
        view! { <tfoot>{total}</tfoot> }
    });
    view! {
        <div class="table-wrap">
            <table class="by-unit">
                <caption>{words::by_unit_title(lang)}</caption>
                <thead>
                    <tr>
                        <th scope="col">{label::unit_word(lang)}</th>
                        <th scope="col" class="number">{words::listed(lang)}</th>
                        {heads}
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
                {foot}
            </table>
        </div>
        {without}
    }
    .into_any()
}

fn row(name: AnyView, funnel: &[i64], stages: usize) -> AnyView {
    let cells = (0..stages)
        .map(|at| {
            let (listed, done) = passed(funnel, at);
            let share = words::share(done, listed).map(|share| view! { <small>{share}</small> });
            view! { <td class="number">{words::count(done)} " " {share}</td> }
        })
        .collect_view();
    let listed = words::count(passed(funnel, 0).0);
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="number">{listed}</td>
            {cells}
        </tr>
    }
    .into_any()
}
