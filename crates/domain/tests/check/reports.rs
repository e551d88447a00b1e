//! How a report travels, what a reporter may type, who may do what.

use yaodian_domain::{
    Date, Decimal,
    id::{ReportId, TargetId, UnitId},
    number::NumberError,
    observation::{Figure, FigureProblem, Step},
    period::Calendar,
    plan::Name,
    report::{Content, InvalidStep, LONGEST_TEXT, Report, State, StateName},
    target::{Bound, Cadence, Measure, Promise, Sense, Target},
    time::DaySpan,
    typed::{Entry, Field, Trouble, Typed, entry},
};

const DAY: Date = Date::constant(2023, 9, 25);
const CALENDAR: Calendar = Calendar {
    opens_on: 20,
    due_on: 28,
    closes_on: 10,
};

fn content(progress: &str) -> Content {
    Content {
        figure: Figure::Amount { value: Decimal::ONE },
        progress: progress.to_owned(),
        problems: String::new(),
        next_steps: String::new(),
    }
}

fn draft() -> Report {
    let id = ReportId::new("r").unwrap();
    Report::draft(
        id,
        TargetId::new("t").unwrap(),
        UnitId::new("u").unwrap(),
        "2023-09".parse().unwrap(),
        content(""),
    )
    .unwrap()
}

/// The report in each of its states.
fn in_every_state() -> Vec<Report> {
    let draft = draft();
    let sent = draft.submit(1, "甲", DAY).unwrap();
    let returned = sent.hand_back(2, "乙", DAY, "请核对").unwrap();
    let approved = sent.approve(2, "乙", DAY).unwrap();
    vec![draft, sent, returned, approved]
}

type Taken = fn(&Report, i64) -> Result<Report, InvalidStep>;

#[test]
fn only_these_steps_can_be_taken() {
    use StateName::{Approved, Draft, Returned, Submitted};
    let steps: [(Taken, &[StateName], StateName); 5] = [
        (|r, read| r.edit(read, content("x")), &[Draft, Returned], Draft),
        (|r, read| r.submit(read, "甲", DAY), &[Draft, Returned], Submitted),
        (
            |r, read| r.send(read, content("x"), "甲", DAY),
            &[Draft, Returned],
            Submitted,
        ),
        (|r, read| r.hand_back(read, "乙", DAY, "请核对"), &[Submitted], Returned),
        (|r, read| r.approve(read, "乙", DAY), &[Submitted], Approved),
    ];
    for (step, from, to) in steps {
        for report in in_every_state() {
            let state = report.state.name();
            match step(&report, report.revision) {
                Ok(next) => {
                    assert!(from.contains(&state), "{state:?} to {to:?}");
                    assert_eq!((next.state.name(), next.revision), (to, report.revision + 1));
                }
                Err(refused) => {
                    assert!(!from.contains(&state), "{state:?} to {to:?}");
                    assert_eq!(refused, InvalidStep::NotFrom { from: state });
                }
            }
            let late = step(&report, report.revision - 1);
            assert!(
                matches!(late, Err(InvalidStep::MovedOn { .. })),
                "{state:?} to {to:?}, read too early"
            );
        }
    }
}

#[test]
fn only_an_approved_report_counts() {
    for report in in_every_state() {
        let counts = report.observation(CALENDAR);
        assert_eq!(counts.is_some(), matches!(report.state, State::Approved { .. }));
        if let Some(observation) = counts {
            assert_eq!(observation.known_on, DAY);
            assert_eq!(
                observation.span,
                DaySpan::new(Date::constant(2023, 1, 1), Date::constant(2023, 9, 30)).unwrap()
            );
        }
    }
}

#[test]
fn texts_and_notes_have_bounds() {
    let long = "水".repeat(LONGEST_TEXT + 1);
    assert!(draft().edit(1, content(&"水".repeat(LONGEST_TEXT))).is_ok());
    assert_eq!(
        draft().edit(1, content(&long)),
        Err(InvalidStep::TextTooLong {
            length: LONGEST_TEXT + 1
        })
    );
    let sent = draft().submit(1, "甲", DAY).unwrap();
    assert_eq!(sent.hand_back(2, "乙", DAY, " \n"), Err(InvalidStep::NoteMissing));
    assert!(matches!(
        sent.hand_back(2, "乙", DAY, &long),
        Err(InvalidStep::TextTooLong { .. })
    ));
}

