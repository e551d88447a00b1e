//! What the public pages and the units' app are both made of.

use leptos::prelude::*;
use yaodian_domain::{
    Date, Decimal,
    check::{Assessment, Pace, Status},
    closing::Outcome,
    observation::Provenance,
    standing::Tally,
    target::{Promise, Target},
    unit::Register,
};
use yaodian_words::{Lang, figures, label, names, public_ledger, reasons, say};

/// A status: colour, shape and word.
pub fn mark(lang: Lang, status: Status) -> impl IntoView {
    view! {
        <span class=format!("mark is-{}", status.as_str())>
            <span class="shape" aria-hidden="true">{status.shape().to_string()}</span>
            <span class="word">{names::status(lang, status)}</span>
        </span>
    }
}

/// The status of an assessment; where its figure is made up, that stands beside it.
pub fn judged(lang: Lang, assessment: &Assessment) -> impl IntoView + use<> {
    view! { {mark(lang, assessment.status)} {made_up(lang, Some(assessment))} }
}

/// A final verdict: its mark, whether it came late, whether its figure is made up.
pub fn outcome(lang: Lang, outcome: &Outcome) -> AnyView {
    let late = outcome
        .late
        .then(|| view! { " " <span class="late">{label::late_mark(lang)}</span> });
    let provenance = outcome.basis.as_ref().and_then(|basis| basis.provenance.as_ref());
    let made_up = provenance
        .is_some_and(Provenance::is_demonstration)
        .then(|| demonstration_tag(lang));
    view! { {mark(lang, outcome.status)} {late} {made_up} }.into_any()
}

/// Says beside a status or a value that it rests on entries made up for a demonstration, where it does.
pub fn made_up(lang: Lang, assessment: Option<&Assessment>) -> Option<impl IntoView + use<>> {
    assessment.is_some_and(is_made_up).then(|| demonstration_tag(lang))
}

/// Whether the figure of a status rests on entries made up for a demonstration.
pub fn is_made_up(assessment: &Assessment) -> bool {
    let basis = assessment.basis.as_ref();
    let provenance = basis.and_then(|basis| basis.provenance.as_ref());
    provenance.is_some_and(Provenance::is_demonstration)
}

/// 演示: what it stands beside is made up.
pub fn demonstration_tag(lang: Lang) -> impl IntoView {
    view! { " " <span class="tag">{public_ledger::demonstration_tag(lang)}</span> }
}

/// A status for narrow places: colour and shape, the word for screen readers.
pub fn dot(lang: Lang, status: Status) -> impl IntoView {
    view! {
        <span class=format!("mark is-{}", status.as_str()) title=names::status(lang, status)>
            <span class="shape" aria-hidden="true">{status.shape().to_string()}</span>
            <span class="visually-hidden">{names::status(lang, status)}</span>
        </span>
    }
}

