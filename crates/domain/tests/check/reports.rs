//! How a report travels, what a reporter may type, who may do what.

use yaodian_domain::{
    Date, Decimal,
    access::Person,
    id::{AccountId, BulletinId, ReportId, TargetId, UnitId},
    number::NumberError,
    observation::{Figure, FigureProblem, Step},
    plan::Name,
    report::{Content, InvalidStep, LONGEST_TEXT, Report, StateName},
    target::{Bound, Cadence, Measure, Promise, Sense, Target},
    testing::{approve, hand_back, reviewer},
    time::DaySpan,
    typed::{Entry, Field, Trouble, Typed, entry},
};

const DAY: Date = Date::constant(2023, 9, 25);

fn content(progress: &str) -> Content {
    Content {
        progress: progress.to_owned(),
        ..Content::of(Figure::Amount { value: Decimal::ONE })
    }
}

fn draft() -> Report {
    let id = ReportId::new("r").unwrap();
    Report::draft(
        id,
        TargetId::new("t").unwrap(),
        UnitId::new("u").unwrap(),
        "2023-09".parse().unwrap(),
        Date::constant(2023, 9, 28),
        content(""),
    )
    .unwrap()
}

fn bulletin() -> BulletinId {
    BulletinId::new("b").unwrap()
}

/// The report in each of its states.
fn in_every_state() -> Vec<Report> {
    let draft = draft();
    let laid = draft.lay_before_leader(1, "甲", DAY).unwrap();
    let sent = draft.submit(1, "甲", DAY).unwrap();
    let read = sent.take_up(2, &reviewer(), DAY).unwrap();
    let returned = hand_back(&sent, DAY, "请核对");
    let approved = approve(&sent, DAY);
    let published = approved.publish(bulletin(), DAY).unwrap();
    vec![draft, laid, sent, read, returned, approved, published]
}

type Taken = fn(&Report, i64) -> Result<Report, InvalidStep>;

#[test]
fn only_these_steps_can_be_taken() {
    use StateName::{Approved, AwaitingSignature, Draft, Returned, Submitted, UnderReview};
    let steps: [(Taken, &[StateName], StateName); 10] = [
        (|r, read| r.edit(read, content("x")), &[Draft, Returned], Draft),
        (|r, read| r.submit(read, "甲", DAY), &[Draft, Returned], Submitted),
        (
            |r, read| r.lay_before_leader(read, "甲", DAY),
            &[Draft, Returned],
            AwaitingSignature,
        ),
        (|r, read| r.sign(read, "丙", DAY), &[AwaitingSignature], Submitted),
        (
            |r, read| r.refuse_to_sign(read, "丙", DAY, "请核对"),
            &[AwaitingSignature],
            Returned,
        ),
        (|r, read| r.recall(read), &[AwaitingSignature, Submitted], Draft),
        (|r, read| r.take_up(read, &reviewer(), DAY), &[Submitted], UnderReview),
        (|r, read| r.put_back(read, &reviewer()), &[UnderReview], Submitted),
        (
            |r, read| r.hand_back(read, &reviewer(), DAY, "请核对"),
            &[UnderReview],
            Returned,
        ),
        (|r, read| r.approve(read, &reviewer(), DAY), &[UnderReview], Approved),
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
fn what_the_leader_hands_back_has_not_left_the_unit() {
    let laid = draft().lay_before_leader(1, "甲", DAY).unwrap();
    let back = laid.refuse_to_sign(2, "丙", DAY, "请核对").unwrap();
    let within = [draft(), laid, back];
    assert!(within.iter().all(|report| report.state.is_within_unit()));
    let sent = draft().submit(1, "甲", DAY).unwrap();
    assert!(!hand_back(&sent, DAY, "请核对").state.is_within_unit());
}

#[test]
fn a_bulletin_publishes_what_is_approved_once() {
    for report in in_every_state() {
        let published = report.publish(bulletin(), DAY);
        assert_eq!(published.is_ok(), report.state.name() == StateName::Approved);
        if let Ok(published) = published {
            assert_eq!(published.observation(), report.observation(), "it counts as before");
        }
    }
}

#[test]
fn only_who_has_taken_a_report_up_decides_it() {
    let other = Person {
        account: AccountId::new("wang"),
        name: "王五".to_owned(),
        ..reviewer()
    };
    let deputy = Person {
        stands_in_for: Some(reviewer().account),
        ..other.clone()
    };
    let read = draft()
        .submit(1, "甲", DAY)
        .unwrap()
        .take_up(2, &reviewer(), DAY)
        .unwrap();
    let taken = InvalidStep::TakenUp {
        by: "李四".to_owned(),
        on: DAY,
    };
    assert_eq!(read.approve(3, &other, DAY), Err(taken.clone()));
    assert_eq!(read.hand_back(3, &other, DAY, "请核对"), Err(taken.clone()));
    assert_eq!(read.put_back(3, &other), Err(taken));
    assert!(
        read.approve(3, &deputy, DAY).is_ok(),
        "a deputy goes on where the absent one stopped"
    );
    let over = read.take_up(3, &other, DAY).unwrap();
    assert!(over.approve(4, &other, DAY).is_ok());
    assert!(matches!(
        over.approve(4, &reviewer(), DAY),
        Err(InvalidStep::TakenUp { .. })
    ));
    assert_eq!(
        over.put_back(4, &other).unwrap().state,
        draft().submit(1, "甲", DAY).unwrap().state
    );
}

#[test]
fn a_report_is_as_late_as_when_it_first_left_the_unit() {
    let day = |day| Date::constant(2023, 9, day);
    let laid = draft().lay_before_leader(1, "甲", day(27)).unwrap();
    let late = |report: &Report| report.lateness().map(|late| (late.due, late.sent));
    assert_eq!(late(&laid), None);
    let signed = laid.sign(2, "丙", day(29)).unwrap();
    assert_eq!(
        late(&signed),
        Some((day(28), day(29))),
        "what lies with the leader is not sent"
    );
    let again = signed.recall(3).unwrap().submit(4, "甲", day(30)).unwrap();
    assert_eq!(late(&again), late(&signed));
    let in_time = draft().submit(1, "甲", day(28)).unwrap();
    let mended = hand_back(&in_time, day(29), "请核对").submit(4, "甲", day(30)).unwrap();
    assert_eq!(late(&mended), None, "what was in time stays in time");
}

#[test]
fn only_an_approved_report_counts() {
    for report in in_every_state() {
        let counts = report.observation();
        assert_eq!(counts.is_some(), report.state.name().counts());
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
    let read = draft()
        .submit(1, "甲", DAY)
        .unwrap()
        .take_up(2, &reviewer(), DAY)
        .unwrap();
    let laid = draft().lay_before_leader(1, "甲", DAY).unwrap();
    for note in [" \n", &*long] {
        let by_reviewer = read.hand_back(3, &reviewer(), DAY, note);
        assert_eq!(by_reviewer, laid.refuse_to_sign(2, "丙", DAY, note));
        assert!(matches!(
            by_reviewer,
            Err(InvalidStep::NoteMissing | InvalidStep::TextTooLong { .. })
        ));
    }
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
