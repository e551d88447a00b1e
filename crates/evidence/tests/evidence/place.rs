//! Where a photo was taken.

use crate::made::{self, LATITUDE, LONGITUDE, PLACE, Written, taken};

fn place(written: &Written) -> Option<String> {
    taken(made::phone_jpeg(&made::quarters(16, 16), written)).unwrap().place
}

#[test]
fn the_place_is_told_whatever_the_order_of_the_bytes() {
    for little_endian in [false, true] {
        assert_eq!(
            place(&Written {
                little_endian,
                ..Written::default()
            })
            .as_deref(),
            Some(PLACE)
        );
    }
}

#[test]
fn degrees_may_come_with_decimals() {
    let written = Written {
        latitude: Some((b'N', [(30_592_850, 1_000_000), (0, 1), (0, 1)])),
        longitude: Some((b'E', [(114, 1), (1_833_234, 100_000), (0, 1)])),
        ..Written::default()
    };
    assert_eq!(place(&written).as_deref(), Some("114.305539,30.592850"));
}

#[test]
fn west_and_south_are_negative() {
    let written = Written {
        latitude: Some((b'S', LATITUDE)),
        longitude: Some((b'W', LONGITUDE)),
        ..Written::default()
    };
    assert_eq!(place(&written).as_deref(), Some("-114.305539,-30.592850"));
}

#[test]
fn a_place_that_is_no_place_is_not_told() {
    let zero = [(0, 1); 3];
    let whole = Written::default();
    for written in [
        Written {
            latitude: None,
            ..whole.clone()
        },
        Written {
            longitude: None,
            ..whole.clone()
        },
        Written {
            latitude: Some((b'X', LATITUDE)),
            ..whole.clone()
        },
        // A degree over zero.
        Written {
            latitude: Some((b'N', [(30, 0), (35, 1), (0, 1)])),
            ..whole.clone()
        },
        // Beyond the pole.
        Written {
            latitude: Some((b'N', [(90, 1), (0, 1), (1, 1)])),
            ..whole.clone()
        },
        Written {
            longitude: Some((b'E', [(u32::MAX, 1), (u32::MAX, 1), (u32::MAX, 1)])),
            ..whole.clone()
        },
        // As cameras say that they do not know.
        Written {
            latitude: Some((b'N', zero)),
            longitude: Some((b'E', zero)),
            ..whole.clone()
        },
    ] {
        assert_eq!(place(&written), None);
    }
}

#[test]
fn exif_data_that_cannot_be_read_does_not_harm_the_photo() {
    let bytes = made::phone_jpeg(&made::quarters(16, 16), &Written::default());
    let at = bytes.windows(4).position(|four| four == b"MM\0*").unwrap();
    for cut in [at, at + 4, at + 9, at + 20] {
        let mut broken = bytes.clone();
        broken[cut..cut + 4].fill(0xFF);
        taken(broken).unwrap();
    }
}
