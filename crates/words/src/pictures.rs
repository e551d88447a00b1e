//! What stands on the pictures of a ledger: how many are listed, and how many have passed each stage.

use yaodian_domain::{Decimal, number};

use crate::{Lang, figures, labels, sentences};

labels! {
    listed: "在册", "Listed";
    stage_word: "阶段", "Stage";
    number_word: "数量", "Number";
    share_word: "占在册", "Of those listed";
    expected: "应有", "There should be";
    share_of_expected: "占应有", "Of those there should be";
    comma: "、", ", ";
    total: "合计", "Total";
    no_entries: "台账尚无条目。", "The ledger has no entries yet.";
    no_entries_short: "无条目", "none";
    map_note: "示意，不表示行政区域界线。每格写明占在册的比例和数量，墨色分五级。", "A sketch that claims no boundaries. Each square gives the share of those listed and the number; the ink has five steps.";
    by_unit_title: "各单位进展（比例占本单位在册）", "How each unit stands (shares of what it has listed)";
    nothing_in_months: "这段时间还没有完成的。", "None in these months so far.";
}

sentences! {
    funnel_title(counted): "{counted}在各阶段的数量", "How many have passed each stage: {counted}";
    goal(words): "目标 {words}", "target {words}";
    throughput_title(stage, years): "{years} 年每月完成“{stage}”的数量", "\"{stage}\" by month, {years}";
    without_entries(n, names): "尚无条目的单位（{n}）：{names}", "Units without entries ({n}): {names}";
    map_title(stage): "各单位完成“{stage}”的比例", "\"{stage}\" by unit, share of those listed";
}

/// A month of a year: `3 月`, `Mar`.
pub fn month(lang: Lang, month: i8) -> String {
    const SHORT: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let english = usize::try_from(month)
        .ok()
        .and_then(|month| SHORT.get(month.checked_sub(1)?));
    lang.pick(
        format!("{month} 月"),
        english.map_or_else(|| month.to_string(), ToString::to_string),
    )
}

/// A whole number of entries: `12,480`.
pub fn count(number: i64) -> String {
    figures::number(Decimal::from(number))
}

/// The share of `whole` in percent with one decimal; nothing of nothing. What is not all is never
/// written as all, nor what is not none as none.
pub fn share(part: i64, whole: i64) -> Option<String> {
    let rounded = number::percent(Decimal::from(part), Decimal::from(whole), 1)?;
    Some(if part < whole && rounded >= Decimal::ONE_HUNDRED {
        "> 99.9%".to_owned()
    } else if part > 0 && rounded.is_zero() {
        "< 0.1%".to_owned()
    } else if part == whole || part == 0 {
        figures::with_unit(rounded.normalize(), "%")
    } else {
        figures::with_unit(rounded, "%")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_not_rounded_up_to_all_nor_down_to_none() {
        assert_eq!(share(9_067, 12_480).as_deref(), Some("72.7%"));
        assert_eq!(share(12_479, 12_480).as_deref(), Some("> 99.9%"));
        assert_eq!(share(1, 12_480).as_deref(), Some("< 0.1%"));
        assert_eq!(share(12_480, 12_480).as_deref(), Some("100%"));
        assert_eq!(share(0, 12_480).as_deref(), Some("0%"));
        assert_eq!(share(0, 0), None);
    }

    #[test]
    fn months_have_names_in_both_languages() {
        assert_eq!(month(Lang::Zh, 3), "3 月");
        assert_eq!(month(Lang::En, 12), "Dec");
    }
}
