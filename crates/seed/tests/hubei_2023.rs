//! Hubei's plan for 2023, as the folder `seeds/hubei-2023` tells it.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{hubei, hubei_files, messages};
use yaodian_domain::{
    Decimal,
    id::UnitId,
    observation::{Figure, Provenance},
    plan::{Plan, Span},
    series::Change,
    target::{Home, Kind, Promise, Reference, Target},
    unit::UnitKind,
};
use yaodian_seed::{Kind as Wrong, Seed, read};

fn target<'a>(seed: &'a Seed, id: &str) -> &'a Target {
    let found = seed.plan.targets.iter().find(|target| target.id.as_str() == id);
    found.unwrap_or_else(|| panic!("no target {id}"))
}

fn names<'a>(plan: &'a Plan, units: &'a [UnitId]) -> Vec<&'a str> {
    units
        .iter()
        .map(|id| plan.units.get(id).unwrap().name.as_str())
        .collect()
}

fn task<'a>(plan: &'a Plan, id: &str) -> &'a yaodian_domain::plan::Task {
    plan.tasks().find(|task| task.id.as_str() == id).unwrap()
}

#[test]
fn the_document_is_whole() {
    let seed = hubei();
    let plan = &seed.plan;
    let commitments: BTreeSet<u16> = plan
        .headline_targets()
        .filter_map(|target| match target.home {
            Home::Headline { commitment } => Some(commitment),
            Home::Task { .. } | Home::Carried { .. } => None,
        })
        .collect();
    assert_eq!(commitments, (1..=14).collect());
    assert_eq!(plan.chapters.len(), 9);
    assert_eq!(
        plan.items().map(|item| item.number).collect::<Vec<_>>(),
        (1..=27).collect::<Vec<_>>()
    );
    assert_eq!(plan.tasks().count(), 45);
    assert_eq!(plan.units.of_kind(UnitKind::Bureau).count(), 17);
    assert!(
        plan.words(plan.preamble)
            .starts_with("2023 年是全面贯彻落实党的二十大精神开局之年")
    );
    assert!(plan.words(plan.headline).starts_with("主要目标是:") && plan.words(plan.headline).ends_with("稳步向好。"));
}

#[test]
fn thirty_two_units_lead() {
    let seed = hubei();
    let led: BTreeSet<&UnitId> = seed.plan.tasks().flat_map(|task| &task.assignment.lead).collect();
    // 各专员办 stands for five offices and counts as one name.
    let offices = ["edong", "enan", "exi", "ebei", "ezhong"];
    let named = led.iter().filter(|id| !offices.contains(&id.as_str())).count() + 1;
    assert_eq!((named, led.len()), (32, 36));
}

/// Headings, tasks and brackets, with nothing but spaces and stray full stops between them, are
/// the text from «二、重点工作» on.
#[test]
fn nothing_of_the_text_is_lost() {
    let seed = hubei();
    let plan = &seed.plan;
    let mut spans: Vec<Span> = plan.chapters.iter().map(|chapter| chapter.heading).collect();
    spans.extend(plan.items().map(|item| item.heading));
    spans.extend(plan.tasks().flat_map(|task| [task.span, task.assignment.span]));
    spans.sort();
    let work = "二、重点工作";
    let begins = plan.text.find(work).unwrap();
    let mut rebuilt = work.to_owned();
    let mut at = begins + work.len();
    for span in spans {
        assert!(
            at <= span.start,
            "{:?} overlaps what stands before it",
            plan.words(span)
        );
        let between = plan.words(Span {
            start: at,
            end: span.start,
        });
        assert!(
            between.chars().all(|c| c.is_whitespace() || c == '。'),
            "lost: {between:?}"
        );
        rebuilt += between;
        rebuilt += plan.words(span);
        at = span.end;
    }
    rebuilt += &plan.text[at..];
    assert_eq!(rebuilt, plan.text[begins..]);
    assert!(plan.text[at..].trim().is_empty());
}

