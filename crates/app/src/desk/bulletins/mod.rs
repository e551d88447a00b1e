//! 通报 in the desk: which there are, and the editor of one.

mod editor;
mod list;
mod publish;

pub(super) use editor::BulletinPage;
pub(super) use list::BulletinList;

use yaodian_domain::bulletin::BulletinHead;
use yaodian_words::{Lang, bulletin as words};

/// What a bulletin is called.
fn title(lang: Lang, head: &BulletinHead) -> String {
    let edition = words::edition(lang, head.edition);
    if head.corrects.is_some() {
        words::correction_title(lang, &edition)
    } else {
        words::list_title(lang, &edition)
    }
}
