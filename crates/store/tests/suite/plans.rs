//! Plans, documents, published figures.

use serde_json::json;
use yaodian_domain::{check::Threshold, id::PlanId, plan::Name, time::DaySpan};
use yaodian_store::{Loaded, PlanHead, PlanVersion, StoreError, SubjectKind};

use crate::{
    fixtures::{act, approve, approved, decimal, draft, plan, plan_id, published, submitted, target, with_plan},
    harness::{Bench, cases},
};

cases!(
    a_plan_gets_a_version_for_each_change,
    the_same_seed_again_changes_nothing,
    a_changed_figure_takes_the_place_of_the_old_one,
    precision_is_part_of_a_figure,
    documents_have_versions,
    what_belongs_to_no_plan_is_refused,
    the_content_version_rises_with_what_is_public,
    one_plan_put_by_many_at_once_is_one_version,
    the_plan_that_is_worked_on,
    all_that_are_open,
);

async fn close(bench: &Bench, name: &str) {
    let sql = format!("INSERT INTO closings (plan, closed_on, body) VALUES ('{name}', '2024-01-15', '{{}}')");
    bench.raw(&sql).await.unwrap();
}

async fn all_that_are_open(bench: Bench) {
    let store = &bench.store;
    let on = async |day: &str| {
        let open = store.open_plans(day.parse().unwrap()).await.unwrap();
        open.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert!(on("2023-09-25").await.is_empty());
    for (name, year) in [("hunan-2024", 2024), ("hunan-2023", 2023), ("hubei-2023", 2023)] {
        let plan = yaodian_domain::plan::Plan {
            id: PlanId::new(name).unwrap(),
            term: DaySpan::year(year),
            ..plan("一")
        };
        store.put_plan(&act(), &plan).await.unwrap();
    }
    assert_eq!(on("2022-12-31").await, ["hubei-2023"], "none has begun: what is shown");
    assert_eq!(on("2023-09-25").await, ["hubei-2023", "hunan-2023"]);
    assert_eq!(on("2024-01-05").await, ["hubei-2023", "hunan-2023", "hunan-2024"]);
    close(&bench, "hunan-2023").await;
    assert_eq!(on("2024-01-05").await, ["hubei-2023", "hunan-2024"]);
    close(&bench, "hubei-2023").await;
    close(&bench, "hunan-2024").await;
    assert_eq!(on("2024-01-05").await, ["hunan-2024"], "all are closed: what is shown");
}

async fn the_plan_that_is_worked_on(bench: Bench) {
    let store = &bench.store;
    let on = async |day: &str| {
        let plan = store.current_plan(day.parse().unwrap()).await.unwrap();
        plan.map(|id| id.to_string())
    };
    let is = |name: &str| Some(name.to_owned());
    assert_eq!(on("2023-09-25").await, None);
    for (name, year) in [("p-2024", 2024), ("p-2023", 2023), ("p-2023-b", 2023)] {
        let plan = yaodian_domain::plan::Plan {
            id: PlanId::new(name).unwrap(),
            term: DaySpan::year(year),
            ..plan("一")
        };
        store.put_plan(&act(), &plan).await.unwrap();
    }
    assert_eq!(on("2022-12-31").await, is("p-2023"), "before any has begun");
    assert_eq!(on("2023-12-20").await, is("p-2023"), "the next one lies ready");
    assert_eq!(on("2024-01-08").await, is("p-2023"), "December is still reported");
    close(&bench, "p-2023").await;
    assert_eq!(on("2024-01-15").await, is("p-2023-b"), "another one of that year");
    close(&bench, "p-2023-b").await;
    assert_eq!(on("2023-12-31").await, is("p-2023-b"), "no other has begun yet");
    assert_eq!(on("2024-01-15").await, is("p-2024"));
    close(&bench, "p-2024").await;
    assert_eq!(on("2025-02-01").await, is("p-2024"), "all are closed");
}

async fn a_plan_gets_a_version_for_each_change(bench: Bench) {
    let store = bench.store;
    assert_eq!(store.plan(&plan_id()).await.unwrap(), None);
    assert_eq!(store.plans().await.unwrap(), []);
    let (first, mut second) = (plan("一"), plan("二\u{0}𠀀\n\"'$1"));
    second.title.zh = String::from("改过的要点");
    for (version, (put, expected)) in [
        (&first, (1, true)),
        (&first, (1, false)),
        (&second, (2, true)),
        (&second, (2, false)),
        (&first, (3, true)),
    ]
    .into_iter()
    .enumerate()
    {
        let (number, new) = expected;
        assert_eq!(
            store.put_plan(&act(), put).await.unwrap(),
            PlanVersion { version: number, new },
            "step {version}"
        );
        assert_eq!(store.plan(&plan_id()).await.unwrap().as_ref(), Some(put));
    }
    assert_eq!(store.plan_at(&plan_id(), 1).await.unwrap(), Some(first.clone()));
    assert_eq!(store.plan_at(&plan_id(), 2).await.unwrap(), Some(second));
    assert_eq!(store.plan_at(&plan_id(), 4).await.unwrap(), None);
    let mut next = plan("三");
    next.id = PlanId::new("hubei-2024").unwrap();
    next.term = DaySpan::year(2024);
    next.title = Name {
        zh: "2024".to_owned(),
        en: "2024".to_owned(),
    };
    store.put_plan(&act(), &next).await.unwrap();
    let heads = [(next, 1), (first, 3)].map(|(plan, version)| PlanHead {
        id: plan.id,
        title: plan.title,
        issuer: plan.issuer,
        term: plan.term,
        version,
        closed_on: None,
    });
    assert_eq!(store.plans().await.unwrap(), heads);
    assert_eq!(store.history(SubjectKind::Plan, "hubei-2023").await.unwrap().len(), 3);
}

async fn the_same_seed_again_changes_nothing(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let year = DaySpan::year(2023);
    // Two of the same are two.
    let seed: Vec<_> = [
        ("good-ratio", "91.1"),
        ("bad-ratio", "0.3"),
        ("good-ratio", "91.1"),
        ("pm25", "35"),
    ]
    .map(|(name, value)| (target(name), published(value, year)))
    .to_vec();
    let loaded = store.put_published(&act(), &id, &seed).await.unwrap();
    assert_eq!(
        loaded,
        Loaded {
            added: 4,
            ..Loaded::default()
        }
    );
    store
        .put_document(&act(), &id, "series", &json!({ "b": [1, 2], "a": "数" }))
        .await
        .unwrap();
    let (head, version, all) = (
        store.audit_head().await.unwrap(),
        store.content_version(&id).await.unwrap(),
        store.observations(&id).await.unwrap(),
    );
    assert_eq!(all.len(), 4);

    let mut turned = seed.clone();
    turned.reverse();
    for seed in [&seed, &turned] {
        with_plan(&store).await;
        let loaded = store.put_published(&act(), &id, seed).await.unwrap();
        assert_eq!(
            loaded,
            Loaded {
                unchanged: 4,
                ..Loaded::default()
            }
        );
        let same = store
            .put_document(&act(), &id, "series", &json!({ "a": "数", "b": [1, 2] }))
            .await
            .unwrap();
        assert_eq!(same, PlanVersion { version: 1, new: false });
    }
    assert_eq!(store.audit_head().await.unwrap(), head);
    assert_eq!(store.content_version(&id).await.unwrap(), version);
    assert_eq!(store.observations(&id).await.unwrap(), all);
}

async fn a_changed_figure_takes_the_place_of_the_old_one(bench: Bench) {
    let id = with_plan(&bench.store).await;
    let (year, half) = (DaySpan::year(2023), DaySpan::month(2023, 6).unwrap());
    let ratio = target("good-ratio");
    let seed = [
        (ratio.clone(), published("91.1", year)),
        (ratio.clone(), published("90.0", half)),
        (target("pm25"), published("35", year)),
    ];
    bench.store.put_published(&act(), &id, &seed).await.unwrap();
    let mended = [
        (ratio.clone(), published("91.2", year)),
        (target("pm25"), published("35", year)),
    ];
    assert_eq!(
        bench.store.put_published(&act(), &id, &mended).await.unwrap(),
        Loaded {
            unchanged: 1,
            added: 1,
            replaced: 1,
            withdrawn: 1
        }
    );
    assert_eq!(
        bench.store.observations_of(&id, &ratio).await.unwrap(),
        [published("91.2", year)]
    );
    assert_eq!(bench.store.observations(&id).await.unwrap(), mended);

    // Nothing is deleted, and the audit tells old from new.
    let history = bench.store.history(SubjectKind::Published, id.as_str()).await.unwrap();
    let detail = &history[1].detail;
    assert_eq!(detail["removed"].as_array().unwrap().len(), 2);
    assert_eq!(detail["added"][0]["observation"]["figure"]["amount"]["value"], "91.2");
    let old = &detail["added"][0]["replaces"];
    assert!(
        detail["removed"]
            .as_array()
            .unwrap()
            .iter()
            .any(|row| &row["id"] == old)
    );
    bench
        .raw(&format!(
            "UPDATE published SET retired_at = NULL WHERE id = '{}'",
            old.as_str().unwrap()
        ))
        .await
        .unwrap();
    assert_eq!(bench.store.observations_of(&id, &ratio).await.unwrap().len(), 2);
}

async fn precision_is_part_of_a_figure(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let year = DaySpan::year(2023);
    store
        .put_published(&act(), &id, &[(target("ratio"), published("0.3", year))])
        .await
        .unwrap();
    let loaded = store
        .put_published(&act(), &id, &[(target("ratio"), published("0.30", year))])
        .await
        .unwrap();
    assert_eq!(loaded.replaced, 1);
    let mut finer = plan("主要目标。");
    finer.policy.at_risk = Threshold::Beyond(decimal("0.00"));
    assert!(store.put_plan(&act(), &finer).await.unwrap().new);
}

async fn documents_have_versions(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    assert_eq!(store.document(&id, "series").await.unwrap(), None);
    for (document, version) in [(json!([1]), 1), (json!([2, "𠀀\u{0}"]), 2), (json!(null), 3)] {
        let put = store.put_document(&act(), &id, "series", &document).await.unwrap();
        assert_eq!(put, PlanVersion { version, new: true });
        assert_eq!(store.document(&id, "series").await.unwrap(), Some(document));
    }
    assert_eq!(
        store
            .put_document(&act(), &id, "other", &json!(1))
            .await
            .unwrap()
            .version,
        1
    );
    assert_eq!(
        store
            .history(SubjectKind::Document, "hubei-2023:series")
            .await
            .unwrap()
            .len(),
        3
    );
}

async fn what_belongs_to_no_plan_is_refused(bench: Bench) {
    let store = bench.store;
    let id = plan_id();
    for result in [
        store.put_published(&act(), &id, &[]).await.map(drop),
        store.put_document(&act(), &id, "series", &json!(1)).await.map(drop),
        store.create_report(&act(), &id, &draft("1")).await,
    ] {
        assert!(
            matches!(&result, Err(StoreError::UnknownPlan(plan)) if plan == &id),
            "{result:?}"
        );
    }
    assert_eq!(store.content_version(&id).await.unwrap(), 0);
    assert_eq!(store.audit_head().await.unwrap().seq, 0);
}

async fn the_content_version_rises_with_what_is_public(bench: Bench) {
    let store = bench.store;
    let id = with_plan(&store).await;
    let mut last = store.content_version(&id).await.unwrap();
    assert!(last > 0);
    let sent = submitted(&store, &id, draft("1")).await;
    assert_eq!(
        store.content_version(&id).await.unwrap(),
        last,
        "a report that is not approved"
    );
    let mut risen = async |what: &str| {
        let now = store.content_version(&id).await.unwrap();
        assert!(now > last, "{what}");
        last = now;
    };
    approve(&store, &sent).await;
    risen("approval").await;
    approved(&store, &id, draft("2")).await;
    risen("correction").await;
    store.put_plan(&act(), &plan("新")).await.unwrap();
    risen("plan").await;
    store
        .put_published(&act(), &id, &[(target("t"), published("1", DaySpan::year(2023)))])
        .await
        .unwrap();
    risen("published").await;
    store.put_published(&act(), &id, &[]).await.unwrap();
    risen("withdrawn").await;
    store.put_document(&act(), &id, "series", &json!(1)).await.unwrap();
    risen("document").await;
}

async fn one_plan_put_by_many_at_once_is_one_version(bench: Bench) {
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let store = bench.store.clone();
            tokio::spawn(async move {
                let put = store.put_plan(&act(), &plan("一")).await.unwrap();
                let loaded = store
                    .put_published(
                        &act(),
                        &plan_id(),
                        &[(target("t"), published("1", DaySpan::year(2023)))],
                    )
                    .await
                    .unwrap();
                (put, loaded)
            })
        })
        .collect();
    let (mut new, mut added) = (0, 0);
    for task in tasks {
        let (put, loaded) = task.await.unwrap();
        assert_eq!(put.version, 1);
        new += usize::from(put.new);
        added += loaded.added;
    }
    assert_eq!((new, added), (1, 1));
    assert_eq!(bench.store.audit_head().await.unwrap().seq, 2);
}
