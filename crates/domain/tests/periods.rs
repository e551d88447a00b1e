//! When periods open, fall due, close and lock, and how the office opens them again.

use proptest::prelude::*;
use yaodian_domain::{
    Date,
    access::{Duty, Person, Refusal},
    id::{ReportId, TargetId, UnitId},
    observation::Figure,
    period::{
        Cadence, Calendar, InvalidReopening, LONGEST_REOPENING, MonthDay, Period, Reopening, Schedule, Stage, WhenOff,
    },
    plan::{Name, Plan},
    report::{Content, Report},
    target::Promise,
    testing::{CALENDAR, blank_plan, blank_target, reviewer},
    time::DaySpan,
    workdays::{Holiday, Notice, WorkDays},
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn period(text: &str) -> Period {
    text.parse().unwrap()
}

/// 中秋节、国庆节 2023, as the State Council's General Office set them (国办发明电〔2022〕16号).
fn golden_week() -> WorkDays {
    let holiday = Holiday {
        name: Name {
            zh: "中秋节、国庆节".to_owned(),
            en: "Mid-Autumn Festival and National Day".to_owned(),
        },
        days: DaySpan::new(day("2023-09-29"), day("2023-10-06")).unwrap(),
        worked: vec![day("2023-10-07"), day("2023-10-08")],
    };
    let notice = Notice::new(2023, "通知".to_owned(), "国办发明电〔2022〕16号".to_owned());
    WorkDays::new(vec![notice.with(holiday).unwrap()]).unwrap()
}

fn plan(calendar: Calendar) -> Plan {
    Plan {
        calendar,
        workdays: golden_week(),
        ..blank_plan(vec![
            blank_target("level", Promise::Deliverable, &["u"]),
            blank_target(
                "duty",
                Promise::Duty {
                    cadence: Cadence::Quarter,
                },
                &["u"],
            ),
            blank_target("year", Promise::Duty { cadence: Cadence::Year }, &["u"]),
        ])
    }
}

fn days(schedule: Schedule<'_>, of: &str) -> [String; 4] {
    let of = period(of);
    [
        schedule.opens(of),
        schedule.due(of),
        schedule.closes(of),
        schedule.locks(of),
    ]
    .map(|day| day.to_string())
}

#[test]
fn days_off_move_as_the_calendar_says() {
    let with = |when_off| plan(Calendar { when_off, ..CALENDAR });
    // 28 October is a Saturday, 10 November a Friday, 20 November a Monday.
    for (when_off, due) in [
        (WhenOff::Kept, "2023-10-28"),
        (WhenOff::Before, "2023-10-27"),
        (WhenOff::After, "2023-10-30"),
    ] {
        let plan = with(when_off);
        assert_eq!(
            days(plan.schedule(), "2023-10"),
            ["2023-10-20", due, "2023-11-10", "2023-11-20"]
        );
    }
    // A holiday of eight days: what falls into it moves over all of it.
    let plan = with(WhenOff::After);
    let early = Calendar {
        closes_on: MonthDay::Day(5),
        ..plan.calendar
    };
    let plan = Plan {
        calendar: early,
        ..plan
    };
    assert_eq!(
        days(plan.schedule(), "2023-09"),
        ["2023-09-20", "2023-09-28", "2023-10-07", "2023-10-20"]
    );
}

#[test]
fn days_can_be_counted_in_working_days() {
    let calendar = Calendar {
        opens_on: MonthDay::Workday(-8),
        due_on: MonthDay::Workday(-5),
        closes_on: MonthDay::Workday(3),
        locks_on: MonthDay::Workday(8),
        when_off: WhenOff::Kept,
    };
    let plan = plan(calendar);
    // The last working day of September is the 28th; October begins with a holiday.
    assert_eq!(
        days(plan.schedule(), "2023-09"),
        ["2023-09-19", "2023-09-22", "2023-10-09", "2023-10-16"]
    );
    assert_eq!(days(plan.schedule(), "2023-Q3"), days(plan.schedule(), "2023-09"));
}

#[test]
fn a_period_passes_its_stages() {
    let plan = plan(CALENDAR);
    let schedule = plan.schedule();
    for (on, stage) in [
        ("2023-09-19", Stage::Ahead),
        ("2023-09-20", Stage::Open),
        ("2023-09-28", Stage::Open),
        ("2023-09-29", Stage::Late),
        ("2023-10-10", Stage::Late),
        ("2023-10-11", Stage::Closed),
        ("2023-10-20", Stage::Closed),
        ("2023-10-21", Stage::Locked),
    ] {
        assert_eq!(schedule.stage(period("2023-09"), day(on)), stage, "{on}");
    }
    assert!(Stage::Closed.takes_decisions() && !Stage::Closed.takes_reports());
    assert!(!Stage::Locked.takes_decisions());
}

#[test]
fn each_target_has_its_own_period() {
    let plan = plan(CALENDAR);
    let of = |on: &str| {
        let each = plan
            .targets
            .iter()
            .map(|target| plan.period_of(target, day(on)).to_string());
        each.collect::<Vec<_>>()
    };
    assert_eq!(
        of("2023-01-05"),
        ["2023-01", "2023-Q1", "2023"],
        "nothing before the plan's own time"
    );
    assert_eq!(of("2023-09-25"), ["2023-09", "2023-Q3", "2023"]);
    assert_eq!(of("2023-11-25"), ["2023-11", "2023-Q3", "2023"]);
    assert_eq!(of("2023-12-20"), ["2023-12", "2023-Q4", "2023"]);
    // What is asked for once, by a day before the year's end, is asked for in that month.
    let june = yaodian_domain::target::Target {
        term: DaySpan::new(day("2023-01-01"), day("2023-06-30")).unwrap(),
        ..plan.targets[2].clone()
    };
    assert_eq!(plan.period_of(&june, day("2023-09-25")), period("2023-06"));
}

#[test]
fn reports_are_taken_for_the_plans_own_time() {
    let plan = plan(CALENDAR);
    let [level, duty, _] = &plan.targets[..] else { panic!() };
    let takes = |target, of: &str| plan.takes(target, period(of), day("2023-09-25"));
    assert!(takes(level, "2023-09") && takes(duty, "2023-Q3"));
    assert!(takes(duty, "2023-09"), "a unit may speak before its quarter ends");
    assert!(!takes(level, "2023-Q3") && !takes(duty, "2023"));
    assert!(!takes(level, "2022-12") && !takes(level, "2024-01"));
    // In the next year nothing is asked for that lies beyond this one.
    assert_eq!(plan.current(Cadence::Month, day("2024-02-25")), period("2023-12"));
    assert!(plan.asks_for(duty, period("2023-Q3"), day("2023-09-25")));
    assert!(!plan.asks_for(duty, period("2023-09"), day("2023-09-25")));
}

#[test]
fn what_was_sent_once_is_mended_while_it_is_decided() {
    let due = day("2023-09-28");
    let draft = Report::draft(
        ReportId::new("r").unwrap(),
        TargetId::new("level").unwrap(),
        UnitId::new("u").unwrap(),
        period("2023-09"),
        due,
        Content::of(Figure::Words { text: "照常".into() }),
    )
    .unwrap();
    let sent = draft.submit(1, "甲", due).unwrap();
    for (stage, begun, mended) in [
        (Stage::Ahead, false, false),
        (Stage::Open, true, true),
        (Stage::Late, true, true),
        (Stage::Reopened, true, true),
        (Stage::Closed, false, true),
        (Stage::Locked, false, false),
    ] {
        assert_eq!(
            (stage.takes(None), stage.takes(Some(&draft))),
            (begun, begun),
            "{stage:?}"
        );
        assert_eq!(stage.takes(Some(&sent)), mended, "{stage:?}");
    }
}

fn officer() -> Person {
    Person {
        unit: UnitId::new("office").unwrap(),
        duties: vec![Duty::Office],
        ..reviewer()
    }
}

fn reopen(
    plan: &Plan,
    person: &Person,
    unit: Option<&str>,
    until: &str,
    on: &str,
) -> Result<Reopening, InvalidReopening> {
    let unit = unit.map(|unit| UnitId::new(unit).unwrap());
    Reopening::new(
        plan.schedule(),
        person,
        period("2023-09"),
        unit,
        day(until),
        " 数据复核 ",
        day(on),
    )
}

#[test]
fn the_office_opens_a_closed_period_again() {
    let mut plan = plan(CALENDAR);
    let (u, other) = (UnitId::new("u").unwrap(), UnitId::new("v").unwrap());
    let reopening = reopen(&plan, &officer(), Some("u"), "2023-10-25", "2023-10-23").unwrap();
    assert_eq!(reopening.reason, "数据复核");
    plan.reopenings.push(reopening);
    let stage = |unit: &UnitId, on: &str| plan.schedule().stage_for(period("2023-09"), unit, day(on));
    assert_eq!(stage(&u, "2023-10-22"), Stage::Locked, "as it was before");
    assert_eq!(stage(&u, "2023-10-23"), Stage::Reopened);
    assert_eq!(stage(&u, "2023-10-25"), Stage::Reopened);
    assert_eq!(stage(&u, "2023-10-26"), Stage::Locked);
    assert_eq!(stage(&other, "2023-10-24"), Stage::Locked);
    assert_eq!(
        plan.schedule().stage(period("2023-09"), day("2023-10-24")),
        Stage::Locked
    );
    assert_eq!(
        reopen(&plan, &officer(), Some("u"), "2023-10-27", "2023-10-24"),
        Err(InvalidReopening::NotClosed { stage: Stage::Reopened })
    );
    plan.reopenings
        .push(reopen(&plan, &officer(), None, "2023-10-25", "2023-10-24").unwrap());
    assert_eq!(
        plan.schedule().stage_for(period("2023-09"), &other, day("2023-10-24")),
        Stage::Reopened
    );
}

#[test]
fn not_everybody_opens_anything_at_any_time() {
    let plan = plan(CALENDAR);
    let closed = "2023-10-11";
    let refused = |why: Refusal| Err(InvalidReopening::Refused(why));
    assert_eq!(
        reopen(&plan, &reviewer(), None, closed, closed),
        refused(Refusal::NotTheOffice)
    );
    assert_eq!(
        reopen(&plan, &officer(), Some("office"), closed, closed),
        refused(Refusal::OwnCase)
    );
    assert_eq!(
        reopen(&plan, &officer(), None, "2023-10-10", "2023-10-10"),
        Err(InvalidReopening::NotClosed { stage: Stage::Late })
    );
    for until in ["2023-10-10", "2023-11-11"] {
        assert!(matches!(
            reopen(&plan, &officer(), None, until, closed),
            Err(InvalidReopening::BadUntil { .. })
        ));
    }
    assert!(reopen(&plan, &officer(), None, "2023-11-10", closed).is_ok());
    assert_eq!(LONGEST_REOPENING, 31);
    let say = |reason: &str| {
        Reopening::new(
            plan.schedule(),
            &officer(),
            period("2023-09"),
            None,
            day(closed),
            reason,
            day(closed),
        )
    };
    assert_eq!(say(" \n"), Err(InvalidReopening::ReasonMissing));
    assert!(matches!(
        say(&"水".repeat(1_001)),
        Err(InvalidReopening::ReasonTooLong { .. })
    ));
}

fn month_day() -> impl Strategy<Value = MonthDay> {
    prop_oneof![
        (1_i8..=28).prop_map(MonthDay::Day),
        (1_i8..=15).prop_map(MonthDay::Workday),
        (-15_i8..=-1).prop_map(MonthDay::Workday),
    ]
}

fn calendar() -> impl Strategy<Value = Calendar> {
    let when_off = prop_oneof![Just(WhenOff::Kept), Just(WhenOff::Before), Just(WhenOff::After)];
    (month_day(), month_day(), month_day(), month_day(), when_off).prop_map(
        |(opens_on, due_on, closes_on, locks_on, when_off)| Calendar {
            opens_on,
            due_on,
            closes_on,
            locks_on,
            when_off,
        },
    )
}

fn cadence() -> impl Strategy<Value = Cadence> {
    prop_oneof![Just(Cadence::Month), Just(Cadence::Quarter), Just(Cadence::Year)]
}

proptest! {
    /// Whatever a calendar says, a period opens, falls due, closes and locks in this order, and its
    /// stage never goes back.
    #[test]
    fn stages_follow_each_other(calendar in calendar(), cadence in cadence(), number in 0_i64..730, length in 0_i64..90) {
        let plan = plan(calendar);
        let schedule = plan.schedule();
        let today = day("2022-06-01").saturating_add(jiff::Span::new().days(number));
        let current = schedule.current(cadence, today);
        prop_assert!(schedule.opens(current) <= schedule.due(current));
        prop_assert!(schedule.due(current) <= schedule.closes(current));
        prop_assert!(schedule.closes(current) <= schedule.locks(current));
        prop_assert!(schedule.opens(current) <= today, "the current period has opened");
        prop_assert!(today < schedule.opens(current.next()), "and the next one has not");
        let rank = |stage| [Stage::Ahead, Stage::Open, Stage::Late, Stage::Closed, Stage::Locked].iter().position(|s| *s == stage);
        let later = today.saturating_add(jiff::Span::new().days(length));
        prop_assert!(rank(schedule.stage(current, today)) <= rank(schedule.stage(current, later)));
    }
}
