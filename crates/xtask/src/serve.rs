//! `cargo xtask serve`: build everything, then become the server.

use std::io::ErrorKind;
use std::net::{TcpListener, ToSocketAddrs as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::process;
use crate::project::{Project, SERVER};
use crate::setup;
use crate::site::{self, Kind};

/// What `cargo xtask serve` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Build the server with optimisations
    #[arg(long)]
    release: bool,
    /// Judge the plan as if today were this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    as_of: Option<String>,
    /// Fill the ledgers with made-up entries, marked as such wherever they appear
    #[arg(long)]
    demonstration: bool,
    /// Address to answer on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8023")]
    listen: String,
    /// Where the trial keeps its data [default: trial, or demonstration, in the target folder]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// More arguments for `yaodian serve`
    #[arg(last = true)]
    extra: Vec<String>,
}

/// Builds the site and the server and becomes the server, so that Ctrl-C
/// and every other signal reach it directly.
pub fn serve(project: &Project, options: &Options) -> Result<()> {
    check_address(&options.listen)?;
    setup::wasm_target(project)?;
    let site = site::build(project, Kind::Ship)?;
    let server = build_server(project, options.release)?;
    // Made-up entries are kept apart.
    let folder = if options.demonstration {
        "demonstration"
    } else {
        "trial"
    };
    let data = options.data_dir.clone().unwrap_or_else(|| project.target.join(folder));

    let mut command = Command::new(&server);
    command
        .args(["serve", "--trial", "--listen", &options.listen])
        .arg("--site")
        .arg(site)
        .arg("--seeds")
        .arg(project.root.join("seeds"))
        .arg("--data-dir")
        .arg(data);
    if let Some(day) = &options.as_of {
        command.args(["--as-of", day]);
    }
    if options.demonstration {
        command.arg("--demonstration");
    }
    command.args(&options.extra);
    Err(command.exec()).with_context(|| format!("could not run {}", server.display()))
}

/// Builds the server by itself, which is how it ships, and says where it is.
pub fn build_server(project: &Project, release: bool) -> Result<PathBuf> {
    project.require(SERVER)?;
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "-p", SERVER]);
    if release {
        cargo.arg("--release");
    }
    process::run(&mut cargo)?;
    let folder = if release { "release" } else { "debug" };
    let server = project.target.join(folder).join("yaodian");
    if !server.is_file() {
        bail!(
            "the build of {SERVER} left no {}: its binary must be named `yaodian`",
            server.display()
        );
    }
    Ok(server)
}

/// Says before a long build, not after it, that the address will not do.
fn check_address(listen: &str) -> Result<()> {
    let addresses: Vec<_> = listen
        .to_socket_addrs()
        .map_err(|error| anyhow!("`{listen}` is no address to listen on ({error}); write 127.0.0.1:8023"))?
        .collect();
    if !addresses.iter().all(|address| address.ip().is_loopback()) {
        bail!(
            "a trial lets anyone in and so answers on this machine only; \
             `--listen` must be 127.0.0.1:PORT or [::1]:PORT, not {listen}"
        );
    }
    match TcpListener::bind(&*addresses) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            let taken = addresses.first().map_or(8023, std::net::SocketAddr::port);
            let other = (taken.saturating_add(1)..=u16::MAX)
                .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
                .unwrap_or_default();
            bail!(
                "{listen} is taken, perhaps by another trial; stop that one, or choose another \
                 address: cargo xtask serve --listen 127.0.0.1:{other}"
            )
        }
        Err(error) => bail!(
            "cannot listen on {listen} ({error}); choose another address: \
             cargo xtask serve --listen 127.0.0.1:8024"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_another_to_choose() {
        let holder = TcpListener::bind("127.0.0.1:0").unwrap();
        let taken = holder.local_addr().unwrap().to_string();
        let error = check_address(&taken).unwrap_err().to_string();
        assert!(error.contains("is taken"), "{error}");
        assert!(error.contains("--listen 127.0.0.1:"), "{error}");
    }

    #[test]
    fn only_loopback_will_do() {
        assert!(check_address("127.0.0.1:0").is_ok());
        assert!(check_address("0.0.0.0:0").is_err());
        assert!(check_address("8023").is_err());
    }
}
