//! What the office and administrators do: the cockpit, bulletins, plans, shares, people, closing the year.

use serde_json::json;
use yaodian_domain::access::matrix::Act;

use super::{
    entry::{Entry, Opens, get, post, send},
    world::{DRAFT, World},
};
use crate::imports::next_year;

const OVERSEE: Opens = Opens::Does(Act::Oversee);
const PLAN: Opens = Opens::Does(Act::Plan);
const PEOPLE: Opens = Opens::Does(Act::ManagePeople);
const BULLETIN: Opens = Opens::Does(Act::IssueBulletin);
const CLOSE: Opens = Opens::Does(Act::CloseYear);
const ASK: Opens = Opens::Does(Act::AskUnits);

pub fn table(world: &World) -> Vec<Entry> {
    let reopen = json!({ "period": "2023-08", "unit": "420100", "until": "2023-09-28", "reason": "漏报" });
    let closing = json!({ "plan": "hubei-2023", "read": 99, "step": "confirmed", "note": "" });
    let mut all = vec![
        post("/api/v1/periods/reopen", Opens::Does(Act::ReopenPeriod), reopen).own(),
        post(
            "/api/v1/trial/day",
            Opens::Does(Act::MoveDay),
            json!({ "day": "2023-09-01" }),
        ),
        get("/api/v1/cockpit", OVERSEE).own(),
        get("/api/v1/cockpit/parts", OVERSEE)
            .at("/api/v1/cockpit/parts?unit=420100")
            .own(),
        get("/api/v1/cockpit/live", OVERSEE).own(),
        get("/api/v1/reminders/told", ASK).own(),
        post(
            "/api/v1/reminders/ask",
            ASK,
            json!({ "units": ["420200"], "note": "请报送联系人" }),
        )
        .own(),
        get("/api/v1/closing", OVERSEE).own(),
        get("/api/v1/closing", OVERSEE).at("/api/v1/closing?plan=hubei-2023"),
        post("/api/v1/closing/steps", CLOSE, closing),
        post(
            "/api/v1/closing/carry",
            CLOSE,
            json!({ "from": "hubei-2023", "into": "hubei-2023" }),
        ),
    ];
    all.extend(bulletins(world));
    all.extend(plans(world));
    all.extend(people(world));
    all
}

/// A draft, which is the office's own; what is published is anybody's.
fn bulletins(world: &World) -> Vec<Entry> {
    let id = &world.draft;
    let one = format!("/api/v1/bulletins/{id}");
    let save = json!({ "read": 0, "text": world.draft_text });
    vec![
        get("/bulletin/{}", BULLETIN).at(format!("/bulletin/{id}")).maybe(),
        get("/bulletin/{}/{}", BULLETIN)
            .at(format!("/bulletin/{id}/docx"))
            .maybe(),
        get("/api/v1/bulletins/{}", BULLETIN).at(one.clone()).maybe(),
        get("/api/v1/bulletins/{}/facts", BULLETIN)
            .at(format!("{one}/facts"))
            .maybe(),
        get("/api/v1/bulletins/desk", BULLETIN).own(),
        post("/api/v1/bulletins", BULLETIN, json!({ "edition": "2023-08" })).own(),
        post("/api/v1/bulletins/{}", BULLETIN, save).at(one.clone()),
        post("/api/v1/bulletins/{}/facts", BULLETIN, json!({ "read": 0 })).at(format!("{one}/facts")),
        post("/api/v1/bulletins/{}/publish", BULLETIN, json!({ "read": 0 })).at(format!("{one}/publish")),
    ]
}

fn plans(world: &World) -> Vec<Entry> {
    let one = format!("/api/v1/imports/{}", world.import);
    let shares = json!({ "plan": "hubei-2023", "version": 0, "target": "villages", "shares": [], "reason": DRAFT });
    vec![
        get("/api/v1/imports", PLAN).own(),
        send("/api/v1/imports", PLAN, next_year().as_bytes()).at("/api/v1/imports?plan=hubei-2025"),
        get("/api/v1/imports/{}", PLAN).at(one.clone()),
        post("/api/v1/imports/{}", PLAN, json!({ "read": 0 })).at(one.clone()),
        send("/api/v1/imports/{}/text", PLAN, "另一份".as_bytes()).at(format!("{one}/text?read=0")),
        get("/api/v1/imports/{}/check", PLAN).at(format!("{one}/check")),
        post("/api/v1/imports/{}/publish", PLAN, json!({ "read": 0, "onto": 0 })).at(format!("{one}/publish")),
        post("/api/v1/imports/{}/drop", PLAN, json!({ "read": 0 })).at(format!("{one}/drop")),
        get("/api/v1/shares", PLAN).own(),
        get("/api/v1/shares", PLAN).at("/api/v1/shares?plan=hubei-2023"),
        get("/api/v1/shares/{}", PLAN).at("/api/v1/shares/villages").own(),
        post("/api/v1/shares", PLAN, shares),
    ]
}

fn people(world: &World) -> Vec<Entry> {
    let (account, held) = &world.ended;
    let one = format!("/api/v1/people/{account}");
    let appointment = json!({ "unit": "420100", "duties": ["administrator"], "from": "2023-09-26" });
    let invite = json!({ "login": "trial-reporter", "name": DRAFT, "post": appointment });
    let decide = json!({ "revision": 0, "decision": { "appoint": { "account": account, "post": appointment } } });
    vec![
        get("/api/v1/people", PEOPLE).own(),
        post("/api/v1/people", PEOPLE, invite),
        post("/api/v1/people/decide", PEOPLE, decide),
        post("/api/v1/people/named", PEOPLE, json!({ "values": ["欧阳无名"] })),
        post("/api/v1/people/named/erase", PEOPLE, json!({ "values": ["欧阳无名"] })),
        get("/api/v1/people/posts/{}/open", PEOPLE).at(format!("/api/v1/people/posts/{held}/open")),
        post("/api/v1/people/{}", PEOPLE, json!({ "name": "gone" })).at(one.clone()),
        post("/api/v1/people/{}/link", PEOPLE, json!(null)).at(format!("{one}/link")),
        post("/api/v1/people/{}/second-step/reset", PEOPLE, json!(null)).at(format!("{one}/second-step/reset")),
        post("/api/v1/people/{}/single-sign-on", PEOPLE, json!({ "open": true })).at(format!("{one}/single-sign-on")),
        post("/api/v1/people/{}/let-in", PEOPLE, json!(null)).at(format!("{one}/let-in")),
        post("/api/v1/accounts/{}/email", PEOPLE, json!({ "email": null })).at("/api/v1/accounts/gone/email"),
    ]
}
