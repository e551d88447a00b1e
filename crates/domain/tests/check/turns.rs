//! Days on which a status changed: what the check says on each of them, and on the eve what it said before.

use yaodian_domain::{
    check::{Status, assess},
    observation::Provenance,
    standing::{Observations, turns},
    testing,
    time::DaySpan,
};

use crate::fixtures::{day, plan};

#[test]
fn every_turn_is_what_the_check_says_and_between_them_nothing_changes() {
    let year = DaySpan::year(2023);
    let mut changed = 0;
    for case in testing::cases(400) {
        let mut plan = plan(vec![case.target.clone()]);
        plan.policy = case.policy;
        let all = case.observations.iter().cloned();
        let known: Observations = all.map(|seen| (case.target.id.clone(), seen)).collect();
        let turns = turns(&plan, &known, year);
        assert_eq!(turns.first().map(|turn| turn.on), Some(year.from()));
        changed += turns.len() - 1;
        let (mut at, mut on) = (0, year.from());
        while on <= year.to() {
            at += usize::from(turns.get(at + 1).is_some_and(|next| next.on == on));
            let now = assess(&case.target, known.of(&case.target.id), on, plan.policy_on(on));
            assert_eq!((turns[at].status, turns[at].late), (now.status, now.late), "{on}");
            on = on.tomorrow().unwrap();
        }
    }
    assert!(changed > 100, "the cases have turns: {changed}");
}

#[test]
fn what_rests_on_made_up_entries_says_so() {
    let target = testing::blank_target("t", yaodian_domain::target::Promise::Deliverable, &["u0"]);
    let mut seen = testing::published(
        day("2023-03-01"),
        day("2023-03-01"),
        day("2023-03-01"),
        yaodian_domain::observation::Figure::Progress {
            step: yaodian_domain::observation::Step::Delivered,
        },
    );
    seen.provenance = Provenance::Ledger {
        ledger: yaodian_domain::id::LedgerId::new("l").unwrap(),
        demonstration: true,
    };
    let known: Observations = [(target.id.clone(), seen)].into_iter().collect();
    let plan = plan(vec![target]);
    let turns = turns(&plan, &known, DaySpan::year(2023));
    let last = turns.last().unwrap();
    assert_eq!(
        (last.status, last.on, last.demonstration),
        (Status::Met, day("2023-03-01"), true)
    );
    assert!(!turns[0].demonstration);
}
