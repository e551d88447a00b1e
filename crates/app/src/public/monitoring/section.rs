//! `/water/{code}`: one section, its class and what drags it down, month by month, sample by sample.

use leptos::prelude::*;
use yaodian_domain::{Decimal, ledger::Network, ledger::monitored::fields};
use yaodian_monitoring::{
    network::{
        Measured, ReviewState, outlook,
        water::{self as network, SectionYear},
    },
    water::{Grade, ItemGrade, Limit, Limits, Rules, Values, WaterClass},
};
use yaodian_words::{
    Lang, figures, label,
    monitoring::{names, water::limit},
    network::{self as shared, warnings, water as words},
    open_data, pictures as bars,
};

use super::{
    super::{Picture, Reader, download, frame},
    class, measured, parts, samples, series,
    series::{Line, Point},
    unit_name, year,
};
use crate::parts::table;

/// How many items are drawn.
const MOST: usize = 12;

/// The page of a section; `None` where the register has no such section.
pub fn water_section(reader: &Reader, picture: Picture<'_>, code: &str) -> Option<String> {
    let (lang, as_of) = (reader.lang, picture.standing.as_of);
    let measured = match measured(reader, picture, Network::Water, words::title(lang))? {
        Ok(measured) => measured,
        Err(page) => return Some(page),
    };
    let record = measured.water()?;
    let place = measured
        .register
        .on(as_of)
        .into_iter()
        .find(|place| place.code == code)?;
    let section = network::section(record, place, year(picture), as_of)?;
    let states = network::states(record, [place], section.so_far.span, as_of);
    let raw = parts::Raw::Samples(states.count(ReviewState::Raw), states.all());
    let origin = parts::origin(reader, picture, measured, Some(section.so_far.span), raw);
    let facts = facts(reader, picture, measured, &section);
    let verdict = verdict(lang, &section, as_of);
    let drags = drags(lang, &section);
    let calendar = calendar(lang, &section);
    let ranked = ranked(&section);
    let series = multiples(lang, &section, &ranked);
    let samples = samples::samples(lang, record, &section, &ranked, as_of);
    let left_out = left_out(lang, &section);
    let own: &[(&str, &str)] = &[("section", &place.code)];
    let downloads = download::rows(
        reader,
        &[
            ("section-months", open_data::tables::section_months(lang), own),
            ("section-values", open_data::tables::section_values(lang), own),
        ],
    );
    let title = place.name.clone();
    let issuer = place.water.as_ref().map(|water| format!(" · {water}"));
    Some(frame::page(reader, &place.name, move || {
        view! {
            <header class="masthead">
                <p class="issuer"><a href=reader.href("/water")>{words::title(lang)}</a> {issuer}</p>
                <h1>{title}</h1>
                {origin}
            </header>
            <section class="section-verdict">
                {verdict}
                {facts}
            </section>
            {drags}
            {calendar}
            {series}
            {samples}
            {left_out}
            <section>{downloads}</section>
        }
    }))
}

/// What the register says of it.
fn facts(reader: &Reader, picture: Picture<'_>, measured: &Measured, section: &SectionYear<'_>) -> AnyView {
    let (lang, place) = (reader.lang, section.place);
    let level = place.level.as_deref();
    let level = level.map(|level| shared::option(lang, &measured.register.ledger, fields::LEVEL, level));
    let row = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
    };
    let city = unit_name(lang, picture.plan(), &place.unit);
    let city = view! { <a href=reader.href(&format!("/unit/{}", place.unit))>{city}</a> };
    view! {
        <dl class="facts">
            {row(words::code_word(lang), Some(place.code.clone()))}
            {row(words::water_word(lang), place.water.clone())}
            {row(words::basin_word(lang), place.basin.clone())}
            <div><dt>{shared::city_word(lang)}</dt><dd>{city}</dd></div>
            {row(shared::level_word(lang), level)}
            {row(words::body_word(lang), Some(names::body(lang, place.body).to_owned()))}
            {row(words::samples_title(lang), Some(words::samples_of(lang, &section.so_far.samples, &section.so_far.months)))}
        </dl>
    }
    .into_any()
}

