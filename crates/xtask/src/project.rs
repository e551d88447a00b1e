//! What the workspace holds, as Cargo tells it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::process;

/// The package that becomes WebAssembly; never built for the host.
pub const BROWSER: &str = "yaodian-browser";
/// The package that other tools take on its own.
pub const DOMAIN: &str = "yaodian-domain";
/// The package with the `yaodian` binary.
pub const SERVER: &str = "yaodian-server";
/// The package of tests that drive the built server from outside.
pub const SYSTEM: &str = "yaodian-tests";
/// This package.
pub const XTASK: &str = "xtask";

/// Packages without which the workspace is not whole. Others are found.
const REQUIRED: [&str; 10] = [
    "yaodian-app",
    BROWSER,
    "yaodian-contract",
    DOMAIN,
    "yaodian-seed",
    SERVER,
    "yaodian-store",
    SYSTEM,
    "yaodian-words",
    XTASK,
];

/// Features that host builds of a package switch on where it has them.
const HOST_FEATURES: [&str; 3] = ["ssr", "testing", "schema"];

/// The workspace.
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
    packages: Vec<Package>,
}

struct Package {
    name: String,
    features: Vec<String>,
    /// Name of its `cdylib`, if it has one.
    dynamic_library: Option<String>,
    doc_tests: bool,
}

/// Packages built together in one call of Cargo.
pub struct Selection<'a> {
    packages: Vec<&'a Package>,
}

impl Project {
    /// Asks Cargo.
    pub fn load() -> Result<Self> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let manifest = std::env::var_os("CARGO_MANIFEST_PATH").map_or(manifest, PathBuf::from);
        let text = process::read(
            clean_cargo()
                .args(["metadata", "--no-deps", "--format-version", "1"])
                .arg("--manifest-path")
                .arg(manifest),
        )?;
        Self::from_metadata(&text)
    }

    fn from_metadata(text: &str) -> Result<Self> {
        let metadata: Value = serde_json::from_str(text).context("could not read what `cargo metadata` says")?;
        let folder = |name: &str| {
            metadata[name]
                .as_str()
                .map(PathBuf::from)
                .with_context(|| format!("`cargo metadata` names no {name}"))
        };
        let mut packages: Vec<Package> = each(&metadata["packages"]).map(Package::read).collect();
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self {
            root: folder("workspace_root")?,
            target: folder("target_directory")?,
            packages,
        })
    }

    /// Cargo in the workspace's folder.
    pub fn cargo(&self) -> Command {
        let mut cargo = clean_cargo();
        cargo.current_dir(&self.root);
        cargo
    }

    /// Every package that is built for the host but this one, which has
    /// nothing in common with them.
    pub fn product(&self) -> Result<Selection<'_>> {
        self.select(|name| name != BROWSER && name != XTASK)
    }

    /// Every package that is built for the host.
    pub fn host(&self) -> Result<Selection<'_>> {
        self.select(|name| name != BROWSER)
    }

    /// Fails unless the workspace has this package.
    pub fn require(&self, name: &str) -> Result<()> {
        self.package(name).map(|_| ())
    }

    /// The WebAssembly file that the browser package becomes.
    pub fn wasm_file_name(&self) -> Result<String> {
        let library = self
            .package(BROWSER)?
            .dynamic_library
            .as_ref()
            .with_context(|| format!("{BROWSER} has no library with `crate-type = [\"cdylib\", \"rlib\"]`"))?;
        Ok(format!("{}.wasm", library.replace('-', "_")))
    }

    fn package(&self, name: &str) -> Result<&Package> {
        self.packages
            .iter()
            .find(|package| package.name == name)
            .with_context(|| {
                format!(
                    "the workspace has no package `{name}`: is its folder there and named \
                     under `members` in the root Cargo.toml?"
                )
            })
    }

    fn select(&self, wanted: impl Fn(&str) -> bool) -> Result<Selection<'_>> {
        let missing: Vec<_> = REQUIRED
            .into_iter()
            .filter(|name| wanted(name) && self.package(name).is_err())
            .collect();
        if !missing.is_empty() {
            bail!(
                "the workspace lacks {}: are their folders there and named under `members` \
                 in the root Cargo.toml?",
                missing.join(", ")
            );
        }
        let packages = self.packages.iter().filter(|package| wanted(&package.name)).collect();
        Ok(Selection { packages })
    }
}

impl Package {
    fn read(value: &Value) -> Self {
        let has_crate_type =
            |target: &Value, wanted: &str| each(&target["crate_types"]).any(|crate_type| crate_type == wanted);
        let name = |value: &Value| value["name"].as_str().unwrap_or_default().to_owned();
        let source = |target: &Value| target["src_path"].as_str().unwrap_or_default().to_owned();
        Self {
            name: name(value),
            features: value["features"]
                .as_object()
                .map(|features| features.keys().cloned().collect())
                .unwrap_or_default(),
            dynamic_library: each(&value["targets"])
                .find(|target| has_crate_type(target, "cdylib"))
                .map(name),
            doc_tests: each(&value["targets"])
                .any(|target| target["doctest"] == true && holds_examples(Path::new(&source(target)))),
        }
    }
}

