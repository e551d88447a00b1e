//! A small plan with two registers, and measurements that are made up.

use std::{collections::BTreeMap, sync::Arc};

use yaodian_app::public::{Knowledge, Picture, Reader, networks};
use yaodian_contract::Judgements;
use yaodian_domain::{
    Date,
    id::{EntryId, FieldId, LedgerId, TargetId, UnitId},
    ledger::{
        Among, Feed, FieldKind, Ledger, Monitored, Network, Row,
        monitored::{Only, fields},
    },
    plan::{Name, Plan},
    standing::Standing,
    target::{Bound, Measure, Promise, Sense, Target},
    testing::{blank_ledger, blank_plan, blank_target, bureau, name},
    unit::{Register as Units, Tile, Unit},
};
use yaodian_monitoring::{
    air::{Amount, Indicator},
    network::{
        AirRecord, AirSaid, Listed, Measured, Moment, Record, Register, ReviewState, Said, Version, WaterRecord,
        WaterSaid, feeds,
    },
    water::{Item, Refusal, Value, Values},
};
use yaodian_words::Lang;

/// The plan's fields of a register, in the order of [`entry`].
pub const FIELDS: [&str; 7] = [
    fields::NAME,
    fields::WATER,
    fields::KIND,
    fields::LEVEL,
    fields::TARGET,
    fields::ACROSS,
    fields::DOWN,
];

/// The two levels, in the order of the register.
pub const LEVELS: [(&str, &str); 2] = [("国控", "national"), ("省控", "provincial")];

pub fn day(year: i16, month: i8, day: i8) -> Date {
    Date::constant(year, month, day)
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).expect("an id")
}

pub fn target_id(id: &str) -> TargetId {
    TargetId::new(id).expect("an id")
}

/// A target in percent.
pub fn level(id: &str, percent: &str, sense: Sense, measure: &str) -> Target {
    let bound = Bound {
        sense,
        value: percent.parse().expect("a number"),
    };
    let measure = Measure {
        unit: name(measure),
        counted: None,
    };
    blank_target(id, Promise::Level { measure, bound }, &["shui"])
}

/// A city with its square on the map.
pub fn city(id: &str, zh: &str, en: &str, column: u8, row: u8) -> Unit {
    Unit {
        name: zh.to_owned(),
        name_en: en.to_owned(),
        full_name: format!("{zh}生态环境局"),
        tile: Some(Tile { column, row }),
        ..bureau(id)
    }
}

/// A register.
pub fn register(network: Network, id: &str, zh: &str, en: &str, counted: &str, feeds: Vec<Feed>) -> Ledger {
    let choices = LEVELS.map(|(zh, en)| Name {
        zh: zh.to_owned(),
        en: en.to_owned(),
    });
    let kinds = FIELDS.map(|field| {
        let kind = if field == fields::LEVEL {
            FieldKind::Choice {
                options: choices.to_vec(),
            }
        } else {
            FieldKind::Text
        };
        (field, kind)
    });
    Ledger {
        id: LedgerId::new(id).expect("an id"),
        name: Name {
            zh: zh.to_owned(),
            en: en.to_owned(),
        },
        counted: name(counted),
        network: Some(network),
        feeds,
        ..blank_ledger(kinds, ["serving"])
    }
}

/// An entry with values by their fields.
pub fn entry(code: &str, unit: &str, values: &[(&str, &str)]) -> Listed {
    let value = |field: &str| {
        let found = values.iter().find(|(name, _)| *name == field);
        found.map(|(_, value)| (*value).to_owned())
    };
    Listed {
        entry: EntryId(
            code.bytes()
                .fold(0, |id, byte| (id * 257 + i64::from(byte)) % 1_000_000_007),
        ),
        known_on: day(2022, 1, 1),
        row: Some(Row {
            key: code.to_owned(),
            unit: self::unit(unit),
            values: FIELDS.iter().map(|field| value(field)).collect(),
            reached: vec![day(2020, 1, 1)],
        }),
    }
}

pub fn feed(target: &str, figure: Monitored, only: Option<&str>) -> Feed {
    let only = only.map(|level| Only {
        field: FieldId::new(fields::LEVEL).expect("an id"),
        any: vec![level.to_owned()],
    });
    Feed::Monitored {
        target: target_id(target),
        figure,
        among: Among {
            units: Vec::new(),
            only: only.into_iter().collect(),
        },
    }
}

