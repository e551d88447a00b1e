//! `/water`: how good the surface water is, by month, by city, on the map, section by section.

use std::collections::BTreeMap;

use leptos::prelude::*;
use yaodian_domain::{Decimal, id::UnitId, ledger::Network, plan::Plan};
use yaodian_monitoring::{
    air::{Best, ranks},
    network::{ReviewState, water as network},
    water::{Shares, WaterClass},
};
use yaodian_words::{
    Lang, figures,
    monitoring::names,
    network::{self as shared, water as words},
    open_data, pictures as bars,
};

use super::{
    super::{
        Picture, Reader, download, frame,
        preview::{self, Subject},
    },
    class, list, map, measured, parts,
    pictures::{self, Column, Kind},
    section_href, sets, unit_name, warnings, year,
};
use crate::parts::table;

/// Of fewer sections the method has no word of quality by their shares.
const LEAST: u32 = 5;

/// The page of surface water; `None` where the plan has no register of sections.
pub fn water(reader: &Reader, picture: Picture<'_>) -> Option<String> {
    let (lang, plan, as_of) = (reader.lang, picture.plan(), picture.standing.as_of);
    let title = words::title(lang);
    let measured = match measured(reader, picture, Network::Water, title)? {
        Ok(measured) => measured,
        Err(page) => return Some(page),
    };
    let record = measured.water()?;
    let register = &measured.register;
    let sections = network::sections(register, record, year(picture), as_of);
    let shares = network::shares(&sections);
    let span = network::so_far(year(picture), as_of);
    let raw = span.map(|span| network::states(record, sections.iter().map(|one| one.place), span, as_of));
    let raw = raw.unwrap_or_default();
    let raw = parts::Raw::Samples(raw.count(ReviewState::Raw), raw.all());
    let origin = parts::origin(reader, picture, measured, span, raw);
    let headline = headline(lang, &shares.so_far, &network::compared(&sections), sections.len());
    let months = months(lang, &shares);
    let cities = by_city(lang, plan, &sections);
    let caption = words::map_title(lang, &figures::day(as_of));
    let map = map::sections(lang, plan, &sections, caption, |code| section_href(reader, code));
    let warned = warnings::in_short(reader, picture, &sections);
    let sets = sets::of_water(reader, picture, measured, &sections);
    let list = list::sections(reader, picture, register, &sections);
    let downloads = download::rows(
        reader,
        &[
            ("sections", open_data::tables::sections(lang), &[]),
            ("section-months", open_data::tables::section_months(lang), &[]),
        ],
    );
    let preview = preview::of(reader, picture, Subject::Water);
    Some(frame::pictured(reader, title, preview, move || {
        view! {
            <header class="masthead">
                <h1>{title}</h1>
                {origin}
                {headline}
            </header>
            <section>
                <h2>{words::months_title(lang)}</h2>
                {months}
            </section>
            {sets}
            <section class="map-and-cities far">
                <h2>{words::cities_title(lang)}</h2>
                <div class="map-beside">
                    <div>{map}</div>
                    <div>{cities}</div>
                </div>
            </section>
            {warned}
            <section class="far">
                <h2>{words::sections_title(lang)}</h2>
                {list}
                {downloads}
            </section>
        }
    }))
}

/// The large figures without what explains them: what each is, its value, its counts.
pub(in crate::public) fn in_short(lang: Lang, picture: Picture<'_>) -> Option<Vec<[String; 3]>> {
    let measured = picture.known.measured(Network::Water)?;
    let sections = network::sections(
        &measured.register,
        measured.water()?,
        year(picture),
        picture.standing.as_of,
    );
    let now = network::shares(&sections).so_far;
    let figure = |name: &str, share, part: u32| {
        let counts = shared::of_counts(lang, &part, &now.graded());
        [name.to_owned(), parts::percent(lang, share), counts]
    };
    let worst = WaterClass::InferiorV;
    (now.graded() > 0).then(|| {
        vec![
            figure(words::good_share(lang), now.good_share(), now.good()),
            figure(words::worst_share(lang), now.share(worst), now.count(worst)),
        ]
    })
}

/// The large figures: good, worst, the word of quality, the change on last year.
fn headline(lang: Lang, now: &Shares, compared: &network::Compared, all: usize) -> AnyView {
    if now.graded() == 0 {
        return view! { <p class="absent">{shared::none_of(lang, &all)}</p> }.into_any();
    }
    let worst = now.count(WaterClass::InferiorV);
    let under = |part: u32| {
        let counts = shared::of_counts(lang, &part, &now.graded());
        view! { <span class="fine number">{counts}</span> }.into_any()
    };
    let few = (now.graded() < LEAST).then(|| view! { <p class="fine">{words::quality_note(lang)}</p> });
    let quality = now.quality().filter(|_| now.graded() >= LEAST).map(|quality| {
        let classes: Vec<String> = (WaterClass::ALL.into_iter())
            .filter(|class| now.count(*class) > 0)
            .map(|class| words::count_of(lang, &names::class(lang, class), &now.count(class)))
            .collect();
        let under = view! { <span class="fine">{classes.join(bars::comma(lang))}</span> }.into_any();
        parts::figure(
            words::quality_word(lang),
            names::quality(lang, quality).to_owned(),
            under,
        )
    });
    let change = compared.change().map(|change| {
        let (good, inferior) = (figures::signed(change.good), figures::signed(change.inferior));
        let number = compared.sections();
        let part = (number < now.graded()).then(|| shared::compared(lang, &number, &now.graded()));
        let part = part.map(|part| view! { " " <span class="fine">{part}</span> });
        view! { <p class="change">{words::change_words(lang, &good, &inferior, &names::trend(lang, change.trend))} {part}</p> }
    });
    let without = (now.ungraded() > 0).then(|| view! { <p class="fine">{shared::without(lang, &now.ungraded())}</p> });
    view! {
        <dl class="large-figures">
            {parts::figure(words::good_share(lang), parts::percent(lang, now.good_share()), under(now.good()))}
            {parts::figure(words::worst_share(lang), parts::percent(lang, now.share(WaterClass::InferiorV)), under(worst))}
            {quality}
        </dl>
        {change}
        {few}
        {without}
    }
    .into_any()
}

