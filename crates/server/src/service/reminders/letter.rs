//! The mail that a message becomes.

use jiff::Timestamp;
use yaodian_app::letter;
use yaodian_contract::reminders::ReminderLine;
use yaodian_domain::{
    Date,
    alert::Alert,
    plan::Plan,
    reminder::{About, Group},
};
use yaodian_store::time_of;
use yaodian_words::{Lang, alert as alert_words, reminders as words};

use super::line;

/// What a message says, in the words of a mail.
pub(crate) struct Written {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// Writes a mail of what waits for a person. `address` is where the app is.
pub(crate) fn write(plan: &Plan, name: &str, day: Date, lines: Vec<About>, address: &str, trial: bool) -> Written {
    let lang = Lang::Zh;
    let lines: Vec<ReminderLine> = lines.into_iter().map(|about| line(plan, about)).collect();
    let late = lines
        .iter()
        .filter(|line| matches!(line.about.group(day), Group::Overdue | Group::Late))
        .count();
    let subject = if late == 0 {
        words::subject(lang, &day, &lines.len())
    } else {
        words::subject_urgent(lang, &day, &lines.len(), &late)
    };
    Written {
        subject,
        text: letter::text(lang, name, day, &lines, address, trial),
        html: letter::html(lang, name, day, &lines, address, trial),
    }
}

/// Writes a mail of what happened to what opens somebody's account.
pub(crate) fn alert(name: &str, alert: &Alert, at: Timestamp, address: &str, trial: bool) -> Written {
    let (lang, at) = (Lang::Zh, time_of(at));
    Written {
        subject: alert_words::subject(lang, &alert_words::what(lang, alert.what)),
        text: letter::alert::text(lang, name, alert, at, address, trial),
        html: letter::alert::html(lang, name, alert, at, address, trial),
    }
}
