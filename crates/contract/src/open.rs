//! What anybody may read under `/api/v1/plans/…`, without a key: the same as the public pages show.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use yaodian_domain::{
    Date, Decimal,
    bulletin::{BulletinHead, Correction, page},
    check::{Assessment, Status},
    id::{EntryId, FieldId, PlanId, StageId, TargetId, TaskId, UnitId},
    ledger::Ledger,
    plan::Name,
    target::Target,
    time::DaySpan,
    unit::Unit,
};
use yaodian_monitoring::{air::Pollutant, network::Role, water::WaterClass};

use crate::ledger::{LedgerHead, LedgerSummary};

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Paged<T> {
    /// What stands on it, in order.
    pub items: Vec<T>,
    /// What `after` has to be for the page that follows; `None` at the end.
    pub next: Option<String>,
    /// How many there are on all pages together.
    pub total: usize,
}

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanEntry {
    /// How it is referred to.
    pub id: PlanId,
    /// Its title.
    pub title: Name,
    /// Its year.
    pub term: DaySpan,
    /// The day on which it was closed, if it was.
    #[cfg_attr(feature = "schema", schemars(with = "Option<yaodian_domain::schema::Day>"))]
    pub closed_on: Option<Date>,
    /// Whether it is the one that is worked on: `current` in an address.
    pub current: bool,
}

/// A target, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TargetEntry {
    /// The target, with what was decided about it.
    pub target: Target,
    /// The number of the item it stands in; `None` for the headline statement and what was carried over.
    pub item: Option<u16>,
    /// Who leads it.
    pub leads: Vec<UnitId>,
    /// How the check sees it on the day that was asked for.
    pub assessment: Assessment,
    /// What the reviewer says beside it, if he says something.
    pub judgement: Option<Opinion>,
    /// Whether its figure may rest on made-up entries.
    pub demonstration: bool,
}

/// 复核意见: how a reviewer sees a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Opinion {
    /// How it stands in his eyes.
    pub status: Status,
    /// Why.
    pub reason: String,
    /// On which day he said so.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub on: Date,
}

/// A unit in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitEntry {
    /// The unit.
    pub unit: Unit,
    /// How many tasks it leads.
    pub leads: usize,
    /// How its parts of the targets that it reports on stand, in the order of the states; those at which
    /// none stands are left out.
    pub standing: Vec<StatusCount>,
}

/// How many stand at a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusCount {
    /// The status.
    pub status: Status,
    /// How many.
    pub count: usize,
}

/// A unit with its tasks and targets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitView {
    /// The unit.
    pub unit: Unit,
    /// The tasks that it leads.
    pub leads: Vec<TaskId>,
    /// The tasks that it answers for.
    pub answers: Vec<TaskId>,
    /// The targets that it reports on, in the order of the plan.
    pub targets: Vec<UnitTarget>,
}

/// A unit's part of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitTarget {
    /// Which target.
    pub target: TargetId,
    /// Its name.
    pub name: Name,
    /// How the unit's part of it stands.
    pub assessment: Assessment,
}

/// A public ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenLedger {
    /// As it is listed.
    pub head: LedgerHead,
    /// Its definition; fields that are private are left out.
    pub ledger: Ledger,
    /// How it stands today.
    pub summary: LedgerSummary,
}

/// An entry of a public ledger, without its private fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenEntry {
    /// How it is referred to.
    pub id: EntryId,
    /// Raised by every change of what it says.
    pub version: i64,
    /// Its number (编号).
    pub key: String,
    /// The unit it belongs to.
    pub unit: UnitId,
    /// Its values by their fields, as canonical text; blanks are left out.
    pub values: BTreeMap<FieldId, String>,
    /// The days on which it passed its stages.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "BTreeMap<StageId, yaodian_domain::schema::Day>")
    )]
    pub reached: BTreeMap<StageId, Date>,
    /// The day of its last change.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub changed_on: Date,
}

/// A section or a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NetworkPlace {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The unit that answers for it: the city that it lies in.
    pub unit: UnitId,
    /// Of water: the river, lake or reservoir.
    pub water: Option<String>,
    /// Of water: the basin.
    pub basin: Option<String>,
    /// 国控, 省控 …, as the register writes it.
    pub level: Option<String>,
    /// Of water: the class that it is to be of.
    pub target: Option<WaterClass>,
    /// Of air: what its days say.
    pub role: Option<Role>,
    /// The first day of its service; `None` for ever.
    #[cfg_attr(feature = "schema", schemars(with = "Option<yaodian_domain::schema::Day>"))]
    pub from: Option<Date>,
    /// The last day of its service.
    #[cfg_attr(feature = "schema", schemars(with = "Option<yaodian_domain::schema::Day>"))]
    pub until: Option<Date>,
}

/// A place with its figures over the plan's year, as known on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlaceYear {
    /// The place.
    pub place: NetworkPlace,
    /// The year.
    pub year: i16,
    /// The day of knowledge.
    #[cfg_attr(feature = "schema", schemars(with = "yaodian_domain::schema::Day"))]
    pub as_of: Date,
    /// What was measured there comes to.
    pub figures: PlaceFigures,
    /// Whether it is made up for a demonstration.
    pub demonstration: bool,
}

/// What the measurements of a place come to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PlaceFigures {
    /// Of a section.
    Water(SectionFigures),
    /// Of a station.
    Air(StationFigures),
}

/// A section's classes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SectionFigures {
    /// The twelve months.
    pub months: Vec<SectionMonth>,
    /// The class of the year so far: of its mean concentrations, never put together from months.
    pub so_far: Option<WaterClass>,
    /// The class of the same stretch of the year before.
    pub last_year: Option<WaterClass>,
    /// Whether it is of its target class or better so far.
    pub meets_target: Option<bool>,
}

/// A month of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SectionMonth {
    /// 1 to 12.
    pub month: i8,
    /// How many samples count.
    pub samples: usize,
    /// Its class; `None` where nothing, or too little, was measured.
    pub class: Option<WaterClass>,
}

/// A station's days and concentrations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StationFigures {
    /// The twelve months.
    pub months: Vec<StationMonth>,
    /// The year so far.
    pub so_far: DaysAndMeans,
}

/// A month of a station.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StationMonth {
    /// 1 to 12.
    pub month: i8,
    /// Its figures.
    pub figures: DaysAndMeans,
}

/// Days by grade, and the concentrations that headlines use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DaysAndMeans {
    /// Days that count.
    pub valid: u32,
    /// 优良天数: valid days with an index of at most 100.
    pub good: u32,
    /// 重污染天数: valid days with an index above 200.
    pub heavy: u32,
    /// By pollutant: the mean in μg/m³, of CO (mg/m³) and O3 the percentile; without days of dust.
    /// Pollutants without a figure are left out.
    pub concentrations: Vec<Concentration>,
}

/// The figure of a pollutant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Concentration {
    /// The pollutant.
    pub pollutant: Pollutant,
    /// Its figure.
    pub value: Decimal,
}

/// A published bulletin, with its words as they were frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenBulletin {
    /// How it is listed.
    pub head: BulletinHead,
    /// What it corrects, and why.
    pub correction: Option<Correction>,
    /// Words and figures set together.
    pub page: page::Page,
}

/// A code that a [`Problem`](crate::Problem) can have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProblemCode {
    /// The code.
    pub code: String,
    /// What it says.
    pub meaning: String,
}