fn target(promise: Promise) -> Target {
    Target {
        reporters: vec![],
        ..crate::fixtures::target(promise)
    }
}

fn measure(unit: &str) -> Measure {
    Measure {
        unit: Name {
            zh: unit.to_owned(),
            en: unit.to_owned(),
        },
        counted: None,
    }
}

#[test]
fn the_form_follows_the_promise() {
    let share = target(Promise::Share {
        measure: measure("个"),
        goal: Decimal::from(80),
        inventory: Some(Decimal::from(12_480)),
    });
    let count = Target {
        reporters: vec![],
        ..crate::fixtures::count("750")
    };
    let bound = Bound {
        sense: Sense::AtLeast,
        value: Decimal::new(893, 1),
    };
    let level = target(Promise::Level {
        measure: measure("%"),
        bound,
    });
    let rule = target(Promise::Deliverable);
    let duty = target(Promise::Duty {
        cadence: Cadence::Quarter,
    });
    let forms = [&share, &count, &level, &rule, &duty].map(entry);
    assert_eq!(
        forms,
        [Entry::Counts, Entry::Value, Entry::Value, Entry::Step, Entry::Words]
    );

    let counts = |done: &str, of: &str| Typed {
        done: done.to_owned(),
        of: of.to_owned(),
        ..Typed::default()
    };
    let value = |value: &str| Typed {
        value: value.to_owned(),
        ..Typed::default()
    };
    let whole = |done: i64, of: Option<i64>| Figure::Counts {
        done: done.into(),
        of: of.map(Decimal::from),
    };
    assert_eq!(counts("６１０", "734").read(&share), Ok(whole(610, Some(734))));
    assert_eq!(
        counts("9,984", "").read(&share),
        Ok(whole(9_984, None)),
        "the plan's own inventory is meant"
    );
    assert_eq!(
        value("８９．３％").read(&level),
        Ok(Figure::Amount {
            value: Decimal::new(893, 1)
        })
    );
    let step = Typed {
        step: Some(Step::Drafted),
        ..Typed::default()
    };
    assert_eq!(step.read(&rule), Ok(Figure::Progress { step: Step::Drafted }));

    let wrong = |typed: &Typed, target: &Target| typed.read(target).map_err(|trouble| (trouble.field, trouble.trouble));
    let figure = |why| Trouble::Figure { why };
    assert_eq!(
        wrong(&value("100.1"), &level),
        Err((
            Field::Value,
            figure(FigureProblem::AboveHundred {
                value: Decimal::new(1_001, 1)
            })
        ))
    );
    assert_eq!(
        wrong(&value("-1"), &count),
        Err((Field::Value, figure(FigureProblem::Negative { value: (-1).into() })))
    );
    assert_eq!(
        wrong(&value("1.5"), &count),
        Err((
            Field::Value,
            figure(FigureProblem::NotWhole {
                value: Decimal::new(15, 1)
            })
        ))
    );
    assert_eq!(
        wrong(&counts("800", "734"), &share),
        Err((
            Field::Done,
            figure(FigureProblem::MoreThanWhole {
                done: 800.into(),
                of: 734.into()
            })
        ))
    );
    assert_eq!(
        wrong(&counts("0", "0"), &share),
        Err((Field::Of, figure(FigureProblem::EmptyWhole)))
    );
    assert_eq!(
        wrong(&value(""), &count),
        Err((
            Field::Value,
            Trouble::Number {
                why: NumberError::Empty
            }
        ))
    );
    assert_eq!(
        wrong(&Typed::default(), &duty),
        Err((Field::Words, figure(FigureProblem::NoWords)))
    );
}

#[test]
fn a_saved_figure_opens_as_it_was_typed() {
    for typed in [
        Typed {
            value: "89.30".to_owned(),
            ..Typed::default()
        },
        Typed {
            value: "0".to_owned(),
            ..Typed::default()
        },
    ] {
        let bound = Bound {
            sense: Sense::AtLeast,
            value: Decimal::new(893, 1),
        };
        let level = target(Promise::Level {
            measure: measure("%"),
            bound,
        });
        assert_eq!(Typed::of(&typed.read(&level).unwrap()), typed);
    }
}
