//! `/api/v1/people`: people and their posts, for administrators.

use axum::{
    Router,
    extract::Path,
    response::Response,
    routing::{get, post},
};
use yaodian_contract::{
    named::Whom,
    people::{Decide, EditPerson, Invite, SetSingleSignOn},
};
use yaodian_domain::id::{AccountId, PostId};

use super::request::{Body, Named, SignedIn};
use crate::{
    house::House,
    service::{people, privacy},
};

pub(super) fn router() -> Router<House> {
    Router::new()
        .route("/people", get(list).post(invite))
        .route("/people/decide", post(decide))
        .route("/people/posts/{post}/open", get(open_work))
        .route("/people/named", post(named))
        .route("/people/named/erase", post(erase_named))
        .route("/people/{account}", post(edit))
        .route("/people/{account}/link", post(link))
        .route("/people/{account}/let-in", post(let_in))
        .route("/people/{account}/second-step/reset", post(reset_second_step))
        .route("/people/{account}/single-sign-on", post(set_single_sign_on))
}

async fn list(SignedIn { ask, account, house }: SignedIn) -> Response {
    ask.json(people::list(&house, &account).await)
}

async fn invite(SignedIn { ask, account, house }: SignedIn, Body(new): Body<Invite>) -> Response {
    ask.json(people::invite(&house, &account, new).await)
}

async fn decide(SignedIn { ask, account, house }: SignedIn, Body(asked): Body<Decide>) -> Response {
    ask.json(people::decide(&house, &account, asked).await)
}

async fn named(SignedIn { ask, account, house }: SignedIn, Body(whom): Body<Whom>) -> Response {
    ask.json(privacy::look_for(&house, &account, whom).await)
}

async fn erase_named(SignedIn { ask, account, house }: SignedIn, Body(whom): Body<Whom>) -> Response {
    ask.json(privacy::erase_looked_for(&house, &account, whom).await)
}

async fn edit(
    SignedIn { ask, account, house }: SignedIn,
    Path(of): Path<String>,
    Body(asked): Body<EditPerson>,
) -> Response {
    ask.json(people::edit(&house, &account, &AccountId::new(of), asked).await)
}

async fn open_work(SignedIn { ask, account, house }: SignedIn, Named(post): Named<PostId>) -> Response {
    ask.json(people::open_work(&house, &account, &post).await)
}

async fn link(SignedIn { ask, account, house }: SignedIn, Path(of): Path<String>) -> Response {
    ask.json(people::link(&house, &account, &AccountId::new(of)).await)
}

async fn let_in(SignedIn { ask, account, house }: SignedIn, Path(of): Path<String>) -> Response {
    ask.json(people::let_in_again(&house, &account, &AccountId::new(of)).await)
}

async fn reset_second_step(SignedIn { ask, account, house }: SignedIn, Path(of): Path<String>) -> Response {
    ask.json(people::reset_second_step(&house, &account, &AccountId::new(of)).await)
}

async fn set_single_sign_on(
    SignedIn { ask, account, house }: SignedIn,
    Path(of): Path<String>,
    Body(asked): Body<SetSingleSignOn>,
) -> Response {
    ask.json(people::set_single_sign_on(&house, &account, &AccountId::new(of), asked).await)
}
