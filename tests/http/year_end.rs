//! 年终收官 and 结转: two people close a year, nothing of it is written any more, what was unfinished
//! goes on in the next plan.

use std::path::Path;

use serde_json::{Value, json};
use yaodian_domain::{
    closing::{Finals, Outcome},
    standing::Standing,
};
use yaodian_tests::{Server, Visitor, case, seeds, yaodian};

use crate::ledgers::{LEDGER, add, outfall, picture};

const STEPS: &str = "/api/v1/closing/steps";
/// A share of the outfalls that 武汉 reports in December and goes on with in January.
const OUTFALLS: &str = "outfalls-key-survey";
const CARRIED: &str = "hubei-2023.outfalls-key-survey";

async fn move_to(office: &Visitor, day: &str) {
    let (status, answer) = office.post("/api/v1/trial/day", &json!({ "day": day })).await;
    assert_eq!(status, 200, "{day}: {answer}");
}

pub(crate) async fn desk(office: &Visitor) -> Value {
    let (status, desk) = office.json("/api/v1/closing?plan=hubei-2023").await;
    assert_eq!(status, 200, "{desk}");
    desk
}

fn why(problem: &Value) -> &str {
    case(&problem["kind"]["closing"]["why"])
}

/// The request that leaves open what may be left, carries the outfalls over and ends the rest.
pub(crate) fn request(desk: &Value) -> Value {
    let finals: Finals = serde_json::from_value(desk["finals"].clone()).unwrap();
    let choices: Vec<Value> = finals
        .unfinished()
        .map(|one| {
            let way = if one.target.as_str() == OUTFALLS {
                json!({ "carried": { "new_due": "2024-06-30" } })
            } else {
                json!("ended")
            };
            json!({ "target": one.target, "way": way, "reason": "年内未完成" })
        })
        .collect();
    json!({ "left": desk["obstacles"], "choices": choices })
}

pub(crate) async fn take(office: &Visitor, read: usize, step: Value, note: &str) -> (u16, Value) {
    let body = json!({ "plan": "hubei-2023", "read": read, "step": step, "note": note });
    office.post(STEPS, &body).await
}

fn december(done: &str, send: bool) -> Value {
    json!({
        "target": OUTFALLS, "period": "2023-12", "read": null,
        "typed": { "done": done, "of": "734" }, "progress": "溯源整治有序推进", "send": send,
    })
}

/// A year that is over, with a report that is still reviewed and a slip that is still open.
struct Over {
    server: Server,
    wuhan: Visitor,
    reviewer: Visitor,
    office: Visitor,
    second: Visitor,
    waiting: Value,
    slip: Value,
    entry: Value,
}

impl Over {
    async fn begins() -> Self {
        let server = Server::trial_on("2023-12-20").await;
        let (wuhan, reviewer) = (server.by_link(0).await, server.by_link(1).await);
        let office = server.by_link(2).await;
        let second = server.person("second", "bangongshi", &["office"], false).await;
        let (status, waiting) = wuhan.post("/api/v1/reports", &december("560", true)).await;
        assert_eq!(status, 200, "{waiting}");
        let (_, cases) = office.json("/api/v1/cases").await;
        let proposal = &cases["proposals"][0]["proposal"];
        let issue = json!({
            "target": proposal["target"], "unit": proposal["unit"], "colour": proposal["colour"], "demand": "请尽快完成。",
        });
        let (status, slips) = office.post("/api/v1/cases", &json!({ "notices": [issue] })).await;
        assert_eq!(status, 200, "{slips}");
        let slip = slips[0].clone();
        let entry = add(&wuhan, "WH-001", &[]).await;
        let file = format!(
            "{LEDGER}/entries/{}/evidence?stage=accepted&name=a.png",
            entry["entry"]["id"]
        );
        let (status, view) = wuhan.send(&file, picture()).await;
        assert_eq!(status, 200, "{view}");
        Self {
            server,
            wuhan,
            reviewer,
            office,
            second,
            waiting,
            slip,
            entry,
        }
    }

