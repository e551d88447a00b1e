//! Why a target was judged as it was.

use yaodian_domain::{
    Decimal,
    check::{Odd, Reason},
    target::{Authority, Sense, Target},
};

use crate::{
    Lang,
    figures::{bound, entries_of, number, signed, span, unit_of, with_unit},
    names, sentences,
};

sentences! {
    awaiting(authority): "目标值待{authority}下达,未录入前不评判。", "The number is to be set by {authority}; until it is entered there is no verdict.";
    stood_before(day, value): "本年度尚无数据;{day} 时为 {value}。", "Nothing is known of this year yet; on {day} it stood at {value}.";
    level(span, value, rounded, bound): "{span} 为 {value},修约为 {rounded},与 {bound} 比较。", "{span}: {value}, rounded to {rounded}, held against {bound}.";
    level_plain(span, value, bound): "{span} 为 {value},与 {bound} 比较。", "{span}: {value}, held against {bound}.";
    entries(done, of, percent, goal, needed): "已完成 {done} / {of},{percent};应达 {goal},即 {needed}。", "{done} of {of} done ({percent}); {goal} is {needed}.";
    entries_short(gap): "差 {gap}。", "{gap} short.";
    entries_ahead(gap): "已达到,多 {gap}。", "Reached, {gap} to spare.";
    amount(value, goal): "累计 {value},目标 {goal}。", "{value} so far, the goal is {goal}.";
    pace_behind(day, elapsed, expected, value, points): "至 {day} 时间过去 {elapsed}%,按序时应达 {expected},实际 {value},落后序时 {points} 个百分点(按占目标的进度计)。", "By {day} {elapsed}% of the time is over: {expected} expected, {value} reached, {points} points of the way behind.";
    pace_ahead(day, elapsed, expected, value, points): "至 {day} 时间过去 {elapsed}%,按序时应达 {expected},实际 {value},超前序时 {points} 个百分点(按占目标的进度计)。", "By {day} {elapsed}% of the time is over: {expected} expected, {value} reached, {points} points of the way ahead.";
    baseline(value): "序时自年初的 {value} 起算。", "Pace is counted from {value} at the start.";
    old(day, days): "最新数据止于 {day},已超过 {days} 天没有更新。", "The latest figure ends on {day}; nothing newer came for more than {days} days.";
    rest(days, amount): "余下 {days} 天须平均 {amount} 才能达标(按天数加权)。", "The remaining {days} days must average {amount} (weighted by days).";
    rest_impossible(days, amount): "余下 {days} 天须平均 {amount},已无法达到。", "The remaining {days} days would have to average {amount}: out of reach.";
    pending(span): "全年结果尚未公布,最新为 {span} 数据,不作最终评判。", "The result of the whole year is not known yet; the latest figure is for {span}.";
    last_year_change(change): "同比 {change}。", "{change} on the same stretch of last year.";
    last_year_value(value, reference): "当前 {value},上年 {reference}。", "Now {value}, last year {reference}.";
    held(held, of): "{of} 个中 {held} 个保持。", "{held} of {of} are as good as before.";
    step(step, share, elapsed): "进度「{step}」,计 {share}%;时间过去 {elapsed}%。", "Progress “{step}” counts {share}%; {elapsed}% of the time is over.";
    delivered(day, due): "{day} 已完成,时限 {due}。", "Delivered by {day}, due {due}.";
    near(due, days): "时限 {due},还有 {days} 天。", "Due {due}, {days} days left.";
    past(due, days): "时限 {due},已过 {days} 天,未达到。", "Due {due}, {days} days ago, and not reached.";
    past_unheard(due, days): "时限 {due},已过 {days} 天,一直没有数据;是否完成不得而知。", "Due {due}, {days} days ago, and nothing was ever reported: whether it was kept is not known.";
    heard(heard, of, since): "自 {since} 起应报 {of} 次,已报 {heard} 次。", "Heard of {heard} times of {of} since {since}.";
    missing(reported, of, n): "{of} 个单位中 {reported} 个已报,缺 {n} 个;未报齐不亮灯。", "{reported} of {of} units have reported, {n} are missing; the figure of a part is not judged.";
    late(on, due): "{on} 才达到,晚于时限 {due},保留逾期标记。", "Reached by {on}, after the due date {due}: the mark stays.";
    odd_falls(before, on, now): "累计数由 {before}({on})降到 {now}。", "The cumulative figure falls from {before} ({on}) to {now}.";
    odd_whole(before, now): "总数由 {before} 变为 {now}。", "The total changes from {before} to {now}.";
    odd_jumps(before, on, now): "由 {before}({on})变为 {now},变动很大。", "It moves from {before} ({on}) to {now}, which is far.";
    odd_share(now, share): "{now} 超过分解数 {share}。", "{now} is above the unit's share of {share}.";
}

