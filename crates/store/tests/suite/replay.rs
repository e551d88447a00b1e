//! What was known once stays known for its days: corrected reports, retired figures, late marks.

use yaodian_domain::{
    Date,
    check::{Assessment, Policy, Status, assess},
    observation::{Figure, Lateness, Observation, Provenance},
    report::Report,
    time::DaySpan,
};
use yaodian_store::{Store, StoreError};

use crate::{
    fixtures::{
        CALENDAR, act, act_at, approved_on, content, count_of, day, draft, plan_id, published, submitted, target,
        with_plan,
    },
    harness::{Bench, cases},
};

cases!(
    a_correction_answers_from_the_day_of_its_approval,
    a_correction_of_the_same_day_leaves_only_itself,
    a_retired_figure_still_answers_for_its_days,
    a_figure_retired_on_the_day_it_came_was_never_known,
    a_figure_changed_twice_is_known_in_its_turn,
    what_its_publisher_withdrew_is_withdrawn,
    a_late_mark_stays_for_good,
    an_older_database_is_brought_up_to_date,
);

/// How 750 villages stand on a day by what the store hands out.
async fn stands(store: &Store, on: &str) -> Assessment {
    let villages = count_of("750");
    let known = store.observations_of(&plan_id(), &villages.id, CALENDAR).await.unwrap();
    assess(&villages, &known, day(on), &Policy::default())
}

async fn value(store: &Store, on: &str) -> Option<String> {
    match stands(store, on).await.basis?.figure {
        Figure::Amount { value } => Some(value.to_string()),
        other => panic!("{other:?}"),
    }
}

fn villages(value: &str) -> Report {
    Report {
        target: count_of("750").id,
        ..draft(value)
    }
}

async fn a_correction_answers_from_the_day_of_its_approval(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let first = approved_on(&store, &id, villages("750"), "2023-09-25").await;
    let before = stands(&store, "2023-09-30").await;
    assert_eq!(before.status, Status::Met);

    let correction = villages("75").correcting(&first);
    let good = approved_on(&store, &id, correction, "2023-10-08").await;
    assert_eq!(
        stands(&store, "2023-09-30").await,
        before,
        "asked about last month, the answer of last month"
    );
    for (on, expected) in [
        ("2023-09-24", None),
        ("2023-09-25", Some("750")),
        ("2023-10-07", Some("750")),
        ("2023-10-08", Some("75")),
        ("2023-12-31", Some("75")),
    ] {
        assert_eq!(value(&store, on).await.as_deref(), expected, "{on}");
    }
    assert_eq!(stands(&store, "2023-10-08").await.status, Status::OffTrack);
    let replaced = Observation {
        withdrawn_on: Some(day("2023-10-08")),
        ..first.observation(CALENDAR).unwrap()
    };
    let all = store.observations(&id, CALENDAR).await.unwrap();
    assert_eq!(
        all.into_iter().map(|(_, o)| o).collect::<Vec<_>>(),
        [replaced, good.observation(CALENDAR).unwrap()]
    );
}

async fn a_correction_of_the_same_day_leaves_only_itself(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    approved_on(&store, &id, villages("750"), "2023-09-25").await;
    let good = approved_on(&store, &id, villages("75"), "2023-09-25").await;
    let all = store.observations(&id, CALENDAR).await.unwrap();
    assert_eq!(
        all.into_iter().map(|(_, o)| o).collect::<Vec<_>>(),
        [good.observation(CALENDAR).unwrap()]
    );
    assert_eq!(value(&store, "2023-09-25").await.as_deref(), Some("75"));
}

/// Puts figures that were published on a day as the whole list, on another day.
async fn put(store: &Store, on: &str, figures: &[(&str, &str)]) {
    let half = DaySpan::new(day("2023-01-01"), day("2023-06-30")).unwrap();
    let list: Vec<_> = figures
        .iter()
        .map(|&(value, known_on)| {
            let observation = Observation {
                known_on: day(known_on),
                ..published(value, half)
            };
            (count_of("750").id, observation)
        })
        .collect();
    let act = act_at(&format!("{on}T04:00:00Z"));
    store.put_published(&act, &plan_id(), &list).await.unwrap();
}

