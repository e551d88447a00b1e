//! What the check says, and what was decided since.

use yaodian_documents::open::{Field, Open, Shape};
use yaodian_domain::{
    Date, Decimal,
    check::{self, Allotment, Assessment, Projection, Required, Status},
    decision::{Amendment, Extension},
    judgement::Judgement,
    plan::Plan,
    standing::{self, Observations, Part, Turn, parts as parts_of},
    target::Target,
};
use yaodian_words::{
    Lang, figures,
    open_data::{fields as f, tables as t},
    reasons,
};

use super::{
    Ground,
    figures::{demonstration_field, from_field, known_on_field, provenance, provenance_field, to_field},
    plan::{one_line, target_field, unit_field},
};

/// One target, judged.
pub(crate) struct Judged<'a> {
    /// As issued.
    pub(crate) target: &'a Target,
    /// With the number and the due date that were in force on the day.
    pub(crate) in_force: Target,
    pub(crate) assessment: Assessment,
    pub(crate) projection: Option<Projection>,
    pub(crate) allotment: Option<Allotment>,
    /// Whether it rests on what was made up.
    pub(crate) demonstration: bool,
}

/// Every target of a plan, judged on a day, in its order.
pub(crate) fn judge<'a>(
    plan: &'a Plan,
    known: &'a Observations,
    as_of: Date,
) -> impl Iterator<Item = Judged<'a>> + use<'a> {
    let policy = plan.policy_on(as_of);
    plan.targets.iter().map(move |target| {
        let (in_force, observations) = (target.in_force(as_of), known.of(&target.id));
        let given = plan.allocations.iter().filter(|share| share.holds_on(as_of));
        let assessment = check::assess(target, observations, as_of, policy);
        Judged {
            demonstration: standing::is_made_up(&assessment, observations),
            assessment,
            projection: check::project(target, observations, as_of),
            allotment: check::allotment(&in_force, given),
            target,
            in_force,
        }
    })
}

/// What is still needed, as a number.
pub(crate) fn needed(required: &Required) -> Decimal {
    match required {
        Required::PerMonth { amount, .. } | Required::RestAverages { amount, .. } | Required::Room { amount } => {
            *amount
        }
        Required::RestCounts { count, .. } => *count,
    }
}

pub(super) fn status_field() -> Field {
    Field::text("status", f::status)
        .required()
        .about(f::status_about)
        .among(Status::ALL.map(Status::as_str))
}

pub(super) fn late_field() -> Field {
    Field::truth("late", f::late)
}

pub(super) fn assessments(ground: &Ground) -> Open<'_> {
    let plan = ground.plan();
    of(plan, judge(plan, &ground.known.observations, ground.as_of))
}