    /// What stood in the way is seen to or left, and two people close the year.
    async fn closed() -> Self {
        let over = Self::begins().await;
        move_to(&over.office, "2024-01-11").await;
        over.approve().await;
        let request = request(&desk(&over.office).await);
        let asked = json!({ "asked": request });
        let (status, answer) = take(&over.office, 0, asked, "督办单转下年度。").await;
        assert_eq!(status, 200, "{answer}");
        let (status, answer) = take(&over.second, 1, json!("confirmed"), "").await;
        assert_eq!(status, 200, "{answer}");
        over
    }

    async fn approve(&self) {
        let report = &self.waiting["report"];
        let (id, revision) = (report["id"].as_str().unwrap(), report["revision"].as_i64().unwrap());
        let (status, answer) = self.reviewer.decide(id, revision, "approve", "").await;
        assert_eq!(status, 200, "{answer}");
    }
}

#[tokio::test]
async fn two_people_close_a_year_and_the_list_is_what_the_check_says() {
    let over = Over::begins().await;
    let (office, second) = (&over.office, &over.second);
    // While the year runs nothing is closed, whatever is said.
    let asked = |desk: &Value| json!({ "asked": request(desk) });
    let early = desk(office).await;
    let mut kinds: Vec<&str> = early["obstacles"].as_array().unwrap().iter().map(case).collect();
    kinds.dedup();
    assert_eq!(kinds, ["term-not-over", "period-not-closed", "report", "case"]);
    let (status, problem) = take(office, 0, asked(&early), "说明").await;
    assert_eq!((status, why(&problem)), (409, "forbidden"), "{problem}");
    // A report that nobody has decided on forbids it; a slip may be left, if that is said.
    move_to(office, "2024-01-11").await;
    let (status, problem) = take(office, 0, asked(&desk(office).await), "说明").await;
    assert_eq!((status, why(&problem)), (409, "forbidden"));
    over.approve().await;
    let now = desk(office).await;
    assert_eq!(now["obstacles"].as_array().unwrap().len(), 1, "{}", now["obstacles"]);
    let mut silent = asked(&now);
    silent["asked"]["left"] = json!([]);
    assert_eq!(why(&take(office, 0, silent, "说明").await.1), "not-left");
    assert_eq!(why(&take(office, 0, asked(&now), " ").await.1), "note-missing");
    let mut fewer = asked(&now);
    fewer["asked"]["choices"].as_array_mut().unwrap().pop();
    assert_eq!(why(&take(office, 0, fewer, "说明").await.1), "choice-missing");
    for (visitor, code) in [(&over.wuhan, 403), (&over.reviewer, 403)] {
        assert_eq!(take(visitor, 0, asked(&now), "说明").await.0, code);
        assert_eq!(visitor.json("/api/v1/closing").await.0, 403);
    }
    let administrator = over.server.by_link(3).await;
    let (status, seen) = administrator.json("/api/v1/closing").await;
    assert_eq!(
        (status, &seen["hand"]),
        (200, &Value::Null),
        "he looks, and does not decide"
    );
    assert_eq!(take(&administrator, 0, asked(&now), "说明").await.0, 403);

    // Asked for, withdrawn, asked for again, confirmed by another person.
    assert_eq!(take(office, 0, asked(&now), "说明").await.0, 200);
    let (status, problem) = take(office, 1, json!("confirmed"), "").await;
    assert_eq!((status, why(&problem)), (422, "same-person"));
    assert_eq!(take(second, 1, json!("withdrawn"), "再核一遍").await.0, 200);
    let (status, problem) = take(second, 1, json!("confirmed"), "").await;
    assert_eq!((status, why(&problem)), (409, "moved-on"));
    assert_eq!(take(second, 2, asked(&now), "说明").await.0, 200);
    let (status, steps) = take(office, 3, json!("confirmed"), "").await;
    assert_eq!((status, steps.as_array().unwrap().len()), (200, 4));

    // The list is the check's answer for that day, for every target and every unit's part.
    let visitor = over.server.visitor();
    let (status, frozen) = visitor.json("/api/v1/closing/finals").await;
    assert_eq!(status, 200);
    let finals: Finals = serde_json::from_value(frozen.clone()).unwrap();
    let replayed = async || {
        let (_, standing) = visitor.json("/api/v1/standing?as_of=2024-01-11").await;
        let standing: Standing = serde_json::from_value(standing).unwrap();
        for one in &finals.targets {
            let answer = standing.target(&one.target).unwrap();
            assert_eq!(one.outcome, Outcome::from(answer), "{}", one.target);
        }
        assert_eq!(finals.targets.len(), standing.iter().count());
    };
    replayed().await;
    let page = visitor.page("/year-end").await;
    assert!(page.contains("本年度已收官(2024-01-11)") && page.contains("长江入河排污口整治"));
    for path in ["/", "/plan", "/targets", "/target/outfalls-yangtze", "/unit/420100"] {
        assert!(visitor.page(path).await.contains("本年度已收官(2024-01-11)"), "{path}");
    }
    assert!(over.wuhan.page("/app").await.contains("2024-01-11"));

    // The year's results become known in spring. What was known on the day does not change, nor the list.
    move_to(office, "2024-04-02").await;
    replayed().await;
    assert_eq!(visitor.json("/api/v1/closing/finals").await.1, frozen);
    let (_, today) = visitor.json("/api/v1/standing").await;
    let today: Standing = serde_json::from_value(today).unwrap();
    let differs =
        |one: &&yaodian_domain::closing::Final| today.target(&one.target).unwrap().status != one.outcome.status;
    assert!(
        finals.targets.iter().any(|one| differs(&one)),
        "later knowledge is there"
    );
    // And nobody was told anything since.
    let (_, told) = office.json("/api/v1/reminders/told").await;
    let late = told["messages"].as_array().into_iter().flatten();
    assert!(
        late.clone().all(|message| message["day"].as_str() < Some("2024-01-12")),
        "{told}"
    );
    for person in [&over.wuhan, &over.reviewer, office] {
        assert_eq!(person.json("/api/v1/reminders").await.1["lines"], json!([]));
    }
}

