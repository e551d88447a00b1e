//! A plan of which every text that somebody can type would harm where it is not shown as text.

use serde_json::{Value, json};
use yaodian_tests::{PASSWORD, Server, Visitor, smtp::Smtp};

use crate::{
    api::{outfalls, send},
    imports::{next_year, publish, ready},
    ledgers::{LEDGER, add, picture},
    networks::REGISTER,
    reminders::mailing,
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

pub struct World {
    pub smtp: Smtp,
    pub server: Server,
    pub writer: Visitor,
    pub reviewer: Visitor,
    pub office: Visitor,
    pub administrator: Visitor,
    pub report: String,
    pub account: String,
    pub case: String,
    pub bulletin: String,
    pub entry: i64,
    pub batch: String,
    pub upload: String,
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

async fn done(by: &Visitor, path: &str, body: Value) -> Value {
    let (status, answer) = by.post(path, &body).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

async fn sent(by: &Visitor, path: &str, body: Vec<u8>) -> Value {
    let (status, answer) = by.send(path, body).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

/// As it stands in an address, which can hold no NUL.
pub fn encoded(text: &str) -> String {
    yaodian_tests::encoded(&text.replace('\0', ""))
}

impl World {
    pub async fn begun() -> Self {
        let smtp = Smtp::start().await;
        let server = mailing(&smtp).await;
        let (_, reviewer, office) = server.desks().await;
        let administrator = server.by_link(3).await;
        let (writer, account) = people(&server, &administrator).await;
        let (report, case) = supervised(&writer, &reviewer, &office).await;
        let (entry, upload) = listed(&writer).await;
        let batch = measured(&reviewer).await;
        let bulletin = told(&office).await;
        planned(&office).await;
        done(
            &writer,
            "/api/v1/keys",
            json!({ "name": short("key"), "scopes": ["read"] }),
        )
        .await;
        Self {
            smtp,
            server,
            writer,
            reviewer,
            office,
            administrator,
            report,
            account,
            case,
            bulletin,
            entry,
            batch,
            upload,
        }
    }
}

/// Names and titles: of who writes, and of those who decide.
async fn people(server: &Server, administrator: &Visitor) -> (Visitor, String) {
    let post = json!({ "unit": "420100", "duties": ["reporter"], "title": short("TITLE"), "from": "2023-09-25" });
    let invite = json!({ "login": "writer", "name": short("NAME"), "email": "writer@example.org", "post": post });
    let invited = done(administrator, "/api/v1/people", invite).await;
    let (_, people) = administrator.json("/api/v1/people").await;
    for (login, name) in [("trial-reviewer", "REVIEWER"), ("trial-office", "OFFICE")] {
        let all = people["people"].as_array().unwrap();
        let id = text(&all.iter().find(|person| person["login"] == login).unwrap()["id"]);
        done(
            administrator,
            &format!("/api/v1/people/{id}"),
            json!({ "name": short(name) }),
        )
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
    (writer, text(&invited["account"]))
}

/// Reports, notes, judgements, slips, requests.
async fn supervised(writer: &Visitor, reviewer: &Visitor, office: &Visitor) -> (String, String) {
    let name = encoded(&nasty("file"));
    let file = sent(
        writer,
        &format!("/api/v1/targets/outfalls-yangtze/files?name={name}"),
        picture(),
    )
    .await;
    let mut report = outfalls("610", "734");
    report["progress"] = json!(nasty("progress"));
    report["problems"] = json!(nasty("problems"));
    report["next_steps"] = json!(nasty("next"));
    report["evidence"] = json!([file["id"]]);
    let (id, revision) = send(writer, &report).await;
    let (status, returned) = reviewer.decide(&id, revision, "return", &nasty("returned")).await;
    assert_eq!(status, 200, "{returned}");
    report["read"] = json!({ "id": id, "revision": returned["report"]["revision"] });
    let (_, revision) = send(writer, &report).await;
    assert_eq!(
        reviewer.decide(&id, revision, "approve", &nasty("approved")).await.0,
        200
    );
    let said = json!({ "status": "at-risk", "reason": nasty("judgement") });
    done(reviewer, "/api/v1/targets/outfalls-yangtze/judgements", said).await;

    let slip = json!({ "notices": [{
        "target": "outfalls-key-survey", "unit": "420100", "colour": "yellow", "demand": nasty("demand"),
    }] });
    let case = text(&done(office, "/api/v1/cases", slip).await[0]["case"]["id"]);
    let steps = format!("/api/v1/cases/{case}/steps");
    for (at, by, step) in [
        (1, writer, "signed-for"),
        (2, writer, "answered"),
        (3, office, "sent-back"),
    ] {
        done(by, &steps, json!({ "read": at, "step": step, "note": nasty(step) })).await;
    }
    let target = "outfalls-yangtze";
    let ask = json!({ "extension": { "target": target, "new_due": "2024-06-30", "reason": nasty("extension") } });
    let asked = text(&done(writer, "/api/v1/cases", ask).await[0]["case"]["id"]);
    let grant = json!({ "read": 1, "step": "granted", "note": nasty("granted") });
    done(office, &format!("/api/v1/cases/{asked}/steps"), grant).await;
    let reopen = json!({ "period": "2023-08", "unit": "420100", "until": "2023-09-28", "reason": nasty("reopened") });
    done(office, "/api/v1/periods/reopen", reopen).await;
    done(
        office,
        "/api/v1/reminders/ask",
        json!({ "units": ["420100"], "note": nasty("nudge") }),
    )
    .await;
    (id, case)
}

/// A ledger's cells, a view, a sheet that is handed back.
async fn listed(writer: &Visitor) -> (i64, String) {
    let cells = nasty("cell").replace('\0', "");
    let entry = add(
        writer,
        &short("number"),
        &[("f.name", &cells), ("f.water", &short("water"))],
    )
    .await;
    let id = entry["entry"]["id"].as_i64().unwrap();
    let name = encoded(&nasty("evidence"));
    sent(
        writer,
        &format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name={name}"),
        picture(),
    )
    .await;
    done(
        writer,
        &format!("{LEDGER}/views"),
        json!({ "name": short("view"), "query": {} }),
    )
    .await;
    let sheet = format!(
        "排污口编码,责任单位,排污口名称\nX-1,\"{0}\",\"{0}\"\n",
        short("sheet").replace('"', "\"\"")
    );
    let upload = sent(
        writer,
        &format!("{LEDGER}/uploads?name={}", encoded(&nasty("sheet"))),
        sheet.into(),
    )
    .await;
    (id, text(&upload["id"]))
}

/// Measurements that are set aside.
async fn measured(reviewer: &Visitor) -> String {
    let ledger = "/api/v1/ledgers/water-sections";
    let preview = sent(
        reviewer,
        &format!("{ledger}/uploads?name=r.csv"),
        REGISTER.as_bytes().to_vec(),
    )
    .await;
    let commit = format!("{ledger}/uploads/{}/commit", text(&preview["id"]));
    done(reviewer, &commit, json!({ "seen": preview["seen"] })).await;
    let cell = short("place").replace('"', "\"\"");
    let table = format!("断面名称,监测时间,总磷(mg/L)\n甲断面,2023-08-03,0.09\n\"{cell}\",2023-08-03,-0.1\n");
    let base = "/api/v1/monitoring/water/uploads";
    let name = encoded(&nasty("measured"));
    let preview = sent(reviewer, &format!("{base}?name={name}.csv&state=raw"), table.into()).await;
    let id = text(&preview["id"]);
    text(&done(reviewer, &format!("{base}/{id}/commit"), preview["terms"].clone()).await["batch"])
}

/// A bulletin, published.
async fn told(office: &Visitor) -> String {
    let draft = done(office, "/api/v1/bulletins", json!({ "edition": "2023-09" })).await;
    let id = text(&draft["head"]["id"]);
    let mut words = draft["text"].clone();
    for field in ["title", "mark", "number", "addressee", "signed"] {
        words[field] = json!(nasty(field));
    }
    let sections = words["sections"].as_array_mut().unwrap();
    let part = json!({ "words": nasty("words") });
    sections.insert(0, json!({ "heading": nasty("heading"), "parts": [part] }));
    let one = format!("/api/v1/bulletins/{id}");
    let saved = done(office, &one, json!({ "read": draft["revision"], "text": words })).await;
    done(office, &format!("{one}/publish"), json!({ "read": saved["revision"] })).await;
    id
}

/// A plan with such words in its text and titles, published.
async fn planned(office: &Visitor) {
    let words = "持续推进<script>alert('XQplan')</script>{{7*7}}长江高水平保护";
    let plan = next_year().replacen("持续推进长江高水平保护", words, 1);
    assert_ne!(plan, next_year());
    let title = encoded(&nasty("plantitle").replace('\0', ""));
    let id = ready(
        office,
        &format!("plan=hubei-2024&title={title}&issuer={title}&name={title}"),
        &plan,
    )
    .await;
    let (status, answer) = publish(office, &id, 2, 0).await;
    assert_eq!(status, 200, "{answer}");
}
