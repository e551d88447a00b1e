use proptest::prelude::*;
use yaodian_domain::{
    bulletin::{Group, Naming, Ranking},
    check::Status,
    id::UnitId,
    standing::Tally,
};

use crate::fixtures::unit;

fn tally(good: usize, behind: usize, unknown: usize) -> Tally {
    let many = |status, n| std::iter::repeat_n(status, n);
    many(Status::Met, good)
        .chain(many(Status::AtRisk, behind))
        .chain(many(Status::NoData, unknown))
        .collect()
}

fn ranking(units: &[(&str, usize, usize)], naming: Naming) -> Ranking {
    let units = units
        .iter()
        .map(|(id, good, behind)| (unit(id), tally(*good, *behind, 0)));
    Ranking::of(Group::Bureaus, units, naming)
}

fn names(ids: &[UnitId]) -> Vec<&str> {
    ids.iter().map(UnitId::as_str).collect()
}

type Case<'a> = (&'a str, &'a [(&'a str, usize, usize)], &'a [&'a str], &'a [&'a str]);

#[test]
fn who_is_named() {
    let cases: [Case<'_>; 9] = [
        ("nobody of nobody", &[], &[], &[]),
        ("nobody of one", &[("a", 3, 0)], &[], &[]),
        ("nobody of those who stand alike", &[("a", 3, 1), ("b", 6, 2)], &[], &[]),
        ("one of two", &[("a", 4, 0), ("b", 2, 2)], &["a"], &["b"]),
        (
            "the worst first",
            &[("a", 9, 1), ("b", 8, 2), ("c", 7, 3), ("d", 2, 8), ("e", 3, 7)],
            &["a", "b", "c"],
            &["d", "e"],
        ),
        (
            "alike together",
            &[("a", 4, 0), ("b", 8, 0), ("c", 2, 2), ("d", 0, 4)],
            &["a", "b", "c"],
            &["d"],
        ),
        (
            "too many alike: none of them",
            &[("a", 4, 0), ("b", 4, 0), ("c", 4, 0), ("d", 4, 0), ("e", 0, 4)],
            &[],
            &["e"],
        ),
        (
            "who has nothing good is no example",
            &[("a", 0, 4), ("b", 0, 4), ("c", 0, 4)],
            &[],
            &[],
        ),
        (
            "who keeps everything is no laggard",
            &[("a", 4, 0), ("b", 4, 0)],
            &[],
            &[],
        ),
    ];
    for (what, units, leaders, laggards) in cases {
        let ranking = ranking(units, Naming::default());
        assert_eq!(names(&ranking.leaders), leaders, "{what}");
        assert_eq!(names(&ranking.laggards), laggards, "{what}");
    }
}

#[test]
fn of_whom_little_is_known_is_not_ranked() {
    let units = [
        (unit("a"), tally(2, 0, 40)),
        (unit("b"), tally(2, 1, 0)),
        (unit("c"), tally(1, 2, 0)),
    ];
    let ranking = Ranking::of(Group::Bureaus, units, Naming::default());
    let places: Vec<_> = ranking.places.iter().map(|p| (p.unit.as_str(), p.rank)).collect();
    assert_eq!(places, [("b", Some(1)), ("c", Some(2)), ("a", None)]);
    assert_eq!(
        (names(&ranking.leaders), names(&ranking.laggards)),
        (vec!["b"], vec!["c"])
    );
}

#[test]
fn those_who_stand_alike_share_a_place() {
    let ranking = ranking(
        &[("a", 1, 2), ("b", 3, 0), ("c", 2, 4), ("d", 1, 3), ("e", 6, 0)],
        Naming::default(),
    );
    let places: Vec<_> = ranking.places.iter().map(|p| (p.unit.as_str(), p.rank)).collect();
    assert_eq!(
        places,
        [
            ("b", Some(1)),
            ("e", Some(1)),
            ("a", Some(3)),
            ("c", Some(3)),
            ("d", Some(5))
        ]
    );
}

proptest! {
    /// Whatever stands where: not more are named than may be, nobody twice, nobody apart from who stands alike,
    /// and every leader stands better than every laggard.
    #[test]
    fn naming_is_fair(
        units in proptest::collection::vec((0_usize..6, 0_usize..6, 0_usize..3), 0..18),
        least_judged in 1_u32..5,
        most_named in 0_u32..6,
    ) {
        let naming = Naming { least_judged, most_named };
        let units = units.iter().enumerate().map(|(at, (good, behind, unknown))| {
            (unit(&format!("u{at}")), tally(*good, *behind, *unknown))
        });
        let ranking = Ranking::of(Group::Bureaus, units, naming);
        let rank = |id: &UnitId| ranking.places.iter().find(|p| &p.unit == id).unwrap().rank.unwrap();
        for named in [&ranking.leaders, &ranking.laggards] {
            prop_assert!(named.len() <= most_named as usize);
            for id in named {
                let alike = ranking.places.iter().filter(|p| p.rank == Some(rank(id)));
                for other in alike {
                    prop_assert!(named.contains(&other.unit));
                }
            }
        }
        for leader in &ranking.leaders {
            for laggard in &ranking.laggards {
                prop_assert!(rank(leader) < rank(laggard));
            }
        }
        for place in &ranking.places {
            prop_assert_eq!(place.rank.is_some(), place.judged() >= least_judged as usize);
        }
    }
}
