//! Messages: one for each person and day, sent once or told why not, never lost; and what the
//! office asks for out of turn.

use jiff::ToSpan as _;
use serde_json::{Value, json};
use yaodian_domain::{access::Duty, id::PlanId, reminder::Nudge};
use yaodian_store::{Account, AuditCheck, Message, MessageState, NewMessage, Retry, Store, SubjectKind, new_id};

use crate::{
    fixtures::{account, act, act_at, at, day, noon, target, unit, with_plan},
    harness::{Bench, cases},
};

cases!(
    a_person_has_one_message_a_day_however_often_it_is_written,
    a_message_is_taken_sent_and_ended_once,
    what_is_put_off_comes_back_and_keeps_its_mail,
    what_a_dead_process_was_sending_comes_back_as_it_was,
    a_later_message_takes_the_place_of_one_that_was_never_tried,
    what_certainly_has_not_arrived_is_composed_anew_or_folded,
    of_many_that_take_messages_each_gets_its_own,
    of_several_plans_each_has_its_own_mail,
    what_the_office_asks_for_is_kept_until_it_is_seen,
);

fn new(person: &Account, on: &str, by_mail: bool) -> NewMessage {
    NewMessage {
        account: person.id.clone(),
        since: day(on),
        lines: json!([{ "report": { "target": "𠀀'$1\n" } }]),
        by_mail,
    }
}

async fn write(store: &Store, plan: &PlanId, person: &Account, on: &str) -> usize {
    let messages = [new(person, on, true)];
    store.write_messages(&act(), plan, day(on), &messages).await.unwrap()
}

async fn all(store: &Store, plan: &PlanId) -> Vec<Message> {
    store.messages(plan, day("2023-01-01")).await.unwrap()
}

fn mail(number: u8) -> Value {
    json!({ "id": format!("<{number}@example.org>"), "raw": "Subject: x\r\n\r\n" })
}

async fn a_person_has_one_message_a_day_however_often_it_is_written(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let (zhang, li) = (account(&store, "zhang").await, account(&store, "li").await);
    let both = [new(&zhang, "2023-09-25", true), new(&li, "2023-09-25", false)];
    let on = day("2023-09-25");
    assert_eq!(store.write_messages(&act(), &plan, on, &both).await.unwrap(), 2);
    assert_eq!(store.write_messages(&act(), &plan, on, &both).await.unwrap(), 0);
    let kept = all(&store, &plan).await;
    assert_eq!(kept.len(), 2);
    let of = |person: &Account| kept.iter().find(|message| message.account == person.id).unwrap();
    assert_eq!(
        (of(&zhang).state, of(&li).state),
        (MessageState::Waiting, MessageState::InApp)
    );
    assert_eq!(of(&zhang).lines, both[0].lines);
    let history = store.history(SubjectKind::Reminder, &of(&zhang).id).await.unwrap();
    assert_eq!(history.len(), 1, "written once, and audited once");
    assert_eq!(store.last_message_day(&plan, on).await.unwrap(), None);
    assert_eq!(
        store.last_message_day(&plan, day("2023-09-26")).await.unwrap(),
        Some(on)
    );
}

