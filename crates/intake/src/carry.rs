//! Decisions taken over to a text that was changed while they were taken.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use yaodian_domain::plan::Span;

use crate::edit::{Edit, Key};

/// `edits` about `old_text` as they are about `new_text`, and those that are lost.
///
/// Decisions move along with their words. Those about words within a changed stretch, or around a change in
/// their middle, are lost. However many stretches were changed at once, what lies between them stays; only
/// of texts that differ in more than [`MOST_PIECES`] clauses and lines all between the first and the last
/// difference is one stretch. What was learned has no place and stays.
pub fn carry_edits(old_text: &str, new_text: &str, edits: &[Edit]) -> (Vec<Edit>, Vec<Edit>) {
    let changes = Changes::between(old_text, new_text);
    let (mut carried, mut lost) = (Vec::with_capacity(edits.len()), Vec::new());
    for edit in edits {
        match changes.carry(edit) {
            Some(edit) => carried.push(edit),
            None => lost.push(edit.clone()),
        }
    }
    (carried, lost)
}

/// So many pieces of a text are held against each other at most: the work grows with their square.
const MOST_PIECES: usize = 6_000;

/// What a clause ends with.
const STOPS: [char; 7] = ['\u{3002}', '\u{ff1b}', ';', '\u{ff0c}', ',', '\u{3001}', '\n'];

/// A stretch of the old text in whose place another one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Change {
    start: usize,
    end: usize,
    /// Where it begins and ends in the new text.
    new_start: usize,
    new_end: usize,
}

impl Change {
    /// What is left of a stretch when its common beginning and its common end are taken away.
    fn within(self, old: &str, new: &str) -> Self {
        let (old, new) = (
            old.get(self.start..self.end).unwrap_or_default(),
            new.get(self.new_start..self.new_end).unwrap_or_default(),
        );
        let same = old.bytes().zip(new.bytes()).take_while(|(a, b)| a == b).count();
        let start = (0..=same)
            .rev()
            .find(|at| old.is_char_boundary(*at))
            .unwrap_or_default();
        let most = old.len().min(new.len()) - start;
        let ends = old.bytes().rev().zip(new.bytes().rev());
        let same = ends.take(most).take_while(|(a, b)| a == b).count();
        // A common end may begin within a character whose last bytes are the same.
        let tail = (0..=same).rev().find(|tail| old.is_char_boundary(old.len() - tail));
        let tail = tail.unwrap_or_default();
        Self {
            start: self.start + start,
            end: self.start + old.len() - tail,
            new_start: self.new_start + start,
            new_end: self.new_start + new.len() - tail,
        }
    }

    /// The stretch from the beginning of its first clause to the end of its last one.
    fn in_clauses(self, old: &str) -> Self {
        let before = old.get(..self.start).unwrap_or_default();
        let back = before.len() - before.rfind(STOPS).map_or(0, |at| at + char_at(before, at));
        let after = old.get(self.end..).unwrap_or_default();
        let on = after.find(STOPS).map_or(after.len(), |at| at + char_at(after, at));
        Self {
            start: self.start - back,
            end: self.end + on,
            new_start: self.new_start - back,
            new_end: self.new_end + on,
        }
    }

    fn is_none(self) -> bool {
        self.start == self.end && self.new_start == self.new_end
    }
}

/// How long the character is that begins at a place.
fn char_at(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.chars().next().map_or(0, char::len_utf8)
}

/// All changed stretches, in order.
struct Changes(Vec<Change>);

impl Changes {
    fn between(old: &str, new: &str) -> Self {
        let whole = Change {
            start: 0,
            end: old.len(),
            new_start: 0,
            new_end: new.len(),
        };
        let whole = whole.within(old, new).in_clauses(old);
        let by_clause = |text: &'_ str| -> usize { text.matches(STOPS).count() };
        let (mine, its) = (
            old.get(whole.start..whole.end).unwrap_or_default(),
            new.get(whole.new_start..whole.new_end).unwrap_or_default(),
        );
        let by_line = |text: &'_ str| -> usize { text.matches('\n').count() };
        let all = if by_clause(mine).max(by_clause(its)) < MOST_PIECES {
            hunks(whole, mine.split_inclusive(STOPS), its.split_inclusive(STOPS))
        } else if by_line(mine).max(by_line(its)) < MOST_PIECES {
            hunks(whole, mine.split_inclusive('\n'), its.split_inclusive('\n'))
        } else {
            vec![whole]
        };
        let all = all.into_iter().map(|change| change.within(old, new));
        Self(all.filter(|change| !change.is_none()).collect())
    }

    /// The last change that begins at or before a place.
    fn before(&self, at: usize) -> Option<&Change> {
        let behind = self.0.partition_point(|change| change.start <= at);
        behind.checked_sub(1).and_then(|last| self.0.get(last))
    }

    /// A place by the words that begin at it.
    fn place(&self, at: usize) -> Option<usize> {
        let Some(change) = self.before(at) else { return Some(at) };
        change.new_end.checked_add(at.checked_sub(change.end)?)
    }

