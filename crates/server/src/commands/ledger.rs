//! `yaodian ledger`: ledgers as files, in and out, and made-up entries for a demonstration.

use std::{
    fs::File,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use yaodian_documents::open::Format;
use yaodian_domain::{
    id::LedgerId,
    ledger::{Query, Verdict},
};
use yaodian_words::{Lang, cells};

use super::plan::PlaceOfPlan;
use crate::{
    Outcome, first_run,
    house::House,
    service::{
        Refused,
        ledgers::{
            self,
            files::{self, Content},
            uploads::{self, Import},
        },
    },
};

/// Ledgers.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Lists the ledgers of the plan with how many entries have passed which stage.
    List {
        #[command(flatten)]
        place: PlaceOfPlan,
    },
    /// Puts a sheet (XLSX, XLS, CSV) into a ledger. Good rows go in; the others are told one by one,
    /// and the exit code is 1.
    Import {
        /// The ledger, such as outfalls-yangtze.
        ledger: LedgerId,
        /// The sheet.
        file: PathBuf,
        /// Say what would be done, and do nothing.
        #[arg(long, conflicts_with = "demonstration")]
        preview: bool,
        /// The rows are made up: they are marked as such wherever they appear.
        #[arg(long)]
        demonstration: bool,
        #[command(flatten)]
        place: PlaceOfPlan,
    },
    /// Writes a ledger to a file: XLSX or CSV, by its ending.
    Export {
        /// The ledger.
        ledger: LedgerId,
        /// The file; it must not be there yet.
        file: PathBuf,
        /// In English instead of Chinese.
        #[arg(long)]
        english: bool,
        #[command(flatten)]
        place: PlaceOfPlan,
    },
    /// Writes made-up rows to a file (XLSX or CSV, by its ending), to try an upload with.
    Sample {
        /// The ledger.
        ledger: LedgerId,
        /// The file; it must not be there yet.
        file: PathBuf,
        /// How many.
        #[arg(long, default_value_t = 100)]
        entries: usize,
        #[command(flatten)]
        place: PlaceOfPlan,
    },
    /// Fills a ledger without entries with made-up ones, marked as such wherever they appear.
    Demonstrate {
        /// The ledger; all of them if left out.
        ledger: Option<LedgerId>,
        /// At most so many in each.
        #[arg(long, default_value_t = 100_000)]
        entries: usize,
        #[command(flatten)]
        place: PlaceOfPlan,
    },
    /// Takes the made-up entries of a ledger away again.
    ClearDemonstration {
        /// The ledger.
        ledger: LedgerId,
        #[command(flatten)]
        place: PlaceOfPlan,
    },
}

/// So many rows that did not go in are told.
const TOLD: usize = 200;