#[test]
fn quotes_are_verbatim_and_at_home() {
    let seed = hubei();
    let plan = &seed.plan;
    for target in &plan.targets {
        assert_eq!(plan.words(target.quote.span), target.quote.text, "{}", target.id);
        assert!(
            !target.quote.text.contains("\n\n"),
            "{} crosses a page break",
            target.id
        );
        let home = match &target.home {
            Home::Headline { .. } => plan.headline,
            Home::Task { id } => plan.task(id).unwrap().span,
            Home::Carried { .. } => panic!("{} was carried over by nobody", target.id),
        };
        assert!(home.covers(target.quote.span), "{}", target.id);
        assert!(!target.reporters.is_empty(), "{}", target.id);
    }
    for task in plan.tasks() {
        assert!(plan.targets_of(&task.id).count() > 0, "{}", task.id);
    }
    let spans: Vec<Span> = plan.targets.iter().map(|target| target.quote.span).collect();
    assert!(spans.is_sorted(), "targets stand in the order of the text");
}

#[test]
fn names_are_units_whatever_they_are_called() {
    let seed = hubei();
    let plan = &seed.plan;
    // A line break within a name, and 土壤处 for 土处.
    assert!(plan.words(task(plan, "4.1").assignment.span).contains("综\n\n合处"));
    let item_4 = names(plan, &task(plan, "4.1").assignment.lead);
    assert_eq!(item_4, ["综合处", "财务处", "水处", "大气处", "土处", "固体处"]);
    // 省环科院 and 环科院.
    assert_eq!(names(plan, &task(plan, "21.1").assignment.lead)[2], "环科院");
    assert_eq!(names(plan, &task(plan, "21.5").assignment.lead), ["环科院"]);
    assert!(
        plan.units
            .named("国防中心")
            .unwrap()
            .note
            .as_ref()
            .unwrap()
            .contains("原文如此")
    );
    for (name, id) in [
        ("武汉", "420100"),
        ("恩施州", "422800"),
        ("神农架林区生态环境局", "429021"),
    ] {
        assert_eq!(plan.units.named(name).unwrap().id.as_str(), id);
    }
}

#[test]
fn formulas_mean_many_units() {
    let seed = hubei();
    let plan = &seed.plan;
    let first = &task(plan, "1.1").assignment;
    assert_eq!(names(plan, &first.lead), ["机关党委", "人事处"]);
    assert_eq!(first.responsible.len(), 17);
    // All 23 divisions and 13 affiliates but the two that lead.
    assert_eq!(first.participants.len(), 23 + 13 - 2);
    assert!(!first.participants.iter().any(|unit| first.lead.contains(unit)));
    let offices = &task(plan, "19.1").assignment.lead;
    assert_eq!(
        names(plan, offices),
        [
            "督察办",
            "鄂东专员办",
            "鄂南专员办",
            "鄂西专员办",
            "鄂北专员办",
            "鄂中专员办"
        ]
    );
    let with_participants = plan.tasks().filter(|task| !task.assignment.participants.is_empty());
    assert_eq!(
        with_participants.map(|task| task.id.as_str()).collect::<Vec<_>>(),
        ["1.1", "2.1", "23.1", "24.1"]
    );
}

#[test]
fn slips_are_kept_and_read() {
    let seed = hubei();
    let plan = &seed.plan;
    let slip = task(plan, "22.2");
    assert!(
        plan.words(slip.assignment.span)
            .starts_with("(责任单位：法规处；责任单位：")
    );
    assert_eq!(names(plan, &slip.assignment.lead), ["法规处"]);
    assert_eq!(slip.assignment.responsible.len(), 17);
    assert!(slip.note.as_ref().unwrap().contains("原文照录"));
    let alone: Vec<&str> = plan
        .tasks()
        .filter(|task| task.assignment.responsible.is_empty())
        .map(|task| task.id.as_str())
        .collect();
    assert_eq!(alone, ["20.3", "21.5"]);
    // Item 27 has no heading of its own.
    let last = plan.item(27).unwrap();
    assert_eq!(
        (plan.words(last.heading), last.name.zh.as_str()),
        ("27.", "共性目标任务")
    );
    assert!(plan.words(last.tasks[0].span).starts_with("加强法治建设") && last.tasks.len() == 1);
    assert_eq!(plan.words(plan.item(26).unwrap().heading), "26.抓好基层党组织建设。");
    assert_eq!(plan.item(26).unwrap().name.zh, "抓好基层党组织建设");
}

#[test]
fn the_words_of_a_task_are_its_own() {
    let seed = hubei();
    let plan = &seed.plan;
    for task in plan.tasks() {
        let words = plan.words(task.span);
        assert!(
            !words.contains("牵头单位") && !words.contains("责任单位"),
            "{}",
            task.id
        );
        assert!(
            !words.starts_with(['。', ' ', '\n']) && !words.ends_with([' ', '\n', '(']),
            "{}: {words}",
            task.id
        );
    }
    assert_eq!(plan.words(task(plan, "7.2").span), "协同抓好长江十年禁渔");
}