/// The assessments of a plan's targets as a table.
pub(crate) fn of<'a>(plan: &'a Plan, judged: impl IntoIterator<Item = Judged<'a>, IntoIter: 'a>) -> Open<'a> {
    let told = move |lang: Lang, one: &Judged<'a>| {
        let all = one.assessment.reasons.iter();
        let all: Vec<String> = all
            .map(|reason| reasons::reason(lang, &one.in_force, Some(&plan.units), reason))
            .collect();
        one_line(&all.join(" "))
    };
    Shape::new("assessments", t::assessments, t::assessments_about)
        .column(target_field().unique(), |one: &Judged<'a>| one.target.id.to_string())
        .column(Field::text("name", f::name).required(), |one| {
            one.target.name.zh.clone()
        })
        .column(Field::text("name_en", f::name_en), |one| one.target.name.en.clone())
        .column(Field::integer("item", f::item).of("items", "number"), move |one| {
            plan.item_number(one.target)
        })
        .column(Field::day("as_of", f::as_of).required(), |one| one.assessment.as_of)
        .column(status_field(), |one| one.assessment.status.as_str())
        .column(late_field(), |one| one.assessment.late)
        .column(Field::truth("final", f::r#final).about(f::final_about), |one| {
            one.assessment.is_final
        })
        .column(Field::text("rule", f::rule).required(), |one| {
            one.assessment.rule.as_str()
        })
        .column(Field::day("due", f::due).required(), |one| one.assessment.due)
        .column(Field::day("original_due", f::original_due), |one| {
            one.assessment.original_due
        })
        .column(Field::number("value", f::value), |one| {
            one.assessment.basis.as_ref().and_then(|basis| basis.value)
        })
        .column(Field::number("goal", f::goal), |one| {
            one.assessment.bound.map(|bound| bound.value)
        })
        .column(Field::text("measure", f::measure), |one| {
            figures::unit_of(Lang::Zh, one.target).to_owned()
        })
        .column(Field::number("gap", f::gap).about(f::gap_about), |one| {
            one.assessment.gap
        })
        .column(Field::number("gap_count", f::gap_count), |one| one.assessment.gap_count)
        .column(Field::number("pace", f::pace), |one| {
            one.assessment.pace.as_ref().map(|pace| pace.expected)
        })
        .column(Field::number("required", f::required).about(f::required_about), |one| {
            one.assessment.required.as_ref().map(needed)
        })
        .column(
            Field::number("projected", f::projected).about(f::projected_about),
            |one| one.projection.as_ref().map(|ahead| ahead.expected),
        )
        .column(Field::number("projected_low", f::projected_low), |one| {
            one.projection
                .as_ref()
                .and_then(|ahead| ahead.range)
                .map(|range| range.0)
        })
        .column(Field::number("projected_high", f::projected_high), |one| {
            one.projection
                .as_ref()
                .and_then(|ahead| ahead.range)
                .map(|range| range.1)
        })
        .column(from_field(), |one| {
            one.assessment.basis.as_ref().map(|basis| basis.span.from())
        })
        .column(to_field(), |one| {
            one.assessment.basis.as_ref().map(|basis| basis.span.to())
        })
        .column(known_on_field(), |one| {
            one.assessment.basis.as_ref().map(|basis| basis.known_on)
        })
        .column(provenance_field(), |one| {
            one.assessment
                .basis
                .as_ref()
                .and_then(|basis| basis.provenance.as_ref())
                .map(provenance)
        })
        .column(Field::text("quote", f::quote).required(), |one| {
            one_line(&one.target.quote.text)
        })
        .column(Field::text("reasons", f::reasons), move |one| told(Lang::Zh, one))
        .column(Field::text("reasons_en", f::reasons_en), move |one| told(Lang::En, one))
        .column(demonstration_field(), |one| one.demonstration)
        .key(&["target"])
        .rows(judged)
}

pub(super) fn history(ground: &Ground) -> Open<'_> {
    let (as_of, turns) = (ground.as_of, ground.turns());
    let all = (0..turns.len()).filter_map(move |at| turns.get(at).cloned());
    Shape::new("assessment-history", t::history, t::history_about)
        .column(target_field(), |turn: &Turn| turn.target.to_string())
        .column(Field::day("on", f::on).required().about(f::on_about), |turn| turn.on)
        .column(status_field(), |turn| turn.status.as_str())
        .column(late_field(), |turn| turn.late)
        .column(Field::number("value", f::value), |turn| turn.value)
        .column(demonstration_field(), |turn| turn.demonstration)
        .key(&["target", "on"])
        .rows(all.filter(move |turn| turn.on <= as_of))
}

pub(super) fn parts(ground: &Ground) -> Open<'_> {
    let (plan, known) = (ground.plan(), &ground.known.observations);
    let made_up = move |part: &Part| standing::is_made_up(&part.assessment, known.of(&part.assessment.target));
    Shape::new("parts", t::parts, t::parts_about)
        .column(target_field(), |part: &Part| part.assessment.target.to_string())
        .column(unit_field().required(), |part| part.unit.to_string())
        .column(status_field(), |part| part.assessment.status.as_str())
        .column(late_field(), |part| part.assessment.late)
        .column(Field::number("value", f::value), |part| {
            part.assessment.basis.as_ref().and_then(|basis| basis.value)
        })
        .column(Field::number("goal", f::goal), |part| {
            part.assessment.bound.map(|bound| bound.value)
        })
        .column(Field::number("gap", f::gap).about(f::gap_about), |part| {
            part.assessment.gap
        })
        .column(Field::number("gap_count", f::gap_count), |part| {
            part.assessment.gap_count
        })
        .column(Field::day("due", f::due).required(), |part| part.assessment.due)
        .column(from_field(), |part| {
            part.assessment.basis.as_ref().map(|basis| basis.span.from())
        })
        .column(to_field(), |part| {
            part.assessment.basis.as_ref().map(|basis| basis.span.to())
        })
        .column(known_on_field(), |part| {
            part.assessment.basis.as_ref().map(|basis| basis.known_on)
        })
        .column(demonstration_field(), move |part| made_up(part))
        .key(&["target", "unit"])
        .rows(parts_of(plan, known, &ground.standing))
}

