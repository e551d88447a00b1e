//! Texts that would run, everywhere where they are shown: in pages, in the app, by mail, in sheets and files.

use std::collections::BTreeSet;

use serde_json::json;
use yaodian_tests::smtp::Mail;

use super::{
    files,
    pages::{self, harmless, named, shown},
    typed::marks,
    watched,
    world::{World, encoded, nasty},
};
use crate::year_end;

/// Places of which nothing is shown on what is looked at here, each with why.
const SHOWN_NOWHERE: &[(&str, &str)] = &[
    (
        "sheetcell",
        "rows of a sheet that is not committed are looked at by whoever sent it, as they come",
    ),
    (
        "viewsearch",
        "a view stands by its name; its questions are in the address that it leads to",
    ),
    ("viewpart", "as above"),
    ("viewone", "as above"),
    ("begunname", "is the name of the file, behind which the titles stand"),
    ("begunissuer", "was mended before it was published"),
    ("begunissueren", "as above"),
    ("beguntitle", "as above"),
    ("beguntitleen", "as above"),
    ("sheetheading", "as `sheetcell`"),
    ("sheetname", "as `sheetcell`"),
    ("subject", "on none of the pages above; not looked for further yet"),
    ("approved", "on none of the pages above; not looked for further yet"),
    (
        "evidence",
        "on none of the pages above; `names_of_files_lead_nowhere` looks at names of files",
    ),
    ("file", "as `evidence`"),
    (
        "closing",
        "what was asked at the year's end is not in what the server renders; not yet looked at in a browser",
    ),
    ("choice", "as `closing`"),
    ("confirmed", "as `closing`"),
];

#[tokio::test]
async fn what_is_typed_is_shown_and_never_run() {
    let world = World::begun().await;
    let mut wrong = Vec::new();
    let mut told = BTreeSet::new();
    let mut seen = BTreeSet::new();
    public(&world, &mut wrong, &mut told, &mut seen).await;
    interface(&world, &mut wrong, &mut told).await;
    of_app(&world, &mut wrong, &mut told, &mut seen).await;
    pages::are_all(&world, &seen).await;
    told.extend(watched::walked(&world, &mut wrong).await);
    mails(&world, &mut wrong, &mut told).await;
    files::told(&world, &mut wrong, &mut told).await;
    closed(&world, &mut wrong, &mut told).await;
    told.extend(watched::passkey(&world, &mut wrong).await);
    assert!(wrong.is_empty(), "{wrong:#?}");

    world.typed.is_whole();
    let left = world.typed.all();
    let left: Vec<&String> = left
        .iter()
        .filter(|place| !told.contains(*place) && !SHOWN_NOWHERE.iter().any(|(known, _)| known == place))
        .collect();
    assert!(left.is_empty(), "these were sent and shown nowhere: {left:#?}");
    for (place, why) in SHOWN_NOWHERE {
        assert!(world.typed.all().contains(*place), "{place}, which {why}, was not sent");
    }
}

