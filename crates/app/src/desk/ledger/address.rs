//! What of a ledger's screen stands in the address, so that «back», a reload and a sent link work.

use leptos_router::params::ParamsMap;
use yaodian_domain::ledger::{
    Ledger, Query,
    query::{Filter, MOST_ROWS, ROWS},
};

/// What a screen is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) query: Query,
    /// Counted from 1.
    pub(super) page: usize,
    pub(super) rows: usize,
    /// Whether all columns are shown.
    pub(super) wide: bool,
}

impl Asked {
    /// Reads an address. One that asks for what the ledger does not have is left to the server to
    /// refuse; here it asks for nothing.
    pub(super) fn read(ledger: &Ledger, map: &ParamsMap) -> Self {
        let query = Query::read(ledger, map.into_iter().map(|(name, value)| (name.as_ref(), value)));
        let (page, rows) = paging(map);
        Self {
            query: query.unwrap_or_default(),
            page,
            rows,
            wide: map.get_str("columns") == Some("all"),
        }
    }

    /// The parameters after the path, with their question mark.
    pub(super) fn search(&self) -> String {
        let mut pairs = self.query.pairs();
        let mut add = |name: &str, value: String| pairs.push((name.to_owned(), value));
        if self.page > 1 {
            add("page", self.page.to_string());
        }
        if self.rows != ROWS {
            add("rows", self.rows.to_string());
        }
        if self.wide {
            add("columns", "all".to_owned());
        }
        encode(&pairs)
    }

    /// The same with another query, from its first page on.
    pub(super) fn with(&self, query: Query) -> Self {
        Self {
            query,
            page: 1,
            ..self.clone()
        }
    }

    /// The same with `change` made to the query, from its first page on.
    pub(super) fn but(&self, change: impl FnOnce(&mut Query)) -> Self {
        let mut query = self.query.clone();
        change(&mut query);
        self.with(query)
    }

    /// The same on another page.
    pub(super) fn on_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }
}

/// The query with `filter` in place of all others on its column.
pub(super) fn put(query: &mut Query, filter: Filter) {
    query.filters.retain(|other| other.column != filter.column);
    query.filters.push(filter);
}

fn paging(map: &ParamsMap) -> (usize, usize) {
    let number = |name: &str| map.get_str(name).and_then(|text| text.parse::<usize>().ok());
    let page = number("page").unwrap_or(1).max(1);
    (page, number("rows").unwrap_or(ROWS).clamp(1, MOST_ROWS))
}

/// Where the entries are that an address asks for: its parameters as they stand, whatever they
/// mean.
pub(super) fn entries_path(id: &str, map: &ParamsMap) -> String {
    let (page, rows) = paging(map);
    let own = |name: &str| matches!(name, "page" | "rows" | "columns" | "lang" | "from");
    let mut pairs: Vec<(String, String)> = (map.into_iter())
        .filter(|(name, _)| !own(name))
        .map(|(name, value)| (name.to_string(), value.to_owned()))
        .collect();
    pairs.push(("from".to_owned(), (page - 1).saturating_mul(rows).to_string()));
    pairs.push(("rows".to_owned(), rows.to_string()));
    super::ledger_path(id, &format!("/entries{}", encode(&pairs)))
}

/// Parameters as they stand in an address, with the question mark before them.
pub(in crate::desk) fn encode(pairs: &[(String, String)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        text.push(if text.is_empty() { '?' } else { '&' });
        escape(&mut text, name);
        text.push('=');
        escape(&mut text, value);
    }
    text
}

fn escape(into: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            into.push(char::from(byte));
        } else {
            into.push('%');
            into.push(char::from(DIGITS[usize::from(byte >> 4)]));
            into.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use yaodian_domain::ledger::{Column, query::Test};

    fn ledger() -> Ledger {
        serde_json::from_value(serde_json::json!({
            "id": "outfalls",
            "name": { "zh": "Ledger", "en": "Ledger" },
            "counted": { "zh": "outfall", "en": "outfall" },
            "key": { "zh": "Number", "en": "Number" },
            "fields": [
                { "id": "river", "name": { "zh": "River", "en": "River" }, "kind": "text" },
                { "id": "length", "name": { "zh": "Length", "en": "Length" }, "kind": "date" },
            ],
            "stages": [{ "id": "mended", "name": { "zh": "Mended", "en": "Mended" }, "movers": ["holder"] }],
            "feeds": [], "holders": ["wuhan"], "leads": [],
        }))
        .expect("a ledger")
    }

    fn map(pairs: &[(String, String)]) -> ParamsMap {
        pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect()
    }

    #[test]
    fn an_address_says_all_that_a_screen_was_asked_for() {
        let asked = Asked {
            query: Query {
                filters: vec![
                    Filter {
                        column: Column::Unit,
                        test: Test::OneOf(vec!["wuhan".into(), "yichang".into()]),
                    },
                    Filter {
                        column: "f.river".parse().expect("a column"),
                        test: Test::Contains("\u{4e1c}\u{6e56} & \u{6c99}\u{6e56}".into()),
                    },
                ],
                search: "100%".into(),
                sort: Some(Column::Changed),
                descending: true,
            },
            page: 3,
            rows: 100,
            wide: true,
        };
        let search = asked.search();
        assert_eq!(
            search,
            "?q=100%25&unit=wuhan&unit=yichang&f.river=~%E4%B8%9C%E6%B9%96%20%26%20%E6%B2%99%E6%B9%96&sort=-changed&page=3&rows=100&columns=all"
        );
        let mut pairs = asked.query.pairs();
        pairs.extend([("page", "3"), ("rows", "100"), ("columns", "all")].map(|(a, b)| (a.to_owned(), b.to_owned())));
        assert_eq!(Asked::read(&ledger(), &map(&pairs)), asked);
        assert!(entries_path("outfalls", &map(&pairs)).ends_with("&sort=-changed&from=200&rows=100"));
    }

    #[test]
    fn an_address_with_nonsense_asks_for_the_first_page() {
        let pairs = [("page", "0"), ("rows", "9999999"), ("f.none", "x")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let asked = Asked::read(&ledger(), &map(&pairs));
        assert_eq!((asked.page, asked.rows, asked.query), (1, MOST_ROWS, Query::default()));
    }
}
