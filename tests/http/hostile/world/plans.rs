//! Bulletins, plans and shares.

use serde_json::{Value, json};
use yaodian_contract::{
    bulletin::{BulletinStep, DraftBulletin, SaveBulletin},
    imports::SaveImport,
    shares::SetShares,
};
use yaodian_tests::Visitor;

use super::{encoded, nasty, short, text};
use crate::{
    hostile::typed::Typed,
    imports::{begin, next_year, open, publish, reported},
    shares::equally,
};

/// A bulletin that was published, and its correction.
pub async fn told(typed: &Typed, office: &Visitor) -> (String, String) {
    let edition = json!({ "edition": "2023-09" });
    let draft = typed.done::<DraftBulletin>(office, "/api/v1/bulletins", edition).await;
    let id = text(&draft["head"]["id"]);
    let mut words = draft["text"].clone();
    for field in ["title", "mark", "number", "addressee", "signed"] {
        words[field] = json!(nasty(field));
    }
    let sections = words["sections"].as_array_mut().unwrap();
    let part = json!({ "words": nasty("words") });
    sections.insert(0, json!({ "heading": nasty("heading"), "parts": [part] }));
    let one = format!("/api/v1/bulletins/{id}");
    let save = json!({ "read": draft["revision"], "text": words });
    let saved = typed.done::<SaveBulletin>(office, &one, save).await;
    let out = async |id: &str, draft: &Value| {
        let read = json!({ "read": draft["revision"] });
        let path = format!("/api/v1/bulletins/{id}/publish");
        typed.done::<BulletinStep>(office, &path, read).await
    };
    out(&id, &saved).await;
    let corrects = json!({ "edition": "2023-09", "corrects": { "of": id, "reason": nasty("correction") } });
    let draft = typed.done::<DraftBulletin>(office, "/api/v1/bulletins", corrects).await;
    let correction = text(&draft["head"]["id"]);
    out(&correction, &draft).await;
    (id, correction)
}

/// A plan with such words in its text, its titles and what was decided about it, published; the id of its import.
pub async fn planned(typed: &Typed, office: &Visitor) -> String {
    let words = "持续推进<script>alert('XQplan')</script>{{7*7}}长江高水平保护";
    let plan = next_year().replacen("持续推进长江高水平保护", words, 1);
    assert_ne!(plan, next_year());
    typed.brought(&plan);
    let mut asked = "plan=hubei-2024".to_owned();
    for field in ["name", "title", "title_en", "issuer", "issuer_en"] {
        let text = nasty(&format!("begun{}", field.replace('_', ""))).replace('\0', "");
        asked += &["&", field, "=", &encoded(&text)].concat();
        typed.field(&format!("BeginImport.{field}"), &text);
    }
    let id = begin(office, &asked, plan.clone()).await;
    let begun = open(office, &id).await["import"].take();
    for (part, lang) in [("title", "zh"), ("title", "en"), ("issuer", "zh"), ("issuer", "en")] {
        assert!(
            text(&begun["titles"][part][lang]).contains("XQbegun"),
            "{}",
            begun["titles"]
        );
    }
    let mut titles = begun["titles"].clone();
    for (part, lang, place) in [
        ("title", "zh", "plantitle"),
        ("title", "en", "plantitleen"),
        ("issuer", "zh", "issuer"),
        ("issuer", "en", "issueren"),
    ] {
        titles[part][lang] = json!(nasty(place));
    }
    let edits = reported(office, &id).await;
    let mut edits = serde_json::to_value(edits).unwrap();
    let all = edits.as_array_mut().unwrap();
    let villages = "新增完成 750 个行政村环境整治";
    let from = plan.find(villages).unwrap();
    let span = [from, from + villages.len()];
    let form = json!({
        "kind": "count", "comparator": ">=", "value": "1000", "unit": short("unit"), "subject": short("subject"),
        "inventory": null, "due": null,
    });
    let at = plan.find("15.加强群众身边").unwrap();
    all.extend([
        json!({ "edit": "correct", "target": { "span": span, "nth": 0 }, "form": form }),
        json!({ "edit": "rename", "at": at, "title": nasty("itemtitle"), "title_en": nasty("itemtitleen") }),
        json!({ "edit": "learn", "name": short("learned"), "units": ["shui"] }),
    ]);
    let save = json!({ "read": 1, "titles": titles, "edits": edits });
    typed
        .done::<SaveImport>(office, &format!("/api/v1/imports/{id}"), save)
        .await;
    let (status, answer) = publish(office, &id, 2, 0).await;
    assert_eq!(status, 200, "{answer}");
    id
}

/// Shares that do not add up, and why.
pub async fn shared(typed: &Typed, office: &Visitor) {
    let (status, desk) = office.json("/api/v1/shares/villages").await;
    assert_eq!(status, 200, "{desk}");
    let shares = json!({
        "plan": "hubei-2023", "version": desk["version"], "target": "villages", "shares": equally(&desk, 740),
        "reason": nasty("shares"),
    });
    typed.done::<SetShares>(office, "/api/v1/shares", shares).await;
}
