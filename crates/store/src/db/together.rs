//! 合办: small changes of many people, carried out and committed together.
//!
//! A file has one writer. Where many wait for it, most of their time goes by with handing statements over to the
//! driver's thread, and with pages that each of them writes anew. What is known beforehand to be small, and to need no
//! answer but that it was carried out, is taken up with all that waits at that moment: one transaction, and two
//! handings over for all of it.
//!
//! Together, or each alone: if anything at all is in the way of one of them, nothing of the transaction stays, and
//! each of those who asked makes his change by himself, as if this were not there; so it need tell nobody why.

use tokio::sync::{mpsc, oneshot};
use yaodian_domain::id::PlanId;

use super::{Change, Statement, Tx, change, head, sqlite::Writer};
use crate::{
    StoreError, answers,
    audit::{self, Act, Actor, Entry},
    encode::parse,
};

/// So many are carried out together.
const MOST: usize = 16;

/// A change that is small.
pub(crate) enum Small {
    /// One that is audited.
    Audited(Box<Audited>),
    /// One that is not.
    Plain(Statement),
}

/// A change of one step.
pub(crate) struct Audited {
    /// By whom, and when.
    pub(crate) act: Act,
    /// Has to touch one row, and to return its plan and the day on which that was closed.
    pub(crate) step: Statement,
    /// What the audit says of it.
    pub(crate) entry: Box<dyn FnOnce(&PlanId) -> Entry + Send>,
}

/// A change that waits; it is told the number of its commit, or that it was not made.
struct Waiting {
    small: Small,
    made: oneshot::Sender<Option<u64>>,
}

/// Where small changes are handed in.
pub(super) struct Together(mpsc::UnboundedSender<Waiting>);

impl Together {
    /// Begins to carry out what is handed in, until this is dropped.
    pub(super) fn begin(writer: Writer) -> Self {
        let (to, mut arrivals) = mpsc::unbounded_channel::<Waiting>();
        tokio::spawn(async move {
            let mut waiting = Vec::with_capacity(MOST);
            while arrivals.recv_many(&mut waiting, MOST).await > 0 {
                let (small, made): (Vec<_>, Vec<_>) = waiting.drain(..).map(|one| (one.small, one.made)).unzip();
                let commit = carry_out(&writer, small).await.ok().flatten();
                for made in made {
                    let _ = made.send(commit);
                }
            }
        });
        Self(to)
    }

    /// The number of the commit with which a change was made; `None` if it was not.
    pub(super) async fn make(&self, small: Small) -> Option<u64> {
        let (made, told) = oneshot::channel();
        self.0.send(Waiting { small, made }).ok()?;
        told.await.ok()?
    }
}

/// Carries changes out, all of them or none.
async fn carry_out(writer: &Writer, small: Vec<Small>) -> Result<Option<u64>, StoreError> {
    let (mut steps, mut audited, mut last) = (Vec::new(), Vec::new(), Vec::new());
    for one in small {
        match one {
            Small::Audited(one) => {
                steps.push(one.step);
                audited.push((one.act, one.entry));
            }
            Small::Plain(statement) => last.push(statement),
        }
    }
    let (tx, rows) = writer.begin(&steps).await?;
    let (before, found) = (head(&rows)?, rows.iter().skip(1).map(sqlx::FromRow::from_row));
    let found: Vec<(String, Option<String>)> = found.collect::<Result<_, _>>()?;
    if found.len() != steps.len() || found.iter().any(|(_, closed_on)| closed_on.is_some()) {
        return Ok(None);
    }
    // Each row of the audit tells who acted; the change as a whole is nobody's.
    let all = Act::new(jiff::Timestamp::UNIX_EPOCH, Actor::system("together"));
    let mut change = Change::begun(Tx::Sqlite(tx), &all, before);
    // By kind, so that few texts of statements come about: each is kept ready.
    let mut entries = Vec::new();
    for ((act, entry), (plan, _)) in audited.into_iter().zip(found) {
        let plan = parse("the plan of a change", &plan)?;
        let entry = entry(&plan);
        if let Some(once) = &act.once {
            last.push(answers::noted(once, &entry));
        }
        change.was_open(plan);
        entries.extend(audit::append(&mut change, &act, &[entry]).await?);
    }
    last.append(&mut entries);
    match change.tx {
        Tx::Sqlite(tx) => Ok(change::end_sqlite(tx, &last).await?.map(|(_, commit)| commit)),
        Tx::Postgres(_) => Ok(None),
    }
}
