//! A row held against the entry as it stands.

use proptest::prelude::*;
use yaodian_domain::ledger::{
    Column, Draft, Entry, Ledger, Row, Said, Trouble, Verdict,
    compare::{changes, weigh},
};

use super::fixtures::{anybody, entry, ledger, row, unit, units};

fn draft(ledger: &Ledger, row: &Row, version: Option<i64>) -> Draft {
    let days = row.reached.iter().map(|day| Said::Is(*day));
    Draft {
        key: row.key.clone(),
        version,
        unit: Said::Is(row.unit.clone()),
        values: row.values.iter().cloned().map(Said::of).collect(),
        reached: days
            .chain(std::iter::repeat(Said::Blank))
            .take(ledger.stages.len())
            .collect(),
    }
}

fn weighed(draft: &Draft, entry: Option<&Entry>, read: Option<&Row>) -> Verdict {
    weigh(&ledger(), &anybody(&units()), draft, entry, read)
}

#[test]
fn the_same_again_changes_nothing() {
    let ledger = ledger();
    let stands = entry(row("A1", "420100", &["2023-02-01"]), 3, &[0; 4]);
    for version in [None, Some(3)] {
        assert_eq!(
            weighed(&draft(&ledger, &stands.row, version), Some(&stands), None),
            Verdict::Unchanged
        );
    }
    // Nor does a sheet of other columns, or one that was read before the last change.
    let mut narrow = draft(&ledger, &stands.row, Some(3));
    (narrow.unit, narrow.values, narrow.reached) = (Said::Nothing, Vec::new(), Vec::new());
    assert_eq!(weighed(&narrow, Some(&stands), None), Verdict::Unchanged);
    let mut read = stands.row.clone();
    read.values[0] = Some("沙湖".to_owned());
    assert_eq!(
        weighed(&draft(&ledger, &read, Some(2)), Some(&stands), Some(&read)),
        Verdict::Unchanged
    );
}

#[test]
fn what_only_one_changed_is_taken_and_what_both_changed_is_shown() {
    let ledger = ledger();
    let read = row("A1", "420100", &[]);
    // Somebody has set the flow since.
    let mut now = read.clone();
    now.values[1] = Some("12".to_owned());
    let stands = entry(now, 2, &[0; 4]);
    // Who read version 1 changes the river: both stay.
    let mut yours = read.clone();
    yours.values[0] = Some("南湖".to_owned());
    let Verdict::Changed { row, changes } = weighed(&draft(&ledger, &yours, Some(1)), Some(&stands), Some(&read))
    else {
        panic!("no change");
    };
    assert_eq!(
        (row.values[0].as_deref(), row.values[1].as_deref()),
        (Some("南湖"), Some("12"))
    );
    assert_eq!(changes.len(), 1);
    // And the flow, too: shown, and nothing is overwritten.
    yours.values[1] = Some("15".to_owned());
    let verdict = weighed(&draft(&ledger, &yours, Some(1)), Some(&stands), Some(&read));
    let Verdict::Conflict { clashes, version: 2 } = verdict else {
        panic!("{verdict:?}");
    };
    assert_eq!(clashes.len(), 1);
    assert_eq!(clashes[0].theirs.as_deref(), Some("12"));
    assert_eq!(clashes[0].yours.as_deref(), Some("15"));
    assert_eq!(clashes[0].read, None);
    // Without what was read every difference is a clash.
    let Verdict::Conflict { clashes, .. } = weighed(&draft(&ledger, &yours, Some(1)), Some(&stands), None) else {
        panic!("no conflict");
    };
    assert_eq!(clashes.len(), 2);
    // Both changed it to the same: nothing is left to do.
    let mut same = read.clone();
    same.values[1] = Some("12".to_owned());
    assert_eq!(
        weighed(&draft(&ledger, &same, Some(1)), Some(&stands), Some(&read)),
        Verdict::Unchanged
    );
}