#[tokio::test]
async fn nothing_of_a_closed_year_is_written_any_more() {
    let over = Over::closed().await;
    let (wuhan, office) = (&over.wuhan, &over.office);
    // January would be open.
    move_to(office, "2024-01-25").await;
    let mut january = december("600", false);
    january["period"] = json!("2024-01");
    let slip = over.slip["case"]["id"].as_str().unwrap();
    let extension = json!({ "extension": { "target": OUTFALLS, "new_due": "2024-06-30", "reason": "再延" } });
    let appeal = json!({ "appeal": { "target": OUTFALLS, "points": "1", "reason": "申诉" } });
    let writes: Vec<(&Visitor, String, Value)> = vec![
        (wuhan, "/api/v1/reports".into(), january),
        (wuhan, "/api/v1/cases".into(), appeal),
        (
            office,
            format!("/api/v1/cases/{slip}/steps"),
            json!({ "read": 1, "step": "settled", "note": "已办" }),
        ),
        (
            &over.reviewer,
            format!("/api/v1/targets/{OUTFALLS}/judgements"),
            json!({ "status": "at-risk", "reason": "另有看法" }),
        ),
        (
            office,
            "/api/v1/reminders/ask".into(),
            json!({ "units": ["420100"], "note": "请补报" }),
        ),
        (
            office,
            STEPS.into(),
            json!({ "plan": "hubei-2023", "read": 2, "step": "withdrawn" }),
        ),
    ];
    for (visitor, path, body) in writes {
        let (status, problem) = visitor.post(&path, &body).await;
        assert_eq!(
            (status, &problem["code"]),
            (409, &json!("plan-closed")),
            "{path}: {problem}"
        );
        assert_eq!(problem["kind"]["plan-closed"]["on"], "2024-01-11");
        assert!(problem["title"].as_str().unwrap().contains("2024-01-11"), "{problem}");
    }
    // What the rules refuse before it is refused as before: after its date nothing is put off.
    assert_eq!(wuhan.post("/api/v1/cases", &extension).await.0, 422);
    // Ledgers: an entry, what is moved, a sheet, a file of evidence.
    let id = over.entry["entry"]["id"].as_i64().unwrap();
    let stages = json!({ "chosen": { "entries": [id] }, "stage": 0, "day": "2024-01-20" });
    for (path, body) in [("entries", outfall("WH-002", &[])), ("move", stages)] {
        let (status, problem) = wuhan.post(&format!("{LEDGER}/{path}"), &body).await;
        assert_eq!(
            (status, &problem["code"]),
            (409, &json!("plan-closed")),
            "{path}: {problem}"
        );
    }
    let evidence = format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name=a.png");
    let sheet = "编号,单位\nWH-001,武汉市\n".as_bytes().to_vec();
    for (path, bytes) in [
        (evidence, picture()),
        (format!("{LEDGER}/uploads?name=list.csv"), sheet),
    ] {
        let (status, problem) = wuhan.send(&path, bytes).await;
        assert_eq!(
            (status, &problem["code"]),
            (409, &json!("plan-closed")),
            "{path}: {problem}"
        );
    }
    // Nothing is proposed on it either.
    assert_eq!(office.json("/api/v1/cases").await.1["proposals"], json!([]));
}

