//! `yaodian plan parse`: a plan text read, without a database.

use std::{
    fmt::Write as _,
    io::Read as _,
    path::{Path, PathBuf},
};

use yaodian_domain::{id::UnitId, plan::Span};
use yaodian_intake::{Draft, Names, Target, desk::SourceKind, parse};
use yaodian_seed::KnownUnits;
use yaodian_words::{Lang, intake as words, names};

use super::ledger::told;
use crate::{
    Outcome, say,
    service::imports::reading::{self, LARGEST_FILE, Read},
};

/// What to read, and how to tell it.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// The text: TXT, DOCX, or PDF with a text layer; `-` for the standard input.
    file: PathBuf,
    /// As JSON, or as an outline for people.
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    /// The units: a units.toml, such as seeds/hubei-2023/units.toml. Names are then looked up in it, and
    /// collective formulas expanded.
    #[arg(long, value_name = "FILE")]
    units: Option<PathBuf>,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Format {
    Json,
    Text,
}

pub(crate) fn run(args: &Args) -> Result<Outcome, String> {
    let text = text_of(&args.file)?.text;
    let units = args.units.as_deref().map(units).transpose()?;
    let draft = read(&text, units.as_ref());
    let answer = match args.format {
        Format::Json => serde_json::to_string_pretty(&draft).map_err(|error| error.to_string())? + "\n",
        Format::Text => outline(&text, &draft),
    };
    say::all(&answer)?;
    Ok(Outcome::Done)
}

/// The byte order mark of UTF-8.
const MARK: &str = "\u{feff}";

/// The text of a file or of the standard input.
pub(super) fn text_of(file: &Path) -> Result<Read, String> {
    let named = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let mut sent = Vec::new();
    // One byte more than is read tells that there is more.
    let most = LARGEST_FILE as u64 + 1;
    if file == Path::new("-") {
        let read = std::io::stdin().lock().take(most).read_to_end(&mut sent);
        read.map_err(|error| named(&error))?;
    } else {
        let opened = std::fs::File::open(file).map_err(|error| named(&error))?;
        opened
            .take(most)
            .read_to_end(&mut sent)
            .map_err(|error| named(&error))?;
    }
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut read = reading::read(&sent, Some(name)).map_err(|refused| named(&told(refused)))?;
    // Places in a plain text are places in its file, the mark at its beginning included.
    if read.source.kind == SourceKind::Txt && sent.starts_with(MARK.as_bytes()) {
        read.text.insert_str(0, MARK);
    }
    for page in &read.source.scanned {
        tell!("yaodian: {}: {}", file.display(), words::scanned(Lang::En, page));
    }
    Ok(read)
}

/// Units and formulas of a units.toml.
pub(super) fn units(file: &Path) -> Result<KnownUnits, String> {
    let source = std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    yaodian_seed::read_units(&source).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        format!("{} cannot be used:\n{}", file.display(), lines.join("\n"))
    })
}

/// A text read, with what is remarked about it in Chinese.
pub(super) fn read(text: &str, units: Option<&KnownUnits>) -> Draft {
    let names = units.map(|units| Names {
        register: &units.register,
        learned: units.formulas.clone(),
    });
    let mut draft = parse(text, names.as_ref());
    for remark in &mut draft.diagnostics {
        remark.message = words::matter(Lang::Zh, &remark.matter, units.map(|units| &units.register));
    }
    draft
}

/// In which line of the text a byte lies, counted from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    1 + text.match_indices('\n').take_while(|(end, _)| *end < at).count()
}

/// A draft for people.
fn outline(text: &str, draft: &Draft) -> String {
    let lang = Lang::Zh;
    let mut out = String::new();
    let at = |span: Span| words::line(lang, &line(text, span.start));
    let year = draft.year.map(|year| format!(" ({year})")).unwrap_or_default();
    let _ = writeln!(out, "{}{year}", draft.title);
    for headline in &draft.headlines {
        let _ = writeln!(out, "  · {} [{}]", headline.text, at(headline.span));
        targets(&mut out, lang, &headline.targets);
    }
    let mut chapter = None;
    for item in &draft.items {
        if item.chapter != chapter {
            chapter.clone_from(&item.chapter);
            let known = draft
                .chapters
                .iter()
                .find(|known| Some(&known.number) == chapter.as_ref());
            if let Some(known) = known {
                let _ = writeln!(out, "\n{} {}", known.number, known.title);
            }
        }
        let _ = writeln!(out, "{}. {} [{}]", item.number, item.title, at(item.span));
        for task in &item.tasks {
            let _ = writeln!(out, "  - {} [{}]", task.text, at(task.span));
            for assignment in task.assignments.iter().chain(&task.standing) {
                let mut named = assignment.units.join("、");
                if let Some(expanded) = &assignment.expanded {
                    let ids: Vec<&str> = expanded.iter().flatten().map(UnitId::as_str).collect();
                    let _ = write!(named, " = {}", ids.join(" "));
                }
                let _ = writeln!(out, "    {}: {named}", words::role(lang, assignment.role));
            }
            targets(&mut out, lang, &task.targets);
        }
    }
    if !draft.diagnostics.is_empty() {
        out.push('\n');
    }
    for remark in &draft.diagnostics {
        let severity = words::severity(lang, remark.severity);
        let what = words::at_line(lang, &line(text, remark.span.start), &remark.message);
        let _ = writeln!(out, "{severity} {what}");
    }
    out
}

fn targets(out: &mut String, lang: Lang, targets: &[Target]) {
    for target in targets {
        let figure = target.value.as_deref().unwrap_or_default();
        let _ = writeln!(
            out,
            "    * {} | {} {} {figure}{} | {} | {:.0}%",
            target.quote.split_whitespace().collect::<String>(),
            names::kind(lang, target.kind),
            words::comparator(lang, target.comparator),
            target.unit.as_deref().unwrap_or_default(),
            target.due.map(|day| day.to_string()).unwrap_or_default(),
            target.confidence * 100.0,
        );
    }
}
