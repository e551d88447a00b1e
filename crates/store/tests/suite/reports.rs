//! Reports: revisions, corrections, what counts.

use yaodian_domain::{
    observation::Figure,
    report::{Content, LONGEST_TEXT, Report, StateName},
};
use yaodian_store::{ReportFilter, StoreError, SubjectKind, new_id};

use crate::{
    fixtures::{
        DAY, act, act_at, act_of, approve, approved, at, content, draft, draft_of, hand_back, noon, plan_id, reviewer,
        step, submitted, taken_up, target, unit, with_plan,
    },
    harness::{Bench, cases},
};

cases!(
    of_many_approvals_at_once_one_wins,
    who_read_an_old_revision_is_told,
    one_report_is_open_at_a_time,
    of_many_drafts_at_once_one_is_created,
    reports_are_found_by_what_they_are,
    long_and_odd_texts_come_back_as_they_were,
    history_tells_every_step,
);

async fn of_many_approvals_at_once_one_wins(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let sent = submitted(&bench.store, &id, draft("1")).await;
    let read = taken_up(&bench.store, &sent).await;
    let tasks: Vec<_> = (0..24)
        .map(|n| {
            let (store, read) = (bench.store.clone(), read.clone());
            tokio::spawn(async move {
                let name = format!("审核 {n}");
                let next = if n % 2 == 0 {
                    read.approve(read.revision, &reviewer(), DAY)
                } else {
                    read.hand_back(read.revision, &reviewer(), DAY, &name)
                }
                .unwrap();
                let result = store.save_report(&act_of(&name), &read, &next).await;
                (next, result)
            })
        })
        .collect();
    let (mut won, mut told) = (Vec::new(), Vec::new());
    for task in tasks {
        match task.await.unwrap() {
            (next, Ok(())) => won.push(next),
            (_, Err(StoreError::MovedOn { latest })) => told.push(*latest),
            (_, Err(other)) => panic!("{other}"),
        }
    }
    assert_eq!(won.len(), 1);
    assert!(told.len() == 23 && told.iter().all(|latest| latest == &won[0]));
    assert_eq!(bench.store.report(&sent.id).await.unwrap().unwrap().1, won[0]);
    assert_eq!(
        bench
            .store
            .history(SubjectKind::Report, sent.id.as_str())
            .await
            .unwrap()
            .len(),
        4
    );
}

async fn who_read_an_old_revision_is_told(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let first = draft("1");
    store.create_report(&act(), &id, &first).await.unwrap();
    let second = step(&store, &first, first.edit(first.revision, content("2")).unwrap()).await;
    let head = store.audit_head().await.unwrap();
    let stale = first.edit(first.revision, content("3")).unwrap();
    let result = store.save_report(&act(), &first, &stale).await;
    assert!(matches!(result, Err(StoreError::MovedOn { latest }) if *latest == second));

    // What is no next step is refused, not written.
    let mut other = second.edit(second.revision, content("4")).unwrap();
    other.unit = unit("420200");
    for wrong in [
        second.clone(),
        Report {
            revision: 4,
            ..second.clone()
        },
        other,
    ] {
        assert!(
            matches!(
                store.save_report(&act(), &second, &wrong).await,
                Err(StoreError::NotAStep(_))
            ),
            "{wrong:?}"
        );
    }
    let never_kept = draft("1");
    let unknown = never_kept.edit(1, content("2")).unwrap();
    let result = store.save_report(&act(), &never_kept, &unknown).await;
    assert!(matches!(result, Err(StoreError::UnknownReport(report)) if report == unknown.id));
    assert_eq!(store.report(&first.id).await.unwrap().unwrap().1, second);
    assert_eq!(store.report(&unknown.id).await.unwrap(), None);
    assert_eq!(store.audit_head().await.unwrap(), head);
}

