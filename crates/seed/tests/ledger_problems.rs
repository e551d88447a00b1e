//! What a broken `ledgers.toml` is told, and a map with two bureaus on one square.

mod common;

use common::{Broken, HELD, STAGE, broken, each_is_told, hubei_files, line_of, messages, small_ledger};
use yaodian_seed::read;

/// What a small ledger with this body is told, in the words after `ledger[small]`.
fn told(body: &str, at: &str, says: &str) -> Result<(), String> {
    let files = small_ledger(body);
    let expected = format!("ledgers.toml:{}: ledger[small]{says}", line_of(&files.ledgers, at));
    match read(&files) {
        Ok(_) => Err(format!("nothing is told of\n{body}")),
        Err(problems) if problems.iter().any(|problem| problem.to_string() == expected) => Ok(()),
        Err(problems) => Err(format!("expected\n{expected}\namong\n{}", messages(&problems))),
    }
}

#[test]
fn each_small_mistake_is_told() {
    let text = "{ id = \"a\", name = \"甲\", name_en = \"A\", kind = \"text\" }";
    let cases = [
        (HELD.to_owned(), "[[ledger]]", ": `stage` is missing — add it"),
        (STAGE.to_owned(), "[[ledger]]", ": `holders` is missing — add it"),
        (
            format!("holders = [\"bureaus\"]\n{STAGE}"),
            "[[ledger]]",
            ": `leads` is missing — add it",
        ),
        (
            format!("holders = []\nleads = [\"水处\"]\n{STAGE}"),
            "holders",
            ".holders: is empty — write it or leave the key out",
        ),
        (
            format!(
                "{HELD}{STAGE}public = true\nfield = [{}]",
                text.replace(" }", ", private = true }")
            ),
            "public",
            ".public: is public, and all its fields are private — open one, or leave out public = true",
        ),
        (
            format!("{HELD}{STAGE}field = [{text},\n {}]", text.replace('甲', "乙")),
            "{ id = \"a\", name = \"乙\"",
            ".field[a]: \"a\" is taken by another field — every name means one thing",
        ),
        (
            format!(
                "{HELD}{STAGE}field = [{}]",
                text.replace("text", "attachment\", required = true, x = \"")
            ),
            "field = ",
            ".field[a].required: \"a\" holds files, which no column holds — ask for them at a stage: files = 1",
        ),
        (
            format!("{HELD}{STAGE}field = [{}]", text.replace("text", "choice")),
            "field = ",
            ".field[a]: `options` is missing — add it",
        ),
        (
            format!(
                "{HELD}{STAGE}field = [{}]",
                text.replace(
                    "\"text\"",
                    "\"choice\", options = [{ zh = \"是\", en = \"Yes\" },\n { zh = \"对\", en = \"yes\" }]"
                )
            ),
            " { zh = \"对\"",
            ".field[a].options[对].en: \"yes\" is taken by another option — every name means one thing",
        ),
        (
            format!(
                "{HELD}{STAGE}field = [{}]",
                text.replace("\"text\"", "\"number\", least = 5, most = 4")
            ),
            "field = ",
            ".field[a].most: 4 is below the least, 5",
        ),
        (
            format!("{HELD}{}", STAGE.replace("[\"office\"]", "[\"boss\"]")),
            "stage = ",
            ".stage[done].movers[0]: \"boss\" is none of holder, lead, office",
        ),
        (
            format!("{HELD}{}", STAGE.replace("[\"office\"]", "[]")),
            "stage = ",
            ".stage[done].movers: is empty — write it or leave the key out",
        ),
        (
            format!("{HELD}{STAGE}field = [{text}]\nfeeds = [\n{{ as = \"steps\", field = \"a\" }}]"),
            "{ as",
            ".feeds[0]: 1 stages, and a deliverable takes four: started, drafted, under review, delivered — give four",
        ),
        (
            format!("{HELD}{STAGE}field = [{text}]\nfeeds = [\n{{ as = \"steps\", field = \"a\" }}]"),
            "{ as",
            ".feeds[0].field: an entry without a target feeds nothing — make the field kind = \"text\", required = true",
        ),
    ];
    let missed: Vec<String> = (cases.iter())
        .filter_map(|(body, at, says)| told(body, at, says).err())
        .collect();
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

fn table() -> Vec<Broken> {
    let here = |swap, at, says| broken("ledgers.toml", swap, at, says);
    vec![
        here(
            ("fields = [\"source\", \"responsible\"]", "fields = [\"sauce\"]"),
            "sauce",
            "ledger[outfalls-yangtze].stage[traced].fields[0]: \"sauce\" is no field here — the fields are name, type, \
             county, place, water, inlet, flow-pattern, flow, cod, ammonia, phosphorus, source, responsible, measure, \
             planned, strategy, person, phone, remark",
        ),
        here(
            ("fields = [\"measure\"]", "fields = [\"measure\", \"strategy\"]"),
            "\"strategy\"]",
            "ledger[outfalls-yangtze].stage[mended].fields[1]: \"strategy\" holds files, which no column holds — ask for \
             them at a stage: files = 1",
        ),
        here(
            ("stage = \"mended\", as", "stage = \"amended\", as"),
            "amended",
            "ledger[outfalls-yangtze].feeds[outfalls-yangtze].stage: \"amended\" is no stage of this ledger — the stages \
             are surveyed, traced, mended, accepted, closed",
        ),
        here(
            ("target = \"outfalls-key-survey\"", "target = \"outfalls-yangtze\""),
            "target = \"outfalls-yangtze\", stage = \"surveyed\"",
            "ledger[outfalls-key].feeds[outfalls-yangtze].target: outfalls-yangtze is counted from the ledger \
             outfalls-yangtze already — of one target one ledger is the figure",
        ),
        here(
            ("target = \"outfalls-key-survey\"", "target = \"outfalls-key-mended\""),
            "target = \"outfalls-key-mended\", stage = \"mended\"",
            "ledger[outfalls-key].feeds[outfalls-key-mended].target: outfalls-key-mended is counted from the ledger \
             itself already — of one target one ledger is the figure",
        ),
        here(
            (
                "target = \"villages\", stage = \"accepted\", as = \"count\"",
                "target = \"villages\", stage = \"accepted\", as = \"share\"",
            ),
            "target = \"villages\"",
            "ledger[villages].feeds[villages].target: villages cannot be counted so: it is no share of a whole — as = \
             \"count\" is for counts, \"steps\" for deliverables",
        ),
        here(
            (
                "stage = \"mended\", as = \"share\"",
                "stage = \"mended\", as = \"count\"",
            ),
            "as = \"count\"",
            "ledger[outfalls-yangtze].feeds[outfalls-yangtze].target: outfalls-yangtze cannot be counted so: it is no \
             count — as = \"share\" is for shares of a whole, \"steps\" for deliverables",
        ),
        here(
            (
                "stage = \"signed\", as = \"count\"",
                "stage = \"signed\", by_unit = true, as = \"count\"",
            ),
            "by_unit",
            "ledger[basin-mechanisms].feeds[basin-mechanisms].by_unit: basin-mechanisms cannot be counted so: one unit \
             reports it alone, so that no unit has a part — leave out by_unit",
        ),
        Broken {
            in_file: "ledgers.toml",
            ..broken(
                "plan.toml",
                ("goal = 30\nreported_by", "goal = 30\nroll_up = \"latest\"\nreported_by"),
                "target = \"cement-nox\"",
                "ledger[cement-nox].feeds[cement-nox].target: cement-nox cannot be counted so: its units are not added \
                 up — see roll_up in plan.toml",
            )
        },
        here(
            ("target = \"villages\", stage", "target = \"hamlets\", stage"),
            "hamlets",
            "ledger[villages].feeds[hamlets].target: \"hamlets\" is no target of plan.toml",
        ),
        here(
            ("expected = 12480", "expected = 12840"),
            "12840",
            "ledger[outfalls-yangtze].expected: 12840 entries are expected, and the text says 12480 for \
             outfalls-yangtze — correct one of them",
        ),
        here(
            ("id = \"outfalls-key\"", "id = \"outfalls-yangtze\""),
            "[[ledger]]\nid = \"outfalls-yangtze\"\nname = \"重点",
            "ledger[outfalls-yangtze]: \"outfalls-yangtze\" is taken by another ledger — every name means one thing",
        ),
        here(
            ("kind = \"place\"", "kind = \"spot\""),
            "spot",
            "ledger[outfalls-yangtze].field[place].kind: \"spot\" is none of text, number, date, choice, unit, place, \
             person, attachment",
        ),
        here(
            ("keeps_location = true", "keep_location = true"),
            "keep_location",
            "ledger[outfalls-yangtze].keep_location: no such key here — the keys are counted, counted_en, counts_from, \
             entry, expected, feeds, field, holders, id, keeps_location, key, key_en, leads, name, name_en, \
             network, note, public, \
             stage",
        ),
        here(
            ("key = \"WJ-02\"", "key = \"WJ-01\""),
            "key = \"WJ-01\"\nunit = \"气候处\"",
            "ledger[documents].entry[WJ-01].key: \"WJ-01\" is taken by another entry — every name means one thing",
        ),
        here(
            ("unit = \"气候处\"", "unit = \"武汉市\""),
            "unit = \"武汉市\"",
            "ledger[documents].entry[WJ-02].unit: Wuhan holds no entries here — choose one of the ledger's holders, or \
             add the unit to them",
        ),
        here(
            ("unit = \"气候处\"", "unit = \"气象处\""),
            "气象处",
            "ledger[documents].entry[WJ-02].unit: \"气象处\" is no unit of units.toml",
        ),
        here(
            ("target = \"adaptation-plan\", task", "target = \"fishing-ban\", task"),
            "fishing-ban",
            "ledger[documents].entry[WJ-02].values.target: fishing-ban cannot be counted so: it is no deliverable, and \
             has no steps",
        ),
        here(
            (
                "task = \"5.2\", kind = \"方案(计划)\"",
                "task = \"5.2\", kind = \"方略\"",
            ),
            "方略",
            "ledger[documents].entry[WJ-02].values.kind: \"方略\" is none of the list — write one of the field's options",
        ),
        here(
            ("task = \"5.2\", kind", "task = \"5.2\", colour = \"红\", kind"),
            "colour",
            "ledger[documents].entry[WJ-02].values.colour: \"colour\" is no field here — the fields are name, target, \
             task, scope, kind, action, comments-until, review, issuer, number, address, person, phone, remark",
        ),
        here(
            (
                "unit = \"气候处\"\n",
                "unit = \"气候处\"\ndays = { submitted = 2023-06-01 }\n",
            ),
            "days = ",
            "ledger[documents].entry[WJ-02].days.submitted: drafting is not done — give the days in the order of the \
             stages",
        ),
        here(
            (
                "unit = \"气候处\"\n",
                "unit = \"气候处\"\ndays = { drafting = 2023-03-01, consulted = 2023-02-01 }\n",
            ),
            "days = ",
            "ledger[documents].entry[WJ-02].days.consulted: earlier than drafting, 2023-03-01 — give the days in the \
             order of the stages",
        ),
        here(
            (
                "unit = \"气候处\"\n",
                "unit = \"气候处\"\ndays = { drafting = 2023-03-01, consulted = 2023-03-02, submitted = 2023-03-03, issued = \
                 2023-03-04 }\n",
            ),
            "days = ",
            "ledger[documents].entry[WJ-02].days.issued: 0 of 1 files — files cannot stand here: leave out the day, and \
             give it where the files are kept",
        ),
        broken(
            "units.toml",
            ("tile = [1, 0]", "tile = [2, 0]"),
            "[2, 0]\n\n[[unit]]\nid = \"420700\"",
            "unit[420600].tile: \"[2, 0]\" is taken by unit 420300 — every name means one thing",
        ),
        broken(
            "units.toml",
            ("tile = [1, 0]", "tile = [1, 99]"),
            "[1, 99]",
            "unit[420300].tile: no two whole numbers within 0 to 30",
        ),
        broken(
            "units.toml",
            (
                "name_en = \"Water Division\"",
                "name_en = \"Water Division\"\ntile = [0, 0]",
            ),
            "tile = [0, 0]",
            "unit[shui].tile: only bureaus stand on the map — leave it out",
        ),
    ]
}

#[test]
fn each_mistake_is_told_where_it_stands() {
    each_is_told(table());
}

#[test]
fn an_error_in_the_plan_is_not_told_again_of_its_ledger() {
    let mut files = hubei_files();
    files.plan = files.plan.replacen("goal = 750", "goal = 0", 1);
    let problems = read(&files).unwrap_err();
    assert_eq!(problems.len(), 1, "{}", messages(&problems));
}

#[test]
fn an_error_in_a_field_is_not_told_again_where_it_is_named() {
    let mut files = hubei_files();
    let good = "name = \"污水来源\", ";
    assert!(files.ledgers.contains(good));
    files.ledgers = files.ledgers.replacen(good, "", 1);
    let problems = read(&files).unwrap_err();
    assert_eq!(problems.len(), 1, "{}", messages(&problems));
}
