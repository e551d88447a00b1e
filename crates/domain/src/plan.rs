//! The document as issued: headline statement, chapters, items, tasks, assignments.
//!
//! Every part keeps its [`Span`] in the plan's text, and nothing of the text is kept twice: the
//! words of an item are `plan.words(item.span)`.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{
    Date,
    allocation::Allocation,
    bulletin::Naming,
    check::{Policy, PolicyChange},
    id::{LedgerId, PlanId, TargetId, TaskId, UnitId},
    ledger::Ledger,
    open_data::Licence,
    period::{Cadence, Calendar, Period, Reopening, Schedule},
    reminder::Rules,
    report::Rules as ReportRules,
    supervision::Ladder,
    target::{Home, Target},
    time::DaySpan,
    unit::Register,
    workdays::WorkDays,
};

/// A stretch of the plan's text, as byte offsets into it (`start..end`, on character boundaries).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// Where it begins.
    pub start: usize,
    /// Where it ends (the first byte after it).
    pub end: usize,
}

impl Span {
    /// Whether `other` lies within it.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A name in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Name {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

/// How a unit is tied to a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 牵头单位: leads, collects, answers for the whole.
    Lead,
    /// 责任单位: answers for its share.
    Responsible,
    /// 会同…各处室、单位: takes part without being named.
    Participant,
}

/// One bracket of the plan read: the units named in it, with their roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assignment {
    /// The bracket in the text, brackets included.
    pub span: Span,
    /// 牵头单位, in the order of the text: the first collects and answers for joint tasks.
    pub lead: Vec<UnitId>,
    /// 责任单位, collective formulas expanded.
    pub responsible: Vec<UnitId>,
    /// Those who take part («会同厅机关各处室、单位»).
    pub participants: Vec<UnitId>,
}

impl Assignment {
    /// How `unit` is tied to the task, if it is.
    pub fn role_of(&self, unit: &UnitId) -> Option<Role> {
        [
            (Role::Lead, &self.lead),
            (Role::Responsible, &self.responsible),
            (Role::Participant, &self.participants),
        ]
        .into_iter()
        .find_map(|(role, units)| units.contains(unit).then_some(role))
    }
}

/// 工作任务: a stretch of an item's text with its own assignment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Task {
    /// The item's number and the task's place in it: `7.1`.
    pub id: TaskId,
    /// Its words, without the bracket.
    pub span: Span,
    /// Who leads and who answers.
    pub assignment: Assignment,
    /// What a reader should know about the wording (a slip kept as written, say).
    pub note: Option<String>,
}

/// 1. … 27.: a numbered key work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
    /// Its number in the document.
    pub number: u16,
    /// Its heading, with the number and the closing full stop as written.
    pub heading: Span,
    /// Its name, without number and stop, in Chinese and English.
    pub name: Name,
    /// All of it, heading and brackets included.
    pub span: Span,
    /// Its tasks in order; never empty.
    pub tasks: Vec<Task>,
}

/// (一)(二)…: a chapter of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Chapter {
    /// Its number as written: `(一)`.
    pub number: String,
    /// Its heading line, number included.
    pub heading: Span,
    /// Its name, without the number.
    pub name: Name,
    /// Its items in order.
    pub items: Vec<Item>,
}

/// 工作要点: one issuing body, one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Plan {
    /// How it is referred to.
    pub id: PlanId,
    /// Its title as written.
    pub title: Name,
    /// Who issued it.
    pub issuer: Name,
    /// The year it is for.
    pub term: DaySpan,
    /// The text as issued, byte for byte.
    pub text: String,
    /// The stretch that sets out the year (preamble and general requirements).
    pub preamble: Span,
    /// The headline statement (主要目标) in the text.
    pub headline: Span,
    /// Chapters in order.
    pub chapters: Vec<Chapter>,
    /// Every promise, in the order of the text.
    pub targets: Vec<Target>,
    /// The units' shares of targets, where the office has set them.
    pub allocations: Vec<Allocation>,
    /// The units.
    pub units: Register,
    /// 台账: the lists behind its figures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ledgers: Vec<Ledger>,
    /// When reports are due.
    pub calendar: Calendar,
    /// 重新开放: the closed periods that the office has opened again. No part of what is published: their
    /// reasons speak of units and people.
    #[serde(skip)]
    pub reopenings: Vec<Reopening>,
    /// How its reports travel.
    #[serde(default, skip_serializing_if = "ReportRules::is_default")]
    pub reports: ReportRules,
    /// Which days are worked.
    #[serde(default, skip_serializing_if = "WorkDays::is_empty")]
    pub workdays: WorkDays,
    /// 督办阶梯: which slip is sent for what.
    #[serde(default, skip_serializing_if = "Ladder::is_default")]
    pub ladder: Ladder,
    /// When its people are reminded, and when its mail rests.
    #[serde(default, skip_serializing_if = "Rules::is_default")]
    pub reminders: Rules,
    /// 考核办法: what a unit earns by its parts, and what is taken off.
    #[serde(default, skip_serializing_if = "crate::score::Rules::is_default")]
    pub score: crate::score::Rules,
    /// By which rule a bulletin names leaders and laggards.
    #[serde(default, skip_serializing_if = "Naming::is_default")]
    pub naming: Naming,
    /// 开放数据的许可: under which terms its data may be used.
    #[serde(default, skip_serializing_if = "Licence::is_default")]
    pub open_data: Licence,
    /// Where the light bands lie, from the start.
    pub policy: Policy,
    /// Later policies, each from its day on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_changes: Vec<PolicyChange>,
}

