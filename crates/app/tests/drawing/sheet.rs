//! Unit tests of `drawing::sheet`, which is private to the app.

use super::{super::text::Anchor, *};

#[test]
fn words_never_meet_nor_leave_the_sheet() {
    let mut sheet = Sheet::new(Frame::NARROW, "s");
    let spot = Spot::new(100.0, 100.0, Anchor::Middle);
    assert!(sheet.label("p-t", 15.0, "目标 80%", &[spot]));
    assert!(!sheet.label("p-t", 15.0, "目标 80%", &[spot]));
    assert!(sheet.must_label("p-t", 15.0, "目标 80%", &[spot]));
    assert!(!sheet.label("p-t", 15.0, "目标", &[Spot::new(1.0, 100.0, Anchor::End)]));
    assert_eq!(sheet.labels().len(), 2);
    assert!(!sheet.labels()[0].meets(&sheet.labels()[1]));
}

#[test]
fn words_cannot_break_out_of_the_markup() {
    let mut sheet = Sheet::new(Frame::WIDE, "s");
    sheet.label("p-t", 13.0, "<b>\"&", &[Spot::new(100.0, 100.0, Anchor::Start)]);
    let alone = sheet.alone("a < b", "\"c\" & d");
    assert!(!alone.contains("<b>") && alone.contains("&lt;b&gt;&quot;&amp;"));
    assert!(alone.contains("a &lt; b") && alone.contains("&quot;c&quot; &amp; d"));
    assert!(alone.starts_with("<svg xmlns=") && alone.contains("<title") && alone.contains("<desc"));
}

#[test]
fn coordinates_are_short() {
    assert_eq!([12.0, 12.34, -0.01, 0.05].map(px), ["12", "12.3", "0", "0.1"]);
}
