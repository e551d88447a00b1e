//! Nobody decides on what went through his own hands, whatever post he acts in.

use proptest::prelude::*;
use serde_json::json;
use yaodian_domain::{
    Date, Decimal,
    access::{Duty, Refusal},
    id::ReportId,
    observation::Figure,
    people::{Post, Seat, seat},
    plan::Plan,
    report::{Content, Report},
    target::Target,
};

use crate::{day, deputy, post, unit};

/// 水处 leads two tasks: on one 武汉 and 黄石 report, on the other it reports itself, alone; and
/// 武汉 owes a figure of the headline statement, which nobody leads.
pub fn plan() -> Plan {
    let name = |zh: &str| json!({ "zh": zh, "en": zh });
    let span = json!({ "start": 0, "end": 1 });
    let unit = |id: &str, kind: &str| json!({ "id": id, "kind": kind, "name": format!("{id}#"), "full_name": id, "name_en": id });
    let task = |id: &str| {
        json!({
            "id": id,
            "span": span,
            "assignment": { "span": span, "lead": ["shui"], "responsible": [], "participants": [] },
        })
    };
    let target = |id: &str, home: serde_json::Value, reporters: &[&str]| {
        json!({
            "id": id,
            "home": home,
            "quote": { "text": "x", "span": span },
            "name": name(id),
            "promise": { "count": { "measure": { "unit": name("个") }, "goal": "2" } },
            "term": { "from": "2023-01-01", "to": "2023-12-31" },
            "reporters": reporters,
        })
    };
    serde_json::from_value(json!({
        "id": "plan",
        "title": name("计划"),
        "issuer": name("省厅"),
        "term": { "from": "2023-01-01", "to": "2023-12-31" },
        "text": "x",
        "preamble": { "start": 0, "end": 0 },
        "headline": span,
        "chapters": [{
            "number": "一",
            "heading": span,
            "name": name("章"),
            "items": [{
                "number": 1,
                "span": span,
                "heading": span,
                "name": name("项"),
                "tasks": [task("1.1"), task("1.2")],
            }],
        }],
        "targets": [
            target("outfalls", json!({ "task": { "id": "1.1" } }), &["420100", "420200"]),
            target("outline", json!({ "task": { "id": "1.2" } }), &["shui"]),
            target("headline", json!({ "headline": { "commitment": 1 } }), &["420100"]),
        ],
        "allocations": [],
        "units": [unit("office", "division"), unit("shui", "division"), unit("420100", "bureau"), unit("420200", "bureau")],
        "calendar": yaodian_domain::testing::CALENDAR,
        "policy": yaodian_domain::check::Policy::default(),
    }))
    .unwrap()
}

/// A report that the holder of `by` wrote and sent for the unit of that post.
fn sent(target: &Target, by: &Post, on: Date) -> Report {
    let content = Content::of(Figure::Amount { value: Decimal::ONE });
    let id = ReportId::new("r").unwrap();
    let draft = Report::draft(
        id,
        target.id.clone(),
        by.unit.clone(),
        "2023-09".parse().unwrap(),
        day("2023-09-28"),
        content,
    );
    draft
        .unwrap()
        .in_hands_of(&by.person("某某"))
        .submit(1, "某某", on)
        .unwrap()
}

#[test]
fn one_person_in_two_units_does_not_review_what_he_reported() {
    let plan = plan();
    let target = &plan.targets[0];
    let on = day("2023-09-25");
    let reports = post("zhang", "420100", &[Duty::Reporter], "2023-01-01", None);
    let reviews = post("zhang", "shui", &[Duty::Reviewer], "2023-01-01", None);
    let other = post("li", "shui", &[Duty::Reviewer], "2023-01-01", None);
    let office = post("zhang", "office", &[Duty::Office], "2023-01-01", None);
    let report = sent(target, &reports, on);
    let may = |post: &Post| post.person("某某").may_review(&plan, target, &report);
    assert_eq!(may(&reviews), Err(Refusal::OwnHand));
    assert_eq!(may(&office), Err(Refusal::OwnHand));
    assert_eq!(may(&other), Ok(()));
    assert_eq!(may(&reports), Err(Refusal::NotAReviewer));
    // A colleague of the same bureau wrote the next one: in the other post Zhang may.
    let colleague = post("wang", "420100", &[Duty::Reporter], "2023-01-01", None);
    let report = sent(target, &colleague, on);
    assert_eq!(reviews.person("某某").may_review(&plan, target, &report), Ok(()));
}