/// For so many years before its term a plan can be looked at: what it builds on is known then.
const YEARS_BEFORE: i64 = 1;
/// And for so many after it: results become known late, and the list of a year stays.
const YEARS_AFTER: i64 = 3;

impl Plan {
    /// The days on which the plan can be looked at («as of»): from a year before its term until three
    /// years after it, or until today if that is later. On other days nothing can be known of it.
    pub fn days_to_look_at(&self, today: Date) -> DaySpan {
        let from = self.term.from().saturating_sub(jiff::Span::new().years(YEARS_BEFORE));
        let to = self.term.to().saturating_add(jiff::Span::new().years(YEARS_AFTER));
        DaySpan::new(from, to.max(today)).unwrap_or(self.term)
    }

    /// The words of a stretch of the text, exactly as written; empty if the span is foreign.
    pub fn words(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// All items in order.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.chapters.iter().flat_map(|chapter| &chapter.items)
    }

    /// All tasks in order.
    pub fn tasks(&self) -> impl Iterator<Item = &Task> {
        self.items().flat_map(|item| &item.tasks)
    }

    /// The item with this number.
    pub fn item(&self, number: u16) -> Option<&Item> {
        self.items().find(|item| item.number == number)
    }

    /// The task with this id.
    pub fn task(&self, id: &TaskId) -> Option<&Task> {
        self.tasks().find(|task| &task.id == id)
    }

    /// The item that holds a task.
    pub fn item_of(&self, id: &TaskId) -> Option<&Item> {
        self.items().find(|item| item.tasks.iter().any(|task| &task.id == id))
    }

    /// The target with this id.
    pub fn target(&self, id: &TargetId) -> Option<&Target> {
        self.targets.iter().find(|target| &target.id == id)
    }

    /// The targets of one task, in the order of the text.
    pub fn targets_of<'a>(&'a self, task: &'a TaskId) -> impl Iterator<Item = &'a Target> {
        self.targets
            .iter()
            .filter(move |target| matches!(&target.home, Home::Task { id } if id == task))
    }

    /// The headline targets, in the order of the statement.
    pub fn headline_targets(&self) -> impl Iterator<Item = &Target> {
        self.targets
            .iter()
            .filter(|target| matches!(target.home, Home::Headline { .. }))
    }

    /// The number of the item that a target stands in; `None` for the headline statement and for
    /// what was carried over.
    pub fn item_number(&self, target: &Target) -> Option<u16> {
        match &target.home {
            Home::Headline { .. } | Home::Carried { .. } => None,
            Home::Task { id } => self.item_of(id).map(|item| item.number),
        }
    }

    /// 上年结转: the targets that were carried over from plans before.
    pub fn carried_targets(&self) -> impl Iterator<Item = &Target> {
        self.targets.iter().filter(|target| target.is_carried())
    }

    /// The units that lead the task a target stands in; empty for headline targets, which the
    /// text gives to nobody.
    pub fn leads<'a>(&'a self, target: &'a Target) -> &'a [UnitId] {
        match &target.home {
            Home::Headline { .. } => &[],
            Home::Task { id } => self.task(id).map_or(&[], |task| &task.assignment.lead),
            Home::Carried { leads, .. } => leads,
        }
    }

    /// The policy, and with it the edition of the rules, by which `day` is judged.
    pub fn policy_on(&self, day: crate::Date) -> &Policy {
        let changes = self.policy_changes.iter().filter(|change| change.from <= day);
        changes
            .max_by_key(|change| change.from)
            .map_or(&self.policy, |change| &change.policy)
    }

