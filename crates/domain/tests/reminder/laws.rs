//! What holds for any reports, nudges and days.

use std::collections::BTreeSet;

use jiff::ToSpan as _;
use proptest::prelude::*;
use yaodian_domain::{
    Date,
    check::Status,
    id::{AccountId, BulletinId},
    period::Period,
    reminder::{About, Nudge, bundle},
    report::{Mark, Report, State, StateName},
    standing::{Observations, Standing},
};

use crate::world::{answers, day, issued, matters, nudge, plan, report, works};

fn any_day() -> impl Strategy<Value = Date> {
    (0_i64..400).prop_map(|days| day("2023-01-01").saturating_add(days.days()))
}

fn state() -> impl Strategy<Value = State> {
    (0_u8..7, any_day()).prop_map(|(kind, on)| {
        let by = "张三".to_owned();
        match kind {
            0 => State::Draft,
            1 => State::Submitted { on, by },
            2 => State::Returned {
                on,
                by,
                note: "改".to_owned(),
                unsigned: false,
            },
            3 => State::AwaitingSignature { on, by },
            4 => State::UnderReview {
                sent: Mark { on, by: by.clone() },
                on,
                by,
                account: AccountId::new("li"),
            },
            5 => State::Published {
                approved: Mark { on, by },
                on,
                bulletin: BulletinId::new("b").unwrap(),
            },
            _ => State::Approved { on, by },
        }
    })
}

fn reports() -> impl Strategy<Value = Vec<Report>> {
    let one = (0_usize..3, 1_u8..=12, state());
    proptest::collection::vec(one, 0..12).prop_map(|all| {
        let of = [("villages", "wuhan"), ("villages", "huangshi"), ("regulation", "shui")];
        let each = all.into_iter().enumerate().map(|(number, (which, month, state))| {
            let (target, unit) = of[which];
            report(
                &format!("r{number:02}"),
                target,
                unit,
                &format!("2023-{month:02}"),
                state,
            )
        });
        each.collect()
    })
}

fn nudges() -> impl Strategy<Value = Vec<Nudge>> {
    let one = (0_usize..3, any_day(), any::<bool>());
    proptest::collection::vec(one, 0..4).prop_map(|all| {
        let each = all.into_iter().enumerate().map(|(number, (which, on, about))| {
            let unit = ["wuhan", "huangshi", "shui"][which];
            let target = about.then_some(if which == 2 { "regulation" } else { "villages" });
            nudge(&format!("n{number}"), unit, &on.to_string(), target)
        });
        each.collect()
    })
}

fn seen() -> impl Strategy<Value = Observations> {
    proptest::option::of(any_day()).prop_map(|on| on.map(|on| issued(&on.to_string())).into_iter().collect())
}

/// The latest of the reports that are about the same thing.
fn latest<'a>(reports: &'a [Report], about: &About, period: Period) -> Option<&'a Report> {
    let same = |report: &&Report| {
        Some(&report.target) == about.target() && report.unit == *about.unit() && report.period == period
    };
    reports.iter().filter(same).max_by(|a, b| a.id.cmp(&b.id))
}