#[test]
fn every_kind_of_promise_occurs() {
    let seed = hubei();
    let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
    for target in &seed.plan.targets {
        *kinds.entry(target.promise.kind()).or_default() += 1;
    }
    let counted: Vec<(Kind, usize)> = kinds.into_iter().collect();
    assert_eq!(
        counted,
        [
            (Kind::Level, 4),
            (Kind::SetElsewhere, 8),
            (Kind::Count, 6),
            (Kind::Share, 8),
            (Kind::NotWorse, 6),
            (Kind::Deliverable, 32),
            (Kind::Duty, 33),
            (Kind::Statement, 76),
        ]
    );
}

#[test]
fn what_is_quantified_is_read_as_it_was_meant() {
    let seed = hubei();
    let outfalls = target(&seed, "outfalls-yangtze");
    let Promise::Share { goal, inventory, .. } = &outfalls.promise else {
        panic!()
    };
    assert_eq!(
        (goal.to_string(), inventory.unwrap().to_string()),
        ("80".to_owned(), "12480".to_owned())
    );
    assert_eq!(outfalls.reporters.len(), 17);
    let Promise::Level { bound, .. } = &target(&seed, "good-water-provincial").promise else {
        panic!()
    };
    assert_eq!(bound.value.to_string(), "89.3");
    let Promise::NotWorse { reference, .. } = &target(&seed, "city-black-water").promise else {
        panic!()
    };
    assert_eq!(
        reference,
        &Reference::Whole {
            of: Some(Decimal::from(204))
        }
    );
    let Promise::Count { goal, .. } = &target(&seed, "cement-nox").promise else {
        panic!()
    };
    assert_eq!(*goal, Decimal::from(30));
    assert_eq!(
        target(&seed, "cement-nox").quote.text,
        "推动**30**家以上水泥企业完成氮氧化物深度治理"
    );
    let noise = target(&seed, "wuhan-noise-monitoring");
    assert_eq!(
        noise.reporters.iter().map(UnitId::as_str).collect::<Vec<_>>(),
        ["420100"]
    );
    assert_eq!(target(&seed, "environment-day-2023").due().to_string(), "2023-06-05");
    assert_eq!(target(&seed, "five-year-review").due().to_string(), "2023-12-31");
}

#[test]
fn published_figures_are_as_published() {
    let seed = hubei();
    let of = |id: &str| {
        let observations = seed
            .published
            .observations
            .iter()
            .filter(|(target, _)| target.as_str() == id);
        let told = observations.map(|(_, o)| {
            let figure = match &o.figure {
                Figure::Amount { value } => value.to_string(),
                Figure::Counts { done, of } => format!("{done} of {of:?}"),
                Figure::Words { text } => text.to_string(),
                Figure::Progress { step } => format!("{step:?}"),
            };
            let change = o.change_on_last_year.map(|change| change.to_string());
            (o.span.to().to_string(), o.known_on.to_string(), figure, change)
        });
        told.collect::<Vec<_>>()
    };
    let row = |to: &str, known: &str, figure: &str, change: Option<&str>| {
        (
            to.to_owned(),
            known.to_owned(),
            figure.to_owned(),
            change.map(str::to_owned),
        )
    };
    let water = vec![
        row("2021-12-31", "2022-03-22", "88.7", None),
        row("2022-12-31", "2023-06-30", "90.5", None),
        row("2023-04-30", "2023-05-09", "88.3", Some("0.3")),
        row("2023-12-31", "2024-03-28", "91.1", Some("0.6")),
    ];
    assert_eq!(of("good-water-provincial"), water);
    assert_eq!(of("good-water-not-lower"), water);
    assert_eq!(
        of("outfalls-yangtze"),
        [
            row("2022-12-31", "2023-06-30", "9067 of None", None),
            row("2023-09-21", "2023-09-25", "10089 of Some(12480)", None)
        ]
    );
    assert_eq!(of("danjiangkou-class-2")[0].2, "丹江口库区及主要支流总体为优");
    for (_, observation) in &seed.published.observations {
        assert!(matches!(observation.provenance, Provenance::Published { .. }));
    }
}

