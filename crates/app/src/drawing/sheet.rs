//! The sheet a picture is drawn on: shapes below, words above, and no two words in one place.

use std::fmt::Write as _;

use yaodian_domain::check::Status;

use super::{
    paint,
    text::{Area, Spot},
};

/// How large a picture is drawn, in CSS pixels, and how large its words are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Frame {
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// The size of its words; never below 12 where it is shown as large as it is drawn.
    pub text: f64,
}

impl Frame {
    /// Beside text on a wide page.
    pub const WIDE: Self = Self {
        width: 720.0,
        height: 270.0,
        text: 13.0,
    };
    /// On a narrow one, where 340 units are drawn on 288 pixels and more.
    pub const NARROW: Self = Self {
        width: 340.0,
        height: 260.0,
        text: 15.0,
    };

    /// A picture that stands alone: so many pixels wide and high, within what can be read.
    pub fn alone(width: u16, height: u16) -> Self {
        Self {
            width: f64::from(width.clamp(240, 2_400)),
            height: f64::from(height.clamp(160, 2_400)),
            text: 13.0,
        }
    }

    /// The same, so high.
    #[must_use]
    pub fn high(self, height: f64) -> Self {
        Self { height, ..self }
    }
}

/// A picture that is drawn, to be put on a page or to stand alone.
#[derive(Debug, Clone)]
pub struct Sheet {
    frame: Frame,
    id: String,
    defs: Vec<Status>,
    shapes: String,
    words: String,
    labels: Vec<Area>,
    marks: Vec<Area>,
}

impl Sheet {
    /// An empty one. `id` begins the ids of its patterns and must be its own on the page.
    pub(super) fn new(frame: Frame, id: &str) -> Self {
        Self {
            frame,
            id: id.to_owned(),
            defs: Vec::new(),
            shapes: String::new(),
            words: String::new(),
            labels: Vec::new(),
            marks: Vec::new(),
        }
    }

    /// How large it is.
    pub fn frame(&self) -> Frame {
        self.frame
    }

    /// Where its words stand.
    pub fn labels(&self) -> &[Area] {
        &self.labels
    }

