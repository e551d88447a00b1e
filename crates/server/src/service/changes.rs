//! The public part of the audit.
//!
//! Which actions are public, and of which kind each is, stands in [`kind`]; a test holds it against all actions
//! that there are. [`told`] takes from a row what anybody may know of it: never a name of a person, a draft, or
//! a text that somebody wrote.

use std::collections::BTreeSet;

use serde_json::Value;
use yaodian_app::public::{Changed, Checked, KindOfChange, Knowledge, Noted, Restore, What};
use yaodian_domain::id::{BulletinId, LedgerId, ReportId, TargetId, UnitId};
use yaodian_store::{Actor, AuditCheck, AuditHead, AuditRow, audit::action as a, time_of};
use yaodian_words::changes as words;

use super::Served;
use crate::house::House;

/// So many changes stand on one page.
const ROWS: usize = 50;
/// So many rows are read at once,
const STRIDE: u32 = 500;
/// and so many times at most for one page.
const STRIDES: usize = 20;

/// Whether an action is public, and of which kind it is. `None` also for one that a later version wrote.
pub(crate) fn kind(action: &str) -> Option<KindOfChange> {
    PUBLIC.iter().find(|(name, _)| *name == action).map(|(_, kind)| *kind)
}

const PUBLIC: [(&str, KindOfChange); 19] = [
    (a::REPORT_APPROVED, KindOfChange::Figure),
    (a::REPORT_PUBLISHED, KindOfChange::Figure),
    (a::PUBLISHED_LOADED, KindOfChange::Figure),
    (a::TARGET_JUDGED, KindOfChange::Decision),
    // Of the steps of a case only the decisions on extensions, changes and closures: see `told`.
    (a::CASE_STEPPED, KindOfChange::Decision),
    (a::PLAN_LOADED, KindOfChange::Plan),
    (a::SHARES_SET, KindOfChange::Share),
    // Of public ledgers.
    (a::ENTRY_ADDED, KindOfChange::Ledger),
    (a::ENTRY_CHANGED, KindOfChange::Ledger),
    (a::ENTRY_REMOVED, KindOfChange::Ledger),
    (a::ENTRIES_CHANGED, KindOfChange::Ledger),
    (a::DEMONSTRATION_CLEARED, KindOfChange::Ledger),
    (a::BULLETIN_PUBLISHED, KindOfChange::Bulletin),
    (a::PLAN_CLOSED, KindOfChange::Year),
    (a::CARRIED_OUT, KindOfChange::Year),
    (a::CARRIED_IN, KindOfChange::Year),
    (a::MEASUREMENTS_TAKEN_IN, KindOfChange::Measurement),
    // Of no plan: `restores` tells of it.
    (a::RESTORED, KindOfChange::Restore),
    // Nobody's affair but the plan's: its published series.
    (a::DOCUMENT_LOADED, KindOfChange::Figure),
];

/// What is asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    pub(crate) before: Option<i64>,
    pub(crate) kind: Option<KindOfChange>,
    pub(crate) target: Option<TargetId>,
    pub(crate) unit: Option<UnitId>,
}

/// The changes that fit, the latest first, and before which row to go on.
pub(crate) async fn page(house: &House, known: &Knowledge, wanted: &Wanted) -> Served<(Vec<Changed>, Option<i64>)> {
    let mut before = wanted.before.unwrap_or(i64::MAX);
    let mut all = Vec::new();
    for _ in 0..STRIDES {
        let rows = house.store.audit_before(&known.plan.id, before, STRIDE).await?;
        let last = rows.len() < STRIDE as usize;
        for row in rows {
            before = row.seq;
            let Some(changed) = changed(house, known, row).await? else {
                continue;
            };
            let of_kind = wanted.kind.is_none_or(|kind| kind == changed.kind);
            let of_target = (wanted.target.as_ref()).is_none_or(|id| changed.what.target() == Some(id));
            let of_unit = (wanted.unit.as_ref())
                .is_none_or(|id| changed.by.as_ref() == Some(id) || changed.what.unit() == Some(id));
            if of_kind && of_target && of_unit {
                all.push(changed);
                if all.len() == ROWS {
                    return Ok((all, Some(before)));
                }
            }
        }
        if last {
            return Ok((all, None));
        }
    }
    Ok((all, Some(before)))
}

