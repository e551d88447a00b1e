//! 删除: what an erasure leaves in the file itself, and after a restore.

use tempfile::TempDir;
use yaodian_store::Store;
use yaodian_tests::Server;

use super::{done, path};

#[tokio::test]
async fn nothing_of_an_erased_person_is_left_in_the_file_and_a_restore_brings_it_back_by_its_id() {
    let server = Server::trial().await;
    let (name, login, email) = ("欧阳震华", "ouyang-zhenhua", "ouyang-zhenhua@example.org");
    // Others come before and after, so that pages are divided; the address and the password change meanwhile.
    let mut hashes = Vec::new();
    for n in 0..12 {
        server
            .person(&format!("before-{n}"), "武汉市", &["reporter"], true)
            .await;
    }
    let add = [
        "user",
        "add",
        login,
        "--name",
        name,
        "--unit",
        "武汉市",
        "--duty",
        "reporter",
        "--email",
        email,
    ];
    let (code, invitation, error) = server.command(&add).await;
    assert_eq!(code, 0, "{error}");
    for password in ["a long password of the test", "several words without a connexion"] {
        let visitor = server.visitor();
        let link = invitation_of(&server, &invitation, login).await;
        let set = visitor
            .form(link.trim(), &[("password", password), ("again", password)])
            .await;
        assert_eq!(set.status(), 303);
        let store = Store::open(&server.database()).await.unwrap();
        let credentials = store.credentials(login).await.unwrap().unwrap();
        hashes.push(credentials.password_hash.unwrap());
        store.close().await;
    }
    let mut visitor = server.visitor();
    let answer = visitor
        .form(
            "/sign-in",
            &[("login", login), ("password", "several words without a connexion")],
        )
        .await;
    assert_eq!(answer.status(), 303);
    visitor.keep_session(&answer);
    for n in 0..12 {
        server
            .person(&format!("after-{n}"), "武汉市", &["reporter"], true)
            .await;
    }
    let left = || {
        let kept: Vec<u8> = ["", "-wal"]
            .iter()
            .flat_map(|end| std::fs::read(server.data.path().join(format!("yaodian.sqlite{end}"))).unwrap_or_default())
            .collect();
        let texts = [name, login, email]
            .into_iter()
            .map(str::to_owned)
            .chain(hashes.clone());
        texts
            .filter(|text| kept.windows(text.len()).any(|part| part == text.as_bytes()))
            .collect::<Vec<_>>()
    };
    assert!(left().len() >= 4, "{:?}", left());
    let folder = TempDir::new().unwrap();
    let backup = path(folder.path(), "before.zip");
    assert_eq!(server.command(&["backup", &backup]).await.0, 0);

    // While the server runs.
    let (code, said, error) = server.command(&["user", "erase", login, "--yes"]).await;
    assert_eq!(code, 0, "{error}");
    assert_eq!(left(), Vec::<String>::new());
    assert_eq!(visitor.get("/api/v1/sign-in").await.status(), 401);
    let (status, _) = server.by_link(2).await.json("/api/v1/people").await;
    assert!([200, 403].contains(&status), "the server goes on: {status}");
    server.person("later", "武汉市", &["reporter"], false).await;
    assert_eq!(server.command(&["audit", "verify"]).await.0, 0);

    // The backup brings the person back, who is erased again by the id that was printed.
    let id = said.lines().find_map(|line| line.strip_prefix("account ")).unwrap();
    let (id, _) = id.split_once(' ').unwrap();
    let place = path(folder.path(), "restored");
    done(&["restore", &backup, "--data-dir", &place]).await;
    assert!(done(&["user", "list", "--data-dir", &place]).await.contains(name));
    done(&["user", "erase", id, "--yes", "--data-dir", &place]).await;
    assert!(!done(&["user", "list", "--data-dir", &place]).await.contains(name));
}

/// The first link as it was printed, and another one once it is used.
async fn invitation_of(server: &Server, first: &str, login: &str) -> String {
    let visitor = server.visitor();
    if visitor.get(first.trim()).await.status() == 200 {
        return first.to_owned();
    }
    server.command(&["user", "link", login]).await.1
}
