//! The picture that goes with a link where it is posted: 1200 × 630, the house's look, read at a glance.
//!
//! From the top: whose plan it is, the subject, the plan's own words, where it stands, of which day. The bar at
//! the left edge is that of the status, so that it is told apart before a word is read.

mod body;
#[cfg(test)]
#[path = "../../../tests/drawing/card.rs"]
mod tests;

use yaodian_domain::check::Status;
use yaodian_words::{Lang, label};

use super::{
    series::Series,
    sheet::{Frame, Sheet},
    text::{Anchor, Spot, fitting, width},
    wrap,
};

/// What is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Whose page it is: the plan, or who issued it.
    pub head: String,
    /// What holds for all of it: made up, a trial.
    pub tags: Vec<String>,
    /// The subject.
    pub title: String,
    /// Whether the title is in the plan's own words, and so in their face.
    pub plans_words: bool,
    /// The plan's own words on it.
    pub quote: Option<String>,
    /// What else is said under the title.
    pub lede: Option<String>,
    /// Where it stands.
    pub body: Body,
    /// Of which day.
    pub foot: String,
    /// The site's name.
    pub site: String,
    /// All of it in a sentence.
    pub alt: String,
}

/// Where the subject stands.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Nothing is to be said.
    Nothing,
    /// One target.
    Standing(Box<One>),
    /// How many stand where, in this order; none is 0.
    Tally {
        /// What is counted.
        caption: String,
        /// Status, number, the status in words.
        parts: Vec<(Status, usize, String)>,
    },
    /// Some figures beside each other.
    Figures(Vec<Figure>),
}

/// Where one target stands.
#[derive(Debug, Clone, PartialEq)]
pub struct One {
    /// How it is judged.
    pub status: Status,
    /// The same in a word.
    pub word: String,
    /// Said beside the word where the figure is made up.
    pub tag: Option<String>,
    /// The figure with its unit, where there is one.
    pub value: Option<String>,
    /// Which days the figure describes.
    pub when: String,
    /// What is asked for.
    pub goal: String,
    /// The figures against it.
    pub series: Option<Series>,
}

/// A figure with what it is and what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What it is.
    pub name: String,
    /// As it is written.
    pub value: String,
    /// What stands below it.
    pub under: String,
}

/// The edges of what is written.
const LEFT: f64 = 72.0;
const RIGHT: f64 = 1_136.0;
const WIDE: f64 = RIGHT - LEFT;
/// The bar at the edge.
const EDGE: f64 = 20.0;
/// The lines under the head and over the foot.
const TOP_RULE: f64 = 108.0;
const FOOT_RULE: f64 = 556.0;
/// The highest place where it is told how something stands.
const BODY: f64 = 360.0;
/// Words that are read along: the quote, the days of a figure, the foot.
const READ: f64 = 27.0;
const SMALL: f64 = 23.0;
/// The column of a figure that stands beside its picture.
const COLUMN: f64 = 500.0;
const PLOT_LEFT: f64 = LEFT + COLUMN + 40.0;
/// So much larger than on a page a series is drawn.
const PLOT_SCALE: f64 = 1.55;

/// Colours and faces beyond those of pictures: the light palette of `style/00-tokens.css`.
const STYLE: &str = concat!(
    "<style>",
    ".c-edge{fill:#1e2422}.c-rule{fill:none;stroke:#ddd7c8;stroke-width:2}",
    ".c-seal{fill:#9e2b1e}.c-seal-word{fill:#fbf9f3;font-weight:700}",
    ".c-head,.c-read,.c-under{fill:#55605b}",
    ".c-title,.c-song,.c-value,.c-count{fill:#1e2422;font-weight:700}",
    ".c-song,.c-quote,.c-site,.c-seal-word{font-family:'Noto Serif CJK SC','Source Han Serif SC','Songti SC',STSong,SimSun,serif}",
    ".c-quote{fill:#1e2422}.c-quote-bar{fill:#b9b4a6}",
    ".c-word{font-weight:700}.c-goal{fill:#1f5a8c}",
    ".c-tag{fill:none;stroke:#55605b;stroke-width:2;stroke-dasharray:6 4}.c-tag-word{fill:#1e2422;font-weight:700}",
    ".c-site{fill:#1e2422;font-weight:700}",
    "</style>"
);

/// The seal, as at the head of every page.
const SEAL: &str = r#"<rect class="c-seal" x="72" y="36" width="52" height="52" rx="6"/>"#;

impl Card {
    /// How large it is: what sites ask for.
    pub const FRAME: Frame = Frame {
        width: 1_200.0,
        height: 630.0,
        text: READ,
    };

    /// As SVG, by itself.
    pub fn svg(&self) -> String {
        self.draw()
            .placed(Self::FRAME, (0.0, 0.0), STYLE, &self.title, &self.alt)
    }

