//! Promises out of the words of a task or of the statement of goals.

mod clauses;
mod compare;
mod figured;
mod figures;
mod finish;
mod measure;
mod subject;
mod words;

use yaodian_domain::{Date, target::Kind};

use crate::{
    dates::{Calendar, Due},
    draft::{Comparator, Diagnostic, Matter, NoTarget, Severity, Target, Why},
    flat::Flat,
    scan,
};
use clauses::Clause;
use figures::{Figure, Ground, Verdict};
use words::Around;

/// What is needed to read targets.
pub(crate) struct Reader<'a> {
    pub text: &'a str,
    pub flat: &'a Flat,
    pub calendar: Calendar,
    /// The last day of the plan, if it is for a year.
    pub last_day: Option<Date>,
}

/// A target, and where its clause stands in the flat text.
pub(crate) struct Read {
    pub target: Target,
    pub clause: (usize, usize),
}

/// A target before its words are cut out of the text.
struct Draft {
    clause: (usize, usize),
    figure: Option<(usize, usize)>,
    kind: Kind,
    comparator: Comparator,
    value: Option<String>,
    unit: Option<String>,
    subject: String,
    inventory: Option<String>,
    base: Option<String>,
    confidence: f32,
    why: Vec<Why>,
}

impl Reader<'_> {
    /// The targets in `from..to`, and what is to be said about its other figures.
    pub fn read(&self, from: usize, to: usize, headline: bool, notes: &mut Vec<Diagnostic>) -> Vec<Read> {
        let chars = &self.flat.chars;
        let clauses = clauses::clauses(chars, from, to);
        let mut found: Vec<Read> = Vec::new();
        let mut year = self.calendar.year;
        let mut horizon: Option<Date> = None;
        // «到2025年、2030年,…分别达到20%、25%».
        let mut horizons: Vec<Date> = Vec::new();
        let mut due: Option<Date> = None;
        let mut dated_alone = false;
        let (mut sentence, mut paragraph) = (usize::MAX, usize::MAX);
        // An inventory named in the clause before: «推进12480个排污口…,完成80%的整治».
        let mut stock: Option<(Clause, Figure)> = None;
        for (i, clause) in clauses.iter().copied().enumerate() {
            if clause.paragraph != paragraph {
                horizon = None;
                horizons.clear();
            }
            if clause.sentence != sentence {
                due = None;
                dated_alone = false;
                stock = None;
            }
            (sentence, paragraph) = (clause.sentence, clause.paragraph);
            let dues = self.calendar.all_in(chars, clause.from, clause.to, &mut year);
            if dues.iter().any(|day| day.goes_on) {
                horizons.clear();
            }
            for day in &dues {
                if day.goes_on {
                    horizons.push(day.day);
                    horizon = Some(day.day);
                    due = None;
                } else {
                    due = Some(day.day);
                }
            }
            let body = self.body(clause, &dues);
            if body >= clause.to {
                dated_alone = !dues.is_empty();
                continue;
            }
            let day = due.or(horizon);
            let ground = Ground {
                chars,
                clause,
                dues: &dues,
                headline,
            };
            let judged = ground.judge();
            let figures: Vec<&Figure> = judged
                .iter()
                .filter_map(|(_, verdict)| match verdict {
                    Verdict::Target(figure) => Some(figure),
                    _ => None,
                })
                .collect();
            self.note(&judged, notes);
            let next = clauses.get(i + 1).filter(|next| next.sentence == clause.sentence);
            let drafts = if figures.is_empty() {
                let around = Around {
                    chars,
                    clause,
                    body,
                    dated: dues.iter().any(|due| !due.goes_on) || (dated_alone && horizon.is_none()),
                    horizon: horizon.is_some() && due.is_none(),
                    headline,
                    yearly: self.last_day.is_some(),
                };
                self.in_words(&around)
            } else if let [figure] = figures.as_slice()
                && stock.is_none()
                && next.is_some_and(|next| self.takes_stock(clause, figure, *next))
            {
                stock = Some((clause, (*figure).clone()));
                continue;
            } else {
                let mut drafts = self.figures(clause, body, &figures);
                if let Some((before, whole)) = stock.take() {
                    self.with_stock(&mut drafts, before, &whole);
                }
                drafts
            };
            dated_alone = dues.iter().any(|due| !due.goes_on && due.to + 1 >= clause.to);
            let each = due.is_none() && horizons.len() > 1 && drafts.len() == horizons.len();
            for (i, draft) in drafts.into_iter().enumerate() {
                let own = horizons.get(i).copied().filter(|_| each && draft.figure.is_some());
                found.push(self.finish(draft, own.or(day)));
            }
        }
        found
    }

    /// Where the words of a clause begin, after a day that begins it.
    fn body(&self, clause: Clause, dues: &[Due]) -> usize {
        let chars = &self.flat.chars;
        let mut at = clause.from;
        loop {
            let skipped = at;
            while at < clause.to
                && chars
                    .get(at)
                    .is_some_and(|c| matches!(c, ' ' | '、' | '\n' | '-' | '—' | '·' | '●'))
            {
                at += 1;
            }
            if let Some(due) = dues.iter().find(|due| due.from == at) {
                at = due.to;
            } else if at == clause.from
                && let Some(number) = crate::headings::number(chars, at)
            {
                at += number.len;
            } else if let Some(word) = scan::longest(
                chars,
                at,
                &["力争", "确保", "在", "于", "其中", "一是", "二是", "三是", "四是"],
            ) && dues.iter().any(|due| due.from == at + scan::len(word))
            {
                at += scan::len(word);
            }
            if at == skipped {
                return at.min(clause.to);
            }
        }
    }

    /// Says what the figures are that are no targets.
    fn note(&self, judged: &[(crate::numerals::Numeral, Verdict)], notes: &mut Vec<Diagnostic>) {
        for (numeral, verdict) in judged {
            let figure = self.flat.words(self.text, numeral.start, numeral.end);
            let (severity, matter) = match verdict {
                Verdict::Target(_) => continue,
                // Part of a word, and nothing that anybody takes for a figure.
                Verdict::No(NoTarget::Word) if numeral.in_characters => continue,
                Verdict::No(because) => (
                    Severity::Note,
                    Matter::NoTarget {
                        figure,
                        because: *because,
                    },
                ),
                Verdict::Doubtful => (Severity::Warning, Matter::DoubtfulFigure { figure }),
            };
            notes.push(Diagnostic {
                severity,
                matter,
                message: String::new(),
                span: self.flat.span(numeral.start, numeral.end),
            });
        }
    }

    /// Whether a clause only says of how many the next one promises a share.
    fn takes_stock(&self, clause: Clause, figure: &Figure, next: Clause) -> bool {
        let chars = &self.flat.chars;
        let counted = figure.kind == Kind::Count && figure.confidence < 0.95;
        let pushes = scan::has_any(
            chars,
            clause.from,
            figure.numeral.start,
            &["推进", "推动", "加快", "围绕", "针对", "对"],
        );
        let done = scan::has_any(chars, clause.from, figure.numeral.start, &["完成", "建成", "新增"]);
        let begins = ["完成", "实现", "力争完成", "确保完成"]
            .iter()
            .any(|word| scan::starts(chars, next.from, word));
        let share = scan::find(chars, next.from, next.to, "%").is_some();
        counted && pushes && !done && begins && share
    }
}
