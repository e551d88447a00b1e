//! Which parts of two plans are the same: of two versions of a plan, or of two years.
//!
//! The rule, in this order; a part that was paired is out:
//!
//! 1. Items: those of the same name, in their order; then the most alike names, from
//!    [`ALIKE`] on; then the same number, where name or text are alike from [`HALF`] on: a person may
//!    have given an item a name of which no word stands in it.
//! 2. Tasks of paired items: the same words; then the most alike, from [`HALF`] on.
//! 3. Targets: the same words and kind, wherever they stand; then the same words; of several with the
//!    same words those with the most alike names. Then, in the same item or in both headline
//!    statements, the most alike by quote or name from [`ALIKE`] on, where the same kind counts
//!    [`KIND`] more.
//!
//! Words are compared without spaces, marks of emphasis and the stops around them, with a plan's own year, the one before and
//! the one after as such: «2022 年» in the plan for 2022 is «2023 年» in that for 2023. How alike words
//! are is counted in characters that stand in both in the same order, a thousandth of both; figures do
//! not count, so that 91% and 91.5% of the same thing are alike.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use yaodian_domain::{
    plan::{Item, Plan, Span, Task},
    target::{Home, Kind, Target},
};

/// From how many thousandths on words are held to be about the same thing.
pub(crate) const ALIKE: u32 = 600;
/// The same where something else speaks for it, too.
const HALF: u32 = 400;
/// What the same kind counts, in thousandths.
const KIND: u32 = 100;
/// How many characters are compared.
const LONGEST: usize = 400;
/// How many pairs are compared at most: beyond, only the same words are the same, in their order.
const MOST_PAIRS: usize = 90_000;

/// What may stand around words without being part of them, in half width.
const STOPS: [char; 7] = ['\u{3002}', '\u{3001}', ';', ',', ':', '!', '.'];

/// What is the same: for each part of the new plan the old one's, by their places in the plans.
pub(crate) struct Pairs {
    pub items: Vec<Option<usize>>,
    pub tasks: Vec<Option<usize>>,
    pub targets: Vec<Option<usize>>,
}

/// Words made ready to be compared.
pub(crate) struct Words {
    /// Without spaces, years by their distance.
    pub same: String,
    /// Without figures.
    pub bones: Vec<char>,
}

impl Words {
    pub fn of(text: &str, year: i16) -> Self {
        let mut same: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '*')
            .map(half_width)
            .collect();
        same = same.trim_matches(STOPS).to_owned();
        for (years, sign) in [(0, "@"), (-1, "@-"), (1, "@+")] {
            same = same.replace(&year.saturating_add(years).to_string(), sign);
        }
        let bones = same.chars().filter(|c| !c.is_ascii_digit() && *c != '.');
        Self {
            bones: bones.take(LONGEST).collect(),
            same,
        }
    }

    /// How alike they are, in thousandths.
    pub fn alike(&self, other: &Self) -> u32 {
        alike(&self.bones, &other.bones)
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        other => other,
    }
}

/// How alike two runs of characters are, in thousandths; below [`HALF`] it may say 0.
pub(crate) fn alike(a: &[char], b: &[char]) -> u32 {
    if a.is_empty() || b.is_empty() {
        return 0;
    }
    let whole = a.len() + b.len();
    let thousandths = |common: usize| u32::try_from(2000 * common / whole).unwrap_or_default();
    if a == b {
        return 1000;
    }
    // No more characters can be common than the shorter has.
    if thousandths(a.len().min(b.len())) < HALF {
        return 0;
    }
    let common = capture_diff_slices(Algorithm::Myers, a, b)
        .into_iter()
        .map(|op| match op {
            DiffOp::Equal { len, .. } => len,
            _ => 0,
        });
    thousandths(common.sum())
}

/// Pairs the parts of two plans.
pub(crate) fn pairs(new: &Plan, old: &Plan) -> Pairs {
    let items = items(new, old);
    let tasks = tasks(new, old, &items);
    let targets = targets(new, old, &items);
    Pairs { items, tasks, targets }
}

/// Pairs what `score` likes most, the best first and of equals the earlier; `None` is no pair.
fn greedy<K: Ord>(new: &[usize], old: &[usize], paired: &mut Paired, mut score: impl FnMut(usize, usize) -> Option<K>) {
    let open = paired.open(new, old);
    if open.0.len().saturating_mul(open.1.len()) > MOST_PAIRS {
        return;
    }
    let mut all = Vec::new();
    for &a in &open.0 {
        for &b in &open.1 {
            if let Some(key) = score(a, b) {
                all.push((key, a, b));
            }
        }
    }
    all.sort_by(|x, y| y.0.cmp(&x.0).then((x.1, x.2).cmp(&(y.1, y.2))));
    for (_, a, b) in all {
        paired.pair(a, b);
    }
}