pub(super) fn judgements(ground: &Ground) -> Open<'_> {
    let (as_of, said) = (ground.as_of, &ground.known.judgements);
    let all = ground.plan().targets.iter().flat_map(move |target| {
        let by = said.of(&target.id).iter().filter(move |one| one.on <= as_of);
        (1_usize..).zip(by)
    });
    Shape::new("judgements", t::judgements, t::judgements_about)
        .column(target_field(), |(_, one): &(usize, &Judgement)| one.target.to_string())
        .column(Field::integer("position", f::position).required(), |(at, _)| *at)
        .column(Field::day("on", f::on).required(), |(_, one)| one.on)
        .column(status_field(), |(_, one)| one.status.as_str())
        .column(Field::text("reason", f::reason).required(), |(_, one)| {
            one.reason.clone()
        })
        .key(&["target", "position"])
        .rows(all)
}

/// Something that was decided about a target.
enum Decided<'a> {
    Amended(&'a Amendment),
    Extended(&'a Extension),
}

impl Decided<'_> {
    fn kind(&self) -> &'static str {
        match self {
            Self::Amended(_) => "amendment",
            Self::Extended(_) => "extension",
        }
    }

    fn on(&self) -> Date {
        match self {
            Self::Amended(amendment) => amendment.decided_on,
            Self::Extended(extension) => extension.asked_on,
        }
    }

    fn amended(&self) -> Option<&Amendment> {
        match self {
            Self::Amended(amendment) => Some(amendment),
            Self::Extended(_) => None,
        }
    }

    fn extended(&self) -> Option<&Extension> {
        match self {
            Self::Amended(_) => None,
            Self::Extended(extension) => Some(extension),
        }
    }
}

pub(super) fn decisions(ground: &Ground) -> Open<'_> {
    let as_of = ground.as_of;
    let all = ground.plan().targets.iter().flat_map(move |target| {
        let amended = target.decisions.amendments_by(as_of).into_iter().map(Decided::Amended);
        let extended = target.decisions.extensions_by(as_of).into_iter().map(Decided::Extended);
        let mut of_one: Vec<Decided<'_>> = amended.chain(extended).collect();
        of_one.sort_by_key(Decided::on);
        (1_usize..).zip(of_one).map(move |(at, decided)| (target, at, decided))
    });
    let answer = move |decided: &Decided<'_>| decided.extended().and_then(|one| one.answer_by(as_of).cloned());
    Shape::new("decisions", t::decisions, t::decisions_about)
        .column(target_field(), |(target, _, _): &(&Target, usize, Decided<'_>)| {
            target.id.to_string()
        })
        .column(Field::integer("position", f::position).required(), |(_, at, _)| *at)
        .column(
            Field::text("kind", f::kind)
                .required()
                .about(f::decision_kind_about)
                .among(["amendment", "extension"]),
            |(_, _, one)| one.kind(),
        )
        .column(Field::day("on", f::decided_on).required(), |(_, _, one)| one.on())
        .column(Field::number("number", f::new_number), |(_, _, one)| {
            one.amended().map(|one| one.number)
        })
        .column(Field::number("inventory", f::inventory), |(_, _, one)| {
            one.amended().and_then(|one| one.inventory)
        })
        .column(Field::day("new_due", f::new_due), |(_, _, one)| {
            one.extended().map(|one| one.new_due)
        })
        .column(Field::text("reason", f::reason).required(), |(_, _, one)| match one {
            Decided::Amended(one) => one.reason.clone(),
            Decided::Extended(one) => one.reason.clone(),
        })
        .column(Field::day("answered_on", f::answered_on), move |(_, _, one)| {
            answer(one).map(|answer| answer.on)
        })
        .column(
            Field::new("granted", yaodian_documents::open::Kind::Truth, f::granted),
            move |(_, _, one)| answer(one).map(|answer| answer.granted),
        )
        .column(Field::text("answer", f::answer), move |(_, _, one)| {
            answer(one).map(|answer| answer.note)
        })
        .key(&["target", "position"])
        .rows(all)
}
