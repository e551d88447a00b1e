//! Posts: decided about by those who read them last, named by every act, brought along from before.

use yaodian_domain::{
    Date,
    access::Duty,
    id::{AccountId, PlanId},
    people::{Decision, Move, Post, Roster, Tenure},
    time::DaySpan,
};
use yaodian_store::{Account, Act, Actor, AuditCheck, InPost, Store, StoreError, SubjectKind, new_id};

use crate::{
    fixtures::{account, act, act_at, day, draft, newcomer, noon, plan_id, post, save, session, unit, with_plan},
    harness::{Bench, cases},
};

cases!(
    a_hand_over_is_kept_as_one_act,
    of_two_who_decide_at_once_one_is_told,
    a_deputy_is_kept_with_the_post_he_fills,
    whoever_leaves_is_shut_out,
    an_edit_lets_nobody_in_again,
    a_session_acts_in_the_post_that_was_chosen,
    an_act_names_the_post_and_the_chain_holds_it,
    accounts_of_before_there_were_posts_keep_working,
    a_post_of_a_plan_is_kept_with_it,
);

const TODAY: Date = Date::constant(2023, 9, 25);

/// Decides by the roster as it stands.
async fn decide(store: &Store, decision: &Decision) -> Result<(), StoreError> {
    let (revision, roster) = store.roster().await?;
    let moves = decision.moves(&roster, TODAY, new_id).unwrap();
    store.decide(&act(), revision, decision, &moves).await
}

pub async fn only_post(store: &Store, account: &Account) -> Post {
    let [post] = store.posts_of(&account.id).await.unwrap().try_into().unwrap();
    post
}

async fn administrator(store: &Store) -> Account {
    let mut new = newcomer("admin");
    new.posts[0].duties = vec![Duty::Administrator];
    store.create_account(&act(), new).await.unwrap()
}

async fn a_hand_over_is_kept_as_one_act(bench: Bench) {
    let store = bench.store;
    let (zhang, li) = (account(&store, "zhangsan").await, administrator(&store).await);
    let before = only_post(&store, &zhang).await;
    let hand_over = Decision::HandOver {
        post: before.id.clone(),
        to: li.id.clone(),
        from: day("2023-10-08"),
    };
    decide(&store, &hand_over).await.unwrap();
    let ended = only_post(&store, &zhang).await;
    assert_eq!((ended.from(), ended.until()), (before.from(), Some(day("2023-10-07"))));
    let (_, roster) = store.roster().await.unwrap();
    let of = unit("420100");
    let who = |text: &str| -> Vec<AccountId> {
        let posts = roster.answering(&of, Duty::Reporter, day(text));
        posts.map(|post| post.account.clone()).collect()
    };
    assert_eq!(
        (who("2023-10-07"), who("2023-10-08")),
        (vec![zhang.id.clone()], vec![li.id.clone()])
    );
    let last = async |of: &Account| {
        let history = store.history(SubjectKind::Account, of.id.as_str()).await.unwrap();
        history.into_iter().next_back().unwrap()
    };
    let (ended, given) = (last(&zhang).await, last(&li).await);
    assert_eq!(
        (ended.action.as_str(), given.action.as_str()),
        ("post-end-set", "post-given")
    );
    assert_eq!(
        (&ended.detail["decision"], ended.at),
        (&given.detail["decision"], given.at)
    );
    assert_eq!(ended.detail["decision"]["hand-over"]["from"], "2023-10-08");
}

