//! What a broken plan folder is told: what is wrong, where, and how to mend it.

mod common;

use common::{Broken, broken, each_is_told, hubei_files, line_of, messages, part};
use proptest::prelude::*;
use yaodian_seed::{Files, read};

fn table() -> Vec<Broken> {
    let elsewhere = |in_file, broken| Broken { in_file, ..broken };
    vec![
        broken(
            "plan.toml",
            ("协同抓好长江十年禁渔", "协同抓好长江十年禁捕"),
            "协同抓好长江十年禁捕",
            "target[fishing-ban].quote: not found in the words of task 7.2 — copy it from plan.txt exactly",
        ),
        broken(
            "plan.toml",
            ("before = [5, 1]", "before = [5, 61]"),
            "before = [5, 61]",
            "reminders.before: no list of whole numbers within 1 to 60",
        ),
        broken(
            "plan.toml",
            ("title = \"Creative Commons Attribution 4.0 International\"\n", ""),
            "[open_data]",
            "open_data: `title` is missing — add it",
        ),
        broken(
            "plan.toml",
            ("quiet_from = 20", "quiet_from = 24"),
            "quiet_from = 24",
            "reminders.quiet_from: 24 is not within 0 to 23",
        ),
        broken(
            "plan.toml",
            ("waiting = 3", "waiting = 3\nwait = 3"),
            "wait = 3",
            "reminders.wait: no such key here — the keys are again, before, give_up_days, quiet_from, quiet_until, \
             task_again, task_before, waiting",
        ),
        broken(
            "plan.toml",
            ("quote = \"加强证后监管\"", "quote = \"监管\""),
            "quote = \"监管\"",
            "target[after-permit].quote: stands 2 times in the words of task 20.5 — lengthen it until it stands there once",
        ),
        broken(
            "plan.toml",
            ("task = \"7.2\"", "task = \"7.9\""),
            "task = \"7.9\"",
            "target[fishing-ban].task: the plan has no task 7.9 — tasks are numbered by item and place, such as 7.1",
        ),
        broken(
            "plan.toml",
            ("goal = 750", "goal = \"许多\""),
            "goal = \"许多\"",
            "target[villages].goal: \"许多\" is not a figure: character '许' at 1 is not part of a figure",
        ),
        broken(
            "plan.toml",
            ("goal = 750", "goal = 750\ngaol = 1"),
            "gaol",
            "target[villages].gaol: no such key here — the keys are comparison, counted, counted_en, due, from, goal, \
             headline, id, kind, most_per_day, name, name_en, note, quote, reported_by, roll_up, schedule, task, toward, \
             unit, unit_en",
        ),
        broken(
            "plan.toml",
            ("kind = \"level\"", "kind = \"ratio\""),
            "kind = \"ratio\"",
            "target[good-water-provincial].kind: \"ratio\" is none of level, set-elsewhere, count, share, not-worse, \
             deliverable, duty, statement",
        ),
        broken(
            "plan.toml",
            ("reported_by = [\"武汉市\"]", "reported_by = [ \"辐射处\"]"),
            "[ \"辐射处\"]",
            "target[wuhan-noise-monitoring].reported_by[0]: \"辐射处\" has no part in task 9.1 — choose from its bracket",
        ),
        broken(
            "plan.toml",
            ("due = 2023-06-05", "due = 2022-06-05"),
            "due = 2022-06-05",
            "target[environment-day-2023].due: 2022-06-05 lies before 2023-01-01",
        ),
        broken(
            "plan.toml",
            ("year = 2023", "year = \"2023\""),
            "year = ",
            "year: a text where a whole number belongs",
        ),
        broken(
            "plan.toml",
            ("closes_on = 10", "closes_on = 31"),
            "closes_on",
            "calendar.closes_on: 31 is not within 1 to 28",
        ),
        broken(
            "plan.toml",
            ("number = 8\n", "number = 88\n"),
            "number = 88",
            "chapter[(三)].item[88].number: 88. begins no line of plan.txt at this place of the order — check the number and the order",
        ),
        broken(
            "plan.toml",
            ("read_as = \"(牵头单位：法规处；", "read_as = \"(牵头单位：宣教处；"),
            "read_as",
            "task[22.2].read_as: read_as names other units than the bracket: \"(责任单位：法规处；责任单位：\
             各市、州、直管市及神农架林区生态环境局)\" — only the roles may be read otherwise",
        ),
        broken(
            "plan.toml",
            ("quote = \"储备一批\"", "quote = \"全省国土绿化\""),
            "全省国土绿化",
            "not_a_target[全省国土绿化].quote: not found in the text — copy it from plan.txt exactly",
        ),
        broken(
            "plan.toml",
            ("quote = \"储备一批\"", "quote = \"环境领域重大项目,建设\""),
            "环境领域重大项目,建设",
            "not_a_target[环境领域重大项目,建设].quote: covers no figure that is not covered already — remove it",
        ),
        elsewhere(
            "plan.txt",
            broken(
                "plan.toml",
                ("quote = \"储备一批\"", "quote = \"高度一致。\""),
                "4.推进生态环境重大工程实施",
                "the figure \"一\" in «谋划、实施、储备一批生态环境领域重» is in no target's quote — make it a target, \
                 or list it in plan.toml as [[not_a_target]]",
            ),
        ),
        elsewhere(
            "plan.txt",
            broken(
                "plan.toml",
                ("[[task]]\nid = \"22.2\"", "[[task]]\nid = \"22.1\""),
                "(责任单位：法规处",
                "task 22.2: 责任单位 stands twice in the bracket — if it is a slip of the text, say how to read it in \
                 plan.toml, [[task]] read_as",
            ),
        ),
        broken(
            "plan.txt",
            ("牵头单位:生态处;责任", "牵头单位:生太处;责任"),
            "生太处",
            "task 7.2: the bracket names \"生太处\", which is no unit and no formula of units.toml — add it there",
        ),
        broken(
            "plan.txt",
            ("\n(二)服务", "\n1.多出的一项。\n(二)服务"),
            "1.多出的一项",
            "the heading \"1.多出的一项。\" is not listed in plan.toml — add its chapter or item there",
        ),
        elsewhere(
            "plan.toml",
            broken(
                "plan.txt",
                ("二、重点工作", "二.重点工作"),
                "work = ",
                "parts.work: \"二、重点工作\" does not begin a line of plan.txt after the headline statement — copy it \
                 from plan.txt exactly",
            ),
        ),
        broken(
            "units.toml",
            ("name = \"流域处\"", "name = \"水处\""),
            "name = \"水处\"\nfull_name = \"流域",
            "unit[liuyu].name: \"水处\" is taken by unit shui — every name means one thing",
        ),
        broken(
            "units.toml",
            ("kind = \"division\"", "kind = \"office\""),
            "kind = \"office\"",
            "unit[bangongshi].kind: \"office\" is none of division, affiliate, bureau",
        ),
        broken(
            "published.toml",
            ("feeds = [\"pm25\"]", "feeds = [\"pm10\"]"),
            "feeds = [\"pm10\"]",
            "figure[7].feeds[0]: \"pm10\" is no target of plan.toml",
        ),
        broken(
            "published.toml",
            ("done = 10089", "done = 20089"),
            "[[figure]]\nfeeds = [\"outfalls-yangtze\"]\nspan = \"2023-09-21\"",
            "figure[10]: does not fit the target outfalls-yangtze: 20089 of 12480",
        ),
        broken(
            "published.toml",
            ("span = \"2023-01..2023-04\"", "span = \"2023-04..2023-01\""),
            "span = \"2023-04..2023-01\"",
            "figure[3].span: \"2023-04..2023-01\" is no stretch of days — write 2023, 2023-09, 2023-09-21 or \
             2023-01..2023-04",
        ),
        broken(
            "published.toml",
            ("source = \"xinhua-2023-09-25\"", "source = \"xinhua\""),
            "source = \"xinhua\"",
            "figure[10].source: \"xinhua\" is no source of this file — add it as [[source]]",
        ),
        broken(
            "published.toml",
            ("published_on = 2023-05-09", "published_on = 2023-04-09"),
            "[[figure]]\nfeeds = [\"good-water-provincial\", \"good-water-not-lower\"]\nspan = \"2023-01..",
            "figure[3]: became known on 2023-04-09, before its days ended on 2023-04-30",
        ),
    ]
}

