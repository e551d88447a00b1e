//! 通报 in the desk: which there are, and the editor of one.

mod editor;
mod list;
mod publish;

pub(super) use editor::BulletinPage;
pub(super) use list::BulletinList;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use yaodian_contract::{
    Kind,
    bulletin::{BulletinView, DraftBulletin},
};

use super::ask::once;
use crate::api;

/// Begins a draft, and goes to it.
fn begin(
    busy: RwSignal<bool>,
    refused: RwSignal<Option<Kind>>,
    navigate: impl Fn(&str, NavigateOptions) + 'static,
    asked: DraftBulletin,
) {
    let answer = api::post::<_, BulletinView>("/api/v1/bulletins".to_owned(), asked);
    once(busy, refused, answer, move |view| {
        if let Some(view) = view {
            navigate(&format!("/app/bulletin/{}", view.head.id), NavigateOptions::default());
        }
    });
}
