use yaodian_domain::{
    id::{ImportId, PlanId, UnitId},
    plan::{Name, Span},
    report::Report,
};
use yaodian_intake::{
    Edit, Key,
    desk::{ImportHead, Source, SourceKind, State, Titles},
};
use yaodian_store::{AuditCheck, NewImport, ReportFilter, SaveImport, Store, StoreError, SubjectKind, new_id};

use crate::{
    fixtures::{act, act_at, act_of, count_of, day, draft_of, plan, plan_id, unit, with_plan},
    harness::{Bench, cases},
};

cases!(
    an_import_comes_back_as_it_was,
    of_two_who_save_the_same_revision_one_does,
    every_text_and_decision_of_before_is_kept,
    what_is_published_is_a_version_of_its_plan,
    what_is_published_or_dropped_changes_no_more,
    a_plan_that_has_moved_on_is_not_written_over,
    targets_with_reports_do_not_vanish,
    names_are_learned_once_for_all,
    a_closed_plan_is_not_amended_but_its_drafts_are_put_away,
    every_step_of_an_import_is_in_the_audit,
);

fn titles(title: &str) -> Titles {
    Titles {
        title: Name {
            zh: title.to_owned(),
            en: String::new(),
        },
        issuer: Name {
            zh: "湖北省生态环境厅".to_owned(),
            en: "Department".to_owned(),
        },
        year: 2024,
    }
}

pub fn new(plan: &str, amends: Option<i64>) -> NewImport {
    NewImport {
        plan: PlanId::new(plan).unwrap(),
        amends,
        titles: titles("2024年工作要点"),
        source: Source {
            kind: SourceKind::Pasted,
            name: String::new(),
            sha256: "00".repeat(32),
            scanned: Vec::new(),
        },
        text: "一、总体要求 𠀀'$1\r\n".to_owned(),
        edits: Vec::new(),
    }
}

fn accept(at: usize) -> Edit {
    Edit::Accept {
        target: Key {
            span: Span { start: at, end: at + 9 },
            nth: 0,
        },
    }
}

fn edits(of: &[usize]) -> SaveImport {
    SaveImport {
        edits: Some(of.iter().copied().map(accept).collect()),
        ..SaveImport::default()
    }
}

async fn begun(store: &Store, plan: &str) -> ImportHead {
    store.begin_import(&act_of("张三"), &new(plan, None)).await.unwrap()
}

async fn an_import_comes_back_as_it_was(bench: Bench) {
    let store = &bench.store;
    let sent = NewImport {
        edits: vec![accept(0)],
        ..new("hubei-2024", Some(3))
    };
    let head = store.begin_import(&act_of("张三"), &sent).await.unwrap();
    assert_eq!((head.revision, head.state, head.amends), (1, State::Open, Some(3)));
    assert_eq!(
        (head.begun.at.to_string().as_str(), head.begun.by.as_str()),
        ("2023-09-25T12:00:00", "张三")
    );
    let found = bench.again().await.import(&head.id).await.unwrap().unwrap();
    assert_eq!(
        (&found.head, &found.text, &found.edits),
        (&head, &sent.text, &sent.edits)
    );
    assert_eq!(
        (&head.titles, &head.source, &head.plan),
        (&sent.titles, &sent.source, &sent.plan)
    );
    assert_eq!(store.import(&new_id::<ImportId>()).await.unwrap(), None);
    let later = store
        .begin_import(&act_at("2023-10-01T04:00:00Z"), &new("p", None))
        .await
        .unwrap();
    assert_eq!(store.imports().await.unwrap(), [later, head], "the last saved first");
}

