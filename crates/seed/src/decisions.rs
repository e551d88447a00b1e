//! What was decided about targets since the plan was issued: `[[amendment]]` and `[[extension]]`.
//!
//! The targets stay as they were issued; each decision says from which day on it counts. Whether it
//! may be taken is the domain's to say.

use yaodian_domain::{
    Date,
    decision::{Amendment, Answer, DecisionProblem, Extension},
    target::Promise,
};

use crate::{
    problem::{Kind, Log},
    promise,
    sheet::{Place, Placed, Table},
    targets::Read,
};

/// Reads all decisions and gives each to its target in `read`.
pub(crate) fn read(amendments: Vec<Table<'_>>, extensions: Vec<Table<'_>>, read: &mut Read, log: &Log) {
    for table in amendments {
        amend(table, read, log);
    }
    // In the order in which they were asked for: each is held against the date of its day.
    let mut requests: Vec<Request<'_>> = extensions
        .into_iter()
        .map(|table| extension(table, read, log))
        .collect();
    requests.sort_by_key(|request| request.asked_on.as_ref().map(|day| day.value));
    for request in requests {
        extend(request, read, log);
    }
}

/// Whether a target has a decision of that day already; reported if it has.
fn taken(days: impl IntoIterator<Item = Date>, day: &Placed<Date>, id: &str, sort: &str, log: &Log) -> bool {
    let taken = days.into_iter().any(|other| other == day.value);
    if taken {
        log.add(day.place.problem(Kind::Taken {
            name: format!("{id} on {}", day.value),
            by: format!("another {sort}"),
        }));
    }
    taken
}

fn amend(mut table: Table<'_>, read: &mut Read, log: &Log) {
    let id = table.text("target");
    let decided_on = table.date("decided_on");
    let number = table.figure("number");
    let inventory = table.figure_opt("inventory");
    let reason = table.text("reason");
    let at = id.as_ref().and_then(|id| read.find(id, log));
    let target = at.and_then(|at| read.targets.get_mut(at));
    if let (Some(id), Some(target)) = (id, target) {
        let number_at = number.as_ref().map(|number| number.place.clone());
        let number = number.and_then(|number| promise::number_for(&target.promise, &table, number));
        let is_share = matches!(target.promise, Promise::Share { .. });
        let (unasked, inventory) = match inventory {
            Some(inventory) if !is_share => {
                let message = "only a share has an inventory — leave it out".to_owned();
                log.add(inventory.place.problem(Kind::BadValue { message }));
                (true, None)
            }
            Some(inventory) => match promise::positive(&table, inventory) {
                Some(inventory) => (false, Some(inventory)),
                None => (true, None),
            },
            None => (false, None),
        };
        if let (Some(decided_on), Some(number), Some(reason), false) = (decided_on, number, reason, unasked) {
            let days: Vec<Date> = target
                .decisions
                .amendments
                .iter()
                .map(|other| other.decided_on)
                .collect();
            if !taken(days, &decided_on, &id.value, "amendment", log) {
                let amendment = Amendment {
                    decided_on: decided_on.value,
                    number,
                    inventory,
                    reason: reason.value,
                };
                if let Err(why) = target.amend(amendment) {
                    let place = match why {
                        DecisionProblem::NoReason => Some(reason.place),
                        _ => number_at,
                    };
                    refused(&place.unwrap_or(id.place), &id.value, &why, log);
                }
            }
        }
    }
    table.close();
}

/// An extension as it was written.
struct Request<'a> {
    table: Table<'a>,
    id: Option<Placed<String>>,
    /// Which of the targets.
    at: Option<usize>,
    asked_on: Option<Placed<Date>>,
}

fn extension<'a>(mut table: Table<'a>, read: &Read, log: &Log) -> Request<'a> {
    let id = table.text("target");
    let at = id.as_ref().and_then(|id| read.find(id, log));
    let asked_on = table.date("asked_on");
    Request {
        table,
        id,
        at,
        asked_on,
    }
}

fn extend(request: Request<'_>, read: &mut Read, log: &Log) {
    let Request {
        mut table,
        id,
        at,
        asked_on,
    } = request;
    let (new_due, reason) = (table.date("new_due"), table.text("reason"));
    let answer = answer(&mut table, log);
    table.close();
    let target = at.and_then(|at| read.targets.get_mut(at));
    let all = (id, target, asked_on, new_due, reason, answer);
    let (Some(id), Some(target), Some(asked_on), Some(new_due), Some(reason), Some(answer)) = all else {
        return;
    };
    let days: Vec<Date> = target.decisions.extensions.iter().map(|other| other.asked_on).collect();
    if taken(days, &asked_on, &id.value, "extension", log) {
        return;
    }
    let (answered_at, answer) = answer.unzip();
    let extension = Extension {
        asked_on: asked_on.value,
        new_due: new_due.value,
        reason: reason.value,
        answer,
    };
    if let Err(why) = target.extend(extension) {
        let place = match why {
            DecisionProblem::AskedTooLate { .. } => asked_on.place,
            DecisionProblem::NotLater { .. } => new_due.place,
            DecisionProblem::AnsweredBeforeAsked { .. } => answered_at.unwrap_or(asked_on.place),
            DecisionProblem::NoReason => reason.place,
            DecisionProblem::NoNumber | DecisionProblem::NotItsNumber { .. } => id.place,
        };
        refused(&place, &id.value, &why, log);
    }
}

/// The answer, with the place of its day; `None` where it was reported.
#[expect(clippy::option_option, reason = "not answered is not the same as not understood")]
fn answer(table: &mut Table<'_>, log: &Log) -> Option<Option<(Place, Answer)>> {
    let (is_granted, is_refused) = (table.has("granted_on"), table.has("refused_on"));
    let (granted_on, refused_on) = (table.date_opt("granted_on"), table.date_opt("refused_on"));
    let note = table.text_opt("note");
    let on = match (is_granted, is_refused) {
        (false, false) => {
            let Some(note) = note else { return Some(None) };
            let message = "it belongs to an answer — give granted_on or refused_on too".to_owned();
            log.add(note.place.problem(Kind::BadValue { message }));
            return None;
        }
        (true, true) => {
            table.report(Kind::ExactlyOne {
                keys: "granted_on, refused_on".to_owned(),
            });
            return None;
        }
        _ => granted_on.or(refused_on)?,
    };
    let answer = Answer {
        on: on.value,
        granted: is_granted,
        note: note.map(|note| note.value).unwrap_or_default(),
    };
    Some(Some((on.place, answer)))
}

fn refused(place: &Place, id: &str, why: &DecisionProblem, log: &Log) {
    log.add(place.problem(Kind::DoesNotFit {
        target: id.to_owned(),
        why: why.to_string(),
    }));
}
