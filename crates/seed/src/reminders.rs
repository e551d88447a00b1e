//! 催办: `[reminders]`. What it does not name stays as it is by default.

use yaodian_domain::reminder::Rules;

use crate::sheet::Table;

/// More working days than that are three months.
const MOST_DAYS: u8 = 60;

/// When a plan reminds; `None` where something is wrong.
pub(crate) fn read(table: Option<Table<'_>>) -> Option<Rules> {
    let usual = Rules::default();
    let Some(mut table) = table else {
        return Some(usual);
    };
    let (before, task_before) = (
        days(&mut table, "before", usual.before),
        days(&mut table, "task_before", usual.task_before),
    );
    let mut number = |key, most: u8, usual| number(&mut table, key, most.into(), usual);
    let again = number("again", MOST_DAYS, usual.again);
    let waiting = number("waiting", MOST_DAYS, usual.waiting);
    let task_again = number("task_again", MOST_DAYS, usual.task_again);
    let quiet_from = number("quiet_from", 23, usual.quiet_from);
    let quiet_until = number("quiet_until", 23, usual.quiet_until);
    let give_up_days = number("give_up_days", MOST_DAYS, usual.give_up_days);
    table.close();
    Some(Rules {
        before: before?,
        again: again?,
        waiting: waiting?,
        task_before: task_before?,
        task_again: task_again?,
        quiet_from: quiet_from?,
        quiet_until: quiet_until?,
        give_up_days: give_up_days?,
    })
}

fn number(table: &mut Table<'_>, key: &'static str, most: i64, usual: u8) -> Option<u8> {
    let there = table.has(key);
    let Some(given) = table.whole_opt(key, 0..=most) else {
        return (!there).then_some(usual);
    };
    u8::try_from(given.value).ok()
}

fn days(table: &mut Table<'_>, key: &'static str, usual: Vec<u8>) -> Option<Vec<u8>> {
    if table.has(key) {
        table.numbers_opt(key, 1..=MOST_DAYS)
    } else {
        Some(usual)
    }
}
