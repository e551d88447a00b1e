//! A `units.toml` by itself: who is meant by the names of a text that has no plan folder yet.

use std::path::Path;

use yaodian_domain::unit::UnitKind;
use yaodian_seed::{load, read_units};

#[test]
fn units_and_formulas_are_read_by_themselves() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/hubei-2023");
    let known = read_units(&std::fs::read_to_string(folder.join("units.toml")).unwrap()).unwrap();
    assert_eq!(known.register.of_kind(UnitKind::Bureau).count(), 17);
    let meant = |name: &str| {
        known
            .formulas
            .iter()
            .find(|(formula, _)| formula == name)
            .map(|(_, units)| units.len())
    };
    assert_eq!(meant("各市、州、直管市及神农架林区生态环境局"), Some(17));
    assert_eq!(meant("各专员办"), Some(5));
    // Whoever reads brackets knows by itself what 会同 says.
    assert!(meant("厅机关各处室、单位").is_some() && meant("会同厅机关各处室、单位").is_none());
    let seed = load(&folder).unwrap();
    assert_eq!(
        (seed.plan.units, seed.formulas),
        (known.register, known.formulas),
        "a plan folder says the same"
    );
}

#[test]
fn what_is_wrong_is_told_line_by_line() {
    let problems = read_units("[[unit]]\nid = 3\n").unwrap_err();
    assert!(!problems.is_empty());
    assert!(
        problems
            .iter()
            .all(|problem| problem.to_string().contains("units.toml")),
        "{problems:?}"
    );
    assert!(read_units("").is_err(), "no unit at all");
}
