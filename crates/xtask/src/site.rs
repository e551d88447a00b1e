//! The site folder: everything the server hands out as files.
//!
//! ```text
//! target/site/pkg/yaodian.js         target/site/style/yaodian.css
//! target/site/pkg/yaodian_bg.wasm    and each of them again as `.br`
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::process;
use crate::project::{BROWSER, Project};
use crate::setup;

/// Counts up when the work below changes, so that old results are redone.
const RECIPE: u32 = 1;
const BROTLI_QUALITY: u32 = 11;
const BROTLI_WINDOW: u32 = 22;

/// What `cargo xtask site` takes.
#[derive(clap::Args)]
pub struct Options {
    /// Build fast instead of small: large files, not precompressed
    #[arg(long)]
    dev: bool,
}

/// How the browser code is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// What ships, and so what is tested: small.
    Ship,
    /// Quick to build.
    Dev,
}

/// `cargo xtask site`.
pub fn command(project: &Project, options: &Options) -> Result<()> {
    setup::wasm_target(project)?;
    let kind = if options.dev { Kind::Dev } else { Kind::Ship };
    let site = build(project, kind)?;
    println!("{}", site.display());
    Ok(())
}

/// Where the site folder lies.
pub fn folder(project: &Project) -> PathBuf {
    project.target.join("site")
}

/// Brings the site folder up to date.
pub fn build(project: &Project, kind: Kind) -> Result<PathBuf> {
    let wasm = build_wasm(project, kind)?;
    let site = folder(project);
    let styles = stylesheet(&project.root.join("style"))?;
    let stamps = project.target.join("site.stamps");
    assemble(&wasm, &styles, &site, &stamps, kind)?;
    Ok(site)
}

fn build_wasm(project: &Project, kind: Kind) -> Result<PathBuf> {
    let file = project.wasm_file_name()?;
    let (profile, folder) = match kind {
        Kind::Ship => ("wasm-release", "wasm-release"),
        Kind::Dev => ("dev", "debug"),
    };
    process::run(project.cargo().args([
        "build",
        "--locked",
        "-p",
        BROWSER,
        "--target",
        setup::WASM_TARGET,
        "--profile",
        profile,
    ]))?;
    let wasm = project.target.join(setup::WASM_TARGET).join(folder).join(file);
    if !wasm.is_file() {
        bail!("the build of {BROWSER} left no {}", wasm.display());
    }
    Ok(wasm)
}

/// All of `style/*.css` in the order of their names: `00-reset.css` comes
/// before `10-tokens.css`.
fn stylesheet(folder: &Path) -> Result<String> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .with_context(|| format!("could not list {}", folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "css"))
        .collect();
    files.sort();
    if files.is_empty() {
        bail!("{} holds no .css file", folder.display());
    }
    let mut sheet = String::new();
    for file in files {
        let text = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
        sheet.push_str(text.trim_end());
        sheet.push('\n');
    }
    Ok(sheet)
}

fn assemble(wasm: &Path, styles: &str, site: &Path, stamps: &Path, kind: Kind) -> Result<()> {
    let start = Instant::now();
    let mut known = Stamps::open(stamps);
    let code = fs::read(wasm).with_context(|| format!("could not read {}", wasm.display()))?;
    let package = site.join("pkg");
    let whole = ["yaodian.js", "yaodian_bg.wasm"]
        .iter()
        .all(|name| package.join(name).is_file());
    if !(known.matches("pkg", &code) && whole) {
        known.forget()?;
        bind(wasm, &package)?;
        known.set("pkg", &code);
    }
    let style = site.join("style");
    fs::create_dir_all(&style).with_context(|| format!("could not make {}", style.display()))?;
    write(&style.join("yaodian.css"), styles.as_bytes())?;

    let mut compressed = 0;
    for file in files_below(site)? {
        let name = file.strip_prefix(site).unwrap_or(&file).to_string_lossy().into_owned();
        let content = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
        let packed = with_suffix(&file, ".br");
        if kind == Kind::Dev {
            // A stale one would be served in place of the new file.
            if packed.exists() {
                fs::remove_file(&packed).with_context(|| format!("could not remove {}", packed.display()))?;
            }
        } else if !(known.matches(&name, &content) && packed.is_file()) {
            write(&packed, &compress(&content)?)?;
            known.set(&name, &content);
            compressed += 1;
        }
    }
    known.save()?;
    if compressed > 0 {
        println!(
            "site: compressed {compressed} files in {:.1} s",
            start.elapsed().as_secs_f64()
        );
    }
    Ok(())
}

