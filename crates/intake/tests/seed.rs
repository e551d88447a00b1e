//! The first plan, read by the parser and held against the one that was made by hand.

use std::{collections::BTreeSet, path::Path};

use yaodian_domain::{
    id::UnitId,
    plan::{Plan, Role, Span},
    target::{Promise, Reference},
    unit::UnitKind,
};
use yaodian_intake::{
    About, Change, Comparator, Draft, Head, Matter, Names, Target, adopt, compare, parse, plan_of, review, taught,
};

fn seed() -> yaodian_seed::Seed {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023");
    yaodian_seed::load(&folder).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// What units.toml of the folder says of collective names.
fn names(plan: &Plan) -> Names<'_> {
    let of = |kinds: &[UnitKind]| -> Vec<UnitId> {
        let units = kinds.iter().flat_map(|kind| plan.units.of_kind(*kind));
        units.map(|unit| unit.id.clone()).collect()
    };
    let offices = ["edong", "enan", "exi", "ebei", "ezhong"];
    let offices = plan.units.iter().filter(|unit| offices.contains(&unit.id.as_str()));
    Names {
        register: &plan.units,
        learned: vec![
            (
                "各市、州、直管市及神农架林区生态环境局".to_owned(),
                of(&[UnitKind::Bureau]),
            ),
            ("各专员办".to_owned(), offices.map(|unit| unit.id.clone()).collect()),
            (
                "厅机关各处室、单位".to_owned(),
                of(&[UnitKind::Division, UnitKind::Affiliate]),
            ),
        ],
    }
}

fn targets(draft: &Draft) -> Vec<&Target> {
    let tasks = draft
        .items
        .iter()
        .flat_map(|item| &item.tasks)
        .flat_map(|task| &task.targets);
    draft
        .headlines
        .iter()
        .flat_map(|headline| &headline.targets)
        .chain(tasks)
        .collect()
}

