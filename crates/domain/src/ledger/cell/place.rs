//! Places by longitude and latitude.

use rust_decimal::Decimal;

use super::{Trouble, half_width};
use crate::number;

/// A place as `longitude,latitude`, in degrees with decimals or in degrees, minutes and seconds.
pub(super) fn place(text: &str) -> Result<String, Trouble> {
    let wrong = || Trouble::NotAPlace {
        found: text.chars().take(40).collect(),
    };
    let plain = half_width(text)
        .replace(['、', ';', '/'], ",")
        .replace(['东', '经', '北', '纬', ':'], " ");
    let parts: Vec<&str> = if plain.contains(',') {
        plain.split(',').collect()
    } else {
        plain.split_whitespace().collect()
    };
    let [lon, lat] = parts.as_slice() else {
        return Err(wrong());
    };
    let (lon, lat) = (degrees(lon).ok_or_else(wrong)?, degrees(lat).ok_or_else(wrong)?);
    let in_china = |lon: Decimal, lat: Decimal| {
        (Decimal::from(73)..=Decimal::from(136)).contains(&lon) && (Decimal::from(3)..=Decimal::from(54)).contains(&lat)
    };
    if in_china(lon, lat) {
        Ok(format!("{},{}", lon.normalize(), lat.normalize()))
    } else if in_china(lat, lon) {
        Err(Trouble::PlaceTurned)
    } else {
        Err(Trouble::PlaceAbroad)
    }
}

fn degrees(text: &str) -> Option<Decimal> {
    let text = text.trim().trim_matches(['E', 'N', 'e', 'n', ' ']);
    // Degrees with decimals alone, as nearly all are: no minutes and seconds to reckon with.
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        let value = number::parse(text).ok()?;
        return (value <= Decimal::from(180)).then(|| value.round_dp(6));
    }
    let mut parts = text
        .split(['°', '度', '′', '分', '\'', '″', '秒', '"', '’', '”'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut part = |most: u32| -> Option<Decimal> {
        match parts.next() {
            None => Some(Decimal::ZERO),
            Some(text) => number::parse(text)
                .ok()
                .filter(|value| *value <= Decimal::from(most) && !value.is_sign_negative()),
        }
    };
    let (degrees, minutes, seconds) = (part(180)?, part(60)?, part(60)?);
    if text.is_empty() || parts.next().is_some() {
        return None;
    }
    let value = degrees + minutes / Decimal::from(60) + seconds / Decimal::from(3_600);
    Some(value.round_dp(6))
}
