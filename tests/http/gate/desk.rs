//! What units do: reports, slips and requests, ledgers, measurements, keys.

use std::collections::BTreeMap;

use serde_json::json;
use yaodian_domain::{access::matrix::Act, key::KeyScope};

use super::{
    entry::{Denied, Entry, Opens, get, post, send},
    world::{DRAFT, World},
};
use crate::{
    api::outfalls,
    ledgers::{LEDGER, outfall},
    networks::AUGUST,
};

pub fn table(world: &World) -> Vec<Entry> {
    let mut all = reports(world);
    all.extend(cases(world));
    all.extend(ledgers(world));
    all.extend(measurements(world));
    all.extend(keys(world));
    all.extend(own_sign_in());
    all
}

fn reports(world: &World) -> Vec<Entry> {
    let report = &world.report;
    let one = format!("/api/v1/reports/{report}");
    let step = |act, step: &str| {
        // Of a revision that is past: who may take the step is told so, and nothing is done.
        let asked = json!({ "revision": 0, "step": step, "note": "请核对" });
        post("/api/v1/reports/{}/steps", Opens::Does(act), asked).at(format!("{one}/steps"))
    };
    let mut again = outfalls("610", "734");
    again["read"] = json!({ "id": report, "revision": 0 });
    let judge = json!({ "status": "no-data", "reason": "无" });
    vec![
        get("/api/v1/me", Opens::SignedIn).with(KeyScope::Read),
        get("/api/v1/owed", Opens::SignedIn).with(KeyScope::Read),
        get("/api/v1/form/{}", Opens::Does(Act::Report))
            .at("/api/v1/form/outfalls-yangtze")
            .own()
            .with(KeyScope::Read),
        post("/api/v1/reports", Opens::Does(Act::Report), outfalls("610", "734"))
            .with(KeyScope::Reports)
            .own(),
        // Of a revision that is past.
        post("/api/v1/reports", Opens::Does(Act::Report), again).with(KeyScope::Reports),
        get("/api/v1/inbox", Opens::SignedIn),
        get("/api/v1/reports/{}", Opens::Does(Act::Review)).at(one.clone()),
        step(Act::Recall, "recall"),
        step(Act::Sign, "sign"),
        step(Act::Sign, "refuse-to-sign"),
        step(Act::Review, "take-up"),
        step(Act::Review, "put-back"),
        step(Act::Review, "approve"),
        step(Act::Review, "return"),
        get("/api/v1/periods", Opens::SignedIn),
        get("/api/v1/scores", Opens::SignedIn),
        // «Own» is a target that the unit alone reports; this one is all bureaus'.
        post("/api/v1/targets/{}/judgements", Opens::Does(Act::Judge), judge)
            .at("/api/v1/targets/outfalls-yangtze/judgements")
            .except("o")
            .own(),
        send("/api/v1/targets/{}/files", Opens::Does(Act::Attach), b"MZ no file")
            .at("/api/v1/targets/outfalls-yangtze/files?name=a.pdf")
            .own(),
        get("/evidence/{}", Opens::Does(Act::SeeCase))
            .at(format!("/evidence/{}", world.attachment))
            .denied(Denied::Hidden),
    ]
}

fn cases(world: &World) -> Vec<Entry> {
    let target = "outfalls-yangtze";
    let slip =
        json!({ "notices": [{ "target": target, "unit": "420100", "colour": "yellow", "demand": "请赶上进度。" }] });
    let part = json!({ "extension": { "target": target, "new_due": "2024-06-30", "reason": "汛期" } });
    let whole = json!({ "change": { "target": target, "number": "79", "reason": "口径调整" } });
    let step = |case: &str, act, step: &str| {
        let asked = json!({ "read": 99, "step": step, "note": "请核对" });
        post("/api/v1/cases/{}/steps", Opens::Does(act), asked)
            .at(format!("/api/v1/cases/{case}/steps"))
            .denied(Denied::Told)
    };
    vec![
        get("/api/v1/cases", Opens::SignedIn),
        post("/api/v1/cases", Opens::Does(Act::IssueSlip), slip).own(),
        post("/api/v1/cases", Opens::Does(Act::AskForPart), part).own(),
        // «Own» is a target that the unit alone reports; this one is all bureaus'.
        post("/api/v1/cases", Opens::Does(Act::AskForWhole), whole)
            .except("RowBD")
            .own(),
        get("/api/v1/cases/ground/{}", Opens::SignedIn).at("/api/v1/cases/ground/outfalls-yangtze"),
        get("/api/v1/cases/{}", Opens::Does(Act::SeeCase))
            .at(format!("/api/v1/cases/{}", world.slip))
            .denied(Denied::Hidden),
        step(&world.slip, Act::AnswerSlip, "signed-for"),
        step(&world.slip, Act::AnswerSlip, "answered"),
        step(&world.slip, Act::IssueSlip, "sent-back"),
        step(&world.slip, Act::IssueSlip, "settled"),
        step(&world.request, Act::DecideRequest, "granted"),
        step(&world.request, Act::DecideRequest, "refused"),
        step(&world.request, Act::AskForPart, "withdrawn"),
        step(&world.request, Act::ReopenCase, "reopened"),
    ]
}

