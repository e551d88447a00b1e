//! What is known about a target, folded observation by observation.
//!
//! A fold keeps the latest figure of each unit and of the whole, and nothing else: its size depends
//! on how many units a target has, not on how much was observed. The order in which observations
//! arrive makes no difference; of two that describe the same days and became known on the same day
//! the smaller counts.

use std::borrow::Cow;

use jiff::civil::Date;
use rust_decimal::Decimal;
use smallvec::SmallVec;

use super::{Assessment, Policy, heard::Windows};
use crate::{
    decision::Amendment,
    id::UnitId,
    observation::{Figure, Observation, Provenance, Step},
    target::{Promise, Target},
    time::DaySpan,
};

/// A figure without its words: what can be reckoned with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Said {
    Words,
    Step(Step),
    Amount(Decimal),
    Counts(Decimal, Option<Decimal>),
}

impl From<&Figure> for Said {
    fn from(figure: &Figure) -> Self {
        match figure {
            Figure::Amount { value } => Self::Amount(*value),
            Figure::Counts { done, of } => Self::Counts(*done, *of),
            Figure::Progress { step } => Self::Step(*step),
            Figure::Words { .. } => Self::Words,
        }
    }
}

/// A unit's latest figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Latest {
    pub said: Said,
    pub span: DaySpan,
    pub known_on: Date,
    /// Whether its report was first sent after its due day.
    pub sent_late: bool,
}

/// Which of two observations of the same thing counts: figures before words, for levels those
/// that describe the term from its first day before those that describe a part of it; then the
/// later last day, the longer stretch, the later knowledge.
#[derive(Debug, Clone, Copy)]
struct Ranking {
    wordless: bool,
    level: bool,
    from: Date,
}

impl Ranking {
    /// Whether words cannot take its place.
    fn is_figure(self, o: &Latest) -> bool {
        self.wordless || o.said != Said::Words
    }

    /// Whether what describes a part of the term cannot take its place.
    fn is_whole(self, o: &Latest) -> bool {
        !self.level || o.span.from() <= self.from
    }

    /// Whether nothing that ends on `day` can take the place of `held`, whatever it says.
    fn outdates(self, held: &Latest, day: Date) -> bool {
        day < held.span.to() && self.is_figure(held) && self.is_whole(held)
    }

    fn prefers(self, a: &Latest, b: &Latest) -> bool {
        (self.is_figure(a).cmp(&self.is_figure(b)))
            .then_with(|| self.is_whole(a).cmp(&self.is_whole(b)))
            .then_with(|| a.span.to().cmp(&b.span.to()))
            .then_with(|| b.span.from().cmp(&a.span.from()))
            .then_with(|| a.known_on.cmp(&b.known_on))
            .then_with(|| b.said.cmp(&a.said))
            .is_gt()
    }
}

/// Units' places without a heap allocation for as many bureaus as a province has.
type Slots = SmallVec<[Option<Latest>; 20]>;

/// What is known about one target on one day.
///
/// ```
/// # use yaodian_domain::{check::{Fold, Policy, assess}, testing::cases};
/// let case = &cases(1)[0];
/// let mut fold = Fold::new(&case.target, case.as_of);
/// for observation in &case.observations {
///     fold.see(observation);
/// }
/// assert_eq!(fold.assess(&Policy::default()), assess(&case.target, &case.observations, case.as_of, &Policy::default()));
/// ```
#[derive(Debug)]
pub struct Fold<'t, 'o> {
    pub(super) target: Cow<'t, Target>,
    pub(super) as_of: Date,
    /// The due date before any extension.
    pub(super) issued_due: Date,
    ranking: Ranking,
    /// The figures that could be known by the due date, and, apart, those that speak of later days.
    pub(super) whole: [Option<&'o Observation>; 2],
    pub(super) units: Slots,
    pub(super) units_after: Vec<Option<Latest>>,
    /// The latest figure of the whole that describes days before the term.
    pub(super) before: Option<Latest>,
    pub(super) heard: Windows,
    /// Where the figures of the last two units belonged, the latest first.
    places: [usize; 2],
    /// What was promised before each amendment, folded up to the day before it.
    pub(super) earlier: Vec<(Amendment, Fold<'t, 'o>)>,
}

impl<'t, 'o> Fold<'t, 'o> {
    /// Nothing seen yet of `target`, to be judged by what was known on `as_of`.
    pub fn new(target: &'t Target, as_of: Date) -> Self {
        if target.decisions.is_empty() {
            return Self::of(Cow::Borrowed(target), target.due(), as_of);
        }
        let mut fold = Self::of(Cow::Owned(target.in_force(as_of)), target.due(), as_of);
        for amendment in target.decisions.amendments_by(as_of) {
            let Ok(day_before) = amendment.decided_on.yesterday() else {
                continue;
            };
            let then = Self::of(Cow::Owned(target.in_force(day_before)), target.due(), day_before);
            fold.earlier.push((amendment.clone(), then));
        }
        fold
    }