struct Paired {
    new: Vec<Option<usize>>,
    old: Vec<bool>,
}

impl Paired {
    fn of(new: usize, old: usize) -> Self {
        Self {
            new: vec![None; new],
            old: vec![false; old],
        }
    }

    fn pair(&mut self, a: usize, b: usize) {
        if let (Some(mine @ None), Some(taken @ false)) = (self.new.get_mut(a), self.old.get_mut(b)) {
            *mine = Some(b);
            *taken = true;
        }
    }

    fn open(&self, new: &[usize], old: &[usize]) -> (Vec<usize>, Vec<usize>) {
        let free = |at: &&usize| self.new.get(**at).is_some_and(Option::is_none);
        let left = |at: &&usize| self.old.get(**at).is_some_and(|taken| !taken);
        (
            new.iter().filter(free).copied().collect(),
            old.iter().filter(left).copied().collect(),
        )
    }
}

/// Pairs those of which `key` is the same, in their order.
fn in_order<K: std::hash::Hash + Eq>(new: Vec<(usize, K)>, old: Vec<(usize, K)>, paired: &mut Paired) {
    let mut waiting: HashMap<K, std::collections::VecDeque<usize>> = HashMap::new();
    let is_open = |places: &[Option<usize>], at: usize| places.get(at).is_some_and(Option::is_none);
    for (at, key) in old.into_iter().filter(|(at, _)| paired.old.get(*at) == Some(&false)) {
        waiting.entry(key).or_default().push_back(at);
    }
    for (at, key) in new {
        if !is_open(&paired.new, at) {
            continue;
        }
        if let Some(other) = waiting.get_mut(&key).and_then(std::collections::VecDeque::pop_front) {
            paired.pair(at, other);
        }
    }
}

/// An item made ready to be compared.
struct ReadyItem {
    number: u16,
    name: Words,
    /// From its first task to its last.
    text: Words,
}

fn items(new: &Plan, old: &Plan) -> Vec<Option<usize>> {
    let read = |plan: &Plan| -> Vec<ReadyItem> {
        let year = plan.term.to().year();
        let ready = |item: &Item| {
            let tasks = item.tasks.iter().map(|task| plan.words(task.span));
            ReadyItem {
                number: item.number,
                name: Words::of(&item.name.zh, year),
                text: Words::of(&tasks.collect::<String>(), year),
            }
        };
        plan.items().map(ready).collect()
    };
    let (new, old) = (read(new), read(old));
    let mut paired = Paired::of(new.len(), old.len());
    let names = |all: &[ReadyItem]| -> Vec<(usize, String)> {
        let names = all.iter().map(|item| item.name.same.clone());
        names.enumerate().collect()
    };
    in_order(names(&new), names(&old), &mut paired);
    let all = |count: usize| (0..count).collect::<Vec<_>>();
    greedy(&all(new.len()), &all(old.len()), &mut paired, |a, b| {
        let (mine, its) = (new.get(a)?, old.get(b)?);
        let score = mine.name.alike(&its.name);
        (score >= ALIKE).then_some((score, mine.number == its.number))
    });
    greedy(&all(new.len()), &all(old.len()), &mut paired, |a, b| {
        let (mine, its) = (new.get(a)?, old.get(b)?);
        if mine.number != its.number {
            return None;
        }
        let score = mine.name.alike(&its.name).max(mine.text.alike(&its.text));
        (score >= HALF).then_some(score)
    });
    paired.new
}

fn tasks(new: &Plan, old: &Plan, items: &[Option<usize>]) -> Vec<Option<usize>> {
    let read = |plan: &Plan| -> Vec<Words> {
        let year = plan.term.to().year();
        plan.tasks()
            .map(|task| Words::of(plan.words(task.span), year))
            .collect()
    };
    let (my, its) = (read(new), read(old));
    let mut paired = Paired::of(my.len(), its.len());
    let (mine, theirs) = (places(new), places(old));
    for (item, tasks) in mine.iter().enumerate() {
        let other = items.get(item).copied().flatten().and_then(|other| theirs.get(other));
        let Some(others) = other else { continue };
        let same = |all: &[Words], at: &[usize]| -> Vec<(usize, String)> {
            at.iter()
                .filter_map(|at| Some((*at, all.get(*at)?.same.clone())))
                .collect()
        };
        in_order(same(&my, tasks), same(&its, others), &mut paired);
        greedy(tasks, others, &mut paired, |a, b| {
            let score = my.get(a)?.alike(its.get(b)?);
            (score >= HALF).then_some(score)
        });
    }
    paired.new
}