fn meets(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

#[test]
fn its_chapters_items_and_tasks() {
    let plan = seed().plan;
    let draft = parse(&plan.text, Some(&names(&plan)));
    assert_eq!(draft.year, Some(2023));
    assert_eq!(draft.title.replace(' ', ""), "2023年全省生态环境工作要点");
    let chapters: Vec<(&str, &str)> = draft
        .chapters
        .iter()
        .map(|c| (c.number.as_str(), c.title.as_str()))
        .collect();
    let expected: Vec<(&str, &str)> = plan
        .chapters
        .iter()
        .map(|c| (c.number.as_str(), c.name.zh.as_str()))
        .collect();
    assert_eq!(chapters, expected);
    assert_eq!(draft.items.len(), 27);
    assert_eq!(draft.items.iter().map(|item| item.tasks.len()).sum::<usize>(), 45);
    for (chapter, item, drafted) in plan
        .chapters
        .iter()
        .flat_map(|chapter| chapter.items.iter().map(move |item| (chapter, item)))
        .zip(&draft.items)
        .map(|((chapter, item), drafted)| (chapter, item, drafted))
    {
        assert_eq!(drafted.number, item.number);
        assert_eq!(drafted.chapter.as_deref(), Some(chapter.number.as_str()));
        assert_eq!(drafted.span, item.span, "item {}", item.number);
        let spans: Vec<Span> = drafted.tasks.iter().map(|task| task.span).collect();
        let trimmed = |span: Span| {
            let end = plan.words(span).trim_end_matches(['。', '.']).len();
            Span {
                end: span.start + end,
                ..span
            }
        };
        let expected: Vec<Span> = item.tasks.iter().map(|task| trimmed(task.span)).collect();
        assert_eq!(spans, expected, "tasks of item {}", item.number);
    }
}

#[test]
fn every_unit_of_every_bracket() {
    let plan = seed().plan;
    let draft = parse(&plan.text, Some(&names(&plan)));
    let tasks = draft.items.iter().flat_map(|item| &item.tasks);
    for (task, drafted) in plan.tasks().zip(tasks) {
        let of = |role: Role| -> BTreeSet<UnitId> {
            let groups = drafted.assignments.iter().filter(|group| group.role == role);
            groups
                .flat_map(|group| group.expanded.iter().flatten().flatten().cloned())
                .collect()
        };
        let set = |units: &[UnitId]| units.iter().cloned().collect::<BTreeSet<_>>();
        assert_eq!(of(Role::Lead), set(&task.assignment.lead), "lead of {}", task.id);
        assert_eq!(
            of(Role::Responsible),
            set(&task.assignment.responsible),
            "responsible of {}",
            task.id
        );
        // Whoever leads takes part already.
        let others: BTreeSet<UnitId> = of(Role::Participant)
            .into_iter()
            .filter(|unit| !task.assignment.lead.contains(unit) && !task.assignment.responsible.contains(unit))
            .collect();
        assert_eq!(
            others,
            set(&task.assignment.participants),
            "participants of {}",
            task.id
        );
    }
    let unknown = draft
        .diagnostics
        .iter()
        .filter(|note| matches!(note.matter, Matter::UnknownUnit { .. }));
    assert_eq!(unknown.count(), 0);
    // 22.2 says 责任单位 twice, and nobody is named as leading.
    let twice: Vec<_> = draft
        .diagnostics
        .iter()
        .filter(|note| note.matter == Matter::RoleTwice)
        .collect();
    assert_eq!(twice.len(), 1);
}

#[test]
fn every_figure_is_a_target_or_told_apart() {
    let seed = seed();
    let plan = &seed.plan;
    let draft = parse(&plan.text, Some(&names(plan)));
    let drafted = targets(&draft);
    let mut missed = Vec::new();
    for target in &plan.targets {
        let (value, comparator) = match &target.promise {
            Promise::Level { bound, .. } => (
                Some(bound.value),
                Some(match bound.sense {
                    yaodian_domain::target::Sense::AtLeast => Comparator::AtLeast,
                    yaodian_domain::target::Sense::AtMost => Comparator::AtMost,
                }),
            ),
            Promise::Count { goal, .. } | Promise::Share { goal, .. } => (Some(*goal), Some(Comparator::AtLeast)),
            Promise::NotWorse {
                reference: Reference::Whole { of: Some(of) },
                ..
            } => (Some(*of), Some(Comparator::NotLower)),
            _ => (None, None),
        };
        let Some(value) = value else { continue };
        let found = drafted.iter().any(|drafted| {
            meets(drafted.span, target.quote.span)
                && drafted.value.as_deref() == Some(value.to_string().as_str())
                && Some(drafted.comparator) == comparator
        });
        if !found {
            missed.push(target.id.to_string());
        }
        if let Promise::Share {
            inventory: Some(inventory),
            ..
        } = &target.promise
        {
            assert!(
                drafted
                    .iter()
                    .any(|drafted| drafted.inventory.as_deref() == Some(inventory.to_string().as_str()))
            );
        }
    }
    // «两个100%» is one figure in the text, of which people made two targets.
    assert_eq!(missed, Vec::<String>::new());
    // What is no promise is proposed as none.
    for none in &seed.passed_over {
        let proposed = drafted
            .iter()
            .filter_map(|target| target.figure)
            .find(|figure| meets(*figure, none.span));
        assert_eq!(proposed, None, "{}", plan.words(none.span));
    }
}

#[test]
fn its_fourteen_headline_commitments() {
    let plan = seed().plan;
    let draft = parse(&plan.text, None);
    let drafted: usize = draft.headlines.iter().map(|headline| headline.targets.len()).sum();
    assert_eq!(drafted, 14);
    for (target, drafted) in plan
        .headline_targets()
        .zip(draft.headlines.iter().flat_map(|headline| &headline.targets))
    {
        assert!(meets(target.quote.span, drafted.span), "{}", target.id);
    }
}

/// The plan amended by its own text: everything is as it was, and nothing is left to look at.
#[test]
fn amended_by_its_own_text() {
    let plan = seed().plan;
    let names = names(&plan);
    let draft = parse(&plan.text, Some(&names));
    let edits = adopt(&plan.text, &draft, &plan, 2023);
    let reviewed = review(&plan.text, draft, &edits);
    assert_eq!(reviewed.lost, Vec::<usize>::new());
    let head = Head {
        id: plan.id.clone(),
        title: plan.title.clone(),
        issuer: plan.issuer.clone(),
        year: 2023,
    };
    let all: BTreeSet<_> = plan.targets.iter().map(|target| target.id.clone()).collect();
    let amended = plan_of(&plan.text, &reviewed, &head, &names, Some(&plan), None, &all)
        .unwrap_or_else(|hindrances| panic!("{hindrances:#?}"));
    let kept: BTreeSet<_> = amended.targets.iter().map(|target| target.id.clone()).collect();
    assert_eq!(kept, all);
    for (was, is) in plan.targets.iter().zip(&amended.targets) {
        assert_eq!(
            (&was.id, &was.promise, &was.term, &was.reporters),
            (&is.id, &is.promise, &is.term, &is.reporters)
        );
    }
    let left: Vec<_> = reviewed
        .queue
        .iter()
        .filter(|doubt| matches!(doubt.about, About::Target { .. }))
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}

/// One figure is raised: that, and nothing else, is what the new version says otherwise.
#[test]
fn one_figure_is_all_that_changes() {
    let plan = seed().plan;
    let text = plan.text.replace("新增完成 750 个行政村", "新增完成 800 个行政村");
    let names = names(&plan);
    let draft = parse(&text, Some(&names));
    let edits = adopt(&text, &draft, &plan, 2023);
    let reviewed = review(&text, draft, &edits);
    let head = Head {
        id: plan.id.clone(),
        title: plan.title.clone(),
        issuer: plan.issuer.clone(),
        year: 2023,
    };
    let all: BTreeSet<_> = plan.targets.iter().map(|target| target.id.clone()).collect();
    let amended = plan_of(&text, &reviewed, &head, &names, Some(&plan), None, &all)
        .unwrap_or_else(|hindrances| panic!("{hindrances:#?}"));
    let told: Vec<_> = compare(&amended, &plan)
        .into_iter()
        .filter(|difference| difference.change != Change::Same)
        .collect();
    let figures: Vec<_> = told
        .iter()
        .filter_map(|difference| match &difference.change {
            Change::Changed(changes) => changes.figure.as_ref(),
            _ => None,
        })
        .map(|figure| (figure.from.map(|n| n.to_string()), figure.to.map(|n| n.to_string())))
        .collect();
    assert_eq!(figures, [(Some("750".to_owned()), Some("800".to_owned()))], "{told:#?}");
    // The target, and the task that says it.
    assert_eq!(told.len(), 2, "{told:#?}");
}

/// Next year's plan, in much the same words: what was decided about them last year stands.
#[test]
fn next_year_begins_with_what_was_decided_last_year() {
    let plan = seed().plan;
    let text = plan.text.replace("2023", "2024").replace("2022", "2023");
    let names = names(&plan);
    let draft = parse(&text, Some(&names));
    let edits = adopt(&text, &draft, &plan, 2024);
    let mut reviewed = review(&text, draft, &edits);
    reviewed.spare_known_reporters(2024, None, Some(&plan));
    let head = Head {
        id: plan.id.clone(),
        title: plan.title.clone(),
        issuer: plan.issuer.clone(),
        year: 2024,
    };
    let next = plan_of(&text, &reviewed, &head, &names, None, Some(&plan), &BTreeSet::new())
        .unwrap_or_else(|hindrances| panic!("{hindrances:#?}"));
    // «绿盾2023» is «绿盾2024» by now.
    let figureless = |name: &str| name.replace(|c: char| c.is_ascii_digit(), "");
    let named = |plan: &Plan| -> BTreeSet<String> {
        let names = plan.targets.iter().map(|target| figureless(&target.name.zh));
        names.collect()
    };
    let (is, was) = (named(&next), named(&plan));
    let other: Vec<_> = is.symmetric_difference(&was).collect();
    assert!(other.is_empty(), "{other:?}");
    assert!(next.targets.iter().all(|target| target.due().year() >= 2024));
    let told: Vec<_> = compare(&next, &plan)
        .into_iter()
        .filter(|difference| difference.change != Change::Same)
        .collect();
    assert!(told.is_empty(), "{told:#?}");
    assert!(reviewed.queue.len() <= 3, "{:#?}", reviewed.queue);
}

/// A body that is none of the department keeps its name in the text; nobody is asked for it again.
#[test]
fn a_body_outside_the_register_is_taught_once() {
    let plan = seed().plan;
    let text = plan.text.replace("机关党委、人事处会同", "机关党委、省发改委会同");
    assert_ne!(text, plan.text);
    let mut names = names(&plan);
    let is_asked = |reviewed: &yaodian_intake::Reviewed| {
        let asks = |about: &About| matches!(about, About::Name { name, .. } if name == "省发改委");
        reviewed.queue.iter().any(|doubt| asks(&doubt.about))
    };
    let draft = parse(&text, Some(&names));
    assert!(is_asked(&review(&text, draft.clone(), &[])));
    let outside = yaodian_intake::Edit::Learn {
        name: "省发改委".to_owned(),
        units: Vec::new(),
    };
    let edits: Vec<_> = adopt(&text, &draft, &plan, 2023).into_iter().chain([outside]).collect();
    let reviewed = review(&text, draft, &edits);
    assert!(!is_asked(&reviewed));
    let head = Head {
        id: plan.id.clone(),
        title: plan.title.clone(),
        issuer: plan.issuer.clone(),
        year: 2023,
    };
    let amended = plan_of(&text, &reviewed, &head, &names, Some(&plan), None, &BTreeSet::new())
        .unwrap_or_else(|hindrances| panic!("{hindrances:#?}"));
    let task = amended.tasks().next().unwrap();
    assert!(amended.words(task.assignment.span).contains("省发改委"));
    assert_eq!(task.assignment.lead.first().map(UnitId::as_str), Some("jiguan-dangwei"));

    // The next text is read with what was taught.
    names.learned.extend(reviewed.learned);
    let again = parse(&text, Some(&names));
    assert!(!is_asked(&review(&text, again, &[])));
}

/// Whom its formulas mean, its own brackets tell; nobody has to be taught it again next year.
#[test]
fn teaches_its_formulas() {
    let plan = seed().plan;
    let taught: std::collections::BTreeMap<String, Vec<UnitId>> = taught(&plan).into_iter().collect();
    for (name, units) in names(&plan).learned {
        let set = |units: &[UnitId]| units.iter().cloned().collect::<BTreeSet<_>>();
        assert_eq!(taught.get(&name).map(|units| set(units)), Some(set(&units)), "{name}");
    }
    assert_eq!(taught.len(), 3, "{taught:?}");
}

/// Who reports the headline targets, last year's plan tells, though it was quoted by another hand.
#[test]
fn who_reports_the_headline_is_known_from_last_year() {
    let plan = seed().plan;
    let text = plan.text.replace("2023", "2024").replace("达到 89.3%", "达到 90%");
    let names = names(&plan);
    let mut reviewed = review(&text, parse(&text, Some(&names)), &[]);
    reviewed.spare_known_reporters(2024, None, Some(&plan));
    let asked: Vec<_> = reviewed
        .queue
        .iter()
        .filter(|doubt| matches!(doubt.about, About::Reporters { .. }))
        .collect();
    assert!(asked.is_empty(), "{asked:#?}");
}