async fn one_report_is_open_at_a_time(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let mut open = draft("1");
    store.create_report(&act(), &id, &open).await.unwrap();
    let refused = async |open: &Report| {
        let result = store.create_report(&act(), &id, &draft("2")).await;
        assert!(
            matches!(&result, Err(StoreError::ReportExists(found)) if found == &open.id),
            "{result:?}"
        );
    };
    refused(&open).await;
    open = step(&store, &open, open.submit(open.revision, "张三", DAY).unwrap()).await;
    refused(&open).await;
    open = hand_back(&store, &open, "核实").await;
    refused(&open).await;
    open = step(&store, &open, open.submit(open.revision, "张三", DAY).unwrap()).await;
    approve(&store, &open).await;
    // A correction, other units, targets and periods.
    store.create_report(&act(), &id, &draft("2")).await.unwrap();
    store
        .create_report(&act(), &id, &draft_of("420200", "2"))
        .await
        .unwrap();
    store
        .create_report(
            &act(),
            &id,
            &Report {
                target: target("other"),
                ..draft("2")
            },
        )
        .await
        .unwrap();
    store
        .create_report(
            &act(),
            &id,
            &Report {
                period: "2023-10".parse().unwrap(),
                ..draft("2")
            },
        )
        .await
        .unwrap();
    // An id is used once.
    let again = Report {
        id: open.id.clone(),
        unit: unit("420300"),
        ..draft("2")
    };
    assert!(matches!(
        store.create_report(&act(), &id, &again).await,
        Err(StoreError::ReportExists(_))
    ));
}

async fn of_many_drafts_at_once_one_is_created(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let tasks: Vec<_> = (0..24)
        .map(|_| {
            let (store, id, report) = (bench.store.clone(), id.clone(), draft("1"));
            tokio::spawn(async move { (report.id.clone(), store.create_report(&act(), &id, &report).await) })
        })
        .collect();
    let (mut created, mut told) = (Vec::new(), Vec::new());
    for task in tasks {
        match task.await.unwrap() {
            (report, Ok(())) => created.push(report),
            (_, Err(StoreError::ReportExists(found))) => told.push(found),
            (_, Err(other)) => panic!("{other}"),
        }
    }
    assert_eq!(created.len(), 1);
    assert!(told.len() == 23 && told.iter().all(|found| found == &created[0]));
}

async fn reports_are_found_by_what_they_are(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let one = approved(&store, &id, draft("1")).await;
    let two = submitted(&store, &id, draft_of("420200", "2")).await;
    let three = Report {
        target: target("pm25"),
        period: "2023-10".parse().unwrap(),
        ..draft("3")
    };
    let late = act_at("2023-09-25T04:00:00.5Z");
    store.create_report(&late, &id, &three).await.unwrap();
    let found = async |filter: ReportFilter| {
        let rows = store.reports(&id, &filter).await.unwrap();
        rows.into_iter().map(|row| row.report).collect::<Vec<_>>()
    };
    let all = ReportFilter::default();
    // The last changed first, and half a second counts; of equals the newest.
    assert_eq!(found(all.clone()).await, [three.clone(), two.clone(), one.clone()]);
    assert_eq!(
        found(ReportFilter {
            limit: Some(1),
            ..all.clone()
        })
        .await,
        std::slice::from_ref(&three)
    );
    assert_eq!(
        found(ReportFilter {
            unit: Some(unit("420200")),
            ..all.clone()
        })
        .await,
        std::slice::from_ref(&two)
    );
    assert_eq!(
        found(ReportFilter {
            target: Some(target("pm25")),
            ..all.clone()
        })
        .await,
        std::slice::from_ref(&three)
    );
    let states = vec![StateName::Draft, StateName::Submitted];
    assert_eq!(
        found(ReportFilter { states, ..all.clone() }).await,
        [three.clone(), two]
    );
    let exact = ReportFilter {
        target: Some(one.target.clone()),
        unit: Some(one.unit.clone()),
        periods: vec![one.period],
        states: vec![StateName::Approved],
        limit: Some(10),
    };
    assert_eq!(found(exact.clone()).await, [one]);
    assert_eq!(
        found(ReportFilter {
            states: vec![StateName::Returned],
            ..exact
        })
        .await,
        []
    );
    let rows = store.reports(&id, &all).await.unwrap();
    assert_eq!(
        (rows[0].changed_at, rows[0].changed_by.as_str()),
        (at("2023-09-25T04:00:00.5Z"), "test")
    );
    assert_eq!(rows[1].changed_at, noon());
}

