//! What is handed out: one-time links, and what an erasure came to.

use yaodian_contract::people::Invitation;
use yaodian_domain::id::AccountId;
use yaodian_store::personal::Erased;
use yaodian_words::{Lang, people as words, privacy as privacy_words};

use crate::house::House;

/// Prints a one-time link, and says what is to be known of it.
pub(super) fn hand_out(house: &House, link: &Invitation) {
    say!("{}{}", house.public_url, link.path);
    let days = link.hours / 24;
    let note = if house.public_url.is_empty() {
        words::desk::link_is_a_path(Lang::En, &days)
    } else {
        words::desk::link_is_good(Lang::En, &days)
    };
    tell!("{note}");
}

/// Tells what an erasure came to, and what it did not reach.
pub(super) fn told_of(login: &str, id: &AccountId, erased: &Erased) {
    say!("{}", privacy_words::erased_id(Lang::En, id));
    say!("{}", privacy_words::erased(Lang::En, &login, &erased.pseudonym));
    let (gone, renamed, texts) = (&erased.gone, &erased.renamed, &erased.texts);
    say!("{}", privacy_words::erased_counts(Lang::En, gone, renamed, texts));
    say!("{}", privacy_words::erased_before(Lang::En));
    if erased.old_rows > 0 {
        tell!("{}", privacy_words::old_rows(Lang::En, &erased.old_rows));
    }
    tell!("{}", privacy_words::erase_backups(Lang::En));
    tell!("{}", privacy_words::erase_text(Lang::En));
}
