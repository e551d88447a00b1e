//! `/changes`: the public part of the audit, and what proves that none of it was rewritten.

use leptos::prelude::*;
use yaodian_domain::{
    bulletin::BulletinHead,
    id::{LedgerId, TargetId, UnitId},
    ledger::Network,
    period::Period,
};
use yaodian_words::{Lang, changes as words, network, report};

use super::{
    Knowledge, Picture, Reader,
    chain::{self, Checked, Computed, Noted, Restore},
    frame,
};
use crate::parts;

/// The kinds by which changes are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KindOfChange {
    /// Figures that count from now on.
    Figure,
    /// Extensions, changes and closures that were decided, judgements that were said.
    Decision,
    /// Versions of the plan.
    Plan,
    /// Shares of targets.
    Share,
    /// Entries of public ledgers.
    Ledger,
    /// Bulletins.
    Bulletin,
    /// The year's end.
    Year,
    /// Measurements.
    Measurement,
    /// That all of it was put back from an older backup.
    Restore,
}

impl KindOfChange {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Figure,
        Self::Decision,
        Self::Plan,
        Self::Share,
        Self::Ledger,
        Self::Bulletin,
        Self::Year,
        Self::Measurement,
        Self::Restore,
    ];

    /// Whether it happens in a plan, and so stands in its list.
    fn is_of_a_plan(self) -> bool {
        self != Self::Restore
    }

    /// Its name in addresses and files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Decision => "decision",
            Self::Plan => "plan",
            Self::Share => "share",
            Self::Ledger => "ledger",
            Self::Bulletin => "bulletin",
            Self::Year => "year",
            Self::Measurement => "measurement",
            Self::Restore => "restore",
        }
    }

    fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Figure => words::kind_figure(lang),
            Self::Decision => words::kind_decision(lang),
            Self::Plan => words::kind_plan(lang),
            Self::Share => words::kind_share(lang),
            Self::Ledger => words::kind_ledger(lang),
            Self::Bulletin => words::kind_bulletin(lang),
            Self::Year => words::kind_year(lang),
            Self::Measurement => words::kind_measurement(lang),
            Self::Restore => words::kind_restore(lang),
        }
    }
}

/// What was changed, as far as anybody may know it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum What {
    Approved {
        target: TargetId,
        unit: UnitId,
        period: Period,
    },
    Published {
        target: TargetId,
        unit: UnitId,
        period: Period,
    },
    FiguresLoaded,
    Judged {
        target: TargetId,
    },
    Extension {
        target: TargetId,
        unit: UnitId,
        granted: bool,
    },
    Change {
        target: TargetId,
        unit: UnitId,
        granted: bool,
    },
    Closure {
        target: TargetId,
        unit: UnitId,
        accepted: bool,
    },
    PlanVersion {
        version: i64,
    },
    Shares {
        target: TargetId,
    },
    Entries {
        ledger: LedgerId,
        added: u64,
        changed: u64,
        removed: u64,
    },
    DemonstrationCleared {
        ledger: LedgerId,
    },
    Bulletin {
        head: BulletinHead,
    },
    Closed,
    CarriedIn,
    CarriedOut,
    Measured {
        network: Network,
        rows: u64,
    },
}

impl What {
    /// The target that it is about.
    pub fn target(&self) -> Option<&TargetId> {
        match self {
            Self::Approved { target, .. }
            | Self::Published { target, .. }
            | Self::Judged { target }
            | Self::Extension { target, .. }
            | Self::Change { target, .. }
            | Self::Closure { target, .. }
            | Self::Shares { target } => Some(target),
            _ => None,
        }
    }

    /// The unit that it is about.
    pub fn unit(&self) -> Option<&UnitId> {
        match self {
            Self::Approved { unit, .. }
            | Self::Published { unit, .. }
            | Self::Extension { unit, .. }
            | Self::Change { unit, .. }
            | Self::Closure { unit, .. } => Some(unit),
            _ => None,
        }
    }
}

