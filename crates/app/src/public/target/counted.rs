//! A target whose figure is counted from a ledger: which, how much is listed, and how far units'
//! reports were off.

use std::{cmp::Reverse, collections::BTreeMap};

use leptos::prelude::*;
use yaodian_domain::{
    Date, Decimal,
    id::UnitId,
    ledger::Ledger,
    observation::{Figure, Observation, Provenance},
    target::Target,
};
use yaodian_words::{cells, figures, public_ledger as words};

use super::super::{Picture, Reader, ledger::listed};
use crate::parts;

/// What a ledger said, without what is no news: of each month the last, for each unit. A list that
/// changes daily would fill the page otherwise.
pub(super) fn monthly<'o>(counted: impl Iterator<Item = &'o Observation>) -> Vec<&'o Observation> {
    let mut counted: Vec<_> = counted.collect();
    counted.sort_by_key(|o| o.known_on);
    let mut last: BTreeMap<(Option<&UnitId>, i16, i8), &Observation> = BTreeMap::new();
    for o in counted {
        let day = o.span.to();
        let slot = last.entry((o.unit.as_ref(), day.year(), day.month())).or_insert(o);
        // Of the same days: since when it has said so.
        if day > slot.span.to() || (day == slot.span.to() && o.figure != slot.figure) {
            *slot = o;
        }
    }
    last.into_values().collect()
}

/// Whether an observation is a ledger's.
pub(super) fn is_counted(o: &Observation) -> bool {
    o.provenance.is_counted()
}

/// Whether a report no longer counts because a ledger has spoken since.
pub(super) fn is_taken_over(observations: &[Observation], alone: bool, o: &Observation) -> bool {
    let speaker = speaker(alone, o.unit.as_ref());
    let first = (observations.iter())
        .filter(|other| is_counted(other) && other.unit.as_ref() == speaker)
        .map(|other| other.known_on)
        .min();
    is_reported(o) && first.is_some() && o.withdrawn_on == first
}

fn is_reported(o: &Observation) -> bool {
    matches!(o.provenance, Provenance::Reported { .. })
}

/// For whom a ledger speaks where a unit reported: of a target that one unit reports on, for the whole.
fn speaker(alone: bool, unit: Option<&UnitId>) -> Option<&UnitId> {
    unit.filter(|_| !alone)
}

/// The section of the target's page, where there is a ledger behind it.
pub(super) fn section(reader: &Reader, picture: Picture<'_>, target: &Target) -> Option<AnyView> {
    let (lang, plan, as_of) = (reader.lang, picture.plan(), picture.standing.as_of);
    let observations = picture.known.observations.of(&target.id);
    let fed = plan.ledger_of(&target.id);
    let cited = || {
        let mut ledgers = observations.iter().filter_map(|o| o.provenance.ledger());
        ledgers.find_map(|(ledger, _)| plan.ledger(ledger))
    };
    let ledger = fed.or_else(cited)?;
    let kept = picture.kept(ledger);
    let name = lang.of(&ledger.name).to_owned();
    let name = if ledger.public {
        view! { <a href=reader.href(&format!("/ledger/{}", ledger.id))>{name}</a> }.into_any()
    } else {
        view! { {name} " " <span class="tag">{words::not_public(lang)}</span> }.into_any()
    };
    let tag = (kept.is_some_and(|kept| kept.demonstration)).then(|| parts::demonstration_tag(lang));
    let row = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd class="number">{value}</dd></div> })
    };
    // A ledger of deliverables lists the steps of many targets: its length says nothing of one.
    let number = fed.map(|ledger| {
        let funnel = kept.map(|kept| kept.funnel(ledger, None, as_of));
        let number = funnel.and_then(|funnel| funnel.first().copied()).unwrap_or_default();
        listed(reader, number, ledger.expected)
    });
    let note = if kept.is_some() {
        words::is_the_figure(lang)
    } else {
        words::not_begun(lang)
    };
    Some(
        view! {
            <section>
                <h2>{words::from_ledger(lang)}</h2>
                <dl class="facts">
                    <div><dt>{words::ledger_word(lang)}</dt><dd>{name} {tag}</dd></div>
                    {row(words::listed_word(lang), number)}
                    {row(words::counted_stage(lang), counted_stage(reader, ledger, target))}
                    {row(words::counts_from(lang), ledger.counts_from.map(figures::day))}
                </dl>
                <p class="fine">{note}</p>
                {differences(reader, picture, target, observations, as_of)}
            </section>
        }
        .into_any(),
    )
}

fn counted_stage(reader: &Reader, ledger: &Ledger, target: &Target) -> Option<String> {
    let feed = ledger.feeds.iter().find(|feed| feed.target() == Some(&target.id))?;
    Some(cells::stage(reader.lang, ledger, feed.stage()?))
}

/// How many are said to be done, if it can be compared.
fn amount(figure: &Figure) -> Option<(bool, Decimal)> {
    match figure {
        Figure::Counts { done, .. } => Some((true, *done)),
        Figure::Amount { value } => Some((false, *value)),
        Figure::Progress { .. } | Figure::Words { .. } => None,
    }
}

/// A unit's last report before a ledger took over, and what the ledger says of the unit now.
fn pair<'o>(
    observations: &'o [Observation],
    alone: bool,
    unit: &UnitId,
    as_of: Date,
) -> Option<(&'o Observation, &'o Observation)> {
    let known = || observations.iter().filter(|o| o.known_on <= as_of);
    let reported = known()
        .filter(|o| o.unit.as_ref() == Some(unit) && is_reported(o))
        .max_by_key(|o| (o.span.to(), o.known_on))?;
    let counted = known()
        .filter(|o| is_counted(o) && o.unit.as_ref() == speaker(alone, Some(unit)))
        .max_by_key(|o| (o.known_on, Reverse(o.span.to())))?;
    Some((reported, counted))
}

