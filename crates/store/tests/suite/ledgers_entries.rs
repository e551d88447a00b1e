//! Entries: put, changed, removed and brought back; every version stays known.

use yaodian_domain::id::{EntryId, LedgerId, PlanId};
use yaodian_store::{AuditCheck, Changing, How, Mode, Put, StoreError, SubjectKind};

use crate::{
    fixtures::{DAY, act, act_at, act_of, day, plan_id, unit, with_plan},
    harness::{Bench, cases},
    ledgers_outfalls::{
        Shelf, change, changing, counts_fit, funnel, kept, many, of_key, outfalls, put, remove, row, row_at,
        with_fields,
    },
};

cases!(
    a_ledger_that_nobody_filled_is_empty,
    entries_come_back_as_they_were_put,
    a_change_makes_a_version_and_keeps_the_one_before,
    a_single_change_stands_in_the_audit_with_before_and_after,
    many_changes_stand_in_the_audit_as_counts_and_a_hash,
    whoever_reads_an_old_version_is_outrun,
    a_number_that_is_taken_is_outrun,
    all_or_nothing_leaves_no_trace,
    what_changes_nothing_leaves_no_trace,
    a_removed_entry_comes_back_under_its_number_with_a_higher_version,
    an_entry_is_changed_once_by_one_change,
    later_plans_may_order_add_and_drop_fields,
    whoever_catches_up_misses_nothing,
    thousands_of_puts_of_all_sorts_go_in_together,
    movements_are_counted_by_the_day_on_which_they_became_known,
    every_change_is_public_at_once,
    a_list_of_another_plan_is_another_list,
);

async fn a_ledger_that_nobody_filled_is_empty(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let state = store.ledger_state(&plan, &ledger.id).await.unwrap();
    assert_eq!((state.demonstration, state.seq), (false, 0));
    assert_eq!(Shelf::full(&store, &plan, &ledger).await.seq, 0);
    assert_eq!(store.entry(&plan, &ledger, EntryId(1)).await.unwrap(), None);
    assert_eq!(store.entries_by_key(&plan, &ledger, &["EZ-1"]).await.unwrap(), []);
    assert_eq!(store.rows_at(&plan, &ledger, &[(EntryId(1), 1)]).await.unwrap(), []);
    assert_eq!(store.entry_history(&plan, &ledger, EntryId(1)).await.unwrap(), []);
    assert_eq!(store.kept(&plan).await.unwrap(), []);

    let other = PlanId::new("hubei-2024").unwrap();
    let result = store.apply(&act(), &changing(&other, &ledger), many(0, 1)).await;
    assert!(matches!(result, Err(StoreError::UnknownPlan(plan)) if plan == other));
}

async fn entries_come_back_as_they_were_put(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let mut odd = row_at("鄂-1 '$1?", "𠀀\u{0}\"\n,", &["2023-03-01", "2023-04-02"]);
    odd.values = vec![None, Some("\u{0}".to_owned()), odd.values[0].clone()];
    let mut blank = row("EZ-2", "");
    blank.values = vec![None, None, None];
    let rows = vec![odd, blank, row("EZ-3", "")];
    let applied = put(&store, &plan, &ledger, rows.iter().cloned().map(Put::New).collect()).await;
    assert_eq!((applied.changed, applied.seq, applied.outrun.len()), (3, 1, 0));

    let shelf = Shelf::full(&store, &plan, &ledger).await;
    assert_eq!(shelf.seq, 1);
    let entries: Vec<_> = shelf.entries.into_values().collect();
    let read: Vec<_> = entries.iter().map(|entry| entry.row.clone()).collect();
    assert_eq!(read, rows);
    for entry in entries {
        assert_eq!((entry.version, entry.files.as_slice()), (1, [0, 0].as_slice()));
        assert_eq!((entry.changed_on, entry.changed_by.as_str()), (DAY, "test"));
        let versions = [(entry.id, 1), (entry.id, 2)];
        assert_eq!(
            store.rows_at(&plan, &ledger, &versions).await.unwrap(),
            [((entry.id, 1), entry.row.clone())]
        );
        assert_eq!(of_key(&store, &plan, &ledger, &entry.row.key).await, entry);
        assert_eq!(store.entry(&plan, &ledger, entry.id).await.unwrap(), Some(entry));
    }
}

