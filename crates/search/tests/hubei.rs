//! What must come first on Hubei's plan.

use std::path::Path;

use yaodian_domain::{
    Date,
    plan::{Name, Plan},
};
use yaodian_search::{Announced, Fit, Library, Query, Sources, Subject, Told, collect};

fn plan() -> Plan {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023");
    yaodian_seed::load(&folder).expect("the seed is in order").plan
}

fn name(zh: &str, en: &str) -> Name {
    Name {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

fn library(plan: &Plan) -> Library<Subject> {
    let told = [Told {
        path: "/method#lights".to_owned(),
        name: name("亮灯", "Lights"),
        text: name(
            "落后序时进度十个百分点以上为滞后。",
            "More than ten points behind pace is off track.",
        ),
    }];
    let announced = [Announced {
        path: "/bulletin/1".to_owned(),
        name: name("2023 年 9 月通报", "September 2023"),
        on: Date::constant(2023, 10, 9),
        text: "截至 9 月底,全省完成排污口整治 10,089 个,孝感市进度靠前。".to_owned(),
    }];
    collect(&Sources {
        plan,
        measured: &[],
        today: Date::constant(2023, 9, 25),
        told: &told,
        announced: &announced,
    })
}

fn told(subject: &Subject) -> String {
    match subject {
        Subject::Chapter(place) => format!("chapter/{place}"),
        Subject::Item(number) => format!("item/{number}"),
        Subject::Task(id) => format!("task/{id}"),
        Subject::Target(id) => format!("target/{id}"),
        Subject::Unit(id) => format!("unit/{id}"),
        Subject::Ledger(id) => format!("ledger/{id}"),
        Subject::Place { code, .. } => format!("place/{code}"),
        Subject::Bulletin(at) => format!("bulletin/{at}"),
        Subject::Rule(at) => format!("rule/{at}"),
    }
}

fn found(library: &Library<Subject>, typed: &str) -> Vec<String> {
    let hits = library.find(&Query::read(typed)).hits;
    hits.iter().map(|hit| told(&library.documents()[hit.at].of)).collect()
}

#[test]
fn what_comes_first() {
    let plan = plan();
    let library = library(&plan);
    for (typed, first) in [
        ("武汉", "unit/420100"),
        ("武漢市", "unit/420100"),
        ("Wuhan", "unit/420100"),
        ("wuhan", "unit/420100"),
        ("420100", "unit/420100"),
        ("水处", "unit/shui"),
        ("outfalls-yangtze", "target/outfalls-yangtze"),
        ("12480", "target/outfalls-yangtze"),
        ("12,480", "target/outfalls-yangtze"),
        ("１２４８０", "target/outfalls-yangtze"),
        ("89.3", "target/good-water-provincial"),
        ("89.3%", "target/good-water-provincial"),
        ("８９．３％", "target/good-water-provincial"),
        ("7.1", "task/7.1"),
        ("亮灯", "rule/0"),
        ("孝感市进度靠前", "bulletin/0"),
        ("10089", "bulletin/0"),
    ] {
        let found = found(&library, typed);
        assert_eq!(
            found.first().map(String::as_str),
            Some(first),
            "{typed}: {:?}",
            &found[..found.len().min(6)]
        );
    }
}

#[test]
fn what_stands_together_ranks_before_what_is_scattered() {
    let plan = plan();
    let library = library(&plan);
    for typed in ["排污口整治", "黑臭水体", "生态环境保护", "长江", "Yangtze outfalls"] {
        let hits = library.find(&Query::read(typed)).hits;
        assert!(hits.first().is_some_and(|hit| hit.fit <= Fit::Phrase), "{typed}");
        assert!(hits.is_sorted_by_key(|hit| hit.fit), "{typed}");
    }
}

#[test]
fn several_words_all_count() {
    let plan = plan();
    let library = library(&plan);
    let both = found(&library, "长江 排污口");
    assert_eq!(
        both.first().map(String::as_str),
        Some("target/outfalls-yangtze"),
        "{both:?}"
    );
    let hits = library.find(&Query::read("长江 排污口")).hits;
    for hit in hits.iter().take_while(|hit| hit.fit <= Fit::Phrase) {
        let document = &library.documents()[hit.at];
        let has = |word: &str| {
            document
                .fields
                .iter()
                .any(|field| Query::read(word).weight(&field.text) > 0)
        };
        assert!(has("长江") && has("排污口"), "{:?}", document.of);
    }
}

#[test]
fn one_character_finds() {
    let plan = plan();
    let library = library(&plan);
    for typed in ["水", "气", "土", "7"] {
        assert!(!found(&library, typed).is_empty(), "{typed}");
    }
}

#[test]
fn a_slip_is_understood() {
    let plan = plan();
    let library = library(&plan);
    for (typed, meant) in [
        ("Wuhen", "wuhan"),
        ("outfals", "outfalls"),
        ("武汗", "武汉"),
        ("黑嗅水体", "黑臭水体"),
        ("入河排物口", "入河排污口"),
        ("污染訪治", "污染防治"),
    ] {
        let near = library.nearest(&Query::read(typed));
        assert_eq!(near.as_deref(), Some(meant), "{typed}");
    }
    for right in ["武汉", "Wuhan", "排污口 武汉", "12480"] {
        assert_eq!(library.nearest(&Query::read(right)), None, "{right}");
    }
}

#[test]
fn strange_queries_are_answered() {
    let plan = plan();
    let library = library(&plan);
    for typed in [
        "",
        " ",
        "。。。",
        "%%%",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "\u{0}\u{1}",
        "😀",
        "*",
        ".",
        "-",
        "....",
        "🇨🇳武汉",
        "a\u{301}",
        "\u{202E}武汉",
    ] {
        let query = Query::read(typed);
        let hits = library.find(&query).hits;
        assert!(hits.len() <= library.documents().len());
        library.nearest(&query);
    }
    let long = "长江".repeat(5_000);
    let query = Query::read(&long);
    assert!(query.is_cut() && query.text().chars().count() == 100);
    library.find(&query);
    assert!(found(&library, "zzzz qqqq").is_empty());
}

proptest::proptest! {
    #[test]
    fn marks_are_the_text(typed in "\\PC{0,12}", text in "\\PC{0,60}") {
        let query = Query::read(&typed);
        let marked: String = query.mark(&text).into_iter().map(|piece| piece.text).collect();
        proptest::prop_assert_eq!(marked, text.clone());
        query.excerpt(&text, 10);
    }
}