/// The plan folder of the next year: the same promises, nothing published yet.
fn next_year(folder: &Path) {
    for name in ["hubei-2024", "calendars"] {
        std::fs::create_dir_all(folder.join(name)).unwrap();
    }
    let copy = |from: &str, to: &str, change: &dyn Fn(String) -> String| {
        let text = std::fs::read_to_string(seeds().join(from)).unwrap();
        std::fs::write(folder.join(to), change(text)).unwrap();
    };
    for year in ["2023", "2024"] {
        let name = format!("calendars/{year}.toml");
        copy(&name, &name, &|text| text);
    }
    copy("hubei-2023/plan.txt", "hubei-2024/plan.txt", &|text| {
        text.replace("2023 年全省生态环境工作", "2024 年全省生态环境工作")
    });
    for file in ["units.toml", "ledgers.toml"] {
        copy(&format!("hubei-2023/{file}"), &format!("hubei-2024/{file}"), &|text| {
            text
        });
    }
    copy("hubei-2023/plan.toml", "hubei-2024/plan.toml", &|text| {
        text.replace("id = \"hubei-2023\"", "id = \"hubei-2024\"")
            .replace("year = 2023", "year = 2024")
            .replace("\"2023 年全省生态环境工作", "\"2024 年全省生态环境工作")
            .replace("due = 2023-", "due = 2024-")
    });
    std::fs::write(folder.join("hubei-2024/published.toml"), "").unwrap();
}

async fn command(server: &Server, args: &[&str]) -> (i32, String, String) {
    let done = yaodian()
        .args(args)
        .arg("--data-dir")
        .arg(server.data.path())
        .output()
        .await
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}

