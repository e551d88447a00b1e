//! A plan of which every text that somebody can type would harm where it is not shown as text.

mod plans;
mod supervised;

use serde_json::{Value, json};
use yaodian_contract::{
    keys::MakeKey,
    ledger::{CommitUpload, SaveEntry, SavedView},
    people::{Decide, EditPerson, Invite},
};
use yaodian_tests::{PASSWORD, Server, TRIAL_PEOPLE, Visitor, provider::Provider, smtp::Smtp};

use super::typed::Typed;
use crate::{
    ledgers::{LEDGER, outfall, picture},
    networks::REGISTER,
    reminders,
    sign_in::{Browser, single_sign_on},
};

/// So many marks over one letter.
const MARKS: usize = 60;

/// A text that would run as HTML, as a template, as an address and as a formula, turns what follows around and climbs
/// over its line; known by its place.
pub fn nasty(place: &str) -> String {
    let climbing = "\u{301}".repeat(MARKS);
    format!(
        "=HYPERLINK(\"https://evil.example\",\"x\")\"><script>alert('XQ{place}')</script>{{{{7*7}}}} javascript:alert(1) \
         \u{202e}gpj.exe\u{0}e{climbing}"
    )
}

/// The same where there is little room.
pub fn short(place: &str) -> String {
    format!("=\"><script>XQ{place}</script>")
}

/// The same for a sheet, which takes no cell that begins as a formula does.
pub fn plain(place: &str) -> String {
    format!("\"><script>XQ{place}</script>")
}

pub struct World {
    pub smtp: Smtp,
    pub server: Server,
    pub typed: Typed,
    pub writer: Visitor,
    pub reviewer: Visitor,
    pub office: Visitor,
    pub administrator: Visitor,
    pub report: String,
    /// A report of words that waits, and its revision.
    pub waiting: (String, i64),
    pub account: String,
    /// The path of an invitation that nobody has used.
    pub invitation: String,
    /// A slip, and what units ask for.
    pub cases: Vec<String>,
    pub bulletin: String,
    pub correction: String,
    pub entry: i64,
    pub batch: String,
    pub upload: String,
    pub import: String,
    /// The number of a section, as in an address.
    pub section: String,
}

pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

