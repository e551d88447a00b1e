//! The public view: rendered on the server, no script.
//!
//! A page is a function from a [`Picture`] and a [`Reader`] to HTML. Everything on it was judged
//! by [`Standing`]; a page only arranges.

mod accessibility;
pub mod archive;
mod beside;
mod bulletins;
mod chain;
mod changes;
mod coordinates;
mod data;
mod document;
mod download;
pub mod embed;
mod frame;
mod indicators;
mod item;
mod ledger;
mod ledgers;
mod lists;
mod method;
mod monitoring;
mod nearest;
mod overview;
pub mod picture;
mod plan;
pub mod preview;
mod privacy;
mod search;
mod sign_in;
mod target;
mod unit;
mod verify;
mod year_end;

use std::sync::Arc;

use leptos::prelude::*;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use yaodian_domain::{
    Date,
    closing::{Carried, Finals},
    id::{PlanId, UnitId},
    ledger::{Kept, Ledger, Network},
    method::RollUp,
    observation::{Figure, Observation, Provenance, Source},
    plan::{Name, Plan},
    standing::{Observations, Standing},
    target::Target,
    unit::Unit,
};
use yaodian_monitoring::network::Measured;
use yaodian_words::{Lang, figures, label, network, public_ledger, say};

use crate::parts;

pub use accessibility::accessibility;
pub use bulletins::{bulletin, bulletins};
pub use chain::{Checked, Computed, Noted, Restore};
pub use changes::{Changed, ChangesPage, KindOfChange, What, changes, told as change_told};
pub use data::{DataField, DataTable, data, data_table};
pub use document::{chapter, task};
pub use frame::refusal;
pub use indicators::{indicator, indicators};
pub use item::item;
pub use ledger::{LedgerPage, ledger, ledger_entry};
pub use ledgers::ledgers;
pub use lists::{targets, units};
pub use method::{method, monitoring_method, told};
pub use monitoring::{air, air_place, measured_behind, networks, water, water_section, water_warnings};
pub use nearest::{known as known_addresses, not_found};
pub use overview::overview;
pub use plan::living_plan;
pub use privacy::privacy;
pub use search::{EntriesFound, SearchPage, search};
pub use sign_in::{Invited, Said, SignInPage, sign_in};
pub use target::target;
pub use unit::unit;
pub use verify::verify_audit;
pub use year_end::{plans, year_end};

/// What the public can know of a plan.
#[derive(Debug, Clone)]
pub struct Knowledge {
    /// The plan.
    pub plan: Plan,
    /// What became known of its targets.
    pub observations: Observations,
    /// Published series on another basis than a target's.
    pub series: Vec<yaodian_domain::series::Series>,
    /// What reviewers said of its targets, beside what the check says.
    pub judgements: yaodian_contract::Judgements,
    /// What its ledgers hold, as far as figures go.
    pub kept: Vec<Kept>,
    /// What its monitoring networks measured; what follows for targets stands among the observations.
    pub measured: Vec<Arc<Measured>>,
    /// Slips, extensions, changes and closures. What they decided stands in the plan already.
    pub cases: Vec<yaodian_domain::supervision::Case>,
    /// 收官清单: how everything ended, once its year is closed.
    pub finals: Option<Finals>,
    /// 上年结转: what it took over from plans before. It stands among the targets already.
    pub carried: Vec<Carried>,
    /// Whether any figure may rest on made-up entries, of this plan or of one that it took over from.
    pub demonstration: bool,
}

impl Knowledge {
    /// What a network measured, if the plan has a register of it that was begun.
    pub fn measured(&self, network: Network) -> Option<&Measured> {
        let all = self.measured.iter().map(Arc::as_ref);
        all.filter(|measured| measured.register.is_begun())
            .find(|measured| measured.network() == network)
    }

    /// From where a target of the plan was carried over, if it was.
    pub fn carried_as(&self, target: &Target) -> Option<&Carried> {
        let own = |one: &&Carried| one.id().is_ok_and(|id| id == target.id);
        self.carried.iter().find(own)
    }
}

/// A plan as it stands on a day.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// What is known.
    pub known: &'a Knowledge,
    /// How it is judged.
    pub standing: &'a Standing,
}

