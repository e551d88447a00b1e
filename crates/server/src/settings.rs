//! 配置: settings from the command line, the environment and one file, in this order.
//!
//! A file (`--config FILE`, or `YAODIAN_CONFIG`) is TOML. Its keys are the long names of the flags, so that there
//! is one list of settings and one help text: `listen = "127.0.0.1:8023"`, `trial = false`,
//! `proxy = ["10.0.0.1"]`. What is wrong is told by its key and its line.
//!
//! It is written for `yaodian serve`; the commands on its installation take from it where that is ([`WHERE`]).

use std::{ffi::OsString, fmt::Write as _, path::Path};

use clap::{Arg, ArgAction, Command};
use toml::Spanned;

/// The flag that names the file.
const FLAG: &str = "config";
const VARIABLE: &str = "YAODIAN_CONFIG";
/// What says where an installation is, and is meant for the commands on it as well.
const WHERE: [&str; 4] = ["data-dir", "database-url", "files", "public-url"];

/// The words of the command line with those of the file put before them, where there is one. `command` is the whole
/// program; the file belongs to its subcommand `serve`, and in part to those that take it, too.
pub(crate) fn with_file(words: Vec<OsString>, command: &Command) -> Result<Vec<OsString>, String> {
    let Some(serve) = command.find_subcommand("serve") else {
        return Ok(words);
    };
    let (called, depth) = called(&words, command);
    if !called.get_arguments().any(|arg| arg.get_long() == Some(FLAG)) {
        return Ok(words);
    }
    let Some(file) = named(&words).or_else(|| std::env::var_os(VARIABLE)) else {
        return Ok(words);
    };
    let path = Path::new(&file);
    let text = std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    let told = read(&text, serve, called).map_err(|error| format!("{}: {error}", path.display()))?;
    let (head, rest) = words.split_at(depth);
    Ok(head.iter().cloned().chain(told).chain(rest.iter().cloned()).collect())
}

/// The subcommand that is called, and how many words lead to it.
fn called<'a>(words: &[OsString], command: &'a Command) -> (&'a Command, usize) {
    let (mut called, mut depth) = (command, 1);
    while let Some(next) = words.get(depth).and_then(|word| called.find_subcommand(word)) {
        called = next;
        depth += 1;
    }
    (called, depth)
}

/// The file that the command line names.
fn named(words: &[OsString]) -> Option<OsString> {
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let text = word.to_str().unwrap_or_default();
        if text == "--config" {
            return words.next().cloned();
        }
        if let Some(file) = text.strip_prefix("--config=") {
            return Some(file.into());
        }
    }
    None
}

/// The settings of a file for `serve` as words of the command line that is called; those that the environment tells are
/// left to it.
fn read(text: &str, serve: &Command, called: &Command) -> Result<Vec<OsString>, String> {
    let table: toml::map::Map<String, toml::Value> = text.parse::<toml::Table>().map_err(|error| error.to_string())?;
    let places: std::collections::BTreeMap<Spanned<String>, toml::Value> =
        toml::from_str(text).map_err(|error| error.to_string())?;
    let line = |key: &str| {
        let place = places.keys().find(|place| place.get_ref() == key);
        place.map_or(1, |place| {
            text[..place.span().start].lines().count().max(1) + usize::from(text[..place.span().start].ends_with('\n'))
        })
    };
    let mut words = Vec::new();
    for (key, value) in &table {
        let wrong = |what: String| format!("line {}: {key}: {what}", line(key));
        let Some(arg) = serve
            .get_arguments()
            .find(|arg| arg.get_long() == Some(key) && key != FLAG)
        else {
            return Err(wrong(unknown(key, serve)));
        };
        let is_meant = called.get_name() == serve.get_name() || WHERE.contains(&key.as_str());
        if !is_meant {
            continue;
        }
        if arg
            .get_env()
            .is_some_and(|variable| std::env::var_os(variable).is_some())
        {
            continue;
        }
        let given = values(arg, value).map_err(wrong)?;
        for value in given {
            words.push(match value {
                Some(value) => format!("--{key}={value}").into(),
                None => format!("--{key}").into(),
            });
        }
    }
    Ok(words)
}

