//! What commands print. Whoever stops reading halfway, as `head` does, wants no more of it: that is no failure, and what
//! a command has begun it ends all the same.

use std::io::{ErrorKind, Write as _};

/// Prints a line.
macro_rules! say {
    ($($line:tt)*) => {
        $crate::say::line(&mut std::io::stdout().lock(), format_args!($($line)*))
    };
}

/// Writes a line to standard error.
macro_rules! tell {
    ($($line:tt)*) => {
        $crate::say::line(&mut std::io::stderr().lock(), format_args!($($line)*))
    };
}

/// Writes a line, and does not mind if nobody takes it.
pub(crate) fn line(out: &mut impl std::io::Write, line: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(format_args!("{line}\n"));
}

/// Writes an answer of any length to standard output.
pub(crate) fn all(answer: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    let written = out.write_all(answer.as_bytes()).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(format!("cannot write the answer: {error}")),
        _ => Ok(()),
    }
}
