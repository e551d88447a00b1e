//! How often a password can be tried, and that nobody is locked out by others.

use super::{Browser, GOOD, behind_a_proxy, person};

const WRONG: &str = "guess guess guess";

#[tokio::test]
async fn a_client_that_guesses_waits_and_holds_up_nobody_else() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut own = Browser::at(&server, "198.51.100.1");
    assert_eq!(own.sign_in("zhang", GOOD).await.status, 303);
    // At one address a person is known by the browser, and strangers are not.
    let mut stranger = Browser::at(&server, "198.51.100.1");
    for login in ["zhang", "nobody"] {
        for n in 0..10 {
            assert_eq!(stranger.sign_in(login, WRONG).await.status, 401, "{login} {n}");
        }
        let waits = stranger.sign_in(login, WRONG).await;
        assert_eq!(waits.status, 429, "whether there is such a login or not: {login}");
        assert!(waits.text.contains("15"), "{}", waits.text);
    }
    assert_eq!(
        stranger.sign_in("zhang", GOOD).await.status,
        429,
        "the right one is not looked at either"
    );
    assert_eq!(own.sign_in("zhang", GOOD).await.status, 303, "the person's own browser");
    assert_eq!(
        own.moved("203.0.113.9").sign_in("zhang", GOOD).await.status,
        303,
        "on the way, too"
    );
    let mut elsewhere = Browser::at(&server, "198.51.100.2");
    assert_eq!(
        elsewhere.sign_in("zhang", GOOD).await.status,
        303,
        "and at another address"
    );
}

#[tokio::test]
async fn guesses_from_many_addresses_slow_new_ones_and_shut_nobody_out() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut own = Browser::at(&server, "198.51.100.1");
    assert_eq!(own.sign_in("zhang", GOOD).await.status, 303);
    for n in 0..30 {
        let mut stranger = Browser::at(&server, &format!("203.0.113.{n}"));
        assert_eq!(stranger.sign_in("zhang", WRONG).await.status, 401);
    }
    let mut new = Browser::at(&server, "192.0.2.1");
    for expected in [401, 401, 401, 429] {
        assert_eq!(new.sign_in("zhang", WRONG).await.status, expected);
    }
    let mut person = Browser::at(&server, "192.0.2.2");
    assert_eq!(person.sign_in("zhang", WRONG).await.status, 401, "a slip");
    assert_eq!(person.sign_in("zhang", GOOD).await.status, 303);
    for _ in 0..9 {
        assert_eq!(own.sign_in("zhang", WRONG).await.status, 401);
    }
    assert_eq!(
        own.sign_in("zhang", GOOD).await.status,
        303,
        "a known browser has all its tries"
    );
    // What succeeds begins anew.
    for _ in 0..9 {
        assert_eq!(own.sign_in("zhang", WRONG).await.status, 401);
    }
    assert_eq!(own.sign_in("zhang", GOOD).await.status, 303);
}

#[tokio::test]
async fn many_tries_at_once_are_no_more_than_one_after_another() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let tries = (0..24).map(|_| {
        let mut browser = Browser::at(&server, "198.51.100.1");
        tokio::spawn(async move { browser.sign_in("zhang", WRONG).await.status })
    });
    let (mut looked_at, mut told_to_wait) = (0, 0);
    for one in tries.collect::<Vec<_>>() {
        match one.await.unwrap() {
            401 => looked_at += 1,
            429 => told_to_wait += 1,
            other => panic!("{other}"),
        }
    }
    assert!(looked_at <= 10 && told_to_wait >= 14, "{looked_at} {told_to_wait}");
}

#[tokio::test]
async fn one_address_that_tries_many_names_waits_with_all_of_them() {
    let server = behind_a_proxy().await;
    person(&server, "zhang").await;
    let mut own = Browser::at(&server, "198.51.100.1");
    assert_eq!(own.sign_in("zhang", GOOD).await.status, 303);
    let tries = (0..100).map(|n| {
        let mut browser = Browser::at(&server, "198.51.100.1");
        tokio::spawn(async move { browser.sign_in(&format!("name-{n}"), WRONG).await.status })
    });
    for one in tries.collect::<Vec<_>>() {
        assert_eq!(one.await.unwrap(), 401);
    }
    let mut stranger = Browser::at(&server, "198.51.100.1");
    assert_eq!(stranger.sign_in("zhang", GOOD).await.status, 429);
    assert_eq!(
        own.sign_in("zhang", GOOD).await.status,
        303,
        "who is known there is not held up"
    );
}
