//! Entries made up for a demonstration, and marked as such in their number and in every text.
//!
//! The same ledger, day and seed make the same entries, and an entry is the same whatever number is
//! asked for. Each entry has days planned for its stages, and the stages whose day has come are
//! done: on a later day of the same year the same entries are further on.

use yaodian_domain::{
    Date, Decimal,
    id::UnitId,
    ledger::{
        Feed, Field, FieldKind, LONGEST_KEY, Ledger, Network, Row, Stage,
        cell::tidy,
        monitored::fields::{CITY, CONTROL, KIND, TARGET},
    },
    plan::Name,
    unit::{Register, UnitKind},
};

use chance::{Chance, scatter};

mod chance;
pub mod measured;
mod places;

/// What begins every number and every text.
const MARK: &str = "演示";
/// The only person whom these entries know.
const PERSON: &str = "演示联系人";
/// How many days before the year a list begins, where it does not matter when something was done.
const DAYS_BEFORE: usize = 180;
/// How long a name of a unit may be in a number, so that the number stays within its limit.
const LONGEST_UNIT: usize = LONGEST_KEY / 2;
/// Texts that several entries share are told apart by a number up to this one: 演示河流12.
const SHARED_TEXTS: u64 = 24;
/// From this many bits on a range of numbers is a wide one: beyond 0 to 100 with one decimal.
const WIDE_BITS: u32 = 12;
/// The longest heading that is taken into a text.
const LONGEST_HEADING: usize = 40;

/// `number` entries of `ledger`, made up as of `today`, in no order of units.
///
/// They keep every rule of the ledger but one: stages that ask for files are done without. Days lie
/// between the beginning of the year of `today` and `today`; where every feed of the ledger counts
/// whenever something was done, some lie in the year before. Units differ in how many entries they
/// have and in how fast they are. Where entries stand for deliverables, these stand for none.
/// Nothing comes of a ledger that nobody holds.
pub fn demonstration<'a>(
    ledger: &'a Ledger,
    units: &'a Register,
    today: Date,
    number: usize,
    seed: u64,
) -> impl Iterator<Item = Row> + 'a {
    let maker = Maker::of(ledger, units, today, seed);
    let number = if maker.holders.is_empty() { 0 } else { number };
    (1..=number).filter_map(move |nth| maker.row(nth))
}

/// A unit that holds entries.
struct Holder<'a> {
    id: &'a UnitId,
    /// What stands for it in a number.
    short: String,
    /// All holders' weights up to this one's.
    weights: u64,
    /// How many days an entry takes for all its stages, on average.
    days: u64,
    place: places::Around,
}

/// All that does not depend on the entry.
struct Maker<'a> {
    ledger: &'a Ledger,
    holders: Vec<Holder<'a>>,
    weights: u64,
    /// Units for fields that name one: those that lead, or else any.
    leads: Vec<&'a UnitId>,
    fields: Vec<Made<'a>>,
    /// From the first day to today.
    days: Vec<Date>,
    seed: u64,
}

/// One field.
struct Made<'a> {
    what: What<'a>,
    required: bool,
    /// The place of the first stage that needs it.
    needed_by: Option<usize>,
}

enum What<'a> {
    /// The first text: each entry's own.
    Own(String),
    Shared(String),
    /// The least and the most, in units of the last decimal.
    Number {
        least: i64,
        most: i64,
        decimals: u32,
    },
    Date,
    Choice(&'a [Name]),
    Unit,
    Place,
    Person,
    Nothing,
}

impl<'a> Maker<'a> {
    fn of(ledger: &'a Ledger, units: &'a Register, today: Date, seed: u64) -> Self {
        let mut weights = 0;
        let holders = ledger.holders.iter().map(|id| {
            let mut chance = Chance::of(seed ^ scatter(id.as_str().as_bytes()));
            weights += 2 + chance.below(7);
            Holder {
                id,
                short: id.as_str().chars().take(LONGEST_UNIT).collect(),
                weights,
                days: 150 + chance.below(600),
                place: places::around(id.as_str()),
            }
        });
        let holders: Vec<_> = holders.collect();
        let all_units = || units.iter().filter(|unit| unit.kind != UnitKind::Bureau);
        let leads = match ledger.leads.as_slice() {
            [] => all_units().map(|unit| &unit.id).collect(),
            leads => leads.iter().collect(),
        };
        Self {
            holders,
            weights,
            leads,
            fields: made(ledger),
            days: days(ledger, today),
            seed,
            ledger,
        }
    }

    fn row(&self, nth: usize) -> Option<Row> {
        let mut chance = Chance::of(self.seed.wrapping_add(scatter(&nth.to_le_bytes())));
        let at = chance.below(self.weights);
        let holder = self.holders.get(self.holders.partition_point(|h| h.weights <= at))?;
        let reached = self.reached(holder, &mut chance);
        let values = self.fields.iter().map(|field| {
            let needed = field.required || field.needed_by.is_some_and(|stage| stage < reached.len());
            // Drawn in any case, so that nothing after it hangs on how far the entry has come.
            let filled = chance.below(4) > 0;
            let value = self.value(&field.what, holder, nth, &mut chance);
            value.filter(|_| needed || filled)
        });
        let values = values.collect();
        Some(Row {
            key: format!("{MARK}-{}-{nth:06}", holder.short),
            unit: holder.id.clone(),
            values,
            reached,
        })
    }