async fn long_and_odd_texts_come_back_as_they_were(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let odd = "«八九·三» 𠮷🌊\u{0}\u{200d}\r\n\t\"\\'; DROP TABLE reports; -- $1 %_ e\u{301}";
    let texts = Content {
        figure: Figure::Words {
            text: "𠮷".repeat(LONGEST_TEXT).into(),
        },
        progress: "要".repeat(LONGEST_TEXT),
        problems: odd.to_owned(),
        next_steps: "🌊".repeat(LONGEST_TEXT),
        evidence: Vec::new(),
    };
    let report = Report::draft(
        new_id(),
        target("duty"),
        unit("420100"),
        "2023-09".parse().unwrap(),
        DAY,
        texts,
    )
    .unwrap();
    let sent = submitted(&store, &id, report).await;
    let back = hand_back(&store, &sent, &"退".repeat(LONGEST_TEXT)).await;
    assert_eq!(store.report(&back.id).await.unwrap(), Some((plan_id(), back.clone())));
    assert_eq!(
        store.reports(&id, &ReportFilter::default()).await.unwrap()[0].report,
        back
    );
    let history = store.history(SubjectKind::Report, back.id.as_str()).await.unwrap();
    assert_eq!(
        history[3].detail["note"].as_str().unwrap().chars().count(),
        LONGEST_TEXT
    );
}

async fn history_tells_every_step(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let report = draft("1");
    store.create_report(&act(), &id, &report).await.unwrap();
    let edited = step(&store, &report, report.edit(report.revision, content("2")).unwrap()).await;
    let sent = step(&store, &edited, edited.submit(edited.revision, "张三", DAY).unwrap()).await;
    let back = hand_back(&store, &sent, "请核实").await;
    let sent = step(&store, &back, back.submit(back.revision, "张三", DAY).unwrap()).await;
    approve(&store, &sent).await;
    let history = store.history(SubjectKind::Report, report.id.as_str()).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|row| {
            let text = |key: &str| row.detail[key].as_str().unwrap_or("-").to_owned();
            (
                row.action.as_str(),
                text("from"),
                text("to"),
                row.detail["revision"].as_i64().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("report-created", "-", "draft", 1),
        ("report-edited", "draft", "draft", 2),
        ("report-submitted", "draft", "submitted", 3),
        ("report-taken-up", "submitted", "under-review", 4),
        ("report-returned", "under-review", "returned", 5),
        ("report-submitted", "returned", "submitted", 6),
        ("report-taken-up", "submitted", "under-review", 7),
        ("report-approved", "under-review", "approved", 8),
    ]
    .map(|(action, from, to, revision)| (action, from.to_owned(), to.to_owned(), revision));
    assert_eq!(told, expected);
    let value = |row: usize, side: &str| history[row].detail[side]["figure"]["amount"]["value"].as_str();
    assert_eq!((value(0, "before"), value(0, "after")), (None, Some("1")));
    assert_eq!((value(1, "before"), value(1, "after")), (Some("1"), Some("2")));
    assert_eq!((value(2, "before"), value(2, "after")), (None, None));
    assert_eq!(history[4].detail["note"], "请核实");
    assert!(
        history
            .iter()
            .all(|row| row.plan.as_ref() == Some(&id) && row.at == noon())
    );

    let recent = store.recent(&id, 3).await.unwrap();
    assert_eq!(recent.iter().map(|row| row.seq).collect::<Vec<_>>(), [9, 8, 7]);
}
