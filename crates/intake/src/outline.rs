//! The structure of the text: which headings there are, and at which of their levels the document
//! counts its works.

use crate::{
    assign,
    flat::{Flat, is_stop},
    headings::{self, LEVELS, Level, Number},
};

/// A heading, in characters of the flat text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Heading {
    pub number: Number,
    /// Where it begins.
    pub at: usize,
    /// Its words, without number and stop.
    pub name: (usize, usize),
    /// The first character after it, its stop included.
    pub end: usize,
}

/// The structure of a text.
#[derive(Debug)]
pub(crate) struct Outline {
    /// Headings in order, of all levels.
    pub headings: Vec<Heading>,
    /// The level at which works are counted, if there is one.
    pub items: Option<Level>,
}

/// A paragraph longer than this may hold headings within: a text without line breaks.
const UNBROKEN: usize = 1200;
/// A name of a heading is cut off here.
const LONGEST_NAME: usize = 160;

/// Finds the structure of `flat`, whose brackets are known.
pub(crate) fn read(flat: &Flat, brackets: &[assign::Found]) -> Outline {
    let assignments: Vec<(usize, usize)> = brackets
        .iter()
        .filter(|bracket| matches!(bracket.kind, assign::Kind::Assignment(_)))
        .map(|bracket| (bracket.from, bracket.to))
        .collect();
    let numbers = nested(find(flat, &assignments));
    let mut headings = Vec::with_capacity(numbers.len());
    for (i, (at, number)) in numbers.iter().enumerate() {
        let next = numbers.get(i + 1).map_or(flat.chars.len(), |(next, _)| *next);
        headings.push(named(flat, *at, *number, next, &assignments));
    }
    // A text that assigns nobody is told by its sentences.
    let work: Vec<(usize, usize)> = if assignments.is_empty() {
        let stops = flat.chars.iter().enumerate().filter(|(_, c)| **c == '。');
        stops.map(|(at, _)| (at, at + 1)).collect()
    } else {
        assignments
    };
    let items = level_of_items(&headings, &work);
    Outline { headings, items }
}

/// Where numbers of headings stand.
fn find(flat: &Flat, assignments: &[(usize, usize)]) -> Vec<(usize, Number)> {
    let chars = &flat.chars;
    let mut found: Vec<(usize, Number)> = Vec::new();
    let mut start = 0;
    let mut seen = Seen::default();
    while start < chars.len() {
        let end = (start..chars.len())
            .find(|at| chars.get(*at) == Some(&'\n'))
            .unwrap_or(chars.len());
        let mut at = start;
        if let Some(number) = headings::number(chars, start) {
            seen.note(number);
            found.push((start, number));
            at = start + number.len;
        }
        // «附件» and the like begin anew.
        if end - start > UNBROKEN {
            while at < end {
                let bracket = assignments.get(assignments.partition_point(|(_, to)| *to <= at));
                if let Some((_, to)) = bracket.filter(|(from, _)| *from <= at) {
                    at = *to;
                    continue;
                }
                if let Some(number) = seen.inline(chars, at) {
                    seen.note(number);
                    found.push((at, number));
                    at += number.len;
                } else {
                    at += 1;
                }
            }
        }
        start = end + 1;
    }
    found
}

/// In some documents «(一)» stands under «1.»: there the two change places, so that what stands above
/// is above.
fn nested(mut numbers: Vec<(usize, Number)>) -> Vec<(usize, Number)> {
    let (mut points, mut sections) = (0, 0);
    for pair in numbers.windows(2) {
        if let [(_, above), (_, first)] = pair
            && above.level == Level::Chapter
        {
            points += usize::from(first.level == Level::Point);
            sections += usize::from(first.level == Level::Section);
        }
    }
    let under = numbers.windows(2).filter(|pair| {
        matches!(pair, [(_, point), (_, section)] if point.level == Level::Point && section.level == Level::Section)
    });
    if points > sections && under.count() >= 2 {
        for (_, number) in &mut numbers {
            number.level = match number.level {
                Level::Point => Level::Section,
                Level::Section => Level::Point,
                level => level,
            };
        }
    }
    numbers
}

/// The numbers that stood last at each level: since the heading above, and in all.
#[derive(Default)]
struct Seen {
    within: [u16; LEVELS.len()],
    in_all: [u16; LEVELS.len()],
}

impl Seen {
    fn note(&mut self, number: Number) {
        let level = number.level as usize;
        for last in [&mut self.within, &mut self.in_all] {
            if let Some(slot) = last.get_mut(level) {
                *slot = number.value;
            }
        }
        for lower in self.within.iter_mut().skip(level + 1) {
            *lower = 0;
        }
    }

