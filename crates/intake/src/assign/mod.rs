//! Brackets that say who leads and who answers.
//!
//! «(牵头单位:A、B;责任单位:C)», «（A牵头,B、C配合）», «(A部门、B部门按职责分工负责)», «A负责», in any kind of
//! bracket or in none («责任单位:A、B» as a line of its own).

mod brackets;
mod order;
mod roles;
mod rule;
mod split;
mod words;

use yaodian_domain::{Date, plan::Role};

pub(crate) use brackets::{Found, Kind, find};
pub(crate) use split::Name;

/// Units named in one role within one bracket. Places are characters of the flat text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub role: Role,
    pub names: Vec<Name>,
    pub from: usize,
    pub to: usize,
    /// Whether the role follows from the order of the names.
    pub by_order: bool,
}

/// What a bracket says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reading {
    pub groups: Vec<Group>,
    /// Who answers for everything after it.
    pub standing: Vec<Group>,
    /// «列第一位者为牵头单位,下同»: from here on the first named leads.
    pub first_leads: bool,
    /// 责任单位 stands twice and 牵头单位 not at all: the first was read as 牵头单位.
    pub role_twice: bool,
    /// It names units and no role.
    pub no_role: bool,
    /// 完成时限.
    pub due: Option<Date>,
}
