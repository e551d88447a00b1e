//! `yaodian serve`.

use std::{
    net::{IpAddr, SocketAddr},
    path::PathBuf,
    pin::Pin,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use jiff::{SignedDuration, Timestamp, civil::Date};
use tokio::{net::TcpListener, runtime::Handle, sync::watch, time::timeout};
use tracing::Instrument as _;
use yaodian_domain::sign_in::{IDLE, SESSION};
use yaodian_mail::Mailer;
use yaodian_store::{Act, Actor, Fault, Store, StoreError, Work};

use crate::{
    Outcome, audited,
    clock::Clock,
    doors,
    files::{Files, Whereabouts},
    first_run, freshness,
    front::Front,
    house::{House, Rooms},
    live, log, nightly, post,
    previews::Previews,
    remembered::{PLANS, Remembered},
    replica::Replica,
    round, seal,
    service::{once, passkeys},
    single_sign_on,
    traces::{self, Traces},
    web::{self, limits::Clients},
};

/// Serves the product.
#[derive(clap::Args)]
// What stands later counts: the command line comes after the file.
#[command(args_override_self = true)]
pub(crate) struct Args {
    /// A file with settings: TOML whose keys are the long names of the flags. The environment counts before it,
    /// and the command line before both.
    #[arg(long = "config", value_name = "FILE", env = "YAODIAN_CONFIG")]
    _config: Option<PathBuf>,
    /// Where to listen; port 0 takes a free one.
    #[arg(long, env = "YAODIAN_LISTEN", default_value = "127.0.0.1:8023")]
    listen: SocketAddr,
    /// The database: sqlite:///path or postgres://…; a file in the data folder if left out.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
    /// A streaming replica of the database on PostgreSQL: public pages and open data are read from it, as long as
    /// it has replayed all that this server knows of.
    #[arg(long, env = "YAODIAN_READ_DATABASE_URL", value_name = "URL", hide_env_values = true)]
    read_database_url: Option<String>,
    /// The folder for everything that is kept.
    #[arg(long, env = "YAODIAN_DATA_DIR", default_value = "data")]
    data_dir: PathBuf,
    /// Where attachments and sheets on their way are kept: a folder, or a bucket of an S3 server as
    /// s3://bucket/prefix, whose endpoint and keys stand in AWS_ENDPOINT_URL, AWS_REGION, AWS_ACCESS_KEY_ID and
    /// AWS_SECRET_ACCESS_KEY. A folder in the data folder if left out. Servers on one database share it.
    #[arg(long, env = "YAODIAN_FILES", value_name = "PLACE")]
    files: Option<String>,
    /// A trial: this machine only, a banner on every page, a clock that stands still, sign-in links.
    #[arg(long)]
    trial: bool,
    /// The day on which the clock of a new trial stands. One that has begun goes on where its office
    /// has moved it to.
    #[arg(long, default_value = "2023-09-25", requires = "trial")]
    as_of: Date,
    /// Fill the ledgers of a trial with made-up entries, at most so many in each; they are marked as
    /// such wherever they appear.
    #[arg(long, requires = "trial", value_name = "ENTRIES", num_args = 0..=1, default_missing_value = "100000")]
    demonstration: Option<usize>,
    /// The folder with plan folders, loaded where the database does not have them yet.
    #[arg(long, env = "YAODIAN_SEEDS_DIR", default_value = "seeds")]
    seeds: PathBuf,
    /// The folder with the browser's files.
    #[arg(long, env = "YAODIAN_SITE_DIR", default_value = "target/site")]
    site: PathBuf,
    /// The server that takes mail for reminders: smtps://user:password@host, or
    /// smtp://host:port?tls=required. Without it reminders stand in the app alone.
    #[arg(
        long,
        env = "YAODIAN_SMTP",
        value_name = "URL",
        hide_env_values = true,
        requires = "mail_from"
    )]
    smtp: Option<String>,
    /// Whom mail comes from: reminders@example.org, or 要点 <reminders@example.org>.
    #[arg(long, env = "YAODIAN_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// The address under which people reach the server, for links; https makes cookies TLS-only.
    #[arg(long, env = "YAODIAN_PUBLIC_URL", value_name = "URL")]
    public_url: Option<String>,
    /// Demand a second step, or a passkey, of the office and of administrators: until they have one they can do nothing
    /// but set one up, and neither can their keys.
    #[arg(long, env = "YAODIAN_DEMAND_SECOND_STEP")]
    demand_second_step: bool,
    /// A session that is not used for so many minutes is over; twelve hours end one in any case.
    #[arg(long, env = "YAODIAN_SESSION_IDLE", default_value_t = IDLE.as_mins(), value_name = "MINUTES",
        value_parser = clap::value_parser!(i64).range(5..=SESSION.as_mins()))]
    session_idle: i64,
    /// Where people ask about what is kept about them: an office, a telephone, an address; the page on personal data
    /// shows it.
    #[arg(long, env = "YAODIAN_PRIVACY_CONTACT", value_name = "TEXT")]
    privacy_contact: Option<String>,
    #[command(flatten)]
    single_sign_on: single_sign_on::SingleSignOn,
    #[command(flatten)]
    nightly: nightly::Backups,
    /// So often all of the audit is computed anew, and records are held against it.
    #[arg(
        long,
        env = "YAODIAN_AUDIT_EVERY",
        default_value_t = 3600,
        value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..)
    )]
    audit_every: u64,
    /// So many public pages and files a second are worked out for one address, and ten times as many at
    /// once; what is kept is not counted. 0: any number.
    #[arg(long, env = "YAODIAN_CLIENT_RATE", default_value_t = 20, value_name = "PER_SECOND")]
    client_rate: u32,
    /// The address of a proxy in front, which is believed when it tells for whom it asks
    /// (X-Forwarded-For); once for each.
    #[arg(long, env = "YAODIAN_PROXY", value_delimiter = ',', value_name = "ADDRESS")]
    proxy: Vec<IpAddr>,
    /// An address from which `/metrics` may be read, beside this machine; once for each.
    #[arg(long, env = "YAODIAN_METRICS_FOR", value_delimiter = ',', value_name = "ADDRESS")]
    metrics_for: Vec<IpAddr>,
    /// Of so many plans what is known of them is held in memory, about a megabyte each, those that were asked about last.
    /// More than these are asked about: each costs some ten times as much, since it is read from the database.
    #[arg(long, env = "YAODIAN_PLANS_IN_MEMORY", default_value_t = PLANS, value_name = "PLANS",
        value_parser = clap::value_parser!(u32).range(1..))]
    plans_in_memory: u32,
    /// For so many seconds a client is waited for that sends, or takes, next to nothing.
    #[arg(long, env = "YAODIAN_PATIENCE", default_value_t = 60, value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    patience: u64,
    /// Told to stop, the server finishes the requests under way; for so many seconds it waits for those that are still
    /// being sent, and then says that they are to be sent again.
    #[arg(long, env = "YAODIAN_STOP_WITHIN", default_value_t = 20, value_name = "SECONDS",
        value_parser = clap::value_parser!(u64).range(1..=3600))]
    stop_within: u64,
    /// How the log is written.
    #[arg(long, env = "YAODIAN_LOG_FORMAT", value_enum, default_value_t = log::Format::Text)]
    log_format: log::Format,
    #[command(flatten)]
    traces: traces::Told,
}