async fn changed(house: &House, known: &Knowledge, row: AuditRow) -> Served<Option<Changed>> {
    let Some(kind) = kind(&row.action) else {
        return Ok(None);
    };
    let Some(what) = told(house, known, &row).await? else {
        return Ok(None);
    };
    let at = time_of(row.at);
    let made_up = row
        .detail
        .get("demonstration")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    Ok(Some(Changed {
        seq: row.seq,
        at: at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
        instant: row.at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        hash: row.hash,
        kind,
        by: row.by.unit().cloned(),
        otherwise: match row.by {
            Actor::Account { .. } => words::by_person,
            Actor::System { .. } => words::by_program,
            Actor::Command { .. } => words::by_command,
        },
        made_up,
        what,
    }))
}

/// What anybody may know of a row of a public action; `None` where that is nothing.
async fn told(house: &House, known: &Knowledge, row: &AuditRow) -> Served<Option<What>> {
    let plan = &known.plan;
    let text = |name: &str| row.detail.get(name).and_then(Value::as_str);
    let count = |name: &str| row.detail.get(name).and_then(Value::as_u64).unwrap_or(0);
    // Targets and ledgers are named by the plan's id, a colon and their own.
    let own = || row.subject_id.split_once(':').map(|(_, own)| own);
    let target = || own().and_then(|own| TargetId::new(own).ok());
    let public_ledger = |id: Option<&str>| {
        let id = LedgerId::new(id?).ok()?;
        plan.ledger(&id)
            .filter(|ledger| ledger.public)
            .map(|ledger| ledger.id.clone())
    };
    Ok(match row.action.as_str() {
        a::REPORT_APPROVED | a::REPORT_PUBLISHED => {
            let Ok(id) = ReportId::new(row.subject_id.as_str()) else {
                return Ok(None);
            };
            let report = house.store.report(&id).await?;
            report.and_then(|(_, report)| {
                // Where figures count only once they are published, approval is nobody's business yet.
                report.state.counts_from()?;
                let (target, unit, period) = (report.target, report.unit, report.period);
                Some(if row.action == a::REPORT_APPROVED {
                    What::Approved { target, unit, period }
                } else {
                    What::Published { target, unit, period }
                })
            })
        }
        a::PUBLISHED_LOADED => Some(What::FiguresLoaded),
        a::DOCUMENT_LOADED => (own() == Some(crate::house::SERIES)).then_some(What::FiguresLoaded),
        a::TARGET_JUDGED => target().map(|target| What::Judged { target }),
        a::CASE_STEPPED => {
            let (Some(target), Some(unit)) = (
                text("target").and_then(|id| TargetId::new(id).ok()),
                text("unit").and_then(|id| UnitId::new(id).ok()),
            ) else {
                return Ok(None);
            };
            match (text("kind"), text("to")) {
                (Some("extension"), Some(to @ ("granted" | "refused"))) => Some(What::Extension {
                    target,
                    unit,
                    granted: to == "granted",
                }),
                (Some("change"), Some(to @ ("granted" | "refused"))) => Some(What::Change {
                    target,
                    unit,
                    granted: to == "granted",
                }),
                (Some("closure"), Some(to @ ("accepted" | "reopened"))) => Some(What::Closure {
                    target,
                    unit,
                    accepted: to == "accepted",
                }),
                _ => None,
            }
        }
        a::PLAN_LOADED => Some(What::PlanVersion {
            version: row.detail.get("version").and_then(Value::as_i64).unwrap_or(1),
        }),
        a::SHARES_SET => target().map(|target| What::Shares { target }),
        a::ENTRY_ADDED | a::ENTRY_CHANGED | a::ENTRY_REMOVED => {
            public_ledger(text("ledger")).map(|ledger| What::Entries {
                ledger,
                added: u64::from(row.action == a::ENTRY_ADDED),
                changed: u64::from(row.action == a::ENTRY_CHANGED),
                removed: u64::from(row.action == a::ENTRY_REMOVED),
            })
        }
        a::ENTRIES_CHANGED => public_ledger(own()).map(|ledger| What::Entries {
            ledger,
            added: count("added"),
            changed: count("changed"),
            removed: count("removed"),
        }),
        a::DEMONSTRATION_CLEARED => public_ledger(own()).map(|ledger| What::DemonstrationCleared { ledger }),
        a::BULLETIN_PUBLISHED => {
            let Ok(id) = BulletinId::new(row.subject_id.as_str()) else {
                return Ok(None);
            };
            let heads = house.store.bulletins(&plan.id).await?;
            let head = heads
                .into_iter()
                .find(|head| head.id == id && head.published_on.is_some());
            head.map(|head| What::Bulletin { head })
        }
        a::PLAN_CLOSED => Some(What::Closed),
        a::CARRIED_IN => Some(What::CarriedIn),
        a::CARRIED_OUT => Some(What::CarriedOut),
        a::MEASUREMENTS_TAKEN_IN => {
            let network = row.detail.get("network").cloned();
            let network = network.and_then(|network| serde_json::from_value(network).ok());
            let counts = row.detail.get("counts");
            let of = |name: &str| counts.and_then(|counts| counts.get(name)?.as_u64()).unwrap_or(0);
            network.map(|network| What::Measured {
                network,
                rows: of("added") + of("revised"),
            })
        }
        _ => None,
    })
}

