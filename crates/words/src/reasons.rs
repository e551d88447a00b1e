//! Why a target was judged as it was.
//!
//! Each sentence names what went in and shows the arithmetic, so that a reader can check it with a
//! pencil.

use yaodian_domain::{
    Decimal,
    check::{LagOf, Left, Reason},
    id::UnitId,
    method::Comparison,
    target::{Authority, Sense, Target},
    unit::Register,
};

use crate::{
    Lang,
    figures::{bound, entries_of, number, signed, span, unit_of, with_unit},
    labels, names, say, sentences,
};

labels! {
    awaiting_share: "原文的数是全省目标，本单位的份额尚未下达；请照常填报，下达后自动评判。", "The plan's number is for the whole province and this unit's share has not been set; report as usual, the verdict follows.";
    nothing_known: "截至当日没有可用数据。", "Nothing is known that could be judged.";
    only_words: "只有文字说明，没有可评判的数据。", "Only words are known, no figure that could be judged.";
    last_year_unknown: "上年同期数未知，无法比较。", "Last year's figure is not known.";
    percentages: "各单位只报了百分比，不能相加；请报分子和分母。", "The units gave percentages only, which cannot be added up; counts are needed.";
    must_not_fall: "要求不降低。", "It must not fall.";
    must_not_rise: "要求不升高。", "It must not rise.";
    of_the_way: "占全程", "of the way";
    of_what_is_due: "占应达部分", "of what is due";
    rounded_method: "修约值比较法", "compared after rounding";
    exact_method: "全数值比较法", "compared as it is";
}