    fn of(target: Cow<'t, Target>, issued_due: Date, as_of: Date) -> Self {
        let alone = target.reporters.len() == 1;
        let units = if alone { 0 } else { target.reporters.len() };
        Self {
            as_of,
            issued_due,
            ranking: Ranking {
                wordless: matches!(target.promise, Promise::Duty { .. } | Promise::Statement { .. }),
                level: is_level(&target),
                from: target.term.from(),
            },
            whole: [None; 2],
            units: SmallVec::from_elem(None, units),
            units_after: Vec::new(),
            before: None,
            heard: Windows::new(&target),
            places: [0; 2],
            earlier: Vec::new(),
            target,
        }
    }

    /// Where `unit` stands among those that owe the target's figure; `None` for any other. For
    /// [`Fold::see_at`], when many figures of the same units are seen.
    pub fn place(&self, unit: &UnitId) -> Option<usize> {
        let reporters = &self.target.reporters;
        // Reports come in the order of the reporters, or backwards, or one unit's after another:
        // as far from the last place as that was from the one before it.
        let [last, before] = self.places;
        let expected = (2 * last + reporters.len() - before).checked_rem(reporters.len());
        expected
            .filter(|&place| reporters[place] == *unit)
            .or_else(|| reporters.iter().position(|other| other == unit))
    }

    /// Takes in one observation of this target, in any order. What was not known on the day, or
    /// cannot stand for the promise, leaves no trace.
    pub fn see(&mut self, o: &'o Observation) {
        for (_, fold) in &mut self.earlier {
            fold.see(o);
        }
        if !o.is_known_on(self.as_of) {
            return;
        }
        match &o.unit {
            None => self.see_whole(o),
            Some(unit) => match self.place(unit) {
                Some(_) if self.units.is_empty() => self.see_whole(o),
                Some(place) => {
                    self.places = [place, self.places[0]];
                    self.take(place, o.span, o.known_on, &o.figure, is_late(o));
                }
                None => {}
            },
        }
    }

    /// Takes in a unit's figure, the unit given by its [`Fold::place`]: for streams of millions.
    /// Of a target with a single reporter nothing is taken in this way.
    pub fn see_at(&mut self, place: usize, span: DaySpan, known_on: Date, figure: &Figure) {
        for (_, fold) in &mut self.earlier {
            fold.see_at(place, span, known_on, figure);
        }
        if known_on <= self.as_of {
            self.take(place, span, known_on, figure, false);
        }
    }

    /// How the target stands by what was seen.
    pub fn assess(&self, policy: &Policy) -> Assessment {
        super::judge(self, policy)
    }

