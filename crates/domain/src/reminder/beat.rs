//! On which days a matter is an occasion for a message. All of them are working days.

use jiff::{ToSpan, civil::Date};

use super::Rules;

/// On which days a matter is an occasion for a message, by the plan's [`Rules`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// Before a report's due day, on it (on the last working day up to it) and after it.
    ReportDue(Date),
    /// The same for a target.
    TaskDue(Date),
    /// On the working day after it came back, and again.
    BackSince(Date),
    /// When it has waited too long, and again.
    WaitingSince(Date),
    /// Once, on the first working day after this one.
    OnceAfter(Date),
}

/// How far back or ahead working days are looked for: longer than any holiday.
const FAR: i64 = 400;

impl Beat {
    /// Whether there is an occasion on a day from `from` to `to`, both included.
    pub fn falls(self, rules: &Rules, from: Date, to: Date, works: &impl Fn(Date) -> bool) -> bool {
        days(from, to).any(|day| works(day) && self.falls_on(rules, day, works))
    }

    fn falls_on(self, rules: &Rules, day: Date, works: &impl Fn(Date) -> bool) -> bool {
        match self {
            Self::ReportDue(due) => around(due, &rules.before, rules.again, day, works),
            Self::TaskDue(due) => around(due, &rules.task_before, rules.task_again, day, works),
            Self::BackSince(since) => each(1, rules.again, worked(since, day, works)),
            Self::WaitingSince(since) => each(rules.waiting, rules.waiting, worked(since, day, works)),
            Self::OnceAfter(since) => each(1, 0, worked(since, day, works)),
        }
    }

    /// The first day on which there can be an occasion.
    pub(super) fn begins(self, rules: &Rules, works: &impl Fn(Date) -> bool) -> Date {
        let earliest = |due, before: &[u8]| back(due, before.iter().copied().max().unwrap_or(0), works);
        match self {
            Self::ReportDue(due) => earliest(due, &rules.before),
            Self::TaskDue(due) => earliest(due, &rules.task_before),
            Self::WaitingSince(since) => ahead(since, rules.waiting, works),
            Self::BackSince(since) | Self::OnceAfter(since) => since,
        }
    }
}

/// So many working days before `due`, on it, and again and again after it.
fn around(due: Date, before: &[u8], again: u8, day: Date, works: &impl Fn(Date) -> bool) -> bool {
    if day <= due {
        before.iter().chain(&[0]).any(|&number| back(due, number, works) == day)
    } else {
        each(again, again, worked(due, day, works))
    }
}

/// Whether `number` is `first`, or any number of times `again` more.
fn each(first: u8, again: u8, number: i64) -> bool {
    let (first, again) = (i64::from(first), i64::from(again));
    first > 0 && (number == first || (again > 0 && number > first && (number - first) % again == 0))
}

/// How many working days there are after `since`, up to `day`.
fn worked(since: Date, day: Date, works: &impl Fn(Date) -> bool) -> i64 {
    let worked = days(since.saturating_add(1.day()), day)
        .filter(|&day| works(day))
        .count();
    i64::try_from(worked).unwrap_or(i64::MAX)
}

/// The working day that lies `number` working days before the last one up to `due`.
fn back(due: Date, number: u8, works: &impl Fn(Date) -> bool) -> Date {
    let days = (0..FAR).map(|gone| due.saturating_sub(gone.days()));
    days.filter(|&day| works(day)).nth(usize::from(number)).unwrap_or(due)
}

/// The working day on which `number` working days have gone by since `since`.
fn ahead(since: Date, number: u8, works: &impl Fn(Date) -> bool) -> Date {
    let days = (1..FAR).map(|gone| since.saturating_add(gone.days()));
    let nth = usize::from(number).checked_sub(1);
    nth.and_then(|nth| days.filter(|&day| works(day)).nth(nth))
        .unwrap_or(Date::MAX)
}

fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    from.series(1.day()).take_while(move |day| *day <= to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{Weekday, date};

    /// Weekdays but for the golden week of 2023, with the Saturday and Sunday that were worked for it.
    fn works(day: Date) -> bool {
        let holiday = (date(2023, 9, 29)..=date(2023, 10, 6)).contains(&day);
        let made_up = [date(2023, 10, 7), date(2023, 10, 8)].contains(&day);
        made_up || (!holiday && !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday))
    }

    fn occasions(beat: Beat, from: Date, to: Date) -> Vec<String> {
        let rules = Rules::default();
        days(from, to)
            .filter(|&day| beat.falls(&rules, day, day, &works))
            .map(|day| day.strftime("%m-%d").to_string())
            .collect()
    }

    #[test]
    fn a_report_is_asked_for_before_on_and_after_its_due_day() {
        // Due on a Thursday before a long holiday: 5 and 1 working days before, on it, every second after.
        let beat = Beat::ReportDue(date(2023, 9, 28));
        assert_eq!(
            occasions(beat, date(2023, 9, 1), date(2023, 10, 13)),
            ["09-21", "09-27", "09-28", "10-08", "10-10", "10-12"]
        );
        assert_eq!(beat.begins(&Rules::default(), &works), date(2023, 9, 21));
    }

    #[test]
    fn what_is_due_on_a_day_off_is_asked_for_on_the_working_day_before() {
        // 2023-10-28 is a Saturday.
        let beat = Beat::ReportDue(date(2023, 10, 28));
        assert_eq!(
            occasions(beat, date(2023, 10, 16), date(2023, 11, 3)),
            ["10-20", "10-26", "10-27", "10-31", "11-02"]
        );
    }

    #[test]
    fn what_waits_is_asked_for_when_it_has_waited_too_long() {
        let sent = date(2023, 9, 27);
        let beat = Beat::WaitingSince(sent);
        // 28, 7 and 8 October are the first three working days after it.
        assert_eq!(occasions(beat, sent, date(2023, 10, 13)), ["10-08", "10-11"]);
        assert_eq!(beat.begins(&Rules::default(), &works), date(2023, 10, 8));
        assert_eq!(
            occasions(Beat::BackSince(sent), sent, date(2023, 10, 9)),
            ["09-28", "10-08"]
        );
        assert_eq!(occasions(Beat::OnceAfter(sent), sent, date(2023, 12, 31)), ["09-28"]);
    }

    #[test]
    fn an_occasion_of_a_day_on_which_nothing_was_written_is_not_lost() {
        let (rules, beat) = (Rules::default(), Beat::ReportDue(date(2023, 9, 28)));
        assert!(!beat.falls(&rules, date(2023, 9, 22), date(2023, 9, 22), &works));
        assert!(beat.falls(&rules, date(2023, 9, 21), date(2023, 9, 22), &works));
    }

    #[test]
    fn rules_can_ask_for_silence() {
        let silent = Rules {
            before: vec![],
            again: 0,
            waiting: 0,
            ..Rules::default()
        };
        let all = |beat: Beat| {
            days(date(2023, 9, 1), date(2023, 12, 1))
                .filter(|&day| beat.falls(&silent, day, day, &works))
                .count()
        };
        assert_eq!(all(Beat::ReportDue(date(2023, 9, 28))), 1, "the due day itself");
        assert_eq!(all(Beat::WaitingSince(date(2023, 9, 28))), 0);
        assert_eq!(all(Beat::BackSince(date(2023, 9, 28))), 1);
        assert_eq!(Beat::WaitingSince(date(2023, 9, 28)).begins(&silent, &works), Date::MAX);
    }
}
