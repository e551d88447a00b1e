//! 督查: slips that the check calls for, requests and their answers, and who may do what.

use serde_json::{Value, json};
use yaodian_tests::{Server, Visitor, case};

/// Takes a step; the case as it is then, or the refusal.
async fn step(visitor: &Visitor, view: &Value, step: &str, note: &str) -> (u16, Value) {
    let (id, read) = (
        view["case"]["id"].as_str().unwrap(),
        view["case"]["steps"].as_array().unwrap().len(),
    );
    let body = json!({ "read": read, "step": step, "note": note });
    visitor.post(&format!("/api/v1/cases/{id}/steps"), &body).await
}

async fn done(visitor: &Visitor, view: &Value, name: &str, note: &str) -> Value {
    let (status, view) = step(visitor, view, name, note).await;
    assert_eq!(status, 200, "{name}: {view}");
    view
}

async fn opened(visitor: &Visitor, asked: Value) -> Value {
    let (status, views) = visitor.post("/api/v1/cases", &asked).await;
    assert_eq!(status, 200, "{views}");
    views[0].clone()
}

async fn proposals(office: &Visitor) -> Vec<Value> {
    let (status, cases) = office.json("/api/v1/cases").await;
    assert_eq!(status, 200);
    cases["proposals"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_slip_is_called_for_issued_signed_for_answered_and_settled() {
    let server = Server::trial().await;
    let (wuhan, office) = (server.by_link(0).await, server.by_link(2).await);
    let called = proposals(&office).await;
    assert!(!called.is_empty());
    let first = &called[0];
    let unit = first["proposal"]["unit"].as_str().unwrap();
    let reporter = server.reporter_of(unit).await;
    assert_eq!(reporter.json("/api/v1/cases").await.1["proposals"], json!([]));

    let issue = |answer_by: Option<&str>| {
        let proposal = &first["proposal"];
        let mut issue = json!({
            "target": proposal["target"], "unit": proposal["unit"], "colour": proposal["colour"], "demand": "请按期赶上进度。",
        });
        if let Some(day) = answer_by {
            issue["answer_by"] = json!(day);
        }
        json!({ "notices": [issue] })
    };
    // Nobody but the office issues one, and none is to be answered before it is issued.
    assert_eq!(reporter.post("/api/v1/cases", &issue(None)).await.0, 403);
    let (status, problem) = office.post("/api/v1/cases", &issue(Some("2023-09-20"))).await;
    assert_eq!(
        (status, case(&problem["kind"]["case"]["why"])),
        (422, "times-reversed"),
        "{problem}"
    );
    let slip = opened(&office, issue(None)).await;
    let notice = &slip["case"]["matter"]["notice"];
    assert_eq!(notice["answer_by"], first["answer_by"]);
    // One at a time; it is not called for again.
    let (status, problem) = office.post("/api/v1/cases", &issue(None)).await;
    assert_eq!((status, &problem["code"]), (409, &json!("case-exists")));
    assert_eq!(proposals(&office).await.len(), called.len() - 1);

    // The unit sees it and nobody else's desk does.
    let (_, seen) = reporter.json("/api/v1/cases").await;
    assert_eq!(seen["cases"][0]["may"], json!(["signed-for"]));
    let path = format!("/api/v1/cases/{}", slip["case"]["id"].as_str().unwrap());
    assert_eq!(wuhan.json(&path).await.0, 404);
    assert_eq!(step(&wuhan, &slip, "signed-for", "").await.0, 404);
    assert_eq!(step(&office, &slip, "signed-for", "").await.0, 403);

    let signed = done(&reporter, &slip, "signed-for", "").await;
    let (status, problem) = step(&reporter, &slip, "answered", "晚了一步").await;
    assert_eq!((status, case(&problem["kind"]["case"]["why"])), (409, "moved-on"));
    let (status, problem) = step(&reporter, &signed, "answered", " ").await;
    assert_eq!((status, case(&problem["kind"]["case"]["why"])), (422, "note-missing"));
    let answered = done(&reporter, &signed, "answered", "已增派力量。<script>alert(1)</script>").await;
    let back = done(&office, &answered, "sent-back", "请写明完成日期。").await;
    let answered = done(&reporter, &back, "answered", "10月底完成。").await;
    let settled = done(&office, &answered, "settled", "").await;
    assert_eq!(settled["may"], json!([]));
    let steps = settled["case"]["steps"].as_array().unwrap();
    assert!(
        steps
            .iter()
            .all(|taken| taken["on"] == "2023-09-25" && taken["by"]["name"].is_string())
    );
    assert_eq!(steps.len(), 6);
    // Settled today, it is not called for again tomorrow.
    assert_eq!(proposals(&office).await.len(), called.len() - 1);
}

#[tokio::test]
async fn silence_goes_up_a_colour() {
    let server = Server::trial().await;
    let office = server.by_link(2).await;
    let called = proposals(&office).await;
    let yellow = called.iter().find(|p| p["proposal"]["colour"] == "yellow").unwrap();
    let issue = |colour: &str, follows: Value| {
        json!({ "notices": [{
            "target": yellow["proposal"]["target"], "unit": yellow["proposal"]["unit"],
            "colour": colour, "demand": "请按期赶上进度。", "follows": follows,
        }] })
    };
    let slip = opened(&office, issue("yellow", Value::Null)).await;
    assert_eq!(slip["overdue"], false);
    office.move_to("2023-09-28").await;
    let again = proposals(&office).await;
    let up = again
        .iter()
        .find(|p| p["proposal"]["follows"] == slip["case"]["id"])
        .unwrap();
    assert_eq!(
        (&up["proposal"]["colour"], &up["proposal"]["silence"]),
        (&json!("red"), &json!(true))
    );
    let red = opened(&office, issue("red", json!([slip["case"]["id"], 1]))).await;
    assert_eq!(red["case"]["matter"]["notice"]["measure"], "talk");
    let path = format!("/api/v1/cases/{}", slip["case"]["id"].as_str().unwrap());
    let (_, old) = office.json(&path).await;
    assert_eq!(old["case"]["steps"][1]["step"], "escalated");
}

#[tokio::test]
async fn a_later_date_is_asked_for_and_granted_and_both_dates_stay() {
    let server = Server::trial().await;
    let (wuhan, office) = (server.by_link(0).await, server.by_link(2).await);
    let target = "outfalls-yangtze";
    let ask = |day: &str| json!({ "extension": { "target": target, "new_due": day, "reason": "汛期影响施工" } });
    let (status, problem) = wuhan.post("/api/v1/cases", &ask("2023-12-31")).await;
    assert_eq!(
        (status, case(&problem["kind"]["case"]["why"])),
        (422, "decision"),
        "{problem}"
    );
    let asked = opened(&wuhan, ask("2024-06-30")).await;
    // Nobody grants what they asked for; the unit is told so, in words.
    assert_eq!(step(&wuhan, &asked, "granted", "").await.0, 403);
    let granted = done(&office, &asked, "granted", "同意延期。").await;
    assert_eq!(granted["case"]["steps"][1]["step"], "granted");
    let page = server.visitor().page(&format!("/target/{target}")).await;
    assert!(
        page.contains("2024-06-30") && page.contains("2023-12-31"),
        "both dates stand on the page"
    );
    let (_, standing) = server.visitor().json("/api/v1/standing").await;
    assert_eq!(standing["assessments"][target]["original_due"], "2023-12-31");
    // The day before it was granted is judged as it was.
    let (_, before) = server.visitor().json("/api/v1/standing?as_of=2023-09-24").await;
    assert_eq!(before["assessments"][target]["due"], "2023-12-31");
}

#[tokio::test]
async fn a_number_is_changed_by_two_people_besides_whoever_asks() {
    let server = Server::trial().await;
    let (reviewer, office) = (server.by_link(1).await, server.by_link(2).await);
    let second = server.person("second", "bangongshi", &["office"], false).await;
    let ask = json!({ "change": { "target": "outfalls-yangtze", "number": "75", "reason": "省政府同意调整" } });
    // Water leads the task and asks; the office decides, by two.
    let asked = opened(&reviewer, ask).await;
    assert_eq!(step(&office, &asked, "granted", "").await.0, 409);
    let agreed = done(&office, &asked, "agreed", "").await;
    let (status, problem) = step(&office, &agreed, "granted", "").await;
    assert_eq!((status, case(&problem["kind"]["case"]["why"])), (422, "same-person"));
    assert!(!agreed["may"].as_array().unwrap().contains(&json!("granted")));
    done(&second, &agreed, "granted", "同意。").await;
    let (_, standing) = server.visitor().json("/api/v1/standing").await;
    assert_eq!(standing["assessments"]["outfalls-yangtze"]["bound"]["value"], "75");
}

#[tokio::test]
async fn what_is_not_met_is_not_closed() {
    let server = Server::trial().await;
    let wuhan = server.by_link(0).await;
    let ask = json!({ "closure": {
        "target": "outfalls-yangtze", "whole": false, "evidence": ["验收意见"], "note": "已完成",
    } });
    let (status, problem) = wuhan.post("/api/v1/cases", &ask).await;
    assert_eq!(
        (status, case(&problem["kind"]["case"]["why"])),
        (422, "not-met"),
        "{problem}"
    );
    assert!(problem["detail"].as_str().unwrap().contains("不能销号"));
    let ask = json!({ "closure": { "target": "no-such", "whole": false, "evidence": ["x"], "note": "x" } });
    assert_eq!(wuhan.post("/api/v1/cases", &ask).await.0, 404);
    assert_eq!(server.visitor().json("/api/v1/cases").await.0, 401);
}

#[tokio::test]
async fn scores_show_their_arithmetic_to_whom_they_concern_and_an_appeal_gives_back() {
    let server = Server::trial().await;
    let (wuhan, office) = (server.by_link(0).await, server.by_link(2).await);
    let of = |scores: &Value, unit: &str| {
        let all = scores["scores"].as_array().unwrap().clone();
        all.into_iter().find(|view| view["unit"]["id"] == unit).unwrap()
    };
    let (status, scores) = wuhan.json("/api/v1/scores").await;
    assert_eq!(status, 200, "{scores}");
    let own = of(&scores, "420100");
    assert!(!own["score"]["lines"].as_array().unwrap().is_empty());
    assert_eq!(
        of(&scores, "420200")["score"]["lines"],
        json!([]),
        "another unit's arithmetic"
    );
    let (_, seen) = office.json("/api/v1/scores").await;
    assert!(!of(&seen, "420200")["score"]["lines"].as_array().unwrap().is_empty());

    let ask = json!({ "appeal": { "target": "outfalls-yangtze", "points": "1.5", "reason": "台账已报，系统未计" } });
    let asked = opened(&wuhan, ask).await;
    assert_eq!(step(&wuhan, &asked, "granted", "").await.0, 403);
    done(&office, &asked, "granted", "情况属实。").await;
    let (_, after) = wuhan.json("/api/v1/scores").await;
    let given_back = &of(&after, "420100")["score"]["adjustments"][0];
    assert_eq!(
        (&given_back["points"], case(&given_back["why"])),
        (&json!("1.5"), "appeal")
    );
    assert_eq!(server.visitor().json("/api/v1/scores").await.0, 401);
    assert_eq!(wuhan.json("/api/v1/scores?as_of=x").await.0, 400);
}
