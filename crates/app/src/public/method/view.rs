//! How the examples of the method page are shown.

use leptos::prelude::*;
use yaodian_domain::{
    check::Assessment,
    observation::{Figure, Observation, Provenance},
    target::Target,
};
use yaodian_words::{Lang, figures, label, method as words, reasons};

use super::{
    super::{cited, observed},
    Part,
    examples::Question,
};
use crate::parts;

/// A part of the rules with its number, its name, the rule in short and its examples.
pub(super) fn section(lang: Lang, number: usize, part: &Part) -> impl IntoView + use<> {
    view! {
        <section id=part.id class="rule">
            <h2>{format!("{number} {}", (part.title)(lang))}</h2>
            <p class="lede">{(part.lede)(lang)}</p>
            {(part.body)(lang)}
        </section>
    }
}

/// The list of parts, by anchor and title.
pub(super) fn contents(lang: Lang, titles: impl Iterator<Item = (&'static str, &'static str)>) -> AnyView {
    let titles = titles
        .map(|(id, title)| view! { <li><a href=format!("#{id}")>{title}</a></li> })
        .collect_view();
    view! { <nav class="contents" aria-label=words::contents(lang)><ol>{titles}</ol></nav> }.into_any()
}

/// Whether the figures are published; one that is invented makes an example of all.
pub(super) fn tag(lang: Lang, known: &[Observation]) -> impl IntoView + use<> {
    let published = !known.is_empty()
        && known
            .iter()
            .all(|o| matches!(o.provenance, Provenance::Published { .. }));
    if published {
        view! { <span class="tag tag-published">{words::published(lang)}</span> }.into_any()
    } else {
        view! { <span class="tag">{words::example(lang)}</span> }.into_any()
    }
}

/// A target's name and what it asks for.
pub(super) fn asks(lang: Lang, target: &Target) -> String {
    words::pair(lang, &lang.of(&target.name), &figures::goal(lang, target))
}

/// What is known, as it is written in a line.
pub(super) fn known_words(lang: Lang, question: &Question) -> String {
    let all = question.known.iter().map(|o| {
        let stretch = figures::span(lang, o.span);
        let figure = match &o.figure {
            Figure::Words { .. } => stretch,
            figure => words::pair(
                lang,
                &stretch,
                &observed(lang, &question.target, o.unit.as_ref(), figure),
            ),
        };
        let figure = match o.withdrawn_on {
            Some(day) => words::corrected(lang, &figure, &o.known_on, &day),
            None if o.known_on > o.span.to() => words::known_from(lang, &figure, &o.known_on),
            None => figure,
        };
        match &o.unit {
            Some(unit) => words::of_unit(lang, unit, &figure),
            None => figure,
        }
    });
    let all: Vec<String> = all.collect();
    if all.is_empty() {
        label::no_figures_yet(lang).to_owned()
    } else {
        all.join(match lang {
            Lang::Zh => ";",
            Lang::En => "; ",
        })
    }
}

/// The reasons of a verdict, in one paragraph.
pub(super) fn why(lang: Lang, target: &Target, assessment: &Assessment) -> String {
    let target = target.in_force(assessment.as_of);
    let all = assessment
        .reasons
        .iter()
        .map(|reason| reasons::reason(lang, &target, None, reason));
    all.collect::<Vec<_>>().join(match lang {
        Lang::Zh => "",
        Lang::En => " ",
    })
}

/// A light, with the mark of what was kept late.
pub(super) fn light(lang: Lang, assessment: &Assessment) -> impl IntoView + use<> {
    let late = (assessment.late).then(|| view! { <span class="late">{label::late_mark(lang)}</span> });
    view! { {parts::mark(lang, assessment.status)} " " {late} }
}

/// The sources of what was published.
fn sources(lang: Lang, known: &[Observation]) -> Option<impl IntoView + use<>> {
    let mut all: Vec<String> = (known.iter())
        .filter_map(|o| match &o.provenance {
            Provenance::Published { source } => Some(cited(lang, source)),
            _ => None,
        })
        .collect();
    all.dedup();
    (!all.is_empty()).then(|| {
        view! { <p class="fine">{label::source_word(lang)} " " <span lang="zh-CN">{all.join(";")}</span></p> }
    })
}

/// What is asked, under its case.
pub(super) fn question_words(lang: Lang, question: &Question) -> String {
    words::colon(lang, &words::asked(lang, &question.as_of), &known_words(lang, question))
}

/// Questions about one target, a row each: what is known, the light, and why.
pub(super) fn cases(lang: Lang, title: String, questions: Vec<Question>) -> AnyView {
    let all: Vec<Observation> = questions.iter().flat_map(|q| q.known.clone()).collect();
    let rows = questions
        .iter()
        .map(|question| {
            let assessment = question.judge();
            view! {
                <tr>
                    <th scope="row">{question.shows.clone()}<small>{question_words(lang, question)}</small></th>
                    <td>{light(lang, &assessment)}</td>
                    <td>{why(lang, &question.target, &assessment)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="cases">
            <caption>{tag(lang, &all)} {title}</caption>
            <thead>
                <tr>
                    <th scope="col">{words::case_word(lang)}</th>
                    <th scope="col">{words::light_word(lang)}</th>
                    <th scope="col">{words::why_word(lang)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        {sources(lang, &all)}
    }
    .into_any()
}

/// One question with its whole verdict, as it stands on the page of a target.
pub(super) fn full(lang: Lang, question: &Question) -> AnyView {
    let title = words::then(lang, &asks(lang, &question.target), &question_words(lang, question));
    view! {
        <figure class="example">
            <figcaption>{tag(lang, &question.known)} {title}</figcaption>
            {parts::verdict(lang, &question.target, None, &question.judge())}
            {sources(lang, &question.known)}
        </figure>
    }
    .into_any()
}

/// A table of an example whose cells are its own. A heading is numeric where its column is.
pub(super) fn matrix(title: impl IntoView + 'static, heads: &[(&str, bool)], rows: impl IntoView + 'static) -> AnyView {
    let heads = heads
        .iter()
        .map(|(head, number)| view! { <th scope="col" class=number.then_some("number")>{(*head).to_owned()}</th> })
        .collect_view();
    view! {
        <div class="table-wrap" tabindex="0">
            <table class="matrix">
                <caption>{title}</caption>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
