//! 日志: what the server writes to standard error, for people or for programs.
//!
//! Nothing in it tells of a person, however much is asked for; of whom something was refused it has the account's id. A
//! request is told by its route, which [`crate::metrics`] does: an address holds the token of a link, or the name that was
//! looked for.

use std::io::{self, IsTerminal as _};

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    filter::{FilterExt as _, filter_fn},
    layer::SubscriberExt as _,
    registry::LookupSpan,
    util::SubscriberInitExt as _,
};

use crate::traces::{SPANS, Traces};

/// How the log is written. What is written in it is told by `RUST_LOG`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// An object a line, for programs.
    Json,
}

/// Whether a line may be written. The finest ones of others' libraries are never: they repeat what passes through them,
/// such as the address of a request.
fn is_discreet(line: &Metadata<'_>) -> bool {
    line.target().starts_with("yaodian") || *line.level() <= Level::DEBUG
}

/// Begins to write the log, and to take spans where they are sent anywhere.
pub(crate) fn begin(format: Format, traces: Option<&Traces>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn,yaodian=info".into());
    let filter = match format!("{SPANS}=off").parse() {
        Ok(spans) => filter.add_directive(spans),
        Err(_) => filter,
    };
    let filter = filter.and(filter_fn(is_discreet));
    // Colours are for whoever sees them: https://no-color.org.
    let wanted = std::env::var_os("NO_COLOR").is_none_or(|said| said.is_empty());
    let log = lines(format, wanted && io::stderr().is_terminal(), io::stderr).with_filter(filter);
    let told = tracing_subscriber::registry().with(log);
    match traces {
        Some(traces) => told.with(traces.layer()).init(),
        None => told.init(),
    }
}

/// What writes lines of this format.
fn lines<S, W>(
    format: Format,
    colours: bool,
    to: impl Fn() -> W + Send + Sync + 'static,
) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: io::Write + 'static,
{
    let log = tracing_subscriber::fmt::layer()
        .with_writer(move || OneLine { to: to(), colours })
        .with_ansi(colours);
    match format {
        Format::Text => log.boxed(),
        Format::Json => log.json().boxed(),
    }
}

/// Keeps what is written at once on one line, so that nothing which is told there forges another one.
struct OneLine<W> {
    to: W,
    /// Whether it is coloured, for a screen: an escape then begins a colour.
    colours: bool,
}

const ESCAPE: u8 = 0x1b;

impl<W> OneLine<W> {
    fn breaks(&self, byte: u8) -> bool {
        byte.is_ascii_control() && byte != b'\t' && !(self.colours && byte == ESCAPE)
    }
}

impl<W: io::Write> io::Write for OneLine<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        if text.iter().any(|byte| self.breaks(*byte)) {
            let mut one: Vec<u8> = Vec::with_capacity(2 * line.len());
            for byte in text {
                if self.breaks(*byte) {
                    one.extend(byte.escape_ascii());
                } else {
                    one.push(*byte);
                }
            }
            one.push(b'\n');
            self.to.write_all(&one)?;
        } else {
            self.to.write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, PoisonError};

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Written {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nothing_that_is_told_forges_a_line() {
        let forged = "x\r\n2026-01-01T00:00:00Z  INFO yaodian: all is well\u{1b}[2J\u{7}\0";
        for format in [Format::Text, Format::Json] {
            let written = Written::default();
            let to = written.clone();
            let told = tracing_subscriber::registry().with(lines(format, false, move || to.clone()));
            tracing::subscriber::with_default(told, || {
                tracing::warn!(said = forged, shown = %forged, debugged = ?forged, "said {forged}");
                tracing::warn!("{forged}");
            });
            let bytes = written.0.lock().unwrap_or_else(PoisonError::into_inner);
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(text.lines().count(), 2, "{text}");
            assert!(
                text.ends_with('\n') && text.matches("all is well").count() == 5,
                "{text}"
            );
            assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
        }
    }
}
