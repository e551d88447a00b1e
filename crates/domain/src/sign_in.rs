//! 登录: how often somebody may try to sign in, how long a session lasts, what a password must be.
//!
//! # How often somebody may try
//!
//! [`may_try`] knows three things of a try: the login that was typed, the client it comes from, and whether
//! that client is *known*: a browser in which this very account has signed in before and which kept the
//! token it was given then. Only failures count.
//!
//! * A client that fails with a login waits, for this login and on this client alone. Nobody else is held up.
//! * A client that fails with many logins waits with all of them, but for those to which it is known: an office
//!   behind one address shares it.
//! * A login that many clients fail with has fewer tries on every client to which it is new. There is no number
//!   of failures with which strangers shut an account: whoever comes to it from a known browser is not touched,
//!   and whoever comes from a new one has one try at least, every quarter of an hour.
//! * For the code of the second step there *is* such a number, since only who has the password gets as far: a
//!   code has six digits, and guessing must not become likely however many addresses somebody holds.
//!
//! No login is treated otherwise for not existing, so that nothing is learned from being held up.
//!
//! Sources: OWASP Authentication Cheat Sheet (login throttling) and «Device cookies» (slowing down guessing
//! without locking people out); NIST SP 800-63B-4, 3.2.2 (at most 100 failures in a row).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::access::Duty;

/// How long a failure holds up the client that it came from.
pub const HELD_UP: SignedDuration = SignedDuration::from_mins(15);
/// So many wrong passwords a client has for a login.
pub const PASSWORDS: usize = 10;
/// So many wrong codes a client has for a login.
pub const CODES: usize = 5;
/// So many failures a client has with whatever logins, unless it is known.
pub const FROM_ONE_CLIENT: usize = 100;
/// The stretch in which failures with one login, from clients that are new to it, are put together …
pub const PRESSED_WITHIN: SignedDuration = SignedDuration::from_hours(1);
/// … and what is left of [`PASSWORDS`] on a new client once there are so many.
pub const PRESSED: [(usize, usize); 2] = [(300, 1), (30, 3)];
/// The stretch in which wrong codes from new clients are put together …
pub const CODES_WITHIN: SignedDuration = SignedDuration::from_hours(24);
/// … and how many of them there may be: with three codes good at a time, 1 in 6,667 is guessed.
pub const CODES_FROM_STRANGERS: usize = 50;
/// How many failures of each list have to be known for [`may_try`].
pub const LOOKED_AT: usize = 300;

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// The password.
    Password,
    /// The code of the second step.
    Code,
}

impl Step {
    /// The name in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
        }
    }

    /// As far back as failures matter.
    pub const fn looked_back(self) -> SignedDuration {
        match self {
            Self::Password => PRESSED_WITHIN,
            Self::Code => CODES_WITHIN,
        }
    }
}

/// The failures that a try is held against: the instants of each list, the latest first, up to [`LOOKED_AT`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failures {
    /// Of this step with this login on this client.
    pub own: Vec<Timestamp>,
    /// Of this step with this login on clients that were new to it.
    pub with_login: Vec<Timestamp>,
    /// Of this client with whatever login.
    pub of_client: Vec<Timestamp>,
}

/// Whether a try may be made at `now`; `known` is whether the client is known to the account.
///
/// # Errors
///
/// The instant from which it may, if nothing else fails until then.
pub fn may_try(step: Step, known: bool, now: Timestamp, failures: &Failures) -> Result<(), Timestamp> {
    let pressed = failures
        .with_login
        .iter()
        .filter(|at| lies_within(**at, PRESSED_WITHIN, now));
    let pressed = pressed.count();
    let own = match step {
        Step::Code => CODES,
        Step::Password if known => PASSWORDS,
        Step::Password => {
            let left = PRESSED.iter().find(|(failures, _)| pressed >= *failures);
            left.map_or(PASSWORDS, |(_, left)| *left)
        }
    };
    let mut ends = vec![held(&failures.own, own, HELD_UP, now)];
    if !known {
        ends.push(held(&failures.of_client, FROM_ONE_CLIENT, HELD_UP, now));
        if step == Step::Code {
            ends.push(held(&failures.with_login, CODES_FROM_STRANGERS, CODES_WITHIN, now));
        }
    }
    ends.into_iter().flatten().max().map_or(Ok(()), Err)
}

/// Until when `most` failures within a stretch hold up; `None` if there are fewer.
fn held(failures: &[Timestamp], most: usize, within: SignedDuration, now: Timestamp) -> Option<Timestamp> {
    let decisive = failures.get(most.checked_sub(1)?)?;
    lies_within(*decisive, within, now).then(|| decisive.saturating_add(within).unwrap_or(Timestamp::MAX))
}

