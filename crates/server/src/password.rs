//! Passwords: which are taken, how they are kept.
//!
//! They are kept as argon2id with the parameters of the OWASP Password Storage Cheat Sheet (19 MiB, two passes, one
//! lane). When [`params`] rise, each is hashed anew the next time that its person signs in.
//!
//! What is typed is brought into one form first (NFKC), as NIST SP 800-63B-4 asks: the same password is typed
//! half-width on one machine and full-width on another. Nothing of it is cut off. How easily one is guessed is
//! judged by `zxcvbn`, which knows 30,000 common passwords, words, names, rows of keys, dates and repetitions,
//! and is told the person's own login and name, and what the units are called, in characters and in pinyin. Nor is any of
//! the 10,000 most common passwords taken that are as long as one has to be ([`common`]).

mod common;
mod pinyin;

use std::sync::LazyLock;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;
use yaodian_contract::Kind;
use yaodian_domain::sign_in::{LONGEST_PASSWORD, LONGEST_TYPED, PasswordProblem, SHORTEST_PASSWORD};
use yaodian_words::{Lang, label, people::desk};
use zxcvbn::{Score, matching::patterns::MatchPattern, zxcvbn};

/// Hashing takes 19 MiB and a core for a moment: at most two at a time.
static HASHING: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(2));

/// A hash of no password that anybody has, verified against when there is no account, so that the
/// time an answer takes does not tell which names exist.
static NOBODY: LazyLock<String> = LazyLock::new(|| hash_now(&crate::secret::token()).unwrap_or_default());

/// Words that stand on every page, and that somebody who guesses tries first.
fn of_the_product() -> [String; 3] {
    let [zh, en] = [Lang::Zh, Lang::En].map(label::product);
    [zh, en, desk::plan_word(Lang::Zh)].map(str::to_lowercase)
}

/// What many passwords in China are made of, and the lists of `zxcvbn` lack: «I love you» and its like in pinyin and
/// in numbers that sound like it, places, services. A selection, no list of breaches.
const COMMON_HERE: [&str; 28] = [
    "woaini",
    "woaiwojia",
    "woaizhongguo",
    "zhongguo",
    "wodemima",
    "mima",
    "nihao",
    "aini",
    "5201314",
    "1314520",
    "520520",
    "521521",
    "5211314",
    "1314",
    "147258369",
    "159357",
    "123qwe",
    "qwe123",
    "1qaz2wsx",
    "abc123",
    "admin",
    "taobao",
    "weixin",
    "beijing",
    "shanghai",
    "wuhan",
    "hubei",
    "huanbao",
];

/// With so few characters besides them, such as a year or hyphens, names are all that a password is made of.
const BESIDES_NAMES: usize = 4;

/// How costly a guess is.
fn params() -> Params {
    Params::new(19 * 1024, 2, 1, None).unwrap_or(Params::DEFAULT)
}

fn hasher(params: Params) -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash_now(password: &str) -> Option<String> {
    hash_with(params(), password)
}

fn hash_with(params: Params, password: &str) -> Option<String> {
    let hash = hasher(params).hash_password(password.as_bytes()).ok()?;
    Some(hash.to_string())
}

/// The one form in which a password is judged, hashed and compared.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// Whether what was typed can be a password at all; nothing longer is looked at.
fn may_be_one(typed: &str) -> bool {
    typed.chars().take(LONGEST_TYPED + 1).count() <= LONGEST_TYPED
}

/// A password that is taken, hashed; `own` is what its person is called.
pub(crate) async fn taken(typed: String, own: Vec<String>) -> Result<String, Kind> {
    let done = aside(move || {
        let password = judged(&typed, &own)?;
        hash_now(&password).ok_or_else(broken)
    });
    done.await.unwrap_or_else(|| Err(broken()))
}

fn broken() -> Kind {
    Kind::Broken {
        incident: "hash".to_owned(),
    }
}

/// The password in its one form, if it is taken.
fn judged(typed: &str, own: &[String]) -> Result<String, Kind> {
    let too_long = Kind::Password {
        why: PasswordProblem::TooLong { most: LONGEST_PASSWORD },
    };
    if !may_be_one(typed) {
        return Err(too_long);
    }
    let password = normal(typed);
    let length = password.chars().count();
    if length < SHORTEST_PASSWORD {
        return Err(Kind::PasswordTooShort {
            least: SHORTEST_PASSWORD,
        });
    }
    if length > LONGEST_PASSWORD {
        return Err(too_long);
    }
    match guessed_by(&password, own) {
        Some(why) => Err(Kind::Password { why }),
        None => Ok(password),
    }
}

