//! A series: figures against goal and pace, with what it would come to.

use yaodian_domain::{Date, time::days_between};
use yaodian_words::{Lang, pictures as words};

use super::{
    sheet::{Frame, Sheet},
    text::{self, Anchor, Spot},
};

/// A figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// The last day that it describes.
    pub day: Date,
    /// How high it lies.
    pub value: f64,
    /// As it is written.
    pub words: String,
    /// Whether the line leads on to it from the figure before.
    pub joined: bool,
}

/// The goal.
#[derive(Debug, Clone, PartialEq)]
pub struct Goal {
    /// From which day it is drawn.
    pub from: Date,
    /// How high it lies.
    pub value: f64,
    /// What is written beside it.
    pub words: String,
}

/// What the term would come to.
#[derive(Debug, Clone, PartialEq)]
pub struct Ahead {
    /// For which day.
    pub on: Date,
    /// How high it would lie.
    pub value: f64,
    /// Between which two, where that can be said.
    pub range: Option<(f64, f64)>,
    /// What is written beside it.
    pub words: String,
}

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// The language of its months.
    pub lang: Lang,
    /// The first day of the axis; at most its last.
    pub from: Date,
    /// The last one.
    pub to: Date,
    /// Figures by their days, at least one.
    pub points: Vec<Point>,
    /// The goal, where there is a number.
    pub goal: Option<Goal>,
    /// What should be reached from day to day, and what that is called.
    pub pace: Option<(Vec<(Date, f64)>, String)>,
    /// What would come if things went on as they did.
    pub ahead: Option<Ahead>,
    /// The day of knowledge, where it lies on the axis, and what is written beside it.
    pub today: Option<(Date, String)>,
}

/// More days than this are divided by years.
const LONG: f64 = 560.0;

struct Scale {
    from: Date,
    days: f64,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    low: f64,
    high: f64,
}

impl Scale {
    fn x(&self, day: Date) -> f64 {
        let at = days(self.from, day).clamp(0.0, self.days);
        self.left + (self.right - self.left) * at / self.days
    }

    fn y(&self, value: f64) -> f64 {
        let share = (self.high - value) / (self.high - self.low);
        self.top + (self.bottom - self.top) * share.clamp(0.0, 1.0)
    }
}