/// Computes the chain anew, as far as that was not done before by this process. Rows that it found whole are not
/// read again: that the last of them still stands is looked at, and what was rewritten before it is found by
/// [`crate::audited`].
pub(crate) async fn check(house: &House) -> Served<Checked> {
    if let Some(seq) = house.audited.last().and_then(|check| check.broken) {
        return Ok(Checked::Broken(seq));
    }
    let mut verified = house.verified.lock().await;
    if let Some(head) = verified.as_ref().filter(|head| head.seq > 0)
        && house.store.audit_hash(head.seq).await?.as_ref() != Some(&head.hash)
    {
        return Ok(Checked::Broken(head.seq));
    }
    let start = verified.clone().unwrap_or(AuditHead {
        seq: 0,
        hash: String::new(),
    });
    Ok(match house.store.check_audit_after(start, None).await? {
        AuditCheck::Whole(head) => {
            *verified = Some(head.clone());
            Checked::Whole(head.seq, head.hash)
        }
        AuditCheck::Broken { seq } => Checked::Broken(seq),
    })
}

/// Letters of a hash that are enough to hold against it.
const ENOUGH: usize = 12;

/// The restores that went back behind what was kept, the latest first, as the public is told.
pub(crate) async fn restores(house: &House) -> Served<Vec<Restore>> {
    let back = house.store.restores().await?.into_iter().rev();
    let told = back.map(|back| {
        let lost = back.restored.lost();
        let last = back.restored.later.into_iter().max_by_key(|end| end.seq);
        Restore {
            on: local(&back.at),
            row: back.seq,
            made_at: local(&back.restored.made_at),
            end: back.restored.end.seq,
            lost,
            until: last.map_or_else(String::new, |end| end.day),
        }
    });
    Ok(told.collect())
}

/// An instant by the clock of China, to the minute; as it stands where it is none.
pub(crate) fn local(instant: &str) -> String {
    instant.parse().map_or_else(
        |_| instant.to_owned(),
        |at| time_of(at).strftime("%Y-%m-%d %H:%M").to_string(),
    )
}

/// The ends of all days, as they are published: what was published of a day stays published, whatever the database says
/// of it later, and rows that came after it on a clock that went back have an end of their own. Those that a restore left
/// behind stay too.
pub(crate) async fn heads(house: &House) -> Served<String> {
    let (kept, aside) = (house.files.heads.known(), house.files.heads.known_aside());
    let mut rows: BTreeSet<(i64, String, String)> = BTreeSet::new();
    for (day, seq, hash) in house.store.audit_heads().await? {
        if kept.get(&day).is_none_or(|kept| kept.seq < seq) {
            rows.insert((seq, day, hash));
        }
    }
    let aside = aside.into_iter().map(|aside| (aside.day, aside.head));
    rows.extend(
        kept.into_iter()
            .chain(aside)
            .map(|(day, head)| (head.seq, day, head.hash)),
    );
    let lines = rows.into_iter().map(|(seq, day, hash)| format!("{day},{seq},{hash}\n"));
    Ok(format!("day_utc,seq,hash\n{}", lines.collect::<String>()))
}

