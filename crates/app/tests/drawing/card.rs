//! Unit tests of `drawing::card`, which is private to the app: nothing on a card meets or leaves it, and what matters is
//! on it.

use proptest::prelude::*;
use yaodian_domain::Date;
use yaodian_words::Lang;

use super::{super::series::Point, *};

fn series() -> Series {
    let point = |month: i8| Point {
        day: Date::constant(2023, month, 28),
        value: f64::from(month) * 7.5,
        words: format!("{}%", f64::from(month) * 7.5),
        joined: month > 1,
    };
    Series {
        lang: Lang::Zh,
        from: Date::constant(2023, 1, 1),
        to: Date::constant(2023, 12, 31),
        points: (1..=9).map(point).collect(),
        goal: None,
        pace: None,
        ahead: None,
        today: None,
    }
}

fn one(words: &str, series: Option<Series>) -> Body {
    Body::Standing(Box::new(One {
        status: Status::AtRisk,
        word: "预警".to_owned(),
        tag: Some("演示".to_owned()),
        value: Some(words.to_owned()),
        when: words.to_owned(),
        goal: format!("目标 {words}"),
        series,
    }))
}

fn tally(number: usize) -> Body {
    let parts = Status::ALL.map(|status| (status, number, status.as_str().to_owned()));
    Body::Tally {
        caption: "全部目标".to_owned(),
        parts: parts.to_vec(),
    }
}

fn card(words: &str, body: Body) -> Card {
    Card {
        head: words.to_owned(),
        tags: vec!["试用".to_owned(), "演示数据".to_owned()],
        title: words.to_owned(),
        plans_words: false,
        quote: Some(words.to_owned()),
        lede: Some(words.to_owned()),
        body,
        foot: format!("截至 2023-09-25 {words}"),
        site: "要点 · 工作要点落实情况".to_owned(),
        alt: words.to_owned(),
    }
}

/// Whatever is written lies within the edges, and no two words meet.
fn sound(card: &Card) -> String {
    let sheet = card.draw();
    let labels = sheet.labels();
    for (at, label) in labels.iter().enumerate() {
        assert!(
            label.left >= LEFT - 2.0 && label.right <= RIGHT + 2.0,
            "{label:?} of {card:?}"
        );
        assert!(label.lies_on(1_200.0, 630.0), "{label:?}");
        let other = labels[at + 1..].iter().find(|other| label.meets(other));
        assert!(other.is_none(), "{label:?} {other:?} of {card:?}");
    }
    card.svg()
}

proptest! {
    #[test]
    fn no_words_meet_and_none_leaves_the_card(words in "[一-龥，。A-Za-z0-9 %]{1,90}", number in 1_usize..99_999) {
        let figure = Figure { name: words.clone(), value: words.clone(), under: words.clone() };
        for body in [
            Body::Nothing,
            one(&words, None),
            one(&words, Some(series())),
            tally(number),
            Body::Figures(vec![figure.clone()]),
            Body::Figures(vec![figure; 3]),
        ] {
            sound(&card(&words, body));
        }
    }
}

#[test]
fn where_a_target_stands_is_all_there() {
    let mut plain = card("长江入河排污口整治", one("80.8%", Some(series())));
    plain.lede = None;
    let svg = sound(&plain);
    for words in [
        ">80.8%<",
        ">▲ 预警<",
        ">目标 80.8%<",
        ">演示<",
        ">演示数据<",
        ">试用<",
        ">长江入河排污口整治<",
    ] {
        assert!(svg.contains(words), "{words} in {svg}");
    }
    assert!(
        svg.contains(r#"fill="url(#card-at-risk)""#),
        "the edge has the status's bar"
    );
    assert!(svg.contains(r#"width="1200" height="630""#));
}

#[test]
fn without_a_figure_the_word_is_large() {
    let Body::Standing(mut one) = one("每季度", None) else {
        unreachable!("a standing")
    };
    (one.value, one.when) = (None, String::new());
    let svg = sound(&card("二十大精神学习宣讲", Body::Standing(one)));
    assert!(svg.contains(r#"font-size="64" text-anchor="start">▲ 预警<"#), "{svg}");
    assert!(svg.contains(">目标 每季度<") && !svg.contains("—"));
}

#[test]
fn every_status_of_a_tally_has_its_number_sign_and_word() {
    let svg = sound(&card("总览", tally(12)));
    for status in Status::ALL {
        assert!(
            svg.contains(&format!(">{} {}<", status.shape(), status.as_str())),
            "{svg}"
        );
    }
    assert_eq!(svg.matches(">12<").count(), Status::ALL.len());
}

#[test]
fn words_cannot_break_out() {
    let svg = card("<script>\"&", Body::Nothing).svg();
    assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;&quot;&amp;"));
}
