//! Mail by SMTP.
//!
//! A [`Letter`] is composed into [`Mail`] once: its bytes and its envelope. What is sent again
//! after a failure is the same mail with the same Message-ID, so that whoever receives it twice
//! can tell.
//!
//! * **At least once.** A server may have taken a mail although its answer did not arrive; it is
//!   then sent again. SMTP offers nothing better.
//! * Nothing that is put into a header can begin another one: line ends and other control
//!   characters in names and subjects become blanks, the rest is encoded (RFC 2047).
//! * The password of the server is in no error and in no log.

#![deny(missing_docs)]

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use jiff::Timestamp;
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    address::Envelope,
    message::{
        Mailbox, MultiPart,
        header::{HeaderName, HeaderValue},
    },
    transport::smtp::{self, authentication::Mechanism},
};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// How long the server may take for each of its answers.
const PATIENCE: Duration = Duration::from_secs(30);
/// The longest words of a server that are kept, in characters.
const LONGEST_WORDS: usize = 300;

/// What is to be said to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter<'a> {
    /// What the Message-ID is made of: the same for the same letter, another for another one.
    pub key: &'a str,
    /// The name of the person.
    pub name: &'a str,
    /// The person's address.
    pub address: &'a str,
    /// 主题.
    pub subject: &'a str,
    /// The text for those who read no HTML.
    pub text: &'a str,
    /// The same as HTML.
    pub html: &'a str,
    /// When it is composed.
    pub at: Timestamp,
}

/// A letter as it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The Message-ID, brackets included.
    pub id: String,
    /// When it was composed.
    pub at: Timestamp,
    /// The address it goes to.
    pub to: String,
    /// The subject, for lists.
    pub subject: String,
    /// All of it (RFC 5322), in ASCII.
    pub raw: String,
}

/// Why a server for mail cannot be set up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SetupError {
    /// The address of the server is none. It is not repeated here: it may hold a password.
    #[error(
        "the address of the mail server is not understood; write smtps://user:password@host, or \
         smtp://host:port?tls=required (letters such as @ and / in a password as %40 and %2F)"
    )]
    Server,
    /// The sender is no address.
    #[error("{0:?} is no address to send mail from; write reminders@example.org or 要点 <reminders@example.org>")]
    From(String),
}

/// A text is no mail address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no mail address, such as name@example.org")]
pub struct NotAnAddress(pub String);

/// Why a mail was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum Failure {
    /// The server will not take it: now or later makes no difference.
    #[error("refused: {code} {said}")]
    Refused {
        /// Its code (RFC 5321), from 500 to 599.
        code: u16,
        /// Its words.
        said: String,
    },
    /// The server will not take it now.
    #[error("put off: {code} {said}")]
    PutOff {
        /// Its code (RFC 5321), from 400 to 499.
        code: u16,
        /// Its words.
        said: String,
    },
    /// The server does not answer in time. It may have taken the mail all the same.
    #[error("no answer in time")]
    Slow,
    /// No secure connection comes about.
    #[error("no secure connection: {said}")]
    Insecure {
        /// Why.
        said: String,
    },
    /// The server cannot be reached.
    #[error("not reached: {said}")]
    NotReached {
        /// Why.
        said: String,
    },
    /// The connection broke off. The server may have taken the mail all the same.
    #[error("broken off: {said}")]
    BrokenOff {
        /// Why.
        said: String,
    },
}

impl Failure {
    /// Whether it is of no use to try again.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Refused { .. })
    }

    /// Whether the server may have taken the mail all the same.
    pub fn is_doubtful(&self) -> bool {
        matches!(self, Self::Slow | Self::BrokenOff { .. })
    }
}

/// A mail address as it is kept: without blanks around it.
pub fn address(text: &str) -> Result<String, NotAnAddress> {
    let text = text.trim();
    let parsed: Result<lettre::Address, _> = text.parse();
    match parsed {
        // Longer ones cannot travel (RFC 5321, 4.5.3.1.3).
        Ok(address) if text.len() <= 254 && address.domain().contains('.') => Ok(address.to_string()),
        _ => Err(NotAnAddress(text.chars().take(100).collect())),
    }
}

/// A server that takes mail, and who sends it. Clones share nothing but what they are.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl fmt::Debug for Mailer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the server: a password goes with it.
        f.debug_struct("Mailer")
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