async fn a_retired_figure_still_answers_for_its_days(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    put(&store, "2023-07-20", &[("300", "2023-07-10")]).await;
    put(&store, "2023-09-05", &[("400", "2023-07-10")]).await;
    for (on, expected) in [
        ("2023-07-09", None),
        // Nobody had been answered yet: what had been published by then, as it is known now.
        ("2023-07-10", Some("400")),
        ("2023-07-20", Some("300")),
        ("2023-09-04", Some("300")),
        ("2023-09-05", Some("400")),
    ] {
        assert_eq!(value(&store, on).await.as_deref(), expected, "{on}");
    }
    // Taken out without another in its place.
    put(&store, "2023-11-01", &[]).await;
    assert_eq!(value(&store, "2023-10-31").await.as_deref(), Some("400"));
    assert_eq!(value(&store, "2023-11-01").await, None);
    assert_eq!(value(&store, "2023-09-04").await.as_deref(), Some("300"));
}

async fn a_figure_retired_on_the_day_it_came_was_never_known(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    put(&store, "2023-09-05", &[("300", "2023-07-10")]).await;
    // The day is China's: ten in the evening there, and four in the morning of the next.
    let act = act_at("2023-09-05T20:00:00Z");
    put(&store, "2023-09-05", &[("400", "2023-07-10")]).await;
    let all = store.observations(&plan_id(), CALENDAR).await.unwrap();
    assert_eq!((all.len(), all[0].1.known_on), (1, day("2023-07-10")));
    store.put_published(&act, &plan_id(), &[]).await.unwrap();
    let all = store.observations(&plan_id(), CALENDAR).await.unwrap();
    assert_eq!((all.len(), all[0].1.withdrawn_on), (1, Some(day("2023-09-06"))));
}

async fn a_figure_changed_twice_is_known_in_its_turn(bench: Bench) {
    let store = bench.store;
    with_plan(&store).await;
    put(&store, "2023-07-10", &[("300", "2023-07-10")]).await;
    put(&store, "2023-08-10", &[("400", "2023-07-10")]).await;
    // This time the publisher has corrected it, some days before it was loaded.
    put(&store, "2023-09-10", &[("500", "2023-09-01")]).await;
    for (on, expected) in [
        ("2023-07-10", "300"),
        ("2023-08-09", "300"),
        ("2023-08-10", "400"),
        ("2023-09-09", "400"),
        ("2023-09-10", "500"),
        ("2024-01-31", "500"),
    ] {
        assert_eq!(value(&store, on).await.as_deref(), Some(expected), "{on}");
    }
    let all = store.observations(&plan_id(), CALENDAR).await.unwrap();
    assert_eq!(all.len(), 3, "{all:#?}");
}

async fn what_its_publisher_withdrew_is_withdrawn(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let withdrawn = Observation {
        known_on: day("2023-07-10"),
        withdrawn_on: Some(day("2023-08-01")),
        ..published("300", DaySpan::month(2023, 6).unwrap())
    };
    let list = [(count_of("750").id, withdrawn.clone())];
    store.put_published(&act(), &id, &list).await.unwrap();
    assert_eq!(store.observations(&id, CALENDAR).await.unwrap(), list);
    assert_eq!(value(&store, "2023-07-31").await.as_deref(), Some("300"));
    assert_eq!(value(&store, "2023-08-01").await, None);
}

