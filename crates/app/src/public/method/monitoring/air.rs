//! Ambient air: its rules by edition, the sub-indexes, the limits of a year, and an hour worked through.

use leptos::prelude::*;
use yaodian_domain::Decimal;
use yaodian_monitoring::{
    air::{
        Amount, Aqi, Averaging, Concentrations, How, Indicator, Period, Pollutant, ROUND_INDEXES, Rule, Rules, SubIndex,
    },
    source::Standing,
};
use yaodian_words::{
    Lang, figures, method,
    monitoring::{air_rules, method as words, names, sources},
};

use super::{
    super::{
        examples::dec,
        view::{matrix, tag},
    },
    clause, known, sourced, unseen,
};

/// The editions; the final limits of the newer one have the same rules.
pub(super) const EDITIONS: [Rules; 2] = [Rules::In2012, Rules::In2026];

/// Every set of limits.
const LIMITS: [Rules; 3] = [Rules::In2012, Rules::In2026, Rules::From2031];

pub(super) fn rules(lang: Lang) -> AnyView {
    let rows = Rule::ALL
        .map(|rule| {
            let [old, new] = EDITIONS.map(|rules| rule.source(rules));
            let cells = if old == new {
                view! { <td colspan="2">{clause(lang, old)}<small>{known(lang, old.standing)} " · " {words::in_both(lang)}</small></td> }
                    .into_any()
            } else {
                [old, new].map(|source| sourced(lang, source)).collect_view().into_any()
            };
            view! {
                <tr>
                    <th scope="row">{air_rules::rule(lang, rule)}</th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let [old, new] = EDITIONS.map(|rules| names::edition(lang, rules));
    let heads = [words::rule_word(lang), old, new].map(|head| (head, false));
    matrix(unseen(words::air_rules_title(lang)), &heads, rows)
}

/// The rule of either edition, in a line.
fn by_edition(lang: Lang, rule: Rule) -> String {
    let [old, new] = EDITIONS.map(|rules| {
        let source = sources::source(lang, rule.source(rules));
        words::table_source(lang, &names::edition(lang, rules), &source)
    });
    method::then(lang, &old, &new)
}

pub(super) fn breakpoints(lang: Lang) -> AnyView {
    let rows = Indicator::ALL
        .into_iter()
        .filter(|indicator| has_table(*indicator))
        .flat_map(|indicator| {
            let of = |rules: Rules| rules.breakpoints(indicator).map(|(_, amount)| amount).collect();
            let [old, new]: [Vec<Amount>; 2] = EDITIONS.map(of);
            let unit = names::air_unit(indicator.pollutant());
            if old == new {
                vec![row(lang, indicator, unit.to_owned(), None, &old)]
            } else {
                let told = EDITIONS.into_iter().zip([old, new]);
                told.map(|(rules, amounts)| {
                    let unit = words::in_kind(lang, &unit, &names::edition(lang, rules));
                    let standing = Rule::Breakpoints.source(rules).standing;
                    row(lang, indicator, unit, doubt(lang, standing), &amounts)
                })
                .collect()
            }
        })
        .collect_view();
    let indexes = ROUND_INDEXES.map(|index| index.to_string());
    let heads: Vec<_> = [(words::sub_index_word(lang), false)]
        .into_iter()
        .chain(indexes.iter().map(|index| (index.as_str(), true)))
        .collect();
    matrix(by_edition(lang, Rule::Breakpoints), &heads, rows)
}

/// Whether a table is of its own: dust has one for all averaging times, a day's highest the one of
/// what it is the highest of.
fn has_table(indicator: Indicator) -> bool {
    match indicator.averaging() {
        Averaging::Hour => !indicator.pollutant().is_particulate(),
        Averaging::EightHours | Averaging::Day => true,
        Averaging::HourMax | Averaging::EightHoursMax => false,
    }
}

fn row(
    lang: Lang,
    indicator: Indicator,
    unit: String,
    doubt: Option<AnyView>,
    amounts: &[Amount],
) -> impl IntoView + use<> {
    let cells = (0..ROUND_INDEXES.len())
        .map(|place| {
            let amount = amounts.get(place).map(|amount| figures::number((*amount).into()));
            view! { <td class="number">{amount.unwrap_or(words::nothing(lang).to_owned())}</td> }
        })
        .collect_view();
    view! {
        <tr>
            <th scope="row">{names::indicator(lang, indicator)}<small>{unit} " " {doubt}</small></th>
            {cells}
        </tr>
    }
}

pub(super) fn year(lang: Lang) -> AnyView {
    let rows = Pollutant::ALL
        .map(|pollutant| {
            let statistic = Rules::LATEST.headline(pollutant);
            let cells = LIMITS.map(|rules| limit(lang, rules, pollutant)).collect_view();
            view! {
                <tr>
                    <th scope="row">
                        {names::pollutant(lang, pollutant)}
                        <small>{names::statistic(lang, Rules::LATEST, pollutant, statistic)}</small>
                    </th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    // Some figures of the same table are verified and some are not: each says so by itself.
    let [old, new] = EDITIONS.map(|rules| {
        let source = Rule::Limits.source(rules);
        let number = source.document.number().unwrap_or_default();
        words::table_source(
            lang,
            &names::edition(lang, rules),
            &words::rule_source(lang, &number, &source.clause),
        )
    });
    let documents = method::then(lang, &old, &new);
    let heads: Vec<_> = [words::pollutant_word(lang)]
        .into_iter()
        .chain(LIMITS.map(|rules| names::edition(lang, rules)))
        .map(|head| (head, false))
        .collect();
    view! {
        {matrix(documents, &heads, rows)}
        <p class="fine">{words::weights_from(lang, &by_edition(lang, Rule::Composite))}</p>
    }
    .into_any()
}

/// The mark of what was not held against its document.
fn doubt(lang: Lang, standing: Standing) -> Option<AnyView> {
    (standing == Standing::Unverified).then(|| known(lang, standing))
}

/// The limit of a pollutant's headline figure, with its weight in the composite index.
fn limit(lang: Lang, rules: Rules, pollutant: Pollutant) -> impl IntoView + use<> {
    let limit = match rules.limit(pollutant, rules.headline(pollutant)) {
        Some(limit) => {
            let doubt = doubt(lang, limit.by.source().standing);
            let words = figures::with_unit(limit.value.into(), names::air_unit(pollutant));
            view! { <span class="keep">{words}</span> " " {doubt} }.into_any()
        }
        None => view! { <span class="absent">{words::not_known(lang)}</span> }.into_any(),
    };
    let (weight, standing) = (rules.weight(pollutant), Rule::Composite.source(rules).standing);
    let weight = match standing {
        Standing::Unverified => words::weight_so_known(lang, &weight, &sources::standing(lang, standing)),
        _ => words::weight(lang, &weight),
    };
    view! { <td>{limit}<small>{weight}</small></td> }
}

/// What was measured in the example, in the order of the pollutants.
const HOUR: [&str; Pollutant::COUNT] = ["9", "43", "92", "2.2", "60", "58"];

pub(super) fn example(lang: Lang) -> AnyView {
    let measured: Vec<_> = Pollutant::ALL.into_iter().zip(HOUR.map(dec)).collect();
    let mut hour = Concentrations::new();
    for (pollutant, value) in &measured {
        let value = Amount::try_from(*value).expect("a concentration of the example");
        hour.set(Indicator::hourly(*pollutant), value);
    }
    let indexes = EDITIONS.map(|rules| Aqi::of(&hour, Period::Hourly, rules).expect("an index of the example"));
    let rows = measured
        .into_iter()
        .map(|(pollutant, value)| {
            let value = figures::with_unit(value, names::air_unit(pollutant));
            let cells = indexes
                .each_ref()
                .map(|aqi| sub_index(lang, aqi.part(pollutant).sub_index()))
                .collect_view();
            view! {
                <tr>
                    <th scope="row">{names::pollutant(lang, pollutant)}<small>{value}</small></th>
                    {cells}
                </tr>
            }
        })
        .collect_view();
    let [old, new] = EDITIONS.map(|rules| names::edition(lang, rules));
    let heads = [words::pollutant_word(lang), old, new].map(|head| (head, false));
    let outcomes = indexes
        .each_ref()
        .map(|aqi| view! { <p>{outcome(lang, aqi)}</p> })
        .collect_view();
    let exact = SubIndex::of(Indicator::CoDay, Amount::from_thousandths(2200), Rules::In2012);
    let exact = exact.and_then(|sub| Some(words::no_floats(lang, &proportion(lang, &sub)?)));
    view! {
        {matrix(view! { {tag(lang, &[])} {by_edition(lang, Rule::Breakpoints)} }, &heads, rows)}
        {outcomes}
        <p class="fine">{exact}</p>
    }
    .into_any()
}

/// A sub-index, and how it is found.
fn sub_index(lang: Lang, sub: Option<&SubIndex>) -> impl IntoView + use<> {
    let index = sub.map(|sub| view! { <strong>{sub.index}</strong> });
    let working = sub.and_then(|sub| proportion(lang, sub));
    view! { <td>{index}<small>{working}</small></td> }
}

/// The proportion between two breakpoints, before it is rounded up. Figures of the examples come out
/// within four decimals.
fn proportion(lang: Lang, sub: &SubIndex) -> Option<String> {
    let How::Between {
        low,
        high,
        index_low,
        index_high,
    } = sub.how
    else {
        return None;
    };
    let [low, high, value] = [low, high, sub.value].map(Decimal::from);
    let [first, last] = [index_low, index_high].map(Decimal::from);
    let exact = ((last - first) * (value - low)).checked_div(high - low)? + first;
    Some(words::proportion(
        lang,
        &first,
        &last,
        &low,
        &high,
        &value,
        &exact.round_dp(4).normalize(),
    ))
}

/// The index of the hour, its grade and its primary pollutants.
fn outcome(lang: Lang, aqi: &Aqi) -> String {
    let primary: Vec<_> = aqi.primary.iter().map(|one| names::pollutant(lang, one)).collect();
    words::air_index(
        lang,
        &names::edition(lang, aqi.rules),
        &aqi.index,
        &names::air_grade(lang, aqi.grade),
        &primary.join(" "),
    )
}
