//! Drafts as a good parser would read them, a small plan of its own, and what must be true of a plan.

use std::{collections::BTreeSet, path::Path, sync::OnceLock};

use proptest::prelude::*;
use yaodian_domain::{
    id::{PlanId, TargetId, UnitId},
    plan::{self, Name, Plan, Role, Span},
    target::{Home, Kind, Promise, Reference, Sense, Toward},
    unit::{Register, Unit, UnitKind},
};
use yaodian_intake::{
    Assignment, Chapter, Comparator, Draft, Edit, Form, Head, Headline, Hindrance, Item, Key, Names, Reviewed, Target,
    Task, plan_of,
};

/// Hubei's plan for 2023, as it was made by hand.
pub fn hubei() -> &'static Plan {
    static PLAN: OnceLock<Plan> = OnceLock::new();
    PLAN.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023");
        yaodian_seed::load(&folder).unwrap().plan
    })
}

/// The draft that says what a plan says; readings are sure by `sure`.
pub fn draft_of(plan: &Plan, sure: f32) -> Draft {
    let named = |units: &[UnitId]| -> Vec<String> {
        let names = units.iter().map(|id| plan.units.get(id).unwrap().name.clone());
        names.collect()
    };
    let assignment = |role, units: &[UnitId], bracket| Assignment {
        role,
        units: named(units),
        expanded: Some(units.iter().map(|id| vec![id.clone()]).collect()),
        quote: plan.words(bracket).to_owned(),
        span: bracket,
        bracket,
        by_order: false,
    };
    let task = |task: &plan::Task| {
        let all = &task.assignment;
        let roles = [
            (Role::Lead, &all.lead),
            (Role::Responsible, &all.responsible),
            (Role::Participant, &all.participants),
        ];
        let roles = roles.into_iter().filter(|(_, units)| !units.is_empty());
        Task {
            text: plain(plan.words(task.span)),
            span: task.span,
            assignments: roles.map(|(role, units)| assignment(role, units, all.span)).collect(),
            standing: Vec::new(),
            targets: plan
                .targets_of(&task.id)
                .map(|target| target_of(target, sure))
                .collect(),
        }
    };
    let mut headlines: Vec<Headline> = Vec::new();
    for target in plan.headline_targets() {
        let span = target.quote.span;
        if headlines.last().is_none_or(|last| last.span != span) {
            headlines.push(Headline {
                text: plain(&target.quote.text),
                span,
                targets: Vec::new(),
            });
        }
        headlines.last_mut().unwrap().targets.push(target_of(target, sure));
    }
    let items = plan.chapters.iter().flat_map(|chapter| {
        chapter.items.iter().map(|item| Item {
            number: item.number,
            title: item.name.zh.clone(),
            chapter: Some(chapter.number.clone()),
            span: item.span,
            heading: item.heading,
            tasks: item.tasks.iter().map(task).collect(),
        })
    });
    Draft {
        title: plan.title.zh.clone(),
        year: Some(plan.term.to().year()),
        chapters: (plan.chapters.iter())
            .map(|chapter| Chapter {
                number: chapter.number.clone(),
                title: chapter.name.zh.clone(),
                span: chapter.heading,
            })
            .collect(),
        headlines,
        items: items.collect(),
        diagnostics: Vec::new(),
    }
}

fn plain(words: &str) -> String {
    words.replace(['\n', '\r'], "")
}

/// A target as it would be read.
fn target_of(target: &yaodian_domain::target::Target, sure: f32) -> Target {
    let bound = |sense| match sense {
        Sense::AtLeast => Comparator::AtLeast,
        Sense::AtMost => Comparator::AtMost,
    };
    let (comparator, inventory) = match &target.promise {
        Promise::Level { bound: held, .. } => (bound(held.sense), None),
        Promise::SetElsewhere { .. } => (Comparator::AsSet, None),
        Promise::Count { toward, .. } => {
            let stock = match toward {
                Toward::FallFrom(stock) => Some(*stock),
                _ => None,
            };
            (bound(toward.sense()), stock)
        }
        Promise::Share { inventory, .. } => (Comparator::AtLeast, *inventory),
        Promise::NotWorse { reference, .. } => match reference {
            Reference::LastYear {
                sense: Sense::AtLeast, ..
            } => (Comparator::NotLower, None),
            Reference::LastYear { .. } => (Comparator::NotHigher, None),
            Reference::Whole { of } => (Comparator::AtLeast, *of),
        },
        Promise::Deliverable => (Comparator::Deliver, None),
        Promise::Duty { .. } => (Comparator::Sustain, None),
        Promise::Statement { .. } => (Comparator::Progress, None),
    };
    Target {
        quote: target.quote.text.clone(),
        span: target.quote.span,
        figure: None,
        kind: target.promise.kind(),
        comparator,
        value: target.promise.number().map(|number| number.to_string()),
        unit: target.promise.measure().map(|measure| measure.unit.zh.clone()),
        subject: target.name.zh.clone(),
        inventory: inventory.map(|all| all.to_string()),
        base: None,
        due: Some(target.due()),
        due_written: false,
        confidence: sure,
        why: Vec::new(),
    }
}

