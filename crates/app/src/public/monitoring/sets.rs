//! The denominators by their names: shares by level, and the sets that targets count.

use leptos::prelude::*;
use yaodian_domain::{
    ledger::{Among, Feed, Monitored, monitored::fields},
    observation::Figure,
    target::Target,
    time::DaySpan,
};
use yaodian_monitoring::{
    network::{
        Measured, feeds,
        feeds::Standing,
        water::{self as network, SectionYear},
    },
    water::{Shares, WaterClass},
};
use yaodian_words::{
    Lang, figures, label,
    network::{self as shared, water as words},
};

use super::{
    super::{Picture, Reader, goal},
    parts,
};
use crate::parts::{judged, table};

/// A target that follows from what is measured, with how it is counted.
pub(super) struct Fed<'a> {
    /// The target.
    pub(super) target: &'a Target,
    /// Which figure.
    pub(super) figure: Monitored,
    /// At which places.
    pub(super) among: &'a Among,
}

/// The targets that a register feeds.
pub(super) fn fed<'a>(picture: Picture<'a>, measured: &'a Measured) -> Vec<Fed<'a>> {
    let feeds = measured.register.ledger.feeds.iter();
    feeds
        .filter_map(|feed| match feed {
            Feed::Monitored { target, figure, among } => Some(Fed {
                target: picture.plan().target(target)?,
                figure: *figure,
                among,
            }),
            _ => None,
        })
        .collect()
}

impl Fed<'_> {
    /// The stretch that it speaks of, and what it comes to; `None` before the first month is over.
    pub(super) fn standing<'m>(
        &self,
        measured: &'m Measured,
        as_of: yaodian_domain::Date,
    ) -> Option<(DaySpan, Standing<'m>)> {
        let span = feeds::latest(self.target.term, as_of)?;
        Some((span, feeds::standing(measured, self.figure, self.among, span, as_of)))
    }
}

/// A figure of measurements in words: `75.0% = 3 / 4`, `37.2 μg/m³`.
pub(super) fn figure(lang: Lang, target: &Target, figure: &Figure) -> String {
    match figure {
        Figure::Counts { done, of: Some(of) } => {
            let share = yaodian_domain::number::percent(*done, *of, 1);
            shared::ratio(
                lang,
                &parts::percent(lang, share),
                &figures::number(*done),
                &figures::number(*of),
            )
        }
        other => figures::figure(lang, target, other),
    }
}

/// The same as it stands large: the figure, and what it counts.
pub(super) fn large(lang: Lang, target: &Target, figure: &Figure) -> (String, Option<String>) {
    match figure {
        Figure::Counts { done, of: Some(of) } => {
            let share = yaodian_domain::number::percent(*done, *of, 1);
            let counts = shared::of_counts(lang, &figures::number(*done), &figures::number(*of));
            (parts::percent(lang, share), Some(counts))
        }
        other => (figures::figure(lang, target, other), None),
    }
}

/// The targets of a register with their sets and figures.
pub(super) fn targets(reader: &Reader, picture: Picture<'_>, measured: &Measured) -> Option<AnyView> {
    let (lang, as_of) = (reader.lang, picture.standing.as_of);
    let all = fed(picture, measured);
    if all.is_empty() {
        return None;
    }
    let rows = (all.into_iter())
        .map(|fed| {
            let standing = fed.standing(measured, as_of);
            let (span, value, without) = match &standing {
                Some((span, standing)) => {
                    let value = standing.figure.as_ref().map(|one| figure(lang, fed.target, one));
                    let without = (standing.without > 0).then(|| shared::without(lang, &standing.without));
                    (
                        figures::span(lang, *span),
                        value.unwrap_or_else(|| shared::no_data(lang).to_owned()),
                        without,
                    )
                }
                None => (String::new(), shared::nothing_over(lang).to_owned(), None),
            };
            let set = shared::set(lang, &measured.register.ledger, &picture.plan().units, fed.among);
            let assessment = picture.standing.target(&fed.target.id);
            let href = reader.href(&format!("/target/{}/measured", fed.target.id));
            view! {
                <tr>
                    <th scope="row">{set} " " <small>{shared::figure(lang, fed.figure)}</small></th>
                    <td>{assessment.map(|assessment| judged(lang, assessment))}</td>
                    <td class="number"><a href=href>{value}</a> " " <small>{without}</small></td>
                    <td class="number">{goal(lang, fed.target, as_of)}</td>
                    <td><a href=reader.href(&format!("/target/{}", fed.target.id))>{lang.of(&fed.target.name).to_owned()}</a></td>
                    <td class="fine">{span}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (shared::set_word(lang), false),
        (label::status_word(lang), false),
        (shared::figure_word(lang), true),
        (shared::target_word(lang), true),
        (label::targets(lang), false),
        (label::describes_word(lang), false),
    ];
    Some(
        view! {
            <section>
                <h2>{shared::feeds_title(lang)}</h2>
                {table("sets", &heads, rows)}
                <p class="fine">{shared::feeds_note(lang)}</p>
            </section>
        }
        .into_any(),
    )
}

/// Of water: what targets count, and the shares of each level beside all sections.
pub(super) fn of_water(
    reader: &Reader,
    picture: Picture<'_>,
    measured: &Measured,
    sections: &[SectionYear<'_>],
) -> AnyView {
    let lang = reader.lang;
    let ledger = &measured.register.ledger;
    let row = |name: String, own: Vec<&SectionYear<'_>>| {
        let now: Shares = own.iter().map(|one| one.class()).collect();
        let change = network::compared(own.iter().copied())
            .change()
            .map(|change| change.good);
        let worst = now.count(WaterClass::InferiorV);
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">{shared::share_of(lang, now.good(), now.graded())}</td>
                <td class="number">{shared::share_of(lang, worst, now.graded())}</td>
                <td class="number">{now.ungraded().to_string()}</td>
                <td class="number">{parts::signed(lang, change)}</td>
            </tr>
        }
        .into_any()
    };
    let mut levels: Vec<&str> = Vec::new();
    for level in sections.iter().filter_map(|one| one.place.level.as_deref()) {
        if !levels.contains(&level) {
            levels.push(level);
        }
    }
    // As the register lists them: 国控 before 省控.
    let field = ledger.fields.iter().find(|field| field.id.as_str() == fields::LEVEL);
    if let Some(yaodian_domain::ledger::FieldKind::Choice { options }) = field.map(|field| &field.kind) {
        levels.sort_by_key(|level| options.iter().position(|option| option.zh == **level));
    }
    let mut rows = vec![row(
        shared::all_of(lang, &lang.of(&ledger.counted)),
        sections.iter().collect(),
    )];
    rows.extend(levels.into_iter().map(|level| {
        let own = sections.iter().filter(|one| one.place.level.as_deref() == Some(level));
        row(shared::option(lang, ledger, fields::LEVEL, level), own.collect())
    }));
    let heads = [
        (shared::level_word(lang), false),
        (words::good_short(lang), true),
        (words::worst_short(lang), true),
        (shared::no_result(lang), true),
        (shared::change_word(lang), true),
    ];
    view! {
        <section>
            <h2>{words::levels_title(lang)}</h2>
            {table("levels", &heads, rows)}
        </section>
        {targets(reader, picture, measured)}
    }
    .into_any()
}
