//! 开放数据的许可: `[open_data]`. A table that is there names its licence and title; the address may be left out.

use yaodian_domain::open_data::Licence;

use crate::sheet::Table;

/// The terms for the plan's data; `None` where something is wrong with them.
pub(crate) fn read(table: Option<Table<'_>>) -> Option<Licence> {
    let Some(mut table) = table else {
        return Some(Licence::default());
    };
    let (licence, title, url) = (table.text("licence"), table.text("title"), table.text_opt("url"));
    table.close();
    Some(Licence {
        licence: licence?.value,
        title: title?.value,
        url: url.map(|url| url.value),
    })
}
