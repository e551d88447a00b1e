//! Decisions applied to a draft, and what is left to look at.

use yaodian_domain::{
    id::UnitId,
    plan::{Role, Span},
    target::Kind,
};
use yaodian_intake::{About, Comparator, Diagnostic, Edit, Home, Mark, Matter, Reviewed, SURE, Severity, review};

use crate::support::{CARS, DAYS, FIELDS, SMALL, form, key, place, small};

fn remark(severity: Severity, matter: Matter, span: Span) -> Diagnostic {
    Diagnostic {
        severity,
        matter,
        message: String::new(),
        span,
    }
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let matter = Matter::UnknownUnit {
        name: name.to_owned(),
        near: vec![UnitId::new("east").unwrap()],
    };
    remark(Severity::Warning, matter, span)
}

/// The codes of the queue, with the words that each is about.
fn queue(reviewed: &Reviewed) -> Vec<(&str, &str)> {
    let words = |span: Span| SMALL.get(span.start..span.end).unwrap();
    reviewed
        .queue
        .iter()
        .map(|doubt| (doubt.code.as_str(), words(doubt.span)))
        .collect()
}

#[test]
fn the_queue_holds_what_is_doubtful_in_the_order_of_the_text_until_it_is_decided() {
    let reviewed = review(SMALL, small(), &[]);
    assert_eq!(
        queue(&reviewed),
        [("no-reporter", DAYS), ("no-reporter", FIELDS), ("unsure", CARS)]
    );
    let mut with_reporter = form(Kind::Level, Comparator::AtLeast, Some("85"), Some("%"), "优良天数比率");
    with_reporter.reporters = vec!["大气科".to_owned()];
    let corrected = form(Kind::Count, Comparator::AtLeast, Some("500"), Some("辆"), "老旧车");
    let decided = [
        Edit::Correct {
            target: key(&reviewed, DAYS),
            form: with_reporter,
        },
        // Looked at, and left open on purpose.
        reviewed.queue[1].settle(),
        Edit::Correct {
            target: key(&reviewed, CARS),
            form: corrected,
        },
    ];
    for last in 0..=decided.len() {
        let after = review(SMALL, small(), &decided[..last]);
        assert_eq!(after.queue.len(), 3 - last);
        assert_eq!(after.queue, reviewed.queue[last..]);
        assert_eq!(after.lost, [0; 0]);
    }
    let done = review(SMALL, small(), &decided);
    let cars = done.targets().find(|found| found.target.quote == CARS).unwrap();
    assert_eq!(
        (cars.mark, cars.target.subject.as_str()),
        (Some(Mark::Corrected), "老旧车")
    );
    assert!(cars.target.confidence >= SURE);
    assert_eq!(done.reporters[&key(&done, DAYS)], ["大气科"]);
}

#[test]
fn what_is_dropped_is_shown_apart_and_can_be_brought_back() {
    let cars = key(&review(SMALL, small(), &[]), CARS);
    let drop = Edit::Drop { target: cars };
    let dropped = review(SMALL, small(), std::slice::from_ref(&drop));
    assert_eq!(dropped.target(cars), None);
    assert_eq!(dropped.dropped.len(), 1);
    assert!(!queue(&dropped).contains(&("unsure", CARS)));
    let back = review(SMALL, small(), &[drop, Edit::Accept { target: cars }]);
    assert_eq!(back.draft, small());
    assert_eq!(back.state[&cars], Mark::Accepted);
}

#[test]
fn keys_stay_while_others_of_the_same_clause_are_dropped_and_added() {
    let mut draft = small();
    let mut second = draft.items[0].tasks[0].targets[1].clone();
    second.subject = "另一项".to_owned();
    draft.items[0].tasks[0].targets.push(second);
    let span = place(SMALL, CARS);
    let at = |nth| yaodian_intake::Key { span, nth };
    let edits = [
        Edit::Drop { target: at(0) },
        Edit::Add {
            span,
            form: form(Kind::Duty, Comparator::Sustain, None, None, "新添"),
        },
        Edit::Accept { target: at(1) },
    ];
    let reviewed = review(SMALL, draft, &edits);
    let subject = |nth| reviewed.target(at(nth)).map(|target| target.subject.as_str());
    assert_eq!(
        (subject(0), subject(1), subject(2)),
        (None, Some("另一项"), Some("新添"))
    );
    assert_eq!(
        (reviewed.state[&at(1)], reviewed.state[&at(2)]),
        (Mark::Accepted, Mark::Added)
    );
}

