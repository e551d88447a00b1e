//! An office's own figures from a table or a list.

mod common;

use std::{fmt::Write, path::Path};

use common::hubei;
use proptest::prelude::*;
use yaodian_domain::{
    observation::{Figure, Observation, Provenance, Step},
    plan::Plan,
};
use yaodian_seed::observations::{Given, from_csv, from_json, load};

fn plan() -> Plan {
    hubei().plan
}

fn good(table: &str) -> Given {
    from_csv(table.as_bytes(), "figures.csv", &plan()).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn told(bytes: &[u8]) -> Vec<String> {
    let problems = from_csv(bytes, "figures.csv", &plan()).expect_err("something is wrong");
    problems.iter().map(ToString::to_string).collect()
}

fn only(given: &Given) -> &(yaodian_domain::id::TargetId, Observation) {
    let [one] = given.observations.as_slice() else {
        panic!("{given:#?}")
    };
    one
}

#[test]
fn columns_are_known_in_both_languages_and_in_any_order() {
    let english = "target,unit,from,to,known_on,done,of,change,samples,withdrawn_on,source\n\
                   outfalls-yangtze,武汉市,2023-01-01,2023-06-30,2023-07-05,\"1,024\",1300,-0.5,12,2023-08-01,月报\n";
    let chinese = "\u{feff}来源,撤回日,样本数,同比,总数,完成数,知晓日,止,起,单位,目标\r\n\
                   月报,2023年8月1日,12,－0.5,1300,1024,2023/7/5,2023-06,2023,420100,长江入河排污口整治\r\n";
    let (english, chinese) = (good(english), good(chinese));
    assert_eq!(english, chinese);
    let (target, o) = only(&english);
    assert_eq!(target.as_str(), "outfalls-yangtze");
    let told = (
        o.unit.as_ref().unwrap().as_str(),
        o.span.from().to_string(),
        o.span.to().to_string(),
    );
    assert_eq!(told, ("420100", "2023-01-01".to_owned(), "2023-06-30".to_owned()));
    let Figure::Counts { done, of: Some(of) } = &o.figure else {
        panic!("{o:?}")
    };
    assert_eq!(
        (done.to_string(), of.to_string()),
        ("1024".to_owned(), "1300".to_owned())
    );
    assert_eq!(o.change_on_last_year.unwrap().to_string(), "-0.5");
    assert_eq!(o.samples.unwrap().to_string(), "12");
    assert_eq!(o.withdrawn_on.unwrap().to_string(), "2023-08-01");
    let Provenance::Published { source } = &o.provenance else {
        panic!("{o:?}")
    };
    assert_eq!(source.title, "月报");
}

#[test]
fn every_form_of_figure_is_read() {
    let given = good(
        "Target, From ,TO,known on,数值,进度,文字\n\
         good-water-provincial,2023,2023-09,2023-10-12,８９．３％,,\n\
         economy-opinion,2023-01,2023-03,2023-04-02,,送审(验收中),\n\
         fishing-ban,2023-04-01,2023-06-30,2023-07-02,,,\"巡查,三次\n和一次\"\n\
         good-water-provincial,2023,2023-10,2023-11-12,,,数据待核\n",
    );
    let figures: Vec<&Figure> = given.observations.iter().map(|(_, o)| &o.figure).collect();
    let words = |text: &str| Figure::Words { text: text.into() };
    assert_eq!(
        figures,
        [
            &Figure::Amount {
                value: "89.3".parse().unwrap()
            },
            &Figure::Progress {
                step: Step::UnderReview
            },
            &words("巡查,三次\n和一次"),
            // Words stand beside any target.
            &words("数据待核"),
        ]
    );
    let Provenance::Published { source } = &given.observations[0].1.provenance else {
        panic!()
    };
    assert_eq!(
        (source.title.as_str(), source.published_on.to_string()),
        ("figures.csv", "2023-10-12".to_owned())
    );
}

#[test]
fn a_blank_is_no_figure_and_never_zero() {
    let given = good(
        "目标,单位,起,止,知晓日,完成数,总数,数值\n\
         outfalls-yangtze,武汉市,2023,2023-06,2023-07-05,0,1300,\n\
         outfalls-yangtze,宜昌市,2023,2023-06,,,900,\n\
         ,,,,,,,\n\
         \n\
         villages,,2023,2023-06,2023-07-05,  ,,　\n\
         villages,武汉市,2023,2023-06,2023-07-05,,,0\n",
    );
    assert_eq!(given.observations.len(), 2);
    assert_eq!(given.without_figure, [3, 6], "the rows as a spreadsheet counts them");
    let header_alone = good("target,from,to,known_on,value\n");
    assert_eq!(header_alone, Given::default());
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let table = "目标,单位,起,止,知晓日,数值,完成数,总数,进度,文字,样本数,撤回日\n\
                 none,,2023,2023-06,2023-07-05,1,,,,,,\n\
                 villages,武汉,2023-13,2023-06,昨天,八十,,,,,,\n\
                 villages,火星,2023,2023-06,2023-07,80%,,,,,,\n\
                 villages,水处,2023-07,2023-06,2022-12-31,3.5,,,,,,\n\
                 outfalls-yangtze,武汉,2023,2023-06,2023-07-05,,80%,1300,,,0,2023-07-05\n\
                 outfalls-yangtze,武汉,2023,2023-06,2023-07-05,,1301,1300,,,,\n\
                 outfalls-yangtze,武汉,2023,2023-06,2023-07-05,,80,,,,,\n\
                 economy-opinion,,2023,2023-06,2023-07-05,,,,快好了,,,\n\
                 economy-opinion,,2023,2023-06,2023-07-05,5,,,,,,\n\
                 villages,武汉,2023,2023-06,2023-07-05,5,5,,,,,\n\
                 villages,武汉,2023,2023-06,2023-07-05,5,,9,,,,\n\
                 villages,武汉,2023,2023-06,2023-07-05,12,480,,,,,,\n\
                 ,武汉,2023,,2023-07-05,5,,,,,,\n\
                 villages,武汉,2023,2023-06,2023-07-05,5,,,,,,\n\
                 villages,武汉市,2023,2023-06,2023-07-05,6,,,,,,\n";
    let expected = [
        "row 2, 目标: \"none\" is no target of the plan — give its id",
        "row 3, 起: \"2023-13\" is no day — write it as 2023-09-30",
        "row 3, 知晓日: \"昨天\" is no day — write it as 2023-09-30",
        "row 3, 数值: \"八十\" is not a figure: character '八' at 1 is not part of a figure — write it as 89.3, or leave \
         the cell blank where there is none",
        "row 4, 单位: \"火星\" is no unit of the plan — give its name or id, or leave it blank for the whole",
        "row 4, 知晓日: \"2023-07\" is no day — write it as 2023-09-30",
        "row 4, 数值: \"80%\" has a percent sign, and no percentage belongs here — give the figure alone",
        "row 5, 单位: \"水处\" does not report villages, so that its figure would not count — choose one that does, or \
         leave it blank for the whole",
        "row 5, 止: 2023-06-30 lies before 2023-07-01 — check both days",
        "row 5, 知晓日: 2022-12-31 lies before 2023-07-01, the first of the days it describes — check both days",
        "row 6, 撤回日: 2023-07-05 does not lie after 2023-07-05, when it became known — check both days",
        "row 6, 完成数: \"80%\" has a percent sign, and no percentage belongs here — give the figure alone",
        "row 6, 样本数: \"0\" is not above zero — give how many there were, or leave it blank",
        "row 7, 完成数: does not fit the target outfalls-yangtze: 1301 of 1300 — check the figure and the target",
        "row 8, 完成数: does not fit the target outfalls-yangtze: out of how many? — fill in of",
        "row 9, 进度: \"快好了\" is no step — the steps are not-started/未启动, started/已启动, drafted/形成初稿, \
         under-review/送审, delivered/已完成",
        "row 10, 数值: does not fit the target economy-opinion: this form of figure does not fit the promise — fill in step",
        "row 11: a row holds one figure, and here 数值, 完成数 are filled in — keep one, or make two rows",
        "row 12: a row holds one figure, and here 数值, 总数 are filled in — keep one, or make two rows",
        "row 13: 13 cells where the header has 12 — put quotation marks around what holds a comma, such as \"12,480\"",
        "row 14, 目标: is blank — fill it in",
        "row 14, 止: is blank — fill it in",
        "row 16: says otherwise than row 15 of the same target, unit, days and day of knowledge — keep one of them",
    ];
    assert_eq!(told(table.as_bytes()), expected);
}

#[test]
fn a_header_that_is_wrong_is_told_and_nothing_else() {
    for (table, expected) in [
        (
            "目标,target,起,止,颜色,数值\nnone,,,,,\n",
            vec![
                "row 1, target: stands for the same as the column \"目标\" — keep one of them",
                "row 1, 颜色: no such column — the columns are target/目标, unit/单位, from/起, to/止, known_on/知晓日, \
                 value/数值, done/完成数, of/总数, step/进度, words/文字, change/同比, samples/样本数, \
                 withdrawn_on/撤回日, source/来源",
                "row 1: no column known_on/知晓日 — add it",
            ],
        ),
        (
            "目标,起,止,知晓日\n",
            vec!["row 1: no column value/数值, done/完成数, step/进度, words/文字 — add it"],
        ),
        ("", vec!["the file is empty — its first row names the columns"]),
        (
            "目标,起,止,知晓日,数值\nvillages,2023,2023,\"2024-01-05,5\nvillages,,,,\n",
            vec!["the quotation mark on line 2 is never closed — close it, or double it where it is part of a text"],
        ),
    ] {
        assert_eq!(told(table.as_bytes()), expected);
    }
    assert_eq!(
        told(b"target,from\n\xC4\xBF\xB1\xEA"),
        ["is not UTF-8 (line 2) — save it as «CSV UTF-8»"]
    );
    // A column that a spreadsheet left over is no harm as long as nothing stands in it.
    good("目标,起,止,知晓日,数值,\nvillages,2023,2023,2024-01-05,5,\n");
    let left_over = "目标,起,止,知晓日,数值,\nvillages,2023,2023,2024-01-05,5,草稿\n";
    assert_eq!(
        told(left_over.as_bytes()),
        ["row 2, column 6: no such column — the columns are those that have a name in the first row"]
    );
}

#[test]
fn rows_are_numbered_as_spreadsheets_do() {
    let rows =
        "目标,起,止,知晓日,文字\r\nfishing-ban,2023,2023,2024-01-05,\"一\r\n二\"\r\n\r\nnone,2023,2023,2024-01-05,三";
    assert_eq!(
        told(rows.as_bytes()),
        ["row 4, 目标: \"none\" is no target of the plan — give its id"]
    );
}

#[test]
fn a_list_is_checked_like_a_table() {
    let plan = plan();
    let entry = |target: &str, more: &str| {
        format!(
            "{{\"target\": \"{target}\", \"observation\": {{\"span\": {{\"from\": \"2023-01-01\", \"to\": \"2023-06-30\"}}, \
             \"known_on\": \"2023-07-05\", \"provenance\": \"draft\", {more}}}}}"
        )
    };
    let good = entry(
        "villages",
        "\"figure\": {\"amount\": {\"value\": \"5\"}}, \"unit\": \"420100\"",
    );
    assert_eq!(
        from_json(format!("[{good}]").as_bytes(), &plan)
            .unwrap()
            .observations
            .len(),
        1
    );
    let bad = [
        entry("none", "\"figure\": {\"amount\": {\"value\": \"5\"}}"),
        entry("villages", "\"figure\": {\"amount\": {\"value\": \"5.5\"}}"),
        entry(
            "villages",
            "\"figure\": {\"amount\": {\"value\": \"5\"}}, \"unit\": \"mars\"",
        ),
        entry(
            "villages",
            "\"figure\": {\"amount\": {\"value\": \"5\"}}, \"unit\": \"shui\"",
        ),
        entry(
            "villages",
            "\"figure\": {\"amount\": {\"value\": \"5\"}}, \"withdrawn_on\": \"2023-07-05\"",
        ),
        entry("villages", "\"figure\": 5"),
    ];
    let problems = from_json(format!("[{good}, {}]", bad.join(", ")).as_bytes(), &plan).unwrap_err();
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), bad.len(), "{told:#?}");
    for (line, expected) in told.iter().zip([
        "entry 2: \"none\" is no target of the plan",
        "entry 3: does not fit the target villages: 5.5 is not a whole number",
        "entry 4: \"mars\" is no unit of the plan",
        "entry 5: \"shui\" does not report villages",
        "entry 6: 2023-07-05 does not lie after 2023-07-05",
        "entry 7: is no observation: ",
    ]) {
        assert!(line.starts_with(expected), "{line}");
    }
    assert!(
        from_json(b"{}", &plan).unwrap_err()[0]
            .to_string()
            .starts_with("is not a JSON list")
    );
}