sentences! {
    awaiting(authority): "目标值待{authority}下达，未录入前不评判。", "The number is to be set by {authority}; until it is entered there is no verdict.";
    stood_before(day, value): "本年度尚无数据；{day} 时为 {value}。", "Nothing is known of this year yet; on {day} it stood at {value}.";
    level(span, value, rounded, bound): "{span} 为 {value}，修约为 {rounded}，与 {bound} 比较（GB/T 8170 修约值比较法）。", "{span}: {value}, rounded to {rounded}, held against {bound} (GB/T 8170, compared after rounding).";
    level_plain(span, value, bound, method): "{span} 为 {value}，与 {bound} 比较（GB/T 8170 {method}）。", "{span}: {value}, held against {bound} (GB/T 8170, {method}).";
    entries(done, of, percent, goal, needed, method): "已完成 {done} / {of}，{percent}；应达 {goal}，即 {needed}（GB/T 8170 {method}）。", "{done} of {of} done ({percent}); {goal} is {needed} (GB/T 8170, {method}).";
    entries_short(gap): "差 {gap}。", "{gap} short.";
    entries_ahead(gap): "已达到，多 {gap}。", "Reached, {gap} to spare.";
    amount(value, bound): "累计 {value}，目标 {bound}。", "{value} so far, the goal is {bound}.";
    stood_at_goal(value): "期初为 {value}，已在目标之上或恰为目标。", "It began at {value}, at the goal or beyond it.";
    ceiling_passed(ceiling, by): "已超过全年上限 {ceiling}，多 {by}；累计数不能回退。", "The ceiling of {ceiling} for the whole term is passed by {by}, and what is counted cannot be taken back.";
    out_of_reach(missing, days, most): "还差 {missing}，余下 {days} 天每天最多 {most}，已无法达到。", "Missing: {missing}; {days} days are left and a day brings {most} at most: out of reach.";
    pace(day, elapsed, baseline, goal, expected, value): "至 {day} 时间过去 {elapsed}%，按序时应达 {baseline} + ({goal} − {baseline}) × {elapsed}% = {expected}，实际 {value}。", "By {day} {elapsed}% of the time is over: {baseline} + ({goal} − {baseline}) × {elapsed}% = {expected} expected, {value} reached.";
    pace_plain(day, elapsed, goal, expected, value): "至 {day} 时间过去 {elapsed}%，按序时应达 {goal} × {elapsed}% = {expected}，实际 {value}。", "By {day} {elapsed}% of the time is over: {goal} × {elapsed}% = {expected} expected, {value} reached.";
    milestone(day, reach, value): "按节点 {day} 应达 {reach}，实际 {value}。", "By {day} the schedule asks for {reach}; {value} is reached.";
    behind(points, of): "落后序时 {points}%（{of}）。", "Behind by {points}% {of}.";
    ahead(points, of): "超前序时 {points}%（{of}）。", "Ahead by {points}% {of}.";
    no_milestone(day): "首个节点为 {day}，此前不要求进度。", "The first milestone is on {day}; nothing is owed before it.";
    missed(n, red): "连续 {n} 期未完成；连续 {red} 期亮红灯。", "Missed {n} in a row; {red} in a row are red.";
    old(day, days): "最新数据止于 {day}，已超过 {days} 天没有更新。", "The latest figure ends on {day}; nothing newer came for more than {days} days.";
    rest(left, amount, edge, all, value, gone): "余下 {left}须平均 {amount} 才能达标：（{edge} × {all} − {value} × {gone}） ÷ 余下部分，{edge} 为修约后仍达标的界限。", "The remaining {left} must average {amount}: ({edge} × {all} − {value} × {gone}) ÷ what is left, {edge} being the limit of what still keeps the bound.";
    rest_impossible(left, amount, edge, all, value, gone): "余下 {left}须平均 {amount}，已无法达到：（{edge} × {all} − {value} × {gone}） ÷ 余下部分。", "The remaining {left} would have to average {amount}, which is out of reach: ({edge} × {all} − {value} × {gone}) ÷ what is left.";
    count_at_least(left, count, edge, planned, done): "余下 {left} 个样本中至少须有 {count} 个：{planned} × {edge}% − {done}。", "Of the remaining {left} samples at least {count} must count: {planned} × {edge}% − {done}.";
    count_at_most(left, count, edge, planned, done): "余下 {left} 个样本中至多可有 {count} 个：{planned} × {edge}% − {done}。", "Of the remaining {left} samples at most {count} may count: {planned} × {edge}% − {done}.";
    count_impossible(left, edge, planned, done): "余下 {left} 个样本已不足以达标：{planned} × {edge}% − {done}。", "The remaining {left} samples are out of reach of it: {planned} × {edge}% − {done}.";
    pending(span): "全年结果尚未公布，最新为 {span} 数据，不作最终评判。", "The result of the whole year is not known yet; the latest figure is for {span}.";
    last_year_change(change): "比上年同期 {change}；同期与同期相比，不与上年全年比。", "{change} on the same stretch of last year: like is held against like, not against the whole year.";
    last_year_value(value, reference): "当前 {value}，上年 {reference}。", "Now {value}, last year {reference}.";
    held(held, of): "{of} 个中 {held} 个保持。", "{held} of {of} are as good as before.";
    step(step, share, elapsed): "进度“{step}”，计 {share}%；时间过去 {elapsed}%。", "Progress \"{step}\" counts {share}%; {elapsed}% of the time is over.";
    delivered(day, due): "{day} 已完成，时限 {due}。", "Delivered by {day}, due {due}.";
    near(due, days): "时限 {due}，还有 {days} 天。", "Due {due}, {days} days left.";
    past(due, days): "时限 {due}，已过 {days} 天，未达到。", "Due {due}, {days} days ago, and not reached.";
    past_unheard(due, days): "时限 {due}，已过 {days} 天，一直没有数据；是否完成不得而知。", "Due {due}, {days} days ago, and nothing was ever reported: whether it was kept is not known.";
    heard(heard, of, since, cadence): "自 {since} 起应报 {of} 次（{cadence}），已报 {heard} 次。", "Since {since} {of} reports were owed ({cadence}); received: {heard}.";
    missing(reported, of, n): "{of} 个单位中 {reported} 个已报，缺 {n} 个；未报齐不亮灯。", "{reported} of {of} units have reported (missing: {n}); the figure of a part is not judged.";
    worst_unit(unit): "以最差单位（{unit}）代表全体。", "The worst unit ({unit}) stands for the whole.";
    newest_unit(unit): "以最新数据（{unit}）代表全体。", "The newest figure ({unit}) stands for the whole.";
    units_meeting(keep, reported, bound): "已报的 {reported} 个单位中 {keep} 个满足 {bound}。", "{keep} of the {reported} units that have reported keep {bound}.";
    units_delivered(keep, reported): "已报的 {reported} 个单位中 {keep} 个已完成。", "{keep} of the {reported} units that have reported have delivered.";
    sent_late(n): "其中 {n} 份填报逾期报送，保留迟报标记。", "Reports in it that were first sent after their due day: {n}; the mark stays.";
    extended(to, from, asked, granted): "采用延期后的时限 {to}（原时限 {from}；{asked} 申请，{granted} 批准）。", "The extended date {to} is used (as issued: {from}; asked for on {asked}, granted on {granted}).";
    extension_asked(asked, to): "{asked} 已申请延期至 {to}，尚未答复，仍用原时限。", "An extension to {to} was asked for on {asked} and has not been answered; the old date is used.";
    extension_refused(to, on): "延期至 {to} 的申请于 {on} 未获批准，仍用原时限。", "An extension to {to} was refused on {on}; the old date is used.";
    amended(on, from, to, stood): "{on} 目标由 {from} 调整为 {to}；调整前按原目标评判为“{stood}”。", "On {on} the number was changed from {from} to {to}; until then it stood \"{stood}\" by the old one.";
    late(on, due): "{on} 才达到，晚于时限 {due}，保留逾期标记。", "Reached by {on}, after the due date {due}: the mark stays.";
}

