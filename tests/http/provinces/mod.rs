//! Two provinces in one installation, each with a plan of its own: what is one's is shut to the other.
//!
//! Both plans are the same text, so that targets, divisions and ledgers go by the same ids in both.

mod people;

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor, case};

use crate::{
    api::{outfalls, send},
    cockpit::Ear,
    imports,
    ledgers::{LEDGER, MENDED, add, picture},
};

const HUBEI: &str = "hubei-2023";
const HUNAN: &str = "hunan-2023";

/// The people of a province.
pub(crate) struct Province {
    pub(crate) reporter: Visitor,
    pub(crate) reviewer: Visitor,
    pub(crate) office: Visitor,
    pub(crate) administrator: Visitor,
}

impl Province {
    /// Those who act in a plan, with the bureau that reports; their names begin with `name`.
    pub(crate) async fn of(server: &Server, plan: &str, name: &str, bureau: &str) -> Self {
        let person = async |who: &str, unit: &str, duty: &str| {
            let login = format!("{name}-{who}");
            server.person_in(Some(plan), &login, unit, &[duty], false).await
        };
        Self {
            reporter: person("reporter", bureau, "reporter").await,
            reviewer: person("reviewer", "shui", "reviewer").await,
            office: person("office", "bangongshi", "office").await,
            administrator: person("administrator", "renshi", "administrator").await,
        }
    }
}

async fn provinces() -> (Server, Province, Province) {
    let server = Server::of_provinces(None, str::to_owned, &[]).await;
    let hubei = Province::of(&server, HUBEI, "hubei", "420100").await;
    let hunan = Province::of(&server, HUNAN, "hunan", "430100").await;
    (server, hubei, hunan)
}