/// How many stand where: a thin bar with its numbers in words.
pub fn tally(lang: Lang, tally: &Tally) -> impl IntoView + use<> {
    let total = tally.total().max(1);
    let parts: Vec<_> = Status::ALL
        .into_iter()
        .rev()
        .map(|status| (status, tally.at(status)))
        .filter(|(_, n)| *n > 0)
        .collect();
    let segments = parts
        .iter()
        .map(|(status, n)| {
            view! { <span class=format!("bar is-{}", status.as_str()) style=format!("flex-grow:{n}")></span> }
        })
        .collect_view();
    let words = parts
        .iter()
        .map(|(status, n)| {
            view! {
                <li class=format!("mark is-{}", status.as_str())>
                    <span class="shape" aria-hidden="true">{status.shape().to_string()}</span>
                    <span class="word">{names::status(lang, *status)}</span>
                    " "
                    <span class="number">{n.to_string()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="tally" data-total=total.to_string()>
            <div class="tally-bar" aria-hidden="true">{segments}</div>
            <ul class="tally-words">{words}</ul>
        </div>
    }
}

/// Pace as one thin line: how much time is over, and how much is done.
pub fn pace_line(lang: Lang, pace: &Pace) -> impl IntoView + use<> {
    let percent = |value: Decimal| format!("{}%", value.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED));
    let done = pace
        .done
        .map(|done| view! { <span class="pace-done" style=format!("inline-size:{}", percent(done))></span> });
    view! {
        <div class="pace">
            <div class="pace-track" aria-hidden="true">
                {done}
                <span class="pace-now" style=format!("inset-inline-start:{}", percent(pace.elapsed))></span>
            </div>
            <span class="pace-words">{label::elapsed_word(lang)} " " {pace.elapsed.to_string()} "%"</span>
        </div>
    }
}

/// The figures of a verdict, and why.
pub fn verdict(
    lang: Lang,
    target: &Target,
    units: Option<&Register>,
    assessment: &Assessment,
) -> impl IntoView + use<> {
    let row = |name: &'static str, value: Option<String>| {
        value.map(|value| view! { <div><dt>{name}</dt><dd class="number">{value}</dd></div> })
    };
    let in_force = (!target.decisions.is_empty()).then(|| target.in_force(assessment.as_of));
    let target = in_force.as_ref().unwrap_or(target);
    // A deliverable has no unit of its own; its steps are shares of the way.
    let unit = match target.promise {
        Promise::Deliverable => "%",
        _ => figures::unit_of(lang, target),
    };
    let expected = assessment
        .pace
        .as_ref()
        .filter(|pace| pace.done.is_some())
        .map(|pace| figures::with_unit(pace.expected, unit));
    let why = assessment
        .reasons
        .iter()
        .map(|reason| view! { <li>{reasons::reason(lang, target, units, reason)}</li> })
        .collect_view();
    let late = assessment
        .late
        .then(|| view! { <span class="late">{label::late_mark(lang)}</span> });
    view! {
        <div class=format!("verdict is-{}", assessment.status.as_str())>
            <p class="verdict-head">{judged(lang, assessment)} {late}</p>
            <dl class="verdict-figures">
                {row(label::value_word(lang), figures::value(lang, target, assessment))}
                {row(label::target_word(lang), Some(figures::goal(lang, target)))}
                {row(label::gap_word(lang), figures::gap(lang, target, assessment))}
                {row(label::expected_word(lang), expected)}
                {row(label::required_word(lang), assessment.required.as_ref().map(|r| figures::required(lang, target, r)))}
            </dl>
            {assessment.pace.as_ref().map(|pace| pace_line(lang, pace))}
            <ol class="reasons">{why}</ol>
            <p class="fine">{say::rule_line(lang, &assessment.rule, &assessment.as_of)}</p>
        </div>
    }
}

/// A table that scrolls by itself where it is wider than the page. A heading is numeric where its
/// column is. Records hold no links, so the keyboard needs another way to scroll them.
pub fn table<H: AsRef<str>, V: IntoView + 'static>(
    class: &'static str,
    heads: &[(H, bool)],
    rows: V,
) -> impl IntoView + use<H, V> {
    let heads = heads
        .iter()
        .map(
            |(name, number)| view! { <th scope="col" class=number.then_some("number")>{name.as_ref().to_owned()}</th> },
        )
        .collect_view();
    let rows = rows.into_any();
    view! {
        <div class="table-wrap" tabindex=class.split(' ').any(|class| class == "records").then_some("0")>
            <table class=class>
                <thead>
                    <tr>{heads}</tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// The product's seal and name.
pub fn brand(lang: Lang, href: String) -> impl IntoView + use<> {
    view! {
        <a class="brand" href=href rel="external">
            <span class="seal" aria-hidden="true">{label::seal(lang)}</span>
            <span class="brand-name">{label::product(lang)}</span>
        </a>
    }
}

/// Says on every page of a trial that it is one.
pub fn trial_banner(lang: Lang, day: Option<Date>) -> impl IntoView + use<> {
    day.map(|day| {
        view! { <aside class="trial" aria-label=label::trial_word(lang)><span class="at-length">{label::trial_banner(lang)} " " {say::trial_clock(lang, &day)}</span><span class="in-short">{label::trial_short(lang)}</span></aside> }
    })
}

/// Says on every page that some of the ledgers hold made-up entries.
pub fn demonstration_banner(lang: Lang) -> impl IntoView {
    view! { <aside class="trial made-up" aria-label=label::demonstration_word(lang)><span class="at-length">{public_ledger::demonstration_banner(lang)}</span><span class="in-short">{public_ledger::demonstration_short(lang)}</span></aside> }
}

/// Words on several lines, as they were typed.
pub fn paragraphs(text: &str) -> impl IntoView + use<> {
    text.lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| view! { <p>{line.to_owned()}</p> })
        .collect_view()
}
