//! Promises out of the words of a task or of the statement of goals.

mod clauses;
mod compare;
mod figures;
mod measure;
mod subject;
mod words;

use yaodian_domain::{Date, plan::Span, target::Kind};

use crate::{
    dates::{Calendar, Due},
    draft::{Comparator, Diagnostic, Matter, NoTarget, Severity, Target, Why},
    flat::Flat,
    scan,
};
use clauses::Clause;
use compare::Held;
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

    fn with_stock(&self, drafts: &mut [Draft], before: Clause, whole: &Figure) {
        for draft in drafts.iter_mut().filter(|draft| draft.unit.as_deref() == Some("%")) {
            draft.inventory = Some(whole.numeral.value.clone());
            draft.kind = Kind::Share;
            draft.clause.0 = before.from;
            let named = self.after(before, whole);
            if !named.is_empty() {
                draft.subject = named;
            }
        }
    }

    /// What is counted, as it stands after a figure.
    fn after(&self, clause: Clause, figure: &Figure) -> String {
        let chars = &self.flat.chars;
        let mut from = figure.unit.map_or(figure.numeral.end, |unit| unit.end);
        while let Some(word) = scan::longest(chars, from, &["以上", "及以上", "以内", "以下", "左右", "的"])
        {
            from += scan::len(word);
        }
        let (from, to) = subject::subject(chars, from, clause.to);
        self.flat.words(self.text, from, to)
    }

    fn figures(&self, clause: Clause, body: usize, figures: &[&Figure]) -> Vec<Draft> {
        let chars = &self.flat.chars;
        let mut drafts: Vec<Draft> = Vec::new();
        let shared = self.listed_subjects(body, figures);
        let mut from = body;
        for (i, figure) in figures.iter().enumerate() {
            let end = figure.unit.map_or(figure.numeral.end, |unit| unit.end);
            let next = figures.get(i + 1);
            let mut base = None;
            let subject = if let Some(shared) = shared.get(i) {
                shared.clone()
            } else if figure.subject_after {
                let to = next.map_or(clause.to, |next| next.held_from.min(next.numeral.start));
                let cut = (end..to)
                    .rev()
                    .find(|at| chars.get(*at).is_some_and(|c| matches!(c, '、' | '和')));
                let limit = if next.is_some() { cut.unwrap_or(to) } else { to };
                let after = self.after(Clause { to: limit, ..clause }, figure);
                if after.is_empty() {
                    self.before(from, figure, &mut base)
                } else {
                    after
                }
            } else {
                self.before(from, figure, &mut base)
            };
            let subject = if subject.is_empty() {
                drafts.last().map(|before| before.subject.clone()).unwrap_or_default()
            } else {
                subject
            };
            let change = match figure.change {
                Some(Held::Down) => "下降",
                Some(Held::Up) => "提高",
                _ => "",
            };
            drafts.push(Draft {
                clause: (clause.from, clause.to),
                figure: Some((figure.numeral.start, figure.numeral.end)),
                kind: figure.kind,
                comparator: figure.comparator,
                value: Some(figure.numeral.value.clone()),
                unit: figure
                    .unit
                    .map(|unit| match self.flat.words(self.text, figure.numeral.end, unit.end) {
                        // «一半».
                        nothing if nothing.is_empty() => "%".to_owned(),
                        unit => unit,
                    }),
                subject: if subject.ends_with(change) {
                    subject
                } else {
                    format!("{subject}{change}")
                },
                inventory: None,
                base,
                confidence: figure.confidence,
                why: figure.why.clone(),
            });
            from = end;
        }
        self.first_of_list(&mut drafts, clause, body, figures);
        drafts
    }

    /// «完成排污口排查、80%溯源和30%整治»: what is to be done in full stands first, without a figure.
    fn first_of_list(&self, drafts: &mut Vec<Draft>, clause: Clause, body: usize, figures: &[&Figure]) {
        let chars = &self.flat.chars;
        let Some(first) = figures
            .first()
            .filter(|first| first.kind == Kind::Share || first.subject_after)
        else {
            return;
        };
        let is_percent = first.unit.is_some_and(|unit| unit.sort == measure::Sort::Percent);
        let verb = scan::longest(chars, body, &["完成", "全面完成", "确保完成"]);
        let Some(verb) = verb.filter(|_| is_percent && scan::ends(chars, body, first.numeral.start, "、")) else {
            return;
        };
        let (from, to) = subject::subject(chars, body + scan::len(verb), first.numeral.start - 1);
        for draft in drafts.iter_mut() {
            draft.kind = Kind::Share;
        }
        drafts.insert(
            0,
            Draft {
                clause: (clause.from, clause.to),
                figure: None,
                kind: Kind::Share,
                comparator: Comparator::AtLeast,
                value: Some("100".to_owned()),
                unit: Some("%".to_owned()),
                subject: self.flat.words(self.text, from, to),
                inventory: None,
                base: None,
                confidence: 0.7,
                why: vec![Why::Listed, Why::InWords],
            },
        );
    }

    /// The subject before a figure, and what it is compared with: «比2015年».
    fn before(&self, from: usize, figure: &Figure, base: &mut Option<String>) -> String {
        let chars = &self.flat.chars;
        let mut to = figure.held_from;
        let than = ["较", "比", "相比"].iter().find_map(|word| {
            let start = from.max(to.saturating_sub(14));
            (start..to)
                .rev()
                .find(|at| scan::starts(chars, *at, word))
                .map(|at| (at, scan::len(word)))
        });
        if let Some((at, len)) = than {
            let named = self.flat.words(self.text, at + len, to);
            let year = named.contains('年') || named.contains("同期") || named.contains("基准");
            if year {
                let named = named
                    .trim_end_matches("分别")
                    .trim_end_matches('均')
                    .trim_end_matches("累计");
                *base = Some(named.to_owned());
                to = at;
            }
        }
        let (from, to) = subject::subject(chars, from, to);
        self.flat.words(self.text, from, to)
    }

    /// «X、Y和Z分别下降15%、10%和26%»: one subject for each figure.
    fn listed_subjects(&self, body: usize, figures: &[&Figure]) -> Vec<String> {
        let chars = &self.flat.chars;
        let (Some(first), 2..) = (figures.first(), figures.len()) else {
            return Vec::new();
        };
        let window = first.held_from.saturating_sub(4).max(body);
        let apart = scan::has_any(chars, window, first.numeral.start, &["分别"]);
        if !apart {
            return Vec::new();
        }
        let mut base = None;
        let all = self.before(body, first, &mut base);
        let names = words::parts(&all, &['、', '和', '及']);
        if names.len() == figures.len() {
            names
        } else {
            vec![all; figures.len()]
        }
    }

    fn in_words(&self, around: &Around<'_>) -> Vec<Draft> {
        around
            .read()
            .into_iter()
            .flat_map(|read| self.worded(around.clause, read))
            .collect()
    }

    fn worded(&self, clause: Clause, read: words::InWords) -> Vec<Draft> {
        let (from, to) = subject::subject(&self.flat.chars, read.subject.0, read.subject.1);
        let subject = self.flat.words(self.text, from, to);
        let draft = |subject: String| Draft {
            clause: (clause.from, clause.to),
            figure: None,
            kind: read.kind,
            comparator: read.comparator,
            value: read.value.map(str::to_owned),
            unit: read.unit.map(str::to_owned),
            subject,
            inventory: None,
            base: None,
            confidence: read.confidence,
            why: read.why.clone(),
        };
        match read.kind {
            // Each of several indicators is set by itself.
            Kind::SetElsewhere => indicators(&subject).into_iter().map(draft).collect(),
            // «《A》《B》», «A办法、B办法等相关制度»: each is a thing.
            Kind::Deliverable => words::things(&subject).into_iter().map(draft).collect(),
            _ => vec![draft(subject)],
        }
    }

    fn finish(&self, draft: Draft, day: Option<Date>) -> Read {
        let (from, to) = self.flat.trimmed(draft.clause.0, draft.clause.1, |c| {
            matches!(c, ' ' | ',' | ';' | '。' | ':')
        });
        let span = self.flat.span(from, to);
        let mut why = draft.why;
        if day.is_some() && !why.contains(&Why::Dated) {
            why.push(Why::Dated);
        }
        let sure = (draft.confidence + if day.is_some() { 0.03 } else { 0.0 }).min(0.99);
        let target = Target {
            quote: self.slice(span).to_owned(),
            span,
            figure: draft.figure.map(|(from, to)| self.flat.span(from, to)),
            kind: draft.kind,
            comparator: draft.comparator,
            value: draft.value,
            unit: draft.unit,
            subject: draft.subject,
            inventory: draft.inventory,
            base: draft.base,
            due: day.or(self.last_day),
            due_written: day.is_some(),
            confidence: sure,
            why,
        };
        Read {
            target,
            clause: (from, to),
        }
    }

    fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }
}

/// The indicators of a list: «A浓度、B比例和C率».
fn indicators(list: &str) -> Vec<String> {
    const ENDS: [char; 6] = ['率', '度', '量', '例', '数', '重'];
    let mut found: Vec<String> = Vec::new();
    // «各县(市、区)、开发区»: somebody, and no list of indicators.
    if list.starts_with('各') {
        return vec![list.to_owned()];
    }
    for name in words::parts(list, &['、']) {
        let name = name.as_str();
        match name.split_once('和') {
            Some((first, second)) if first.ends_with(ENDS) && second.ends_with(ENDS) => {
                found.extend([first.to_owned(), second.to_owned()]);
            }
            _ => found.push(name.to_owned()),
        }
    }
    found
}
