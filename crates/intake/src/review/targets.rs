//! Decisions about targets.

use yaodian_domain::plan::Span;

use super::{
    Mark,
    work::{Held, HeldHeadline, Work, plain, words},
};
use crate::{
    draft::{Headline, Target},
    edit::{Form, Key},
};

impl Work<'_> {
    fn find(&mut self, key: Key) -> Option<(Span, &mut Held)> {
        let headlines = self.headlines.iter_mut().map(|h| (h.headline.span, &mut h.targets));
        let tasks = self.items.iter_mut().flat_map(|item| &mut item.tasks);
        let tasks = tasks.map(|task| (task.task.span, &mut task.targets));
        headlines.chain(tasks).find_map(|(home, targets)| {
            let held = targets.iter_mut().find(|held| held.key == key)?;
            Some((home, held))
        })
    }

    /// The target, brought back if it was dropped and its place is still there.
    fn revived(&mut self, key: Key) -> Option<&mut Held> {
        let (home, held) = self.find(key)?;
        if held.dropped && !home.covers(key.span) {
            return None;
        }
        held.dropped = false;
        Some(held)
    }

    pub(super) fn accept(&mut self, key: Key) -> bool {
        if self.revived(key).is_none() {
            return false;
        }
        self.state.entry(key).or_insert(Mark::Accepted);
        true
    }

    pub(super) fn correct(&mut self, key: Key, form: &Form) -> bool {
        let text = self.text;
        let Some(held) = self.revived(key) else {
            return false;
        };
        let renamed = held.target.subject.trim() != form.subject.trim();
        write(&mut held.target, form, text);
        if renamed {
            self.called.insert(key);
        }
        let mark = self.state.entry(key).or_insert(Mark::Corrected);
        if *mark == Mark::Accepted {
            *mark = Mark::Corrected;
        }
        self.name_reporters(key, form);
        true
    }

    fn name_reporters(&mut self, key: Key, form: &Form) {
        if form.reporters.is_empty() {
            self.reporters.remove(&key);
        } else {
            self.reporters.insert(key, form.reporters.clone());
        }
    }

    pub(super) fn drop_target(&mut self, key: Key) -> bool {
        let Some((_, held)) = self.find(key) else {
            return false;
        };
        held.dropped = true;
        self.state.remove(&key);
        self.reporters.remove(&key);
        self.called.remove(&key);
        true
    }

    pub(super) fn add(&mut self, span: Span, form: &Form) -> bool {
        let Some(quote) = words(self.text, span) else {
            return false;
        };
        let nth = self.held().filter(|held| held.key.span == span).count();
        let key = Key { span, nth };
        let mut target = Target {
            quote: quote.to_owned(),
            span,
            figure: None,
            kind: form.kind,
            comparator: form.comparator,
            value: None,
            unit: None,
            subject: String::new(),
            inventory: None,
            base: None,
            due: None,
            due_written: false,
            confidence: 1.0,
            why: Vec::new(),
        };
        write(&mut target, form, self.text);
        let held = Held {
            key,
            target,
            dropped: false,
        };
        let Some(targets) = self.home_of(span) else {
            return false;
        };
        let at = targets.partition_point(|other| other.target.span <= span);
        targets.insert(at, held);
        self.state.insert(key, Mark::Added);
        self.called.insert(key);
        self.name_reporters(key, form);
        true
    }

    /// The targets among which one with these words belongs: those of the task around it, or of the
    /// commitment around it, which is made where the words stand outside all work.
    fn home_of(&mut self, span: Span) -> Option<&mut Vec<Held>> {
        let touches = |other: Span| span.start < other.end && other.start < span.end;
        let works = self.items.iter().enumerate().filter(|(_, item)| !item.tasks.is_empty());
        let mut within = None;
        for (at, item) in works {
            let around = item.tasks.iter().position(|task| task.task.span.covers(span));
            if let Some(task) = around {
                within = Some((at, task));
                break;
            }
            if touches(item.item.span) || item.tasks.iter().any(|task| touches(task.task.span)) {
                return None;
            }
        }
        if let Some((item, task)) = within {
            let task = self.items.get_mut(item)?.tasks.get_mut(task)?;
            return Some(&mut task.targets);
        }
        let around = self.headlines.iter().position(|h| h.headline.span.covers(span));
        let at = match around {
            Some(at) => at,
            None if self.headlines.iter().any(|h| touches(h.headline.span)) => return None,
            None => {
                let at = self.headlines.partition_point(|h| h.headline.span < span);
                let headline = Headline {
                    text: plain(words(self.text, span)?),
                    span,
                    targets: Vec::new(),
                };
                self.headlines.insert(
                    at,
                    HeldHeadline {
                        headline,
                        targets: Vec::new(),
                        added: true,
                    },
                );
                at
            }
        };
        Some(&mut self.headlines.get_mut(at)?.targets)
    }
}

/// Writes what a person says into a target; its words and their place stay.
fn write(target: &mut Target, form: &Form, text: &str) {
    let value = form.value.as_ref().map(|value| value.trim().to_owned());
    let value = value.filter(|value| !value.is_empty());
    if value != target.value {
        let quote = text.get(target.span.start..target.span.end).unwrap_or_default();
        let at = value
            .as_ref()
            .and_then(|value| Some((quote.find(value.as_str())?, value.len())));
        target.figure = at.map(|(at, length)| Span {
            start: target.span.start + at,
            end: target.span.start + at + length,
        });
    }
    target.due_written = target.due_written && target.due == form.due;
    target.kind = form.kind;
    target.comparator = form.comparator;
    target.value = value;
    target.unit.clone_from(&form.unit);
    target.subject.clone_from(&form.subject);
    target.inventory.clone_from(&form.inventory);
    target.due = form.due;
    target.confidence = 1.0;
}