    /// Draws it.
    pub fn draw(&self) -> Sheet {
        let mut sheet = Sheet::new(Self::FRAME, "card");
        match &self.body {
            Body::Standing(one) => sheet.status(one.status, (0.0, 0.0), EDGE, Self::FRAME.height),
            _ => sheet.block("c-edge", (0.0, 0.0), EDGE, Self::FRAME.height),
        }
        self.head(&mut sheet);
        let below = self.title(&mut sheet);
        let below = self.words(&mut sheet, below);
        match &self.body {
            Body::Nothing => {}
            Body::Standing(one) => one.draw(&mut sheet, below),
            Body::Tally { caption, parts } => body::tally(&mut sheet, caption, parts),
            Body::Figures(all) => body::figures(&mut sheet, all),
        }
        sheet.line("c-rule", (LEFT, FOOT_RULE), (RIGHT, FOOT_RULE));
        let baseline = FOOT_RULE + 42.0;
        let site = width(&self.site, READ);
        write(&mut sheet, "c-site", READ, &self.site, (RIGHT, baseline), Anchor::End);
        let foot = fitting(&self.foot, SMALL, WIDE - site - 40.0);
        write(&mut sheet, "c-read", SMALL, &foot, (LEFT, baseline), Anchor::Start);
        sheet
    }

    /// The seal, whose page it is, what holds for all of it.
    fn head(&self, sheet: &mut Sheet) {
        sheet.raw(SEAL);
        let middle = (LEFT + 26.0, 74.0);
        write(
            sheet,
            "c-seal-word",
            34.0,
            label::seal(Lang::Zh),
            middle,
            Anchor::Middle,
        );
        let (baseline, mut right) = (72.0, RIGHT);
        for tag in self.tags.iter().rev() {
            let wide = width(tag, SMALL) + 36.0;
            sheet.block("c-tag", (right - wide, baseline - 31.0), wide, 44.0);
            let middle = (right - wide / 2.0, baseline - 1.0);
            write(sheet, "c-tag-word", SMALL, tag, middle, Anchor::Middle);
            right -= wide + 16.0;
        }
        let left = LEFT + 72.0;
        let room = right - left - 16.0;
        if width(&self.head, READ) <= room {
            write(sheet, "c-head", READ, &self.head, (left, baseline), Anchor::Start);
        } else {
            // A year at the end of a long title must not be lost.
            let size = 21.0;
            let wide = width(&self.head, size);
            let (balanced, whole) = (
                wrap::lines(&self.head, size, (wide * 0.6).clamp(room * 0.5, room), 9),
                wrap::lines(&self.head, size, room, 2),
            );
            let lines = if wide > room && balanced.len() == 2 {
                balanced
            } else {
                whole
            };
            let rows = if lines.len() == 1 { [70.0, 70.0] } else { [57.0, 83.0] };
            for (line, baseline) in lines.iter().zip(rows) {
                write(sheet, "c-head", size, line, (left, baseline), Anchor::Start);
            }
        }
        sheet.line("c-rule", (LEFT, TOP_RULE), (RIGHT, TOP_RULE));
    }

    /// The title; where it ends.
    fn title(&self, sheet: &mut Sheet) -> f64 {
        let (size, lines) = if width(&self.title, 58.0) <= WIDE {
            (58.0, vec![self.title.clone()])
        } else {
            wrap::largest(&self.title, &[50.0, 44.0], WIDE, 2)
        };
        let class = if self.plans_words { "c-song" } else { "c-title" };
        let mut baseline = TOP_RULE + 20.0;
        for line in lines {
            baseline += size * 1.22;
            write(sheet, class, size, &line, (LEFT, baseline), Anchor::Start);
        }
        baseline + size * 0.26
    }

    /// The quote behind its bar and what else is said, as far as there is room; where they end.
    fn words(&self, sheet: &mut Sheet, below: f64) -> f64 {
        const PITCH: f64 = READ * 1.5;
        let mut below = below + 14.0;
        let fits = |below: f64| (1..=3_u8).rev().find(|n| below + f64::from(*n) * PITCH <= BODY - 12.0);
        let indent = 24.0;
        let parts = [(&self.quote, "c-quote", indent), (&self.lede, "c-read", 0.0)];
        for (words, class, indent) in parts {
            let (Some(words), Some(most)) = (words, fits(below)) else {
                continue;
            };
            let lines = wrap::lines(words, READ, WIDE - indent, usize::from(most));
            let from = below;
            for line in lines {
                below += PITCH;
                let at = (LEFT + indent, below - READ * 0.42);
                write(sheet, class, READ, &line, at, Anchor::Start);
            }
            if indent > 0.0 {
                sheet.block("c-quote-bar", (LEFT, from + 5.0), 4.0, below - from - 8.0);
            }
            below += 8.0;
        }
        below
    }
}

/// Words at their one place.
fn write(sheet: &mut Sheet, class: &str, size: f64, words: &str, (x, y): (f64, f64), anchor: Anchor) {
    if !words.is_empty() {
        sheet.label(class, size, words, &[Spot::new(x, y, anchor)]);
    }
}
