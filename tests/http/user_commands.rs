//! `yaodian user`: people at the command line, by the same services as the app.

use serde_json::Value;
use yaodian_tests::Server;

/// Runs `yaodian user …` on a server's data: exit code, what it printed, what it complained of.
async fn user(server: &Server, arguments: &[&str]) -> (i32, String, String) {
    server.command(&[&["user"], arguments].concat()).await
}

/// A command that must be done: what it printed.
async fn done(server: &Server, arguments: &[&str]) -> String {
    let (code, out, error) = user(server, arguments).await;
    assert_eq!(code, 0, "{arguments:?}: {error}");
    out
}

/// The posts of a person, as the list tells them.
async fn posts(server: &Server, login: &str) -> Vec<String> {
    let list = done(server, &["list"]).await;
    let mut lines = list.lines().skip_while(|line| !line.starts_with(&format!("{login}: ")));
    lines.next().expect(login);
    let posts = lines.take_while(|line| line.starts_with("  "));
    // The id at the end is another one each time.
    posts
        .map(|line| line.trim().rsplit_once("  ").unwrap().0.to_owned())
        .collect()
}

#[tokio::test]
async fn people_are_appointed_stood_in_for_handed_over_and_shut_out() {
    let server = Server::trial().await;
    let add = [
        "add",
        "zhang",
        "--name",
        "张三",
        "--unit",
        "武汉市",
        "--duty",
        "reporter",
        "--title",
        "科长",
    ];
    let path = done(&server, &add).await;
    assert!(path.starts_with("/sign-in/invite/"), "{path}");
    assert_eq!(
        posts(&server, "zhang").await,
        ["Wuhan · 科长 (reporter), from 2023-09-25"]
    );
    let list = done(&server, &["list"]).await;
    assert!(list.contains("zhang: 张三, no password yet"), "{list}");
    assert!(
        list.lines()
            .any(|line| line.starts_with("vacant from 2023-09-25: reporter of "))
    );
    let another = done(&server, &["link", "ZHANG"]).await;
    assert!(another.starts_with("/sign-in/invite/") && another != path);

    done(
        &server,
        &[
            "appoint",
            "zhang",
            "--unit",
            "shui",
            "--duty",
            "reviewer",
            "--from",
            "2023-10-01",
        ],
    )
    .await;
    assert_eq!(posts(&server, "zhang").await.len(), 2);
    let away = [
        "deputise",
        "zhang",
        "--by",
        "trial-reporter",
        "--unit",
        "shui",
        "--from",
        "2023-10-02",
        "--to",
        "2023-10-08",
    ];
    let said = done(&server, &away).await;
    assert!(said.contains("stands in for 张三"), "{said}");
    assert!(
        said.contains("cannot decide on what went through the hands of 张三"),
        "{said}"
    );
    assert!(posts(&server, "trial-reporter").await[1].contains("2023-10-02 to 2023-10-08, in place of 张三"));

    // Said beforehand, and done.
    let over = [
        "hand-over",
        "zhang",
        "--to",
        "trial-office",
        "--unit",
        "420100",
        "--from",
        "2023-09-30",
    ];
    let (code, said, note) = user(&server, &[&over[..], &["--preview"]].concat()).await;
    assert_eq!((code, note.contains("(nothing was done)")), (0, true));
    assert_eq!(posts(&server, "trial-office").await.len(), 1);
    assert_eq!(done(&server, &over).await, said);
    assert!(posts(&server, "trial-office").await[1].starts_with("Wuhan · 科长 (reporter), from 2023-09-30"));
    assert!(posts(&server, "zhang").await[0].ends_with("2023-09-25 to 2023-09-29"));

    done(&server, &["end", "zhang", "--unit", "420100", "--last", "2023-09-27"]).await;
    assert!(posts(&server, "zhang").await[0].ends_with("2023-09-25 to 2023-09-27"));
    let said = done(&server, &["shut", "zhang"]).await;
    assert!(said.contains("signed out at once"), "{said}");
    assert_eq!(
        posts(&server, "zhang").await,
        ["Wuhan · 科长 (reporter), 2023-09-25 to 2023-09-25"]
    );
    assert_eq!(
        posts(&server, "trial-reporter").await.len(),
        1,
        "the deputy's days went with it"
    );
    assert!(done(&server, &["list"]).await.contains("zhang: 张三, shut out"));
    let (code, _, error) = user(&server, &["link", "zhang"]).await;
    assert_eq!((code, error.contains("shut")), (1, true), "{error}");
    done(&server, &["let-in", "zhang"]).await;
    done(&server, &["link", "zhang"]).await;

    let people: Value = serde_json::from_str(&done(&server, &["list", "--json"]).await).unwrap();
    assert_eq!(people["people"].as_array().unwrap().len(), 5);
    let store = yaodian_store::Store::open(&server.database()).await.unwrap();
    let zhang = store.credentials("zhang").await.unwrap().unwrap().account;
    let history = store
        .history(yaodian_store::SubjectKind::Account, zhang.id.as_str())
        .await
        .unwrap();
    let by: Vec<String> = history.iter().map(|row| row.by.name().to_owned()).collect();
    for command in [
        "user add",
        "user appoint",
        "user hand-over",
        "user end",
        "user shut",
        "user let-in",
    ] {
        assert!(by.iter().any(|by| by.contains(command)), "{command}: {by:?}");
    }
    store.close().await;
}

#[tokio::test]
async fn a_refusal_is_1_and_a_wrong_call_is_2() {
    let server = Server::trial().await;
    let other = ["add", "wang", "--name", "王五", "--unit", "shui", "--duty", "reporter"];
    done(&server, &other).await;
    done(&server, &["appoint", "wang", "--unit", "daqi", "--duty", "reporter"]).await;
    for (arguments, says) in [
        (&other[..], "taken"),
        (&["shut", "trial-administrator"], "appoint another"),
        (&["end", "trial-administrator"], "appoint another"),
        (
            &["hand-over", "trial-reporter", "--to", "trial-reporter"],
            "somebody else",
        ),
        (&["appoint", "wang", "--unit", "shui", "--duty", "reporter"], "already"),
        (&["end", "trial-reporter", "--last", "2023-09-01"], "before 2023-09-25"),
        (&["end", "trial-reporter", "--open"], "different"),
    ] {
        let (code, out, error) = user(&server, arguments).await;
        assert_eq!((code, out.as_str()), (1, ""), "{arguments:?}: {error}");
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
    for (arguments, says) in [
        (&["link", "nobody"][..], "nobody signs in as"),
        (
            &["appoint", "wang", "--unit", "nowhere", "--duty", "reporter"],
            "no unit goes by",
        ),
        (
            &["appoint", "wang", "--unit", "shui", "--duty", "king"],
            "possible values",
        ),
        (&["end", "wang"], "--unit or --post"),
        (&["end", "trial-reporter", "--unit", "shui"], "holds no such post"),
        (&["end", "trial-reporter", "--last", "someday"], "invalid value"),
        (&["deputise", "wang", "--by", "trial-office"], "--to"),
        (
            &["deputise", "trial-reporter", "--by", "wang", "--to", "2023-09-01"],
            "2023-09-01",
        ),
    ] {
        let (code, out, error) = user(&server, arguments).await;
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
        assert!(error.contains(says), "{arguments:?}: {error}");
    }
}
