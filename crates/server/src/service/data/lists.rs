//! Ledgers, bulletins and the final list.

use yaodian_documents::open::{Field, Kind, Open, Shape};
use yaodian_domain::{
    bulletin::BulletinHead,
    closing::{Closed, Finals, Outcome},
    id::{TargetId, UnitId},
    ledger::{Ledger, Stage},
    plan::Plan,
    target::Target,
};
use yaodian_words::{
    Lang, bulletin as titles, figures, names,
    open_data::{fields as f, tables as t},
};

use super::{
    Ground,
    figures::{demonstration_field, from_field, to_field},
    judged::{late_field, status_field},
    plan::{target_field, unit_field},
};

fn address(name: &'static str, title: yaodian_documents::open::Words) -> Field {
    Field::new(name, Kind::Address, title)
}

/// The ledgers that anybody may browse, each with how many entries had come how far by the day.
fn public(ground: &Ground) -> impl Iterator<Item = (&Ledger, Vec<i64>, bool)> {
    let all = ground.plan().ledgers.iter().filter(|ledger| ledger.public);
    all.map(|ledger| {
        let kept = ground.known.kept.iter().find(|kept| kept.ledger == ledger.id);
        let funnel = kept.map_or_else(
            || vec![0; ledger.stages.len() + 1],
            |kept| kept.funnel(ledger, None, ground.as_of),
        );
        (ledger, funnel, kept.is_some_and(|kept| kept.demonstration))
    })
}

type Listed<'a> = (&'a Ledger, Vec<i64>, bool);

pub(super) fn ledgers(ground: &Ground) -> Open<'_> {
    let page = move |ledger: &Ledger, ending: &str| ground.address(&format!("/ledger/{}{ending}", ledger.id));
    Shape::new("ledgers", t::ledgers, t::ledgers_about)
        .column(
            Field::text("id", f::id).required().unique(),
            |(ledger, _, _): &Listed<'_>| ledger.id.to_string(),
        )
        .column(Field::text("name", f::name).required(), |(ledger, _, _)| {
            ledger.name.zh.clone()
        })
        .column(Field::text("name_en", f::name_en), |(ledger, _, _)| {
            ledger.name.en.clone()
        })
        .column(Field::text("counted", f::counted), |(ledger, _, _)| {
            ledger.counted.zh.clone()
        })
        .column(Field::integer("expected", f::expected), |(ledger, _, _)| {
            ledger.expected
        })
        .column(Field::integer("entries", f::entries).required(), |(_, funnel, _)| {
            funnel.first().copied().unwrap_or_default()
        })
        .column(
            Field::text("targets", f::fed_targets).about(f::ids_about),
            |(ledger, _, _)| {
                let mut all: Vec<&str> = ledger
                    .feeds
                    .iter()
                    .filter_map(|feed| feed.target())
                    .map(TargetId::as_str)
                    .collect();
                all.dedup();
                all.join(" ")
            },
        )
        .column(address("page", f::page).required(), move |(ledger, _, _)| {
            page(ledger, "")
        })
        .column(address("csv", f::csv).required(), move |(ledger, _, _)| {
            page(ledger, ".csv")
        })
        .column(address("json", f::json).required(), move |(ledger, _, _)| {
            page(ledger, ".json")
        })
        .column(address("xlsx", f::xlsx).required(), move |(ledger, _, _)| {
            page(ledger, ".xlsx")
        })
        .column(demonstration_field(), |(_, _, made_up)| *made_up)
        .key(&["id"])
        .rows(public(ground))
}

pub(super) fn ledger_stages(ground: &Ground) -> Open<'_> {
    type Passed<'a> = (&'a Ledger, usize, &'a Stage, i64, bool);
    let all = public(ground).flat_map(|(ledger, funnel, made_up)| {
        let stages = (1_usize..).zip(&ledger.stages);
        stages.map(move |(at, stage)| (ledger, at, stage, funnel.get(at).copied().unwrap_or_default(), made_up))
    });
    Shape::new("ledger-stages", t::ledger_stages, t::ledger_stages_about)
        .column(
            Field::text("ledger", f::ledger_id).required().of("ledgers", "id"),
            |(ledger, ..): &Passed<'_>| ledger.id.to_string(),
        )
        .column(Field::text("stage", f::ledger_stage).required(), |(_, _, stage, ..)| {
            stage.id.to_string()
        })
        .column(Field::integer("position", f::position).required(), |(_, at, ..)| *at)
        .column(Field::text("name", f::name).required(), |(_, _, stage, ..)| {
            stage.name.zh.clone()
        })
        .column(Field::text("name_en", f::name_en), |(_, _, stage, ..)| {
            stage.name.en.clone()
        })
        .column(
            Field::integer("reached", f::reached).required(),
            |(_, _, _, reached, _)| *reached,
        )
        .column(demonstration_field(), |(.., made_up)| *made_up)
        .key(&["ledger", "stage"])
        .rows(all)
}

