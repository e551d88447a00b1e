//! 亮灯规则: `[policy]`, and `[[policy_change]]` for later days.
//!
//! `[policy]` begins with the defaults, or with those of a place (`preset = "yinchuan"`); what it
//! names is laid over them. A `[[policy_change]]` begins with the policy before it, so that it
//! names only what changes; a `preset` begins anew.

use yaodian_domain::{
    Date, Decimal,
    check::{LagOf, Policy, PolicyChange, Rule, Threshold},
};

use crate::{
    problem::Kind,
    promise::of_hundred,
    sheet::{Placed, Table},
};

type Preset = fn() -> Policy;

const PRESETS: [(&str, Preset); 3] = [
    ("default", Policy::default),
    ("yinchuan", Policy::yinchuan),
    ("sanya", Policy::sanya),
];
const RULES: [(&str, Rule); 2] = [("1", Rule::First), ("2", Rule::Second)];
const LAGS: [(&str, LagOf); 2] = [("way", LagOf::Way), ("due", LagOf::Due)];

/// The policies of a plan; `None` where something is wrong with one of them.
pub(crate) fn read(first: Option<Table<'_>>, changes: Vec<Table<'_>>) -> (Option<Policy>, Option<Vec<PolicyChange>>) {
    let first = first.map_or_else(|| Some(Policy::default()), |table| bands(table, Policy::default()));
    let mut before = first.clone().unwrap_or_default();
    let mut dated: Vec<(Option<Placed<Date>>, Table<'_>)> = changes
        .into_iter()
        .map(|mut table| (table.date("from"), table))
        .collect();
    dated.sort_by_key(|(from, _)| from.as_ref().map(|from| from.value));
    let mut all: Vec<PolicyChange> = Vec::new();
    let mut good = true;
    for (from, table) in dated {
        if let Some(from) = &from
            && all.last().is_some_and(|change| change.from == from.value)
        {
            table.report_at(
                &from.place,
                Kind::Taken {
                    name: from.value.to_string(),
                    by: "another policy change".to_owned(),
                },
            );
        }
        match (from, bands(table, before.clone())) {
            (Some(from), Some(policy)) => {
                before = policy.clone();
                all.push(PolicyChange {
                    from: from.value,
                    policy,
                });
            }
            _ => good = false,
        }
    }
    (first, good.then_some(all))
}

/// Bands that are not named stay as they are in `before`.
fn bands(mut table: Table<'_>, before: Policy) -> Option<Policy> {
    let before = table.choice_opt("preset", &PRESETS).map_or(before, |preset| preset());
    let rule = table.choice_or("rule", &RULES, before.rule);
    let lag_of = table.choice_or("lag_of", &LAGS, before.lag_of);
    let at_risk = threshold(
        &mut table,
        "at_risk_beyond_points",
        "at_risk_from_points",
        before.at_risk,
    );
    let off_track = threshold(
        &mut table,
        "off_track_beyond_points",
        "off_track_from_points",
        before.off_track,
    );
    let reach = match (
        table.has("level_reach_percent"),
        table.figure_opt("level_reach_percent"),
    ) {
        (false, _) => Some(before.level_reach_percent),
        (true, reach) => reach.and_then(|reach| of_hundred(&table, reach)),
    };
    let missed = whole(&mut table, "missed_in_a_row", 1, before.missed_in_a_row);
    let collect_days = whole(&mut table, "collect_days", 0, before.collect_days);
    let near_due_days = whole(&mut table, "near_due_days", 0, before.near_due_days);
    if let (Some(at_risk), Some(off_track)) = (at_risk, off_track)
        && is_before(off_track, at_risk)
    {
        table.report(Kind::BadValue {
            message: "red begins before yellow: the points of off_track are the smaller".to_owned(),
        });
    }
    table.close();
    Some(Policy {
        rule: rule?,
        lag_of: lag_of?,
        at_risk: at_risk?,
        off_track: off_track?,
        missed_in_a_row: missed?,
        level_reach_percent: reach?,
        collect_days: collect_days?,
        near_due_days: near_due_days?,
    })
}

/// One threshold, in either of its two forms: beyond so many points, or from so many on.
fn threshold(
    table: &mut Table<'_>,
    beyond_key: &'static str,
    from_key: &'static str,
    before: Threshold,
) -> Option<Threshold> {
    let (has_beyond, has_from) = (table.has(beyond_key), table.has(from_key));
    let (beyond, from) = (table.figure_opt(beyond_key), table.figure_opt(from_key));
    match (has_beyond, has_from) {
        (false, false) => Some(before),
        (true, false) => Some(Threshold::Beyond(of_hundred(table, beyond?)?)),
        (false, true) => Some(Threshold::From(of_hundred(table, from?)?)),
        (true, true) => {
            table.report(Kind::ExactlyOne {
                keys: format!("{beyond_key}, {from_key}"),
            });
            None
        }
    }
}

pub(crate) fn whole<T: TryFrom<i64>>(table: &mut Table<'_>, key: &'static str, least: i64, before: T) -> Option<T> {
    let there = table.has(key);
    let Some(given) = table.whole_opt(key, least..=366) else {
        return (!there).then_some(before);
    };
    T::try_from(given.value).ok()
}

/// Whether a light that changes at `a` changes before one that changes at `b`.
fn is_before(a: Threshold, b: Threshold) -> bool {
    // A lag of exactly so many points has passed «from» and not yet «beyond».
    let at = |threshold| match threshold {
        Threshold::From(points) => (points, false),
        Threshold::Beyond(points) => (points, points > Decimal::ZERO),
    };
    at(a) < at(b)
}
