//! `yaodian plan import`: a reviewed draft becomes a version of its plan, by the same service as at the
//! desk.

use std::path::{Path, PathBuf};

use yaodian_contract::imports::{Comparison, ImportCounts};
use yaodian_domain::{id::PlanId, plan::Name};
use yaodian_intake::{
    Draft, Edit, Hindrance, Names, Obstacle, Part,
    desk::{Import, Titles},
    mended::{self, WhoReports},
    parse,
};
use yaodian_store::{Actor, NewImport};
use yaodian_words::{Lang, import_desk, intake as words};

use super::{
    ledger::told,
    parse::{line, text_of, units},
};
use crate::{
    Outcome,
    house::House,
    service::{
        Acting, Refused,
        imports::{self, Ground, reading::Read},
    },
};

/// Which draft becomes what.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The draft: what `plan parse` printed, mended by hand, or an import as the desk gives it out
    /// (/api/v1/imports/ID).
    draft: PathBuf,
    /// The text of which the draft was made: TXT, DOCX or PDF; `-` for the standard input. An import of the
    /// desk brings its own.
    #[arg(long, value_name = "FILE")]
    text: Option<PathBuf>,
    /// The units: a units.toml; those of the plan that is amended, or of last year's, if left out.
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
    /// The plan: a new one, such as hubei-2024, or one that is there and is amended.
    #[arg(long)]
    id: PlanId,
    /// Who issues it; as before, or as last year, if left out.
    #[arg(long)]
    issuer: Option<String>,
    /// Who issues it, in English.
    #[arg(long, requires = "issuer")]
    issuer_en: Option<String>,
    /// The year it is for; as the draft says if left out.
    #[arg(long)]
    year: Option<i16>,
    /// Its title; as the draft says if left out.
    #[arg(long)]
    title: Option<String>,
    /// Its title in English.
    #[arg(long)]
    title_en: Option<String>,
    /// Who of the supervision office or the administrators decides, by the name to sign in with. The audit
    /// names the command and the person.
    #[arg(long, value_name = "LOGIN")]
    by: Option<String>,
    /// Says what would happen, and does nothing.
    #[arg(long)]
    preview: bool,
}

/// What a file holds.
enum Given {
    Draft { draft: Box<Draft>, who: WhoReports },
    Desk(Box<Import>),
}

fn given(file: &Path) -> Result<Given, String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let source = std::fs::read_to_string(file).map_err(|error| named(&error))?;
    let source = source.trim_start_matches('\u{feff}');
    let json: serde_json::Value = serde_json::from_str(source).map_err(|error| named(&error))?;
    // The whole answer of the desk, or the import in it.
    let import = json.get("import").unwrap_or(&json);
    if import.get("edits").is_some() {
        let import = serde_json::from_value(import.clone()).map_err(|error| named(&error))?;
        return Ok(Given::Desk(Box::new(import)));
    }
    if json.get("items").is_none() {
        return Err(named(&"neither a draft of `plan parse` nor an import of the desk"));
    }
    // From the text once more, so that an error names its line.
    let draft = serde_json::from_str(source).map_err(|error| named(&error))?;
    let who = serde_json::from_str(source).map_err(|error| named(&error))?;
    Ok(Given::Draft {
        draft: Box::new(draft),
        who,
    })
}