/// How long answers may still take once nothing more of the requests is waited for.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

pub(crate) fn run(args: Args) -> Result<Outcome, String> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| format!("cannot start: {error}"))?;
    let traces = args.traces.begin(runtime.handle())?;
    log::begin(args.log_format, traces.as_ref());
    if args.trial && !args.listen.ip().is_loopback() {
        return Err(format!(
            "--trial lets anybody in who has its links, and so listens on this machine only, not on {}; use 127.0.0.1",
            args.listen.ip()
        ));
    }
    if !args.site.join("pkg/yaodian.js").is_file() {
        return Err(format!(
            "{} holds no browser files; build them with `cargo xtask site`",
            args.site.display()
        ));
    }
    runtime.block_on(serve(args, traces))
}

/// The name of the database in the data folder.
pub(crate) const DATABASE: &str = "yaodian.sqlite";

/// The address of the database: as given, or a file in the data folder, which is made.
pub(crate) fn database(url: Option<String>, data_dir: &std::path::Path) -> Result<String, String> {
    if let Some(url) = url {
        return Ok(url);
    }
    std::fs::create_dir_all(data_dir)
        .map_err(|error| format!("cannot make the data folder {}: {error}", data_dir.display()))?;
    let folder = data_dir
        .canonicalize()
        .map_err(|error| format!("cannot find {}: {error}", data_dir.display()))?;
    Ok(format!("sqlite://{}/{DATABASE}", folder.display()))
}

