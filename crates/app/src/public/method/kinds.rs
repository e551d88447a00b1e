//! Examples of shares of an inventory, of counts, and of their schedules.

use leptos::prelude::*;
use yaodian_domain::{
    check::Policy,
    method::{Comparison, Schedule},
    target::Toward,
    time::DaySpan,
};
use yaodian_words::{Lang, method as words};

use super::{
    examples::{
        Question, amount, compared, count, counts, day, dec, good_days_in_number, milestones, next, outfalls,
        outfalls_before, published, seen, stood, villages,
    },
    view::{asks, cases, full},
};

pub(super) fn shares(lang: Lang) -> AnyView {
    let outfalls = outfalls();
    let before = outfalls_before();
    let reached = published(
        words::cited::OUTFALLS_IN_SEPTEMBER,
        day(9, 25),
        DaySpan::day(day(9, 21)),
        counts("10089", "12480"),
    );
    let stalled = [before.clone(), stood(day(6, 30), day(6, 30), "9067")];
    let at_the_end = |done| [stood(day(12, 31), day(12, 31), done)];
    let rounded = compared(&outfalls, Comparison::Rounded);
    let questions = vec![
        Question::new(words::one_short(lang), &outfalls, &at_the_end("9983"), next(1, 5)),
        Question::new(words::exactly(lang), &outfalls, &at_the_end("9984"), next(1, 5)),
        Question::new(words::as_rounded(lang), &rounded, &at_the_end("9983"), next(1, 5)),
    ];
    let then = vec![Question::new(
        words::before_date(lang),
        &outfalls,
        &[before, reached],
        day(9, 25),
    )];
    view! {
        {cases(lang, asks(lang, &outfalls), questions)}
        {full(lang, &Question::new(words::stalled(lang), &outfalls, &stalled, day(7, 1)))}
        {cases(lang, asks(lang, &outfalls), then)}
    }
    .into_any()
}

fn of_villages(lang: Lang) -> Vec<Question> {
    let villages = villages();
    let june = |shows: &str, done, as_of| Question::new(shows, &villages, &[seen(day(6, 30), amount(done))], as_of);
    vec![
        june(words::on_pace(lang), "372", day(7, 5)),
        june(words::just_behind(lang), "371", day(7, 5)),
        june(words::ten_behind(lang), "297", day(7, 5)),
        june(words::beyond_ten(lang), "296", day(7, 5)),
        june(words::old_figure(lang), "380", day(11, 1)),
    ]
}

pub(super) fn counting(lang: Lang) -> AnyView {
    let heavy = count(words::heavy_days, words::days_unit, Toward::StayWithin, "8");
    let ponds = count(words::ponds, words::ponds_unit, Toward::FallFrom(dec("204")), "0");
    let stations = count(words::stations, words::stations_unit, Toward::RiseFrom(dec("30")), "50");
    let good_days = good_days_in_number();
    let one = |shows: &str, target, to, done| Question::new(shows, target, &[seen(to, amount(done))], to);
    let within = vec![
        one(words::ceiling_room(lang), &heavy, day(4, 30), "3"),
        one(words::ceiling_passed(lang), &heavy, day(10, 31), "9"),
    ];
    let falling = vec![one(words::falling(lang), &ponds, day(6, 30), "100")];
    let rising = vec![one(words::rising(lang), &stations, day(6, 30), "38")];
    let days = vec![one(words::reach_gone(lang), &good_days, day(9, 30), "199")];
    view! {
        {cases(lang, asks(lang, &villages()), of_villages(lang))}
        {cases(lang, asks(lang, &heavy), within)}
        {cases(lang, asks(lang, &ponds), falling)}
        {cases(lang, asks(lang, &stations), rising)}
        {cases(lang, asks(lang, &good_days), days)}
    }
    .into_any()
}

pub(super) fn schedules(lang: Lang) -> AnyView {
    let works = || count(words::works, words::things, Toward::Reach, "120");
    let mut by_milestones = works();
    by_milestones.method.schedule = Schedule::Milestones(milestones(&[
        (day(3, 31), "20"),
        (day(6, 30), "60"),
        (day(11, 30), "120"),
    ]));
    let mut by_month = works();
    let ends = (1..=12).map(|month| (day(month, 1).last_of_month(), month));
    let plan: Vec<(_, String)> = ends
        .map(|(by, month)| (by, (10 * i32::from(month)).to_string()))
        .collect();
    let plan: Vec<_> = plan.iter().map(|(by, reach)| (*by, reach.as_str())).collect();
    by_month.method.schedule = Schedule::Monthly(milestones(&plan));
    let on_a_milestone = vec![
        Question::new(
            words::day_before(lang),
            &by_milestones,
            &[seen(day(6, 29), amount("52"))],
            day(6, 29),
        ),
        Question::new(
            words::day_of(lang),
            &by_milestones,
            &[seen(day(6, 30), amount("52"))],
            day(6, 30),
        ),
    ];
    let month = |shows: &str, done| Question::new(shows, &by_month, &[seen(day(5, 31), amount(done))], day(5, 31));
    let by_months = vec![
        month(words::one_missed(lang), "45"),
        month(words::two_missed(lang), "35"),
        month(words::two_missed_yinchuan(lang), "35").by(Policy::yinchuan()),
    ];
    let how = |target| {
        let differences = words::differences(lang, target);
        differences.into_iter().map(|(_, how)| how).collect::<String>()
    };
    view! {
        {cases(lang, words::pair(lang, &asks(lang, &by_milestones), &how(&by_milestones)), on_a_milestone)}
        {cases(lang, words::pair(lang, &asks(lang, &by_month), &words::ten_a_month(lang)), by_months)}
    }
    .into_any()
}