/// A small plan: two chapters, a headline statement, tasks of bureaus and divisions.
pub const SMALL: &str = "\
2024年全市生态环境工作要点

主要目标是:优良天数比率达到85%,受污染耕地安全利用率稳定在91%以上。

(一)打好攻坚战
1.守护蓝天。完成30家企业深度治理,淘汰老旧车辆500辆。(大气科牵头,江东分局、江西分局配合)
制定臭氧防治方案。(牵头单位:大气科)
2.守护碧水。完成120个排污口整治的80%。(责任单位:水科、江东分局)

(二)强化保障
3.加强队伍建设。
";

/// The units of [`SMALL`].
pub fn small_units() -> Register {
    let unit = |id: &str, kind, name: &str| Unit {
        id: UnitId::new(id).unwrap(),
        kind,
        name: name.to_owned(),
        full_name: format!("{name}全名"),
        name_en: id.to_owned(),
        aliases: Vec::new(),
        tile: None,
        note: None,
    };
    Register::new(vec![
        unit("air", UnitKind::Division, "大气科"),
        unit("water", UnitKind::Division, "水科"),
        unit("east", UnitKind::Bureau, "江东分局"),
        unit("west", UnitKind::Bureau, "江西分局"),
    ])
    .unwrap()
}

/// Where `words` stand in a text, where they must stand.
pub fn place(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap_or_else(|| panic!("{words} is not in the text"));
    Span {
        start,
        end: start + words.len(),
    }
}

pub fn form(kind: Kind, comparator: Comparator, value: Option<&str>, unit: Option<&str>, subject: &str) -> Form {
    Form {
        kind,
        comparator,
        value: value.map(str::to_owned),
        unit: unit.map(str::to_owned),
        subject: subject.to_owned(),
        inventory: None,
        due: None,
        reporters: Vec::new(),
    }
}

/// A target of a text, sure by `sure`.
pub fn read(text: &str, words: &str, form: Form, sure: f32) -> Target {
    let span = place(text, words);
    Target {
        quote: words.to_owned(),
        span,
        figure: None,
        kind: form.kind,
        comparator: form.comparator,
        value: form.value,
        unit: form.unit,
        subject: form.subject,
        inventory: form.inventory,
        base: None,
        due: form.due,
        due_written: false,
        confidence: sure,
        why: Vec::new(),
    }
}

/// A bracket of a text: who stands in it in which role.
pub fn bracket(text: &str, words: &str, roles: &[(Role, &[&str])]) -> Vec<Assignment> {
    let span = place(text, words);
    let roles = roles.iter().map(|(role, units)| Assignment {
        role: *role,
        units: units.iter().map(|&name| name.to_owned()).collect(),
        expanded: None,
        quote: words.to_owned(),
        span,
        bracket: span,
        by_order: false,
    });
    roles.collect()
}

