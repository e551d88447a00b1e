//! How evidence is handed out again.

use yaodian_evidence::{
    Kind,
    serving::{Shown, disposition, file_name, serving},
};

const JPEG: &str = "image/jpeg";
const XLSX: &str = Kind::Xlsx.media();

#[test]
fn pictures_are_shown_and_documents_are_saved_and_nothing_runs() {
    for kind in Kind::ALL {
        let answer = serving(kind.media());
        assert_eq!(answer.media, kind.media());
        let picture = kind.media().starts_with("image/");
        assert_eq!(answer.shown, if picture { Shown::Inline } else { Shown::Attachment });
        assert!(
            answer
                .headers
                .contains(&("content-security-policy", "default-src 'none'; sandbox"))
        );
        assert!(answer.headers.contains(&("x-content-type-options", "nosniff")));
    }
    let unknown = serving("text/html");
    assert_eq!(
        (unknown.media, unknown.shown),
        ("application/octet-stream", Shown::Attachment)
    );
}

#[test]
fn a_chinese_name_arrives_whole_and_old_programs_get_ascii() {
    assert_eq!(
        disposition(Shown::Attachment, "排污口 整治.xlsx", XLSX),
        "attachment; filename=\"___ __.xlsx\"; filename*=UTF-8''%E6%8E%92%E6%B1%A1%E5%8F%A3%20%E6%95%B4%E6%B2%BB.xlsx"
    );
    assert_eq!(
        disposition(Shown::Inline, "50% \"done\".jpg", JPEG),
        "inline; filename=\"50_ _done_.jpg\"; filename*=UTF-8''50%25%20_done_.jpg"
    );
}

#[test]
fn folders_and_what_is_not_seen_are_taken_off_a_name() {
    assert_eq!(file_name("../../etc/passwd.jpg", JPEG), "passwd.jpg");
    assert_eq!(file_name(r"C:\Users\wang\现场.JPG", JPEG), "现场.jpg");
    assert_eq!(file_name("a\r\nSet-Cookie: x.jpg", JPEG), "aSet-Cookie_ x.jpg");
    assert_eq!(file_name("photo\u{202E}gpj.exe", JPEG), "photogpj.jpg");
    assert_eq!(file_name(".htaccess", JPEG), "htaccess.jpg");
    assert_eq!(file_name("  ..  ", JPEG), "file.jpg");
    assert_eq!(file_name("", JPEG), "file.jpg");
    assert_eq!(file_name("con.jpg", JPEG), "_con.jpg");
    assert_eq!(file_name("lpt1.x.jpg", JPEG), "_lpt1.x.jpg");
    assert_eq!(file_name("company.jpg", JPEG), "company.jpg");
}

#[test]
fn a_name_ends_as_what_the_file_is() {
    assert_eq!(file_name("IMG_1.jpeg", JPEG), "IMG_1.jpeg");
    assert_eq!(file_name("IMG_1.webp", JPEG), "IMG_1.jpg");
    assert_eq!(file_name("setup.exe", JPEG), "setup.jpg");
    assert_eq!(file_name("断面1.2", JPEG), "断面1.2.jpg");
    assert_eq!(file_name("第一.排污口", JPEG), "第一.排污口.jpg");
    assert_eq!(file_name("台账.xls", XLSX), "台账.xlsx");
    assert_eq!(file_name("page.html", "text/html"), "page.html.bin");
}

#[test]
fn a_long_name_is_cut_between_characters() {
    let name = file_name(&format!("{}.jpg", "口".repeat(500)), JPEG);
    assert_eq!(name, format!("{}.jpg", "口".repeat(60)));
}
