//! All that changes on the desk, and what can be done with it.

use std::sync::Arc;

use leptos::prelude::*;
use yaodian_contract::imports::ImportDesk;
use yaodian_domain::{id::UnitId, plan::Span, unit::Register};
use yaodian_intake::{
    Doubt, Draft, Edit, Key, Names, Reviewed, Usual, carry_edits,
    desk::{ImportHead, State},
    parse, review,
};
use yaodian_words::Lang;

use super::{
    blocks::{self, Marks},
    keep::Keep,
    light, spot,
};

/// What the text is read against; it does not change while one works.
pub(super) struct Ground {
    pub(super) units: Register,
    pub(super) learned: Vec<(String, Vec<UnitId>)>,
    pub(super) usual: Vec<Vec<Usual>>,
}

impl Ground {
    /// Whom names mean, by the register and by what was taught.
    pub(super) fn names(&self) -> Names<'_> {
        Names {
            register: &self.units,
            learned: self.learned.clone(),
        }
    }

    /// What a unit is called.
    pub(super) fn unit(&self, lang: Lang, id: &UnitId) -> String {
        let unit = self.units.get(id);
        unit.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
    }
}

/// What is done with the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// 对照核对.
    Review,
    /// 改原文.
    Text,
    /// 与以前比较.
    Compare,
    /// 发布.
    Publish,
}

/// What stands beside the document, or on a narrow screen in its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pane {
    /// 原文; only where there is no room beside it.
    Document,
    /// 草稿.
    Draft,
    /// 待核.
    Queue,
    /// 不作目标的数字.
    Figures,
}

/// What a form is open for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Editing {
    /// A target, to be corrected.
    Target(Key),
    /// Words that promise something.
    Add(Span),
    /// Who leads and who answers for the task that begins here.
    Assign(usize),
    /// The sentences of the task that begins here: one is to be a target, or to begin a task.
    Sentences(usize),
    /// The name of the item that begins here.
    Rename(usize),
    /// Whom a name means.
    Name(String),
}

/// What can be done again.
#[derive(Debug, Clone)]
pub(super) enum Undone {
    /// A decision.
    Decision(Edit),
    /// Another text, with the decisions as they were about it.
    Text(Arc<str>, Vec<Edit>),
}

/// A change of the text that can be taken back: how things stood before it, and how many decisions
/// there were after it.
pub(super) struct Rewritten {
    text: Arc<str>,
    edits: Vec<Edit>,
    then: usize,
}

/// The desk.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    pub(super) lang: Lang,
    pub(super) ground: StoredValue<Ground>,
    pub(super) head: RwSignal<ImportHead>,
    pub(super) text: RwSignal<Arc<str>>,
    /// The decisions, in order.
    pub(super) edits: RwSignal<Vec<Edit>>,
    /// The changes of the text, the last one last.
    pub(super) rewritten: RwSignal<Vec<Rewritten>>,
    /// What was undone, to be done again, the last one last.
    pub(super) undone: RwSignal<Vec<Undone>>,
    pub(super) reviewed: Memo<Arc<Reviewed>>,
    /// The blocks of the document, and all that is marked in it.
    pub(super) cuts: Memo<Arc<Vec<Span>>>,
    pub(super) marks: Memo<Arc<Marks>>,
    pub(super) mode: RwSignal<Mode>,
    pub(super) pane: RwSignal<Pane>,
    pub(super) editing: RwSignal<Option<Editing>>,
    /// The key of the doubt that is looked at.
    pub(super) doubt: RwSignal<Option<String>>,
    /// What lit up last.
    pub(super) at: StoredValue<Option<Span>>,
    /// Whether single keys do something; whoever speaks to the machine turns them off.
    pub(super) keys: RwSignal<bool>,
    /// The words that are selected in the document, or the place where the caret stands.
    pub(super) picked: RwSignal<Option<Span>>,
    /// How many decisions the last change of the text has cost.
    pub(super) lost: RwSignal<usize>,
    pub(super) keep: Keep,
}

impl Desk {
    pub(super) fn new(lang: Lang, desk: ImportDesk) -> Self {
        let ImportDesk {
            import,
            units,
            learned,
            usual,
            ..
        } = desk;
        let ground = StoredValue::new(Ground { units, learned, usual });
        let keep = Keep::new(&import);
        let text = RwSignal::new(Arc::<str>::from(import.text));
        let edits = RwSignal::new(import.edits);
        let head = RwSignal::new(import.head);
        let draft = Memo::new(move |_| {
            let read = |ground: &Ground| text.with(|text| parse(text, Some(&ground.names())));
            Arc::new(ground.with_value(read))
        });
        let year = Memo::new(move |_| head.with(|head| head.titles.year));
        let reviewed = Memo::new(move |_| {
            let draft: Draft = Draft::clone(&draft.get());
            let mut reviewed = text.with(|text| edits.with(|edits| review(text, draft, edits)));
            ground.with_value(|ground| reviewed.spare_usual(year.get(), &ground.usual));
            Arc::new(reviewed)
        });
        Self {
            lang,
            ground,
            head,
            text,
            edits,
            rewritten: RwSignal::new(Vec::new()),
            undone: RwSignal::new(Vec::new()),
            reviewed,
            cuts: Memo::new(move |_| {
                Arc::new(text.with(|text| reviewed.with(|reviewed| blocks::cuts(text, reviewed))))
            }),
            marks: Memo::new(move |_| Arc::new(reviewed.with(|reviewed| Marks::of(reviewed)))),
            mode: RwSignal::new(Mode::Review),
            pane: RwSignal::new(Pane::Draft),
            editing: RwSignal::new(None),
            doubt: RwSignal::new(None),
            at: StoredValue::new(None),
            keys: RwSignal::new(true),
            picked: RwSignal::new(None),
            lost: RwSignal::new(0),
            keep,
        }
    }

