use super::*;

#[test]
fn every_stretch_of_a_name_is_spelled_the_long_ones_first() {
    assert_eq!(of("张三"), ["zhangsan", "zhang", "san"]);
    assert_eq!(of("zhang"), Vec::<String>::new());
    let read = of("吕单");
    for expected in ["lvdan", "lushan", "lv", "shan"] {
        assert!(read.iter().any(|way| way == expected), "{expected}: {read:?}");
    }
    // However long a name is.
    assert!(of(&"重行长".repeat(60)).len() < 1_000);
}