fn ledgers(world: &World) -> Vec<Entry> {
    let (entries, upload) = (world.entries.clone(), &world.upload);
    let entry = move |who: char| entries.get(&who).cloned().unwrap_or_default();
    let see = Opens::Does(Act::SeeEntries);
    let edit = Opens::Does(Act::EditEntries);
    let here = |rest: &str| format!("{LEDGER}{rest}");
    // Of the one who sent it.
    let own = Opens::Only("R");
    // The first of an entry that was only entered, the others of one that was put right.
    let moved = |stage: usize| {
        let of = if stage == 0 { &world.entered } else { &world.entries };
        let of: BTreeMap<char, i64> = of.iter().map(|(who, (id, _))| (*who, *id)).collect();
        move |who: char| json!({ "chosen": { "entries": [of.get(&who)] }, "stage": stage, "day": "2023-09-20" })
    };
    let view = json!({ "name": "视图", "query": {} });
    let (first, second, third) = (entry.clone(), entry.clone(), entry);
    vec![
        get("/api/v1/ledgers", Opens::SignedIn).with(KeyScope::Read),
        get("/api/v1/ledgers/{}", see).at(LEDGER).with(KeyScope::Read).own(),
        get("/api/v1/ledgers/{}/entries", see)
            .at(here("/entries"))
            .with(KeyScope::Read)
            .own(),
        get("/api/v1/ledgers/{}/entries/{}", see)
            .at_each(move |who| format!("{LEDGER}/entries/{}", first(who).0))
            .with(KeyScope::Read)
            .part(),
        post("/api/v1/ledgers/{}/entries", edit, json!({}))
            .at(here("/entries"))
            .json_each(|who| outfall(&format!("NEW-{who}"), &[]))
            .with(KeyScope::Ledgers)
            .denied(Denied::Told)
            .own(),
        // Which stages are whose stands in the ledger: these are the holder's or the lead's, and the lead's or the
        // office's.
        post("/api/v1/ledgers/{}/move", Opens::Only("RVBDd"), json!({}))
            .at(here("/move"))
            .json_each(moved(0))
            .with(KeyScope::Ledgers)
            .denied(Denied::Told)
            .own(),
        post("/api/v1/ledgers/{}/move", Opens::Only("VdoO"), json!({}))
            .at(here("/move"))
            .json_each(moved(3))
            .with(KeyScope::Ledgers)
            .denied(Denied::Told)
            .own(),
        send(
            "/api/v1/ledgers/{}/uploads",
            see,
            "排污口编码,责任单位\nX-1,武汉\n".as_bytes(),
        )
        .at(here("/uploads?name=a.csv"))
        .with(KeyScope::Ledgers)
        .own(),
        post("/api/v1/ledgers/{}/uploads/{}/commit", own, json!({ "seen": 0 }))
            .at(here(&format!("/uploads/{upload}/commit")))
            .with(KeyScope::Ledgers)
            .denied(Denied::Told)
            .part(),
        get("/api/v1/ledgers/{}/uploads/{}/rows", own)
            .at(here(&format!("/uploads/{upload}/rows?kind=bad")))
            .denied(Denied::Told)
            .part(),
        get("/api/v1/ledgers/{}/uploads/{}/returned.xlsx", own)
            .at(here(&format!("/uploads/{upload}/returned.xlsx")))
            .denied(Denied::Told)
            .part(),
        send("/api/v1/ledgers/{}/entries/{}/evidence", edit, b"MZ no file")
            .at_each(move |who| format!("{LEDGER}/entries/{}/evidence?stage=accepted&name=a.png", second(who).0))
            .part(),
        post("/api/v1/ledgers/{}/entries/{}/evidence/{}/withdraw", edit, json!({}))
            .at_each(move |who| {
                let (entry, file) = third(who);
                format!("{LEDGER}/entries/{entry}/evidence/{file}/withdraw")
            })
            .part(),
        get("/api/v1/ledgers/{}/summary", see).at(here("/summary")).own(),
        get("/api/v1/ledgers/{}/options", see)
            .at(here("/options?column=unit"))
            .own(),
        get("/api/v1/ledgers/{}/template.xlsx", see)
            .at(here("/template.xlsx"))
            .own(),
        get("/api/v1/ledgers/{}/{}", see).at(here("/export.csv")).own(),
        // Whose change it was is asked of the change itself.
        post("/api/v1/ledgers/{}/undo", see, json!({ "batch": "none" }))
            .at(here("/undo"))
            .own(),
        post("/api/v1/ledgers/{}/views", see, view).at(here("/views")).own(),
        post("/api/v1/ledgers/{}/views/forget", see, json!({ "name": "视图" }))
            .at(here("/views/forget"))
            .own(),
    ]
}

