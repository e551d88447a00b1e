//! 重算操作记录: the whole audit computed anew, and records held against it, again and again while the server runs.
//!
//! Each server does it by itself and believes no other: whoever rewrote the database could have rewritten what another
//! one noted there. A thousand rows are in memory at a time. The chain has to go through the end of each day that is kept
//! beside the files, and where it does, the ends of the days that are over are kept there too. An end that a restore from
//! an older backup left behind, as the chain itself says, is set aside, and `/changes` tells of the restore for good. What
//! was found, and when, is told by `/changes`, by `/metrics` and on the office's screen, and in the log where anything
//! does not fit.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use tokio::time::{MissedTickBehavior, interval};
use tracing::Instrument as _;
use yaodian_app::public::Computed;
use yaodian_audit::{Finding, WentBack};
use yaodian_contract::cockpit::AuditAlarm;
use yaodian_evidence::heads::{Head, Superseded};
use yaodian_store::{AuditCheck, StoreError, time_of};

use crate::{house::House, traces};

/// So many records are named on a screen.
const NAMED: usize = 20;

/// What was found when all of it was last computed anew.
#[derive(Default)]
pub(crate) struct Audited(Mutex<Option<Arc<Check>>>);

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// When it began.
    pub(crate) at: Timestamp,
    /// From which row on the chain does not fit, if it does not.
    pub(crate) broken: Option<i64>,
    /// Records that are not what the audit says of them, and ends of days through which the chain does not go.
    pub(crate) records: Vec<Finding>,
}

impl Check {
    /// How many things do not fit.
    pub(crate) fn findings(&self) -> usize {
        usize::from(self.broken.is_some()) + self.records.len()
    }

    /// As the public is told.
    pub(crate) fn computed(&self) -> Computed {
        Computed {
            on: time_of(self.at).date().to_string(),
            findings: self.findings(),
        }
    }

    /// As the office is told, if there is anything to tell.
    pub(crate) fn alarm(&self) -> Option<AuditAlarm> {
        (self.findings() > 0).then(|| AuditAlarm {
            at: time_of(self.at).strftime("%Y-%m-%d %H:%M:%S").to_string(),
            broken: self.broken,
            records: self.records.iter().take(NAMED).cloned().collect(),
            findings: self.findings(),
        })
    }
}

impl Audited {
    /// What was found last; `None` before it was looked for the first time.
    pub(crate) fn last(&self) -> Option<Arc<Check>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// By what pages that tell of it differ; nothing while everything fits.
    pub(crate) fn mark(&self) -> String {
        let alarming = self.last().filter(|check| check.findings() > 0);
        alarming.map_or_else(String::new, |check| {
            format!(".{}.{}", check.broken.unwrap_or_default(), check.findings())
        })
    }

    fn put(&self, check: Check) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(check));
    }
}

/// Computes it anew as often as that is told, for as long as the server runs.
pub(crate) async fn regularly(house: House, every: Duration) {
    let mut each = interval(every);
    each.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        each.tick().await;
        match compute(&house).instrument(traces::work("audit")).await {
            Ok(check) => told(&house, check),
            Err(error) => tracing::warn!(%error, "the audit could not be computed anew; it is tried again"),
        }
    }
}

async fn compute(house: &House) -> Result<Check, StoreError> {
    let at = Timestamp::now();
    let broken = match house.store.check_audit(None).await? {
        AuditCheck::Whole(head) => {
            *house.verified.lock().await = Some(head);
            None
        }
        AuditCheck::Broken { seq } => Some(seq),
    };
    let mut records = match house.store.snapshot().await?.verify_records().await {
        // What cannot be read may be what somebody wrote there: that is found out, and not passed over.
        Err(error) if error.fault().is_none() => vec![Finding::NotHeld { why: error.to_string() }],
        held => held?,
    };
    let heads = house.files.heads.all().await;
    let heads = heads.map_err(|error| tracing::warn!(%error, "the ends of days that are kept could not be read"));
    let (days, aside) = heads.unwrap_or_default();
    // What a chain says that does not hold excuses nothing.
    let restores = match broken {
        None => house.store.restores().await?,
        Some(_) => Vec::new(),
    };
    let left = |Head { seq, hash }: &Head| restores.iter().rfind(|back| back.restored.left(Some(*seq), hash));
    for (day, head) in days {
        if house.store.audit_hash(head.seq).await?.as_ref() == Some(&head.hash) {
            continue;
        }
        match left(&head) {
            Some(back) => set_aside(house, day, back).await,
            None => records.push(not_through(head)),
        }
    }
    // Under whatever name it lies: it is an end that was published.
    for Superseded { head, .. } in aside {
        if left(&head).is_none() && house.store.audit_hash(head.seq).await?.as_ref() != Some(&head.hash) {
            records.push(not_through(head));
        }
    }
    let check = Check { at, broken, records };
    if check.findings() == 0 {
        keep_heads(house).await?;
    }
    Ok(check)
}

fn not_through(Head { seq, hash }: Head) -> Finding {
    let seq = Some(seq);
    Finding::NotThrough { seq, hash }
}

/// Sets an end aside that a restore left behind. If that fails it is tried again.
async fn set_aside(house: &House, day: String, back: &WentBack) {
    match house.files.heads.set_aside(day.clone(), back.day().to_owned()).await {
        Ok(()) => tracing::warn!(
            day,
            restored = back.day(),
            row = back.seq,
            lost = back.restored.lost(),
            "a restore went back behind the end of a day, which was set aside"
        ),
        Err(error) => tracing::warn!(%error, day, "the end of a day could not be set aside"),
    }
}

/// Keeps the ends of the days that are over: another day has begun after them.
async fn keep_heads(house: &House) -> Result<(), StoreError> {
    let kept = house.files.heads.known();
    let mut days = house.store.audit_heads().await?;
    days.pop();
    for (day, seq, hash) in days.into_iter().filter(|(day, ..)| !kept.contains_key(day)) {
        if let Err(error) = house.files.heads.put(&day, Head { seq, hash }).await {
            tracing::warn!(%error, day, "the end of a day could not be kept");
        }
    }
    Ok(())
}

fn told(house: &House, check: Check) {
    if check.findings() > 0 {
        tracing::error!(
            from_row = check.broken,
            records = check.records.len(),
            "the audit does not hold; `yaodian audit verify` tells where"
        );
    }
    let before = house.audited.mark();
    house.audited.put(check);
    if before != house.audited.mark() {
        // Pages that are kept tell otherwise.
        house.freshness.moved();
    }
}