/// [`SMALL`] as it would be read.
pub fn small() -> Draft {
    let text = SMALL;
    let level = |value, subject| form(Kind::Level, Comparator::AtLeast, Some(value), Some("%"), subject);
    let (days, fields) = ("优良天数比率达到85%", "受污染耕地安全利用率稳定在91%以上");
    let headline = |words: &str, target| Headline {
        text: words.to_owned(),
        span: place(text, words),
        targets: vec![target],
    };
    let firms = form(Kind::Count, Comparator::AtLeast, Some("30"), Some("家"), "企业深度治理");
    let cars = form(
        Kind::Count,
        Comparator::AtLeast,
        Some("500"),
        Some("辆"),
        "淘汰老旧车辆",
    );
    let scheme = form(Kind::Deliverable, Comparator::Deliver, None, None, "臭氧防治方案");
    let outfalls = Form {
        inventory: Some("120".to_owned()),
        ..form(Kind::Share, Comparator::AtLeast, Some("80"), Some("%"), "排污口整治")
    };
    let task = |words: &str, assignments, targets| Task {
        text: words.to_owned(),
        span: place(text, words),
        assignments,
        standing: Vec::new(),
        targets,
    };
    let item = |number, title: &str, chapter: &str, span: Span, tasks| Item {
        number,
        title: title.to_owned(),
        chapter: Some(chapter.to_owned()),
        span,
        heading: place(text, &format!("{number}.{title}。")),
        tasks,
    };
    let until = |from: &str, to: &str| Span {
        start: place(text, from).start,
        end: place(text, to).end,
    };
    let lead: (Role, &[&str]) = (Role::Lead, &["大气科"]);
    Draft {
        title: "2024年全市生态环境工作要点".to_owned(),
        year: Some(2024),
        chapters: [("(一)", "打好攻坚战"), ("(二)", "强化保障")]
            .into_iter()
            .map(|(number, title)| Chapter {
                number: number.to_owned(),
                title: title.to_owned(),
                span: place(text, &format!("{number}{title}")),
            })
            .collect(),
        headlines: vec![
            headline(days, read(text, days, level("85", "优良天数比率"), 0.9)),
            headline(fields, read(text, fields, level("91", "受污染耕地安全利用率"), 0.9)),
        ],
        items: vec![
            item(
                1,
                "守护蓝天",
                "(一)",
                until("1.守护蓝天", "(牵头单位:大气科)"),
                vec![
                    task(
                        "完成30家企业深度治理,淘汰老旧车辆500辆。",
                        bracket(
                            text,
                            "(大气科牵头,江东分局、江西分局配合)",
                            &[lead, (Role::Responsible, &["江东分局", "江西分局"])],
                        ),
                        vec![
                            read(text, "完成30家企业深度治理", firms, 0.9),
                            read(text, "淘汰老旧车辆500辆", cars, 0.6),
                        ],
                    ),
                    task(
                        "制定臭氧防治方案。",
                        bracket(text, "(牵头单位:大气科)", &[lead]),
                        vec![read(text, "制定臭氧防治方案", scheme, 0.9)],
                    ),
                ],
            ),
            item(
                2,
                "守护碧水",
                "(一)",
                until("2.守护碧水", "(责任单位:水科、江东分局)"),
                vec![task(
                    "完成120个排污口整治的80%。",
                    bracket(
                        text,
                        "(责任单位:水科、江东分局)",
                        &[(Role::Responsible, &["水科", "江东分局"])],
                    ),
                    vec![read(text, "完成120个排污口整治的80%", outfalls, 0.9)],
                )],
            ),
            item(3, "加强队伍建设", "(二)", place(text, "3.加强队伍建设。"), Vec::new()),
        ],
        diagnostics: Vec::new(),
    }
}

/// The key of the first target with these words.
pub fn key(reviewed: &Reviewed, words: &str) -> Key {
    let found = reviewed.targets().find(|found| found.target.quote == words);
    found.unwrap_or_else(|| panic!("no target says {words}")).key
}

pub fn head(id: &str, year: i16) -> Head {
    let name = |zh: &str, en: &str| Name {
        zh: zh.to_owned(),
        en: en.to_owned(),
    };
    Head {
        id: PlanId::new(id).unwrap(),
        title: name("全市生态环境工作要点", "Work Plan"),
        issuer: name("市生态环境局", "Bureau"),
        year,
    }
}

/// The head of a plan that is amended.
pub fn head_of(plan: &Plan) -> Head {
    Head {
        id: plan.id.clone(),
        title: plan.title.clone(),
        issuer: plan.issuer.clone(),
        year: plan.term.to().year(),
    }
}

/// Publishes [`SMALL`], with nothing before it.
pub fn publish_small(reviewed: &Reviewed) -> Result<Plan, Vec<Hindrance>> {
    let register = small_units();
    let names = Names {
        register: &register,
        learned: Vec::new(),
    };
    let nothing = BTreeSet::new();
    plan_of(SMALL, reviewed, &head("small-2024", 2024), &names, None, None, &nothing)
}

/// Publishes an amendment of a plan.
pub fn amend(text: &str, reviewed: &Reviewed, before: &Plan, reported: &[&str]) -> Result<Plan, Vec<Hindrance>> {
    let names = Names {
        register: &before.units,
        learned: Vec::new(),
    };
    let reported = reported.iter().map(|id| TargetId::new(*id).unwrap()).collect();
    plan_of(text, reviewed, &head_of(before), &names, Some(before), None, &reported)
}

