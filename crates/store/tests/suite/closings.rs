//! 年终收官: two steps, a list that stays, and a plan that takes nothing more.

use serde_json::json;
use yaodian_domain::{
    check::Status,
    closing::{Carried, Choice, Closing, Finals, Ground, Request, Step, Taken, Way},
    hand::Hand,
    id::{AccountId, PlanId},
    judgement::Judgement,
    plan::Plan,
    standing::Observations,
    time::DaySpan,
};
use yaodian_store::{AuditCheck, Store, StoreError, SubjectKind};

use crate::{
    fixtures::{act, count_of, day, draft, plan, published, reviewer, submitted, taken_up, target},
    harness::{Bench, cases},
};

cases!(
    a_plan_is_closed_step_by_step_and_stays_as_it_was,
    who_acts_on_an_older_picture_is_told,
    of_two_who_confirm_at_once_one_closes,
    nothing_is_written_on_a_closed_plan,
    what_is_carried_over_is_carried_once,
    the_database_refuses_to_alter_a_closing,
);

const ON: &str = "2024-01-15";

/// A plan of 750 villages, of which none is known: all unfinished.
pub fn villages() -> Plan {
    Plan {
        targets: vec![count_of("750")],
        ..plan("主要目标。")
    }
}

async fn with_villages(store: &Store) -> PlanId {
    store.put_plan(&act(), &villages()).await.unwrap();
    villages().id
}

pub fn finals() -> Finals {
    Finals::of(&villages(), &Observations::default(), &[], day(ON))
}

fn step(closing: &Closing, step: Step, name: &str) -> Closing {
    let by = Hand {
        account: Some(AccountId::new(name)),
        stands_in_for: None,
        name: name.to_owned(),
        unit: None,
    };
    step_by(closing, step, by)
}

pub fn step_by(closing: &Closing, step: Step, by: Hand) -> Closing {
    let finals = finals();
    let ground = Ground {
        obstacles: &[],
        finals: &finals,
    };
    let taken = Taken {
        step,
        on: day(ON),
        by,
        note: "全年\u{0}'$1".to_owned(),
    };
    closing.take(closing.steps().len(), ground, taken).unwrap()
}

fn asked() -> Closing {
    step(&Closing::default(), Step::Asked(request()), "甲")
}

/// The one target that is not met, to go on in the next year.
pub fn request() -> Request {
    let way = Way::Carried {
        new_due: day("2024-06-30"),
    };
    Request {
        left: Vec::new(),
        choices: vec![Choice {
            target: target("villages"),
            way,
            reason: "未完成".to_owned(),
        }],
    }
}

async fn closed(store: &Store, id: &PlanId) -> Closing {
    store.save_closing(&act(), id, &asked(), None).await.unwrap();
    let stamp = store.closing_stamp(id).await.unwrap();
    let done = step(&asked(), Step::Confirmed, "乙");
    let list = finals();
    store
        .save_closing(&act(), id, &done, Some((&stamp, &list)))
        .await
        .unwrap();
    done
}

async fn a_plan_is_closed_step_by_step_and_stays_as_it_was(bench: Bench) {
    let store = bench.store.clone();
    let id = with_villages(&store).await;
    assert_eq!(store.closing(&id).await.unwrap(), Closing::default());
    assert_eq!(store.finals(&id).await.unwrap(), None);
    assert_eq!(store.plans().await.unwrap()[0].closed_on, None);
    let version = store.content_version(&id).await.unwrap();
    let done = closed(&store, &id).await;
    assert_eq!(store.closing(&id).await.unwrap(), done);
    assert_eq!(store.finals(&id).await.unwrap(), Some(finals()));
    assert_eq!(store.plans().await.unwrap()[0].closed_on, Some(day(ON)));
    assert!(store.content_version(&id).await.unwrap() > version);
    let history = store.history(SubjectKind::Plan, id.as_str()).await.unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["plan-loaded", "closing-asked", "plan-closed"]);
    let told: Finals = serde_json::from_value(history[2].detail["finals"].clone()).unwrap();
    assert_eq!(told, finals(), "the chain proves how everything ended");
    // What is published later is taken in, and changes nothing of the list.
    let late = [(target("villages"), published("760", DaySpan::year(2023)))];
    store.put_published(&act(), &id, &late).await.unwrap();
    assert_eq!(bench.again().await.finals(&id).await.unwrap(), Some(finals()));
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