/// One step of the explanation of a verdict on `target`.
pub fn reason(lang: Lang, target: &Target, reason: &Reason) -> String {
    let unit = unit_of(lang, target);
    let counted = entries_of(lang, target);
    let own = |value: Decimal| with_unit(value, unit);
    let whole = |value: Decimal| with_unit(value, counted);
    match reason {
        Reason::AwaitingTarget { authority: Authority::Allocation } => lang
            .pick(
                "原文的数是全省目标,本单位的份额尚未下达;请照常填报,下达后自动评判。",
                "The plan's number is for the whole province and this unit's share has not been set; report as usual, the verdict follows.",
            )
            .to_owned(),
        Reason::AwaitingTarget { authority } => awaiting(lang, &names::authority(lang, authority)),
        Reason::NothingKnown => lang
            .pick("截至当日没有可用数据。", "Nothing is known that could be judged.")
            .to_owned(),
        Reason::StoodBefore { value, on } => stood_before(lang, on, &own(*value)),
        Reason::OnlyWords => lang
            .pick(
                "只有文字说明,没有可评判的数据。",
                "Only words are known, no figure that could be judged.",
            )
            .to_owned(),
        Reason::LevelCompared {
            value,
            rounded,
            bound: b,
            span: s,
        } => {
            let (stretch, against) = (span(lang, *s), bound(lang, *b, unit));
            if value == rounded {
                level_plain(lang, &stretch, &own(*value), &against)
            } else {
                level(lang, &stretch, &own(*value), &own(*rounded), &against)
            }
        }
        Reason::EntriesCompared { done, of, goal, needed } => {
            let percent = yaodian_domain::number::percent(*done, *of, goal.scale() + 1)
                .map(own)
                .unwrap_or_default();
            let gap = *done - *needed;
            let first = entries(
                lang,
                &number(*done),
                &number(*of),
                &percent,
                &own(*goal),
                &whole(*needed),
            );
            let second = if gap < Decimal::ZERO {
                entries_short(lang, &whole(gap.abs()))
            } else {
                entries_ahead(lang, &whole(gap))
            };
            join(lang, &first, &second)
        }
        Reason::AmountCompared { value, goal } => amount(lang, &own(*value), &own(*goal)),
        Reason::PaceCompared {
            on,
            elapsed,
            baseline: start,
            expected,
            value,
            behind_points,
        } => {
            let points = number(behind_points.abs());
            let (expected, value) = (number(*expected), number(*value));
            let first = if *behind_points > Decimal::ZERO {
                pace_behind(lang, on, elapsed, &expected, &value, &points)
            } else {
                pace_ahead(lang, on, elapsed, &expected, &value, &points)
            };
            if start.is_zero() {
                first
            } else {
                join(lang, &first, &baseline(lang, &number(*start)))
            }
        }
        Reason::FigureIsOld { last, allowed } => old(lang, last, allowed),
        Reason::RestMustAverage {
            amount,
            days,
            possible: true,
            ..
        } => rest(lang, days, &own(*amount)),
        Reason::RestMustAverage {
            amount,
            days,
            possible: false,
            ..
        } => rest_impossible(lang, days, &own(*amount)),
        Reason::ResultPending { latest } => pending(lang, &span(lang, *latest)),
        Reason::ChangeOnLastYear { change, sense } => {
            let first = last_year_change(lang, &with_unit_signed(lang, *change, unit));
            join(lang, &first, no_worse(lang, *sense))
        }
        Reason::ComparedWithLastYear {
            value,
            reference,
            sense,
        } => join(
            lang,
            &last_year_value(lang, &own(*value), &own(*reference)),
            no_worse(lang, *sense),
        ),
        Reason::LastYearUnknown => lang
            .pick("上年同期数未知,无法比较。", "Last year's figure is not known.")
            .to_owned(),
        Reason::HeldOf { held: n, of } => held(lang, &number(*n), &number(*of)),
        Reason::StepReached {
            step: s,
            share,
            elapsed,
        } => step(lang, &names::step(lang, *s), share, elapsed),
        Reason::Delivered { on, due } => delivered(lang, on, due),
        Reason::NearDue { due, days } => near(lang, due, days),
        Reason::PastDue { due, days } => past(lang, due, days),
        Reason::PastDueUnheard { due, days } => past_unheard(lang, due, days),
        Reason::Heard { heard: n, of, since } => heard(lang, n, of, since),
        Reason::UnitsMissing {
            reported,
            of,
            missing: who,
        } => missing(lang, reported, of, &who.len()),
        Reason::PercentagesDoNotAdd => lang
            .pick(
                "各单位只报了百分比,不能相加;请报分子和分母。",
                "The units gave percentages only, which cannot be added up; counts are needed.",
            )
            .to_owned(),
        Reason::KeptLate { due, on } => late(lang, on, due),
    }
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

fn no_worse(lang: Lang, sense: Sense) -> &'static str {
    match sense {
        Sense::AtLeast => lang.pick("要求不降低。", "It must not fall."),
        Sense::AtMost => lang.pick("要求不升高。", "It must not rise."),
    }
}

fn with_unit_signed(lang: Lang, change: Decimal, unit: &str) -> String {
    let unit = if unit == "%" {
        lang.pick("个百分点", "points")
    } else {
        unit
    };
    format!("{} {unit}", signed(change))
}

fn join(lang: Lang, first: &str, second: &str) -> String {
    format!("{first}{}{second}", lang.pick("", " "))
}
