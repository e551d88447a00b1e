//! What people are told, day by day.

use yaodian_domain::{
    check::{NoticeColour, Status},
    hand::Hand,
    id::CaseId,
    plan::Plan,
    reminder::{About, Nudge, bundle, list},
    report::Report,
    standing::Observations,
    supervision::{Case, Matter, Measure, Notice, Step, Taken},
    target::{Cadence, Promise},
};

use crate::world::{
    answers, approved, day, issued, matters, nudge, plan, plan_of, report, returned, sent, short, target, unit,
    villages, with_cases,
};

/// Who is told of what on a day, in short.
fn told(plan: &Plan, seen: &Observations, reports: &[Report], nudges: &[Nudge], on: &str) -> Vec<String> {
    let on = day(on);
    let matters = matters(plan, seen, reports, nudges, on);
    let messages = bundle(&matters, &plan.reminders, on, &plan.workdays, |_| on, answers);
    let line = |about: &About| short(about);
    messages
        .iter()
        .map(|message| {
            let lines: Vec<String> = message.lines.iter().map(line).collect();
            format!("{}: {}", message.person, lines.join(", "))
        })
        .collect()
}

fn nothing() -> Observations {
    Observations::default()
}

fn regulation_issued() -> Observations {
    [issued("2023-06-01")].into_iter().collect()
}

#[test]
fn a_month_is_asked_for_until_it_is_sent() {
    let (plan, seen) = (plan(), regulation_issued());
    let months = |on| told(&plan, &seen, &[], &[], on);
    assert_eq!(months("2023-09-20"), [""; 0], "it has opened, and there is time");
    let both = [
        "huangshi Reporter: report villages 2023-09",
        "wuhan Reporter: report villages 2023-09",
    ];
    assert_eq!(months("2023-09-21"), both, "five working days before the 28th");
    assert_eq!(months("2023-09-27"), both);
    assert_eq!(months("2023-09-28"), both);
    assert_eq!(months("2023-09-30"), [""; 0], "a Saturday");
    assert_eq!(months("2023-10-02"), both, "two working days late");

    let by_wuhan = [report("r1", "villages", "wuhan", "2023-09", sent("2023-09-25"))];
    assert_eq!(told(&plan, &seen, &by_wuhan, &[], "2023-09-27"), [both[0]]);
    assert_eq!(months("2023-10-12"), [""; 0], "nothing is accepted any more");
}

#[test]
fn what_was_handed_back_is_asked_for_and_nobody_else_is_troubled() {
    let (plan, seen) = (plan(), regulation_issued());
    let reports = [
        report("r1", "villages", "wuhan", "2023-09", returned("2023-09-22")),
        report("r2", "villages", "huangshi", "2023-09", approved("2023-09-22")),
    ];
    assert_eq!(
        told(&plan, &seen, &reports, &[], "2023-09-25"),
        ["wuhan Reporter: returned villages 2023-09"]
    );
    assert_eq!(told(&plan, &seen, &reports, &[], "2023-09-26"), [""; 0]);
    assert_eq!(
        told(&plan, &seen, &reports, &[], "2023-09-27"),
        ["wuhan Reporter: returned villages 2023-09"]
    );
}

#[test]
fn a_review_that_waits_is_the_lead_units_or_else_the_offices() {
    let (plan, seen) = (plan(), nothing());
    let reports = [
        report("r1", "villages", "wuhan", "2023-05", sent("2023-05-10")),
        report("r2", "villages", "huangshi", "2023-05", sent("2023-05-10")),
        // 水处 leads the task and reports itself: nobody reviews the own unit's report.
        report("r3", "regulation", "shui", "2023-05", sent("2023-05-10")),
    ];
    assert_eq!(told(&plan, &seen, &reports, &[], "2023-05-12"), [""; 0]);
    assert_eq!(
        told(&plan, &seen, &reports, &[], "2023-05-15"),
        [
            "office: review regulation of shui",
            "shui Reviewer: review villages of huangshi, review villages of wuhan",
        ]
    );
}