async fn a_late_mark_stays_for_good(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let late = async || {
        let all = store.observations(&id, CALENDAR).await.unwrap();
        match &all.last().unwrap().1.provenance {
            Provenance::Reported { late, .. } => *late,
            other => panic!("{other:?}"),
        }
    };
    let on = |text: &str| -> Date { day(text) };
    let save = async |before: &Report, next: Report| {
        store.save_report(&act(), &next, before.revision).await.unwrap();
        // What is read again is what was saved, the first day of sending included.
        let (_, stored) = store.report(&next.id).await.unwrap().unwrap();
        assert_eq!(stored, next);
        stored
    };

    // Due on 28 September, sent on 2 October, returned, sent again, approved.
    let report = villages("300");
    store.create_report(&act(), &id, &report).await.unwrap();
    let sent = save(&report, report.submit(1, "张三", on("2023-10-02")).unwrap()).await;
    let back = save(&sent, sent.hand_back(2, "李四", on("2023-10-03"), "核实").unwrap()).await;
    let forged = Report {
        first_sent_on: Some(on("2023-09-27")),
        ..back.edit(3, content("310")).unwrap()
    };
    assert!(
        matches!(
            store.save_report(&act(), &forged, 3).await,
            Err(StoreError::NotAStep(_))
        ),
        "the first day of sending cannot be changed"
    );
    let sent = back.send(3, content("310"), "张三", on("2023-10-05")).unwrap();
    let sent = save(&back, sent).await;
    let good = save(&sent, sent.approve(4, "李四", on("2023-10-06")).unwrap()).await;
    let mark = Some(Lateness {
        due: on("2023-09-28"),
        sent: on("2023-10-02"),
    });
    assert_eq!(late().await, mark);

    // A correction of it is as late as it was; one of what came in time is in time.
    approved_on(&store, &id, villages("320").correcting(&good), "2023-10-09").await;
    assert_eq!(late().await, mark);
    let other = Report {
        unit: crate::fixtures::unit("420200"),
        ..villages("5")
    };
    let in_time = approved_on(&store, &id, other.clone(), "2023-09-27").await;
    let correction = Report {
        id: yaodian_store::new_id(),
        ..other.correcting(&in_time)
    };
    let corrected = approved_on(&store, &id, correction, "2023-10-09").await;
    assert_eq!(corrected.first_sent_on, Some(on("2023-09-27")));
    assert_eq!(corrected.lateness(CALENDAR), None);
}

async fn an_older_database_is_brought_up_to_date(bench: Bench) {
    let id = with_plan(&bench.store).await;
    approved_on(&bench.store, &id, villages("1"), "2023-09-25").await;
    approved_on(&bench.store, &id, villages("2"), "2023-10-08").await;
    approved_on(&bench.store, &id, villages("3"), "2023-10-09").await;
    submitted(&bench.store, &id, villages("4")).await;
    let all = bench.store.observations(&id, CALENDAR).await.unwrap();
    assert_eq!(all.len(), 3);
    let audit = bench.store.audit_head().await.unwrap();
    bench.store.close().await;

    // As it was before replaced reports kept their day, and before there were judgements and ledgers;
    // what came after them is left alone.
    bench
        .raw(
            "ALTER TABLE reports DROP COLUMN replaced_on; DROP TABLE judgements;
             DROP TABLE evidence; DROP TABLE uploads; DROP TABLE saved_views; DROP TABLE movements; DROP TABLE batches;
             DROP TABLE entry_versions; DROP TABLE entries; DROP TABLE ledger_lists; DROP TABLE ledgers;
             DELETE FROM _sqlx_migrations WHERE version BETWEEN 3 AND 5",
        )
        .await
        .unwrap();
    if !bench.is_sqlite() {
        bench.raw("DROP FUNCTION refuse_judgement_change").await.unwrap();
    }
    let store = bench.again().await;
    assert_eq!(store.observations(&id, CALENDAR).await.unwrap(), all);
    assert_eq!(
        store.observations_of(&id, &target("other"), CALENDAR).await.unwrap(),
        []
    );
    assert_eq!(store.judgements(&id).await.unwrap(), []);
    assert_eq!(store.kept(&id).await.unwrap(), []);
    assert_eq!(store.audit_head().await.unwrap(), audit);
    store.close().await;
}
