//! What was known once stays known for its days: corrected reports, retired figures, late marks.

use yaodian_domain::{
    Date,
    check::{Assessment, Policy, Status, assess},
    observation::{Figure, Lateness, Observation, Provenance},
    period::{Calendar, MonthDay},
    report::Report,
    time::DaySpan,
};
use yaodian_store::{Store, StoreError};

use crate::{
    fixtures::{
        act, act_at, approved_on, content, count_of, day, draft, plan_id, published, reviewer, submitted, target,
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
    reports_without_due_days_get_them,
);

/// How 750 villages stand on a day by what the store hands out.
async fn stands(store: &Store, on: &str) -> Assessment {
    let villages = count_of("750");
    let known = store.observations_of(&plan_id(), &villages.id).await.unwrap();
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
        ..first.observation().unwrap()
    };
    let all = store.observations(&id).await.unwrap();
    assert_eq!(
        all.into_iter().map(|(_, o)| o).collect::<Vec<_>>(),
        [replaced, good.observation().unwrap()]
    );
}

async fn a_correction_of_the_same_day_leaves_only_itself(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    approved_on(&store, &id, villages("750"), "2023-09-25").await;
    let good = approved_on(&store, &id, villages("75"), "2023-09-25").await;
    let all = store.observations(&id).await.unwrap();
    assert_eq!(
        all.into_iter().map(|(_, o)| o).collect::<Vec<_>>(),
        [good.observation().unwrap()]
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
    let all = store.observations(&plan_id()).await.unwrap();
    assert_eq!((all.len(), all[0].1.known_on), (1, day("2023-07-10")));
    store.put_published(&act, &plan_id(), &[]).await.unwrap();
    let all = store.observations(&plan_id()).await.unwrap();
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
    let all = store.observations(&plan_id()).await.unwrap();
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
    assert_eq!(store.observations(&id).await.unwrap(), list);
    assert_eq!(value(&store, "2023-07-31").await.as_deref(), Some("300"));
    assert_eq!(value(&store, "2023-08-01").await, None);
}

async fn a_late_mark_stays_for_good(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let late = async || {
        let all = store.observations(&id).await.unwrap();
        match &all.last().unwrap().1.provenance {
            Provenance::Reported { late, .. } => *late,
            other => panic!("{other:?}"),
        }
    };
    let on = |text: &str| -> Date { day(text) };
    let save = async |before: &Report, next: Report| {
        store.save_report(&act(), before, &next).await.unwrap();
        // What is read again is what was saved, the first day of sending included.
        let (_, stored) = store.report(&next.id).await.unwrap().unwrap();
        assert_eq!(stored, next);
        stored
    };

    // Due on 28 September, sent on 2 October, returned, sent again, approved.
    let report = villages("300");
    store.create_report(&act(), &id, &report).await.unwrap();
    let sent = save(
        &report,
        report.submit(report.revision, "张三", on("2023-10-02")).unwrap(),
    )
    .await;
    let read = save(&sent, sent.take_up(2, &reviewer(), on("2023-10-03")).unwrap()).await;
    let back = save(&read, read.hand_back(3, &reviewer(), on("2023-10-03"), "核实").unwrap()).await;
    let forged = Report {
        first_sent_on: Some(on("2023-09-27")),
        ..back.edit(back.revision, content("310")).unwrap()
    };
    assert!(
        matches!(
            store.save_report(&act(), &back, &forged).await,
            Err(StoreError::NotAStep(_))
        ),
        "the first day of sending cannot be changed"
    );
    let sent = back
        .send(
            back.revision,
            content("310"),
            "张三",
            on("2023-10-05"),
            &yaodian_domain::report::Rules::default(),
        )
        .unwrap();
    let sent = save(&back, sent).await;
    let read = save(&sent, sent.take_up(5, &reviewer(), on("2023-10-06")).unwrap()).await;
    let good = save(&read, read.approve(6, &reviewer(), on("2023-10-06")).unwrap()).await;
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
    assert_eq!(corrected.lateness(), None);
}

async fn an_older_database_is_brought_up_to_date(bench: Bench) {
    let id = with_plan(&bench.store).await;
    approved_on(&bench.store, &id, villages("1"), "2023-09-25").await;
    approved_on(&bench.store, &id, villages("2"), "2023-10-08").await;
    approved_on(&bench.store, &id, villages("3"), "2023-10-09").await;
    submitted(&bench.store, &id, villages("4")).await;
    let all = bench.store.observations(&id).await.unwrap();
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
    assert_eq!(store.observations(&id).await.unwrap(), all);
    assert_eq!(store.observations_of(&id, &target("other")).await.unwrap(), []);
    assert_eq!(store.judgements(&id).await.unwrap(), []);
    assert_eq!(store.kept(&id).await.unwrap(), []);
    assert_eq!(store.audit_head().await.unwrap(), audit);
    store.close().await;
}

async fn reports_without_due_days_get_them(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let late = approved_on(&bench.store, &id, villages("1"), "2023-10-02").await;
    let plan = bench.store.plan(&id).await.unwrap();
    bench.store.close().await;

    // As it was when the calendar alone knew on which day of the month a report is due.
    let old = r#"{"opens_on":20,"due_on":28,"closes_on":10}"#;
    let (without_due, old_calendar) = if bench.is_sqlite() {
        (
            "json_remove(body, '$.due')",
            format!("json_set(body, '$.calendar', json('{old}'))"),
        )
    } else {
        (
            "(body::jsonb - 'due')::text",
            format!("jsonb_set(body::jsonb, '{{calendar}}', '{old}'::jsonb)::text"),
        )
    };
    bench
        .raw(&format!(
            "UPDATE reports SET body = {without_due}; UPDATE plan_versions SET body = {old_calendar};
             DROP TABLE reopenings; DROP TABLE attachments; DELETE FROM _sqlx_migrations WHERE version = 11"
        ))
        .await
        .unwrap();
    let store = bench.again().await;
    let (_, report) = store.report(&late.id).await.unwrap().unwrap();
    assert_eq!((&report, report.lateness()), (&late, late.lateness()));
    assert!(report.lateness().is_some());
    let locks_on = MonthDay::Day(28);
    let calendar = Calendar {
        locks_on,
        ..plan.unwrap().calendar
    };
    assert_eq!(store.plan(&id).await.unwrap().unwrap().calendar, calendar);
    store.close().await;
}
