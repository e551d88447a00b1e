//! 视图: queries that somebody saved under a name.

use yaodian_contract::{
    Kind,
    ledger::{ForgetView, SavedView},
};
use yaodian_domain::id::LedgerId;
use yaodian_store::View;

use super::{Opened, Served, open};
use crate::{house::House, service::Acting};

/// The longest name of a view, in characters.
const LONGEST_NAME: usize = 40;

/// Saves a view, in place of one with the same name; all views afterwards.
pub(crate) async fn save(house: &House, account: &Acting, id: &LedgerId, view: SavedView) -> Served<Vec<SavedView>> {
    let opened = open(house, Some(account.person()), id).await?;
    let name: String = view.name.trim().chars().take(LONGEST_NAME).collect();
    if name.is_empty() || !view.query.is_of(&opened.ledger) {
        return Err(Kind::Malformed {
            what: "name, query".to_owned(),
        }
        .into());
    }
    let plan = &opened.plan().id;
    let view = View {
        name,
        query: view.query,
    };
    let act = house.act(account.actor());
    house.store.put_view(&act, &account.id, plan, id, &view).await?;
    list(house, account, &opened).await
}

/// Forgets a view; all that are left.
pub(crate) async fn forget(
    house: &House,
    account: &Acting,
    id: &LedgerId,
    view: &ForgetView,
) -> Served<Vec<SavedView>> {
    let opened = open(house, Some(account.person()), id).await?;
    let act = house.act(account.actor());
    house
        .store
        .forget_view(&act, &account.id, &opened.plan().id, id, &view.name)
        .await?;
    list(house, account, &opened).await
}

/// The person's views of a ledger.
pub(super) async fn list(house: &House, account: &Acting, opened: &Opened) -> Served<Vec<SavedView>> {
    let views = house
        .store
        .views(&account.id, &opened.plan().id, &opened.ledger.id)
        .await?;
    Ok(views
        .into_iter()
        .map(|View { name, query }| SavedView { name, query })
        .collect())
}