pub(super) fn bulletins(ground: &Ground) -> Open<'_> {
    let published = move |head: &BulletinHead| head.published_on.is_some_and(|day| day <= ground.as_of);
    let page = move |head: &BulletinHead, form: &str| ground.address(&format!("/bulletin/{}{form}", head.id));
    // A correction that came later is not known yet.
    let corrected = move |head: &BulletinHead| {
        let by = head.corrected_by.as_ref()?;
        let known = ground.bulletins.iter().find(|other| &other.id == by)?;
        published(known).then(|| by.to_string())
    };
    Shape::new("bulletins", t::bulletins, t::bulletins_about)
        .column(Field::text("id", f::id).required().unique(), |head: &&BulletinHead| {
            head.id.to_string()
        })
        .column(Field::text("edition", f::edition).required(), |head| {
            head.edition.to_string()
        })
        .column(Field::text("name", f::name).required(), |head| {
            titles::edition(Lang::Zh, head.edition)
        })
        .column(Field::text("name_en", f::name_en), |head| {
            titles::edition(Lang::En, head.edition)
        })
        .column(from_field().required(), |head| head.edition.span().from())
        .column(to_field().required(), |head| head.edition.span().to())
        .column(Field::day("as_of", f::as_of).required(), |head| head.as_of)
        .column(Field::day("published_on", f::published_on).required(), |head| {
            head.published_on
        })
        .column(Field::text("corrects", f::corrects).of("bulletins", "id"), |head| {
            head.corrects.as_ref().map(ToString::to_string)
        })
        .column(
            Field::text("corrected_by", f::corrected_by).of("bulletins", "id"),
            move |head| corrected(head),
        )
        .column(address("page", f::page).required(), move |head| page(head, ""))
        .column(address("docx", f::docx).required(), move |head| page(head, "/docx"))
        .column(address("pdf", f::pdf).required(), move |head| page(head, "/pdf"))
        .key(&["id"])
        .rows(ground.bulletins.iter().filter(move |head| published(head)))
}

/// A line of the final list: a target, or a unit's part of it.
struct Line<'a> {
    target: Target,
    unit: Option<&'a UnitId>,
    outcome: &'a Outcome,
    closed: Option<&'a Closed>,
}

pub(super) fn finals(ground: &Ground) -> Open<'_> {
    let finals = ground
        .known
        .finals
        .as_ref()
        .filter(|finals| finals.as_of <= ground.as_of);
    final_list(ground.plan(), finals)
}

/// The final list of a closed year as a table; without one it has no rows.
pub(crate) fn final_list<'a>(plan: &'a Plan, finals: Option<&'a Finals>) -> Open<'a> {
    let all = finals.into_iter().flat_map(move |finals| {
        let known = finals
            .targets
            .iter()
            .filter_map(|one| Some((one, plan.target(&one.target)?)));
        known.flat_map(move |(one, target)| {
            let target = target.in_force(finals.as_of);
            let whole = Line {
                target: target.clone(),
                unit: None,
                outcome: &one.outcome,
                closed: one.closure.as_ref(),
            };
            let parts = one.parts.iter().map(move |part| Line {
                target: target.clone(),
                unit: Some(&part.unit),
                outcome: &part.outcome,
                closed: part.closure.as_ref(),
            });
            std::iter::once(whole).chain(parts)
        })
    });
    Shape::new("final-list", t::finals, t::finals_about)
        .column(
            Field::text("id", f::id).required().unique(),
            |line: &Line<'_>| match line.unit {
                None => line.target.id.to_string(),
                Some(unit) => format!("{}/{unit}", line.target.id),
            },
        )
        .column(target_field(), |line| line.target.id.to_string())
        .column(Field::text("name", f::name).required(), |line| {
            line.target.name.zh.clone()
        })
        .column(unit_field().about(f::whole_about), |line| {
            line.unit.map(ToString::to_string)
        })
        .column(status_field(), |line| line.outcome.status.as_str())
        .column(Field::text("status_word", f::status_word).required(), |line| {
            names::status(Lang::Zh, line.outcome.status)
        })
        .column(late_field(), |line| line.outcome.late)
        .column(Field::number("value", f::value), |line| {
            line.outcome.basis.as_ref().and_then(|basis| basis.value)
        })
        .column(Field::text("value_shown", f::value_shown), |line| {
            line.outcome
                .basis
                .as_ref()
                .map(|basis| figures::basis(Lang::Zh, &line.target, basis))
        })
        .column(Field::text("goal_shown", f::goal_shown), |line| {
            figures::goal(Lang::Zh, &line.target)
        })
        .column(Field::day("due", f::due).required(), |line| line.outcome.due)
        .column(Field::day("closed_on", f::closed_on), |line| {
            line.closed.map(|closed| closed.on)
        })
        .key(&["id"])
        .rows(all)
}