/// How often staged uploads are looked through, and how old one may become.
const UPKEEP: Duration = Duration::from_hours(1);
const OLDEST_UPLOAD: Duration = Duration::from_hours(48);

/// Removes uploads that nobody has come back to, sessions that are over, and answers to requests of yesterday.
async fn upkeep(house: House) {
    let mut each = tokio::time::interval(UPKEEP);
    loop {
        each.tick().await;
        house.clients.forget();
        remove_what_is_over(&house).instrument(traces::work("upkeep")).await;
    }
}

async fn remove_what_is_over(house: &House) {
    let (act, now) = (house.act(Actor::system("upkeep")), Timestamp::now());
    if let Err(error) = house.store.purge_expired(&act, now).await {
        tracing::warn!(%error, "sessions that are over could not be removed");
    }
    let known = SignedDuration::try_from(once::KNOWN_FOR).unwrap_or(SignedDuration::MAX);
    if let Err(error) = house
        .store
        .forget_answers(now.saturating_sub(known).unwrap_or(Timestamp::MIN))
        .await
    {
        tracing::warn!(%error, "old answers could not be forgotten");
    }
    if let Err(error) = house.files.uploads.remove_old(SystemTime::now(), OLDEST_UPLOAD).await {
        tracing::warn!(%error, "old uploads could not be removed");
    }
}

/// Reads the ledgers into memory, so that nobody waits for a large one when first asking.
async fn open_ledgers(house: House) {
    let Ok(Some((_, known))) = house.knowledge().await else {
        return;
    };
    for kept in known.kept.iter().filter(|kept| kept.is_begun()) {
        let Some(ledger) = known.plan.ledger(&kept.ledger) else {
            continue;
        };
        if let Err(error) = house.shelf.current(&house.store, &known.plan, ledger).await {
            tracing::warn!(%error, ledger = ledger.id.as_str(), "a ledger could not be read ahead");
        }
    }
}

/// A clock that stands where the trial has got to, or at `begin` if it is new.
async fn trial_clock(store: &Store, begin: Date) -> Result<Clock, String> {
    let clock = async {
        match Clock::of(store).await? {
            Clock::Running => {
                let clock = Clock::standing(begin);
                let act = Act::new(clock.now(), Actor::command("serve --trial"));
                store.move_trial_day(&act, begin).await?;
                Ok(clock)
            }
            standing @ Clock::Standing(_) => Ok(standing),
        }
    };
    clock.await.map_err(|error: StoreError| error.to_string())
}

/// Why the database cannot be opened, and what to look at.
fn cannot_open(error: &StoreError, data_dir: &std::path::Path) -> String {
    let look = match error.fault() {
        // It says what to look at.
        _ if matches!(error, StoreError::NotTrusted(_)) => String::new(),
        Some(Fault::NotWritable) => format!(
            "; it cannot be written to: is {} read-only, or another user's?",
            data_dir.display()
        ),
        Some(Fault::Full) => format!("; there is no room left on the disk of {}", data_dir.display()),
        Some(Fault::Away) => "; does its server run, and is --database-url right?".to_owned(),
        None => String::new(),
    };
    format!("cannot open the database: {error}{look}")
}