    /// Whether it can be worked on.
    pub(super) fn is_open(self) -> bool {
        self.head.with(|head| head.state == State::Open)
    }

    pub(super) fn path(self, rest: &str) -> String {
        self.head
            .with_untracked(|head| format!("/api/v1/imports/{}{rest}", head.id))
    }

    /// The words of a stretch of the text.
    pub(super) fn words(self, span: Span) -> String {
        let words = |text: &Arc<str>| text.get(span.start..span.end).unwrap_or_default().to_owned();
        self.text.with_untracked(words)
    }

    /// Whom names mean, by the register, by what earlier imports were taught, and by what this one was.
    pub(super) fn names<T>(self, ask: impl FnOnce(&Names<'_>) -> T) -> T {
        self.ground.with_value(|ground| {
            let mut names = ground.names();
            let learned = self.reviewed.with_untracked(|reviewed| reviewed.learned.clone());
            names.learned.splice(0..0, learned);
            ask(&names)
        })
    }

    /// Takes a decision.
    pub(super) fn decide(self, edit: Edit) {
        if !self.head.with_untracked(|head| head.state == State::Open) {
            return;
        }
        self.edits.update(|edits| edits.push(edit));
        self.undone.update(Vec::clear);
        self.editing.set(None);
        self.keep.changed(self);
    }

    /// Takes the last decision or change of the text back, and shows what it was about.
    pub(super) fn undo(self) {
        let decided = self.edits.with_untracked(Vec::len);
        let is_last = |all: &Vec<Rewritten>| all.last().is_some_and(|last| decided <= last.then);
        let rewritten = self
            .rewritten
            .try_update(|all| is_last(all).then(|| all.pop()).flatten());
        if let Some(before) = rewritten.flatten() {
            let (text, edits) = (self.text.get_untracked(), self.edits.get_untracked());
            self.undone.update(|undone| undone.push(Undone::Text(text, edits)));
            self.stands(before.text, before.edits);
            return;
        }
        let mut last = None;
        self.edits.update(|edits| last = edits.pop());
        if let Some(last) = last {
            self.told(&last);
            self.undone.update(|undone| undone.push(Undone::Decision(last)));
            self.editing.set(None);
            self.keep.changed(self);
        }
    }

    /// Does again what was taken back last.
    pub(super) fn redo(self) {
        match self.undone.try_update(Vec::pop).flatten() {
            Some(Undone::Decision(last)) => {
                self.told(&last);
                self.edits.update(|edits| edits.push(last));
                self.keep.changed(self);
            }
            Some(Undone::Text(text, edits)) => {
                let before = (self.text.get_untracked(), self.edits.get_untracked());
                self.remember(&before, edits.len());
                self.stands(text, edits);
            }
            None => {}
        }
    }

    /// Whether there is something that can be taken back.
    pub(super) fn can_undo(self) -> bool {
        !(self.edits.with(Vec::is_empty) && self.rewritten.with(Vec::is_empty))
    }

    fn remember(self, (text, edits): &(Arc<str>, Vec<Edit>), then: usize) {
        self.rewritten.update(|all| {
            // What is typed in one go is taken back in one go.
            match all.last_mut() {
                Some(last) if Arc::ptr_eq(&last.text, text) => last.then = then,
                _ => all.push(Rewritten {
                    text: text.clone(),
                    edits: edits.clone(),
                    then,
                }),
            }
        });
    }

    fn stands(self, text: Arc<str>, edits: Vec<Edit>) {
        self.lost.set(0);
        self.editing.set(None);
        self.edits.set(edits);
        self.text.set(text);
        self.keep.changed(self);
    }

    fn told(self, edit: &Edit) {
        if let Some(span) = spot::place(edit) {
            light::show(self, span);
        }
    }

    /// Puts another text in the place of the one that is there; `from` is the text, and the decisions about
    /// it, from which on one types.
    pub(super) fn write(self, from: &(Arc<str>, Vec<Edit>), text: String) {
        let (edits, lost) = carry_edits(&from.0, &text, &from.1);
        if *text == *from.0 {
            // Typed back to what it was: there is nothing to take back.
            self.rewritten.update(|all| {
                all.pop_if(|last| Arc::ptr_eq(&last.text, &from.0));
            });
        } else {
            self.remember(from, edits.len());
        }
        self.lost.set(lost.len());
        self.undone.update(Vec::clear);
        self.edits.set(edits);
        self.text.set(text.into());
        self.keep.changed(self);
    }

    /// The doubt with this key.
    pub(super) fn doubt_at(self, key: &str) -> Option<Doubt> {
        self.reviewed.with_untracked(|reviewed| {
            let found = reviewed.queue.iter().find(|doubt| doubt.key() == key);
            found.cloned()
        })
    }

    /// Takes what others have saved in the place of what is here, with the own decisions behind it.
    pub(super) fn takes(self, text: Arc<str>, edits: Vec<Edit>) {
        self.rewritten.update(Vec::clear);
        self.undone.update(Vec::clear);
        self.text.set(text);
        self.edits.set(edits);
    }

    /// Opens a form, and shows what it is about.
    pub(super) fn edit(self, editing: Editing) {
        self.editing.set(Some(editing));
    }
}