async fn of_two_who_decide_at_once_one_is_told(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    administrator(&store).await;
    let held = only_post(&store, &zhang).await;
    let (read, roster) = store.roster().await.unwrap();
    let until = |text: &str| Decision::Until {
        post: held.id.clone(),
        last: Some(day(text)),
    };
    let tasks: Vec<_> = (1..9)
        .map(|n| {
            let (store, decision) = (store.clone(), until(&format!("2023-10-0{n}")));
            let moves = decision.moves(&roster, TODAY, new_id).unwrap();
            tokio::spawn(async move { store.decide(&act(), read, &decision, &moves).await })
        })
        .collect();
    let mut decided = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => decided += 1,
            Err(StoreError::PeopleMovedOn { latest }) => assert_eq!(latest, read + 1),
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!(decided, 1);
    assert_eq!(store.roster().await.unwrap().0, read + 1);
    let unknown = [Move::Withdraw { post: new_id() }];
    let refused = store.decide(&act(), read + 1, &until("2023-11-01"), &unknown).await;
    assert!(matches!(refused, Err(StoreError::UnknownPost(_))));
    assert_eq!(store.roster().await.unwrap().0, read + 1, "and nothing has changed");
}

async fn a_deputy_is_kept_with_the_post_he_fills(bench: Bench) {
    let store = bench.store;
    let (li, zhang) = (account(&store, "lisi").await, account(&store, "zhangsan").await);
    administrator(&store).await;
    let away = only_post(&store, &li).await;
    let days = DaySpan::new(day("2023-10-01"), day("2023-10-20")).unwrap();
    let stand_in = Decision::Deputy {
        post: away.id.clone(),
        account: zhang.id.clone(),
        days,
    };
    decide(&store, &stand_in).await.unwrap();
    let posts = store.posts_of(&zhang.id).await.unwrap();
    let Tenure::Deputy { days: kept, of } = &posts[1].tenure else {
        panic!("{posts:?}")
    };
    assert_eq!((*kept, &of.account, &of.post), (days, &li.id, &away.id));
    let roster: Roster = store.roster().await.unwrap().1;
    assert_eq!(roster.get(&posts[1].id), Some(&posts[1]));
    // The post ends before the leave begins: so does the deputy's, which is not lost from history.
    let last = Some(day("2023-09-30"));
    decide(&store, &Decision::Until { post: away.id, last }).await.unwrap();
    assert_eq!(store.posts_of(&zhang.id).await.unwrap().len(), 1);
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(
        actions,
        ["account-created", "post-given", "post-given", "post-withdrawn"]
    );
}

async fn whoever_leaves_is_shut_out(bench: Bench) {
    let store = bench.store;
    let zhang = account(&store, "zhangsan").await;
    administrator(&store).await;
    let ends = noon() + jiff::SignedDuration::from_hours(1);
    store
        .put_session(&act(), &session("token", &zhang.id, ends))
        .await
        .unwrap();
    let leave = Decision::Leave {
        account: zhang.id.clone(),
    };
    decide(&store, &leave).await.unwrap();
    assert_eq!(store.session("token", noon()).await.unwrap(), None);
    let shut = store.account(&zhang.id).await.unwrap().unwrap();
    assert!(!shut.active);
    assert_eq!(only_post(&store, &zhang).await.until(), Some(TODAY));
    // Nobody gives a post to somebody who is gone; once let in again, the session stays ended.
    let again = Move::Open(post(&zhang.id, "420100", &[Duty::Office]));
    let (read, _) = store.roster().await.unwrap();
    let refused = store.decide(&act(), read, &leave, std::slice::from_ref(&again)).await;
    assert!(matches!(refused, Err(StoreError::AccountShut(_))));
    save(&store, &act(), &Account { active: true, ..shut }).await.unwrap();
    assert_eq!(store.session("token", noon()).await.unwrap(), None);
}

/// Whichever comes first: the name is edited and the person is gone.
async fn an_edit_lets_nobody_in_again(bench: Bench) {
    let store = bench.store;
    administrator(&store).await;
    for round in 0..8 {
        let zhang = account(&store, &format!("zhang-{round}")).await;
        let leave = Decision::Leave {
            account: zhang.id.clone(),
        };
        let by = act();
        let edit = store.edit_account(&by, &zhang.id, |zhang| zhang.name = String::from("张三丰"));
        let (edited, left) = tokio::join!(edit, decide(&store, &leave));
        edited.unwrap();
        left.unwrap();
        let zhang = store.account(&zhang.id).await.unwrap().unwrap();
        assert_eq!((zhang.name.as_str(), zhang.active), ("张三丰", false));
    }
}

