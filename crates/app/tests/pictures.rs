//! The pictures of a plan: on its pages, and each by itself.

#![cfg(feature = "ssr")]

#[path = "monitoring/made.rs"]
mod made;

use made::{Made, day, target_id};
use yaodian_app::public::{self, picture};
use yaodian_words::{Lang, drawing, label};

#[test]
fn a_series_has_its_words_and_its_table_and_stands_alone() {
    let plan = made::plan();
    let all = vec![made::water(&plan), made::air(&plan)];
    let made = Made::of(plan, all, day(2023, 9, 10));
    let of = made.picture();
    let target = of.plan().target(&target_id("good-water")).expect("a target");
    for lang in [Lang::Zh, Lang::En] {
        let html = public::target(&made.reader(lang, "/target/good-water"), of, target, None);
        assert_eq!(html.matches("class=\"picture is-").count(), 2, "wide and narrow");
        assert!(html.contains("aria-describedby=\"series-note\"") && html.contains("id=\"series-note\""));
        assert!(html.contains(drawing::data_behind(lang)) && html.contains("<caption"));
        let alone = picture::series_alone(lang, of, target, (640, 360)).expect("figures");
        assert!(alone.starts_with("<svg xmlns") && alone.contains("width=\"640\" height=\"360\""));
        assert!(alone.contains("<title") && alone.contains("<desc") && alone.contains("2023-09-10"));
        assert!(alone.contains(label::legend_target(lang)));
        assert!(
            picture::ring_alone(lang, of, target, (200, 240)).is_none(),
            "a level has no ring"
        );
        let months = picture::months_alone(lang, of, (720, 400));
        assert!(months.contains("2023-09-10") && !months.contains("NaN"));
        assert!(picture::known_alone(lang, of, (720, 560)).contains("<title"));
    }
}