async fn of_two_who_save_the_same_revision_one_does(bench: Bench) {
    let (store, other) = (&bench.store, bench.again().await);
    let id = begun(store, "p").await.id;
    let (first, second) = (act_of("张三"), act_of("李四"));
    let (a, b) = (edits(&[0]), edits(&[9]));
    let (one, two) = tokio::join!(
        store.save_import(&first, &id, 1, &a),
        other.save_import(&second, &id, 1, &b)
    );
    let (won, lost) = match (one, two) {
        (Ok(won), Err(lost)) | (Err(lost), Ok(won)) => (won, lost),
        both => panic!("{both:?}"),
    };
    assert_eq!(won.revision, 2);
    assert!(
        matches!(lost, StoreError::ImportMovedOn { latest } if *latest == won),
        "it is told who saved when"
    );
    assert_eq!(store.import(&id).await.unwrap().unwrap().edits.len(), 1);
    let missing = store.save_import(&first, &new_id(), 1, &a).await;
    assert!(matches!(missing, Err(StoreError::UnknownImport(_))));
}

async fn every_text_and_decision_of_before_is_kept(bench: Bench) {
    let store = &bench.store;
    let id = begun(store, "p").await.id;
    let save = async |read, save: SaveImport| store.save_import(&act(), &id, read, &save).await.unwrap();
    let now = async || store.import(&id).await.unwrap().unwrap();
    save(1, edits(&[0, 10, 20])).await;
    save(2, edits(&[0, 10, 20, 30])).await;
    assert_eq!(now().await.edits, [0, 10, 20, 30].map(accept));
    // One in the middle is taken back.
    save(3, edits(&[0, 20, 30])).await;
    assert_eq!(now().await.edits, [0, 20, 30].map(accept));
    let text = SaveImport {
        text: Some("新的".to_owned()),
        ..edits(&[0])
    };
    save(4, text).await;
    let renamed = SaveImport {
        titles: Some(titles("改名")),
        ..SaveImport::default()
    };
    let head = save(5, renamed).await;
    assert_eq!((head.revision, head.titles.title.zh.as_str()), (6, "改名"));
    let found = now().await;
    assert_eq!(
        (found.text.as_str(), found.edits),
        ("新的", vec![accept(0)]),
        "what is not saved stays"
    );
    let texts = store.import_texts(&id).await.unwrap();
    let texts: Vec<_> = texts
        .iter()
        .map(|(revision, text)| (*revision, text.as_str()))
        .collect();
    assert_eq!(texts, [(1, new("p", None).text.as_str()), (5, "新的")]);
    for attempt in [
        "UPDATE import_revisions SET edits = '[]'",
        "DELETE FROM import_revisions",
        "DELETE FROM imports",
    ] {
        assert!(bench.raw(attempt).await.is_err(), "{attempt}");
    }
}

async fn what_is_published_is_a_version_of_its_plan(bench: Bench) {
    let store = &bench.store;
    let id = begun(store, "hubei-2023").await.id;
    let version = store.publish_import(&act(), &id, 1, &plan("一"), 0, &[]).await.unwrap();
    assert_eq!((version.version, version.new), (1, true));
    let head = store.import(&id).await.unwrap().unwrap().head;
    assert_eq!((head.state, head.revision), (State::Published { version: 1 }, 2));
    assert_eq!(store.plan(&plan_id()).await.unwrap().unwrap().text, "一");
    let amending = store
        .begin_import(&act(), &new("hubei-2023", Some(1)))
        .await
        .unwrap()
        .id;
    let version = store
        .publish_import(&act(), &amending, 1, &plan("二"), 1, &[])
        .await
        .unwrap();
    assert_eq!((version.version, version.new), (2, true));
    assert_eq!(store.plan_at(&plan_id(), 1).await.unwrap().unwrap().text, "一");
}

