//! What an administrator decides, and what it comes to.

use yaodian_domain::{
    access::Duty,
    people::{Appointment, Decision, NotPossible, Post, Roster, predecessor},
    time::DaySpan,
};

use crate::{account, admin, day, deputy, post, post_id, roster, unit};

const TODAY: &str = "2023-09-25";

fn appointment(of: &str, duties: &[Duty], from: &str, until: Option<&str>) -> Appointment {
    Appointment {
        unit: unit(of),
        plan: None,
        duties: duties.to_vec(),
        title: String::new(),
        from: day(from),
        until: until.map(day),
    }
}

fn appoint(who: &str, post: Appointment) -> Decision {
    Decision::Appoint {
        account: account(who),
        post,
    }
}

/// The roster after a decision of today; new posts are called `new-1`, `new-2` ….
fn after(before: &Roster, decision: &Decision) -> Result<Roster, NotPossible> {
    let mut number = 0;
    let moves = decision.moves(before, day(TODAY), || {
        number += 1;
        post_id(&format!("new-{number}"))
    })?;
    Ok(before.after(&moves))
}

/// A post in short: who, unit, first and last day.
fn short(post: &Post) -> (String, String, String, Option<String>) {
    let until = post.until().map(|day| day.to_string());
    (
        post.account.to_string(),
        post.unit.to_string(),
        post.from().to_string(),
        until,
    )
}

fn is(all: &Roster, id: &str, from: &str, until: Option<&str>) {
    let post = all.get(&post_id(id)).unwrap_or_else(|| panic!("{id}"));
    let days = (post.from(), post.until());
    assert_eq!(days, (day(from), until.map(day)), "{id}");
}

#[test]
fn somebody_is_appointed_from_today_on_or_later() {
    let before = roster(&[admin(), post("zhang", "420100", &[Duty::Reporter], "2023-01-01", None)]);
    let second = appointment("420100", &[Duty::Reviewer, Duty::Reviewer], TODAY, None);
    let all = after(&before, &appoint("zhang", second)).unwrap();
    let new = all.get(&post_id("new-1")).unwrap();
    assert_eq!(new.duties, [Duty::Reviewer], "each once");
    let elsewhere = appointment("shui", &[Duty::Reporter], "2024-01-01", Some("2024-06-30"));
    assert!(after(&before, &appoint("zhang", elsewhere)).is_ok(), "in two units");
    for (post, why) in [
        (
            appointment("shui", &[Duty::Reporter], "2023-09-24", None),
            NotPossible::InThePast { earliest: day(TODAY) },
        ),
        (appointment("shui", &[], TODAY, None), NotPossible::NoDuty),
        (
            appointment("shui", &[Duty::Reporter], "2023-10-02", Some("2023-10-01")),
            NotPossible::BackToFront {
                from: day("2023-10-02"),
                until: day("2023-10-01"),
            },
        ),
        (
            Appointment {
                title: "长".repeat(61),
                ..appointment("shui", &[Duty::Reporter], TODAY, None)
            },
            NotPossible::TitleTooLong { length: 61 },
        ),
        (
            appointment("420100", &[Duty::Reporter, Duty::Reviewer], "2024-01-01", None),
            NotPossible::AlreadyHeld { duty: Duty::Reporter },
        ),
    ] {
        assert_eq!(after(&before, &appoint("zhang", post)), Err(why));
    }
}

#[test]
fn other_duties_are_another_post() {
    let before = roster(&[admin(), post("zhang", "420100", &[Duty::Reporter], "2023-01-01", None)]);
    let change = |from: &str, duties: &[Duty]| Decision::Change {
        post: post_id("zhang-420100"),
        from: day(from),
        duties: duties.to_vec(),
        title: String::new(),
    };
    let all = after(&before, &change("2023-10-01", &[Duty::Reporter, Duty::Reviewer])).unwrap();
    is(&all, "zhang-420100", "2023-01-01", Some("2023-09-30"));
    is(&all, "new-1", "2023-10-01", None);
    assert_eq!(
        after(&before, &change(TODAY, &[Duty::Reporter])),
        Err(NotPossible::NothingChanges)
    );
    // What has not begun is replaced as a whole.
    let coming = roster(&[admin(), post("zhang", "420100", &[Duty::Reporter], "2023-12-01", None)]);
    let all = after(&coming, &change(TODAY, &[Duty::Reviewer])).unwrap();
    assert!(all.get(&post_id("zhang-420100")).is_none());
    is(&all, "new-1", "2023-12-01", None);
}

