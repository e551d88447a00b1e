//! Alerts: whatever happens to what opens an account is told to its person, once, at the address of that moment.

use std::fmt::Write as _;

use jiff::{SignedDuration, ToSpan as _};
use serde_json::json;
use yaodian_domain::alert::{MOST_A_DAY, What};
use yaodian_store::{
    Account, Act, Actor, AuditCheck, Link, Message, MessageState, NewMessage, Proof, Proved, Purpose, Retry, Store,
    StoreError, SubjectKind, Way, passkeys::NewPasskey, single_sign_on::Subject,
};

use crate::{
    fixtures::{account, act, act_at, newcomer, noon, save, session, with_plan},
    harness::{Bench, cases},
    links::link,
};

cases!(
    every_change_of_what_opens_an_account_is_told,
    what_did_not_happen_is_told_to_nobody,
    another_address_is_told_at_both,
    a_code_that_comes_twice_is_told,
    many_of_one_kind_hide_no_other,
    alerts_are_mailed_beside_the_days_message,
    an_alert_goes_out_as_it_was_and_leaves_no_address,
    of_many_that_take_alerts_each_gets_its_own,
);

/// A person with an address.
async fn person(store: &Store, login: &str) -> Account {
    let mut new = newcomer(login);
    new.email = Some(format!("{login}@example.org"));
    store.create_account(&act(), new).await.unwrap()
}

/// Who acts: the person, somebody else, a command.
fn own(person: &Account) -> Act {
    Act::new(noon(), person.actor())
}

fn command() -> Act {
    Act::new(noon(), Actor::command("user link"))
}

/// What was told to a person, the latest first, and by whom it was done.
async fn told(store: &Store, person: &Account) -> Vec<(What, Option<String>, bool)> {
    let all = store.alerts_of(&person.id, 100).await.unwrap().into_iter();
    all.map(|(_, alert)| (alert.what, alert.by, alert.command)).collect()
}

/// What was told last, and how much there is.
async fn last(store: &Store, person: &Account) -> (What, usize) {
    let all = told(store, person).await;
    (all[0].0, all.len())
}

async fn second_step(store: &Store, person: &Account) {
    let until = noon() + SignedDuration::from_hours(12);
    let token = format!("kept by {}", uuid::Uuid::now_v7());
    let kept = store.put_session(&act(), &session(&token, &person.id, until)).await;
    assert!(
        store
            .begin_second_step(&own(person), &person.id, "sealed")
            .await
            .unwrap()
    );
    let codes = ["x", "y"].map(str::to_owned);
    let done = store
        .confirm_second_step(&own(person), &person.id, "sealed", 100, &codes, &kept.unwrap())
        .await;
    assert!(done.unwrap());
}

fn passkey(credential: &str) -> NewPasskey<'_> {
    NewPasskey {
        name: "电脑",
        credential,
        public_key: "{}",
    }
}

async fn take_all(store: &Store) -> Vec<Message> {
    let mut all = Vec::new();
    while let Some(alert) = store.take_alert(noon()).await.unwrap() {
        all.push(alert);
    }
    all
}

