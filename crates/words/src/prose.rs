//! Why no text can be had from a document, and what to do about it.

use yaodian_contract::prose::ProseTrouble;

use crate::{Lang, labels, sentences};

/// What is wrong with a document, and how to mend it.
pub fn trouble(lang: Lang, why: &ProseTrouble) -> String {
    match why {
        ProseTrouble::Empty => empty(lang).to_owned(),
        ProseTrouble::TooLarge { limit } => too_large(lang, &mebibytes(*limit)),
        ProseTrouble::UnpacksToTooMuch { limit } => unpacks(lang, &mebibytes(*limit)),
        ProseTrouble::TooMuchText { limit } => too_much_text(lang, &mebibytes(*limit)),
        ProseTrouble::TooManyPages { limit } => too_many_pages(lang, limit),
        ProseTrouble::NotADocument { found } => other(lang, found),
        ProseTrouble::Encrypted => encrypted(lang).to_owned(),
        // What a library says of the damage is for the log.
        ProseTrouble::Damaged { .. } => damaged(lang).to_owned(),
        ProseTrouble::Encoding { at } => encoding(lang, at),
        ProseTrouble::NoTextLayer { pages } => no_text_layer(lang, pages),
        ProseTrouble::GarbledText { percent } => garbled(lang, percent),
    }
}

