//! Posts of one plan among several, and whom an administrator of one looks after.

use yaodian_domain::{
    access::{Duty, Refusal},
    id::PlanId,
    people::{Appointment, Decision, Move, NotPossible, Post, Roster, care},
};

use crate::{account, admin, day, deputy, post, post_id, roster, unit};

const TODAY: &str = "2023-09-25";

fn plan(id: &str) -> PlanId {
    PlanId::new(id).unwrap()
}

/// The post in one plan alone.
fn within(plan_id: &str, post: Post) -> Post {
    Post {
        plan: Some(plan(plan_id)),
        ..post
    }
}

fn hubei(post: Post) -> Post {
    within("hubei-2023", post)
}

fn hunan(post: Post) -> Post {
    within("hunan-2023", post)
}

fn reporter(who: &str) -> Post {
    post(who, "shui", &[Duty::Reporter], "2023-01-01", None)
}

fn manager(who: &str) -> Post {
    post(who, "renshi", &[Duty::Administrator], "2023-01-01", None)
}

fn appoint(who: &str, of: Option<&str>) -> Decision {
    Decision::Appoint {
        account: account(who),
        post: Appointment {
            unit: unit("shui"),
            plan: of.map(plan),
            duties: vec![Duty::Reporter],
            title: String::new(),
            from: day(TODAY),
            until: None,
        },
    }
}

fn moves(all: &Roster, decision: &Decision) -> Result<Vec<Move>, NotPossible> {
    let mut number = 0;
    decision.moves(all, day(TODAY), || {
        number += 1;
        post_id(&format!("new-{number}"))
    })
}

/// Whether whoever acts in the post may make a decision.
fn may(by: &Post, all: &Roster, decision: &Decision) -> Result<(), Refusal> {
    care::may_decide(by, all, decision, day(TODAY))
}

#[test]
fn a_post_holds_in_its_plan_or_in_all() {
    let (of_one, of_all) = (hubei(reporter("zhang")), reporter("li"));
    assert!(of_one.holds_in(&plan("hubei-2023")) && !of_one.holds_in(&plan("hunan-2023")));
    assert!(of_all.holds_in(&plan("hubei-2023")) && of_all.holds_in(&plan("hunan-2023")));
    let all = roster(&[of_one.clone(), of_all.clone(), hunan(reporter("wang"))]);
    let ids = |all: Roster| all.iter().map(|post| post.account.to_string()).collect::<Vec<_>>();
    assert_eq!(ids(all.holding_in(Some(&plan("hubei-2023")))), ["zhang", "li"]);
    assert_eq!(ids(all.holding_in(None)), ["li"]);
}

#[test]
fn a_post_is_kept_as_it_was_where_it_is_of_no_plan() {
    let json = serde_json::to_value(reporter("li")).unwrap();
    assert_eq!(json.get("plan"), None);
    assert_eq!(serde_json::from_value::<Post>(json).unwrap(), reporter("li"));
}

#[test]
fn what_follows_a_post_is_of_the_same_plan() {
    let all = roster(&[admin(), hubei(reporter("zhang")), hubei(manager("li"))]);
    for decision in [
        Decision::HandOver {
            post: post_id("zhang-shui"),
            to: account("li"),
            from: day(TODAY),
        },
        Decision::Deputy {
            post: post_id("zhang-shui"),
            account: account("li"),
            days: yaodian_domain::time::DaySpan::new(day(TODAY), day("2023-10-20")).unwrap(),
        },
        Decision::Change {
            post: post_id("zhang-shui"),
            from: day(TODAY),
            duties: vec![Duty::Reviewer],
            title: String::new(),
        },
    ] {
        let after = all.after(&moves(&all, &decision).unwrap());
        assert_eq!(
            after.get(&post_id("new-1")).unwrap().plan,
            Some(plan("hubei-2023")),
            "{decision:?}"
        );
    }
}

#[test]
fn the_same_duty_of_the_same_unit_is_held_once_in_a_plan() {
    let all = roster(&[admin(), hubei(reporter("zhang"))]);
    let held = Err(NotPossible::AlreadyHeld { duty: Duty::Reporter });
    assert_eq!(moves(&all, &appoint("zhang", Some("hubei-2023"))), held);
    assert_eq!(moves(&all, &appoint("zhang", None)), held, "it would hold there too");
    assert!(moves(&all, &appoint("zhang", Some("hunan-2023"))).is_ok());
}

