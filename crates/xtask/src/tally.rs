//! How many tests passed and failed, read from what test runners leave.

use std::fmt;
use std::ops::AddAssign;

/// Tests counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that passed.
    pub passed: u64,
    /// Those that did not, whatever kept them from it.
    pub failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Tally {
    /// Reads nextest's JUnit report: its first tag sums up.
    pub fn from_junit(report: &str) -> Option<Self> {
        let (_, rest) = report.split_once("<testsuites")?;
        let (tag, _) = rest.split_once('>')?;
        let number = |name: &str| -> Option<u64> {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            rest.split_once('"')?.0.parse().ok()
        };
        let failed = number("failures")? + number("errors")?;
        Some(Self {
            passed: number("tests")?.checked_sub(failed)?,
            failed,
        })
    }

    /// Adds up the closing lines of `cargo test`, one for each binary and
    /// each crate with examples.
    pub fn from_cargo_test(output: &str) -> Self {
        let mut sum = Self::default();
        for line in output.lines() {
            let Some(counts) = line.trim().strip_prefix("test result: ") else {
                continue;
            };
            for count in counts.split(['.', ';']) {
                let mut words = count.split_whitespace();
                let (number, what) = (words.next(), words.next());
                let number = number.and_then(|number| number.parse().ok()).unwrap_or(0);
                match what {
                    Some("passed") => sum.passed += number,
                    Some("failed") => sum.failed += number,
                    _ => {}
                }
            }
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn junit() {
        let report = r#"<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="nextest-run" tests="12" failures="2" errors="1" uuid="0" time="0.2">
    <testsuite name="yaodian-domain" tests="3" disabled="0" errors="0" failures="0">"#;
        assert_eq!(Tally::from_junit(report), Some(tally(9, 3)));
        assert_eq!(Tally::from_junit("<testsuites tests=\"1\">"), None);
        assert_eq!(Tally::from_junit(""), None);
    }

    #[test]
    fn cargo_test() {
        let output = "
running 2 tests
test a ... ok
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 3 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.5s

all doctests ran in 0.21s; merged doctests compilation took 0.18s
";
        assert_eq!(Tally::from_cargo_test(output), tally(5, 4));
        assert_eq!(Tally::from_cargo_test(""), tally(0, 0));
    }

    #[test]
    fn the_closing_line() {
        let mut sum = tally(1, 0);
        sum += tally(2, 3);
        assert_eq!(sum.to_string(), "3 passed, 3 failed");
    }
}
