//! Shares of good days by city and month, each written on its step of ink.

use leptos::prelude::*;
use yaodian_domain::{Decimal, plan::Plan};
use yaodian_monitoring::network::air::CityYear;
use yaodian_words::{
    label,
    network::{self as shared, air as words},
    pictures as bars,
};

use super::{super::Reader, air_href, unit_name};
use crate::parts::table;

/// The step of ink of a share of good days: the fewer, the darker.
pub(super) fn step(share: Decimal) -> u8 {
    [100_u32, 95, 85, 75]
        .into_iter()
        .zip(0_u8..)
        .find(|(least, _)| share >= Decimal::from(*least))
        .map_or(4, |(_, step)| step)
}

/// Cities against months.
pub(super) fn cities(reader: &Reader, plan: &Plan, cities: &[CityYear]) -> AnyView {
    let lang = reader.lang;
    let cell = |share: Option<Decimal>| match share {
        Some(share) => {
            view! { <td class=format!("number ink wash-{}", step(share))>{share.to_string()}</td> }.into_any()
        }
        None => view! { <td class="number ink">{label::no_value(lang)}</td> }.into_any(),
    };
    let mut sorted: Vec<&CityYear> = cities.iter().collect();
    sorted.sort_by_key(|city| plan.units.iter().position(|unit| unit.id == city.so_far.city));
    let rows = (sorted.into_iter())
        .map(|city| {
            let months = city.months.iter().map(|month| cell(month.good_ratio())).collect_view();
            let name = unit_name(lang, plan, &city.so_far.city);
            view! {
                <tr>
                    <th scope="row"><a href=air_href(reader, city.so_far.city.as_str())>{name}</a></th>
                    {months}
                    {cell(city.so_far.statistics.days.good_ratio())}
                </tr>
            }
        })
        .collect_view();
    let mut heads = vec![(shared::city_word(lang).to_owned(), false)];
    heads.extend((1..=12).map(|month| (bars::month(lang, month), true)));
    heads.push((yaodian_words::network::water::so_far(lang).to_owned(), true));
    view! {
        {table("heat-table", &heads, rows)}
        <p class="fine">{words::heat_note(lang)}</p>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_good_days_are_darker() {
        let of = |share: &str| step(share.parse().expect("a number"));
        assert_eq!(
            ["100.0", "99.9", "95.0", "85.0", "84.9", "75.0", "0.0"].map(of),
            [0, 1, 1, 2, 3, 3, 4]
        );
    }
}