async fn a_change_makes_a_version_and_keeps_the_one_before(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    let first = of_key(&store, &plan, &ledger, "EZ-1").await;
    let after = row_at("EZ-1", "汉江", &["2023-05-01"]);
    let act = act_at("2023-10-01T20:00:00Z");
    let moving = Changing {
        how: How::Move,
        ..changing(&plan, &ledger)
    };
    let moved = store
        .apply(&act, &moving, [change(&first, after.clone())].into_iter())
        .await
        .unwrap();
    let second = of_key(&store, &plan, &ledger, "EZ-1").await;
    assert_eq!((second.id, second.version, &second.row), (first.id, 2, &after));
    // Eight in the evening in London is the next morning in China.
    assert_eq!(second.changed_on, day("2023-10-02"));
    let both = [(first.id, 1), (first.id, 2), (first.id, 3)];
    let mut rows = store.rows_at(&plan, &ledger, &both).await.unwrap();
    rows.sort_by_key(|((_, version), _)| *version);
    assert_eq!(rows, [(both[0], first.row.clone()), (both[1], after.clone())]);

    let history = store.entry_history(&plan, &ledger, first.id).await.unwrap();
    let told: Vec<_> = history
        .iter()
        .map(|step| (step.version, step.how, step.gone, &step.row))
        .collect();
    assert_eq!(told, [(1, How::Edit, false, &first.row), (2, How::Move, false, &after)]);
    assert_eq!((history[1].at, history[1].by.as_str()), (act.at, "test"));
    assert_eq!(Some(&history[1].batch), moved.batch.as_ref());
}

async fn a_single_change_stands_in_the_audit_with_before_and_after(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    let first = of_key(&store, &plan, &ledger, "EZ-1").await;
    put(
        &store,
        &plan,
        &ledger,
        vec![change(&first, row_at("EZ-1", "汉江", &["2023-05-01"]))],
    )
    .await;
    let second = of_key(&store, &plan, &ledger, "EZ-1").await;
    put(&store, &plan, &ledger, vec![remove(&second)]).await;
    let history = store.history(SubjectKind::Entry, &first.id.to_string()).await.unwrap();
    let actions: Vec<_> = history.iter().map(|row| row.action.as_str()).collect();
    assert_eq!(actions, ["entry-added", "entry-changed", "entry-removed"]);
    assert!(history[0].detail["before"].is_null());
    assert_eq!(history[0].detail["after"]["values"]["river"], "长江");
    assert_eq!(history[1].detail["before"]["values"]["river"], "长江");
    assert_eq!(history[1].detail["after"]["values"]["river"], "汉江");
    assert_eq!(history[1].detail["after"]["reached"]["traced"], "2023-05-01");
    assert_eq!(history[1].detail["version"], 2);
    assert_eq!(history[2].detail["before"]["values"]["river"], "汉江");
    assert!(history[2].detail["after"].is_null());
    assert!(matches!(store.check_audit(None).await.unwrap(), AuditCheck::Whole(_)));
}

