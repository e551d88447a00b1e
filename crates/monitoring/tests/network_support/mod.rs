//! A small register and what was measured at its places.
#![allow(dead_code, reason = "each test file uses a part")]

use std::collections::BTreeMap;

use yaodian_domain::{
    Date, Decimal,
    id::{EntryId, TargetId, UnitId},
    ledger::{Among, Feed, FieldKind, Ledger, Monitored, Network, Row},
    testing::{blank_ledger, name},
};
use yaodian_monitoring::{
    air::{Amount, Indicator},
    network::{
        AirRecord, AirSaid, Listed, Measured, Moment, Record, Register, ReviewState, Said, Version, WaterRecord,
        WaterSaid,
    },
    water::{Item, Value, Values},
};

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// A register of sections or stations, with the target `figure` fed by all of them.
pub fn ledger(network: Network, figure: Monitored) -> Ledger {
    let text = || FieldKind::Text;
    let choice = |options: &[&str]| FieldKind::Choice {
        options: options.iter().map(|option| name(option)).collect(),
    };
    let fields = [
        ("name", text()),
        ("water", text()),
        ("kind", choice(&["河流", "湖库", "评价点", "对照点", "城市"])),
        ("level", choice(&["国控", "省控"])),
        ("target", choice(&["Ⅱ", "Ⅲ"])),
        ("until", FieldKind::Date),
    ];
    Ledger {
        network: Some(network),
        feeds: vec![Feed::Monitored {
            target: TargetId::new("target").unwrap(),
            figure,
            among: Among::default(),
        }],
        ..blank_ledger(fields, ["in-service"])
    }
}

/// An entry: code, name, kind, unit, level, target class.
pub type Entry<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str);

pub fn row((code, title, kind, unit, level, target): Entry<'_>) -> Row {
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    Row {
        key: code.to_owned(),
        unit: UnitId::new(unit).unwrap(),
        values: vec![some(title), some("长江"), some(kind), some(level), some(target), None],
        reached: Vec::new(),
    }
}

/// A register whose entries have been known since the beginning of 2017.
pub fn register(ledger: Ledger, entries: &[Entry<'_>]) -> Register {
    let listed = entries.iter().zip(1..).map(|(entry, id)| Listed {
        entry: EntryId(id),
        known_on: day("2017-01-01"),
        row: Some(row(*entry)),
    });
    Register::new(ledger, false, listed)
}

/// Sections of total phosphorus alone, whose class is then its class: code, day of the sample, day of
/// knowledge, state, mg/L.
pub fn water(register: Register, said: &[(&str, &str, &str, ReviewState, &str)]) -> Measured {
    let mut record = WaterRecord::default();
    for (code, on, known_on, state, phosphorus) in said {
        let values: Values = [(Item::TotalPhosphorus, Value::found(decimal(phosphorus)))]
            .into_iter()
            .collect();
        record.add(Said {
            code: (*code).to_owned(),
            moment: Moment::day(day(on)),
            version: Version {
                known_on: day(known_on),
                state: *state,
                value: WaterSaid {
                    values,
                    refused: Vec::new(),
                },
            },
        });
    }
    Measured {
        register,
        record: Record::Water(record),
    }
}

/// Days of a station with all six pollutants at low values but for PM2.5, in μg/m³.
pub fn air_day(code: &str, on: Date, known_on: Date, state: ReviewState, fine: u32) -> Said<AirSaid> {
    let mut found: BTreeMap<Indicator, Amount> = [
        Indicator::So2Day,
        Indicator::No2Day,
        Indicator::Pm10Day,
        Indicator::O3EightHoursMax,
    ]
    .into_iter()
    .map(|indicator| (indicator, Amount::from_units(20)))
    .collect();
    found.insert(Indicator::CoDay, Amount::from_units(1));
    found.insert(Indicator::Pm25Day, Amount::from_units(fine));
    Said {
        code: code.to_owned(),
        moment: Moment::day(on),
        version: Version {
            known_on,
            state,
            value: AirSaid {
                found,
                refused: Vec::new(),
            },
        },
    }
}

pub fn air(register: Register, said: impl IntoIterator<Item = Said<AirSaid>>) -> Measured {
    let mut record = AirRecord::default();
    for said in said {
        record.add(said);
    }
    record.settle();
    Measured {
        register,
        record: Record::Air(record),
    }
}