fn lies_within(at: Timestamp, stretch: SignedDuration, now: Timestamp) -> bool {
    at.saturating_add(stretch).is_ok_and(|end| end > now)
}

/// A session ends so long after it began, whatever is done with it: a working day.
pub const SESSION: SignedDuration = SignedDuration::from_hours(12);
/// A session ends so long after it was last used, unless the operator says otherwise (OWASP ASVS 4.0.3, 3.3.2, level 2).
pub const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// How precisely it is known when a session was last used.
pub const SEEN_EACH: SignedDuration = SignedDuration::from_mins(5);
/// So long the second step may be waited for.
pub const SECOND_STEP_WITHIN: SignedDuration = SignedDuration::from_mins(10);
/// So long somebody may be at the provider of single sign-on.
pub const AT_PROVIDER: SignedDuration = SignedDuration::from_mins(10);
/// A browser stays known so long after the last time that somebody signed in with it.
pub const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(180 * 24);

/// The shortest password, in characters, as NIST SP 800-63B-4 counts them: code points after NFKC. It asks for
/// eight beside a second step and for fifteen without one; there is no rule about kinds of characters in it,
/// nor here. What is easily guessed is refused however long it is.
pub const SHORTEST_PASSWORD: usize = 12;
/// The longest, so that nobody keeps the hashing busy with a book. NIST asks for 64 at least; OWASP ASVS 4.0.3, 2.1.2, for
/// no more than 128.
pub const LONGEST_PASSWORD: usize = 128;
/// The longest that is held against a hash: passwords of before were up to so long, and go on opening their accounts.
pub const LONGEST_TYPED: usize = 200;

/// So long an authenticator may be waited for.
pub const PASSKEY_WITHIN: SignedDuration = SignedDuration::from_mins(5);
/// How many passkeys an account has at most.
pub const MOST_PASSKEYS: usize = 10;
/// How many characters the name of a passkey has at most.
pub const LONGEST_PASSKEY_NAME: usize = 40;

/// How many recovery codes there are.
pub const RECOVERY_CODES: usize = 10;

/// Why a password is not taken, beside being too short.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum PasswordProblem {
    /// It is too long.
    #[error("more than {most} characters")]
    TooLong {
        /// How many characters it may have.
        most: usize,
    },
    /// It, or most of it, stands in lists of passwords that many people have.
    #[error("common")]
    Common,
    /// It is made of the person's own login or name, or of the product's.
    #[error("made of the own name")]
    Yours,
    /// It is a pattern: repetitions, rows of keys, sequences, dates.
    #[error("a pattern")]
    Pattern,
    /// It is the one that is to be changed.
    #[error("the same as before")]
    Same,
    /// What was typed as the one so far is not.
    #[error("the old one is wrong")]
    OldIsWrong,
    /// None was typed where one is asked for.
    #[error("none was typed")]
    Missing,
    /// The new one was typed twice, and not the same.
    #[error("typed differently the second time")]
    Differs,
    /// The account has none to be changed.
    #[error("there is none")]
    None,
}

/// Why something about the second step was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum SecondStepProblem {
    /// The code is wrong, or its time is over.
    #[error("wrong code")]
    WrongCode,
    /// None was typed where one is asked for.
    #[error("no code was typed")]
    NoCode,
    /// The code was used before.
    #[error("used code")]
    UsedCode,
    /// The first step was taken too long ago, or not at all.
    #[error("the first step is over")]
    Over,
    /// It is set up already.
    #[error("set up already")]
    SetUp,
    /// It is not set up, or setting it up was not begun.
    #[error("not set up")]
    NotSetUp,
    /// Whoever looks after people takes his own away himself, with his password.
    #[error("the own one")]
    Own,
    /// The server has lost the key with which secrets are sealed.
    #[error("sealed with another key")]
    Sealed,
    /// It is demanded of the person's duties, and the person has none.
    #[error("demanded")]
    Demanded,
}

/// Of whom a second step is demanded, where it is: whoever decides for others.
pub fn is_demanded_of(duties: &[Duty]) -> bool {
    duties
        .iter()
        .any(|duty| matches!(duty, Duty::Office | Duty::Administrator))
}

