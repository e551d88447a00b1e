//! Reviewed drafts made plans: anew, from last year's, and as amendments.

use std::collections::BTreeSet;

use yaodian_domain::{
    Decimal,
    id::{TargetId, UnitId},
    period::Calendar,
    plan::Role,
    target::{Cadence, Kind, Promise},
};
use yaodian_intake::{Comparator, Edit, Form, Names, Obstacle, plan_of, review};

use crate::support::{
    CARS, DAYS, FIELDS, SMALL, answered, bracket, check_plan, codes, form, head, key, place, publish_small, published,
    read, small, small_units,
};

fn dec(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

#[test]
fn a_small_plan_is_published_with_nothing_before_it() {
    let plan = published(small());
    let told: Vec<(&str, &str, Kind, Vec<&str>)> = plan
        .targets
        .iter()
        .map(|target| {
            let reporters = target.reporters.iter().map(UnitId::as_str).collect();
            (
                target.id.as_str(),
                target.quote.text.as_str(),
                target.promise.kind(),
                reporters,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("h01", DAYS, Kind::Level, vec!["air"]),
            ("h02", FIELDS, Kind::Level, vec!["water"]),
            // What bureaus count is theirs to report; what is made, the lead's.
            ("t01-1-1", "完成30家企业深度治理", Kind::Count, vec!["east", "west"]),
            ("t01-1-2", CARS, Kind::Count, vec!["east", "west"]),
            ("t01-2-1", "制定臭氧防治方案", Kind::Deliverable, vec!["air"]),
            ("t02-1-1", "完成120个排污口整治的80%", Kind::Share, vec!["east"]),
        ]
    );
    // The item that sets no work is none, and its chapter has gone with it.
    assert_eq!(plan.chapters.len(), 1);
    assert_eq!(plan.items().map(|item| item.number).collect::<Vec<_>>(), [1, 2]);
    // Where only those who answer are named, the first of them leads.
    let task = plan.tasks().last().unwrap();
    assert_eq!(
        (&task.assignment.lead, &task.assignment.responsible),
        (&vec![unit("water")], &vec![unit("east")])
    );
    assert_eq!(plan.words(task.assignment.span), "(责任单位:水科、江东分局)");
    assert_eq!(plan.words(plan.preamble), "");
    assert_eq!(plan.words(plan.headline), format!("主要目标是:{DAYS},{FIELDS}。"));
    assert_eq!(plan.calendar, Calendar::default());
    assert_eq!(plan.units, small_units());
    assert_eq!(
        plan.target(&TargetId::new("t02-1-1").unwrap()).unwrap().promise,
        Promise::Share {
            measure: yaodian_domain::target::Measure {
                unit: yaodian_domain::plan::Name {
                    zh: "个".to_owned(),
                    en: "个".to_owned()
                },
                counted: None,
            },
            goal: dec("80"),
            inventory: Some(dec("120")),
        }
    );
}

#[test]
fn what_hinders_is_told_all_at_once_in_the_order_of_the_text() {
    let mut draft = small();
    draft.items[0].tasks[0].assignments[1].units.push("江南分局".to_owned());
    draft.items[0].tasks[1].assignments.clear();
    draft.items[1].tasks[0].targets[0].value = Some("120".to_owned());
    let hindrances = publish_small(&review(SMALL, draft, &[])).unwrap_err();
    let reviewed = review(SMALL, small(), &[]);
    let nobody = |words: &str| Obstacle::NobodyReports {
        target: key(&reviewed, words),
    };
    let codes = codes(&hindrances);
    assert_eq!(codes.len(), 5);
    assert_eq!(codes[..2], [nobody(DAYS), nobody(FIELDS)]);
    assert!(matches!(&codes[2], Obstacle::UnknownUnit { name, places } if name == "江南分局" && places.len() == 1));
    assert_eq!(
        codes[3..],
        [
            Obstacle::NoAssignment {
                at: place(SMALL, "制定臭氧防治方案。").start
            },
            Obstacle::DoesNotFit {
                target: key(&reviewed, "完成120个排污口整治的80%"),
                kind: Kind::Share,
                value: dec("120"),
            },
        ]
    );
    let told = serde_json::to_value(&hindrances[4]).unwrap();
    assert_eq!(
        (told["code"].as_str(), told["span"].as_array().map(Vec::len)),
        (Some("does-not-fit"), Some(2))
    );
}

#[test]
fn who_reports_has_to_do_with_the_task() {
    let by = |name: &str| {
        let reviewed = answered(small(), |read| {
            vec![Edit::Correct {
                target: key(read, CARS),
                form: Form {
                    reporters: vec![name.to_owned()],
                    ..form(
                        Kind::Count,
                        Comparator::AtLeast,
                        Some("500"),
                        Some("辆"),
                        "淘汰老旧车辆",
                    )
                },
            }]
        });
        let plan = publish_small(&reviewed).map_err(|all| codes(&all))?;
        check_plan(&plan);
        let target = plan.targets.iter().find(|target| target.quote.text == CARS).unwrap();
        Ok(target.reporters.clone())
    };
    assert_eq!(by("大气科"), Ok(vec![unit("air")]));
    let target = key(&review(SMALL, small(), &[]), CARS);
    let stranger = Obstacle::NotAssigned {
        target,
        unit: unit("water"),
    };
    assert_eq!(by("水科"), Err(vec![stranger]));
    assert!(matches!(by("无名科").unwrap_err().as_slice(), [Obstacle::UnknownUnit { name, .. }] if name == "无名科"));
}

#[test]
fn how_often_a_duty_is_reported_stands_in_its_words() {
    let text = "1.防治。每月通报进展,持续推进治理。(大气科牵头)";
    let duty = |words| {
        read(
            text,
            words,
            form(Kind::Duty, Comparator::Sustain, None, None, "治理"),
            0.9,
        )
    };
    let mut draft = small();
    draft.headlines.clear();
    draft.chapters.clear();
    draft.items.truncate(1);
    let item = &mut draft.items[0];
    item.span = yaodian_domain::plan::Span {
        start: 0,
        end: text.len(),
    };
    item.heading = place(text, "1.防治。");
    item.tasks.truncate(1);
    item.tasks[0].span = place(text, "每月通报进展,持续推进治理。");
    item.tasks[0].assignments = bracket(text, "(大气科牵头)", &[(Role::Lead, &["大气科"])]);
    item.tasks[0].targets = vec![duty("每月通报进展"), duty("持续推进治理")];
    let register = small_units();
    let names = Names {
        register: &register,
        learned: Vec::new(),
    };
    let reviewed = review(text, draft, &[]);
    let plan = plan_of(text, &reviewed, &head("p", 2024), &names, None, None, &BTreeSet::new()).unwrap();
    check_plan(&plan);
    let cadences = plan.targets.iter().map(yaodian_domain::target::Target::cadence);
    assert!(cadences.eq([Cadence::Month, Cadence::Quarter]));
    // No heading stands above the item: it stands under the plan's own.
    assert_eq!(plan.chapters[0].name, plan.title);
    assert_eq!(plan.headline, yaodian_domain::plan::Span { start: 0, end: 0 });
}

#[test]
fn items_are_numbered_through_where_the_text_begins_anew() {
    let mut draft = small();
    draft.items[1].number = 1;
    let plan = published(draft);
    assert_eq!(plan.items().map(|item| item.number).collect::<Vec<_>>(), [1, 2]);
    let mut draft = small();
    draft.items[1].number = 7;
    let plan = published(draft);
    assert_eq!(plan.tasks().last().unwrap().id.as_str(), "7.1");
    assert_eq!(plan.targets.last().unwrap().id.as_str(), "t07-1-1");
}

#[test]
fn a_task_in_which_nothing_is_promised_is_reported_on_in_words() {
    let mut draft = small();
    draft.items[0].tasks[1].targets.clear();
    let plan = published(draft);
    let target = plan
        .targets
        .iter()
        .find(|target| target.quote.text == "制定臭氧防治方案。")
        .unwrap();
    assert_eq!(
        (target.id.as_str(), target.promise.kind()),
        ("t01-2-1", Kind::Statement)
    );
    assert_eq!(target.reporters, [unit("air")]);
}

#[test]
fn quotes_that_overlap_become_one_stretch() {
    let mut draft = small();
    let longer = "30家企业深度治理,淘汰老旧车辆500辆";
    let duty = form(Kind::Duty, Comparator::Sustain, None, None, "治理");
    draft.items[0].tasks[0].targets.push(read(SMALL, longer, duty, 0.9));
    let plan = published(draft);
    let task = &plan.tasks().next().unwrap().id;
    let quotes: Vec<&str> = plan.targets_of(task).map(|target| target.quote.text.as_str()).collect();
    assert_eq!(quotes, ["完成30家企业深度治理,淘汰老旧车辆500辆"; 3]);
}

#[test]
fn what_was_learned_of_a_unit_stays_in_the_register() {
    let mut draft = small();
    draft.items[0].tasks[1].assignments[0].units = vec!["大气环境科".to_owned()];
    let learn = |name: &str, units: &[&str]| Edit::Learn {
        name: name.to_owned(),
        units: units.iter().map(|id| unit(id)).collect(),
    };
    let reviewed = answered(draft, |_| {
        vec![learn("大气环境科", &["air"]), learn("各分局", &["east", "west"])]
    });
    let plan = publish_small(&reviewed).unwrap();
    check_plan(&plan);
    assert_eq!(plan.units.named("大气环境科").map(|unit| unit.id.as_str()), Some("air"));
    assert_eq!(plan.units.named("各分局"), None);
}

#[test]
fn a_stretch_that_is_out_of_its_place_hinders() {
    let mut draft = small();
    draft.items[0].tasks[0].targets[0].span.end = SMALL.len() + 1;
    draft.items[0].tasks[1].span.start += 1;
    let hindrances = publish_small(&review(SMALL, draft, &[])).unwrap_err();
    assert_eq!(
        codes(&hindrances),
        [Obstacle::Displaced, Obstacle::Displaced, Obstacle::Displaced]
    );
    let mut draft = small();
    draft.items.iter_mut().for_each(|item| item.tasks.clear());
    assert_eq!(
        codes(&publish_small(&review(SMALL, draft, &[])).unwrap_err()),
        [Obstacle::NoWork]
    );
}
