//! The answer of `yaodian check` in its three forms.

use std::fmt::Write;

use serde::Serialize;
use yaodian_domain::{
    Date, Decimal,
    check::{self, Allotment, Assessment, Projection, Required, Rule},
    plan::Plan,
    target::Target,
};
use yaodian_words::{Lang, figures, names, reasons};

/// One target, judged.
pub(super) struct Judged<'a> {
    /// As issued.
    pub target: &'a Target,
    /// With the number and the due date that were in force on the day.
    pub in_force: Target,
    pub assessment: Assessment,
    pub projection: Option<Projection>,
    pub allotment: Option<Allotment>,
}

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

/// What is still needed, as a number.
fn needed(required: &Required) -> Decimal {
    match required {
        Required::PerMonth { amount, .. } | Required::RestAverages { amount, .. } | Required::Room { amount } => {
            *amount
        }
        Required::RestCounts { count, .. } => *count,
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

const COLUMNS: [&str; 19] = [
    "id",
    "name",
    "item",
    "status",
    "late",
    "rule",
    "due",
    "original_due",
    "value",
    "target",
    "unit",
    "gap",
    "pace",
    "required",
    "projected",
    "projected_low",
    "projected_high",
    "quote",
    "reasons",
];

/// The answer for spreadsheets, with the mark by which they know UTF-8.
pub(super) fn csv(plan: &Plan, judged: &[Judged<'_>]) -> Result<String, String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(vec![0xEF, 0xBB, 0xBF]);
    let mut write = |cells: &[&str]| writer.write_record(cells).map_err(|error| error.to_string());
    write(&COLUMNS)?;
    for judged in judged {
        let row = row(plan, judged);
        let number = |value: Option<Decimal>| value.map(|value| value.to_string()).unwrap_or_default();
        let (low, high) = row.projection.and_then(|projection| projection.range).unzip();
        let reasons: Vec<&str> = row.reasons.iter().map(|reason| reason.zh.as_str()).collect();
        write(&[
            row.id,
            &judged.target.name.zh,
            &row.item.map(|item| item.to_string()).unwrap_or_default(),
            row.status,
            if row.late { "true" } else { "false" },
            row.rule.as_str(),
            &row.due.to_string(),
            &row.original_due.map(|day| day.to_string()).unwrap_or_default(),
            &number(row.value),
            &number(row.target),
            row.unit,
            &number(row.gap),
            &number(row.pace),
            &number(row.required),
            &number(row.projection.map(|projection| projection.expected)),
            &number(low),
            &number(high),
            &row.quote.replace('\n', " "),
            &reasons.join(" ").replace('\n', " "),
        ])?;
    }
    let bytes = writer.into_inner().map_err(|error| error.to_string())?;
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