/// Months as columns of classes, and the same as a table.
fn months(lang: Lang, shares: &network::SharesOfYear) -> AnyView {
    let kinds = WaterClass::ALL.map(|one| Kind {
        style: class::style(Some(one)),
        name: words::sign(lang, one).to_owned(),
    });
    let columns: Vec<Column> = (1_i8..)
        .zip(&shares.months)
        .map(|(month, shares)| Column {
            name: month.to_string(),
            parts: WaterClass::ALL.map(|class| shares.count(class)).to_vec(),
            top: shares.good_share().map(|share| parts::percent(lang, Some(share))),
        })
        .collect();
    let alt = words::months_alt(lang, &parts::percent(lang, shares.so_far.good_share()));
    let row = |name: String, shares: &Shares| {
        let counts = WaterClass::ALL
            .map(|class| view! { <td class="number">{shares.count(class).to_string()}</td> })
            .collect_view();
        view! {
            <tr>
                <th scope="row">{name}</th>
                {counts}
                <td class="number">{shares.ungraded().to_string()}</td>
                <td class="number">{shared::share_of(lang, shares.good(), shares.graded())}</td>
            </tr>
        }
    };
    let measured = (1_i8..).zip(&shares.months).filter(|(_, shares)| shares.graded() > 0);
    let rows = measured
        .map(|(month, shares)| row(bars::month(lang, month), shares))
        .collect_view();
    let mut heads = vec![(shared::month_word(lang).to_owned(), false)];
    heads.extend(WaterClass::ALL.map(|class| (words::sign(lang, class).to_owned(), true)));
    heads.push((shared::no_result(lang).to_owned(), true));
    heads.push((words::good_short(lang).to_owned(), true));
    let whole = row(words::so_far(lang).to_owned(), &shares.so_far);
    let rows = view! { {rows} {whole} }.into_any();
    view! {
        {pictures::stacked(alt, &kinds, &columns)}
        <p class="fine">{words::months_note(lang)}</p>
        {parts::behind(lang, table("records", &heads, rows))}
    }
    .into_any()
}

/// Cities by the share of their good sections.
fn by_city(lang: Lang, plan: &Plan, sections: &[network::SectionYear<'_>]) -> AnyView {
    let mut cities: BTreeMap<&UnitId, Vec<&network::SectionYear<'_>>> = BTreeMap::new();
    for section in sections {
        cities.entry(&section.place.unit).or_default().push(section);
    }
    let cities: Vec<(&UnitId, Shares, Option<Decimal>)> = (cities.into_iter())
        .map(|(unit, own)| {
            let change = network::compared(own.iter().copied()).change();
            let now = own.iter().map(|section| section.class()).collect();
            (unit, now, change.map(|change| change.good))
        })
        .collect();
    let shares: Vec<_> = cities.iter().map(|(_, now, _)| now.good_share()).collect();
    let mut ranked: Vec<_> = ranks(&shares, Best::Highest).into_iter().zip(cities).collect();
    let order = |unit: &UnitId| plan.units.iter().position(|one| &one.id == unit);
    ranked.sort_by_key(|(rank, (unit, ..))| (rank.unwrap_or(usize::MAX), order(unit)));
    let rows = (ranked.into_iter())
        .map(|(rank, (unit, now, change))| {
            let href = format!("#{}", list::anchor(unit));
            view! {
                <tr>
                    <td class="number">{parts::rank(lang, rank)}</td>
                    <th scope="row"><a href=href>{unit_name(lang, plan, unit)}</a></th>
                    <td class="number">{parts::percent(lang, now.good_share())}</td>
                    <td class="number">{now.good().to_string()} " / " {now.graded().to_string()}</td>
                    <td class="number">{now.count(WaterClass::InferiorV).to_string()}</td>
                    <td class="number">{parts::signed(lang, change)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (shared::rank_word(lang), true),
        (shared::city_word(lang), false),
        (words::good_short(lang), true),
        (words::good_number(lang), true),
        (words::worst_short(lang), true),
        (shared::change_word(lang), true),
    ];
    view! {
        {table("ranking", &heads, rows)}
        <p class="fine">{words::cities_note(lang)}</p>
    }
    .into_any()
}