async fn a_message_is_taken_sent_and_ended_once(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let zhang = account(&store, "zhang").await;
    assert_eq!(store.take_message(&plan, noon()).await.unwrap(), None);
    write(&store, &plan, &zhang, "2023-09-25").await;
    let taken = store.take_message(&plan, noon()).await.unwrap().unwrap();
    assert_eq!((taken.state, taken.attempts), (MessageState::Sending, 1));
    assert_eq!(
        store.take_message(&plan, noon()).await.unwrap(),
        None,
        "it is being sent"
    );
    store.keep_mail(&act(), &taken, &taken.lines, &mail(1)).await.unwrap();
    let sent = MessageState::Sent;
    store
        .end_message(&act_at("2023-09-25T05:00:00Z"), &taken, sent, None)
        .await
        .unwrap();
    store
        .end_message(&act(), &taken, MessageState::Refused, Some(&json!("late")))
        .await
        .unwrap();
    let kept = all(&store, &plan).await.remove(0);
    assert_eq!(
        (kept.state, kept.trouble),
        (MessageState::Sent, None),
        "it has ended, and stays so"
    );
    assert_eq!(kept.ended_at, Some(at("2023-09-25T05:00:00Z")));
    assert_eq!(kept.mail, Some(mail(1)));
    let later = noon() + 24.hours();
    assert_eq!(store.take_message(&plan, later).await.unwrap(), None);
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

async fn what_is_put_off_comes_back_and_keeps_its_mail(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let zhang = account(&store, "zhang").await;
    write(&store, &plan, &zhang, "2023-09-25").await;
    let taken = store.take_message(&plan, noon()).await.unwrap().unwrap();
    store.keep_mail(&act(), &taken, &taken.lines, &mail(1)).await.unwrap();
    let until = noon() + 5.minutes();
    store
        .postpone_message(&act(), &taken, until, &json!("slow"), Retry::AsItWas)
        .await
        .unwrap();
    assert_eq!(store.take_message(&plan, noon() + 4.minutes()).await.unwrap(), None);
    let again = store.take_message(&plan, until).await.unwrap().unwrap();
    assert_eq!((again.attempts, &again.mail), (2, &Some(mail(1))));
    assert_eq!(again.trouble, Some(json!("slow")));
    // Whoever has lost it in the meantime changes nothing.
    store.keep_mail(&act(), &taken, &json!([]), &mail(2)).await.unwrap();
    let kept = all(&store, &plan).await.remove(0);
    assert_eq!((kept.mail, kept.lines), (Some(mail(1)), taken.lines));
}

async fn what_a_dead_process_was_sending_comes_back_as_it_was(bench: Bench) {
    let store = bench.again().await;
    let plan = with_plan(&store).await;
    let zhang = account(&store, "zhang").await;
    write(&store, &plan, &zhang, "2023-09-25").await;
    let taken = store.take_message(&plan, noon()).await.unwrap().unwrap();
    store.keep_mail(&act(), &taken, &taken.lines, &mail(1)).await.unwrap();
    store.close().await;

    let store = bench.store.clone();
    let soon = noon() + 1.minute();
    store.give_back_messages().await.unwrap();
    if !bench.is_sqlite() {
        assert_eq!(
            store.take_message(&plan, soon).await.unwrap(),
            None,
            "another process may be at it"
        );
    }
    let when = if bench.is_sqlite() { soon } else { noon() + 10.minutes() };
    let again = store.take_message(&plan, when).await.unwrap().unwrap();
    assert_eq!((again.id, again.mail, again.attempts), (taken.id, Some(mail(1)), 2));
}

async fn a_later_message_takes_the_place_of_one_that_was_never_tried(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let (zhang, li) = (account(&store, "zhang").await, account(&store, "li").await);
    for person in [&zhang, &li] {
        write(&store, &plan, person, "2023-09-25").await;
    }
    let tried = store.take_message(&plan, noon()).await.unwrap().unwrap();
    store.keep_mail(&act(), &tried, &tried.lines, &mail(1)).await.unwrap();
    store
        .postpone_message(&act(), &tried, noon(), &json!("slow"), Retry::AsItWas)
        .await
        .unwrap();
    let next = day("2023-09-26");
    let waiting = store.unsent_since(&plan, next).await.unwrap();
    let untried = if tried.account == zhang.id { &li } else { &zhang };
    assert_eq!(waiting, [(untried.id.clone(), day("2023-09-25"))]);

    for person in [&zhang, &li] {
        write(&store, &plan, person, "2023-09-26").await;
    }
    let state = |message: &Message| (message.account == untried.id, message.day.to_string(), message.state);
    let mut states: Vec<_> = all(&store, &plan).await.iter().map(state).collect();
    states.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let at = |untried, on: &str, state| (untried, on.to_owned(), state);
    assert_eq!(
        states,
        [
            at(false, "2023-09-25", MessageState::Doubtful),
            at(false, "2023-09-26", MessageState::Waiting),
            at(true, "2023-09-25", MessageState::Folded),
            at(true, "2023-09-26", MessageState::Waiting),
        ],
        "what may have been sent goes out as it was"
    );
    assert_eq!(store.unsent_since(&plan, next).await.unwrap(), []);
}

async fn what_certainly_has_not_arrived_is_composed_anew_or_folded(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let zhang = account(&store, "zhang").await;
    write(&store, &plan, &zhang, "2023-09-25").await;
    let taken = store.take_message(&plan, noon()).await.unwrap().unwrap();
    store.keep_mail(&act(), &taken, &taken.lines, &mail(1)).await.unwrap();
    let off = json!("put off");
    store
        .postpone_message(&act(), &taken, noon(), &off, Retry::Anew)
        .await
        .unwrap();
    let again = store.take_message(&plan, noon()).await.unwrap().unwrap();
    assert_eq!((&again.mail, again.attempts), (&None, 2));
    store
        .postpone_message(&act(), &again, noon(), &off, Retry::Anew)
        .await
        .unwrap();
    assert_eq!(store.unsent_since(&plan, day("2023-09-26")).await.unwrap().len(), 1);
    write(&store, &plan, &zhang, "2023-09-26").await;
    let states: Vec<_> = all(&store, &plan).await.iter().map(|message| message.state).collect();
    assert_eq!(states, [MessageState::Waiting, MessageState::Folded]);
}

async fn of_several_plans_each_has_its_own_mail(bench: Bench) {
    let store = bench.store;
    let hubei = with_plan(&store).await;
    let hunan = yaodian_domain::plan::Plan {
        id: "hunan-2023".parse().unwrap(),
        ..crate::fixtures::plan("二")
    };
    store.put_plan(&act(), &hunan).await.unwrap();
    let hunan = hunan.id;
    let zhang = account(&store, "zhang").await;
    assert!(store.plans_with_mail(noon()).await.unwrap().is_empty());
    // The same person is told of each plan.
    write(&store, &hunan, &zhang, "2023-09-25").await;
    write(&store, &hubei, &zhang, "2023-09-25").await;
    assert_eq!(
        store.plans_with_mail(noon()).await.unwrap(),
        [hubei.clone(), hunan.clone()]
    );
    let taken = store.take_message(&hunan, noon()).await.unwrap().unwrap();
    assert_eq!(taken.plan.as_ref(), Some(&hunan));
    assert_eq!(store.take_message(&hunan, noon()).await.unwrap(), None);
    assert_eq!(
        store.plans_with_mail(noon()).await.unwrap(),
        std::slice::from_ref(&hubei)
    );
    let taken = store.take_message(&hubei, noon()).await.unwrap().unwrap();
    assert_eq!(taken.plan, Some(hubei));
    assert!(store.plans_with_mail(noon()).await.unwrap().is_empty());
}

async fn of_many_that_take_messages_each_gets_its_own(bench: Bench) {
    let plan = with_plan(&bench.store).await;
    let mut messages = Vec::new();
    for number in 0..12 {
        let person = account(&bench.store, &format!("p{number}")).await;
        messages.push(new(&person, "2023-09-25", true));
    }
    let on = day("2023-09-25");
    bench.store.write_messages(&act(), &plan, on, &messages).await.unwrap();
    let tasks: Vec<_> = (0..4)
        .map(|_| {
            let (store, plan) = (bench.store.clone(), plan.clone());
            tokio::spawn(async move {
                let mut taken = Vec::new();
                while let Some(message) = store.take_message(&plan, noon()).await.unwrap() {
                    taken.push(message.id);
                }
                taken
            })
        })
        .collect();
    let mut taken = Vec::new();
    for task in tasks {
        taken.extend(task.await.unwrap());
    }
    taken.sort();
    let before = taken.len();
    taken.dedup();
    assert_eq!((before, taken.len()), (12, 12));
}

async fn what_the_office_asks_for_is_kept_until_it_is_seen(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let zhang = account(&store, "zhang").await;
    let nudge = |on: &str, about: bool| Nudge {
        id: new_id(),
        unit: unit("420100"),
        duty: Duty::Reporter,
        target: about.then(|| target("outfalls-yangtze")),
        period: about.then(|| "2023-09".parse().unwrap()),
        note: "请于今日报送'".to_owned(),
        on: day(on),
        by: "督查室".to_owned(),
    };
    let nudges = [nudge("2023-09-25", true), nudge("2023-09-26", false)];
    store.add_nudges(&act(), &plan, &nudges).await.unwrap();
    let unseen = store.unseen_nudges(&plan).await.unwrap();
    assert_eq!(unseen.len(), 2);
    assert!(nudges.iter().all(|nudge| unseen.contains(nudge)));

    for _ in 0..2 {
        store.see_nudge(&act(), &plan, &nudges[0].id, &zhang).await.unwrap();
    }
    assert_eq!(store.unseen_nudges(&plan).await.unwrap(), [nudges[1].clone()]);
    let kept = store.nudges(&plan, day("2023-09-25")).await.unwrap();
    let seen: Vec<_> = kept
        .iter()
        .map(|row| (row.nudge.on.to_string(), row.seen.clone()))
        .collect();
    assert_eq!(
        seen,
        [
            ("2023-09-26".to_owned(), vec![]),
            ("2023-09-25".to_owned(), vec![("张三".to_owned(), noon())]),
        ]
    );
    let history = store.history(SubjectKind::Reminder, &nudges[0].id).await.unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["nudged", "nudge-seen"]);
}