/// Units' last reports against what the ledger says of them.
fn differences(
    reader: &Reader,
    picture: Picture<'_>,
    target: &Target,
    observations: &[Observation],
    as_of: Date,
) -> Option<AnyView> {
    let (lang, plan) = (reader.lang, picture.plan());
    let until =
        |value: Decimal, o: &Observation| words::until(lang, &figures::number(value), &figures::day(o.span.to()));
    let alone = target.reporters.len() == 1;
    let rows: Vec<_> = (target.reporters.iter())
        .filter_map(|unit| {
            let (reported, counted) = pair(observations, alone, unit, as_of)?;
            let (form, said) = amount(&reported.figure)?;
            let (_, now) = amount(&counted.figure).filter(|(other, _)| *other == form)?;
            let name = plan
                .units
                .get(unit)
                .map_or_else(|| unit.to_string(), |unit| lang.unit(unit).to_owned());
            let tag = counted
                .provenance
                .is_demonstration()
                .then(|| parts::demonstration_tag(lang));
            Some(view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="number">{until(said, reported)}</td>
                    <td class="number">{until(now, counted)} {tag}</td>
                    <td class="number">{words::difference(lang, said, now)}</td>
                </tr>
            })
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let heads = [
        (yaodian_words::label::unit_word(lang), false),
        (words::reported_word(lang), true),
        (words::ledger_word(lang), true),
        (words::difference_word(lang), true),
    ];
    Some(
        view! {
            <h3>{words::differences(lang)}</h3>
            <p class="fine">{words::differences_note(lang)}</p>
            {parts::table("records", &heads, rows)}
        }
        .into_any(),
    )
}

/// Says that the table has less than the ledger said.
pub(super) fn note(reader: &Reader, observations: &[&Observation]) -> Option<AnyView> {
    let daily = |o: &&Observation| matches!(o.provenance, Provenance::Ledger { .. });
    observations
        .iter()
        .any(daily)
        .then(|| view! { <p class="fine">{words::monthly_note(reader.lang)}</p> }.into_any())
}

#[cfg(test)]
mod tests {
    use yaodian_domain::{id::LedgerId, time::DaySpan};

    use super::*;

    fn observed(unit: Option<&str>, to: Date, known_on: Date, value: i64) -> Observation {
        Observation {
            unit: unit.map(|unit| UnitId::new(unit).expect("a unit")),
            span: DaySpan::new(Date::constant(2023, 1, 1), to).expect("days"),
            known_on,
            figure: Figure::Amount {
                value: Decimal::from(value),
            },
            change_on_last_year: None,
            samples: None,
            withdrawn_on: None,
            provenance: Provenance::Ledger {
                ledger: LedgerId::new("villages").expect("a ledger"),
                demonstration: false,
            },
        }
    }

    #[test]
    fn of_a_list_that_changes_daily_each_month_keeps_its_last_word() {
        let day = |month, day| Date::constant(2023, month, day);
        let all = [
            observed(None, day(3, 1), day(3, 1), 10),
            observed(None, day(3, 31), day(3, 31), 20),
            observed(Some("wuhan"), day(3, 20), day(3, 20), 5),
            observed(None, day(4, 2), day(4, 2), 30),
        ];
        let kept = monthly(all.iter());
        let values: Vec<_> = kept.iter().filter(|o| o.unit.is_none()).map(|o| &o.figure).collect();
        assert_eq!(values, [&all[1].figure, &all[3].figure]);
        assert_eq!(kept.len(), 3);
    }

    #[test]
    fn a_report_is_held_against_what_the_ledger_says_now() {
        let day = |month, day| Date::constant(2023, month, day);
        let report = |known_on, value, withdrawn_on| Observation {
            withdrawn_on,
            provenance: Provenance::Reported {
                report: yaodian_domain::id::ReportId::new("r1").expect("a report"),
                late: None,
            },
            ..observed(Some("wuhan"), day(8, 31), known_on, value)
        };
        let taken_over = report(day(9, 4), 610, Some(day(9, 20)));
        let corrected = report(day(9, 1), 600, Some(day(9, 4)));
        let of_unit = [
            corrected.clone(),
            taken_over.clone(),
            observed(Some("wuhan"), day(9, 20), day(9, 20), 590),
            observed(Some("wuhan"), day(9, 25), day(9, 25), 598),
            observed(None, day(9, 25), day(9, 25), 4_000),
        ];
        let wuhan = UnitId::new("wuhan").expect("a unit");
        assert_eq!(
            pair(&of_unit, false, &wuhan, day(9, 25)),
            Some((&of_unit[1], &of_unit[3]))
        );
        assert_eq!(
            pair(&of_unit, false, &wuhan, day(9, 10)),
            None,
            "nothing was listed yet"
        );
        assert!(is_taken_over(&of_unit, false, &taken_over));
        assert!(!is_taken_over(&of_unit, false, &corrected), "a correction of its own");
        // Where one unit reports alone, the ledger speaks of the whole.
        assert_eq!(
            pair(&of_unit, true, &wuhan, day(9, 25)),
            Some((&of_unit[1], &of_unit[4]))
        );
    }

    #[test]
    fn a_year_that_is_over_is_known_since_it_last_changed() {
        let (end, january) = (Date::constant(2023, 12, 31), |day| Date::constant(2024, 1, day));
        let all = [
            observed(None, end, january(5), 700),
            observed(None, end, january(9), 750),
            observed(None, end, january(31), 750),
        ];
        assert_eq!(monthly(all.iter()), [&all[1]]);
    }
}