/// A setting's values as they stand behind the flag: `None` for a flag without one.
fn values(arg: &Arg, value: &toml::Value) -> Result<Vec<Option<String>>, String> {
    let one = |value: &toml::Value| match value {
        toml::Value::String(text) => Ok(Some(text.clone())),
        toml::Value::Integer(number) => Ok(Some(number.to_string())),
        toml::Value::Datetime(day) => Ok(Some(day.to_string())),
        other => Err(format!("takes a text or a number, not a {}", other.type_str())),
    };
    match (arg.get_action(), value) {
        (ArgAction::SetTrue, toml::Value::Boolean(on)) => Ok(on.then_some(None).into_iter().collect()),
        (ArgAction::SetTrue, other) => Err(format!("takes true or false, not a {}", other.type_str())),
        (ArgAction::Append, toml::Value::Array(all)) => all.iter().map(one).collect(),
        (_, value) => Ok(vec![one(value)?]),
    }
}

fn unknown(key: &str, serve: &Command) -> String {
    let mut text = "there is no such setting".to_owned();
    let known = serve.get_arguments().filter_map(Arg::get_long);
    let all: Vec<&str> = known.filter(|known| *known != FLAG && *known != "help").collect();
    let written = key.replace('_', "-");
    match all.iter().find(|known| **known == written) {
        Some(meant) => {
            let _ = write!(text, "; it is written {meant}");
        }
        None => {
            let _ = write!(text, "; there are {}", all.join(", "));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;

    #[derive(clap::Parser)]
    struct Program {
        #[command(subcommand)]
        _command: Sub,
    }

    #[derive(clap::Subcommand)]
    enum Sub {
        Serve(Box<crate::serve::Args>),
        #[command(subcommand)]
        User(Box<crate::commands::user::Command>),
        Check(crate::commands::check::Args),
    }

    fn told(text: &str) -> Result<Vec<String>, String> {
        let command = <Program as clap::CommandFactory>::command();
        let serve = command.find_subcommand("serve").unwrap();
        let words = read(text, serve, serve)?;
        Ok(words.into_iter().map(|word| word.into_string().unwrap()).collect())
    }

    #[test]
    fn settings_are_flags() {
        let words =
            told("listen = \"127.0.0.1:9000\"\nclient-rate = 5\ntrial = false\nproxy = [\"10.0.0.1\", \"10.0.0.2\"]\n");
        let expected = [
            "--client-rate=5",
            "--listen=127.0.0.1:9000",
            "--proxy=10.0.0.1",
            "--proxy=10.0.0.2",
        ];
        let mut words = words.unwrap();
        words.sort();
        assert_eq!(words, expected);
        let all = ["yaodian", "serve"].map(str::to_owned);
        let parsed = Program::try_parse_from(all.into_iter().chain(words));
        assert!(parsed.is_ok());
    }

    #[test]
    fn commands_on_an_installation_take_from_it_where_that_is() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("yaodian.toml");
        std::fs::write(&file, "listen = \"127.0.0.1:9000\"\ndata-dir = \"/srv\"\n").unwrap();
        let command = <Program as clap::CommandFactory>::command();
        let with = |words: &[&str]| {
            let words = words
                .iter()
                .map(OsString::from)
                .chain(["--config".into(), file.clone().into()]);
            let words = with_file(words.collect(), &command).unwrap();
            let words: Vec<String> = words.into_iter().map(|word| word.into_string().unwrap()).collect();
            let parsed = Program::try_parse_from(&words);
            (words[..words.len() - 2].join(" "), parsed.is_ok())
        };
        assert_eq!(
            with(&["yaodian", "user", "list"]),
            ("yaodian user list --data-dir=/srv".to_owned(), true)
        );
        // The command line counts before the file.
        let (words, parsed) = with(&["yaodian", "user", "list", "--data-dir", "here"]);
        assert_eq!(
            (words.as_str(), parsed),
            ("yaodian user list --data-dir=/srv --data-dir here", true)
        );
        // It is no command on an installation.
        assert_eq!(
            with(&["yaodian", "check", "--plan", "x"]),
            ("yaodian check --plan x".to_owned(), false)
        );
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (text, line, expected) in [
            (
                "listen = \"x\"\n\nlisten_on = \"y\"\n",
                3,
                "listen_on: there is no such setting; there are",
            ),
            (
                "client_rate = 5\n",
                1,
                "client_rate: there is no such setting; it is written client-rate",
            ),
            (
                "# first\ntrial = \"yes\"\n",
                2,
                "trial: takes true or false, not a string",
            ),
            ("listen = 1.5\n", 1, "listen: takes a text or a number, not a float"),
        ] {
            let wrong = told(text).unwrap_err();
            assert!(wrong.starts_with(&format!("line {line}: {expected}")), "{wrong}");
        }
        assert!(told("listen = ").unwrap_err().contains("line 1"));
    }
}