fn bind(wasm: &Path, package: &Path) -> Result<()> {
    if package.exists() {
        fs::remove_dir_all(package).with_context(|| format!("could not empty {}", package.display()))?;
    }
    Bindgen::new()
        .input_path(wasm)
        .web(true)?
        // `init()` without an argument finds the code beside the script.
        .omit_default_module_path(false)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name("yaodian")
        .generate(package)
        .with_context(|| {
            format!(
                "wasm-bindgen could not take {}; the versions of `wasm-bindgen` in Cargo.lock \
                 and of `wasm-bindgen-cli-support` in crates/xtask/Cargo.toml must be equal",
                wasm.display()
            )
        })
}

/// Compresses as far as Brotli goes.
fn compress(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: i32::try_from(BROTLI_QUALITY)?,
        lgwin: i32::try_from(BROTLI_WINDOW)?,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut packed, &parameters)
        .context("could not compress a file of the site")?;
    Ok(packed)
}

/// Every file worth compressing, snippets in subfolders of `pkg` too.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(files_below(&path)?);
        } else if path
            .extension()
            .is_some_and(|extension| ["js", "wasm", "css"].iter().any(|known| extension == *known))
        {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Writes a file whole or not at all, and not when it is the same already.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    let part = with_suffix(path, ".part");
    fs::File::create(&part)
        .and_then(|mut file| file.write_all(content))
        .and_then(|()| fs::rename(&part, path))
        .with_context(|| format!("could not write {}", path.display()))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// From what content each result was made.
struct Stamps {
    file: PathBuf,
    known: BTreeMap<String, String>,
}

impl Stamps {
    fn open(file: &Path) -> Self {
        let text = fs::read(file).unwrap_or_default();
        Self {
            file: file.to_owned(),
            known: serde_json::from_slice(&text).unwrap_or_default(),
        }
    }

    fn matches(&self, name: &str, content: &[u8]) -> bool {
        self.known.get(name) == Some(&stamp(content))
    }

    fn set(&mut self, name: &str, content: &[u8]) {
        self.known.insert(name.to_owned(), stamp(content));
    }

    /// Forgets everything, on disk too: should the work be cut short, the
    /// next run starts anew.
    fn forget(&mut self) -> Result<()> {
        self.known.clear();
        self.save()
    }

    fn save(&self) -> Result<()> {
        write(&self.file, &serde_json::to_vec_pretty(&self.known)?)
    }
}

fn stamp(content: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    RECIPE.hash(&mut hasher);
    content.hash(&mut hasher);
    format!("{}-{:016x}", content.len(), hasher.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::SystemTime;

    /// The smallest module that wasm-bindgen takes: empty.
    const EMPTY_MODULE: [u8; 8] = *b"\0asm\x01\0\0\0";

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn styles_are_joined_in_the_order_of_their_names() {
        let folder = Folder::new("styles");
        assert!(stylesheet(&folder.0).is_err());
        fs::write(folder.0.join("10-tokens.css"), "b {}\n\n").unwrap();
        fs::write(folder.0.join("00-reset.css"), "a {}").unwrap();
        fs::write(folder.0.join("notes.md"), "not a style").unwrap();
        assert_eq!(stylesheet(&folder.0).unwrap(), "a {}\nb {}\n");
    }

    #[test]
    fn the_site_is_made_once_and_again_only_when_it_changes() {
        let folder = Folder::new("site");
        let wasm = folder.0.join("in.wasm");
        let (site, stamps) = (folder.0.join("site"), folder.0.join("stamps"));
        fs::write(&wasm, EMPTY_MODULE).unwrap();
        let make = |styles: &str, kind| assemble(&wasm, styles, &site, &stamps, kind).unwrap();
        let age = |name: &str| -> SystemTime { fs::metadata(site.join(name)).unwrap().modified().unwrap() };

        make("a {}\n", Kind::Ship);
        let js = age("pkg/yaodian.js.br");
        let css = age("style/yaodian.css.br");
        assert!(site.join("pkg/yaodian_bg.wasm.br").is_file());

        make("a {}\n", Kind::Ship);
        assert_eq!(age("pkg/yaodian.js.br"), js);
        assert_eq!(age("style/yaodian.css.br"), css);

        make("b {}\n", Kind::Ship);
        assert_eq!(age("pkg/yaodian.js.br"), js);
        let mut plain = Vec::new();
        let packed = fs::read(site.join("style/yaodian.css.br")).unwrap();
        brotli::BrotliDecompress(&mut &*packed, &mut plain).unwrap();
        assert_eq!(plain, b"b {}\n");

        make("b {}\n", Kind::Dev);
        assert!(!site.join("style/yaodian.css.br").exists());
        make("b {}\n", Kind::Ship);
        assert!(site.join("style/yaodian.css.br").is_file());
    }
}
