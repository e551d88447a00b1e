//! What happened to a report, for those who may know it.

use yaodian_contract::HistoryRow;
use yaodian_domain::{
    id::ReportId,
    report::{Content, Report, State, StateName, StepName},
};
use yaodian_store::{Act, AuditRow, SubjectKind, day_of};

use super::{Served, differences};
use crate::{house::House, service::Acting};

/// Who looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Eyes {
    /// The unit: it sees how its own report was written.
    Own,
    /// Somebody else: what was written and signed before it left the unit is the unit's own affair.
    Others,
}

impl Eyes {
    pub(super) fn of(account: &Acting, report: &Report) -> Self {
        if account.unit == report.unit {
            Self::Own
        } else {
            Self::Others
        }
    }
}

/// What happened to a report: its steps, and what each changed. Others are told what changed from one
/// sending to the next.
pub(super) async fn history(house: &House, report: &ReportId, eyes: Eyes) -> Served<Vec<HistoryRow>> {
    let rows = house.store.history(SubjectKind::Report, report.as_str()).await?;
    let (mut now, mut sent) = (None, None);
    let mut told = Vec::new();
    for row in &rows {
        let before = now.clone();
        if let Some(after) = content(row, "after") {
            now = Some(after);
        }
        let from = state(row, "from");
        let Some(to) = state(row, "to") else { continue };
        let step = StepName::between(from, to);
        let leaves = matches!(step, StepName::Sent | StepName::Signed);
        let inner = matches!(step, StepName::Written | StepName::Laid)
            || (step == StepName::Returned && from == Some(StateName::AwaitingSignature));
        let earlier = if eyes == Eyes::Own { before } else { sent.clone() };
        let changed = match (&earlier, &now) {
            (Some(earlier), Some(now)) if eyes == Eyes::Own || leaves => differences::between(earlier, now),
            _ => Vec::new(),
        };
        if leaves {
            sent.clone_from(&now);
        }
        if inner && eyes == Eyes::Others {
            continue;
        }
        told.push(HistoryRow {
            on: day_of(row.at),
            by: row.by.name().to_owned(),
            step,
            note: row.detail.get("note").and_then(|note| note.as_str()).map(str::to_owned),
            changed,
        });
    }
    Ok(told)
}

/// The row of a history that a step adds, as the unit itself, and whoever decides, is told it; the same as
/// [`history`] reads it from the audit.
pub(super) fn step(act: &Act, before: Option<&Report>, after: &Report) -> HistoryRow {
    HistoryRow {
        on: day_of(act.at),
        by: act.by.name().to_owned(),
        step: StepName::between(before.map(|before| before.state.name()), after.state.name()),
        note: match &after.state {
            State::Returned { note, .. } => Some(note.clone()),
            _ => None,
        },
        changed: before.map_or_else(Vec::new, |before| differences::between(&before.content, &after.content)),
    }
}

fn state(row: &AuditRow, key: &str) -> Option<StateName> {
    StateName::named(row.detail.get(key)?.as_str()?)
}

fn content(row: &AuditRow, key: &str) -> Option<Content> {
    serde_json::from_value(row.detail.get(key)?.clone()).ok()
}
