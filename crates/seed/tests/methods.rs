//! How a target is judged, as its table says: which way it counts, how it is compared, put
//! together, timed and weighted.

mod common;

use common::{Broken, broken, changed, each_is_told};
use yaodian_domain::{
    Decimal,
    method::{Comparison, Method, RollUp, Schedule, Weight},
    target::{Bound, Promise, Reference, Sense, Target, Toward},
};

/// The promise of a target after `goal = 750` (of villages, all bureaus) was swapped for `to`.
fn villages(to: &str) -> Target {
    target(&changed("goal = 750", to), "villages")
}

fn target(seed: &yaodian_seed::Seed, id: &str) -> Target {
    let found = seed.plan.targets.iter().find(|target| target.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no target {id}")).clone()
}

fn toward(target: &Target) -> (String, Toward, Option<String>) {
    let Promise::Count {
        goal,
        toward,
        most_per_day,
        ..
    } = &target.promise
    else {
        panic!("{target:?}")
    };
    (goal.to_string(), *toward, most_per_day.map(|most| most.to_string()))
}

#[test]
fn a_count_goes_its_way() {
    let stock = Decimal::from(204);
    for (written, goal, way, most) in [
        ("goal = 750", "750", Toward::Reach, None),
        ("goal = 750\ntoward = \"reach\"", "750", Toward::Reach, None),
        ("goal = 8\ntoward = \"stay-within\"", "8", Toward::StayWithin, None),
        ("goal = 0\ntoward = \"stay-within\"", "0", Toward::StayWithin, None),
        (
            "goal = 0\ntoward = \"fall-from\"\nstock = 204",
            "0",
            Toward::FallFrom(stock),
            None,
        ),
        (
            "goal = 300\ntoward = \"rise-from\"\nstock = 204\nmost_per_day = 1.5",
            "300",
            Toward::RiseFrom(stock),
            Some("1.5"),
        ),
        ("goal = 290\nmost_per_day = 1", "290", Toward::Reach, Some("1")),
    ] {
        let expected = (goal.to_owned(), way, most.map(str::to_owned));
        assert_eq!(toward(&villages(written)), expected, "{written}");
    }
}

#[test]
fn the_method_is_as_written() {
    let bound = |sense, value: &str| Bound {
        sense,
        value: value.parse().unwrap(),
    };
    for (written, roll_up) in [
        ("roll_up = \"total\"", RollUp::Total),
        ("roll_up = \"latest\"", RollUp::Latest),
        ("roll_up = \"worst\"", RollUp::Worst),
        (
            "roll_up = \"units-meeting\"\neach_at_most = 35",
            RollUp::UnitsMeeting(bound(Sense::AtMost, "35")),
        ),
        (
            "roll_up = \"units-meeting\"\neach_at_least = 89.3\ncomparison = \"rounded\"",
            RollUp::UnitsMeeting(bound(Sense::AtLeast, "89.3")),
        ),
        ("roll_up = \"units-delivered\"", RollUp::UnitsDelivered),
    ] {
        let target = villages(&format!("goal = 12\n{written}"));
        assert_eq!(target.method.roll_up, roll_up, "{written}");
    }
    assert!(villages("goal = 750").method.is_default());
    assert_eq!(
        villages("goal = 750\ncomparison = \"exact\"").method.comparison,
        Some(Comparison::Exact)
    );
    let weighed = target(
        &changed("at_least = 89.3", "at_least = 89.3\nsamples_planned = 3912"),
        "good-water-provincial",
    );
    let planned = Decimal::from(3912);
    assert_eq!(
        weighed.method,
        Method {
            comparison: Some(Comparison::Rounded),
            weight: Weight::Samples { planned },
            ..Method::default()
        }
    );
}

/// Published ratios are rounded before anybody sees them; entries are counted.
#[test]
fn hubei_says_how_it_compares() {
    for target in &common::hubei().plan.targets {
        let said = target.method.comparison;
        match target.promise {
            Promise::Level { .. } => assert_eq!(said, Some(Comparison::Rounded), "{}", target.id),
            Promise::Share { .. } => assert_eq!(said, Some(Comparison::Exact), "{}", target.id),
            _ => assert!(target.method.is_default(), "{}", target.id),
        }
    }
}

#[test]
fn a_schedule_has_its_milestones() {
    let listed = "goal = 750\nschedule = \"milestones\"\n\n[[target.milestone]]\nby = 2023-06-30\nreach = 200\n\n\
                  [[target.milestone]]\nby = 2023-12-31\nreach = 750";
    let inline = "goal = 0\ntoward = \"fall-from\"\nstock = 204\nschedule = \"monthly\"\n\
                  milestone = [{ by = 2023-01-31, reach = 204 }, { by = 2023-12-31, reach = 0 }]";
    // The keys of the target's table stand before its milestones.
    let told = |schedule: &Schedule| -> Vec<String> {
        let all = schedule.milestones().iter();
        all.map(|milestone| format!("{} {}", milestone.by, milestone.reach))
            .collect()
    };
    let seed = changed(
        "goal = 750\nreported_by = [\"bureaus\"]",
        &format!("reported_by = [\"bureaus\"]\n{listed}"),
    );
    let schedule = target(&seed, "villages").method.schedule;
    assert!(matches!(schedule, Schedule::Milestones(_)));
    assert_eq!(told(&schedule), ["2023-06-30 200", "2023-12-31 750"]);
    let schedule = villages(inline).method.schedule;
    assert!(matches!(schedule, Schedule::Monthly(_)));
    assert_eq!(told(&schedule), ["2023-01-31 204", "2023-12-31 0"]);
    assert_eq!(
        villages("goal = 750\nschedule = \"linear\"").method.schedule,
        Schedule::Linear
    );
    let share = "goal = 80\nschedule = \"milestones\"\nmilestone = [{ by = 2023-03-31, reach = 22.5 }]\ninventory";
    let schedule = target(&changed("goal = 80\ninventory", share), "outfalls-yangtze")
        .method
        .schedule;
    assert_eq!(told(&schedule), ["2023-03-31 22.5"]);
    let delivered = "kind = \"deliverable\"\nschedule = \"milestones\"\nmilestone = [{ by = 2023-03-31, reach = 50 }]";
    let schedule = target(&changed("kind = \"deliverable\"", delivered), "economy-opinion")
        .method
        .schedule;
    assert_eq!(told(&schedule), ["2023-03-31 50"]);
}

#[test]
fn last_years_figure_became_known_on_a_day() {
    let seed = changed("value = 90.5", "value = 90.5\nknown_on = 2023-06-30");
    let Promise::NotWorse {
        reference: Reference::LastYear { known_on, .. },
        ..
    } = target(&seed, "good-water-not-lower").promise
    else {
        panic!()
    };
    assert_eq!(known_on.unwrap().to_string(), "2023-06-30");
}

/// `to` in the place of `goal = 750`.
const fn villages_broken(to: &'static str, at: &'static str, says: &'static str) -> Broken {
    broken("plan.toml", ("goal = 750", to), at, says)
}

#[test]
fn ways_that_lead_nowhere_are_told() {
    each_is_told(vec![
        villages_broken(
            "goal = 750\ntoward = \"down\"",
            "toward = \"down\"",
            "target[villages].toward: \"down\" is none of reach, rise-from, fall-from, stay-within",
        ),
        villages_broken(
            "goal = 0\ntoward = \"fall-from\"",
            "[[target]]\nid = \"villages\"",
            "target[villages]: `stock` is missing — add it",
        ),
        villages_broken(
            "goal = 204\ntoward = \"fall-from\"\nstock = 204",
            "goal = 204",
            "target[villages].goal: 204 is no fall from 204",
        ),
        villages_broken(
            "goal = 204\ntoward = \"rise-from\"\nstock = 750",
            "goal = 204",
            "target[villages].goal: 204 is no rise from 750",
        ),
        villages_broken(
            "goal = 7.5\ntoward = \"stay-within\"",
            "goal = 7.5",
            "target[villages].goal: 7.5 is not a whole number from zero up",
        ),
        villages_broken(
            "goal = 750\nstock = 3",
            "stock = 3",
            "target[villages].stock: no such key here — the keys are comparison, counted, counted_en, due, from, goal, \
             headline, id, kind, most_per_day, name, name_en, note, quote, reported_by, roll_up, schedule, task, toward, \
             unit, unit_en",
        ),
        villages_broken(
            "goal = 750\nmost_per_day = 0",
            "most_per_day = 0",
            "target[villages].most_per_day: 0 is not a figure above zero",
        ),
        villages_broken(
            "goal = 8\ntoward = \"stay-within\"\nmost_per_day = 1",
            "most_per_day = 1",
            "target[villages].most_per_day: no such key here — the keys are comparison, counted, counted_en, due, from, \
             goal, headline, id, kind, name, name_en, note, quote, reported_by, roll_up, schedule, task, toward, unit, \
             unit_en",
        ),
        broken(
            "plan.toml",
            ("value = 90.5", "known_on = 2023-06-30"),
            "[[target]]\nid = \"good-water-not-lower\"",
            "target[good-water-not-lower]: `value` is missing — add it",
        ),
    ]);
}

#[test]
fn methods_that_would_change_nothing_are_told() {
    each_is_told(vec![
        villages_broken(
            "goal = 750\ncomparison = \"rounded\"",
            "comparison = \"rounded\"\nreported_by = [\"bureaus\"]",
            "target[villages].comparison: things are counted exactly — write exact or leave it out",
        ),
        villages_broken(
            "goal = 750\ncomparison = \"loose\"",
            "comparison = \"loose\"",
            "target[villages].comparison: \"loose\" is none of rounded, exact",
        ),
        villages_broken(
            "goal = 12\nroll_up = \"mean\"\neach_at_most = 35",
            "roll_up = \"mean\"",
            "target[villages].roll_up: \"mean\" is none of total, latest, worst, units-meeting, units-delivered",
        ),
        villages_broken(
            "goal = 12\nroll_up = \"units-meeting\"",
            "[[target]]\nid = \"villages\"",
            "target[villages]: exactly one of each_at_least, each_at_most belongs here",
        ),
        villages_broken(
            "goal = 18\nroll_up = \"units-delivered\"",
            "roll_up = \"units-delivered\"",
            "target[villages].roll_up: 18 units are to be counted, and 17 report",
        ),
        villages_broken(
            "goal = 3\ntoward = \"fall-from\"\nstock = 9\nroll_up = \"units-meeting\"\neach_at_most = 35",
            "roll_up = \"units-meeting\"",
            "target[villages].roll_up: units that are counted do not go that way — see toward",
        ),
        broken(
            "plan.toml",
            ("at_least = 89.3", "at_least = 89.3\nroll_up = \"units-delivered\""),
            "roll_up = \"units-delivered\"",
            "target[good-water-provincial].roll_up: units are counted — it belongs to kind = \"count\"",
        ),
        broken(
            "plan.toml",
            ("at_least = 89.3", "at_least = 89.3\nroll_up = \"worst\""),
            "roll_up = \"worst\"",
            "target[good-water-provincial].roll_up: one unit reports it alone — there is nothing to put together",
        ),
        broken(
            "plan.toml",
            ("cadence = \"quarter\"", "cadence = \"quarter\"\nroll_up = \"worst\""),
            "roll_up = \"worst\"",
            "target[nuclear-safety].roll_up: words have no worst — choose total or latest",
        ),
        broken(
            "plan.toml",
            ("at_least = 89.3", "at_least = 89.3\nsamples_planned = 0"),
            "samples_planned = 0",
            "target[good-water-provincial].samples_planned: 0 is not a figure above zero",
        ),
        broken(
            "plan.toml",
            ("at_least = 89.3", "at_least = 89.3\nschedule = \"monthly\""),
            "schedule = \"monthly\"",
            "target[good-water-provincial].schedule: no such key here — the keys are at_least, at_most, comparison, \
             counted, counted_en, due, from, headline, id, kind, name, name_en, note, quote, reported_by, roll_up, \
             samples_planned, task, unit, unit_en",
        ),
    ]);
}

#[test]
fn milestones_out_of_line_are_told() {
    each_is_told(vec![
        villages_broken(
            "goal = 750\nschedule = \"milestones\"",
            "[[target]]\nid = \"villages\"",
            "target[villages]: `milestone` is missing — add it",
        ),
        villages_broken(
            "goal = 750\nmilestone = [{ by = 2023-06-30, reach = 1 }]",
            "[[target]]\nid = \"villages\"",
            "target[villages]: `schedule` is missing — add it",
        ),
        villages_broken(
            "goal = 750\nschedule = \"weekly\"",
            "schedule = \"weekly\"",
            "target[villages].schedule: \"weekly\" is none of linear, milestones, monthly",
        ),
        villages_broken(
            "goal = 750\nschedule = \"monthly\"\nmilestone = [{ by = 2024-06-30, reach = 1 }]",
            "milestone = [",
            "target[villages].milestone[2024-06-30].by: 2024-06-30 is not within 2023-01-01 to 2023-12-31",
        ),
        villages_broken(
            "goal = 750\nschedule = \"monthly\"\nmilestone = [{ by = 2023-06-30, reach = 9 }, { by = 2023-05-31, reach = 8 }]",
            "milestone = [",
            "target[villages].milestone[2023-05-31].by: 2023-05-31 does not lie after 2023-06-30",
        ),
        villages_broken(
            "goal = 750\nschedule = \"monthly\"\nmilestone = [{ by = 2023-05-31, reach = 9 }, { by = 2023-06-30, reach = 8 }]",
            "milestone = [",
            "target[villages].milestone[2023-06-30].reach: 8 is behind the 9 of 2023-05-31",
        ),
        villages_broken(
            "goal = 750\nschedule = \"monthly\"\nmilestone = [{ by = 2023-05-31, reach = 751 }]",
            "milestone = [",
            "target[villages].milestone[2023-05-31].reach: 751 is beyond the goal 750",
        ),
        villages_broken(
            "goal = 0\ntoward = \"fall-from\"\nstock = 9\nschedule = \"monthly\"\nmilestone = [{ by = 2023-05-31, reach = 10 }]",
            "milestone = [",
            "target[villages].milestone[2023-05-31].reach: 10 is behind the stock 9",
        ),
        villages_broken(
            "goal = 8\ntoward = \"stay-within\"\nschedule = \"monthly\"\nmilestone = [{ by = 2023-05-31, reach = 5 }]",
            "[[target]]\nid = \"villages\"",
            "target[villages]: what stays within its goal misses no month — choose schedule = \"milestones\"",
        ),
        villages_broken(
            "goal = 750\nschedule = \"monthly\"\nmilestone = [{ on = 2023-05-31, reach = 5 }]",
            "milestone = [",
            "target[villages].milestone[0]: `by` is missing — add it",
        ),
        villages_broken(
            "goal = 750\nschedule = \"monthly\"\nmilestone = [{ by = 2023-05-31, reach = 5, on = 3 }]",
            "milestone = [",
            "target[villages].milestone[2023-05-31].on: no such key here — the keys are by, reach",
        ),
    ]);
}
