//! The figures that follow from a ledger.

use proptest::prelude::*;
use yaodian_domain::{
    Date, Decimal,
    check::{Policy, Status, assess, assess_unit},
    id::{LedgerId, ReportId, TargetId},
    ledger::{
        Kept, Row,
        counts::{Counting, Sum, movements, with_ledgers},
    },
    observation::{Figure, Observation, Provenance, Step},
    plan::Plan,
    time::DaySpan,
};

use super::fixtures::{day, ledger, plan, row, unit};

/// Entries as they are changed, day by day.
struct Book {
    sum: Sum,
    demonstration: bool,
}

impl Book {
    fn new() -> Self {
        Self {
            sum: Sum::default(),
            demonstration: false,
        }
    }

    fn put(&mut self, on: &str, before: Option<&Row>, after: Option<&Row>) {
        let ledger = ledger();
        let [before, after] = [before, after].map(|row| row.map(|row| Counting::of(&ledger, row)));
        movements(before, after, day(on), |m| self.sum.add(m));
    }

    fn kept(&self) -> Vec<Kept> {
        vec![Kept {
            ledger: LedgerId::new("outfalls").unwrap(),
            demonstration: self.demonstration,
            movements: self.sum.clone().into_movements().collect(),
        }]
    }

    fn known(&self, plan: &Plan, other: &[(&str, Observation)], today: &str) -> Vec<(TargetId, Observation)> {
        let other = other
            .iter()
            .map(|(id, o)| (TargetId::new(*id).unwrap(), o.clone()))
            .collect();
        with_ledgers(plan, other, &self.kept(), Vec::new(), day(today))
    }
}

fn of(known: &[(TargetId, Observation)], target: &str) -> Vec<Observation> {
    known
        .iter()
        .filter(|(id, _)| id.as_str() == target)
        .map(|(_, o)| o.clone())
        .collect()
}

fn counts(done: i64, of: i64) -> Figure {
    Figure::Counts {
        done: Decimal::from(done),
        of: Some(Decimal::from(of)),
    }
}

const DONE: [&str; 3] = ["2023-02-01", "2023-03-01", "2023-05-01"];

#[test]
fn moving_an_entry_moves_the_figure_of_the_whole_and_of_its_unit() {
    let plan = plan();
    let target = plan.target(&TargetId::new("outfalls-mended").unwrap()).unwrap();
    let mut book = Book::new();
    let (traced, mended) = (row("A1", "420100", &DONE[..2]), row("A1", "420100", &DONE));
    book.put("2023-05-02", None, Some(&traced));
    book.put("2023-05-02", None, Some(&row("B1", "420200", &[])));
    let before = of(&book.known(&plan, &[], "2023-05-10"), "outfalls-mended");
    book.put("2023-05-10", Some(&traced), Some(&mended));
    let after = of(&book.known(&plan, &[], "2023-05-10"), "outfalls-mended");
    let judged = |known: &[Observation]| assess(target, known, day("2023-05-10"), &Policy::default());
    assert_eq!(judged(&before).basis.unwrap().figure, counts(0, 10));
    let now = judged(&after);
    assert_eq!(
        now.basis.as_ref().unwrap().figure,
        counts(1, 10),
        "held against the ten that the text speaks of"
    );
    assert!(matches!(now.basis.unwrap().provenance, Some(Provenance::Ledger { .. })));
    let of_unit = |unit_id: &str| {
        let id = unit(unit_id);
        let share = plan.allocation(&target.id, &id, day("2023-05-10"));
        assess_unit(target, &id, share, &after, day("2023-05-10"), &Policy::default())
    };
    assert_eq!(of_unit("420100").basis.unwrap().figure, counts(1, 1));
    assert_eq!(of_unit("420100").status, Status::Met);
    assert_eq!(
        of_unit("420200").basis.unwrap().figure,
        counts(0, 5),
        "held against its share of five"
    );
    assert_eq!(
        of_unit("429021").status,
        Status::NoData,
        "a list without entries says nothing"
    );
}

#[test]
fn a_short_list_proves_no_more_than_it_lists_though_every_unit_has_one() {
    let plan = plan();
    let target = plan.target(&TargetId::new("outfalls-mended").unwrap()).unwrap();
    let mut book = Book::new();
    for (key, unit_id) in [("A1", "420100"), ("B1", "420200"), ("C1", "429021")] {
        book.put("2023-05-10", None, Some(&row(key, unit_id, &DONE)));
    }
    let known = of(&book.known(&plan, &[], "2023-05-10"), "outfalls-mended");
    let judged = assess(target, &known, day("2023-05-10"), &Policy::default());
    assert_eq!(judged.basis.unwrap().figure, counts(3, 10));
    assert_ne!(judged.status, Status::Met);
}

