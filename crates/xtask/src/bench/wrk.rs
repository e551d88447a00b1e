//! Many requests at once, by Debian's `wrk`.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::process::{check_interrupt, read};

/// How hard a server is asked: each connection asks again as soon as its answer is there.
#[derive(Clone, Copy)]
pub struct Load {
    /// Connections at the same time.
    pub connections: u32,
    /// For so long.
    pub seconds: u32,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Answers.
    pub requests: u64,
    /// Answers each second.
    pub per_second: f64,
    /// Milliseconds that half of the requests took at most.
    pub p50: f64,
    /// Milliseconds that 95 of 100 took at most.
    pub p95: f64,
    /// Milliseconds that 99 of 100 took at most.
    pub p99: f64,
}

/// Prints what [`Measured`] holds, and how many requests failed.
const DONE: &str = r#"
done = function(summary, latency)
  local failed = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.connect + summary.errors.timeout
  io.write(string.format("MEASURED %d %d %.3f %.3f %.3f %.3f\n", summary.requests, failed, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
"#;

/// Asks for `address` as `lua` says; any request that fails is an error. `folder` takes the script.
pub fn wrk(address: &str, load: Load, lua: &str, folder: &Path) -> Result<Measured> {
    check_interrupt()?;
    let script = folder.join("wrk.lua");
    fs::write(&script, format!("{lua}{DONE}"))?;
    let printed = read(
        Command::new("wrk")
            // A server that has just started may still be reading a ledger.
            .args(["-t2", "--latency", "--timeout", "60s"])
            .arg(format!("-c{}", load.connections))
            .arg(format!("-d{}s", load.seconds))
            .arg("-s")
            .arg(script)
            .arg(address),
    )?;
    parse(&printed)
}

fn parse(printed: &str) -> Result<Measured> {
    let line = printed.lines().find_map(|line| line.strip_prefix("MEASURED "));
    let numbers: Vec<f64> = line
        .unwrap_or_default()
        .split(' ')
        .filter_map(|number| number.parse().ok())
        .collect();
    let [requests, failed, per_second, p50, p95, p99] = *numbers else {
        bail!("wrk measured nothing; it says:\n{printed}");
    };
    if failed != 0.0 {
        bail!("{failed} of {requests} requests failed; wrk says:\n{printed}");
    }
    let requests = line.and_then(|line| line.split(' ').next()?.parse().ok());
    Ok(Measured {
        requests: requests.context("wrk counted no requests")?,
        per_second,
        p50,
        p95,
        p99,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_wrk_prints() {
        let measured = parse("Running\nMEASURED 120 0 59.900 1.000 2.000 3.500\n").unwrap();
        assert_eq!((measured.requests, measured.p99), (120, 3.5));
        assert!(parse("MEASURED 120 1 59.900 1.000 2.000 3.500\n").is_err());
        assert!(parse("unable to connect").is_err());
    }
}
