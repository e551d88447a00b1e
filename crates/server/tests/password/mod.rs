//! Which passwords are taken, and which open what.

use super::*;

#[test]
fn nobodys_name_nor_units_in_pinyin_is_taken() {
    let own = ["zhang", "张三", "武汉市", "武汉市生态环境局"].map(str::to_owned);
    let of = |password: &str| match judged(password, &own) {
        Err(Kind::Password { why }) => Some(why),
        _ => None,
    };
    for password in [
        "wuhanzhangsan",
        "WuhanZhangsan",
        "zhangsanwuhan",
        "zhangsan-wuhan",
        "sanzhangwuhanshi",
        "shengtaihuanjing",
        "zhangsan2023",
    ] {
        assert_eq!(of(password), Some(PasswordProblem::Yours), "{password}");
    }
    // Of somebody else's name.
    assert_eq!(of("correct horse battery"), None);
    assert_eq!(of("jiuyue dongfeng piaoyu shan"), None);
}

fn refused(password: &str) -> Option<PasswordProblem> {
    let own = ["wuhan-reporter".to_owned(), "张三丰".to_owned()];
    match judged(password, &own) {
        Ok(_) => None,
        Err(Kind::Password { why }) => Some(why),
        Err(other) => panic!("{password}: {other:?}"),
    }
}

#[test]
fn which_passwords_are_taken() {
    let cases = [
        ("correct horse battery", None),
        ("正确的马电池订书钉一二三四", None),
        ("a long password of the test", None),
        ("Tr0ub4dour&3 ist kurz", None),
        ("password1234", Some(PasswordProblem::Common)),
        ("PASSWORD12345", Some(PasswordProblem::Common)),
        ("p@ssw0rd2023", Some(PasswordProblem::Common)),
        ("iloveyou1234", Some(PasswordProblem::Common)),
        ("woaini1314520", Some(PasswordProblem::Common)),
        ("ｐａｓｓｗｏｒｄ１２３４", Some(PasswordProblem::Common)),
        ("123456789012", Some(PasswordProblem::Pattern)),
        ("qwertyuiop[]", Some(PasswordProblem::Pattern)),
        ("aaaaaaaaaaaa", Some(PasswordProblem::Pattern)),
        ("abcabcabcabcabc", Some(PasswordProblem::Pattern)),
        ("wuhan-reporter", Some(PasswordProblem::Yours)),
        ("Wuhan-Reporter1", Some(PasswordProblem::Yours)),
        ("yaodianyaodian", Some(PasswordProblem::Yours)),
    ];
    let judged = cases.map(|(password, _)| (password, refused(password)));
    assert_eq!(judged, cases);
}

#[test]
fn none_of_the_most_common_is_taken() {
    // Every hundredth, for each is judged in full; that each is known stands in `common`.
    let mut known_to_nobody_else = 0;
    for password in include_str!("../../src/password/common.txt").lines().step_by(100) {
        let typed = password.to_uppercase();
        assert!(refused(password).is_some() && refused(&typed).is_some(), "{password}");
        known_to_nobody_else += usize::from(zxcvbn(password, &[]).score() >= Score::Three);
    }
    assert!(known_to_nobody_else > 10, "the list is of use: {known_to_nobody_else}");
}

#[test]
fn lengths_are_counted_in_one_form_and_nothing_is_cut() {
    let of = |password: &str| judged(password, &[]);
    assert_eq!(of("短密码"), Err(Kind::PasswordTooShort { least: 12 }));
    assert_eq!(of("kq3!zv8#mp1"), Err(Kind::PasswordTooShort { least: 12 }));
    assert!(of("kq3!zv8#mp1x").is_ok());
    let long: String = (0..128_u32).filter_map(|n| char::from_u32(0x4e00 + n * 7)).collect();
    assert_eq!(of(&long).map(|password| password.chars().count()), Ok(128));
    let too_long = Err(Kind::Password {
        why: PasswordProblem::TooLong { most: 128 },
    });
    assert_eq!(of(&format!("{long}长")), too_long);
    assert_eq!(of(&"长".repeat(10_000)), too_long);
    // One of before, when they might be longer, goes on opening its account.
    let before = "长".repeat(200);
    let hash = hash_now(&before).unwrap();
    assert!(compare_now(&before, Some(&hash)).right);
    // One character that is eighteen in the one form.
    assert_eq!(of(&"\u{fdfa}".repeat(20)), too_long);
    let hash = hash_now(&long).unwrap();
    let (shorter, _) = long.split_at(long.len() - 3);
    assert!(compare_now(&long, Some(&hash)).right);
    assert!(!compare_now(shorter, Some(&hash)).right);
}

#[test]
fn only_the_right_password_opens_in_whichever_width() {
    let stored = hash_now(&normal("correct horse, battery 12")).unwrap();
    let right = |typed: &str| compare_now(typed, Some(&stored)).right;
    assert!(right("correct horse, battery 12") && right("correct horse， battery １２"));
    assert!(!right("correct horse, battery 13") && !right("") && !right(&"长".repeat(10_000)));
    assert!(!compare_now("correct horse, battery 12", None).right);
    assert!(!compare_now("", None).right);
    assert!(!compare_now("anything", Some("no hash")).right);
}

#[test]
fn a_hash_of_lesser_cost_is_renewed_by_the_right_password() {
    let weak = hash_with(Params::new(8 * 1024, 1, 1, None).unwrap(), "correct horse battery").unwrap();
    let wrong = compare_now("correct horse batterx", Some(&weak));
    assert!(!wrong.right && wrong.renewed.is_none());
    let right = compare_now("correct horse battery", Some(&weak));
    let renewed = right.renewed.unwrap();
    assert!(right.right && renewed.contains("m=19456,t=2,p=1"), "{renewed}");
    let again = compare_now("correct horse battery", Some(&renewed));
    assert!(again.right && again.renewed.is_none());
    // One that was hashed as it was typed is hashed in its one form from then on.
    let typed = "密码，是一句话，足够长１２";
    let before = hash_now(typed).unwrap();
    let renewed = compare_now(typed, Some(&before)).renewed.unwrap();
    assert!(compare_now(&normal(typed), Some(&renewed)).right);
    assert!(compare_now(typed, Some(&renewed)).right);
}
