//! Roles out of the words within a bracket.

use std::sync::LazyLock;

use yaodian_domain::plan::Role;

use super::{
    Group, Reading,
    split::{Name, names, outside},
    words::{ADVERBS, Label, VERBS, WITH, is_generic, is_surely_unit, is_unit, label},
};
use crate::{dates::Calendar, scan, scan::Words};

/// How long the words of a bracket may be that is read.
const LONGEST: usize = 900;

/// What is needed to read a bracket.
pub(super) struct Reader<'a> {
    pub chars: &'a [char],
    /// Where a known name begins that holds marks, and how long it is.
    pub formula: &'a dyn Fn(usize) -> Option<usize>,
    /// Whether the register knows a name.
    pub known: &'a dyn Fn(&[char]) -> bool,
    pub calendar: Calendar,
    /// Whether an earlier bracket said that the first named leads.
    pub first_leads: bool,
}

static VERB: LazyLock<Words<Option<Label>>> = LazyLock::new(|| Words::of(VERBS));
static ADVERB: LazyLock<Words<()>> = LazyLock::new(|| Words::plain(ADVERBS));

/// Whose role is not said yet.
struct Pending {
    names: Vec<Name>,
    from: usize,
    to: usize,
}

impl Reader<'_> {
    /// Reads the words within a bracket; `None` where they assign nobody. `bare`: whether a list of
    /// units that gives no role will do.
    pub fn read(&self, from: usize, to: usize, bare: bool) -> Option<Reading> {
        if to <= from || to - from > LONGEST || !self.hints(from, to, bare) {
            return None;
        }
        let mut reading = Reading {
            first_leads: self.first_leads,
            ..Reading::default()
        };
        let mut pending = Vec::new();
        let mut current = None;
        let mut labelled = false;
        let mut guides = Vec::new();
        let mut pieces = Vec::new();
        for (from, to) in self.segments(from, to) {
            // What stands round a rule in the same breath is read by itself.
            match self.rule(from, to, &mut reading) {
                Some((cut, rest)) => pieces.extend([(from, cut), (rest, to)]),
                None => pieces.push((from, to)),
            }
        }
        for (from, to) in pieces.into_iter().filter(|(from, to)| from < to) {
            let labels = self.labels(from, to);
            labelled |= !labels.is_empty();
            let first = labels.first().map_or(to, |(at, ..)| *at);
            if from < first {
                self.phrase(from, first, current, &mut reading.groups, &mut guides, &mut pending);
            }
            for (i, (at, label, len)) in labels.iter().enumerate() {
                let end = labels.get(i + 1).map_or(to, |(next, ..)| *next);
                let words = at + len;
                match label {
                    Label::Role(role) => {
                        current = Some(*role);
                        let before = reading.groups.len();
                        self.phrase(words, end, current, &mut reading.groups, &mut guides, &mut pending);
                        if let Some(group) = reading.groups.get_mut(before) {
                            group.from = *at;
                        }
                    }
                    Label::Guide => {
                        current = None;
                        guides.extend(self.group(Role::Lead, *at, words, end));
                    }
                    Label::Due => {
                        current = None;
                        reading.due = self.calendar.first_in(self.chars, words, end);
                    }
                    Label::Person => current = None,
                }
            }
        }
        if reading.due.is_none() && scan::has_any(self.chars, from, to, &["底前", "底完成", "日前", "年内完成"])
        {
            reading.due = self.calendar.first_in(self.chars, from, to);
        }
        self.finish(reading, pending, guides, labelled, bare)
    }

    /// Whether the words hold anything that can make them an assignment.
    fn hints(&self, from: usize, to: usize, bare: bool) -> bool {
        const HINTS: [&str; 14] = [
            "牵头", "负责", "责任", "配合", "参与", "参加", "落实", "协助", "协办", "主办", "承办", "指导", "会同",
            "主责",
        ];
        bare || scan::has_any(self.chars, from, to, &HINTS)
    }

    /// Stretches between semicolons and full stops.
    fn segments(&self, from: usize, to: usize) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        let mut start = from;
        outside(self.chars, from, to, |at, c| {
            if matches!(c, ';' | '。' | '\n' | '|') {
                found.push((start, at));
                start = at + 1;
            }
            None::<()>
        });
        found.push((start, to));
        found.retain(|(from, to)| from < to);
        found
    }

    /// The labels within a segment: where, which, how long.
    fn labels(&self, from: usize, to: usize) -> Vec<(usize, Label, usize)> {
        let mut found = Vec::new();
        let mut next = from;
        outside(self.chars, from, to, |at, _| {
            let begins = at == from
                || self
                    .chars
                    .get(at - 1)
                    .is_some_and(|c| matches!(c, ',' | '、' | ' ' | '\n' | ';' | '。' | ')'))
                || at >= next;
            if begins
                && at >= next
                && let Some((label, len)) = label(self.chars, at).filter(|(_, len)| at + len <= to)
            {
                found.push((at, label, len));
                next = at + len;
            }
            None::<()>
        });
        found
    }

    /// «A牵头,B、C配合»: each verb gives its role to the names before it.
    fn phrase(
        &self,
        from: usize,
        to: usize,
        label: Option<Role>,
        groups: &mut Vec<Group>,
        guides: &mut Vec<Group>,
        pending: &mut Vec<Pending>,
    ) {
        let mut start = from;
        let mut skip = from;
        let mut lead_before_with: Option<usize> = None;
        let base = groups.len();
        outside(self.chars, from, to, |at, _| {
            if at < skip || at <= start {
                return None::<()>;
            }
            if let Some(len) = (self.formula)(at) {
                skip = at + len;
                return None;
            }
            if let Some(with) = scan::longest(self.chars, at, &WITH)
                && self.splits_at(start, at)
            {
                // Who stands before 会同 leads, whatever the verb at the end.
                lead_before_with = Some(groups.len());
                groups.extend(self.group(label.unwrap_or(Role::Lead), start, start, at));
                start = at + scan::len(with);
                skip = start;
                return None;
            }
            if let Some((role, end)) = self.verb(at, to) {
                let role = match (lead_before_with.take(), role) {
                    (Some(before), Label::Role(given)) => {
                        // «A会同B负责»: A answers, and B takes part.
                        if label.is_none()
                            && given == Role::Responsible
                            && let Some(group) = groups.get_mut(before)
                        {
                            group.role = Role::Responsible;
                        }
                        Label::Role(Role::Participant)
                    }
                    (Some(_), _) => Label::Role(Role::Participant),
                    (None, role) => role,
                };
                match role {
                    Label::Guide => guides.extend(self.group(Role::Lead, start, start, at)),
                    Label::Role(role) => groups.extend(self.group(role, start, start, at)),
                    Label::Person | Label::Due => {}
                }
                start = end;
                while start < to && self.chars.get(start).is_some_and(|c| matches!(c, ',' | '、' | ' ')) {
                    start += 1;
                }
                skip = start;
            }
            None
        });
        if start >= to {
            return;
        }
        if lead_before_with.is_some() {
            groups.extend(self.group(Role::Participant, start, start, to));
        } else if let Some(role) = label {
            groups.extend(self.group(role, start, start, to));
        } else {
            let names = self.names(start, to);
            let plausible = names.iter().any(|name| self.is_unit(name));
            if groups.len() > base && plausible {
                // «A牵头,B、C»: the verb of the rest is missing.
                groups.extend(self.group(Role::Responsible, start, start, to));
            } else if !names.is_empty() {
                pending.push(Pending { names, from: start, to });
            }
        }
    }

    /// Whether a word that joins others may stand at `at`: after a whole name.
    fn splits_at(&self, from: usize, at: usize) -> bool {
        let names = self.names(from, at);
        names.last().is_some_and(|name| self.is_unit(name))
    }

    /// «按职责分工负责», «牵头负责»: the role that the words at `at` give, and where they end.
    fn verb(&self, at: usize, to: usize) -> Option<(Label, usize)> {
        let (mut end, mut role) = (at, None);
        loop {
            if let Some((verb, gives)) = VERB.at(self.chars, end) {
                role = role.or(gives);
                end += scan::len(verb);
            } else if let Some((adverb, ())) = ADVERB.at(self.chars, end) {
                end += scan::len(adverb);
            } else {
                break;
            }
        }
        // «负责同志», «指导处»: the words go on, and are no verb.
        let ends = end >= to
            || self
                .chars
                .get(end)
                .is_some_and(|c| matches!(c, ',' | '、' | ';' | '。' | ' ' | '\n' | '('));
        (ends && end <= to).then_some((role?, end))
    }

    fn names(&self, from: usize, to: usize) -> Vec<Name> {
        names(self.chars, from, to, self.formula)
    }

    pub(super) fn group(&self, role: Role, from: usize, names_from: usize, to: usize) -> Option<Group> {
        let mut names = self.names(names_from, to);
        // «责任单位:A;6月底完成»: a day is no name.
        names.retain(|name| {
            let written = self.chars.get(name.from..name.to).unwrap_or_default();
            !(written.first().is_some_and(char::is_ascii_digit) && written.iter().any(|c| matches!(c, '月' | '年')))
        });
        if names.len() > 1 {
            names.retain(|name| !is_generic(self.chars.get(name.from..name.to).unwrap_or_default()));
        }
        (!names.is_empty()).then_some(Group {
            role,
            names,
            from,
            to,
            by_order: false,
        })
    }

    fn is_unit(&self, name: &Name) -> bool {
        let written = self.chars.get(name.from..name.to).unwrap_or_default();
        is_unit(written) || (self.known)(written)
    }

    fn finish(
        &self,
        mut reading: Reading,
        pending: Vec<Pending>,
        guides: Vec<Group>,
        labelled: bool,
        bare: bool,
    ) -> Option<Reading> {
        let has_lead = reading.groups.iter().any(|group| group.role == Role::Lead);
        for mut guide in guides {
            if has_lead {
                guide.role = Role::Participant;
            }
            reading.groups.push(guide);
        }
        reading.groups.sort_by_key(|group| group.from);
        if !labelled {
            // Without a label the words may be any aside: they must name somebody.
            let plausible = |group: &Group| group.names.iter().any(|name| self.is_unit(name));
            if !reading.groups.is_empty() && !reading.groups.iter().any(plausible) {
                return None;
            }
        }
        if reading.groups.is_empty() && bare {
            let sure = |name: &Name| {
                let written = self.chars.get(name.from..name.to).unwrap_or_default();
                is_surely_unit(written) || (self.known)(written) || (written.first() == Some(&'各') && is_unit(written))
            };
            if !pending.is_empty() && pending.iter().flat_map(|p| &p.names).all(sure) {
                reading.no_role = true;
                for waiting in pending {
                    reading.groups.push(Group {
                        role: Role::Responsible,
                        names: waiting.names,
                        from: waiting.from,
                        to: waiting.to,
                        by_order: false,
                    });
                }
            }
        }
        if reading.groups.is_empty() {
            let says_rule = !reading.standing.is_empty() || reading.first_leads != self.first_leads;
            return says_rule.then_some(reading);
        }
        super::order::settle(&mut reading, labelled);
        Some(reading)
    }
}
