//! The method page: what its examples show, and how targets are judged where that differs.

use yaodian_domain::{
    Decimal,
    check::Threshold,
    method::{Comparison, Method, RollUp, Schedule, Weight},
    target::Target,
};

use crate::{
    Lang,
    figures::{bound, number, unit_of, with_unit},
    labels, sentences,
};

/// Publications that the examples quote, cited as they stand in the seeds, on either page.
pub mod cited {
    /// Surface water from January to April 2023.
    pub const WATER_IN_SPRING: &str = "湖北日报 2023-05-09";
    /// Surface water in 2023.
    pub const WATER_IN_2023: &str = "湖北省生态环境厅新闻发布会 2024-03-28，湖北日报";
    /// Outfalls put right before 2023.
    pub const OUTFALLS_BEFORE: &str = "极目新闻 2023-06-30";
    /// Outfalls put right by September 2023.
    pub const OUTFALLS_IN_SEPTEMBER: &str = "长江经济带高质量发展工作推进会，新华网 2023-09-25";
}

labels! {
    intro: "状态只由一条规则决定：编译一次，在服务器和浏览器中运行同一份。下面每个例子都是打开本页时由这条规则现算的，可用纸笔核对。", "One rule decides every status. It is compiled once and runs on the server and in the browser alike. Every example below is computed by that rule while this page is being made, and can be checked with a pencil.";
    intro_terms: "除另有说明，例中时限为 2023-12-31，按默认亮灯界限评判；“截至”指当日已获知的数据。", "Unless said otherwise the due date is 2023-12-31 and the default lights apply; \"as of\" means: by what was known on that day.";
    example: "示例", "Example";
    example_note: "标“示例”的数为虚构；标“公布”的数引自所注来源。", "Figures marked \"example\" are invented; those marked \"published\" come from the source given.";
    published: "公布", "Published";
    contents: "目录", "Contents";
    case_word: "已知", "What is known";
    light_word: "亮灯", "Light";
    why_word: "理由", "Why";
    percent: "%", "%";
    micrograms: "μg/m³", "μg/m³";
    things: "个", "projects";
    villages: "个", "villages";
    days_unit: "天", "days";
    cities_unit: "个", "cities";
    ponds_unit: "个", "ponds";
    outfalls_unit: "个", "outfalls";
    stations_unit: "座", "stations";

    // What the targets of the examples are called.
    good_water: "地表水优良断面比例", "Sections with good surface water";
    bad_water: "劣 V 类断面比例", "Sections worse than Class V";
    good_days: "优良天数比例", "Share of days with good air";
    good_day_count: "优良天数", "Days with good air";
    fine_dust: "PM2.5 平均浓度", "Mean PM2.5";
    cities_meeting: "PM2.5 不超过 35 μg/m³ 的城市", "Cities with PM2.5 of at most 35 μg/m³";
    outfalls: "排污口整治完成率", "Outfalls put right";
    villages_done: "完成治理的行政村", "Villages with treated sewage";
    heavy_days: "重污染天数", "Days of heavy pollution";
    ponds: "黑臭水体", "Black and odorous ponds";
    stations: "自动监测站", "Monitoring stations";
    regulation: "印发管理办法", "Regulation issued";
    inspections: "例行检查", "Inspections";
    projects: "年度项目", "Projects of the year";
    works: "完成的工程", "Projects finished";

    // 1 Levels.
    level_title: "比率与浓度", "Ratios and concentrations";
    level_lede: "年内看当前水平和余下时间须达到的平均；全年结果公布后定是否达标。没有数据不亮灯。", "Within the year: the level now, and what the rest must average. The figure of the whole year decides. Without figures there is no light.";
    rounding_title: "修约：GB/T 8170 的两种比较法", "Rounding: the two ways of GB/T 8170";
    rounding_lede: "比率、浓度默认用修约值比较法：先修约到目标的小数位（四舍六入五成双），再比较。计划写明的，用全数值比较法。", "Ratios and concentrations are rounded to the target's decimals (a half goes to the even neighbour) and then compared, unless the plan says that figures are compared as they are.";
    whole_year_figure: "全年结果", "the whole year";
    rest_title: "余下部分须平均多少", "What the rest must average";
    by_days: "按天数加权", "weighted by days";
    by_samples: "按样本加权，全年计划 365 个有效日", "weighted by samples, 365 valid days planned";
    out_of_reach: "已无法达到", "out of reach";
    nothing_yet: "尚无数据", "nothing known yet";
    ceiling_case: "上限，按天数加权", "a ceiling, weighted by days";

    // 2 Shares and pace.
    share_title: "清单占比与序时进度", "Shares of an inventory, and pace";
    share_lede: "按整数个数比较，占比不修约；达到以前与序时进度比较：应达 = 期初 +（目标 − 期初）× 已过天数 ÷ 全部天数。", "Compared on whole entries; the percentage is not rounded. Until it is reached it is held against pace: expected = start + (goal − start) × days gone ÷ days in all.";
    one_short: "年底差一个", "one short at year's end";
    exactly: "年底恰好", "exactly enough at year's end";
    as_rounded: "若改用修约值比较法", "if it were compared after rounding";
    stalled: "半年没有新增", "half a year without any";
    before_date: "时限前达到", "reached before its date";

    // 3 Counts.
    count_title: "数量", "Counts";
    count_lede: "可以增加、减少，也可以是不许超过的上限；自起点到目标按时间折算。", "A count may grow, shrink, or be a ceiling that may not be passed; the way from start to goal is divided by time.";
    on_pace: "跟上序时", "keeping pace";
    just_behind: "落后一个村", "one village behind";
    ten_behind: "落后近 10 个百分点", "nearly ten points behind";
    beyond_ten: "落后超过 10 个百分点", "more than ten points behind";
    old_figure: "6 月的数，11 月再问", "June's figure, asked about in November";
    ceiling_room: "上限之内，用得偏快", "within the ceiling, used up too fast";
    ceiling_passed: "超过上限", "the ceiling is passed";
    falling: "由 204 个降到 0", "from 204 down to 0";
    rising: "由 30 座增到 50 座", "from 30 up to 50";
    reach_gone: "每天最多增加一天", "a day brings one day at most";

    // 4 Schedules.
    schedule_title: "节点与按月计划", "Milestones and monthly plans";
    schedule_lede: "计划自定进度的，按计划不按天数：节点之间不催，过了节点看差多少；按月计划看连续几个月没有完成。", "A plan with its own schedule is judged by it, not by days: nothing is owed between two milestones, and after one the lag counts; in a monthly plan the months missed in a row count.";
    ten_a_month: "按月计划，每月 10 个", "a monthly plan, 10 a month";
    day_before: "节点前一天", "the day before a milestone";
    day_of: "节点当天", "on the milestone";
    one_missed: "一个月未完成", "one month missed";
    two_missed: "连续两个月未完成", "two months missed in a row";
    two_missed_yinchuan: "同一情形，银川规则", "the same under Yinchuan's rule";

    // 5 Lights.
    lights_title: "亮灯界限", "Where the lights change";
    lights_lede: "各地界限不同，因此写在每个计划里。同样的落后，三种界限各亮什么灯：", "Places differ, so the bands belong to the plan. The same lag under three of them:";
    bands_title: "三种界限的数值", "The bands themselves";
    default_policy: "默认", "default";
    yinchuan: "银川市 2025", "Yinchuan 2025";
    sanya: "三亚市 2022", "Sanya 2022";
    done_word: "已完成", "Done";
    points_of_way: "落后（占全程）", "Behind, of the way";
    points_of_due: "落后（占应达）", "Behind, of what is due";
    yellow_from: "黄灯：落后", "Yellow: behind";
    red_from: "红灯：落后", "Red: behind";
    row_red: "连续几期未完成亮红灯", "Red when missed in a row";
    level_yellow: "年内水平差多少以内为黄灯（占目标）", "A level within the year is yellow when short by at most (of the bound)";
    on_its_way: "数据可在途多少天", "Days a figure may be on its way";
    near_days: "时限前多少天起提示", "Days before the date from which it is marked";
    of_way: "全程", "of the way";
    of_due: "应达", "of what is due";
    why_default: "默认界限比两地严：两地的规则管当年完工的项目，要点的数要向社会公布。一个月是全年的 8.3%，落后 10 个百分点以内还追得回来，为黄；再多为红。", "The default is stricter than both: those rules are for projects that end with the year, while a plan's figures are published. A month is 8.3 % of a year: up to ten points can still be caught up and are yellow; more is red.";

    // 6 Deliverables.
    deliver_title: "制定、印发等成果", "Deliverables";
    deliver_lede: "分五步，每步记四分之一。落后不到一步为正常，落后一步为预警，落后两步为滞后；时限前 30 天内还未送审的为预警。", "Five steps, a quarter of the way each. Less than one step behind time is on track, one is at risk, two are off track; not yet under review thirty days before the date is at risk.";
    step_by_day: "进度与日期", "Step and day";
    silent: "从未填报", "never reported";

    // 7 Duties.
    duty_title: "常态化工作与定性要求", "Standing duties";
    duty_lede: "每月或每季须有填报并经审核；期满后 40 天内允许在途。", "They must be reported and approved every month or quarter; forty days after its end a report may still be on its way.";
    on_its_way_case: "二季度的还可能在途", "the second quarter's may be on its way";
    one_quarter: "缺一个季度", "one quarter missed";
    two_quarters: "连续缺两个季度", "two missed in a row";
    every_quarter: "四个季度都有", "all four heard of";

    // 8 Roll-up.
    whole_title: "合成全省数", "From units to the whole";
    whole_lede: "比例用分子之和除以分母之和，数量求和，成果取最慢的一家；从不取百分比的平均。未报齐不亮灯。", "Ratios are the sum of numerators over the sum of denominators, counts are sums, a joint product is as far as its slowest maker. Percentages are never averaged. While a unit is missing there is no light.";
    sum_over_sum: "分子之和 ÷ 分母之和", "sum over sum";
    unit_missing: "缺单位 c", "unit c is missing";
    only_percent: "只报百分比", "percentages only";
    worst_case: "以最差单位代表全体", "the worst unit stands for all";
    counted_case: "数有几个单位达到", "counting the units that keep it";
    joint_product: "共同成果，取最慢的一家", "a joint product: the slowest counts";

    // 9 Allotment.
    allot_title: "目标分解", "Breaking a target down";
    allot_lede: "各单位份额相加，与全省目标核对；少分、多分、漏分都会标出。", "The units' shares are added up and held against the whole: short, in excess, or left out, it shows.";
    shares_word: "份额", "Shares";
    sum_word: "合计", "Sum";
    whole_word: "应有", "Asked for";
    finding_word: "核对", "Finding";
    agrees: "相符", "agrees";
    without_share: "没有份额", "Without a share";
    strangers: "有份额但不填报", "With a share but not among the reporters";

    // 10 Dates and decisions.
    dates_title: "逾期、延期与目标调整", "Late, extended, amended";
    dates_lede: "原文不改。延期须在时限前申请，批准才算；目标调整自决定之日起算，之前仍按原数评判。", "The text stays as issued. An extension must be asked for before the date and counts only once granted; a new number counts from the day of its decision, and the days before are judged by the old one.";
    kept_late: "时限后才完成", "finished after the date";
    ext_pending: "已申请延期，未答复", "an extension asked for, not answered";
    ext_granted: "延期获批，在新时限内完成", "extension granted, finished within it";
    ext_refused: "延期未获批，时限后完成", "extension refused, finished after the date";
    amended_before: "调整前一天", "the day before the change";
    amended_after: "750 调整为 600 之后", "after the change from 750 to 600";
    ext_reason: "需再次征求意见", "another round of comments is needed";
    amend_reason: "省级文件调整年度任务", "the province changed the year's task";

    // 11 Replay.
    replay_title: "按日回看", "The same question on two days";
    replay_lede: "数据更正后，问更正前的某一天，答案不变；问更正后的一天，用更正后的数。网址后加 ?as_of=日期即可回看。", "After a correction the answer for a day before it stays what it was; a later day is answered by the corrected figure. Add ?as_of=DATE to any address.";
    before_correction: "更正前", "before the correction";
    after_correction: "更正后", "after it";

    // 12 Editions.
    editions_title: "规则版本", "Editions of the rules";
    editions_lede: "规则修改后，旧版本保留；过去的日子仍按当时的版本评判。两版有三处不同：", "When the rules change the old edition stays, and a past day is judged by its own. The two editions differ in three things:";
    same_question: "同一问题，两版的答案", "The same question by both editions";
    first_edition: "第 1 版", "Edition 1";
    second_edition: "第 2 版", "Edition 2";
    differs_rest: "余下部分算到目标本身，还是算到修约后仍达标的界限", "what the rest must average: up to the bound, or to the last figure that rounds to it";
    differs_row: "缺报累计两期，还是连续两期亮红灯", "red when two reports are missing at all, or two in a row";
    differs_late: "按期完成后又报了时限后的数", "kept in time, and reported again of later days";

    // 13 Projection.
    projection_title: "趋势推算", "Projection";
    projection_label: "趋势推算，不作评判依据", "Projection, not a verdict";
    projection_lede: "只回答“照目前的速度，到时限会是多少”，与评判并列，不参与亮灯。", "It only answers: what would it come to if things went on like this? It stands beside the verdict and decides no light.";
    projection_needs: "至少两段才有区间；未报齐、最差单位、数单位的目标不推算。", "A range needs two stretches; targets that are incomplete, by worst unit or by counting units have no projection.";
    projected: "按均速推算", "At the mean rate";
    projected_range: "区间", "Range";
    beside_verdict: "同一天的评判", "The verdict of the same day";

    // 14 Two voices.
    voices_title: "两种意见", "Two voices";
    voices_lede: "评判由规则算出，谁也不能改。审核人另有看法的，写明理由，与评判并列公开；亮灯、统计、督办仍按规则。", "The status is computed and nobody can change it. A reviewer who sees it otherwise says so with a reason; both are published side by side, and lights, tallies and slips follow the rule.";
    voice_rule: "规则评判", "By the rule";
    voice_reviewer: "审核人意见", "The reviewer";
    voice_by: "某处审核员", "a reviewer";
    voice_reason: "剩余断面已通水，等待验收，预计下月完成。", "The remaining works are running and wait for acceptance; expected next month.";

    // Marks and the method of a target.
    statuses_title: "七种状态", "Seven statuses";
    comparison_word: "比较方法", "Comparison";
    roll_up_word: "合成方法", "Roll-up";
    schedule_word: "进度安排", "Schedule";
    weight_word: "权重", "Weight";
    rounded: "修约值比较法（GB/T 8170）", "after rounding (GB/T 8170)";
    exact: "全数值比较法（GB/T 8170）", "as it is (GB/T 8170)";
    roll_total: "分子之和 ÷ 分母之和，或求和", "sum over sum, or the sum";
    roll_latest: "以最新数据代表全体", "the newest figure stands for all";
    roll_worst: "以最差单位代表全体", "the worst unit stands for all";
    roll_delivered: "已完成的单位数", "the number of units that have delivered";
}

