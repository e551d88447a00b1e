//! 通报点名规则: `[bulletin]`. What it does not name is as in the default.

use yaodian_domain::bulletin::Naming;

use crate::{policy::whole, sheet::Table};

/// By which rule units are named; `None` where something is wrong with it.
pub(crate) fn read(table: Option<Table<'_>>) -> Option<Naming> {
    let before = Naming::default();
    let Some(mut table) = table else { return Some(before) };
    let least_judged = whole(&mut table, "least_judged", 1, before.least_judged);
    let most_named = whole(&mut table, "most_named", 0, before.most_named);
    table.close();
    Some(Naming {
        least_judged: least_judged?,
        most_named: most_named?,
    })
}