async fn many_changes_stand_in_the_audit_as_counts_and_a_hash(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let twice = many(0, 2_500).chain(many(0, 1));
    let applied = store.apply(&act(), &changing(&plan, &ledger), twice).await.unwrap();
    assert_eq!(applied.outrun, [2_500]);
    put(&store, &plan, &ledger, many(2_500, 3).collect()).await;
    let history = store
        .history(SubjectKind::Ledger, "hubei-2023:outfalls-yangtze")
        .await
        .unwrap();
    assert_eq!(history.len(), 2);
    let detail = &history[0].detail;
    assert_eq!(detail["added"], 2_500);
    assert_eq!(detail["outrun"], 1);
    assert_eq!(detail["batch"].as_str(), applied.batch.as_deref());
    let hash = |at: usize| history[at].detail["sha256"].as_str().unwrap();
    assert_eq!(hash(0).len(), 64);
    assert_ne!(hash(0), hash(1));
}

async fn whoever_reads_an_old_version_is_outrun(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, many(0, 2).collect()).await;
    let (first, other) = (
        of_key(&store, &plan, &ledger, "EZ-00000").await,
        of_key(&store, &plan, &ledger, "EZ-00001").await,
    );
    put(&store, &plan, &ledger, vec![change(&first, row("EZ-00000", "汉江"))]).await;
    let nobody = Put::Remove {
        id: EntryId(first.id.0 + 1_000),
        read: 1,
    };
    let late = vec![
        change(&first, row("EZ-00000", "清江")),
        change(&other, row("EZ-00001", "清江")),
        remove(&first),
        nobody,
    ];
    let applied = put(&store, &plan, &ledger, late).await;
    assert_eq!((applied.changed, applied.outrun), (1, vec![0, 2, 3]));
    assert_eq!(
        of_key(&store, &plan, &ledger, "EZ-00000").await.row,
        row("EZ-00000", "汉江")
    );
    assert_eq!(
        of_key(&store, &plan, &ledger, "EZ-00001").await.row,
        row("EZ-00001", "清江")
    );
    counts_fit(&store, &plan, &ledger).await;
}

async fn a_number_that_is_taken_is_outrun(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    let again = ["EZ-0", "EZ-1", "EZ-2", "EZ-2"].map(|key| Put::New(row(key, "汉江")));
    let applied = put(&store, &plan, &ledger, again.into()).await;
    assert_eq!((applied.changed, applied.outrun), (2, vec![1, 3]));
    let shelf = Shelf::full(&store, &plan, &ledger).await;
    assert_eq!(shelf.keys(), ["EZ-1", "EZ-0", "EZ-2"]);
    assert_eq!(of_key(&store, &plan, &ledger, "EZ-1").await.row, row("EZ-1", "长江"));
    counts_fit(&store, &plan, &ledger).await;
}

async fn all_or_nothing_leaves_no_trace(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-01500", "长江"))]).await;
    let (head, version) = (
        store.audit_head().await.unwrap(),
        store.content_version(&plan).await.unwrap(),
    );
    let strict = Changing {
        mode: Mode::AllOrNothing,
        ..changing(&plan, &ledger)
    };
    let applied = store.apply(&act(), &strict, many(0, 2_000)).await.unwrap();
    assert_eq!((applied.batch, applied.changed, applied.seq), (None, 0, 1));
    assert_eq!(applied.outrun, [1_500]);
    let shelf = Shelf::full(&store, &plan, &ledger).await;
    assert_eq!((shelf.keys(), shelf.seq), (vec!["EZ-01500"], 1));
    assert_eq!(store.audit_head().await.unwrap(), head);
    assert_eq!(store.content_version(&plan).await.unwrap(), version);

    let applied = store.apply(&act(), &strict, many(0, 1_500)).await.unwrap();
    assert_eq!((applied.changed, applied.seq), (1_500, 2));
}

async fn what_changes_nothing_leaves_no_trace(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let head = store.audit_head().await.unwrap();
    let applied = put(&store, &plan, &ledger, Vec::new()).await;
    assert_eq!((applied.batch, applied.seq), (None, 0));
    assert_eq!(store.ledger_state(&plan, &ledger.id).await.unwrap().seq, 0);
    assert_eq!(store.audit_head().await.unwrap(), head);
}

