//! Where things lie: what the environment says, or where `cargo xtask test` would have put them.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .to_owned()
}

pub(crate) fn place(variable: &str, default: &str) -> PathBuf {
    let path = std::env::var_os(variable).map_or_else(|| root().join(default), PathBuf::from);
    assert!(
        path.exists(),
        "{} is missing; run the tests with `cargo xtask test`",
        path.display()
    );
    path
}

/// The folder with the browser's files.
pub fn site() -> PathBuf {
    place("YAODIAN_SITE", "target/site")
}

/// The folder of the plan that the tests use.
pub fn seeds() -> PathBuf {
    place("YAODIAN_SEEDS", "seeds")
}

/// The script of axe-core.
pub fn axe() -> PathBuf {
    place("YAODIAN_AXE", "target/axe/node_modules/axe-core/axe.min.js")
}

/// Puts a plan folder into a data folder, for the servers that are started there: that of the tests, changed by
/// `change`.
pub fn change_plan(data: &Path, change: impl Fn(&str) -> String) {
    for folder in ["hubei-2023", "calendars"] {
        let own = data.join("seeds").join(folder);
        std::fs::create_dir_all(&own).unwrap();
        for file in std::fs::read_dir(seeds().join(folder)).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), own.join(file.file_name())).unwrap();
        }
    }
    let plan = data.join("seeds/hubei-2023/plan.toml");
    let changed = change(&std::fs::read_to_string(&plan).unwrap());
    std::fs::write(plan, changed).unwrap();
}
