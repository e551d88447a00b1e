//! `yaodian plan archive`: all that is known of a plan, in a folder that opens without Yaodian.

mod tables;
mod verify;

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs,
    io::{BufWriter, Read as _, Write as _},
    path::{Path, PathBuf},
};

use serde::Serialize;
use sha2::{Digest, Sha256};
use yaodian_app::public::{
    Knowledge, Picture,
    archive::{self as page, ArchiveFile},
};
use yaodian_documents::open::Format;
use yaodian_domain::{id::PlanId, ledger::Query, plan::Plan, score, standing::parts};
use yaodian_store::ReportFilter;
use yaodian_words::{Lang, archive as words};

use crate::{
    Outcome,
    commands::{check, ledger::told},
    house::House,
    service::{
        bulletins::{self, files::Form},
        ledgers::{
            self,
            files::{self, Content},
        },
    },
};

/// So many rows of the audit are read at a time.
const STRIDE: u32 = 1_000;
/// The file with the sums of all others.
const SUMS: &str = "SHA256SUMS";

/// Whether the archive in `folder` is as it was written.
pub(super) fn check(folder: &Path) -> Result<Outcome, String> {
    verify::verify(folder)
}

/// A folder that is being filled; every file is noted with its hash.
struct Archive {
    folder: PathBuf,
    files: Vec<ArchiveFile>,
    sums: String,
}

/// Writes the archive of a plan (the current one if none is named) to `folder`, which must not be there
/// yet.
pub(super) async fn write(house: &House, folder: &Path, plan: Option<PlanId>) -> Result<Outcome, String> {
    let house = &plan.map_or_else(|| house.clone(), |plan| house.of(&plan));
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
    // A closed year is shown by the day on which it was closed.
    let today = known.finals.as_ref().map_or(today, |finals| finals.as_of);
    let standing = house.standing(version, &known, today);
    let plan = &known.plan;
    archive.put("plan.txt", words::plan_text(Lang::Zh), plan.text.as_bytes())?;
    archive.json("plan.json", words::plan_data(Lang::Zh), plan)?;
    let table = check::table(plan, &known.observations, today)?;
    archive.put("targets.csv", words::targets(Lang::Zh), table.as_bytes())?;
    archive.json("standing.json", words::standing(Lang::Zh), &*standing)?;
    archive.put("figures.csv", words::figures(Lang::Zh), &tables::observations(&known)?)?;
    for measured in known.measured.iter().filter(|measured| measured.register.is_begun()) {
        let network = measured.network();
        let table = tables::measurements(&house.store, plan, measured).await?;
        archive.put(
            &format!("measurements-{}.csv", network.as_str()),
            words::measurements(Lang::Zh),
            &table,
        )?;
    }
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
    archive.closing(house, &known).await?;
    archive.bulletins(house, plan).await?;
    let evidence = archive.evidence(house, plan).await?;
    archive.audit(house).await?;
    let picture = Picture {
        known: &known,
        standing: &standing,
    };
    let sums = ArchiveFile {
        name: SUMS.to_owned(),
        what: words::sums(Lang::Zh).to_owned(),
    };
    let listed: Vec<_> = archive.files.iter().cloned().chain([sums]).collect();
    let index = page::archive(Lang::Zh, picture, &listed, &evidence, house.is_demonstration());
    archive.put("index.html", "", index.as_bytes())?;
    fs::write(folder.join(SUMS), &archive.sums).map_err(text)?;
    let last = match &known.finals {
        Some(finals) => format!("final: {}", yaodian_words::closing::closed(Lang::En, &finals.as_of)),
        None => "not final: this year is not closed".to_owned(),
    };
    tell!(
        "{}: {} files, {} of evidence; {last}",
        folder.display(),
        archive.files.len() + 1,
        evidence.len()
    );
    Ok(Outcome::Done)
}

