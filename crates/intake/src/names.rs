//! Whom a name in a bracket means.

use yaodian_domain::{id::UnitId, unit::Register};

/// The register, and what people taught about names that it does not hold.
#[derive(Debug, Clone)]
pub struct Names<'a> {
    /// The units of the plan.
    pub register: &'a Register,
    /// Other names: of one unit an alias, of several a collective formula
    /// («各市、州、直管市及神农架林区生态环境局»).
    pub learned: Vec<(String, Vec<UnitId>)>,
}