async fn serve(args: Args, traces: Option<Traces>) -> Result<Outcome, String> {
    let url = database(args.database_url, &args.data_dir)?;
    let store = Store::open(&url)
        .await
        .map_err(|error| cannot_open(&error, &args.data_dir))?
        .with_idle(SignedDuration::from_mins(args.session_idle));
    // A server that takes nothing in is not to begin as if it did.
    let tried = store.try_writing(Timestamp::now()).await;
    tried.map_err(|error| cannot_open(&error, &args.data_dir))?;
    let previews = tokio::task::spawn_blocking(Previews::of_machine);
    // Of several servers that start at the same moment one fills the installation, and the others find it filled.
    let turn = store.turn(Work::Begin).await;
    let turn = turn.map_err(|error| format!("cannot wait for other servers that are starting: {error}"))?;
    let clock = if args.trial {
        trial_clock(&store, args.as_of).await?
    } else {
        Clock::Running
    };
    let secure = args
        .public_url
        .as_deref()
        .is_some_and(|url| url.starts_with("https://"));
    let whereabouts = Whereabouts::told(args.files.as_deref(), &args.data_dir);
    let files = Files::at(&whereabouts).await?;
    seal::tell_if_lost(&store, &files.seal, &whereabouts.key()).await?;
    let mailer = match (&args.smtp, &args.mail_from) {
        (Some(server), Some(from)) => Some(Mailer::new(server, from).map_err(|error| error.to_string())?),
        _ => None,
    };
    let listener = TcpListener::bind(args.listen).await.map_err(|error| {
        format!(
            "cannot listen on {}: {error}; choose another address with --listen",
            args.listen
        )
    })?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    // A trial listens on this machine alone, and is reached by that address.
    let told = args.public_url.is_some() || args.trial;
    let base = args.public_url.unwrap_or_else(|| format!("http://{address}"));
    let nightly = args.nightly.checked()?;
    let mut rooms = Rooms::new(store, files, clock, args.trial, secure, args.site);
    rooms.public_url = base.trim_end_matches('/').into();
    rooms.cache = Arc::new(Mutex::new(Remembered::of_most(args.plans_in_memory)));
    rooms.patience = Duration::from_secs(args.patience);
    rooms.metrics_for = args.metrics_for.into();
    rooms.clients = Arc::new(Clients::new(args.client_rate, args.proxy));
    if told {
        rooms.origin = rooms.public_url.clone();
        rooms.passkeys = passkeys::party(&rooms.public_url);
    }
    rooms.single_sign_on = args.single_sign_on.provider(&rooms.public_url, told)?;
    rooms.demand_second_step = args.demand_second_step;
    let contact = args.privacy_contact.filter(|contact| !contact.trim().is_empty());
    rooms.privacy_contact = contact.map(|contact| contact.trim().into());
    rooms.mailer.clone_from(&mailer);
    // Pages say whether they have a picture, and so the first of them waits for this.
    rooms.previews = Arc::new(previews.await.map_err(|error| error.to_string())?);
    let house = House::from(rooms);
    first_run::plans(&house, &args.seeds).await?;
    if let Some(entries) = args.demonstration {
        first_run::demonstration(&house, entries).await?;
    }
    tokio::spawn(upkeep(house.clone()));
    tokio::spawn(open_ledgers(house.clone()));
    tokio::spawn(audited::regularly(house.clone(), Duration::from_secs(args.audit_every)));
    tokio::spawn(round::every_day(house.clone()));
    if let Some(nightly) = nightly {
        tokio::spawn(nightly::every_night(house.clone(), nightly));
    }
    tokio::spawn(live::watch(house.clone()));
    tokio::spawn(freshness::watch(house.clone()));
    if let Some(mailer) = mailer {
        tokio::spawn(post::deliver(house.clone(), mailer));
    }

    say!("yaodian: {base}");
    for (who, path) in first_run::people(&house).await? {
        say!("yaodian: {who}: {base}{path}");
    }
    drop(turn);
    let replica = args.read_database_url.as_deref().map(|url| Replica::of(&house, url));
    let replica = replica.transpose();
    let replica = replica.map_err(|error| format!("--read-database-url: {error}"))?;
    let front = Front::new(house.clone(), web::router(house.clone()), replica, Handle::current());
    let (stop, stopped) = watch::channel(false);
    let server = doors::serve(listener, front, stopped);
    tokio::pin!(server);
    tokio::select! {
        ended = &mut server => ended.map_err(|error| error.to_string())?,
        () = told_to_stop() => {
            tracing::info!("told to stop: nobody new is let in, and requests under way are finished");
            house.live.stop();
            let _ = stop.send(true);
            tokio::select! {
                () = finished(server, &house, Duration::from_secs(args.stop_within)) => {}
                () = told_to_stop() => tracing::warn!("told to stop again: nothing more is waited for"),
            }
        }
    }
    if let Some(traces) = traces {
        let _ = tokio::task::spawn_blocking(|| traces.end()).await;
    }
    house.store.close().await;
    Ok(Outcome::Done)
}

/// Waits until the requests under way are answered: so long for what is still sent, and a moment more for the answers.
async fn finished(mut server: Pin<&mut impl Future>, house: &House, within: Duration) {
    if timeout(within, &mut server).await.is_ok() {
        return;
    }
    house.end.cancel();
    if timeout(LAST_ANSWERS, server).await.is_err() {
        tracing::warn!("the server ends with requests that could not be answered in time");
    }
}

async fn told_to_stop() {
    let interrupt = tokio::signal::ctrl_c();
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => tokio::select! { _ = interrupt => {}, _ = terminate.recv() => {} },
        Err(_) => {
            let _ = interrupt.await;
        }
    }
}
