//! Policies and what was decided after the plan was issued.

mod common;

use common::{Broken, broken, changed, each_is_told, hubei, hubei_files, messages, with};
use yaodian_domain::{
    Date, Decimal,
    check::{LagOf, Policy, Rule, Threshold},
    plan::Plan,
};
use yaodian_seed::read;

const WRITTEN: &str = "[policy]\nat_risk_beyond_points = 0\noff_track_beyond_points = 10\n\
                       level_reach_percent = 2\ncollect_days = 40\nnear_due_days = 30\n";

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn policy(written: &str) -> Policy {
    changed(WRITTEN, &format!("[policy]\n{written}\n")).plan.policy
}

#[test]
fn a_policy_is_laid_over_where_it_begins() {
    assert_eq!(hubei().plan.policy, Policy::default());
    assert_eq!(policy(""), Policy::default());
    assert_eq!(policy("preset = \"default\""), Policy::default());
    assert_eq!(policy("preset = \"yinchuan\""), Policy::yinchuan());
    assert_eq!(policy("preset = \"sanya\""), Policy::sanya());
    assert_eq!(
        policy("preset = \"sanya\"\nlag_of = \"way\"\noff_track_from_points = 30\nmissed_in_a_row = 4"),
        Policy {
            lag_of: LagOf::Way,
            off_track: Threshold::From(Decimal::from(30)),
            missed_in_a_row: 4,
            ..Policy::sanya()
        }
    );
    assert_eq!(
        policy("rule = \"1\"\nlag_of = \"due\"\nat_risk_from_points = 5"),
        Policy {
            rule: Rule::First,
            lag_of: LagOf::Due,
            at_risk: Threshold::From(Decimal::from(5)),
            ..Policy::default()
        }
    );
    assert_eq!(policy("rule = \"2\"").rule, Rule::Second);
}

#[test]
fn a_change_goes_on_from_the_policy_before_it() {
    let plan = with(
        "[[policy_change]]\nfrom = 2023-09-01\npreset = \"yinchuan\"\n\n\
         [[policy_change]]\nfrom = 2023-07-01\nnear_due_days = 15\n",
    )
    .plan;
    assert_eq!(plan.policy_on(day("2023-06-30")), &Policy::default());
    let near = Policy {
        near_due_days: 15,
        ..Policy::default()
    };
    assert_eq!(plan.policy_on(day("2023-07-01")), &near);
    assert_eq!(plan.policy_on(day("2023-12-31")), &Policy::yinchuan());
    let kept: Vec<String> = plan
        .policy_changes
        .iter()
        .map(|change| change.from.to_string())
        .collect();
    assert_eq!(kept, ["2023-07-01", "2023-09-01"]);
}

const AMENDED: &str = "[[amendment]]\ntarget = \"outfalls-yangtze\"\ndecided_on = 2023-07-01\nnumber = 75\n\
                       inventory = 12000\nreason = \"试验\"\n\n";
const EXTENDED: &str = "[[extension]]\ntarget = \"economy-opinion\"\nasked_on = 2024-02-01\nnew_due = 2024-06-30\n\
                        reason = \"试验\"\nrefused_on = 2024-02-20\nnote = \"不同意\"\n\n\
                        [[extension]]\ntarget = \"economy-opinion\"\nasked_on = 2023-11-01\nnew_due = 2024-03-31\n\
                        reason = \"试验\"\ngranted_on = 2023-11-20\n\n\
                        [[extension]]\ntarget = \"carbon-data-platform\"\nasked_on = 2023-11-01\nnew_due = 2024-03-31\n\
                        reason = \"试验\"\n";

fn due(plan: &Plan, id: &str, on: &str) -> String {
    let target = plan.targets.iter().find(|target| target.id.as_str() == id).unwrap();
    target.due_on(day(on)).to_string()
}

#[test]
fn decisions_count_from_their_day() {
    let plan = with(&format!("{AMENDED}{EXTENDED}")).plan;
    let outfalls = plan
        .targets
        .iter()
        .find(|target| target.id.as_str() == "outfalls-yangtze")
        .unwrap();
    let number = |on| outfalls.in_force(day(on)).promise.number().unwrap().to_string();
    assert_eq!(
        (number("2023-06-30"), number("2023-07-01")),
        ("80".to_owned(), "75".to_owned())
    );
    let [amendment] = outfalls.decisions.amendments.as_slice() else {
        panic!()
    };
    assert_eq!(
        (amendment.inventory, amendment.reason.as_str()),
        (Some(Decimal::from(12_000)), "试验")
    );
    // Asked for in the order of their days, whatever the order of the file.
    assert_eq!(due(&plan, "economy-opinion", "2023-11-19"), "2023-12-31");
    assert_eq!(due(&plan, "economy-opinion", "2023-11-20"), "2024-03-31");
    assert_eq!(due(&plan, "economy-opinion", "2024-12-31"), "2024-03-31");
    assert_eq!(due(&plan, "carbon-data-platform", "2024-12-31"), "2023-12-31");
    assert!(hubei().plan.targets.iter().all(|target| target.decisions.is_empty()));
}