async fn a_session_acts_in_the_post_that_was_chosen(bench: Bench) {
    let store = bench.store;
    let mut new = newcomer("zhangsan");
    let second = post(&new.id, "420200", &[Duty::Reviewer]);
    new.posts.push(second.clone());
    let zhang = store.create_account(&act(), new).await.unwrap();
    let other = account(&store, "lisi").await;
    let ends = noon() + jiff::SignedDuration::from_hours(1);
    store
        .put_session(&act(), &session("token", &zhang.id, ends))
        .await
        .unwrap();
    let session = store.session("token", noon()).await.unwrap().unwrap();
    assert_eq!((session.posts.len(), session.chosen), (2, None));
    assert!(store.choose_post(&act(), "token", &second).await.unwrap());
    let session = store.session("token", noon()).await.unwrap().unwrap();
    assert_eq!(session.chosen, Some(second.id.clone()));
    // Neither another's post nor another's session.
    let foreign = only_post(&store, &other).await;
    assert!(!store.choose_post(&act(), "token", &foreign).await.unwrap());
    assert!(!store.choose_post(&act(), "another", &second).await.unwrap());
    let history = store.history(SubjectKind::Account, zhang.id.as_str()).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!(
        (last.action.as_str(), &last.detail["unit"]),
        ("post-taken-up", &"420200".into())
    );
}

async fn an_act_names_the_post_and_the_chain_holds_it(bench: Bench) {
    let plan = with_plan(&bench.store).await;
    let zhang = account(&bench.store, "zhangsan").await;
    let held = only_post(&bench.store, &zhang).await;
    let by = Actor::Account {
        id: zhang.id.clone(),
        name: zhang.name.clone(),
        post: Some(InPost {
            id: held.id,
            unit: held.unit,
        }),
        key: None,
    };
    let acting = Act {
        by: by.clone(),
        ..act()
    };
    let report = draft("1");
    bench.store.create_report(&acting, &plan, &report).await.unwrap();
    let history = bench
        .store
        .history(SubjectKind::Report, report.id.as_str())
        .await
        .unwrap();
    assert_eq!(history[0].by, by);
    assert_eq!(history[0].by.unit(), Some(&unit("420100")));
    let head = bench.store.audit_head().await.unwrap();
    assert_eq!(
        bench.store.check_audit(None).await.unwrap(),
        AuditCheck::Whole(head.clone())
    );
    // Whoever moves an act to another unit behind the back of the store is found out.
    let (drop, update) = if bench.is_sqlite() {
        (
            "DROP TRIGGER audit_no_update",
            "UPDATE audit SET actor_unit = 'shui' WHERE actor_unit IS NOT NULL",
        )
    } else {
        (
            "DROP TRIGGER audit_no_update_or_delete ON audit",
            "UPDATE audit SET actor_unit = 'shui' WHERE actor_unit IS NOT NULL",
        )
    };
    bench.raw(&format!("{drop}; {update}")).await.unwrap();
    assert_eq!(
        bench.store.check_audit(None).await.unwrap(),
        AuditCheck::Broken { seq: head.seq }
    );
}