sentences! {
    asked(day): "截至 {day}", "as of {day}";
    corrected(figure, known, withdrawn): "{figure}（{known} 获知，{withdrawn} 更正）", "{figure} (known {known}, corrected {withdrawn})";
    known_from(figure, known): "{figure}（{known} 获知）", "{figure} (known {known})";
    of_unit(unit, figure): "{unit}：{figure}", "{unit}: {figure}";
    pair(a, b): "{a} {b}", "{a} {b}";
    colon(a, b): "{a}：{b}", "{a}: {b}";
    then(a, b): "{a}；{b}", "{a}; {b}";
    more_than(n, of): "超过 {n}%（{of}）", "more than {n}% {of}";
    this_or_more(n, of): "{n}% 及以上（{of}）", "{n}% or more {of}";
    wrong_mean(mean, right): "三个百分比的平均是 {mean}，不是全省数；全省数是 {right}。", "The mean of the three percentages is {mean}, which is not the figure of the whole; that is {right}.";
    short(amount): "少分 {amount}", "{amount} short";
    excess(amount): "多分 {amount}", "{amount} too many";
    day_of_projection(value, day): "{value}（{day}）", "{value} ({day})";
    from_to(low, high): "{low} — {high}", "{low} to {high}";
    projection_single(from): "数据截至 {from}，只有一段，尚无区间。均速 = 期初以来平均每天的增量。", "Figures up to {from}, one stretch, so that there is no range yet. The mean rate is the daily mean since the start of the term.";
    projection_single_level(from): "数据截至 {from}，只有一段，尚无区间。余下时间按已有平均计。", "Figures up to {from}, one stretch, so that there is no range yet. The rest is taken like the mean so far.";
    projection_method(from, n): "数据截至 {from}，共 {n} 段。均速 = 期初以来平均每天的增量；区间以最慢一段和最快一段的速度推到时限。", "Figures up to {from}, {n} stretches. The mean rate is the daily mean since the start of the term; the range takes every remaining day like the slowest and like the fastest stretch.";
    projection_method_level(from, n): "数据截至 {from}，共 {n} 段。余下时间按已有平均计；区间以最低一段和最高一段的水平推到时限。", "Figures up to {from}, {n} stretches. The rest is taken like the mean so far; the range takes it like the lowest and like the highest stretch.";
    milestones(list): "按节点：{list}", "by milestones: {list}";
    monthly(list): "按月计划：{list}", "by a monthly plan: {list}";
    milestone(day, reach): "{day} {reach}", "{day} {reach}";
    weigh_samples(n): "按样本，全年计划 {n} 个", "by samples, {n} planned";
    units_meeting(bound): "满足 {bound} 的单位数", "the number of units that keep {bound}";
}

