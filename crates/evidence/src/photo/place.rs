//! Where a photo was taken, to the last digit.

use exif::{Exif, In, Rational, Reader, Tag, Value};

/// `longitude,latitude` in decimal degrees with six decimals, rounded half away from zero, from
/// the raw EXIF data of a photo. The datum is taken for WGS 84, which CGCS2000 differs from by
/// centimetres.
///
/// `None` where anything of it is missing, makes no sense, or is exactly 0,0: so cameras write
/// that they do not know.
pub(super) fn taken(exif: Vec<u8>) -> Option<String> {
    let exif = Reader::new()
        .continue_on_error(true)
        .read_raw(exif)
        .or_else(|error| error.distill_partial_result(drop))
        .ok()?;
    let longitude = angle(&exif, Tag::GPSLongitude, Tag::GPSLongitudeRef, [b'E', b'W'], 180)?;
    let latitude = angle(&exif, Tag::GPSLatitude, Tag::GPSLatitudeRef, [b'N', b'S'], 90)?;
    if longitude == 0 && latitude == 0 {
        return None;
    }
    Some(format!("{},{}", written(longitude), written(latitude)))
}

/// An angle in millionths of a degree; against the second of the directions it is negative.
fn angle(exif: &Exif, value: Tag, direction: Tag, directions: [u8; 2], most: u32) -> Option<i64> {
    let direction = match &exif.get_field(direction, In::PRIMARY)?.value {
        Value::Ascii(texts) => texts.first()?.first()?.to_ascii_uppercase(),
        _ => return None,
    };
    let negative = directions.into_iter().position(|known| known == direction)? == 1;
    let Value::Rational(parts) = &exif.get_field(value, In::PRIMARY)?.value else {
        return None;
    };
    let none = Rational { num: 0, denom: 1 };
    let (degrees, minutes, seconds) = match parts.as_slice() {
        [degrees] => (*degrees, none, none),
        [degrees, minutes] => (*degrees, *minutes, none),
        [degrees, minutes, seconds] => (*degrees, *minutes, *seconds),
        _ => return None,
    };
    let millionths = i64::try_from(millionths(degrees, minutes, seconds)?).ok()?;
    if millionths > i64::from(most) * 1_000_000 {
        return None;
    }
    Some(if negative { -millionths } else { millionths })
}

/// `degrees + minutes / 60 + seconds / 3600`, in millionths, rounded half up.
///
/// As one fraction: its denominator is below 2^96 · 216 000 < 2^114, and so is every term of its
/// numerator, if the degrees are few. The decimals come by long division, where nothing is ever
/// more than ten times the denominator; so all of it is exact in 128 bits.
fn millionths(degrees: Rational, minutes: Rational, seconds: Rational) -> Option<u128> {
    let parts = [(degrees, 1), (minutes, 60), (seconds, 3600)];
    let [degrees, minutes, seconds] = parts.map(|(part, unit)| (u128::from(part.num), u128::from(part.denom) * unit));
    let whole = degrees.1 * minutes.1 * seconds.1;
    let sum = degrees.0 * minutes.1 * seconds.1 + minutes.0 * degrees.1 * seconds.1 + seconds.0 * degrees.1 * minutes.1;
    let mut value = sum.checked_div(whole)?;
    // Beyond any angle: below, it could no longer be multiplied.
    if value > 360 {
        return None;
    }
    let mut rest = sum % whole;
    for _ in 0..6 {
        rest *= 10;
        value = value * 10 + rest / whole;
        rest %= whole;
    }
    Some(value + u128::from(rest * 2 >= whole))
}

fn written(millionths: i64) -> String {
    let sign = if millionths < 0 { "-" } else { "" };
    let size = millionths.unsigned_abs();
    format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn part(num: u32, denom: u32) -> Rational {
        Rational { num, denom }
    }

    #[test]
    fn an_angle_is_exact_to_the_last_digit_and_rounded_half_up() {
        // 30° 35′ 34.2599″ is 30.592849972… degrees.
        let angle = millionths(part(30, 1), part(35, 1), part(342_599, 10_000));
        assert_eq!(angle, Some(30_592_850));
        assert_eq!(millionths(part(61, 2), part(0, 1), part(0, 1)), Some(30_500_000));
        // 0.0018″ is half a millionth of a degree; a hair less is none.
        assert_eq!(millionths(part(0, 1), part(0, 1), part(18, 10_000)), Some(1));
        assert_eq!(
            millionths(part(0, 1), part(0, 1), part(1_799_999, 1_000_000_000)),
            Some(0)
        );
        // And 59.99999999″ do not end as sixty.
        assert_eq!(
            millionths(part(29, 1), part(59, 1), part(u32::MAX - 1, u32::MAX / 60)),
            Some(30_000_000)
        );
    }

    #[test]
    fn no_fraction_is_too_large_and_none_without_a_denominator_counts() {
        let most = part(u32::MAX, u32::MAX);
        // 1 + 1/60 + 1/3600.
        assert_eq!(millionths(most, most, most), Some(1_016_944));
        assert_eq!(millionths(part(u32::MAX, 1), most, most), None);
        assert_eq!(millionths(part(u32::MAX, u32::MAX), most, part(0, 0)), None);
        assert_eq!(millionths(part(0, 0), most, most), None);
    }

    #[test]
    fn small_angles_keep_their_zeros_and_their_sign() {
        assert_eq!(written(114_305_539), "114.305539");
        assert_eq!(written(-50), "-0.000050");
        assert_eq!(written(0), "0.000000");
    }
}
