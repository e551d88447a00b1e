//! Photos come out as pictures and nothing else; documents as they are.

use image::{DynamicImage, GenericImageView as _, ImageFormat};
use yaodian_evidence::{Kind, Limits, accept, look};

use crate::made::{self, BLUE, GREEN, RED, WHITE, Written, holds, taken};

fn opened(bytes: &[u8]) -> DynamicImage {
    image::load_from_memory(bytes).unwrap()
}

/// Which of the four colours is nearest at a point.
fn colour(picture: &DynamicImage, x: u32, y: u32) -> [u8; 3] {
    let seen = picture.get_pixel(x, y).0;
    let far = |c: &[u8; 3]| -> u32 { c.iter().zip(seen).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum() };
    [RED, GREEN, BLUE, WHITE].into_iter().min_by_key(far).unwrap()
}

/// Everything that tells of something besides the picture.
fn assert_bare(bytes: &[u8]) {
    let (latitude, longitude) = (
        [0, 5, 0x3A, 0x47, 0, 0, 0x27, 0x10],
        [0, 3, 0x0A, 0xEC, 0, 0, 0x27, 0x10],
    );
    assert_eq!(
        latitude,
        *[342_599_u32.to_be_bytes(), 10_000_u32.to_be_bytes()].concat()
    );
    assert_eq!(
        longitude,
        *[199_404_u32.to_be_bytes(), 10_000_u32.to_be_bytes()].concat()
    );
    for told in [
        &b"Exif"[..],
        b"eXIf",
        b"EXIF",
        b"GPS",
        b"xmpmeta",
        b"ns.adobe.com",
        b"XMP",
        b"iTXt",
        b"tEXt",
        b"SECRETCAM",
        b"30,35.571N",
        b"script",
        b"TRAILING",
        made::COMMENT,
        &latitude,
        &longitude,
    ] {
        assert!(
            !holds(bytes, told),
            "{:?} is still there",
            String::from_utf8_lossy(told)
        );
    }
}

#[test]
fn of_a_phones_photo_nothing_is_left_but_the_picture() {
    let picture = made::quarters(64, 48);
    let written = Written::default();
    let sent = [
        (made::phone_jpeg(&picture, &written), "image/jpeg", ImageFormat::Jpeg),
        (made::phone_png(&picture, &written), "image/png", ImageFormat::Png),
        (
            made::webp(&picture, Some(made::exif(&written))),
            "image/jpeg",
            ImageFormat::Jpeg,
        ),
    ];
    for (bytes, media, format) in sent {
        assert!(holds(&bytes, b"SECRETCAM") && holds(&bytes, &342_599_u32.to_be_bytes()));
        let accepted = taken(bytes).unwrap();
        assert_bare(&accepted.bytes);
        assert_eq!(
            (accepted.media, image::guess_format(&accepted.bytes).unwrap()),
            (media, format)
        );
        assert_eq!(accepted.place.as_deref(), Some(made::PLACE));
        let kept = opened(&accepted.bytes);
        assert_eq!(kept.dimensions(), (64, 48));
        assert_eq!(colour(&kept, 10, 10), RED);
        assert_eq!(colour(&kept, 50, 40), WHITE);
    }
}

#[test]
fn the_place_is_told_only_where_the_ledger_keeps_it() {
    let bytes = made::phone_jpeg(&made::quarters(16, 16), &Written::default());
    let accepted = accept(bytes.into(), &Limits::default(), false).unwrap();
    assert_eq!(accepted.place, None);
    assert_bare(&accepted.bytes);
}

#[test]
fn a_photo_taken_with_the_phone_on_its_side_or_head_stands_upright() {
    let corners = [
        (1, RED, GREEN),
        (2, GREEN, RED),
        (3, WHITE, BLUE),
        (4, BLUE, WHITE),
        (5, RED, BLUE),
        (6, BLUE, RED),
        (7, WHITE, GREEN),
        (8, GREEN, WHITE),
    ];
    for (orientation, top_left, top_right) in corners {
        for little_endian in [false, true] {
            let written = Written {
                orientation,
                little_endian,
                ..Written::default()
            };
            let picture = made::quarters(64, 32);
            let sent = [
                made::phone_jpeg(&picture, &written),
                made::phone_png(&picture, &written),
                made::webp(&picture, Some(made::exif(&written))),
            ];
            for bytes in sent {
                let kept = opened(&taken(bytes).unwrap().bytes);
                let (width, height) = if orientation > 4 { (32, 64) } else { (64, 32) };
                assert_eq!(kept.dimensions(), (width, height), "{orientation}");
                assert_eq!(colour(&kept, 4, 4), top_left, "{orientation}");
                assert_eq!(colour(&kept, width - 5, 4), top_right, "{orientation}");
            }
        }
    }
}