/// Public pages, in both languages: they run nothing, and name nobody.
async fn public(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>, seen: &mut BTreeSet<String>) {
    let anybody = world.server.visitor();
    let odd = encoded(&nasty("odd"));
    for (name, path) in [
        ("Fields.login", "/sign-in"),
        ("Fields.next", "/sign-in"),
        ("TypedCode.next", "/sign-in/code"),
        ("Chosen.next", "/sign-in/post"),
        ("Next.next", "/sign-in/passkey"),
    ] {
        let (_, field) = name.split_once('.').unwrap();
        let form = [
            (field, nasty("odd").replace('\0', "")),
            ("password", "guessed".to_owned()),
        ];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = if path == "/sign-in/passkey" {
            shown(&anybody, &format!("{path}?{field}={odd}")).await
        } else {
            anybody.form(path, &form).await.text().await.unwrap()
        };
        harmless(path, &page);
        world.typed.field(name, &nasty("odd"));
        told.extend(marks(&page));
    }
    // A browser is known by its family alone, whatever it says of itself.
    let odd_browser = anybody
        .request(reqwest::Method::GET, "/sign-in")
        .header("user-agent", "<script>XQagent</script>");
    let page = odd_browser.send().await.unwrap().text().await.unwrap();
    assert!(!page.contains("XQagent"), "{page}");

    // NUL is no part of any address.
    for (path, status) in [
        ("/?as_of=%00", 400),
        ("/search?q=a%00", 400),
        ("/unit/%00", 404),
        ("/sign-in/link/%00", 404),
    ] {
        assert_eq!(anybody.get(path).await.status().as_u16(), status, "{path}");
    }
    for lang in ["zh", "en"] {
        for (path, marker) in pages::public(world) {
            let path = format!("{path}{}lang={lang}", if path.contains('?') { '&' } else { '?' });
            let page = shown(&anybody, &path).await;
            harmless(&path, &page);
            // Neither can be done without.
            let own = ["/sign-in/passkey", "/changes/verify"]
                .iter()
                .any(|own| path.starts_with(own));
            if page.contains("<script") && !own {
                wrong.push(format!("{path}: public pages have no script"));
            }
            if !page.contains(marker) {
                wrong.push(format!("{path} does not show {marker}"));
            }
            wrong.extend(named(&path, &page));
            told.extend(marks(&page));
            seen.insert(path);
        }
    }
    // Whoever holds the invitation is called by name, and nobody else.
    let page = shown(&anybody, &world.invitation).await;
    harmless("an invitation", &page);
    assert!(page.contains("XQINVITED") && page.contains("XQLOGIN"), "{page}");
    told.extend(marks(&page));
    seen.insert(world.invitation.clone());
}

