//! `yaodian plan`: plan folders into the database.

use std::path::PathBuf;

use jiff::civil::Date;
use yaodian_domain::id::PlanId;
use yaodian_store::Store;

use super::{archive, closing, import, parse};
use crate::{
    Outcome,
    clock::Clock,
    files::{Files, Whereabouts},
    first_run,
    house::{House, Rooms},
    serve,
};

/// Plans.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Loads a plan folder into the database, as a new version if it has changed.
    Load {
        /// The folder, such as seeds/hubei-2023.
        folder: PathBuf,
        #[command(flatten)]
        place: Place,
    },
    /// Reads a plan text (TXT, DOCX, PDF) and writes what it finds as a draft. No database is needed.
    Parse(parse::Args),
    /// Takes a reviewed draft in, as a new plan or as the next version of one. What hinders is told with its
    /// place and how to mend it, and the exit code is 1.
    Import {
        #[command(flatten)]
        args: Box<import::Args>,
        #[command(flatten)]
        place: Place,
    },
    /// Shows what stands in the way of closing a plan's year, exiting with 1 if something forbids it; asks
    /// for closing, confirms it or takes it back.
    Close {
        #[command(flatten)]
        asked: closing::ClosingStep,
        #[command(flatten)]
        place: Place,
    },
    /// Carries what was chosen when a plan was closed over into a later one.
    Carry {
        #[command(flatten)]
        asked: closing::CarryingOver,
        #[command(flatten)]
        place: Place,
    },
    /// Writes all that is known of a plan to a folder that opens without Yaodian: the text, the data,
    /// reports, cases, ledgers, evidence, bulletins, the final list and the audit, with a page to read it by.
    Archive {
        /// The folder; it must not be there yet.
        folder: PathBuf,
        /// The plan; the one that is worked on if left out.
        #[arg(long)]
        plan: Option<PlanId>,
        /// Looks instead whether the folder is as it was written: every sum, and the chain of the audit. Exits
        /// with 1 if anything does not fit. No database is needed.
        #[arg(long, conflicts_with = "plan")]
        verify: bool,
        #[command(flatten)]
        place: Place,
    },
}

/// Which database.
#[derive(Clone, clap::Args)]
pub(crate) struct Place {
    /// The database: sqlite:///path or postgres://…; a file in the data folder if left out.
    #[arg(long, env = "DATABASE_URL")]
    database_url: Option<String>,
    /// The folder for everything that is kept.
    #[arg(long, default_value = "data")]
    data_dir: PathBuf,
    /// Where files are kept: a folder, or a bucket as s3://bucket/prefix; in the data folder if left out.
    #[arg(long = "files", id = "files_place", env = "YAODIAN_FILES", value_name = "PLACE")]
    files: Option<String>,
    /// The day on which the command is given, for the data of a trial whose clock stands still.
    #[arg(long, hide = true)]
    as_of: Option<Date>,
}

impl Place {
    /// The address of the database and the place for files, for what reads everything or fills what is
    /// empty, and opens the database in its own way. The data folder is made only where it is to be filled.
    pub(super) fn bare(&self, fill: bool) -> Result<(String, Whereabouts), String> {
        if !fill && !self.data_dir.is_dir() {
            let folder = self.data_dir.display().to_string();
            let mend = yaodian_words::backup::no_data_folder(yaodian_words::Lang::En);
            return Err(format!("{folder}: {mend}"));
        }
        let url = serve::database(self.database_url.clone(), &self.data_dir)?;
        Ok((url, Whereabouts::told(self.files.as_deref(), &self.data_dir)))
    }

    /// Runs `job` in a house that serves nobody.
    pub(super) fn with<T>(self, job: impl AsyncFnOnce(&House) -> Result<T, String>) -> Result<T, String> {
        let url = serve::database(self.database_url, &self.data_dir)?;
        blocking(async {
            let store = Store::open(&url)
                .await
                .map_err(|error| format!("cannot open the database: {error}"))?;
            // A trial's own day is today, for commands too.
            let day = match self.as_of {
                None => store.trial_day().await.map_err(|error| error.to_string())?,
                day => day,
            };
            let clock = day.map_or(Clock::Running, Clock::standing);
            let files = Files::at(&Whereabouts::told(self.files.as_deref(), &self.data_dir)).await?;
            let house = House::from(Rooms::new(store, files, clock, false, false, PathBuf::new()));
            let done = job(&house).await;
            house.store.close().await;
            done
        })
    }
}

/// Runs a command's work to its end.
pub(super) fn blocking<T>(work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())?;
    runtime.block_on(work)
}

pub(crate) fn run(command: Command) -> Result<Outcome, String> {
    let (folder, place) = match command {
        Command::Parse(args) => return parse::run(&args),
        Command::Import { args, place } => return place.with(async |house| import::import(house, *args).await),
        Command::Load { folder, place } => (folder, place),
        Command::Close { asked, place } => return place.with(async |house| closing::close(house, asked).await),
        Command::Carry { asked, place } => return place.with(async |house| closing::carry(house, asked).await),
        Command::Archive {
            folder, verify: true, ..
        } => return archive::check(&folder),
        Command::Archive {
            folder, plan, place, ..
        } => return place.with(async |house| archive::write(house, &folder, plan).await),
    };
    let seed = first_run::load(&folder)?;
    place.with(async |house| first_run::keep(house, &seed, "plan load").await)?;
    eprintln!(
        "{}: {} targets, {} published figures",
        seed.plan.id,
        seed.plan.targets.len(),
        seed.published.observations.len()
    );
    Ok(Outcome::Done)
}
