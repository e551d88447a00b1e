//! Servers on plan folders that are made from that of the tests.

use std::path::Path;

use crate::{Server, TRIAL_PEOPLE, new_folder, on_database, postgres::Database, seeds, yaodian};

/// Copies the files of a folder, those of which `change` makes another text changed.
fn copy(from: &Path, to: &Path, change: impl Fn(&str, &str) -> Option<String>) {
    std::fs::create_dir_all(to).unwrap();
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let (name, text) = (file.file_name(), std::fs::read_to_string(file.path()).unwrap());
        let changed = change(name.to_str().unwrap(), &text);
        std::fs::write(to.join(name), changed.unwrap_or(text)).unwrap();
    }
}

/// What another text is made of a plan's.
type Made<'a> = &'a dyn Fn(&str) -> String;

/// The plan of the tests as another province's: by another id, issued by its own department, and with
/// other ids of the bureaus.
fn hunan(text: &str) -> String {
    text.replace("\"hubei-2023\"", "\"hunan-2023\"")
        .replace("\"湖北省生态环境厅\"", "\"湖南省生态环境厅\"")
        .replace("\"42", "\"43")
}

impl Server {
    /// A trial with a plan folder that is changed by `change` from that of the tests, and more flags.
    pub async fn with_plan(change: impl Fn(&str) -> String, flags: &[&str]) -> Self {
        Self::with_plan_on(None, change, flags).await
    }

    /// The same on a database of PostgreSQL, where one is given.
    pub async fn with_plan_on(database: Option<&Database>, change: impl Fn(&str) -> String, flags: &[&str]) -> Self {
        Self::with_seeds(database, &[("hubei-2023", &change)], flags).await
    }

    /// A trial of two provinces on one day, on a database of PostgreSQL where one is given: beside the plan of the tests
    /// a copy of it, `hunan-2023`, whose bureaus go by other ids: 430100 for 420100. Both plans are changed by `change`.
    pub async fn of_provinces(database: Option<&Database>, change: impl Fn(&str) -> String, flags: &[&str]) -> Self {
        let copied = |text: &str| change(&hunan(text));
        Self::with_seeds(database, &[("hubei-2023", &change), ("hunan-2023", &copied)], flags).await
    }

    /// A trial of plan folders made from that of the tests, each with `plan.toml` changed as it says.
    async fn with_seeds(database: Option<&Database>, plans: &[(&str, Made<'_>)], flags: &[&str]) -> Self {
        let data = new_folder();
        let own = data.path().join("seeds");
        copy(&seeds().join("calendars"), &own.join("calendars"), |_, _| None);
        for (name, change) in plans {
            copy(&seeds().join("hubei-2023"), &own.join(name), |file, text| match file {
                "plan.toml" => Some(change(text)),
                "plan.txt" => None,
                _ => (*name != "hubei-2023").then(|| hunan(text)),
            });
        }
        let env = database.map(on_database).unwrap_or_default();
        Self::begin(yaodian(), data, env, &[&["--trial"], flags].concat(), TRIAL_PEOPLE).await
    }
}
