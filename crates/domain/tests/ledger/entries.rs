//! What an entry may say.

use yaodian_domain::{
    access::Duty,
    ledger::{Column, Mover, Problem, Row, Trouble, access::Desk, entry::problems},
};

use super::fixtures::{anybody, day, entry, ledger, person, row, unit, units};

fn told(problems: &[Problem]) -> Vec<(String, &Trouble)> {
    problems.iter().map(|p| (p.column.to_string(), &p.trouble)).collect()
}

#[test]
fn a_good_entry_has_nothing_wrong() {
    let (ledger, units) = (ledger(), units());
    let before = entry(row("A1", "420100", &["2023-02-01"]), 1, &[0, 0, 1, 0]);
    let after = row("A1", "420100", &["2023-02-01", "2023-03-01", "2023-05-01"]);
    assert_eq!(problems(&ledger, &anybody(&units), Some(&before), &after), []);
}

#[test]
fn everything_that_is_wrong_is_told_at_once() {
    let (ledger, units) = (ledger(), units());
    let mut bad = row("A1", "shui", &["2023-06-01", "2023-05-01", "2024-01-01"]);
    bad.values = vec![None; ledger.fields.len()];
    let found = problems(&ledger, &anybody(&units), None, &bad);
    let columns: Vec<String> = found.iter().map(|p| p.column.to_string()).collect();
    assert_eq!(
        columns,
        ["unit", "f.river", "s.traced", "s.mended", "s.mended", "f.measure"]
    );
    assert!(matches!(found[0].trouble, Trouble::NotAHolder { .. }));
    assert_eq!(found[1].trouble, Trouble::Missing);
    assert!(matches!(found[2].trouble, Trouble::EarlierThan { .. }));
    assert_eq!(found[3].trouble, Trouble::Ahead { day: day("2024-01-01") });
    assert_eq!(found[4].trouble, Trouble::NoEvidence { need: 1, has: 0 });
    assert!(matches!(found[5].trouble, Trouble::NeededFor { .. }));
}

#[test]
fn a_stage_is_done_with_its_evidence_and_not_without() {
    let (ledger, units) = (ledger(), units());
    let done = ["2023-02-01", "2023-03-01", "2023-05-01"];
    let after = row("A1", "420100", &done);
    for (files, wrong) in [
        (vec![0, 0, 0, 0], 1),
        (vec![1, 1, 0, 0], 1),
        (vec![0, 0, 1, 0], 0),
        (vec![], 1),
    ] {
        let before = entry(row("A1", "420100", &done[..2]), 1, &files);
        assert_eq!(
            problems(&ledger, &anybody(&units), Some(&before), &after).len(),
            wrong,
            "{files:?}"
        );
    }
    // What was in order when it was done is not asked about again, its evidence withdrawn or not.
    let before = entry(row("A1", "420100", &done), 1, &[0, 0, 0, 0]);
    let mut renamed = after.clone();
    renamed.values[0] = Some("南湖".to_owned());
    assert_eq!(problems(&ledger, &anybody(&units), Some(&before), &renamed), []);
    // But what a stage rests on is not emptied behind it.
    renamed.values[5] = None;
    let found = problems(&ledger, &anybody(&units), Some(&before), &renamed);
    assert!(matches!(told(&found)[..], [(ref column, Trouble::NeededFor { .. })] if column == "f.measure"));
}

#[test]
fn who_may_move_an_entry() {
    let (ledger, units) = (ledger(), units());
    let done = ["2023-02-01", "2023-03-01", "2023-05-01"];
    let closed = ["2023-02-01", "2023-03-01", "2023-05-01", "2023-06-01"];
    let before = entry(row("A1", "420100", &done), 1, &[0, 0, 1, 0]);
    let after = row("A1", "420100", &closed);
    let found = |unit_id: &str, duties: &[Duty], before: &yaodian_domain::ledger::Entry, after: &Row| {
        let person = person(unit_id, duties);
        let desk = Desk {
            person: Some(&person),
            today: day("2023-09-25"),
            units: &units,
        };
        problems(&ledger, &desk, Some(before), after)
    };
    assert_eq!(found("shui", &[Duty::Reviewer], &before, &after), []);
    assert_eq!(found("office", &[Duty::Office], &before, &after), []);
    let reporter = found("420100", &[Duty::Reporter], &before, &after);
    assert_eq!(reporter.len(), 1);
    assert_eq!(reporter[0].column, Column::Reached(ledger.stages[3].id.clone()));
    let movers = vec![Mover::Lead, Mover::Office];
    assert_eq!(reporter[0].trouble, Trouble::NotYourStage { movers: movers.clone() });
    // To take a stage back is as much as to do it.
    let closed_entry = entry(after.clone(), 2, &[0, 0, 1, 0]);
    let back = found("420100", &[Duty::Reporter], &closed_entry, &before.row);
    assert_eq!(back[0].trouble, Trouble::NotYourStage { movers });
    assert_eq!(found("shui", &[Duty::Reviewer], &closed_entry, &before.row), []);
    // Another city's reporter, or somebody of the lead unit who does not review, edits nothing.
    let mut renamed = before.row.clone();
    renamed.values[0] = Some("南湖".to_owned());
    for (unit_id, duty) in [
        ("420200", Duty::Reporter),
        ("shui", Duty::Reporter),
        ("420100", Duty::Reviewer),
    ] {
        let found = found(unit_id, &[duty], &before, &renamed);
        assert_eq!(found[0].trouble, Trouble::NotYourUnit, "{unit_id}");
    }
    // Nor does a reporter hand an entry to another city, or take one.
    let mut given = before.row.clone();
    given.unit = unit("420200");
    for unit_id in ["420100", "420200"] {
        assert_eq!(
            found(unit_id, &[Duty::Reporter], &before, &given)[0].trouble,
            Trouble::NotYourUnit
        );
    }
}