#[test]
fn a_share_may_be_given_later() {
    let plan = with(
        "[[allocation]]\ntarget = \"villages\"\nunit = \"武汉市\"\ngoal = 40\ngiven_on = 2023-04-01\n\n\
         [[allocation]]\ntarget = \"villages\"\nunit = \"宜昌市\"\ngoal = 60\n",
    )
    .plan;
    let days: Vec<Option<Date>> = plan.allocations.iter().map(|share| share.given_on).collect();
    assert_eq!(days, [Some(day("2023-04-01")), None]);
}

/// `more` in the place of the default bands; the problem is at `at`.
const fn bands(more: &'static str, at: &'static str, says: &'static str) -> Broken {
    broken(
        "plan.toml",
        (
            "[policy]\nat_risk_beyond_points = 0\noff_track_beyond_points = 10\n",
            more,
        ),
        at,
        says,
    )
}

#[test]
fn policies_that_contradict_themselves_are_told() {
    each_is_told(vec![
        bands(
            "[policy]\nat_risk_beyond_points = 0\nat_risk_from_points = 1\n",
            "[policy]",
            "policy: exactly one of at_risk_beyond_points, at_risk_from_points belongs here",
        ),
        bands(
            "[policy]\nat_risk_beyond_points = 10\noff_track_from_points = 10\n",
            "[policy]",
            "policy: red begins before yellow: the points of off_track are the smaller",
        ),
        bands(
            "[policy]\noff_track_from_points = 101\n",
            "off_track_from_points",
            "policy.off_track_from_points: 101 is not within 0 to 100",
        ),
        bands(
            "[policy]\nrule = \"3\"\n",
            "rule = \"3\"",
            "policy.rule: \"3\" is none of 1, 2",
        ),
        bands(
            "[policy]\nrule = 2\n",
            "rule = 2",
            "policy.rule: a whole number where a text belongs",
        ),
        bands(
            "[policy]\nlag_of = \"time\"\n",
            "lag_of",
            "policy.lag_of: \"time\" is none of way, due",
        ),
        bands(
            "[policy]\npreset = \"wuhan\"\n",
            "preset",
            "policy.preset: \"wuhan\" is none of default, yinchuan, sanya",
        ),
        bands(
            "[policy]\nmissed_in_a_row = 0\n",
            "missed_in_a_row",
            "policy.missed_in_a_row: 0 is not within 1 to 366",
        ),
        bands(
            "[[policy_change]]\nnear_due_days = 15\n[policy]\n",
            "[[policy_change]]",
            "policy_change[0]: `from` is missing — add it",
        ),
        bands(
            "[[policy_change]]\nfrom = 2023-07-01\nlevel = 3\n[policy]\n",
            "level = 3",
            "policy_change[2023-07-01].level: no such key here — the keys are at_risk_beyond_points, \
             at_risk_from_points, collect_days, from, lag_of, level_reach_percent, missed_in_a_row, near_due_days, \
             off_track_beyond_points, off_track_from_points, preset, rule",
        ),
        bands(
            "[[policy_change]]\nfrom = 2023-07-01\n[[policy_change]]\nfrom = 2023-07-01 # again\n[policy]\n",
            "# again",
            "policy_change[2023-07-01].from: \"2023-07-01\" is taken by another policy change — every name means one thing",
        ),
    ]);
}

/// `more` before the first target; the problem is at `at`.
const fn decided(more: &'static str, at: &'static str, says: &'static str) -> Broken {
    broken("plan.toml", ("# ---- How figures are compared", more), at, says)
}