#[test]
fn a_day_of_the_past_keeps_its_answer() {
    let plan = plan();
    let target = plan.target(&TargetId::new("outfalls-mended").unwrap()).unwrap();
    let mut book = Book::new();
    let mended = row("A1", "420100", &DONE);
    book.put("2023-05-10", None, Some(&mended));
    // Taken back in August.
    book.put("2023-08-10", Some(&mended), Some(&row("A1", "420100", &DONE[..2])));
    let known = of(&book.known(&plan, &[], "2023-09-25"), "outfalls-mended");
    for (as_of, done) in [
        ("2023-05-10", 1),
        ("2023-08-09", 1),
        ("2023-08-10", 0),
        ("2023-09-25", 0),
    ] {
        let judged = assess(target, &known, day(as_of), &Policy::default());
        assert_eq!(judged.basis.unwrap().figure, counts(done, 10), "{as_of}");
    }
    assert_eq!(
        assess(target, &known, day("2023-05-09"), &Policy::default()).status,
        Status::NoData
    );
}

#[test]
fn what_was_done_in_time_and_heard_of_later_counts_for_the_year() {
    let mut plan = plan();
    plan.ledgers[0].feeds = serde_json::from_value(serde_json::json!([
        { "count": { "target": "villages", "stage": "mended", "by_unit": true } }
    ]))
    .unwrap();
    let target = plan.target(&TargetId::new("villages").unwrap()).unwrap();
    let mut book = Book::new();
    // One of the year before, one in time, one too late; all entered in January.
    for (key, last) in [("A1", "2022-12-30"), ("A2", "2023-12-30"), ("A3", "2024-01-03")] {
        let reached = ["2022-01-01", "2022-01-02", last];
        book.put("2024-01-10", None, Some(&row(key, "420100", &reached)));
    }
    let known = of(&book.known(&plan, &[], "2024-01-20"), "villages");
    let judged = assess(target, &known, day("2024-01-20"), &Policy::default());
    assert_eq!(judged.status, Status::Met, "two, the second of them late");
    assert!(judged.late);
    let in_time: Vec<_> = known
        .iter()
        .filter(|o| o.span.to() == day("2023-12-31") && o.unit.is_none())
        .collect();
    assert_eq!(in_time.len(), 1);
    assert_eq!(in_time[0].figure, Figure::Amount { value: Decimal::ONE });
}

#[test]
fn the_same_day_gets_the_same_answer_whenever_it_is_asked_about() {
    let plan = plan();
    let mut book = Book::new();
    book.put("2023-03-10", None, Some(&row("A1", "420100", &DONE[..1])));
    let then = of(&book.known(&plan, &[], "2023-06-20"), "outfalls-mended");
    let later = of(&book.known(&plan, &[], "2024-03-01"), "outfalls-mended");
    let known_by = |all: &[Observation], on: &str| -> Vec<Observation> {
        all.iter().filter(|o| o.known_on <= day(on)).cloned().collect()
    };
    assert_eq!(known_by(&then, "2023-06-20"), known_by(&later, "2023-06-20"));
    // A list that nobody touches still says at the end of each month what it says.
    let ends: Vec<Date> = then.iter().filter(|o| o.unit.is_none()).map(|o| o.span.to()).collect();
    assert_eq!(ends, ["2023-03-10", "2023-03-31", "2023-04-30", "2023-05-31"].map(day));
    // And the year is closed by its last day.
    assert!(
        later
            .iter()
            .any(|o| o.unit.is_none() && o.span.to() == day("2023-12-31"))
    );
}

fn observed(unit_id: Option<&str>, to: &str, known_on: &str, figure: Figure, provenance: Provenance) -> Observation {
    Observation {
        unit: unit_id.map(unit),
        span: DaySpan::new(day("2023-01-01"), day(to)).unwrap(),
        known_on: day(known_on),
        figure,
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance,
    }
}

fn reported() -> Provenance {
    Provenance::Reported {
        report: ReportId::new("r").unwrap(),
        late: None,
    }
}

fn published() -> Provenance {
    serde_json::from_value(serde_json::json!({
        "published": { "source": { "title": "某报", "published_on": "2023-04-20" } }
    }))
    .unwrap()
}

