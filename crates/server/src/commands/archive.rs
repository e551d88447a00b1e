//! `yaodian plan archive`: all that is known of a plan, in a folder that opens without Yaodian.

use std::{
    fmt::Write as _,
    fs,
    io::{BufWriter, Read as _, Write as _},
    path::{Path, PathBuf},
};

use futures_util::TryStreamExt as _;
use serde::Serialize;
use sha2::{Digest, Sha256};
use yaodian_app::public::{Knowledge, Picture, archive::ArchiveFile};
use yaodian_domain::{ledger::Query, score, standing::parts};
use yaodian_store::ReportFilter;
use yaodian_words::{Lang, archive as words, figures};

use crate::{
    Outcome,
    commands::{check, ledger::told},
    house::House,
    service::ledgers::{
        self,
        files::{self, Content, Format},
    },
};

/// So many rows of the audit are read at a time.
const STRIDE: u32 = 1_000;

/// A folder that is being filled; every file is noted with its hash.
struct Archive {
    folder: PathBuf,
    files: Vec<ArchiveFile>,
    sums: String,
}

/// Writes the archive of the current plan to `folder`, which must not be there yet.
pub(super) async fn write(house: &House, folder: &Path) -> Result<Outcome, String> {
    let (version, known) = house
        .knowledge()
        .await
        .map_err(|error| error.to_string())?
        .ok_or("there is no plan to archive")?;
    fs::create_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut archive = Archive {
        folder: folder.to_owned(),
        files: Vec::new(),
        sums: String::new(),
    };
    let today = house.clock.today();
    let standing = house.standing(version, &known, today);
    let plan = &known.plan;
    archive.put("plan.txt", words::plan_text(Lang::Zh), plan.text.as_bytes())?;
    archive.json("plan.json", words::plan_data(Lang::Zh), plan)?;
    let table = check::table(plan, &known.observations, today)?;
    archive.put("targets.csv", words::targets(Lang::Zh), table.as_bytes())?;
    archive.json("standing.json", words::standing(Lang::Zh), &*standing)?;
    archive.put("figures.csv", words::figures(Lang::Zh), &observations(&known)?)?;
    let reports = house.store.reports(&plan.id, &ReportFilter::default()).await;
    archive.lines("reports.jsonl", words::reports(Lang::Zh), &reports.map_err(text)?)?;
    archive.lines("cases.jsonl", words::cases(Lang::Zh), &known.cases)?;
    let judgements = house.store.judgements(&plan.id).await.map_err(text)?;
    archive.lines("judgements.jsonl", words::judgements(Lang::Zh), &judgements)?;
    let parts = parts(plan, &known.observations, &standing);
    let scores = score::scores(plan, parts, &known.observations, &known.cases, today);
    archive.json("scores.json", words::scores(Lang::Zh), &scores)?;
    for ledger in &plan.ledgers {
        let opened = ledgers::open(house, None, &ledger.id).await.map_err(told)?;
        let content = Content::Entries(Query::default());
        let written = files::write(house, opened, Lang::Zh, Format::Csv, content).await;
        let mut rows = Vec::new();
        let read = written.map_err(told)?.read_to_end(&mut rows);
        read.map_err(text)?;
        let what = format!("{}:{}", words::ledger(Lang::Zh), ledger.name.zh);
        archive.put(&format!("ledger-{}.csv", ledger.id), &what, &rows)?;
    }
    let evidence = archive.evidence(house).await?;
    archive.audit(house).await?;
    let picture = Picture {
        known: &known,
        standing: &standing,
    };
    let sums = ArchiveFile {
        name: "SHA256SUMS".to_owned(),
        what: words::sums(Lang::Zh).to_owned(),
    };
    let listed: Vec<_> = archive.files.iter().cloned().chain([sums]).collect();
    let page = yaodian_app::public::archive::archive(Lang::Zh, picture, &listed, evidence, house.is_demonstration());
    archive.put("index.html", "", page.as_bytes())?;
    fs::write(folder.join("SHA256SUMS"), &archive.sums).map_err(text)?;
    eprintln!(
        "{}: {} files, {evidence} of evidence",
        folder.display(),
        archive.files.len() + 1
    );
    Ok(Outcome::Done)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

impl Archive {
    fn put(&mut self, name: &str, what: &str, bytes: &[u8]) -> Result<(), String> {
        fs::write(self.folder.join(name), bytes).map_err(|error| format!("{name}: {error}"))?;
        self.note(name, what, &Sha256::digest(bytes));
        Ok(())
    }

    fn note(&mut self, name: &str, what: &str, hash: &[u8]) {
        for byte in hash {
            let _ = write!(self.sums, "{byte:02x}");
        }
        let _ = writeln!(self.sums, "  {name}");
        self.files.push(ArchiveFile {
            name: name.to_owned(),
            what: what.to_owned(),
        });
    }

    fn json(&mut self, name: &str, what: &str, value: &impl Serialize) -> Result<(), String> {
        self.put(name, what, &serde_json::to_vec_pretty(value).map_err(text)?)
    }

    fn lines<T: Serialize>(&mut self, name: &str, what: &str, values: &[T]) -> Result<(), String> {
        let mut bytes = Vec::new();
        for value in values {
            serde_json::to_writer(&mut bytes, value).map_err(text)?;
            bytes.push(b'\n');
        }
        self.put(name, what, &bytes)
    }

    /// Every file of evidence, one at a time; how many there are.
    async fn evidence(&mut self, house: &House) -> Result<usize, String> {
        fs::create_dir(self.folder.join("evidence")).map_err(text)?;
        let mut all: Vec<String> = house
            .store
            .all_evidence()
            .map_ok(|file| file.sha256)
            .try_collect()
            .await
            .map_err(text)?;
        all.sort_unstable();
        all.dedup();
        for sha256 in &all {
            let hash = sha256.parse().map_err(|_| format!("{sha256} is no hash"))?;
            let bytes = house
                .files
                .keep
                .get(hash)
                .await
                .map_err(|error| format!("{sha256}: {error}"))?;
            let name = format!("evidence/{sha256}");
            fs::write(self.folder.join(&name), &bytes).map_err(text)?;
            let _ = writeln!(self.sums, "{sha256}  {name}");
        }
        Ok(all.len())
    }

    /// The audit, as it stands at this moment.
    async fn audit(&mut self, house: &House) -> Result<(), String> {
        let head = house.store.audit_head().await.map_err(text)?;
        let name = "audit.jsonl";
        let file = fs::File::create(self.folder.join(name)).map_err(text)?;
        let (mut out, mut hash, mut last) = (BufWriter::new(file), Sha256::new(), 0);
        while last < head.seq {
            let rows = house.store.audit_after(last, STRIDE).await.map_err(text)?;
            let Some(end) = rows.last().map(|row| row.seq) else {
                break;
            };
            for row in rows.iter().filter(|row| row.seq <= head.seq) {
                let mut line = serde_json::to_vec(row).map_err(text)?;
                line.push(b'\n');
                hash.update(&line);
                out.write_all(&line).map_err(text)?;
            }
            last = end;
        }
        out.flush().map_err(text)?;
        self.note(name, words::audit(Lang::Zh), &hash.finalize());
        self.json("audit-head.json", words::audit_head(Lang::Zh), &head)
    }
}

/// Every figure as a row, with where it comes from.
fn observations(known: &Knowledge) -> Result<Vec<u8>, String> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        // So that Excel takes it for UTF-8.
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let heads = [
        "target",
        "name",
        "unit",
        "from",
        "to",
        "known_on",
        "withdrawn_on",
        "figure",
        "source",
    ];
    writer.write_record(heads).map_err(text)?;
    for target in &known.plan.targets {
        for seen in known.observations.of(&target.id) {
            let unit = seen.unit.as_ref().and_then(|unit| known.plan.units.get(unit));
            let source = serde_json::to_string(&seen.provenance).map_err(text)?;
            let row = [
                target.id.to_string(),
                target.name.zh.clone(),
                unit.map(|unit| unit.name.clone()).unwrap_or_default(),
                seen.span.from().to_string(),
                seen.span.to().to_string(),
                seen.known_on.to_string(),
                seen.withdrawn_on.map(|day| day.to_string()).unwrap_or_default(),
                figures::figure(Lang::Zh, target, &seen.figure),
                source,
            ];
            writer.write_record(&row).map_err(text)?;
        }
    }
    writer.into_inner().map_err(text)
}