#[test]
fn each_names_the_place_and_the_mend() {
    each_is_told(table());
}

#[test]
fn all_problems_are_told_at_once() {
    let mut files = hubei_files();
    files.plan = files
        .plan
        .replacen("goal = 750", "goal = 0", 1)
        .replacen("goal = 170", "", 1);
    files.units = files.units.replacen("kind = \"bureau\"", "kind = \"city\"", 1);
    files.published = files.published.replacen("value = 93.2", "", 1);
    let told = messages(&read(&files).unwrap_err());
    for expected in [
        "target[villages].goal: 0 is not a whole number above zero",
        "target[rural-black-water]: `goal` is missing — add it",
        "unit[420100].kind: \"city\" is none of division, affiliate, bureau",
        "figure[6]: exactly one of value, done, words, step belongs here",
    ] {
        assert!(told.contains(expected), "{expected} is not among\n{told}");
    }
}

#[test]
fn an_error_is_not_followed_by_what_it_causes() {
    let mut files = hubei_files();
    files.plan = files.plan.replacen("goal = 80\ninventory", "goal = 800\ninventory", 1);
    let problems = read(&files).unwrap_err();
    assert_eq!(problems.len(), 1, "{}", messages(&problems));
    assert!(
        problems[0]
            .to_string()
            .ends_with("target[outfalls-yangtze].goal: 800 is not a share above 0 and up to 100")
    );
}