#[test]
fn a_name_is_learned_once_for_all_its_places() {
    let mut draft = small();
    let (first, second) = (place(SMALL, "江西分局"), place(SMALL, "(责任单位:水科、江东分局)"));
    draft.diagnostics = vec![unknown("江西分局", second), unknown("江西分局", first)];
    for task in draft.items.iter_mut().flat_map(|item| &mut item.tasks) {
        for assignment in &mut task.assignments {
            assignment.expanded = Some(vec![Vec::new(); assignment.units.len()]);
        }
    }
    let reviewed = review(SMALL, draft.clone(), &[]);
    let doubt = reviewed
        .queue
        .iter()
        .find(|doubt| doubt.code == "unknown-unit")
        .unwrap();
    assert_eq!(doubt.span, first);
    match &doubt.about {
        About::Name { name, places, .. } => {
            assert_eq!(name, "江西分局");
            assert_eq!(places.iter().map(|place| place.0).collect::<Vec<_>>(), [first, second]);
        }
        other => panic!("{other:?}"),
    }
    let west = UnitId::new("west").unwrap();
    let learn = Edit::Learn {
        name: "江西分局".to_owned(),
        units: vec![west.clone()],
    };
    let learned = review(SMALL, draft.clone(), &[learn]);
    assert!(learned.queue.iter().all(|doubt| doubt.code != "unknown-unit"));
    let lists = learned.draft.items[0].tasks[0].assignments[1]
        .expanded
        .as_ref()
        .unwrap();
    assert_eq!(lists[1], [west]);

    // Where somebody else was named instead, the name is not needed any more; the key stays.
    let assign = Edit::Assign {
        at: draft.items[0].tasks[0].span.start,
        units: vec![(Role::Lead, vec!["水科".to_owned()])],
    };
    let assigned = review(SMALL, draft, &[assign]);
    let rest = assigned
        .queue
        .iter()
        .find(|doubt| doubt.code == "unknown-unit")
        .unwrap();
    assert_eq!(rest.key(), doubt.key());
    match &rest.about {
        About::Name { places, .. } => assert_eq!(places.len(), 1),
        other => panic!("{other:?}"),
    }
}

#[test]
fn remarks_ask_where_they_matter() {
    let mut draft = small();
    let bracket = place(SMALL, "(责任单位:水科、江东分局)");
    let figure = place(SMALL, "500");
    let by_order = Matter::LeadByOrder {
        unit: "水科".to_owned(),
    };
    let doubtful = Matter::DoubtfulFigure {
        figure: "500".to_owned(),
    };
    let jump = Matter::NumberJumps { expected: 2, found: 3 };
    draft.headlines.clear();
    draft.items[0].tasks[0].targets.pop();
    draft.diagnostics = vec![
        remark(Severity::Note, by_order, bracket),
        remark(Severity::Note, doubtful, figure),
        remark(Severity::Warning, jump, place(SMALL, "3.")),
        remark(Severity::Note, Matter::PageFurniture, place(SMALL, "(二)")),
    ];
    let reviewed = review(SMALL, draft.clone(), &[]);
    let codes: Vec<&str> = reviewed.queue.iter().map(|doubt| doubt.code.as_str()).collect();
    assert_eq!(codes, ["doubtful-figure", "lead-by-order", "number-jumps"]);
    let decided = [
        Edit::Add {
            span: place(SMALL, CARS),
            form: form(Kind::Count, Comparator::AtLeast, Some("500"), Some("辆"), "老旧车"),
        },
        Edit::Assign {
            at: draft.items[1].tasks[0].span.start,
            units: vec![(Role::Lead, vec!["水科".to_owned()])],
        },
        reviewed.queue[2].settle(),
    ];
    assert_eq!(review(SMALL, draft, &decided).queue, []);
}

#[test]
fn a_task_without_assignment_asks_for_one_until_it_has_it() {
    let mut draft = small();
    draft.items[0].tasks[1].assignments.clear();
    let at = draft.items[0].tasks[1].span.start;
    let asks = |reviewed: &Reviewed| {
        let tasks = reviewed.queue.iter().filter(|doubt| doubt.about == About::Task { at });
        tasks.count()
    };
    assert_eq!(asks(&review(SMALL, draft.clone(), &[])), 1);
    let assign = |names: &[&str]| Edit::Assign {
        at,
        units: vec![(Role::Lead, names.iter().map(|&name| name.to_owned()).collect())],
    };
    assert_eq!(asks(&review(SMALL, draft.clone(), &[assign(&["大气科"])])), 0);
    assert_eq!(asks(&review(SMALL, draft, &[assign(&["大气科"]), assign(&[" "])])), 1);
}