async fn who_acts_on_an_older_picture_is_told(bench: Bench) {
    let store = bench.store;
    let id = with_villages(&store).await;
    store.save_closing(&act(), &id, &asked(), None).await.unwrap();
    let moved = |result| matches!(result, Err(StoreError::ClosingMovedOn(plan)) if plan == id);
    assert!(
        moved(store.save_closing(&act(), &id, &asked(), None).await),
        "asked twice"
    );
    let (done, list) = (step(&asked(), Step::Confirmed, "乙"), finals());
    let stamp = store.closing_stamp(&id).await.unwrap();
    let said = Judgement::new(
        target("villages"),
        day("2023-12-01"),
        "李四",
        Status::AtRisk,
        "另有看法",
    )
    .unwrap();
    store.add_judgement(&act(), &id, &said).await.unwrap();
    let on_the_old = store.save_closing(&act(), &id, &done, Some((&stamp, &list))).await;
    assert!(moved(on_the_old), "the list was judged before it");
    assert!(
        moved(store.save_closing(&act(), &id, &done, None).await),
        "no list at all"
    );
    assert_eq!(store.finals(&id).await.unwrap(), None);
    assert_eq!(store.closing(&id).await.unwrap(), asked(), "nothing half-done is kept");
    let withdrawn = step(&asked(), Step::Withdrawn, "甲");
    store.save_closing(&act(), &id, &withdrawn, None).await.unwrap();
    assert_eq!(store.closing(&id).await.unwrap(), withdrawn);
}

async fn of_two_who_confirm_at_once_one_closes(bench: Bench) {
    let store = bench.store;
    let id = with_villages(&store).await;
    store.save_closing(&act(), &id, &asked(), None).await.unwrap();
    let stamp = store.closing_stamp(&id).await.unwrap();
    let confirm = async |name: &str| {
        let (done, list) = (step(&asked(), Step::Confirmed, name), finals());
        store.save_closing(&act(), &id, &done, Some((&stamp, &list))).await
    };
    let (one, other) = tokio::join!(confirm("乙"), confirm("丙"));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
}

async fn nothing_is_written_on_a_closed_plan(bench: Bench) {
    let store = bench.store;
    let id = with_villages(&store).await;
    let sent = submitted(&store, &id, draft("615")).await;
    let waiting = taken_up(&store, &sent).await;
    closed(&store, &id).await;
    let head = store.audit_head().await.unwrap();
    let refused = |result: Result<(), StoreError>| match result {
        Err(StoreError::PlanClosed { plan, on }) => (plan, on) == (id.clone(), day(ON)),
        other => panic!("{other:?}"),
    };
    let mut fresh = draft("616");
    fresh.period = "2023-10".parse().unwrap();
    assert!(refused(store.create_report(&act(), &id, &fresh).await));
    let approved = waiting.approve(3, &reviewer(), day(ON)).unwrap();
    assert!(refused(store.save_report(&act(), &waiting, &approved).await));
    let said = Judgement::new(target("villages"), day(ON), "李四", Status::Met, "其实完成").unwrap();
    assert!(refused(store.add_judgement(&act(), &id, &said).await));
    let changed = Plan {
        text: "改".to_owned(),
        ..villages()
    };
    assert!(refused(store.put_plan(&act(), &changed).await.map(drop)));
    assert_eq!(store.audit_head().await.unwrap(), head, "and no trace of it is left");
    assert_eq!(store.report(&waiting.id).await.unwrap(), Some((id.clone(), waiting)));
    assert_eq!(store.plan(&id).await.unwrap(), Some(villages()));
    // Another plan goes on.
    let next = next_year();
    store.put_plan(&act(), &next).await.unwrap();
    store.create_report(&act(), &next.id, &draft("1")).await.unwrap();
}

pub fn next_year() -> Plan {
    Plan {
        id: PlanId::new("hubei-2024").unwrap(),
        term: DaySpan::year(2024),
        ..villages()
    }
}

