//! The picture that goes with a link where it is posted: 1200 × 630, the house's look, read at a glance.
//!
//! From the top: whose plan it is, the subject, the plan's own words, where it stands, of which day. The bar at
//! the left edge is that of the status, so that it is told apart before a word is read.

use yaodian_domain::check::Status;

use super::{
    multiples::fitting,
    series::Series,
    sheet::{Frame, Sheet},
    text::{Anchor, Spot, width},
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
    ".c-seal{fill:#9e2b1e}.c-seal-line{fill:none;stroke:#fbf9f3;stroke-width:2;stroke-linecap:round}",
    ".c-head,.c-read,.c-under{fill:#55605b}",
    ".c-title,.c-song,.c-value,.c-count{fill:#1e2422;font-weight:700}",
    ".c-song,.c-quote,.c-site{font-family:'Noto Serif CJK SC','Source Han Serif SC','Songti SC',STSong,SimSun,serif}",
    ".c-quote{fill:#1e2422}.c-quote-bar{fill:#b9b4a6}",
    ".c-word{font-weight:700}.c-goal{fill:#1f5a8c}",
    ".c-tag{fill:none;stroke:#55605b;stroke-width:2;stroke-dasharray:6 4}.c-tag-word{fill:#1e2422;font-weight:700}",
    ".c-site{fill:#1e2422;font-weight:700}",
    "</style>"
);

/// The seal, as in the page's icon.
const SEAL: &str = concat!(
    r#"<g transform="translate(72 36) scale(1.625)"><rect class="c-seal" width="32" height="32" rx="4"/>"#,
    r#"<path class="c-seal-line" d="M8 10h16M11 7v3M21 7v3M9 14h14M16 10v15M10 25c4-1 6-4 6-7M22 25c-4-1-6-4-6-7"/></g>"#
);

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
            Body::Tally { caption, parts } => tally(&mut sheet, caption, parts),
            Body::Figures(all) => figures(&mut sheet, all),
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

impl One {
    fn draw(&self, sheet: &mut Sheet, below: f64) {
        let room = if self.series.is_some() { COLUMN } else { WIDE };
        let last = FOOT_RULE - 28.0;
        let top = match &self.value {
            Some(value) => {
                let baseline = self.mark_and_goal(sheet, last, room);
                let sizes = [92.0, 76.0, 62.0, 50.0, 40.0];
                let whole = sizes.into_iter().find(|size| width(value, *size) <= room);
                let (size, most) = whole.map_or((36.0, 2), |size| (size, 1));
                let mut row = baseline - 56.0;
                for line in wrap::lines(value, size, room, most).iter().rev() {
                    write(sheet, "c-value", size, line, (LEFT, row), Anchor::Start);
                    row -= size * 1.17 + 4.0;
                }
                row
            }
            // Without a figure the word is what is to be seen.
            None => {
                let mut row = last;
                for line in wrap::lines(&self.goal, GOAL, room, 2).iter().rev() {
                    write(sheet, "c-goal", GOAL, line, (LEFT, row), Anchor::Start);
                    row -= GOAL * 1.3;
                }
                let size = 64.0;
                let mark = fitting(&self.mark(), size, room);
                write(sheet, &self.class(), size, &mark, (LEFT, row - 26.0), Anchor::Start);
                row - 26.0 - size * 1.3
            }
        };
        if top - SMALL > below - 8.0 {
            let when = fitting(&self.when, SMALL, room);
            write(sheet, "c-under", SMALL, &when, (LEFT, top), Anchor::Start);
        }
        if let Some(series) = &self.series {
            let top = (below + 4.0).clamp(300.0, BODY);
            let (wide, high) = (RIGHT - PLOT_LEFT, FOOT_RULE - 16.0 - top);
            let frame = Frame {
                width: wide / PLOT_SCALE,
                height: high / PLOT_SCALE,
                text: 14.0,
            };
            sheet.inset(&series.draw(frame, "series"), (PLOT_LEFT, top), PLOT_SCALE);
        }
    }

    fn mark(&self) -> String {
        format!("{} {}", self.status.shape(), self.word)
    }

    fn class(&self) -> String {
        format!("ps-{} c-word", self.status.as_str())
    }

