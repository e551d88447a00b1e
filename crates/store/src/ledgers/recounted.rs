//! All versions of a list gone through once more: the hash over what each change made, and what all of it comes to.

use std::collections::{BTreeMap, btree_map::Entry};

use jiff::civil::Date;
use yaodian_domain::{
    id::{FieldId, UnitId},
    ledger::{
        Movement,
        counts::{Counting, movements},
    },
};

use super::{
    counted::Counted,
    held::{EntryVersion, Held, Sum, Value},
    stored::days,
};
use crate::{
    StoreError,
    db::{Tx, args},
};

/// All versions of the entries of a list, those of an entry one after another.
const VERSIONS: &str = "
    SELECT entry, version, made, key, unit, reached, body, gone FROM (
        SELECT id AS entry, version, made, key, unit, reached, body, gone FROM entries WHERE list = $1
        UNION ALL
        SELECT v.entry, v.version, v.made, e.key, v.unit, v.reached, v.body, v.gone
        FROM entry_versions AS v JOIN entries AS e ON e.id = v.entry WHERE e.list = $1
    ) AS every ORDER BY entry, version";

/// What a change made.
#[derive(Default)]
pub(crate) struct Made {
    /// How many versions.
    pub(crate) versions: i64,
    /// The hash over them, where it is told which places are in it.
    sum: Option<Sum>,
}

impl Made {
    /// The hash, in hexadecimal digits.
    pub(crate) fn digits(self) -> Option<String> {
        self.sum.map(Sum::digits)
    }
}

/// What became of a list.
#[derive(Default)]
pub(crate) struct Recounted {
    /// By the numbers of the ledger's changes.
    pub(crate) made: BTreeMap<i64, Made>,
    /// An entry whose versions do not follow one another from 1 on, if there is one.
    pub(crate) gap: Option<i64>,
    /// By the days on which it became known.
    counted: BTreeMap<Date, Counted>,
}

/// A version as far as figures go.
struct Stood {
    entry: i64,
    version: i64,
    unit: Option<UnitId>,
    body: String,
    reached: Vec<Date>,
    gone: bool,
}

impl Stood {
    /// The part of the whole for which it stands, which stands at this place.
    fn part(&self, place: usize) -> Option<String> {
        let mut values: Vec<Option<Value<'_>>> = serde_json::from_str(&self.body).ok()?;
        let Value(part) = values.get_mut(place)?.take()?;
        Some(part.into_owned())
    }

    /// `None` of one that is not on the list, or whose unit is none.
    fn counting<'a>(&'a self, part: Option<&'a str>) -> Option<Counting<'a>> {
        let unit = self.unit.as_ref().filter(|_| !self.gone)?;
        let reached = &self.reached;
        Some(Counting { unit, part, reached })
    }
}

impl Recounted {
    /// Goes through a list, with what is told of its changes by their numbers. What a change made of which nothing is told
    /// counts as known on the first of all days, and as of no part.
    pub(crate) async fn list(
        tx: &mut Tx,
        list: i64,
        fields: &[FieldId],
        told: &BTreeMap<i64, Held>,
    ) -> Result<Self, StoreError> {
        let mut all = Self::default();
        let mut before: Option<Stood> = None;
        let take = |version: EntryVersion| {
            let held = told.get(&version.made);
            let made = match all.made.entry(version.made) {
                Entry::Occupied(made) => made.into_mut(),
                Entry::Vacant(place) => place.insert(Made {
                    versions: 0,
                    sum: held.map(|held| Sum::new(fields, held.fields, &held.without)),
                }),
            };
            made.versions += 1;
            if let Some(sum) = &mut made.sum {
                sum.add(&version, version.values().as_deref());
            }
            let stood = Stood {
                entry: version.entry,
                version: version.version,
                unit: version.unit.parse().ok(),
                reached: days(&version.reached).unwrap_or_default(),
                gone: version.gone != 0,
                body: version.body,
            };
            let last = before.take().filter(|last| last.entry == stood.entry);
            if stood.version != last.as_ref().map_or(1, |last| last.version.saturating_add(1)) {
                all.gap.get_or_insert(stood.entry);
            }
            let (known_on, part) = held.map_or((Date::MIN, None), |held| (held.known_on, held.part));
            let counted = all.counted.entry(known_on).or_default();
            let part_of = |stood: &Stood| part.and_then(|place| stood.part(place));
            let parts = [last.as_ref().and_then(part_of), part_of(&stood)];
            let [was, is] = parts.each_ref().map(Option::as_deref);
            let before_it = last.as_ref().and_then(|last| last.counting(was));
            movements(before_it, stood.counting(is), known_on, |m| counted.add(m));
            before = Some(stood);
        };
        tx.each(VERSIONS, args![list], take).await?;
        Ok(all)
    }

    /// What the versions come to: all that does not cancel out.
    pub(crate) fn movements(&mut self) -> impl Iterator<Item = Movement> {
        std::mem::take(&mut self.counted)
            .into_iter()
            .flat_map(|(known_on, counted)| counted.into_movements(known_on))
    }
}