pub fn carried() -> Carried {
    let from = villages();
    Carried {
        from: from.id,
        from_title: from.title,
        target: from.targets[0].clone(),
        leads: Vec::new(),
        allocations: Vec::new(),
        closed_on: day(ON),
        ended: finals().targets[0].clone(),
        new_due: day("2024-06-30"),
        reason: "未完成\u{0}'$1".to_owned(),
        on: day("2024-03-01"),
        by: "甲".to_owned(),
    }
}

async fn what_is_carried_over_is_carried_once(bench: Bench) {
    let store = bench.store;
    let id = with_villages(&store).await;
    let next = next_year();
    store.put_plan(&act(), &next).await.unwrap();
    let early = store.carry(&act(), &next.id, &[carried()]).await;
    assert!(
        matches!(early, Err(StoreError::Database(_))),
        "only of a closed plan: {early:?}"
    );
    closed(&store, &id).await;
    let version = store.content_version(&next.id).await.unwrap();
    let both = [carried()];
    let by = act();
    let (one, other) = tokio::join!(store.carry(&by, &next.id, &both), store.carry(&by, &next.id, &both));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert!(matches!(one.or(other), Ok(())));
    assert!(matches!(
        store.carry(&act(), &next.id, &both).await,
        Err(StoreError::CarriedAlready)
    ));
    assert!(store.content_version(&next.id).await.unwrap() > version);
    assert_eq!(store.carried_into(&next.id).await.unwrap(), [carried()]);
    assert_eq!(store.carried_from(&id).await.unwrap(), [(next.id.clone(), carried())]);
    assert_eq!(store.carried_into(&id).await.unwrap(), []);
    // What is known of the next plan rests on both.
    let sum = async || store.content_version(&id).await.unwrap() + store.content_version(&next.id).await.unwrap();
    let known = async |plan: Option<&PlanId>| store.edition(plan, day("2024-03-02")).await.unwrap();
    let before = sum().await;
    assert_eq!(known(Some(&next.id)).await, Some((next.id.clone(), before)));
    assert_eq!(known(None).await, Some((next.id.clone(), before)));
    store
        .put_document(&act(), &id, "series", &json!({ "a": 1 }))
        .await
        .unwrap();
    assert!(sum().await > before);
    assert_eq!(known(None).await, Some((next.id.clone(), sum().await)));
    let alone = store.content_version(&id).await.unwrap();
    assert_eq!(known(Some(&id)).await, Some((id.clone(), alone)));
    assert_eq!(known(Some(&PlanId::new("none").unwrap())).await, None);
    let history = store.history(SubjectKind::Target, "hubei-2023:villages").await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|row| (row.action.as_str(), row.plan.clone()))
        .collect();
    assert_eq!(
        told,
        [("carried-out", Some(id.clone())), ("carried-in", Some(next.id.clone()))]
    );
    // A closed plan takes nothing over.
    let back = store
        .carry(
            &act(),
            &id,
            &[Carried {
                from: id.clone(),
                ..carried()
            }],
        )
        .await;
    assert!(matches!(
        back,
        Err(StoreError::CarriedAlready | StoreError::PlanClosed { .. })
    ));
}

async fn the_database_refuses_to_alter_a_closing(bench: Bench) {
    let id = with_villages(&bench.store).await;
    let next = next_year();
    bench.store.put_plan(&act(), &next).await.unwrap();
    closed(&bench.store, &id).await;
    bench.store.carry(&act(), &next.id, &[carried()]).await.unwrap();
    let mut attempts = Vec::new();
    for table in ["closings", "closing_steps", "carried"] {
        attempts.push(format!("UPDATE {table} SET body = '{{}}'"));
        attempts.push(format!("DELETE FROM {table}"));
        if bench.is_sqlite() {
            attempts.push(format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}"));
        } else {
            attempts.push(format!("TRUNCATE {table} CASCADE"));
        }
    }
    for sql in attempts {
        let error = bench.raw(&sql).await.unwrap_err().to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(bench.store.finals(&id).await.unwrap(), Some(finals()));
    assert_eq!(bench.store.carried_into(&next.id).await.unwrap(), [carried()]);
}
