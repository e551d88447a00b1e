//! Small multiples: one tiny series for each unit, all on one scale.

use yaodian_domain::check::Status;

use super::{
    sheet::{Frame, Sheet},
    text::{self, Anchor, Spot},
};

/// The scale that all have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// The lowest that is drawn.
    pub low: f64,
    /// The highest.
    pub high: f64,
}

impl Scale {
    /// The scale that holds all of these panels; zero is on it where `from_zero`.
    pub fn of(panels: &[Panel], from_zero: bool) -> Option<Self> {
        let values = panels
            .iter()
            .flat_map(|panel| panel.points.iter().map(|(_, value)| *value).chain(panel.goal));
        let (low, high) = values
            .filter(|value| value.is_finite())
            .fold((f64::MAX, f64::MIN), |(low, high), value| {
                (low.min(value), high.max(value))
            });
        if low > high {
            return None;
        }
        let low = if from_zero { low.min(0.0) } else { low };
        let room = if high > low { 0.0 } else { high.abs().max(1.0) * 0.05 };
        Some(Self {
            low: low - room,
            high: high + room,
        })
    }

    fn y(self, value: f64, top: f64, height: f64) -> f64 {
        top + height * ((self.high - value) / (self.high - self.low)).clamp(0.0, 1.0)
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Whose it is.
    pub name: String,
    /// Its last value as it is written; `None` where nothing is known.
    pub value: Option<String>,
    /// How it stands, and what that is called.
    pub status: Status,
    /// The word for the status.
    pub word: String,
    /// Its figures: how much of the term is over (0 to 1), and how high they lie.
    pub points: Vec<(f64, f64)>,
    /// What is asked of it.
    pub goal: Option<f64>,
}

/// All of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Multiples {
    /// In the order in which they are shown.
    pub panels: Vec<Panel>,
    /// What they have in common.
    pub scale: Scale,
    /// The scale in words.
    pub note: String,
}

/// How large the line of one is on a page.
const LINE: Frame = Frame {
    width: 150.0,
    height: 44.0,
    text: 13.0,
};

impl Panel {
    /// Its line by itself, for a page that writes its words.
    pub fn line(&self, scale: Scale, id: &str) -> String {
        let mut sheet = Sheet::new(LINE, id);
        self.draw_line(&mut sheet, scale, (0.0, 0.0), (LINE.width, LINE.height));
        sheet.hidden("panel-line")
    }

    /// Draws the line; hollow where nothing is known.
    fn draw_line(&self, sheet: &mut Sheet, scale: Scale, (left, top): (f64, f64), (width, height): (f64, f64)) {
        let (pad, radius) = (4.0, 2.75);
        let x = |share: f64| left + pad + (width - 2.0 * pad) * share.clamp(0.0, 1.0);
        let y = |value: f64| scale.y(value, top + pad, height - 2.0 * pad);
        let ground = top + height - 0.5;
        if self.points.is_empty() {
            sheet.line("p-none", (left, ground), (left + width, ground));
        } else {
            sheet.line("p-axis", (left, ground), (left + width, ground));
        }
        if let Some(goal) = self.goal {
            sheet.line("p-goal", (left, y(goal)), (left + width, y(goal)));
        }
        let way: Vec<(f64, f64)> = self.points.iter().map(|&(share, value)| (x(share), y(value))).collect();
        sheet.path("p-line", &way);
        if let Some(&last) = way.last() {
            // The last figure stands on the ground of its day, so that a single one is read as well.
            sheet.line("p-axis", last, (last.0, ground));
            sheet.dot("p-dot", last, radius);
        }
    }
}

impl Multiples {
    /// How high a sheet so wide must be.
    pub fn height(&self, width: u16) -> u16 {
        let frame = Frame::alone(width, 160);
        let (columns, each) = (columns(frame), high(frame));
        let rows = u16::try_from(self.panels.len())
            .unwrap_or(u16::MAX)
            .div_ceil(columns)
            .max(1);
        let mut height = 40_u16;
        for _ in 0..rows {
            height = height.saturating_add(each);
        }
        height
    }