impl Mailer {
    /// A mailer for a server, such as `smtps://user:password@host` or
    /// `smtp://host:port?tls=required`, that sends in the name of `from`.
    pub fn new(server: &str, from: &str) -> Result<Self, SetupError> {
        Self::with_patience(server, from, PATIENCE)
    }

    /// The same with a server that may take so long for each of its answers.
    pub fn with_patience(server: &str, from: &str, patience: Duration) -> Result<Self, SetupError> {
        let from: Mailbox = from.trim().parse().map_err(|_| SetupError::From(from.to_owned()))?;
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server).map_err(|_| SetupError::Server)?;
        let plain = server.starts_with("smtp:") && !server.contains("tls=") && server.contains('@');
        if plain {
            tracing::warn!("the password travels to the mail server unencrypted; add ?tls=required to its address");
        }
        let transport = builder
            .timeout(Some(patience))
            .authentication(vec![Mechanism::Plain, Mechanism::Login])
            .build();
        Ok(Self { transport, from })
    }

    /// Composes a letter, which is sent by [`Mailer::send`].
    pub fn compose(&self, letter: &Letter<'_>) -> Result<Mail, NotAnAddress> {
        let bad = || NotAnAddress(letter.address.to_owned());
        let to: lettre::Address = letter.address.parse().map_err(|_| bad())?;
        let id = format!("<{}@{}>", digest(letter.key), self.from.email.domain());
        let subject = one_line(letter.subject);
        let message = Message::builder()
            .message_id(Some(id.clone()))
            .date(system_time(letter.at))
            .from(self.from.clone())
            .to(Mailbox::new(Some(one_line(letter.name)), to))
            .subject(subject.clone())
            // So that nobody's absence answers it (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(MultiPart::alternative_plain_html(
                letter.text.to_owned(),
                letter.html.to_owned(),
            ))
            .map_err(|_| bad())?;
        let raw = String::from_utf8(message.formatted()).map_err(|_| bad())?;
        Ok(Mail {
            id,
            at: letter.at,
            to: letter.address.to_owned(),
            subject,
            raw,
        })
    }

    /// Hands a mail to the server. `Ok` if the server has answered for it.
    pub async fn send(&self, mail: &Mail) -> Result<(), Failure> {
        let to: Result<lettre::Address, _> = mail.to.parse();
        let envelope = to
            .ok()
            .and_then(|to| Envelope::new(Some(self.from.email.clone()), vec![to]).ok());
        let Some(envelope) = envelope else {
            return Err(Failure::Refused {
                code: 553,
                said: mail.to.clone(),
            });
        };
        match self.transport.send_raw(&envelope, mail.raw.as_bytes()).await {
            Ok(_) => Ok(()),
            Err(error) => Err(failure(&error)),
        }
    }
}

fn failure(error: &smtp::Error) -> Failure {
    // Its source, not itself: that is the server's words, or the machine's.
    let said = std::error::Error::source(error).map_or_else(|| error.to_string(), ToString::to_string);
    let said: String = one_line(&said).chars().take(LONGEST_WORDS).collect();
    match error.status().map(u16::from) {
        Some(code) if error.is_permanent() => Failure::Refused { code, said },
        Some(code) => Failure::PutOff { code, said },
        None if error.is_timeout() => Failure::Slow,
        None if error.is_tls() => Failure::Insecure { said },
        // Its kind is told by its words alone; a test holds on to them.
        None if error.to_string().starts_with("Connection error") => Failure::NotReached { said },
        None => Failure::BrokenOff { said },
    }
}

/// Text that stays on its line.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect()
}

