//! Examples of units' figures that make up the whole, and of shares held against it.

use leptos::prelude::*;
use yaodian_domain::{
    Decimal,
    allocation::Allocation,
    check::allotment,
    id::UnitId,
    method::RollUp,
    number,
    observation::{Figure, Observation, Step},
    target::{Promise, Target, Toward},
};
use yaodian_words::{Lang, figures, label, method as words};

use super::{
    examples::{
        Question, amount, at, at_least, at_most, count, counts, day, dec, level, of, of_three, outfalls, target, unit,
        villages,
    },
    view::{asks, cases, matrix, tag},
};

pub(super) fn roll_up(lang: Lang) -> AnyView {
    let on = day(6, 30);
    let water = of_three(level(words::good_water, words::percent, at_least("89.3")));
    let all = [
        of("a", on, counts("10", "10")),
        of("b", on, counts("10", "100")),
        of("c", on, counts("60", "100")),
    ];
    let percents = [
        of("a", on, amount("100")),
        of("b", on, amount("10")),
        of("c", on, amount("60")),
    ];
    let sums = vec![
        Question::new(words::sum_over_sum(lang), &water, &all, on),
        Question::new(words::unit_missing(lang), &water, &all[..2], on),
        Question::new(words::only_percent(lang), &water, &percents, on),
    ];
    let wrong = wrong_mean(lang, &sums[0]);
    let dust = |roll_up| {
        let mut target = of_three(level(words::fine_dust, words::micrograms, at_most("35")));
        target.method.roll_up = roll_up;
        target
    };
    let air = [
        of("a", on, amount("31")),
        of("b", on, amount("34")),
        of("c", on, amount("38")),
    ];
    let worst = dust(RollUp::Worst);
    let mut meeting = of_three(count(words::cities_meeting, words::cities_unit, Toward::Reach, "2"));
    meeting.method.roll_up = RollUp::UnitsMeeting(at_most("35"));
    let joint = of_three(target(words::regulation, Promise::Deliverable));
    let steps = [
        of("a", on, at(Step::Delivered)),
        of("b", on, at(Step::UnderReview)),
        of("c", on, at(Step::NotStarted)),
    ];
    view! {
        {cases(lang, asks(lang, &water), sums)}
        <p>{wrong}</p>
        {cases(lang, asks(lang, &worst), vec![Question::new(words::worst_case(lang), &worst, &air, on)])}
        {cases(lang, asks(lang, &meeting), vec![Question::new(words::counted_case(lang), &meeting, &air, on)])}
        {cases(lang, asks(lang, &joint), vec![Question::new(words::joint_product(lang), &joint, &steps, on)])}
    }
    .into_any()
}

/// What the mean of the units' percentages would be, beside the figure that counts.
fn wrong_mean(lang: Lang, question: &Question) -> Option<String> {
    let percents = question.known.iter().filter_map(|o: &Observation| match o.figure {
        Figure::Counts { done, of: Some(of) } => number::percent(done, of, 4),
        _ => None,
    });
    let percents: Vec<Decimal> = percents.collect();
    let sum: Decimal = percents.iter().sum();
    let mean = number::percent(sum, Decimal::from(percents.len() * 100), 1)?;
    let right = figures::value(lang, &question.target, &question.judge())?;
    Some(words::wrong_mean(lang, &figures::with_unit(mean, "%"), &right))
}

pub(super) fn allotments(lang: Lang) -> AnyView {
    let share = |target: &Target, name: &str, goal: &str, inventory: Option<&str>| Allocation {
        target: target.id.clone(),
        unit: unit(name),
        goal: dec(goal),
        inventory: inventory.map(dec),
        given_on: None,
        withdrawn_on: None,
    };
    let villages = of_three(villages());
    let outfalls = of_three(outfalls());
    let village = |name, goal| share(&villages, name, goal, None);
    let outfall = |name, goal, inventory| share(&outfalls, name, goal, Some(inventory));
    let rows = [
        (
            &villages,
            vec![village("a", "300"), village("b", "250"), village("c", "200")],
        ),
        (
            &villages,
            vec![village("a", "300"), village("b", "250"), village("c", "150")],
        ),
        (&villages, vec![village("a", "400"), village("b", "370")]),
        (
            &outfalls,
            vec![
                outfall("a", "85", "4000"),
                outfall("b", "80", "5480"),
                outfall("c", "74", "3000"),
            ],
        ),
    ];
    let rows = rows
        .into_iter()
        .filter_map(|(target, shares)| {
            let checked = allotment(target, &shares)?;
            let entries = figures::entries_of(lang, target);
            let whole = |value: Option<Decimal>| value.map(|value| figures::with_unit(value, entries));
            let written = shares.iter().map(|share| written(lang, target, share));
            let written = written.collect::<Vec<_>>().join(match lang {
                Lang::Zh => ";",
                Lang::En => "; ",
            });
            let without = (!checked.without_share.is_empty())
                .then(|| words::colon(lang, &words::without_share(lang), &list(&checked.without_share)));
            Some(view! {
                <tr>
                    <th scope="row">{asks(lang, target)}<small>{written}</small></th>
                    <td class="number">{whole(checked.sum)}</td>
                    <td class="number">{whole(checked.whole)}</td>
                    <td>{checked.excess.map(|excess| words::finding(lang, excess, entries))}{without.map(|who| view! { <small>{who}</small> })}</td>
                </tr>
            })
        })
        .collect_view();
    let heads = [
        (words::shares_word(lang), false),
        (words::sum_word(lang), true),
        (words::whole_word(lang), true),
        (words::finding_word(lang), false),
    ];
    matrix(
        view! { {tag(lang, &[])} " " {words::colon(lang, &label::reporters(lang), &list(&villages.reporters))} },
        &heads,
        rows,
    )
}

fn written(lang: Lang, target: &Target, share: &Allocation) -> String {
    let goal = figures::with_unit(share.goal, figures::unit_of(lang, target));
    let goal = match share.inventory {
        Some(of) => format!("{goal} × {}", figures::number(of)),
        None => goal,
    };
    words::of_unit(lang, &share.unit, &goal)
}

fn list(units: &[UnitId]) -> String {
    units.iter().map(UnitId::as_str).collect::<Vec<_>>().join(", ")
}