#[test]
fn a_deputy_ends_with_the_leave_or_with_the_post() {
    let away = post("li", "shui", &[Duty::Reviewer], "2023-01-01", Some("2023-12-31"));
    let before = roster(&[admin(), away.clone()]);
    let stand_in = |who: &str, from: &str, to: &str| Decision::Deputy {
        post: away.id.clone(),
        account: account(who),
        days: DaySpan::new(day(from), day(to)).unwrap(),
    };
    let all = after(&before, &stand_in("zhang", "2023-10-01", "2023-10-20")).unwrap();
    let new = all.get(&post_id("new-1")).unwrap();
    assert_eq!(
        (new.unit.as_str(), new.duties.as_slice()),
        ("shui", &[Duty::Reviewer][..])
    );
    assert_eq!(new.deputy_of().unwrap().account, account("li"));

    for (decision, why) in [
        (stand_in("li", "2023-10-01", "2023-10-20"), NotPossible::SamePerson),
        (
            stand_in("zhang", "2023-12-01", "2024-01-01"),
            NotPossible::OutsideThePost,
        ),
        (
            stand_in("zhang", "2023-09-01", "2023-10-01"),
            NotPossible::InThePast { earliest: day(TODAY) },
        ),
    ] {
        assert_eq!(after(&before, &decision), Err(why));
    }
    let twice = Decision::Deputy {
        post: post_id("new-1"),
        account: account("wang"),
        days: DaySpan::new(day("2023-10-01"), day("2023-10-02")).unwrap(),
    };
    assert_eq!(after(&all, &twice), Err(NotPossible::ADeputys));

    // Li moves on in the middle of the leave.
    let until = |id: &str, last: Option<&str>| Decision::Until {
        post: post_id(id),
        last: last.map(day),
    };
    let earlier = after(&all, &until("li-shui", Some("2023-10-10"))).unwrap();
    is(&earlier, "new-1", "2023-10-01", Some("2023-10-10"));
    let at_once = after(&all, &until("li-shui", Some("2023-09-30"))).unwrap();
    assert!(at_once.get(&post_id("new-1")).is_none(), "it never begins");
    // The leave grows longer, but not beyond the post; and a deputy never stays for good.
    is(
        &after(&all, &until("new-1", Some("2023-11-30"))).unwrap(),
        "new-1",
        "2023-10-01",
        Some("2023-11-30"),
    );
    assert_eq!(
        after(&all, &until("new-1", Some("2024-01-01"))),
        Err(NotPossible::OutsideThePost)
    );
    assert_eq!(after(&all, &until("new-1", None)), Err(NotPossible::ADeputys));
}

#[test]
fn a_hand_over_is_one_act() {
    let before = roster(&[
        admin(),
        post("zhang", "420100", &[Duty::Reporter], "2023-01-01", None),
        post("li", "420100", &[Duty::Reviewer], "2023-01-01", None),
    ]);
    let hand_over = |to: &str, from: &str| Decision::HandOver {
        post: post_id("zhang-420100"),
        to: account(to),
        from: day(from),
    };
    let all = after(&before, &hand_over("li", "2023-10-08")).unwrap();
    is(&all, "zhang-420100", "2023-01-01", Some("2023-10-07"));
    assert_eq!(
        short(all.get(&post_id("new-1")).unwrap()),
        ("li".to_owned(), "420100".to_owned(), "2023-10-08".to_owned(), None)
    );
    // On no day nobody, and on no day both.
    for text in ["2023-10-07", "2023-10-08"] {
        assert_eq!(all.answering(&unit("420100"), Duty::Reporter, day(text)).count(), 1);
    }
    assert_eq!(after(&before, &hand_over("zhang", TODAY)), Err(NotPossible::SamePerson));
    let over = roster(&[
        admin(),
        post("zhang", "420100", &[Duty::Reporter], "2023-01-01", Some("2023-08-31")),
    ]);
    assert_eq!(after(&over, &hand_over("li", TODAY)), Err(NotPossible::Over));
}

#[test]
fn whoever_leaves_holds_nothing_from_tomorrow_on() {
    let away = post("li", "shui", &[Duty::Reviewer], "2023-01-01", None);
    let before = roster(&[
        admin(),
        away.clone(),
        deputy("zhang", &away, "2023-09-20", "2023-10-20"),
        post("li", "420100", &[Duty::Reporter], "2023-12-01", None),
        post("li", "daqi", &[Duty::Reporter], "2022-01-01", Some("2022-12-31")),
    ]);
    let all = after(&before, &Decision::Leave { account: account("li") }).unwrap();
    is(&all, "li-shui", "2023-01-01", Some(TODAY));
    is(&all, "li-daqi", "2022-01-01", Some("2022-12-31"));
    is(&all, "zhang-for-li", "2023-09-20", Some(TODAY));
    assert!(all.get(&post_id("li-420100")).is_none());
}