/// That something was refused since it is another plan's, in words.
fn is_other_plans((status, problem): (u16, Value), what: &str) {
    assert_eq!(
        (status, &problem["kind"]["forbidden"]["why"]),
        (403, &json!("other-plan")),
        "{what}: {problem}"
    );
    assert!(
        problem["detail"].as_str().unwrap().contains("另一份工作要点"),
        "{problem}"
    );
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

#[tokio::test]
async fn each_province_reports_and_reviews_its_own() {
    let (_server, hubei, hunan) = provinces().await;
    for (province, bureau, plan) in [(&hubei, "420100", HUBEI), (&hunan, "430100", HUNAN)] {
        let (status, me) = province.reporter.json("/api/v1/me").await;
        assert_eq!((status, &me["unit"]["id"]), (200, &json!(bureau)), "{me}");
        let (_, picture) = province.office.json("/api/v1/cockpit").await;
        assert!(text(&picture["mark"]).starts_with(plan), "{picture}");
    }
    // On the same day, on the target that goes by the same name in both.
    let (of_hubei, revision) = send(&hubei.reporter, &outfalls("610", "734")).await;
    let (of_hunan, _) = send(&hunan.reporter, &outfalls("320", "400")).await;
    let waiting = async |visitor: &Visitor| {
        let (_, inbox) = visitor.json("/api/v1/inbox").await;
        let rows = inbox["waiting"].as_array().unwrap();
        rows.iter().map(|row| text(&row["report"]["id"])).collect::<Vec<_>>()
    };
    assert_eq!(waiting(&hubei.reviewer).await, [of_hubei.as_str()]);
    assert_eq!(waiting(&hunan.reviewer).await, [of_hunan.as_str()]);
    assert_eq!(waiting(&hubei.office).await, [of_hubei.as_str()]);
    for (stranger, report) in [
        (&hunan.reviewer, &of_hubei),
        (&hunan.office, &of_hubei),
        (&hubei.reviewer, &of_hunan),
        (&hubei.office, &of_hunan),
    ] {
        is_other_plans(
            stranger.json(&format!("/api/v1/reports/{report}")).await,
            "seeing a report",
        );
        is_other_plans(stranger.step(report, 1, "take-up", "").await, "taking a report up");
        is_other_plans(stranger.step(report, 2, "approve", "").await, "approving a report");
    }
    let (status, approved) = hubei.reviewer.decide(&of_hubei, revision, "approve", "").await;
    assert_eq!((status, case(&approved["report"]["state"])), (200, "approved"));
    assert_eq!(hunan.office.decide(&of_hunan, revision, "approve", "").await.0, 200);
    // Each counts in its own plan.
    let (_, form) = hunan.reporter.json("/api/v1/form/outfalls-yangtze").await;
    let said: Vec<_> = form["observations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| text(&one["unit"]))
        .collect();
    assert_eq!(said, ["430100"], "{form}");
}

#[tokio::test]
async fn every_page_of_another_plan_says_whose_it_is() {
    let server = Server::of_provinces(None, str::to_owned, &[]).await;
    let visitor = server.visitor();
    let read = async |path: &str| visitor.get(path).await.text().await.unwrap();
    let strip = "class=\"whose\"";
    let name = "湖南省生态环境厅《2023 年全省生态环境工作要点》";
    for path in [
        "/targets",
        "/units",
        "/unit/430100",
        "/target/outfalls-yangtze",
        "/nowhere",
    ] {
        let page = read(&format!("/plans/{HUNAN}{path}")).await;
        let place = page.find(strip).unwrap_or_else(|| panic!("{path}: {page}"));
        let (_, said) = page[place..].split_once('>').unwrap();
        assert!(
            said.starts_with(&format!("<a href=\"/plans/{HUNAN}\">{name}</a>")),
            "{path}: {page}"
        );
        assert!(
            !read(path).await.contains(strip),
            "{path} of the plan that is worked on"
        );
    }
    // Its first page opens with the name.
    let first = read(&format!("/plans/{HUNAN}")).await;
    assert!(!first.contains(strip) && first.contains("<h1>"), "{first}");
}

#[tokio::test]
async fn what_is_written_by_its_id_is_refused_to_another_province() {
    let (server, hubei, hunan) = provinces().await;
    let slip = json!({ "notices": [{
        "target": "outfalls-key-survey", "unit": "420100", "colour": "yellow", "demand": "请赶上进度。",
    }] });
    let (status, slip) = hubei.office.post("/api/v1/cases", &slip).await;
    assert_eq!(status, 200, "{slip}");
    let slip = text(&slip[0]["case"]["id"]);
    let files = "/api/v1/targets/outfalls-yangtze/files?name=a.png";
    let (_, file) = hubei.reporter.send(files, picture()).await;
    let (_, draft) = hubei
        .office
        .post("/api/v1/bulletins", &json!({ "edition": "2023-08" }))
        .await;
    let bulletin = text(&draft["head"]["id"]);
    let entry = add(&hubei.reporter, "M-1", &MENDED).await["entry"]["id"]
        .as_i64()
        .unwrap();
    let photo = format!("{LEDGER}/entries/{entry}/evidence?stage=accepted&name=a.png");
    let (_, view) = hubei.reporter.send(&photo, picture()).await;

    let office = &hunan.office;
    let gone = async |path: String| {
        let answer = office.get(&path).await;
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    is_other_plans(office.json(&format!("/api/v1/cases/{slip}")).await, "seeing a slip");
    let settle = json!({ "read": 1, "step": "settled", "note": "" });
    is_other_plans(
        office.post(&format!("/api/v1/cases/{slip}/steps"), &settle).await,
        "settling a slip",
    );
    let (status, body) = gone(format!("/evidence/{}", text(&file["id"]))).await;
    assert_eq!(status, 403, "{body}");
    let (status, body) = gone(format!("/evidence/{}", text(&view["evidence"][0]["id"]))).await;
    assert_eq!(status, 403, "{body}");
    is_other_plans(
        office.json(&format!("/api/v1/bulletins/{bulletin}")).await,
        "seeing a draft",
    );
    let read = json!({ "read": 1, "text": draft["text"] });
    is_other_plans(
        office.post(&format!("/api/v1/bulletins/{bulletin}"), &read).await,
        "changing a draft",
    );
    let publish = json!({ "read": 1 });
    is_other_plans(
        office
            .post(&format!("/api/v1/bulletins/{bulletin}/publish"), &publish)
            .await,
        "publishing",
    );
    // The ledger of the same name is another one: what is in the other province's is in none of theirs.
    let (status, page) = office.json(&format!("{LEDGER}/entries")).await;
    assert_eq!((status, &page["all"]), (200, &json!(0)), "{page}");
    assert_eq!(office.json(&format!("{LEDGER}/entries/{entry}")).await.0, 404);
    // Plans are named by their ids.
    for path in [
        format!("/api/v1/shares?plan={HUBEI}"),
        format!("/api/v1/closing?plan={HUBEI}"),
    ] {
        is_other_plans(office.json(&path).await, &path);
    }
    let shares = json!({ "plan": HUBEI, "version": 1, "target": "villages", "shares": [], "reason": "" });
    is_other_plans(office.post("/api/v1/shares", &shares).await, "dividing");
    let ask = json!({ "plan": HUBEI, "read": 0, "step": { "asked": { "left": [], "choices": [] } }, "note": "" });
    is_other_plans(office.post("/api/v1/closing/steps", &ask).await, "closing");
    let carry = json!({ "from": HUBEI, "into": HUNAN });
    is_other_plans(office.post("/api/v1/closing/carry", &carry).await, "carrying over");
    is_other_plans(
        office.send(&format!("/api/v1/imports?plan={HUBEI}"), "主要目标").await,
        "bringing in",
    );
    is_other_plans(
        office.send("/api/v1/imports?plan=hubei-2024", "主要目标").await,
        "bringing in a further plan",
    );
    is_other_plans(
        office.post("/api/v1/trial/day", &json!({ "day": "2023-09-26" })).await,
        "moving the clock of all",
    );
    // Whoever acts in all plans is let through to either.
    let ministry = server.by_link(2).await;
    assert_eq!(ministry.json(&format!("/api/v1/cases/{slip}")).await.0, 200);
    assert_eq!(ministry.json(&format!("/api/v1/shares?plan={HUNAN}")).await.0, 200);
}

#[tokio::test]
async fn news_is_told_to_those_of_the_plan() {
    let (_server, hubei, hunan) = provinces().await;
    let (mut of_hubei, mut of_hunan) = (Ear::of(&hubei.office).await, Ear::of(&hunan.office).await);
    let before = (of_hubei.next().await.unwrap(), of_hunan.next().await.unwrap());
    assert!(before.0.starts_with(HUBEI) && before.1.starts_with(HUNAN), "{before:?}");
    send(&hunan.reporter, &outfalls("320", "400")).await;
    let news = of_hunan.next().await.unwrap();
    assert!(news.starts_with(HUNAN) && news != before.1, "{news}");
    send(&hubei.reporter, &outfalls("610", "734")).await;
    let news = of_hubei.next().await.unwrap();
    assert!(news.starts_with(HUBEI) && news != before.0, "{news}");
}

#[tokio::test]
async fn next_years_text_is_read_against_the_provinces_own_last_year() {
    let server = Server::of_provinces(None, str::to_owned, &[]).await;
    let office = server.by_link(2).await;
    let issuer = "湖南省生态环境厅";
    let (id, said) = ("plan=hunan-2024".to_owned(), format!("plan=xiang&issuer={issuer}"));
    for asked in [id, said] {
        let desk = imports::open(&office, &imports::begin(&office, &asked, imports::next_year()).await).await;
        assert_eq!(desk["last_year"]["id"], HUNAN, "{asked}");
        assert_eq!(desk["import"]["titles"]["issuer"]["zh"], issuer, "{asked}");
        let units = desk["units"].to_string();
        assert!(units.contains("430100") && !units.contains("420100"), "{units}");
    }
    let hubei = imports::begin(&office, "plan=hubei-2024", imports::next_year()).await;
    assert_eq!(imports::open(&office, &hubei).await["last_year"]["id"], HUBEI);
    // A third body's units are neither's.
    let third = "/api/v1/imports?plan=henan-2024";
    let (status, problem) = office.send(third, imports::next_year()).await;
    assert_eq!(
        (status, &problem["kind"]["import"]["why"]),
        (422, &json!("no-units")),
        "{problem}"
    );
    let page = office.page("/plans").await;
    assert!(page.contains(issuer) && page.contains("湖北省生态环境厅"), "{page}");
}

#[tokio::test]
async fn the_machine_works_on_the_plan_that_is_named() {
    let server = Server::of_provinces(None, str::to_owned, &[]).await;
    let sheet = server.data.path().join("outfalls.csv");
    let sheet = sheet.to_str().unwrap();
    for arguments in [
        &["ledger", "sample", "outfalls-yangtze", sheet, "--entries", "7"][..],
        &["ledger", "import", "outfalls-yangtze", sheet, "--demonstration"],
    ] {
        let (code, _, said) = server.command(&[arguments, &["--plan", HUNAN]].concat()).await;
        assert_eq!(code, 0, "{said}");
    }
    let listed = async |plan: &str| {
        let (code, said, error) = server.command(&["ledger", "list", "--plan", plan]).await;
        assert_eq!(code, 0, "{error}");
        said.lines()
            .find(|line| line.starts_with("outfalls-yangtze"))
            .unwrap()
            .to_owned()
    };
    assert!(listed(HUNAN).await.starts_with("outfalls-yangtze: 7"));
    assert!(listed(HUBEI).await.starts_with("outfalls-yangtze: 0"));
    let (code, _, said) = server.command(&["ledger", "list", "--plan", "hunan-2022"]).await;
    assert!(code != 0 && said.contains("hunan-2022"), "{code} {said}");
}
