//! What a report says otherwise than before, so that people can read it.

use similar::{ChangeTag, TextDiff};
use yaodian_contract::{Difference, Piece};
use yaodian_domain::{observation::Figure, report::Content, typed::Field};

/// What is the same is shown with so many characters around what was changed.
const AROUND: usize = 24;

/// What `to` says otherwise than `from`, part by part.
pub(super) fn between(from: &Content, to: &Content) -> Vec<Difference> {
    let mut all = Vec::new();
    match (&from.figure, &to.figure) {
        (Figure::Words { text: before }, Figure::Words { text: after }) => {
            all.extend(text(Field::Words, before, after));
        }
        (before, after) if before != after => all.push(Difference::Figure {
            from: before.clone(),
            to: after.clone(),
        }),
        _ => {}
    }
    all.extend(text(Field::Progress, &from.progress, &to.progress));
    all.extend(text(Field::Problems, &from.problems, &to.problems));
    all.extend(text(Field::NextSteps, &from.next_steps, &to.next_steps));
    if from.evidence != to.evidence {
        let only = |these: &Content, others: &Content| {
            let missing = these.evidence.iter().filter(|file| !others.evidence.contains(file));
            missing.cloned().collect()
        };
        all.push(Difference::Evidence {
            gone: only(from, to),
            new: only(to, from),
        });
    }
    all
}

fn text(field: Field, from: &str, to: &str) -> Option<Difference> {
    if from == to {
        return None;
    }
    let (before, after) = (words(from), words(to));
    let diff = TextDiff::from_slices(&before, &after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let said = change.value();
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, Some(Piece::Same(text)))
            | (ChangeTag::Delete, Some(Piece::Gone(text)))
            | (ChangeTag::Insert, Some(Piece::New(text))) => text.push_str(said),
            (ChangeTag::Equal, _) => pieces.push(Piece::Same(said.to_owned())),
            (ChangeTag::Delete, _) => pieces.push(Piece::Gone(said.to_owned())),
            (ChangeTag::Insert, _) => pieces.push(Piece::New(said.to_owned())),
        }
    }
    let last = pieces.len().saturating_sub(1);
    for (at, piece) in pieces.iter_mut().enumerate() {
        if let Piece::Same(text) = piece {
            *text = shortened(text, at > 0, at < last);
        }
    }
    Some(Difference::Text { field, pieces })
}

/// The pieces by which texts are compared: numbers and words of letters as a whole, everything else
/// character by character.
fn words(text: &str) -> Vec<&str> {
    let is_in_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | ',' | '%');
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = match rest.find(|c| !is_in_word(c)) {
            Some(0) => first.len_utf8(),
            Some(end) => end,
            None => rest.len(),
        };
        let (word, after) = rest.split_at(end);
        words.push(word);
        rest = after;
    }
    words
}

/// The beginning of a text, where something stands before it, and its end, where something follows.
fn shortened(text: &str, before: bool, after: bool) -> String {
    let keep = AROUND * (usize::from(before) + usize::from(after));
    let length = text.chars().count();
    if length <= keep + 1 {
        return text.to_owned();
    }
    let head = if before { AROUND } else { 0 };
    let tail = if after { AROUND } else { 0 };
    let head: String = text.chars().take(head).collect();
    let tail: String = text.chars().skip(length - tail).collect();
    format!("{head}…{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(progress: &str) -> Content {
        Content {
            progress: progress.to_owned(),
            ..Content::of(Figure::Amount { value: 80.into() })
        }
    }

    #[test]
    fn a_text_is_told_by_what_was_taken_away_and_added() {
        let differences = between(
            &content("9,067 outfalls mended"),
            &content("9,081 outfalls mended, the rest next month"),
        );
        let [Difference::Text { field, pieces }] = &differences[..] else {
            panic!("{differences:?}");
        };
        assert_eq!(*field, Field::Progress);
        let side = |left: bool| -> String {
            let said = pieces.iter().filter_map(|piece| match piece {
                Piece::Same(text) => Some(text.as_str()),
                Piece::Gone(text) => left.then_some(text.as_str()),
                Piece::New(text) => (!left).then_some(text.as_str()),
            });
            said.collect()
        };
        assert!(
            pieces.contains(&Piece::Gone("9,067".to_owned())),
            "a number is one thing: {pieces:?}"
        );
        assert_eq!(side(true), "9,067 outfalls mended");
        assert_eq!(side(false), "9,081 outfalls mended, the rest next month");
    }

    #[test]
    fn what_is_the_same_is_told_once_and_briefly() {
        assert_eq!(between(&content("as before"), &content("as before")), []);
        let long = "~".repeat(400);
        let differences = between(&content(&long), &content(&format!("{long}!")));
        let [Difference::Text { pieces, .. }] = &differences[..] else {
            panic!("{differences:?}");
        };
        assert_eq!(pieces[0], Piece::Same(format!("…{}", "~".repeat(AROUND))));
    }
}
