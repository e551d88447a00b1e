//! Unit tests of `drawing::text`, which is private to the app.

use super::*;

#[test]
fn chinese_is_wider_than_figures() {
    assert!(width("目标", 10.0) >= 20.0);
    assert!(width("80", 10.0) < 14.0);
    assert!(width("", 10.0).abs() < f64::EPSILON);
}

#[test]
fn lines_are_no_wider_than_the_room_and_lose_no_word() {
    let both = [
        "外侧实心三角为目标，内侧空心三角为序时应达；圆环一周为清单全部。",
        "The solid triangle outside is the goal, the hollow one inside what there should be by now.",
    ];
    for words in both {
        for room in [160.0, 312.0, 900.0] {
            let lines = wrapped(words, 12.5, room, 9);
            assert!(lines.iter().all(|line| width(line, 12.5) + 2.0 <= room), "{lines:?}");
            let joined: String = lines.concat().replace(' ', "");
            assert_eq!(joined, words.replace(' ', ""), "{lines:?}");
            assert!(
                lines.iter().all(|line| !line.starts_with(['，', '；', '。'])),
                "{lines:?}"
            );
        }
    }
    let cut = wrapped(both[1], 12.5, 160.0, 2);
    assert!(cut.len() == 2 && cut[1].ends_with('…'), "{cut:?}");
}

#[test]
fn areas_that_only_touch_do_not_meet() {
    let area = |left, right| Area {
        left,
        top: 0.0,
        right,
        bottom: 1.0,
    };
    assert!(area(0.0, 2.0).meets(&area(1.0, 3.0)));
    assert!(!area(0.0, 1.0).meets(&area(1.0, 2.0)));
}
