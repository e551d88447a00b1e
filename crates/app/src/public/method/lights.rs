//! Examples of the lights: the same lag under three policies, steps and days, quarters heard of.

use leptos::prelude::*;
use yaodian_domain::{
    Decimal,
    check::{LagOf, Policy, Reason, assess},
    observation::{Observation, Step},
    target::{Cadence, Promise, Toward},
};
use yaodian_words::{Lang, figures, label, method as words, names};

use super::{
    examples::{Question, amount, at, count, day, heard, next, seen, target},
    view::{asks, cases, light, matrix, tag},
};

/// The policies that are shown beside each other.
fn policies(lang: Lang) -> [(&'static str, Policy); 3] {
    [
        (words::default_policy(lang), Policy::default()),
        (words::yinchuan(lang), Policy::yinchuan()),
        (words::sanya(lang), Policy::sanya()),
    ]
}

pub(super) fn lights(lang: Lang) -> AnyView {
    view! { {same_lag(lang)} {bands(lang)} <p class="lede">{words::why_default(lang)}</p> }.into_any()
}

/// By 7 August exactly 60 % of the year are over: of 1,000 things 600 are due.
fn same_lag(lang: Lang) -> AnyView {
    let projects = count(words::projects, words::things, Toward::Reach, "1000");
    let on = day(8, 7);
    let lag = |known: &[Observation], lag_of| {
        let policy = Policy {
            lag_of,
            ..Policy::default()
        };
        let assessment = assess(&projects, known, on, &policy);
        let lag = assessment.reasons.iter().find_map(|reason| match reason {
            Reason::PaceCompared { behind_points, .. } => Some(*behind_points),
            _ => None,
        });
        lag.map(|lag| figures::with_unit(lag, "%"))
    };
    let rows = ["600", "599", "550", "501", "500", "499", "300", "299", "290"]
        .map(|done| {
            let known = [seen(on, amount(done))];
            let lights = policies(lang)
                .map(|(_, policy)| view! { <td>{light(lang, &assess(&projects, &known, on, &policy))}</td> })
                .collect_view();
            view! {
                <tr>
                    <th scope="row" class="number">{figures::figure(lang, &projects, &known[0].figure)}</th>
                    <td class="number">{lag(&known, LagOf::Way)}</td>
                    <td class="number">{lag(&known, LagOf::Due)}</td>
                    {lights}
                </tr>
            }
        })
        .collect_view();
    let pace = assess(&projects, &[seen(on, amount("600"))], on, &Policy::default()).pace;
    let due = pace.map(|pace| {
        let expected = figures::with_unit(pace.expected, figures::unit_of(lang, &projects));
        format!(
            "{} {}% · {} {expected}",
            label::elapsed_word(lang),
            pace.elapsed,
            label::expected_word(lang)
        )
    });
    let title = words::pair(lang, &asks(lang, &projects), &words::asked(lang, &on));
    let heads = [
        words::done_word(lang),
        words::points_of_way(lang),
        words::points_of_due(lang),
    ];
    let heads: Vec<_> = (heads.into_iter().map(|head| (head, true)))
        .chain(policies(lang).map(|(name, _)| (name, false)))
        .collect();
    matrix(view! { {tag(lang, &[])} " " {title} " · " {due} }, &heads, rows)
}

/// Where the bands lie.
fn bands(lang: Lang) -> AnyView {
    let of = |policy: &Policy| match policy.lag_of {
        LagOf::Way => words::of_way(lang),
        LagOf::Due => words::of_due(lang),
    };
    let plain = |value: i64| figures::number(Decimal::from(value));
    let row = |name: &'static str, value: &dyn Fn(&Policy) -> String| {
        let cells = policies(lang)
            .map(|(_, policy)| view! { <td>{value(&policy)}</td> })
            .collect_view();
        view! { <tr><th scope="row">{name}</th>{cells}</tr> }
    };
    let rows = [
        row(words::yellow_from(lang), &|p| words::threshold(lang, p.at_risk, of(p))),
        row(words::red_from(lang), &|p| words::threshold(lang, p.off_track, of(p))),
        row(words::row_red(lang), &|p| plain(p.missed_in_a_row.into())),
        row(words::level_yellow(lang), &|p| {
            figures::with_unit(p.level_reach_percent, "%")
        }),
        row(words::on_its_way(lang), &|p| plain(p.collect_days.into())),
        row(words::near_days(lang), &|p| plain(p.near_due_days.into())),
    ]
    .collect_view();
    let heads: Vec<_> = std::iter::once((words::case_word(lang), false))
        .chain(policies(lang).map(|(name, _)| (name, false)))
        .collect();
    matrix(words::bands_title(lang), &heads, rows)
}

pub(super) fn deliverables(lang: Lang) -> AnyView {
    let regulation = target(words::regulation, Promise::Deliverable);
    let days = [day(3, 31), day(6, 30), day(9, 30), day(12, 5), next(1, 5)];
    let rows = std::iter::once(None)
        .chain(Step::ALL.map(Some))
        .map(|step| {
            let cells = days
                .map(|on| {
                    let known: Vec<Observation> = step.map(|step| seen(on, at(step))).into_iter().collect();
                    view! { <td>{light(lang, &assess(&regulation, &known, on, &Policy::default()))}</td> }
                })
                .collect_view();
            let name = step.map_or(words::silent(lang), |step| names::step(lang, step));
            let share = step.map(|step| view! { <small>{figures::with_unit(step.share(), "%")}</small> });
            view! { <tr><th scope="row">{name} {share}</th>{cells}</tr> }
        })
        .collect_view();
    let term = regulation.term;
    let columns = days.map(|on| words::pair(lang, &on, &figures::with_unit(term.elapsed(on), "%")));
    let heads: Vec<_> = std::iter::once(words::step_by_day(lang))
        .chain(columns.iter().map(String::as_str))
        .map(|head| (head, false))
        .collect();
    let title = asks(lang, &regulation);
    matrix(view! { {tag(lang, &[])} " " {title} }, &heads, rows)
}

pub(super) fn duties(lang: Lang) -> AnyView {
    let duty = target(
        words::inspections,
        Promise::Duty {
            cadence: Cadence::Quarter,
        },
    );
    let quarters = [3, 6, 9, 12].map(|month| heard(3, month));
    let cases_of = vec![
        Question::new(words::silent(lang), &duty, &[], day(7, 1)),
        Question::new(words::on_its_way_case(lang), &duty, &quarters[..1], day(7, 1)),
        Question::new(words::one_quarter(lang), &duty, &quarters[..1], day(9, 1)),
        Question::new(words::two_quarters(lang), &duty, &quarters[..1], day(12, 1)),
        Question::new(words::every_quarter(lang), &duty, &quarters, next(1, 5)),
    ];
    cases(lang, asks(lang, &duty), cases_of)
}