#[test]
fn decisions_that_cannot_be_taken_are_told() {
    each_is_told(vec![
        decided(
            "[[amendment]]\ntarget = \"none\"\ndecided_on = 2023-07-01\nnumber = 75\nreason = \"x\"\n#",
            "target = \"none\"",
            "amendment[none].target: \"none\" is no target of plan.toml",
        ),
        decided(
            "[[amendment]]\ntarget = \"villages\"\ndecided_on = 2023-07-01\nnumber = 75\n#",
            "[[amendment]]",
            "amendment[villages]: `reason` is missing — add it",
        ),
        decided(
            "[[amendment]]\ntarget = \"villages\"\ndecided_on = 2023-07-01\nnumber = 7.5\nreason = \"x\"\n#",
            "number = 7.5",
            "amendment[villages].number: 7.5 is not a whole number above zero",
        ),
        decided(
            "[[amendment]]\ntarget = \"outfalls-yangtze\"\ndecided_on = 2023-07-01\nnumber = 175\nreason = \"x\"\n#",
            "number = 175",
            "amendment[outfalls-yangtze].number: 175 is not a share above 0 and up to 100",
        ),
        decided(
            "[[amendment]]\ntarget = \"villages\"\ndecided_on = 2023-07-01\nnumber = 75\ninventory = 99\nreason = \"x\"\n#",
            "inventory = 99",
            "amendment[villages].inventory: only a share has an inventory — leave it out",
        ),
        decided(
            "[[amendment]]\ntarget = \"fishing-ban\"\ndecided_on = 2023-07-01\nnumber = 75\nreason = \"x\"\n#",
            "number = 75",
            "amendment[fishing-ban].number: does not fit the target fishing-ban: the target has no number",
        ),
        decided(
            "[[amendment]]\ntarget = \"villages\"\ndecided_on = 2023-07-01\nnumber = 75\nreason = \"x\"\n\
             [[amendment]]\ntarget = \"villages\"\ndecided_on = 2023-07-01 # again\nnumber = 76\nreason = \"x\"\n#",
            "# again",
            "amendment[villages].decided_on: \"villages on 2023-07-01\" is taken by another amendment — every name means \
             one thing",
        ),
        decided(
            "[[extension]]\ntarget = \"villages\"\nasked_on = 2024-01-01\nnew_due = 2024-03-31\nreason = \"x\"\n#",
            "asked_on = 2024-01-01",
            "extension[villages].asked_on: does not fit the target villages: asked for on 2024-01-01, after the due date \
             2023-12-31",
        ),
        decided(
            "[[extension]]\ntarget = \"villages\"\nasked_on = 2023-11-01\nnew_due = 2023-11-30\nreason = \"x\"\n#",
            "new_due = 2023-11-30",
            "extension[villages].new_due: does not fit the target villages: 2023-11-30 does not lie after 2023-12-31",
        ),
        decided(
            "[[extension]]\ntarget = \"villages\"\nasked_on = 2023-11-01\nnew_due = 2024-03-31\nreason = \"x\"\n\
             granted_on = 2023-10-01\n#",
            "granted_on = 2023-10-01",
            "extension[villages].granted_on: does not fit the target villages: answered on 2023-10-01, before it was asked \
             for on 2023-11-01",
        ),
        decided(
            "[[extension]]\ntarget = \"villages\"\nasked_on = 2023-11-01\nnew_due = 2024-03-31\nreason = \"x\"\n\
             granted_on = 2023-11-20\nrefused_on = 2023-11-20\n#",
            "[[extension]]",
            "extension[villages]: exactly one of granted_on, refused_on belongs here",
        ),
        decided(
            "[[extension]]\ntarget = \"villages\"\nasked_on = 2023-11-01\nnew_due = 2024-03-31\nreason = \"x\"\nnote = \"?\"\n#",
            "note = \"?\"",
            "extension[villages].note: it belongs to an answer — give granted_on or refused_on too",
        ),
        decided(
            "[[extension]]\ntarget = \"villages\"\nasked_on = 2023-11-01\nnew_due = 2024-03-31\nreason = \"x\"\n\
             [[extension]]\ntarget = \"villages\"\nasked_on = 2023-11-01 # again\nnew_due = 2024-04-30\nreason = \"x\"\n#",
            "# again",
            "extension[villages].asked_on: \"villages on 2023-11-01\" is taken by another extension — every name means one \
             thing",
        ),
        decided(
            "[[allocation]]\ntarget = \"villages\"\nunit = \"武汉市\"\ngoal = 40\ngiven_on = \"4月\"\n#",
            "given_on",
            "allocation[villages].given_on: a text where a day such as 2023-12-31 (without quotation marks) belongs",
        ),
    ]);
}

#[test]
fn a_decision_about_a_broken_target_is_not_complained_about() {
    let mut files = hubei_files();
    files.plan = files.plan.replacen("goal = 80\ninventory", "goal = 800\ninventory", 1) + AMENDED;
    let problems = read(&files).unwrap_err();
    assert_eq!(problems.len(), 1, "{}", messages(&problems));
}

#[test]
fn published_figures_may_be_withdrawn_and_tell_their_samples() {
    let mut files = hubei_files();
    let with_more = |more: &str| {
        let mut files = files.clone();
        let swapped = format!("value = 88.3\n{more}");
        files.published = files.published.replacen("value = 88.3", &swapped, 1);
        read(&files)
    };
    let seed = with_more("samples = 1304\nwithdrawn_on = 2023-06-01").unwrap();
    let found = seed
        .published
        .observations
        .iter()
        .find(|(_, o)| o.withdrawn_on.is_some())
        .unwrap();
    assert_eq!(found.1.samples, Some(Decimal::from(1304)));
    assert!(found.1.is_known_on(day("2023-05-31")) && !found.1.is_known_on(day("2023-06-01")));
    let told = messages(&with_more("withdrawn_on = 2023-05-09").unwrap_err());
    assert!(
        told.contains("figure[3].withdrawn_on: 2023-05-09 does not lie after 2023-05-09, when it became known"),
        "{told}"
    );
    let told = messages(&with_more("samples = 0").unwrap_err());
    assert!(
        told.contains("figure[3].samples: 0 is not a figure above zero"),
        "{told}"
    );
    files.published = files
        .published
        .replacen("value = 88.3", "value = 88.3\nunit = \"武汉市\"", 1);
    let told = messages(&read(&files).unwrap_err());
    assert!(
        told.contains(
            "figure[3].unit: \"武汉市\" does not report good-water-provincial, so that its figure would not count — \
             choose from its reported_by"
        ),
        "{told}"
    );
}
