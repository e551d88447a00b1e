//! Decisions taken over to a text that was changed while they were taken.

use yaodian_domain::plan::Span;

use crate::edit::{Edit, Key};

/// `edits` about `old_text` as they are about `new_text`, and those that are lost.
///
/// One stretch was changed: what lies between the longest common beginning and the longest common
/// end. Decisions about places before it stay, those about places after it move along, and those
/// about words within it (or around a change in their middle) are lost. What was learned has no place
/// and stays.
pub fn carry_edits(old_text: &str, new_text: &str, edits: &[Edit]) -> (Vec<Edit>, Vec<Edit>) {
    let change = Change::between(old_text, new_text);
    let (mut carried, mut lost) = (Vec::with_capacity(edits.len()), Vec::new());
    for edit in edits {
        match change.carry(edit) {
            Some(edit) => carried.push(edit),
            None => lost.push(edit.clone()),
        }
    }
    (carried, lost)
}

/// The stretch of the old text in whose place another one stands.
struct Change {
    start: usize,
    end: usize,
    /// Where it ends in the new text.
    new_end: usize,
}

impl Change {
    fn between(old: &str, new: &str) -> Self {
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
            start,
            end: old.len() - tail,
            new_end: new.len() - tail,
        }
    }

    /// A place by the words that begin at it.
    fn place(&self, at: usize) -> Option<usize> {
        if at < self.start {
            Some(at)
        } else {
            let after = at.checked_sub(self.end)?;
            self.new_end.checked_add(after)
        }
    }

    fn span(&self, span: Span) -> Option<Span> {
        let Span { start, end } = span;
        if end <= self.start && start < end {
            return Some(span);
        }
        let start = self.place(start)?;
        let after = end.checked_sub(span.start)?;
        let whole = span.start >= self.end || end <= self.start;
        whole.then_some(Span {
            start,
            end: start.checked_add(after)?,
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
