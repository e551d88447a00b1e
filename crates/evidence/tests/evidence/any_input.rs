//! Nobody sends what makes it fall over.

use proptest::{collection::vec, prelude::*, sample::Index};
use yaodian_evidence::{Kind, Limits, accept, look, serving};

use crate::made;

const BEGINNINGS: [&[u8]; 14] = [
    b"",
    b"\xFF\xD8\xFF",
    b"\xFF\xD8\xFF\xE1\0\x40Exif\0\0MM\0*\0\0\0\x08",
    b"\xFF\xD8\xFF\xC0\0\x11\x08\0\x10\0\x10\x03",
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"RIFF\x40\0\0\0WEBPVP8X",
    b"RIFF\x40\0\0\0WEBPVP8L",
    b"RIFF\x40\0\0\0WEBPVP8 ",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml",
    b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    b"<svg",
    b"MZ",
];

fn whole() -> Vec<Vec<u8>> {
    let picture = made::quarters(24, 16);
    let written = made::Written::default();
    vec![
        made::phone_jpeg(&picture, &written),
        made::phone_png(&picture, &written),
        made::webp(&picture, Some(made::exif(&written))),
        made::pdf(),
        made::xlsx(),
        made::xls(),
    ]
}

fn assert_in_order(bytes: Vec<u8>) {
    let limits = Limits {
        pixels: 200_000,
        decoded_bytes: 2_000_000,
        ..Limits::default()
    };
    if let Ok(accepted) = accept(bytes.into(), &limits, true) {
        assert_eq!(look(&accepted.bytes).map(Kind::media), Ok(accepted.media));
        assert_ne!(accepted.media, Kind::WebP.media());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_follows_the_right_first_bytes_is_taken_or_refused(
        beginning in prop::sample::select(&BEGINNINGS[..]),
        rest in vec(any::<u8>(), 0..2000),
    ) {
        assert_in_order([beginning, &rest].concat());
    }

    #[test]
    fn a_file_with_bytes_changed_and_its_end_cut_is_taken_or_refused(
        which in 0_usize..6,
        changes in vec((any::<Index>(), any::<u8>()), 0..8),
        cut in prop::option::of(any::<Index>()),
    ) {
        let mut bytes = whole().swap_remove(which);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        assert_in_order(bytes);
    }

    #[test]
    fn any_name_becomes_one_that_is_safe(name in any::<String>(), which in 0_usize..6) {
        let kind = Kind::ALL[which];
        let safe = serving::file_name(&name, kind.media());
        prop_assert!(safe.len() <= 190 && safe.contains('.'));
        prop_assert!(!safe.contains(['/', '\\', '"', ':', '<', '>', '|', '?', '*', '\r', '\n', '\0']));
        prop_assert!(!safe.starts_with('.'));
        prop_assert!(!safe.chars().any(char::is_control));
        // Safe already: nothing changes.
        prop_assert_eq!(serving::file_name(&safe, kind.media()), safe.clone());
        let value = serving::disposition(serving::Shown::Attachment, &name, kind.media());
        prop_assert!(value.bytes().all(|byte| (0x20..0x7F).contains(&byte)));
        prop_assert_eq!(value.matches('"').count(), 2);
    }
}