#[tokio::test]
async fn what_is_unfinished_goes_on_in_the_next_plan() {
    let over = Over::closed().await;
    let (server, office) = (&over.server, &over.office);
    let carry = json!({ "from": "hubei-2023", "into": "hubei-2024" });
    assert_eq!(
        office.post("/api/v1/closing/carry", &carry).await.0,
        404,
        "no such plan yet"
    );
    let folder = tempfile::tempdir().unwrap();
    next_year(folder.path());
    let plan = folder.path().join("hubei-2024");
    let (code, _, error) = command(server, &["plan", "load", plan.to_str().unwrap()]).await;
    assert_eq!(code, 0, "{error}");
    // The year that has begun is worked on; the old one stays at its own address.
    let visitor = server.visitor();
    assert!(visitor.page("/").await.contains("2024 年全省生态环境工作要点"));
    let old = visitor.page("/plans/hubei-2023").await;
    assert!(old.contains("2023 年全省生态环境工作要点") && old.contains("本年度已收官(2024-01-11)"));
    assert!(
        old.contains("href=\"/plans/hubei-2023/target/"),
        "its links stay with it"
    );
    assert!(
        visitor
            .page("/plans")
            .await
            .contains("href=\"/plans/hubei-2023/year-end\"")
    );
    assert!(!visitor.page("/").await.contains("上年结转"));

    assert_eq!(over.wuhan.post("/api/v1/closing/carry", &carry).await.0, 403);
    let (status, done) = office.post("/api/v1/closing/carry", &carry).await;
    assert_eq!(status, 200, "{done}");
    assert_eq!((done.as_array().unwrap().len(), &done[0]["now"]), (1, &json!(CARRIED)));
    let (status, problem) = office.post("/api/v1/closing/carry", &carry).await;
    assert_eq!(
        (status, case(&problem["kind"]["carry"]["why"])),
        (409, "nothing"),
        "only once"
    );
    // The same folder again takes nothing of it away.
    assert_eq!(command(server, &["plan", "load", plan.to_str().unwrap()]).await.0, 0);

    // It stands under its own heading, with its words, its units, its new date and where it came from.
    for path in ["/", "/plan", "/targets"] {
        assert!(visitor.page(path).await.contains("上年结转"), "{path}");
    }
    let page = visitor.page(&format!("/target/{CARRIED}")).await;
    assert!(page.contains("/plans/hubei-2023/target/outfalls-key-survey"));
    assert!(page.contains("2024-06-30") && page.contains("年内未完成"));
    assert!(
        page.contains("560 / 734"),
        "the figures of the old year are its history"
    );
    let (_, plan) = visitor.json("/api/v1/plan").await;
    let target = plan["targets"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == CARRIED);
    let target = target.expect("it is a target of the new plan");
    assert_eq!(target["term"], json!({ "from": "2023-01-01", "to": "2024-06-30" }));

    // The unit reports on it further, its lead reviews, and it counts from where it stood.
    move_to(office, "2024-01-25").await;
    let (_, owed) = over.wuhan.json("/api/v1/owed").await;
    let item = owed["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["target"] == CARRIED);
    assert!(item.is_some(), "{owed}");
    let mut report = december("612", true);
    (report["target"], report["period"]) = (json!(CARRIED), json!("2024-01"));
    let (id, revision) = crate::api::send(&over.wuhan, &report).await;
    let (status, answer) = over.reviewer.decide(&id, revision, "approve", "").await;
    assert_eq!(status, 200, "{answer}");
    let page = visitor.page(&format!("/target/{CARRIED}")).await;
    assert!(
        page.contains("612 / 734") && page.contains("560 / 734"),
        "new figure and old"
    );
    let old = visitor.page("/plans/hubei-2023/target/outfalls-key-survey").await;
    assert!(!old.contains("612 / 734"), "the old year is as it was");
    // The desk shows where it went.
    let seen = desk(office).await;
    assert_eq!(seen["carried"][0]["into"], "hubei-2024");
    assert_eq!(office.json("/api/v1/closing").await.1["plan"]["id"], "hubei-2024");
}

#[tokio::test]
async fn the_command_does_the_same_by_the_same_rules() {
    let over = Over::begins().await;
    let server = &over.server;
    let (code, _, said) = command(server, &["plan", "close"]).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("The year is not over"), "{said}");
    move_to(&over.office, "2024-01-11").await;
    over.approve().await;
    let (code, choices, said) = command(server, &["plan", "close"]).await;
    assert_eq!(code, 0, "{said}");
    let filled = choices.replace(",,,", ",,年内未完成,");
    let file = server.data.path().join("choices.csv");
    std::fs::write(&file, &choices).unwrap();
    assert_eq!(
        command(
            server,
            &[
                "user", "add", "first", "--name", "甲", "--unit", "ducha", "--duty", "office"
            ]
        )
        .await
        .0,
        0
    );
    let ask = [
        "plan",
        "close",
        "ask",
        "--by",
        "first",
        "--leave-open",
        "--note",
        "转下年",
        "--choices",
        file.to_str().unwrap(),
    ];
    let (code, _, said) = command(server, &ask).await;
    assert_eq!(code, 2, "no reasons yet: {said}");
    std::fs::write(&file, filled).unwrap();
    let (code, _, said) = command(server, &ask).await;
    assert_eq!(code, 0, "{said}");
    let (code, _, said) = command(server, &["plan", "close", "confirm", "--by", "first"]).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("does not confirm"), "{said}");
    let (code, _, said) = command(server, &["plan", "close", "confirm", "--by", "second"]).await;
    assert_eq!(code, 0, "{said}");
    assert_eq!(desk(&over.office).await["plan"]["closed_on"], "2024-01-11");
}