fn system_time(at: Timestamp) -> SystemTime {
    let seconds = u64::try_from(at.as_second()).unwrap_or_default();
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

/// 32 hexadecimal digits that tell keys apart and tell nothing of them.
fn digest(key: &str) -> String {
    use std::fmt::Write as _;
    let hash = Sha256::digest(key);
    hash[..16].iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mailer() -> Mailer {
        Mailer::new("smtp://127.0.0.1:2525", "要点 <reminders@example.org>").unwrap()
    }

    fn letter<'a>(subject: &'a str, name: &'a str) -> Letter<'a> {
        Letter {
            key: "hubei-2023 2023-09-21 0198",
            name,
            address: "zhang@example.org",
            subject,
            text: "武汉市:9 月填报还有 12 项未报送。\n.\n一行只有一个点。",
            html: "<p>武汉市</p>",
            at: "2023-09-21T00:01:00Z".parse().unwrap(),
        }
    }

    /// The lines of the head, with those that go on in the next line joined.
    fn head(mail: &Mail) -> Vec<String> {
        let head = mail.raw.split("\r\n\r\n").next().unwrap();
        head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn a_letter_is_composed_the_same_every_time_but_for_what_separates_its_parts() {
        let (one, two) = (
            mailer().compose(&letter("催办", "张三")),
            mailer().compose(&letter("催办", "张三")),
        );
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!((&one.id, head(&one).len()), (&two.id, head(&two).len()));
        assert!(
            one.id.starts_with('<') && one.id.ends_with("@example.org>"),
            "{}",
            one.id
        );
        let other = Letter {
            key: "hubei-2023 2023-09-22 0198",
            ..letter("催办", "张三")
        };
        assert_ne!(mailer().compose(&other).unwrap().id, one.id);
    }

    #[test]
    fn chinese_travels_in_ascii() {
        let mail = mailer()
            .compose(&letter(
                "【催办】9 月填报:12 项未报送,请于 9 月 28 日前报送,逾期将通报",
                "欧阳　张三",
            ))
            .unwrap();
        assert!(mail.raw.is_ascii());
        assert!(mail.raw.lines().all(|line| line.len() <= 998));
        let subject = head(&mail)
            .into_iter()
            .find(|line| line.starts_with("Subject: "))
            .unwrap();
        assert!(subject.contains("=?utf-8?b?"), "{subject}");
        assert!(head(&mail).contains(&"Auto-Submitted: auto-generated".to_owned()));
        assert!(
            head(&mail)
                .iter()
                .any(|line| line.starts_with("Date: Thu, 21 Sep 2023 00:01:00"))
        );
    }

    #[test]
    fn no_header_begins_inside_another() {
        let names = [
            "张三\r\nBcc: everybody@example.org",
            "a\nBcc: everybody@example.org",
            "a\rBcc: everybody@example.org",
            "a\u{2028}Bcc: everybody@example.org",
            "\"<a@example.org>, b\" <b@example.org>\r\n\r\nbody",
            "=?utf-8?q?=0D=0ABcc:_everybody@example.org?=",
        ];
        let usual = head(&mailer().compose(&letter("催办", "张三")).unwrap());
        let names_of = |lines: &[String]| -> Vec<String> {
            lines
                .iter()
                .map(|line| line.split(':').next().unwrap_or_default().to_owned())
                .collect()
        };
        for text in names {
            for composed in [
                mailer().compose(&letter(text, "张三")),
                mailer().compose(&letter("催办", text)),
            ] {
                let mail = composed.unwrap();
                assert_eq!(names_of(&head(&mail)), names_of(&usual), "{text:?}");
                assert_eq!(mail.to, "zhang@example.org");
            }
        }
    }

    #[test]
    fn what_is_an_address() {
        for (text, kept) in [
            (" zhang@example.org ", Some("zhang@example.org")),
            (
                "zhang.san+plan@sthjt.hubei.gov.cn",
                Some("zhang.san+plan@sthjt.hubei.gov.cn"),
            ),
            ("", None),
            ("zhang", None),
            ("zhang@localhost", None),
            ("a@b.cn\r\nBcc: c@d.cn", None),
            ("张三 <zhang@example.org>", None),
            ("a@b.cn, c@d.cn", None),
        ] {
            assert_eq!(address(text).ok().as_deref(), kept, "{text:?}");
        }
        assert!(address(&format!("{}@example.org", "a".repeat(300))).is_err());
    }

    #[test]
    fn a_password_is_in_no_error_and_in_no_print() {
        for server in [
            "smtp://user:geheim@",
            "http://user:geheim@host",
            "user:geheim@host",
            "smtp://user:geheim@host?tls=perhaps",
        ] {
            let error = Mailer::new(server, "a@example.org").unwrap_err();
            assert!(!format!("{error} {error:?}").contains("geheim"), "{error}");
        }
        let mailer = Mailer::new("smtps://user:geheim@mail.example.org", "a@example.org").unwrap();
        assert!(!format!("{mailer:?}").contains("geheim"), "{mailer:?}");
        assert!(matches!(Mailer::new("smtp://host", "nobody"), Err(SetupError::From(_))));
    }
}
