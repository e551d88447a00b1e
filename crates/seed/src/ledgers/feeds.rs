//! The targets that are counted from a ledger: `[[ledger.feeds]]`.
//!
//! * `as = "count"`, a target and a stage: entries that passed the stage within the target's term;
//! * `as = "share"`, a target and a stage: entries that passed it, of all;
//! * `as = "steps"` and a field: each entry stands for the deliverable that the field names;
//! * of the register of a network, `as = "good-water"` and the like ([`Monitored`]): what is measured at its
//!   entries, at those of some `units` or those whose fields say so: `only = [{ field = "level", any = ["国控"] }]`.

use yaodian_domain::{
    Decimal,
    ledger::{
        Among, Feed, FieldKind, Monitored, Network,
        monitored::{MEASURES, Only},
    },
    method::RollUp,
    observation::{Figure, Step},
    target::{Promise, Reference, Target},
};

use super::{Ground, fields::Fields, stages::Stages};
use crate::{
    problem::Kind,
    sheet::{Place, Table},
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Count,
    Share,
    Steps,
    Measured(Monitored),
    /// Its class stands beside it.
    WaterOfClass,
}

const OWN: [(&str, Way); 4] = [
    ("count", Way::Count),
    ("share", Way::Share),
    ("steps", Way::Steps),
    ("water-of-class", Way::WaterOfClass),
];

/// All ways, by their names.
fn ways() -> Vec<(&'static str, Way)> {
    let measured = MEASURES.into_iter().map(|(name, figure)| (name, Way::Measured(figure)));
    OWN.into_iter().chain(measured).collect()
}

/// What feeds are read against.
pub(super) struct Counted<'a> {
    pub ledger: &'a str,
    pub network: Option<Network>,
    pub fields: &'a Fields,
    pub stages: &'a Stages,
}

/// What a ledger feeds.
pub(super) struct Feeds {
    pub all: Vec<Feed>,
    /// The places of the fed targets among those of the plan.
    pub targets: Vec<usize>,
    /// Whether nothing was left out.
    pub is_whole: bool,
}

