//! The answer of `yaodian check` in its three forms.

use std::fmt::Write;

use serde::Serialize;
use yaodian_domain::{
    Date, Decimal,
    check::{self, Allotment, Projection, Rule},
    plan::Plan,
};
use yaodian_words::{Lang, figures, names, reasons};

use crate::service::data::{self, Judged, needed};

#[derive(Serialize)]
struct Answer<'a> {
    as_of: Date,
    plan: &'a str,
    targets: Vec<Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    quote: &'a str,
    /// The item that the target stands in; none for the headline statement.
    item: Option<u16>,
    status: &'static str,
    late: bool,
    r#final: bool,
    rule: Rule,
    due: Date,
    original_due: Option<Date>,
    value: Option<Decimal>,
    target: Option<Decimal>,
    unit: &'a str,
    gap: Option<Decimal>,
    gap_count: Option<Decimal>,
    pace: Option<Decimal>,
    required: Option<Decimal>,
    projection: Option<&'a Projection>,
    allotment: Option<Shares<'a>>,
    reasons: Vec<Reason>,
}

#[derive(Serialize)]
struct Shares<'a> {
    /// Whether the shares cover the whole and everybody has one.
    holds: bool,
    #[serde(flatten)]
    allotment: &'a Allotment,
}

#[derive(Serialize)]
struct Reason {
    code: String,
    zh: String,
    en: String,
}

/// The answer for other programs.
pub(super) fn json(plan: &Plan, as_of: Date, judged: &[Judged<'_>]) -> Result<String, String> {
    let answer = Answer {
        as_of,
        plan: plan.id.as_str(),
        targets: judged.iter().map(|judged| row(plan, judged)).collect(),
    };
    let json = serde_json::to_string_pretty(&answer).map_err(|error| error.to_string())?;
    Ok(json + "\n")
}

fn row<'a>(plan: &Plan, judged: &'a Judged<'_>) -> Row<'a> {
    let Judged {
        target,
        in_force,
        assessment,
        ..
    } = judged;
    let item = plan.item_number(target);
    let reasons = assessment.reasons.iter().map(|reason| Reason {
        code: code(reason),
        zh: reasons::reason(Lang::Zh, in_force, Some(&plan.units), reason),
        en: reasons::reason(Lang::En, in_force, Some(&plan.units), reason),
    });
    Row {
        id: target.id.as_str(),
        quote: &target.quote.text,
        item,
        status: assessment.status.as_str(),
        late: assessment.late,
        r#final: assessment.is_final,
        rule: assessment.rule,
        due: assessment.due,
        original_due: assessment.original_due,
        value: assessment.basis.as_ref().and_then(|basis| basis.value),
        target: assessment.bound.map(|bound| bound.value),
        unit: figures::unit_of(Lang::Zh, target),
        gap: assessment.gap,
        gap_count: assessment.gap_count,
        pace: assessment.pace.as_ref().map(|pace| pace.expected),
        required: assessment.required.as_ref().map(needed),
        projection: judged.projection.as_ref(),
        allotment: judged.allotment.as_ref().map(|allotment| Shares {
            holds: allotment.holds(in_force),
            allotment,
        }),
        reasons: reasons.collect(),
    }
}

/// The name of a reason's case, which is how it is written as JSON: `"code"` or `{"code": {…}}`.
fn code(reason: &check::Reason) -> String {
    match serde_json::to_value(reason) {
        Ok(serde_json::Value::String(code)) => code,
        Ok(serde_json::Value::Object(case)) => case.into_iter().next().map(|(code, _)| code).unwrap_or_default(),
        _ => String::new(),
    }
}

/// The fields of the open table of assessments, by the names that this command gives them.
const COLUMNS: [(&str, &str); 19] = [
    ("target", "id"),
    ("name", "name"),
    ("item", "item"),
    ("status", "status"),
    ("late", "late"),
    ("rule", "rule"),
    ("due", "due"),
    ("original_due", "original_due"),
    ("value", "value"),
    ("goal", "target"),
    ("measure", "unit"),
    ("gap", "gap"),
    ("pace", "pace"),
    ("required", "required"),
    ("projected", "projected"),
    ("projected_low", "projected_low"),
    ("projected_high", "projected_high"),
    ("quote", "quote"),
    ("reasons", "reasons"),
];

/// The answer for spreadsheets, with the mark by which they know UTF-8.
pub(super) fn csv<'a>(
    plan: &'a Plan,
    judged: impl IntoIterator<Item = Judged<'a>, IntoIter: 'a>,
) -> Result<String, String> {
    let mut bytes = Vec::new();
    let table = data::assessments(plan, judged).pick(&COLUMNS);
    table.csv(&mut bytes).map_err(|error| error.to_string())?;
    String::from_utf8(bytes).map_err(|error| error.to_string())
}

/// The answer for reading.
pub(super) fn text(plan: &Plan, judged: &[Judged<'_>]) -> String {
    let mut out = String::new();
    for Judged {
        target,
        in_force,
        assessment,
        ..
    } in judged
    {
        let value = figures::value(Lang::Zh, target, assessment).unwrap_or_else(|| "—".to_owned());
        let _ = writeln!(
            out,
            "{} {}  {}  {} ({})",
            assessment.status.shape(),
            names::status(Lang::Zh, assessment.status),
            target.name.zh,
            value,
            figures::goal(Lang::Zh, in_force)
        );
        for reason in &assessment.reasons {
            let _ = writeln!(
                out,
                "    {}",
                reasons::reason(Lang::Zh, in_force, Some(&plan.units), reason)
            );
        }
    }
    out
}
