//! What a person should look at.

use std::collections::{BTreeMap, HashMap, HashSet};

use yaodian_domain::plan::Span;

use super::{
    About, Doubt, Mark, Place, SURE, code,
    work::{Held, HeldTask, Work, all_assignments},
};
use crate::{
    draft::{Diagnostic, Matter, Severity},
    edit::Key,
};

/// Everything that is to be looked at, in the order of the text.
pub(super) fn of(work: &Work<'_>) -> Vec<Doubt> {
    let mut all = Vec::new();
    for headline in &work.headlines {
        for held in headline.targets.iter().filter(|held| !held.dropped) {
            all.extend(unsure(work, held));
            if !work.reporters.contains_key(&held.key) {
                let about = About::Reporters { target: held.key };
                all.push(doubt(code::NO_REPORTER, held.key.span, Severity::Warning, about));
            }
        }
    }
    for held in work.tasks() {
        all.extend(held.targets.iter().filter_map(|target| unsure(work, target)));
        if all_assignments(&held.task).next().is_none() {
            let about = About::Task {
                at: held.task.span.start,
            };
            all.push(doubt(code::NO_ASSIGNMENT, held.task.span, Severity::Error, about));
        }
    }
    remarks(work, &mut all);
    all.retain(|doubt| !work.settled.contains(&(doubt.code.clone(), doubt.span)));
    all.sort_by(|a, b| (a.span, &a.code).cmp(&(b.span, &b.code)));
    let mut last: Option<(String, Span, usize)> = None;
    for doubt in &mut all {
        doubt.nth = match &last {
            Some((code, span, nth)) if *code == doubt.code && *span == doubt.span => nth + 1,
            _ => 0,
        };
        last = Some((doubt.code.clone(), doubt.span, doubt.nth));
    }
    all
}

/// All places at which a doubt of a code can have been, decided or not.
pub(super) fn places<'w>(work: &'w Work<'_>) -> HashSet<(&'w str, Span)> {
    let remarks = work.rest.diagnostics.iter().map(|one| (one.matter.code(), one.span));
    let unsure = work.held().map(|held| (code::UNSURE, held.key.span));
    let reporters = work.headlines.iter().flat_map(|headline| &headline.targets);
    let reporters = reporters.map(|held| (code::NO_REPORTER, held.key.span));
    let tasks = work.tasks().map(|held| (code::NO_ASSIGNMENT, held.task.span));
    remarks.chain(unsure).chain(reporters).chain(tasks).collect()
}

fn doubt(code: &str, span: Span, severity: Severity, about: About) -> Doubt {
    Doubt {
        code: code.to_owned(),
        span,
        nth: 0,
        severity,
        about,
    }
}

fn unsure(work: &Work<'_>, held: &Held) -> Option<Doubt> {
    let open = !held.dropped && held.target.confidence < SURE && !work.state.contains_key(&held.key);
    let about = About::Target { target: held.key };
    open.then(|| doubt(code::UNSURE, held.key.span, Severity::Warning, about))
}

/// What the parser remarked and nothing has decided since.
fn remarks(work: &Work<'_>, all: &mut Vec<Doubt>) {
    let brackets = Brackets::of(work);
    let added = |key: &&Key| work.state.get(*key) == Some(&Mark::Added);
    let added: Vec<Span> = work.state.keys().filter(added).map(|key| key.span).collect();
    let mut names: BTreeMap<&str, Vec<&Diagnostic>> = BTreeMap::new();
    for remark in &work.rest.diagnostics {
        let open = match &remark.matter {
            // Found anew in the tasks as they are by now.
            Matter::NoAssignment => false,
            Matter::UnknownUnit { name, .. } => {
                names.entry(name).or_default().push(remark);
                false
            }
            Matter::LeadByOrder { .. } | Matter::RoleTwice | Matter::NoRole | Matter::OpenBracket => {
                !brackets.is_decided(remark.span)
            }
            Matter::DoubtfulFigure { .. } => !added.iter().any(|span| span.covers(remark.span)),
            Matter::NumberJumps { .. } => true,
            _ => remark.severity >= Severity::Warning,
        };
        if open {
            let about = About::Matter {
                matter: remark.matter.clone(),
            };
            all.push(doubt(remark.matter.code(), remark.span, remark.severity, about));
        }
    }
    for (name, remarks) in names {
        all.extend(unknown(work, &brackets, name, &remarks));
    }
}

/// One entry for a name that is not known, for those of its places at which nobody was named
/// instead. Its own place is the first of all, so that it stays the same.
fn unknown(work: &Work<'_>, brackets: &Brackets<'_>, name: &str, remarks: &[&Diagnostic]) -> Option<Doubt> {
    if work.learned.iter().any(|(learned, _)| learned == name) {
        return None;
    }
    let span = remarks.iter().map(|remark| remark.span).min()?;
    let open = remarks.iter().map(|remark| remark.span);
    let mut places: Vec<Span> = open.filter(|place| !brackets.is_decided(*place)).collect();
    places.sort_unstable();
    places.dedup();
    let near = remarks.iter().find_map(|remark| match &remark.matter {
        Matter::UnknownUnit { near, .. } => Some(near.clone()),
        _ => None,
    });
    let severity = remarks.iter().map(|remark| remark.severity).max()?;
    let about = About::Name {
        name: name.to_owned(),
        near: near.unwrap_or_default(),
        places: places.iter().copied().map(Place).collect(),
    };
    (!places.is_empty()).then(|| doubt(code::UNKNOWN_UNIT, span, severity, about))
}

/// Which tasks a bracket speaks for.
struct Brackets<'w> {
    /// By the task's first byte, in order.
    tasks: Vec<&'w HeldTask>,
    by_bracket: HashMap<Span, Vec<&'w HeldTask>>,
    /// The brackets, in order.
    order: Vec<Span>,
}

impl<'w> Brackets<'w> {
    fn of(work: &'w Work<'_>) -> Self {
        let mut tasks: Vec<&HeldTask> = work.tasks().collect();
        tasks.sort_by_key(|held| held.task.span);
        let mut by_bracket: HashMap<Span, Vec<&HeldTask>> = HashMap::new();
        for held in &tasks {
            for assignment in &held.task.assignments {
                by_bracket.entry(assignment.bracket).or_default().push(held);
            }
        }
        let mut order: Vec<Span> = by_bracket.keys().copied().collect();
        order.sort_unstable();
        Self {
            tasks,
            by_bracket,
            order,
        }
    }

    /// Whether a person has said who leads and who answers for all tasks that a bracket at this place
    /// speaks for: those whose bracket lies around it, or else the task that begins last before it.
    fn is_decided(&self, place: Span) -> bool {
        let before = self.order.partition_point(|bracket| bracket.start <= place.start);
        let around = before.checked_sub(1).and_then(|at| self.order.get(at));
        let around = around.filter(|bracket| bracket.covers(place));
        if let Some(tasks) = around.and_then(|bracket| self.by_bracket.get(bracket)) {
            return tasks.iter().all(|held| held.decided);
        }
        let before = self.tasks.partition_point(|held| held.task.span.start <= place.start);
        let last = before.checked_sub(1).and_then(|at| self.tasks.get(at));
        last.is_some_and(|held| held.decided)
    }
}