    /// The planned days that have come. Drawn first, and for all stages.
    fn reached(&self, holder: &Holder<'_>, chance: &mut Chance) -> Vec<Date> {
        if self.ledger.network.is_some() {
            // Sections and stations have been in service for long.
            let since = self
                .days
                .last()
                .and_then(|today| Date::new(today.year() - 2, 1, 1).ok());
            return since.into_iter().collect();
        }
        let stages = self.ledger.stages.len() as u64;
        let gap = (2 * holder.days / stages.max(1)).max(1);
        let mut day = 0;
        let mut reached = Vec::with_capacity(self.ledger.stages.len());
        for _ in 0..stages {
            day += chance.below(gap + 1);
            let planned = usize::try_from(day).ok().and_then(|day| self.days.get(day));
            reached.extend(planned);
        }
        reached
    }

    fn value(&self, what: &What<'a>, holder: &Holder<'_>, nth: usize, chance: &mut Chance) -> Option<String> {
        let drawn = chance.next();
        match what {
            What::Own(heading) => Some(format!("{MARK}{heading}{nth}")),
            What::Shared(heading) => Some(format!("{MARK}{heading}{}", drawn % SHARED_TEXTS + 1)),
            What::Number { least, most, decimals } => {
                let among = u64::try_from(most.checked_sub(*least)?).ok()?.checked_add(1)?;
                // Of a wide range small numbers are the common ones, as with what rivers carry.
                let halvings = match u64::BITS - among.leading_zeros() {
                    bits if bits >= WIDE_BITS => chance.below(u64::from(bits / 2)),
                    _ => 0,
                };
                let value = least.checked_add(i64::try_from(drawn % (among >> halvings)).ok()?)?;
                Some(Decimal::new(value, *decimals).normalize().to_string())
            }
            What::Date => nth_of(&self.days, drawn).map(Date::to_string),
            What::Choice(options) => nth_of(options, drawn).map(|option| option.zh.clone()),
            What::Unit => nth_of(&self.leads, drawn).map(ToString::to_string),
            What::Place => Some(holder.place.draw(drawn, chance.next())),
            What::Person => Some(PERSON.to_owned()),
            What::Nothing => None,
        }
    }
}

fn nth_of<T>(list: &[T], drawn: u64) -> Option<&T> {
    let at = drawn.checked_rem(list.len() as u64)?;
    list.get(usize::try_from(at).ok()?)
}

/// From the day on which a list begins to today.
fn days(ledger: &Ledger, today: Date) -> Vec<Date> {
    let in_term = ledger.feeds.iter().any(|feed| matches!(feed, Feed::Count { .. }));
    let back = if in_term { 0 } else { DAYS_BEFORE };
    let of_year = usize::try_from(today.day_of_year()).unwrap_or(1);
    let mut days = vec![today];
    let mut day = today;
    for _ in 1..back + of_year {
        let Ok(before) = day.yesterday() else { break };
        day = before;
        days.push(day);
    }
    days.reverse();
    days
}

fn made(ledger: &Ledger) -> Vec<Made<'_>> {
    let mut has_own = false;
    let fields = ledger.fields.iter().map(|field| {
        let heading = || {
            let heading = tidy(&field.name.zh).into_owned();
            heading.chars().take(LONGEST_HEADING).collect()
        };
        let what = match &field.kind {
            FieldKind::Text if !std::mem::replace(&mut has_own, true) => What::Own(heading()),
            FieldKind::Text => What::Shared(heading()),
            _ if ledger.network.is_some() => of_place(field, ledger.network),
            FieldKind::Number {
                decimals, least, most, ..
            } => numbers(*decimals, *least, *most),
            FieldKind::Date => What::Date,
            FieldKind::Choice { options } => What::Choice(options),
            FieldKind::Unit => What::Unit,
            FieldKind::Place => What::Place,
            FieldKind::Person => What::Person,
            FieldKind::Attachment => What::Nothing,
        };
        let needs = |stage: &Stage| stage.fields.contains(&field.id);
        Made {
            what,
            required: field.required,
            needed_by: ledger.stages.iter().position(needs),
        }
    });
    fields.collect()
}

/// A field of a register that a place's figures hang on: places are in service, stations are points of
/// their cities, and most sections are to be of Ⅱ or Ⅲ.
fn of_place(field: &Field, network: Option<Network>) -> What<'_> {
    match (&field.kind, field.id.as_str()) {
        (FieldKind::Choice { options }, KIND) if network == Some(Network::Air) => {
            let points = options
                .iter()
                .position(|option| option.zh != CITY && option.zh != CONTROL);
            points
                .and_then(|at| options.get(at..=at))
                .map_or(What::Nothing, What::Choice)
        }
        (FieldKind::Choice { options }, TARGET) => options.get(1..3).map_or(What::Choice(options), What::Choice),
        (FieldKind::Choice { options }, _) => What::Choice(options),
        // No day ends a service, and no point on the map is made up.
        _ => What::Nothing,
    }
}

/// The numbers within the bounds that have so many decimals, up to a thousand wide where the field
/// sets no bound.
fn numbers(decimals: u32, least: Option<Decimal>, most: Option<Decimal>) -> What<'static> {
    const WIDE: Decimal = Decimal::ONE_THOUSAND;
    let least =
        least.unwrap_or_else(|| most.map_or(Decimal::ZERO, |most| most.saturating_sub(WIDE).min(Decimal::ZERO)));
    let most = most.unwrap_or_else(|| least.saturating_add(WIDE));
    let scale = Decimal::from(10_u64.checked_pow(decimals).unwrap_or(1));
    let ends = (least.checked_mul(scale), most.checked_mul(scale));
    let whole = |value: Option<Decimal>, round: fn(&Decimal) -> Decimal| i64::try_from(round(&value?)).ok();
    match (whole(ends.0, Decimal::ceil), whole(ends.1, Decimal::floor)) {
        (Some(least), Some(most)) => What::Number { least, most, decimals },
        _ => What::Nothing,
    }
}
