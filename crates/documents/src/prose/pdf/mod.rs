//! PDF with a text layer.
//!
//! `pdfboss-text` was chosen over `pdf-extract`, `lopdf` and `hayro`, each tried on the same plan of
//! work written by LibreOffice and by Chromium, and on files with the predefined Chinese CMaps and
//! no `ToUnicode`. It alone read all of them whole: `lopdf` loses Chromium's fonts and does not
//! know `GBK-EUC-H`; `pdf-extract` gives Chromium's `⽣` for `生` and panics on the predefined CMaps;
//! `hayro` has no text without `ToUnicode`, and inflates without bound. It also says where each
//! run stands and which belong to the page's furniture, reads through a source that can refuse, and
//! brings three crates and no others. It is young and kept by one person, and so nothing of it
//! leaves this module.
//!
//! What it bounds itself: a stream inflates to 256 MiB at most, objects nest 128 deep and forms 16,
//! a page calls 4,096 forms. That is not enough for a server, and [`bounds`] does the rest.

mod bounds;
mod lines;
mod pages;

use std::panic::{AssertUnwindSafe, catch_unwind};

use pdfboss_core::{Document, Error, Immediate, block_on};
use pdfboss_text::{FontCache, ReadingOrder, extract_spans_reporting_cached_with, placed_images_with};
use yaodian_contract::prose::ProseTrouble;

use self::bounds::Bounded;
use super::{Prose, ProseKind, ProseLimits, damaged, paper::Paper};

/// The fewest characters of a page that has text, if a picture is on it: scanners sign their work.
const FEW: usize = 16;
/// How many of a hundred characters may be unknown.
const UNKNOWN: usize = 5;

/// Reads the text of a PDF.
pub(super) fn read(bytes: &[u8], limits: &ProseLimits) -> Result<Prose, ProseTrouble> {
    // The library means not to panic, and no panic was found. But it is fifty thousand lines, and a
    // file from anybody must not end whoever asks for its text.
    catch_unwind(AssertUnwindSafe(|| whole(bytes, limits))).unwrap_or_else(|_| Err(damaged("reader stopped")))
}

fn whole(bytes: &[u8], limits: &ProseLimits) -> Result<Prose, ProseTrouble> {
    bounds::check(bytes, limits.unpacked_bytes)?;
    let document = Document::load(bytes.to_vec()).map_err(|why| trouble(&why))?;
    if document.is_locked() {
        return Err(ProseTrouble::Encrypted);
    }
    let source = Bounded::new(&document, limits.unpacked_bytes);
    source.containers()?;
    let hidden = document.oc_state();
    let fonts = FontCache::default();
    let mut paper = Paper::new(limits.text_bytes);
    let mut scanned = Vec::new();
    let mut count = Count::default();
    let pages = pages::walk(&source, limits.pages)?;
    if pages.is_empty() {
        return Err(damaged("no pages"));
    }
    for (at, page) in pages.iter().enumerate() {
        let page = pages::load(&source, at, page)?;
        source.turn_page();
        let (spans, _) = block_on(extract_spans_reporting_cached_with(
            Immediate(&source),
            &page,
            &fonts,
            hidden.as_ref(),
            None,
            ReadingOrder::Content,
        ))
        .map_err(|why| trouble(&why))?;
        source.verdict()?;
        if at > 0 {
            paper.write("\x0C")?;
        }
        let mut drawn = 0;
        for line in lines::of(spans) {
            drawn += line.chars().filter(|c| !c.is_whitespace()).count();
            count.add(&line);
            paper.line(&line)?;
        }
        if drawn < FEW {
            let images = block_on(placed_images_with(Immediate(&source), &page, hidden.as_ref()));
            source.verdict()?;
            if images.is_ok_and(|images| !images.is_empty()) {
                scanned.push(at + 1);
            }
        }
    }
    if count.all == 0 || scanned.len() == pages.len() {
        return Err(ProseTrouble::NoTextLayer { pages: pages.len() });
    }
    count.verdict()?;
    Ok(Prose {
        text: paper.text(),
        kind: ProseKind::Pdf,
        scanned,
    })
}

fn trouble(why: &Error) -> ProseTrouble {
    match why {
        Error::Encrypted => ProseTrouble::Encrypted,
        other => damaged(other.to_string().chars().take(200).collect::<String>()),
    }
}

/// How many characters there are, and how many of them nobody can tell.
#[derive(Debug, Default)]
struct Count {
    all: usize,
    unknown: usize,
}

impl Count {
    fn add(&mut self, line: &str) {
        for c in line.chars().filter(|c| !c.is_whitespace()) {
            self.all += 1;
            let private = matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
            if c == char::REPLACEMENT_CHARACTER || private || c.is_control() {
                self.unknown += 1;
            }
        }
    }

    fn verdict(&self) -> Result<(), ProseTrouble> {
        let percent = self.unknown * 100 / self.all.max(1);
        if percent > UNKNOWN {
            let percent = u8::try_from(percent).unwrap_or(100);
            return Err(ProseTrouble::GarbledText { percent });
        }
        Ok(())
    }
}