async fn a_removed_entry_comes_back_under_its_number_with_a_higher_version(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(
        &store,
        &plan,
        &ledger,
        vec![Put::New(row("EZ-1", "长江")), Put::New(row("EZ-2", "长江"))],
    )
    .await;
    let first = of_key(&store, &plan, &ledger, "EZ-1").await;
    let mut shelf = Shelf::full(&store, &plan, &ledger).await;
    put(&store, &plan, &ledger, vec![remove(&first)]).await;
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!(shelf.keys(), ["EZ-2"]);
    assert_eq!(store.entry(&plan, &ledger, first.id).await.unwrap(), None);
    assert_eq!(funnel(&store, &plan, &ledger, DAY).await, [1, 0, 0]);
    // Nobody changes what is gone.
    let applied = put(&store, &plan, &ledger, vec![change(&first, row("EZ-1", "清江"))]).await;
    assert_eq!(applied.outrun, [0]);

    let back = vec![
        Put::New(row("EZ-3", "长江")),
        Put::New(row("EZ-1", "汉江")),
        Put::New(row("EZ-1", "清江")),
    ];
    let applied = put(&store, &plan, &ledger, back).await;
    assert_eq!((applied.changed, applied.outrun), (2, vec![2]));
    let entry = of_key(&store, &plan, &ledger, "EZ-1").await;
    assert_eq!(
        (entry.id, entry.version, &entry.row),
        (first.id, 3, &row("EZ-1", "汉江"))
    );
    shelf.catch_up(&store, &plan, &ledger).await;
    assert_eq!(shelf.entries, Shelf::full(&store, &plan, &ledger).await.entries);
    let history = store.entry_history(&plan, &ledger, first.id).await.unwrap();
    let told: Vec<_> = history.iter().map(|step| (step.version, step.gone)).collect();
    assert_eq!(told, [(1, false), (2, true), (3, false)]);
    let versions = [1, 2, 3].map(|version| (first.id, version));
    assert_eq!(store.rows_at(&plan, &ledger, &versions).await.unwrap().len(), 2);
    counts_fit(&store, &plan, &ledger).await;
}

async fn an_entry_is_changed_once_by_one_change(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    let entry = of_key(&store, &plan, &ledger, "EZ-1").await;
    let next = Put::Change {
        id: entry.id,
        read: 2,
        after: row("EZ-1", "清江"),
    };
    // Side by side, and more than a thousand puts apart.
    let puts = vec![change(&entry, row("EZ-1", "汉江")), remove(&entry), next.clone()];
    let puts = puts
        .into_iter()
        .chain(many(0, 3_000))
        .chain([next, Put::New(row("EZ-1", "沮河"))]);
    let applied = store.apply(&act(), &changing(&plan, &ledger), puts).await.unwrap();
    assert_eq!((applied.changed, applied.outrun), (3_001, vec![1, 2, 3_003, 3_004]));
    assert_eq!(of_key(&store, &plan, &ledger, "EZ-1").await.row, row("EZ-1", "汉江"));
    counts_fit(&store, &plan, &ledger).await;
}

async fn later_plans_may_order_add_and_drop_fields(bench: Bench) {
    let store = bench.store;
    let plan = with_plan(&store).await;
    let text = |text: &str| Some(text.to_owned());
    let first = with_fields(&["river", "kind"]);
    let mut original = row("EZ-1", "长江");
    original.values = vec![text("长江"), text("雨水")];
    put(&store, &plan, &first, vec![Put::New(original.clone())]).await;

    let second = with_fields(&["owner", "river"]);
    let entry = of_key(&store, &plan, &second, "EZ-1").await;
    assert_eq!(entry.row.values, [None, text("长江")]);
    let mut after = entry.row.clone();
    after.values = vec![text("鄂州市"), text("汉江")];
    put(&store, &plan, &second, vec![change(&entry, after.clone())]).await;
    assert_eq!(of_key(&store, &plan, &second, "EZ-1").await.row, after);

    // What the second plan did not speak of is still there for the first one, and a third.
    let as_before = of_key(&store, &plan, &first, "EZ-1").await;
    assert_eq!(as_before.row.values, [text("汉江"), text("雨水")]);
    let third = with_fields(&["kind", "owner", "river"]);
    let entry = of_key(&store, &plan, &third, "EZ-1").await;
    assert_eq!(entry.row.values, [text("雨水"), text("鄂州市"), text("汉江")]);
    let old = store.rows_at(&plan, &third, &[(entry.id, 1)]).await.unwrap();
    assert_eq!(old[0].1.values, [text("雨水"), None, text("长江")]);
    assert_eq!(Shelf::full(&store, &plan, &third).await.entries[&entry.id], entry);
}