pub async fn sent(by: &Visitor, path: &str, body: impl Into<Vec<u8>>) -> Value {
    let (status, answer) = by.send(path, body.into()).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

/// As it stands in an address, which can hold no NUL.
pub fn encoded(text: &str) -> String {
    yaodian_tests::encoded(&text.replace('\0', ""))
}

/// A trial at a name, so that browsers make passkeys, with mail and a provider of single sign-on.
async fn server(smtp: &Smtp, provider: &mut Provider) -> Server {
    let port = yaodian_tests::free_port();
    let (listen, url, smtp) = (
        format!("127.0.0.1:{port}"),
        format!("http://localhost:{port}"),
        smtp.url(),
    );
    // Every address is asked for, faster than anybody may.
    let flags = ["--listen", &listen, "--public-url", &url, "--client-rate", "0"];
    let mail = reminders::flags(&smtp);
    let provided = single_sign_on::flags(provider);
    let flags = [&flags[..], &mail, &provided].concat();
    let server = Server::with_plan(reminders::restless, &flags).await;
    provider.serve(&server).await;
    server
}

impl World {
    pub async fn begun() -> Self {
        let smtp = Smtp::start().await;
        let mut provider = Provider::start().await;
        let server = server(&smtp, &mut provider).await;
        assert_eq!(server.links.len(), TRIAL_PEOPLE);
        let typed = Typed::default();
        let (_, reviewer, office) = server.desks().await;
        let administrator = server.by_link(3).await;
        let (writer, account, invitation) = people(&server, &typed, &administrator).await;
        bound(&server, &typed, &provider).await;
        let supervised::Begun { report, waiting, cases } = supervised::done(&typed, &writer, &reviewer, &office).await;
        let (entry, upload) = listed(&typed, &writer).await;
        let (batch, section) = measured(&typed, &reviewer).await;
        let (bulletin, correction) = plans::told(&typed, &office).await;
        let import = plans::planned(&typed, &office).await;
        plans::shared(&typed, &office).await;
        let key = json!({ "name": short("key"), "scopes": ["read"] });
        typed.done::<MakeKey>(&writer, "/api/v1/keys", key).await;
        Self {
            smtp,
            server,
            typed,
            writer,
            reviewer,
            office,
            administrator,
            report,
            waiting,
            account,
            invitation,
            cases,
            bulletin,
            correction,
            entry,
            batch,
            upload,
            import,
            section,
        }
    }
}

/// Names and titles: of who writes, of those who decide, of somebody who has not come yet.
async fn people(server: &Server, typed: &Typed, administrator: &Visitor) -> (Visitor, String, String) {
    const PEOPLE: &str = "/api/v1/people";
    let post = json!({ "unit": "420100", "duties": ["reporter"], "title": short("TITLE"), "from": "2023-09-25" });
    let invite = json!({ "login": "writer", "name": short("NAME"), "email": "writer@example.org", "post": post });
    let invited = typed.done::<Invite>(administrator, PEOPLE, invite).await;
    // Whose mail is refused, with words that would run.
    let said = json!({ "login": "said", "name": short("REFUSED"), "email": "said@example.org", "post": post });
    typed.done::<Invite>(administrator, PEOPLE, said).await;
    let called = short("LOGIN").to_lowercase().replace("xqlogin", "XQLOGIN");
    let other = json!({ "login": called, "name": short("INVITED"), "post": post });
    let other = typed.done::<Invite>(administrator, PEOPLE, other).await;
    let all = async || administrator.json(PEOPLE).await.1;
    let decide = async |decision: Value| {
        let asked = json!({ "revision": all().await["revision"], "decision": decision });
        typed
            .done::<Decide>(administrator, "/api/v1/people/decide", asked)
            .await
    };
    let appointed =
        json!({ "unit": "shui", "duties": ["reporter"], "title": short("APPOINTED"), "from": "2023-09-25" });
    decide(json!({ "appoint": { "account": other["account"], "post": appointed } })).await;
    let people = all().await;
    let posts = people["posts"].as_array().unwrap();
    let held = posts
        .iter()
        .find(|post| post["account"] == other["account"] && post["unit"] == "420100");
    let changed = json!({
        "post": held.unwrap()["id"], "from": "2023-09-26", "duties": ["reporter"], "title": short("CHANGED"),
    });
    decide(json!({ "change": changed })).await;
    for (login, name) in [("trial-reviewer", "REVIEWER"), ("trial-office", "OFFICE")] {
        let all = people["people"].as_array().unwrap();
        let id = text(&all.iter().find(|person| person["login"] == login).unwrap()["id"]);
        let edit = json!({ "name": short(name) });
        typed
            .done::<EditPerson>(administrator, &format!("{PEOPLE}/{id}"), edit)
            .await;
    }
    let mut writer = server.visitor();
    writer
        .form(invited["path"].as_str().unwrap(), &[("password", PASSWORD)])
        .await;
    let answer = writer
        .form("/sign-in", &[("login", "writer"), ("password", PASSWORD)])
        .await;
    writer.keep_session(&answer);
    (writer, text(&invited["account"]), text(&other["path"]))
}

/// By what the provider of single sign-on knows who writes.
async fn bound(server: &Server, typed: &Typed, provider: &Provider) {
    single_sign_on::opened(server, "writer").await;
    let subject = short("SUBJECT");
    let mut browser = Browser::at(server, "198.51.100.1");
    let known = [("subject", subject.as_str()), ("login", "writer")];
    let entered = single_sign_on::walked(&mut browser, server, provider, &known).await;
    assert_eq!(entered.status, 303, "{}", entered.text);
    assert_eq!(browser.form("/sign-out", &[]).await.status, 200, "on to the provider");
    typed.brought(&subject);
}

/// A ledger's cells, a view, a sheet that is handed back.
async fn listed(typed: &Typed, writer: &Visitor) -> (i64, String) {
    let cells = nasty("cell").replace('\0', "");
    let saved = outfall(&short("number"), &[("f.name", &cells), ("f.water", &short("water"))]);
    let entry = typed
        .done::<SaveEntry>(writer, &format!("{LEDGER}/entries"), saved)
        .await;
    let id = entry["entry"]["id"].as_i64().unwrap();
    let name = nasty("evidence");
    let path = format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name={}", encoded(&name));
    sent(writer, &path, picture()).await;
    typed.brought(&name);
    let query = json!({ "search": short("viewsearch"), "filters": [
        { "column": "f.name", "test": { "contains": short("viewpart") } },
        { "column": "f.type", "test": { "one-of": [short("viewone")] } },
    ] });
    let view = json!({ "name": short("view"), "query": query });
    typed.done::<SavedView>(writer, &format!("{LEDGER}/views"), view).await;
    let cell = short("sheetcell").replace('"', "\"\"");
    let heading = short("sheetheading").replace('"', "\"\"");
    let sheet = format!("排污口编码,责任单位,排污口名称,\"{heading}\"\nX-1,\"{cell}\",\"{cell}\",x\n");
    typed.brought(&sheet);
    let name = nasty("sheetname");
    let upload = sent(writer, &format!("{LEDGER}/uploads?name={}", encoded(&name)), sheet).await;
    typed.brought(&name);
    assert!(upload["passed_over"].to_string().contains("XQsheetheading"), "{upload}");
    (id, text(&upload["id"]))
}

/// A register of sections, and measurements: some of which are set aside.
async fn measured(typed: &Typed, reviewer: &Visitor) -> (String, String) {
    let ledger = "/api/v1/ledgers/water-sections";
    let quoted = |place: &str| plain(place).replace('"', "\"\"");
    let (head, rows) = REGISTER.split_once('\n').unwrap();
    let rows = rows.replace('\n', ",,\n");
    let (code, name) = (quoted("stationcode"), quoted("stationname"));
    let (water, basin) = (quoted("stationwater"), quoted("stationbasin"));
    let own = format!("\"{code}\",武汉市,\"{name}\",河流,国控,Ⅲ,\"{water}\",\"{basin}\"\n");
    let register = format!("{head},所在水体,流域\n{rows}{own}");
    typed.brought(&register);
    let preview = sent(reviewer, &format!("{ledger}/uploads?name=r.csv"), register).await;
    assert_eq!(preview["counts"]["added"], 5, "{preview}");
    let commit = format!("{ledger}/uploads/{}/commit", text(&preview["id"]));
    typed
        .done::<CommitUpload>(reviewer, &commit, json!({ "seen": preview["seen"] }))
        .await;
    let cell = short("place").replace('"', "\"\"");
    let table = format!(
        "断面名称,监测时间,总磷(mg/L)\n甲断面,2023-08-03,0.09\n\"{name}\",2023-08-03,0.3\n\"{cell}\",2023-08-03,-0.1\n"
    );
    typed.brought(&table);
    let base = "/api/v1/monitoring/water/uploads";
    let name = nasty("measured");
    let preview = sent(
        reviewer,
        &format!("{base}?name={}.csv&state=raw", encoded(&name)),
        table,
    )
    .await;
    typed.brought(&name);
    let id = text(&preview["id"]);
    let (status, done) = reviewer.post(&format!("{base}/{id}/commit"), &preview["terms"]).await;
    assert_eq!(status, 200, "{done}");
    (text(&done["batch"]), encoded(&plain("stationcode")))
}
