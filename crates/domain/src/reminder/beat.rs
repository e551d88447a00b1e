//! On which days a matter is an occasion for a message. All of them are working days.

use jiff::{ToSpan, civil::Date};

use super::Rules;
use crate::workdays::WorkDays;

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
    /// On the first working day after it came, on the one before it is due, on the due day, and
    /// again after it.
    Slip {
        /// When it came.
        since: Date,
        /// By when it is due.
        due: Date,
    },
}

impl Beat {
    /// Whether there is an occasion on a day from `from` to `to`, both included.
    pub fn falls(self, rules: &Rules, from: Date, to: Date, works: &WorkDays) -> bool {
        let days = from.series(1.day()).take_while(|day| *day <= to);
        days.filter(|&day| works.is_working(day))
            .any(|day| self.falls_on(rules, day, works))
    }

    fn falls_on(self, rules: &Rules, day: Date, works: &WorkDays) -> bool {
        let number = |since| works.between(since, day);
        match self {
            Self::ReportDue(due) => around(due, &rules.before, rules.again, day, works),
            Self::TaskDue(due) => around(due, &rules.task_before, rules.task_again, day, works),
            Self::BackSince(since) => each(1, rules.again, number(since)),
            Self::WaitingSince(since) => each(rules.waiting, rules.waiting, number(since)),
            Self::OnceAfter(since) => each(1, 0, number(since)),
            Self::Slip { since, due } => {
                since < day && (each(1, 0, number(since)) || around(due, &[1], rules.again, day, works))
            }
        }
    }

    /// The first day on which there can be an occasion.
    pub(super) fn begins(self, rules: &Rules, works: &WorkDays) -> Date {
        let earliest = |due, before: &[u8]| back(due, before.iter().copied().max().unwrap_or(0), works);
        match self {
            Self::ReportDue(due) => earliest(due, &rules.before),
            Self::TaskDue(due) => earliest(due, &rules.task_before),
            Self::WaitingSince(_) if rules.waiting == 0 => Date::MAX,
            Self::WaitingSince(since) => works.after(since, rules.waiting.into()),
            Self::BackSince(since) | Self::OnceAfter(since) | Self::Slip { since, .. } => since,
        }
    }
}

/// So many working days before `due`, on it, and again and again after it.
fn around(due: Date, before: &[u8], again: u8, day: Date, works: &WorkDays) -> bool {
    if day <= due {
        before.iter().chain(&[0]).any(|&number| back(due, number, works) == day)
    } else {
        each(again, again, works.between(due, day))
    }
}

/// Whether `number` is `first`, or any number of times `again` more.
fn each(first: u8, again: u8, number: u32) -> bool {
    let (first, again) = (u32::from(first), u32::from(again));
    first > 0 && (number == first || (again > 0 && number > first && (number - first).is_multiple_of(again)))
}

/// The working day that lies `number` working days before the last one up to `due`.
fn back(due: Date, number: u8, works: &WorkDays) -> Date {
    works.before(works.on_or_before(due), number.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        plan::Name,
        time::DaySpan,
        workdays::{Holiday, Notice},
    };
    use jiff::civil::date;

    /// The golden week of 2023 as the State Council set it, with the Saturday and Sunday that were
    /// worked for it.
    fn works() -> WorkDays {
        let holiday = Holiday {
            name: Name {
                zh: "中秋节、国庆节".to_owned(),
                en: "Mid-Autumn Festival and National Day".to_owned(),
            },
            days: DaySpan::new(date(2023, 9, 29), date(2023, 10, 6)).unwrap(),
            worked: vec![date(2023, 10, 7), date(2023, 10, 8)],
        };
        let notice = Notice::new(2023, "通知".to_owned(), "国办发明电〔2022〕16号".to_owned());
        WorkDays::new(vec![notice.with(holiday).unwrap()]).unwrap()
    }

    fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
        from.series(1.day()).take_while(move |day| *day <= to)
    }

    fn occasions(beat: Beat, from: Date, to: Date) -> Vec<String> {
        let rules = Rules::default();
        days(from, to)
            .filter(|&day| beat.falls(&rules, day, day, &works()))
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
        assert_eq!(beat.begins(&Rules::default(), &works()), date(2023, 9, 21));
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
        assert_eq!(beat.begins(&Rules::default(), &works()), date(2023, 10, 8));
        assert_eq!(
            occasions(Beat::BackSince(sent), sent, date(2023, 10, 9)),
            ["09-28", "10-08"]
        );
        assert_eq!(occasions(Beat::OnceAfter(sent), sent, date(2023, 12, 31)), ["09-28"]);
    }

    #[test]
    fn an_occasion_of_a_day_on_which_nothing_was_written_is_not_lost() {
        let (rules, beat) = (Rules::default(), Beat::ReportDue(date(2023, 9, 28)));
        assert!(!beat.falls(&rules, date(2023, 9, 22), date(2023, 9, 22), &works()));
        assert!(beat.falls(&rules, date(2023, 9, 21), date(2023, 9, 22), &works()));
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
                .filter(|&day| beat.falls(&silent, day, day, &works()))
                .count()
        };
        assert_eq!(all(Beat::ReportDue(date(2023, 9, 28))), 1, "the due day itself");
        assert_eq!(all(Beat::WaitingSince(date(2023, 9, 28))), 0);
        assert_eq!(all(Beat::BackSince(date(2023, 9, 28))), 1);
        assert_eq!(
            Beat::WaitingSince(date(2023, 9, 28)).begins(&silent, &works()),
            Date::MAX
        );
    }
}