#[test]
fn the_ending_says_what_a_file_is() {
    let plan = plan();
    for (path, says) in [
        ("/nonexistent/a.csv", "cannot be read: "),
        ("/nonexistent/a.JSON", "cannot be read: "),
        ("/nonexistent/a.xlsx", "is neither a .csv nor a .json file"),
        ("/nonexistent/a", "is neither a .csv nor a .json file"),
    ] {
        let problems = load(Path::new(path), &plan).unwrap_err();
        assert!(problems[0].to_string().starts_with(says), "{path}: {}", problems[0]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_makes_it_panic(rows in prop::collection::vec("[\\PC\",\n\r ]{0,40}", 0..8), bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        thread_local!(static PLAN: Plan = plan());
        PLAN.with(|plan| {
            let header = "目标,单位,起,止,知晓日,数值,完成数,总数,进度,文字,同比,样本数,撤回日,来源\n";
            let _ = from_csv(format!("{header}{}", rows.join("\n")).as_bytes(), "x", plan);
            let _ = from_csv(rows.join("\n").as_bytes(), "x", plan);
            let _ = from_csv(&bytes, "x", plan);
            let _ = from_json(&bytes, plan);
        });
    }

    /// Cells from good and bad ones: each row is observed, blank or told.
    #[test]
    fn every_row_is_accounted_for(cells in prop::collection::vec((
        prop::sample::select(vec!["villages", "outfalls-yangtze", "good-water-provincial", "", "none"]),
        prop::sample::select(vec!["", "武汉市", "水处"]),
        prop::sample::select(vec!["2023", "2023-07-01", "", "x"]),
        prop::sample::select(vec!["", "5", "-5", "5.5", "80%", "1e9", "9999999999999"]),
        prop::sample::select(vec!["", "5", "200"]),
    ), 0..12)) {
        thread_local!(static PLAN: Plan = plan());
        let mut table = "目标,单位,起,止,知晓日,数值,完成数,总数\n".to_owned();
        for (target, unit, from, value, done) in &cells {
            writeln!(table, "{target},{unit},{from},2023-12-31,2024-01-05,{value},{done},100").unwrap();
        }
        match PLAN.with(|plan| from_csv(table.as_bytes(), "x", plan)) {
            Ok(given) => prop_assert_eq!(given.observations.len() + given.without_figure.len(), cells.len()),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
