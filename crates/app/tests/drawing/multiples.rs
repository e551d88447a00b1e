//! Unit tests of `drawing::multiples`, which is private to the app.

use super::*;

fn panel(name: &str, points: &[(f64, f64)], goal: Option<f64>) -> Panel {
    Panel {
        name: name.to_owned(),
        value: points.last().map(|(_, value)| format!("{value}%")),
        status: Status::OnTrack,
        word: "正常".to_owned(),
        points: points.to_vec(),
        goal,
    }
}

fn all() -> Vec<Panel> {
    let names = ["武汉市", "恩施土家族苗族自治州", "神农架林区"];
    let points = [vec![(0.3, 20.0), (0.7, 60.0)], vec![], vec![(0.7, -5.0)]];
    let three: Vec<Panel> = names
        .iter()
        .zip(&points)
        .map(|(name, points)| panel(name, points, Some(80.0)))
        .collect();
    three.iter().cycle().take(17).cloned().collect()
}

#[test]
fn one_scale_holds_all_and_their_goals() {
    let scale = Scale::of(&all(), true).expect("a scale");
    assert_eq!(scale, Scale { low: -5.0, high: 80.0 });
    assert_eq!(Scale::of(&[panel("a", &[], None)], true), None);
    let single = Scale::of(&[panel("a", &[(0.5, 7.0)], None)], false).expect("a scale");
    assert!(single.low < 7.0 && 7.0 < single.high);
}

#[test]
fn what_is_not_known_is_hollow_and_draws_no_figure() {
    let scale = Scale { low: 0.0, high: 100.0 };
    let (hollow, known) = (
        panel("a", &[], Some(80.0)).line(scale, "a"),
        panel("a", &[(0.5, 3.0)], None).line(scale, "a"),
    );
    assert!(hollow.contains("p-none") && !hollow.contains("p-dot"));
    assert!(known.contains("p-dot") && known.contains(r#"aria-hidden="true""#));
}
