//! Where a rule comes from: the document, the clause, and how surely its words are known here.
//!
//! A result names its rule by a small code; the rule answers with its [`Source`], so that a page on
//! the method can list every rule that is in force, and say which of them were not yet held against
//! the document itself.

use serde::Serialize;

/// A document that sets a rule of assessment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// GB 3838-2002, surface water quality, in force since 2002-06-01.
    Gb3838In2002,
    /// The assessment method for surface water (trial), 环办〔2011〕22号, of 2011-03-09.
    WaterMethod2011,
    /// How figures of surface water are put together (trial), 环办监测函〔2020〕82号.
    WaterStatistics2020,
    /// How lakes and reservoirs are assessed for eutrophication, 总站生字〔2001〕090号.
    TrophicMethod2001,
    /// GB/T 8170-2008, rounding and the comparison of rounded figures.
    Gbt8170In2008,
    /// GB 3095-2012, ambient air quality, with its amendment of 2018.
    Gb3095In2012,
    /// GB 3095-2026, in force since 2026-03-01.
    Gb3095In2026,
    /// HJ 633-2012, the air quality index.
    Hj633In2012,
    /// HJ 633-2026, in force since 2026-03-01.
    Hj633In2026,
    /// HJ 663-2013, statistics of air quality over periods.
    Hj663In2013,
    /// HJ 663-2026, in force since 2026-03-01.
    Hj663In2026,
    /// How cities are ranked by their air, 环办监测〔2018〕19号.
    AirRanking2018,
    /// No document: a choice of this program, documented where it is made.
    House,
}

impl Document {
    /// All of them: those of water, those of both, those of air, and none.
    pub const ALL: [Document; 13] = [
        Document::Gb3838In2002,
        Document::WaterMethod2011,
        Document::WaterStatistics2020,
        Document::TrophicMethod2001,
        Document::Gbt8170In2008,
        Document::Gb3095In2012,
        Document::Gb3095In2026,
        Document::Hj633In2012,
        Document::Hj633In2026,
        Document::Hj663In2013,
        Document::Hj663In2026,
        Document::AirRanking2018,
        Document::House,
    ];

    /// The document's number as it stands on its title page; the house's own choices have none.
    pub const fn number(self) -> Option<&'static str> {
        match self {
            Document::Gb3838In2002 => Some("GB 3838-2002"),
            Document::WaterMethod2011 => Some("环办〔2011〕22号"),
            Document::WaterStatistics2020 => Some("环办监测函〔2020〕82号"),
            Document::TrophicMethod2001 => Some("总站生字〔2001〕090号"),
            Document::Gbt8170In2008 => Some("GB/T 8170-2008"),
            Document::Gb3095In2012 => Some("GB 3095-2012"),
            Document::Gb3095In2026 => Some("GB 3095-2026"),
            Document::Hj633In2012 => Some("HJ 633-2012"),
            Document::Hj633In2026 => Some("HJ 633-2026"),
            Document::Hj663In2013 => Some("HJ 663-2013"),
            Document::Hj663In2026 => Some("HJ 663-2026"),
            Document::AirRanking2018 => Some("环办监测〔2018〕19号"),
            Document::House => None,
        }
    }
}

/// How surely the words or figures of a rule are known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// Read in a copy of the document, or the same in at least two independent renderings of it.
    Verified,
    /// Not in the text at hand, but official results of many rows come out by it and not otherwise.
    Observed,
    /// Known from one account or from practice; still to be held against the document.
    Unverified,
    /// The house's own choice: no document settles it.
    Chosen,
}

impl Standing {
    /// All of them, the surest first; what no document settles last.
    pub const ALL: [Standing; 4] = [
        Standing::Verified,
        Standing::Observed,
        Standing::Unverified,
        Standing::Chosen,
    ];
}

/// The clause of a document that a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The document.
    pub document: Document,
    /// The clause, table or heading in it, as it is numbered there; empty for the house's own.
    pub clause: &'static str,
    /// How surely it is known.
    pub standing: Standing,
}

impl Source {
    /// A clause whose words are known.
    pub const fn verified(document: Document, clause: &'static str) -> Self {
        Self {
            document,
            clause,
            standing: Standing::Verified,
        }
    }

    /// A clause that official results bear out.
    pub const fn observed(document: Document, clause: &'static str) -> Self {
        Self {
            document,
            clause,
            standing: Standing::Observed,
        }
    }

    /// A clause that is still to be held against the document.
    pub const fn unverified(document: Document, clause: &'static str) -> Self {
        Self {
            document,
            clause,
            standing: Standing::Unverified,
        }
    }

    /// A choice of the house.
    pub const fn chosen() -> Self {
        Self {
            document: Document::House,
            clause: "",
            standing: Standing::Chosen,
        }
    }
}