async fn whoever_catches_up_misses_nothing(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let mut shelf = Shelf::default();
    for round in 0..4 {
        put(&store, &plan, &ledger, many(round * 40, 40).collect()).await;
        let some: Vec<_> = shelf.entries.values().step_by(7).cloned().collect();
        let puts = some.iter().enumerate().map(|(n, entry)| match n % 2 {
            0 => change(entry, row(&entry.row.key, "汉江")),
            _ => remove(entry),
        });
        put(&store, &plan, &ledger, puts.collect()).await;
        let seen = shelf.seq;
        shelf.catch_up(&store, &plan, &ledger).await;
        assert!(shelf.seq > seen);
        assert_eq!(shelf.seq, store.ledger_state(&plan, &ledger.id).await.unwrap().seq);
        assert_eq!(shelf.entries, Shelf::full(&store, &plan, &ledger).await.entries);
    }
    let mut told = 0;
    store
        .entries_since(&plan, &ledger, shelf.seq, |_| told += 1)
        .await
        .unwrap();
    assert_eq!(told, 0);
}

async fn thousands_of_puts_of_all_sorts_go_in_together(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    put(&store, &plan, &ledger, many(0, 3_000).collect()).await;
    let entries: Vec<_> = Shelf::full(&store, &plan, &ledger)
        .await
        .entries
        .into_values()
        .collect();
    let removed: Vec<_> = entries.iter().filter(|entry| entry.id.0 % 3 == 0).map(remove).collect();
    let gone = removed.len();
    assert_eq!(put(&store, &plan, &ledger, removed).await.changed, gone);

    // A third comes back, a third moves on, a third is taken off, and as many are new.
    let puts: Vec<_> = entries
        .iter()
        .enumerate()
        .flat_map(|(n, entry)| {
            let key = &entry.row.key;
            let known = match entry.id.0 % 3 {
                0 => Put::New(row(key, "清江")),
                1 => change(entry, row_at(key, "汉江", &["2023-05-01"])),
                _ => remove(entry),
            };
            [known, Put::New(row(&format!("新-{n}"), "长江"))]
        })
        .collect();
    let applied = put(&store, &plan, &ledger, puts).await;
    assert_eq!((applied.changed, applied.outrun.len()), (6_000, 0));
    let shelf = Shelf::full(&store, &plan, &ledger).await;
    let river = |name: &str| {
        let named = shelf
            .entries
            .values()
            .filter(|entry| entry.row.values[0].as_deref() == Some(name));
        named.count()
    };
    assert_eq!((river("清江"), river("长江")), (gone, 3_000));
    assert_eq!(shelf.entries.len(), 3_000 + gone + river("汉江"));
    assert!(river("汉江").abs_diff(1_000) <= 1);
    counts_fit(&store, &plan, &ledger).await;
}