/// One step of the explanation of a verdict on `target`. Units go by their names where their
/// register is at hand, and by their codes where it is not.
pub fn reason(lang: Lang, target: &Target, units: Option<&Register>, reason: &Reason) -> String {
    let unit = unit_of(lang, target);
    let counted = entries_of(lang, target);
    let own = |value: Decimal| with_unit(value, unit);
    let whole = |value: Decimal| with_unit(value, counted);
    let named = |id: &UnitId| match units.and_then(|units| units.get(id)) {
        Some(unit) => lang.unit(unit).to_owned(),
        None => id.to_string(),
    };
    match reason {
        Reason::AwaitingTarget {
            authority: Authority::Allocation,
        } => awaiting_share(lang).to_owned(),
        Reason::AwaitingTarget { authority } => awaiting(lang, &names::authority(lang, authority)),
        Reason::NothingKnown => nothing_known(lang).to_owned(),
        Reason::StoodBefore { value, on } => stood_before(lang, on, &own(*value)),
        Reason::OnlyWords => only_words(lang).to_owned(),
        Reason::LevelCompared {
            comparison,
            value,
            rounded,
            bound: b,
            span: s,
        } => {
            let (stretch, against) = (span(lang, *s), bound(lang, *b, unit));
            if value == rounded || *comparison == Comparison::Exact {
                level_plain(lang, &stretch, &own(*rounded), &against, &method(lang, *comparison))
            } else {
                level(lang, &stretch, &own(*value), &own(*rounded), &against)
            }
        }
        Reason::EntriesCompared {
            comparison,
            done,
            of,
            goal,
            needed,
        } => {
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
                &method(lang, *comparison),
            );
            let second = if gap < Decimal::ZERO {
                entries_short(lang, &whole(gap.abs()))
            } else {
                entries_ahead(lang, &whole(gap))
            };
            join(lang, &first, &second)
        }
        Reason::AmountCompared { value, bound: b } => amount(lang, &own(*value), &bound(lang, *b, unit)),
        Reason::StoodAtGoal { baseline } => stood_at_goal(lang, &number(*baseline)),
        Reason::CeilingPassed { ceiling, by } => ceiling_passed(lang, &whole(*ceiling), &whole(*by)),
        Reason::OutOfReach {
            missing,
            days,
            most_per_day,
        } => out_of_reach(lang, &whole(*missing), days, &whole(*most_per_day)),
        Reason::PaceCompared {
            on,
            elapsed,
            baseline,
            expected,
            value,
            goal,
            behind_points,
            lag_of,
        } => {
            let (goal, expected, value) = (number(*goal), number(*expected), number(*value));
            let first = if baseline.is_zero() {
                pace_plain(lang, on, elapsed, &goal, &expected, &value)
            } else {
                pace(lang, on, elapsed, &number(*baseline), &goal, &expected, &value)
            };
            join(lang, &first, &lag(lang, *behind_points, *lag_of))
        }
        Reason::MilestoneCompared {
            by,
            reach,
            value,
            behind_points,
            lag_of,
        } => join(
            lang,
            &milestone(lang, by, &number(*reach), &number(*value)),
            &lag(lang, *behind_points, *lag_of),
        ),
        Reason::NoMilestoneYet { next } => no_milestone(lang, next),
        Reason::MissedInARow { missed: n, red_from } => missed(lang, n, red_from),
        Reason::FigureIsOld { last, allowed } => old(lang, last, allowed),
        Reason::RestMustAverage {
            amount,
            edge,
            value,
            gone,
            left,
            possible,
        } => {
            let (days_or_samples, rest_of_it) = match left {
                Left::Days(n) => (say::days(lang, n), Decimal::from(*n)),
                Left::Samples(n) => (say::samples(lang, &number(*n)), *n),
            };
            let sentence = if *possible { rest } else { rest_impossible };
            sentence(
                lang,
                &days_or_samples,
                &own(*amount),
                &number(*edge),
                &number(*gone + rest_of_it),
                &number(*value),
                &number(*gone),
            )
        }
        Reason::RestMustCount {
            count,
            left,
            done,
            planned,
            edge,
            sense,
            possible,
            ..
        } => {
            let (count, left, done) = (number(*count), number(*left), number(*done));
            let (planned, edge) = (number(*planned), number(*edge));
            match (possible, sense) {
                (false, _) => count_impossible(lang, &left, &edge, &planned, &done),
                (true, Sense::AtLeast) => count_at_least(lang, &left, &count, &edge, &planned, &done),
                (true, Sense::AtMost) => count_at_most(lang, &left, &count, &edge, &planned, &done),
            }
        }
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
        Reason::LastYearUnknown => last_year_unknown(lang).to_owned(),
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
        Reason::Heard {
            heard: n,
            of,
            since,
            cadence,
        } => heard(lang, n, of, since, &names::cadence(lang, *cadence)),
        Reason::UnitsMissing {
            reported,
            of,
            missing: who,
        } => missing(lang, reported, of, &who.len()),
        Reason::PercentagesDoNotAdd => percentages(lang).to_owned(),
        Reason::WorstUnit { unit } => worst_unit(lang, &named(unit)),
        Reason::NewestUnit { unit } => newest_unit(lang, &named(unit)),
        Reason::UnitsCounted {
            keep,
            reported,
            bound: Some(b),
        } => units_meeting(lang, keep, reported, &bound(lang, *b, "")),
        Reason::UnitsCounted {
            keep,
            reported,
            bound: None,
        } => units_delivered(lang, keep, reported),
        Reason::SentLate { reports } => sent_late(lang, reports),
        Reason::Extended {
            from,
            to,
            asked_on,
            granted_on,
        } => extended(lang, to, from, asked_on, granted_on),
        Reason::ExtensionAsked { asked_on, new_due } => extension_asked(lang, asked_on, new_due),
        Reason::ExtensionRefused { new_due, on } => extension_refused(lang, new_due, on),
        Reason::Amended { on, from, to, stood } => {
            amended(lang, on, &own(*from), &own(*to), &names::status(lang, *stood))
        }
        Reason::KeptLate { due, on } => late(lang, on, due),
    }
}

fn method(lang: Lang, comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Rounded => rounded_method(lang),
        Comparison::Exact => exact_method(lang),
    }
}

/// How far behind, or ahead, and of what that is a percentage.
fn lag(lang: Lang, points: Decimal, of: LagOf) -> String {
    let of = match of {
        LagOf::Way => of_the_way(lang),
        LagOf::Due => of_what_is_due(lang),
    };
    let sentence = if points > Decimal::ZERO { behind } else { ahead };
    sentence(lang, &number(points.abs()), &of)
}

fn no_worse(lang: Lang, sense: Sense) -> &'static str {
    match sense {
        Sense::AtLeast => must_not_fall(lang),
        Sense::AtMost => must_not_rise(lang),
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
