//! The addresses of a ledger's pages and files, with what they ask for.

use yaodian_domain::{
    id::LedgerId,
    ledger::{
        Column, Query,
        query::{Filter, Test},
    },
};

use super::super::{Reader, encoded};

/// The page of a ledger for a query, from this entry on; it stays with the day asked for.
pub(super) fn page(reader: &Reader, ledger: &LedgerId, query: &Query, from: usize) -> String {
    let mut pairs = query.pairs();
    if from > 0 {
        pairs.push(("from".to_owned(), from.to_string()));
    }
    if let Some(day) = reader.as_of {
        pairs.push(("as_of".to_owned(), day.to_string()));
    }
    let address = with_pairs(format!("{}/ledger/{ledger}", reader.base), &pairs);
    format!("{address}#entries")
}

/// The entries of a query as a file: `csv`, `json` or `xlsx`.
pub(super) fn file(reader: &Reader, ledger: &LedgerId, query: &Query, ending: &str) -> String {
    with_pairs(format!("{}/ledger/{ledger}.{ending}", reader.base), &query.pairs())
}

/// The page of an entry.
pub(super) fn entry(reader: &Reader, ledger: &LedgerId, key: &str) -> String {
    reader.href(&format!("/ledger/{ledger}/entry/{}", encoded(key)))
}

fn with_pairs(path: String, pairs: &[(String, String)]) -> String {
    let pairs: Vec<String> = (pairs.iter())
        .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
        .collect();
    if pairs.is_empty() {
        path
    } else {
        format!("{path}?{}", pairs.join("&"))
    }
}

/// The query by this column: rising, then falling, then in the order of entry again.
pub(super) fn sorted(query: &Query, column: &Column) -> Query {
    let (sort, descending) = match (query.sort.as_ref() == Some(column), query.descending) {
        (false, _) => (Some(column.clone()), false),
        (true, false) => (Some(column.clone()), true),
        (true, true) => (None, false),
    };
    Query {
        sort,
        descending,
        ..query.clone()
    }
}

/// The query without one of its conditions; of several values without the one at this place.
pub(super) fn without(query: &Query, filter: &Filter, place: usize) -> Query {
    let keep = |other: &Filter| match &other.test {
        Test::OneOf(values) if other == filter && values.len() > 1 => {
            let rest = values.iter().enumerate().filter(|(at, _)| *at != place);
            Some(Filter {
                column: other.column.clone(),
                test: Test::OneOf(rest.map(|(_, value)| value.clone()).collect()),
            })
        }
        _ => (other != filter).then(|| other.clone()),
    };
    Query {
        filters: query.filters.iter().filter_map(keep).collect(),
        ..query.clone()
    }
}

/// The first entries of the pages before and after one, and of the last page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pages {
    pub(super) before: Option<usize>,
    pub(super) after: Option<usize>,
    pub(super) last: usize,
}

impl Pages {
    /// Around the page that begins behind `from` of so many entries, `rows` a page.
    pub(super) fn around(from: usize, matching: usize, rows: usize) -> Self {
        let rows = rows.max(1);
        let after = from.saturating_add(rows);
        Self {
            before: (from > 0).then(|| from.min(matching).saturating_sub(rows)),
            after: (after < matching).then_some(after),
            last: matching.saturating_sub(1) / rows * rows,
        }
    }
}

#[cfg(test)]
mod tests {
    use yaodian_domain::{Date, id::UnitId};
    use yaodian_words::Lang;

    use super::*;

    fn reader() -> Reader {
        Reader {
            lang: Lang::Zh,
            path: "/ledger/outfalls".to_owned(),
            origin: "".into(),
            today: Date::constant(2023, 9, 25),
            as_of: Some(Date::constant(2023, 9, 25)),
            trial: None,
            demonstration: false,
            base: String::new(),
            query: String::new(),
            other_plan: None,
            closed_on: None,
            networks: Vec::new(),
            previews: false,
        }
    }

    fn query() -> Query {
        let unit = |text: &str| UnitId::new(text).expect("a unit").to_string();
        Query {
            search: "\u{4e1c}\u{6e56} & 100%".to_owned(),
            filters: vec![Filter {
                column: Column::Unit,
                test: Test::OneOf(vec![unit("wuhan"), unit("xiangyang")]),
            }],
            ..Query::default()
        }
    }

    #[test]
    fn an_address_survives_what_people_type_and_keeps_the_day() {
        let id = LedgerId::new("outfalls").expect("a ledger");
        assert_eq!(
            page(&reader(), &id, &query(), 50),
            "/ledger/outfalls?q=%E4%B8%9C%E6%B9%96%20%26%20100%25&unit=wuhan&unit=xiangyang&from=50&as_of=2023-09-25#entries"
        );
        assert_eq!(file(&reader(), &id, &Query::default(), "csv"), "/ledger/outfalls.csv");
        let old = Reader {
            base: "/plans/hubei-2022".to_owned(),
            query: String::new(),
            ..reader()
        };
        assert_eq!(
            file(&old, &id, &Query::default(), "csv"),
            "/plans/hubei-2022/ledger/outfalls.csv"
        );
        assert_eq!(
            entry(&reader(), &id, "WH/001 \u{7532}"),
            "/ledger/outfalls/entry/WH%2F001%20%E7%94%B2?as_of=2023-09-25"
        );
    }

    #[test]
    fn one_of_several_values_is_taken_away_by_itself() {
        let query = query();
        let rest = without(&query, &query.filters[0], 0);
        assert_eq!(rest.filters[0].test, Test::OneOf(vec!["xiangyang".to_owned()]));
        assert!(without(&rest, &rest.filters[0], 0).filters.is_empty());
        assert_eq!(rest.search, query.search);
    }

    #[test]
    fn a_column_sorts_both_ways_and_then_no_more() {
        let once = sorted(&query(), &Column::Key);
        assert_eq!((once.sort.as_ref(), once.descending), (Some(&Column::Key), false));
        let twice = sorted(&once, &Column::Key);
        assert_eq!((twice.sort.as_ref(), twice.descending), (Some(&Column::Key), true));
        assert_eq!(sorted(&twice, &Column::Key).sort, None);
        assert_eq!(sorted(&twice, &Column::Unit).sort, Some(Column::Unit));
    }

    #[test]
    fn pages_lead_to_one_another_and_nowhere_else() {
        let pages = |before, after, last| Pages { before, after, last };
        assert_eq!(Pages::around(0, 12_480, 50), pages(None, Some(50), 12_450));
        assert_eq!(Pages::around(12_450, 12_480, 50), pages(Some(12_400), None, 12_450));
        assert_eq!(Pages::around(50, 100, 50), pages(Some(0), None, 50));
        assert_eq!(Pages::around(0, 0, 50), pages(None, None, 0));
        // An address that somebody made up leads back.
        assert_eq!(Pages::around(usize::MAX, 60, 50), pages(Some(10), None, 50));
    }
}
