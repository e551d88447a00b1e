//! Unit tests of `drawing::series`, which is private to the app.

use proptest::prelude::*;

use super::*;

const FRAMES: [Frame; 3] = [
    Frame::WIDE,
    Frame::NARROW,
    Frame {
        width: 240.0,
        height: 160.0,
        text: 13.0,
    },
];

/// A series of these values, one a month.
fn series(values: &[f64], years: i16, goal: Option<f64>) -> Series {
    let points: Vec<Point> = (0_i16..)
        .zip(values)
        .map(|(at, value)| {
            let month = i8::try_from(at % 12 + 1).expect("a month");
            Point {
                day: Date::constant(2020 + at / 12, month, 28),
                value: *value,
                words: format!("{value:.1}%"),
                joined: at > 0,
            }
        })
        .collect();
    let (from, to) = (Date::constant(2020, 1, 1), Date::constant(2020 + years, 12, 31));
    Series {
        lang: Lang::Zh,
        from,
        to,
        goal: goal.map(|value| Goal {
            from,
            value,
            words: format!("目标 ≥ {value:.1}%"),
        }),
        pace: goal.map(|goal| (vec![(from, 0.0), (to, goal)], "序时".to_owned())),
        ahead: values.last().map(|last| Ahead {
            on: to,
            value: last * 1.1,
            range: Some((*last, last * 1.2)),
            words: "推算".to_owned(),
        }),
        today: Some((Date::constant(2020, 9, 25), "截至 2020-09-25".to_owned())),
        points,
    }
}

fn sound(series: &Series) {
    for frame in FRAMES {
        let sheet = series.draw(frame, "s");
        let labels = sheet.labels();
        for (at, label) in labels.iter().enumerate() {
            assert!(label.lies_on(frame.width, frame.height), "{label:?} leaves {frame:?}");
            assert!(
                !labels[at + 1..].iter().any(|other| label.meets(other)),
                "{labels:?} in {frame:?}"
            );
        }
        let markup = sheet.on_page("chart", "alt", None);
        assert!(!markup.contains("NaN") && !markup.contains("inf"), "{markup}");
    }
}

proptest! {
    #[test]
    fn no_words_meet_and_nothing_leaves_the_sheet(
        values in proptest::collection::vec(-1_000.0_f64..1_000.0, 1..48),
        scale in prop_oneof![Just(1e-6), Just(1.0), Just(1e12)],
        goal in proptest::option::of(-1_000.0_f64..1_000.0),
    ) {
        let values: Vec<f64> = values.iter().map(|value| value * scale).collect();
        sound(&series(&values, 3, goal.map(|goal| goal * scale)));
    }
}

#[test]
fn the_last_figure_and_the_goal_are_always_written() {
    for values in [vec![5.0], vec![5.0, 5.0], vec![88.6; 12], vec![-3.0, 80.0, -3.0]] {
        let series = series(&values, 0, Some(80.0));
        let last = format!(">{}<", series.points.last().expect("a point").words);
        for frame in FRAMES {
            let markup = series.draw(frame, "s").on_page("chart", "alt", Some("behind"));
            assert!(markup.contains(&last), "{last} in {markup}");
            assert!(markup.contains(">目标 ≥ 80.0%<"), "{markup}");
            assert!(markup.contains(r#"role="img""#) && markup.contains(r#"aria-describedby="behind""#));
        }
    }
    sound(&series(&[], 0, None));
}

#[test]
fn many_years_are_divided_by_years_and_one_by_months() {
    let markup = |years| {
        series(&[1.0, 2.0], years, None)
            .draw(Frame::WIDE, "s")
            .on_page("", "", None)
    };
    let (one, four) = (markup(0), markup(3));
    assert!(one.contains(">9 月<") && !one.contains(">2020<"), "{one}");
    assert!(
        ["2020", "2021", "2022", "2023"]
            .iter()
            .all(|year| four.contains(&format!(">{year}<"))),
        "{four}"
    );
}