    fn see_whole(&mut self, o: &'o Observation) {
        if !usable(&self.target, &o.figure) {
            return;
        }
        let latest = latest(o);
        if o.span.to() < self.target.term.from() {
            // Of what came before the term the last day counts, whatever it describes.
            let plain = Ranking {
                wordless: true,
                ..self.ranking
            };
            if self.before.is_none_or(|best| plain.prefers(&latest, &best)) {
                self.before = Some(latest);
            }
            return;
        }
        self.heard.hear(&latest);
        let slot = &mut self.whole[usize::from(is_after(&self.target, o.span, o.known_on))];
        let wins = slot.is_none_or(|best| {
            let held = self::latest(best);
            let tie = || (o.change_on_last_year, o.samples) < (best.change_on_last_year, best.samples);
            self.ranking.prefers(&latest, &held) || (!self.ranking.prefers(&held, &latest) && tie())
        });
        if wins {
            *slot = Some(o);
        }
    }

    fn take(&mut self, place: usize, span: DaySpan, known_on: Date, figure: &Figure, sent_late: bool) {
        if span.to() < self.ranking.from {
            return;
        }
        let after = is_after(&self.target, span, known_on);
        let slots: &[Option<Latest>] = if after { &self.units_after } else { &self.units };
        let held = slots.get(place).and_then(Option::as_ref);
        let listens = self.ranking.wordless;
        if !listens && held.is_some_and(|held| self.ranking.outdates(held, span.to())) {
            return;
        }
        let latest = Latest {
            said: figure.into(),
            span,
            known_on,
            sent_late,
        };
        let wins = place < self.units.len() && held.is_none_or(|held| self.ranking.prefers(&latest, held));
        // The dearest question is asked last, and only of what would leave a trace.
        if !(wins || listens) || !usable(&self.target, figure) {
            return;
        }
        if listens {
            self.heard.hear(&latest);
        }
        if !wins {
            return;
        }
        if after && self.units_after.is_empty() {
            self.units_after = vec![None; self.units.len()];
        }
        let slots: &mut [Option<Latest>] = if after { &mut self.units_after } else { &mut self.units };
        slots[place] = Some(latest);
    }

    /// The whole's figure that counts; with what speaks of days after the due date or without.
    pub(super) fn direct(&self, later_too: bool) -> Option<&'o Observation> {
        match self.whole {
            [Some(timely), Some(after)] if later_too => {
                let after_counts = self.ranking.prefers(&latest(after), &latest(timely));
                Some(if after_counts { after } else { timely })
            }
            [timely, after] => timely.or(after.filter(|_| later_too)),
        }
    }

    /// Each unit's figure that counts, in the order of the reporters.
    pub(super) fn of_units(&self, later_too: bool) -> impl Iterator<Item = (&UnitId, Option<Latest>)> + Clone {
        let slots = self.units.iter().enumerate().map(move |(place, timely)| {
            let after = self.units_after.get(place).copied().flatten().filter(|_| later_too);
            match (*timely, after) {
                (Some(timely), Some(after)) if self.ranking.prefers(&timely, &after) => Some(timely),
                (timely, after) => after.or(timely),
            }
        });
        self.target.reporters.iter().zip(slots)
    }

    /// Whether anything speaks of days after the due date.
    pub(super) fn has_later(&self) -> bool {
        self.whole[1].is_some() || !self.units_after.is_empty()
    }
}

/// Whether the promise is about a level, which a figure of the whole term decides.
pub(super) fn is_level(target: &Target) -> bool {
    matches!(
        target.promise,
        Promise::Level { .. } | Promise::SetElsewhere { .. } | Promise::NotWorse { .. }
    )
}

/// Whether a figure tells of days after the due date: what is known on a day tells of no later one.
fn is_after(target: &Target, span: DaySpan, known_on: Date) -> bool {
    span.to().min(known_on) > target.due()
}

pub(super) fn is_late(o: &Observation) -> bool {
    matches!(o.provenance, Provenance::Reported { late: Some(_), .. })
}

fn latest(o: &Observation) -> Latest {
    Latest {
        said: (&o.figure).into(),
        span: o.span,
        known_on: o.known_on,
        sent_late: is_late(o),
    }
}

/// Words are always carried along; a figure that cannot stand for the promise (more done than
/// there are, out of none) is none. Reports with such a figure are refused when they are sent.
fn usable(target: &Target, figure: &Figure) -> bool {
    matches!(figure, Figure::Words { .. }) || figure.fits(target).is_ok()
}