#[test]
fn a_typed_figure_ends_where_the_ledger_begins() {
    let plan = plan();
    let typed = observed(Some("420100"), "2023-05-31", "2023-05-28", counts(9, 9), reported());
    let other = observed(Some("420200"), "2023-05-31", "2023-05-28", counts(2, 5), reported());
    let after = observed(Some("420100"), "2023-06-30", "2023-06-28", counts(9, 9), reported());
    let others = [
        ("outfalls-mended", typed),
        ("outfalls-mended", other.clone()),
        ("outfalls-mended", after),
    ];
    let mut book = Book::new();
    book.put("2023-06-10", None, Some(&row("A1", "420100", &DONE[..1])));
    let known = of(&book.known(&plan, &others, "2023-06-30"), "outfalls-mended");
    let reports: Vec<_> = known
        .iter()
        .filter(|o| matches!(o.provenance, Provenance::Reported { .. }))
        .collect();
    assert_eq!(reports.len(), 2, "what was approved after the ledger began is left out");
    let of_wuhan = reports.iter().find(|o| o.unit == Some(unit("420100"))).unwrap();
    assert_eq!(of_wuhan.withdrawn_on, Some(day("2023-06-10")));
    assert!(of_wuhan.is_known_on(day("2023-06-09")) && !of_wuhan.is_known_on(day("2023-06-10")));
    assert!(reports.contains(&&other), "a unit without entries still reports");
}

#[test]
fn an_emptied_list_gives_the_word_back() {
    let plan = plan();
    let target = plan.target(&TargetId::new("outfalls-mended").unwrap()).unwrap();
    let mut book = Book::new();
    let entry = row("A1", "420100", &DONE);
    book.put("2023-06-10", None, Some(&entry));
    book.put("2023-06-20", Some(&entry), None);
    let during = observed(Some("420100"), "2023-06-30", "2023-06-15", counts(9, 9), reported());
    let after = observed(Some("420100"), "2023-06-30", "2023-06-28", counts(4, 9), reported());
    let others = [("outfalls-mended", during), ("outfalls-mended", after.clone())];
    let known = of(&book.known(&plan, &others, "2023-07-30"), "outfalls-mended");
    let whole = |on: &str| {
        assess(target, &known, day(on), &Policy::default())
            .basis
            .map(|b| b.figure)
    };
    assert_eq!(whole("2023-06-19"), Some(counts(1, 10)));
    assert_eq!(whole("2023-06-20"), None, "nothing is left of it");
    let reports: Vec<_> = known
        .iter()
        .filter(|o| matches!(o.provenance, Provenance::Reported { .. }))
        .collect();
    assert_eq!(reports, [&after], "reports count again from then on, and only then");
}

#[test]
fn made_up_figures_and_published_ones_do_not_mix() {
    let plan = plan();
    let figure = observed(None, "2023-04-15", "2023-04-20", counts(8, 10), published());
    let others = [("outfalls-mended", figure.clone()), ("villages", figure)];
    let mut book = Book::new();
    book.put("2023-05-10", None, Some(&row("A1", "420100", &DONE)));
    let sources = |known: &[(TargetId, Observation)], target: &str| {
        let all = of(known, target);
        let published = all
            .iter()
            .filter(|o| matches!(o.provenance, Provenance::Published { .. }))
            .count();
        (
            published,
            all.iter().filter(|o| o.provenance.is_demonstration()).count(),
        )
    };
    assert_eq!(
        sources(&book.known(&plan, &others, "2023-05-10"), "outfalls-mended"),
        (1, 0)
    );
    book.demonstration = true;
    let known = book.known(&plan, &others, "2023-05-10");
    let (published, made_up) = sources(&known, "outfalls-mended");
    assert_eq!(published, 0);
    assert!(made_up > 0);
    assert_eq!(
        sources(&known, "villages"),
        (1, 0),
        "a target that it does not feed is not touched"
    );
}

