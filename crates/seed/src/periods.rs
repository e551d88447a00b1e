//! 调度期: `[calendar]`, when periods open, fall due, close and lock, and `[reports]`, how reports
//! travel.

use yaodian_domain::{
    period::{Calendar, MonthDay, WhenOff},
    report,
};

use crate::{
    place::{Place, Placed},
    problem::Kind,
    sheet::Table,
};

const WHEN_OFF: [(&str, WhenOff); 3] = [
    ("kept", WhenOff::Kept),
    ("before", WhenOff::Before),
    ("after", WhenOff::After),
];

/// So many working days every month has.
const MOST_WORKDAYS: i64 = 15;

/// A day after which nothing is decided, where a plan names none: at the end of the month.
const LOCKS_ON: MonthDay = MonthDay::Day(28);

/// The calendar; `None` where something is wrong.
pub(crate) fn calendar(mut table: Table<'_>) -> Option<Calendar> {
    let opens = day(&mut table, "opens_on", "opens_workday", None);
    let due = day(&mut table, "due_on", "due_workday", None);
    let closes = day(&mut table, "closes_on", "closes_workday", None);
    let locks = day(&mut table, "locks_on", "locks_workday", Some(LOCKS_ON));
    let when_off = table.choice_or("when_off", &WHEN_OFF, WhenOff::default());
    in_order(&table, opens.as_ref(), due.as_ref(), |then, first| {
        format!("due on {then}, before it opens on {first}")
    });
    in_order(&table, closes.as_ref(), locks.as_ref(), |then, first| {
        format!("locks on {then}, before it closes on {first}")
    });
    table.close();
    Some(Calendar {
        opens_on: opens?.0,
        due_on: due?.0,
        closes_on: closes?.0,
        locks_on: locks?.0,
        when_off: when_off?,
    })
}

/// Reports a day that comes before the one that it should follow, where both are days of one month.
fn in_order(table: &Table<'_>, first: Option<&Day>, then: Option<&Day>, message: fn(i8, i8) -> String) {
    if let (Some((MonthDay::Day(first), _)), Some((MonthDay::Day(then), Some(place)))) = (first, then)
        && then < first
    {
        let message = message(*then, *first);
        table.report_at(place, Kind::BadValue { message });
    }
}

/// A day and where it stands, if it stands anywhere.
type Day = (MonthDay, Option<Place>);

/// A day of the month by its number, or by working days; and where it stands.
fn day(table: &mut Table<'_>, number: &'static str, workday: &'static str, usual: Option<MonthDay>) -> Option<Day> {
    let placed = |found: Option<Placed<i64>>, make: fn(i8) -> MonthDay| {
        let found = found?;
        Some((make(i8::try_from(found.value).ok()?), Some(found.place)))
    };
    if table.has(workday) {
        let found = table.whole(workday, -MOST_WORKDAYS..=MOST_WORKDAYS)?;
        if found.value == 0 {
            let message = "1 is the first working day of the month, -1 the last".to_owned();
            table.report_at(&found.place, Kind::BadValue { message });
            return None;
        }
        return placed(Some(found), MonthDay::Workday);
    }
    match usual {
        Some(usual) if !table.has(number) => Some((usual, None)),
        _ => placed(table.whole(number, 1..=28), MonthDay::Day),
    }
}

/// How reports travel: as by default where nothing is said.
pub(crate) fn reports(table: Option<Table<'_>>) -> report::Rules {
    let Some(mut table) = table else {
        return report::Rules::default();
    };
    let leader_signs = table.flag("leader_signs");
    table.close();
    report::Rules { leader_signs }
}
