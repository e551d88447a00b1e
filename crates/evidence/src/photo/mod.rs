//! Photos, encoded anew.

mod place;
mod png;

use std::{borrow::Cow, io::Cursor};

use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    metadata::Orientation,
};
use yaodian_contract::ledger::EvidenceTrouble;

use crate::{Kind, Limits, cut_short, damaged};

/// Good enough to read a sign in a photo, at a third of what a camera writes.
const JPEG_QUALITY: u8 = 85;
/// The largest EXIF data that is looked at, in bytes: a JPEG cannot hold more than 64 KB of it.
const MOST_EXIF: usize = 1 << 20;

/// A photo of which nothing but the picture is left.
pub(crate) struct Photo {
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
    /// `longitude,latitude`.
    pub(crate) place: Option<String>,
}

/// Decodes a photo within the limits and encodes it anew.
pub(crate) fn anew(bytes: &[u8], kind: Kind, limits: &Limits, keeps_location: bool) -> Result<Photo, EvidenceTrouble> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
        Kind::Pdf | Kind::Xlsx | Kind::Xls => return Err(damaged("no picture")),
    };
    let too_many = || EvidenceTrouble::TooManyPixels { limit: limits.pixels };
    let trouble = |error: ImageError| match error {
        ImageError::Limits(_) => too_many(),
        other => damaged(other),
    };

    let bytes = match kind {
        Kind::Png => Cow::Owned(png::essence(bytes).ok_or_else(cut_short)?),
        _ => Cow::Borrowed(bytes),
    };
    let mut reader = ImageReader::with_format(Cursor::new(&bytes), format);
    let mut bounds = image::Limits::default();
    bounds.max_alloc = Some(limits.decoded_bytes);
    reader.limits(bounds);
    let mut decoder = reader.into_decoder().map_err(trouble)?;
    let (width, height) = decoder.dimensions();
    // Before a single pixel is decoded: not every decoder keeps to the bounds.
    if u64::from(width) * u64::from(height) > limits.pixels || decoder.total_bytes() > limits.decoded_bytes {
        return Err(too_many());
    }
    // What is wrong with these does not harm the picture.
    let exif = decoder.exif_metadata().ok().flatten();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let place = exif
        .filter(|exif| keeps_location && exif.len() <= MOST_EXIF)
        .and_then(place::taken);

    let mut picture = DynamicImage::from_decoder(decoder).map_err(trouble)?;
    if width.max(height) > limits.longest_side {
        picture = picture.thumbnail(limits.longest_side, limits.longest_side);
    }
    picture.apply_orientation(orientation);

    let kind = match kind {
        Kind::WebP if picture.color().has_alpha() => Kind::Png,
        Kind::WebP => Kind::Jpeg,
        other => other,
    };
    let mut bytes = Vec::new();
    if kind == Kind::Png {
        picture.write_with_encoder(PngEncoder::new(&mut bytes))
    } else {
        let plain = match picture {
            grey @ DynamicImage::ImageLuma8(_) => grey,
            colour => DynamicImage::ImageRgb8(colour.into_rgb8()),
        };
        plain.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY))
    }
    .map_err(trouble)?;
    Ok(Photo { kind, bytes, place })
}
