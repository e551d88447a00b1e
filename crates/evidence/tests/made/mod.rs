//! Files as they are sent, made here.
#![allow(dead_code, reason = "not every test needs every file")]

use std::io::{Cursor, Read as _, Write as _};

use bytes::Bytes;
use image::{
    DynamicImage, ImageEncoder as _, ImageFormat, Rgb, RgbImage, RgbaImage,
    codecs::{jpeg::JpegEncoder, webp::WebPEncoder},
};
use yaodian_contract::ledger::EvidenceTrouble;
use yaodian_evidence::{Accepted, Limits, accept};

pub const RED: [u8; 3] = [220, 20, 20];
pub const GREEN: [u8; 3] = [20, 200, 20];
pub const BLUE: [u8; 3] = [20, 20, 220];
pub const WHITE: [u8; 3] = [250, 250, 250];

/// 30° 35′ 34.2599″ N, 114° 18′ 19.9404″ E: in Wuhan.
pub const LATITUDE: [(u32, u32); 3] = [(30, 1), (35, 1), (342_599, 10_000)];
pub const LONGITUDE: [(u32, u32); 3] = [(114, 1), (18, 1), (199_404, 10_000)];
pub const PLACE: &str = "114.305539,30.592850";

pub fn taken(bytes: impl Into<Bytes>) -> Result<Accepted, EvidenceTrouble> {
    accept(bytes.into(), &Limits::default(), true)
}

/// A picture with a colour in each quarter: red, green; blue, white.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        Rgb(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        })
    })
}

pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, 95)
        .encode_image(picture)
        .unwrap();
    bytes
}

pub fn png(picture: impl Into<DynamicImage>) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.into().write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub fn webp(picture: &RgbImage, exif: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = WebPEncoder::new_lossless(&mut bytes);
    if let Some(exif) = exif {
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder
        .encode(
            picture,
            picture.width(),
            picture.height(),
            image::ExtendedColorType::Rgb8,
        )
        .unwrap();
    bytes
}

pub fn see_through(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, _| {
        image::Rgba([10, 20, 30, if x % 2 == 0 { 0 } else { 255 }])
    })
}

/// What is written into the EXIF data of a photo.
#[derive(Clone)]
pub struct Written {
    pub orientation: u16,
    pub latitude: Option<(u8, [(u32, u32); 3])>,
    pub longitude: Option<(u8, [(u32, u32); 3])>,
    pub little_endian: bool,
}

impl Default for Written {
    fn default() -> Self {
        Self {
            orientation: 1,
            latitude: Some((b'N', LATITUDE)),
            longitude: Some((b'E', LONGITUDE)),
            little_endian: false,
        }
    }
}

const MAKE: &[u8] = b"SECRETCAM Mk II\0";

/// EXIF data (a TIFF file), by hand.
pub fn exif(written: &Written) -> Vec<u8> {
    let two = |value: u16| {
        if written.little_endian {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    };
    let four = |value: u32| {
        if written.little_endian {
            value.to_le_bytes()
        } else {
            value.to_be_bytes()
        }
    };
    let entry =
        |tag: u16, kind: u16, count: u32, value: [u8; 4]| [&two(tag)[..], &two(kind), &four(count), &value].concat();
    let mut gps = Vec::new();
    let mut rationals = Vec::new();
    // The header, three entries, the maker, then the GPS directory and what its entries point to.
    let gps_at = 8 + 2 + 3 * 12 + 4 + 16;
    let directions = [written.latitude, written.longitude];
    let count: u16 = directions.iter().flatten().map(|_| 2).sum();
    let data_at = gps_at + 2 + u32::from(count) * 12 + 4;
    for (tag, angle) in (1..).step_by(2).zip(directions) {
        let Some((direction, parts)) = angle else { continue };
        gps.extend(entry(tag, 2, 2, [direction, 0, 0, 0]));
        let at = data_at + u32::try_from(rationals.len()).unwrap();
        gps.extend(entry(tag + 1, 5, 3, four(at)));
        for (number, denominator) in parts {
            rationals.extend(four(number));
            rationals.extend(four(denominator));
        }
    }
    let [a, b] = two(written.orientation);
    [
        if written.little_endian { &b"II"[..] } else { b"MM" },
        &two(42),
        &four(8),
        &two(3),
        &entry(0x010F, 2, 16, four(8 + 2 + 3 * 12 + 4)),
        &entry(0x0112, 3, 1, [a, b, 0, 0]),
        &entry(0x8825, 4, 1, four(gps_at)),
        &four(0),
        MAKE,
        &two(count),
        &gps,
        &four(0),
        &rationals,
    ]
    .concat()
}

pub const XMP: &[u8] =
    b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>30,35.571N\
</exif:GPSLatitude></x:xmpmeta>";
pub const COMMENT: &[u8] = b"a comment on the outfall";
pub const TRAILING: &[u8] = b"TRAILING<script>alert(1)</script>";

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, marker][..], &length, body].concat()
}