#[test]
fn versions_that_never_were() {
    let ledger = ledger();
    let stands = entry(row("A1", "420100", &[]), 2, &[0; 4]);
    for version in [3, 0, -1] {
        let verdict = weighed(&draft(&ledger, &stands.row, Some(version)), Some(&stands), None);
        let Verdict::Bad { problems } = verdict else {
            panic!("{verdict:?}")
        };
        assert_eq!(problems[0].column, Column::Version);
        assert!(matches!(problems[0].trouble, Trouble::NoSuchVersion { latest: 2, .. }));
    }
    let verdict = weighed(&draft(&ledger, &row("B2", "420100", &[]), Some(1)), None, None);
    let Verdict::Bad { problems } = verdict else {
        panic!("{verdict:?}")
    };
    assert_eq!(problems[0].trouble, Trouble::KeyGone);
}

#[test]
fn stages_come_in_order() {
    let ledger = ledger();
    let mut gap = draft(&ledger, &row("A1", "420100", &["2023-02-01"]), None);
    gap.reached[2] = Said::Is("2023-05-01".parse().unwrap());
    let Verdict::Bad { problems } = weighed(&gap, None, None) else {
        panic!("a gap");
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].column.to_string(), "s.mended");
    assert!(matches!(&problems[0].trouble, Trouble::StageBefore { stage } if stage.as_str() == "traced"));
}

#[test]
fn a_new_entry_needs_a_unit() {
    let ledger = ledger();
    let mut new = draft(&ledger, &row("A1", "420100", &[]), None);
    new.unit = Said::Nothing;
    let Verdict::Bad { problems } = weighed(&new, None, None) else {
        panic!("no unit");
    };
    assert_eq!(
        (&problems[0].column, &problems[0].trouble),
        (&Column::Unit, &Trouble::Missing)
    );
    new.unit = Said::Is(unit("420100"));
    assert!(matches!(weighed(&new, None, None), Verdict::Added { .. }));
}

fn rows() -> impl Strategy<Value = Row> {
    let value = || proptest::option::of(prop_oneof!["一", "二", "三"]);
    (value(), value(), prop_oneof!["420100", "420200"], 0_usize..3).prop_map(|(river, measure, unit_id, stages)| {
        let mut row = row("A1", &unit_id, &["2023-02-01", "2023-03-01"][..stages.min(2)]);
        row.values[0] = Some(river.unwrap_or_else(|| "零".to_owned()));
        row.values[5] = measure;
        row
    })
}

proptest! {
    /// Of three states (read, theirs, yours): nobody's change is lost in silence, and what is taken
    /// once is unchanged the second time.
    #[test]
    fn no_change_is_lost_in_silence(read in rows(), theirs in rows(), yours in rows()) {
        let ledger = ledger();
        let stands = entry(theirs.clone(), 2, &[0; 4]);
        let verdict = weighed(&draft(&ledger, &yours, Some(1)), Some(&stands), Some(&read));
        match verdict {
            Verdict::Changed { row, .. } => {
                for change in changes(&ledger, &read, &theirs) {
                    prop_assert_eq!(row.text(&ledger, &change.column), change.after, "theirs");
                }
                for change in changes(&ledger, &read, &yours) {
                    prop_assert_eq!(row.text(&ledger, &change.column), change.after, "yours");
                }
                let now = entry(row.clone(), 3, &[0; 4]);
                prop_assert_eq!(weighed(&draft(&ledger, &row, Some(3)), Some(&now), None), Verdict::Unchanged);
            }
            Verdict::Unchanged => {
                for change in changes(&ledger, &read, &yours) {
                    prop_assert_eq!(theirs.text(&ledger, &change.column), change.after);
                }
            }
            Verdict::Conflict { clashes, .. } => {
                for clash in clashes {
                    let now = |row: &Row| row.text(&ledger, &clash.column);
                    prop_assert!(now(&read) != now(&theirs) && now(&read) != now(&yours) && now(&theirs) != now(&yours));
                }
            }
            // Their stages and yours do not go together.
            Verdict::Bad { .. } => prop_assert!(read.reached != theirs.reached && read.reached != yours.reached),
            Verdict::Added { .. } => prop_assert!(false, "there is an entry"),
        }
    }
}