impl<'a> Picture<'a> {
    /// The plan.
    pub fn plan(self) -> &'a Plan {
        &self.known.plan
    }

    /// What a ledger holds, if it ever had an entry.
    pub fn kept(self, ledger: &Ledger) -> Option<&'a Kept> {
        let mut begun = self.known.kept.iter().filter(|kept| kept.is_begun());
        begun.find(|kept| kept.ledger == ledger.id)
    }

    /// The reviewer's judgement of `target` that stands on the day.
    pub fn judgement(self, target: &Target) -> Option<&'a yaodian_domain::judgement::Judgement> {
        self.known.judgements.standing(&target.id, self.standing.as_of)
    }
}

/// Who reads a page, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// In which language.
    pub lang: Lang,
    /// The address of the page, without its query.
    pub path: String,
    /// Under which address people reach this server, without a slash at the end; empty where it was not
    /// told. Never what a request says of itself.
    pub origin: Arc<str>,
    /// The product's day.
    pub today: Date,
    /// The day of knowledge, if one was asked for; links keep it.
    pub as_of: Option<Date>,
    /// What else of its query a page keeps in the other language: `q=…`, encoded.
    pub query: String,
    /// The product's day, if this is a trial: its pages say so.
    pub trial: Option<Date>,
    /// Whether some ledger holds made-up entries: every page says so.
    pub demonstration: bool,
    /// Under which address the pages of this plan lie: nothing for the one that is worked on, else
    /// `/plans/hubei-2023`.
    pub base: String,
    /// What that plan is called, with its issuer, where it is another than the one that is worked on: every page of it
    /// says so.
    pub other_plan: Option<Name>,
    /// The day on which the plan's year was closed, if it was: every page of it says so.
    pub closed_on: Option<Date>,
    /// The monitoring networks that this plan has registers of ([`networks`]): the navigation leads to
    /// their pages.
    pub networks: Vec<Network>,
    /// Whether this server can draw what goes with links ([`preview`]): pages name it then.
    pub previews: bool,
}

impl Reader {
    /// The address of another page, for the same day.
    pub fn href(&self, path: &str) -> String {
        let path = self.below(path);
        match self.as_of {
            Some(day) => format!("{path}?as_of={day}"),
            None => path,
        }
    }

    /// The address of a page of this plan, whose first page has no slash at its end.
    fn below(&self, path: &str) -> String {
        match (self.base.as_str(), path) {
            ("", path) => path.to_owned(),
            (base, "/") => base.to_owned(),
            (base, path) => format!("{base}{path}"),
        }
    }

    /// The same with parameters before the day.
    pub fn href_with(&self, path: &str, pairs: &[(&str, &str)]) -> String {
        let day = self.as_of.map(|day| day.to_string());
        let day = day.as_deref().map(|day| ("as_of", day));
        let pairs: Vec<String> = (pairs.iter().copied().chain(day))
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        let (path, mark) = (self.below(path), if pairs.is_empty() { "" } else { "?" });
        format!("{path}{mark}{}", pairs.join("&"))
    }

    /// Keeps parameters of the address in the other language; those that are empty say nothing.
    pub fn keep(&mut self, pairs: &[(&str, &str)]) {
        let said = pairs.iter().filter(|(_, value)| !value.is_empty());
        let all: Vec<String> = said.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.query = all.join("&");
    }

    /// The address of a page of another plan.
    pub fn of_plan(plan: &PlanId, path: &str) -> String {
        format!("/plans/{plan}{path}")
    }

    /// This page in the other language.
    pub fn other_language(&self) -> String {
        let own = (!self.query.is_empty()).then(|| self.query.clone());
        let day = self.as_of.map(|day| format!("as_of={day}"));
        let lang = format!("lang={}", self.lang.other().code());
        let all: Vec<String> = own.into_iter().chain(day).chain([lang]).collect();
        format!("{}?{}", self.path, all.join("&"))
    }

    /// This page in a language, as it is now, whole where the server's address is known.
    fn in_language(&self, lang: Lang) -> String {
        format!("{}{}?lang={}", self.origin, self.path, lang.code())
    }

    /// The address by which this page can be cited: it says the same for good.
    fn cited(&self) -> String {
        let day = self.as_of.unwrap_or(self.today);
        format!("{}{}?as_of={day}", self.origin, self.path)
    }
}