#[test]
fn a_task_is_split_between_clauses_and_not_within_one() {
    let between = place(SMALL, CARS).start;
    let reviewed = review(SMALL, small(), &[Edit::Split { at: between }]);
    let tasks = &reviewed.draft.items[0].tasks;
    assert_eq!(tasks.len(), 3);
    assert_eq!(
        (tasks[0].text.as_str(), tasks[1].text.as_str()),
        ("完成30家企业深度治理,", "淘汰老旧车辆500辆。")
    );
    assert_eq!((tasks[0].targets.len(), tasks[1].targets.len()), (1, 1));
    assert_eq!(tasks[0].assignments, tasks[1].assignments);
    let within = Edit::Split { at: between + 6 };
    let nowhere = Edit::Split { at: between + 1 };
    let lost = review(SMALL, small(), &[within, nowhere]);
    assert_eq!((lost.draft, lost.lost), (small(), vec![0, 1]));
}

#[test]
fn what_was_dropped_comes_back_only_where_its_task_still_holds_it() {
    let cars = key(&review(SMALL, small(), &[]), CARS);
    let split = Edit::Split {
        at: place(SMALL, "车辆500辆").start,
    };
    let edits = [Edit::Drop { target: cars }, split, Edit::Accept { target: cars }];
    let reviewed = review(SMALL, small(), &edits);
    assert_eq!(reviewed.target(cars), None);
    assert_eq!(reviewed.lost, [2]);
}

/// A bracket that says no role is about the task before it, whatever was said of the one before that.
#[test]
fn a_bracket_without_role_asks_until_its_own_task_is_assigned() {
    let mut draft = small();
    let [first, second] = [0, 1].map(|task| draft.items[0].tasks[task].span.start);
    draft.items[0].tasks[1].assignments.clear();
    draft.diagnostics = vec![remark(
        Severity::Warning,
        Matter::NoRole,
        place(SMALL, "(牵头单位:大气科)"),
    )];
    let assign = |at| Edit::Assign {
        at,
        units: vec![(Role::Lead, vec!["大气科".to_owned()])],
    };
    let asks = |edits: &[Edit]| {
        let queue = review(SMALL, draft.clone(), edits).queue;
        queue.iter().any(|doubt| doubt.code == "no-role")
    };
    assert!(asks(&[]) && asks(&[assign(first)]));
    assert!(!asks(&[assign(first), assign(second)]));
}

#[test]
fn words_outside_all_work_are_added_to_the_headline_statement() {
    let span = place(SMALL, "主要目标是");
    let add = |span| Edit::Add {
        span,
        form: form(Kind::Statement, Comparator::Progress, None, None, "主要目标"),
    };
    let reviewed = review(SMALL, small(), &[add(span)]);
    assert_eq!(reviewed.draft.headlines.len(), 3);
    let first = reviewed.targets().next().unwrap();
    assert_eq!((first.home, first.mark), (Home::Headline(0), Some(Mark::Added)));
    // Half in a task and half in its bracket, within a heading, blank, or foreign: that fits nothing.
    let task = place(SMALL, "制定臭氧防治方案。(");
    let heading = place(SMALL, "守护碧水");
    let end = SMALL.len();
    let foreign = Span {
        start: end,
        end: end + 3,
    };
    let blank = Span { start: end - 1, end };
    let none = [task, heading, blank, foreign].map(add);
    assert_eq!(review(SMALL, small(), &none).lost, [0, 1, 2, 3]);
}

#[test]
fn an_item_is_called_by_its_new_name() {
    let at = place(SMALL, "2.守护碧水").start;
    let rename = |title: &str| Edit::Rename {
        at,
        title: title.to_owned(),
        title_en: "Waters".to_owned(),
    };
    let reviewed = review(SMALL, small(), &[rename("碧水保卫战"), rename(" ")]);
    assert_eq!(reviewed.draft.items[1].title, "碧水保卫战");
    assert_eq!((reviewed.titles_en[&at].as_str(), reviewed.lost), ("Waters", vec![1]));
}