async fn movements_are_counted_by_the_day_on_which_they_became_known(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let on = |text: &str| Changing {
        known_on: day(text),
        ..changing(&plan, &ledger)
    };
    let rows = [row("EZ-1", "长江"), row_at("EZ-2", "长江", &["2023-02-01"])].map(Put::New);
    store.apply(&act(), &on("2023-03-01"), rows.into_iter()).await.unwrap();
    let (first, second) = (
        of_key(&store, &plan, &ledger, "EZ-1").await,
        of_key(&store, &plan, &ledger, "EZ-2").await,
    );
    let moved = change(&first, row_at("EZ-1", "长江", &["2023-03-05", "2023-03-20"]));
    store
        .apply(&act(), &on("2023-04-01"), [moved].into_iter())
        .await
        .unwrap();
    store
        .apply(&act(), &on("2023-05-01"), [remove(&second)].into_iter())
        .await
        .unwrap();
    for (as_of, expected) in [
        ("2023-02-28", [0, 0, 0]),
        ("2023-03-01", [2, 1, 0]),
        ("2023-03-31", [2, 1, 0]),
        ("2023-04-01", [2, 2, 1]),
        ("2023-05-01", [1, 1, 1]),
    ] {
        assert_eq!(funnel(&store, &plan, &ledger, day(as_of)).await, expected, "{as_of}");
    }
    // Another unit, on the same day as the change before: what cancels out is not told.
    let entry = of_key(&store, &plan, &ledger, "EZ-1").await;
    let mut elsewhere = entry.row.clone();
    elsewhere.unit = unit("420700");
    let moved = change(&entry, elsewhere.clone());
    store
        .apply(&act(), &on("2023-06-01"), [moved].into_iter())
        .await
        .unwrap();
    let entry = of_key(&store, &plan, &ledger, "EZ-1").await;
    let mut home = elsewhere;
    home.unit = unit("420100");
    store
        .apply(&act(), &on("2023-06-01"), [change(&entry, home)].into_iter())
        .await
        .unwrap();
    let kept = kept(&store, &plan).await.unwrap();
    assert!(!kept.demonstration);
    assert!(
        kept.movements
            .iter()
            .all(|m| m.number != 0 && m.known_on < day("2023-06-01"))
    );
    counts_fit(&store, &plan, &ledger).await;
}

async fn every_change_is_public_at_once(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let mut version = store.content_version(&plan).await.unwrap();
    for key in ["EZ-1", "EZ-2"] {
        put(&store, &plan, &ledger, vec![Put::New(row(key, "长江"))]).await;
        let next = store.content_version(&plan).await.unwrap();
        assert_eq!(next, version + 1);
        version = next;
    }
}

async fn a_list_of_another_plan_is_another_list(bench: Bench) {
    let (store, ledger) = (bench.store, outfalls());
    let plan = with_plan(&store).await;
    let mut next_year = crate::fixtures::plan("明年。");
    next_year.id = PlanId::new("hubei-2024").unwrap();
    store.put_plan(&act_of("test"), &next_year).await.unwrap();
    let mut other = outfalls();
    other.id = LedgerId::new("outfalls-tributaries").unwrap();
    put(&store, &plan, &ledger, vec![Put::New(row("EZ-1", "长江"))]).await;
    put(&store, &next_year.id, &ledger, vec![Put::New(row("EZ-1", "汉江"))]).await;
    put(&store, &plan, &other, vec![Put::New(row("EZ-1", "清江"))]).await;
    let first = of_key(&store, &plan, &ledger, "EZ-1").await;
    assert_eq!(first.row, row("EZ-1", "长江"));
    assert_eq!(store.entry(&next_year.id, &ledger, first.id).await.unwrap(), None);
    assert_eq!(store.entry_history(&plan, &other, first.id).await.unwrap(), []);
    assert_eq!(store.rows_at(&plan, &other, &[(first.id, 1)]).await.unwrap(), []);
    assert_eq!(put(&store, &plan, &other, vec![remove(&first)]).await.outrun, [0]);
    assert_eq!(store.kept(&plan_id()).await.unwrap().len(), 2);
    assert_eq!(store.kept(&next_year.id).await.unwrap().len(), 1);
}
