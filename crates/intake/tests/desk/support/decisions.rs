//! Decisions, good and bad.

use proptest::prelude::*;
use yaodian_domain::{
    id::UnitId,
    plan::{Role, Span},
    target::Kind,
};
use yaodian_intake::{Comparator, Draft, Edit, Form, Key};

use super::form;

/// Decisions of every sort: about what is there, and about what is not.
pub fn edits(text: &str, draft: &Draft, most: usize) -> impl Strategy<Value = Vec<Edit>> + use<> {
    let reviewed = yaodian_intake::review(text, draft.clone(), &[]);
    let keys: Vec<Key> = reviewed.targets().map(|found| found.key).collect();
    let tasks: Vec<Span> = draft
        .items
        .iter()
        .flat_map(|item| &item.tasks)
        .map(|task| task.span)
        .collect();
    let items: Vec<usize> = draft.items.iter().map(|item| item.span.start).collect();
    let stops = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '。' | ',' | '、' | ';'));
    let stops: Vec<usize> = stops.map(|(at, c)| at + c.len_utf8()).collect();
    let long = text.len() + 4;
    let span = (0..long, 0..60_usize).prop_map(|(start, length)| Span {
        start,
        end: start + length,
    });
    let wild = span
        .clone()
        .prop_flat_map(|span| (Just(span), 0..3_usize))
        .prop_map(|(span, nth)| Key { span, nth });
    let key = prop_oneof![8 => prop::sample::select(keys.clone()), 1 => wild];
    let begins: Vec<usize> = tasks
        .iter()
        .map(|task| task.start)
        .chain(stops.iter().copied())
        .collect();
    let at = prop_oneof![8 => prop::sample::select(begins), 1 => 0..long];
    let words = prop::sample::select(keys.iter().map(|key| key.span).chain(tasks.clone()).collect::<Vec<_>>());
    let clause = (prop::sample::select(stops.clone()), prop::sample::select(stops)).prop_map(|(a, b)| Span {
        start: a.min(b),
        end: a.max(b).min(a.min(b) + 90),
    });
    let added = prop_oneof![words.clone(), clause, span];
    let code = prop::sample::select(vec![
        "unsure",
        "no-reporter",
        "no-assignment",
        "unknown-unit",
        "nonsense",
    ]);
    let name = prop::sample::select(vec!["大气科", "水科", "江东分局", "水处", "无名处", "", " "]);
    let names = prop::collection::vec(name.clone().prop_map(str::to_owned), 0..3);
    let roles = prop::sample::select(vec![Role::Lead, Role::Responsible, Role::Participant]);
    let unit =
        prop::sample::select(vec!["air", "water", "east", "shui", "nobody"]).prop_map(|id| UnitId::new(id).unwrap());
    prop::collection::vec(
        prop_oneof![
            4 => key.clone().prop_map(|target| Edit::Accept { target }),
            4 => (key.clone(), forms()).prop_map(|(target, form)| Edit::Correct { target, form }),
            3 => key.prop_map(|target| Edit::Drop { target }),
            4 => (added, forms()).prop_map(|(span, form)| Edit::Add { span, form }),
            4 => at.clone().prop_map(|at| Edit::Split { at }),
            4 => at.clone().prop_map(|at| Edit::Merge { at }),
            2 => (at, prop::collection::vec((roles, names), 0..3)).prop_map(|(at, units)| Edit::Assign { at, units }),
            1 => (name, prop::collection::vec(unit, 0..2))
                .prop_map(|(name, units)| Edit::Learn { name: name.to_owned(), units }),
            2 => (code, words).prop_map(|(code, span)| Edit::Settle { code: code.to_owned(), span }),
            1 => (prop::sample::select(items), "[甲乙 ]{0,3}")
                .prop_map(|(at, title)| Edit::Rename { at, title, title_en: String::new() }),
        ],
        0..most,
    )
}

/// Forms as people fill them in, good and bad.
fn forms() -> impl Strategy<Value = Form> {
    let (kinds, comparators) = (Kind::ALL.to_vec(), Comparator::ALL.to_vec());
    let value = prop::option::of(prop::sample::select(vec![
        "30", "89.3", "120", "2.5", "0", "-3", "Ⅱ", "很多", "",
    ]));
    let unit = prop::option::of(prop::sample::select(vec!["%", "个", "％", ""]));
    (
        prop::sample::select(kinds),
        prop::sample::select(comparators),
        value,
        unit,
        "[甲乙丙]{0,20}",
        prop::option::of(prop::sample::select(vec!["120", "0", "一百"])),
    )
        .prop_map(|(kind, comparator, value, unit, subject, inventory)| Form {
            inventory: inventory.map(str::to_owned),
            ..form(kind, comparator, value, unit, &subject)
        })
}
