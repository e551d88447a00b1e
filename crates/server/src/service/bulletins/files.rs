//! A bulletin as DOCX and PDF.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use yaodian_contract::Kind;
use yaodian_domain::{
    Date,
    bulletin::{
        Page,
        page::{Bars, Block, Piece, Shown, Table},
    },
    check::Status,
    id::BulletinId,
};
use yaodian_print as print;
use yaodian_words::{Lang, bulletin as words, names};

use super::{Refused, Served, find};
use crate::{
    house::House,
    service::{Acting, aside},
};

/// In which form a bulletin is handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Form {
    Docx,
    Pdf,
}

impl Form {
    pub(crate) fn named(name: &str) -> Option<Self> {
        match name {
            "docx" => Some(Self::Docx),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }

    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Pdf => "pdf",
        }
    }

    pub(crate) fn media(self) -> &'static str {
        match self {
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Pdf => "application/pdf",
        }
    }
}

/// Files of published bulletins that were asked for, which never change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Printed(Arc<Mutex<Files>>);

/// Files by what they are of.
type Files = HashMap<(BulletinId, Form), Arc<Vec<u8>>>;

/// More are not remembered: two forms of some years' bulletins.
const MOST_REMEMBERED: usize = 64;

impl Printed {
    fn get(&self, id: &BulletinId, form: Form) -> Option<Arc<Vec<u8>>> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(id.clone(), form)).cloned()
    }

    fn keep(&self, id: BulletinId, form: Form, bytes: Arc<Vec<u8>>) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert((id, form), bytes);
    }
}

/// A file, and its name without an ending.
pub(crate) async fn file(
    house: &House,
    account: Option<&Acting>,
    id: &BulletinId,
    form: Form,
) -> Served<(String, Arc<Vec<u8>>)> {
    let (_, bulletin) = find(house, account, id).await?;
    let name = words::list_title(Lang::Zh, &words::edition(Lang::Zh, bulletin.facts.edition));
    if let Some(bytes) = house.printed.get(id, form) {
        return Ok((name, bytes));
    }
    let page = words::page(Lang::Zh, &bulletin, None);
    let document = document(&page, bulletin.facts.as_of, &house.public_url);
    let bytes = aside(&house.files.sheets, move || match form {
        Form::Docx => print::docx(&document).map_err(|error| Refused::Failed(error.to_string())),
        Form::Pdf => print::pdf(&document, &print::Fonts::of_machine()).map_err(|error| match error {
            print::PdfTrouble::Font(_) => Kind::NoChineseFont {
                package: print::NoChineseFont::PACKAGE.to_owned(),
            }
            .into(),
            error @ print::PdfTrouble::Refused(_) => Refused::Failed(error.to_string()),
        }),
    })
    .await?;
    let bytes = Arc::new(bytes);
    if bulletin.is_published() {
        house.printed.keep(id.clone(), form, bytes.clone());
    }
    Ok((name, bytes))
}

/// A page as an official document; its figures link to the public pages at `base`.
fn document(page: &Page, as_of: Date, base: &str) -> print::Document {
    let ground = Ground { as_of, base };
    print::Document {
        masthead: page.head.as_ref().map(|(mark, number)| print::Masthead {
            mark: mark.clone(),
            number: number.clone(),
        }),
        title: page.title.clone(),
        addressee: page.addressee.clone(),
        notice: page.notice.clone(),
        blocks: page
            .sections
            .iter()
            .flat_map(|section| ground.section(section))
            .collect(),
        attachments: page
            .attachments
            .iter()
            .map(|section| print::Attachment {
                title: section.heading.clone(),
                blocks: ground.blocks(&section.blocks),
            })
            .collect(),
        signature: page.on.map(|on| print::Signature {
            by: page.signed.clone(),
            on,
        }),
        footer: page.pinned.as_ref().map(|pinned| pinned.said.clone()),
    }
}

struct Ground<'a> {
    as_of: Date,
    base: &'a str,
}

impl Ground<'_> {
    fn section(&self, section: &Shown) -> Vec<print::Block> {
        let mut blocks = Vec::new();
        if !section.heading.is_empty() {
            blocks.push(print::Block::Heading(print::Heading {
                level: print::Level::One,
                text: section.heading.clone(),
            }));
        }
        blocks.extend(self.blocks(&section.blocks));
        blocks
    }

    fn blocks(&self, blocks: &[Block]) -> Vec<print::Block> {
        blocks.iter().flat_map(|block| self.block(block)).collect()
    }

    fn block(&self, block: &Block) -> Vec<print::Block> {
        match block {
            Block::Words(words) => vec![print::Block::Paragraph(vec![print::Run::plain(words.as_str())])],
            Block::Sentence(_, pieces) => vec![print::Block::Paragraph(self.runs(pieces))],
            Block::Items(_, items) => items
                .iter()
                .flat_map(|(head, body)| {
                    let text = head.iter().map(|piece| piece.text.as_str()).collect();
                    let level = print::Level::Two;
                    [
                        print::Block::Heading(print::Heading { level, text }),
                        print::Block::Paragraph(self.runs(body)),
                    ]
                })
                .collect(),
            Block::Table(_, table) => vec![print::Block::Table(self.table(table))],
            Block::Bars(_, bars) => vec![print::Block::Chart(chart(bars))],
        }
    }

    fn runs(&self, pieces: &[Piece]) -> Vec<print::Run> {
        let run = |piece: &Piece| match piece.address(self.as_of) {
            Some(path) => print::Run::linked(piece.text.as_str(), format!("{}{path}", self.base)),
            None => print::Run::plain(piece.text.as_str()),
        };
        pieces.iter().map(run).collect()
    }

    fn table(&self, table: &Table) -> print::Table {
        let columns = table.columns.iter().map(|(head, share, figures)| print::Column {
            head: head.clone(),
            share: *share,
            align: if *figures {
                print::Align::Right
            } else {
                print::Align::Left
            },
        });
        let rows = table.rows.iter();
        print::Table {
            caption: (!table.caption.is_empty()).then(|| table.caption.clone()),
            columns: columns.collect(),
            rows: rows
                .map(|row| row.iter().map(|cell| print::Cell(vec![self.runs(cell)])).collect())
                .collect(),
        }
    }
}

fn chart(bars: &Bars) -> print::Chart {
    let key = Status::ALL.into_iter().rev().map(|status| {
        let words = format!("{} {}", status.shape(), names::status(Lang::Zh, status));
        (tone(status), words)
    });
    print::Chart {
        caption: bars.caption.clone(),
        bars: bars
            .bars
            .iter()
            .map(|(label, segments, amount)| print::Bar {
                label: label.clone(),
                segments: segments
                    .iter()
                    .map(|(status, length)| print::Segment {
                        tone: tone(*status),
                        length: *length,
                    })
                    .collect(),
                amount: amount.clone(),
            })
            .collect(),
        key: if bars.key { key.collect() } else { Vec::new() },
    }
}

fn tone(status: Status) -> print::Tone {
    match status {
        Status::Met => print::Tone::Good,
        Status::OnTrack => print::Tone::Fair,
        Status::AtRisk => print::Tone::Warning,
        Status::OffTrack => print::Tone::Bad,
        Status::Overdue => print::Tone::Worst,
        Status::NoData => print::Tone::Blank,
        Status::AwaitingTarget => print::Tone::Waiting,
    }
}
