//! The pictures that go with links: what a page says, at a glance, where its address is posted.
//!
//! A [`Card`] is made from the same figures and words as the page: `figures` writes a figure, [`Standing`] decides
//! a status. Whoever has no eyes for it is told the same by its `alt`.

use yaodian_domain::{
    check::Status,
    id::{TargetId, UnitId},
    plan::{Item, Plan, Task},
    standing::{Standing, Tally},
    target::Target,
    unit::{Unit, UnitKind},
};
use yaodian_words::{
    Lang, figures, label, names, network, pictures as lists, preview as words, public_ledger, reading, say,
};

use super::{Picture, Reader, encoded, goal, monitoring, picture as drawn, plan::clean};
use crate::{
    drawing::{Body, Card, Figure, One},
    parts,
};

/// A page that has a picture.
#[derive(Debug, Clone, Copy)]
pub enum Subject<'a> {
    /// The plan as a whole.
    Overview,
    /// Its text.
    Plan,
    /// All targets.
    Targets,
    /// All units.
    Units,
    /// A target.
    Target(&'a Target),
    /// A unit.
    Unit(&'a Unit),
    /// The chapter in this place, counted from 1.
    Chapter(usize),
    /// An item.
    Item(&'a Item),
    /// A task.
    Task(&'a Task),
    /// Surface water.
    Water,
    /// Ambient air.
    Air,
}

impl<'a> Subject<'a> {
    /// What the address of a picture names: `target/outfalls-yangtze`, as the page's own does.
    pub fn named(picture: Picture<'a>, name: &str) -> Option<Self> {
        let plan = picture.plan();
        Some(match name.split_once('/') {
            None => match name {
                "overview" => Self::Overview,
                "plan" => Self::Plan,
                "targets" => Self::Targets,
                "units" => Self::Units,
                "water" => Self::Water,
                "air" => Self::Air,
                _ => return None,
            },
            Some(("target", id)) => Self::Target(plan.target(&TargetId::new(id).ok()?)?),
            Some(("unit", id)) => Self::Unit(plan.units.get(&UnitId::new(id).ok()?)?),
            Some(("chapter", place)) => Self::Chapter(place.parse().ok()?),
            Some(("item", number)) => Self::Item(plan.item(number.parse().ok()?)?),
            Some(("task", id)) => Self::Task(plan.task(&id.parse().ok()?)?),
            Some(_) => return None,
        })
    }

    fn name(self) -> String {
        match self {
            Self::Overview => "overview".to_owned(),
            Self::Plan => "plan".to_owned(),
            Self::Targets => "targets".to_owned(),
            Self::Units => "units".to_owned(),
            Self::Target(target) => format!("target/{}", encoded(target.id.as_str())),
            Self::Unit(unit) => format!("unit/{}", encoded(unit.id.as_str())),
            Self::Chapter(place) => format!("chapter/{place}"),
            Self::Item(item) => format!("item/{}", item.number),
            Self::Task(task) => format!("task/{}", task.id),
            Self::Water => "water".to_owned(),
            Self::Air => "air".to_owned(),
        }
    }
}

/// What a page says of its picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Preview {
    /// The whole address.
    pub(super) address: String,
    /// What is to be seen on it, in words.
    pub(super) alt: String,
}

impl Preview {
    /// Its width and height in pixels.
    #[expect(clippy::unused_self, reason = "all are of one size")]
    pub(super) fn size(&self) -> (f64, f64) {
        (Card::FRAME.width, Card::FRAME.height)
    }
}

/// The picture of a page, where this server draws pictures and knows its own address.
pub(super) fn of(reader: &Reader, picture: Picture<'_>, subject: Subject<'_>) -> Option<Preview> {
    let address = address(reader, subject)?;
    let alt = card(reader, picture, subject)?.alt;
    Some(Preview { address, alt })
}

/// Where the picture is to be had, where this server draws pictures and knows its own address.
fn address(reader: &Reader, subject: Subject<'_>) -> Option<String> {
    if !reader.previews || reader.origin.is_empty() {
        return None;
    }
    let path = format!("/preview/{}.png", subject.name());
    let path = reader.href_with(&path, &[("lang", reader.lang.code())]);
    Some(format!("{}{path}", reader.origin))
}

/// The picture of a page that is about all of it: the overview's, said without its figures.
pub(super) fn of_the_whole(reader: &Reader) -> Option<Preview> {
    let alt = words::whole(reader.lang).to_owned();
    address(reader, Subject::Overview).map(|address| Preview { address, alt })
}

/// The picture as SVG; `None` where there is nothing to show of it.
pub fn svg(reader: &Reader, picture: Picture<'_>, subject: Subject<'_>) -> Option<String> {
    Some(card(reader, picture, subject)?.svg())
}

/// What of a card differs from page to page.
struct Told {
    title: String,
    plans_words: bool,
    quote: Option<String>,
    lede: Option<String>,
    body: Body,
}

impl Told {
    fn new(title: &str, body: Body) -> Self {
        Self {
            title: title.to_owned(),
            plans_words: false,
            quote: None,
            lede: None,
            body,
        }
    }
}

fn card(reader: &Reader, picture: Picture<'_>, subject: Subject<'_>) -> Option<Card> {
    let (lang, plan) = (reader.lang, picture.plan());
    let told = told(lang, picture, subject)?;
    let head = match subject {
        Subject::Overview => lang.of(&plan.issuer).to_owned(),
        _ => headed(lang, plan),
    };
    let day = say::as_of(lang, &figures::day(picture.standing.as_of));
    let made_up = reader.demonstration.then(|| words::demonstration(lang).to_owned());
    let trial = reader.trial.map(|_| words::trial(lang).to_owned());
    let how = in_words(lang, &told.body);
    let mut alt = if how.is_empty() {
        words::named(lang, &told.title, &day)
    } else {
        words::said(lang, &told.title, &how, &day)
    };
    if let Some(made_up) = &made_up {
        alt = words::marked(lang, &alt, made_up);
    }
    Some(Card {
        head,
        tags: trial.into_iter().chain(made_up).collect(),
        title: told.title,
        plans_words: told.plans_words,
        quote: told.quote,
        lede: told.lede,
        body: told.body,
        foot: day,
        site: words::address(lang, &label::product(lang), &label::tagline(lang)),
        alt,
    })
}

/// The plan's title, with its year where the title does not hold it.
fn headed(lang: Lang, plan: &Plan) -> String {
    let (title, year) = (lang.of(&plan.title), plan.term.from().year());
    if title.contains(&year.to_string()) {
        title.to_owned()
    } else {
        words::headed(lang, &title, &year)
    }
}

fn told(lang: Lang, picture: Picture<'_>, subject: Subject<'_>) -> Option<Told> {
    let (plan, standing) = (picture.plan(), picture.standing);
    let all = || tally(lang, label::all_targets(lang), &standing.targets());
    let summary = || {
        let (items, tasks) = (plan.items().count(), plan.tasks().count());
        say::tasks_summary(lang, &plan.chapters.len(), &items, &tasks, &plan.targets.len())
    };
    Some(match subject {
        Subject::Overview => Told {
            plans_words: true,
            lede: Some(summary()),
            ..Told::new(&headed(lang, plan), all())
        },
        Subject::Plan => Told {
            lede: Some(summary()),
            ..Told::new(label::living_plan(lang), all())
        },
        Subject::Targets => Told {
            lede: Some(summary()),
            ..Told::new(label::all_targets(lang), all())
        },
        Subject::Units => Told::new(label::units(lang), Body::Figures(units(lang, plan))),
        Subject::Target(target) => Told {
            quote: Some(clean(&target.quote.text)),
            ..Told::new(lang.of(&target.name), one(lang, picture, target))
        },
        Subject::Unit(unit) => {
            let own = Standing::of_unit(plan, &picture.known.observations, &unit.id, standing.as_of);
            let lede = match lang {
                Lang::Zh => unit.full_name.clone(),
                Lang::En => names::unit_kind(lang, unit.kind).to_owned(),
            };
            Told {
                lede: Some(lede),
                ..Told::new(lang.unit(unit), tally(lang, label::targets_owed(lang), &own.targets()))
            }
        }
        Subject::Chapter(place) => {
            let chapter = plan.chapters.get(place.checked_sub(1)?)?;
            let tasks = || chapter.items.iter().flat_map(|item| &item.tasks);
            let targets = tasks().flat_map(|task| plan.targets_of(&task.id)).count();
            let counted = reading::chapter_summary(lang, &chapter.items.len(), &tasks().count(), &targets);
            let title = reading::chapter_title(lang, &chapter.number, &lang.of(&chapter.name));
            Told {
                plans_words: true,
                lede: Some(counted),
                ..Told::new(
                    &title,
                    tally(lang, reading::targets_here(lang), &standing.chapter(plan, chapter)),
                )
            }
        }
        Subject::Item(item) => {
            let targets = item.tasks.iter().flat_map(|task| plan.targets_of(&task.id));
            let title = format!("{}. {}", item.number, lang.of(&item.name));
            Told {
                plans_words: true,
                ..Told::new(&title, of_targets(lang, standing, targets))
            }
        }
        Subject::Task(task) => {
            let item = plan.item_of(&task.id)?;
            let title = reading::task_title(lang, &task.id, &lang.of(&item.name));
            Told {
                quote: Some(clean(plan.words(task.span))),
                ..Told::new(&title, of_targets(lang, standing, plan.targets_of(&task.id)))
            }
        }
        Subject::Water => {
            let figures = monitoring::water::in_short(lang, picture)?;
            Told::new(network::water::title(lang), measured(figures))
        }
        Subject::Air => {
            let figures = monitoring::air::in_short(lang, picture)?;
            Told::new(network::air::title(lang), measured(figures))
        }
    })
}

/// Where a target stands, as on its page.
fn one(lang: Lang, picture: Picture<'_>, target: &Target) -> Body {
    let standing = picture.standing;
    let assessment = standing.target(&target.id);
    let status = assessment.map_or(Status::NoData, |assessment| assessment.status);
    let value = assessment.and_then(|assessment| figures::value(lang, target, assessment));
    let basis = assessment.and_then(|assessment| assessment.basis.as_ref());
    let tag = assessment.is_some_and(parts::is_made_up);
    Body::Standing(Box::new(One {
        status,
        word: names::status(lang, status).to_owned(),
        tag: tag.then(|| public_ledger::demonstration_tag(lang).to_owned()),
        value,
        when: basis.map(|basis| figures::span(lang, basis.span)).unwrap_or_default(),
        goal: words::goal(lang, &goal(lang, target, standing.as_of)),
        series: drawn::series_of(lang, picture, target),
    }))
}

fn of_targets<'t>(lang: Lang, standing: &Standing, targets: impl Iterator<Item = &'t Target>) -> Body {
    let judged = targets.filter_map(|target| standing.target(&target.id));
    let counted: Tally = judged.map(|assessment| assessment.status).collect();
    if counted.total() == 0 {
        return Body::Nothing;
    }
    tally(lang, reading::targets_here(lang), &counted)
}

/// How many stand where, the worst last as in every tally.
fn tally(lang: Lang, what: &str, tally: &Tally) -> Body {
    let parts = Status::ALL.into_iter().rev();
    let parts = parts.map(|status| (status, tally.at(status), names::status(lang, status).to_owned()));
    Body::Tally {
        caption: words::counted(lang, &what, &tally.total()),
        parts: parts.filter(|(_, n, _)| *n > 0).collect(),
    }
}

fn units(lang: Lang, plan: &Plan) -> Vec<Figure> {
    let kinds = [
        (UnitKind::Bureau, label::bureaus(lang)),
        (UnitKind::Division, label::divisions(lang)),
        (UnitKind::Affiliate, label::affiliates(lang)),
    ];
    let counted = kinds.map(|(kind, name)| (plan.units.of_kind(kind).count(), name));
    let some = counted.into_iter().filter(|(n, _)| *n > 0);
    some.map(|(n, name)| Figure {
        name: name.to_owned(),
        value: n.to_string(),
        under: String::new(),
    })
    .collect()
}

fn measured(all: Vec<[String; 3]>) -> Body {
    let figures = all.into_iter();
    Body::Figures(
        figures
            .map(|[name, value, under]| Figure { name, value, under })
            .collect(),
    )
}

/// The same as the body shows, for whoever does not see it.
fn in_words(lang: Lang, body: &Body) -> String {
    let all: Vec<String> = match body {
        Body::Nothing => Vec::new(),
        Body::Standing(one) => {
            let tag = one.tag.as_ref();
            let word = tag.map_or_else(|| one.word.clone(), |tag| words::marked(lang, &one.word, tag));
            let rest = one.value.iter().chain([&one.goal]).cloned();
            std::iter::once(word).chain(rest).collect()
        }
        Body::Tally { parts, .. } => {
            let of = |(_, n, word): &(Status, usize, String)| words::count_of(lang, word, n);
            parts.iter().map(of).collect()
        }
        Body::Figures(all) => {
            let of = |figure: &Figure| words::figure(lang, &figure.name, &figure.value);
            all.iter().map(of).collect()
        }
    };
    all.join(lists::comma(lang))
}
