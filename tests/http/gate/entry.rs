//! A line of the table: a route, whom it is opened to, and something to send there.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::Value;
use yaodian_domain::{access::matrix::Act, key::KeyScope};

use super::world::{EVERYBODY, Who};

/// Whom a route is opened to.
#[derive(Debug, Clone, Copy)]
pub enum Opens {
    /// Anybody, whether signed in or not.
    Anybody,
    /// Anybody: the forms for signing in and out, which may answer that a password is wrong.
    Form,
    /// The app: whoever is signed in; others are led to sign in.
    App,
    /// Whoever is signed in, whether a post is held or not: one's own way of signing in. A password may be wrong.
    Holder,
    /// Measurements: stations and keys.
    Station,
    /// Whoever is signed in and holds a post.
    SignedIn,
    /// Whoever may do this, by the domain's table.
    Does(Act),
    /// These people and nobody else: what belongs to one of them, or goes by more than one rule.
    Only(&'static str),
}

/// How somebody is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denied {
    /// 403.
    Forbidden,
    /// 404: of what others have nothing is told.
    Hidden,
    /// One of these, or an answer that says of every row that it is another unit's.
    Told,
}

/// What a route is about, among several plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A thing of one plan, which the request names: refused to whoever acts in another plan, whatever the duty.
    Thing,
    /// A part of what each plan has its own of, such as an entry of a ledger: there is none of it in another plan.
    Part,
    /// Whatever plan the person acts in.
    Own,
}

/// What is sent.
#[derive(Debug, Clone)]
pub enum Sent {
    Nothing,
    Json(Value),
    Bytes(Vec<u8>),
    Form(&'static str),
}

/// A path or body, for each person another one where it is used up.
type Of<T> = Box<dyn Fn(char) -> T + Send + Sync>;

pub struct Entry {
    pub method: Method,
    pub route: &'static str,
    pub opens: Opens,
    pub denied: Denied,
    pub about: About,
    pub scope: Option<KeyScope>,
    /// Whether it shows something to who is not signed in, too.
    pub maybe: bool,
    /// People of whom nothing is expected here, since another rule of the same act is theirs.
    except: &'static str,
    path: Of<String>,
    sent: Of<Sent>,
}

fn entry(method: Method, route: &'static str, opens: Opens) -> Entry {
    Entry {
        method,
        route,
        opens,
        denied: Denied::Forbidden,
        about: About::Thing,
        scope: None,
        maybe: false,
        except: "",
        path: Box::new(|_| route.replace("{*}", "x/x").replace("{}", "x")),
        sent: Box::new(|_| Sent::Nothing),
    }
}

pub fn get(route: &'static str, opens: Opens) -> Entry {
    entry(Method::GET, route, opens)
}

pub fn post(route: &'static str, opens: Opens, body: Value) -> Entry {
    Entry {
        sent: Box::new(move |_| Sent::Json(body.clone())),
        ..entry(Method::POST, route, opens)
    }
}

pub fn form(route: &'static str, opens: Opens, fields: &'static str) -> Entry {
    Entry {
        sent: Box::new(move |_| Sent::Form(fields)),
        ..entry(Method::POST, route, opens)
    }
}

pub fn send(route: &'static str, opens: Opens, bytes: &[u8]) -> Entry {
    let bytes = bytes.to_vec();
    Entry {
        sent: Box::new(move |_| Sent::Bytes(bytes.clone())),
        ..entry(Method::POST, route, opens)
    }
}

impl Entry {
    pub fn at(self, path: impl Into<String>) -> Self {
        let path = path.into();
        self.at_each(move |_| path.clone())
    }

    pub fn at_each(self, path: impl Fn(char) -> String + Send + Sync + 'static) -> Self {
        Self {
            path: Box::new(path),
            ..self
        }
    }

    pub fn json_each(self, body: impl Fn(char) -> Value + Send + Sync + 'static) -> Self {
        Self {
            sent: Box::new(move |who| Sent::Json(body(who))),
            ..self
        }
    }

    pub fn with(self, scope: KeyScope) -> Self {
        Self {
            scope: Some(scope),
            ..self
        }
    }

    pub fn denied(self, denied: Denied) -> Self {
        Self { denied, ..self }
    }

    pub fn maybe(self) -> Self {
        Self {
            maybe: true,
            denied: Denied::Hidden,
            ..self
        }
    }

    /// It is about the plan in which the person acts, and names nothing of another one.
    pub fn own(self) -> Self {
        Self {
            about: About::Own,
            ..self
        }
    }

    pub fn part(self) -> Self {
        Self {
            about: About::Part,
            ..self
        }
    }

    /// Asked by nobody who is signed in and goes on afterwards.
    pub fn by_strangers(self) -> Self {
        self.except(EVERYBODY)
    }

    pub fn except(self, except: &'static str) -> Self {
        Self { except, ..self }
    }

    pub fn key(&self) -> String {
        format!("{} {}", self.method, self.route)
    }

    pub fn path(&self, who: char) -> String {
        (self.path)(who)
    }

    pub fn sent(&self, who: char) -> Sent {
        (self.sent)(who)
    }

    pub fn asks(&self, who: Who) -> bool {
        let elsewhere = who.acts_elsewhere() && self.is_for_some() && self.about == About::Own;
        !self.except.contains(who.mark()) && !elsewhere
    }

    /// Whether it is opened to some of those who are signed in, and not to all.
    pub fn is_for_some(&self) -> bool {
        matches!(self.opens, Opens::Does(_) | Opens::Only(_))
    }

    /// Whether it is opened to somebody who is signed in.
    pub fn lets(&self, who: Who) -> bool {
        match self.opens {
            Opens::Does(_) | Opens::Only(_) if who.acts_elsewhere() => false,
            Opens::Does(act) => {
                let (duties, place) = who.post();
                act.is_open_to(duties, place)
            }
            Opens::Only(people) => people.contains(who.mark()),
            _ => true,
        }
    }
}

/// Whether a route stands in the table, by itself or below one that takes all the rest.
pub fn covers(told: &BTreeSet<String>, route: &str) -> bool {
    let below = |known: &String| known.strip_suffix("{*}").is_some_and(|above| route.starts_with(above));
    told.contains(route) || told.iter().any(below)
}
