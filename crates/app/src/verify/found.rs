//! What was found, in words.

use jiff::{Timestamp, tz};
use leptos::prelude::*;
use yaodian_audit::{Finding, Verified, Verifier};
use yaodian_domain::check::Status;
use yaodian_words::{Lang, audit as words};

use super::Outcome;

/// So many findings are listed.
const LISTED: usize = 100;

/// What came of it.
pub(super) fn found(lang: Lang, outcome: &Outcome) -> AnyView {
    let refused = |text: String| view! { <p class="refusal" role="alert">{text}</p> }.into_any();
    match outcome {
        Outcome::Verified { verified, .. } if verified.end.seq == 0 && verified.is_whole() => {
            refused(words::empty(lang).to_owned())
        }
        Outcome::Verified { verified, given } => verdict(lang, verified, *given),
        Outcome::Nothing => refused(words::choose_first(lang).to_owned()),
        Outcome::Other => refused(words::not_an_export(lang).to_owned()),
        Outcome::Newer => refused(words::newer(lang).to_owned()),
        Outcome::NotRead => refused(words::not_read(lang).to_owned()),
        Outcome::BadTyped => refused(words::bad_typed(lang).to_owned()),
        Outcome::BadList(why) => refused(words::bad_list(lang, *why)),
        Outcome::Stopped => view! { <p class="notice">{words::stopped(lang)}</p> }.into_any(),
    }
}

fn verdict(lang: Lang, verified: &Verified, given: usize) -> AnyView {
    let whole = verified.is_whole();
    let n = verified.findings.len();
    let (class, shape, word) = if whole {
        ("mark is-met", Status::Met.shape(), words::whole(lang).to_owned())
    } else if n < Verifier::MOST {
        ("mark is-overdue", Status::Overdue.shape(), words::broken(lang, &n))
    } else {
        ("mark is-overdue", Status::Overdue.shape(), words::broken_more(lang, &n))
    };
    let last = verified.end.seq;
    let findings = (verified.findings.iter().take(LISTED))
        .map(|finding| view! { <li>{words::finding(lang, finding, last)}</li> })
        .collect_view();
    let newer = |finding: &Finding| matches!(finding, Finding::NotThrough { seq: Some(seq), .. } if *seq > last);
    let then = if verified.findings.iter().all(newer) {
        words::then_newer
    } else {
        words::then_what
    };
    let then = (!whole).then(|| view! { <p id="then-what">{then(lang)}</p> });
    let findings = (!whole).then(|| view! { <ul id="findings">{findings}</ul> });
    let more = (n > LISTED).then(|| view! { <p class="hint">{words::and_more(lang, &(n - LISTED))}</p> });
    let counted = verified.span.as_ref().map(|[from, to]| {
        let say = if whole { words::counted } else { words::reached };
        say(lang, &last, &china(from), &china(to))
    });
    let ends_in = (last > 0).then(|| view! { <li class="hash">{words::ends_in(lang, &last, &verified.end.hash)}</li> });
    let through = match given {
        0 => words::nothing_noted(lang).to_owned(),
        all if all == verified.through + verified.left => words::through(lang, &verified.through),
        all => words::through_some(lang, &verified.through, &all),
    };
    let erased = (verified.erased > 0).then(|| view! { <li>{words::erased(lang, &verified.erased)}</li> });
    let left = (verified.left > 0).then(|| view! { <li>{words::left(lang, &verified.left)}</li> });
    let restores = (verified.restores.iter())
        .map(|back| view! { <li>{words::restore(lang, back, china)}</li> })
        .collect_view();
    view! {
        <section class="verify-found" data-whole=whole.to_string() aria-labelledby="verdict-title">
            <h2 id="verdict-title">{words::verdict(lang)}</h2>
            <p class="chain-result"><span class=class><span class="shape" aria-hidden="true">{shape.to_string()}</span><span class="word">{word}</span></span></p>
            {findings}
            {more}
            {then}
            <ul id="verify-facts">
                {counted.map(|counted| view! { <li>{counted}</li> })}
                {ends_in}
                <li>{through}</li>
                {left}
                {restores}
                {erased}
            </ul>
        </section>
    }
    .into_any()
}

/// An instant by the clock of China, to the second; as it stands where it is none.
fn china(instant: &str) -> String {
    instant.parse::<Timestamp>().map_or_else(
        |_| instant.to_owned(),
        |at| tz::offset(8).to_datetime(at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
    )
}
