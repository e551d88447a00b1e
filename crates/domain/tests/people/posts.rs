//! Posts in time, and in which of them somebody acts.

use yaodian_domain::{
    access::Duty,
    people::{Seat, Stretch, seat},
};

use crate::{account, day, deputy, post, post_id, roster, stretch, unit};

#[test]
fn a_stretch_holds_its_days_and_no_other() {
    let open = stretch("2023-03-01", None);
    let closed = stretch("2023-03-01", Some("2023-03-31"));
    for (text, in_open, in_closed) in [
        ("2023-02-28", false, false),
        ("2023-03-01", true, true),
        ("2023-03-31", true, true),
        ("2023-04-01", true, false),
    ] {
        assert_eq!(
            (open.contains(day(text)), closed.contains(day(text))),
            (in_open, in_closed)
        );
    }
    assert!(Stretch::new(day("2023-03-02"), Some(day("2023-03-01"))).is_err());
    assert!(serde_json::from_str::<Stretch>(r#"{"from":"2023-03-02","until":"2023-03-01"}"#).is_err());
    assert_eq!(serde_json::to_string(&open).unwrap(), r#"{"from":"2023-03-01"}"#);
}

#[test]
fn stretches_overlap_and_cover() {
    for (one, other, overlap, covers) in [
        (("2023-03-01", None), ("2023-04-01", None), true, true),
        (("2023-03-01", None), ("2023-01-01", Some("2023-03-01")), true, false),
        (("2023-03-01", Some("2023-03-31")), ("2023-04-01", None), false, false),
        (("2023-03-01", Some("2023-03-31")), ("2023-03-31", None), true, false),
        (
            ("2023-03-01", Some("2023-03-31")),
            ("2023-03-05", Some("2023-03-31")),
            true,
            true,
        ),
    ] {
        let (a, b) = (stretch(one.0, one.1), stretch(other.0, other.1));
        assert_eq!(
            (a.overlaps(b), b.overlaps(a), a.covers(b)),
            (overlap, overlap, covers),
            "{one:?} {other:?}"
        );
    }
    let open = stretch("2023-03-01", None);
    assert_eq!(
        open.ending(day("2023-03-09")),
        Some(stretch("2023-03-01", Some("2023-03-09")))
    );
    assert_eq!(open.ending(day("2023-02-28")), None);
    let closed = stretch("2023-03-01", Some("2023-03-31"));
    assert_eq!(closed.ending(day("2023-12-31")), Some(closed));
}

#[test]
fn one_acts_in_the_chosen_post_while_it_is_held_or_in_the_only_one() {
    let reporter = post("zhang", "420100", &[Duty::Reporter], "2023-01-01", None);
    let away = post("li", "shui", &[Duty::Reviewer], "2023-01-01", None);
    let stands_in = deputy("zhang", &away, "2023-09-20", "2023-09-24");
    let posts = [reporter.clone(), stands_in.clone()];
    let chosen = Some(&stands_in.id);
    assert_eq!(seat(&posts, None, day("2023-09-19")), Seat::In(&reporter));
    assert_eq!(seat(&posts, chosen, day("2023-09-19")), Seat::In(&reporter), "not yet");
    assert_eq!(seat(&posts, None, day("2023-09-20")), Seat::Several);
    assert_eq!(seat(&posts, chosen, day("2023-09-24")), Seat::In(&stands_in));
    assert_eq!(
        seat(&posts, chosen, day("2023-09-25")),
        Seat::In(&reporter),
        "it ends by itself"
    );
    assert_eq!(seat(&posts, chosen, day("2022-12-31")), Seat::Nowhere);
    assert_eq!(seat(&[], None, day("2023-09-25")), Seat::Nowhere);
    assert_eq!(
        seat(&posts, Some(&post_id("another")), day("2023-09-25")),
        Seat::In(&reporter)
    );
}

#[test]
fn a_deputy_has_the_duties_of_that_post_and_the_absent_persons_hand() {
    let away = post("li", "shui", &[Duty::Reviewer], "2023-01-01", None);
    let person = deputy("zhang", &away, "2023-09-20", "2023-09-24").person("张三");
    assert_eq!(
        (&person.unit, person.is(Duty::Reviewer), person.is(Duty::Reporter)),
        (&unit("shui"), true, false)
    );
    assert_eq!(
        person.hands().cloned().collect::<Vec<_>>(),
        [account("zhang"), account("li")]
    );
    let own = away.person("李四");
    assert_eq!(own.hands().cloned().collect::<Vec<_>>(), [account("li")]);
}

#[test]
fn deputies_answer_beside_the_holder_while_they_stand_in() {
    let away = post("li", "shui", &[Duty::Reviewer], "2023-01-01", None);
    let all = roster(&[away.clone(), deputy("zhang", &away, "2023-09-20", "2023-09-24")]);
    let who = |text: &str, duty| {
        let shui = unit("shui");
        let found = all
            .answering(&shui, duty, day(text))
            .map(|post| post.account.to_string());
        found.collect::<Vec<_>>()
    };
    assert_eq!(who("2023-09-19", Duty::Reviewer), ["li"]);
    assert_eq!(who("2023-09-22", Duty::Reviewer), ["li", "zhang"]);
    assert_eq!(who("2023-09-25", Duty::Reviewer), ["li"]);
    assert!(who("2023-09-22", Duty::Reporter).is_empty());
}
