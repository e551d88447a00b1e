//! What stands beside a verdict and decides nothing: a projection, a reviewer's own judgement.

use leptos::prelude::*;
use yaodian_domain::{
    check::{Assessment, Projection},
    judgement::Judgement,
    target::Target,
};
use yaodian_words::{Lang, figures, label, method as words, say};

use crate::parts;

/// What the term would come to, said to be no verdict.
pub(super) fn projection(lang: Lang, target: &Target, projection: &Projection) -> impl IntoView + use<> {
    let unit = figures::unit_of(lang, target);
    let own = |value| figures::with_unit(value, unit);
    let range = projection.range.map(|(low, high)| {
        let range = words::from_to(lang, &own(low), &own(high));
        view! { <div><dt>{words::projected_range(lang)}</dt><dd class="number">{range}</dd></div> }
    });
    let cumulative = target.promise.is_counted();
    // A range is told of only where there is one.
    let (from, stretches) = (&projection.from, &projection.stretches);
    let how = match (cumulative, projection.range.is_some()) {
        (true, true) => words::projection_method(lang, from, stretches),
        (true, false) => words::projection_single(lang, from),
        (false, true) => words::projection_method_level(lang, from, stretches),
        (false, false) => words::projection_single_level(lang, from),
    };
    let expected = words::day_of_projection(lang, &own(projection.expected), &projection.on);
    view! {
        <div class="beside">
            <p><strong>{words::projection_label(lang)}</strong></p>
            <dl class="verdict-figures">
                <div><dt>{words::projected(lang)}</dt><dd class="number">{expected}</dd></div>
                {range}
                <div><dt>{label::target_word(lang)}</dt><dd class="number">{figures::goal(lang, target)}</dd></div>
            </dl>
            <p class="fine">{how}</p>
        </div>
    }
}

/// The computed status and the reviewer's, side by side.
pub(super) fn two_voices(lang: Lang, assessment: &Assessment, judgement: &Judgement) -> impl IntoView + use<> {
    let foreign = (!judgement.reason.is_ascii()).then_some("zh-CN");
    view! {
        <dl class="voices">
            <div>
                <dt>{words::voice_rule(lang)}</dt>
                <dd>{parts::judged(lang, assessment)}<small>{say::rule_line(lang, &assessment.rule, &assessment.as_of)}</small></dd>
            </div>
            <div>
                <dt>{words::voice_reviewer(lang)}</dt>
                <dd>{parts::mark(lang, judgement.status)} " " <span lang=foreign>{judgement.reason.clone()}</span><small>{say::said_by(lang, &judgement.by, &judgement.on)}</small></dd>
            </div>
        </dl>
    }
}