#[test]
fn a_large_photo_is_scaled_down_to_its_longer_side_and_a_small_one_is_left() {
    let limits = Limits {
        longest_side: 100,
        ..Limits::default()
    };
    for (sent, kept) in [
        ((300, 150), (100, 50)),
        ((150, 300), (50, 100)),
        ((100, 40), (100, 40)),
        ((400, 1), (100, 1)),
    ] {
        let bytes = made::jpeg(&made::quarters(sent.0, sent.1));
        let accepted = accept(bytes.into(), &limits, false).unwrap();
        assert_eq!(opened(&accepted.bytes).dimensions(), kept);
    }
    let wide = made::jpeg(&made::quarters(5000, 40));
    let kept = opened(&taken(wide).unwrap().bytes);
    assert_eq!(kept.dimensions(), (4096, 33));
    assert_eq!(colour(&kept, 1000, 4), RED);
    assert_eq!(colour(&kept, 3000, 28), WHITE);
}

#[test]
fn a_scaled_photo_is_turned_too() {
    let limits = Limits {
        longest_side: 32,
        ..Limits::default()
    };
    let written = Written {
        orientation: 6,
        ..Written::default()
    };
    let bytes = made::phone_jpeg(&made::quarters(128, 64), &written);
    let kept = opened(&accept(bytes.into(), &limits, false).unwrap().bytes);
    assert_eq!(kept.dimensions(), (16, 32));
    assert_eq!((colour(&kept, 3, 3), colour(&kept, 12, 3)), (BLUE, RED));
}

#[test]
fn what_can_be_transparent_stays_so() {
    let picture = made::see_through(8, 8);
    let mut webp = std::io::Cursor::new(Vec::new());
    DynamicImage::from(picture.clone())
        .write_to(&mut webp, ImageFormat::WebP)
        .unwrap();
    for bytes in [webp.into_inner(), made::png(picture.clone())] {
        let accepted = taken(bytes).unwrap();
        assert_eq!((accepted.media, accepted.extension), ("image/png", "png"));
        assert_eq!(opened(&accepted.bytes).to_rgba8(), picture);
    }
}

#[test]
fn grey_photos_stay_grey_and_pngs_keep_every_pixel() {
    let grey = image::GrayImage::from_fn(16, 16, |x, _| image::Luma([if x < 8 { 0 } else { 255 }]));
    let mut jpeg = std::io::Cursor::new(Vec::new());
    DynamicImage::from(grey).write_to(&mut jpeg, ImageFormat::Jpeg).unwrap();
    let kept = opened(&taken(jpeg.into_inner()).unwrap().bytes);
    assert_eq!(kept.color(), image::ColorType::L8);

    let picture = made::quarters(33, 17);
    assert_eq!(
        opened(&taken(made::png(picture.clone())).unwrap().bytes).to_rgb8(),
        picture
    );
}

#[test]
fn documents_are_kept_byte_for_byte() {
    for (bytes, kind) in [
        (made::pdf(), Kind::Pdf),
        (made::xlsx(), Kind::Xlsx),
        (made::xls(), Kind::Xls),
        (made::compound(&["Book"]), Kind::Xls),
    ] {
        let accepted = taken(bytes.clone()).unwrap();
        assert_eq!(accepted.bytes, bytes);
        assert_eq!((accepted.media, accepted.extension), (kind.media(), kind.extension()));
        assert_eq!(accepted.place, None);
    }
}

#[test]
fn what_was_kept_is_accepted_again_as_what_it_is() {
    let picture = made::quarters(64, 48);
    for bytes in [
        made::jpeg(&picture),
        made::png(picture.clone()),
        made::webp(&picture, None),
    ] {
        let accepted = taken(bytes).unwrap();
        assert_eq!(look(&accepted.bytes).map(Kind::media), Ok(accepted.media));
    }
}
