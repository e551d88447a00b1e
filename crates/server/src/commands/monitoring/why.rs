//! How a row came to its class or its index, in JSON.

use serde::Serialize;
use yaodian_domain::Decimal;
use yaodian_monitoring::{
    air::{self, Calculated, Part, Rules},
    water::{ItemGrade, WaterClass, table},
};
use yaodian_words::{
    Lang,
    monitoring::{air as air_words, names, sources, water as words},
};

/// A remark, for programs and for people.
#[derive(Serialize)]
pub(super) struct Remark {
    code: String,
    zh: String,
    en: String,
}

impl Remark {
    fn of(code: String, say: impl Fn(Lang) -> String) -> Self {
        Self {
            code,
            zh: say(Lang::Zh),
            en: say(Lang::En),
        }
    }
}

/// The name of a case, of a remark or a class, which is how it is written as JSON: `"code"` or `{"code": …}`.
pub(super) fn code<T: Serialize>(case: &T) -> String {
    match serde_json::to_value(case) {
        Ok(serde_json::Value::String(code)) => code,
        Ok(serde_json::Value::Object(case)) => case.into_iter().next().map(|(code, _)| code).unwrap_or_default(),
        _ => String::new(),
    }
}

/// How a row of water was graded.
#[derive(Serialize)]
pub(super) struct Water {
    body: &'static str,
    /// The items that decide the class.
    items: Vec<Assessed>,
    /// Those that are assessed apart.
    apart: Vec<Assessed>,
    remarks: Vec<Remark>,
}

/// An item, its class and the limits beside its value.
#[derive(Serialize)]
struct Assessed {
    item: &'static str,
    value: Decimal,
    class: &'static str,
    /// The limit of this class, which the value keeps.
    kept: Option<String>,
    /// The limit of the next better class, which it fails.
    failed: Option<String>,
    source: String,
}

impl Water {
    pub(super) fn of(row: &table::GradedRow, heads: &[String]) -> Self {
        let items = |graded: &[ItemGrade]| graded.iter().map(Assessed::of).collect();
        let grade = row.grade.as_ref();
        let code = |remark: &table::Remark| match remark {
            table::Remark::Grade(note) => code(note),
            other => code(other),
        };
        let remarks = row.remarks.iter();
        Self {
            body: names::body(Lang::Zh, row.body),
            items: grade.map(|grade| items(&grade.items)).unwrap_or_default(),
            apart: grade.map(|grade| items(&grade.apart)).unwrap_or_default(),
            remarks: remarks
                .map(|remark| Remark::of(code(remark), |lang| words::remark(lang, remark, heads)))
                .collect(),
        }
    }
}

impl Assessed {
    fn of(graded: &ItemGrade) -> Self {
        let limit = |limit| words::limit(Lang::Zh, limit);
        Self {
            item: names::item(Lang::Zh, graded.item),
            value: graded.value.settled(),
            class: WaterClass::sign(graded.class),
            kept: graded.kept.map(limit),
            failed: graded.failed.map(limit),
            source: sources::source(Lang::Zh, graded.rule.source()),
        }
    }
}

/// How a row of air came to its index.
#[derive(Serialize)]
pub(super) struct Air {
    rules: Rules,
    /// The sub-indexes.
    parts: Vec<Sub>,
    remarks: Vec<Remark>,
}

/// A sub-index.
#[derive(Serialize)]
struct Sub {
    indicator: String,
    value: Decimal,
    index: u16,
    source: String,
}

impl Air {
    pub(super) fn of(row: &Calculated) -> Self {
        let parts = row
            .aqi
            .iter()
            .flat_map(|aqi| aqi.parts.iter().filter_map(Part::sub_index));
        let remarks = row.remarks.iter();
        Self {
            rules: row.rules,
            parts: parts.map(|sub| Sub::of(sub, row.rules)).collect(),
            remarks: remarks
                .map(|remark| Remark::of(code(remark), |lang| air_words::remark(lang, remark)))
                .collect(),
        }
    }
}

impl Sub {
    fn of(sub: &air::SubIndex, rules: Rules) -> Self {
        Self {
            indicator: names::indicator(Lang::Zh, sub.indicator),
            value: sub.value.into(),
            index: sub.index,
            source: sources::source(Lang::Zh, air::Rule::Breakpoints.source(rules)),
        }
    }
}
