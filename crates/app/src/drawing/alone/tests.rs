use yaodian_domain::check::Status;
use yaodian_words::{Lang, label, names, preview, say};

use super::*;

#[test]
fn a_picture_alone_has_its_size_its_words_and_room_for_what_is_drawn() {
    let day = say::as_of(Lang::Zh, &"2023-09-25");
    let around = Around {
        heading: label::all_targets(Lang::Zh).repeat(21),
        note: names::status(Lang::Zh, Status::Met).to_owned(),
        foot: preview::marked(Lang::Zh, &day, &preview::demonstration(Lang::Zh)),
    };
    for (width, height) in [(240, 160), (640, 360), (9_999, 9_999)] {
        let sheet = Frame::alone(width, height);
        let inside = around.inside(sheet);
        assert!(inside.width < sheet.width && inside.height < sheet.height && inside.height >= 60.0);
        let svg = Sheet::new(inside, "x").alone_with(&around, sheet, label::method(Lang::Zh));
        let size = format!(r#"width="{}" height="{}""#, px(sheet.width), px(sheet.height));
        assert!(
            svg.contains(&size) && svg.contains(&day) && svg.contains("<desc"),
            "{svg}"
        );
    }
}

#[test]
fn nothing_that_is_said_around_a_narrow_picture_is_cut() {
    let note = "The solid triangle outside is the goal, the hollow one inside what there should be by now; \
                the whole ring is the whole inventory.";
    let around = Around {
        heading: "Outfalls into the Yangtze put right".to_owned(),
        note: note.to_owned(),
        foot: "demo; Department of Ecology and Environment of Hubei Province · as of 2023-09-25".to_owned(),
    };
    let sheet = Frame::alone(340, 340);
    let inside = around.inside(sheet);
    let svg = Sheet::new(inside, "x").alone_with(&around, sheet, "");
    assert!(!svg.contains('…') && inside.height > 170.0, "{} {svg}", inside.height);
}
