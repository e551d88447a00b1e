use yaodian_domain::{
    bulletin::{Bulletin, Edition, Facts, Page, Part, Section, Sources, Text},
    id::PlanId,
    report::Report,
    standing::Observations,
};
use yaodian_store::{AuditCheck, ReportFilter, Store, StoreError, SubjectKind, new_id};

use crate::{
    fixtures::{act, act_of, approved_on, day, draft_of, plan, submitted, with_plan},
    harness::{Bench, cases},
};

cases!(
    a_bulletin_comes_back_as_it_was,
    a_published_bulletin_never_changes,
    one_bulletin_a_month_and_one_correction_of_each,
    who_saves_an_older_draft_is_told,
    of_two_who_publish_at_once_one_does,
    what_a_bulletin_rests_on_is_published_with_it,
    every_step_is_in_the_audit,
);

pub fn draft(edition: &str) -> Bulletin {
    let (plan, observations) = (plan("主要目标。"), Observations::default());
    let sources = Sources {
        plan: &plan,
        observations: &observations,
        filings: &[],
        before: None,
        trial: false,
        demonstration: false,
    };
    let edition: Edition = edition.parse().unwrap();
    let facts = Facts::draw(sources, edition, edition.span().to());
    Bulletin::draft(new_id(), facts, text("如下。"))
}

fn text(words: &str) -> Text {
    Text {
        title: "通报 𠀀'$1".to_owned(),
        mark: String::new(),
        number: String::new(),
        addressee: "各市州局".to_owned(),
        sections: vec![Section {
            heading: "总体情况".to_owned(),
            attached: false,
            parts: vec![Part::Words(words.to_owned())],
        }],
        signed: "督查室".to_owned(),
    }
}

fn published(draft: &Bulletin, on: &str) -> Bulletin {
    published_by(draft, on, "王五")
}

pub fn published_by(draft: &Bulletin, on: &str, name: &str) -> Bulletin {
    let page = Page {
        title: "通报".to_owned(),
        head: None,
        addressee: None,
        notice: None,
        sections: vec![],
        attachments: vec![],
        signed: "督查室".to_owned(),
        on: Some(day(on)),
        pinned: None,
    };
    draft
        .publish(draft.revision, name, day(on), (page.clone(), page))
        .unwrap()
}

async fn created(store: &Store, id: &PlanId, bulletin: Bulletin) -> Bulletin {
    store.create_bulletin(&act(), id, &bulletin).await.unwrap();
    bulletin
}

async fn a_bulletin_comes_back_as_it_was(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let august = created(&store, &id, draft("2023-08")).await;
    let quarter = created(&store, &id, draft("2023-Q3")).await;
    let edited = august.edit(1, text("另写。")).unwrap();
    store.save_bulletin(&act(), &id, &edited).await.unwrap();
    let issued = published(&edited, "2023-09-05");
    store.save_bulletin(&act(), &id, &issued).await.unwrap();
    assert_eq!(store.bulletin(&august.id).await.unwrap(), Some((id.clone(), issued)));
    assert_eq!(store.bulletin(&new_id()).await.unwrap(), None);
    let heads = store.bulletins(&id).await.unwrap();
    let told: Vec<_> = heads.iter().map(|head| (&head.id, head.published_on)).collect();
    assert_eq!(
        told,
        [(&quarter.id, None), (&august.id, Some(day("2023-09-05")))],
        "the latest day first"
    );
    let other = PlanId::new("hubei-2024").unwrap();
    assert_eq!(store.bulletins(&other).await.unwrap(), []);
    let result = store.create_bulletin(&act(), &other, &draft("2023-08")).await;
    assert!(matches!(result, Err(StoreError::UnknownPlan(plan)) if plan == other));
}

async fn a_published_bulletin_never_changes(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let august = created(&bench.store, &id, draft("2023-08")).await;
    let version = bench.store.content_version(&id).await.unwrap();
    let issued = published(&august, "2023-09-05");
    bench.store.save_bulletin(&act(), &id, &issued).await.unwrap();
    assert!(
        bench.store.content_version(&id).await.unwrap() > version,
        "it is public"
    );
    let again = Bulletin {
        revision: 3,
        ..issued.clone()
    };
    let result = bench.store.save_bulletin(&act(), &id, &again).await;
    assert!(matches!(result, Err(StoreError::BulletinMovedOn { latest }) if latest.is_published()));
    let mut attempts = vec![
        "UPDATE bulletins SET body = '{}'",
        "UPDATE bulletins SET state = 'draft'",
        "DELETE FROM bulletins",
        "INSERT INTO bulletins SELECT * FROM bulletins",
    ];
    attempts.push(if bench.is_sqlite() {
        "REPLACE INTO bulletins SELECT * FROM bulletins"
    } else {
        "TRUNCATE bulletins CASCADE"
    });
    for sql in attempts {
        assert!(bench.raw(sql).await.is_err(), "{sql}");
    }
    assert_eq!(bench.store.bulletin(&issued.id).await.unwrap(), Some((id, issued)));
}