async fn what_is_published_or_dropped_changes_no_more(bench: Bench) {
    let store = &bench.store;
    let published = begun(store, "hubei-2023").await.id;
    store
        .publish_import(&act(), &published, 1, &plan("一"), 0, &[])
        .await
        .unwrap();
    let dropped = begun(store, "hubei-2024").await.id;
    let head = store.drop_import(&act(), &dropped, 1).await.unwrap();
    assert_eq!((head.state, head.revision), (State::Dropped, 2));
    for id in [&published, &dropped] {
        let saved = store.save_import(&act(), id, 2, &edits(&[0])).await;
        let again = store.publish_import(&act(), id, 2, &plan("二"), 1, &[]).await;
        let away = store.drop_import(&act(), id, 2).await;
        assert!(matches!(saved, Err(StoreError::ImportMovedOn { .. })));
        assert!(matches!(again, Err(StoreError::ImportMovedOn { .. })));
        assert!(matches!(away, Err(StoreError::ImportMovedOn { .. })));
    }
    for attempt in [
        "UPDATE imports SET state = 'open', version = NULL",
        "UPDATE imports SET titles = '{}' WHERE state = 'published'",
        "DELETE FROM imports",
    ] {
        assert!(bench.raw(attempt).await.is_err(), "{attempt}");
    }
    assert_eq!(store.plan(&plan_id()).await.unwrap().unwrap().text, "一");
}

async fn a_plan_that_has_moved_on_is_not_written_over(bench: Bench) {
    let store = &bench.store;
    let id = with_plan(store).await;
    store.put_plan(&act(), &plan("二")).await.unwrap();
    let import = store
        .begin_import(&act(), &new("hubei-2023", Some(1)))
        .await
        .unwrap()
        .id;
    for onto in [0, 1, 3] {
        let result = store.publish_import(&act(), &import, 1, &plan("三"), onto, &[]).await;
        assert!(
            matches!(result, Err(StoreError::PlanMovedOn { version: 2, .. })),
            "{result:?}"
        );
    }
    assert_eq!(
        store.import(&import).await.unwrap().unwrap().head.revision,
        1,
        "nothing is left of it"
    );
    assert_eq!(store.plan(&id).await.unwrap().unwrap().text, "二");
    let result = store.publish_import(&act(), &import, 1, &plan("三"), 2, &[]).await;
    assert_eq!(result.unwrap().version, 3);
    // Nothing is left of a plan that did not come to be, either.
    let never = begun(store, "hubei-2024").await.id;
    let next = yaodian_domain::plan::Plan {
        id: PlanId::new("hubei-2024").unwrap(),
        ..plan("四")
    };
    assert!(store.publish_import(&act(), &never, 1, &next, 1, &[]).await.is_err());
    assert_eq!(store.plan(&next.id).await.unwrap(), None);
    assert_eq!(store.plans().await.unwrap().len(), 1);
}

fn with_villages(text: &str) -> yaodian_domain::plan::Plan {
    yaodian_domain::plan::Plan {
        targets: vec![count_of("750")],
        ..plan(text)
    }
}

async fn targets_with_reports_do_not_vanish(bench: Bench) {
    let store = &bench.store;
    store.put_plan(&act(), &with_villages("一")).await.unwrap();
    // Nothing is attached to it yet.
    store.put_plan(&act(), &plan("二")).await.unwrap();
    store.put_plan(&act(), &with_villages("三")).await.unwrap();
    let report = Report {
        target: count_of("750").id,
        ..draft_of("420100", "40")
    };
    store.create_report(&act(), &plan_id(), &report).await.unwrap();
    let import = store
        .begin_import(&act(), &new("hubei-2023", Some(3)))
        .await
        .unwrap()
        .id;
    let refused = |error: StoreError| match error {
        StoreError::TargetsInUse { targets } => targets.iter().map(ToString::to_string).collect::<Vec<_>>(),
        other => panic!("{other}"),
    };
    let by_import = store.publish_import(&act(), &import, 1, &plan("四"), 3, &[]).await;
    assert_eq!(refused(by_import.unwrap_err()), ["villages"]);
    let by_folder = store.put_plan(&act(), &plan("四")).await;
    assert_eq!(refused(by_folder.unwrap_err()), ["villages"]);
    let more = yaodian_domain::plan::Plan {
        targets: vec![count_of("800")],
        ..plan("四")
    };
    store.publish_import(&act(), &import, 1, &more, 3, &[]).await.unwrap();
    assert_eq!(
        store.reports(&plan_id(), &ReportFilter::default()).await.unwrap().len(),
        1
    );
}