#[tokio::test]
async fn the_archive_of_a_closed_year_is_final_and_tells_when_a_byte_is_changed() {
    use sha2::{Digest as _, Sha256};
    let over = Over::closed().await;
    let (server, office) = (&over.server, &over.office);
    // December's bulletin comes after the year was closed.
    let draft = json!({ "edition": "2023-12" });
    let (status, bulletin) = office.post("/api/v1/bulletins", &draft).await;
    assert_eq!(status, 200, "{bulletin}");
    let id = bulletin["head"]["id"].as_str().unwrap().to_owned();
    let read = json!({ "read": bulletin["revision"] });
    let (status, answer) = office.post(&format!("/api/v1/bulletins/{id}/publish"), &read).await;
    assert_eq!(status, 200, "{answer}");

    let folder = server.data.path().join("archive");
    let place = folder.to_str().unwrap();
    let (code, _, said) = command(server, &["plan", "archive", place]).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("final: This year was closed on 2024-01-11"), "{said}");
    let index = std::fs::read_to_string(folder.join("index.html")).unwrap();
    assert!(index.contains("本归档为定本") && !index.contains("href=\"/"));
    let page = format!("bulletins/2023-12-{id}.html");
    for name in [
        "finals.json",
        "finals.csv",
        "closing.json",
        "cases.jsonl",
        "evidence.jsonl",
        "attachments.jsonl",
        &page,
    ] {
        assert!(folder.join(name).is_file(), "{name}");
        assert!(index.contains(&format!("href=\"{name}\"")), "{name}");
    }
    for ending in ["docx", "pdf"] {
        let name = format!("bulletins/2023-12-{id}.{ending}");
        assert!(index.contains(&format!("href=\"{name}\"")), "{name}");
    }
    let evidence = std::fs::read_dir(folder.join("evidence")).unwrap().count();
    assert_eq!(evidence, 1);
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let (_, frozen) = server.visitor().json("/api/v1/closing/finals").await;
    assert_eq!(serde_json::from_slice::<Value>(&read("finals.json")).unwrap(), frozen);

    let verify = async || command(server, &["plan", "archive", "--verify", place]).await;
    let (code, head, said) = verify().await;
    assert_eq!(code, 0, "{said}");
    assert!(head.starts_with("audit\t"), "{head}");
    // One byte of any file, a file too many, one too few.
    for name in ["finals.csv", "audit.jsonl", "plan.txt", &page] {
        let good = read(name);
        let mut bad = good.clone();
        let middle = bad.len() / 2;
        bad[middle] ^= 1;
        std::fs::write(folder.join(name), &bad).unwrap();
        let (code, _, said) = verify().await;
        assert_eq!(code, 1, "{name}");
        assert!(said.contains(name), "{said}");
        std::fs::write(folder.join(name), good).unwrap();
    }
    std::fs::write(folder.join("more.txt"), "more").unwrap();
    assert_eq!(verify().await.0, 1);
    std::fs::remove_file(folder.join("more.txt")).unwrap();
    std::fs::rename(folder.join("reports.jsonl"), server.data.path().join("reports.jsonl")).unwrap();
    assert_eq!(verify().await.0, 1);
    std::fs::rename(server.data.path().join("reports.jsonl"), folder.join("reports.jsonl")).unwrap();
    assert_eq!(verify().await.0, 0);

    // Whoever writes the sum anew as well is found out by the chain.
    let swap = |name: &str, bytes: &[u8]| {
        let hex = |bytes: &[u8]| -> String {
            Sha256::digest(bytes)
                .iter()
                .fold(String::new(), |all, b| format!("{all}{b:02x}"))
        };
        let sums = String::from_utf8(read("SHA256SUMS")).unwrap();
        let sums = sums.replace(&hex(&read(name)), &hex(bytes));
        std::fs::write(folder.join(name), bytes).unwrap();
        std::fs::write(folder.join("SHA256SUMS"), sums).unwrap();
    };
    let finals = String::from_utf8(read("finals.json")).unwrap();
    swap("finals.json", finals.replacen("\"overdue\"", "\"met\"", 1).as_bytes());
    let (code, _, said) = verify().await;
    assert_eq!(code, 1);
    assert!(said.contains("another final list"), "{said}");
    swap("finals.json", finals.as_bytes());
    let audit = String::from_utf8(read("audit.jsonl")).unwrap();
    swap("audit.jsonl", audit.replacen("请尽快完成", "请尽早完成", 1).as_bytes());
    let (code, _, said) = verify().await;
    assert_eq!(code, 1);
    assert!(said.contains("does not follow"), "{said}");
}
