//! One thing that waits, in the app and in a mail.

use yaodian_contract::reminders::ReminderLine;
use yaodian_domain::{access::Duty, reminder::About};
use yaodian_words::{Lang, reminders as words};

/// What it is about, by name: the target, and whose where that is another unit.
pub fn name(lang: Lang, line: &ReminderLine) -> String {
    let target = line.target.as_ref().map(|target| lang.of(target).to_owned());
    match (&line.about, target) {
        (About::Review { .. } | About::Decision { .. }, Some(target)) => {
            words::of_unit(lang, &lang.of(&line.unit), &target)
        }
        (_, Some(target)) => target,
        (_, None) => words::about_asked(lang).to_owned(),
    }
}

/// Where in the app it is dealt with.
pub fn path(about: &About) -> String {
    match about {
        About::Report { target, .. } | About::Returned { target, .. } | About::Task { target, .. } => {
            format!("/app/report/{target}")
        }
        About::Slip { case, .. } | About::Decision { case, .. } => format!("/app/case/{case}"),
        About::Review { report, .. } | About::Signature { report, .. } => format!("/app/review/{report}"),
        About::Nudge(nudge) => match &nudge.target {
            Some(target) if nudge.duty == Duty::Reporter => format!("/app/report/{target}"),
            _ if nudge.duty == Duty::Reviewer => "/app/inbox".to_owned(),
            _ => "/app/reminders".to_owned(),
        },
    }
}
