//! Units beside each other: small multiples of a target, and the schematic map of how each stands.

use leptos::prelude::*;
use yaodian_domain::{
    Date,
    check::{Assessment, Status, assess_unit},
    id::UnitId,
    observation::{Figure, Observation},
    standing::Standing,
    target::{Promise, Target},
    time::days_between,
    unit::{Tile, Unit},
};
use yaodian_words::{Lang, drawing as words, figures, names, say};

use super::{Alone, Picture, any_made_up, float, height};
use crate::{
    drawing::{Beside, Panel, Row, Scale, Square, Tiles, key},
    parts,
    pictures::{self, Square as OnPage},
    public::{Reader, target::current},
};

/// A unit's part of a target, with its line.
struct Own<'p> {
    unit: &'p Unit,
    assessment: Assessment,
    panel: Panel,
}

/// How a count is drawn: as a share of what the unit was given, or by itself where nobody was given any.
fn of_goal(promise: &Promise, any_shares: bool) -> Option<yaodian_domain::Decimal> {
    match promise {
        Promise::Count { goal, .. } if any_shares && !goal.is_zero() => Some(*goal),
        _ => None,
    }
}

fn parts_of<'p>(lang: Lang, picture: Picture<'p>, target: &Target) -> (Vec<Own<'p>>, bool) {
    let (plan, as_of) = (picture.plan(), picture.standing.as_of);
    let known = picture.known.observations.of(&target.id);
    let (policy, now) = (plan.policy_on(as_of), target.in_force(as_of));
    let current = current(known, as_of);
    let any_shares = matches!(now.promise, Promise::Count { .. })
        && target
            .reporters
            .iter()
            .any(|id| plan.allocation(&target.id, id, as_of).is_some());
    let own = (target.reporters.iter())
        .filter_map(|id| plan.units.get(id))
        .map(|unit| {
            let share = plan.allocation(&target.id, &unit.id, as_of);
            let own = now.for_unit(&unit.id, share);
            let assessment = assess_unit(target, &unit.id, share, known, as_of, policy);
            let panel = panel(
                lang,
                lang.unit(unit),
                &own,
                &assessment,
                &of_unit_only(&current, &unit.id),
                any_shares,
            );
            Own {
                unit,
                assessment,
                panel,
            }
        })
        .collect();
    (own, any_shares)
}

fn of_unit_only<'o>(current: &[&'o Observation], unit: &UnitId) -> Vec<&'o Observation> {
    current
        .iter()
        .copied()
        .filter(|o| o.unit.as_ref() == Some(unit))
        .collect()
}

fn panel(
    lang: Lang,
    name: &str,
    own: &Target,
    assessment: &Assessment,
    known: &[&Observation],
    any_shares: bool,
) -> Panel {
    let whole = of_goal(&own.promise, any_shares);
    let drawn = |value: yaodian_domain::Decimal| match whole {
        Some(goal) => float(
            value
                .checked_mul(yaodian_domain::Decimal::ONE_HUNDRED)?
                .checked_div(goal)?
                .round_dp(2),
        ),
        // A count without a share cannot lie on a scale of shares.
        None if any_shares => None,
        None => float(value),
    };
    let mut points: Vec<(Date, f64)> = (known.iter())
        .filter(|o| o.span.to() >= own.term.from())
        .filter_map(|o| Some((o.span.to(), drawn(height(own, &o.figure)?)?)))
        .collect();
    points.sort_by_key(|(day, _)| *day);
    let goal = match whole {
        Some(_) => Some(100.0),
        None => match own.promise {
            Promise::Deliverable => Some(100.0),
            _ => assessment.bound.and_then(|bound| float(bound.value)),
        },
    };
    Panel {
        name: name.to_owned(),
        value: figures::value(lang, own, assessment),
        status: assessment.status,
        word: names::status(lang, assessment.status).to_owned(),
        points: points.into_iter().map(|(day, value)| (over(own, day), value)).collect(),
        goal,
    }
}

/// How much of a target's term is over at the end of a day, from 0 to 1.
fn over(target: &Target, day: Date) -> f64 {
    let days = |from, to| i32::try_from(days_between(from, to)).map_or(0.0, f64::from);
    let all = days(target.term.from(), target.term.to()).max(1.0);
    (days(target.term.from(), day) / all).clamp(0.0, 1.0)
}