/// One public change.
#[derive(Debug, Clone)]
pub struct Changed {
    /// Its number in the chain.
    pub seq: i64,
    /// When, by the clock of China: `2023-09-25 10:00:00`.
    pub at: String,
    /// The instant, as RFC 3339 writes it.
    pub instant: String,
    /// Its hash.
    pub hash: String,
    /// Of which kind.
    pub kind: KindOfChange,
    /// The unit for which it was done.
    pub by: Option<UnitId>,
    /// By what it was done where by no unit.
    pub otherwise: fn(Lang) -> &'static str,
    /// Whether it is made up for a demonstration.
    pub made_up: bool,
    /// What.
    pub what: What,
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct ChangesPage {
    /// The changes, the latest first.
    pub rows: Vec<Changed>,
    /// Before which row the next page goes on, if there may be more.
    pub next: Option<i64>,
    /// Only of this kind.
    pub kind: Option<KindOfChange>,
    /// Only about this target.
    pub target: Option<TargetId>,
    /// Only by or about this unit.
    pub unit: Option<UnitId>,
    /// What the chain came to.
    pub checked: Checked,
    /// The restores that went back behind what was kept, the latest first.
    pub restores: Vec<Restore>,
    /// When all of it was last computed anew, if it was since the server began.
    pub computed: Option<Computed>,
    /// What was noted.
    pub noted: Option<Noted>,
    /// Number and hash as they were typed.
    pub typed: [String; 2],
}

/// A change in words, and where it leads, below the plan's own address.
pub fn told(lang: Lang, known: &Knowledge, what: &What) -> (String, String) {
    let plan = &known.plan;
    let target = |id: &TargetId| {
        let known = plan.target(id);
        known.map_or_else(|| id.to_string(), |target| lang.of(&target.name).to_owned())
    };
    let unit = |id: &UnitId| {
        let known = plan.units.get(id);
        known.map_or_else(|| id.to_string(), |unit| lang.unit(unit).to_owned())
    };
    let ledger = |id: &LedgerId| {
        let known = plan.ledger(id);
        known.map_or_else(|| id.to_string(), |ledger| lang.of(&ledger.name).to_owned())
    };
    let about = |id: &TargetId| format!("/target/{id}");
    match what {
        What::Approved {
            target: id,
            unit: of,
            period,
        } => (
            words::figure_approved(lang, &target(id), &report::period(lang, *period), &unit(of)),
            about(id),
        ),
        What::Published {
            target: id,
            unit: of,
            period,
        } => (
            words::figure_published(lang, &target(id), &report::period(lang, *period), &unit(of)),
            about(id),
        ),
        What::FiguresLoaded => (words::published_figures(lang).to_owned(), "/targets".to_owned()),
        What::Judged { target: id } => (words::judged(lang, &target(id)), about(id)),
        What::Extension {
            target: id,
            unit: of,
            granted,
        } => {
            let say = if *granted {
                words::extension_granted
            } else {
                words::extension_refused
            };
            (say(lang, &target(id), &unit(of)), about(id))
        }
        What::Change {
            target: id,
            unit: of,
            granted,
        } => {
            let say = if *granted {
                words::change_granted
            } else {
                words::change_refused
            };
            (say(lang, &target(id), &unit(of)), about(id))
        }
        What::Closure {
            target: id,
            unit: of,
            accepted,
        } => {
            let say = if *accepted {
                words::closure_accepted
            } else {
                words::closure_reopened
            };
            (say(lang, &target(id), &unit(of)), about(id))
        }
        What::PlanVersion { version } => (words::plan_version(lang, version), "/plan".to_owned()),
        What::Shares { target: id } => (words::shares_set(lang, &target(id)), about(id)),
        What::Entries {
            ledger: id,
            added,
            changed,
            removed,
        } => (
            words::entries(lang, &ledger(id), added, changed, removed),
            format!("/ledger/{id}"),
        ),
        What::DemonstrationCleared { ledger: id } => {
            (words::demonstration_cleared(lang, &ledger(id)), format!("/ledger/{id}"))
        }
        What::Bulletin { head } => (
            words::bulletin_published(lang, &crate::bulletin::title(lang, head)),
            format!("/bulletin/{}", head.id),
        ),
        What::Closed => (words::year_closed(lang).to_owned(), "/year-end".to_owned()),
        What::CarriedIn => (words::plan_carried_in(lang).to_owned(), "/plan".to_owned()),
        What::CarriedOut => (words::plan_carried_out(lang).to_owned(), "/year-end".to_owned()),
        What::Measured { network: of, rows } => {
            let path = match of {
                Network::Water => "/water",
                Network::Air => "/air",
            };
            (
                words::measured(lang, &network::network(lang, *of), rows),
                path.to_owned(),
            )
        }
    }
}

fn address(reader: &Reader, page: &ChangesPage, kind: Option<KindOfChange>, before: Option<i64>) -> String {
    let before = before.map(|before| before.to_string());
    let pairs = [
        kind.map(|kind| ("kind", kind.as_str())),
        page.target.as_ref().map(|id| ("target", id.as_str())),
        page.unit.as_ref().map(|id| ("unit", id.as_str())),
        before.as_deref().map(|before| ("before", before)),
    ];
    reader.href_with("/changes", &pairs.into_iter().flatten().collect::<Vec<_>>())
}

/// The page.
pub fn changes(reader: &Reader, picture: Picture<'_>, page: &ChangesPage) -> String {
    let (lang, plan) = (reader.lang, picture.plan());
    let rows = page
        .rows
        .iter()
        .map(|row| {
            let (says, path) = told(lang, picture.known, &row.what);
            // A bulletin lies beside the plans.
            let href = if matches!(row.what, What::Bulletin { .. }) {
                path
            } else {
                reader.href(&path)
            };
            let by = row.by.as_ref().and_then(|id| plan.units.get(id));
            let by = match by {
                Some(unit) => {
                    let href = reader.href(&format!("/unit/{}", unit.id));
                    view! { <a href=href>{lang.unit(unit).to_owned()}</a> }.into_any()
                }
                None => (row.otherwise)(lang).into_any(),
            };
            let start: String = row.hash.chars().take(12).collect();
            view! {
                <tr>
                    <td class="number">{row.at.clone()}</td>
                    <th scope="row"><a href=href>{says}</a> {row.made_up.then(|| parts::demonstration_tag(lang))}</th>
                    <td>{by}</td>
                    <td class="number">{row.seq.to_string()}</td>
                    <td class="number"><code>{start}</code></td>
                </tr>
            }
        })
        .collect_view();
    let heads = [
        (words::when_word(lang), true),
        (words::what_word(lang), false),
        (words::by_word(lang), false),
        (words::number_word(lang), true),
        (words::hash_word(lang), true),
    ];
    let table = if page.rows.is_empty() {
        view! { <p class="absent">{words::nothing(lang)}</p> }.into_any()
    } else {
        parts::table("change-list", &heads, rows).into_any()
    };
    let filter = |kind: Option<KindOfChange>| {
        let current = (page.kind == kind).then_some("true");
        let name = kind.map_or(words::all_kinds(lang), |kind| kind.name(lang));
        view! { <li><a href=address(reader, page, kind, None) aria-current=current>{name}</a></li> }
    };
    let filters = std::iter::once(None)
        .chain(
            KindOfChange::ALL
                .into_iter()
                .filter(|kind| kind.is_of_a_plan())
                .map(Some),
        )
        .map(filter)
        .collect_view();
    let of_target = page.target.as_ref().and_then(|id| plan.target(id));
    let of_target = of_target.map(|target| lang.of(&target.name).to_owned());
    let of_unit = page.unit.as_ref().and_then(|id| plan.units.get(id));
    let about: Vec<String> = of_target
        .into_iter()
        .chain(of_unit.map(|unit| lang.unit(unit).to_owned()))
        .collect();
    let about = (!about.is_empty()).then(|| view! { <p><strong>{about.join(" · ")}</strong></p> });
    let next = page.next.map(|next| {
        view! { <nav class="pager"><a rel="next" class="on" href=address(reader, page, page.kind, Some(next))>{words::earlier(lang)} " →"</a></nav> }
    });
    frame::about_all(reader, words::changes(lang), move || {
        view! {
            <header class="masthead">
                <h1>{words::changes(lang)}</h1>
                <p class="lede">{words::intro(lang)}</p>
                {about}
            </header>
            <nav class="kinds" aria-label=words::kind_filter(lang)><ul>{filters}</ul></nav>
            {table}
            {next}
            <p class="fine"><a href=format!("{}/feed/changes.atom", reader.base) type="application/atom+xml">{words::feed(lang)}</a></p>
            {chain::section(reader, lang.of(&plan.issuer), page)}
        }
    })
}
