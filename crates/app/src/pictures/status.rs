//! Statuses as bars: words and numbers are text, the bar between them is drawn.

use leptos::prelude::*;
use yaodian_domain::{bulletin::page::Bars, check::Status};
use yaodian_words::{Lang, names};

/// How long the longest bar is drawn.
const WIDTH: u64 = 1_000;
const HEIGHT: u64 = 14;

/// Bars of one status each, or of several with a key to them.
pub fn status_bars(lang: Lang, bars: &Bars) -> AnyView {
    let length = |segments: &[(Status, u32)]| segments.iter().map(|(_, n)| u64::from(*n)).sum::<u64>();
    let longest = bars.bars.iter().map(|(_, segments, _)| length(segments)).max();
    let longest = longest.unwrap_or_default().max(1);
    let rows = bars
        .bars
        .iter()
        .map(|(label, segments, amount)| {
            let mut from = 0;
            let boxes = segments
                .iter()
                .map(|(status, n)| {
                    let (x, to) = (from * WIDTH / longest, (from + u64::from(*n)) * WIDTH / longest);
                    from += u64::from(*n);
                    view! {
                        <rect class=format!("is-{}", status.as_str()) x=x.to_string() y="0" width=(to - x).to_string() height=HEIGHT.to_string()></rect>
                    }
                })
                .collect_view();
            view! {
                <li>
                    <span class="label">{label.clone()}</span>
                    <svg aria-hidden="true" viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none">{boxes}</svg>
                    <span class="number">{amount.clone()}</span>
                </li>
            }
        })
        .collect_view();
    let key = bars.key.then(|| {
        let marks = Status::ALL
            .into_iter()
            .rev()
            .map(|status| {
                view! {
                    <li>
                        <svg aria-hidden="true" viewBox="0 0 14 14"><rect class=format!("is-{}", status.as_str()) width="14" height="14"></rect></svg>
                        {names::status(lang, status)}
                    </li>
                }
            })
            .collect_view();
        view! { <ul class="status-key">{marks}</ul> }
    });
    view! {
        <figure class="status-bars">
            <figcaption>{bars.caption.clone()}</figcaption>
            <ol>{rows}</ol>
            {key}
        </figure>
    }
    .into_any()
}