fn other(lang: Lang, found: &str) -> String {
    match found {
        "" => unknown(lang).to_owned(),
        "DOC" => old_word(lang).to_owned(),
        "RTF" | "ODT" | "HTML" | "XML" => resave(lang, &found),
        "OFD" => ofd(lang).to_owned(),
        "JPEG" | "PNG" | "GIF" | "TIFF" | "WebP" => picture(lang, &found),
        "XLSX" | "XLS" | "ODS" | "XLSB" => sheet(lang, &found),
        "ZIP" | "RAR" | "7z" | "GZIP" => archive(lang, &found),
        _ => another(lang, &found),
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{} MB", bytes / (1024 * 1024))
}

labels! {
    empty: "文件里没有文字。请核对是否选错了文件，或把文字直接粘贴进来。", "There is no text in the file. Check whether it is the right one, or paste the text instead.";
    damaged: "文件已损坏，读不出来。请用 Word、WPS 或 PDF 软件打开并另存一份再上传。", "The file is damaged and cannot be read. Open it in Word, WPS or your PDF program, save it anew and upload that.";
    encrypted: "文件设有打开密码。请在 Word、WPS 或 PDF 软件中取消密码后重新上传。", "The file opens with a password only. Remove the password in Word, WPS or your PDF program and upload it again.";
    unknown: "认不出这是什么文件。请上传 .docx、.pdf 或 .txt，或把文字直接粘贴进来。", "This is no kind of file that is known here. Upload .docx, .pdf or .txt, or paste the text instead.";
    old_word: "这是旧版 Word 或 WPS 文字的文件（.doc、.wps）。请用 Word 或 WPS 打开，另存为 .docx 后上传。", "This is a file of an older Word or of WPS Writer (.doc, .wps). Open it in Word or WPS, save it as .docx and upload that.";
    ofd: "这是 OFD 版式文件。请上传它的 .docx 原稿，或在 OFD 阅读器中导出为 PDF 后上传。", "This is an OFD file. Upload the .docx that it was made from, or export it as PDF from an OFD reader.";
}

sentences! {
    too_large(limit): "文件太大，最多 {limit}。请删去其中的图片，或只上传正文。", "The file is too large; at most {limit}. Remove its pictures, or upload the main text alone.";
    unpacks(limit): "文件解开后超过 {limit}，不像正常的公文。请用 Word 或 WPS 打开，把正文复制到新文档再上传。", "The file unpacks to more than {limit}, which no ordinary document does. Open it, copy the main text to a new document and upload that.";
    too_much_text(limit): "文字太多，超过 {limit}。请只上传工作要点的正文。", "There is too much text, more than {limit}. Upload the main text of the work plan alone.";
    too_many_pages(limit): "页数超过 {limit} 页。请只上传工作要点的正文部分。", "More than {limit} pages. Upload the main text of the work plan alone.";
    resave(found): "这是 {found} 文件。请用 Word 或 WPS 打开，另存为 .docx 后上传。", "This is a {found} file. Open it in Word or WPS, save it as .docx and upload that.";
    picture(found): "这是图片（{found}），不是文字。请上传 .docx 原稿，或先做文字识别（OCR）再把文字粘贴进来。", "This is a picture ({found}), no text. Upload the .docx that it was made from, or run text recognition (OCR) and paste the text.";
    sheet(found): "这是表格（{found}），不是文稿。请上传工作要点正文的 .docx、.pdf 或 .txt。", "This is a spreadsheet ({found}), no running text. Upload the work plan as .docx, .pdf or .txt.";
    archive(found): "这是压缩包（{found}）。请解压后上传里面的 .docx、.pdf 或 .txt。", "This is an archive ({found}). Unpack it and upload the .docx, .pdf or .txt that is in it.";
    another(found): "这是 {found} 文件，读不出文稿。请上传 .docx、.pdf 或 .txt，或把文字直接粘贴进来。", "This is a {found} file, from which no running text is read. Upload .docx, .pdf or .txt, or paste the text instead.";
    encoding(at): "文字编码不是 UTF-8 也不是 GB18030（第 {at} 字节）。请另存为 UTF-8 的文本再上传。", "The text is neither UTF-8 nor GB18030 (byte {at}). Save it as UTF-8 and upload that.";
    no_text_layer(pages): "这份 PDF 共 {pages} 页，全是图片（扫描件），没有文字。请上传 .docx 原稿，或先做文字识别（OCR）再上传，也可以把文字直接粘贴进来。", "The PDF's {pages} pages are pictures (a scan) without any text. Upload the .docx that it was made from, run text recognition (OCR) first, or paste the text instead.";
    garbled(percent): "这份 PDF 的字体没有说明每个字形是什么字，{percent}% 的字读出来是乱码。请上传 .docx 原稿，或用 Word、WPS 重新导出 PDF，也可以把文字直接粘贴进来。", "The PDF's fonts do not tell which characters they draw: {percent} % of its text is garbled. Upload the .docx that it was made from, export the PDF anew from Word or WPS, or paste the text instead.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_is_said_whole_in_both_languages() {
        let not = |found: &str| ProseTrouble::NotADocument {
            found: found.to_owned(),
        };
        let mut all: Vec<ProseTrouble> = ["", "DOC", "RTF", "OFD", "JPEG", "XLSX", "ZIP", "SQLite"]
            .map(not)
            .into();
        all.extend([
            ProseTrouble::Empty,
            ProseTrouble::TooLarge { limit: 20 << 20 },
            ProseTrouble::UnpacksToTooMuch { limit: 60 << 20 },
            ProseTrouble::TooMuchText { limit: 10 << 20 },
            ProseTrouble::TooManyPages { limit: 1_000 },
            ProseTrouble::Encrypted,
            ProseTrouble::Damaged {
                detail: "xref".to_owned(),
            },
            ProseTrouble::Encoding { at: 7 },
            ProseTrouble::NoTextLayer { pages: 3 },
            ProseTrouble::GarbledText { percent: 80 },
        ]);
        let mut said = std::collections::BTreeSet::new();
        for why in &all {
            let (zh, en) = (trouble(Lang::Zh, why), trouble(Lang::En, why));
            assert!(zh.ends_with('。') && zh.contains('请'), "{zh}");
            assert!(en.ends_with('.') && en.is_ascii(), "{en}");
            assert!(!zh.contains(['{', '}']) && !en.contains(['{', '}']), "{zh} {en}");
            said.insert(zh);
        }
        assert_eq!(said.len(), all.len(), "no two troubles are said alike");
    }
}