pub(super) async fn import(house: &House, args: Args) -> Result<Outcome, String> {
    let given = given(&args.draft)?;
    let Read { text, source } = match (&given, &args.text) {
        (_, Some(file)) => text_of(file)?,
        (Given::Desk(import), None) => Read {
            text: import.text.clone(),
            source: import.head.source.clone(),
        },
        (Given::Draft { .. }, None) => {
            return Err("--text FILE is missing: the text of which the draft was made".to_owned());
        }
    };
    let units = args.units.as_deref().map(units).transpose()?;
    let actor = actor(house, args.by.as_deref(), &args.id).await?;
    let failed = |error: yaodian_store::StoreError| error.to_string();
    let before = house.store.plan(&args.id).await.map_err(failed)?;
    let (year, title) = match &given {
        Given::Draft { draft, .. } => (draft.year, draft.title.clone()),
        Given::Desk(import) => (Some(import.head.titles.year), import.head.titles.title.zh.clone()),
    };
    let year = args
        .year
        .or(before.as_ref().map(|plan| plan.term.from().year()))
        .or(year);
    let year = year.ok_or("--year is missing: the text names none")?;
    let issuer = args.issuer.clone().or(match &given {
        Given::Draft { .. } => None,
        Given::Desk(import) => Some(import.head.titles.issuer.zh.clone()),
    });
    let mut ground = imports::ground(house, &args.id, year, issuer.as_deref())
        .await
        .map_err(told)?;
    if let Some(units) = &units {
        ground.knows(&units.register, &units.formulas);
    }
    if ground.register().is_err() {
        return Err("--units FILE is missing: there is no earlier plan whose units could be meant".to_owned());
    }
    let titles = titles(&args, &given, &ground, year, title)?;
    let edits = match given {
        Given::Desk(import) => import.edits,
        Given::Draft { draft, who } => match edits(&text, &ground, &draft, &who)? {
            Ok(edits) => edits,
            Err(code) => return Ok(code),
        },
    };
    let reviewed = ground.review(&text, &titles, &edits).map_err(because)?;
    for lost in reviewed.lost.iter().filter_map(|at| edits.get(*at)) {
        tell!("{}: {}", words::edits_lost(Lang::En, &1), serde_json::json!(lost));
    }
    let plan = match ground.plan(&args.id, &text, &titles, &reviewed).map_err(because)? {
        Ok(plan) => plan,
        Err(hindrances) => return Ok(refused(&text, &hindrances)),
    };
    let counts = imports::counts(&reviewed);
    for (head, old) in ground.before.iter().chain(&ground.model) {
        tell(&imports::comparison(&plan, head, old));
    }
    if ground.before.as_ref().is_some_and(|(_, before)| *before == plan) {
        tell!("{}", words::unchanged(Lang::En));
        return Ok(Outcome::Done);
    }
    if args.preview {
        let version = ground.onto() + 1;
        tell!("{}", words::would_publish(Lang::En, &args.id, &version));
        summary(counts);
        return Ok(Outcome::Done);
    }
    let new = NewImport {
        plan: args.id.clone(),
        amends: ground.before.as_ref().map(|(head, _)| head.version),
        titles,
        source,
        text,
        edits,
    };
    let mut learned = reviewed.learned.clone();
    learned.extend(units.map(|units| units.formulas).unwrap_or_default());
    let published = imports::publish_at_once(house, &house.act(actor), &new, &plan, ground.onto(), &learned).await;
    let version = published.map_err(told)?;
    tell!("{}", words::published(Lang::En, &args.id, &version));
    summary(counts);
    Ok(Outcome::Done)
}

/// As whom the audit names who gives the command.
async fn actor(house: &House, login: Option<&str>, plan: &PlanId) -> Result<Actor, String> {
    let Some(login) = login else {
        return Ok(Actor::command("plan import"));
    };
    let account = Acting::who_may_plan(house, login, plan).await.map_err(told)?;
    Ok(Actor::command_of("plan import", &account.id, &account.name, login))
}

fn because(kind: yaodian_contract::Kind) -> String {
    told(Refused::Because(kind))
}

