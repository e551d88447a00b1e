//! The ledgers (台账) of Hubei's plan, as `seeds/hubei-2023/ledgers.toml` tells it.

mod common;

use std::collections::BTreeSet;

use common::{HELD, STAGE, hubei, hubei_files, messages, small_ledger};
use yaodian_domain::{
    ledger::{Feed, FieldKind, Ledger, Monitored, Mover, Network},
    target::{Kind, Promise},
};
use yaodian_seed::{Seed, read};

fn ledger<'a>(seed: &'a Seed, id: &str) -> &'a Ledger {
    let found = seed.plan.ledgers.iter().find(|ledger| ledger.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no ledger {id}"))
}

fn stages(ledger: &Ledger) -> Vec<&str> {
    ledger.stages.iter().map(|stage| stage.name.zh.as_str()).collect()
}

#[test]
fn fifteen_lists_stand_behind_the_figures() {
    let seed = hubei();
    let lists: Vec<(&str, Option<u32>, bool)> = (seed.plan.ledgers.iter())
        .map(|ledger| (ledger.id.as_str(), ledger.expected, ledger.public))
        .collect();
    assert_eq!(
        lists,
        [
            ("outfalls-yangtze", Some(12_480), true),
            ("outfalls-key", None, true),
            ("cement-nox", Some(30), true),
            ("basin-mechanisms", Some(19), true),
            ("city-black-water", Some(204), true),
            ("county-black-water", None, true),
            ("mine-waste-survey", None, false),
            ("reserve-assessments", Some(7), true),
            ("villages", Some(750), true),
            ("rural-black-water", Some(170), true),
            ("rectification", None, true),
            ("regional-centres", Some(4), false),
            ("water-sections", None, true),
            ("air-stations", None, true),
            ("documents", None, true),
        ]
    );
}

#[test]
fn every_count_of_the_text_has_its_list() {
    let seed = hubei();
    let counts = seed
        .plan
        .targets
        .iter()
        .filter(|target| target.promise.kind() == Kind::Count);
    for target in counts {
        let ledger = seed.plan.ledger_of(&target.id);
        assert!(ledger.is_some(), "nobody lists what {} counts", target.id);
    }
}

#[test]
fn an_outfall_is_surveyed_traced_mended_accepted_and_closed() {
    let seed = hubei();
    let outfalls = ledger(&seed, "outfalls-yangtze");
    assert_eq!(stages(outfalls), ["排查", "溯源", "整治", "验收", "销号"]);
    assert_eq!(outfalls.key.zh, "排污口编码");
    let [Feed::Share { target, stage, by_unit }] = outfalls.feeds.as_slice() else {
        panic!("{:?}", outfalls.feeds)
    };
    assert_eq!(
        (target.as_str(), stage.as_str(), *by_unit),
        ("outfalls-yangtze", "mended", true)
    );
    // The bureaus that report it hold the entries, and the lead units of task 7.1 review them.
    let target = seed.plan.target(target).unwrap();
    assert_eq!(outfalls.holders, target.reporters);
    assert_eq!(outfalls.leads, seed.plan.leads(target));
    let strategy = outfalls
        .fields
        .iter()
        .find(|field| field.name.zh == "一口一策")
        .unwrap();
    assert_eq!(strategy.kind, FieldKind::Attachment);
}

#[test]
fn one_list_feeds_the_three_promises_about_key_waters() {
    let seed = hubei();
    let fed: Vec<(&str, &str)> = ledger(&seed, "outfalls-key")
        .feeds
        .iter()
        .map(|feed| (feed.target().unwrap().as_str(), feed.stage().unwrap().as_str()))
        .collect();
    assert_eq!(
        fed,
        [
            ("outfalls-key-survey", "surveyed"),
            ("outfalls-key-traced", "traced"),
            ("outfalls-key-mended", "mended")
        ]
    );
}

#[test]
fn registers_feed_what_is_measured() {
    let seed = hubei();
    let sections = ledger(&seed, "water-sections");
    assert_eq!(sections.network, Some(Network::Water));
    let fed = |target: &str| {
        sections.feeds.iter().find_map(|feed| match feed {
            Feed::Monitored {
                target: fed,
                figure,
                among,
            } if fed.as_str() == target => Some((*figure, among.clone())),
            _ => None,
        })
    };
    // 省控断面 are all that the province assesses, 国控 among them.
    let (figure, among) = fed("good-water-provincial").unwrap();
    assert_eq!(figure, Monitored::GoodWater);
    assert_eq!(among.only[0].any, ["国控", "省控"]);
    let (figure, among) = fed("yangtze-class-2").unwrap();
    assert_eq!(figure, Monitored::WaterOfClass { class: 2 });
    assert_eq!(among.only[0].any, ["长江"]);
    // 国考城市: twelve cities and 恩施.
    let Some(Feed::Monitored { figure, among, .. }) = ledger(&seed, "air-stations").feeds.first() else {
        panic!("nothing is fed")
    };
    assert_eq!((*figure, among.units.len()), (Monitored::FineParticles, 13));
}

#[test]
fn nobody_accepts_the_own_work() {
    let seed = hubei();
    for ledger in seed
        .plan
        .ledgers
        .iter()
        .filter(|ledger| ledger.id.as_str() != "documents")
    {
        for stage in &ledger.stages {
            let accepts = matches!(stage.name.zh.as_str(), "验收" | "销号" | "长治久清");
            assert!(
                !accepts || !stage.movers.contains(&Mover::Holder),
                "{} {}",
                ledger.id,
                stage.id
            );
            assert!(stage.name.zh != "验收" || stage.files > 0, "{}", ledger.id);
        }
    }
}

