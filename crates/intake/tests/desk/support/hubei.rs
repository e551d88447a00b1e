//! Hubei's plan, and a draft as a good parser would read it.

use std::{path::Path, sync::OnceLock};

use yaodian_domain::{
    id::UnitId,
    plan::{self, Plan, Role},
    target::{Promise, Reference, Sense, Toward},
};
use yaodian_intake::{Assignment, Chapter, Comparator, Draft, Headline, Item, Target, Task};

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
