//! The table against the rules.

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::{Act, MATRIX, Place, markdown};
use crate::{
    access::{Duty, Person},
    id::{AccountId, PlanId, PostId, ReportId, TargetId, UnitId},
    key::Owner,
    ledger::{
        Ledger, Mover, Network,
        access::{Desk, Scope},
    },
    observation::Figure,
    plan::Plan,
    report::{Content, Report, Rules},
    supervision::{CaseKind, Matter, Step},
    target::{Home, Promise, Target},
    testing::{blank_ledger, blank_plan, blank_target},
};

const DAY: Date = Date::constant(2023, 9, 25);

fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

/// A thing of the unit `u`, in a task that `leads` lead, and everything around it.
struct Thing {
    plan: Plan,
    target: Target,
    sent: Report,
    unsigned: Report,
    ledger: Ledger,
}

impl Thing {
    fn led_by(leads: &UnitId) -> Self {
        let mut target = blank_target("t", Promise::Deliverable, &["u"]);
        target.home = Home::Carried {
            from: PlanId::new("old").unwrap(),
            target: TargetId::new("t").unwrap(),
            leads: vec![leads.clone()],
        };
        let plan = blank_plan(vec![target.clone()]);
        let period = "2023-09".parse().unwrap();
        let content = || Content::of(Figure::Words { text: "done".into() });
        let id = ReportId::new("r").unwrap();
        let draft = Report::draft(id, target.id.clone(), unit("u"), period, DAY, content()).unwrap();
        let send = |leader_signs| {
            draft
                .send(1, content(), "somebody", DAY, &Rules { leader_signs })
                .unwrap()
        };
        let mut ledger = blank_ledger([], ["holder", "lead", "office"]);
        let movers = [Mover::Holder, Mover::Lead, Mover::Office];
        for (stage, mover) in ledger.stages.iter_mut().zip(movers) {
            stage.movers = vec![mover];
        }
        ledger.network = Some(Network::Water);
        ledger.holders = vec![unit("u")];
        ledger.leads = vec![leads.clone()];
        Self {
            sent: send(false),
            unsigned: send(true),
            plan,
            target,
            ledger,
        }
    }
}

/// Somebody with these duties, to whose unit the thing stands like this.
fn somebody(duties: &[Duty], place: Place) -> (Person, Thing) {
    let own = if place.own { unit("u") } else { unit("p") };
    let leads = if place.led { own.clone() } else { unit("other") };
    let thing = Thing::led_by(&leads);
    let person = Person {
        account: AccountId::new("me"),
        name: "me".to_owned(),
        unit: own,
        duties: duties.to_vec(),
        stands_in_for: None,
    };
    (person, thing)
}