    fn span(&self, span: Span) -> Option<Span> {
        let Span { start, end } = span;
        let length = end.checked_sub(start)?;
        let start = self.place(start)?;
        // The words before `end` are those of one stretch if no change lies between them.
        let touched = length > 0 && self.before(end - 1).is_some_and(|change| change.end > span.start);
        (!touched).then_some(Span {
            start,
            end: start.checked_add(length)?,
        })
    }

    fn key(&self, key: Key) -> Option<Key> {
        let span = self.span(key.span)?;
        Some(Key { span, ..key })
    }

    fn carry(&self, edit: &Edit) -> Option<Edit> {
        let mut edit = edit.clone();
        match &mut edit {
            Edit::Accept { target } | Edit::Correct { target, .. } | Edit::Drop { target } => {
                *target = self.key(*target)?;
            }
            Edit::Add { span, .. } | Edit::Settle { span, .. } => *span = self.span(*span)?,
            Edit::Split { at } | Edit::Merge { at } | Edit::Assign { at, .. } | Edit::Rename { at, .. } => {
                *at = self.place(*at)?;
            }
            Edit::Learn { .. } => {}
        }
        Some(edit)
    }
}

/// Where two runs of pieces differ, within the stretch that both make up.
fn hunks<'t>(whole: Change, old: impl Iterator<Item = &'t str>, new: impl Iterator<Item = &'t str>) -> Vec<Change> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut numbered = |pieces: &mut dyn Iterator<Item = &'t str>, from: usize| {
        let (mut numbers, mut starts) = (Vec::new(), vec![from]);
        let mut at = from;
        for piece in pieces {
            let next = known.len();
            numbers.push(*known.entry(piece).or_insert(next));
            at += piece.len();
            starts.push(at);
        }
        (numbers, starts)
    };
    let (mut old, mut new) = (old, new);
    let (mine, my_starts) = numbered(&mut old, whole.start);
    let (its, its_starts) = numbered(&mut new, whole.new_start);
    let at = |starts: &[usize], piece: usize| starts.get(piece).copied().unwrap_or_default();
    capture_diff_slices(Algorithm::Myers, &mine, &its)
        .into_iter()
        .filter(|op| !matches!(op, DiffOp::Equal { .. }))
        .flat_map(|op| {
            let (old, new) = (op.old_range(), op.new_range());
            // As many as before: each stands for the one in its place.
            let (rows, wide, new_wide) = if old.len() == new.len() {
                (old.len(), 1, 1)
            } else {
                (1, old.len(), new.len())
            };
            (0..rows).map(move |row| (old.start + row, wide, new.start + row, new_wide))
        })
        .map(|(old, wide, new, new_wide)| Change {
            start: at(&my_starts, old),
            end: at(&my_starts, old + wide),
            new_start: at(&its_starts, new),
            new_end: at(&its_starts, new + new_wide),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Form;
    use proptest::prelude::*;
    use yaodian_domain::target::Kind;

    fn at(edit: &Edit) -> Span {
        match edit {
            Edit::Drop { target } => target.span,
            Edit::Split { at } => Span { start: *at, end: *at },
            other => panic!("{other:?} is not part of these tests"),
        }
    }

    fn drop_of(start: usize, end: usize) -> Edit {
        let target = Key {
            span: Span { start, end },
            nth: 0,
        };
        Edit::Drop { target }
    }

    #[test]
    fn before_stays_after_moves_within_is_lost() {
        let old = "新建站点30个。完成整治750个村。";
        let new = "新建站点30个。提前完成整治800个村。持续推进。";
        let (first, second) = ("新建站点30个".len(), old.find("完成").unwrap());
        let inside = old.find("750").unwrap();
        let edits = [
            drop_of(0, first),
            drop_of(inside, inside + 3),
            drop_of(second, old.len()),
            Edit::Learn {
                name: "水处".to_owned(),
                units: Vec::new(),
            },
        ];
        let (carried, lost) = carry_edits(old, new, &edits);
        assert_eq!(carried, [edits[0].clone(), edits[3].clone()]);
        assert_eq!(lost, [edits[1].clone(), edits[2].clone()]);

        let new = format!("关于{old}");
        let (carried, lost) = carry_edits(old, &new, &edits);
        let by = "关于".len();
        assert_eq!(carried[2], drop_of(second + by, new.len()));
        assert!(lost.is_empty());
    }

    #[test]
    fn what_lies_between_two_changes_stays() {
        let old = "新建站点30个,培训50人;完成整治750个村。培训80人。";
        let new = "新建站点40个,培训50人;提前完成整治750个村。每年培训80人。";
        let of = |text: &str, words: &str| {
            let start = text.find(words).unwrap();
            drop_of(start, start + words.len())
        };
        let edits = [
            of(old, "新建站点30个"),
            of(old, "培训50人"),
            of(old, "完成整治750个村"),
            of(old, "培训80人"),
        ];
        let (carried, lost) = carry_edits(old, new, &edits);
        assert_eq!(
            carried,
            [of(new, "培训50人"), of(new, "完成整治750个村"), of(new, "培训80人")]
        );
        assert_eq!(lost, [edits[0].clone()]);
    }

    /// However much of a long text is another one, it takes no longer than its length asks for.
    #[test]
    fn long_texts_are_carried_over_too() {
        let line = |n: usize| format!("{n}.整治第{n}个村,完成率达90%。\n");
        let old: String = (0..20_000).map(line).collect();
        let new = old.replace("整治第7", "验收第7").replace("1.整治", "1.治理");
        // More pieces than are held against each other: between the first and the last change all is lost.
        let of = |text: &str, n: usize| {
            let words = line(n);
            let start = text.find(&words).unwrap();
            drop_of(start, start + words.len())
        };
        let edits = [of(&old, 0), of(&old, 16), of(&old, 19_999)];
        let (carried, lost) = carry_edits(&old, &new, &edits);
        assert_eq!(carried, [of(&new, 0), of(&new, 19_999)]);
        assert_eq!(lost, [edits[1].clone()]);
    }

    #[test]
    fn the_rest_of_a_decision_is_kept() {
        let form = Form {
            kind: Kind::Count,
            comparator: crate::Comparator::AtLeast,
            value: Some("30".to_owned()),
            unit: None,
            subject: "站点".to_owned(),
            inventory: None,
            due: None,
            reporters: Vec::new(),
        };
        let span = |start| Span { start, end: start + 6 };
        let add = |start| Edit::Add {
            span: span(start),
            form: form.clone(),
        };
        assert_eq!(carry_edits("甲乙丙", "丁甲乙丙", &[add(3)]), (vec![add(6)], vec![]));
    }

    proptest! {
        /// Whatever is carried is about the same words; what is lost touches the change.
        #[test]
        fn what_is_carried_is_about_the_same_words(
            head in "[一二三0-9。]{0,8}", gone in "[一二三0-9。]{0,4}", come in "[一二三0-9。]{0,4}",
            tail in "[一二三0-9。]{0,8}", places in prop::collection::vec((0_usize..80, 0_usize..80), 0..12),
        ) {
            let (old, new) = (format!("{head}{gone}{tail}"), format!("{head}{come}{tail}"));
            let whole = |(a, b): (usize, usize)| {
                let (start, end) = (a.min(b), a.max(b));
                (old.get(start..end).is_some()).then(|| if start == end { Edit::Split { at: start } } else { drop_of(start, end) })
            };
            let edits: Vec<Edit> = places.into_iter().filter_map(whole).collect();
            let (carried, lost) = carry_edits(&old, &new, &edits);
            prop_assert_eq!(carried.len() + lost.len(), edits.len());
            let kept: Vec<&Edit> = edits.iter().filter(|edit| !lost.contains(edit)).collect();
            prop_assert_eq!(kept.len(), carried.len());
            for (from, to) in kept.into_iter().zip(&carried) {
                let (from, to) = (at(from), at(to));
                prop_assert_eq!(old.get(from.start..from.end), new.get(to.start..to.end));
                if from.start == from.end {
                    // The character that begins there is the same.
                    prop_assert_eq!(old[from.start..].chars().next(), new[to.start..].chars().next());
                }
            }
            for edit in &lost {
                let span = at(edit);
                prop_assert!(span.end >= head.len() && span.start <= old.len() - tail.len());
            }
        }

        /// The same of any two texts: what is carried is about the same words.
        #[test]
        fn whatever_was_changed_words_stay_the_same(
            old in "[一二,。0-9]{0,24}", new in "[一二,。0-9]{0,24}",
            places in prop::collection::vec((0_usize..72, 1_usize..9), 0..8),
        ) {
            let whole = |(start, length): (usize, usize)| old.get(start..start + length).map(|_| drop_of(start, start + length));
            let edits: Vec<Edit> = places.into_iter().filter_map(whole).collect();
            let (carried, lost) = carry_edits(&old, &new, &edits);
            prop_assert_eq!(carried.len() + lost.len(), edits.len());
            let kept = edits.iter().filter(|edit| !lost.contains(edit));
            for (from, to) in kept.zip(&carried) {
                let (from, to) = (at(from), at(to));
                prop_assert_eq!(old.get(from.start..from.end), new.get(to.start..to.end));
            }
        }

        #[test]
        fn never_panics(old in "\\PC{0,20}", new in "\\PC{0,20}", start: usize, end: usize, at: usize) {
            let edits = [drop_of(start, end), Edit::Split { at }];
            let (carried, lost) = carry_edits(&old, &new, &edits);
            prop_assert_eq!(carried.len() + lost.len(), 2);
        }

        /// Nothing is lost where nothing was changed.
        #[test]
        fn the_same_text_loses_nothing(text in "\\PC{0,20}", start in 0_usize..30, length in 0_usize..10) {
            let edits = [drop_of(start, start + length), Edit::Split { at: start }];
            let within: Vec<Edit> = edits.into_iter().filter(|edit| at(edit).end <= text.len()).collect();
            prop_assert_eq!(carry_edits(&text, &text, &within), (within, vec![]));
        }
    }
}