/// What a sample said, known ten days later.
pub fn sample(record: &mut WaterRecord, code: &str, on: Date, state: ReviewState, values: &[(Item, &str)]) {
    let found = |(item, value): &(Item, &str)| (*item, Value::found(value.parse().expect("a number")));
    let later = match state {
        ReviewState::Raw => 2,
        ReviewState::Checked => 5,
        ReviewState::Confirmed => 8,
    };
    record.add(Said {
        code: code.to_owned(),
        moment: Moment::day(on),
        version: Version {
            known_on: (0..later).fold(on, |day, _| day.tomorrow().expect("a day")),
            state,
            value: WaterSaid {
                values: values.iter().map(found).collect::<Values>(),
                refused: Vec::new(),
            },
        },
    });
}

/// A sample of which one value was refused.
pub fn refused(record: &mut WaterRecord, code: &str, on: Date, item: Item, refusal: Refusal, also: (Item, &str)) {
    record.add(Said {
        code: code.to_owned(),
        moment: Moment::day(on),
        version: Version {
            known_on: on,
            state: ReviewState::Raw,
            value: WaterSaid {
                values: [(also.0, Value::found(also.1.parse().expect("a number")))]
                    .into_iter()
                    .collect(),
                refused: vec![(item, refusal)],
            },
        },
    });
}

/// A day of a station: PM2.5 and ozone as told, the others as they mostly are.
pub fn air_day(record: &mut AirRecord, code: &str, on: Date, fine: u32, ozone: u32, state: ReviewState) {
    let units = [
        (Indicator::So2Day, 8_000),
        (Indicator::No2Day, 25_000),
        (Indicator::Pm10Day, (fine + 20) * 1_000),
        (Indicator::CoDay, 900),
        (Indicator::O3EightHoursMax, ozone * 1_000),
        (Indicator::Pm25Day, fine * 1_000),
    ];
    let found = units.map(|(indicator, amount)| (indicator, Amount::from_thousandths(amount)));
    record.add(Said {
        code: code.to_owned(),
        moment: Moment::day(on),
        version: Version {
            known_on: on.tomorrow().expect("a day"),
            state,
            value: AirSaid {
                found: BTreeMap::from(found),
                refused: Vec::new(),
            },
        },
    });
}

/// All days from one to another.
pub fn days(from: Date, to: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(from), |day| day.tomorrow().ok()).take_while(move |day| *day <= to)
}

/// A plan as it stands on a day, with what was measured.
pub struct Made {
    pub known: Knowledge,
    pub standing: Standing,
}

impl Made {
    pub fn of(plan: Plan, measured: Vec<Measured>, as_of: Date) -> Self {
        let of_network = |measured: &Measured| feeds::observations(&plan, measured, as_of);
        let observations = measured.iter().flat_map(of_network).collect();
        let standing = Standing::of(&plan, &observations, as_of);
        let known = Knowledge {
            demonstration: measured.iter().any(|one| one.register.demonstration),
            plan,
            observations,
            series: Vec::new(),
            judgements: Judgements::default(),
            kept: Vec::new(),
            measured: measured.into_iter().map(Arc::new).collect(),
            cases: Vec::new(),
            finals: None,
            carried: Vec::new(),
        };
        Self { known, standing }
    }

    pub fn picture(&self) -> Picture<'_> {
        Picture {
            known: &self.known,
            standing: &self.standing,
        }
    }

    pub fn reader(&self, lang: Lang, path: &str) -> Reader {
        Reader {
            lang,
            path: path.to_owned(),
            origin: "".into(),
            today: self.standing.as_of,
            as_of: None,
            query: String::new(),
            trial: None,
            demonstration: self.known.demonstration,
            base: String::new(),
            other_plan: None,
            closed_on: None,
            networks: networks(&self.known.plan),
            previews: false,
        }
    }
}

