//! Hundreds of people who report, and what they do by `wrk`.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use crate::http;
use crate::process::{check_interrupt, read, run};
use crate::project::Project;
use crate::trial::{Setting, Trial};

/// What they report on.
pub const TARGET: &str = "villages";
const PLAN: &str = "hubei-2023";
const PERIOD: &str = "2023-09";
const PASSWORD: &str = "a bench of five hundred";

/// The seeds with so many more bureaus.
pub fn seeds(project: &Project, folder: &Path, count: usize) -> Result<PathBuf> {
    let seeds = folder.join("seeds");
    run(Command::new("cp").arg("-r").arg(project.root.join("seeds")).arg(&seeds))?;
    let file = seeds.join(PLAN).join("units.toml");
    let mut units = fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))?;
    for number in 0..count {
        write!(
            units,
            "\n[[unit]]\nid = \"made-up-{number}\"\nkind = \"bureau\"\nname = \"Made-up {number}\"\n\
             full_name = \"Made-up {number}\"\nname_en = \"Made-up {number}\"\n"
        )?;
    }
    fs::write(&file, units).with_context(|| format!("could not write {}", file.display()))?;
    Ok(seeds)
}

/// The cookies of those who are signed in.
pub struct Reporters(Vec<String>);

impl Reporters {
    /// Lets one in for each of so many made-up bureaus; each begins a report. `database` are arguments that name another
    /// database than the data folder's.
    pub fn sign_in(setting: &Setting, trial: &Trial, count: usize, database: &[&str]) -> Result<Self> {
        let (first, second) = (0..count / 2, count / 2..count);
        let some = |numbers: std::ops::Range<usize>| -> Result<Vec<String>> {
            let sign_in = |number| sign_in(setting, database, trial.port, number);
            numbers.map(sign_in).collect()
        };
        let cookies = thread::scope(|scope| {
            let first = scope.spawn(|| some(first));
            let second = some(second);
            (first.join(), second)
        });
        let (first, second) = cookies;
        let mut all = first.map_err(|_| anyhow::anyhow!("letting people in broke off"))??;
        all.extend(second?);
        Ok(Self(all))
    }

    /// Those of one of so many parts.
    pub fn part(&self, number: usize, of: usize) -> Self {
        Self(self.0.iter().skip(number).step_by(of).cloned().collect())
    }

    /// What `wrk` does: each of its connections takes whoever waits longest, lets them think for `thinks` milliseconds
    /// on average, take their next step, and wait again.
    pub fn script(&self, trial: &Trial, thinks: u32) -> Result<String> {
        let mut people = String::new();
        for cookie in &self.0 {
            let path = format!("/api/v1/form/{TARGET}?period={PERIOD}");
            let form = http::get(trial.port, &path, &[("Cookie", cookie)])?;
            let form: Value = serde_json::from_slice(&form.body).context("a form is no JSON")?;
            let report = &form["report"];
            let id = report["id"].as_str().context("a report has no id")?;
            let revision = report["revision"].as_i64().context("a report has no revision")?;
            let sent = report["state"] != "draft";
            writeln!(people, "  {{ {cookie:?}, {id:?}, {revision}, {sent} }},")?;
        }
        Ok(format!(
            "local thinks, address = {thinks}, \"http://127.0.0.1:{}\"\nlocal people = {{\n{people}}}\n{SCRIPT}",
            trial.port
        ))
    }
}

fn sign_in(setting: &Setting, database: &[&str], port: u16, number: usize) -> Result<String> {
    check_interrupt()?;
    let login = format!("made-up-{number}");
    let invitation = read(
        Command::new(&setting.server)
            .args([
                "user", "add", &login, "--name", &login, "--unit", &login, "--duty", "reporter",
            ])
            .arg("--data-dir")
            .arg(&setting.data)
            .args(database),
    )?;
    let origin = format!("http://127.0.0.1:{port}");
    let form = |path: &str, fields: &str| {
        let headers = [
            ("Origin", &*origin),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        http::request(port, "POST", path, &headers, fields)
    };
    let password = PASSWORD.replace(' ', "+");
    form(invitation.trim(), &format!("password={password}"))?;
    let signed_in = form("/sign-in", &format!("login={login}&password={password}"))?;
    let cookie = signed_in.cookie.with_context(|| format!("{login} was not let in"))?;
    let body = json!({
        "target": TARGET, "period": PERIOD, "read": null, "typed": { "value": "1" }, "progress": "bench", "send": false,
    });
    let headers = [("Cookie", &*cookie), ("Content-Type", "application/json")];
    let begun = http::request(port, "POST", "/api/v1/reports", &headers, &body.to_string())?;
    if begun.status != 200 {
        bail!(
            "{login} could not begin a report: {}",
            String::from_utf8_lossy(&begun.body)
        );
    }
    Ok(cookie)
}

/// Lua for `wrk`; before it stand `thinks`, `address` and `people`.
const SCRIPT: &str = r#"
local threads = 0
function setup(thread) thread:set("nth", threads); threads = threads + 1 end
function init(args)
  first, last, queue, by_id = 1, 0, {}, {}
  for i, one in ipairs(people) do
    if i % 2 == nth then
      last = last + 1
      queue[last] = { cookie = one[1], id = one[2], revision = one[3], sent = one[4] }
      by_id[one[2]] = queue[last]
    end
  end
end
function delay() return thinks == 0 and 0 or math.random(0, 2 * thinks) end
function request()
  local one = queue[first]
  queue[first], first = nil, first + 1
  local headers = { ["Cookie"] = one.cookie, ["Content-Type"] = "application/json", ["Origin"] = address }
  if one.sent then
    local body = string.format('{"revision":%d,"step":"recall","note":""}', one.revision)
    return wrk.format("POST", "/api/v1/reports/" .. one.id .. "/steps", headers, body)
  end
  local body = string.format('{"target":"villages","period":"2023-09","read":{"id":"%s","revision":%d},"typed":{"value":"%d"},"progress":"bench","send":true}',
    one.id, one.revision, one.revision)
  return wrk.format("POST", "/api/v1/reports", headers, body)
end
function response(status, headers, body)
  local id, revision, state = body:match('"report":{"id":"([^"]+)".-"revision":(%d+),"state":(..)')
  local one = by_id[id]
  one.revision, one.sent = tonumber(revision), state ~= '"d'
  last = last + 1
  queue[last] = one
end
"#;
