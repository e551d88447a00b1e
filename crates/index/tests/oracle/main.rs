//! Every answer of the index held against a plain one: all entries looked at, one after the other,
//! and sorted.

mod cases;
mod plain;
mod story;

use std::collections::BTreeMap;

use proptest::prelude::*;
use yaodian_domain::{
    id::EntryId,
    ledger::{Entry, access::Scope},
};
use yaodian_index::Index;

use cases::{Step, ledger, step, units};
use plain::Plain;

fn check(index: &mut Index, plain: &mut Plain, step: &Step) -> Result<(), TestCaseError> {
    match step {
        Step::Put(entry) => {
            index.put(entry.clone());
            plain.entries.insert(entry.id, entry.clone());
        }
        Step::Remove(id) => {
            prop_assert_eq!(index.remove(*id), plain.entries.remove(id).is_some());
        }
        Step::Extend(entries) => {
            index.extend(entries.iter().cloned());
            plain
                .entries
                .extend(entries.iter().map(|entry| (entry.id, entry.clone())));
        }
        Step::Warm(columns) => index.warm(columns),
        Step::Ask {
            scope,
            query,
            from,
            rows,
        } => {
            let all = plain.matching(scope, query, false);
            let page = index.page(scope, query, *from, *rows);
            let expected: Vec<&Entry> = all.iter().skip(*from).take(*rows).copied().collect();
            prop_assert_eq!(page.rows.iter().collect::<Vec<_>>(), expected, "{:?}", query);
            prop_assert_eq!(page.matching, all.len(), "{:?}", query);
            prop_assert_eq!(page.all, plain.seen(scope).count());
            prop_assert_eq!(index.len(scope), plain.seen(scope).count());
            let ids: Vec<EntryId> = all.iter().map(|entry| entry.id).collect();
            prop_assert_eq!(index.matching(scope, query), ids);
        }
        Step::AskOpenly { query, from, rows } => {
            let all = plain.matching(&Scope::All, query, true);
            let page = index.public_page(query, *from, *rows);
            let shown = all.iter().skip(*from).take(*rows).map(|entry| {
                let mut entry = (*entry).clone();
                entry.row = entry.row.for_public(&plain.ledger);
                entry
            });
            let page = page.ok_or_else(|| TestCaseError::fail("the ledger is public"))?;
            prop_assert_eq!(page.rows, shown.collect::<Vec<_>>(), "{:?}", query);
            prop_assert_eq!(page.matching, all.len());
        }
        Step::Options { scope, column, most } => {
            prop_assert_eq!(index.options(scope, column, *most), plain.options(scope, column, *most));
        }
        Step::Find(key) => {
            let expected = plain.entries.values().find(|entry| &entry.row.key == key);
            prop_assert_eq!(index.find(key), expected.cloned());
            prop_assert_eq!(index.version(key), expected.map(|entry| entry.version));
        }
    }
    Ok(())
}

fn empty() -> (Index, Plain) {
    let ledger = ledger();
    let index = Index::new(ledger.clone(), units());
    let plain = Plain {
        ledger,
        units: units(),
        entries: BTreeMap::new(),
    };
    (index, plain)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_asked_between_whatever_changes_the_answer_is_the_plain_one(
        steps in proptest::collection::vec(step(), 1..250),
    ) {
        let (mut index, mut plain) = empty();
        for step in &steps {
            check(&mut index, &mut plain, step)?;
        }
        for (id, entry) in &plain.entries {
            prop_assert_eq!(index.get(*id), Some(entry.clone()));
        }
    }
}