    /// Its calendar, with the days that are worked and what was opened again.
    pub fn schedule(&self) -> Schedule<'_> {
        Schedule {
            calendar: &self.calendar,
            workdays: &self.workdays,
            reopenings: &self.reopenings,
        }
    }

    /// The period that reporters should be working on: the latest that has opened, of those within the
    /// plan's own time.
    pub fn current(&self, cadence: Cadence, today: crate::Date) -> Period {
        self.current_until(cadence, self.term.to(), today)
    }

    fn current_until(&self, cadence: Cadence, last: crate::Date, today: crate::Date) -> Period {
        let (first, last) = (Period::of(cadence, self.term.from()), Period::of(cadence, last));
        self.schedule().current(cadence, today).clamp(first, last.max(first))
    }

    /// Every period for which some target is reported on at the time.
    pub fn periods_on(&self, today: crate::Date) -> BTreeSet<Period> {
        let targets = self.targets.iter();
        targets.map(|target| self.period_of(target, today)).collect()
    }

    /// Whether `period` is one for which `target` is asked about: of the length that it asks for, while it
    /// runs.
    pub fn asks_for(&self, target: &Target, period: Period, today: crate::Date) -> bool {
        let due = target.due_on(today);
        let is_its = match target.cadence() {
            Cadence::Year if target.due().month() < 12 => period == Period::containing(target.due()),
            cadence => period.cadence() == cadence,
        };
        is_its && target.runs_in(period, due)
    }

    /// Whether a report on `target` for `period` is taken: one that is asked for, or a month of its time,
    /// so that a unit can speak before its quarter ends.
    pub fn takes(&self, target: &Target, period: Period, today: crate::Date) -> bool {
        let last = self.term.to().max(target.due_on(today));
        let is_month = period.cadence() == Cadence::Month;
        let in_time = self.term.from() <= period.span().from() && period.span().from() <= last;
        in_time && (is_month || period == self.period_of(target, today) || self.asks_for(target, period, today))
    }

    /// The period for which `target` is reported on at the time: the latest that has opened, of the
    /// length that the target asks for. What is asked for once, by a day before the year's end, is
    /// reported for the month in which it is due.
    pub fn period_of(&self, target: &Target, today: crate::Date) -> Period {
        let due = target.due();
        match target.cadence() {
            Cadence::Year if due.month() < 12 => Period::containing(due),
            // What was put off beyond the plan's year is reported on until then.
            cadence => self.current_until(cadence, self.term.to().max(target.due_on(today)), today),
        }
    }

    /// The ledger with this id.
    pub fn ledger(&self, id: &LedgerId) -> Option<&Ledger> {
        self.ledgers.iter().find(|ledger| &ledger.id == id)
    }

    /// The ledger that a target's figure is counted from, if there is one.
    pub fn ledger_of(&self, target: &TargetId) -> Option<&Ledger> {
        let feeds = |ledger: &&Ledger| ledger.feeds.iter().any(|feed| feed.target() == Some(target));
        self.ledgers.iter().find(feeds)
    }

    /// 目标分解: from `on` the units have these shares of `target` and no others. Earlier ones hold until
    /// then; one that says the same goes on, and one given on the same day is corrected.
    pub fn break_down(&mut self, target: &TargetId, on: crate::Date, shares: Vec<Allocation>) {
        let mut new: Vec<Allocation> = shares
            .into_iter()
            .map(|share| Allocation {
                target: target.clone(),
                given_on: Some(on),
                withdrawn_on: None,
                ..share
            })
            .collect();
        self.allocations.retain_mut(|old| {
            if &old.target != target || old.withdrawn_on.is_some_and(|gone| gone <= on) {
                return true;
            }
            let same = |share: &Allocation| share.says_as(old) && old.holds_on(on) && old.withdrawn_on.is_none();
            if let Some(at) = new.iter().position(same) {
                new.remove(at);
                return true;
            }
            old.withdrawn_on = Some(on);
            old.given_on != Some(on)
        });
        self.allocations.extend(new);
    }

    /// Every share of `target` that `unit` was ever given, the withdrawn ones too.
    pub fn shares_of<'p, 'q>(
        &'p self,
        target: &'q TargetId,
        unit: &'q UnitId,
    ) -> impl Iterator<Item = &'p Allocation> + use<'p, 'q> {
        self.allocations
            .iter()
            .filter(move |share| &share.target == target && &share.unit == unit)
    }

    /// The share of `target` that `unit` has on `day`.
    pub fn allocation(&self, target: &TargetId, unit: &UnitId, day: crate::Date) -> Option<&Allocation> {
        self.shares_of(target, unit).find(|share| share.holds_on(day))
    }
}