#[test]
fn what_is_no_toml_and_what_is_not_there() {
    let mut files = hubei_files();
    files.plan = files.plan.replacen("year = 2023", "year = = 2023", 1);
    let line = line_of(&files.plan, "year = =");
    let told = messages(&read(&files).unwrap_err());
    assert!(told.contains(&format!("plan.toml:{line}: is not TOML: ")), "{told}");

    let folder = common::hubei_folder().join("nowhere");
    let problems = yaodian_seed::load(&folder).unwrap_err();
    assert_eq!(problems.len(), 4);
    assert!(problems[0].to_string().starts_with("plan.txt: cannot be read: "));
    assert!(!read(&Files::default()).unwrap_err().is_empty());
}

/// A change that a careless hand makes: cut, doubled, swapped or overwritten.
fn mutated(text: &str, from: usize, length: usize, with: Option<&str>) -> String {
    let chars: Vec<char> = text.chars().collect();
    let from = from % (chars.len() + 1);
    let to = (from + length).min(chars.len());
    let middle: String = with.map_or_else(String::new, ToOwned::to_owned);
    let (before, after): (String, String) = (chars[..from].iter().collect(), chars[to..].iter().collect());
    before + &middle + &after
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,200}", plan in "\\PC{0,200}", units in "\\PC{0,120}", published in "\\PC{0,120}", ledgers in "\\PC{0,120}") {
        let calendars = vec![(2023, ledgers.clone())];
        let _ = read(&Files { text, plan, units, published, ledgers, calendars });
    }

    #[test]
    fn no_text_with_good_tables_makes_it_panic(text in "[\\n 一二(（)）牵头单位责任:：;；、.。0-9V局处]{0,300}") {
        let mut files = hubei_files();
        files.text = format!("2023 年全省生态环境工作要点\n主要目标是:\n二、重点工作\n(一)\n1.{text}");
        let _ = read(&files);
    }

    #[test]
    fn no_change_of_the_real_files_makes_it_panic(
        which in 0_usize..5,
        from in any::<prop::sample::Index>(),
        length in 0_usize..60,
        with in prop::option::of("[\\PC\"\\[\\]=\n]{0,12}"),
    ) {
        let mut files = hubei_files();
        let name = ["plan.txt", "plan.toml", "units.toml", "published.toml", "ledgers.toml"][which];
        let text = part(&mut files, name);
        *text = mutated(text, from.index(text.chars().count() + 1), length, with.as_deref());
        if let Err(problems) = read(&files) {
            prop_assert!(!problems.is_empty());
            for problem in problems {
                prop_assert!(!problem.to_string().is_empty());
            }
        }
    }
}
