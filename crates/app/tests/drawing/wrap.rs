//! Unit tests of `drawing::wrap`, which is private to the app.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_line_leaves_its_room_and_nothing_is_lost_unsaid(
        words in "[一-龥,。、;:「」《》()“”A-Za-z0-9.%\\- ]{0,120}",
        size in 12.0_f64..60.0,
        ems in 3.0_f64..40.0,
        most in 1_usize..5,
    ) {
        let room = size * ems;
        let lines = lines(&words, size, room, most);
        prop_assert!(lines.len() <= most);
        for line in &lines {
            prop_assert!(width(line, size) <= room + 1e-6, "{line:?} in {room}");
        }
        let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let (set, whole) = (bare(&lines.concat()), bare(&words));
        match set.strip_suffix('…') {
            Some(kept) => prop_assert!(whole.starts_with(kept) && kept.len() < whole.len()),
            None => prop_assert_eq!(set, whole),
        }
    }
}

#[test]
fn a_long_chinese_title_is_broken_by_its_marks() {
    let title = "统筹推进中央和省级生态环境保护督察反馈问题以及交办信访件、长江经济带生态环境警示片披露问题整改";
    let set = lines(title, 50.0, 1_000.0, 3);
    assert_eq!(set.len(), 3);
    assert_eq!(set.concat(), title);
    // 20 characters fit; the 、 does not begin a line.
    let marks = lines("一二三四五、六七八九十", 10.0, 50.0, 9);
    assert!(marks.iter().all(|line| !line.starts_with('、')), "{marks:?}");
    let cut = lines(title, 50.0, 1_000.0, 1);
    assert_eq!(cut, ["统筹推进中央和省级生态环境保护督察反馈…"]);
    assert_eq!(lines("一二三四、五六七八", 10.0, 60.0, 1), ["一二三四…"]);
}

#[test]
fn english_is_broken_between_words_and_a_word_that_is_too_long_within() {
    let set = lines("Sections of good quality,  national  control", 20.0, 240.0, 4);
    assert!(
        set.iter().all(|line| !line.contains("  ") && line.trim() == line),
        "{set:?}"
    );
    assert_eq!(set.join(" "), "Sections of good quality, national control");
    let long = lines(&"a".repeat(100), 10.0, 100.0, 20);
    assert!(long.len() > 5 && long.concat().len() == 100);
    assert!(lines("  ", 10.0, 100.0, 3).is_empty());
}

#[test]
fn the_largest_size_that_holds_all() {
    let sizes = [80.0, 40.0, 20.0];
    assert_eq!(largest("91.1%", &sizes, 400.0, 1).0.to_string(), "80");
    assert_eq!(largest("目标一二三四五", &sizes, 300.0, 1).0.to_string(), "40");
    let (size, cut) = largest(&"目标".repeat(99), &sizes, 300.0, 2);
    assert!(size < 21.0 && cut.len() == 2 && cut[1].ends_with('…'));
}