/// Why something about a passkey was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum PasskeyProblem {
    /// The server is reached by an address for which browsers make none.
    #[error("not possible at this address")]
    Off,
    /// What the authenticator was asked is over, or was answered already.
    #[error("over")]
    Over,
    /// The answer of the authenticator does not hold.
    #[error("unproved")]
    Unproved,
    /// It opens nothing here, or no longer.
    #[error("unknown")]
    Unknown,
    /// It is there already, or there are as many as there may be.
    #[error("known")]
    Known,
    /// There are as many as there may be.
    #[error("more than {most}")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// It has no name, or too long a one.
    #[error("no name, or one of more than {most} characters")]
    Name {
        /// How many characters it may have.
        most: usize,
    },
    /// The browser knows no passkeys.
    #[error("not possible in this browser")]
    NoBrowser,
    /// The person broke it off, or it took too long.
    #[error("broken off")]
    BrokenOff,
    /// The same where a passkey was asked for: the authenticator may have none, which browsers do not tell.
    #[error("broken off, or there is none")]
    NoneHere,
}

/// Why somebody was not signed in by single sign-on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum SingleSignOnProblem {
    /// It is not set up here.
    #[error("not set up")]
    Off,
    /// The provider does not answer, or not as one does.
    #[error("unreachable")]
    Unreachable,
    /// The provider let nobody in, or the person broke it off.
    #[error("refused")]
    Refused,
    /// It was begun too long ago, in another browser or not at all.
    #[error("over")]
    Over,
    /// What came back does not hold.
    #[error("unproved")]
    Unproved,
    /// No account here is open to the person.
    #[error("unknown")]
    Unknown,
    /// The account was not open to it.
    #[error("not open")]
    NotOpen,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noon() -> Timestamp {
        "2023-09-25T04:00:00Z".parse().unwrap()
    }

    /// So many failures, one a second, the latest so many seconds ago.
    fn failed(times: usize, ago: i64) -> Vec<Timestamp> {
        (0..times)
            .map(|n| noon() - SignedDuration::from_secs(ago + i64::try_from(n).unwrap()))
            .collect()
    }

    #[test]
    fn how_often() {
        let (no, yes) = (false, true);
        // own, with the login from new clients, of the client; step, known; seconds to wait.
        let cases = [
            ((9, 9, 9), Step::Password, no, None),
            ((10, 10, 10), Step::Password, no, Some(900 - 10)),
            ((10, 0, 10), Step::Password, yes, Some(900 - 10)),
            // Others fail with the login: a new client has fewer tries, a known one as many as ever.
            ((3, 29, 3), Step::Password, no, None),
            ((2, 30, 2), Step::Password, no, None),
            ((3, 30, 3), Step::Password, no, Some(900 - 3)),
            ((9, 30, 9), Step::Password, yes, None),
            ((0, 300, 0), Step::Password, no, None),
            ((1, 300, 1), Step::Password, no, Some(900 - 1)),
            ((9, 300, 9), Step::Password, yes, None),
            // The client fails with others' logins.
            ((0, 0, 99), Step::Password, no, None),
            ((0, 0, 100), Step::Password, no, Some(900 - 100)),
            ((0, 0, 300), Step::Password, yes, None),
            // Codes.
            ((4, 4, 4), Step::Code, no, None),
            ((5, 5, 5), Step::Code, yes, Some(900 - 5)),
            ((0, 49, 0), Step::Code, no, None),
            ((0, 50, 0), Step::Code, no, Some(24 * 3600 - 50)),
            ((0, 300, 0), Step::Code, yes, None),
        ];
        for ((own, with_login, of_client), step, known, wait) in cases {
            let failures = Failures {
                own: failed(own, 1),
                with_login: failed(with_login, 1),
                of_client: failed(of_client, 1),
            };
            let answer = may_try(step, known, noon(), &failures);
            let expected = wait.map_or(Ok(()), |seconds| Err(noon() + SignedDuration::from_secs(seconds)));
            assert_eq!(answer, expected, "{own} {with_login} {of_client} {step:?} {known}");
        }
    }

    #[test]
    fn whoever_waits_may_try_again_at_the_instant_that_was_told() {
        for (step, known) in [(Step::Password, false), (Step::Code, false), (Step::Code, true)] {
            let failures = Failures {
                own: failed(60, 1),
                with_login: failed(60, 1),
                of_client: failed(60, 1),
            };
            let again = may_try(step, known, noon(), &failures).unwrap_err();
            assert!(again > noon());
            let before = again - SignedDuration::from_nanos(1);
            assert!(may_try(step, known, before, &failures).is_err());
            assert_eq!(may_try(step, known, again, &failures), Ok(()));
        }
    }

    #[test]
    fn strangers_shut_nobody_out() {
        let failures = Failures {
            with_login: failed(LOOKED_AT, 0),
            ..Failures::default()
        };
        assert_eq!(may_try(Step::Password, false, noon(), &failures), Ok(()));
        assert_eq!(may_try(Step::Password, true, noon(), &failures), Ok(()));
        assert_eq!(may_try(Step::Code, true, noon(), &failures), Ok(()));
    }
}
