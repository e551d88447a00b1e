//! Words and figures set together.

use yaodian_domain::{
    Date,
    bulletin::{
        Bulletin, Facts, Figures, Page, Part, Section, State,
        page::{Block, Piece, Pinned, Shown},
    },
};

use super::{figures, naming, punctuation::full_width, tables};
use crate::{Lang, labels};

labels! {
    trial: "试用，不是真实进展", "Trial: not real progress";
    demonstration: "含演示数据，不是真实进展", "Holds made-up figures: not real progress";
    draft: "草稿，未发布", "Draft, not published";
}

/// A bulletin as it is shown: as it was when it was published, else as it would be if it were on `on`.
pub fn page(lang: Lang, bulletin: &Bulletin, on: Option<Date>) -> Page {
    if let State::Published { shown, .. } = &bulletin.state {
        return match lang {
            Lang::Zh => shown.0.clone(),
            Lang::En => shown.1.clone(),
        };
    }
    let (facts, text) = (&bulletin.facts, &bulletin.text);
    let given = |text: &str| {
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    };
    let sections = |attached: bool| -> Vec<Shown> {
        let chosen = text.sections.iter().filter(|section| section.attached == attached);
        let sections = chosen.map(|section| shown(lang, facts, section));
        // A section whose words were all taken out is left out with its heading.
        sections.filter(|section| !section.blocks.is_empty()).collect()
    };
    let mut body = sections(false);
    if let Some(correction) = &bulletin.corrects {
        let words = super::correction_of(lang, &correction.reason);
        let block = Block::Words(set(lang, &words));
        body.insert(
            0,
            Shown {
                heading: String::new(),
                blocks: vec![block],
            },
        );
    }
    Page {
        title: text.title.trim().to_owned(),
        head: given(&text.mark).zip(given(&text.number)),
        addressee: given(&text.addressee),
        notice: notice(lang, facts, on.is_none()),
        sections: body,
        attachments: sections(true),
        signed: text.signed.trim().to_owned(),
        on,
        pinned: None,
    }
}

/// What the footer of a bulletin says of the end of the audit on the day on which it is published.
pub fn pinned(lang: Lang, seq: i64, hash: &str, on: Date) -> Pinned {
    let day = super::date(lang, on);
    Pinned {
        seq,
        hash: hash.to_owned(),
        said: set(lang, &super::chain_end(lang, &day, &seq, &hash)),
    }
}

fn notice(lang: Lang, facts: &Facts, is_draft: bool) -> Option<String> {
    let marks = [
        is_draft.then(|| draft(lang)),
        facts.trial.then(|| trial(lang)),
        facts.demonstration.then(|| demonstration(lang)),
    ];
    let marks: Vec<&str> = marks.into_iter().flatten().collect();
    (!marks.is_empty()).then(|| set(lang, &marks.join(" · ")))
}

fn shown(lang: Lang, facts: &Facts, section: &Section) -> Shown {
    let blocks = section.parts.iter().flat_map(|part| match part {
        Part::Words(words) => paragraphs(words),
        Part::Figures(which) => set_figures(lang, facts, *which),
    });
    Shown {
        heading: section.heading.trim().to_owned(),
        blocks: blocks.collect(),
    }
}

fn paragraphs(words: &str) -> Vec<Block> {
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| Block::Words(line.to_owned())).collect()
}

fn set_figures(lang: Lang, facts: &Facts, which: Figures) -> Vec<Block> {
    let mut blocks = match which {
        Figures::Overall => figures::overall(lang, facts),
        Figures::Change => figures::change(lang, facts),
        Figures::Headline => tables::headline(lang, facts),
        Figures::Red => figures::red(lang, facts),
        Figures::Yellow => figures::yellow(lang, facts),
        Figures::Named => naming::named(lang, facts),
        Figures::Reports => naming::reports(lang, facts),
        Figures::Behind => tables::behind(lang, facts),
        Figures::Chapters => tables::chapters(lang, facts),
        Figures::Units => tables::units(lang, facts),
    };
    for block in &mut blocks {
        marks(lang, block);
    }
    blocks
}

/// A sentence in the marks of a document.
pub(super) fn set(lang: Lang, text: &str) -> String {
    match lang {
        Lang::Zh => full_width(text),
        Lang::En => text.to_owned(),
    }
}

/// Puts everything that a block says into the marks of a document.
fn marks(lang: Lang, block: &mut Block) {
    let write = |text: &mut String| *text = set(lang, text);
    match block {
        Block::Words(words) => write(words),
        Block::Sentence(_, pieces) => together(lang, pieces),
        Block::Items(_, items) => {
            for (head, body) in items {
                together(lang, head);
                together(lang, body);
            }
        }
        Block::Table(_, table) => {
            write(&mut table.caption);
            table.columns.iter_mut().for_each(|(head, ..)| write(head));
            table.rows.iter_mut().flatten().for_each(|cell| together(lang, cell));
        }
        Block::Bars(_, bars) => {
            write(&mut bars.caption);
            for (label, _, amount) in &mut bars.bars {
                write(label);
                write(amount);
            }
        }
    }
}

/// The same for pieces that read on: which mark it is depends on what stands beside it. No mark changes the
/// number of characters.
fn together(lang: Lang, pieces: &mut [Piece]) {
    let all: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
    let written = set(lang, &all);
    let mut written = written.chars();
    for piece in pieces {
        let length = piece.text.chars().count();
        piece.text = written.by_ref().take(length).collect();
    }
}