/// The places of each item's tasks among all.
fn places(plan: &Plan) -> Vec<Vec<usize>> {
    let mut next = 0;
    plan.items()
        .map(|item| {
            let first = next;
            next += item.tasks.len();
            (first..next).collect()
        })
        .collect()
}

/// A target made ready to be compared.
struct Ready {
    kind: Kind,
    quote: Words,
    name: Words,
    /// The place of its item in the plan; `None` for the headline statement.
    item: Option<usize>,
}

impl Ready {
    fn of(target: &Target, year: i16, items: &HashMap<&str, usize>) -> Option<Self> {
        let item = match &target.home {
            Home::Headline { .. } => None,
            Home::Task { id } => Some(*items.get(id.as_str())?),
            // It is no part of the plan's own text.
            Home::Carried { .. } => return None,
        };
        Some(Self {
            kind: target.promise.kind(),
            quote: Words::of(&target.quote.text, year),
            name: Words::of(&target.name.zh, year),
            item,
        })
    }
}

fn ready(plan: &Plan) -> Vec<Option<Ready>> {
    let year = plan.term.to().year();
    let items = plan.items().enumerate();
    let items: HashMap<&str, usize> = items
        .flat_map(|(at, item)| item.tasks.iter().map(move |task: &Task| (task.id.as_str(), at)))
        .collect();
    plan.targets
        .iter()
        .map(|target| Ready::of(target, year, &items))
        .collect()
}

fn targets(new: &Plan, old: &Plan, items: &[Option<usize>]) -> Vec<Option<usize>> {
    let (mine, its) = (ready(new), ready(old));
    let mut paired = Paired::of(mine.len(), its.len());
    let names_alike = |a: usize, b: usize| {
        let (mine, its) = (mine.get(a)?.as_ref()?, its.get(b)?.as_ref()?);
        Some(mine.name.alike(&its.name))
    };
    for with_kind in [true, false] {
        let key = |ready: &Ready| (ready.quote.same.clone(), with_kind.then_some(ready.kind));
        let (new, old) = (grouped(&mine, key), grouped(&its, key));
        let mut keys: Vec<_> = new.iter().collect();
        keys.sort_by_key(|(_, places)| places.first().copied());
        for (key, places) in keys {
            if let Some(others) = old.get(key) {
                greedy(places, others, &mut paired, names_alike);
                let all = |places: &[usize]| places.iter().map(|at| (*at, ())).collect();
                in_order(all(places), all(others), &mut paired);
            }
        }
    }
    // The headline statements, and then each item with its partner.
    let (new, old) = (grouped(&mine, |ready| ready.item), grouped(&its, |ready| ready.item));
    let partners = items
        .iter()
        .enumerate()
        .filter_map(|(at, other)| Some((Some(at), Some((*other)?))));
    for (here, there) in std::iter::once((None, None)).chain(partners) {
        if let (Some(here), Some(there)) = (new.get(&here), old.get(&there)) {
            greedy(here, there, &mut paired, |a, b| {
                let (mine, its) = (mine.get(a)?.as_ref()?, its.get(b)?.as_ref()?);
                let alike = mine.quote.alike(&its.quote).max(mine.name.alike(&its.name));
                let kind = if mine.kind == its.kind { KIND } else { 0 };
                (alike >= ALIKE).then_some(alike + kind)
            });
        }
    }
    paired.new
}

fn grouped<K: std::hash::Hash + Eq>(all: &[Option<Ready>], key: impl Fn(&Ready) -> K) -> HashMap<K, Vec<usize>> {
    let mut groups: HashMap<K, Vec<usize>> = HashMap::new();
    for (at, ready) in all.iter().enumerate() {
        if let Some(ready) = ready {
            groups.entry(key(ready)).or_default().push(at);
        }
    }
    groups
}

/// The place of the target of `new` whose words are the most alike those of `wanted`; for advice.
pub(crate) fn nearest(new: &Plan, wanted: &Target, year: i16, free: impl Fn(usize) -> bool) -> Option<usize> {
    let wanted = Words::of(&wanted.quote.text, year);
    let own = new.term.to().year();
    let all = new.targets.iter().enumerate().filter(|(at, _)| free(*at));
    let scores = all.map(|(at, target)| (wanted.alike(&Words::of(&target.quote.text, own)), std::cmp::Reverse(at)));
    let best = scores.max()?;
    (best.0 >= HALF).then_some(best.1.0)
}

/// Whether two stretches share a byte.
pub(crate) fn touch(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}