fn measurements(world: &World) -> Vec<Entry> {
    let raw = json!({ "state": "raw" });
    let (batch, sheet) = (&world.batch, &world.sheet);
    // Of a batch hears who brought it in, and who may bring in anything.
    let seen = Opens::Only("VdoO");
    vec![
        get("/api/v1/monitoring", Opens::SignedIn),
        get("/api/v1/monitoring/batches/{}", seen)
            .at(format!("/api/v1/monitoring/batches/{batch}"))
            .denied(Denied::Hidden),
        get("/api/v1/monitoring/batches/{}/held.csv", seen)
            .at(format!("/api/v1/monitoring/batches/{batch}/held.csv"))
            .denied(Denied::Hidden),
        send(
            "/api/v1/monitoring/{}/uploads",
            Opens::Does(Act::Measure),
            AUGUST.as_bytes(),
        )
        .at("/api/v1/monitoring/water/uploads?name=a.csv&state=raw")
        .denied(Denied::Hidden)
        .own(),
        post("/api/v1/monitoring/{}/uploads/{}/commit", Opens::Only("V"), raw)
            .at(format!("/api/v1/monitoring/water/uploads/{sheet}/commit"))
            .denied(Denied::Hidden),
        post(
            "/api/v1/monitoring/{}/measurements",
            Opens::Station,
            json!({ "rows": [{ "断面编码": "CS-01", "监测时间": "2023-08-03 08:00", "总磷（mg/L）": "0.09" }] }),
        )
        .at("/api/v1/monitoring/water/measurements")
        .with(KeyScope::Measurements),
    ]
}

/// One's own password, second step and sessions.
fn own_sign_in() -> Vec<Entry> {
    let wrong = json!({ "password": "not the password" });
    let change = json!({ "old": "not the password", "new": "another long password 7" });
    vec![
        get("/api/v1/sign-in", Opens::Holder),
        get("/api/v1/sign-in/personal-data", Opens::Holder),
        post("/api/v1/sign-in/password", Opens::Holder, change),
        post("/api/v1/sign-in/sessions/end-others", Opens::Holder, wrong.clone()),
        post("/api/v1/sign-in/sessions/{}/end", Opens::Holder, wrong.clone()),
        post("/api/v1/sign-in/passkeys/begin", Opens::Holder, wrong.clone()),
        post(
            "/api/v1/sign-in/passkeys",
            Opens::Holder,
            json!({ "name": "x", "credential": {} }),
        ),
        post("/api/v1/sign-in/passkeys/{}/remove", Opens::Holder, wrong.clone()),
        post("/api/v1/sign-in/second-step/begin", Opens::Holder, wrong.clone()),
        post(
            "/api/v1/sign-in/second-step/confirm",
            Opens::Holder,
            json!({ "code": "000000" }),
        ),
        post("/api/v1/sign-in/second-step/codes", Opens::Holder, wrong.clone()),
        post("/api/v1/sign-in/second-step/remove", Opens::Holder, wrong),
    ]
}

fn keys(world: &World) -> Vec<Entry> {
    let keys = world.keys.clone();
    let mail = format!("/api/v1/reminders/{}/seen", world.nudge);
    vec![
        get("/api/v1/keys", Opens::SignedIn),
        post(
            "/api/v1/keys",
            Opens::SignedIn,
            json!({ "name": DRAFT, "scopes": ["read"] }),
        ),
        // The reporter's keys, by the reporter and by two administrators; a key is revoked once.
        post("/api/v1/keys/{}/revoke", Opens::Only("RAa"), json!({}))
            .at_each(move |who| {
                let of = "RAa".find(who).unwrap_or_default();
                format!("/api/v1/keys/{}/revoke", keys[of])
            })
            .denied(Denied::Hidden),
        get("/api/v1/reminders", Opens::SignedIn),
        // What the office asked of the unit's reporters.
        post("/api/v1/reminders/{}/seen", Opens::Only("RBD"), json!({}))
            .at(mail)
            .denied(Denied::Hidden),
    ]
}