/// Its class so far against its target and the year before, and what the rest of the year must bring.
fn verdict(lang: Lang, section: &SectionYear<'_>, as_of: yaodian_domain::Date) -> AnyView {
    let held = section.held();
    let kept = |held: Option<bool>, yes: &'static str, no: &'static str| {
        held.map(|held| {
            let (style, shape, word) = if held {
                ("mark is-met", "✓", yes)
            } else {
                ("mark is-off-track", "■", no)
            };
            view! { <span class=style><span class="shape" aria-hidden="true">{shape}</span><span class="word">{word}</span></span> }
        })
    };
    let on_target = kept(
        held.and_then(|held| held.target),
        words::on_target(lang),
        words::off_target(lang),
    );
    let no_worse = kept(
        held.and_then(|held| held.last_year),
        words::no_worse(lang),
        words::worse(lang),
    );
    let target = section.place.target;
    let goal = match target {
        Some(target) => names::class(lang, target),
        None => words::no_target(lang),
    };
    let ahead = target.and_then(|target| outlook::months_ahead(section, target, as_of));
    let ahead = ahead.map(|ahead| {
        view! {
            <p class="rest">
                {words::ahead_title(lang)} " · " {warnings::ahead(lang, ahead)} " "
                <span class="tag" title=warnings::method(lang)>{shared::own_choice(lang)}</span>
            </p>
        }
    });
    let no_class = section
        .class()
        .is_none()
        .then(|| view! { <p class="fine">{words::no_months(lang)}</p> });
    let under = |inside: Option<AnyView>| view! { <span class="fine">{inside}</span> }.into_any();
    let last_year = class::word(lang, section.last_year).to_owned();
    view! {
        <div>
            <dl class="large-figures">
                {parts::figure(words::so_far(lang), class::word(lang, section.class()).to_owned(), under(on_target.map(IntoAny::into_any)))}
                {parts::figure(words::target_class(lang), goal.to_owned(), ().into_any())}
                {parts::figure(shared::last_year(lang), last_year, under(no_worse.map(IntoAny::into_any)))}
            </dl>
            {no_class}
            {ahead}
        </div>
    }
    .into_any()
}

