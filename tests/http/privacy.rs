//! 个人信息: told, copied and erased, with the chain of the audit whole.

use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;
use yaodian_tests::{Server, yaodian};

use crate::{
    api::{outfalls, send},
    ledgers::{LEDGER, add},
};

async fn user(server: &Server, arguments: &[&str]) -> (i32, String, String) {
    server.command(&[&["user"], arguments].concat()).await
}

async fn python(file: &str) -> (bool, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/audit/src/verify.py");
    let output = tokio::process::Command::new("python3")
        .args([script, file])
        .output()
        .await
        .unwrap();
    (
        output.status.success(),
        String::from_utf8(output.stdout).unwrap() + &*String::from_utf8(output.stderr).unwrap(),
    )
}

async fn verify(arguments: &[&str]) -> (i32, String) {
    let output = yaodian()
        .args(["audit", "verify"])
        .args(arguments)
        .output()
        .await
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

#[tokio::test]
async fn anybody_reads_what_is_kept() {
    let server = Server::trial().await;
    for (lang, words) in [
        ("zh", ["个人信息保护法", "登录失败的时间", "已删除的用户"]),
        (
            "en",
            [
                "Personal Information Protection Law",
                "When signing in failed",
                "Erased user",
            ],
        ),
    ] {
        let page = server.visitor().page(&format!("/privacy?lang={lang}")).await;
        for word in words {
            assert!(page.contains(word), "{lang}: {word}");
        }
    }
    let home = server.visitor().page("/").await;
    assert!(home.contains("href=\"/privacy\""));

    // Who is responsible, and no commands for those who have none; without a setting no contact.
    let page = server.visitor().page("/privacy").await;
    assert!(page.contains("个人信息处理者：湖北省生态环境厅") && !page.contains("联系方式："));
    for word in ["yaodian ", "校验值", "封存", "化名", "每日清理"] {
        let main = page.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
        assert!(!main.contains(word), "{word}");
    }
    let told = Server::start(
        &["--trial", "--privacy-contact", "办公室 <027-00000000>"],
        yaodian_tests::TRIAL_PEOPLE,
    )
    .await;
    let page = told.visitor().page("/privacy").await;
    assert!(page.contains("联系方式：办公室 &lt;027-00000000&gt;"), "{page}");
}

#[tokio::test]
async fn a_person_has_a_copy_and_is_erased() {
    let server = Server::trial().await;
    let reporter = server.by_link(0).await;
    send(&reporter, &outfalls("615", "734")).await;
    let people = user(&server, &["list", "--json"]).await.1;
    let people: Value = serde_json::from_str(&people).unwrap();
    let of = |login: &str| {
        let all = people["people"].as_array().unwrap();
        all.iter().find(|one| one["login"] == login).unwrap().clone()
    };
    let (name, id) = {
        let one = of("trial-reporter");
        (
            one["name"].as_str().unwrap().to_owned(),
            one["id"].as_str().unwrap().to_owned(),
        )
    };

    // The person and the administrator get the same.
    let answer = reporter.get("/api/v1/sign-in/personal-data").await;
    assert_eq!(answer.status(), 200);
    let shown = answer.headers()["content-disposition"].to_str().unwrap().to_owned();
    assert_eq!(shown, "attachment; filename=\"personal-data.json\"");
    assert_eq!(answer.headers()["cache-control"], "no-store");
    let mut own: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    // The same, to be read.
    let page = reporter.page("/app/personal-data").await;
    for word in ["我的个人信息 — 要点", &name, "岗位", "新建填报", "2023-09-25"] {
        assert!(page.contains(word), "{word}");
    }
    let (code, printed, error) = user(&server, &["export", "trial-reporter"]).await;
    assert_eq!(code, 0, "{error}");
    let mut by_command: Value = serde_json::from_str(&printed).unwrap();
    for copy in [&mut own, &mut by_command] {
        assert!(copy["made_at"].is_string());
        copy["made_at"] = Value::Null;
        // When a session was used last moves on.
        copy["records"]["sessions"]["rows"][0]["seen_at"] = Value::Null;
    }
    assert_eq!(own, by_command);
    assert_eq!(
        (&own["format"], &own["account"]["name"]),
        (&"yaodian-personal-data".into(), &name.as_str().into())
    );
    assert_eq!(own["records"]["reports"]["rows"][0]["changed_by"], name.as_str());
    assert_eq!(own["topics"].as_array().unwrap().len(), 15);
    // What was written is there, with where and when.
    let words = own["words"].as_array().unwrap();
    assert!(
        words
            .iter()
            .all(|one| one["at"].is_string() && one["field"].is_string() && one["text"].is_string())
    );
    let actions = own["audit"].as_array().unwrap();
    assert!(
        actions.iter().any(|row| row["action"] == "report-created"),
        "{actions:?}"
    );
    assert_eq!(
        server.visitor().get("/api/v1/sign-in/personal-data").await.status(),
        401
    );

    // Erasing takes a clear word, and leaves an administrator.
    let data = server.data.path().to_str().unwrap().to_owned();
    let folder = TempDir::new().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let export = async |file: &str| server.command(&["audit", "export", file]).await.0;
    assert_eq!(export(&file("before")).await, 0);
    let (code, _, error) = user(&server, &["erase", "trial-reporter"]).await;
    assert!(code == 2 && error.contains("--yes"), "{error}");
    let (code, _, error) = user(&server, &["erase", "trial-administrator", "--yes"]).await;
    assert!(code == 1 && error.contains("appoint another"), "{error}");
    let (code, said, note) = user(&server, &["erase", "trial-reporter", "--yes"]).await;
    assert_eq!(code, 0, "{note}");
    assert!(said.starts_with(&format!("account {id} ")), "{said}");
    assert!(
        said.contains("已删除的用户 1") && note.contains("--backup-keep"),
        "{said}{note}"
    );
    assert_eq!(
        reporter.get("/api/v1/sign-in").await.status(),
        401,
        "nobody is signed in any more"
    );
    let (code, list, _) = user(&server, &["list"]).await;
    assert!(
        code == 0 && !list.contains("trial-reporter") && list.contains("erased-1: 已删除的用户 1"),
        "{list}"
    );
    for arguments in [["let-in", "erased-1"], ["link", "erased-1"]] {
        let (code, _, error) = user(&server, &arguments).await;
        assert!(
            code == 1 && error.contains("This person was erased"),
            "{arguments:?}: {error}"
        );
    }
    let all = user(&server, &["list", "--json"]).await.1;
    let all: Value = serde_json::from_str(&all).unwrap();
    let erased = all["people"].as_array().unwrap().iter();
    let erased: Vec<_> = erased
        .filter(|one| one["erased"] == true)
        .map(|one| &one["login"])
        .collect();
    assert_eq!(erased, ["erased-1"]);
    let page = server.by_link(3).await.page(&format!("/app/person/{id}")).await;
    assert!(
        page.contains("已删除") && !page.contains("恢复账户") && !page.contains("改姓名或邮箱"),
        "{page}"
    );

    // Whoever reviews the report sees the pseudonym.
    let report = own["records"]["reports"]["rows"][0]["id"].as_str().unwrap();
    let path = format!("/api/v1/reports/{report}");
    let (_, report) = server.by_link(1).await.json(&path).await;
    let report = report.to_string();
    assert!(report.contains("已删除的用户 1") && !report.contains(&name), "{report}");

    // The chain holds: the installation's, that of before, and that of after, by our program and by another one.
    assert_eq!(export(&file("after")).await, 0);
    let (code, said) = verify(&["--data-dir", &data]).await;
    assert!(code == 0 && said.contains("Personal texts that were erased"), "{said}");
    for name in ["before", "after"] {
        let (code, said) = verify(&[&file(name)]).await;
        assert_eq!((code, said.contains("were erased")), (0, name == "after"), "{said}");
        let (whole, said) = python(&file(name)).await;
        assert!(whole, "{said}");
    }
    let text = std::fs::read_to_string(file("after")).unwrap();
    assert!(text.contains(&id) && !text.contains("trial-reporter"));
    let texts = text.lines().filter(|line| line.contains("\"salt\"")).count();
    assert!(texts > 0);
    // What somebody takes away or alters is no erasure.
    let one = text.lines().find(|line| line.contains("\"salt\"")).unwrap();
    let told = format!("\"personal\":{texts}}}");
    assert!(text.contains(&told));
    let without = text
        .replacen(&format!("{one}\n"), "", 1)
        .replace(&told, &format!("\"personal\":{}}}", texts - 1));
    let altered = text.replacen("\"value\":\"", "\"value\":\"x", 1);
    for (forged, why) in [
        (without, "no erasure removed it"),
        (altered, "does not fit the commitment"),
    ] {
        std::fs::write(file("forged"), forged).unwrap();
        let (code, said) = verify(&[&file("forged")]).await;
        assert!(code == 1 && said.contains(why), "{said}");
        assert!(!python(&file("forged")).await.0);
    }

    // A backup of after can be restored, and still says so.
    assert_eq!(server.command(&["backup", &file("backup.zip")]).await.0, 0);
    let restored = yaodian()
        .args(["restore", &file("backup.zip"), "--data-dir", &file("restored")])
        .output()
        .await
        .unwrap();
    assert!(restored.status.success());
    let (code, said) = verify(&["--data-dir", &file("restored")]).await;
    assert!(code == 0 && said.contains("Personal texts that were erased"), "{said}");
}

/// All bytes that are kept in a folder.
fn kept(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(kept(&path));
        } else {
            all.extend(std::fs::read(&path).unwrap_or_default());
        }
    }
    all
}

