//! 历年指标: the same figure over the years.

use crate::{labels, sentences};

labels! {
    indicators: "历年指标", "Indicators over the years";
    intro: "有多年数据的指标：各年数据、与上年相比的变化和来源。各年之间没有的数不补。", "Indicators with figures of several years: the figure of each, its change on the year before and its source. What is missing between them is not filled in.";
    none: "还没有多年数据。某个目标有了两个以上年度的数据后，会在这里逐年并列；今年的数据见各目标页。", "No indicator has figures of several years yet. As soon as a target has figures of two years or more they stand here side by side; this year's figures are on the page of each target.";
    indicator_word: "指标", "Indicator";
    year_word: "年份", "Year";
    by_year: "逐年数据", "Year by year";
    all_stretches: "全部时段", "All stretches";
    change_published: "公布", "published";
    change_computed: "由两年数据相减", "difference of the two years' figures";
    no_own: "本指标没有口径一致的多年数据；相关公布数据见下。", "No figures of several years on the target's own basis; related published figures are below.";
    to_target: "目标及评判", "The target and how it is judged";
    over_years: "历年数据", "Over the years";
}

sentences! {
    title(name): "历年指标：{name}", "Over the years: {name}";
}