proptest! {
    #[test]
    fn nobody_is_reminded_of_what_is_done(reports in reports(), nudges in nudges(), seen in seen(), on in any_day()) {
        let plan = plan();
        for matter in matters(&plan, &seen, &reports, &nudges, on) {
            let about = &matter.about;
            let is_met = || {
                let standing = Standing::of_unit(&plan, &seen, about.unit(), on);
                standing.target(about.target().unwrap()).unwrap().status == Status::Met
            };
            match about {
                About::Report { period, .. } => {
                    let state = latest(&reports, about, *period).map(|report| report.state.name());
                    prop_assert!(matches!(state, None | Some(StateName::Draft)), "{about:?} {state:?}");
                    prop_assert!(!is_met(), "{about:?}");
                    prop_assert!(on <= plan.schedule().closes(*period));
                }
                About::Returned { period, .. } => {
                    let state = latest(&reports, about, *period).map(|report| report.state.name());
                    prop_assert_eq!(state, Some(StateName::Returned));
                }
                About::Review { report, period, .. } => {
                    let latest = latest(&reports, about, *period).unwrap();
                    prop_assert_eq!(&latest.id, report);
                    prop_assert!(latest.state.name().is_in_review());
                }
                About::Signature { report, period, .. } => {
                    let latest = latest(&reports, about, *period).unwrap();
                    prop_assert_eq!(&latest.id, report);
                    prop_assert_eq!(latest.state.name(), StateName::AwaitingSignature);
                }
                About::Slip { .. } | About::Decision { .. } => prop_assert!(false, "there are no cases"),
                About::Task { .. } => prop_assert!(!is_met(), "{about:?}"),
                About::Nudge(nudge) => {
                    let target = nudge.target.as_ref().and_then(|id| plan.target(id));
                    let of = target.and_then(|target| latest(&reports, about, nudge.period_of(&plan, target)));
                    let since = of.and_then(|report| report.state.waits_since().or(report.state.counts_from()));
                    prop_assert!(since.is_none_or(|since| since < nudge.on), "{about:?}");
                }
            }
        }
    }

    #[test]
    fn a_person_gets_one_message_at_most_and_none_on_days_off(
        reports in reports(), nudges in nudges(), seen in seen(), on in any_day(), missed in 0_i64..10,
    ) {
        let plan = plan();
        let matters = matters(&plan, &seen, &reports, &nudges, on);
        let since = on.saturating_sub(missed.days());
        // Two units share one person, who also reviews.
        let shared = |matter: &_| {
            let mut people: Vec<String> = answers(matter);
            for person in &mut people {
                if !person.starts_with("huangshi") {
                    *person = "everybody else".to_owned();
                }
            }
            people
        };
        let messages = bundle(&matters, &plan.reminders, on, &plan.workdays, |_| since, shared);
        let people: BTreeSet<_> = messages.iter().map(|message| &message.person).collect();
        prop_assert_eq!(people.len(), messages.len());
        prop_assert!(works(on) || messages.is_empty());
        for message in &messages {
            prop_assert!(!message.lines.is_empty());
            let keys: BTreeSet<_> = message.lines.iter().map(About::key).collect();
            prop_assert_eq!(keys.len(), message.lines.len(), "nothing stands there twice");
        }
    }

    #[test]
    fn the_order_in_which_reports_are_read_makes_no_difference(
        reports in reports(), nudges in nudges(), seen in seen(), on in any_day(),
    ) {
        let plan = plan();
        let told = |reports: &[Report]| {
            let matters = matters(&plan, &seen, reports, &nudges, on);
            bundle(&matters, &plan.reminders, on, &plan.workdays, |_| on, answers)
        };
        let backwards: Vec<Report> = reports.iter().rev().cloned().collect();
        prop_assert_eq!(told(&reports), told(&backwards));
        prop_assert_eq!(told(&reports), told(&reports));
    }

    #[test]
    fn a_day_that_was_missed_is_made_up_for(reports in reports(), seen in seen(), on in any_day()) {
        // Whoever would have been told on a day, and is still waited for the day after, is told then.
        let plan = plan();
        let next = on.tomorrow().unwrap();
        let now = matters(&plan, &seen, &reports, &[], on);
        let later = matters(&plan, &seen, &reports, &[], next);
        let missed = bundle(&now, &plan.reminders, on, &plan.workdays, |_| on, answers);
        let made_up = bundle(&later, &plan.reminders, next, &plan.workdays, |_| on, answers);
        for message in missed {
            let still: Vec<_> = later.iter().filter(|matter| answers(matter).contains(&message.person)).collect();
            let the_same = still.iter().any(|matter| {
                now.contains(matter) && matter.beat.falls(&plan.reminders, on, on, &plan.workdays)
            });
            if works(next) && the_same {
                prop_assert!(made_up.iter().any(|other| other.person == message.person), "{message:?}");
            }
        }
    }
}