    pub(super) fn line(&mut self, class: &str, from: (f64, f64), to: (f64, f64)) {
        let ((x1, y1), (x2, y2)) = (self.kept(from), self.kept(to));
        let (x1, y1, x2, y2) = (px(x1), px(y1), px(x2), px(y2));
        let _ = write!(self.shapes, r#"<path class="{class}" d="M{x1} {y1}L{x2} {y2}"/>"#);
    }

    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)]) {
        let points: Vec<String> = (points.iter())
            .map(|&point| {
                let (x, y) = self.kept(point);
                format!("{} {}", px(x), px(y))
            })
            .collect();
        if points.len() > 1 {
            let _ = write!(self.shapes, r#"<path class="{class}" d="M{}"/>"#, points.join("L"));
        }
    }

    pub(super) fn dot(&mut self, class: &str, at: (f64, f64), radius: f64) {
        let (x, y) = self.kept(at);
        self.marks.push(Area::around(x, y, radius));
        let (x, y, r) = (px(x), px(y), px(radius));
        let _ = write!(self.shapes, r#"<circle class="{class}" cx="{x}" cy="{y}" r="{r}"/>"#);
    }

    pub(super) fn block(&mut self, class: &str, at: (f64, f64), width: f64, height: f64) {
        let _ = write!(
            self.shapes,
            r#"<rect class="{class}" x="{}" y="{}" width="{}" height="{}"/>"#,
            px(at.0),
            px(at.1),
            px(width.max(0.0)),
            px(height.max(0.0))
        );
    }

    /// A block that looks as a status does everywhere: by its kind of bar, not by colour alone.
    pub(super) fn status(&mut self, status: Status, at: (f64, f64), width: f64, height: f64) {
        if !self.defs.contains(&status) {
            self.defs.push(status);
        }
        let fill = paint::pattern(&self.id, status).map_or_else(String::new, |id| format!(r#" fill="url(#{id})""#));
        let _ = write!(
            self.shapes,
            r#"<rect class="pf-{}"{fill} x="{}" y="{}" width="{}" height="{}"/>"#,
            status.as_str(),
            px(at.0),
            px(at.1),
            px(width.max(0.0)),
            px(height.max(0.0))
        );
    }

    /// What is drawn as it is written.
    pub(super) fn raw(&mut self, markup: &str) {
        self.shapes.push_str(markup);
    }

    /// Another sheet on this one, its corner at a point, so many times larger. Its id must be another.
    pub(super) fn inset(&mut self, other: &Self, at: (f64, f64), times: f64) {
        let (x, y, patterns) = (px(at.0), px(at.1), other.patterns());
        let open = format!(r#"<g transform="translate({x} {y}) scale({times})">"#);
        let _ = write!(self.shapes, "{open}{patterns}{}{}</g>", other.shapes, other.words);
        let moved = |area: &Area| Area {
            left: at.0 + area.left * times,
            top: at.1 + area.top * times,
            right: at.0 + area.right * times,
            bottom: at.1 + area.bottom * times,
        };
        self.labels.extend(other.labels.iter().map(moved));
        self.marks.extend(other.marks.iter().map(moved));
    }

    /// Writes words at the first of these places where they meet no others and leave the sheet
    /// nowhere; rather where they cover no mark either. Nothing is written where there is none.
    pub(super) fn label(&mut self, class: &str, size: f64, words: &str, spots: &[Spot]) -> bool {
        if words.is_empty() {
            return false;
        }
        let free = |spot: &&Spot| {
            let area = spot.area(words, size);
            area.lies_on(self.frame.width, self.frame.height) && !self.labels.iter().any(|other| area.meets(other))
        };
        let clear = |spot: &&Spot| {
            let area = spot.area(words, size);
            free(spot) && !self.marks.iter().any(|mark| area.meets(mark))
        };
        let found = spots.iter().find(clear).or_else(|| spots.iter().find(free)).copied();
        let Some(spot) = found else { return false };
        self.labels.push(spot.area(words, size));
        let (x, y, size) = (px(spot.x), px(spot.y), px(size));
        let anchor = spot.anchor.as_str();
        let words = escaped(words);
        let _ = write!(
            self.words,
            r#"<text class="{class}" x="{x}" y="{y}" font-size="{size}" text-anchor="{anchor}">{words}</text> "#
        );
        true
    }

    /// The same; where none of the places is free, a line higher or lower at the first of them.
    pub(super) fn must_label(&mut self, class: &str, size: f64, words: &str, spots: &[Spot]) -> bool {
        if self.label(class, size, words, spots) {
            return true;
        }
        let Some(first) = spots.first().filter(|_| !words.is_empty()) else {
            return false;
        };
        let (step, mut around) = (size * 0.6, Vec::new());
        for at in 1..=24_u8 {
            for away in [-1.0, 1.0] {
                let y = first.y + away * step * f64::from(at);
                around.push(Spot { y, ..*first });
            }
        }
        self.label(class, size, words, &around)
    }

    /// Nothing is drawn beyond the edge.
    fn kept(&self, (x, y): (f64, f64)) -> (f64, f64) {
        (x.clamp(0.0, self.frame.width), y.clamp(0.0, self.frame.height))
    }

    /// As part of a page, whose style sheet colours it. `described_by` is the id of the table behind it.
    pub fn on_page(&self, class: &str, alt: &str, described_by: Option<&str>) -> String {
        let described = described_by.map_or_else(String::new, |id| format!(r#" aria-describedby="{}""#, escaped(id)));
        format!(
            r#"<svg class="{class}" viewBox="0 0 {} {}" role="img" aria-label="{}"{described}>{}{}{}</svg>"#,
            px(self.frame.width),
            px(self.frame.height),
            escaped(alt),
            self.patterns(),
            self.shapes,
            self.words
        )
    }

    /// As part of a page that says the same in words beside it.
    pub(super) fn hidden(&self, class: &str) -> String {
        let (width, height) = (px(self.frame.width), px(self.frame.height));
        let (patterns, shapes, words) = (self.patterns(), &self.shapes, &self.words);
        format!(
            r#"<svg class="{class}" viewBox="0 0 {width} {height}" aria-hidden="true">{patterns}{shapes}{words}</svg>"#
        )
    }

    /// By itself: with its size, its title, what it says in words, its own colours, on light ground.
    pub fn alone(&self, title: &str, description: &str) -> String {
        self.placed(self.frame, (0.0, 0.0), "", title, description)
    }

    /// By itself on a larger sheet: this many units from its corner, with more words around.
    pub(super) fn placed(&self, sheet: Frame, at: (f64, f64), around: &str, title: &str, description: &str) -> String {
        let (width, height, id) = (px(sheet.width), px(sheet.height), &self.id);
        let moved = if at == (0.0, 0.0) {
            String::new()
        } else {
            format!(r#" transform="translate({} {})""#, px(at.0), px(at.1))
        };
        format!(
            concat!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}""#,
                r#" role="img" aria-labelledby="{id}-title {id}-desc"><title id="{id}-title">{title}</title>"#,
                r#"<desc id="{id}-desc">{description}</desc><style>{style}</style>"#,
                r#"<rect class="p-ground" width="{width}" height="{height}"/>{patterns}{around}<g{moved}>{shapes}{words}</g></svg>"#
            ),
            width = width,
            height = height,
            id = id,
            title = escaped(title),
            description = escaped(description),
            style = paint::STYLE,
            patterns = self.patterns(),
            around = around,
            moved = moved,
            shapes = self.shapes,
            words = self.words
        )
    }

    fn patterns(&self) -> String {
        let all: String = self
            .defs
            .iter()
            .map(|status| paint::definition(&self.id, *status))
            .collect();
        if all.is_empty() {
            all
        } else {
            format!("<defs>{all}</defs>")
        }
    }
}

/// A coordinate as it is written: to a tenth, and no shorter than it must be.
pub(super) fn px(value: f64) -> String {
    let text = format!("{value:.1}");
    let text = text.strip_suffix(".0").unwrap_or(&text);
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Words as they may stand in markup.
pub(super) fn escaped(words: &str) -> String {
    words
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
#[path = "../../tests/drawing/sheet.rs"]
mod tests;
