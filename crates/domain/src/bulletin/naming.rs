//! Who is named as a leader or a laggard, and by which rule.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::{
    check::Status,
    id::UnitId,
    standing::Tally,
    unit::{Unit, UnitKind},
};

/// 通报表扬和点名的规则: units of one group are ordered by the share of their judged parts that are met or on
/// track. Part of the plan's configuration.
///
/// The default, at least 3 judged parts and at most 3 named, is this house's own: no standard sets
/// one. A unit of which little is known is not named, and nobody is picked out of several that stand
/// alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Naming {
    /// Of how many parts at least there must be a verdict for a unit to be ranked.
    pub least_judged: u32,
    /// How many are named at most, at either end. Units that stand alike are named together; where
    /// that would be too many, none of them is.
    pub most_named: u32,
}

impl Naming {
    /// Whether it is the default.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

impl Default for Naming {
    fn default() -> Self {
        Self {
            least_judged: 3,
            most_named: 3,
        }
    }
}

/// Units that are compared with each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// 市州局.
    Bureaus,
    /// 处室和直属单位.
    Department,
}

impl Group {
    /// Both, in the order in which they are told.
    pub const ALL: [Self; 2] = [Self::Bureaus, Self::Department];

    /// Whether a unit is of it.
    pub fn holds(self, unit: &Unit) -> bool {
        (unit.kind == UnitKind::Bureau) == (self == Self::Bureaus)
    }
}

/// How a unit's parts stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Which unit.
    pub unit: UnitId,
    /// How its parts stand.
    pub tally: Tally,
    /// Its place: those that stand alike share one, and the next is left out (1, 2, 2, 4). `None`
    /// where too little is judged.
    pub rank: Option<usize>,
}

impl Place {
    /// How many of its parts are met or on track.
    pub fn good(&self) -> usize {
        self.tally.at(Status::Met) + self.tally.at(Status::OnTrack)
    }

    /// Of how many of its parts there is a verdict.
    pub fn judged(&self) -> usize {
        self.tally.total() - self.tally.at(Status::NoData) - self.tally.at(Status::AwaitingTarget)
    }

    /// Which of two stands better: the larger share of good ones. Exact: shares are not divided out.
    fn against(&self, other: &Self) -> Ordering {
        (other.good() * self.judged()).cmp(&(self.good() * other.judged()))
    }
}

/// The units of a group in order, and who of them is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// Which group.
    pub group: Group,
    /// Those with a place first, the best at the head; then those of which too little is judged, as the
    /// register has them.
    pub places: Vec<Place>,
    /// 先进: those named first.
    pub leaders: Vec<UnitId>,
    /// 滞后: those named last, the worst first.
    pub laggards: Vec<UnitId>,
}

impl Ranking {
    /// Orders units (given in the order of the register) and names some.
    pub fn of(group: Group, units: impl IntoIterator<Item = (UnitId, Tally)>, naming: Naming) -> Self {
        let least = usize::try_from(naming.least_judged).unwrap_or(usize::MAX).max(1);
        let places = units.into_iter().map(|(unit, tally)| Place {
            unit,
            tally,
            rank: None,
        });
        let (mut ranked, unranked): (Vec<Place>, Vec<Place>) = places.partition(|place| place.judged() >= least);
        // Stable: those that stand alike stay in the order of the register.
        ranked.sort_by(Place::against);
        let mut rank = 1;
        for at in 0..ranked.len() {
            if at > 0 && ranked[at - 1].against(&ranked[at]) != Ordering::Equal {
                rank = at + 1;
            }
            ranked[at].rank = Some(rank);
        }
        let (leaders, laggards) = name(&ranked, naming);
        ranked.extend(unranked);
        Self {
            group,
            places: ranked,
            leaders,
            laggards,
        }
    }
}

/// Who is named at either end of a ranked list.
fn name(ranked: &[Place], naming: Naming) -> (Vec<UnitId>, Vec<UnitId>) {
    let most = usize::try_from(naming.most_named).unwrap_or(usize::MAX);
    let alike: Vec<&[Place]> = ranked.chunk_by(|a, b| a.rank == b.rank).collect();
    let take = |groups: &mut dyn Iterator<Item = &&[Place]>| {
        let mut named = Vec::new();
        let mut taken = 0;
        for group in groups {
            if named.len() + group.len() > most {
                break;
            }
            named.extend(group.iter().map(|place| place.unit.clone()));
            taken += 1;
        }
        (named, taken)
    };
    // Whoever stands last leads nobody, and who has nothing good to show is no example.
    let before_last = alike.len().saturating_sub(1);
    let (leaders, leading) = take(&mut alike[..before_last].iter().take_while(|group| group[0].good() > 0));
    let (laggards, _) = take(
        &mut alike[leading.max(1).min(alike.len())..]
            .iter()
            .rev()
            .take_while(|group| group[0].good() < group[0].judged()),
    );
    (leaders, laggards)
}
