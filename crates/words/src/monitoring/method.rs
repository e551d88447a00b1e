//! The page on how measurements are assessed.

use crate::{labels, sentences};

labels! {
    title: "监测评价方法", "How measurements are assessed";
    lead: "水质类别、空气质量指数等由监测值直接算出的数，另有一页列出全部规则、限值和出处。", "Classes of water, air quality indexes and whatever else is computed from measurements have a page of their own, with every rule, limit and source.";
    intro: "由监测值计算的有：断面、河流和区域的水质，主要污染指标，湖库营养状态，饮用水水源达标；空气质量指数和首要污染物，城市日值，优良天数，综合指数和排名。规则如下，每条都注明文件、条款，以及原文是否核对过。", "From measurements are computed: the quality of water in sections, rivers and regions, its main pollution indicators, the trophic state of lakes, whether drinking-water sources comply; the air quality index and primary pollutants, the days of cities, good days, the composite index and ranks. The rules are below, each with its document, its clause and how surely its words are known.";
    exact: "决定类别、指数和比例的数都用十进制数和分数计算，不用二进制浮点数。表和例子是打开本页时由同一份代码生成的。", "What decides a class, an index or a share is a decimal number or a fraction, never a binary floating-point number. The tables and examples are made by that same code while this page is being made.";

    // 1 Documents.
    documents_title: "文件", "Documents";
    documents_lede: "规则出自下列文件；旁边是出自它的规则数，和其中还没有核对原文的规则数。空气规则在两版中情况不同的，分别计入。", "The rules come from these documents; beside each stands how many do, and how many of them are unverified. A rule on air is counted under either, where its editions differ.";

    // 2 to 4 Water.
    water_rules_title: "地表水：规则", "Surface water: the rules";
    water_rules_lede: "2002-06-01 起的数据按 GB 3838-2002 和 2011 年的评价办法评价。", "Data from 2002-06-01 on are assessed by GB 3838-2002 and the method of 2011.";
    limits_title: "地表水：限值", "Surface water: the limits";
    limits_lede: "恰在限值上算满足。未注明单位的为 mg/L；未注明河流或湖库的，两者相同。", "A value on the limit keeps it. Units are mg/L where no other is told; rivers and lakes share whatever is not marked.";
    water_example_title: "地表水：算例", "Surface water: worked through";
    water_example_lede: "一条河流上一个断面的一次监测。", "One sample of a section on a river.";
    decides: "决定类别", "decides the class";
    apart: "单独评价，不决定类别", "assessed apart, decides no class";

    // 5 to 8 Air.
    air_rules_title: "环境空气：规则", "Air: the rules";
    air_rules_lede: "数据按当日施行的版本评价：2026-02-28 及以前按 2012 版，2026-03-01 起按 2026 版。", "Data are assessed by the edition of their day: up to 2026-02-28 that of 2012, from 2026-03-01 on that of 2026.";
    breakpoints_title: "环境空气：分指数", "Air: the sub-indexes";
    breakpoints_lede: "与分指数对应的浓度；两个浓度之间按比例计算，向上进位。未注明版本的，两版相同。", "The concentration of each sub-index; between two of them it grows in proportion and is rounded up. Both editions share whatever is not marked.";
    year_title: "环境空气：年评价限值", "Air: the limits of a year";
    year_lede: "二级浓度限值。综合指数是各项浓度与这些限值之比的加权和。2026 版的限值分两步：过渡期至 2030 年底，之后更严。未注明的数已核对。", "The limits of grade II. The composite index is the weighted sum of the ratios of concentrations to them. Those of 2026 come in two steps: a transition until the end of 2030, and stricter ones after it. Figures without a mark are verified.";
    air_example_title: "环境空气：算例", "Air: worked through";
    air_example_lede: "同一个小时，按两版各算一遍；算式的结果向上进位。", "The same hour, by either edition; what the sums come to is rounded up.";

    // Heads.
    rule_word: "规则", "Rule";
    clause_word: "文件、条款和核对情况", "Document, clause, and how surely known";
    known_word: "核对情况", "How surely known";
    document_word: "文件", "Document";
    rules_word: "规则", "Rules";
    unverified_word: "未核对原文", "Unverified";
    item_word: "项目", "Item";
    class_word: "类别", "Class";
    kept_word: "满足的限值", "Limit it keeps";
    failed_word: "不满足的限值", "Limit it fails";
    pollutant_word: "污染物", "Pollutant";
    sub_index_word: "分指数", "Sub-index";
    in_both: "两版相同", "in both editions";
    not_known: "尚未掌握", "not known here";
    nothing: "—", "—";
}

sentences! {
    in_kind(unit, kind): "{unit}，{kind}", "{unit}, {kind}";
    weight(n): "权重 {n}", "weight {n}";
    weight_so_known(n, known): "权重 {n}（{known}）", "weight {n} ({known})";
    rule_source(number, clause): "{number} {clause}", "{number}, {clause}";
    table_source(edition, source): "{edition}：{source}", "{edition}: {source}";
    weights_from(sources): "权重出处：{sources}。", "Weights: {sources}.";
    rules_so_known(n): "{n} 条", "{n} rules";
    water_class(class, quality, item, value, limit): "断面为{class}，{quality}。最差的一项是{item}：{value} 不满足上一类的限值（{limit}）。", "The section is of {class}, {quality}. The worst item is the {item}: {value} fails the limit of the next better class ({limit}).";
    water_pollutant(item, value, limit, times): "主要污染指标：{item}（{times}）。超标倍数 = ({value} − {limit}) ÷ {limit}，修约为 {times}。", "Main pollution indicator: {item} ({times}). Its multiple is ({value} − {limit}) ÷ {limit}, rounded to {times}.";
    air_index(edition, index, grade, primary): "{edition}：AQI {index}，{grade}，首要污染物为{primary}。", "{edition}: AQI {index}, {grade}; primary pollutant {primary}.";
    proportion(index_low, index_high, low, high, value, exact): "{index_low} + ({index_high} − {index_low}) × ({value} − {low}) ÷ ({high} − {low}) = {exact}", "{index_low} + ({index_high} − {index_low}) × ({value} − {low}) ÷ ({high} − {low}) = {exact}";
    no_floats(working): "24 小时一氧化碳 2.2 mg/m³ 的分指数 {working}，恰为整数，不再进位；同一公式用二进制浮点数计算，进位后会成 56。", "CO of 24 hours at 2.2 mg/m³ has the sub-index {working}, a whole number that stays; the same formula in binary floating point, rounded up, gives 56.";
}
