//! Duties that are needed and that nobody holds.

use yaodian_domain::{
    access::Duty,
    people::{Need, needs, vacancies},
};

use crate::{access::plan, day, deputy, post, roster, unit};

#[test]
fn a_plan_needs_reporters_reviewers_an_office_and_an_administrator() {
    let told: Vec<_> = needs(&plan())
        .into_iter()
        .map(|need| (need.unit.map(|unit| unit.to_string()), need.duty, need.targets))
        .collect();
    let unit = |id: &str| Some(id.to_owned());
    assert_eq!(
        told,
        [
            (None, Duty::Office, 0),
            (None, Duty::Administrator, 0),
            (unit("shui"), Duty::Reporter, 1),
            (unit("shui"), Duty::Reviewer, 1),
            (unit("420100"), Duty::Reporter, 2),
            (unit("420200"), Duty::Reporter, 1),
        ],
        "who leads what it reports alone needs no reviewer for it"
    );
}

#[test]
fn a_need_is_vacant_today_or_from_the_day_after_the_last_holder() {
    let need = [Need {
        unit: Some(unit("shui")),
        duty: Duty::Reviewer,
        targets: 1,
    }];
    let today = day("2023-09-25");
    let of = |posts: &[_]| {
        let found = vacancies(&need, &roster(posts), today);
        found
            .first()
            .map(|vacancy| (vacancy.from.to_string(), vacancy.until.map(|day| day.to_string())))
    };
    let some = |from: &str, until: Option<&str>| Some((from.to_owned(), until.map(str::to_owned)));
    let reviewer = |who, from, until| post(who, "shui", &[Duty::Reviewer], from, until);
    assert_eq!(of(&[]), some("2023-09-25", None));
    assert_eq!(of(&[reviewer("li", "2023-01-01", None)]), None);
    assert_eq!(
        of(&[post("li", "shui", &[Duty::Reporter], "2023-01-01", None)]),
        some("2023-09-25", None)
    );
    assert_eq!(
        of(&[post("li", "daqi", &[Duty::Reviewer], "2023-01-01", None)]),
        some("2023-09-25", None)
    );
    assert_eq!(
        of(&[reviewer("li", "2023-10-08", None)]),
        some("2023-09-25", Some("2023-10-07"))
    );
    let ends = reviewer("li", "2023-01-01", Some("2023-09-30"));
    assert_eq!(of(std::slice::from_ref(&ends)), some("2023-10-01", None));
    assert_eq!(
        of(&[reviewer("wang", "2023-10-01", None), ends.clone()]),
        None,
        "in any order"
    );
    assert_eq!(
        of(&[ends.clone(), reviewer("wang", "2023-10-05", None)]),
        some("2023-10-01", Some("2023-10-04"))
    );
    assert_eq!(
        of(&[deputy("zhang", &ends, "2023-09-20", "2023-09-30")]),
        some("2023-10-01", None)
    );
    assert_eq!(
        of(&[reviewer("li", "2022-01-01", Some("2022-12-31"))]),
        some("2023-09-25", None)
    );
}
