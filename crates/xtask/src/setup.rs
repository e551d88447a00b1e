//! Puts on the machine what a step needs and does not find there.

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process::{find, read, run, succeeds};
use crate::project::Project;

/// What the browser code is compiled to.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// A version that Rust 1.95 builds.
const NEXTEST_VERSION: &str = "0.9.143";

/// The S3 server of the tests. What speaks S3 in Debian is Ceph's gateway and Swift, which want a cluster around
/// them; moto on PyPI believes every signature and forgets all when it ends. This one verifies signatures, keeps
/// files on disk, and is one program. The latest version that Rust 1.95 builds.
const S3_VERSION: &str = "0.14.1";

/// What Rust 1.95 builds; what is on PyPI is years older and cannot read today's lock file.
const DENY_VERSION: &str = "0.20.2";

/// Something of Debian's that tests use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The browser.
    Chromium,
    /// The program that drives the browser.
    ChromeDriver,
    /// Chinese characters for the browser.
    ChineseFont,
    /// What opens the DOCX that is written.
    LibreOffice,
    /// What reads the PDF that is written.
    Poppler,
    /// The database server.
    PostgreSql,
    /// The mail server.
    Smtp,
    /// Another time for a program than the machine's.
    Faketime,
    /// Python that can make environments of its own.
    Python,
    /// What runs checks that are written for Node.
    Node,
    /// What fetches them.
    Npm,
    /// A browser of words alone.
    Lynx,
    /// SQLite's shell, to be measured against.
    Sqlite,
    /// Many requests at once.
    Wrk,
    /// The web server that pages are measured against.
    Nginx,
    /// The issue tracker that pages are measured against.
    Redmine,
    /// What runs it.
    Puma,
}

impl Need {
    fn package(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::ChromeDriver => "chromium-driver",
            Self::ChineseFont => "fonts-noto-cjk",
            Self::LibreOffice => "libreoffice-writer-nogui",
            Self::Poppler => "poppler-utils",
            Self::PostgreSql => "postgresql",
            Self::Smtp => "python3-aiosmtpd",
            Self::Faketime => "faketime",
            Self::Python => "python3-venv",
            Self::Node => "nodejs",
            Self::Npm => "npm",
            Self::Lynx => "lynx",
            Self::Sqlite => "sqlite3",
            Self::Wrk => "wrk",
            Self::Nginx => "nginx-light",
            Self::Redmine => "redmine",
            Self::Puma => "puma",
        }
    }

    fn is_met(self) -> bool {
        match self {
            Self::Chromium => chromium().is_some(),
            Self::ChromeDriver => chromedriver().is_some(),
            Self::ChineseFont => {
                Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file()
                    || read(Command::new("fc-list").arg(":lang=zh-cn")).is_ok_and(|fonts| !fonts.trim().is_empty())
            }
            Self::LibreOffice => find("soffice").is_some(),
            Self::Poppler => ["pdffonts", "pdfinfo", "pdftoppm", "pdftotext"]
                .iter()
                .all(|program| find(program).is_some()),
            Self::PostgreSql => postgres_programs().is_some(),
            // Debian's Python, which Debian's packages are for.
            Self::Smtp => succeeds(Command::new("/usr/bin/python3").args(["-c", "import aiosmtpd"])),
            Self::Faketime => find("faketime").is_some(),
            Self::Sqlite => find("sqlite3").is_some(),
            Self::Wrk => find("wrk").is_some(),
            Self::Nginx => nginx().is_some(),
            Self::Redmine => Path::new("/usr/share/redmine/config.ru").is_file(),
            Self::Puma => find("puma").is_some(),
            Self::Python => succeeds(Command::new("python3").args(["-c", "import ensurepip, venv"])),
            Self::Node => find("node").is_some(),
            Self::Npm => find("npm").is_some(),
            Self::Lynx => find("lynx").is_some(),
        }
    }
}

/// The browser on this machine.
pub fn chromium() -> Option<PathBuf> {
    find("chromium")
}

/// The browser's driver on this machine.
pub fn chromedriver() -> Option<PathBuf> {
    find("chromedriver")
}

/// The web server on this machine; Debian keeps it out of most people's `PATH`.
pub fn nginx() -> Option<PathBuf> {
    find("nginx").or_else(|| Some(PathBuf::from("/usr/sbin/nginx")).filter(|file| file.is_file()))
}

/// The folder with the programs of the newest PostgreSQL on this machine.
/// Debian keeps them out of `PATH`.
pub fn postgres_programs() -> Option<PathBuf> {
    let whole = |folder: &Path| {
        ["initdb", "postgres", "pg_ctl", "pg_isready"]
            .iter()
            .all(|program| folder.join(program).is_file())
    };
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| whole(folder))
        .max_by_key(|(version, _)| *version)
        .map(|(_, folder)| folder);
    debian.or_else(|| {
        let folder = find("initdb")?.parent()?.to_owned();
        whole(&folder).then_some(folder)
    })
}

