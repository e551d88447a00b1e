//! Redmine as Debian ships it, with a public project of so many issues.

use std::fs;
use std::path::Path;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::http;
use crate::process::{self, check_interrupt, read};
use crate::trial::free_port;

/// Where Debian puts it, and the empty database that it makes.
const HOME: &str = "/usr/share/redmine";
const DATABASE: &str = "/var/lib/dbconfig-common/sqlite3/redmine/instances/default/redmine_default";

/// What fills the database.
const FILL: &str = r#"
rows = Integer(ENV.fetch("ROWS"))
Setting.per_page_options = "25,50,#{rows}"
project = Project.create!(name: "Plan", identifier: "plan", is_public: true,
                          enabled_module_names: %w[issue_tracking], tracker_ids: Tracker.pluck(:id))
author = User.active.find_by!(admin: true)
rows.times do |number|
  Issue.create!(project: project, tracker: Tracker.first, priority: IssuePriority.first, author: author,
                subject: "Target #{number + 1} of the plan", start_date: "2023-01-01", due_date: "2023-12-31")
end
puts "FILLED #{project.issues.count}"
"#;

/// A running Redmine; stopped when dropped.
pub struct Redmine {
    child: Child,
    /// Where it answers on loopback.
    pub port: u16,
}

/// The page with all issues.
pub fn page(issues: usize) -> String {
    format!("/projects/plan/issues?per_page={issues}")
}

impl Redmine {
    /// Fills a database of its own in `folder` and starts two processes of Puma, one for each core of the
    /// machines that we measure on.
    pub fn start(folder: &Path, issues: usize) -> Result<Self> {
        let folder = folder.join("redmine");
        fs::create_dir_all(&folder)?;
        let database = folder.join("redmine.sqlite");
        fs::copy(DATABASE, &database).with_context(|| format!("could not copy {DATABASE}"))?;
        let fill = folder.join("fill.rb");
        fs::write(&fill, FILL)?;
        let redmine = |program: &str| {
            let mut command = Command::new(program);
            command
                .current_dir(HOME)
                .env("DATABASE_URL", format!("sqlite3:{}", database.display()))
                .env("RAILS_ENV", "production")
                .env("ROWS", issues.to_string());
            command
        };
        let told = read(redmine("bundle").args(["exec", "rails", "runner"]).arg(&fill))?;
        if !told.contains(&format!("FILLED {issues}")) {
            bail!("Redmine was not filled; it says:\n{told}");
        }
        let port = free_port()?;
        let log = fs::File::create(folder.join("log"))?;
        let mut puma = redmine("puma");
        puma.args(["--environment", "production", "--workers", "2", "--threads", "4:4"])
            .args(["--bind", &format!("tcp://127.0.0.1:{port}")])
            .stdout(log.try_clone()?)
            .stderr(log);
        let child = process::spawn(&mut puma)?;
        let redmine = Self { child, port };
        let begin = Instant::now();
        while http::get(port, &page(issues), &[]).is_err() {
            check_interrupt()?;
            if begin.elapsed() > Duration::from_mins(3) {
                let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
                bail!("Redmine does not answer; it says:\n{log}");
            }
            thread::sleep(Duration::from_millis(200));
        }
        Ok(redmine)
    }
}

impl Drop for Redmine {
    fn drop(&mut self) {
        process::terminate(&mut self.child, Duration::from_secs(10));
    }
}