async fn every_change_of_what_opens_an_account_is_told(bench: Bench) {
    let store = bench.store;
    let (zhang, li) = (person(&store, "zhang").await, person(&store, "li").await);
    let to_set = |token: &str| Link {
        purpose: Purpose::SetPassword,
        ..link(token, &zhang)
    };
    assert!(
        told(&store, &zhang).await.is_empty(),
        "an account is made, and nothing of it changed"
    );
    store.put_link(&command(), &to_set("invitation")).await.unwrap();
    assert!(told(&store, &zhang).await.is_empty(), "whoever is invited knows of it");
    let id = &zhang.id;
    store.set_password_hash(&own(&zhang), id, "hash", None).await.unwrap();
    assert_eq!(last(&store, &zhang).await, (What::PasswordSet, 1));
    store.put_link(&command(), &to_set("another")).await.unwrap();
    assert_eq!(last(&store, &zhang).await, (What::LinkMade, 2));
    second_step(&store, &zhang).await;
    assert_eq!(last(&store, &zhang).await, (What::SecondStepSetUp, 3));
    let codes = ["z".to_owned()];
    store.put_recovery_codes(&own(&zhang), id, &codes).await.unwrap();
    assert_eq!(last(&store, &zhang).await, (What::RecoveryCodesMade, 4));
    assert!(store.remove_second_step(&own(&zhang), id, None).await.unwrap());
    assert_eq!(last(&store, &zhang).await, (What::SecondStepRemoved, 5));
    assert!(
        store
            .put_passkey(&own(&zhang), id, &passkey("a"), Some((&codes, "")))
            .await
            .unwrap()
    );
    assert_eq!(last(&store, &zhang).await, (What::PasskeyAdded, 6));
    let key = store.passkeys_of(id).await.unwrap().remove(0);
    assert!(store.remove_passkey(&own(&zhang), id, &key.id, "").await.unwrap());
    assert_eq!(last(&store, &zhang).await, (What::PasskeyRemoved, 7));
    second_step(&store, &zhang).await;
    assert!(store.remove_second_step(&own(&li), id, None).await.unwrap());
    assert_eq!(last(&store, &zhang).await, (What::SecondStepReset, 9));
    store.mark_single_sign_on(&own(&li), id).await.unwrap();
    assert_eq!(last(&store, &zhang).await, (What::SingleSignOnMarked, 10));
    let who = Subject {
        issuer: "https://sso.example.org",
        subject: "1",
    };
    let opened = store.open_by_single_sign_on(&act(), who, Some("zhang")).await.unwrap();
    assert!(opened.is_some());
    assert_eq!(last(&store, &zhang).await, (What::SingleSignOnBound, 11));
    store.open_by_single_sign_on(&act(), who, None).await.unwrap();
    assert_eq!(last(&store, &zhang).await.1, 11, "it was bound before");
    assert!(store.remove_single_sign_on(&command(), id).await.unwrap());
    assert_eq!(last(&store, &zhang).await, (What::SingleSignOnRemoved, 12));

    // By whom, where it was not the person.
    let all = told(&store, &zhang).await;
    let by = |what: What| {
        let (_, by, command) = all.iter().find(|(told, ..)| *told == what).unwrap();
        (by.as_deref(), *command)
    };
    assert_eq!(by(What::PasswordSet), (None, false));
    assert_eq!(by(What::SecondStepReset), (Some("张三"), false));
    assert_eq!(by(What::SingleSignOnBound), (None, false));
    assert_eq!(by(What::LinkMade), (Some("user link"), true));
    assert!(told(&store, &li).await.is_empty(), "nobody else is told");
    // Each is to be mailed, and each is in the audit after what it tells of.
    let mails = take_all(&store).await;
    assert_eq!(mails.len(), 12);
    assert!(
        mails
            .iter()
            .all(|mail| mail.address.as_deref() == Some("zhang@example.org"))
    );
    for mail in &mails {
        let history = store.history(SubjectKind::Reminder, &mail.id).await.unwrap();
        assert_eq!(history.len(), 1, "{history:?}");
    }
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

async fn what_did_not_happen_is_told_to_nobody(bench: Bench) {
    let store = bench.store;
    let zhang = person(&store, "zhang").await;
    let id = &zhang.id;
    let nobody = yaodian_store::new_account_id();
    store
        .set_password_hash(&act(), &nobody, "hash", None)
        .await
        .unwrap_err();
    assert!(!store.remove_second_step(&own(&zhang), id, None).await.unwrap());
    assert!(!store.remove_passkey(&own(&zhang), id, "none", "").await.unwrap());
    assert!(!store.remove_single_sign_on(&act(), id).await.unwrap());
    assert!(!store.renew_password_hash(&own(&zhang), id, "a", "b").await.unwrap());
    // Kept in another way, it is the same password.
    store.set_password_hash(&act(), id, "hash", None).await.unwrap();
    let before = told(&store, &zhang).await.len();
    assert!(
        store
            .renew_password_hash(&own(&zhang), id, "hash", "dearer")
            .await
            .unwrap()
    );
    let renamed = Account {
        name: "张三丰".to_owned(),
        ..zhang.clone()
    };
    save(&store, &act(), &renamed).await.unwrap();
    let codes = ["x".to_owned()];
    assert!(
        !store
            .confirm_second_step(&own(&zhang), id, "none", 1, &codes, "")
            .await
            .unwrap()
    );
    assert_eq!(told(&store, &zhang).await.len(), before);
}

async fn another_address_is_told_at_both(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhang").await;
    let set = async |address: Option<&str>| {
        let with = Account {
            email: address.map(str::to_owned),
            ..zhang.clone()
        };
        save(&store, &command(), &with).await.unwrap();
        let mails = take_all(&store).await.into_iter();
        mails
            .map(|mail| (mail.lines[0]["what"].clone(), mail.address.unwrap()))
            .collect::<Vec<_>>()
    };
    let at = |what: &str, address: &str| (json!(what), address.to_owned());
    assert_eq!(set(Some("a@example.org")).await, [at("mail-taken", "a@example.org")]);
    assert_eq!(
        set(Some("b@example.org")).await,
        [at("mail-left", "a@example.org"), at("mail-taken", "b@example.org")]
    );
    assert_eq!(set(Some("b@example.org")).await, [], "it is the same");
    assert_eq!(set(None).await, [at("mail-left", "b@example.org")]);
    // Without an address it stands in the app alone.
    store
        .set_password_hash(&command(), &zhang.id, "hash", None)
        .await
        .unwrap();
    assert!(!store.alerts_are_due(noon()).await.unwrap());
    assert_eq!(last(&store, &zhang).await.0, What::PasswordSet);
}

async fn a_code_that_comes_twice_is_told(bench: Bench) {
    let store = bench.store;
    let zhang = person(&store, "zhang").await;
    second_step(&store, &zhang).await;
    let until = noon() + SignedDuration::from_mins(10);
    let take = async |token: &str, proof: Proof| {
        let first = store
            .put_first_step(&act(), token, &zhang.id, Way::Password, (noon(), until))
            .await;
        first.unwrap();
        store
            .take_second_step(&own(&zhang), token, &zhang.id, &proof)
            .await
            .unwrap()
    };
    let recovery = |hash: &str| Proof::Recovery { hash: hash.to_owned() };
    let count = async || {
        let all = told(&store, &zhang).await;
        all.iter().filter(|(what, ..)| *what == What::CodeRepeated).count()
    };
    assert_eq!(take("a", Proof::Code { step: 101 }).await, Proved::Yes);
    assert_eq!(take("b", recovery("x")).await, Proved::Yes);
    assert_eq!(take("c", recovery("made up")).await, Proved::Used);
    assert_eq!(count().await, 0);
    assert_eq!(take("d", Proof::Code { step: 101 }).await, Proved::Used);
    assert_eq!(count().await, 1);
    assert_eq!(take("e", recovery("x")).await, Proved::Used);
    assert_eq!(count().await, 2);
    // Of somebody who is signed in, likewise.
    let again = store
        .use_proof(&own(&zhang), &zhang.id, &Proof::Code { step: 101 })
        .await;
    assert!(!again.unwrap());
    assert_eq!(count().await, 3);
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    assert_eq!(history.iter().filter(|row| row.action == "code-repeated").count(), 3);
    // Whoever waits for the second step waits still, and can take it.
    let good = store
        .take_second_step(&own(&zhang), "d", &zhang.id, &Proof::Code { step: 102 })
        .await;
    assert_eq!(good.unwrap(), Proved::Yes);
}

async fn many_of_one_kind_hide_no_other(bench: Bench) {
    let store = bench.store;
    let zhang = person(&store, "zhang").await;
    let set = async |at: &str| {
        let act = act_at(at);
        store.set_password_hash(&act, &zhang.id, "hash", None).await.unwrap();
    };
    for _ in 0..MOST_A_DAY + 3 {
        set("2023-09-25T04:00:00Z").await;
    }
    store.mark_single_sign_on(&act(), &zhang.id).await.unwrap();
    let mails = take_all(&store).await;
    assert_eq!(mails.len(), MOST_A_DAY + 1);
    assert_eq!(mails[MOST_A_DAY].lines[0]["what"], "single-sign-on-marked");
    assert_eq!(
        told(&store, &zhang).await.len(),
        MOST_A_DAY + 4,
        "all of it stands in the app"
    );
    // The next day begins at midnight in China.
    set("2023-09-25T15:59:59Z").await;
    assert!(take_all(&store).await.is_empty());
    set("2023-09-25T16:00:00Z").await;
    assert_eq!(take_all(&store).await.len(), 1);
}

async fn alerts_are_mailed_beside_the_days_message(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let zhang = person(&store, "zhang").await;
    let day = "2023-09-25".parse().unwrap();
    let message = NewMessage {
        account: zhang.id.clone(),
        since: day,
        lines: json!([{ "report": { "target": "x" } }]),
        by_mail: true,
    };
    let write = async || {
        let one = std::slice::from_ref(&message);
        store.write_messages(&act(), &plan, day, one).await.unwrap()
    };
    for _ in 0..2 {
        store.set_password_hash(&act(), &zhang.id, "hash", None).await.unwrap();
    }
    assert_eq!(
        (write().await, write().await),
        (1, 0),
        "one a day, whatever else is told"
    );
    let of_plan = store.messages(&plan, day).await.unwrap();
    assert_eq!(of_plan.len(), 1, "the office sees reminders alone");
    assert_eq!(
        store.plans_with_mail(noon()).await.unwrap(),
        std::slice::from_ref(&plan)
    );
    // A later day's message takes the place of the earlier one, and of no alert.
    let next = "2023-09-26".parse().unwrap();
    let folding = store
        .write_messages(&act(), &plan, next, std::slice::from_ref(&message))
        .await;
    assert_eq!(folding.unwrap(), 1);
    assert_eq!(take_all(&store).await.len(), 2);
    let taken = store.take_message(&plan, noon()).await.unwrap().unwrap();
    assert_eq!((taken.plan, taken.day, taken.address), (Some(plan.clone()), next, None));
    assert_eq!(store.take_message(&plan, noon()).await.unwrap(), None);
}

async fn an_alert_goes_out_as_it_was_and_leaves_no_address(bench: Bench) {
    let store = bench.store;
    let zhang = person(&store, "zhang").await;
    store.set_password_hash(&act(), &zhang.id, "hash", None).await.unwrap();
    // Whoever takes the account over changes the address, too.
    let gone = Account {
        email: Some("thief@example.org".to_owned()),
        ..zhang.clone()
    };
    save(&store, &act(), &gone).await.unwrap();
    assert!(store.alerts_are_due(noon()).await.unwrap());
    let taken = store.take_alert(noon()).await.unwrap().unwrap();
    assert_eq!((taken.plan.clone(), taken.attempts), (None, 1));
    assert_eq!(taken.address.as_deref(), Some("zhang@example.org"));
    let mail = json!({ "id": "<1@example.org>", "raw": "zhang@example.org" });
    store.keep_mail(&act(), &taken, &taken.lines, &mail).await.unwrap();
    let until = noon() + 5.minutes();
    let slow = json!("slow");
    store
        .postpone_message(&act(), &taken, until, &slow, Retry::AsItWas)
        .await
        .unwrap();
    let others = take_all(&store).await;
    assert_eq!(others.len(), 2, "both addresses are told of the change");
    let again = store.take_alert(until).await.unwrap().unwrap();
    assert_eq!((&again.id, again.attempts), (&taken.id, 2));
    assert_eq!((again.mail.as_ref(), &again.address), (Some(&mail), &taken.address));
    let refused = json!({ "refused": { "code": 550, "said": "zhang@example.org is not known" } });
    for (message, state) in others
        .iter()
        .map(|other| (other, MessageState::Sent))
        .chain([(&again, MessageState::Refused)])
    {
        store.end_message(&act(), message, state, Some(&refused)).await.unwrap();
    }
    assert_eq!(store.take_alert(noon() + 24.hours()).await.unwrap(), None);
    // What is left of them names nobody's mailbox.
    let mut rows = String::new();
    let mut snapshot = store.snapshot().await.unwrap();
    let all = snapshot.each_chunk("messages", async |chunk| {
        write!(rows, "{chunk:?}").unwrap();
        Ok::<_, StoreError>(())
    });
    all.await.unwrap();
    drop(snapshot);
    assert!(rows.contains("password-set") && rows.contains("said"), "{rows}");
    assert!(!rows.contains("thief@") && !rows.contains("<1@example.org>"), "{rows}");
    // What the mail server said repeats the address: it can be erased from the audit.
    let history = store.history(SubjectKind::Reminder, &again.id).await.unwrap();
    let ended = history.iter().find(|row| row.action == "reminder-ended").unwrap();
    assert_eq!(
        ended.detail["trouble"]["refused"]["said"],
        "zhang@example.org is not known"
    );
    store
        .erase_account(&act(), &zhang.id, |number| format!("erased {number}"))
        .await
        .unwrap();
    let history = store.history(SubjectKind::Reminder, &again.id).await.unwrap();
    assert!(!format!("{history:?}").contains("zhang@example.org"), "{history:?}");
}

async fn of_many_that_take_alerts_each_gets_its_own(bench: Bench) {
    let mut people = Vec::new();
    for number in 0..12 {
        people.push(person(&bench.store, &format!("p{number}")).await);
    }
    for person in &people {
        bench
            .store
            .set_password_hash(&act(), &person.id, "hash", None)
            .await
            .unwrap();
    }
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let store = bench.store.clone();
            tokio::spawn(async move { take_all(&store).await })
        })
        .collect();
    let mut taken = Vec::new();
    for task in tasks {
        taken.extend(task.await.unwrap().into_iter().map(|message| message.id));
    }
    taken.sort();
    let before = taken.len();
    taken.dedup();
    assert_eq!((before, taken.len()), (12, 12));
}
