//! What desks do with what they are sent, and bring in themselves: reports that are signed, taken up, and approved or
//! handed back; plans made of a text; measurements.

use std::sync::Arc;

use serde_json::{Value, json};
use yaodian_tests::Visitor;

use super::{Acknowledged, BYTES, JSON, MEASURED, ROWS, Work};

/// Who has to do with a report.
pub struct Staff {
    pub reporter: Visitor,
    pub leader: Visitor,
    pub reviewer: Visitor,
}

/// The text of a plan, as short as one may be.
const TEXT: &str = "2031年全省生态环境工作要点\n一、重点工作\n(一)持续改善水环境\n\
    1.编制治理方案。年底前编制水环境治理方案。(牵头单位:水处)\n";
/// The register of monitoring sections.
const REGISTER: &str = "/api/v1/ledgers/water-sections";
const WATER: &str = "/api/v1/monitoring/water/uploads";

/// Sends reports, which are signed, taken up, and approved; each third is handed back and sent again.
pub async fn reports(work: Arc<Work>, staff: Staff) -> Acknowledged {
    let mut done = Acknowledged::default();
    let mut read = Value::Null;
    for n in 0.. {
        let body = json!({
            "target": "county-black-water", "period": "2023-09", "read": read,
            "typed": { "done": "3", "of": "5" }, "progress": format!("第{n}报"), "send": true,
        });
        let body = body.to_string();
        let key = format!("report-{n}");
        let sent = work
            .done(&staff.reporter, "/api/v1/reports", &key, JSON, body.as_bytes())
            .await;
        let id = sent["report"]["id"].as_str().unwrap().to_owned();
        let first = sent["report"]["revision"].as_i64().unwrap();
        let noted = if read.is_null() {
            "report-created"
        } else {
            "report-laid-before-leader"
        };
        done.steps.push((id.clone(), first, noted));
        work.note();
        let (last, noted, note) = if n % 3 == 2 {
            ("return", "report-returned", "请核对")
        } else {
            ("approve", "report-approved", "")
        };
        let path = format!("/api/v1/reports/{id}/steps");
        let steps = [
            (&staff.leader, "sign", "report-signed", ""),
            (&staff.reviewer, "take-up", "report-taken-up", ""),
            (&staff.reviewer, last, noted, note),
        ];
        for ((who, step, noted, note), revision) in steps.into_iter().zip(first..) {
            let body = json!({ "revision": revision, "step": step, "note": note }).to_string();
            let key = format!("{step}-{n}");
            if let Ok(answer) = work.done_or_lost(who, &path, &key, JSON, body.as_bytes()).await {
                assert_eq!(answer["report"]["revision"], revision + 1, "{answer}");
            }
            done.steps.push((id.clone(), revision + 1, noted));
            work.note();
        }
        read = match last {
            "return" => json!({ "id": id, "revision": first + 3 }),
            _ => Value::Null,
        };
        if !work.goes_on() {
            break;
        }
    }
    done
}

/// Makes plans of a text.
pub async fn plans(work: Arc<Work>, office: Visitor) -> Acknowledged {
    let mut done = Acknowledged::default();
    for n in 0.. {
        let plan = format!("probe-{n}");
        let path = format!("/api/v1/imports?plan={plan}");
        let begun = work
            .done_or_lost(&office, &path, &format!("text-{n}"), BYTES, TEXT.as_bytes())
            .await;
        let id = match &begun {
            Ok(head) => &head["id"],
            Err(lost) => &lost["kind"]["answer-lost"]["id"],
        };
        let path = format!("/api/v1/imports/{}/publish", id.as_str().unwrap());
        let body = json!({ "read": 1, "onto": 0 }).to_string();
        let key = format!("plan-{n}");
        if let Ok(answer) = work.done_or_lost(&office, &path, &key, JSON, body.as_bytes()).await {
            assert_eq!(
                (&answer["plan"], &answer["version"]),
                (&json!(plan), &json!(1)),
                "{answer}"
            );
        }
        done.plans.push(plan);
        work.note();
        if !work.goes_on() {
            break;
        }
    }
    done
}

/// Enters the sections that [`measurements`] are of.
pub async fn register(reviewer: &Visitor) {
    let heads = "断面编码,责任单位,断面名称,水体类型,断面级别,水质目标\n".to_owned();
    let row = |n: usize| format!("CS-{n},武汉市,{n}号断面,河流,省控,Ⅲ\n");
    let table: String = std::iter::once(heads).chain((0..ROWS).map(row)).collect();
    let (status, preview) = reviewer.send(&format!("{REGISTER}/uploads?name=r.csv"), table).await;
    assert_eq!((status, &preview["counts"]["added"]), (200, &json!(ROWS)), "{preview}");
    let path = format!("{REGISTER}/uploads/{}/commit", preview["id"].as_str().unwrap());
    let (status, done) = reviewer.post(&path, &json!({ "seen": preview["seen"] })).await;
    assert_eq!(status, 200, "{done}");
}

/// Brings in measurements: those of an hour with each file.
pub async fn measurements(work: Arc<Work>, reviewer: Visitor) -> Acknowledged {
    let mut done = Acknowledged::default();
    let first = "2023-01-01T00:00".parse::<jiff::civil::DateTime>().unwrap();
    for n in 0_i64.. {
        let hour = first + jiff::Span::new().hours(n);
        let heads = "断面编码,监测时间,pH(无量纲),溶解氧(mg/L),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L)\n".to_owned();
        let row = |section: usize| {
            format!(
                "CS-{section},{},7.5,7.2,2.1,0.12,0.09\n",
                hour.strftime("%Y-%m-%d %H:%M")
            )
        };
        let table: String = std::iter::once(heads).chain((0..MEASURED).map(row)).collect();
        // What is only looked at is looked at again where its answer is lost.
        let mut sent = 0;
        let preview = loop {
            sent += 1;
            let path = format!("{WATER}?name={n}.csv&state=raw&on=");
            let key = format!("measured-{n}-{sent}");
            if let Ok(preview) = work.done_or_lost(&reviewer, &path, &key, BYTES, table.as_bytes()).await {
                break preview;
            }
        };
        assert_eq!(preview["counts"]["added"], MEASURED, "{preview}");
        let path = format!("{WATER}/{}/commit", preview["id"].as_str().unwrap());
        let body = preview["terms"].to_string();
        let key = format!("taken-in-{n}");
        if let Ok(answer) = work.done_or_lost(&reviewer, &path, &key, JSON, body.as_bytes()).await {
            assert_eq!(answer["counts"]["added"], MEASURED, "{answer}");
        }
        done.moments.push(hour.strftime("%Y-%m-%dT%H").to_string());
        work.note();
        if !work.goes_on() {
            break;
        }
    }
    done
}