/// Two cities, two registers, two targets; nothing measured.
pub fn plan() -> Plan {
    let units = vec![
        city("wuhan", "武汉市", "Wuhan", 1, 0),
        city("xiangyang", "襄阳市", "Xiangyang", 0, 0),
    ];
    let water = vec![
        feed("good-water", Monitored::GoodWater, None),
        feed("good-national", Monitored::GoodWater, Some("国控")),
    ];
    let air = vec![feed("good-days", Monitored::GoodAirDays, None)];
    Plan {
        units: Units::new(units).expect("nobody shares a name"),
        ledgers: vec![
            register(
                Network::Water,
                "sections",
                "断面名录",
                "Register of sections",
                "断面",
                water,
            ),
            register(
                Network::Air,
                "stations",
                "点位名录",
                "Register of stations",
                "点位",
                air,
            ),
        ],
        ..blank_plan(vec![
            level("good-water", "89.3", Sense::AtLeast, "%"),
            level("good-national", "90", Sense::AtLeast, "%"),
            level("good-days", "85", Sense::AtLeast, "%"),
        ])
    }
}

/// Four sections: three are good so far, one of them slips in the latest month; one misses its target.
pub fn water(plan: &Plan) -> Measured {
    let section = |code: &str, unit: &str, name: &str, level: &str| {
        let values = [
            (fields::NAME, name),
            (fields::WATER, "汉江"),
            (fields::LEVEL, level),
            (fields::TARGET, "Ⅲ"),
        ];
        entry(code, unit, &values)
    };
    let listed = [
        section("S1", "wuhan", "宗关", "国控"),
        section("S2", "wuhan", "罗汉闸", "国控"),
        section("S3", "xiangyang", "余家湖", "国控"),
        section("S 4", "xiangyang", "白湾", "省控"),
    ];
    let mut record = WaterRecord::default();
    for month in 1..=8_i8 {
        let on = |year| day(year, month, 5);
        let mut said = |code: &str, permanganate: &str| {
            let values = [(Item::Permanganate, permanganate), (Item::TotalPhosphorus, "0.1")];
            sample(&mut record, code, on(2023), ReviewState::Checked, &values);
        };
        said("S1", "3");
        said("S2", "5");
        said("S3", if month == 8 { "7" } else { "5" });
        said("S 4", if month <= 2 { "4" } else { "8" });
        let before = [(Item::Permanganate, "3"), (Item::TotalPhosphorus, "0.1")];
        sample(&mut record, "S1", on(2022), ReviewState::Confirmed, &before);
    }
    let confirmed = [(Item::Permanganate, "3"), (Item::TotalPhosphorus, "0.08")];
    sample(&mut record, "S1", day(2023, 8, 5), ReviewState::Confirmed, &confirmed);
    let negative = (Item::Permanganate, "3.1");
    refused(
        &mut record,
        "S1",
        day(2023, 8, 20),
        Item::AmmoniaNitrogen,
        Refusal::Negative,
        negative,
    );
    let register = Register::new(plan.ledgers[0].clone(), true, listed);
    Measured {
        register,
        record: Record::Water(record),
    }
}

/// Two cities from January to August: in Wuhan every tenth day is polluted, in Xiangyang none is.
pub fn air(plan: &Plan) -> Measured {
    let station = |code: &str, unit: &str, name: &str, kind: &str| {
        entry(code, unit, &[(fields::NAME, name), (fields::KIND, kind)])
    };
    let listed = [
        station("A1", "wuhan", "武汉市", fields::CITY),
        station("A2", "xiangyang", "航空路", "评价点"),
        station("A3", "xiangyang", "马王庙", "评价点"),
    ];
    let mut record = AirRecord::default();
    for (at, on) in (0_usize..).zip(days(day(2023, 1, 1), day(2023, 8, 31))) {
        let fine = if at % 10 == 9 { 90 } else { 30 };
        air_day(&mut record, "A1", on, fine, 120, ReviewState::Confirmed);
        for code in ["A2", "A3"] {
            air_day(&mut record, code, on, 28, 80, ReviewState::Raw);
        }
    }
    for on in days(day(2022, 1, 1), day(2022, 8, 31)) {
        air_day(&mut record, "A1", on, 40, 100, ReviewState::Confirmed);
    }
    let register = Register::new(plan.ledgers[1].clone(), false, listed);
    Measured {
        register,
        record: Record::Air(record),
    }
}