#[test]
fn a_deputy_and_the_absent_are_one_hand() {
    let plan = plan();
    let target = &plan.targets[0];
    let on = day("2023-09-25");
    // Li reviews for 水处, and reports for 武汉; while away, Zhang stands in for either.
    let reviews = post("li", "shui", &[Duty::Reviewer], "2023-01-01", None);
    let reports = post("li", "420100", &[Duty::Reporter], "2023-01-01", None);
    let in_review = deputy("zhang", &reviews, "2023-09-20", "2023-09-30");
    let in_report = deputy("zhang", &reports, "2023-09-20", "2023-09-30");
    let may = |post: &Post, report: &Report| post.person("某某").may_review(&plan, target, report);
    let by_li = sent(target, &reports, on);
    assert_eq!(
        may(&in_review, &by_li),
        Err(Refusal::OwnHand),
        "by Li's authority on Li's report"
    );
    let for_li = sent(target, &in_report, on);
    assert_eq!(
        may(&reviews, &for_li),
        Err(Refusal::OwnHand),
        "Li on what was sent in Li's place"
    );
    assert_eq!(may(&in_review, &for_li), Err(Refusal::OwnHand));
    let wang = post("wang", "shui", &[Duty::Reviewer], "2023-01-01", None);
    assert_eq!(may(&wang, &by_li), Ok(()));
}

const ACCOUNTS: [&str; 4] = ["zhang", "li", "wang", "zhao"];
const UNITS: [&str; 4] = ["office", "shui", "420100", "420200"];
const DUTIES: [Duty; 4] = [Duty::Reporter, Duty::Reviewer, Duty::Office, Duty::Administrator];

fn days() -> impl Strategy<Value = Date> {
    (0_i64..60).prop_map(|n| day("2023-09-01").saturating_add(jiff::ToSpan::days(n)))
}

/// Up to eight posts of four people, some of them those of deputies.
fn posts() -> impl Strategy<Value = Vec<Post>> {
    let own = (
        0..4_usize,
        0..4_usize,
        proptest::sample::subsequence(&DUTIES[..], 1..=3),
        days(),
        0_i64..40,
    );
    let stands_in = (0..4_usize, any::<proptest::sample::Index>(), 0_i64..10);
    (
        proptest::collection::vec(own, 1..6),
        proptest::collection::vec(stands_in, 0..3),
    )
        .prop_map(|(own, deputies)| {
            let mut posts = Vec::new();
            for (n, (who, of, duties, from, length)) in own.into_iter().enumerate() {
                let until = from.saturating_add(jiff::ToSpan::days(length)).to_string();
                let mut held = post(ACCOUNTS[who], UNITS[of], &duties, &from.to_string(), Some(&until));
                held.id = crate::post_id(&format!("own-{n}"));
                posts.push(held);
            }
            let own = posts.clone();
            for (n, (who, of, length)) in deputies.into_iter().enumerate() {
                let absent = &own[of.index(own.len())];
                let last = absent
                    .from()
                    .saturating_add(jiff::ToSpan::days(length))
                    .min(absent.until().unwrap());
                let mut held = deputy(ACCOUNTS[who], absent, &absent.from().to_string(), &last.to_string());
                held.id = crate::post_id(&format!("deputy-{n}"));
                posts.push(held);
            }
            posts
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn never_ones_own_report_never_outside_the_days_never_without_the_duty(
        posts in posts(), written in days(), decided in days(), target in 0..3_usize,
    ) {
        let plan = plan();
        let target = &plan.targets[target];
        let held_by = |who: &str| posts.iter().filter(|post| post.account.as_str() == who).cloned().collect::<Vec<_>>();
        for writer in ACCOUNTS {
            for as_writer in &held_by(writer) {
                let mine = held_by(writer);
                let Seat::In(acts) = seat(&mine, Some(&as_writer.id), written) else { continue };
                prop_assert!(acts.is_held_on(written), "nobody acts outside the days of the post");
                let author = acts.person("某某");
                if author.may_report(target).is_err() {
                    prop_assert!(!acts.is(Duty::Reporter) || !target.reporters.contains(&acts.unit));
                    continue;
                }
                prop_assert!(acts.is(Duty::Reporter) && target.reporters.contains(&acts.unit));
                let report = sent(target, acts, written);
                for reader in ACCOUNTS {
                    for as_reader in &held_by(reader) {
                        let theirs = held_by(reader);
                        let Seat::In(acts) = seat(&theirs, Some(&as_reader.id), decided) else { continue };
                        prop_assert!(acts.is_held_on(decided));
                        let person = acts.person("某某");
                        if person.may_review(&plan, target, &report).is_err() {
                            continue;
                        }
                        // What was allowed was allowed by this post alone …
                        prop_assert!(acts.is(Duty::Office) || (acts.is(Duty::Reviewer) && acts.unit == unit("shui")));
                        prop_assert_ne!(&acts.unit, &report.unit);
                        // … and no one stands on both sides.
                        for hand in person.hands() {
                            prop_assert!(author.hands().all(|other| other != hand));
                        }
                        prop_assert_ne!(reader, writer);
                    }
                }
            }
        }
    }
}
