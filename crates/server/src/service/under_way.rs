//! What is under way in a browser and brought back by it once, kept so that who reads the database has nothing of it.

use jiff::{SignedDuration, Timestamp};
use serde::{Serialize, de::DeserializeOwned};
use yaodian_store::{Act, Actor};

use super::{Refused, Served};
use crate::house::House;

fn act(house: &House) -> Act {
    Act::new(house.clock.now(), Actor::system("under way"))
}

/// Keeps something by the hash of a token, for a while.
pub(super) async fn put<T: Serialize>(house: &House, hash: &str, what: &T, within: SignedDuration) -> Served<()> {
    let what = serde_json::to_vec(what).map_err(|error| Refused::Failed(error.to_string()))?;
    let sealed = house.files.seal.seal(hash, &what).map_err(Refused::Failed)?;
    let until = Timestamp::now() + within;
    Ok(house.store.put_under_way(&act(house), hash, &sealed, until).await?)
}

/// What was kept, once; nothing if it is over, or sealed with another key.
pub(super) async fn take<T: DeserializeOwned>(house: &House, hash: &str) -> Served<Option<T>> {
    let Some(sealed) = house.store.take_under_way(&act(house), hash, Timestamp::now()).await? else {
        return Ok(None);
    };
    let what = house.files.seal.open(hash, &sealed).map_err(Refused::Failed)?;
    Ok(what.and_then(|what| serde_json::from_slice(&what).ok()))
}
