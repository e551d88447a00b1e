//! What each step of `cargo xtask test` does.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context as _, Result, anyhow, bail};

use crate::interface;
use crate::lighthouse;
use crate::package;
use crate::postgres::Postgres;
use crate::process::{self, run};
use crate::project::{BROWSER, DOMAIN, Project, SYSTEM, Selection, XTASK};
use crate::serve;
use crate::setup::{self, Need};
use crate::site::{self, Kind};
use crate::tally::Tally;
use crate::test::{Outcome, Step};

/// What finds on a page what keeps people out.
const AXE: &str = "axe-core@4.14.1";
/// A provider of single sign-on to sign in with.
const OIDC_PROVIDER: &str = "oidc-provider@9.13.3";

/// A run under way.
pub struct Suite<'a> {
    project: &'a Project,
    steps: &'a [Step],
    nextest: bool,
    server: Option<PathBuf>,
    axe: Option<PathBuf>,
    s3: Option<PathBuf>,
    oidc_provider: Option<PathBuf>,
    postgres: Option<Postgres>,
    tally: Tally,
}

impl<'a> Suite<'a> {
    /// A run of these steps.
    pub fn new(project: &'a Project, steps: &'a [Step]) -> Self {
        Self {
            project,
            steps,
            nextest: false,
            server: None,
            axe: None,
            s3: None,
            oidc_provider: None,
            postgres: None,
            tally: Tally::default(),
        }
    }

    /// Takes one step.
    pub fn perform(&mut self, step: Step) -> Result<Outcome> {
        match step {
            Step::Setup => self.set_up()?,
            Step::Format => run(self.project.cargo().args(["fmt", "--all", "--check"]))?,
            Step::Lint => self.lint()?,
            Step::LintBrowser => self.lint_browser()?,
            Step::Alone => self.alone()?,
            Step::Deny => self.deny()?,
            Step::Build => self.build()?,
            Step::Postgres => {
                let postgres = Postgres::start()?;
                println!("      {}", postgres.url());
                self.postgres = Some(postgres);
            }
            Step::Unit => self.unit()?,
            Step::System => self.system()?,
            Step::Interface => self.interface()?,
            Step::Package => return self.package(),
            Step::Lighthouse => self.lighthouse()?,
            Step::Doc => self.doc()?,
        }
        Ok(Outcome::Done)
    }

    /// Stops what was started and hands over the count.
    pub fn finish(self) -> Tally {
        self.tally
    }

    fn set_up(&mut self) -> Result<()> {
        let takes = |step: Step| self.steps.contains(&step);
        let mut needs = Vec::new();
        if takes(Step::Postgres) {
            needs.push(Need::PostgreSql);
        }
        if takes(Step::System) {
            needs.extend([Need::Smtp, Need::Lynx, Need::Faketime, Need::Nginx]);
        }
        if takes(Step::Interface) {
            needs.push(Need::Python);
        }
        if takes(Step::System) || takes(Step::Lighthouse) {
            needs.extend([Need::Node, Need::Npm]);
        }
        if takes(Step::Unit) || takes(Step::System) || takes(Step::Lighthouse) {
            needs.extend([Need::Chromium, Need::ChineseFont]);
        }
        if takes(Step::Unit) || takes(Step::System) {
            needs.extend([Need::ChromeDriver, Need::LibreOffice, Need::Poppler]);
        }
        setup::debian(&needs)?;
        if takes(Step::Format) || takes(Step::Lint) || takes(Step::LintBrowser) {
            setup::components(self.project)?;
        }
        if takes(Step::Build) || takes(Step::LintBrowser) || takes(Step::Alone) {
            setup::wasm_target(self.project)?;
        }
        if takes(Step::Unit) || takes(Step::System) {
            self.nextest = setup::nextest(self.project);
        }
        Ok(())
    }

    fn lint(&self) -> Result<()> {
        run(self
            .project
            .cargo()
            .args(["clippy", "--locked", "--all-targets"])
            .args(self.project.host()?.arguments())
            .args(["--", "-D", "warnings"]))
    }

    fn lint_browser(&self) -> Result<()> {
        self.project.require(BROWSER)?;
        run(self.project.cargo().args(["clippy", "--locked", "-p", BROWSER]).args([
            "--target",
            setup::WASM_TARGET,
            "--",
            "-D",
            "warnings",
        ]))
    }

    /// Other tools take the domain without the rest of the house.
    fn alone(&self) -> Result<()> {
        self.project.require(DOMAIN)?;
        let check = || {
            let mut cargo = self.project.cargo();
            cargo.args(["check", "--locked", "-p", DOMAIN]);
            cargo
        };
        run(&mut check())?;
        run(check().args(["--target", setup::WASM_TARGET]))
    }

    fn deny(&self) -> Result<()> {
        let program = setup::deny(self.project)?;
        let deny = || {
            let mut deny = Command::new(&program);
            deny.current_dir(&self.project.root).arg("--locked");
            deny
        };
        run(deny().args(["check", "bans", "licenses", "sources"]))?;
        // A repository of its own, which changes from day to day: used where `cargo deny fetch` has put it.
        if setup::advisories().is_some() {
            run(deny().args(["--offline", "check", "advisories"]))
        } else {
            println!("      known faults were not looked for: their database is not here (cargo deny fetch)");
            Ok(())
        }
    }

