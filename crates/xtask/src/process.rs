//! Running other programs: errors that name the command, and an end to
//! everything on Ctrl-C.

use std::ffi::OsStr;
use std::fmt;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

/// The command said «no» and has already reported why.
#[derive(Debug)]
pub struct Failed;

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Failed {}

static INTERRUPT: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on Ctrl-C and SIGTERM end the running step in good order, so
/// that servers are stopped and temporary folders removed.
pub fn catch_interrupts() -> Result<()> {
    let flag = INTERRUPT.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(flag)).context("could not watch for Ctrl-C")?;
    }
    Ok(())
}

/// Whether Ctrl-C was pressed.
pub fn interrupted() -> bool {
    INTERRUPT.get().is_some_and(|flag| flag.load(Ordering::Relaxed))
}

/// Fails once Ctrl-C was pressed.
pub fn check_interrupt() -> Result<()> {
    if interrupted() {
        bail!("interrupted");
    }
    Ok(())
}

/// Runs a command to its end; fails unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let status = status(command)?;
    succeed(command, status)
}

/// Runs a command to its end and hands back how it ended.
pub fn status(command: &mut Command) -> Result<ExitStatus> {
    let mut child = spawn(command)?;
    wait(&mut child)
}

/// Runs a command, passing its standard output on line by line and keeping it.
pub fn tee(command: &mut Command) -> Result<(ExitStatus, String)> {
    let mut child = spawn(command.stdout(Stdio::piped()))?;
    let reader = child.stdout.take().map(|stdout| {
        thread::spawn(move || {
            let mut kept = String::new();
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                println!("{line}");
                kept.push_str(&line);
                kept.push('\n');
            }
            kept
        })
    });
    let status = wait(&mut child)?;
    let kept = reader.and_then(|reader| reader.join().ok());
    Ok((status, kept.unwrap_or_default()))
}

/// Runs a command and hands back its standard output; fails unless it succeeds.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("could not run `{}`", shown(command)))?;
    if !output.status.success() {
        bail!(
            "`{}` failed: {}",
            shown(command),
            String::from_utf8_lossy(&output.stderr).trim()
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a command can be run and succeeds, with nothing shown.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Starts a command.
pub fn spawn(command: &mut Command) -> Result<Child> {
    command
        .spawn()
        .with_context(|| format!("could not run `{}`", shown(command)))
}

/// An error naming the command unless it succeeded.
pub fn succeed(command: &Command, status: ExitStatus) -> Result<()> {
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Asks a child to stop, and makes it stop when it does not listen.
pub fn terminate(child: &mut Child, patience: Duration) {
    if matches!(child.try_wait(), Ok(Some(_))) {
        return;
    }
    // The shell's own `kill`: the program of that name may not be installed.
    succeeds(Command::new("sh").args(["-c", &format!("kill -TERM {}", child.id())]));
    if !ends_within(child, patience) {
        let _ = child.kill();
        let _ = child.wait();
    }
}

/// Where a program lies, looking through `PATH`.
pub fn find(program: impl AsRef<OsStr>) -> Option<PathBuf> {
    let program = program.as_ref();
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|file| file.is_file())
}

fn wait(child: &mut Child) -> Result<ExitStatus> {
    loop {
        if let Some(status) = child.try_wait().context("could not wait for a command")? {
            check_interrupt()?;
            return Ok(status);
        }
        if interrupted() {
            // Ctrl-C in a terminal has reached the child as well: let it
            // finish by itself before asking.
            if !ends_within(child, Duration::from_secs(3)) {
                terminate(child, Duration::from_secs(10));
            }
            bail!("interrupted");
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn ends_within(child: &mut Child, patience: Duration) -> bool {
    let start = Instant::now();
    while start.elapsed() < patience {
        if !matches!(child.try_wait(), Ok(None)) {
            return true;
        }
        thread::sleep(Duration::from_millis(5));
    }
    false
}

fn shown(command: &Command) -> String {
    let program = PathBuf::from(command.get_program());
    let mut text = program
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_the_command() {
        let error = run(Command::new("sh").args(["-c", "exit 3"])).unwrap_err();
        assert!(error.to_string().starts_with("`sh -c exit 3` failed"), "{error}");
        let error = run(&mut Command::new("no-such-program-here")).unwrap_err();
        assert_eq!(error.to_string(), "could not run `no-such-program-here`", "{error:#}");
    }

    #[test]
    fn output_is_kept() {
        let (status, kept) = tee(Command::new("sh").args(["-c", "echo a; echo b"])).unwrap();
        assert!(status.success());
        assert_eq!(kept, "a\nb\n");
    }

    #[test]
    fn a_child_that_does_not_listen_is_made_to_stop() {
        let mut child =
            spawn(Command::new("sh").args(["-c", "trap '' TERM; while :; do sleep 0.05; done"])).expect("a shell");
        thread::sleep(Duration::from_millis(100));
        let start = Instant::now();
        terminate(&mut child, Duration::from_millis(200));
        assert!(start.elapsed() < Duration::from_secs(20));
        assert!(matches!(child.try_wait(), Ok(Some(_))));
    }
}
