//! Names of what is measured and of what it comes to.

use yaodian_monitoring::{
    air::{self, Indicator, Pollutant, Statistic},
    water::{Body, Item, Quality, Trend, Unit, WaterClass, trophic::TrophicState},
};

use crate::{Lang, sentences};

/// A measured item of water: 高锰酸盐指数.
pub fn item(lang: Lang, item: Item) -> &'static str {
    let english = match item {
        Item::Temperature => "water temperature",
        Item::Ph => "pH",
        Item::DissolvedOxygen => "dissolved oxygen",
        Item::Permanganate => "permanganate index",
        Item::ChemicalOxygenDemand => "chemical oxygen demand",
        Item::BiochemicalOxygenDemand => "five-day biochemical oxygen demand",
        Item::AmmoniaNitrogen => "ammonia nitrogen",
        Item::TotalPhosphorus => "total phosphorus",
        Item::TotalNitrogen => "total nitrogen",
        Item::Copper => "copper",
        Item::Zinc => "zinc",
        Item::Fluoride => "fluoride",
        Item::Selenium => "selenium",
        Item::Arsenic => "arsenic",
        Item::Mercury => "mercury",
        Item::Cadmium => "cadmium",
        Item::Chromium => "hexavalent chromium",
        Item::Lead => "lead",
        Item::Cyanide => "cyanide",
        Item::VolatilePhenol => "volatile phenols",
        Item::Petroleum => "petroleum",
        Item::AnionicSurfactant => "anionic surfactants",
        Item::Sulfide => "sulfide",
        Item::FaecalColiforms => "faecal coliforms",
        Item::Sulfate => "sulfate",
        Item::Chloride => "chloride",
        Item::Nitrate => "nitrate",
        Item::Iron => "iron",
        Item::Manganese => "manganese",
        Item::ChlorophyllA => "chlorophyll a",
        Item::Transparency => "transparency",
    };
    lang.pick(item.name(), english)
}

/// A unit of water: mg/L.
pub fn unit(lang: Lang, unit: Unit) -> &'static str {
    match unit {
        Unit::One => lang.pick("无量纲", "no unit"),
        Unit::Celsius => "℃",
        Unit::GramPerLitre => "g/L",
        Unit::MilligramPerLitre => "mg/L",
        Unit::MicrogramPerLitre => "μg/L",
        Unit::NanogramPerLitre => "ng/L",
        Unit::MilligramPerCubicMetre => "mg/m³",
        Unit::CountPerLitre => lang.pick("个/L", "per L"),
        Unit::CountPer100Millilitre => lang.pick("个/100mL", "per 100 mL"),
        Unit::CountPerMillilitre => lang.pick("个/mL", "per mL"),
        Unit::Metre => "m",
        Unit::Centimetre => "cm",
    }
}

/// A class of water in running text: Ⅲ类, 劣Ⅴ类.
pub fn class(lang: Lang, class: WaterClass) -> &'static str {
    match class {
        WaterClass::I => lang.pick("Ⅰ类", "class I"),
        WaterClass::II => lang.pick("Ⅱ类", "class II"),
        WaterClass::III => lang.pick("Ⅲ类", "class III"),
        WaterClass::IV => lang.pick("Ⅳ类", "class IV"),
        WaterClass::V => lang.pick("Ⅴ类", "class V"),
        WaterClass::InferiorV => lang.pick("劣Ⅴ类", "worse than class V"),
    }
}

/// A word of quality of water: 优, 良好 …
pub fn quality(lang: Lang, quality: Quality) -> &'static str {
    match quality {
        Quality::Excellent => lang.pick("优", "excellent"),
        Quality::Good => lang.pick("良好", "good"),
        Quality::LightlyPolluted => lang.pick("轻度污染", "lightly polluted"),
        Quality::ModeratelyPolluted => lang.pick("中度污染", "moderately polluted"),
        Quality::HeavilyPolluted => lang.pick("重度污染", "heavily polluted"),
    }
}

/// Whose limits apply: 河流, 湖库.
pub fn body(lang: Lang, body: Body) -> &'static str {
    match body {
        Body::River => lang.pick("河流", "river"),
        Body::Lake => lang.pick("湖库", "lake or reservoir"),
    }
}

