//! People whom ledgers name: found, copied and erased.

use yaodian_domain::{id::EntryId, privacy::Sought};
use yaodian_store::personal::named::{Named, Whom};
use yaodian_words::{Lang, privacy as words};

use super::{super::plan::Place, Not, at, by};
use crate::{Outcome, service::privacy};

/// Whom to look for, and what to do.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Names and telephone numbers of one person, as ledgers have them.
    #[arg(required = true)]
    values: Vec<String>,
    /// In this entry alone, by the id that is printed: others of the same name stay.
    #[arg(long)]
    entry: Option<i64>,
    /// As JSON, to be handed to that person.
    #[arg(long, conflicts_with = "erase")]
    json: bool,
    /// Put 已删除 in its place, in every version of the entries.
    #[arg(long)]
    erase: bool,
    /// Really: it cannot be undone.
    #[arg(long, requires = "erase")]
    yes: bool,
    #[command(flatten)]
    place: Place,
}

impl Args {
    pub(super) fn run(self) -> Result<Outcome, String> {
        let sought =
            |text: &String| Sought::new(text).ok_or_else(|| words::too_short(Lang::En, text, &Sought::SHORTEST));
        let whom = Whom {
            values: self.values.iter().map(sought).collect::<Result<_, String>>()?,
            entry: self.entry.map(EntryId),
        };
        at(self.place, async |house, _| {
            if self.json {
                let copy = privacy::named_copy(house, &whom).await?;
                let text = serde_json::to_string_pretty(&copy).map_err(|error| error.to_string())?;
                say!("{text}");
                return Ok(());
            }
            if !self.erase {
                print(&privacy::named(house, &whom).await?, &whom);
                return Ok(());
            }
            if !self.yes {
                return Err(Not::Called(words::needs_yes(Lang::En).to_owned()));
            }
            let taken = privacy::erase_named(house, &by(house, "user named"), &whom).await?;
            say!(
                "{}",
                words::named_erased(Lang::En, &taken.versions, &taken.rows, &taken.texts)
            );
            say!("{}", words::erased_before(Lang::En));
            if taken.hashed > 0 {
                tell!("{}", words::named_hashed(Lang::En, &taken.hashed));
            }
            tell!("{}", words::named_limits(Lang::En));
            if let Err(error) = house.store.overwrite_what_went().await {
                return Err(Not::Called(words::not_overwritten(Lang::En, &error)));
            }
            Ok(())
        })
    }
}

/// Prints where somebody is named.
fn print(named: &Named, whom: &Whom) {
    for found in &named.entries {
        let (plan, ledger, key) = (&found.plan, &found.ledger, &found.key);
        let (entry, version, since) = (&found.entry.0, &found.version, &found.since);
        say!(
            "{}",
            words::named_entry(Lang::En, plan, ledger, key, entry, version, since)
        );
        for (heading, value) in &found.fields {
            say!("{}", words::named_field(Lang::En, heading, value));
        }
        for (heading, value) in &found.beside {
            say!("{}", words::named_beside(Lang::En, heading, value));
        }
    }
    for row in &named.set_aside {
        say!("{}", words::named_row(Lang::En, &row.batch, &row.row, &row.at));
        for (heading, value) in &row.cells {
            say!("{}", words::named_field(Lang::En, heading, value));
        }
    }
    if named.audit > 0 {
        say!("{}", words::named_audit(Lang::En, &named.audit));
    }
    if !named.hashed.is_empty() {
        say!("{}", words::named_hashed(Lang::En, &named.hashed.len()));
    }
    if named == &Named::default() {
        say!(
            "{}",
            words::nothing_of(Lang::En, whom.values.iter().map(Sought::as_str))
        );
    } else {
        tell!("{}", words::named_check(Lang::En));
    }
}
