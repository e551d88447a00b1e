//! Examples of levels: now, rounded, and what the rest must come to.

use leptos::prelude::*;
use yaodian_domain::{
    check::Assessment,
    method::{Comparison, Weight},
    target::Target,
    time::DaySpan,
};
use yaodian_words::{Lang, figures, label, method as words};

use super::{
    examples::{Question, amount, at_least, at_most, compared, counts, day, dec, level, next, published, seen},
    view::{asks, cases, full, light, matrix, tag, why},
};

pub(super) fn levels(lang: Lang) -> AnyView {
    let water = level(words::good_water, words::percent, at_least("89.3"));
    let spring = DaySpan::new(day(1, 1), day(4, 30)).unwrap_or(DaySpan::year(2023));
    let figures = [
        published(words::cited::WATER_IN_SPRING, day(5, 9), spring, amount("88.3")),
        published(
            words::cited::WATER_IN_2023,
            next(3, 28),
            DaySpan::year(2023),
            amount("91.1"),
        ),
    ];
    let now = Question::new("", &water, &figures[..1], day(5, 9));
    let then = [
        Question::new(words::nothing_yet(lang), &water, &[], day(4, 30)),
        Question::new(words::whole_year_figure(lang), &water, &figures, next(4, 1)),
    ];
    view! {
        {full(lang, &now)}
        {cases(lang, asks(lang, &water), then.into())}
        <h3>{words::rounding_title(lang)}</h3>
        <p class="lede">{words::rounding_lede(lang)}</p>
        {rounding(lang)}
        <h3>{words::rest_title(lang)}</h3>
        {rest(lang)}
    }
    .into_any()
}

/// The same figures by both methods of GB/T 8170.
fn rounding(lang: Lang) -> AnyView {
    let bad = level(words::bad_water, words::percent, at_most("0.3"));
    let good = level(words::good_water, words::percent, at_least("89.3"));
    let cell = |target: &Target, question: &Question, comparison| {
        let target = compared(target, comparison);
        let assessment = Question {
            target: target.clone(),
            ..Question::new("", &target, &question.known, question.as_of)
        }
        .judge();
        view! { <td>{light(lang, &assessment)}<small>{why(lang, &target, &only_comparison(assessment))}</small></td> }
    };
    let rows = [(&bad, "1"), (&bad, "2"), (&good, "291"), (&good, "290")]
        .map(|(target, done)| {
            let question = Question::new("", target, &[seen(day(12, 31), counts(done, "326"))], next(1, 5));
            let figure = figures::figure(lang, target, &question.known[0].figure);
            view! {
                <tr>
                    <th scope="row">{figure}<small>{asks(lang, target)}</small></th>
                    {cell(target, &question, Comparison::Rounded)}
                    {cell(target, &question, Comparison::Exact)}
                </tr>
            }
        })
        .collect_view();
    matrix(
        view! { {tag(lang, &[])} " " {words::whole_year_figure(lang)} },
        &[label::value_word(lang), words::rounded(lang), words::exact(lang)].map(|head| (head, false)),
        rows,
    )
}

/// Only how the figure was compared.
fn only_comparison(assessment: Assessment) -> Assessment {
    let reasons = assessment.reasons.into_iter().take(1).collect();
    Assessment { reasons, ..assessment }
}

/// What the rest must come to, by days and by samples.
fn rest(lang: Lang) -> AnyView {
    let air = level(words::good_days, words::percent, at_least("85.0"));
    let mut sampled = air.clone();
    sampled.method.weight = Weight::Samples { planned: dec("365") };
    let dust = level(words::fine_dust, words::micrograms, at_most("35"));
    let august = |done| seen(day(8, 31), counts(done, "240"));
    let air_cases = vec![
        Question::new(words::by_days(lang), &air, &[august("202")], day(9, 5)),
        Question::new(words::by_samples(lang), &sampled, &[august("202")], day(9, 5)),
        Question::new(words::out_of_reach(lang), &sampled, &[august("180")], day(9, 5)),
    ];
    let dust_cases = vec![Question::new(
        words::ceiling_case(lang),
        &dust,
        &[seen(day(9, 30), amount("36"))],
        day(10, 9),
    )];
    view! {
        {cases(lang, asks(lang, &air), air_cases)}
        {cases(lang, asks(lang, &dust), dust_cases)}
    }
    .into_any()
}
