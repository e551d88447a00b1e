//! What can be found of a plan, kept in memory until the plan changes.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use yaodian_app::public::{self, EntriesFound, Knowledge};
use yaodian_domain::{
    Date,
    bulletin::{Page, page::Block},
    id::{BulletinId, PlanId},
    ledger,
    plan::Name,
};
use yaodian_monitoring::network::Measured;
use yaodian_search::{Announced, Library, Query, Sources, Subject, Told, collect};
use yaodian_words::{Lang, bulletin as words};

use super::{Served, ledgers};
use crate::house::House;

/// So many entries of a ledger are shown at once.
const ENTRIES: usize = 5;

/// All that can be found of a plan.
pub(crate) struct Stock {
    pub(crate) texts: Library<Subject>,
    pub(crate) told: Vec<Told>,
    pub(crate) announced: Vec<Announced>,
}

/// By what a stock is known to be what there is: the plan's content version, the day, what is published.
type Mark = (i64, Date, Vec<BulletinId>);

/// The stocks of all plans that somebody searched.
#[derive(Default)]
pub(crate) struct Stocks(Mutex<BTreeMap<PlanId, (Mark, Arc<Stock>)>>);

/// What can be found of the house's plan.
pub(crate) async fn stock(house: &House, version: i64, known: &Arc<Knowledge>) -> Served<Arc<Stock>> {
    let plan = &known.plan.id;
    let mut heads = house.store.bulletins(plan).await?;
    heads.retain(|head| head.published_on.is_some());
    let today = house.clock.today();
    let mark: Mark = (version, today, heads.iter().map(|head| head.id.clone()).collect());
    let kept = |stocks: &Stocks| {
        let stocks = stocks.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = stocks.get(plan).filter(|(of, _)| *of == mark);
        kept.map(|(_, stock)| stock.clone())
    };
    if let Some(stock) = kept(&house.stocks) {
        return Ok(stock);
    }
    let mut announced = Vec::with_capacity(heads.len());
    for head in heads {
        let Some((_, bulletin)) = house.store.bulletin(&head.id).await? else {
            continue;
        };
        let title = |lang| yaodian_app::bulletin::title(lang, &head);
        announced.push(Announced {
            path: format!("/bulletin/{}", head.id),
            name: Name {
                zh: title(Lang::Zh),
                en: title(Lang::En),
            },
            on: head.published_on.unwrap_or(today),
            text: text(&words::page(Lang::Zh, &bulletin, None)),
        });
    }
    let known = known.clone();
    let made = tokio::task::spawn_blocking(move || {
        let told = public::told();
        let begun = known.measured.iter().map(AsRef::as_ref);
        let begun: Vec<&Measured> = begun.filter(|measured| measured.register.is_begun()).collect();
        let texts = collect(&Sources {
            plan: &known.plan,
            measured: &begun,
            today,
            told: &told,
            announced: &announced,
        });
        Arc::new(Stock { texts, told, announced })
    });
    let made = made.await.map_err(|error| super::Refused::Failed(error.to_string()))?;
    let mut stocks = house.stocks.0.lock().unwrap_or_else(PoisonError::into_inner);
    stocks.insert(plan.clone(), (mark, made.clone()));
    Ok(made)
}

/// All that a bulletin says, one block behind the other.
fn text(page: &Page) -> String {
    let mut all = vec![page.title.replace('\n', "")];
    let pieces = |pieces: &[yaodian_domain::bulletin::page::Piece]| -> String {
        pieces.iter().map(|piece| piece.text.as_str()).collect()
    };
    for shown in page.sections.iter().chain(&page.attachments) {
        all.push(shown.heading.clone());
        for block in &shown.blocks {
            match block {
                Block::Words(words) => all.push(words.clone()),
                Block::Sentence(_, sentence) => all.push(pieces(sentence)),
                Block::Items(_, items) => {
                    all.extend(items.iter().flat_map(|(head, body)| [pieces(head), pieces(body)]));
                }
                Block::Table(_, table) => {
                    all.push(table.caption.clone());
                    all.extend(table.rows.iter().flatten().map(|cell| pieces(cell)));
                }
                Block::Bars(..) => {}
            }
        }
    }
    all.retain(|part| !part.trim().is_empty());
    all.join(" ")
}

/// Entries of the public ledgers, the registers of networks aside: their places are found by themselves.
pub(crate) async fn entries(house: &House, known: &Knowledge, query: &Query) -> Served<Vec<EntriesFound>> {
    let public = known
        .plan
        .ledgers
        .iter()
        .filter(|ledger| ledger.public && ledger.network.is_none());
    let begun =
        public.filter(|ledger| ledgers::kept(known, ledger).is_some_and(yaodian_domain::ledger::Kept::is_begun));
    let mut all = Vec::new();
    for ledger in begun {
        let (opened, _) = ledgers::open_public(house, &ledger.id).await?;
        let asked = ledger::Query {
            search: ledger::cell::tidy(query.text()).into_owned(),
            ..ledger::Query::default()
        };
        let page = ledgers::entries::public_page(&opened, &asked, 0)?;
        all.push(EntriesFound {
            ledger: ledger.id.clone(),
            name: ledger.name.clone(),
            demonstration: opened.demonstration(),
            matching: page.matching,
            rows: page.rows.into_iter().take(ENTRIES).collect(),
        });
    }
    Ok(all)
}