/// A JPEG as a phone writes it: with EXIF data, XMP and a comment, and something behind its end.
pub fn phone_jpeg(picture: &RgbImage, written: &Written) -> Vec<u8> {
    let plain = jpeg(picture);
    let exif = [b"Exif\0\0", &exif(written)[..]].concat();
    let (start, rest) = plain.split_at(2);
    [
        start,
        &segment(0xE1, &exif),
        &segment(0xE1, XMP),
        &segment(0xFE, COMMENT),
        rest,
        TRAILING,
    ]
    .concat()
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

pub fn chunk(name: [u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name[..], body].concat();
    let length = u32::try_from(body.len()).unwrap().to_be_bytes();
    [&length[..], &named, &crc(&named).to_be_bytes()].concat()
}

/// A PNG with EXIF data, XMP and a comment, and something behind its end.
pub fn phone_png(picture: &RgbImage, written: &Written) -> Vec<u8> {
    let plain = png(picture.clone());
    // The signature and the header.
    let (start, rest) = plain.split_at(8 + 25);
    let xmp = [b"XML:com.adobe.xmp\0\0\0\0\0", XMP].concat();
    [
        start,
        &chunk(*b"eXIf", &exif(written)),
        &chunk(*b"tEXt", &[b"Comment\0", COMMENT].concat()),
        &chunk(*b"iTXt", &xmp),
        rest,
        TRAILING,
    ]
    .concat()
}

/// A PNG that says it is this large, and holds nothing.
pub fn png_bomb(width: u32, height: u32) -> Vec<u8> {
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
    let nothing = [0x78, 0x9C, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01];
    [
        &b"\x89PNG\r\n\x1a\n"[..],
        &chunk(*b"IHDR", &header),
        &chunk(*b"IDAT", &nothing),
        &chunk(*b"IEND", b""),
    ]
    .concat()
}

/// A JPEG whose header is changed to say that it is this large.
pub fn jpeg_bomb(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = jpeg(&quarters(16, 16));
    let at = bytes.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap();
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

pub fn pdf() -> Vec<u8> {
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut offsets = Vec::new();
    for (number, body) in [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    ]
    .iter()
    .enumerate()
    {
        offsets.push(bytes.len());
        writeln!(bytes, "{} 0 obj{body}endobj", number + 1).unwrap();
    }
    let table = bytes.len();
    writeln!(bytes, "xref\n0 4\n0000000000 65535 f ").unwrap();
    for offset in offsets {
        writeln!(bytes, "{offset:010} 00000 n ").unwrap();
    }
    writeln!(bytes, "trailer<</Root 1 0 R/Size 4>>\nstartxref\n{table}\n%%EOF").unwrap();
    bytes
}

pub fn zip(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, body) in parts {
        writer
            .start_file(*name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(body).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
pub const SHEET: [(&str, &[u8]); 3] = [
    ("[Content_Types].xml", TYPES),
    ("_rels/.rels", b"<Relationships/>"),
    ("xl/workbook.xml", b"<workbook/>"),
];

pub fn xlsx() -> Vec<u8> {
    zip(&SHEET)
}

/// A compound file with these streams.
pub fn compound(streams: &[&str]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for name in streams {
        if let Some((storage, _)) = name.rsplit_once('/') {
            file.create_storage_all(format!("/{storage}")).unwrap();
        }
        file.create_stream(format!("/{name}"))
            .unwrap()
            .write_all(&[7; 5000])
            .unwrap();
    }
    file.flush().unwrap();
    file.into_inner().into_inner()
}

pub fn xls() -> Vec<u8> {
    compound(&["Workbook"])
}

pub fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// A PNG with a colour profile that unpacks to so many zeros.
pub fn profile_bomb(unpacked: usize) -> Vec<u8> {
    let archive = zip(&[("zeros", &vec![0; unpacked])]);
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut deflated = Vec::new();
    archive.by_index_raw(0).unwrap().read_to_end(&mut deflated).unwrap();
    // Adler-32 of zeros.
    let checksum = u32::try_from(unpacked % 65_521).unwrap() << 16 | 1;
    let profile = [&b"name\0\0\x78\x9C"[..], &deflated, &checksum.to_be_bytes()].concat();
    let plain = png(quarters(16, 16));
    let (start, rest) = plain.split_at(8 + 25);
    [start, &chunk(*b"iCCP", &profile), rest].concat()
}