/// Decisions of every sort: about what is there, and about what is not.
pub fn edits(text: &str, draft: &Draft, most: usize) -> impl Strategy<Value = Vec<Edit>> + use<> {
    let reviewed = yaodian_intake::review(text, draft.clone(), &[]);
    let keys: Vec<Key> = reviewed.targets().map(|found| found.key).collect();
    let tasks: Vec<Span> = draft
        .items
        .iter()
        .flat_map(|item| &item.tasks)
        .map(|task| task.span)
        .collect();
    let items: Vec<usize> = draft.items.iter().map(|item| item.span.start).collect();
    let stops = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '。' | ',' | '、' | ';'));
    let stops: Vec<usize> = stops.map(|(at, c)| at + c.len_utf8()).collect();
    let long = text.len() + 4;
    let span = (0..long, 0..60_usize).prop_map(|(start, length)| Span {
        start,
        end: start + length,
    });
    let wild = span
        .clone()
        .prop_flat_map(|span| (Just(span), 0..3_usize))
        .prop_map(|(span, nth)| Key { span, nth });
    let key = prop_oneof![8 => prop::sample::select(keys.clone()), 1 => wild];
    let begins: Vec<usize> = tasks
        .iter()
        .map(|task| task.start)
        .chain(stops.iter().copied())
        .collect();
    let at = prop_oneof![8 => prop::sample::select(begins), 1 => 0..long];
    let words = prop::sample::select(keys.iter().map(|key| key.span).chain(tasks.clone()).collect::<Vec<_>>());
    let clause = (prop::sample::select(stops.clone()), prop::sample::select(stops)).prop_map(|(a, b)| Span {
        start: a.min(b),
        end: a.max(b).min(a.min(b) + 90),
    });
    let added = prop_oneof![words.clone(), clause, span];
    let code = prop::sample::select(vec![
        "unsure",
        "no-reporter",
        "no-assignment",
        "unknown-unit",
        "nonsense",
    ]);
    let name = prop::sample::select(vec!["大气科", "水科", "江东分局", "水处", "无名处", "", " "]);
    let names = prop::collection::vec(name.clone().prop_map(str::to_owned), 0..3);
    let roles = prop::sample::select(vec![Role::Lead, Role::Responsible, Role::Participant]);
    let unit =
        prop::sample::select(vec!["air", "water", "east", "shui", "nobody"]).prop_map(|id| UnitId::new(id).unwrap());
    prop::collection::vec(
        prop_oneof![
            4 => key.clone().prop_map(|target| Edit::Accept { target }),
            4 => (key.clone(), forms()).prop_map(|(target, form)| Edit::Correct { target, form }),
            3 => key.prop_map(|target| Edit::Drop { target }),
            4 => (added, forms()).prop_map(|(span, form)| Edit::Add { span, form }),
            4 => at.clone().prop_map(|at| Edit::Split { at }),
            4 => at.clone().prop_map(|at| Edit::Merge { at }),
            2 => (at, prop::collection::vec((roles, names), 0..3)).prop_map(|(at, units)| Edit::Assign { at, units }),
            1 => (name, prop::collection::vec(unit, 0..2))
                .prop_map(|(name, units)| Edit::Learn { name: name.to_owned(), units }),
            2 => (code, words).prop_map(|(code, span)| Edit::Settle { code: code.to_owned(), span }),
            1 => (prop::sample::select(items), "[甲乙 ]{0,3}")
                .prop_map(|(at, title)| Edit::Rename { at, title, title_en: String::new() }),
        ],
        0..most,
    )
}

/// Forms as people fill them in, good and bad.
fn forms() -> impl Strategy<Value = Form> {
    let kinds = vec![
        Kind::Level,
        Kind::SetElsewhere,
        Kind::Count,
        Kind::Share,
        Kind::NotWorse,
        Kind::Deliverable,
        Kind::Duty,
        Kind::Statement,
    ];
    let comparators = vec![
        Comparator::AtLeast,
        Comparator::AtMost,
        Comparator::About,
        Comparator::NotLower,
        Comparator::NotHigher,
        Comparator::Deliver,
        Comparator::Sustain,
        Comparator::AsSet,
        Comparator::Progress,
    ];
    let value = prop::option::of(prop::sample::select(vec![
        "30", "89.3", "120", "2.5", "0", "-3", "Ⅱ", "很多", "",
    ]));
    let unit = prop::option::of(prop::sample::select(vec!["%", "个", "％", ""]));
    (
        prop::sample::select(kinds),
        prop::sample::select(comparators),
        value,
        unit,
        "[甲乙丙]{0,20}",
        prop::option::of(prop::sample::select(vec!["120", "0", "一百"])),
    )
        .prop_map(|(kind, comparator, value, unit, subject, inventory)| Form {
            inventory: inventory.map(str::to_owned),
            ..form(kind, comparator, value, unit, &subject)
        })
}