/// How somebody who guesses would come to it within 10⁸ tries; `None` if that takes longer.
fn guessed_by(password: &str, own: &[String]) -> Option<PasswordProblem> {
    let own = own.iter().map(|text| normal(text).to_lowercase());
    let mut known: Vec<String> = own
        .flat_map(|text| {
            let parts = text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
            parts.chain([text.clone()]).collect::<Vec<_>>()
        })
        .filter(|text| !text.is_empty())
        .collect();
    let spelled: Vec<String> = known.iter().flat_map(|text| pinyin::of(text)).collect();
    known.extend(spelled);
    known.extend(of_the_product());
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    let judged = zxcvbn(password, &[known.as_slice(), &COMMON_HERE].concat());
    // Of several words each is a guess of its own to `zxcvbn`; who knows the person tries them together.
    if beside(password, &known) <= BESIDES_NAMES {
        return Some(PasswordProblem::Yours);
    }
    if judged.score() >= Score::Three {
        return common::is_among_them(password).then_some(PasswordProblem::Common);
    }
    let mut why = PasswordProblem::Pattern;
    for piece in judged.sequence() {
        if let MatchPattern::Dictionary(found) = &piece.pattern {
            if known.contains(&found.matched_word.as_str()) {
                return Some(PasswordProblem::Yours);
            }
            why = PasswordProblem::Common;
        }
    }
    Some(why)
}

/// How many letters and digits a password has beside these words; short ones stand in other words by chance.
fn beside(password: &str, words: &[&str]) -> usize {
    let lower = password.to_lowercase();
    let letters: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
    let mut words: Vec<&str> = words.iter().copied().filter(|word| word.chars().count() >= 4).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let left = words
        .into_iter()
        // A gap stays, so that what stood on both sides makes no word.
        .fold(letters, |left, word| left.replace(word, " "));
    left.chars().filter(|c| *c != ' ').count()
}

/// What came of holding a password against a hash.
pub(crate) struct Compared {
    /// Whether it is the one.
    pub(crate) right: bool,
    /// The hash to be put in the place of one whose parameters are no longer ours.
    pub(crate) renewed: Option<String>,
}

/// Whether `typed` is the password behind `stored`; takes as long when there is none.
pub(crate) async fn compare(typed: String, stored: Option<String>) -> Compared {
    let done = aside(move || compare_now(&typed, stored.as_deref()));
    done.await.unwrap_or(Compared {
        right: false,
        renewed: None,
    })
}

fn compare_now(typed: &str, stored: Option<&str>) -> Compared {
    let text = stored.unwrap_or(NOBODY.as_str());
    let password = if may_be_one(typed) {
        normal(typed)
    } else {
        String::new()
    };
    let parsed = PasswordHash::new(text);
    let opens = |password: &str| {
        let hash = parsed.as_ref();
        hash.is_ok_and(|hash| hasher(params()).verify_password(password.as_bytes(), hash).is_ok())
    };
    let in_one_form = opens(&password);
    // Passwords of before were not brought into one form.
    let as_typed = !in_one_form && password != typed && may_be_one(typed) && opens(typed);
    let right = (in_one_form || as_typed) && stored.is_some() && !password.is_empty();
    let its = parsed.as_ref().ok().and_then(|hash| Params::try_from(hash).ok());
    let is_ours = its.is_some_and(|its| same(&its, &params()));
    Compared {
        right,
        renewed: (right && !(in_one_form && is_ours))
            .then(|| hash_now(&password))
            .flatten(),
    }
}

/// Whether guessing costs the same.
fn same(one: &Params, other: &Params) -> bool {
    (one.m_cost(), one.t_cost(), one.p_cost()) == (other.m_cost(), other.t_cost(), other.p_cost())
}

/// Hashes where that holds up nobody.
async fn aside<T: Send + 'static>(job: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let _turn = HASHING.acquire().await.ok()?;
    tokio::task::spawn_blocking(job).await.ok()
}

#[cfg(test)]
#[path = "../tests/password/mod.rs"]
mod tests;
