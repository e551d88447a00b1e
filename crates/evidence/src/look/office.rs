//! Sheets, told from all else that comes in the same wrapping.

use std::io::{Cursor, Read as _};

use cfb::CompoundFile;
use yaodian_contract::ledger::EvidenceTrouble;
use zip::{
    ZipArchive,
    read::{ArchiveOffset, Config},
};

use super::{Kind, not_allowed};
use crate::damaged;

/// How a ZIP archive with something in it begins.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";
/// How a compound file (OLE) begins.
pub(super) const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// The part that says what all others are.
const TYPES: &str = "[Content_Types].xml";
/// The most that it may unpack to, in bytes: it is about 2 KB, and longer with many sheets.
const MOST_TYPES: u64 = 4 << 20;

pub(super) fn archive(bytes: &[u8]) -> Result<Kind, EvidenceTrouble> {
    let config = Config {
        archive_offset: ArchiveOffset::Known(0),
    };
    let mut archive = ZipArchive::with_config(config, Cursor::new(bytes)).map_err(damaged)?;
    // What stands after the record that ends the archive is its comment or does not belong to it.
    // No program that writes sheets leaves either.
    let ends = bytes
        .last_chunk::<22>()
        .is_some_and(|record| record.starts_with(b"PK\x05\x06"));
    if !ends {
        return Err(not_allowed("ZIP"));
    }
    let mut names = Vec::with_capacity(archive.len());
    for name in archive.file_names() {
        names.push(name.map_err(damaged)?.to_ascii_lowercase());
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let within = |folder: &str| names.iter().any(|name| name.starts_with(folder));
    let macros = names.iter().any(|name| name.ends_with("vbaproject.bin")) || within("xl/macrosheets/");
    let found = if within("word/") {
        if macros { "DOCM" } else { "DOCX" }
    } else if within("ppt/") {
        if macros { "PPTM" } else { "PPTX" }
    } else if has("xl/workbook.bin") {
        "XLSB"
    } else if has("xl/workbook.xml") && macros {
        "XLSM"
    } else if has("xl/workbook.xml") && archive.index_for_name(TYPES).is_some() {
        return sheet(&mut archive);
    } else if has("meta-inf/manifest.mf") {
        "JAR"
    } else {
        // Told by the entry that comes first.
        match infer::get(bytes).map(|found| found.extension()) {
            Some("ods") => "ODS",
            Some("odt") => "ODT",
            Some("odp") => "ODP",
            Some("epub") => "EPUB",
            _ => "ZIP",
        }
    };
    Err(not_allowed(found))
}

/// A workbook that says nothing of macros.
fn sheet(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Kind, EvidenceTrouble> {
    let part = archive.by_name(TYPES).map_err(damaged)?;
    let mut types = Vec::new();
    part.take(MOST_TYPES + 1).read_to_end(&mut types).map_err(damaged)?;
    if u64::try_from(types.len()).unwrap_or(u64::MAX) > MOST_TYPES {
        return Err(damaged("its list of parts is too long"));
    }
    let types = String::from_utf8_lossy(&types).to_ascii_lowercase();
    // Excel goes by the types of the parts, whatever their names.
    if types.contains("macroenabled") || types.contains("vbaproject") || types.contains("macrosheet") {
        return Err(not_allowed("XLSM"));
    }
    Ok(Kind::Xlsx)
}

pub(super) fn compound(bytes: &[u8]) -> Result<Kind, EvidenceTrouble> {
    let file = CompoundFile::open(Cursor::new(bytes)).map_err(damaged)?;
    // At the root only: a document holds the sheets within it further down.
    let found = if file.is_stream("/WordDocument") {
        "DOC"
    } else if file.is_stream("/PowerPoint Document") {
        "PPT"
    } else if file.is_stream("/EncryptedPackage") {
        "OOXML, encrypted"
    } else if file.exists("/__properties_version1.0") {
        "MSG"
    } else if file.is_stream("/Workbook") || file.is_stream("/Book") {
        if !file.exists("/_VBA_PROJECT_CUR") {
            return Ok(Kind::Xls);
        }
        "XLS with macros"
    } else {
        "OLE"
    };
    Err(not_allowed(found))
}
