//! When reminders are sent.

use serde::{Deserialize, Serialize};

/// When a plan reminds, and when its mail rests.
///
/// Invariant (checked on load): numbers of days are at most 60, hours at most 23.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Rules {
    /// So many working days before a report is due its unit is reminded; always on the due day, too.
    pub before: Vec<u8>,
    /// Each time so many working days have gone by since a report was due or handed back, until it
    /// is sent; 0: no more.
    pub again: u8,
    /// When a report has waited so many working days for its review or signature, and each time as
    /// many more have gone by; 0: never.
    pub waiting: u8,
    /// So many working days before a target is due its units are reminded; always on the due day,
    /// too.
    pub task_before: Vec<u8>,
    /// Each time so many working days have gone by since a target was due, until it is met; 0: no
    /// more.
    pub task_again: u8,
    /// 免打扰: from this hour on mail rests (China time).
    pub quiet_from: u8,
    /// Until this hour. The same hour twice: no rest at night. On days off it rests all day.
    pub quiet_until: u8,
    /// So many days after a message was written it is tried to send it no more, and the office is
    /// told.
    pub give_up_days: u8,
}

impl Default for Rules {
    /// Five working days and one before a report is due (a reporter can still gather figures, then
    /// still send), every second one after; three for a review; ten and three before a target is
    /// due. 瑞海 reminds at a third, two thirds and the end of the time; 海南 takes reports from the
    /// fifth working day before a month's end.
    fn default() -> Self {
        Self {
            before: vec![5, 1],
            again: 2,
            waiting: 3,
            task_before: vec![10, 3],
            task_again: 5,
            quiet_from: 20,
            quiet_until: 8,
            give_up_days: 3,
        }
    }
}

impl Rules {
    /// Whether these are the rules of a plan that sets none.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Whether mail rests at `hour` (0 to 23) of a working day.
    pub fn is_quiet(&self, hour: i8) -> bool {
        let (hour, from, until) = (i16::from(hour), i16::from(self.quiet_from), i16::from(self.quiet_until));
        if from <= until {
            (from..until).contains(&hour)
        } else {
            hour >= from || hour < until
        }
    }
}
