//! A draft held against an annotation.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde::Deserialize;
use yaodian_domain::plan::Role;
use yaodian_intake::{Draft, Target};

/// What a person read out of a document.
#[derive(Debug, Deserialize)]
pub struct Annotated {
    /// The part of the text that was read, if not all of it: words that it lies between.
    #[serde(default)]
    pub scope: Option<serde_json::Value>,
    pub items: Vec<Item>,
    pub assignments: Vec<Bracket>,
    pub targets: Vec<Promise>,
}

#[derive(Debug, Deserialize)]
pub struct Item {
    pub title: String,
}

#[derive(Debug, Deserialize)]
pub struct Bracket {
    #[serde(rename = "bracket")]
    pub words: String,
    #[serde(default = "first")]
    pub nth: usize,
    #[serde(default)]
    pub lead: Vec<String>,
    #[serde(default)]
    pub responsible: Vec<String>,
    #[serde(default)]
    pub participant: Vec<String>,
    #[serde(default)]
    pub doubtful: bool,
}

#[derive(Debug, Deserialize)]
pub struct Promise {
    pub quote: String,
    #[serde(default = "first")]
    pub nth: usize,
    pub kind: String,
    pub comparator: String,
    #[serde(default)]
    pub value: Option<serde_json::Value>,
    #[serde(default)]
    pub due: Option<String>,
    #[serde(default)]
    pub explicit_due: bool,
    #[serde(default)]
    pub doubtful: bool,
}

fn first() -> usize {
    1
}

/// How many there are, were found, and were found rightly.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub there: usize,
    pub found: usize,
    pub said: usize,
    pub right: usize,
}

/// Recall and precision, in thousandths.
#[derive(Debug, Clone, Copy)]
pub struct Score {
    pub found: u32,
    pub right: u32,
}

impl Tally {
    pub fn score(self) -> Score {
        let share = |part: usize, whole: usize| {
            u32::try_from(part * 1000 / whole.max(1)).expect("a share").min(1000) + if whole == 0 { 1000 } else { 0 }
        };
        Score {
            found: share(self.found, self.there),
            right: share(self.right, self.said),
        }
    }

    fn add(&mut self, other: Self) {
        self.there += other.there;
        self.found += other.found;
        self.said += other.said;
        self.right += other.right;
    }
}

#[derive(Debug, Default)]
pub struct Scores {
    pub items: Tally,
    pub assignments: Tally,
    pub targets: Tally,
    pub figures: Tally,
    pub dues: Tally,
}

impl Scores {
    pub fn add(&mut self, other: &Self) {
        self.items.add(other.items);
        self.assignments.add(other.assignments);
        self.targets.add(other.targets);
        self.figures.add(other.figures);
        self.dues.add(other.dues);
    }
}

impl fmt::Display for Scores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, tally) in [
            ("items", self.items),
            ("assignments", self.assignments),
            ("targets", self.targets),
            ("of them figures", self.figures),
            ("days", self.dues),
        ] {
            let score = tally.score();
            write!(
                f,
                "{name} {}/{} found ({:.1} %), {}/{} right ({:.1} %); ",
                tally.found,
                tally.there,
                f64::from(score.found) / 10.0,
                tally.right,
                tally.said,
                f64::from(score.right) / 10.0
            )?;
        }
        Ok(())
    }
}

fn squeeze(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_whitespace() && *c != '*')
        .map(|c| match c {
            '（' => '(',
            '）' => ')',
            '，' => ',',
            '：' => ':',
            '；' => ';',
            '％' => '%',
            _ => c,
        })
        .collect()
}

/// Where the nth `words` stand in `text`.
fn place(text: &str, words: &str, nth: usize) -> (usize, usize) {
    let at = text
        .match_indices(words)
        .nth(nth - 1)
        .unwrap_or_else(|| panic!("{words:?} stands in the text"))
        .0;
    (at, at + words.len())
}

pub fn compare(text: &str, draft: &Draft, annotated: &Annotated, talk: bool) -> Scores {
    let mut scores = Scores::default();
    items(draft, annotated, &mut scores, talk);
    assignments(text, draft, annotated, &mut scores, talk);
    targets(text, draft, annotated, &mut scores, talk);
    scores
}

fn items(draft: &Draft, annotated: &Annotated, scores: &mut Scores, talk: bool) {
    let title = |title: &str| squeeze(title).chars().take(12).collect::<String>();
    let mut theirs: Vec<String> = annotated.items.iter().map(|item| title(&item.title)).collect();
    scores.items.there = theirs.len();
    let partial = annotated.scope.is_some();
    for item in &draft.items {
        let ours = title(&item.title);
        if let Some(at) = theirs
            .iter()
            .position(|theirs| !ours.is_empty() && (theirs.starts_with(&ours) || ours.starts_with(theirs.as_str())))
        {
            theirs.remove(at);
            scores.items.found += 1;
            scores.items.right += 1;
            scores.items.said += 1;
        } else if !partial {
            scores.items.said += 1;
            if talk {
                println!("  ITEM NOT THEIRS {} {}", item.number, item.title);
            }
        }
    }
    if talk {
        for item in theirs {
            println!("  ITEM MISSED {item}");
        }
    }
}

type Said = BTreeSet<(usize, Role, String)>;

