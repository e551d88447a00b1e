//! The public pages of what monitoring networks measured: their figures, in both languages.

#![cfg(feature = "ssr")]

mod made;

use made::{Made, day, target_id, unit};
use yaodian_app::public;
use yaodian_monitoring::water::WaterClass;
use yaodian_words::{
    Lang, network,
    network::{air, warnings, water},
};

const LANGS: [Lang; 2] = [Lang::Zh, Lang::En];

fn measured() -> Made {
    let plan = made::plan();
    let all = vec![made::water(&plan), made::air(&plan)];
    Made::of(plan, all, day(2023, 9, 10))
}

/// The words of a page, without its marks.
fn words(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                text.push(' ');
            }
            c if !inside => text.push(c),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every page that there is, by its address.
fn pages(made: &Made, lang: Lang) -> Vec<(String, String)> {
    let picture = made.picture();
    let mut pages = Vec::new();
    let mut add = |path: &str, html: Option<String>| pages.push((path.to_owned(), html.expect(path)));
    let reader = |path: &str| made.reader(lang, path);
    add("/water", public::water(&reader("/water"), picture));
    add(
        "/water/warnings",
        public::water_warnings(&reader("/water/warnings"), picture, None),
    );
    add("/air", public::air(&reader("/air"), picture));
    for code in ["S1", "S2", "S3", "S 4"] {
        add(code, public::water_section(&reader("/water/S1"), picture, code));
    }
    for key in ["wuhan", "xiangyang", "A1", "A2"] {
        add(key, public::air_place(&reader("/air/wuhan"), picture, key));
    }
    for id in ["good-water", "good-national", "good-days"] {
        let target = picture.plan().target(&target_id(id)).expect("a target");
        let path = format!("/target/{id}/measured");
        add(&path, public::measured_behind(&reader(&path), picture, target));
        let path = format!("/target/{id}");
        add(&path, Some(public::target(&reader(&path), picture, target, None)));
    }
    pages
}

fn page(made: &Made, lang: Lang, path: &str) -> String {
    let found = pages(made, lang).into_iter().find(|(own, _)| own == path);
    found.expect("a page").1
}

#[test]
fn no_page_needs_a_script_or_shows_what_is_no_number() {
    let made = measured();
    for lang in LANGS {
        for (path, html) in pages(&made, lang) {
            for never in ["<script", "NaN", "Infinity", ">inf<", "-0.0%"] {
                assert!(!html.contains(never), "{path} holds {never}");
            }
            assert!(html.contains("role=\"img\"") || path.contains("target") || path.contains("warnings"));
            let text = words(&html);
            let chinese = text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(chinese || lang == Lang::En, "{path}");
        }
    }
}

#[test]
fn the_share_of_good_sections_stands_with_what_it_counts() {
    let made = measured();
    for lang in LANGS {
        let html = page(&made, lang, "/water");
        let text = words(&html);
        assert!(text.contains("75.0% = 3 / 4"), "{text}");
        // By level: all three of 国控, none of 省控.
        assert!(
            text.contains("100.0% = 3 / 3") && text.contains("0.0% = 0 / 1"),
            "{text}"
        );
        // The city with both of its sections good stands first.
        let first = text.find("1 Wuhan").or_else(|| text.find("1 武汉市")).expect("a rank");
        let second = text
            .find("2 Xiangyang")
            .or_else(|| text.find("2 襄阳市"))
            .expect("a rank");
        assert!(first < second);
        // 33 samples of the year so far, one of them raw.
        assert!(text.contains(&network::raw_samples(lang, &1, &33, &"3.0%")), "{text}");
        // Nobody takes the made-up for measured.
        assert!(html.contains("class=\"tag\""));
        assert!(html.contains("href=\"/water/S%204\""));
    }
}

#[test]
fn a_section_tells_its_class_its_months_and_what_drags_it_down() {
    let made = measured();
    for lang in LANGS {
        let html = page(&made, lang, "S 4");
        let text = words(&html);
        assert!(text.contains(water::dragging(lang)), "{text}");
        // Two months of 4 and six of 8 make 7, beyond 6 by a sixth.
        assert!(text.contains("7.0 mg/L"), "{text}");
        assert!(text.contains(&water::times(lang, &"0.17")), "{text}");
        let squares: Vec<&str> = html.split("class=\"square ").skip(1).collect();
        assert_eq!(squares.len(), 12);
        let class = |at: usize| squares[at].split('"').next();
        assert_eq!(
            (class(0), class(2), class(7)),
            (Some("wq-2"), Some("wq-4"), Some("wq-4"))
        );
        assert_eq!(class(8), Some("wq-0"), "September was not measured");
        let sign = water::sign(lang, WaterClass::IV);
        assert!(squares[2].contains(&format!(">{sign}<")));
        // Its series is drawn with the limit.
        assert!(html.contains("months-series") && html.contains("chart-goal"));
    }
}

#[test]
fn a_section_tells_what_was_revised_and_what_was_set_aside() {
    let made = measured();
    let text = words(&page(&made, Lang::Zh, "S1"));
    assert!(text.contains("总磷 0.100 → 0.080"), "{text}");
    assert!(text.contains("氨氮是负数"), "{text}");
    assert!(text.contains(water::no_worse(Lang::Zh)));
    let text = words(&page(&made, Lang::En, "S1"));
    assert!(text.contains("ammonia nitrogen: below zero"), "{text}");
}

