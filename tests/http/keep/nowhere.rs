//! Commands that are told a place where nothing is.

use tempfile::TempDir;
use yaodian_tests::{Server, yaodian};

use super::{path, run};

#[tokio::test]
async fn no_command_works_on_an_installation_that_is_not_there() {
    let folder = TempDir::new().unwrap();
    let none = path(folder.path(), "none");
    let empty = path(folder.path(), "empty");
    std::fs::create_dir(&empty).unwrap();
    let backup = path(folder.path(), "backup.zip");
    let commands: &[&[&str]] = &[
        &["user", "list"],
        &[
            "user", "add", "li", "--name", "li", "--unit", "水处", "--duty", "reporter",
        ],
        &["user", "erase", "li", "--yes"],
        &["evidence", "check"],
        &["audit", "verify"],
        &["audit", "export", &backup],
        &["backup", &backup],
        &["ledger", "list"],
        &["token", "list"],
        &["plan", "close"],
    ];
    for command in commands {
        for (place, told) in [(&none, "there is no such folder"), (&empty, "there is no database")] {
            let (code, out, error) = run(&[command, &["--data-dir", place.as_str()][..]].concat()).await;
            assert_eq!((code, out.as_str()), (2, ""), "{command:?}: {error}");
            assert!(
                error.contains(told) && error.contains("--data-dir"),
                "{command:?}: {error}"
            );
        }
        assert!(!std::path::Path::new(&none).exists(), "{command:?}");
        assert_eq!(std::fs::read_dir(&empty).unwrap().count(), 0, "{command:?}");
        assert!(!std::path::Path::new(&backup).exists(), "{command:?}");
    }
    // A database of nobody's is no installation either, and stays what it is.
    let blank = path(folder.path(), "blank.sqlite");
    std::fs::write(&blank, "").unwrap();
    let url = format!("sqlite://{blank}");
    for command in [["user", "list"], ["audit", "verify"]] {
        let (code, _, error) = run(&[&command[..], &["--data-dir", &empty, "--database-url", &url]].concat()).await;
        assert!(code == 2 && error.contains("no installation of Yaodian's"), "{error}");
    }
}

#[tokio::test]
async fn the_place_is_taken_from_the_settings_of_the_server() {
    let server = Server::trial().await;
    let data = server.data.path().to_str().unwrap();
    let folder = TempDir::new().unwrap();
    let file = path(folder.path(), "yaodian.toml");
    let settings =
        format!("listen = \"127.0.0.1:1\"\ndata-dir = \"{data}\"\npublic-url = \"https://plan.example.org/\"\n");
    std::fs::write(&file, settings).unwrap();
    let (code, out, error) = run(&["user", "list", "--config", &file]).await;
    assert!(code == 0 && out.contains("trial-reporter: "), "{error}");
    for (name, value) in [("YAODIAN_CONFIG", file.as_str()), ("YAODIAN_DATA_DIR", data)] {
        let mut verify = yaodian();
        verify
            .args(["audit", "verify"])
            .env(name, value)
            .current_dir(folder.path());
        let output = verify.output().await.unwrap();
        assert!(
            output.status.success(),
            "{name}: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    // Links are whole addresses where the server's own is known.
    let add = [
        "user",
        "add",
        "zhang",
        "--name",
        "张三",
        "--unit",
        "武汉市",
        "--duty",
        "reporter",
    ];
    let (code, out, note) = run(&[&add[..], &["--config", &file]].concat()).await;
    assert!(
        code == 0 && out.starts_with("https://plan.example.org/sign-in/invite/"),
        "{out}{note}"
    );
    assert!(note.contains("good for 3 days"), "{note}");
    let (code, out, note) = server.command(&["user", "link", "zhang"]).await;
    assert!(code == 0 && out.starts_with("/sign-in/invite/"), "{out}");
    assert!(note.contains("--public-url") && note.contains("3 days"), "{note}");
    // What is wrong in the file is told to commands, too.
    std::fs::write(&file, "data_dir = \"x\"\n").unwrap();
    let (code, _, error) = run(&["user", "list", "--config", &file]).await;
    assert!(code == 2 && error.contains("it is written data-dir"), "{error}");
}

#[tokio::test]
async fn who_stops_reading_ends_no_command_in_a_panic() {
    let server = Server::trial().await;
    let program = server.tool(&["user", "list"]);
    let program = program.as_std();
    let words: Vec<String> = std::iter::once(program.get_program())
        .chain(program.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    // Nobody reads from the beginning, of either output.
    for line in [
        format!("({0}; echo $? >&3) 3>&1 >/dev/null 2>&1", words.join(" ")),
        format!("exec 3>&1; ({0} 2>&4; echo $? >&3) 4>&2 | true", words.join(" ")),
        format!("exec 3>&1; ({0} --unknown 2>&1; echo $? >&3) | true", words.join(" ")),
    ] {
        let shell = tokio::process::Command::new("bash")
            .args(["-c", &line])
            .output()
            .await
            .unwrap();
        let (code, error) = (
            String::from_utf8_lossy(&shell.stdout),
            String::from_utf8_lossy(&shell.stderr),
        );
        let expected = if line.contains("--unknown") { "2" } else { "0" };
        assert_eq!(code.trim(), expected, "{line}: {error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}
