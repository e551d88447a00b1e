//! `yaodian plan parse` and `yaodian plan import`.

use std::{
    path::Path,
    process::{Output, Stdio},
};

use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use yaodian_tests::{Server, seeds, yaodian};

use super::{check, issued, open, place, taken_in, units};

fn told(output: Output) -> (i32, String, String) {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

async fn parse(arguments: &[&str]) -> (i32, String, String) {
    told(
        yaodian()
            .args(["plan", "parse"])
            .args(arguments)
            .output()
            .await
            .unwrap(),
    )
}

async fn piped(text: &[u8], arguments: &[&str]) -> (i32, String, String) {
    let mut command = yaodian();
    command.args(["plan", "parse", "-"]).args(arguments);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(text).await.unwrap();
    drop(input);
    told(child.wait_with_output().await.unwrap())
}

/// The seed's text as a draft, read with its units.
pub async fn parsed(arguments: &[&str]) -> String {
    let (text, units) = (seeds().join("hubei-2023/plan.txt"), units());
    let files = [text.to_str().unwrap(), "--units", units.to_str().unwrap()];
    let (code, out, said) = parse(&[&files, arguments].concat()).await;
    assert_eq!(code, 0, "{said}");
    out
}

/// Says in a draft who reports the headline targets, which the text leaves open.
pub fn name_reporters(draft: &mut Value, unit: &str) {
    for headline in draft["headlines"].as_array_mut().unwrap() {
        for target in headline["targets"].as_array_mut().unwrap() {
            target["reporters"] = json!([unit]);
        }
    }
}

/// Takes a draft of the seed's text in.
pub async fn import(data: &Path, draft: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = yaodian();
    command.args(["plan", "import"]).arg(draft);
    command.arg("--text").arg(seeds().join("hubei-2023/plan.txt"));
    command.arg("--units").arg(units());
    command
        .args(["--id", "hubei-2023"])
        .args(arguments)
        .arg("--data-dir")
        .arg(data);
    told(command.output().await.unwrap())
}

#[tokio::test]
async fn parse_prints_the_draft_with_its_places() {
    let draft: Value = serde_json::from_str(&parsed(&[]).await).unwrap();
    assert_eq!(
        (&draft["year"], draft["title"].as_str()),
        (&json!(2023), Some("2023年全省生态环境工作要点"))
    );
    let items = draft["items"].as_array().unwrap();
    let tasks: Vec<&Value> = items
        .iter()
        .flat_map(|item| item["tasks"].as_array().unwrap())
        .collect();
    assert_eq!((items.len(), tasks.len()), (27, 45));
    // A place is a pair of byte offsets into the file.
    let text = issued();
    let words = |span: &Value| {
        let at = |end: usize| place(&span[end]);
        &text[at(0)..at(1)]
    };
    for target in tasks.iter().flat_map(|task| task["targets"].as_array().unwrap()) {
        assert_eq!(words(&target["span"]), target["quote"].as_str().unwrap());
    }
    let villages = tasks
        .iter()
        .flat_map(|task| task["targets"].as_array().unwrap())
        .find(|target| target["quote"].as_str().unwrap().contains("个行政村"))
        .unwrap();
    assert_eq!(
        (
            &villages["kind"],
            &villages["comparator"],
            &villages["value"],
            &villages["unit"],
            &villages["due"]
        ),
        (
            &json!("count"),
            &json!(">="),
            &json!("750"),
            &json!("个"),
            &json!("2023-12-31")
        )
    );
    // Names stand as written, and whom they mean by the register beside them.
    let bureaus = tasks
        .iter()
        .flat_map(|task| task["assignments"].as_array().unwrap())
        .find(|one| one["role"] == "responsible" && one["units"] == json!(["各市、州、直管市及神农架林区生态环境局"]));
    assert_eq!(bureaus.unwrap()["expanded"][0].as_array().unwrap().len(), 17);
    for remark in draft["diagnostics"].as_array().unwrap() {
        let message = remark["message"].as_str().unwrap();
        assert!(message.chars().any(|c| c > '\u{4e00}'), "{remark}");
    }
    let unknown = draft["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|remark| remark["code"] == "unknown-unit");
    assert_eq!(unknown.count(), 0, "the seed's brackets are known to their last name");
}

#[tokio::test]
async fn parse_reads_the_standard_input_and_counts_every_byte() {
    let text = "\u{feff}2024年工作要点\r\n1.种树。完成造林30万亩。（牵头单位：林业局）\r\n";
    let (code, out, said) = piped(text.as_bytes(), &[]).await;
    assert_eq!(code, 0, "{said}");
    let draft: Value = serde_json::from_str(&out).unwrap();
    let span = &draft["items"][0]["span"];
    let at = |end: usize| place(&span[end]);
    assert!(
        text[at(0)..at(1)].starts_with("1.种树"),
        "{span}: the mark at the beginning counts"
    );
    let (code, out, _) = piped(text.as_bytes(), &["--format", "text"]).await;
    assert_eq!(code, 0);
    assert!(
        out.contains("1. 种树") && out.contains("第 2 行") && out.contains("林业局"),
        "{out}"
    );
    // An outline for people of the whole seed.
    let outline = parsed(&["--format", "text"]).await;
    assert!(outline.contains("27. ") && outline.contains("牵头单位: "), "{outline}");
}

#[tokio::test]
async fn a_bad_file_or_call_is_told_and_exits_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let blank = write("blank.txt", b" \n");
    let picture = write(
        "picture.txt",
        &[0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13],
    );
    let units = write("units.toml", b"[[unit]]\nid = 3\n");
    let text = write("text.txt", "1.种树。（牵头单位：林业局）".as_bytes());
    for (arguments, said) in [
        (vec!["/nonexistent.txt"], "/nonexistent.txt"),
        (vec![folder.path().to_str().unwrap()], ""),
        (vec![&*blank], "blank.txt"),
        (vec![&*picture], "picture.txt"),
        (vec![&*text, "--units", &units], "units.toml"),
        (vec![&*text, "--format", "yaml"], "yaml"),
        (vec![], "FILE"),
    ] {
        let (code, out, error) = parse(&arguments).await;
        assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {error}");
        assert!(
            error.contains(said) && !error.contains("panicked"),
            "{arguments:?}: {error}"
        );
    }
    let data = folder.path();
    for (file, bytes) in [
        ("a.json", "{"),
        ("b.json", "[]"),
        ("c.json", "{\"items\":3}"),
        ("d.json", "{\"plan\":1}"),
    ] {
        let draft = write(file, bytes.as_bytes());
        let (code, _, error) = import(data, Path::new(&draft), &["--issuer", "某厅"]).await;
        assert_eq!(code, 2, "{error}");
        assert!(error.contains(file), "{error}");
    }
}

#[tokio::test]
async fn import_tells_everything_that_hinders_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("draft.json");
    let mut draft: Value = serde_json::from_str(&parsed(&[]).await).unwrap();
    std::fs::write(&file, draft.to_string()).unwrap();
    let (code, _, said) = import(folder.path(), &file, &["--issuer", "某厅"]).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("line 11: Nobody reports this target") && said.contains("\"reporters\""),
        "{said}"
    );
    name_reporters(&mut draft, "水处");
    draft["items"][0]["tasks"][0]["assignments"][0]["units"] = json!(["外星处"]);
    std::fs::write(&file, draft.to_string()).unwrap();
    let (code, _, said) = import(folder.path(), &file, &["--issuer", "某厅", "--preview"]).await;
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("line 19") && said.contains("外星处"), "{said}");
    // Words that stand elsewhere, or an item that is left out, are another text's.
    draft["items"][0]["tasks"][0]["assignments"][0]["units"] = json!(["水处"]);
    draft["items"][0]["tasks"][0]["targets"][0]["quote"] = json!("别的话");
    draft["items"].as_array_mut().unwrap().remove(5);
    std::fs::write(&file, draft.to_string()).unwrap();
    let (code, _, said) = import(folder.path(), &file, &["--issuer", "某厅"]).await;
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("does not say \"别的话\"") && said.contains("leaves item 6 out"),
        "{said}"
    );
}

