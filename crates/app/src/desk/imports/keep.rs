//! Nothing is lost: what was decided is saved within a second, sent along when the page is left, and
//! kept in the browser until the server has it.

use std::sync::Arc;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*};
use serde::{Deserialize, Serialize};
use yaodian_contract::{
    Kind, Problem,
    imports::{ImportDesk, ImportTrouble, SaveImport, TextSaved},
};
use yaodian_intake::{
    Edit, carry_edits,
    desk::{Import, ImportHead, Stamp, Titles},
};

use super::screen::Desk;
use crate::{
    api,
    desk::kept_here::{self, storage},
};

/// How long something waits for more to be decided before it is sent.
const WAIT: std::time::Duration = std::time::Duration::from_millis(600);
/// How long until it is tried again where the server cannot be reached.
const AGAIN: std::time::Duration = std::time::Duration::from_secs(5);

/// How far what was decided has come.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kept {
    /// The server has all of it.
    Saved,
    /// It is on its way.
    Sending,
    /// The server cannot be reached; the browser keeps it.
    Waiting,
    /// The server does not take it.
    Refused(Kind),
    /// Somebody else has saved meanwhile.
    Clash(Stamp),
}

/// What the server has.
struct Base {
    revision: i64,
    text: Arc<str>,
    edits: Vec<Edit>,
    titles: Titles,
}

/// What the browser keeps until the server has it.
#[derive(Serialize, Deserialize)]
struct Local {
    /// The revision it rests on.
    read: i64,
    /// How many decisions of that revision stay before the own ones.
    keep: usize,
    edits: Vec<Edit>,
    text: Option<String>,
    titles: Option<Titles>,
}

/// The saving of one desk.
#[derive(Clone, Copy)]
pub(super) struct Keep {
    pub(super) kept: RwSignal<Kept>,
    base: StoredValue<Base>,
    timer: StoredValue<Option<TimeoutHandle>>,
    way: StoredValue<Way>,
}

/// What is on its way to the server.
enum Way {
    Nothing,
    /// An answer is waited for.
    Something,
    /// This was sent, and never answered.
    Lost(Local),
}

impl Keep {
    pub(super) fn new(import: &Import) -> Self {
        Self {
            kept: RwSignal::new(Kept::Saved),
            base: StoredValue::new(Base {
                revision: import.head.revision,
                text: import.text.as_str().into(),
                edits: import.edits.clone(),
                titles: import.head.titles.clone(),
            }),
            timer: StoredValue::new(None),
            way: StoredValue::new(Way::Nothing),
        }
    }

    /// Whether the desk is still on the page; an answer may come later.
    fn is_there(self) -> bool {
        self.way.try_with_value(|_| ()).is_some()
    }

    /// Whether an answer is waited for.
    fn is_waiting(self) -> bool {
        self.way.with_value(|way| matches!(way, Way::Something))
    }

    /// The revision that the server had last.
    pub(super) fn revision(self) -> i64 {
        self.base.with_value(|base| base.revision)
    }

    /// Something was decided: it is kept here at once, and sent soon.
    pub(super) fn changed(self, desk: Desk) {
        store(desk, self.local(desk).as_ref());
        if !matches!(self.kept.get_untracked(), Kept::Clash(_)) {
            self.kept.set(Kept::Sending);
            self.soon(desk, WAIT);
        }
    }

    fn soon(self, desk: Desk, wait: std::time::Duration) {
        self.still();
        let timer = set_timeout_with_handle(move || self.send(desk), wait).ok();
        self.timer.set_value(timer);
    }