#[test]
fn neither_a_plan_nor_the_installation_loses_its_last_administrator() {
    let leave = |who: &str| Decision::Leave { account: account(who) };
    let lost = Err(NotPossible::NoAdministrator {
        from: day("2023-09-26"),
    });
    let only_one_of_a_plan = roster(&[hubei(manager("zhang")), hunan(manager("li"))]);
    assert_eq!(moves(&only_one_of_a_plan, &leave("zhang")), lost);
    let and_one_of_all = roster(&[admin(), hubei(manager("zhang"))]);
    assert!(
        moves(&and_one_of_all, &leave("zhang")).is_ok(),
        "who looks after all looks after this plan"
    );
    assert_eq!(
        moves(&and_one_of_all, &leave("admin")),
        lost,
        "nobody would look after the whole"
    );
}

#[test]
fn an_administrator_of_a_plan_looks_after_its_people_alone() {
    let (by, of_all) = (hubei(manager("m")), admin());
    let all = roster(&[
        of_all.clone(),
        by.clone(),
        hubei(reporter("zhang")),
        hunan(reporter("wang")),
        reporter("li"),
        hunan(manager("n")),
        // Whoever has a post here and one elsewhere, and one whose post elsewhere is over.
        hubei(reporter("both")),
        hunan(post("both", "daqi", &[Duty::Reporter], "2023-01-01", None)),
        hubei(reporter("came")),
        hunan(post(
            "came",
            "daqi",
            &[Duty::Reporter],
            "2023-01-01",
            Some("2023-06-30"),
        )),
        hunan(post("went", "daqi", &[Duty::Reporter], "2023-01-01", None)),
        hubei(post(
            "went",
            "shui",
            &[Duty::Reporter],
            "2023-01-01",
            Some("2023-06-30"),
        )),
    ]);
    let managed = |by: &Post, who: &str| care::may_manage(by, &all, &account(who), day(TODAY));
    for who in ["zhang", "came", "m"] {
        assert_eq!(managed(&by, who), Ok(()), "{who}");
    }
    for who in ["wang", "li", "n", "both", "went", "admin", "nobody"] {
        assert_eq!(managed(&by, who), Err(Refusal::OtherPlan), "{who}");
        assert_eq!(managed(&of_all, who), Ok(()), "{who}");
    }
    let seen = |who: &str| care::sees(&by, &all, &account(who));
    assert!(seen("zhang") && seen("both") && seen("went") && !seen("wang") && !seen("li"));
}

#[test]
fn an_administrator_of_a_plan_decides_about_its_posts_alone() {
    let by = hubei(manager("m"));
    let zhang = hubei(reporter("zhang"));
    let all = roster(&[
        admin(),
        by.clone(),
        zhang.clone(),
        hunan(reporter("wang")),
        reporter("li"),
        deputy("came", &zhang, "2023-09-01", "2023-12-31"),
        hunan(post("came", "daqi", &[Duty::Reporter], "2023-01-01", None)),
    ]);
    let end = |id: &str| Decision::Until {
        post: post_id(id),
        last: Some(day("2023-09-30")),
    };
    let hand_over = |to: &str| Decision::HandOver {
        post: post_id("zhang-shui"),
        to: account(to),
        from: day(TODAY),
    };
    let other = Err(Refusal::OtherPlan);
    assert_eq!(
        may(&by, &all, &end("zhang-shui")),
        Ok(()),
        "with the deputy's, which ends with it"
    );
    assert_eq!(may(&by, &all, &end("wang-shui")), other);
    assert_eq!(may(&by, &all, &end("li-shui")), other, "a post of all plans");
    assert_eq!(may(&by, &all, &hand_over("m")), Ok(()));
    assert_eq!(
        may(&by, &all, &hand_over("came")),
        Ok(()),
        "who stands in here is known here"
    );
    assert_eq!(
        may(&by, &all, &hand_over("wang")),
        other,
        "nobody of another province is drawn in"
    );
    assert_eq!(may(&by, &all, &appoint("m", Some("hubei-2023"))), Ok(()));
    assert_eq!(may(&by, &all, &appoint("m", Some("hunan-2023"))), other);
    assert_eq!(
        may(&by, &all, &appoint("m", None)),
        other,
        "it would reach further than the own post"
    );
    let leave = |who: &str| Decision::Leave { account: account(who) };
    assert_eq!(may(&by, &all, &leave("zhang")), Ok(()));
    assert_eq!(may(&by, &all, &leave("came")), other, "a post elsewhere would end");
    assert_eq!(may(&by, &all, &leave("nobody")), other);
    for decision in [end("wang-shui"), end("li-shui"), appoint("m", None), leave("wang")] {
        assert_eq!(may(&admin(), &all, &decision), Ok(()), "{decision:?}");
    }
}