    /// Side by side: at the end of each, one processor has nothing to do.
    fn build(&mut self) -> Result<()> {
        let project = self.project;
        let (site, server) = thread::scope(|scope| {
            let site = scope.spawn(|| site::build(project, Kind::Ship));
            let server = serve::build_server(project, false);
            (site.join(), server)
        });
        site.map_err(|_| anyhow!("building the site folder broke off"))??;
        self.put_aside(&server?)
    }

    /// Puts the server aside: building the tests would overwrite it with one that has their features.
    fn put_aside(&mut self, built: &Path) -> Result<()> {
        let folder = self.project.target.join("tested");
        let aside = folder.join("yaodian");
        fs::create_dir_all(&folder)
            .and_then(|()| match fs::remove_file(&aside) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                _ => fs::hard_link(built, &aside).or_else(|_| fs::copy(built, &aside).map(drop)),
            })
            .with_context(|| format!("could not put the server aside at {}", aside.display()))?;
        self.server = Some(aside);
        Ok(())
    }

    fn unit(&mut self) -> Result<()> {
        let project = self.project;
        let product = project.product()?;
        let own = project.host()?.only(XTASK);
        // The second run is made whatever the first one says.
        let (product, own) = if self.nextest {
            let filter = format!("not package(={SYSTEM})");
            let product = self.nextest(&product, &["-E", &filter]);
            (product, self.nextest(&own, &[]))
        } else {
            let product = product.without(SYSTEM);
            let product = self.cargo_test(&product, &["--lib", "--bins", "--tests"]);
            (product, self.cargo_test(&own, &[]))
        };
        product.and(own)
    }

    fn system(&mut self) -> Result<()> {
        let axe = setup::node(&self.project.target.join("axe"), &[AXE])?;
        self.axe = Some(axe.join("axe-core/axe.min.js"));
        self.s3 = Some(setup::s3(self.project)?);
        let provider = setup::node(&self.project.target.join("oidc-provider"), &[OIDC_PROVIDER])?;
        self.oidc_provider = Some(provider.join("oidc-provider/lib/index.js"));
        // Selected like the tests of the crates, so that nothing is built twice.
        let product = self.project.product()?;
        if self.nextest {
            self.nextest(&product, &["-E", &format!("package(={SYSTEM})")])
        } else {
            self.cargo_test(&product.only(SYSTEM), &[])
        }
    }

    fn interface(&self) -> Result<()> {
        let server = self.server.as_deref().context("no server was built")?;
        interface::hold(self.project, server)
    }

    fn package(&self) -> Result<Outcome> {
        if let Some(why) = package::hindrance() {
            return Ok(Outcome::Skipped(why.to_owned()));
        }
        let server = self.server.as_deref().context("no server was built")?;
        package::hold(self.project, server)?;
        Ok(Outcome::Done)
    }

    fn lighthouse(&self) -> Result<()> {
        let server = self.server.as_deref().context("no server was built")?;
        lighthouse::hold(self.project, server)
    }

    fn doc(&mut self) -> Result<()> {
        let documented = self.project.product()?.with_doc_tests();
        self.cargo_test(&documented, &["--doc"])
    }

    fn nextest(&mut self, selection: &Selection<'_>, more: &[&str]) -> Result<()> {
        let report = self.project.root.join("target/nextest/default/junit.xml");
        let _ = fs::remove_file(&report);
        let mut cargo = self.project.cargo();
        cargo
            .args(["nextest", "run", "--locked", "--no-fail-fast"])
            .args(selection.arguments())
            .args(more);
        self.environment(&mut cargo);
        let status = process::status(&mut cargo)?;
        if let Ok(report) = fs::read_to_string(&report) {
            self.tally += Tally::from_junit(&report).context("nextest wrote a report without its sums")?;
        } else if status.success() {
            bail!("nextest left no report at {}", report.display());
        }
        process::succeed(&cargo, status)
    }

    fn cargo_test(&mut self, selection: &Selection<'_>, more: &[&str]) -> Result<()> {
        let mut cargo = self.project.cargo();
        cargo
            .args(["test", "--locked", "--no-fail-fast"])
            .args(selection.arguments())
            .args(more);
        self.environment(&mut cargo);
        let (status, output) = process::tee(&mut cargo)?;
        self.tally += Tally::from_cargo_test(&output);
        process::succeed(&cargo, status)
    }

    /// Tells tests where to find what was built and started.
    fn environment(&self, command: &mut Command) {
        command
            .env("YAODIAN_SITE", site::folder(self.project))
            .env("YAODIAN_SEEDS", self.project.root.join("seeds"));
        if let Some(server) = &self.server {
            command.env("YAODIAN_BIN", server);
        }
        if let Some(axe) = &self.axe {
            command.env("YAODIAN_AXE", axe);
        }
        if let Some(s3) = &self.s3 {
            command.env("YAODIAN_S3", s3);
        }
        if let Some(provider) = &self.oidc_provider {
            command.env("YAODIAN_OIDC_PROVIDER", provider);
        }
        if let Some(postgres) = &self.postgres {
            command.env("YAODIAN_TEST_POSTGRES", postgres.url());
        }
        if let Some(driver) = setup::chromedriver() {
            command.env("CHROMEDRIVER", driver);
        }
        if let Some(browser) = setup::chromium() {
            command.env("CHROMIUM", browser);
        }
    }
}