#[tokio::test]
async fn a_draft_that_was_mended_by_hand_becomes_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path();
    let file = data.join("draft.json");
    let mut draft: Value = serde_json::from_str(&parsed(&[]).await).unwrap();
    name_reporters(&mut draft, "水处");
    let task = |draft: &'_ mut Value, words: &str| -> (usize, usize, usize) {
        for (i, item) in draft["items"].as_array().unwrap().iter().enumerate() {
            for (j, task) in item["tasks"].as_array().unwrap().iter().enumerate() {
                let targets = task["targets"].as_array().unwrap();
                if let Some(k) = targets
                    .iter()
                    .position(|t| t["quote"].as_str().unwrap().contains(words))
                {
                    return (i, j, k);
                }
            }
        }
        panic!("{words}")
    };
    let (i, j, k) = task(&mut draft, "个行政村");
    draft["items"][i]["tasks"][j]["targets"][k]["value"] = json!("760");
    let (i, j, k) = task(&mut draft, "条纳入监管清单");
    draft["items"][i]["tasks"][j]["targets"]
        .as_array_mut()
        .unwrap()
        .remove(k);
    std::fs::write(&file, draft.to_string()).unwrap();
    let arguments = ["--issuer", "湖北省生态环境厅", "--title-en", "Work plan"];
    let (code, _, said) = import(data, &file, &[&arguments[..], &["--preview"]].concat()).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("could be published as hubei-2023, version 1"), "{said}");
    let (code, _, said) = import(data, &file, &arguments).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("published: hubei-2023, version 1") && said.contains("27 items, 45 tasks"),
        "{said}"
    );
    // The same once more changes nothing; another figure makes another version.
    let (code, _, said) = import(data, &file, &arguments).await;
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("nothing differs"), "{said}");
    let (i, j, k) = task(&mut draft, "个行政村");
    draft["items"][i]["tasks"][j]["targets"][k]["value"] = json!("770");
    std::fs::write(&file, draft.to_string()).unwrap();
    let (code, out, said) = import(data, &file, &[]).await;
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("version 2") && out.contains("changed\tt15-3-1"),
        "{out}{said}"
    );

    std::fs::create_dir(data.join("seeds")).unwrap();
    let server = Server::in_folder(folder, &["--trial"]).await;
    let office = server.by_link(2).await;
    let (_, plan) = office.json("/api/v1/plan").await;
    let find = |words: &str| {
        let all = plan["targets"].as_array().unwrap();
        all.iter()
            .find(|target| target["quote"]["text"].as_str().unwrap().contains(words))
            .cloned()
    };
    assert_eq!(find("个行政村").unwrap()["promise"]["count"]["goal"], "770");
    assert_eq!(find("条纳入监管清单"), None, "left out");
    assert_eq!(plan["title"]["en"], "Work plan");
    let (_, list) = office.json("/api/v1/imports").await;
    let states: Vec<&Value> = list["imports"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["state"])
        .collect();
    assert_eq!(
        states,
        [
            &json!({ "published": { "version": 2 } }),
            &json!({ "published": { "version": 1 } })
        ]
    );
}

#[tokio::test]
async fn what_the_desk_gives_out_is_taken_in_elsewhere() {
    let server = taken_in().await;
    let office = server.by_link(2).await;
    let (_, list) = office.json("/api/v1/imports").await;
    let id = list["imports"][0]["id"].as_str().unwrap();
    let desk = open(&office, id).await;
    let elsewhere = tempfile::tempdir().unwrap();
    let file = elsewhere.path().join("desk.json");
    std::fs::write(&file, desk.to_string()).unwrap();
    let mut command = yaodian();
    command.args(["plan", "import"]).arg(&file).arg("--units").arg(units());
    command.args(["--id", "hubei-2023", "--data-dir"]).arg(elsewhere.path());
    let (code, _, said) = told(command.output().await.unwrap());
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("27 items, 45 tasks"), "{said}");
    let found = check(&office, id).await;
    assert_eq!(found["counts"]["tasks"], 45);
    // Somebody who may not is refused at the machine, too.
    let login = ["--by", "trial-reporter"];
    let (code, _, said) = import(server.data.path(), &file, &login).await;
    assert_eq!(code, 2, "{said}");
    assert!(said.contains("bring plans in"), "{said}");
}