    /// Draws all of them with their words.
    pub fn draw(&self, frame: Frame, id: &str) -> Sheet {
        let mut sheet = Sheet::new(frame, id);
        let (size, columns) = (frame.text, columns(frame));
        let wide = (frame.width - 16.0) / f64::from(columns);
        let rows = u16::try_from(self.panels.len())
            .unwrap_or(u16::MAX)
            .div_ceil(columns)
            .max(1);
        let high = (frame.height - size * 2.6) / f64::from(rows);
        for (at, panel) in (0_u16..).zip(&self.panels) {
            let left = 8.0 + wide * f64::from(at % columns);
            let top = 6.0 + high * f64::from(at / columns);
            let room = wide - 14.0;
            sheet.label(
                "p-head",
                size,
                &fitting(&panel.name, size, room),
                &[Spot::new(left, top + size, Anchor::Start)],
            );
            let value = panel.value.clone().unwrap_or_else(|| "—".to_owned());
            let said = format!("{} {} · {value}", panel.status.shape(), panel.word);
            let class = format!("p-t ps-{}", panel.status.as_str());
            sheet.label(
                &class,
                size,
                &fitting(&said, size, room),
                &[Spot::new(left, top + size * 2.4, Anchor::Start)],
            );
            let line = top + size * 2.9;
            let height = (top + high - 10.0 - line).clamp(4.0, 60.0);
            panel.draw_line(&mut sheet, self.scale, (left, line), (room, height));
        }
        let note = fitting(&self.note, size, frame.width - 20.0);
        sheet.label(
            "p-t",
            size,
            &note,
            &[Spot::new(8.0, frame.height - size * 0.7, Anchor::Start)],
        );
        sheet
    }
}

fn columns(frame: Frame) -> u16 {
    let mut columns = 1;
    while f64::from(columns + 1) * 150.0 <= frame.width - 16.0 && columns < 8 {
        columns += 1;
    }
    columns
}

fn high(frame: Frame) -> u16 {
    if frame.text > 14.0 { 104 } else { 92 }
}

/// As much of the words as there is room for.
pub(super) fn fitting(words: &str, size: f64, room: f64) -> String {
    if text::width(words, size) + 2.0 <= room {
        return words.to_owned();
    }
    let mut cut = String::new();
    for c in words.chars() {
        if text::width(&cut, size) + 2.2 * size > room {
            break;
        }
        cut.push(c);
    }
    cut + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(name: &str, points: &[(f64, f64)], goal: Option<f64>) -> Panel {
        Panel {
            name: name.to_owned(),
            value: points.last().map(|(_, value)| format!("{value}%")),
            status: Status::OnTrack,
            word: "正常".to_owned(),
            points: points.to_vec(),
            goal,
        }
    }

    fn all() -> Vec<Panel> {
        let names = ["武汉市", "恩施土家族苗族自治州", "神农架林区"];
        let points = [vec![(0.3, 20.0), (0.7, 60.0)], vec![], vec![(0.7, -5.0)]];
        let three: Vec<Panel> = names
            .iter()
            .zip(&points)
            .map(|(name, points)| panel(name, points, Some(80.0)))
            .collect();
        three.iter().cycle().take(17).cloned().collect()
    }

    #[test]
    fn one_scale_holds_all_and_their_goals() {
        let scale = Scale::of(&all(), true).expect("a scale");
        assert_eq!(scale, Scale { low: -5.0, high: 80.0 });
        assert_eq!(Scale::of(&[panel("a", &[], None)], true), None);
        let single = Scale::of(&[panel("a", &[(0.5, 7.0)], None)], false).expect("a scale");
        assert!(single.low < 7.0 && 7.0 < single.high);
    }

    #[test]
    fn what_is_not_known_is_hollow_and_draws_no_figure() {
        let scale = Scale { low: 0.0, high: 100.0 };
        let (hollow, known) = (
            panel("a", &[], Some(80.0)).line(scale, "a"),
            panel("a", &[(0.5, 3.0)], None).line(scale, "a"),
        );
        assert!(hollow.contains("p-none") && !hollow.contains("p-dot"));
        assert!(known.contains("p-dot") && known.contains(r#"aria-hidden="true""#));
    }

    #[test]
    fn all_units_are_named_and_no_words_meet() {
        let panels = all();
        let scale = Scale::of(&panels, true).expect("a scale");
        let all = Multiples {
            panels,
            scale,
            note: "各图纵轴相同:0—100%".to_owned(),
        };
        for width in [240, 340, 720, 1_200] {
            let frame = Frame::alone(width, all.height(width));
            let sheet = all.draw(frame, "u");
            let labels = sheet.labels();
            assert_eq!(labels.len(), 17 * 2 + 1, "{width}");
            for (at, label) in labels.iter().enumerate() {
                assert!(label.lies_on(frame.width, frame.height), "{label:?} {width}");
                assert!(!labels[at + 1..].iter().any(|other| label.meets(other)));
            }
        }
    }
}
