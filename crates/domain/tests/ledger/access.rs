//! Who sees what.

use yaodian_domain::{
    access::Duty,
    ledger::access::{Desk, Scope},
};

use super::fixtures::{day, ledger, person, row, unit, units};

#[test]
fn who_sees_which_entries() {
    let (ledger, units) = (ledger(), units());
    for (unit_id, duty, sees) in [
        ("420100", Duty::Reporter, Some(Scope::Own(unit("420100")))),
        ("420100", Duty::Reviewer, Some(Scope::Own(unit("420100")))),
        ("shui", Duty::Reviewer, Some(Scope::All)),
        ("shui", Duty::Reporter, Some(Scope::All)),
        ("office", Duty::Office, Some(Scope::All)),
        ("office", Duty::Administrator, Some(Scope::All)),
        ("office", Duty::Reporter, None),
    ] {
        let person = person(unit_id, &[duty]);
        let desk = Desk {
            person: Some(&person),
            today: day("2023-09-25"),
            units: &units,
        };
        assert_eq!(desk.scope(&ledger), sees, "{unit_id} {duty:?}");
    }
}

#[test]
fn the_public_sees_no_private_field() {
    let ledger = ledger();
    let mut row = row("A1", "420100", &[]);
    row.values[6] = Some("张三".to_owned());
    let (shown, public) = (row.for_public(&ledger), ledger.for_public().unwrap());
    assert_eq!(shown.values.len(), public.fields.len());
    assert!(public.fields.iter().all(|field| !field.private));
    assert!(!shown.values.iter().flatten().any(|value| value.contains("张三")));
    let mut secret = ledger.clone();
    secret.public = false;
    assert_eq!(secret.for_public(), None);
}