#[test]
fn a_ledger_of_documents_reports_steps() {
    let mut plan = plan();
    plan.ledgers[0].feeds = serde_json::from_value(serde_json::json!([{ "steps": { "field": "measure" } }])).unwrap();
    let target = plan.target(&TargetId::new("outline").unwrap()).unwrap();
    let ledger = plan.ledgers[0].clone();
    let document = |key: &str, reached: &[&str]| {
        // Of a unit that does not answer for the outline nothing counts.
        let mut row = row(key, if key == "A3" { "420100" } else { "shui" }, reached);
        row.values[5] = Some("outline".to_owned());
        row
    };
    let mut sum = Sum::default();
    let all = ["2023-02-01", "2023-03-01", "2023-05-01", "2023-06-01"];
    let mut put = |on: &str, before: Option<&Row>, after: Option<&Row>| {
        let [before, after] = [before, after].map(|row| row.map(|row| Counting::of(&ledger, row)));
        movements(before, after, day(on), |m| sum.add(m));
    };
    put("2023-01-02", None, Some(&document("A1", &[])));
    put("2023-01-02", None, Some(&document("A2", &[])));
    put("2023-01-02", None, Some(&document("A3", &[])));
    put("2023-06-02", Some(&document("A1", &[])), Some(&document("A1", &all)));
    put(
        "2023-06-02",
        Some(&document("A2", &[])),
        Some(&document("A2", &all[..2])),
    );
    put(
        "2023-07-02",
        Some(&document("A2", &all[..2])),
        Some(&document("A2", &all)),
    );
    let kept = [Kept {
        ledger: ledger.id.clone(),
        demonstration: false,
        movements: sum.into_movements().collect(),
    }];
    let known = with_ledgers(&plan, Vec::new(), &kept, Vec::new(), day("2023-07-10"));
    let known = of(&known, "outline");
    let step = |on: &str| {
        assess(target, &known, day(on), &Policy::default())
            .basis
            .unwrap()
            .figure
    };
    assert_eq!(
        step("2023-06-02"),
        Figure::Progress { step: Step::Drafted },
        "as far as the last of them"
    );
    assert_eq!(step("2023-07-02"), Figure::Progress { step: Step::Delivered });
}

#[test]
fn a_set_that_is_held_falls_back_and_comes_back() {
    let mut plan = plan();
    plan.ledgers[0].feeds = serde_json::from_value(serde_json::json!([
        { "share": { "target": "kept", "stage": "mended", "by_unit": false } }
    ]))
    .unwrap();
    let target = plan.target(&TargetId::new("kept").unwrap()).unwrap();
    let reached = ["2021-01-01", "2021-01-02", "2021-01-03"];
    let mut book = Book::new();
    for key in ["A1", "A2", "A3", "A4"] {
        book.put("2023-01-01", None, Some(&row(key, "420100", &reached)));
    }
    book.put(
        "2023-07-01",
        Some(&row("A1", "420100", &reached)),
        Some(&row("A1", "420100", &reached[..2])),
    );
    let known = of(&book.known(&plan, &[], "2024-02-01"), "kept");
    let judged = |on: &str| assess(target, &known, day(on), &Policy::default());
    assert_eq!(judged("2023-06-30").basis.unwrap().figure, counts(4, 4));
    assert_eq!(judged("2023-07-01").basis.unwrap().figure, counts(3, 4));
    assert!(matches!(
        judged("2024-02-01").status,
        Status::Overdue | Status::OffTrack
    ));
    assert!(known.iter().all(|o| o.unit.is_none()));
}

fn steps() -> impl Strategy<Value = Vec<(usize, u16, usize, bool)>> {
    proptest::collection::vec((0_usize..6, 0_u16..360, 0_usize..=4, any::<bool>()), 1..40)
}

proptest! {
    /// Whatever is done to entries, the sums say what the entries say, on every day.
    #[test]
    fn the_sums_are_the_entries(mut changes in steps()) {
        changes.sort_by_key(|(_, on, ..)| *on);
        let ledger = ledger();
        let all = ["2023-01-05", "2023-01-06", "2023-01-07", "2023-01-08"];
        let mut entries: Vec<Option<Row>> = vec![None; 6];
        let mut sum = Sum::default();
        let mut states = Vec::new();
        for (which, on, stage, moved) in changes {
            let on = day("2023-01-09").saturating_add(jiff::Span::new().days(i64::from(on)));
            let unit_id = if moved { "420200" } else { "420100" };
            let after = row(&format!("A{which}"), unit_id, &all[..stage]);
            let counting = |row| Counting::of(&ledger, row);
            movements(entries[which].as_ref().map(counting), Some(counting(&after)), on, |m| sum.add(m));
            entries[which] = Some(after);
            states.push((on, entries.clone()));
        }
        let kept = Kept { ledger: ledger.id.clone(), demonstration: false, movements: sum.into_movements().collect() };
        for (at, (on, entries)) in states.iter().enumerate() {
            // The last change of a day counts.
            if states.get(at + 1).is_some_and(|(next, _)| next == on) {
                continue;
            }
            for unit_id in [None, Some("420100"), Some("420200")] {
                let mine = |row: &&Row| unit_id.is_none_or(|id| row.unit.as_str() == id);
                let rows: Vec<&Row> = entries.iter().flatten().filter(mine).collect();
                let expected: Vec<i64> = (0..=4).map(|stage| rows.iter().filter(|row| row.reached.len() >= stage).count()).map(|n| i64::try_from(n).unwrap()).collect();
                prop_assert_eq!(kept.funnel(&ledger, unit_id.map(unit).as_ref(), *on), expected);
            }
        }
    }
}