#[test]
fn a_target_is_announced_before_it_is_due_and_asked_for_after() {
    let (plan, seen) = (plan(), nothing());
    let sent_reports = ["2023-05", "2023-06", "2023-07"].map(|period| {
        let id = format!("r{period}");
        report(&id, "regulation", "shui", period, approved("2023-05-01"))
    });
    let quiet = |on, seen: &Observations| {
        let bureaus = ["2023-06", "2023-07"].iter().flat_map(|period| {
            ["wuhan", "huangshi"]
                .map(|by| report(&format!("{by}{period}"), "villages", by, period, approved("2023-05-01")))
        });
        let reports: Vec<Report> = sent_reports.iter().cloned().chain(bureaus).collect();
        told(&plan, seen, &reports, &[], on)
    };
    let asked = ["shui Reporter: task regulation by 2023-06-30"];
    assert_eq!(quiet("2023-06-16", &seen), asked, "ten working days before");
    assert_eq!(quiet("2023-06-20", &seen), [""; 0]);
    assert_eq!(quiet("2023-06-27", &seen), asked, "three before");
    assert_eq!(quiet("2023-06-30", &seen), asked);
    assert_eq!(quiet("2023-07-07", &seen), asked, "a week late");
    assert_eq!(quiet("2023-07-07", &issued_late()), [""; 0], "it is done");
}

fn issued_late() -> Observations {
    [issued("2023-07-05")].into_iter().collect()
}

#[test]
fn everything_comes_in_one_message_the_most_urgent_first() {
    let plan = plan();
    let reports = [
        report("r1", "villages", "wuhan", "2023-07", sent("2023-07-20")),
        report("r2", "villages", "huangshi", "2023-07", returned("2023-07-27")),
    ];
    let nudges = [nudge("n1", "huangshi", "2023-07-27", None)];
    assert_eq!(
        told(&plan, &nothing(), &reports, &nudges, "2023-07-28"),
        [
            "huangshi Reporter: nudge n1, returned villages 2023-07",
            "shui Reporter: task regulation by 2023-06-30",
            "shui Reviewer: review villages of wuhan",
        ],
        "the regulation is four weeks late; nobody reports a target's month once its due date is over"
    );
}

#[test]
fn what_the_office_asks_for_is_said_once_and_listed_until_it_is_sent() {
    let (plan, seen) = (plan(), regulation_issued());
    let nudges = [nudge("n1", "wuhan", "2023-09-22", Some("villages"))];
    let drafted = [report(
        "r1",
        "villages",
        "wuhan",
        "2023-09",
        yaodian_domain::report::State::Draft,
    )];
    assert_eq!(
        told(&plan, &seen, &drafted, &nudges, "2023-09-25"),
        ["wuhan Reporter: nudge n1, report villages 2023-09"],
        "on the Monday after, with what is due anyway"
    );
    assert_eq!(told(&plan, &seen, &drafted, &nudges, "2023-09-26"), [""; 0]);
    let listed = |reports: &[Report], on| {
        let all = matters(&plan, &seen, reports, &nudges, day(on));
        let lines = list(&all, day(on), |matter| answers(matter) == ["wuhan Reporter"]);
        lines.iter().map(short).collect::<Vec<_>>()
    };
    assert_eq!(listed(&drafted, "2023-09-22"), ["nudge n1", "report villages 2023-09"]);
    assert_eq!(listed(&drafted, "2023-09-26"), ["nudge n1", "report villages 2023-09"]);
    let done = [report("r1", "villages", "wuhan", "2023-09", sent("2023-09-26"))];
    assert_eq!(listed(&done, "2023-09-26"), [""; 0]);
}

#[test]
fn a_quarterly_duty_is_asked_for_at_a_quarters_end() {
    let duty = |id: &str, cadence| target(id, Promise::Duty { cadence }, "2023-12-31", &["wuhan"]);
    let plan = plan_of(vec![
        duty("monthly", Cadence::Month),
        duty("quarterly", Cadence::Quarter),
        duty("yearly", Cadence::Year),
    ]);
    assert_eq!(
        told(&plan, &nothing(), &[], &[], "2023-08-28"),
        ["wuhan Reporter: report monthly 2023-08"]
    );
    assert_eq!(
        told(&plan, &nothing(), &[], &[], "2023-09-28"),
        ["wuhan Reporter: report monthly 2023-09, report quarterly 2023-Q3"]
    );
    let december = told(&plan, &nothing(), &[], &[], "2023-12-28");
    assert!(december[0].contains("report yearly 2023"), "{december:?}");
}

