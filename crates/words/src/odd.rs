//! What is odd about a figure that was typed.

use yaodian_domain::{Decimal, check::Odd, target::Target};

use crate::{
    Lang,
    figures::{entries_of, number, with_unit},
    sentences,
};

sentences! {
    odd_falls(before, on, now): "累计数由 {before}（{on}）降到 {now}。", "The cumulative figure falls from {before} ({on}) to {now}.";
    odd_whole(before, now): "总数由 {before} 变为 {now}。", "The total changes from {before} to {now}.";
    odd_jumps(before, on, now): "由 {before}（{on}）变为 {now}，变动很大。", "It moves from {before} ({on}) to {now}, which is far.";
    odd_share(now, share): "{now} 超过分解数 {share}。", "{now} is above the unit's share of {share}.";
}

/// Something odd about a figure that was typed.
pub fn odd(lang: Lang, target: &Target, odd: &Odd) -> String {
    let whole = |value: &Decimal| with_unit(*value, entries_of(lang, target));
    match odd {
        Odd::Falls { before, on, now } => odd_falls(lang, &whole(before), on, &whole(now)),
        Odd::WholeChanged { before, now } => odd_whole(lang, &whole(before), &whole(now)),
        Odd::Jumps { before, on, now } => odd_jumps(lang, &number(*before), on, &number(*now)),
        Odd::AboveAllocation { now, share } => odd_share(lang, &whole(now), &whole(share)),
        Odd::StepsBack => lang.pick("进度比上次倒退。", "The progress goes back.").to_owned(),
        Odd::SameWords => lang
            .pick("与上次文字完全相同。", "The same words as last time.")
            .to_owned(),
    }
}
