//! A small plan of its own, as it would be read, and what the tests have in common.

mod decisions;
mod hubei;
mod sound;

use std::collections::BTreeSet;

use yaodian_domain::{
    id::{PlanId, TargetId, UnitId},
    plan::{Name, Plan, Role, Span},
    target::Kind,
    unit::{Register, Unit, UnitKind},
};
use yaodian_intake::{
    Assignment, Chapter, Comparator, Draft, Edit, Form, Head, Headline, Hindrance, Item, Key, Names, Obstacle,
    Reviewed, Target, Task, plan_of, review,
};

pub use decisions::edits;
pub use hubei::{draft_of, hubei};
pub use sound::check_plan;

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

/// Words of [`SMALL`]: its two headline targets and a count.
pub const DAYS: &str = "优良天数比率达到85%";
pub const FIELDS: &str = "受污染耕地安全利用率稳定在91%以上";
pub const CARS: &str = "淘汰老旧车辆500辆";

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
            headline(DAYS, read(text, DAYS, level("85", "优良天数比率"), 0.9)),
            headline(FIELDS, read(text, FIELDS, level("91", "受污染耕地安全利用率"), 0.9)),
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
                            read(text, CARS, cars, 0.6),
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

/// [`SMALL`] with somebody to report its headline targets, and then `more`.
pub fn answered(draft: Draft, more: impl FnOnce(&Reviewed) -> Vec<Edit>) -> Reviewed {
    let read = review(SMALL, draft.clone(), &[]);
    let named = |words: &str, name: &str, value: &str, by: &str| Edit::Correct {
        target: key(&read, words),
        form: Form {
            reporters: vec![by.to_owned()],
            ..form(Kind::Level, Comparator::AtLeast, Some(value), Some("%"), name)
        },
    };
    let mut edits = vec![
        named(DAYS, "优良天数比率", "85", "大气科"),
        named(FIELDS, "受污染耕地安全利用率", "91", "水科"),
    ];
    edits.extend(more(&read));
    review(SMALL, draft, &edits)
}

/// A plan made of a draft of [`SMALL`].
pub fn published(draft: Draft) -> Plan {
    let plan = publish_small(&answered(draft, |_| Vec::new())).unwrap();
    check_plan(&plan);
    plan
}

/// What hinders, without the places.
pub fn codes(hindrances: &[Hindrance]) -> Vec<Obstacle> {
    hindrances.iter().map(|hindrance| hindrance.what.clone()).collect()
}