/// What the public interface tells is data, and names nobody either.
async fn interface(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>) {
    let anybody = world.server.visitor();
    for path in [
        "/plan",
        "/standing",
        "/plans",
        "/plans/hubei-2024",
        "/plans/current/targets/outfalls-yangtze",
        "/plans/current/targets/outfalls-yangtze/observations",
        "/plans/current/units/420100",
        "/plans/current/ledgers/outfalls-yangtze/entries",
        "/plans/current/networks/water/places",
        "/plans/current/bulletins",
        "/targets/outfalls-yangtze/judgements",
        "/bulletins",
        &format!("/bulletins/{}", world.bulletin),
        &format!("/bulletins/{}/facts", world.bulletin),
        &format!("/plans/current/bulletins/{}", world.bulletin),
    ] {
        let answer = anybody.get(&format!("/api/v1{path}")).await;
        assert_eq!(answer.status().as_u16(), 200, "{path}");
        let media = answer.headers()["content-type"].to_str().unwrap();
        assert!(media.contains("json"), "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        let text = answer.text().await.unwrap();
        wrong.extend(named(path, &text));
        told.extend(marks(&text));
    }
}

/// The app, as it is rendered on the server.
async fn of_app(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>, seen: &mut BTreeSet<String>) {
    for (by, path, _) in pages::app(world) {
        let page = shown(by, &path).await;
        harmless(&path, &page);
        if !page.contains("<main") {
            wrong.push(format!("{path} is no page"));
        }
        told.extend(marks(&page));
        seen.insert(path);
    }
}

/// Whether a mail tells what is to be done; others tell of the account.
fn is_reminder(mail: &Mail) -> bool {
    mail.header("Subject").contains("催办")
}

async fn mails(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>) {
    world.office.move_to("2023-09-26").await;
    let taken = yaodian_tests::until(async || {
        let taken = world.smtp.taken();
        let reminded = taken.iter().any(is_reminder);
        reminded.then_some(taken)
    });
    for mail in taken.await {
        harmless("mail", &mail.html);
        if mail.html.contains("<script") || !mail.html.contains("&lt;script") {
            wrong.push(format!("mail: {}", mail.html));
        }
        assert!(
            mail.text.contains("XQNAME") && (mail.text.contains("XQnudge") || !is_reminder(&mail)),
            "{}",
            mail.text
        );
        for (name, value) in &mail.headers {
            assert!(!value.contains(['\r', '\n', '\0']), "{name}: {value}");
        }
        assert_eq!(mail.to, ["writer@example.org"]);
        told.extend(marks(&mail.html));
    }
    // What a mail server says when it refuses is the text of a stranger, too.
    let path = "/app/reminders/told";
    let page = yaodian_tests::until(async || {
        let page = shown(&world.office, path).await;
        page.contains("XQsaid").then_some(page)
    })
    .await;
    harmless(path, &page);
}

/// The year's end: what was asked for, and what was chosen.
async fn closed(world: &World, wrong: &mut Vec<String>, told: &mut BTreeSet<String>) {
    let office = &world.office;
    let second = world.server.person("second", "bangongshi", &["office"], false).await;
    let lead = world.server.person("lead", "guti", &["reviewer"], false).await;
    let (waiting, revision) = &world.waiting;
    let decided = lead
        .decide(waiting, *revision, "approve", &nasty("inwordsapproved"))
        .await;
    assert_eq!(decided.0, 200, "{}", decided.1);
    for (by, case) in [(&world.reviewer, 2), (&world.writer, 3), (&world.writer, 4)] {
        let path = format!("/api/v1/cases/{}/steps", world.cases[case]);
        let taken = json!({ "read": 1, "step": "withdrawn", "note": nasty("withdrawn") });
        world.typed.done::<yaodian_contract::TakeStep>(by, &path, taken).await;
        let page = shown(office, &format!("/app/case/{}", world.cases[case])).await;
        harmless(path.as_str(), &page);
        told.extend(marks(&page));
    }
    office.move_to("2024-01-11").await;
    let desk = year_end::desk(office).await;
    let mut asked = year_end::request(&desk);
    for choice in asked["choices"].as_array_mut().unwrap() {
        choice["reason"] = json!(nasty("choice"));
    }
    for (by, read, step, note) in [
        (office, 0, json!({ "asked": asked }), "closing"),
        (&second, 1, json!("confirmed"), "confirmed"),
    ] {
        let body = json!({ "plan": "hubei-2023", "read": read, "step": step, "note": nasty(note) });
        let path = "/api/v1/closing/steps";
        world
            .typed
            .done::<yaodian_contract::closing::TakeClosingStep>(by, path, body)
            .await;
    }
    let anybody = world.server.visitor();
    for (by, path) in [
        (&anybody, "/target/zero-waste-cities"),
        (&anybody, "/year-end"),
        (&anybody, "/plans/hubei-2023/year-end"),
        (office, "/app/year-end"),
        (&world.writer, "/app"),
    ] {
        let page = shown(by, path).await;
        harmless(path, &page);
        if !path.starts_with("/app") {
            wrong.extend(named(path, &page));
        }
        told.extend(marks(&page));
    }
}

#[tokio::test]
async fn what_is_judged_is_data() {
    let server = yaodian_tests::Server::trial().await;
    let anybody = server.visitor();
    let (_, plan) = anybody.json("/api/v1/plan").await;
    let mut target = plan["targets"][0].clone();
    target["name"]["zh"] = json!(nasty("assessed"));
    let asked = json!([{ "target": target, "observations": [], "as_of": "2023-09-25" }]);
    let answer = anybody
        .request(reqwest::Method::POST, "/api/v1/assess")
        .json(&asked)
        .send()
        .await
        .unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    let text = answer.text().await.unwrap();
    assert!(status < 500, "{text}");
    assert!(headers["content-type"].to_str().unwrap().contains("json"), "{text}");
    assert_eq!(headers["x-content-type-options"], "nosniff");
    assert_eq!(
        headers["content-security-policy"],
        "default-src 'none'; frame-ancestors 'none'"
    );
}