#[test]
fn a_warning_tells_how_many_good_months_are_needed() {
    let made = measured();
    for lang in LANGS {
        let html = page(&made, lang, "/water/warnings");
        let text = words(&html);
        // Fifty-six so far and four months left: only four months of 4 bring the mean to 6.
        assert!(text.contains(&warnings::all_of(lang, &4)), "{text}");
        // The other keeps its target so far.
        assert!(text.contains(&warnings::missing_and_slipping(lang, &1, &1)), "{text}");
        let worst = html.find("S%204").expect("it misses the target");
        assert!(worst < html.find("/water/S3").expect("it slips"));
        assert!(text.contains(network::own_choice(lang)));
        let reader = made.reader(lang, "/water/warnings");
        let one = public::water_warnings(&reader, made.picture(), Some(&unit("wuhan"))).expect("a page");
        assert!(!one.contains("S%204") && one.contains(warnings::none(lang)));
    }
}

#[test]
fn the_figure_of_a_target_shows_every_place_behind_it() {
    let made = measured();
    for lang in LANGS {
        let text = words(&page(&made, lang, "/target/good-water/measured"));
        assert!(text.contains("75.0% = 3 / 4"), "{text}");
        let text = words(&page(&made, lang, "/target/good-national/measured"));
        assert!(text.contains("100.0% = 3 / 3"), "{text}");
        let set = lang
            .of(&yaodian_domain::plan::Name {
                zh: "国控".to_owned(),
                en: "national".to_owned(),
            })
            .to_owned();
        assert!(text.contains(&set) && !text.contains("白湾"), "{text}");
        let html = page(&made, lang, "/target/good-water");
        assert!(html.contains("href=\"/target/good-water/measured\"") && html.contains("75.0% = 3 / 4"));
    }
}

#[test]
fn cities_are_ranked_by_their_days_and_a_day_has_its_letter() {
    let made = measured();
    for lang in LANGS {
        let text = words(&page(&made, lang, "/air"));
        // 243 days each, of which 24 were polluted in Wuhan.
        assert!(text.contains("95.1% = 462 / 486"), "{text}");
        assert!(text.contains("219 / 243") && text.contains("243 / 243"), "{text}");
        assert!(text.contains(&network::raw_days(lang, &243, &486, &"50.0%")), "{text}");
        let html = page(&made, lang, "wuhan");
        let letter = air::letter(lang, yaodian_monitoring::air::Grade::Light);
        assert_eq!(html.matches("\" class=\"day aq-3\"").count(), 24);
        assert!(html.contains(&format!(">{letter}<")));
        // 219 of 243 so far, 122 days left, 85 % of 365 asked for: 311 good days are 85.2 %, 310 are 84.9.
        assert!(words(&html).contains(&warnings::days_some(lang, &92, &122)));
        let html = page(&made, lang, "A2");
        assert!(html.contains("href=\"/air/xiangyang\""));
    }
}

#[test]
fn a_page_without_data_says_so_and_there_is_none_without_a_register() {
    let empty = Made::of(made::plan(), Vec::new(), day(2023, 9, 10));
    let bare = Made::of(
        yaodian_domain::testing::blank_plan(Vec::new()),
        Vec::new(),
        day(2023, 9, 10),
    );
    for lang in LANGS {
        let says = |html: Option<String>| {
            let html = html.expect("a page");
            assert!(html.contains(network::no_data(lang)), "{html}");
            assert!(!html.contains("0%"), "nothing is not zero");
        };
        let (reader, picture) = (empty.reader(lang, "/water"), empty.picture());
        says(public::water(&reader, picture));
        says(public::water_warnings(&reader, picture, None));
        says(public::water_section(&reader, picture, "S1"));
        says(public::air(&reader, picture));
        says(public::air_place(&reader, picture, "wuhan"));
        let target = picture.plan().target(&target_id("good-water")).expect("a target");
        let html = public::measured_behind(&reader, picture, target).expect("a page");
        assert!(html.contains(network::no_data(lang)));

        let (reader, picture) = (bare.reader(lang, "/water"), bare.picture());
        assert_eq!(public::water(&reader, picture), None);
        assert_eq!(public::air(&reader, picture), None);
        assert!(reader.networks.is_empty());
    }
    let html = public::targets(&empty.reader(Lang::Zh, "/targets"), empty.picture());
    assert!(html.contains("href=\"/water\"") && html.contains("href=\"/air\""));
    let html = public::targets(&bare.reader(Lang::Zh, "/targets"), bare.picture());
    assert!(!html.contains("href=\"/water\"") && !html.contains("href=\"/air\""));
}

#[test]
fn what_was_not_known_on_a_day_is_not_shown_for_it() {
    let plan = made::plan();
    let all = vec![made::water(&plan), made::air(&plan)];
    let early = Made::of(plan, all, day(2023, 2, 1));
    let text = words(&page(&early, Lang::Zh, "/water"));
    assert!(text.contains("100.0% = 4 / 4"), "January alone: {text}");
    let first = Made::of(made::plan(), vec![made::water(&made::plan())], day(2023, 1, 1));
    let html = public::water(&first.reader(Lang::Zh, "/water"), first.picture()).expect("a page");
    assert!(html.contains(&network::none_of(Lang::Zh, &4)));
}