    /// The mark with its tag and the goal: in one row where they have room, else the goal in lines below it.
    /// Where the row of the mark stands.
    fn mark_and_goal(&self, sheet: &mut Sheet, last: f64, room: f64) -> f64 {
        const PITCH: f64 = READ * 1.5;
        let mark = self.mark();
        let wide = width(&mark, MARK);
        let tag = self.tag.as_ref().map_or(0.0, |tag| width(tag, SMALL) + 40.0);
        let left = wide + tag + 32.0;
        let beside = [GOAL, READ]
            .into_iter()
            .find(|size| left + width(&self.goal, *size) <= room);
        let below = if beside.is_some() {
            Vec::new()
        } else {
            wrap::lines(&self.goal, READ, room, 2)
        };
        let rows = u32::try_from(below.len()).map_or(0.0, f64::from);
        let baseline = last - rows * PITCH;
        write(sheet, &self.class(), MARK, &mark, (LEFT, baseline), Anchor::Start);
        if let Some(tag) = &self.tag {
            let at = LEFT + wide + 12.0;
            sheet.block("c-tag", (at, baseline - 28.0), width(tag, SMALL) + 24.0, 38.0);
            let middle = (at + width(tag, SMALL) / 2.0 + 12.0, baseline - 2.0);
            write(sheet, "c-tag-word", SMALL, tag, middle, Anchor::Middle);
        }
        if let Some(size) = beside {
            write(
                sheet,
                "c-goal",
                size,
                &self.goal,
                (LEFT + left, baseline),
                Anchor::Start,
            );
        }
        let mut row = baseline;
        for line in below {
            row += PITCH;
            write(sheet, "c-goal", READ, &line, (LEFT, row), Anchor::Start);
        }
        baseline
    }
}

/// The size of a number under the bar.
const COUNT: f64 = 46.0;
/// The size of a status's mark.
const MARK: f64 = 34.0;
/// The size of a goal that has room.
const GOAL: f64 = 30.0;

/// A bar of statuses, and under it each with its number, its sign and its word.
fn tally(sheet: &mut Sheet, caption: &str, parts: &[(Status, usize, String)]) {
    const GAP: f64 = 4.0;
    let float = |n: usize| u32::try_from(n).map_or(0.0, f64::from);
    let total: f64 = parts.iter().map(|(_, n, _)| float(*n)).sum();
    let top = BODY + 24.0;
    write(sheet, "c-read", SMALL, caption, (LEFT, top - 18.0), Anchor::Start);
    if parts.is_empty() || total <= 0.0 {
        return;
    }
    let gaps = GAP * float(parts.len() - 1);
    let mark = |(status, _, word): &(Status, usize, String)| format!("{} {word}", status.shape());
    // A column is as wide as what stands in it, and what is left is shared out.
    let needs = |size: f64| -> Vec<f64> {
        let need = |part| width(&mark(part), size).max(width(&part.1.to_string(), COUNT)) + 16.0;
        parts.iter().map(need).collect()
    };
    let sizes = [SMALL + 1.0, 21.0, 19.0, 17.0];
    let fits = |size: &f64| needs(*size).iter().sum::<f64>() <= WIDE;
    let size = sizes.into_iter().find(fits).unwrap_or(15.0);
    let needs = needs(size);
    let needed: f64 = needs.iter().sum();
    let (spare, squeeze) = ((WIDE - needed).max(0.0) / float(parts.len()), (WIDE / needed).min(1.0));
    let (mut left, mut column) = (LEFT, LEFT);
    for (part, need) in parts.iter().zip(needs) {
        let wide = (WIDE - gaps) * float(part.1) / total;
        sheet.status(part.0, (left, top), wide, 44.0);
        left += wide + GAP;
        let room = need * squeeze;
        let count = fitting(&part.1.to_string(), COUNT, room);
        write(sheet, "c-count", COUNT, &count, (column, top + 100.0), Anchor::Start);
        let class = format!("ps-{} c-word", part.0.as_str());
        let words = fitting(&mark(part), size, room - 4.0);
        write(sheet, &class, size, &words, (column, top + 142.0), Anchor::Start);
        column += room + spare;
    }
}

/// Figures in columns.
fn figures(sheet: &mut Sheet, all: &[Figure]) {
    let columns = u32::try_from(all.len().max(1)).map_or(1.0, f64::from);
    let each = WIDE / columns;
    let room = if columns > 1.0 { each - 32.0 } else { each };
    let sizes = [104.0, 88.0, 72.0, 60.0, 48.0, 36.0];
    let largest = |figure: &Figure| wrap::largest(&figure.value, &sizes, room, 1).0;
    let size = all.iter().map(largest).fold(104.0, f64::min);
    for (at, figure) in (0_u32..).zip(all) {
        let left = LEFT + each * f64::from(at);
        let at = |y: f64| (left, y);
        write(
            sheet,
            "c-read",
            READ,
            &fitting(&figure.name, READ, room),
            at(376.0),
            Anchor::Start,
        );
        write(
            sheet,
            "c-value",
            size,
            &fitting(&figure.value, size, room),
            at(480.0),
            Anchor::Start,
        );
        write(
            sheet,
            "c-under",
            SMALL,
            &fitting(&figure.under, SMALL, room),
            at(530.0),
            Anchor::Start,
        );
    }
}

