//! Tries to sign in: each counts as failed until it has succeeded, and is held against the rule of the domain.

use std::net::IpAddr;

use jiff::Timestamp;
use yaodian_contract::Kind;
use yaodian_domain::sign_in::{Step, may_try};
use yaodian_store::Try;

use super::{Refused, Served};
use crate::{house::House, secret};

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Whence {
    /// The client's address, shortened to what one subscriber holds.
    pub(crate) address: Option<IpAddr>,
    /// The token by which accounts know the browser.
    pub(crate) browser: Option<String>,
    /// The families of browser and system, as the browser tells them; empty if it tells nothing.
    pub(crate) device: String,
}

/// A try that is under way.
pub(super) struct Attempt {
    login: String,
    step: Step,
    client: String,
    known: bool,
}

impl Attempt {
    /// Begins a try, if it may be made.
    pub(super) async fn begin(house: &House, login: &str, step: Step, whence: &Whence) -> Served<Self> {
        let browser = whence.browser.as_deref().map(secret::digest);
        let known = match &browser {
            Some(browser) => house.store.knows_browser(login, browser).await?,
            None => false,
        };
        let client = match browser {
            Some(browser) if known => browser,
            _ => {
                let address = whence.address.map_or_else(String::new, |address| address.to_string());
                house.files.seal.mark(&address).map_err(Refused::Failed)?
            }
        };
        let this = Self {
            login: login.to_owned(),
            step,
            client,
            known,
        };
        let now = Timestamp::now();
        let (id, failures) = house.store.begin_try(&this.one(), now).await?;
        if let Err(again) = may_try(step, known, now, &failures) {
            house.store.drop_try(&id).await?;
            let seconds = again.duration_since(now).as_secs() + 1;
            return Err(Kind::TooManyTries {
                minutes: (seconds + 59) / 60,
            }
            .into());
        }
        Ok(this)
    }

    /// It was right: what failed before it on this client is forgotten.
    pub(super) async fn succeeded(self, house: &House) -> Served<()> {
        Ok(house.store.forget_tries(&self.one()).await?)
    }

    fn one(&self) -> Try<'_> {
        Try {
            login: &self.login,
            step: self.step,
            client: &self.client,
            known: self.known,
        }
    }
}
