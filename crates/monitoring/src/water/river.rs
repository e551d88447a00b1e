//! A river, a basin, a city or a province: several sections put together.

use serde::{Deserialize, Serialize};

use super::{
    class::{Body, Quality},
    grade::Grade,
    limits::Rules,
    pollutants::{self, RiverPollutant},
    shares::Shares,
    values::Values,
};

/// From how many sections on the shares of the classes decide, and no longer the means.
pub const MANY: u32 = 5;

/// A section and what is known of it in the period.
#[derive(Debug, Clone, Copy)]
pub struct Section<'a> {
    /// Its mean values.
    pub means: &'a Values,
    /// The grade of these.
    pub grade: &'a Grade,
}

/// Several sections, assessed as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overall {
    /// How many sections are of which class.
    pub shares: Shares,
    /// The word of quality; `None` where no section was graded.
    pub quality: Option<Quality>,
    /// How it was found.
    pub method: Method,
}

/// How several sections were assessed as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Fewer than five: means of each item over the sections, then the worst item
    /// ([`Rule::FewSections`](super::Rule::FewSections)). Main pollution indicators are told of each
    /// section, not of the whole.
    Means {
        /// The means over the sections.
        means: Box<Values>,
        /// Their grade.
        grade: Box<Grade>,
    },
    /// Five or more: the shares of the classes ([`Rule::ClassShares`](super::Rule::ClassShares)).
    Shares {
        /// The main pollution indicators; none where the quality is good or excellent.
        pollutants: Vec<RiverPollutant>,
    },
}

/// Assesses sections as one. A section without a class is counted as such and is in nothing else.
///
/// `body` says whose limits the means of fewer than five sections are held against; each section's own
/// grade stays by its own.
pub fn assess(sections: &[Section<'_>], body: Body, rules: Rules) -> Overall {
    let shares: Shares = sections.iter().map(|section| section.grade.class).collect();
    if shares.graded() < MANY {
        let graded = sections.iter().filter(|section| section.grade.class.is_some());
        let means = Values::mean(graded.map(|section| section.means));
        let grade = Grade::of(&means, body, rules);
        return Overall {
            shares,
            quality: grade.quality(),
            method: Method::Means {
                means: Box::new(means),
                grade: Box::new(grade),
            },
        };
    }
    let quality = shares.quality();
    let pollutants = if quality.is_some_and(|quality| quality > Quality::Good) {
        pollutants::of_sections(sections.iter().map(|section| section.grade))
    } else {
        Vec::new()
    };
    Overall {
        shares,
        quality,
        method: Method::Shares { pollutants },
    }
}