/// Words at their one place.
fn write(sheet: &mut Sheet, class: &str, size: f64, words: &str, (x, y): (f64, f64), anchor: Anchor) {
    if !words.is_empty() {
        sheet.label(class, size, words, &[Spot::new(x, y, anchor)]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use yaodian_domain::Date;
    use yaodian_words::Lang;

    use super::{super::series::Point, *};

    fn series() -> Series {
        let point = |month: i8| Point {
            day: Date::constant(2023, month, 28),
            value: f64::from(month) * 7.5,
            words: format!("{}%", f64::from(month) * 7.5),
            joined: month > 1,
        };
        Series {
            lang: Lang::Zh,
            from: Date::constant(2023, 1, 1),
            to: Date::constant(2023, 12, 31),
            points: (1..=9).map(point).collect(),
            goal: None,
            pace: None,
            ahead: None,
            today: None,
        }
    }

    fn one(words: &str, series: Option<Series>) -> Body {
        Body::Standing(Box::new(One {
            status: Status::AtRisk,
            word: "预警".to_owned(),
            tag: Some("演示".to_owned()),
            value: Some(words.to_owned()),
            when: words.to_owned(),
            goal: format!("目标 {words}"),
            series,
        }))
    }

    fn tally(number: usize) -> Body {
        let parts = Status::ALL.map(|status| (status, number, status.as_str().to_owned()));
        Body::Tally {
            caption: "全部目标".to_owned(),
            parts: parts.to_vec(),
        }
    }

    fn card(words: &str, body: Body) -> Card {
        Card {
            head: words.to_owned(),
            tags: vec!["试用".to_owned(), "演示数据".to_owned()],
            title: words.to_owned(),
            plans_words: false,
            quote: Some(words.to_owned()),
            lede: Some(words.to_owned()),
            body,
            foot: format!("截至 2023-09-25 {words}"),
            site: "要点 · 工作要点落实情况".to_owned(),
            alt: words.to_owned(),
        }
    }

    /// Whatever is written lies within the edges, and no two words meet.
    fn sound(card: &Card) -> String {
        let sheet = card.draw();
        let labels = sheet.labels();
        for (at, label) in labels.iter().enumerate() {
            assert!(
                label.left >= LEFT - 2.0 && label.right <= RIGHT + 2.0,
                "{label:?} of {card:?}"
            );
            assert!(label.lies_on(1_200.0, 630.0), "{label:?}");
            let other = labels[at + 1..].iter().find(|other| label.meets(other));
            assert!(other.is_none(), "{label:?} {other:?} of {card:?}");
        }
        card.svg()
    }

    proptest! {
        #[test]
        fn no_words_meet_and_none_leaves_the_card(words in "[一-龥,。A-Za-z0-9 %]{1,90}", number in 1_usize..99_999) {
            let figure = Figure { name: words.clone(), value: words.clone(), under: words.clone() };
            for body in [
                Body::Nothing,
                one(&words, None),
                one(&words, Some(series())),
                tally(number),
                Body::Figures(vec![figure.clone()]),
                Body::Figures(vec![figure; 3]),
            ] {
                sound(&card(&words, body));
            }
        }
    }

    #[test]
    fn where_a_target_stands_is_all_there() {
        let mut plain = card("长江入河排污口整治", one("80.8%", Some(series())));
        plain.lede = None;
        let svg = sound(&plain);
        for words in [
            ">80.8%<",
            ">▲ 预警<",
            ">目标 80.8%<",
            ">演示<",
            ">演示数据<",
            ">试用<",
            ">长江入河排污口整治<",
        ] {
            assert!(svg.contains(words), "{words} in {svg}");
        }
        assert!(
            svg.contains(r##"fill="url(#card-at-risk)""##),
            "the edge has the status's bar"
        );
        assert!(svg.contains(r#"width="1200" height="630""#));
    }

    #[test]
    fn without_a_figure_the_word_is_large() {
        let Body::Standing(mut one) = one("每季度", None) else {
            unreachable!("a standing")
        };
        (one.value, one.when) = (None, String::new());
        let svg = sound(&card("二十大精神学习宣讲", Body::Standing(one)));
        assert!(svg.contains(r#"font-size="64" text-anchor="start">▲ 预警<"#), "{svg}");
        assert!(svg.contains(">目标 每季度<") && !svg.contains("—"));
    }

    #[test]
    fn every_status_of_a_tally_has_its_number_sign_and_word() {
        let svg = sound(&card("总览", tally(12)));
        for status in Status::ALL {
            assert!(
                svg.contains(&format!(">{} {}<", status.shape(), status.as_str())),
                "{svg}"
            );
        }
        assert_eq!(svg.matches(">12<").count(), Status::ALL.len());
    }

    #[test]
    fn words_cannot_break_out() {
        let svg = card("<script>\"&", Body::Nothing).svg();
        assert!(!svg.contains("<script>") && svg.contains("&lt;script&gt;&quot;&amp;"));
    }
}
