//! Rings: how much of an inventory is done. Only for shares of a whole, never for levels.

use leptos::prelude::*;
use yaodian_domain::{
    check::Assessment,
    target::{Promise, Target},
};
use yaodian_words::{Lang, drawing as words, figures, label, names};

use super::{Alone, Picture, float};
use crate::{drawing::Ring, parts, public::Reader};

/// The ring of a target, with what it says in words; `None` where the target is no share of a whole.
fn drawn(lang: Lang, target: &Target, assessment: &Assessment) -> Option<(Ring, String)> {
    let Promise::Share { goal, .. } = &target.promise else {
        return None;
    };
    let percent = |value| figures::with_unit(value, "%");
    let value = assessment.basis.as_ref().and_then(|basis| basis.value);
    let pace = assessment.pace.as_ref().map(|pace| pace.expected);
    let said = value.map_or_else(|| label::no_value(lang).to_owned(), percent);
    let mut alt = words::ring_alt(lang, &lang.of(&target.name), &said, &figures::goal(lang, target));
    if let Some(pace) = pace {
        alt = words::with_pace(lang, &alt, &percent(pace));
    }
    let ring = Ring {
        done: value.and_then(float),
        goal: float(*goal)?,
        pace: pace.and_then(float),
        words: said,
        small: words::ring_small(lang, &percent(*goal)),
    };
    Some((ring, alt))
}

/// The ring for a page; `target` is as it is in force.
pub(in crate::public) fn ring(lang: Lang, target: &Target, assessment: Option<&Assessment>) -> Option<AnyView> {
    let (ring, alt) = drawn(lang, target, assessment?)?;
    let svg = ring.draw(Ring::ON_PAGE, "ring").on_page("ring", &alt, None);
    Some(view! { <div class="ring-place" inner_html=svg></div> }.into_any())
}

/// The ring by itself.
pub fn ring_alone(lang: Lang, picture: Picture<'_>, target: &Target, size: (u16, u16)) -> Option<String> {
    let now = target.in_force(picture.standing.as_of);
    let assessment = picture.standing.target(&target.id)?;
    let (ring, alt) = drawn(lang, &now, assessment)?;
    let provenance = assessment.basis.as_ref().and_then(|basis| basis.provenance.as_ref());
    let made_up = provenance.is_some_and(yaodian_domain::observation::Provenance::is_demonstration);
    let alone = Alone {
        heading: lang.of(&target.name).to_owned(),
        alt,
        note: Some(words::signs_and(
            lang,
            &format!(
                "{} {}",
                assessment.status.shape(),
                names::status(lang, assessment.status)
            ),
            &words::rings_note(lang),
        )),
    };
    Some(alone.svg(lang, picture, size, made_up, |frame| ring.draw(frame, "ring")))
}

/// All shares of inventories of a plan, each with its ring, its status and its counts.
pub(in crate::public) fn rings(reader: &Reader, picture: Picture<'_>) -> Option<AnyView> {
    let (lang, standing) = (reader.lang, picture.standing);
    let all: Vec<AnyView> = (picture.plan().targets.iter())
        .filter_map(|target| {
            let now = target.in_force(standing.as_of);
            let assessment = standing.target(&target.id)?;
            let ring = ring(lang, &now, Some(assessment))?;
            let counts = assessment.basis.as_ref().map(|basis| figures::figure(lang, target, &basis.figure));
            Some(
                view! {
                    <li>
                        {ring}
                        <h3><a href=reader.href(&format!("/target/{}", target.id))>{lang.of(&target.name).to_owned()}</a></h3>
                        <p>{parts::judged(lang, assessment)} <span class="number fine">{counts}</span></p>
                    </li>
                }
                .into_any(),
            )
        })
        .collect();
    (!all.is_empty()).then(|| {
        view! {
            <section aria-labelledby="rings">
                <h2 id="rings">{words::rings_title(lang)}</h2>
                <ul class="rings">{all}</ul>
                <p class="fine">{words::rings_note(lang)}</p>
            </section>
        }
        .into_any()
    })
}