/// What must be true of every plan.
#[track_caller]
pub fn check_plan(plan: &Plan) {
    let is_text = |span: Span| assert!(plan.text.get(span.start..span.end).is_some(), "{span:?} is no text");
    [plan.preamble, plan.headline].into_iter().for_each(is_text);
    let knows = |unit: &UnitId| assert!(plan.units.get(unit).is_some(), "{unit} is not in the register");
    let (mut last, mut numbers, mut tasks) = (0, BTreeSet::new(), BTreeSet::new());
    for chapter in &plan.chapters {
        assert!(!chapter.items.is_empty(), "chapter {} has no item", chapter.number);
        is_text(chapter.heading);
        assert!(!chapter.name.zh.is_empty() && !chapter.name.en.is_empty());
        for item in &chapter.items {
            is_text(item.span);
            assert!(numbers.insert(item.number), "two items are {}", item.number);
            assert!(!item.name.zh.trim().is_empty() && !item.name.en.is_empty());
            assert!(item.span.start >= last && item.span.covers(item.heading));
            assert!(!item.tasks.is_empty(), "item {} sets no work", item.number);
            last = item.span.start;
            for task in &item.tasks {
                is_text(task.assignment.span);
                assert!(tasks.insert(task.id.clone()), "two tasks are {}", task.id);
                assert!(!plan.words(task.span).trim().is_empty());
                assert!(
                    item.span.covers(task.span) && task.span.start >= last,
                    "{} is out of order",
                    task.id
                );
                assert!(task.assignment.span.start >= task.span.end, "{}'s bracket", task.id);
                last = task.assignment.span.end;
                assert!(!task.assignment.lead.is_empty(), "nobody leads {}", task.id);
                let all = &task.assignment;
                all.lead
                    .iter()
                    .chain(&all.responsible)
                    .chain(&all.participants)
                    .for_each(knows);
                assert!(
                    plan.targets_of(&task.id).next().is_some(),
                    "{} promises nothing",
                    task.id
                );
            }
            assert!(last <= item.span.end);
        }
    }
    let mut ids = BTreeSet::new();
    for target in &plan.targets {
        assert!(ids.insert(target.id.clone()), "two targets are {}", target.id);
        assert_eq!(plan.words(target.quote.span), target.quote.text);
        assert!(!target.quote.text.trim().is_empty());
        let home = match &target.home {
            Home::Headline { .. } => plan.headline,
            Home::Task { id } => plan.task(id).unwrap().span,
            Home::Carried { .. } => panic!("nothing was carried over"),
        };
        assert!(home.covers(target.quote.span), "{} is not at home", target.id);
        assert!(target.name.zh.chars().count() <= 16 && !target.name.zh.is_empty() && !target.name.en.is_empty());
        assert!(!target.reporters.is_empty(), "nobody reports {}", target.id);
        target.reporters.iter().for_each(knows);
        if let Some(number) = target.promise.number() {
            assert_eq!(target.promise.could_be(number, None), Ok(()), "{}", target.id);
        }
    }
    for pair in plan.targets.windows(2) {
        let (a, b) = (pair[0].quote.span, pair[1].quote.span);
        assert!(a <= b, "{} and {} are out of order", pair[0].id, pair[1].id);
        assert!(a == b || a.end <= b.start, "{} and {} overlap", pair[0].id, pair[1].id);
    }
    let commitments = plan.headline_targets().map(|target| match target.home {
        Home::Headline { commitment } => commitment,
        _ => 0,
    });
    assert!(commitments.eq(1..=u16::try_from(plan.headline_targets().count()).unwrap()));
    for share in &plan.allocations {
        assert!(plan.target(&share.target).is_some() && plan.units.get(&share.unit).is_some());
    }
    for feed in plan.ledgers.iter().flat_map(|ledger| &ledger.feeds) {
        assert!(feed.target().is_none_or(|target| plan.target(target).is_some()));
    }
    // What the database holds is read back as it was.
    let kept: Plan = serde_json::from_str(&serde_json::to_string(plan).unwrap()).unwrap();
    assert_eq!(kept.targets, plan.targets);
    assert_eq!(kept.units, plan.units);
}