#[test]
fn what_says_something_about_a_person_is_private() {
    let seed = hubei();
    for ledger in &seed.plan.ledgers {
        assert!((7..=20).contains(&ledger.fields.len()), "{}", ledger.id);
        for field in &ledger.fields {
            let personal = field.kind == FieldKind::Person || field.name.zh.contains("电话");
            assert!(!personal || field.private, "{} {}", ledger.id, field.id);
        }
    }
}

#[test]
fn rectification_is_kept_and_feeds_nothing() {
    let seed = hubei();
    let findings = ledger(&seed, "rectification");
    assert!(findings.feeds.is_empty());
    assert_eq!((findings.holders.len(), findings.leads.len()), (17, 6));
}

#[test]
fn every_document_that_the_text_promises_is_listed() {
    let seed = hubei();
    let documents = ledger(&seed, "documents");
    let [(id, rows)] = seed.entries.as_slice() else {
        panic!("only the documents are public")
    };
    assert_eq!(id, &documents.id);
    let value = |row: &yaodian_domain::ledger::Row, field: &str| {
        let at = documents.fields.iter().position(|f| f.id.as_str() == field).unwrap();
        row.values[at].clone().unwrap()
    };
    for row in rows {
        assert_eq!(row.reached, [], "nothing is public about {}", row.key);
        let name = value(row, "name");
        assert!(seed.plan.text.contains(&name), "{name} is not in the text");
        let id = value(row, "target").parse().unwrap();
        let target = seed.plan.target(&id).unwrap();
        assert_eq!(target.promise, Promise::Deliverable, "{id}");
        assert_eq!(row.unit, target.reporters[0], "{id}");
        let home = seed.plan.task(&value(row, "task").parse().unwrap()).unwrap();
        assert!(home.span.covers(target.quote.span), "{id}");
        assert!(seed.plan.words(home.span).contains(&name), "{id}");
    }
    assert_eq!(rows.len(), 14);
    // Of the deliverables, all that are documents and no other.
    let listed: BTreeSet<String> = rows.iter().map(|row| value(row, "target")).collect();
    let words = ["意见", "方案", "规划", "纲要", "预案", "办法"];
    let no_documents = ["five-year-review"];
    let promised: BTreeSet<String> = (seed.plan.targets.iter())
        .filter(|target| target.promise == Promise::Deliverable)
        .filter(|target| words.iter().any(|word| target.quote.text.contains(word)))
        .map(|target| target.id.to_string())
        .filter(|id| !no_documents.contains(&id.as_str()))
        .collect();
    assert_eq!(listed, promised);
}

#[test]
fn a_plan_may_do_without_ledgers() {
    let with = hubei();
    let mut files = hubei_files();
    files.ledgers = String::new();
    files.calendars.clear();
    let without = read(&files).unwrap();
    assert!(without.plan.ledgers.is_empty() && without.entries.is_empty());
    assert_eq!(without.plan.targets, with.plan.targets);

    // A folder as it was before there were ledgers, and no calendars beside it.
    let folder = std::env::temp_dir().join(format!("yaodian-seed-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for file in ["plan.txt", "plan.toml", "units.toml", "published.toml"] {
        std::fs::copy(common::hubei_folder().join(file), folder.join(file)).unwrap();
    }
    let loaded = yaodian_seed::load(&folder);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(loaded.unwrap(), without);
}

#[test]
fn as_little_as_this_makes_a_ledger() {
    let seed = read(&small_ledger(&format!("{HELD}{STAGE}"))).unwrap_or_else(|p| panic!("{}", messages(&p)));
    let small = ledger(&seed, "small");
    assert_eq!((small.fields.len(), small.stages.len(), small.expected), (0, 1, None));
    assert!(!small.public && !small.keeps_location);
}

#[test]
fn what_is_not_said_follows_from_the_plan() {
    let files = hubei_files();
    for line in ["expected = 12480\n", "expected = 750\n"] {
        let mut shorter = files.clone();
        assert!(shorter.ledgers.contains(line));
        shorter.ledgers = shorter.ledgers.replacen(line, "", 1);
        assert_eq!(read(&shorter).unwrap().plan.ledgers, hubei().plan.ledgers, "{line}");
    }
}

#[test]
fn an_entry_is_read_like_any_other() {
    let entry = "field = [{ id = \"length\", name = \"长度\", name_en = \"Length\", kind = \"number\", decimals = 1 },\n\
                 { id = \"seen\", name = \"日期\", name_en = \"Seen\", kind = \"date\" }]\n[[ledger.entry]]\nkey = \"Ａ-1\"\n\
                 unit = \"武汉市\"\nvalues = { length = 12.50, seen = 2023-03-01 }\ndays = { done = 2023-05-06 }\n";
    let seed = read(&small_ledger(&format!("{HELD}{STAGE}{entry}"))).unwrap_or_else(|p| panic!("{}", messages(&p)));
    let (id, rows) = &seed.entries[0];
    assert_eq!((id.as_str(), rows.len()), ("small", 1));
    let row = &rows[0];
    assert_eq!((row.key.as_str(), row.unit.as_str()), ("A-1", "420100"));
    assert_eq!(row.values, [Some("12.5".to_owned()), Some("2023-03-01".to_owned())]);
    assert_eq!(row.reached[0].to_string(), "2023-05-06");
}
