//! 考核: places, scores and the arithmetic behind them.

use leptos::prelude::*;
use yaodian_contract::{ScoreView, Scores};
use yaodian_domain::{check::Status, score::Rules, unit::UnitKind};
use yaodian_words::{Lang, figures, label, scores as words};

use super::{Loading, shown};
use crate::{api, lang, parts};

/// The page.
#[component]
pub(super) fn ScoresPage() -> impl IntoView {
    let lang = lang();
    let scores = Resource::new(|| (), |()| api::get::<Scores>("/api/v1/scores".to_owned()));
    view! {
        <h1>{words::title(lang)}</h1>
        <p class="lede">{words::intro(lang)}</p>
        <Suspense fallback=Loading>
            {move || Suspend::new(async move { shown(scores.await, move |scores| page(lang, &scores)) })}
        </Suspense>
    }
}

fn page(lang: Lang, scores: &Scores) -> AnyView {
    let kinds = [
        (UnitKind::Bureau, words::bureaus(lang)),
        (UnitKind::Affiliate, words::affiliates(lang)),
        (UnitKind::Division, words::divisions(lang)),
    ];
    let sections = kinds.map(|(kind, name)| {
        let of_kind: Vec<_> = scores.scores.iter().filter(|view| view.unit.kind == kind).collect();
        (!of_kind.is_empty()).then(|| {
            let rows = of_kind.iter().map(|view| row(lang, view)).collect_view();
            let heads = [
                (words::rank(lang), true),
                (label::unit_word(lang), false),
                (words::points(lang), true),
                (words::base(lang), true),
                (words::adjusted(lang), true),
                (words::arithmetic(lang), false),
            ];
            view! { <section><h2>{name}</h2>{parts::table("scores", &heads, rows)}</section> }
        })
    });
    let none = scores
        .scores
        .is_empty()
        .then(|| view! { <p class="absent">{words::none(lang)}</p> });
    view! {
        <p class="fine">{words::as_of(lang, &figures::day(scores.as_of))}</p>
        {rules(lang, &scores.rules)}
        {none}
        {sections.collect_view()}
    }
    .into_any()
}

fn rules(lang: Lang, rules: &Rules) -> AnyView {
    let earns = words::rule(lang, rules);
    let weights = words::weights(lang, &rules.headline_weight, &rules.late_report);
    view! { <details><summary>{words::rule_title(lang)}</summary><p>{earns}</p><p>{weights}</p></details> }.into_any()
}

fn row(lang: Lang, view: &ScoreView) -> AnyView {
    let score = &view.score;
    let sum: yaodian_domain::Decimal = score.adjustments.iter().map(|adjustment| adjustment.points).sum();
    let told = (!score.lines.is_empty()).then(|| {
        let lines = score.lines.iter().zip(&view.names).map(|(line, name)| {
            let low = !matches!(line.status, Status::Met | Status::OnTrack);
            let appeal = low.then(|| view! { " " <a href=format!("/app/request/{}", line.target)>{words::appeal(lang)}</a> });
            view! {
                <li>
                    {parts::mark(lang, line.status)} " " {lang.of(name).to_owned()} " · "
                    {words::earned(lang)} " " <span class="number">{line.earned.to_string()} "%"</span> " · "
                    {words::weight(lang)} " " <span class="number">{line.weight.to_string()}</span> {appeal}
                </li>
            }
        });
        let adjustments = score.adjustments.iter().map(|adjustment| {
            view! { <li><span class="number">{figures::signed(adjustment.points)}</span> " " {words::why(lang, &adjustment.why)}</li> }
        });
        let (lines, adjustments) = (lines.collect_view(), adjustments.collect_view());
        view! { <details><summary>{words::arithmetic(lang)}</summary><ul class="lines">{lines}</ul><ul class="lines">{adjustments}</ul></details> }
    });
    view! {
        <tr>
            <td class="number">{score.rank.to_string()}</td>
            <th scope="row"><a rel="external" href=crate::public_page(&format!("/unit/{}", view.unit.id))>{lang.unit(&view.unit).to_owned()}</a></th>
            <td class="number"><strong>{figures::number(score.points)}</strong></td>
            <td class="number">{figures::number(score.base)}</td>
            <td class="number">{(!sum.is_zero()).then(|| figures::signed(sum))}</td>
            <td>{told}</td>
        </tr>
    }
    .into_any()
}
