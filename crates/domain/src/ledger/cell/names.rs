//! What is named: choices of a list, units of the register; and what may be meant where nothing goes
//! by the name.

use super::Trouble;
use crate::{
    id::UnitId,
    plan::Name,
    unit::{Register, Unit},
};

pub(super) fn choice(text: &str, options: &[Name]) -> Result<String, Trouble> {
    let same = |option: &&Name| option.zh == text || option.en.eq_ignore_ascii_case(text);
    match options.iter().find(same) {
        Some(option) => Ok(option.zh.clone()),
        None => Err(Trouble::NotAChoice {
            found: text.chars().take(40).collect(),
            near: nearest(text, options.iter().map(|option| (option.zh.as_str(), option))),
        }),
    }
}

/// The unit that goes by `text`: its id or any of its names.
pub fn unit<'u>(text: &str, units: &'u Register) -> Result<&'u Unit, Trouble> {
    let text = text.trim();
    let by_id = UnitId::new(text).ok().and_then(|id| units.get(&id));
    let found = by_id
        .or_else(|| units.named(text))
        .or_else(|| units.iter().find(|unit| unit.name_en.eq_ignore_ascii_case(text)))
        // 武汉 for 武汉市.
        .or_else(|| {
            let mut fits = units.iter().filter(|unit| {
                let rest = unit.name.strip_prefix(text);
                !text.is_empty() && rest.is_some_and(|rest| matches!(rest, "市" | "州" | "林区"))
            });
            fits.next().filter(|_| fits.next().is_none())
        });
    found.ok_or_else(|| {
        let names = units.iter().map(|unit| (unit.name.as_str(), unit));
        Trouble::NoUnit {
            found: text.chars().take(40).collect(),
            near: nearest(text, names).into_iter().collect(),
        }
    })
}

/// What has a name in both languages.
pub(crate) trait Named {
    fn names(&self) -> Name;
}

impl Named for Name {
    fn names(&self) -> Name {
        self.clone()
    }
}

impl Named for Unit {
    fn names(&self) -> Name {
        Name {
            zh: self.name.clone(),
            en: self.name_en.clone(),
        }
    }
}

/// Up to three that share most characters with `text`, the nearest first.
fn nearest<'a, T: Named + 'a>(text: &str, all: impl Iterator<Item = (&'a str, &'a T)>) -> Vec<Name> {
    let shared = |name: &str| name.chars().filter(|c| text.contains(*c)).count();
    let mut near: Vec<_> = all
        .map(|(name, what)| (shared(name), what))
        .filter(|(n, _)| *n > 0)
        .collect();
    near.sort_by_key(|(n, _)| std::cmp::Reverse(*n));
    near.into_iter().take(3).map(|(_, what)| what.names()).collect()
}