pub(crate) fn run(command: Command) -> Result<Outcome, String> {
    match command {
        Command::List { place } => place.with(list),
        Command::Import {
            ledger,
            file,
            preview,
            demonstration,
            place,
        } => {
            let opened = File::open(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            place.with(async |house| import(house, &ledger, opened, preview, demonstration).await)
        }
        Command::Sample {
            ledger,
            file,
            entries,
            place,
        } => place.with(async |house| {
            let opened = open(house, &ledger).await?;
            let format = format_of(&file)?;
            let written = files::sample(house, opened, Lang::Zh, format, entries)
                .await
                .map_err(told)?;
            keep(written, &file)
        }),
        Command::Export {
            ledger,
            file,
            english,
            place,
        } => {
            let lang = if english { Lang::En } else { Lang::Zh };
            place.with(async |house| export(house, &ledger, &file, lang).await)
        }
        Command::Demonstrate { ledger, entries, place } => place.with(async |house| {
            match ledger {
                Some(ledger) => first_run::demonstrate(house, &ledger, entries).await?,
                None => first_run::demonstration(house, entries).await?,
            }
            Ok(Outcome::Done)
        }),
        Command::ClearDemonstration { ledger, place } => place.with(async |house| {
            let opened = open(house, &ledger).await?;
            let act = house.act(yaodian_store::Actor::command("ledger clear-demonstration"));
            let gone = house.store.clear_demonstration(&act, &opened.plan().id, &ledger).await;
            let gone = gone.map_err(|error| error.to_string())?;
            tell!("{ledger}: {gone} made-up entries taken away");
            Ok(Outcome::Done)
        }),
    }
}

/// A refusal in words, for the command line.
pub(crate) fn told(refused: Refused) -> String {
    match refused {
        Refused::Because(kind) => yaodian_words::problems::problem(Lang::En, &kind),
        Refused::Broken(error) => error.to_string(),
        Refused::Failed(error) => error,
    }
}

async fn open(house: &House, ledger: &LedgerId) -> Result<ledgers::Opened, String> {
    ledgers::open(house, None, ledger).await.map_err(told)
}

async fn list(house: &House) -> Result<Outcome, String> {
    let known = house.knowledge().await.map_err(|error| error.to_string())?;
    let (_, known) = known.ok_or("the database holds no plan yet; load one with `yaodian plan load`")?;
    for ledger in &known.plan.ledgers {
        let funnel = ledgers::kept(&known, ledger).map(|kept| (kept.funnel(ledger, None, house.clock.today()), kept));
        let expected = ledger.expected.map(|n| format!(" of {n}")).unwrap_or_default();
        let listed = funnel
            .as_ref()
            .and_then(|(funnel, _)| funnel.first())
            .copied()
            .unwrap_or(0);
        say!("{}: {listed}{expected} {}", ledger.id, ledger.counted.en);
        if let Some((funnel, kept)) = funnel {
            for (stage, n) in ledger.stages.iter().zip(funnel.iter().skip(1)) {
                say!("  {}: {n}", stage.name.en);
            }
            if kept.demonstration {
                say!("  (made up for a demonstration)");
            }
        }
    }
    Ok(Outcome::Done)
}

async fn import(
    house: &House,
    ledger: &LedgerId,
    file: File,
    preview: bool,
    demonstration: bool,
) -> Result<Outcome, String> {
    let opened = Arc::new(open(house, ledger).await?);
    let again = file.try_clone().map_err(|error| error.to_string())?;
    let mut counts = None;
    if !preview {
        let import = Import {
            opened: opened.clone(),
            file,
            seen: None,
            demonstration,
        };
        let done = uploads::run(house, None, import).await;
        counts = Some(done.map_err(told)?.counts);
    }
    let looked = match counts {
        Some(counts) if counts.bad + counts.conflict == 0 => None,
        // What is good is there by now: what is left is what did not go in.
        _ => {
            let now = Arc::new(open(house, ledger).await?);
            Some(uploads::look(house, now, again, TOLD).await.map_err(told)?)
        }
    };
    let counts = counts
        .or(looked.as_ref().map(|looked| looked.counts))
        .unwrap_or_default();
    tell!(
        "{ledger}: {} added, {} changed, {} unchanged, {} in conflict, {} bad{}",
        counts.added,
        counts.changed,
        counts.unchanged,
        counts.conflict,
        counts.bad,
        if preview { " (nothing was done)" } else { "" }
    );
    for row in looked.iter().flat_map(|looked| &looked.not_in) {
        for line in lines(&opened, &row.verdict) {
            tell!("row {} ({}): {line}", row.row, row.key);
        }
    }
    let good = counts.bad + counts.conflict == 0;
    Ok(if good { Outcome::Done } else { Outcome::No })
}

fn lines(opened: &ledgers::Opened, verdict: &Verdict) -> Vec<String> {
    let (ledger, units) = (&opened.ledger, &opened.plan().units);
    match verdict {
        Verdict::Bad { problems } => problems.iter().map(|p| cells::problem(Lang::En, ledger, p)).collect(),
        Verdict::Conflict { clashes, .. } => clashes
            .iter()
            .map(|c| cells::clash(Lang::En, ledger, units, c))
            .collect(),
        _ => Vec::new(),
    }
}

async fn export(house: &House, ledger: &LedgerId, path: &Path, lang: Lang) -> Result<Outcome, String> {
    let format = format_of(path)?;
    let opened = open(house, ledger).await?;
    let written = files::write(house, opened, lang, format, Content::Entries(Query::default())).await;
    keep(written.map_err(told)?, path)
}

fn format_of(path: &Path) -> Result<Format, String> {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    Ok(Format::named(ending).ok_or("the file must end in .xlsx, .csv or .json")?)
}

/// Keeps what was written, whole or not at all: what is there is not written over.
fn keep(mut written: File, path: &Path) -> Result<Outcome, String> {
    let failed = |error: io::Error| format!("{}: {error}", path.display());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut whole = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(failed)?;
    io::copy(&mut written, &mut whole).map_err(failed)?;
    whole.persist_noclobber(path).map_err(|error| failed(error.error))?;
    Ok(Outcome::Done)
}