/// Installs Debian's packages for those needs that are not met.
pub fn debian(needs: &[Need]) -> Result<()> {
    let missing = unmet(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let list = missing.join(" ");
    let by_hand = format!("apt-get install --no-install-recommends {list}");
    if find("apt-get").is_none() {
        bail!("the tests need {list} (Debian's names); install them and run this again");
    }
    let root = is_root();
    if !root && find("sudo").is_none() {
        bail!("the tests need {list}; as root, run: {by_hand}");
    }
    println!("installing {list}");
    let apt = |arguments: &[&str]| {
        let mut command = if root {
            Command::new("env")
        } else {
            let mut sudo = Command::new("sudo");
            if !std::io::stdin().is_terminal() {
                // Nobody is there to type a password.
                sudo.arg("-n");
            }
            sudo.arg("env");
            sudo
        };
        command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"])
            .args(arguments);
        run(&mut command)
    };
    apt(&["update"])
        .and_then(|()| {
            let mut arguments = vec!["install", "-y", "--no-install-recommends"];
            arguments.extend(&missing);
            apt(&arguments)
        })
        .with_context(|| format!("could not install {list}; as root, run: apt-get update && {by_hand}"))?;
    let still = unmet(needs);
    if !still.is_empty() {
        bail!(
            "{} was installed and yet is not found; look at: dpkg -L {0}",
            still.join(" ")
        );
    }
    Ok(())
}

/// Makes sure that the standard library for WebAssembly is there.
pub fn wasm_target(project: &Project) -> Result<()> {
    let folder = read(Command::new("rustc").current_dir(&project.root).args([
        "--print",
        "target-libdir",
        "--target",
        WASM_TARGET,
    ]))?;
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    rustup(project, &["target", "add", WASM_TARGET])
}

/// Makes sure that the formatter and the linter are there.
pub fn components(project: &Project) -> Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if !succeeds(project.cargo().args([command, "--version"])) {
            rustup(project, &["component", "add", component])?;
        }
    }
    Ok(())
}

/// Whether nextest is there or could be put there; tests run without it too.
pub fn nextest(project: &Project) -> bool {
    let here = || succeeds(project.cargo().args(["nextest", "--version"]));
    if here() {
        return true;
    }
    println!("installing cargo-nextest {NEXTEST_VERSION}, a few minutes");
    // Not optimised: it waits for tests most of its time, and builds in a third.
    let installed = run(project
        .cargo()
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .args(["install", "cargo-nextest", "--locked", "--debug"])
        .args(["--version", NEXTEST_VERSION]));
    match installed {
        Ok(()) if here() => true,
        Ok(()) => {
            println!("cargo-nextest is not found where Cargo put it: `cargo test` will do");
            false
        }
        Err(error) => {
            println!("{error:#}: `cargo test` will do");
            false
        }
    }
}

/// The S3 server of the tests.
pub fn s3(project: &Project) -> Result<PathBuf> {
    program(project, "s3s-fs", S3_VERSION, &["--features", "binary"])
}

/// What judges licences, sources and known faults of dependencies.
pub fn deny(project: &Project) -> Result<PathBuf> {
    program(project, "cargo-deny", DENY_VERSION, &[])
}

/// Where cargo-deny keeps the database of known faults, if it is there.
pub fn advisories() -> Option<PathBuf> {
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let folder = cargo
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")))?
        .join("advisory-dbs");
    std::fs::read_dir(&folder)
        .is_ok_and(|mut inside| inside.next().is_some())
        .then_some(folder)
}

/// A program of a crate of the same name, built into a folder of its own where it is not there yet. Not optimised: it
/// runs for a moment, and builds in a third.
fn program(project: &Project, name: &str, version: &str, more: &[&str]) -> Result<PathBuf> {
    let folder = project.target.join(name);
    let program = folder.join("bin").join(name);
    let stamp = folder.join("version");
    if program.is_file() && std::fs::read_to_string(&stamp).is_ok_and(|there| there == version) {
        return Ok(program);
    }
    println!("installing {name} {version}, a few minutes");
    run(project
        .cargo()
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .args(["install", name, "--locked", "--debug"])
        .args(more)
        .args(["--version", version, "--force", "--root"])
        .arg(&folder))?;
    std::fs::write(&stamp, version)?;
    Ok(program)
}

/// The Python of an environment of its own in `folder`, with these packages and no others.
pub fn python(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    let python = folder.join("bin/python");
    let stamp = folder.join("packages");
    let wanted = packages.join(" ");
    if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(python);
    }
    println!("installing {wanted} into {}", folder.display());
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(folder))?;
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(packages))?;
    std::fs::write(&stamp, wanted)?;
    Ok(python)
}

/// Where packages of npm are in `folder`, with these and no others; nothing that a package would run while it is
/// installed is run.
pub fn node(folder: &Path, packages: &[&str]) -> Result<PathBuf> {
    let modules = folder.join("node_modules");
    let stamp = folder.join("packages");
    let wanted = packages.join(" ");
    if modules.is_dir() && std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(modules);
    }
    println!("installing {wanted} into {}", folder.display());
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("could not empty {}", folder.display()))?;
    }
    std::fs::create_dir_all(folder).with_context(|| format!("could not make {}", folder.display()))?;
    run(Command::new("npm")
        .args(["install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"])
        .arg("--prefix")
        .arg(folder)
        .args(packages))?;
    std::fs::write(&stamp, wanted)?;
    Ok(modules)
}

/// Whether we are root.
pub fn is_root() -> bool {
    read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

fn unmet(needs: &[Need]) -> Vec<&'static str> {
    needs
        .iter()
        .filter(|need| !need.is_met())
        .map(|need| need.package())
        .collect()
}

fn rustup(project: &Project, arguments: &[&str]) -> Result<()> {
    run(Command::new("rustup").current_dir(&project.root).args(arguments)).with_context(|| {
        format!(
            "the Rust toolchain lacks a part; where rustup is installed, run: rustup {}",
            arguments.join(" ")
        )
    })
}