#[test]
fn series_stand_beside_the_targets() {
    let seed = hubei();
    let series = |id: &str| {
        seed.published
            .series
            .iter()
            .find(|series| series.id.as_str() == id)
            .unwrap()
    };
    let changes: Vec<_> = series("pm25-17-cities")
        .points
        .iter()
        .map(|point| point.change)
        .collect();
    assert_eq!(
        changes,
        [
            None,
            Some(Change::Percent("16.7".parse().unwrap())),
            Some(Change::Percent("12.1".parse().unwrap())),
            None
        ]
    );
    let days = &series("good-air-days-17-cities").points;
    assert_eq!(days[1].change, Some(Change::Points("-9.3".parse().unwrap())));
    let index = &series("air-index-by-city").points;
    assert_eq!(index.len(), 17);
    assert_eq!(
        (index[0].unit.as_ref().unwrap().as_str(), index[0].value.to_string()),
        ("420100", "4.26".to_owned())
    );
    // What was not found is not filled in.
    assert_eq!(series("heavy-pollution-days-by-city").points.len(), 11);
    assert_eq!(series("heavy-pollution-share-by-city").points.len(), 9);
}

/// 鄂西 on the left, 鄂东 on the right; north is up.
#[test]
fn the_bureaus_stand_on_a_map() {
    let seed = hubei();
    let mut map = vec![vec!["　　"; 7]; 4];
    for unit in &seed.plan.units {
        assert_eq!(unit.tile.is_some(), unit.kind == UnitKind::Bureau, "{}", unit.id);
        if let Some(tile) = unit.tile {
            let square = &mut map[usize::from(tile.row)][usize::from(tile.column)];
            assert_eq!(*square, "　　", "{} is not alone", unit.name);
            *square = &unit.name[.."武汉".len()];
        }
    }
    let drawn: Vec<String> = map.iter().map(|row| row.join(" ")).collect();
    assert_eq!(
        drawn,
        [
            "　　 十堰 襄阳 随州 　　 　　 　　",
            "　　 神农 荆门 天门 孝感 　　 黄冈",
            "恩施 宜昌 荆州 潜江 仙桃 武汉 鄂州",
            "　　 　　 　　 　　 　　 咸宁 黄石",
        ]
    );
}

#[test]
fn a_seed_survives_json() {
    let seed = hubei();
    let json = serde_json::to_string(&seed).unwrap();
    assert_eq!(serde_json::from_str::<Seed>(&json).unwrap(), seed);
}

/// The tables of a file, each with the comments before it.
fn blocks(source: &str) -> Vec<&str> {
    source.split_inclusive("\n\n").collect()
}

fn without(source: &str, left_out: usize) -> String {
    blocks(source)
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != left_out)
        .map(|(_, block)| *block)
        .collect()
}

#[test]
fn no_exception_can_be_left_out() {
    let files = hubei_files();
    let exceptions: Vec<usize> = (0..blocks(&files.plan).len())
        .filter(|index| blocks(&files.plan)[*index].contains("[[not_a_target]]"))
        .collect();
    assert_eq!(exceptions.len(), 20);
    for index in exceptions {
        let mut fewer = files.clone();
        fewer.plan = without(&files.plan, index);
        let problems = read(&fewer).unwrap_err();
        assert!(
            !problems.is_empty()
                && problems
                    .iter()
                    .all(|p| matches!(p.kind, Wrong::FigureNotCovered { .. })),
            "{}: {}",
            blocks(&files.plan)[index],
            messages(&problems)
        );
    }
}

#[test]
fn no_target_with_a_figure_of_its_own_can_be_left_out() {
    let files = hubei_files();
    let seed = hubei();
    let mut tried = 0;
    for target in &seed.plan.targets {
        let shared = seed
            .plan
            .targets
            .iter()
            .filter(|other| other.quote.span == target.quote.span)
            .count()
            > 1;
        let has_figure = target.quote.text.contains(|c: char| c.is_ascii_digit());
        if shared || !has_figure {
            continue;
        }
        let head = format!("[[target]]\nid = \"{}\"\n", target.id);
        let index = blocks(&files.plan)
            .iter()
            .position(|block| block.contains(&head))
            .unwrap();
        let mut fewer = files.clone();
        fewer.plan = without(&files.plan, index);
        let problems = read(&fewer).unwrap_err();
        assert!(
            problems
                .iter()
                .any(|p| matches!(p.kind, Wrong::FigureNotCovered { .. })),
            "{}",
            target.id
        );
        tried += 1;
    }
    assert!(tried >= 20, "{tried}");
}
