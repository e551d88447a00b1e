//! Cases: each step saved by whoever read the one before, with its audit row; together or not at all.

use yaodian_domain::{
    check::{NoticeColour, Status},
    hand::Hand,
    id::AccountId,
    supervision::{Case, Matter, Measure, Notice, State, Step, Taken},
};
use yaodian_store::{AuditCheck, StoreError, SubjectKind, new_id};

use crate::{
    fixtures::{act, count_of, day, unit, with_plan},
    harness::{Bench, cases},
};

cases!(
    a_case_goes_its_way_step_by_step,
    the_second_of_two_who_act_at_once_is_told,
    one_open_case_about_the_same_at_a_time,
    cases_are_saved_together_or_not_at_all,
);

fn taken(step: Step, on: &str, note: &str) -> Taken {
    Taken {
        step,
        on: day(on),
        by: Hand {
            account: Some(AccountId::new("account")),
            stands_in_for: None,
            name: "张三".to_owned(),
            unit: None,
        },
        note: note.to_owned(),
    }
}

pub fn slip(of: &str, follows: Option<&Case>) -> Case {
    let notice = Notice {
        colour: NoticeColour::Yellow,
        measure: Measure::Slip,
        status: Status::AtRisk,
        sign_by: day("2023-09-27"),
        answer_by: day("2023-10-09"),
        follows: follows.map(|case| case.id.clone()),
    };
    let target = count_of("750");
    let (matter, begun) = (
        Matter::Notice(notice),
        taken(Step::Opened, "2023-09-25", "请于\u{0}'$1\n前赶上"),
    );
    Case::open(new_id(), &target, unit(of), matter, Status::AtRisk, begun).unwrap()
}

pub fn next(case: &Case, step: Step) -> Case {
    case.take(case.steps().len(), taken(step, "2023-09-26", "已核"), Status::AtRisk)
        .unwrap()
}

async fn a_case_goes_its_way_step_by_step(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let version = store.content_version(&id).await.unwrap();
    let opened = slip("420100", None);
    let signed = next(&opened, Step::SignedFor);
    let answered = next(&signed, Step::Answered);
    for case in [&opened, &signed, &answered] {
        store.save_cases(&act(), &id, std::slice::from_ref(case)).await.unwrap();
        assert_eq!(store.case(&case.id).await.unwrap(), Some((id.clone(), case.clone())));
    }
    assert!(store.content_version(&id).await.unwrap() > version);
    let other = slip("420200", None);
    store
        .save_cases(&act(), &id, std::slice::from_ref(&other))
        .await
        .unwrap();
    let all = store.cases(&id).await.unwrap();
    assert_eq!(all, [answered.clone(), other]);
    let history = store.history(SubjectKind::Case, answered.id.as_str()).await.unwrap();
    let states: Vec<_> = history.iter().map(|row| row.detail["to"].as_str().unwrap()).collect();
    assert_eq!(states, ["opened", "signed-for", "answered"]);
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

async fn the_second_of_two_who_act_at_once_is_told(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let opened = slip("420100", None);
    store
        .save_cases(&act(), &id, std::slice::from_ref(&opened))
        .await
        .unwrap();
    let (signed, withdrawn) = ([next(&opened, Step::SignedFor)], [next(&opened, Step::Withdrawn)]);
    let (a, act) = (store.clone(), act());
    let (first, second) = tokio::join!(
        a.save_cases(&act, &id, &signed),
        store.save_cases(&act, &id, &withdrawn)
    );
    let (won, lost) = match (first, second) {
        (Ok(()), Err(error)) => (&signed[0], error),
        (Err(error), Ok(())) => (&withdrawn[0], error),
        both => panic!("{both:?}"),
    };
    assert!(matches!(lost, StoreError::CaseMovedOn { latest } if *latest == *won));
    assert_eq!(store.case(&opened.id).await.unwrap().unwrap().1, *won);
    let unknown = [next(&slip("420200", None), Step::SignedFor)];
    let result = store.save_cases(&act, &id, &unknown).await;
    assert!(matches!(result, Err(StoreError::UnknownCase(case)) if case == unknown[0].id));
}

async fn one_open_case_about_the_same_at_a_time(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let save = async |case: Case| store.save_cases(&act(), &id, &[case]).await;
    let first = slip("420100", None);
    save(first.clone()).await.unwrap();
    assert!(matches!(save(slip("420100", None)).await, Err(StoreError::CaseExists)));
    save(slip("420200", None)).await.unwrap();
    save(next(&first, Step::Withdrawn)).await.unwrap();
    save(slip("420100", None)).await.unwrap();
}

async fn cases_are_saved_together_or_not_at_all(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let first = slip("420100", None);
    store
        .save_cases(&act(), &id, std::slice::from_ref(&first))
        .await
        .unwrap();
    let head = store.audit_head().await.unwrap();
    // The second stands in its own way.
    let twice = slip("420300", None);
    let result = store.save_cases(&act(), &id, &[twice.clone(), twice]).await;
    assert!(matches!(result, Err(StoreError::CaseExists)));
    assert_eq!(store.cases(&id).await.unwrap(), std::slice::from_ref(&first));
    assert_eq!(store.audit_head().await.unwrap(), head);
    // What goes up makes way for what takes its place.
    let (gone_up, new) = (next(&first, Step::Escalated), slip("420100", Some(&first)));
    store
        .save_cases(&act(), &id, &[gone_up.clone(), new.clone()])
        .await
        .unwrap();
    assert_eq!(gone_up.state(), State::Escalated);
    assert_eq!(new.notice().unwrap().follows, Some(first.id));
    assert_eq!(store.cases(&id).await.unwrap(), [gone_up, new]);
}