fn digits(hash: &[u8]) -> String {
    hash.iter().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    })
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
        let _ = writeln!(self.sums, "{}  {name}", digits(hash));
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

    /// The steps towards closing, and the final list.
    async fn closing(&mut self, house: &House, known: &Knowledge) -> Result<(), String> {
        let plan = &known.plan;
        let closing = house.store.closing(&plan.id).await.map_err(text)?;
        if !closing.steps().is_empty() {
            self.json("closing.json", words::closing(Lang::Zh), &closing)?;
        }
        if let Some(finals) = &known.finals {
            self.json("finals.json", words::finals(Lang::Zh), finals)?;
            self.put(
                "finals.csv",
                words::finals_table(Lang::Zh),
                &tables::finals(plan, finals)?,
            )?;
        }
        let taken = house.store.carried_into(&plan.id).await.map_err(text)?;
        if !taken.is_empty() {
            self.lines("carried-in.jsonl", words::carried_in(Lang::Zh), &taken)?;
        }
        let given = house.store.carried_from(&plan.id).await.map_err(text)?;
        if !given.is_empty() {
            self.lines("carried-out.jsonl", words::carried_out(Lang::Zh), &given)?;
        }
        Ok(())
    }

    /// The published bulletins, each as a page, DOCX and PDF.
    async fn bulletins(&mut self, house: &House, plan: &Plan) -> Result<(), String> {
        let heads = house.store.bulletins(&plan.id).await.map_err(text)?;
        let published: Vec<_> = heads.into_iter().filter(|head| head.published_on.is_some()).collect();
        if published.is_empty() {
            return Ok(());
        }
        fs::create_dir(self.folder.join("bulletins")).map_err(text)?;
        for head in &published {
            let (bulletin, head) = bulletins::for_page(house, None, &head.id).await.map_err(told)?;
            let what = yaodian_app::bulletin::title(Lang::Zh, &head);
            let place = format!("bulletins/{}-{}", head.edition, head.id);
            let page = page::bulletin(Lang::Zh, &bulletin, &head);
            self.put(&format!("{place}.html"), &what, page.as_bytes())?;
            for form in [Form::Docx, Form::Pdf] {
                let ending = form.ending();
                match bulletins::files::file(house, None, &head.id, form).await {
                    Ok((_, bytes)) => self.put(&format!("{place}.{ending}"), &what, &bytes)?,
                    // A machine without a Chinese font sets no PDF; the same words are in the other two.
                    Err(refused) => tell!("{place}.{ending}: {}", told(refused)),
                }
            }
        }
        Ok(())
    }

    /// The files of evidence, of ledgers and of what units said, one at a time, and lists of what each proves.
    async fn evidence(&mut self, house: &House, plan: &Plan) -> Result<Vec<ArchiveFile>, String> {
        fs::create_dir(self.folder.join("evidence")).map_err(text)?;
        let all = house.store.evidence_in(&plan.id).await.map_err(text)?;
        self.lines("evidence.jsonl", words::evidence_list(Lang::Zh), &all)?;
        let sent = house.store.attachments_in(&plan.id).await.map_err(text)?;
        self.lines("attachments.jsonl", words::attachments(Lang::Zh), &sent)?;
        let of_ledgers = all.into_iter().map(|file| {
            let ledger = plan.ledger(&file.ledger);
            let of = ledger.map_or_else(|| file.ledger.to_string(), |ledger| ledger.name.zh.clone());
            (file.sha256, format!("{} · {of}", file.name))
        });
        let of_units = sent.into_iter().map(|sent| {
            let target = plan.target(&sent.target);
            let of = target.map_or_else(|| sent.target.to_string(), |target| target.name.zh.clone());
            (sent.file.sha256, format!("{} · {of}", sent.file.name))
        });
        let mut listed = Vec::new();
        let mut written = BTreeSet::new();
        for (sha256, what) in of_ledgers.chain(of_units) {
            let name = format!("evidence/{sha256}");
            if written.insert(sha256.clone()) {
                let hash = sha256.parse().map_err(|_| format!("{sha256} is no hash"))?;
                let kept = house.files.keep.get(hash).await;
                let bytes = kept.map_err(|error| format!("{sha256}: {error}"))?;
                fs::write(self.folder.join(&name), &bytes).map_err(text)?;
                let _ = writeln!(self.sums, "{sha256}  {name}");
            }
            listed.push(ArchiveFile { name, what });
        }
        Ok(listed)
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