fn assignments(text: &str, draft: &Draft, annotated: &Annotated, scores: &mut Scores, talk: bool) {
    let mut theirs: Said = BTreeSet::new();
    let mut brackets: BTreeMap<usize, bool> = BTreeMap::new();
    let mut spans = Vec::new();
    for bracket in &annotated.assignments {
        let (at, to) = place(text, &bracket.words, bracket.nth);
        brackets.insert(at, bracket.doubtful);
        spans.push((at, to));
        for (role, names) in [
            (Role::Lead, &bracket.lead),
            (Role::Responsible, &bracket.responsible),
            (Role::Participant, &bracket.participant),
        ] {
            theirs.extend(names.iter().map(|name| (at, role, squeeze(name))));
        }
    }
    let mut ours: Said = BTreeSet::new();
    for assignment in draft
        .items
        .iter()
        .flat_map(|item| &item.tasks)
        .flat_map(|task| &task.assignments)
    {
        // Lines of labels may be read as one bracket, and be annotated one by one.
        let (from, to) = (assignment.span.start, assignment.span.end);
        let theirs = spans.iter().find(|(start, end)| from < *end && *start < to);
        let at = theirs.map_or(assignment.bracket.start, |(start, _)| *start);
        if annotated.scope.is_some() && !brackets.contains_key(&at) {
            continue;
        }
        ours.extend(assignment.units.iter().map(|unit| (at, assignment.role, squeeze(unit))));
    }
    let sure = |said: &&(usize, Role, String)| !brackets.get(&said.0).copied().unwrap_or_default();
    scores.assignments = Tally {
        there: theirs.iter().filter(sure).count(),
        found: theirs.intersection(&ours).filter(sure).count(),
        said: ours.iter().filter(sure).count(),
        right: ours.intersection(&theirs).filter(sure).count(),
    };
    if talk {
        for missed in theirs.difference(&ours).filter(sure) {
            println!("  UNIT MISSED {missed:?}");
        }
        for wrong in ours.difference(&theirs).filter(sure) {
            println!("  UNIT NOT THEIRS {wrong:?}");
        }
    }
}

fn targets(text: &str, draft: &Draft, annotated: &Annotated, scores: &mut Scores, talk: bool) {
    let within: Vec<(usize, usize)> = annotated.targets.iter().map(|t| place(text, &t.quote, t.nth)).collect();
    let of_items = draft
        .items
        .iter()
        .flat_map(|item| &item.tasks)
        .flat_map(|task| &task.targets);
    let ours: Vec<&Target> = draft
        .headlines
        .iter()
        .flat_map(|headline| &headline.targets)
        .chain(of_items)
        .collect();
    let mut taken = vec![false; ours.len()];
    let value = |value: &Option<serde_json::Value>| match value {
        Some(serde_json::Value::String(value)) => Some(value.clone()),
        Some(serde_json::Value::Number(value)) => Some(value.to_string()),
        _ => None,
    };
    for (promise, (from, to)) in annotated.targets.iter().zip(&within) {
        let theirs = value(&promise.value);
        let fits = |i: &usize| {
            let target = ours[*i];
            let meets = target.span.start < *to && *from < target.span.end;
            let same = match (&theirs, &target.value) {
                (Some(theirs), Some(ours)) => number(theirs) == number(ours),
                (None, None) => true,
                // A class or a whole, said in words.
                (Some(_), None) | (None, Some(_)) => {
                    matches!(promise.kind.as_str(), "not-worse" | "set-elsewhere" | "share")
                }
            };
            !taken[*i] && meets && same
        };
        let found = (0..ours.len()).find(fits);
        if let Some(i) = found {
            taken[i] = true;
        }
        if promise.doubtful {
            continue;
        }
        scores.targets.there += 1;
        let is_figure = promise.value.is_some();
        scores.figures.there += usize::from(is_figure);
        let Some(i) = found else {
            if talk {
                println!("  TARGET MISSED {} {:?} {}", promise.kind, theirs, promise.quote);
            }
            continue;
        };
        scores.targets.found += 1;
        scores.targets.right += 1;
        scores.targets.said += 1;
        scores.figures.found += usize::from(is_figure);
        scores.figures.right += usize::from(is_figure);
        scores.figures.said += usize::from(is_figure);
        let target = ours[i];
        let comparator = serde_json::to_value(target.comparator).expect("a word");
        if talk && is_figure && comparator != promise.comparator.as_str() {
            println!("  OTHER WAY {} {comparator} {}", promise.comparator, promise.quote);
        }
        if promise.explicit_due {
            scores.dues.there += 1;
            scores.dues.said += 1;
            let same = target.due.map(|day| day.to_string()) == promise.due;
            scores.dues.found += usize::from(same);
            scores.dues.right += usize::from(same);
            if talk && !same {
                println!("  OTHER DAY {:?} {:?} {}", promise.due, target.due, promise.quote);
            }
        }
    }
    let in_scope = |target: &Target| {
        annotated.scope.is_none()
            || within
                .iter()
                .any(|(from, to)| target.span.start < *to && *from < target.span.end)
    };
    for (target, _) in ours
        .iter()
        .zip(&taken)
        .filter(|(target, taken)| !**taken && in_scope(target))
    {
        scores.targets.said += 1;
        scores.figures.said += usize::from(target.value.is_some());
        if talk {
            println!(
                "  TARGET NOT THEIRS {:?} {:?} {:.2} {} «{}»",
                target.kind, target.value, target.confidence, target.quote, target.subject
            );
        }
    }
}

fn number(written: &str) -> String {
    let plain: String = written.chars().filter(|c| *c != ',').collect();
    let plain = match plain.as_str() {
        "Ⅰ" => "1".to_owned(),
        "Ⅱ" => "2".to_owned(),
        "Ⅲ" => "3".to_owned(),
        "Ⅳ" => "4".to_owned(),
        "Ⅴ" => "5".to_owned(),
        _ => plain,
    };
    if plain.contains('.') {
        plain.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        plain
    }
}