async fn one_bulletin_a_month_and_one_correction_of_each(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let first = created(&store, &id, draft("2023-08")).await;
    let result = store.create_bulletin(&act(), &id, &draft("2023-08")).await;
    assert!(matches!(result, Err(StoreError::BulletinExists(there)) if there == first.id));
    let first = published(&first, "2023-09-05");
    store.save_bulletin(&act(), &id, &first).await.unwrap();
    let correction = |of: &Bulletin| of.correct(new_id(), of.facts.clone(), "数据有误。").unwrap();
    let second = created(&store, &id, correction(&first)).await;
    let result = store.create_bulletin(&act(), &id, &correction(&first)).await;
    assert!(matches!(result, Err(StoreError::BulletinExists(there)) if there == second.id));
    let corrected_by = async || {
        let heads = store.bulletins(&id).await.unwrap();
        heads.into_iter().find(|head| head.id == first.id).unwrap().corrected_by
    };
    assert_eq!(corrected_by().await, None, "a draft corrects nothing yet");
    let second = published(&second, "2023-09-08");
    store.save_bulletin(&act(), &id, &second).await.unwrap();
    assert_eq!(corrected_by().await, Some(second.id.clone()));
    created(&store, &id, correction(&second)).await;
}

async fn who_saves_an_older_draft_is_told(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let first = created(&store, &id, draft("2023-08")).await;
    let (one, other) = (
        first.edit(first.revision, text("甲")).unwrap(),
        first.edit(first.revision, text("乙")).unwrap(),
    );
    store.save_bulletin(&act(), &id, &one).await.unwrap();
    let result = store.save_bulletin(&act(), &id, &other).await;
    assert!(matches!(result, Err(StoreError::BulletinMovedOn { latest }) if *latest == one));
    let unknown = Bulletin { id: new_id(), ..other };
    let result = store.save_bulletin(&act(), &id, &unknown).await;
    assert!(matches!(result, Err(StoreError::UnknownBulletin(id)) if id == unknown.id));
}

async fn of_two_who_publish_at_once_one_does(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let first = created(&bench.store, &id, draft("2023-08")).await;
    let tasks: Vec<_> = (0..8)
        .map(|n| {
            let (store, id, next) = (bench.store.clone(), id.clone(), published(&first, "2023-09-05"));
            tokio::spawn(async move { store.save_bulletin(&act_of(&format!("{n}")), &id, &next).await })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => done += 1,
            Err(StoreError::BulletinMovedOn { .. }) => {}
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(done, 1);
}

async fn every_step_is_in_the_audit(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let first = created(&store, &id, draft("2023-08")).await;
    let edited = first.edit(first.revision, text("另写。")).unwrap();
    store.save_bulletin(&act_of("王五"), &id, &edited).await.unwrap();
    let issued = published(&edited, "2023-09-05");
    store.save_bulletin(&act_of("王五"), &id, &issued).await.unwrap();
    let history = store.history(SubjectKind::Bulletin, first.id.as_str()).await.unwrap();
    let told: Vec<_> = history.iter().map(|row| (row.action.as_str(), row.by.name())).collect();
    assert_eq!(
        told,
        [
            ("bulletin-drafted", "test"),
            ("bulletin-edited", "王五"),
            ("bulletin-published", "王五")
        ]
    );
    assert_eq!(history[2].detail["shown"][0]["title"], "通报");
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

async fn what_a_bulletin_rests_on_is_published_with_it(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let month = |bureau: &str, period: &str| Report {
        period: period.parse().unwrap(),
        ..draft_of(bureau, "1")
    };
    // The figures of the bulletin are those of 30 September.
    let good = approved_on(&store, &id, month("420100", "2023-09"), "2023-09-25").await;
    let quarter = approved_on(&store, &id, month("420100", "2023-Q3"), "2023-09-30").await;
    let later = approved_on(&store, &id, month("420200", "2023-09"), "2023-10-02").await;
    let other = approved_on(&store, &id, month("420100", "2023-08"), "2023-09-01").await;
    let sent = submitted(&store, &id, month("420300", "2023-09")).await;
    let observations = store.observations(&id).await.unwrap();
    let bulletin = created(&store, &id, draft("2023-09")).await;
    let issued = published(&bulletin, "2023-10-08");
    store.save_bulletin(&act(), &id, &issued).await.unwrap();
    let now = async |report: &Report| store.report(&report.id).await.unwrap().unwrap().1;
    for report in [&good, &quarter] {
        assert_eq!(
            now(report).await,
            report.publish(issued.id.clone(), day("2023-10-08")).unwrap()
        );
    }
    for report in [&later, &other, &sent] {
        assert_eq!(&now(report).await, report);
    }
    assert_eq!(
        store.observations(&id).await.unwrap(),
        observations,
        "the same counts as before"
    );
    // What is published is corrected by another report, which the correction of the bulletin publishes.
    let correction = approved_on(&store, &id, month("420100", "2023-09").correcting(&good), "2023-10-09").await;
    assert!(
        store
            .reports(&id, &ReportFilter::default())
            .await
            .unwrap()
            .iter()
            .any(|row| row.counts && row.report == correction)
    );
}
