//! `yaodian db`: an installation from one database to the other.

use std::path::Path;

use yaodian_words::{Lang, backup as words};

use super::{audit, backup::refused, plan::blocking};
use crate::Outcome;

/// The database.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Copies an installation into an empty database, from SQLite to PostgreSQL or back, all or nothing, and holds
    /// both against each other. Stop the server first: what it writes meanwhile is not in the copy.
    Copy {
        /// The database to copy: sqlite:///path or postgres://…
        #[arg(long, value_name = "URL")]
        from: String,
        /// The empty database to fill.
        #[arg(long, value_name = "URL")]
        to: String,
        /// Copy it although its audit does not hold.
        #[arg(long)]
        even_broken: bool,
    },
}

pub(crate) fn run(command: &Command) -> Result<Outcome, String> {
    let Command::Copy { from, to, even_broken } = command;
    if from == to {
        return Err(words::same_database(Lang::En).to_owned());
    }
    blocking(async {
        let copied = match yaodian_backup::copy(from, to, *even_broken).await {
            Ok(copied) => copied,
            Err(error) => return refused(error, Path::new("db copy")),
        };
        for (table, rows) in &copied.tables {
            say!("{table}\t{rows}");
        }
        audit::print_head(&copied.audit);
        let (tables, rows) = (
            copied.tables.len(),
            copied.tables.iter().map(|(_, rows)| rows).sum::<u64>(),
        );
        tell!(
            "{}",
            if copied.upgraded {
                words::copied_upgraded(Lang::En, &rows, &tables)
            } else {
                words::copied(Lang::En, &rows, &tables)
            }
        );
        Ok(Outcome::Done)
    })
}