/// The items that decide the class, each with its mean and its limits.
fn drags(lang: Lang, section: &SectionYear<'_>) -> Option<AnyView> {
    let grade = section.so_far.grade.as_ref()?;
    let class = grade.class?;
    let bad = !class.is_good() || section.place.target.is_some_and(|target| class > target);
    let title = if bad {
        words::dragging(lang)
    } else {
        words::deciding(lang)
    };
    if class == WaterClass::I {
        return Some(view! { <section><h2>{title}</h2><p>{words::nothing_drags(lang)}</p></section> }.into_any());
    }
    let mut deciding: Vec<&ItemGrade> = grade.deciding().collect();
    // Where the target is better than the class that decides, everything worse than it drags.
    let goal = section.place.target.filter(|target| bad && *target < class);
    deciding.extend(
        grade
            .items
            .iter()
            .filter(|one| one.class < class && goal.is_some_and(|goal| one.class > goal)),
    );
    let limit_of = |held: Option<Limit>, class: Option<WaterClass>| {
        let words = held
            .zip(class)
            .map(|(held, class)| words::limit_of(lang, &words::sign(lang, class), &limit(lang, held)));
        words.unwrap_or_else(|| label::no_value(lang).to_owned())
    };
    let rows = (deciding.into_iter())
        .map(|one| {
            let unit = names::unit(lang, one.item.unit());
            let kept = (one.class != WaterClass::InferiorV).then_some(one.class);
            let times = one.times_over(grade.body, grade.rules);
            let times =
                times.map(|times| words::times(lang, &figures::number(yaodian_domain::number::round(times, 2))));
            view! {
                <tr>
                    <th scope="row">{names::item(lang, one.item)}</th>
                    <td>{class::mark(lang, Some(one.class))}</td>
                    <td class="number">{figures::number(one.shown())} " " <small>{unit}</small></td>
                    <td class="number">{limit_of(one.failed, one.class.better())}</td>
                    <td class="number">{limit_of(one.kept, kept)}</td>
                    <td class="number">{times.unwrap_or_else(|| label::no_value(lang).to_owned())}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::item_word(lang), false),
        (shared::class_word(lang), false),
        (words::mean_word(lang), true),
        (words::limit_failed(lang), true),
        (words::limit_kept(lang), true),
        (words::times_word(lang), true),
    ];
    Some(view! { <section><h2>{title}</h2>{table("deciding", &heads, rows)}</section> }.into_any())
}

/// Twelve months, each with its class written in.
fn calendar(lang: Lang, section: &SectionYear<'_>) -> AnyView {
    let months = (1..=12)
        .map(|month| {
            let class = section.month(month);
            let style = format!("square {}", class::style(class));
            let sign = class.map_or_else(|| label::no_value(lang), |class| words::sign(lang, class));
            let title = words::class_in_month(lang, &bars::month(lang, month), &class::word(lang, class));
            view! { <li title=title><span class="month">{bars::month(lang, month)}</span><b class=style>{sign}</b></li> }
        })
        .collect_view();
    view! {
        <section>
            <h2>{words::calendar_title(lang)}</h2>
            <ol class="class-months">{months}</ol>
        </section>
    }
    .into_any()
}

/// The items of the year so far that decide a class, the worst first: by class, then by how near they are
/// to the limit of Ⅲ.
fn ranked(section: &SectionYear<'_>) -> Vec<ItemGrade> {
    let Some(grade) = &section.so_far.grade else {
        return Vec::new();
    };
    let near = |one: &ItemGrade| {
        let limit = grade.rules.limits(one.item, grade.body)?.of(WaterClass::III)?;
        let value = one.value.settled();
        match limit {
            Limit::AtMost(most) => value.checked_div(most),
            Limit::AtLeast(least) => least.checked_div(value),
            Limit::Within { .. } => Some(Decimal::ZERO),
        }
    };
    let mut items = grade.items.clone();
    items.sort_by_key(|one| std::cmp::Reverse((one.class, near(one))));
    items.truncate(MOST);
    items
}

/// The lines of an item: the limits of Ⅲ and of the target, or the two ends of a range.
fn lines(lang: Lang, limits: &Limits, target: Option<WaterClass>) -> Vec<Line> {
    let mut classes = vec![WaterClass::III];
    classes.extend(target.filter(|target| *target != WaterClass::III));
    let mut lines: Vec<Line> = Vec::new();
    for class in classes {
        let own = target.unwrap_or(WaterClass::III) == class;
        let Some(held) = limits.of(class) else { continue };
        let ends = match held {
            Limit::AtMost(value) | Limit::AtLeast(value) => vec![(
                value,
                words::limit_of(lang, &words::sign(lang, class), &limit(lang, held)),
            )],
            Limit::Within { low, high } => [low, high].map(|end| (end, figures::number(end.normalize()))).to_vec(),
        };
        for (value, words) in ends {
            match lines.iter_mut().find(|line| line.value == value) {
                Some(line) => line.own |= own,
                None => lines.push(Line { value, words, own }),
            }
        }
    }
    lines
}

/// A value of an item as it is written.
fn shown(values: &Values, one: &ItemGrade, grade: &Grade) -> Option<ItemGrade> {
    ItemGrade::of(one.item, values.get(one.item)?, grade.body, grade.rules)
}

/// Small multiples: each item by month with its limits.
fn multiples(lang: Lang, section: &SectionYear<'_>, ranked: &[ItemGrade]) -> Option<AnyView> {
    let grade = section.so_far.grade.as_ref()?;
    let (monthly, rules) = (section.monthly(), Rules::LATEST);
    let goal = section.place.target.unwrap_or(WaterClass::III);
    let points = |one: &ItemGrade| -> Vec<Point> {
        let months = (1_i8..)
            .zip(&monthly)
            .filter_map(|(month, values)| Some((month, values.as_ref()?)));
        months
            .filter_map(|(month, values)| {
                let graded = shown(values, one, grade)?;
                Some(Point {
                    month,
                    value: graded.value.settled(),
                    words: figures::number(graded.shown()),
                    fails: graded.class > goal,
                })
            })
            .collect()
    };
    let all: Vec<(&ItemGrade, Vec<Point>)> = ranked.iter().map(|one| (one, points(one))).collect();
    let pictures = (all.iter())
        .filter_map(|(one, points)| {
            let limits = rules.limits(one.item, grade.body)?;
            let unit = names::unit(lang, one.item.unit());
            let told = points
                .iter()
                .map(|point| words::month_mean(lang, &bars::month(lang, point.month), &point.words));
            let alt = words::series_alt(
                lang,
                &names::item(lang, one.item),
                &unit,
                &told.collect::<Vec<_>>().join(bars::comma(lang)),
            );
            let lines = lines(lang, limits, section.place.target);
            let from_zero = !matches!(limits, Limits::Within { .. });
            Some(view! {
                <figure class="small-multiple">
                    <figcaption>
                        {class::mark(lang, Some(one.class))} " " <b>{names::item(lang, one.item)}</b> " "
                        <small class="number">{figures::number(one.shown())} " " {unit}</small>
                    </figcaption>
                    {series::months(alt, points, &lines, from_zero)}
                </figure>
            })
        })
        .collect_view();
    let rows = (all.iter())
        .map(|(one, points)| {
            let cells = (1..=12)
                .map(|month| {
                    let point = points.iter().find(|point| point.month == month);
                    view! { <td class="number">{point.map(|point| point.words.clone())}</td> }
                })
                .collect_view();
            view! { <tr><th scope="row">{names::item(lang, one.item)}</th>{cells}</tr> }
        })
        .collect_view();
    let mut heads = vec![(words::item_word(lang).to_owned(), false)];
    heads.extend((1..=12).map(|month| (bars::month(lang, month), true)));
    Some(
        view! {
            <section>
                <h2>{words::series_title(lang)}</h2>
                <p class="fine">{words::series_note(lang)}</p>
                <div class="small-multiples">{pictures}</div>
                {parts::behind(lang, table("records months-table", &heads, rows))}
            </section>
        }
        .into_any(),
    )
}

/// What did not go into the means, and why.
fn left_out(lang: Lang, section: &SectionYear<'_>) -> Option<AnyView> {
    let all = &section.so_far.left_out;
    if all.is_empty() {
        return None;
    }
    let rows = (all.iter())
        .map(|one| view! { <li><span class="number">{figures::day(one.on)}</span> " " {words::why(lang, one.reason)}</li> })
        .collect_view();
    Some(
        view! { <section><h2>{words::left_out_title(lang)}</h2><ul class="plain-list">{rows}</ul></section> }
            .into_any(),
    )
}
