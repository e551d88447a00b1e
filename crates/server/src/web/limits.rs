//! What one client may ask for, so that others have their turn.
//!
//! Only work is limited: pages that are kept, and files that have not changed, cost nothing and are not
//! counted. A client is an address; of IPv6 the first 64 bits, which one subscriber holds. An address that a
//! request tells of itself is believed only of a proxy that the server was told of.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr, SocketAddr},
    num::NonZeroU32,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::Body,
    extract::{ConnectInfo, State},
    http::{HeaderMap, Request},
    middleware::Next,
    response::Response,
};
use governor::{
    DefaultKeyedRateLimiter, Quota, RateLimiter,
    clock::{Clock as _, DefaultClock},
};
use tokio::sync::Semaphore;
use yaodian_contract::Kind;

use super::Ask;
use crate::house::House;

/// So many requests beyond its rate a client may send at once: a page with all that it leads to.
const BURST: u32 = 10;
/// So many of a client's requests are worked on at the same time; the others wait.
const AT_ONCE: usize = 4;
/// The header in which proxies tell for whom they ask.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Who asked for how much.
pub(crate) struct Clients {
    rate: Option<DefaultKeyedRateLimiter<IpAddr>>,
    turns: Mutex<HashMap<IpAddr, Arc<Semaphore>>>,
    proxies: Vec<IpAddr>,
}

impl Clients {
    /// `per_second` requests of a client on the average, any number if 0. `proxies` are believed when they
    /// tell for whom they ask.
    pub(crate) fn new(per_second: u32, proxies: Vec<IpAddr>) -> Self {
        let rate = NonZeroU32::new(per_second).map(|rate| {
            let burst = rate.saturating_mul(NonZeroU32::MIN.saturating_add(BURST - 1));
            RateLimiter::keyed(Quota::per_second(rate).allow_burst(burst))
        });
        Self {
            rate,
            turns: Mutex::default(),
            proxies,
        }
    }

    /// Counts a request of `client`; in how many seconds it may ask again if this was one too many.
    fn count(&self, client: IpAddr) -> Result<(), u64> {
        let Some(rate) = &self.rate else {
            return Ok(());
        };
        rate.check_key(&client).map_err(|not_until| {
            let wait = not_until.wait_time_from(DefaultClock::default().now());
            wait.as_secs() + 1
        })
    }

    /// The turns of a client. Those of clients that have none under way are forgotten.
    fn turns(&self, client: IpAddr) -> Arc<Semaphore> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        turns.retain(|_, turns| Arc::strong_count(turns) > 1);
        turns
            .entry(client)
            .or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE)))
            .clone()
    }

    /// Forgets clients that have not asked for long.
    pub(crate) fn forget(&self) {
        if let Some(rate) = &self.rate {
            rate.retain_recent();
            rate.shrink_to_fit();
        }
    }

    /// Whether a proxy of ours asks.
    pub(crate) fn is_proxy(&self, peer: IpAddr) -> bool {
        self.proxies.contains(&peer.to_canonical())
    }

    /// For whom a request is asked: the last address that no proxy of ours has.
    pub(super) fn client(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let told: Vec<IpAddr> = headers
            .get_all(FORWARDED_FOR)
            .into_iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map_while(|address| address.trim().parse().ok())
            .collect();
        let mut client = peer;
        for before in told.into_iter().rev() {
            if !self.is_proxy(client) {
                break;
            }
            client = before;
        }
        subscriber(client)
    }
}

/// What one subscriber holds.
fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        address @ IpAddr::V4(_) => address,
    }
}

/// Lets a request through when it is its client's turn.
pub(crate) async fn in_turn(State(house): State<House>, ask: Ask, request: Request<Body>, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let Some(ConnectInfo(peer)) = peer else {
        // Asked within this process.
        return next.run(request).await;
    };
    let clients = house.clients.clone();
    let client = clients.client(peer.ip(), request.headers());
    if let Err(seconds) = clients.count(client) {
        return ask.refuse(&Kind::TooOften { seconds });
    }
    let turns = clients.turns(client);
    // Nobody closes it.
    let _turn = turns.acquire().await.ok();
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(clients: &Clients, peer: &str, told: &str) -> String {
        let mut headers = HeaderMap::new();
        headers.insert(FORWARDED_FOR, HeaderValue::from_str(told).unwrap());
        clients.client(peer.parse().unwrap(), &headers).to_string()
    }

    #[test]
    fn only_our_own_proxies_are_believed() {
        let clients = Clients::new(20, vec!["10.0.0.1".parse().unwrap(), "10.0.0.2".parse().unwrap()]);
        for (peer, told, expected) in [
            ("192.0.2.7", "198.51.100.1", "192.0.2.7"),
            ("10.0.0.1", "198.51.100.1", "198.51.100.1"),
            ("::ffff:10.0.0.1", "198.51.100.1", "198.51.100.1"),
            // What stands before the last address could be anybody's word.
            ("10.0.0.1", "203.0.113.5, 198.51.100.1", "198.51.100.1"),
            ("10.0.0.1", "203.0.113.5, 198.51.100.1, 10.0.0.2", "198.51.100.1"),
            ("10.0.0.1", "nonsense", "10.0.0.1"),
            ("10.0.0.1", "", "10.0.0.1"),
            ("2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        ] {
            assert_eq!(client(&clients, peer, told), expected, "{peer} {told}");
        }
    }

    #[test]
    fn who_asks_too_often_waits_and_nobody_else_does() {
        let clients = Clients::new(2, Vec::new());
        let (one, other) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        let taken = (0..100).take_while(|_| clients.count(one).is_ok()).count();
        assert!((20..100).contains(&taken), "{taken}");
        assert!(clients.count(one).is_err_and(|seconds| seconds >= 1));
        assert!(clients.count(other).is_ok());
        let any = Clients::new(0, Vec::new());
        assert!((0..1000).all(|_| any.count(one).is_ok()));
    }

    #[test]
    fn turns_are_forgotten_when_nobody_waits() {
        let clients = Clients::new(1, Vec::new());
        let held = clients.turns("192.0.2.1".parse().unwrap());
        drop(clients.turns("192.0.2.2".parse().unwrap()));
        drop(clients.turns("192.0.2.3".parse().unwrap()));
        let known = |clients: &Clients| clients.turns.lock().unwrap().len();
        assert_eq!(known(&clients), 2, "the one that is held, and the last");
        drop(held);
    }
}
