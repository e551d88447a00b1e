//! Showing a target on another site.

use crate::{Lang, labels};

labels! {
    how_to: "嵌入到其他网页", "Show this on another site";
    how_to_long: "大小固定，数据有变即更新；不需要脚本。请保持所给的宽高；加 &as_of=日期 可固定在某一天。", "Of a fixed size, kept up to date, without a script. Keep the width and height that are given; &as_of=DAY holds it to a day.";
    wide: "宽", "wide";
    narrow: "窄", "narrow";
    trial: "试用数据", "trial data";
    made_up: "部分数据为演示而编造", "some of it made up for a demonstration";
    card: "卡片", "Card";
}

/// What a picture is called, by the name in its address.
pub fn shape(lang: Lang, name: &str) -> &'static str {
    match name {
        "series" => lang.pick("走势图", "Series"),
        "ring" => lang.pick("完成比例", "Share that is done"),
        "units" => lang.pick("各单位对比", "Unit by unit"),
        "tiles" => lang.pick("单位方格图", "Units as squares"),
        _ => lang.pick("分解图", "Shares"),
    }
}