#[test]
fn a_plan_whose_year_is_long_over_is_silent() {
    let plan = plan();
    for on in ["2024-02-01", "2026-11-24"] {
        assert_eq!(told(&plan, &nothing(), &[], &[], on), [""; 0], "{on}");
    }
}

#[test]
fn whoever_missed_a_day_is_told_on_the_next() {
    let (plan, seen) = (plan(), regulation_issued());
    // No message was written on Thursday the 21st: the server stood still.
    let on = day("2023-09-22");
    let matters = matters(&plan, &seen, &[], &[], on);
    let since = |person: &String| {
        if person.starts_with("wuhan") {
            day("2023-09-21")
        } else {
            on
        }
    };
    let messages = bundle(&matters, &plan.reminders, on, &plan.workdays, since, answers);
    let told: Vec<_> = messages.iter().map(|message| message.person.as_str()).collect();
    assert_eq!(told, ["wuhan Reporter"]);
}

/// A yellow slip to 武汉 on its villages, issued on a Monday and to be signed for by Wednesday.
fn slip() -> Case {
    let notice = Notice {
        colour: NoticeColour::Yellow,
        measure: Measure::Slip,
        status: Status::AtRisk,
        sign_by: day("2023-08-09"),
        answer_by: day("2023-08-14"),
        follows: None,
    };
    let id = CaseId::new("c1").unwrap();
    let opened = taken(Step::Opened, "2023-08-07", "请说明");
    let matter = Matter::Notice(notice);
    Case::open(id, &villages(), unit("wuhan"), matter, Status::AtRisk, opened).unwrap()
}

fn taken(step: Step, on: &str, note: &str) -> Taken {
    Taken {
        step,
        on: day(on),
        by: Hand {
            account: None,
            name: "王五".to_owned(),
            unit: None,
            stands_in_for: None,
        },
        note: note.to_owned(),
    }
}

#[test]
fn a_slip_is_the_units_until_it_is_answered_and_then_the_offices() {
    let (plan, seen) = (plan(), regulation_issued());
    let july = ["wuhan", "huangshi"].map(|by| report(by, "villages", by, "2023-07", approved("2023-07-28")));
    let told = |case: &Case, on: &str| {
        let on = day(on);
        let matters = with_cases(&plan, &seen, &july, &[], std::slice::from_ref(case), on);
        let messages = bundle(&matters, &plan.reminders, on, &plan.workdays, |_| on, answers);
        let lines = messages
            .iter()
            .map(|message| format!("{}: {}", message.person, short(&message.lines[0])));
        lines.collect::<Vec<_>>()
    };
    let slip = slip();
    let sign = ["wuhan Reporter: slip on villages, signed false"];
    assert_eq!(told(&slip, "2023-08-07"), [""; 0], "it is in the app at once");
    for on in ["2023-08-08", "2023-08-09", "2023-08-11"] {
        assert_eq!(told(&slip, on), sign, "{on}");
    }
    let signed = slip
        .take(1, taken(Step::SignedFor, "2023-08-09", ""), Status::AtRisk)
        .unwrap();
    assert_eq!(told(&signed, "2023-08-09"), [""; 0]);
    assert_eq!(
        told(&signed, "2023-08-10"),
        ["wuhan Reporter: slip on villages, signed true"]
    );
    let answered = signed
        .take(2, taken(Step::Answered, "2023-08-10", "已整改"), Status::AtRisk)
        .unwrap();
    assert_eq!(told(&answered, "2023-08-14"), [""; 0], "the unit has done its part");
    assert_eq!(told(&answered, "2023-08-15"), ["office: notice on villages"]);
    let settled = answered
        .take(3, taken(Step::Settled, "2023-08-15", ""), Status::AtRisk)
        .unwrap();
    assert_eq!(told(&settled, "2023-08-18"), [""; 0]);
}