impl Selection<'_> {
    /// `-p` for each package, and the features that host builds need. Always
    /// names packages: building the whole workspace at once would give the
    /// server and the browser one copy of the app with both of its features.
    pub fn arguments(&self) -> Vec<String> {
        let mut arguments = Vec::new();
        for package in &self.packages {
            arguments.extend(["-p".to_owned(), package.name.clone()]);
        }
        let features: Vec<_> = self
            .packages
            .iter()
            .flat_map(|package| {
                HOST_FEATURES
                    .into_iter()
                    .filter(|feature| package.features.iter().any(|has| has == feature))
                    .map(|feature| format!("{}/{feature}", package.name))
            })
            .collect();
        if !features.is_empty() {
            arguments.extend(["--features".to_owned(), features.join(",")]);
        }
        arguments
    }

    /// The same without one package.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.packages.retain(|package| package.name != name);
        self
    }

    /// Only the one package.
    #[must_use]
    pub fn only(mut self, name: &str) -> Self {
        self.packages.retain(|package| package.name == name);
        self
    }

    /// Only those whose documentation holds examples: of the others all would be built anew, with other features of what
    /// they are made of, to find none.
    #[must_use]
    pub fn with_doc_tests(mut self) -> Self {
        self.packages.retain(|package| package.doc_tests);
        self
    }
}

/// Cargo without what the Cargo that started us told about this package:
/// some build scripts would run again for it.
fn clean_cargo() -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}

/// Whether the documentation of a crate holds Rust between fences, or a text that is included; `root` is its first file.
fn holds_examples(root: &Path) -> bool {
    /// What rustdoc takes for Rust.
    const RUST: [&str; 6] = ["", "rust", "no_run", "should_panic", "compile_fail", "edition2024"];
    fn holds(text: &str) -> bool {
        let mut open = false;
        text.lines().map(str::trim_start).any(|line| {
            if line.starts_with("#[doc = include_str!") || line.starts_with("#![doc = include_str!") {
                return line.contains(".md\"");
            }
            let comment = line.strip_prefix("//!").or_else(|| line.strip_prefix("///"));
            let Some(told) = comment.and_then(|text| text.trim_start().strip_prefix("```")) else {
                return false;
            };
            open = !open;
            open && RUST.contains(&told.split(',').next().unwrap_or_default().trim())
        })
    }
    fn within(folder: &Path) -> bool {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).any(|path| match path.extension() {
            Some(ending) if ending == "rs" => fs::read_to_string(&path).is_ok_and(|text| holds(&text)),
            _ => path.is_dir() && within(&path),
        })
    }
    root.parent().is_some_and(within)
}

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(names: &[&str]) -> Project {
        let packages: Vec<_> = names
            .iter()
            .map(|name| {
                let features = match *name {
                    "yaodian-app" => serde_json::json!({"ssr": [], "hydrate": []}),
                    "yaodian-domain" => serde_json::json!({"testing": []}),
                    _ => serde_json::json!({}),
                };
                let kind = if *name == BROWSER { "cdylib" } else { "lib" };
                serde_json::json!({
                    "name": name,
                    "features": features,
                    "targets": [{
                        "name": name,
                        "crate_types": [kind],
                        "doctest": *name != XTASK,
                    }],
                })
            })
            .collect();
        let metadata = serde_json::json!({
            "workspace_root": "/w",
            "target_directory": "/w/target",
            "packages": packages,
        });
        Project::from_metadata(&metadata.to_string()).unwrap()
    }

    #[test]
    fn host_builds_leave_the_browser_out_and_take_new_packages_in() {
        let mut names = REQUIRED.to_vec();
        names.push("yaodian-water");
        let project = project(&names);
        let arguments = project.product().unwrap().arguments().join(" ");
        assert!(!arguments.contains(BROWSER));
        assert!(!arguments.contains(XTASK));
        assert!(arguments.contains("-p yaodian-water"));
        assert!(
            arguments.ends_with("--features yaodian-app/ssr,yaodian-domain/testing"),
            "{arguments}"
        );
        assert_eq!(project.wasm_file_name().unwrap(), "yaodian_browser.wasm");
        let only = project.host().unwrap().only(XTASK);
        assert_eq!(only.arguments(), ["-p", XTASK]);
    }

    #[test]
    fn examples_are_found_where_there_are_some() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for (name, holds) in [
            ("domain", true),
            ("monitoring", true),
            ("client", true),
            ("words", false),
        ] {
            assert_eq!(holds_examples(&crates.join(name).join("src/lib.rs")), holds, "{name}");
        }
    }

    #[test]
    fn a_missing_package_is_an_error() {
        let project = project(&REQUIRED[..8]);
        let error = project.host().err().expect("two are missing").to_string();
        assert!(error.contains("lacks yaodian-words, xtask"), "{error}");
        assert!(project.require("yaodian-words").is_err());
        assert!(project.require(SERVER).is_ok());
    }
}