/// The scale of all panels, and what it is in words.
fn scale(lang: Lang, target: &Target, own: &[Own<'_>], any_shares: bool) -> Option<(Scale, String)> {
    let panels: Vec<Panel> = own.iter().map(|own| own.panel.clone()).collect();
    if panels.iter().all(|panel| panel.points.is_empty()) {
        return None;
    }
    let level = matches!(
        target.promise,
        Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. }
    );
    let mut scale = Scale::of(&panels, !level)?;
    let percent = any_shares || matches!(target.promise, Promise::Share { .. } | Promise::Deliverable);
    if percent {
        scale.high = scale.high.max(100.0);
    }
    let unit = if percent { "%" } else { figures::unit_of(lang, target) };
    let written = |value: f64| {
        let decimal: Option<yaodian_domain::Decimal> = format!("{value:.1}").parse().ok();
        decimal.map_or_else(String::new, |value| figures::with_unit(value.normalize(), unit))
    };
    let (low, high) = (written(scale.low), written(scale.high));
    let note = if any_shares {
        words::own_share(lang, &low, &high)
    } else {
        words::scale(lang, &low, &high)
    };
    Some((scale, note))
}

/// One panel of a list: words first, its line beside them.
fn item(reader: &Reader, href: &str, own: &Panel, assessment: &Assessment, scale: Option<Scale>) -> AnyView {
    let lang = reader.lang;
    let line = scale.map(|scale| view! { <div inner_html=own.line(scale, "panel")></div> });
    let value = own
        .value
        .clone()
        .unwrap_or_else(|| yaodian_words::label::no_value(lang).to_owned());
    view! {
        <li>
            <a href=reader.href(href)>{own.name.clone()}</a>
            <p>{parts::judged(lang, assessment)} " " <b class="number">{value}</b></p>
            {line}
        </li>
    }
    .into_any()
}

/// The map and the small multiples of a target that several units report on.
pub(in crate::public) fn unit_pictures(reader: &Reader, picture: Picture<'_>, target: &Target) -> AnyView {
    let lang = reader.lang;
    let (own, any_shares) = parts_of(lang, picture, target);
    let squares = (own.iter())
        .filter_map(|own| {
            let figure = own.panel.value.clone().unwrap_or_default();
            on_page(reader, own.unit, own.assessment.status, figure)
        })
        .collect();
    let map = pictures::squares(
        words::tiles_title(lang).to_owned(),
        words::tiles_note(lang),
        "status-tiles",
        squares,
    );
    let Some((scale, note)) = scale(lang, target, &own, any_shares) else {
        return map;
    };
    let items = (own.iter())
        .map(|own| {
            item(
                reader,
                &format!("/unit/{}", own.unit.id),
                &own.panel,
                &own.assessment,
                Some(scale),
            )
        })
        .collect_view();
    view! {
        <h3>{words::units_title(lang)}</h3>
        <ul class="panels">{items}</ul>
        <p class="fine">{note}</p>
        {map}
    }
    .into_any()
}

fn on_page(reader: &Reader, unit: &Unit, status: Status, figure: String) -> Option<OnPage> {
    let lang = reader.lang;
    Some(OnPage {
        place: unit.tile?,
        name: lang.unit(unit).to_owned(),
        class: format!("tile is-{}", status.as_str()),
        inside: view! {
            <span class="shape" aria-hidden="true">{status.shape().to_string()}</span>
            <span class="word">{names::status(lang, status)}</span>
            " "
            <small class="number">{figure}</small>
        }
        .into_any(),
        href: reader.href(&format!("/unit/{}", unit.id)),
    })
}

/// The units of a target as bars, by themselves; `None` where no unit has a figure to draw.
pub fn units_alone(lang: Lang, picture: Picture<'_>, target: &Target, size: (u16, u16)) -> Option<String> {
    let (own, any_shares) = parts_of(lang, picture, target);
    scale(lang, target, &own, any_shares)?;
    let panels: Vec<Panel> = own.into_iter().map(|own| own.panel).collect();
    // A bar begins at nought, whatever the scale of the lines on the page.
    let mut scale = Scale::of(&panels, true)?;
    if any_shares || matches!(target.promise, Promise::Share { .. } | Promise::Deliverable) {
        scale.high = scale.high.max(100.0);
    }
    let signs = key(panels.iter().map(|panel| panel.status), |status| {
        names::status(lang, status)
    });
    let bars = if any_shares {
        words::bars_of_share(lang)
    } else {
        words::bars(lang)
    };
    let note = words::signs_and(lang, &signs, &bars);
    let row = |panel: Panel| Row {
        length: panel.points.last().map(|(_, value)| *value),
        name: panel.name,
        value: panel.value,
        status: panel.status,
        goal: panel.goal,
    };
    let rows = panels.into_iter().map(row).collect();
    let name = lang.of(&target.name);
    let beside = Beside { rows, scale, note };
    let alone = Alone {
        heading: name.to_owned(),
        alt: words::multiples_alt(lang, &name),
        note: None,
    };
    Some(alone.svg(lang, picture, size, made_up(picture, target), |frame| {
        beside.draw(frame, "units")
    }))
}

