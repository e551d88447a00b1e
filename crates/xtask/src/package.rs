//! `cargo xtask package`: a Debian package, and that it can be installed and removed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::http;
use crate::process::{self, check_interrupt, find, read, run};
use crate::project::Project;
use crate::serve;
use crate::setup;
use crate::site::{self, Kind};
use crate::trial::free_port;

/// How much the content is compressed.
#[derive(Clone, Copy)]
enum Packed {
    /// To be handed on.
    Well,
    /// To be thrown away.
    Quickly,
}

/// Builds everything for release and packs it; says where the package lies.
pub fn package(project: &Project) -> Result<()> {
    setup::wasm_target(project)?;
    let site = site::build(project, Kind::Ship)?;
    let server = serve::build_server(project, true)?;
    let package = pack(project, &server, &site, Packed::Well)?;
    println!("{}", package.display());
    Ok(())
}

/// Lays out the files and packs them.
fn pack(project: &Project, server: &Path, site: &Path, packed: Packed) -> Result<PathBuf> {
    let told = read(Command::new(server).arg("--version"))?;
    let version = told
        .split_whitespace()
        .last()
        .context("the server has no version")?
        .to_owned();
    let architecture = read(Command::new("dpkg").arg("--print-architecture"))?;
    let architecture = architecture.trim();
    let folder = project.target.join("package");
    let root = folder.join("root");
    if root.exists() {
        fs::remove_dir_all(&root).with_context(|| format!("could not clear {}", root.display()))?;
    }
    let sources = project.root.join("crates/server/package");
    let put = |from: &Path, to: &str, mode: u32| -> Result<()> {
        let to = root.join(to);
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(from, &to).with_context(|| format!("could not copy {} to {}", from.display(), to.display()))?;
        fs::set_permissions(&to, fs::Permissions::from_mode(mode))?;
        Ok(())
    };
    put(server, "usr/bin/yaodian", 0o755)?;
    run(Command::new("strip").arg(root.join("usr/bin/yaodian")))?;
    put(
        &sources.join("yaodian.service"),
        "lib/systemd/system/yaodian.service",
        0o644,
    )?;
    put(&sources.join("yaodian.toml"), "etc/yaodian/yaodian.toml", 0o640)?;
    fs::create_dir_all(root.join("etc/yaodian/plans"))?;
    put(&project.root.join("LICENSE"), "usr/share/doc/yaodian/copyright", 0o644)?;
    put(
        &project.root.join("README.md"),
        "usr/share/doc/yaodian/README.md",
        0o644,
    )?;
    copy(site, &root.join("usr/share/yaodian/site"))?;
    copy(
        &project.root.join("seeds"),
        &root.join("usr/share/yaodian/example-plans"),
    )?;

    let size = read(Command::new("du").args(["-sk"]).arg(&root))?;
    let size = size.split_whitespace().next().unwrap_or("0").to_owned();
    let control = fs::read_to_string(sources.join("control"))?
        .replace("{version}", &version)
        .replace("{architecture}", architecture)
        .replace("{size}", &size);
    fs::create_dir_all(root.join("DEBIAN"))?;
    fs::write(root.join("DEBIAN/control"), control)?;
    fs::write(root.join("DEBIAN/conffiles"), "/etc/yaodian/yaodian.toml\n")?;
    for script in ["postinst", "prerm", "postrm"] {
        put(&sources.join(script), &format!("DEBIAN/{script}"), 0o755)?;
    }
    let package = folder.join(format!("yaodian_{version}_{architecture}.deb"));
    let mut build = Command::new("dpkg-deb");
    build.args(["--build", "--root-owner-group"]);
    match packed {
        Packed::Well => build.arg("-Zxz"),
        Packed::Quickly => build.args(["-Zgzip", "-z1"]),
    };
    run(build.arg(&root).arg(&package))?;
    Ok(package)
}

/// A folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Why a package cannot be tried here, if it cannot.
pub fn hindrance() -> Option<&'static str> {
    if find("dpkg-deb").is_none() || find("runuser").is_none() {
        Some("no Debian here")
    } else if !setup::is_root() {
        Some("only root installs packages")
    } else if Path::new("/usr/bin/yaodian").exists() {
        Some("yaodian is installed on this machine already")
    } else {
        None
    }
}

/// Packs what was built, installs it, starts it as its unit would, removes it, and looks at what is left.
pub fn hold(project: &Project, server: &Path) -> Result<()> {
    let package = pack(project, server, &site::folder(project), Packed::Quickly)?;
    if find("adduser").is_none() {
        bail!("the package needs adduser, which is not there: apt-get install adduser");
    }
    run(Command::new("dpkg").arg("--install").arg(&package))?;
    let tried = tried();
    let removed = run(Command::new("dpkg").args(["--purge", "yaodian"]));
    tried.and(removed)?;
    for gone in ["/usr/bin/yaodian", "/etc/yaodian/yaodian.toml", "/usr/share/yaodian"] {
        if Path::new(gone).exists() {
            bail!("{gone} is still there after the package was purged");
        }
    }
    if !Path::new(DATA).join("yaodian.sqlite").is_file() {
        bail!("what was kept in {DATA} went with the package");
    }
    fs::remove_dir_all(DATA)?;
    run(Command::new("deluser").args(["--quiet", "--system", "yaodian"]))
}

/// Where the installed server keeps everything.
const DATA: &str = "/var/lib/yaodian";

/// Starts the installed server with its own settings, as its own user, until it answers and stops again.
fn tried() -> Result<()> {
    if find("systemd-analyze").is_some() {
        run(Command::new("systemd-analyze").args(["verify", "/lib/systemd/system/yaodian.service"]))?;
    }
    // As `StateDirectory=` does.
    run(Command::new("install").args(["-d", "-o", "yaodian", "-g", "yaodian", "-m", "0750", DATA]))?;
    let port = free_port()?;
    let mut server = Command::new("runuser");
    server
        .args(["-u", "yaodian", "--", "env"])
        .arg(format!("YAODIAN_LISTEN=127.0.0.1:{port}"))
        .args(["/usr/bin/yaodian", "serve", "--config", "/etc/yaodian/yaodian.toml"])
        .current_dir(DATA);
    let mut child = process::spawn(&mut server)?;
    let begin = Instant::now();
    let answered = loop {
        if http::get(port, "/healthz", &[]).is_ok() {
            break Ok(());
        }
        check_interrupt()?;
        if matches!(child.try_wait(), Ok(Some(_))) || begin.elapsed() > Duration::from_mins(1) {
            break Err(anyhow::anyhow!("the installed server does not answer GET /healthz"));
        }
        thread::sleep(Duration::from_millis(50));
    };
    let page = answered.and_then(|()| http::get(port, "/sign-in", &[]).map(drop));
    process::terminate(&mut child, Duration::from_secs(15));
    page
}
