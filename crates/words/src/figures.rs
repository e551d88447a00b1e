//! How numbers, days and stretches of days are written.

use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Basis, Left, Reason, Required},
    observation::Figure,
    target::{Authority, Bound, Promise, Reference, Sense, Target},
    time::DaySpan,
};

use crate::{Lang, names, say};

/// A number with its decimals, thousands parted by commas and a true minus sign.
pub fn number(value: Decimal) -> String {
    let plain = value.abs().to_string();
    let (whole, decimals) = plain
        .split_once('.')
        .map_or((plain.as_str(), None), |(w, d)| (w, Some(d)));
    let mut text = String::with_capacity(plain.len() + 6);
    if value.is_sign_negative() && !value.is_zero() {
        text.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if let Some(decimals) = decimals {
        text.push('.');
        text.push_str(decimals);
    }
    text
}

/// A number with a sign, for changes.
pub fn signed(value: Decimal) -> String {
    if value.is_sign_negative() || value.is_zero() {
        number(value)
    } else {
        format!("+{}", number(value))
    }
}

/// A number with its unit of measure: `89.3%`, `37 μg/m³`, `750 个`.
pub fn with_unit(value: Decimal, unit: &str) -> String {
    match unit {
        "" => number(value),
        "%" => format!("{}%", number(value)),
        unit if value.abs() == Decimal::ONE => format!("{} {}", number(value), singular(unit)),
        unit => format!("{} {unit}", number(value)),
    }
}

/// A unit of measure of which there is one: `village`, `water body`. What is no English plural stays.
fn singular(unit: &str) -> String {
    let plural = unit.len() > 3 && unit.chars().all(|c| c.is_ascii_alphabetic() || c == ' ' || c == '-');
    match (unit.strip_suffix("ies"), unit.strip_suffix('s')) {
        (Some(stem), _) if plural => format!("{stem}y"),
        (_, Some(stem)) if plural && !unit.ends_with("works") && !unit.ends_with("ss") => stem.to_owned(),
        _ if unit == "people" => "person".to_owned(),
        _ => unit.to_owned(),
    }
}

/// A figure by itself, where its target is not at hand: `305`, `305 / 734`.
pub fn bare(lang: Lang, figure: &Figure) -> String {
    match figure {
        Figure::Amount { value } => number(*value),
        Figure::Counts { done, of: Some(of) } => format!("{} / {}", number(*done), number(*of)),
        Figure::Counts { done, of: None } => number(*done),
        Figure::Progress { step } => names::step(lang, *step).to_owned(),
        Figure::Words { text } => text.to_string(),
    }
}

/// A day: `2023-09-25`.
pub fn day(day: Date) -> String {
    day.to_string()
}

/// A stretch of days, as short as it can be written: `2023 年`, `2023 年 1—4 月`, `2023-09-21`.
pub fn span(lang: Lang, span: DaySpan) -> String {
    let (from, to) = (span.from(), span.to());
    let whole_months = from == from.first_of_month() && to == to.last_of_month() && from.year() == to.year();
    if from == to {
        day(from)
    } else if span == DaySpan::year(from.year()) {
        lang.pick(format!("{} 年", from.year()), from.year().to_string())
    } else if whole_months && from.month() == to.month() {
        lang.pick(
            format!("{} 年 {} 月", from.year(), from.month()),
            format!("{}-{:02}", from.year(), from.month()),
        )
    } else if whole_months {
        lang.pick(
            format!("{} 年 {}—{} 月", from.year(), from.month(), to.month()),
            format!("{}-{:02} to {:02}", from.year(), from.month(), to.month()),
        )
    } else {
        format!("{from} — {to}")
    }
}

/// The unit in which a target's value, bound and gap are given.
pub fn unit_of(lang: Lang, target: &Target) -> &str {
    match &target.promise {
        Promise::Share { .. }
        | Promise::NotWorse {
            reference: Reference::Whole { .. },
            ..
        } => "%",
        promise => promise.measure().map_or("", |measure| lang.of(&measure.unit)),
    }
}

/// The unit in which a target's entries are counted.
pub fn entries_of(lang: Lang, target: &Target) -> &str {
    match &target.promise {
        Promise::Count { measure, .. } | Promise::Share { measure, .. } | Promise::NotWorse { measure, .. } => {
            lang.of(&measure.unit)
        }
        _ => "",
    }
}

/// A floor or ceiling: `≥ 89.3%`.
pub fn bound(lang: Lang, bound: Bound, unit: &str) -> String {
    let value = with_unit(bound.value, unit);
    match bound.sense {
        Sense::AtLeast => say::at_least(lang, &value),
        Sense::AtMost => say::at_most(lang, &value),
    }
}

/// What a target asks for, in a few characters.
pub fn goal(lang: Lang, target: &Target) -> String {
    let unit = unit_of(lang, target);
    match &target.promise {
        Promise::Level { bound: b, .. } => bound(lang, *b, unit),
        Promise::SetElsewhere { given: Some(given), .. } => bound(lang, given.bound, unit),
        Promise::SetElsewhere {
            authority, given: None, ..
        } => say::set_by(lang, &names::authority(lang, authority)),
        Promise::Count { goal, toward, .. } => {
            let sense = toward.sense();
            bound(lang, Bound { sense, value: *goal }, unit)
        }
        Promise::Share { goal, .. } => bound(
            lang,
            Bound {
                sense: Sense::AtLeast,
                value: *goal,
            },
            unit,
        ),
        Promise::NotWorse {
            reference: Reference::LastYear { sense, value, .. },
            ..
        } => {
            let words = match sense {
                Sense::AtLeast => lang.pick("不降低", "no lower than last year"),
                Sense::AtMost => lang.pick("不升高", "no higher than last year"),
            };
            value.map_or_else(
                || words.to_owned(),
                |value| say::and_last_year(lang, &words, &with_unit(value, unit)),
            )
        }
        Promise::NotWorse {
            reference: Reference::Whole { of },
            measure,
        } => {
            let all = lang.pick("全部保持", "all kept");
            of.map_or_else(
                || all.to_owned(),
                |of| format!("{all} ({})", with_unit(of, lang.of(&measure.unit))),
            )
        }
        Promise::Deliverable => lang.pick(format!("{} 前完成", target.due()), format!("by {}", target.due())),
        Promise::Duty { cadence } | Promise::Statement { cadence } => names::cadence(lang, *cadence).to_owned(),
    }
}

/// What a target asks for beside its verdict, which may be that of one unit's part: the plan's number is then not
/// the unit's own.
pub fn goal_of(lang: Lang, target: &Target, assessment: &Assessment) -> String {
    let awaits_share = |reason: &Reason| {
        let authority = Authority::Allocation;
        *reason == Reason::AwaitingTarget { authority }
    };
    let whole = assessment.reasons.iter().find_map(|reason| match reason {
        Reason::HeldOf { of, .. } => Some(*of),
        _ => None,
    });
    match (&target.promise, whole) {
        _ if assessment.reasons.iter().any(awaits_share) => say::share_unset(lang, &goal(lang, target)),
        (Promise::NotWorse { measure, .. }, Some(of)) => {
            let all = lang.pick("全部保持", "all kept");
            format!("{all} ({})", with_unit(of, lang.of(&measure.unit)))
        }
        _ => goal(lang, target),
    }
}

/// What was observed, in a few characters; words are cut.
pub fn figure(lang: Lang, target: &Target, figure: &Figure) -> String {
    match figure {
        Figure::Amount { value } => with_unit(*value, unit_of(lang, target)),
        Figure::Counts { done, of: Some(of) } => say::done_of(lang, &number(*done), &number(*of)),
        Figure::Counts { done, of: None } => with_unit(*done, entries_of(lang, target)),
        Figure::Progress { step } => names::step(lang, *step).to_owned(),
        Figure::Words { text } => {
            let mut chars = text.chars();
            let head: String = chars.by_ref().take(24).collect();
            if chars.next().is_some() { head + "…" } else { head }
        }
    }
}

/// The value an assessment rests on, in a few characters; `None` where nothing is known.
pub fn value(lang: Lang, target: &Target, assessment: &Assessment) -> Option<String> {
    Some(basis(lang, target, assessment.basis.as_ref()?))
}

/// What a verdict rests on, in a few characters.
pub fn basis(lang: Lang, target: &Target, basis: &Basis) -> String {
    match (&basis.figure, basis.value) {
        (Figure::Amount { .. } | Figure::Counts { .. }, Some(value)) => with_unit(value, unit_of(lang, target)),
        (other, _) => figure(lang, target, other),
    }
}

/// How far from the goal, in a few characters.
pub fn gap(lang: Lang, target: &Target, assessment: &Assessment) -> Option<String> {
    let (gap, unit) = match (assessment.gap_count, assessment.gap) {
        (Some(count), _) => (count, entries_of(lang, target)),
        (None, Some(gap)) if unit_of(lang, target) == "%" => (gap, lang.pick("个百分点", "points")),
        (None, Some(gap)) => (gap, unit_of(lang, target)),
        (None, None) => return None,
    };
    let amount = with_unit(gap.abs(), unit);
    Some(if gap.is_sign_negative() && !gap.is_zero() {
        say::short_by(lang, &amount)
    } else {
        say::ahead_by(lang, &amount)
    })
}

/// What is still needed, in a few characters.
pub fn required(lang: Lang, target: &Target, required: &Required) -> String {
    match required {
        Required::PerMonth {
            amount,
            months,
            entries,
        } => {
            let unit = if *entries {
                entries_of(lang, target)
            } else {
                unit_of(lang, target)
            };
            say::per_month(lang, &with_unit(*amount, unit), months)
        }
        Required::RestAverages { amount, left, possible } => {
            let amount = with_unit(*amount, unit_of(lang, target));
            let left = match left {
                Left::Days(n) => say::days(lang, n),
                Left::Samples(n) => say::samples(lang, &number(*n)),
            };
            if *possible {
                say::rest_averages(lang, &amount, &left)
            } else {
                say::out_of_reach(lang, &amount, &left)
            }
        }
        Required::RestCounts {
            possible: false, of, ..
        } => say::counts_out_of_reach(lang, &number(*of)),
        Required::RestCounts { count, of, .. } => say::rest_counts(lang, &number(*count), &number(*of)),
        Required::Room { amount } => say::room(lang, &with_unit(*amount, entries_of(lang, target))),
    }
}

/// The published change on last year, in a few characters.
pub fn change(lang: Lang, target: &Target, change: Decimal) -> String {
    let unit = unit_of(lang, target);
    if unit == "%" {
        say::change_points(lang, &signed(change))
    } else {
        say::change_amount(lang, &format!("{} {unit}", signed(change)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_in_thousands() {
        for (value, text) in [
            ("12480", "12,480"),
            ("-917", "−917"),
            ("1234567.50", "1,234,567.50"),
            ("0.3", "0.3"),
            ("999", "999"),
            ("-0.0", "0.0"),
        ] {
            assert_eq!(number(value.parse().unwrap()), text);
        }
    }

    #[test]
    fn of_one_thing_the_unit_is_no_plural() {
        let units = [
            ("villages", "1 village"),
            ("water bodies", "1 water body"),
            ("cement works", "1 cement works"),
            ("mg/L", "1 mg/L"),
            ("个", "1 个"),
        ];
        for (unit, said) in units {
            assert_eq!(with_unit(Decimal::ONE, unit), said);
        }
        assert_eq!(with_unit(Decimal::from(2), "villages"), "2 villages");
    }

    #[test]
    fn stretches_are_written_short() {
        let stretch = |a: &str, b: &str| span(Lang::Zh, DaySpan::new(a.parse().unwrap(), b.parse().unwrap()).unwrap());
        assert_eq!(stretch("2023-01-01", "2023-12-31"), "2023 年");
        assert_eq!(stretch("2023-01-01", "2023-04-30"), "2023 年 1—4 月");
        assert_eq!(stretch("2023-09-01", "2023-09-30"), "2023 年 9 月");
        assert_eq!(stretch("2023-09-21", "2023-09-21"), "2023-09-21");
        assert_eq!(stretch("2023-01-01", "2023-09-21"), "2023-01-01 — 2023-09-21");
    }
}