/// What need not be written with percent signs (RFC 3986, unreserved).
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text as it stands in an address.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// Renders a view outside of any reactive owner; without the marks that only a script would need.
pub(crate) fn html<V: IntoView>(view: impl FnOnce() -> V) -> String {
    let owner = Owner::new();
    let html = owner.with(|| view().to_html());
    owner.cleanup();
    html.replace("<!>", "")
}

/// Where an observation comes from, in words; with the way to a ledger that anybody may browse.
fn origin(reader: &Reader, plan: &Plan, observation: &Observation) -> AnyView {
    let lang = reader.lang;
    match &observation.provenance {
        Provenance::Published { source } => view! { <span lang="zh-CN">{cited(lang, source)}</span> }.into_any(),
        Provenance::Ledger { ledger, demonstration }
        | Provenance::Monitoring {
            register: ledger,
            demonstration,
        } => {
            let known = plan.ledger(ledger);
            let name = known.map_or_else(|| ledger.to_string(), |ledger| lang.of(&ledger.name).to_owned());
            let words = match known.and_then(|ledger| ledger.network) {
                Some(_) => network::measured_at(lang, &name),
                None => public_ledger::counted_from(lang, &name),
            };
            let tag = demonstration.then(|| parts::demonstration_tag(lang));
            let words = if known.is_some_and(|ledger| ledger.public) {
                view! { <a href=reader.href(&format!("/ledger/{ledger}"))>{words}</a> }.into_any()
            } else {
                words.into_any()
            };
            view! { {words} {tag} }.into_any()
        }
        Provenance::Reported { .. } | Provenance::Draft => {
            let unit = observation.unit.as_ref().and_then(|id| plan.units.get(id));
            let unit = unit.map_or(label::none_word(lang), |unit| lang.unit(unit));
            say::reported_by(lang, &unit, &observation.known_on).into_any()
        }
    }
}

/// A publication with its day, which many titles hold already.
fn cited(lang: Lang, source: &Source) -> String {
    let day = figures::day(source.published_on);
    if source.title.contains(&day) {
        source.title.clone()
    } else {
        say::published_by(lang, &source.title, &day)
    }
}

/// What a target asks for on a day: by the number and the date in force.
fn goal(lang: Lang, target: &Target, as_of: Date) -> String {
    if target.decisions.is_empty() {
        figures::goal(lang, target)
    } else {
        figures::goal(lang, &target.in_force(as_of))
    }
}

/// What was observed. Where units are counted, a unit's figure is not in the unit of the count.
fn observed(lang: Lang, target: &Target, unit: Option<&UnitId>, figure: &Figure) -> String {
    match (figure, target.method.roll_up) {
        (Figure::Amount { value }, RollUp::UnitsMeeting(_)) if unit.is_some() => figures::number(*value),
        _ => figures::figure(lang, target, figure),
    }
}

/// A target's latest figure with its bound, as it stands in margins and lists: `91.1% ≥ 89.3%`.
fn short(lang: Lang, target: &Target, standing: &Standing) -> String {
    let value = standing
        .target(&target.id)
        .and_then(|assessment| figures::value(lang, target, assessment));
    let goal = goal(lang, target, standing.as_of);
    match value {
        Some(value) => format!("{value} · {goal}"),
        None => goal,
    }
}

/// Links to units, parted by 、 or commas.
fn unit_links(reader: &Reader, plan: &Plan, ids: &[yaodian_domain::id::UnitId]) -> impl IntoView + use<> {
    let units: Vec<&Unit> = ids.iter().filter_map(|id| plan.units.get(id)).collect();
    let lang = reader.lang;
    let all_bureaus = {
        let bureaus: Vec<_> = plan
            .units
            .of_kind(yaodian_domain::unit::UnitKind::Bureau)
            .map(|u| &u.id)
            .collect();
        ids.len() == bureaus.len() && ids.iter().all(|id| bureaus.contains(&id))
    };
    if all_bureaus {
        let words = format!("{} ({})", label::bureaus(lang), ids.len());
        return view! { <a href=reader.href("/units")>{words}</a> }.into_any();
    }
    units
        .into_iter()
        .enumerate()
        .map(|(index, unit)| {
            let comma = (index > 0).then_some(match lang {
                Lang::Zh => "、",
                Lang::En => ", ",
            });
            view! { {comma}<a href=reader.href(&format!("/unit/{}", unit.id))>{lang.unit(unit).to_owned()}</a> }
        })
        .collect_view()
        .into_any()
}
