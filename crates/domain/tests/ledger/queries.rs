//! What an address asks for.

use yaodian_domain::ledger::{
    Query,
    query::{Column, Test},
};

use super::fixtures::ledger;

fn read(pairs: &[(&str, &str)]) -> Result<Query, String> {
    Query::read(&ledger(), pairs.iter().copied()).map_err(|error| error.to_string())
}

#[test]
fn addresses_are_read_and_written() {
    let query = read(&[
        ("q", " 东湖 "),
        ("lang", "en"),
        ("unit", "420100"),
        ("unit", "420200"),
        ("stage", "1..2"),
        ("f.river", "湖"),
        ("f.flow", "10..20.5"),
        ("f.found", "2023-05"),
        ("f.sort", "工业"),
        ("f.measure", "!"),
        ("s.mended", "*"),
        ("f.site", ""),
        ("sort", "-s.mended"),
    ])
    .unwrap();
    assert_eq!(query.search, "东湖");
    assert!(query.descending);
    let tests: Vec<(String, Test)> = query
        .filters
        .iter()
        .map(|f| (f.column.to_string(), f.test.clone()))
        .collect();
    let one_of = |values: &[&str]| Test::OneOf(values.iter().map(|v| (*v).to_owned()).collect());
    let between = |from: &str, to: &str| Test::Between {
        from: Some(from.to_owned()),
        to: Some(to.to_owned()),
    };
    assert_eq!(
        tests,
        [
            ("unit".to_owned(), one_of(&["420100", "420200"])),
            ("stage".to_owned(), between("1", "2")),
            ("f.river".to_owned(), Test::Contains("湖".to_owned())),
            ("f.flow".to_owned(), between("10", "20.5")),
            ("f.found".to_owned(), one_of(&["2023-05"])),
            ("f.sort".to_owned(), one_of(&["工业"])),
            ("f.measure".to_owned(), Test::Blank),
            ("s.mended".to_owned(), Test::Filled),
        ]
    );
    let pairs = query.pairs();
    let again = Query::read(&ledger(), pairs.iter().map(|(a, b)| (a.as_str(), b.as_str()))).unwrap();
    assert_eq!(again, query);
}

#[test]
fn columns_of_other_ledgers_are_named() {
    for (name, value) in [
        ("f.village", "x"),
        ("s.built", "*"),
        ("sort", "f.village"),
        ("sort", "version"),
        ("f.scheme", "x"),
    ] {
        assert_eq!(read(&[(name, value)]), Err(format!("{name}={value}")));
    }
    assert!(read(&[("page", "3"), ("utm", "x"), ("f.River", "x")]).is_ok());
    assert_eq!(
        "f.river".parse::<Column>().map(|c| c.to_string()).as_deref(),
        Ok("f.river")
    );
    assert!("x.river".parse::<Column>().is_err());
}
