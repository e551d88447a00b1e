//! What is promised outside every task.

use yaodian_domain::target::Kind;

use super::Document;
use crate::{
    draft::{Headline, Matter},
    general::{self, General},
    targets::Read,
};

impl Document<'_> {
    /// The commitments of a stretch that sets no work.
    pub(super) fn goals(&mut self, from: usize, to: usize, general: Option<General>) {
        let announced = general::announced(&self.flat.chars, from, to);
        // Which promises count that stand outside every task, and how sure they must be.
        let (from, headline, words, least) = match (announced, general) {
            (Some(at), _) => (at, true, true, 0.0),
            (None, Some(General::Goals)) => (from, true, true, 0.0),
            (None, Some(General::Other)) => (from, true, false, 0.7),
            (None, Some(General::Work)) => (from, false, true, 0.6),
            // Figures of principles and preambles promise nothing; they are listed all the same.
            (None, Some(General::Principles)) => {
                let mut notes = Vec::new();
                self.targets.read(from, to, false, &mut notes);
                notes.retain(|note| matches!(note.matter, Matter::NoTarget { .. }));
                self.notes.append(&mut notes);
                return;
            }
            (None, None) => (from, true, false, 0.9),
        };
        if from >= to {
            return;
        }
        let read = self.targets.read(from, to, headline, &mut self.notes);
        let mut clause = None;
        for Read { target, clause: at } in read {
            let hard = target.value.is_some() || matches!(target.kind, Kind::SetElsewhere | Kind::NotWorse);
            if !(hard || words) || target.confidence < least {
                continue;
            }
            if clause == Some(at)
                && let Some(headline) = self.draft.headlines.last_mut()
            {
                headline.targets.push(target);
                continue;
            }
            clause = Some(at);
            self.draft.headlines.push(Headline {
                text: self.flat.words(self.text, at.0, at.1),
                span: target.span,
                targets: vec![target],
            });
        }
    }
}
