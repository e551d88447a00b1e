//! Whom a name in a bracket means.

use std::{cell::RefCell, collections::BTreeMap};

use yaodian_domain::{id::UnitId, unit::Register};

use crate::{kin, scan};

/// The register, and what people taught about names that it does not hold.
#[derive(Debug, Clone)]
pub struct Names<'a> {
    /// The units of the plan.
    pub register: &'a Register,
    /// Other names: of one unit an alias, of several a collective formula
    /// («各市、州、直管市及神农架林区生态环境局»), of none a body outside the register.
    pub learned: Vec<(String, Vec<UnitId>)>,
}

/// So many near names are offered.
const OFFERED: usize = 3;
/// A name less alike than this, in thousandths, is none that was meant.
const ALIKE: u32 = 400;
/// Names longer than this are not compared.
const LONGEST: usize = 40;

impl Names<'_> {
    /// Whom `name` means; nobody where it is unknown, or an outside body's.
    pub fn find(&self, name: &str) -> Vec<UnitId> {
        let name = plain(name);
        if let Some(units) = self.taught(&name) {
            return units.to_vec();
        }
        self.register
            .named(&name)
            .map(|unit| vec![unit.id.clone()])
            .unwrap_or_default()
    }

    /// Whether it was taught that `name` is that of a body outside the register.
    pub fn is_outside(&self, name: &str) -> bool {
        self.taught(&plain(name)).is_some_and(<[UnitId]>::is_empty)
    }

    fn taught(&self, plain_name: &str) -> Option<&[UnitId]> {
        let found = self.learned.iter().find(|(known, _)| {
            let known = plain(known);
            known.strip_prefix("会同").unwrap_or(&known) == plain_name
        });
        found.map(|(_, units)| units.as_slice())
    }

    /// The known units whose names are most like `name`, the nearest first.
    pub fn near(&self, name: &str) -> Vec<UnitId> {
        let name = plain(name);
        if name.chars().count() > LONGEST {
            return Vec::new();
        }
        let name: Vec<char> = name.chars().collect();
        let alike = |known: &str| kin::alike(&name, &known.chars().collect::<Vec<_>>());
        let mut near: Vec<(u32, &UnitId)> = self
            .register
            .iter()
            .map(|unit| {
                let names = [unit.name.as_str(), unit.full_name.as_str()];
                let names = names.into_iter().chain(unit.aliases.iter().map(String::as_str));
                (names.map(alike).max().unwrap_or_default(), &unit.id)
            })
            .filter(|(alike, _)| *alike >= ALIKE)
            .collect();
        near.sort_by_key(|(alike, _)| std::cmp::Reverse(*alike));
        near.into_iter().take(OFFERED).map(|(_, id)| id.clone()).collect()
    }
}

/// A name without white space and with one form of brackets.
fn plain(name: &str) -> String {
    let kept = name.chars().filter(|c| !c.is_whitespace());
    kept.map(|c| match c {
        '（' => '(',
        '）' => ')',
        _ => c,
    })
    .collect()
}

/// Names as the parser looks them up.
pub(crate) struct Lookup<'a> {
    names: Option<&'a Names<'a>>,
    /// Known names that hold marks, by their first character, the longest first.
    formulas: BTreeMap<char, Vec<Vec<char>>>,
    near: RefCell<BTreeMap<String, Vec<UnitId>>>,
}

impl<'a> Lookup<'a> {
    pub fn new(names: Option<&'a Names<'a>>) -> Self {
        let mut formulas: BTreeMap<char, Vec<Vec<char>>> = BTreeMap::new();
        for (name, _) in names.iter().flat_map(|names| &names.learned) {
            // «会同厅机关各处室、单位»: the verb is none of the name.
            let name = plain(name);
            let chars: Vec<char> = name.strip_prefix("会同").unwrap_or(&name).chars().collect();
            if let Some(first) = chars
                .first()
                .filter(|_| chars.iter().any(|c| matches!(c, '、' | '及' | '和' | ',')))
            {
                formulas.entry(*first).or_default().push(chars);
            }
        }
        for formulas in formulas.values_mut() {
            formulas.sort_by_key(|formula| std::cmp::Reverse(formula.len()));
        }
        Self {
            names,
            formulas,
            near: RefCell::default(),
        }
    }

    /// How long the known name is that begins at `at` and holds marks itself.
    pub fn formula(&self, chars: &[char], at: usize) -> Option<usize> {
        let formulas = self.formulas.get(chars.get(at)?)?;
        let found = formulas
            .iter()
            .find(|formula| chars.get(at..at + formula.len()) == Some(formula.as_slice()));
        found.map(Vec::len)
    }

    /// Whether it is known who goes by a name.
    pub fn knows(&self, name: &[char]) -> bool {
        // Nothing is looked up that no unit could be called.
        name.len() <= LONGEST
            && !scan::starts(name, 0, "(")
            && self.names.is_some_and(|names| {
                let name: String = name.iter().collect();
                !names.find(&name).is_empty() || names.is_outside(&name)
            })
    }

    /// Whether there is a register at all.
    pub fn is_known(&self) -> bool {
        self.names.is_some()
    }

    /// Whether a name is that of a body outside the register.
    pub fn is_outside(&self, name: &str) -> bool {
        self.names.is_some_and(|names| names.is_outside(name))
    }

    /// Whom a name means.
    pub fn find(&self, name: &str) -> Vec<UnitId> {
        self.names.map(|names| names.find(name)).unwrap_or_default()
    }

    /// The nearest known units.
    pub fn near(&self, name: &str) -> Vec<UnitId> {
        let Some(names) = self.names else {
            return Vec::new();
        };
        let mut known = self.near.borrow_mut();
        known.entry(name.to_owned()).or_insert_with(|| names.near(name)).clone()
    }
}