    /// The number of a heading within a paragraph: it follows on a stop, and on the number before it.
    fn inline(&self, chars: &[char], at: usize) -> Option<Number> {
        let before = at.checked_sub(1).and_then(|at| chars.get(at)).copied()?;
        let number = headings::number(chars, at)?;
        let follows = |last: &[u16]| {
            last.get(number.level as usize)
                .is_some_and(|last| number.value == last + 1)
        };
        let follows = number.value == 1 || follows(&self.within) || follows(&self.in_all);
        let after_stop = is_stop(before) || matches!(before, ')' | ':' | '】' | ']' | '〕' | '”');
        let fits = match number.level {
            // A name of a chapter has no stop, and the section begins right after it.
            Level::Section => before != '第',
            Level::Circle => false,
            _ => after_stop,
        };
        (follows && fits).then_some(number)
    }
}

/// The heading at `at`, whose words end before `next`.
fn named(flat: &Flat, at: usize, number: Number, next: usize, assignments: &[(usize, usize)]) -> Heading {
    let chars = &flat.chars;
    let from = at + number.len;
    let first = assignments.partition_point(|(start, _)| *start < from);
    let bracket = assignments.get(first).map_or(next, |(start, _)| *start);
    let limit = next.min(bracket.max(from)).min(from + 4 * LONGEST_NAME);
    let mut to = from;
    let mut end = limit;
    let mut depth = 0_u32;
    while to < limit {
        match chars.get(to) {
            Some('\n') => {
                end = to;
                break;
            }
            Some('《' | '“' | '(') => depth += 1,
            Some('》' | '”' | ')') => depth = depth.saturating_sub(1),
            Some(c) if depth == 0 && is_stop(*c) => {
                end = to + 1;
                break;
            }
            Some(':') if depth == 0 && to > from && to - from <= 24 && chars.get(to + 1) != Some(&'\n') => {
                end = to + 1;
                break;
            }
            _ => {}
        }
        to += 1;
    }
    Heading {
        number,
        at,
        name: (from, to.min(from + LONGEST_NAME)),
        end: end.min(limit).max(to.min(limit)),
    }
}

/// The level at which the document counts its works: the deepest whose numbers run through the
/// whole text or whose parents hold no assignment themselves, and under which most assignments
/// stand.
fn level_of_items(headings: &[Heading], assignments: &[(usize, usize)]) -> Option<Level> {
    let assignments: Vec<usize> = assignments.iter().map(|(from, _)| *from).collect();
    let candidates = [Level::Point, Level::Section, Level::Chapter];
    let of = |level: Level| headings.iter().filter(move |heading| heading.number.level == level);
    for level in candidates {
        let count = of(level).count();
        if count == 0 {
            continue;
        }
        let restarts = of(level).skip(1).filter(|heading| heading.number.value == 1).count();
        let covered = covered(headings, level, &assignments);
        let enough = covered * 10 >= assignments.len() * 6;
        if !enough {
            continue;
        }
        if restarts == 0 || level == Level::Chapter {
            return Some(level);
        }
        let (parents, own) = parents(headings, level, &assignments);
        if own * 10 <= parents * 3 {
            return Some(level);
        }
    }
    of(Level::Section)
        .next()
        .or_else(|| of(Level::Chapter).next())
        .or_else(|| of(Level::Point).next())
        .map(|heading| heading.number.level)
}

/// How many assignments stand under a heading of `level`.
fn covered(headings: &[Heading], level: Level, assignments: &[usize]) -> usize {
    let mut under = false;
    let mut headings = headings.iter().peekable();
    let mut covered = 0;
    for at in assignments {
        while let Some(heading) = headings.peek().filter(|heading| heading.at < *at) {
            if heading.number.level == level {
                under = true;
            } else if heading.number.level < level {
                under = false;
            }
            headings.next();
        }
        covered += usize::from(under);
    }
    covered
}

/// How many headings have some of `level` under them, and how many of those an assignment before
/// the first of these.
fn parents(headings: &[Heading], level: Level, assignments: &[usize]) -> (usize, usize) {
    let (mut parents, mut own) = (0, 0);
    for pair in headings.windows(2) {
        let [parent, child] = pair else { continue };
        if parent.number.level < level && child.number.level == level {
            parents += 1;
            let first = assignments.partition_point(|at| *at < parent.at);
            own += usize::from(assignments.get(first).is_some_and(|at| *at < child.at));
        }
    }
    (parents, own)
}