/// Whether an end that somebody noted stands, as it was typed.
pub(crate) async fn noted(house: &House, seq: &str, hash: &str) -> Served<Noted> {
    let hash = hash.trim().to_ascii_lowercase();
    let readable = hash.len() >= ENOUGH && hash.chars().all(|c| c.is_ascii_hexdigit());
    let Some(seq) = seq.trim().parse().ok().filter(|seq: &i64| *seq > 0 && readable) else {
        return Ok(Noted::Unreadable);
    };
    let restores = house.store.restores().await?;
    let left = restores.iter().any(|back| back.restored.left(Some(seq), &hash));
    Ok(match house.store.audit_hash(seq).await? {
        Some(there) if there.starts_with(&hash) => Noted::Stands { seq },
        _ if left => Noted::Left { seq },
        Some(_) => Noted::Differs { seq },
        None => Noted::Missing { seq },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What nobody outside sees: people, sign-ins, drafts, texts on their way, what waits.
    const PRIVATE: [&str; 65] = [
        a::ACCOUNT_ERASED,
        a::NAMED_ERASED,
        a::SINGLE_SIGN_ON_MARKED,
        a::SINGLE_SIGN_ON_BOUND,
        a::SINGLE_SIGN_ON_REMOVED,
        a::PASSKEY_ADDED,
        a::PASSKEY_REMOVED,
        a::PASSKEY_USED,
        a::IMPORT_BEGUN,
        a::IMPORT_SAVED,
        a::IMPORT_PUBLISHED,
        a::IMPORT_DROPPED,
        a::NAMES_LEARNED,
        a::ACCOUNT_CREATED,
        a::ACCOUNT_CHANGED,
        a::POST_GIVEN,
        a::POST_END_SET,
        a::POST_WITHDRAWN,
        a::POST_TAKEN_UP,
        a::PASSWORD_SET,
        a::PASSWORD_REHASHED,
        a::FIRST_STEP_TAKEN,
        a::SECOND_STEP_BEGUN,
        a::SECOND_STEP_SET_UP,
        a::SECOND_STEP_REMOVED,
        a::SECOND_STEP_RESET,
        a::SECOND_STEP_TAKEN,
        a::CODE_REPEATED,
        a::RECOVERY_CODES_MADE,
        a::LINK_MADE,
        a::LINK_USED,
        a::SESSION_BEGUN,
        a::SESSION_ENDED,
        a::SESSIONS_PURGED,
        a::REPORT_CREATED,
        a::REPORT_EDITED,
        a::REPORT_LAID,
        a::REPORT_SUBMITTED,
        a::REPORT_SIGNED,
        a::REPORT_RECALLED,
        a::REPORT_TAKEN_UP,
        a::REPORT_PUT_BACK,
        a::REPORT_RETURNED,
        a::PERIOD_REOPENED,
        a::CASE_OPENED,
        a::CLOSING_ASKED,
        a::CLOSING_WITHDRAWN,
        a::BULLETIN_DRAFTED,
        a::BULLETIN_EDITED,
        a::EVIDENCE_ADDED,
        a::EVIDENCE_WITHDRAWN,
        a::UPLOAD_RECEIVED,
        a::UPLOAD_COMMITTED,
        a::MEASUREMENTS_UNCHANGED,
        a::KEY_MADE,
        a::KEY_REVOKED,
        a::VIEW_SAVED,
        a::VIEW_FORGOTTEN,
        a::TRIAL_DAY_MOVED,
        a::ROUND_DONE,
        a::REMINDER_WRITTEN,
        a::REMINDER_FOLDED,
        a::REMINDER_PUT_OFF,
        a::REMINDER_ENDED,
        a::NUDGED,
    ];

    #[test]
    fn every_action_is_public_or_private() {
        let source = include_str!("../../../audit/src/action.rs");
        let named = source.lines().filter_map(|line| line.strip_prefix("pub const "));
        let mut all: Vec<&str> = named.filter_map(|line| line.split('"').nth(1)).collect();
        let public = PUBLIC.iter().map(|(name, _)| *name);
        let mut told: Vec<&str> = public.chain(PRIVATE).chain([a::NUDGE_SEEN]).collect();
        all.sort_unstable();
        told.sort_unstable();
        assert_eq!(told, all, "a new action has to be told public or private");
    }
}