/// The trophic state of a lake: 贫营养 …
pub fn trophic(lang: Lang, state: TrophicState) -> &'static str {
    match state {
        TrophicState::Oligotrophic => lang.pick("贫营养", "oligotrophic"),
        TrophicState::Mesotrophic => lang.pick("中营养", "mesotrophic"),
        TrophicState::LightlyEutrophic => lang.pick("轻度富营养", "lightly eutrophic"),
        TrophicState::ModeratelyEutrophic => lang.pick("中度富营养", "moderately eutrophic"),
        TrophicState::HighlyEutrophic => lang.pick("重度富营养", "highly eutrophic"),
    }
}

/// How water has changed: 明显好转 …
pub fn trend(lang: Lang, trend: Trend) -> &'static str {
    match trend {
        Trend::MuchBetter => lang.pick("明显好转", "much better"),
        Trend::Better => lang.pick("有所好转", "somewhat better"),
        Trend::Steady => lang.pick("无明显变化", "no marked change"),
        Trend::Worse => lang.pick("有所变差", "somewhat worse"),
        Trend::MuchWorse => lang.pick("明显变差", "much worse"),
    }
}

/// A grade of the air quality index: 优, 良, 轻度污染 …
pub fn air_grade(lang: Lang, grade: air::Grade) -> &'static str {
    let english = match grade {
        air::Grade::Excellent => "excellent",
        air::Grade::Good => "good",
        air::Grade::Light => "light pollution",
        air::Grade::Moderate => "moderate pollution",
        air::Grade::Heavy => "heavy pollution",
        air::Grade::Severe => "severe pollution",
    };
    lang.pick(grade.feed_name(), english)
}

/// A pollutant of air: 细颗粒物(PM2.5).
pub fn pollutant(lang: Lang, pollutant: Pollutant) -> &'static str {
    match pollutant {
        Pollutant::So2 => lang.pick("二氧化硫", "SO₂"),
        Pollutant::No2 => lang.pick("二氧化氮", "NO₂"),
        Pollutant::Pm10 => lang.pick("可吸入颗粒物（PM10）", "PM10"),
        Pollutant::Co => lang.pick("一氧化碳", "CO"),
        Pollutant::O3 => lang.pick("臭氧", "O₃"),
        Pollutant::Pm25 => lang.pick("细颗粒物（PM2.5）", "PM2.5"),
    }
}

/// A pollutant with the time over which it was averaged: 臭氧日最大8小时.
pub fn indicator(lang: Lang, indicator: Indicator) -> String {
    let averaging = match indicator.averaging() {
        air::Averaging::Hour => lang.pick("1小时", ", one hour"),
        air::Averaging::EightHours => lang.pick("8小时", ", eight hours"),
        air::Averaging::Day => lang.pick("24小时", ", 24 hours"),
        air::Averaging::HourMax => lang.pick("日最大1小时", ", highest hour of the day"),
        air::Averaging::EightHoursMax => lang.pick("日最大8小时", ", highest eight hours of the day"),
    };
    format!("{}{averaging}", pollutant(lang, indicator.pollutant()))
}

/// The unit in which a pollutant of air is told.
pub fn air_unit(pollutant: Pollutant) -> &'static str {
    match pollutant {
        Pollutant::Co => "mg/m³",
        _ => "μg/m³",
    }
}

/// A statistic of a year: 年平均, 日均值第 95 百分位数.
pub fn statistic(lang: Lang, rules: air::Rules, pollutant: Pollutant, statistic: Statistic) -> String {
    let percentile = rules.percentile(pollutant);
    match (statistic, pollutant) {
        (Statistic::Mean, _) => lang.pick("年平均", "mean of the year").to_owned(),
        (Statistic::Percentile, Pollutant::O3) => percentile_of_eight_hours(lang, &percentile),
        (Statistic::Percentile, _) => percentile_of_days(lang, &percentile),
    }
}

/// A set of rules on air by its edition: 2012 版.
pub fn edition(lang: Lang, rules: air::Rules) -> &'static str {
    match rules {
        air::Rules::In2012 => lang.pick("2012 版", "2012 edition"),
        air::Rules::In2026 => lang.pick("2026 版", "2026 edition"),
        air::Rules::From2031 => lang.pick("2026 版，2031 年起", "2026 edition, from 2031 on"),
    }
}

sentences! {
    percentile_of_days(n): "24 小时平均第 {n} 百分位数", "percentile {n} of the days";
    percentile_of_eight_hours(n): "日最大 8 小时平均第 {n} 百分位数", "percentile {n} of each day's highest eight hours";
}