#[test]
fn the_last_administrator_stays() {
    let before = roster(&[admin()]);
    let leave = Decision::Leave {
        account: account("admin"),
    };
    let why = NotPossible::NoAdministrator {
        from: day("2023-09-26"),
    };
    assert_eq!(after(&before, &leave), Err(why));
    let two = roster(&[
        admin(),
        post(
            "wang",
            "renshi",
            &[Duty::Administrator],
            "2023-09-26",
            Some("2023-12-31"),
        ),
    ]);
    assert!(after(&two, &leave).is_err(), "the other one is there for a time only");
    let two = roster(&[
        admin(),
        post("wang", "renshi", &[Duty::Administrator], "2023-09-26", None),
    ]);
    assert!(after(&two, &leave).is_ok());
    let hand_over = Decision::HandOver {
        post: post_id("admin-renshi"),
        to: account("wang"),
        from: day("2023-10-01"),
    };
    assert!(after(&before, &hand_over).is_ok());
}

#[test]
fn what_has_not_begun_is_withdrawn_and_what_ended_for_it_goes_on() {
    let before = roster(&[
        admin(),
        post("zhang", "420100", &[Duty::Reporter], "2023-01-01", Some("2023-12-31")),
        post("wang", "420100", &[Duty::Reviewer], "2023-01-01", Some("2023-10-07")),
    ]);
    let hand_over = Decision::HandOver {
        post: post_id("zhang-420100"),
        to: account("li"),
        from: day("2023-10-08"),
    };
    let handed = after(&before, &hand_over).unwrap();
    let coming = handed.get(&post_id("new-1")).unwrap();
    let ended = predecessor(&handed, coming).unwrap();
    assert_eq!(ended.id, post_id("zhang-420100"), "not wang, who ends on the same day");

    let withdraw = |resumes: Option<&str>| Decision::Withdraw {
        post: post_id("new-1"),
        resumes: resumes.map(post_id),
    };
    let back = after(&handed, &withdraw(Some("zhang-420100"))).unwrap();
    assert_eq!(back, before, "as if nothing had been decided");
    let gap = after(&handed, &withdraw(None)).unwrap();
    is(&gap, "zhang-420100", "2023-01-01", Some("2023-10-07"));
    assert!(gap.get(&post_id("new-1")).is_none());
    assert_eq!(
        after(&handed, &withdraw(Some("admin-renshi"))),
        Err(NotPossible::NotBefore)
    );
    assert_eq!(after(&handed, &withdraw(Some("nobody"))), Err(NotPossible::UnknownPost));
    let begun = Decision::Withdraw {
        post: post_id("zhang-420100"),
        resumes: None,
    };
    assert_eq!(
        after(&handed, &begun),
        Err(NotPossible::HasBegun {
            from: day("2023-01-01")
        })
    );
    // A deputy's days are withdrawn alike, and other duties give way to those of before.
    let away = Decision::Deputy {
        post: post_id("zhang-420100"),
        account: account("li"),
        days: DaySpan::new(day("2023-10-01"), day("2023-10-20")).unwrap(),
    };
    let all = after(&before, &away).unwrap();
    assert_eq!(predecessor(&all, all.get(&post_id("new-1")).unwrap()), None);
    assert_eq!(after(&all, &withdraw(None)).unwrap(), before);
    let change = Decision::Change {
        post: post_id("zhang-420100"),
        from: day("2023-11-01"),
        duties: vec![Duty::Reporter, Duty::Reviewer],
        title: String::new(),
    };
    let all = after(&before, &change).unwrap();
    assert_eq!(after(&all, &withdraw(Some("zhang-420100"))).unwrap(), before);
}

#[test]
fn nobody_withdraws_the_only_successor_of_an_administrator() {
    let hand_over = Decision::HandOver {
        post: post_id("admin-renshi"),
        to: account("wang"),
        from: day("2023-10-01"),
    };
    let handed = after(&roster(&[admin()]), &hand_over).unwrap();
    let withdraw = |resumes: Option<&str>| Decision::Withdraw {
        post: post_id("new-1"),
        resumes: resumes.map(post_id),
    };
    let why = NotPossible::NoAdministrator {
        from: day("2023-10-01"),
    };
    assert_eq!(after(&handed, &withdraw(None)), Err(why));
    assert!(after(&handed, &withdraw(Some("admin-renshi"))).is_ok());
}

#[test]
fn nobody_shuts_himself_out() {
    let leave = |who: &str| Decision::Leave { account: account(who) };
    let away = post("li", "renshi", &[Duty::Administrator], "2023-01-01", None);
    let zhang = deputy("zhang", &away, "2023-09-20", "2023-10-20").person("张三");
    for (who, answer) in [
        ("zhang", Err(NotPossible::Oneself)),
        ("li", Err(NotPossible::Oneself)),
        ("wang", Ok(())),
    ] {
        assert_eq!(leave(who).may_be_made_by(zhang.hands()), answer, "{who}");
    }
}