fn titles(args: &Args, given: &Given, ground: &Ground, year: i16, title: String) -> Result<Titles, String> {
    let before = ground.before.as_ref().map(|(_, plan)| plan);
    let as_before = before.or(ground.model.as_ref().map(|(_, plan)| plan));
    let of_desk = match given {
        Given::Desk(import) => Some(&import.head.titles),
        Given::Draft { .. } => None,
    };
    let issuer = match (&args.issuer, of_desk, as_before) {
        (Some(zh), ..) => Name {
            zh: zh.clone(),
            en: args.issuer_en.clone().unwrap_or_default(),
        },
        (None, Some(titles), _) => titles.issuer.clone(),
        (None, None, Some(plan)) => plan.issuer.clone(),
        (None, None, None) => return Err("--issuer is missing: there is no earlier plan that names it".to_owned()),
    };
    let said = args.title.clone().or((!title.is_empty()).then_some(title));
    let zh = said.or(before.map(|plan| plan.title.zh.clone()));
    let en = args.title_en.clone();
    let en = en.or(of_desk.map(|titles| titles.title.en.clone()));
    let titles = Titles {
        title: Name {
            zh: zh.ok_or("--title is missing: the text has none")?,
            en: en.or(before.map(|plan| plan.title.en.clone())).unwrap_or_default(),
        },
        issuer,
        year,
    };
    imports::titled(titles).map_err(|why| told(why.into()))
}

/// The decisions that a mended file amounts to, or that it does not fit the text, which is told.
fn edits(text: &str, ground: &Ground, draft: &Draft, who: &WhoReports) -> Result<Result<Vec<Edit>, Outcome>, String> {
    let names = Names {
        register: ground.register().map_err(because)?,
        learned: ground.learned.clone(),
    };
    let (read, bare) = (parse(text, Some(&names)), parse(text, None));
    match mended::edits_of(text, &read, &bare, draft, who) {
        Ok(edits) => Ok(Ok(edits)),
        Err(misfits) => {
            for misfit in &misfits {
                let what = words::misfit(Lang::En, &misfit.what);
                tell!("{}", words::at_line(Lang::En, &line(text, misfit.span.start), &what));
            }
            Ok(Err(Outcome::No))
        }
    }
}

/// Tells everything that hinders, with its place and its mend.
fn refused(text: &str, hindrances: &[Hindrance]) -> Outcome {
    for hindrance in hindrances {
        let what = words::obstacle(Lang::En, &hindrance.what);
        let said = text.get(hindrance.span.start..hindrance.span.end).unwrap_or_default();
        let said: String = said
            .split_whitespace()
            .collect::<String>()
            .chars()
            .take(SHOWN)
            .collect();
        let at = line(text, hindrance.span.start);
        tell!("{} «{said}»", words::at_line(Lang::En, &at, &what));
    }
    let any = |is: fn(&Obstacle) -> bool| hindrances.iter().any(|hindrance| is(&hindrance.what));
    if any(|what| matches!(what, Obstacle::NobodyReports { .. })) {
        tell!("{}", words::name_reporters(Lang::En));
    }
    if any(|what| matches!(what, Obstacle::UnknownUnit { .. })) {
        tell!("{}", words::name_units(Lang::En));
    }
    tell!("{}", words::hindered(Lang::En, &hindrances.len()));
    Outcome::No
}

/// So many characters of the words that hinder are shown.
const SHOWN: usize = 40;

fn tell(comparison: &Comparison) {
    say!("{} ({})", comparison.with.title.zh, comparison.with.id);
    for one in &comparison.differences {
        let part = match &one.difference.part {
            Part::Item { new, old } => new.or(*old).map(|number| number.to_string()),
            Part::Task { new, old } => new.as_ref().or(old.as_ref()).map(ToString::to_string),
            Part::Target { new, old } => new.as_ref().or(old.as_ref()).map(ToString::to_string),
        };
        say!(
            "  {}\t{}\t{}",
            words::change(Lang::En, &one.difference.change),
            part.unwrap_or_default(),
            one.name.zh
        );
    }
}

fn summary(counts: ImportCounts) {
    let ImportCounts {
        items,
        tasks,
        targets,
        in_words,
        doubts,
    } = counts;
    tell!("{}", words::totals(Lang::En, &items, &tasks, &targets));
    if in_words > 0 {
        tell!("{}.", import_desk::will_be_in_words(Lang::En, &in_words));
    }
    if doubts > 0 {
        tell!("{}", words::doubts_left(Lang::En, &doubts));
    }
}
