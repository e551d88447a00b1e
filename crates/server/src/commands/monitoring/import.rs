//! `yaodian monitoring import`: a table of measurements into the database.

use std::{fs::File, path::PathBuf};

use yaodian_contract::monitoring::Terms;
use yaodian_domain::{Date, ledger::Network};
use yaodian_monitoring::network::{Came, ReviewState};
use yaodian_store::Actor;
use yaodian_words::{Lang, monitoring_desk as words};

use crate::{
    Outcome,
    commands::{ledger::told, plan::PlaceOfPlan},
    house::House,
    service::monitoring::{Bringing, open, put, uploads},
};

/// Puts a table (XLSX, XLS, CSV) of what was measured at the places of a register into the database. What
/// can stand goes in; what cannot is set aside and told with its reasons, and the exit code is 1.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// What was measured: water or air.
    #[arg(value_parser = network)]
    network: Network,
    /// The table.
    file: PathBuf,
    /// The state of review of rows that tell none: raw, checked or confirmed.
    #[arg(long, default_value = "raw", value_parser = state)]
    state: ReviewState,
    /// The day of rows that tell none; its year is that of days without one.
    #[arg(long)]
    on: Option<Date>,
    /// Say what would be done, and do nothing.
    #[arg(long)]
    preview: bool,
    #[command(flatten)]
    place: PlaceOfPlan,
}

pub(crate) fn network(text: &str) -> Result<Network, String> {
    Network::named(text).ok_or_else(|| "water or air".to_owned())
}

fn state(text: &str) -> Result<ReviewState, String> {
    ReviewState::named(text).ok_or_else(|| "raw, checked or confirmed".to_owned())
}

pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", args.file.display());
    let file = File::open(&args.file).map_err(failed)?;
    args.place.clone().with(async |house| import(house, args, file).await)
}

async fn import(house: &House, args: &Args, file: File) -> Result<Outcome, String> {
    let name = args
        .file
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let opened = open(house, None, args.network).await.map_err(told)?;
    let sheet = uploads::read(house, file, name, None).await.map_err(told)?;
    let terms = Terms {
        state: args.state,
        on: args.on,
    };
    let (counts, held) = if args.preview {
        uploads::look(house, &opened, &sheet, terms).await.map_err(told)?
    } else {
        let bringing = Bringing {
            act: house.act(Actor::command("monitoring import")),
            came: Came::Command,
            account: None,
        };
        let done = put(house, &opened, sheet, terms, bringing).await.map_err(told)?;
        (done.counts, done.held)
    };
    for row in &held {
        for reason in &row.reasons {
            tell!("row {}, {}: {}", row.row, row.place, words::reason(Lang::En, reason));
        }
    }
    if let Some(more) = counts.held.checked_sub(held.len() as u64).filter(|more| *more > 0) {
        tell!("… and {more} more rows");
    }
    say!(
        "{} rows: {} new, {} revised, {} said already, {} with something set aside",
        counts.rows,
        counts.added,
        counts.revised,
        counts.unchanged,
        counts.held
    );
    Ok(if counts.held == 0 { Outcome::Done } else { Outcome::No })
}