/// What the rules say.
fn allowed(act: Act, person: &Person, thing: &Thing, place: Place) -> bool {
    let Thing {
        plan,
        target,
        sent,
        unsigned,
        ledger,
    } = thing;
    let of = unit("u");
    let step = |kind, step| person.may_step(plan, target, &of, kind, step).is_ok();
    // Whoever asks, asks for the own unit.
    let asks = |matter: &Matter| {
        person.may_open(plan, target, matter).is_ok()
            && (person.may_step(plan, target, &person.unit, matter.kind(), Step::Opened)).is_ok()
    };
    let closure = |whole| Matter::Closure {
        whole,
        evidence: Vec::new(),
        files: Vec::new(),
    };
    let desk = Desk {
        person: Some(person),
        today: DAY,
        units: &plan.units,
    };
    let in_scope =
        |scope: Option<Scope>| scope.is_some_and(|scope| scope == Scope::All || scope == Scope::Own(of.clone()));
    let same = |answers: &[bool]| {
        assert!(
            answers.windows(2).all(|two| two[0] == two[1]),
            "{act:?} {person:?} {place:?}: {answers:?}"
        );
        answers[0]
    };
    match act {
        Act::Report => person.may_report(target).is_ok(),
        Act::Recall => person.may_recall(sent).is_ok(),
        Act::Sign => same(&[
            person.may_sign(unsigned).is_ok(),
            person.may_handle(plan, target, unsigned).is_ok(),
        ]),
        Act::Review => same(&[
            person.may_review(plan, target, sent).is_ok(),
            person.may_handle(plan, target, sent).is_ok(),
        ]),
        Act::Judge => person.may_judge(plan, target).is_ok(),
        Act::Attach => person.may_attach(plan, target).is_ok(),
        Act::SeeCase => person.may_see_case(plan, target, &of),
        Act::IssueSlip => {
            same(&[Step::Opened, Step::SentBack, Step::Settled].map(|taken| step(CaseKind::Notice, taken)))
        }
        Act::AnswerSlip => same(&[Step::SignedFor, Step::Answered].map(|taken| step(CaseKind::Notice, taken))),
        Act::AskForPart => same(&[
            asks(&closure(false)),
            asks(&Matter::Extension { new_due: DAY }),
            asks(&Matter::Appeal { points: Decimal::ONE }),
        ]),
        Act::AskForWhole => same(&[
            asks(&closure(true)),
            asks(&Matter::Change {
                number: Decimal::ONE,
                inventory: None,
            }),
        ]),
        Act::AgreeToChange => step(CaseKind::Change, Step::Agreed),
        Act::DecideRequest => {
            let mut answers = vec![step(CaseKind::Closure, Step::Accepted)];
            for kind in [
                CaseKind::Extension,
                CaseKind::Change,
                CaseKind::Closure,
                CaseKind::Appeal,
            ] {
                answers.extend([Step::Granted, Step::Refused].map(|taken| step(kind, taken)));
            }
            same(&answers)
        }
        Act::ReopenCase => step(CaseKind::Closure, Step::Reopened),
        Act::SeeEntries => in_scope(desk.scope(ledger)),
        Act::EditEntries => desk.may_edit(ledger, &of),
        Act::PassHolderStage => desk.may_move(ledger, 0, &of),
        Act::PassLeadStage => desk.may_move(ledger, 1, &of),
        Act::PassOfficeStage => desk.may_move(ledger, 2, &of),
        Act::Measure => in_scope(desk.may_measure(ledger)),
        Act::Oversee => person.may_oversee().is_ok(),
        Act::Plan => person.may_plan().is_ok(),
        Act::ReopenPeriod => person.may_reopen_periods_of(Some(&of)).is_ok(),
        Act::AskUnits => person.may_ask_units().is_ok(),
        Act::IssueBulletin => person.may_issue_bulletins().is_ok(),
        Act::CloseYear => person.may_close_the_year().is_ok(),
        Act::MoveDay => person.may_move_the_day().is_ok(),
        Act::ManagePeople => person.may_manage_people().is_ok(),
        Act::RevokeKey => {
            let account = if place.own { "me" } else { "another" };
            person.may_revoke(Some(&Owner {
                account: AccountId::new(account),
                post: PostId::new("p").unwrap(),
            }))
        }
    }
}

#[test]
fn the_table_says_what_the_rules_say() {
    for Place { own, led } in Place::ALL {
        let place = Place { own, led };
        // One duty, several, none.
        for set in 0..1_u32 << Duty::ALL.len() {
            let has = |at: usize| set >> at & 1 == 1;
            let duties: Vec<Duty> = (Duty::ALL.into_iter().enumerate())
                .filter_map(|(at, duty)| has(at).then_some(duty))
                .collect();
            let (person, thing) = somebody(&duties, place);
            for line in MATRIX {
                let told = line.act.is_open_to(&duties, place);
                // Nobody needs a duty to be of the unit whose case, ledger or key it is.
                let by_unit = duties.is_empty() && matches!(line.act, Act::SeeCase | Act::SeeEntries | Act::RevokeKey);
                let expected = told || by_unit && (place.own || place.led && line.act != Act::RevokeKey);
                assert_eq!(
                    allowed(line.act, &person, &thing, place),
                    expected,
                    "{:?} by {duties:?} at {place:?}",
                    line.act
                );
            }
        }
    }
}

#[test]
fn hands_close_what_the_table_opens() {
    let place = Place { own: false, led: true };
    let (person, mut thing) = somebody(&[Duty::Reviewer, Duty::Office], place);
    assert!(allowed(Act::Review, &person, &thing, place));
    thing.sent = thing.sent.in_hands_of(&person);
    assert!(!allowed(Act::Review, &person, &thing, place));
}

#[test]
fn every_act_has_one_line() {
    for (at, line) in MATRIX.iter().enumerate() {
        assert!(
            MATRIX[..at].iter().all(|before| before.act != line.act),
            "{:?}",
            line.act
        );
        assert!(
            line.reach.iter().any(|reach| *reach != super::Reach::None),
            "{:?}",
            line.act
        );
    }
}

#[test]
fn the_written_table_is_this_one() {
    let written = include_str!("../matrix.md");
    let (_, rest) = written.split_once("| act |").unwrap();
    let (table, _) = rest.split_once("\n\n").unwrap();
    assert_eq!(
        format!("| act |{table}\n"),
        markdown(),
        "write what `markdown()` says into matrix.md"
    );
}
