//! Places near where a unit is.

use yaodian_domain::Decimal;

/// Where Hubei's bureaus sit, by their administrative codes: longitude and latitude of the seat of
/// government in hundredths of a degree, and how far around it places may lie.
const SEATS: [(&str, i64, i64, u64); 17] = [
    ("420100", 11_431, 3_059, 30),
    ("420200", 11_504, 3_020, 20),
    ("420300", 11_080, 3_263, 40),
    ("420500", 11_129, 3_069, 40),
    ("420600", 11_212, 3_201, 40),
    ("420700", 11_490, 3_039, 10),
    ("420800", 11_220, 3_104, 30),
    ("420900", 11_392, 3_093, 20),
    ("421000", 11_224, 3_034, 25),
    ("421100", 11_487, 3_045, 15),
    ("421200", 11_432, 2_984, 20),
    ("421300", 11_338, 3_169, 25),
    ("422800", 10_949, 3_027, 40),
    ("429004", 11_346, 3_036, 15),
    ("429005", 11_290, 3_040, 12),
    ("429006", 11_317, 3_066, 15),
    ("429021", 11_068, 3_175, 20),
];

/// Any other unit's places: anywhere in the rectangle around Hubei, in hundredths of a degree.
const HUBEI: Around = Around {
    west: 10_840,
    south: 2_910,
    width: 770,
    height: 420,
};

/// A rectangle, in hundredths of a degree.
#[derive(Clone, Copy)]
pub(super) struct Around {
    west: i64,
    south: i64,
    width: u64,
    height: u64,
}

pub(super) fn around(unit: &str) -> Around {
    let seat = SEATS.iter().find(|(code, ..)| *code == unit);
    seat.map_or(HUBEI, |&(_, longitude, latitude, far)| Around {
        west: longitude.saturating_sub_unsigned(far),
        south: latitude.saturating_sub_unsigned(far),
        width: 2 * far,
        height: 2 * far,
    })
}

impl Around {
    /// A place within it as canonical text: longitude and latitude to four decimals.
    pub fn draw(self, first: u64, second: u64) -> String {
        let along = |from: i64, far: u64, drawn: u64| {
            let value = (100 * from).saturating_add_unsigned(drawn % (100 * far + 1));
            Decimal::new(value, 4).normalize()
        };
        let longitude = along(self.west, self.width, first);
        let latitude = along(self.south, self.height, second);
        format!("{longitude},{latitude}")
    }
}
