//! What an office does with its list.

use std::sync::Arc;

use yaodian_domain::{
    Date,
    id::{EntryId, FieldId},
    ledger::{Column, Entry, Ledger, Query, Row, access::Scope},
};
use yaodian_index::Index;

use crate::cases::{ledger, units};

fn entry(id: i64, river: &str, length: &str) -> Entry {
    let mut values = vec![None; ledger().fields.len()];
    values[0] = Some(river.to_owned());
    values[1] = Some(length.to_owned());
    values[7] = Some("13912345678".to_owned());
    Entry {
        id: EntryId(id),
        version: 1,
        row: Row {
            key: format!("HB-{id}"),
            unit: units()[usize::from(id % 2 == 0)].clone(),
            values,
            reached: vec![Date::constant(2023, 9, 25)],
        },
        files: vec![0, 2, 1],
        changed_on: Date::constant(2023, 10, 1),
        changed_by: "王伟".to_owned(),
    }
}

fn query(pairs: &[(&str, &str)]) -> Query {
    Query::read(&ledger(), pairs.iter().copied()).expect("columns of the ledger")
}

fn keys(index: &Index, query: &Query) -> Vec<String> {
    let page = index.page(&Scope::All, query, 0, 200);
    page.rows.into_iter().map(|entry| entry.row.key).collect()
}

#[test]
fn lengths_are_sorted_as_numbers_and_blanks_come_last_either_way() {
    let mut index = Index::new(ledger(), units());
    index.extend([entry(1, "府河", "9.5"), entry(2, "府河", "10"), entry(3, "府河", "-2")]);
    let mut blank = entry(4, "府河", "");
    blank.row.values[1] = None;
    index.put(blank);
    assert_eq!(
        keys(&index, &query(&[("sort", "f.length")])),
        ["HB-3", "HB-1", "HB-2", "HB-4"]
    );
    assert_eq!(
        keys(&index, &query(&[("sort", "-f.length")])),
        ["HB-2", "HB-1", "HB-3", "HB-4"]
    );
}

#[test]
fn an_entry_that_is_corrected_leaves_the_page_it_was_on() {
    let mut index = Index::new(ledger(), units());
    index.extend((1..=200).map(|id| entry(id, "府河", "1")));
    let long = query(&[("f.length", "5..9"), ("f.river", "府")]);
    assert_eq!(index.page(&Scope::All, &long, 0, 50).matching, 0);
    index.put(entry(7, "府河", "6"));
    assert_eq!(keys(&index, &long), ["HB-7"]);
    index.put(entry(7, "汉江", "6"));
    assert!(keys(&index, &long).is_empty());
}

#[test]
fn a_month_stands_for_its_days() {
    let mut index = Index::new(ledger(), units());
    index.put(entry(1, "府河", "1"));
    assert_eq!(keys(&index, &query(&[("s.listed", "2023-09")])), ["HB-1"]);
    assert_eq!(keys(&index, &query(&[("s.listed", "2023")])), ["HB-1"]);
    assert!(keys(&index, &query(&[("s.listed", "2023-10")])).is_empty());
}

#[test]
fn a_unit_sees_and_counts_its_own_entries() {
    let mut index = Index::new(ledger(), units());
    index.extend((1..=5).map(|id| entry(id, "府河", "1")));
    let own = Scope::Own(units()[1].clone());
    let page = index.page(&own, &Query::default(), 0, 50);
    assert_eq!((page.matching, page.all, index.len(&own)), (2, 2, 2));
    let river = Column::Field(FieldId::new("river").expect("an identifier"));
    assert_eq!(index.options(&own, &river, 9), [("府河".to_owned(), 2)]);
}

#[test]
fn the_public_cannot_find_out_a_private_number_by_searching_for_it() {
    let mut index = Index::new(ledger(), units());
    index.put(entry(1, "府河", "1"));
    let phone = query(&[("q", "13912345678")]);
    assert_eq!(index.page(&Scope::All, &phone, 0, 50).matching, 1);
    assert_eq!(index.public_page(&phone, 0, 50).expect("public").matching, 0);
    let private = query(&[("f.phone", "139"), ("sort", "f.phone")]);
    assert_eq!(index.public_page(&private, 0, 50).expect("public").matching, 0);
    let closed = Ledger {
        public: false,
        ..(*ledger()).clone()
    };
    let closed = Index::new(Arc::new(closed), units());
    assert_eq!(closed.public_page(&Query::default(), 0, 50), None);
}

#[test]
fn a_long_list_is_emptied_by_half_and_filled_again() {
    let mut index = Index::new(ledger(), units());
    let by_river = query(&[("sort", "-f.river"), ("q", "han river")]);
    let river = |id: i64| if id % 3 == 0 { "Han River" } else { "东湖" };
    index.extend((0..5_000).map(|id| entry(id, river(id), "1")));
    let before = index.matching(&Scope::All, &by_river);
    assert_eq!(before.len(), 1_667);
    for id in 0..4_000 {
        assert!(index.remove(EntryId(id)));
    }
    assert_eq!(index.matching(&Scope::All, &by_river), before[1_334..]);
    assert_eq!(index.get(EntryId(3_999)), None);
    assert_eq!(index.find("HB-4000"), Some(entry(4_000, river(4_000), "1")));
    // Entries that come back stand where their ids belong.
    index.extend((0..4_000).rev().map(|id| entry(id, river(id), "1")));
    assert_eq!(index.matching(&Scope::All, &by_river), before);
    assert_eq!(
        index.page(&Scope::All, &Query::default(), 10, 1).rows,
        [entry(10, river(10), "1")]
    );
}

#[test]
fn many_who_ask_at_once_get_the_same_answer() {
    let mut index = Index::new(ledger(), units());
    index.extend((0..3_000).map(|id| entry(id, if id % 3 == 1 { "东湖" } else { "府河" }, &id.to_string())));
    let asked = query(&[("q", "湖"), ("f.length", "100..1999"), ("sort", "-f.length")]);
    let first = |index: &Index| index.page(&Scope::All, &asked, 0, 1).rows[0].row.key.clone();
    let answers: Vec<String> = std::thread::scope(|scope| {
        let askers: Vec<_> = (0..8).map(|_| scope.spawn(|| first(&index))).collect();
        askers
            .into_iter()
            .map(|asker| asker.join().expect("an answer"))
            .collect()
    });
    assert_eq!(answers, vec!["HB-1999"; 8]);
}