#[tokio::test]
async fn whoever_a_ledger_names_is_found_and_erased() {
    let server = Server::trial().await;
    let (reporter, administrator) = (server.by_link(0).await, server.by_link(3).await);
    let (name, phone, other) = ("欧阳无名", "027-7654321", "司马无名");
    let named = [("f.person", name), ("f.phone", phone)];
    let entry = add(&reporter, "WH-001", &named).await["entry"]["id"].clone();
    add(&reporter, "WH-002", &[("f.person", other)]).await;
    let there = |text: &str| {
        kept(server.data.path())
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(there(name) && there(phone) && there(other));

    // Found by the name, with the number beside it; nothing stands in the address.
    let (code, found, _) = user(&server, &["named", name]).await;
    assert!(
        code == 0 && found.contains(&format!("(entry {entry}, version 1")),
        "{found}"
    );
    assert!(found.contains(phone) && found.contains("can be erased: 1"), "{found}");
    let (code, copy, _) = user(&server, &["named", name, phone, "--json"]).await;
    let copy: Value = serde_json::from_str(&copy).unwrap();
    assert_eq!((code, &copy["format"]), (0, &"yaodian-named-in-ledgers".into()));
    assert_eq!(copy["named"]["entries"][0]["fields"].as_array().unwrap().len(), 2);
    let ask = json!({ "values": [name] });
    let (status, found) = administrator.post("/api/v1/people/named", &ask).await;
    assert_eq!(
        (status, &found["entries"][0]["key"]),
        (200, &"WH-001".into()),
        "{found}"
    );
    for path in ["/api/v1/people/named", "/api/v1/people/named/erase"] {
        assert_eq!(reporter.post(path, &ask).await.0, 403, "{path}");
        assert_eq!(
            administrator.post(path, &json!({ "values": ["无"] })).await.0,
            400,
            "{path}"
        );
    }
    let page = administrator.page("/app/people/named").await;
    assert!(page.contains("台账中写到的人") && !page.contains(name), "{page}");

    // Erasing takes a clear word.
    let (code, _, error) = user(&server, &["named", name, "--erase"]).await;
    assert!(code == 2 && error.contains("--yes"), "{error}");
    let (code, _, error) = user(&server, &["named", "无", "--erase", "--yes"]).await;
    assert!(code == 2 && error.contains("too short"), "{error}");
    assert!(there(name));
    let (code, said, error) = user(&server, &["named", name, phone, "--erase", "--yes"]).await;
    assert!(code == 0 && said.contains("versions of entries: 1"), "{said}{error}");
    let (status, erased) = administrator
        .post("/api/v1/people/named/erase", &json!({ "values": [other] }))
        .await;
    assert_eq!(
        (status, &erased["versions"], &erased["overwritten"]),
        (200, &1.into(), &true.into())
    );
    for gone in [name, phone, other] {
        assert!(!there(gone), "{gone}");
    }
    // Whoever works on the entry sees so, and the chain holds, by our program and by another one.
    let (_, view) = reporter.json(&format!("{LEDGER}/entries/{entry}")).await;
    let view = view.to_string();
    assert!(view.contains("已删除") && !view.contains(name), "{view}");
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("after").to_str().unwrap().to_owned();
    assert_eq!(server.command(&["audit", "export", &file]).await.0, 0);
    let (code, said) = verify(&[&file]).await;
    assert!(code == 0 && said.contains("were erased"), "{said}");
    let (whole, said) = python(&file).await;
    assert!(whole, "{said}");
    assert!(!std::fs::read_to_string(&file).unwrap().contains(name));
}