    fn still(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// What the server does not have; nothing where it has all.
    fn local(self, desk: Desk) -> Option<Local> {
        self.base.with_value(|base| {
            let text = desk.text.get_untracked();
            let text = (text != base.text).then(|| text.to_string());
            let titles = desk.head.with_untracked(|head| head.titles.clone());
            let titles = (titles != base.titles).then_some(titles);
            desk.edits.with_untracked(|edits| {
                let keep = edits.iter().zip(&base.edits).take_while(|(a, b)| a == b).count();
                let same = keep == edits.len() && keep == base.edits.len();
                (text.is_some() || titles.is_some() || !same).then(|| Local {
                    read: base.revision,
                    keep,
                    edits: edits.clone(),
                    text,
                    titles,
                })
            })
        })
    }

    /// Sends what waits, without waiting for more.
    pub(super) fn send_now(self, desk: Desk) {
        if matches!(self.kept.get_untracked(), Kept::Sending | Kept::Waiting) {
            self.send(desk);
        }
    }

    /// Sends what the server does not have, if nothing is on its way: a changed text first, then decisions. What got no
    /// answer goes once more as it was, so that the server, which may have it, answers as it would have.
    pub(super) fn send(self, desk: Desk) {
        if self.is_waiting() {
            return;
        }
        self.still();
        let before = self.way.try_update_value(|way| std::mem::replace(way, Way::Nothing));
        let local = match before {
            Some(Way::Lost(local)) => Some(local),
            _ => self.local(desk),
        };
        let Some(local) = local else {
            store(desk, None);
            self.kept.set(Kept::Saved);
            return;
        };
        self.way.set_value(Way::Something);
        self.kept.set(Kept::Sending);
        leptos::task::spawn_local(async move {
            let answer = match local.text {
                Some(ref text) => self.send_text(desk, local.read, text.clone()).await,
                None => self.send_edits(desk, &local).await,
            };
            if !self.is_there() {
                return;
            }
            self.way.set_value(Way::Nothing);
            match answer {
                // There may be more by now.
                Ok(()) => self.send(desk),
                Err(Problem { kind, .. }) => self.refused(desk, local, kind),
            }
        });
    }

    async fn send_text(self, desk: Desk, read: i64, text: String) -> Result<(), Problem> {
        let path = desk.path(&format!("/text?read={read}"));
        let sent = text.clone();
        let TextSaved { head, edits, .. } = api::send_text::<TextSaved>(path, text).await?;
        if !self.is_there() {
            return Ok(());
        }
        self.base.update_value(|base| {
            base.text = sent.into();
            base.edits = edits;
        });
        self.has(desk, head);
        Ok(())
    }

    async fn send_edits(self, desk: Desk, local: &Local) -> Result<(), Problem> {
        let asked = SaveImport {
            read: local.read,
            titles: local.titles.clone(),
            keep: Some(local.keep),
            edits: Some(local.edits.get(local.keep..).unwrap_or_default().to_vec()),
        };
        let head = api::post::<_, ImportHead>(desk.path(""), asked).await?;
        if !self.is_there() {
            return Ok(());
        }
        self.base.update_value(|base| base.edits.clone_from(&local.edits));
        self.has(desk, head);
        Ok(())
    }

    /// The server has it, as this head says; titles that are being changed stay as they are.
    fn has(self, desk: Desk, head: ImportHead) {
        let titles = desk.head.with_untracked(|head| head.titles.clone());
        self.base.update_value(|base| {
            base.revision = head.revision;
            base.titles = head.titles.clone();
        });
        desk.head.set(ImportHead { titles, ..head });
    }

    fn refused(self, desk: Desk, local: Local, kind: Kind) {
        match kind {
            Kind::Unreachable | Kind::Broken { .. } => {
                self.way.set_value(Way::Lost(local));
                self.kept.set(Kept::Waiting);
                self.soon(desk, AGAIN);
            }
            Kind::Import {
                why: ImportTrouble::MovedOn { .. },
            } => self.ask_again(desk, local.edits),
            kind => self.kept.set(Kept::Refused(kind)),
        }
    }

    /// The server has another revision: one of the own, whose answer was lost, or somebody else's.
    fn ask_again(self, desk: Desk, sent: Vec<Edit>) {
        leptos::task::spawn_local(async move {
            let answer = api::get::<ImportDesk>(desk.path("")).await;
            if !self.is_there() {
                return;
            }
            match answer {
                Ok(theirs)
                    if theirs.import.edits == sent
                        && desk.text.with_untracked(|text| **text == *theirs.import.text) =>
                {
                    self.rests_on(desk, theirs.import);
                    self.send(desk);
                }
                Ok(theirs) => self.kept.set(Kept::Clash(theirs.import.head.saved)),
                Err(_) => {
                    self.kept.set(Kept::Waiting);
                    self.soon(desk, AGAIN);
                }
            }
        });
    }

    fn rests_on(self, desk: Desk, import: Import) {
        self.base.update_value(|base| {
            base.text = import.text.as_str().into();
            base.edits = import.edits;
        });
        self.has(desk, import.head);
    }

    /// Takes what the other one has saved, and puts the own decisions on top of it, or gives them up.
    pub(super) fn take_theirs(self, desk: Desk, with_mine: bool) {
        leptos::task::spawn_local(async move {
            let answer = api::get::<ImportDesk>(desk.path("")).await;
            if !self.is_there() {
                return;
            }
            match answer {
                Ok(ImportDesk { import: theirs, .. }) => {
                    let mine = self.local(desk);
                    let was = desk.text.get_untracked();
                    let mine: Vec<Edit> = mine
                        .filter(|_| with_mine)
                        .and_then(|mine| mine.edits.get(mine.keep..).map(<[Edit]>::to_vec))
                        .unwrap_or_default();
                    let (mine, lost) = carry_edits(&was, &theirs.text, &mine);
                    desk.lost.set(lost.len());
                    desk.head.update(|head| head.titles.clone_from(&theirs.head.titles));
                    desk.takes(
                        theirs.text.as_str().into(),
                        theirs.edits.iter().cloned().chain(mine).collect(),
                    );
                    self.rests_on(desk, theirs);
                    self.kept.set(Kept::Sending);
                    self.changed(desk);
                }
                Err(Problem { kind, .. }) => self.kept.set(Kept::Refused(kind)),
            }
        });
    }

    /// Takes up what the browser kept, if the server does not have it.
    pub(super) fn recover(self, desk: Desk) {
        let Some(local) = stored(desk) else { return };
        let same = desk.edits.with_untracked(|edits| *edits == local.edits)
            && local
                .text
                .as_ref()
                .is_none_or(|text| desk.text.with_untracked(|now| **now == **text));
        if same && local.titles.is_none() {
            store(desk, None);
            return;
        }
        let revision = self.revision();
        let saved = desk.head.with_untracked(|head| head.saved.clone());
        desk.edits.set(local.edits);
        if let Some(text) = local.text {
            desk.text.set(text.into());
        }
        if let Some(titles) = local.titles {
            desk.head.update(|head| head.titles = titles);
        }
        if local.read == revision {
            self.changed(desk);
        } else {
            self.kept.set(Kept::Clash(saved));
        }
    }

    /// The page is being left: what the server does not have is sent along, without waiting for an answer.
    pub(super) fn leave(self, desk: Desk) {
        if self.is_waiting() || matches!(self.kept.get_untracked(), Kept::Clash(_)) {
            return;
        }
        let Some(local) = self.local(desk) else { return };
        self.still();
        let (path, kind, body) = match local.text {
            Some(text) => (desk.path(&format!("/text?read={}", local.read)), api::OCTETS, text),
            None => {
                let asked = SaveImport {
                    read: local.read,
                    titles: local.titles,
                    keep: Some(local.keep),
                    edits: Some(local.edits.get(local.keep..).unwrap_or_default().to_vec()),
                };
                let Ok(body) = serde_json::to_string(&asked) else {
                    return;
                };
                (desk.path(""), "application/json", body)
            }
        };
        api::send_along(&path, kind, &body);
    }
}

fn name(desk: Desk) -> String {
    desk.head
        .with_untracked(|head| kept_here::name(&format!("import.{}", head.id)))
}

fn store(desk: Desk, local: Option<&Local>) {
    let Some(storage) = storage() else { return };
    let name = name(desk);
    match local.and_then(|local| serde_json::to_string(local).ok()) {
        Some(text) => {
            let _ = storage.set_item(&name, &text);
        }
        None => {
            let _ = storage.remove_item(&name);
        }
    }
}

fn stored(desk: Desk) -> Option<Local> {
    let text = storage()?.get_item(&name(desk)).ok().flatten()?;
    serde_json::from_str(&text).ok()
}