/// From where on a light changes, of what.
pub fn threshold(lang: Lang, threshold: Threshold, of: &str) -> String {
    match threshold {
        Threshold::Beyond(n) => more_than(lang, &number(n), &of),
        Threshold::From(n) => this_or_more(lang, &number(n), &of),
    }
}

/// How `target` is judged, where that differs from what its kind suggests: what, and how.
pub fn differences(lang: Lang, target: &Target) -> Vec<(&'static str, String)> {
    let Method {
        comparison,
        roll_up,
        schedule,
        weight,
    } = &target.method;
    let unit = unit_of(lang, target);
    let mut out = Vec::new();
    if let Some(comparison) = comparison {
        let words = match comparison {
            Comparison::Rounded => rounded(lang),
            Comparison::Exact => exact(lang),
        };
        out.push((comparison_word(lang), words.to_owned()));
    }
    if *roll_up != RollUp::default() {
        let words = match roll_up {
            RollUp::Total => roll_total(lang).to_owned(),
            RollUp::Latest => roll_latest(lang).to_owned(),
            RollUp::Worst => roll_worst(lang).to_owned(),
            RollUp::UnitsMeeting(b) => units_meeting(lang, &bound(lang, *b, "")),
            RollUp::UnitsDelivered => roll_delivered(lang).to_owned(),
        };
        out.push((roll_up_word(lang), words));
    }
    let list = || {
        let unit = if unit.is_empty() { "%" } else { unit };
        let mut all = schedule.milestones().to_vec();
        all.sort_by_key(|m| m.by);
        let all = all.iter().map(|m| milestone(lang, &m.by, &with_unit(m.reach, unit)));
        all.collect::<Vec<_>>().join(lang.pick("；", "; "))
    };
    match schedule {
        Schedule::Linear => {}
        Schedule::Milestones(_) => out.push((schedule_word(lang), milestones(lang, &list()))),
        Schedule::Monthly(_) => out.push((schedule_word(lang), monthly(lang, &list()))),
    }
    if let Weight::Samples { planned } = weight {
        out.push((weight_word(lang), weigh_samples(lang, &number(*planned))));
    }
    out
}

/// How much the shares are short of the whole, or beyond it.
pub fn finding(lang: Lang, excess_by: Decimal, unit: &str) -> String {
    let amount = with_unit(excess_by.abs(), unit);
    if excess_by.is_zero() {
        agrees(lang).to_owned()
    } else if excess_by.is_sign_negative() {
        short(lang, &amount)
    } else {
        excess(lang, &amount)
    }
}
