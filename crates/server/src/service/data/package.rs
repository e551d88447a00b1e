//! The whole plan as a data package.

use std::{
    collections::BTreeSet,
    fmt::Write as _,
    fs::File,
    io::{Read, Seek as _},
};

use sha2::{Digest as _, Sha256};
use yaodian_documents::open::{Contributor, Format, Holder, Licence, Package, Publication, Resource};
use yaodian_domain::{
    observation::{Provenance, Source},
    plan::Name,
    target::Promise,
};
use yaodian_words::{Lang, label, open_data as words};

use super::{Ground, Served, all, aside, failed, to_file};

/// What is said of the whole; its files are still lacking.
fn package(ground: &Ground) -> Package {
    let plan = ground.plan();
    let licence = &plan.open_data;
    let both = |say: &dyn Fn(Lang) -> String| Name {
        zh: say(Lang::Zh),
        en: say(Lang::En),
    };
    let demonstration = ground.known.demonstration;
    Package {
        name: ground.name(),
        title: both(&|lang| words::package_title(lang, &lang.of(&plan.title))),
        description: both(&|lang| words::package_about(lang, demonstration)),
        homepage: Some(ground.address("/data")),
        as_of: ground.as_of,
        demonstration,
        licence: Licence {
            name: licence.licence.clone(),
            title: licence.title.clone(),
            path: licence.url.clone(),
        },
        sources: sources(ground),
        contributors: vec![
            Contributor {
                title: plan.issuer.zh.clone(),
                role: "publisher",
            },
            Contributor {
                title: label::product(Lang::Zh).to_owned(),
                role: "wrangler",
            },
        ],
        resources: Vec::new(),
    }
}

/// The publications that figures come from, and the plan itself before them.
fn sources(ground: &Ground) -> Vec<Publication> {
    let (plan, known) = (ground.plan(), &ground.known);
    let seen = plan.targets.iter().flat_map(|target| known.observations.of(&target.id));
    let published = seen.filter_map(|seen| match &seen.provenance {
        Provenance::Published { source } if seen.known_on <= ground.as_of => Some(&**source),
        _ => None,
    });
    let given = plan.targets.iter().filter_map(|target| match &target.promise {
        Promise::SetElsewhere { given, .. } => given.as_ref().map(|given| &given.source),
        _ => None,
    });
    let points = known.series.iter().flat_map(|series| &series.points);
    let points = points.filter(|point| point.known_on <= ground.as_of);
    let all = published.chain(points.map(|point| &point.source)).chain(given);
    let told: BTreeSet<Publication> = all
        .filter(|source| source.published_on <= ground.as_of)
        .map(|source: &Source| Publication {
            title: source.title.clone(),
            path: source.url.clone(),
        })
        .collect();
    let own = Publication {
        title: words::of_table(Lang::Zh, &plan.title.zh, &plan.issuer.zh),
        path: None,
    };
    std::iter::once(own).chain(told).collect()
}

/// `datapackage.json` of the addresses of a plan.
pub(crate) fn descriptor(ground: &Ground, today: bool) -> Served<Vec<u8>> {
    let mut package = package(ground);
    let address = |path: &str| {
        let address = ground.address(path);
        if today {
            address
        } else {
            format!("{address}?as_of={}", ground.as_of)
        }
    };
    for (id, make) in all() {
        package.resources.push(Resource {
            holds: Holder::Table(Box::new(make(ground).table)),
            path: address(&format!("/data/{id}.csv")),
            rows: None,
            sum: None,
        });
    }
    // A ledger's list shows today only.
    for ledger in ground.plan().ledgers.iter().filter(|ledger| ledger.public) {
        package.resources.push(Resource {
            holds: Holder::File {
                name: format!("ledger-{}", ledger.id).replace('/', "-"),
                title: ledger.name.clone(),
                format: Format::Csv.ending(),
                media: "text/csv",
            },
            path: ground.address(&format!("/ledger/{}.csv", ledger.id)),
            rows: None,
            sum: None,
        });
    }
    package.descriptor().map_err(failed)
}

/// The archive with the descriptor, a README and every table as CSV, and the name under which it is saved.
pub(crate) async fn zip(ground: Ground) -> Served<(String, File)> {
    let name = format!("{}-{}", ground.name(), ground.as_of);
    let turns = ground.house.files.sheets.clone();
    let file = aside(&turns, move || {
        let mut package = package(&ground);
        let mut files: Vec<(String, Box<dyn Read>)> = Vec::new();
        let mut listed = Vec::new();
        for (id, make) in all() {
            let open = make(&ground);
            let (table, mut rows) = (open.table.clone(), 0);
            let mut file = to_file(|out| open.csv(out).map(|written| rows = written))?;
            let sum = summed(&mut file)?;
            let path = format!("data/{id}.csv");
            listed.push(words::Listed {
                path: path.clone(),
                title: ((table.title)(Lang::Zh), (table.title)(Lang::En)),
                rows,
            });
            package.resources.push(Resource {
                holds: Holder::Table(Box::new(table)),
                path: path.clone(),
                rows: Some(rows),
                sum: Some(sum),
            });
            files.push((path, Box::new(file)));
        }
        let readme = [Lang::Zh, Lang::En].map(|lang| readme(&ground, &package, &listed, lang));
        to_file(|out| package.zip(&readme.join("\n"), files, out))
    });
    Ok((name, file.await?))
}

fn readme(ground: &Ground, package: &Package, files: &[words::Listed], lang: Lang) -> String {
    let title = lang.of(&package.title).to_owned();
    words::readme(
        lang,
        &words::Readme {
            cite: cited(ground, lang),
            title,
            as_of: ground.as_of.to_string(),
            licence: (&package.licence.title, package.licence.path.as_deref()),
            files,
            demonstration: package.demonstration,
        },
    )
}

fn cited(ground: &Ground, lang: Lang) -> String {
    let plan = ground.plan();
    words::cite(
        lang,
        &lang.of(&plan.issuer),
        &lang.of(&plan.title),
        &label::product(lang),
        &ground.as_of,
        &ground.address("/data"),
    )
}

impl Ground {
    /// How the data are cited.
    pub(crate) fn cited(&self, lang: Lang) -> String {
        cited(self, lang)
    }
}

/// The length of a file and its SHA-256; it is at its beginning again.
fn summed(file: &mut File) -> Served<(u64, String)> {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 64 * 1024]);
    loop {
        let read = file.read(&mut buffer).map_err(failed)?;
        if read == 0 {
            break;
        }
        hash.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
    file.rewind().map_err(failed)?;
    let digits = hash.finalize().iter().fold(String::new(), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    });
    Ok((bytes, digits))
}
