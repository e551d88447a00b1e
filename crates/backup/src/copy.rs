//! Moving an installation from one database to the other. The files beside it stay where they are.

use yaodian_store::{
    AuditHead, Store,
    whole::{Filling, Snapshot, Table},
};

use crate::{
    BackupError,
    lines::{self, Summed},
};

/// What was moved.
#[derive(Debug)]
pub struct Copied {
    /// Every table, with how many rows it has.
    pub tables: Vec<(String, u64)>,
    /// The end of the audit, which is the same in both.
    pub audit: AuditHead,
    /// Whether the copy has been brought up to date, since the source was of an earlier version.
    pub upgraded: bool,
}

/// Copies the installation at `from` to the empty database at `to`, all or nothing, and then holds both against
/// each other: every row of every table by its sum, and the end of the audit. The source is not altered.
pub async fn copy(from: &str, to: &str, even_broken: bool) -> Result<Copied, BackupError> {
    let source = Store::open_as_is(from).await?;
    let mut snapshot = source.snapshot().await?;
    let schema = snapshot.schema().to_vec();
    let head = snapshot.head().clone();
    let mut filling = Filling::begin(to, &schema).await?;
    let mut sums = Vec::new();
    for table in snapshot.tables() {
        let mut sum = Summed::new(std::io::sink());
        let put = snapshot
            .each_chunk(&table.name, async |rows| {
                lines::put(&rows, &mut sum)?;
                filling.put(&table, rows).await?;
                Ok::<_, BackupError>(())
            })
            .await;
        match put {
            Ok(rows) => sums.push((table, rows, sum.sum())),
            Err(error) => {
                filling.give_up().await;
                return Err(error);
            }
        }
    }
    drop(snapshot);
    filling.finish(&head, even_broken, None).await?;
    let copied = Store::open_as_is(to).await?;
    let mut snapshot = copied.snapshot().await?;
    let upgraded = snapshot.schema() != schema;
    if *snapshot.head() != head {
        return Err(BackupError::NotTheSame("audit_head".to_owned()));
    }
    for (table, rows, sum) in &sums {
        // Rows of an earlier version were written anew.
        if !upgraded && sum_of(&mut snapshot, table).await? != (*rows, sum.clone()) {
            return Err(BackupError::NotTheSame(table.name.clone()));
        }
    }
    drop(snapshot);
    copied.close().await;
    source.close().await;
    Ok(Copied {
        tables: sums.into_iter().map(|(table, rows, _)| (table.name, rows)).collect(),
        audit: head,
        upgraded,
    })
}

async fn sum_of(snapshot: &mut Snapshot, table: &Table) -> Result<(u64, (u64, String)), BackupError> {
    let mut sum = Summed::new(std::io::sink());
    let rows = snapshot
        .each_chunk(&table.name, async |rows| {
            Ok::<_, BackupError>(lines::put(&rows, &mut sum)?)
        })
        .await?;
    Ok((rows, sum.sum()))
}
