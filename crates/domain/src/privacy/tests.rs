use super::{Among, Sought, Topic};

fn without(sought: &str, value: &str, among: Among) -> Option<String> {
    Sought::new(sought).unwrap().replaced(value, among, "已删除")
}

#[test]
fn a_longer_name_is_another_persons() {
    for (value, left) in [
        ("张三", Some("已删除")),
        (" 张三 ", Some(" 已删除 ")),
        ("李四、张三", Some("李四、已删除")),
        ("张三，张三；王五", Some("已删除，已删除；王五")),
        ("张三(副局长)", Some("已删除(副局长)")),
        ("张三丰", None),
        ("老张三", None),
        ("张三·艾力", None),
        ("", None),
    ] {
        assert_eq!(without("张三", value, Among::Names).as_deref(), left, "{value}");
    }
}

#[test]
fn in_words_it_stands_anywhere_but_in_a_longer_number() {
    for (value, left) in [
        ("联系人张三电话027-1234", Some("联系人已删除电话027-1234")),
        ("张三丰", Some("已删除丰")),
        ("李四", None),
    ] {
        assert_eq!(without("张三", value, Among::Words).as_deref(), left, "{value}");
    }
    for (value, left) in [
        ("027-1234", Some("已删除")),
        ("电话027-1234转", Some("电话已删除转")),
        ("027-12345", None),
        ("1027-1234", None),
    ] {
        assert_eq!(without("027-1234", value, Among::Words).as_deref(), left, "{value}");
    }
}

#[test]
fn a_number_is_the_same_however_it_is_parted() {
    for (value, left) in [
        ("027-87654321", Some("已删除")),
        ("（027）8765 4321", Some("（已删除")),
        (
            "电话：027 8765-4321；传真：027-87654322",
            Some("电话：已删除；传真：027-87654322"),
        ),
        ("0278765432", None),
        ("02787654321", Some("已删除")),
        ("102787654321", None),
        ("027-876543210", None),
        ("027/87654321", None),
    ] {
        for sought in ["027 87654321", "02787654321", "027-8765-4321"] {
            assert_eq!(
                without(sought, value, Among::Words).as_deref(),
                left,
                "{sought} in {value}"
            );
        }
    }
    // So few digits are told by what stands between them, too.
    assert_eq!(without("12-34", "1234", Among::Words), None);
}

#[test]
fn one_character_tells_nobody() {
    assert_eq!(Sought::new(" 张 "), None);
    assert_eq!(Sought::new(" 张三 ").unwrap().as_str(), "张三");
}

#[test]
fn every_topic_is_told_once() {
    let mut all = Topic::ALL.to_vec();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), Topic::ALL.len());
}
