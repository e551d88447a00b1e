//! 日志: what the server writes to standard error, for people or for programs.
//!
//! Nothing in it tells of a person, however much is asked for. A request is told by its route, which [`crate::metrics`]
//! does: an address holds the token of a link, or the name that was looked for.

use std::io::IsTerminal as _;

use tracing::{Level, Metadata};
use tracing_subscriber::{
    EnvFilter, Layer as _,
    filter::{FilterExt as _, filter_fn},
    layer::SubscriberExt as _,
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
    let log = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_ansi(wanted && std::io::stderr().is_terminal());
    let log = match format {
        Format::Text => log.with_filter(filter).boxed(),
        Format::Json => log.json().with_filter(filter).boxed(),
    };
    let told = tracing_subscriber::registry().with(log);
    match traces {
        Some(traces) => told.with(traces.layer()).init(),
        None => told.init(),
    }
}