async fn names_are_learned_once_for_all(bench: Bench) {
    let store = &bench.store;
    let taught = |name: &str, units: &[&str]| -> (String, Vec<UnitId>) {
        (name.to_owned(), units.iter().copied().map(unit).collect())
    };
    assert_eq!(store.learned_names().await.unwrap(), []);
    let first = begun(store, "hubei-2023").await.id;
    let names = [taught("土壤处", &["tu"]), taught("各市州局", &["420100", "420200"])];
    store
        .publish_import(&act(), &first, 1, &plan("一"), 0, &names)
        .await
        .unwrap();
    let later = act_at("2023-10-01T04:00:00Z");
    store
        .learn_names(&later, &plan_id(), &[names[1].clone(), taught("土壤处", &["turang"])])
        .await
        .unwrap();
    assert_eq!(
        store.learned_names().await.unwrap(),
        [names[1].clone(), taught("土壤处", &["turang"])]
    );
    let rows = store.history(SubjectKind::Plan, "hubei-2023").await.unwrap();
    let learned: Vec<_> = rows.iter().filter(|row| row.action == "names-learned").collect();
    assert_eq!(learned.len(), 2);
    assert_eq!(
        learned[1].detail["names"].as_array().unwrap().len(),
        1,
        "what was known is not learned again"
    );
    assert!(bench.raw("DELETE FROM learned_names").await.is_err());
    assert!(bench.raw("UPDATE learned_names SET units = '[]'").await.is_err());
}

async fn a_closed_plan_is_not_amended_but_its_drafts_are_put_away(bench: Bench) {
    let store = &bench.store;
    with_plan(store).await;
    let import = store
        .begin_import(&act(), &new("hubei-2023", Some(1)))
        .await
        .unwrap()
        .id;
    bench
        .raw(&format!(
            "INSERT INTO closings (plan, closed_on, body) VALUES ('hubei-2023', '{}', '{{}}')",
            day("2024-01-15")
        ))
        .await
        .unwrap();
    let published = store.publish_import(&act(), &import, 1, &plan("二"), 1, &[]).await;
    assert!(matches!(published, Err(StoreError::PlanClosed { .. })), "{published:?}");
    let saved = store.save_import(&act(), &import, 1, &edits(&[0])).await;
    assert!(matches!(saved, Err(StoreError::PlanClosed { .. })));
    let again = store.begin_import(&act(), &new("hubei-2023", Some(1))).await;
    assert!(matches!(again, Err(StoreError::PlanClosed { .. })));
    assert_eq!(
        store.drop_import(&act(), &import, 1).await.unwrap().state,
        State::Dropped
    );
}

async fn every_step_of_an_import_is_in_the_audit(bench: Bench) {
    let store = &bench.store;
    let id = with_plan(store).await;
    let pulse = store.pulse(&id).await.unwrap();
    let import = store
        .begin_import(&act(), &new("hubei-2023", Some(1)))
        .await
        .unwrap()
        .id;
    store.save_import(&act(), &import, 1, &edits(&[0, 10])).await.unwrap();
    store
        .save_import(&act(), &import, 2, &edits(&[0, 10, 20]))
        .await
        .unwrap();
    assert_eq!(store.pulse(&id).await.unwrap(), pulse, "nobody else is concerned yet");
    store
        .publish_import(&act(), &import, 3, &plan("二"), 1, &[])
        .await
        .unwrap();
    assert_ne!(store.pulse(&id).await.unwrap(), pulse);
    let rows = store.history(SubjectKind::Import, import.as_str()).await.unwrap();
    let actions: Vec<_> = rows.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(
        actions,
        ["import-begun", "import-saved", "import-saved", "import-published"]
    );
    assert_eq!(rows[2].detail["kept"], 2);
    assert_eq!(rows[2].detail["edits"].as_array().unwrap().len(), 1);
    assert!(rows.iter().all(|row| row.plan.as_ref() == Some(&id)));
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}