/// The schematic map of a target by itself; `None` where it is not of several units.
pub fn tiles_alone(lang: Lang, picture: Picture<'_>, target: &Target, size: (u16, u16)) -> Option<String> {
    let (own, _) = parts_of(lang, picture, target);
    let squares: Vec<Square> = (own.into_iter())
        .filter_map(|own| {
            let Tile { column, row } = own.unit.tile?;
            let short = (own.unit.aliases.iter()).filter(|_| lang == Lang::Zh).cloned();
            let Panel {
                name,
                status,
                word,
                value,
                ..
            } = own.panel;
            Some(Square {
                column,
                row,
                names: std::iter::once(name).chain(short).collect(),
                status,
                word,
                figure: value.unwrap_or_default(),
            })
        })
        .collect();
    if squares.len() < 2 {
        return None;
    }
    let name = lang.of(&target.name);
    let signs = key(squares.iter().map(|square| square.status), |status| {
        names::status(lang, status)
    });
    let tiles = Tiles {
        note: words::signs_and(lang, &signs, &words::tiles_note(lang)),
        squares,
    };
    let alone = Alone {
        heading: name.to_owned(),
        alt: words::tiles_alt(lang, &name),
        note: None,
    };
    Some(alone.svg(lang, picture, size, made_up(picture, target), |frame| {
        tiles.draw(frame, "tiles")
    }))
}

fn made_up(picture: Picture<'_>, target: &Target) -> bool {
    let as_of = picture.standing.as_of;
    any_made_up(
        picture
            .known
            .observations
            .of(&target.id)
            .iter()
            .filter(|o| o.is_known_on(as_of)),
    )
}

/// The bureaus on the schematic map: the worst that each has, and how many of its targets have figures.
pub(in crate::public) fn bureaus(reader: &Reader, all: &[(&Unit, Standing)]) -> AnyView {
    let lang = reader.lang;
    let squares = (all.iter())
        .filter_map(|(unit, own)| {
            let tally = own.targets();
            let known = tally.total() - tally.at(Status::NoData);
            // What is not known stands in the number; it is no worse than what is.
            let statuses: Vec<Status> = own.iter().map(|assessment| assessment.status).collect();
            let with_figures = statuses.iter().filter(|status| **status != Status::NoData).min();
            let worst = *with_figures.or_else(|| statuses.iter().min())?;
            on_page(reader, unit, worst, say::of_all(lang, &known, &tally.total()))
        })
        .collect();
    pictures::squares(
        words::tiles_title(lang).to_owned(),
        words::worst_note(lang),
        "status-tiles",
        squares,
    )
}

/// The targets of a unit that have figures: small multiples, each against its goal.
pub(in crate::public) fn of_unit(
    reader: &Reader,
    picture: Picture<'_>,
    unit: &Unit,
    own: &Standing,
) -> Option<AnyView> {
    let (lang, plan, as_of) = (reader.lang, picture.plan(), picture.standing.as_of);
    let items: Vec<AnyView> = (plan.targets.iter())
        .filter_map(|target| {
            let assessment = own.target(&target.id)?;
            assessment.basis.as_ref()?;
            let now = target.in_force(as_of);
            let single = target.reporters.len() == 1;
            let part = now.for_unit(&unit.id, plan.allocation(&target.id, &unit.id, as_of));
            let current = current(picture.known.observations.of(&target.id), as_of);
            let known: Vec<&Observation> = (current.into_iter())
                .filter(|o| o.unit.as_ref() == Some(&unit.id) || (single && o.unit.is_none()))
                .collect();
            let words_only = known.iter().all(|o| matches!(o.figure, Figure::Words { .. }));
            let shares = matches!(part.promise, Promise::Count { .. });
            let panel = panel(lang, lang.of(&target.name), &part, assessment, &known, shares);
            let percent = shares || matches!(part.promise, Promise::Share { .. } | Promise::Deliverable);
            let scale = Scale::of(std::slice::from_ref(&panel), percent).filter(|_| !words_only);
            let scale = scale.map(|scale| {
                if percent {
                    Scale {
                        high: scale.high.max(100.0),
                        ..scale
                    }
                } else {
                    scale
                }
            });
            Some(item(
                reader,
                &format!("/target/{}", target.id),
                &panel,
                assessment,
                scale,
            ))
        })
        .collect();
    (!items.is_empty()).then(|| {
        view! {
            <section>
                <h2>{words::unit_targets_title(lang)}</h2>
                <ul class="panels">{items}</ul>
                <p class="fine">{words::unit_targets_note(lang)}</p>
            </section>
        }
        .into_any()
    })
}
