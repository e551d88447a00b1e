//! `yaodian plan`: plan folders into the database.

use std::path::PathBuf;

use jiff::civil::Date;
use yaodian_domain::id::PlanId;
use yaodian_store::{Store, StoreError};
use yaodian_words::{Lang, backup as words};

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

/// Which installation, and which of its plans.
#[derive(Clone, clap::Args)]
pub(crate) struct PlaceOfPlan {
    /// The plan; the one that is worked on if left out.
    #[arg(long)]
    plan: Option<PlanId>,
    #[command(flatten)]
    place: Place,
}

impl PlaceOfPlan {
    /// Runs `job` in the house of an installation that is there, for the plan.
    pub(super) fn with<T>(self, job: impl AsyncFnOnce(&House) -> Result<T, String>) -> Result<T, String> {
        let Self { plan, place } = self;
        place.with(async |house| {
            let Some(plan) = plan else {
                return job(house).await;
            };
            if house
                .store
                .plan(&plan)
                .await
                .map_err(|error| error.to_string())?
                .is_none()
            {
                return Err(format!("there is no plan {plan}"));
            }
            job(&house.of(&plan)).await
        })
    }
}

/// Which installation.
#[derive(Clone, clap::Args)]
pub(crate) struct Place {
    /// The file with the settings of `yaodian serve`: where the installation is stands there.
    #[arg(long = "config", value_name = "FILE", env = "YAODIAN_CONFIG")]
    _config: Option<PathBuf>,
    /// The database: sqlite:///path or postgres://…; a file in the data folder if left out.
    // What stands later counts: the command line comes after the file. So below, too.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, overrides_with = "database_url")]
    database_url: Option<String>,
    /// The folder for everything that is kept.
    #[arg(long, env = "YAODIAN_DATA_DIR", default_value = "data", overrides_with = "data_dir")]
    data_dir: PathBuf,
    /// Where files are kept: a folder, or a bucket as s3://bucket/prefix; in the data folder if left out.
    #[arg(
        long = "files",
        id = "files_place",
        env = "YAODIAN_FILES",
        value_name = "PLACE",
        overrides_with = "files_place"
    )]
    files: Option<String>,
    /// The address under which people reach the server, for links that are printed.
    #[arg(long, env = "YAODIAN_PUBLIC_URL", value_name = "URL", overrides_with = "public_url")]
    public_url: Option<String>,
    /// The day on which the command is given, for the data of a trial whose clock stands still.
    #[arg(long, hide = true)]
    as_of: Option<Date>,
}

impl Place {
    /// The address of the database and the place for files, for what reads everything or fills what is
    /// empty, and opens the database in its own way. The data folder is made only where it is to be filled.
    pub(super) fn bare(&self, fill: bool) -> Result<(String, Whereabouts), String> {
        if !fill {
            self.is_there()?;
        }
        let url = serve::database(self.database_url.clone(), &self.data_dir)?;
        Ok((url, Whereabouts::told(self.files.as_deref(), &self.data_dir)))
    }

    /// Refuses a data folder in which there is nothing: it is another one than was meant.
    fn is_there(&self) -> Result<(), String> {
        let folder = self.data_dir.display();
        if !self.data_dir.is_dir() {
            return Err(format!("{folder}: {}", words::no_data_folder(Lang::En)));
        }
        if self.database_url.is_none() && !self.data_dir.join(serve::DATABASE).is_file() {
            return Err(format!("{folder}: {}", words::no_database(Lang::En)));
        }
        Ok(())
    }

    /// Runs `job` in the house of an installation that is there, and serves nobody.
    pub(super) fn with<T>(self, job: impl AsyncFnOnce(&House) -> Result<T, String>) -> Result<T, String> {
        self.run(false, job)
    }

    /// The same in one that is made if it is not there.
    pub(super) fn begin<T>(self, job: impl AsyncFnOnce(&House) -> Result<T, String>) -> Result<T, String> {
        self.run(true, job)
    }

    fn run<T>(self, fill: bool, job: impl AsyncFnOnce(&House) -> Result<T, String>) -> Result<T, String> {
        let (url, files) = self.bare(fill)?;
        blocking(async {
            let store = if fill {
                Store::open(&url).await
            } else {
                Store::open_there(&url).await
            };
            let store = store.map_err(|error| match error {
                StoreError::NoInstallation => words::no_installation(Lang::En).to_owned(),
                error => format!("cannot open the database: {error}"),
            })?;
            // A trial's own day is today, for commands too.
            let clock = match self.as_of {
                None => Clock::of(&store).await.map_err(|error| error.to_string())?,
                Some(day) => Clock::standing(day),
            };
            let files = Files::at(&files).await?;
            let mut rooms = Rooms::new(store, files, clock, false, false, PathBuf::new());
            rooms.public_url = self
                .public_url
                .as_deref()
                .unwrap_or_default()
                .trim_end_matches('/')
                .into();
            let house = House::from(rooms);
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
        Command::Import { args, place } => return place.begin(async |house| import::import(house, *args).await),
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
    place.begin(async |house| first_run::keep(house, &seed, "plan load").await)?;
    tell!(
        "{}: {} targets, {} published figures",
        seed.plan.id,
        seed.plan.targets.len(),
        seed.published.observations.len()
    );
    Ok(Outcome::Done)
}