impl Series {
    /// Draws it.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let scale = self.scale(frame);
        let size = frame.text;
        self.axis(&mut sheet, &scale, size);
        if let Some((day, words)) = &self.today {
            let x = scale.x(*day);
            sheet.line("p-now", (x, scale.top), (x, scale.bottom));
            let y = size;
            let spots = [(0.0, Anchor::Middle), (-4.0, Anchor::End), (4.0, Anchor::Start)]
                .map(|(dx, anchor)| Spot::new(x + dx, y, anchor));
            sheet.label("p-t", size, words, &spots);
        }
        if let Some(goal) = &self.goal {
            let y = scale.y(goal.value);
            sheet.line("p-goal", (scale.x(goal.from), y), (scale.right, y));
        }
        if let Some((way, _)) = &self.pace {
            let way: Vec<_> = way.iter().map(|&(day, value)| (scale.x(day), scale.y(value))).collect();
            sheet.path("p-pace", &way);
        }
        let at = |point: &Point| (scale.x(point.day), scale.y(point.value));
        for stretch in self.points.chunk_by(|_, next| next.joined) {
            sheet.path("p-line", &stretch.iter().map(at).collect::<Vec<_>>());
        }
        if let (Some(ahead), Some(last)) = (&self.ahead, self.points.last()) {
            let (x, y) = (scale.x(ahead.on), scale.y(ahead.value));
            sheet.path("p-ahead", &[at(last), (x, y)]);
            if let Some((low, high)) = ahead.range {
                let (low, high) = (scale.y(low), scale.y(high));
                sheet.line("p-ahead", (x, low), (x, high));
                for y in [low, high] {
                    sheet.line("p-ahead", (x - 5.0, y), (x + 5.0, y));
                }
            }
            sheet.dot("p-open", (x, y), 4.0);
        }
        for point in &self.points {
            sheet.dot("p-dot", at(point), 4.0);
        }
        self.name_all(&mut sheet, &scale, size);
        sheet
    }

    fn scale(&self, frame: Frame) -> Scale {
        let size = frame.text;
        let goal_words = self
            .goal
            .as_ref()
            .map_or(0.0, |goal| text::width(&goal.words, size) + 12.0);
        // Words of the goal stand behind its line where there is room for them.
        let beside = if goal_words <= frame.width * 0.25 && frame.width >= 480.0 {
            goal_words.max(48.0)
        } else {
            14.0
        };
        let ahead = self.ahead.iter().flat_map(|ahead| {
            let range = ahead.range.into_iter().flat_map(|(low, high)| [low, high]);
            range.chain([ahead.value])
        });
        let pace = self
            .pace
            .iter()
            .flat_map(|(way, _)| way.iter().map(|(_, value)| *value));
        let values = self
            .points
            .iter()
            .map(|point| point.value)
            .chain(self.goal.iter().map(|goal| goal.value));
        let (low, high) = values
            .chain(ahead)
            .chain(pace)
            .filter(|value| value.is_finite())
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
        let room = ((high - low) * 0.18).max(high.abs().max(low.abs()) * 0.01).max(0.1);
        Scale {
            from: self.from,
            days: days(self.from, self.to).max(1.0),
            left: 12.0,
            right: (frame.width - beside).max(24.0),
            top: size * 1.6,
            bottom: frame.height - size * 2.1,
            low: low - room,
            high: high + room,
        }
    }

    /// Months, or years where there are many; a year begins with a longer tick.
    fn axis(&self, sheet: &mut Sheet, scale: &Scale, size: f64) {
        let y = scale.bottom;
        sheet.line("p-axis", (scale.left, y), (scale.right, y));
        let baseline = sheet.frame().height - size * 0.5;
        let ticks = if scale.days > LONG {
            self.years()
        } else {
            self.months(scale, size)
        };
        for (from, to, name) in ticks {
            let (x, end) = (scale.x(from), scale.x(to));
            sheet.line("p-axis", (x, y), (x, y + 5.0));
            let middle = Spot::new(x.midpoint(end), baseline, Anchor::Middle);
            let edges = [
                Spot::new(x + 2.0, baseline, Anchor::Start),
                Spot::new(end, baseline, Anchor::End),
            ];
            if text::width(&name, size) <= (end - x) * 1.4 + 8.0 {
                sheet.label("p-t", size, &name, &[middle, edges[0], edges[1]]);
            }
        }
    }

    fn years(&self) -> Vec<(Date, Date, String)> {
        (self.from.year()..=self.to.year())
            .filter_map(|year| {
                let from = Date::new(year, 1, 1).ok()?.max(self.from);
                let to = Date::new(year, 12, 31).ok()?.min(self.to);
                Some((from, to, year.to_string()))
            })
            .collect()
    }

    fn months(&self, scale: &Scale, size: f64) -> Vec<(Date, Date, String)> {
        let mut months = Vec::new();
        let mut first = self.from.first_of_month();
        while first <= self.to && months.len() < 60 {
            months.push(first);
            first = first.last_of_month().tomorrow().unwrap_or(Date::MAX);
            if first == Date::MAX {
                break;
            }
        }
        let widest = months
            .iter()
            .map(|month| text::width(&words::month(self.lang, month.month()), size))
            .fold(0.0, f64::max);
        let each = (scale.right - scale.left) * 30.0 / scale.days;
        let step = [1, 2, 3, 4, 6, 12]
            .into_iter()
            .find(|step| f64::from(*step) * each >= widest + 8.0)
            .unwrap_or(12);
        let several = self.from.year() != self.to.year();
        (months.into_iter())
            .filter(|month| (i32::from(month.month()) - 1) % step == 0)
            .map(|month| {
                let name = if several && month.month() == 1 {
                    month.year().to_string()
                } else {
                    words::month(self.lang, month.month())
                };
                (month.max(self.from), month.last_of_month().min(self.to), name)
            })
            .collect()
    }

    /// Writes what is said of the lines first, then the last figure, then as many more as have room.
    fn name_all(&self, sheet: &mut Sheet, scale: &Scale, size: f64) {
        if let Some(goal) = &self.goal {
            let (y, words) = (scale.y(goal.value), goal.words.as_str());
            let behind = Spot::new(scale.right + 8.0, y + size * 0.35, Anchor::Start);
            let left = scale.x(goal.from);
            let (above, below) = (y - 6.0, y + size + 2.0);
            let mut spots = vec![behind];
            for x in [
                scale.right,
                scale.right * 0.75 + left * 0.25,
                scale.right.midpoint(left),
            ] {
                spots.push(Spot::new(x, above, Anchor::End));
                spots.push(Spot::new(x, below, Anchor::End));
            }
            spots.push(Spot::new(left, above, Anchor::Start));
            spots.push(Spot::new(left, below, Anchor::Start));
            sheet.must_label("p-g", size, words, &spots);
        }
        let mut named = vec![false; self.points.len()];
        if let Some(last) = self.points.len().checked_sub(1) {
            let spots = self.spots(scale, size, last);
            named[last] = sheet.must_label("p-v", size, &self.points[last].words, &spots);
        }
        if let Some(ahead) = &self.ahead {
            let (x, y) = (scale.x(ahead.on), scale.y(ahead.value));
            let around = [
                (8.0, size * 0.35, Anchor::Start),
                (-2.0, -10.0, Anchor::End),
                (-2.0, size + 8.0, Anchor::End),
                (-10.0, size * 0.35, Anchor::End),
            ];
            let spots = around.map(|(dx, dy, anchor)| Spot::new(x + dx, y + dy, anchor));
            sheet.must_label("p-t", size, &ahead.words, &spots);
        }
        if let Some((way, words)) = &self.pace {
            let spots: Vec<Spot> = [0.5, 0.35, 0.65, 0.2, 0.8]
                .into_iter()
                .filter_map(|share| along(way, scale, share))
                .flat_map(|(x, y)| {
                    [
                        Spot::new(x + 6.0, y + size + 4.0, Anchor::Start),
                        Spot::new(x - 4.0, y - 6.0, Anchor::End),
                    ]
                })
                .collect();
            sheet.label("p-t", size, words, &spots);
        }
        let by_value = |a: &usize, b: &usize| self.points[*a].value.total_cmp(&self.points[*b].value);
        let all = || 0..self.points.len();
        let extremes = [Some(0), all().max_by(by_value), all().min_by(by_value)];
        for at in extremes.into_iter().flatten().chain(all().rev()) {
            if named.get(at) == Some(&false) && !self.goes_without_saying(at) {
                let spots = self.spots(scale, size, at);
                named[at] = sheet.label("p-v", size, &self.points[at].words, &spots[..4]);
            }
        }
    }

    /// Whether a figure stands as the ones before and after it do.
    fn goes_without_saying(&self, at: usize) -> bool {
        let words = |at: usize| self.points.get(at).map(|point| &point.words);
        at > 0 && words(at) == words(at - 1) && words(at) == words(at + 1)
    }

    /// Where a figure may be written: above its point, or below it where the line has a dip.
    fn spots(&self, scale: &Scale, size: f64, at: usize) -> [Spot; 8] {
        let point = &self.points[at];
        let before = at.checked_sub(1).and_then(|at| self.points.get(at));
        let (x, y) = (scale.x(point.day), scale.y(point.value));
        let (above, below) = (y - 9.0, y + size + 7.0);
        let dip = before
            .zip(self.points.get(at + 1))
            .is_some_and(|(before, after)| before.value.min(after.value) > point.value);
        let (first, second) = if dip { (below, above) } else { (above, below) };
        [
            Spot::new(x, first, Anchor::Middle),
            Spot::new(x, second, Anchor::Middle),
            Spot::new(x - 4.0, first, Anchor::Start),
            Spot::new(x + 4.0, first, Anchor::End),
            Spot::new(x + 9.0, y + size * 0.35, Anchor::Start),
            Spot::new(x - 9.0, y + size * 0.35, Anchor::End),
            Spot::new(x - 4.0, second, Anchor::Start),
            Spot::new(x + 4.0, second, Anchor::End),
        ]
    }
}

/// A place on the way of pace, at this share of its width.
fn along(way: &[(Date, f64)], scale: &Scale, share: f64) -> Option<(f64, f64)> {
    let (first, last) = (scale.x(way.first()?.0), scale.x(way.last()?.0));
    let x = first + (last - first) * share;
    let pair = way
        .windows(2)
        .find(|pair| scale.x(pair[0].0) <= x && x <= scale.x(pair[1].0))?;
    let ((x0, y0), (x1, y1)) = (
        (scale.x(pair[0].0), scale.y(pair[0].1)),
        (scale.x(pair[1].0), scale.y(pair[1].1)),
    );
    let part = if x1 > x0 { (x - x0) / (x1 - x0) } else { 0.0 };
    Some((x, y0 + (y1 - y0) * part))
}

fn days(from: Date, to: Date) -> f64 {
    i32::try_from(days_between(from, to)).map_or(0.0, f64::from)
}

#[cfg(test)]
#[path = "../../tests/drawing/series.rs"]
mod tests;