async fn a_post_of_a_plan_is_kept_with_it(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let of_plan = |login: &str, plan: PlanId| {
        let mut new = newcomer(login);
        new.posts[0].plan = Some(plan);
        new
    };
    let nowhere = PlanId::new("hunan-2023").unwrap();
    let refused = store.create_account(&act(), of_plan("li", nowhere.clone())).await;
    assert!(matches!(refused, Err(StoreError::UnknownPlan(plan)) if plan == nowhere));
    assert!(
        store.credentials("li").await.unwrap().is_none(),
        "nothing half-done stays"
    );

    let (zhang, wang) = (
        store
            .create_account(&act(), of_plan("zhang", plan.clone()))
            .await
            .unwrap(),
        administrator(&store).await,
    );
    let post = only_post(&store, &zhang).await;
    assert_eq!(post.plan, Some(plan.clone()));
    assert_eq!(only_post(&store, &wang).await.plan, None);
    let (_, roster) = store.roster().await.unwrap();
    assert_eq!(roster.get(&post.id), Some(&post));
    let begun = session("token", &zhang.id, noon() + jiff::SignedDuration::from_hours(1));
    store.put_session(&act(), &begun).await.unwrap();
    let session = store.session("token", noon()).await.unwrap().unwrap();
    assert_eq!(session.posts, std::slice::from_ref(&post));
    // What follows it is of the same plan.
    let hand_over = Decision::HandOver {
        post: post.id.clone(),
        to: wang.id.clone(),
        from: day("2023-10-08"),
    };
    decide(&store, &hand_over).await.unwrap();
    let posts = store.posts_of(&wang.id).await.unwrap();
    assert_eq!(posts[1].plan, Some(plan));
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

/// The tables as they were before there were posts, with people and reports in them.
async fn accounts_of_before_there_were_posts_keep_working(bench: Bench) {
    let plan = with_plan(&bench.store).await;
    let (zhang, li) = (
        account(&bench.store, "zhangsan").await,
        account(&bench.store, "lisi").await,
    );
    let by_zhang = Act {
        by: zhang.actor(),
        ..act()
    };
    let written = draft("1");
    bench.store.create_report(&by_zhang, &plan, &written).await.unwrap();
    let sent = written.submit(1, "李四", TODAY).unwrap();
    let by_li = Act {
        by: li.actor(),
        ..act()
    };
    bench.store.save_report(&by_li, &written, &sent).await.unwrap();
    let imported = crate::fixtures::draft_of("420200", "2");
    bench.store.create_report(&act(), &plan, &imported).await.unwrap();
    let gone = Account {
        active: false,
        ..li.clone()
    };
    save(&bench.store, &act_at("2023-09-30T04:00:00Z"), &gone)
        .await
        .unwrap();
    let head = bench.store.audit_head().await.unwrap();
    bench.store.close().await;
    bench
        .raw(
            "ALTER TABLE accounts ADD COLUMN unit TEXT NOT NULL DEFAULT '420100';
             ALTER TABLE accounts ADD COLUMN duties TEXT NOT NULL DEFAULT '[\"reviewer\",\"reporter\"]';
             ALTER TABLE sessions DROP COLUMN post;
             ALTER TABLE audit DROP COLUMN actor_unit;
             ALTER TABLE audit DROP COLUMN actor_post;
             ALTER TABLE access_keys DROP COLUMN plan;
             DROP TABLE posts;
             DROP TABLE people;
             DELETE FROM _sqlx_migrations WHERE version IN (10, 24);",
        )
        .await
        .unwrap();

    let store = bench.again().await;
    let post = only_post(&store, &zhang).await;
    assert_eq!(
        (post.unit.as_str(), post.duties.as_slice()),
        ("420100", &[Duty::Reviewer, Duty::Reporter][..])
    );
    assert_eq!(
        (post.from(), post.until()),
        (day("2023-01-01"), None),
        "for as long as there is a plan"
    );
    let ended = only_post(&store, &li).await;
    assert_eq!(
        (ended.from(), ended.until()),
        (day("2023-01-01"), Some(day("2023-09-30")))
    );
    let hands = |report: &yaodian_domain::report::Report| report.hands.iter().cloned().collect::<Vec<_>>();
    let (_, kept) = store.report(&written.id).await.unwrap().unwrap();
    assert_eq!(
        hands(&kept),
        [zhang.id.clone(), li.id.clone()],
        "who wrote it and who sent it"
    );
    assert_eq!(kept.state, sent.state);
    let (_, kept) = store.report(&imported.id).await.unwrap().unwrap();
    assert!(kept.hands.is_empty(), "no person's");
    assert_eq!(store.check_audit(Some(&head)).await.unwrap(), AuditCheck::Whole(head));
    assert_eq!(store.plan(&plan_id()).await.unwrap().unwrap().id, plan);
    store.close().await;
}