impl Ground<'_> {
    /// Reads what a ledger feeds.
    pub(super) fn feeds(&mut self, tables: Vec<Table<'_>>, counted: &Counted<'_>) -> Feeds {
        let ways = ways();
        let mut feeds = Feeds {
            all: Vec::new(),
            targets: Vec::new(),
            is_whole: true,
        };
        for mut table in tables {
            let feed = match table.choice("as", &ways) {
                // Nobody can say which of the other keys belong here.
                None => {
                    table.forgive();
                    None
                }
                Some(Way::Steps) => self.steps(&mut table, &feeds, counted),
                Some(way) => {
                    let read = match way {
                        Way::Measured(figure) => self.measured(&mut table, Some(figure), counted),
                        Way::WaterOfClass => {
                            let figure = of_class(&mut table);
                            self.measured(&mut table, figure, counted)
                        }
                        _ => self.counted(&mut table, way, counted),
                    };
                    read.map(|(at, feed)| {
                        feeds.targets.push(at);
                        feed
                    })
                }
            };
            table.close();
            match feed {
                Some(feed) => feeds.all.push(feed),
                None => feeds.is_whole = false,
            }
        }
        feeds
    }

    fn counted(&mut self, table: &mut Table<'_>, way: Way, counted: &Counted<'_>) -> Option<(usize, Feed)> {
        let (ledger, stages) = (counted.ledger, counted.stages);
        let (id, stage) = (table.text("target"), table.text("stage"));
        let by_unit_at = table.place_of("by_unit");
        let by_unit = table.flag("by_unit");
        let stage = stage.and_then(|stage| stages.find(&stage, self.log));
        let id = id?;
        let at = self.targets.find(&id, self.log)?;
        let target = self.targets.targets.get(at)?;
        self.free(&id.place, &id.value, ledger)?;
        let has_many = target.reporters.len() > 1;
        let by_unit = match &by_unit_at {
            Some(place) if by_unit && !has_many => {
                let why = "one unit reports it alone, so that no unit has a part — leave out by_unit";
                return self.cannot_feed(place, target, why);
            }
            Some(_) => by_unit,
            None => has_many,
        };
        if let Some(why) = misfit(way, target) {
            return self.cannot_feed(&id.place, target, why);
        }
        self.fed.push((id.value, ledger.to_owned()));
        let (target, stage) = (target.id.clone(), stage?.id.clone());
        let feed = match way {
            Way::Count => Feed::Count { target, stage, by_unit },
            _ => Feed::Share { target, stage, by_unit },
        };
        Some((at, feed))
    }

    fn measured(
        &mut self,
        table: &mut Table<'_>,
        figure: Option<Monitored>,
        counted: &Counted<'_>,
    ) -> Option<(usize, Feed)> {
        let id = table.text("target");
        let units = table.texts_opt("units").map(|named| self.units.meant(&named, self.log));
        let mut only = Vec::new();
        for mut one in table.tables("only", "field") {
            let (field, any) = (one.text("field"), one.texts("any"));
            one.close();
            let found = field.and_then(|field| counted.fields.find(&field, self.log).map(|found| found.id.clone()));
            only.push(Only {
                field: found?,
                any: any?.into_iter().map(|any| any.value).collect(),
            });
        }
        let (id, figure) = (id?, figure?);
        let at = self.targets.find(&id, self.log)?;
        let target = self.targets.targets.get(at)?;
        self.free(&id.place, &id.value, counted.ledger)?;
        if counted.network != Some(figure.network()) {
            let network = figure.network().as_str();
            return self.cannot_feed(
                &id.place,
                target,
                &format!("the ledger is no register — set network = \"{network}\""),
            );
        }
        let (one, of) = (Decimal::ONE, Some(Decimal::ONE));
        let example = match figure {
            Monitored::FineParticles => Figure::Amount { value: one },
            _ => Figure::Counts { done: one, of },
        };
        if example.fits(target).is_err() {
            return self.cannot_feed(&id.place, target, "what is measured is no figure of its kind");
        }
        self.fed.push((id.value, counted.ledger.to_owned()));
        let target = target.id.clone();
        let among = Among {
            units: units.unwrap_or_default(),
            only,
        };
        Some((at, Feed::Monitored { target, figure, among }))
    }

    fn steps(&self, table: &mut Table<'_>, before: &Feeds, counted: &Counted<'_>) -> Option<Feed> {
        let (fields, stages) = (counted.fields, counted.stages);
        let field = table.text("field");
        let steps = Step::ALL.len() - 1;
        if stages.written != steps && stages.written > 0 {
            table.report(Kind::NotFourSteps { found: stages.written });
        }
        if before.all.iter().any(|feed| matches!(feed, Feed::Steps { .. })) {
            let message = "entries name their deliverables in one field — keep one of them".to_owned();
            table.report(Kind::BadValue { message });
        }
        let named = field?;
        let field = fields.find(&named, self.log)?;
        if !matches!(field.kind, FieldKind::Text) || !field.required {
            let message = "an entry without a target feeds nothing — make the field kind = \"text\", required = true";
            table.report_at(
                &named.place,
                Kind::BadValue {
                    message: message.to_owned(),
                },
            );
        }
        Some(Feed::Steps {
            field: field.id.clone(),
        })
    }

    /// Reports a target that is counted from another ledger, or from this one already.
    pub(super) fn free(&self, place: &Place, target: &str, ledger: &str) -> Option<()> {
        let Some((_, by)) = self.fed.iter().find(|(fed, _)| fed == target) else {
            return Some(());
        };
        let by = if by == ledger { "itself" } else { by };
        self.log.add(place.problem(Kind::FedTwice {
            target: target.to_owned(),
            by: by.to_owned(),
        }));
        None
    }

    pub(super) fn cannot_feed<T>(&self, place: &Place, target: &Target, why: &str) -> Option<T> {
        self.log.add(place.problem(Kind::CannotFeed {
            target: target.id.to_string(),
            why: why.to_owned(),
        }));
        None
    }
}

/// Sections of a class: its number stands beside.
fn of_class(table: &mut Table<'_>) -> Option<Monitored> {
    let class = u8::try_from(table.whole("class", 1..=5)?.value).ok()?;
    Some(Monitored::WaterOfClass { class })
}

/// Why entries cannot be counted for the target in this way.
fn misfit(way: Way, target: &Target) -> Option<&'static str> {
    match (way, &target.promise) {
        (Way::Count, Promise::Count { .. }) => {
            (target.method.roll_up != RollUp::Total).then_some("its units are not added up — see roll_up in plan.toml")
        }
        (Way::Count, _) => Some("it is no count — as = \"share\" is for shares of a whole, \"steps\" for deliverables"),
        (
            _,
            Promise::Share { .. }
            | Promise::NotWorse {
                reference: Reference::Whole { .. },
                ..
            },
        ) => None,
        _ => Some("it is no share of a whole — as = \"count\" is for counts, \"steps\" for deliverables"),
    }
}
