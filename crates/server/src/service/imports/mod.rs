//! 导入稿: a text is brought in, worked on by several people, and published as a version of its plan.
//!
//! What is kept is the text and the decisions about it. Whoever saves names the revision he has read.

mod making;
mod publishing;
pub(crate) mod reading;

use yaodian_contract::{
    Kind,
    imports::{BeginImport, ImportDesk, ImportList, ImportTrouble, SaveImport, TextSaved},
};
use yaodian_domain::{
    id::{ImportId, PlanId},
    plan::Name,
};
use yaodian_intake::{
    Edit, Usual, carry_edits,
    desk::{Import, ImportHead, State, Titles},
};
use yaodian_store::{NewImport, StoreError};

use making::ground_of;
pub(crate) use making::{Ground, counts, ground};
pub(crate) use publishing::{check, comparison, publish, publish_at_once};

use super::{Refused, Served, aside, closing::title};
use crate::{house::House, service::Acting};
use reading::Read;

/// The years that a plan can be for.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=9998;
/// The longest title or name of an issuer, in characters.
const LONGEST_TITLE: usize = 200;

impl From<ImportTrouble> for Refused {
    fn from(why: ImportTrouble) -> Self {
        Self::Because(Kind::Import { why })
    }
}

/// All imports, and the plans that can be amended.
pub(crate) async fn list(house: &House, account: &Acting) -> Served<ImportList> {
    account.person().may_plan()?;
    let (mut imports, mut plans) = (house.store.imports().await?, house.store.plans().await?);
    imports.retain(|head| account.post.holds_in(&head.plan));
    plans.retain(|head| account.post.holds_in(&head.id));
    Ok(ImportList {
        today: house.clock.today(),
        imports,
        plans: plans.iter().map(title).collect(),
    })
}

/// An import with all that is needed to work on it.
pub(crate) async fn desk(house: &House, account: &Acting, id: &ImportId) -> Served<ImportDesk> {
    account.person().may_plan()?;
    let import = find(house, account, id).await?;
    let ground = ground_of(house, &import.head).await?;
    Ok(ImportDesk {
        today: house.clock.today(),
        units: ground.register()?.clone(),
        amended: ground.before.as_ref().map(|(head, _)| title(head)),
        last_year: ground.model.as_ref().map(|(head, _)| title(head)),
        usual: (ground.before.iter().chain(&ground.model))
            .map(|(_, plan)| Usual::of(plan))
            .collect(),
        learned: ground.learned,
        import,
    })
}

/// An import of a plan in which the post holds.
async fn find(house: &House, account: &Acting, id: &ImportId) -> Served<Import> {
    let import = house.store.import(id).await?.ok_or(Kind::NotFound)?;
    account.in_plan(house, &import.head.plan)?;
    Ok(import)
}

/// An import at the revision that was read.
async fn find_at(house: &House, account: &Acting, id: &ImportId, read: i64) -> Served<Import> {
    let import = find(house, account, id).await?;
    if import.head.state != State::Open || import.head.revision != read {
        return Err(moved_on(&import.head).into());
    }
    Ok(import)
}

fn moved_on(now: &ImportHead) -> ImportTrouble {
    match now.state {
        State::Open => ImportTrouble::MovedOn {
            by: now.saved.by.clone(),
            at: now.saved.at,
            revision: now.revision,
        },
        state => ImportTrouble::NotOpen { state },
    }
}

/// What was given, without blanks around it and what no database keeps; nothing where nothing was.
fn given(text: Option<String>) -> Option<String> {
    text.map(|text| text.replace('\0', "").trim().to_owned())
        .filter(|text| !text.is_empty())
}

/// Titles that are neither empty nor too long.
pub(crate) fn titled(titles: Titles) -> Result<Titles, ImportTrouble> {
    let Titles { title, issuer, year } = &titles;
    let short = |name: &Name| {
        [&name.zh, &name.en]
            .iter()
            .all(|text| text.chars().count() <= LONGEST_TITLE)
    };
    let good = !title.zh.trim().is_empty()
        && !issuer.zh.trim().is_empty()
        && YEARS.contains(year)
        && short(title)
        && short(issuer);
    good.then_some(titles).ok_or(ImportTrouble::Titles)
}

/// Brings in a text or a file.
pub(crate) async fn begin(house: &House, account: &Acting, asked: BeginImport, sent: Vec<u8>) -> Served<ImportHead> {
    account.person().may_plan()?;
    let plan = PlanId::new(asked.plan.trim()).map_err(|_| Kind::Malformed {
        what: format!("plan={}", asked.plan),
    })?;
    account.in_plan(house, &plan)?;
    let plans = house.store.plans().await?;
    let there = plans.iter().find(|head| head.id == plan);
    let amends = match (there, asked.amends) {
        (Some(head), true) => match head.closed_on {
            Some(on) => return Err(Kind::PlanClosed { on }.into()),
            None => Some(head.version),
        },
        (None, false) => None,
        (Some(_), false) => return Err(ImportTrouble::PlanExists { plan }.into()),
        (None, true) => return Err(Kind::NotFound.into()),
    };
    let name: Option<String> =
        (asked.name.as_deref()).map(|name| name.chars().filter(|c| !c.is_control()).take(LONGEST_TITLE).collect());
    let Read { text, source } = aside(&house.files.sheets, move || reading::read(&sent, name.as_deref())).await?;
    let text_ = text.clone();
    let read = aside(&house.files.sheets, move || Ok(yaodian_intake::parse(&text_, None))).await?;
    let latest = plans.first().map(|head| head.term.from().year() + 1);
    let year = there.map(|head| head.term.from().year());
    let year = asked
        .year
        .or(year)
        .or(read.year)
        .or(latest)
        .ok_or(ImportTrouble::NoYear)?;
    if !YEARS.contains(&year) {
        return Err(ImportTrouble::Titles.into());
    }
    let issuer = given(asked.issuer);
    let ground = ground(house, &plan, year, issuer.as_deref()).await?;
    ground.register()?;
    let (amended, model) = (ground.before.as_ref(), ground.model.as_ref());
    let titles = Titles {
        title: Name {
            zh: given(asked.title)
                .or_else(|| amended.map(|(_, before)| before.title.zh.clone()))
                .or_else(|| given(Some(read.title)))
                .ok_or(ImportTrouble::Titles)?,
            en: given(asked.title_en)
                .or_else(|| amended.map(|(_, before)| before.title.en.clone()))
                .unwrap_or_default(),
        },
        issuer: match issuer {
            Some(zh) => Name {
                zh,
                en: given(asked.issuer_en).unwrap_or_default(),
            },
            None => (amended.or(model))
                .map(|(_, plan)| plan.issuer.clone())
                .ok_or(ImportTrouble::Titles)?,
        },
        year,
    };
    // It begins where the version before, or last year's plan, was left.
    let edits = ground.adopted(&text, year)?;
    let new = NewImport {
        plan,
        amends,
        titles: titled(titles)?,
        source,
        text,
        edits,
    };
    Ok(house.store.begin_import(&house.act(account.actor()), &new).await?)
}

/// Saves decisions, or what is known of the plan beside its text.
pub(crate) async fn save(house: &House, account: &Acting, id: &ImportId, asked: SaveImport) -> Served<ImportHead> {
    account.person().may_plan()?;
    let import = find_at(house, account, id, asked.read).await?;
    let edits = match (asked.keep, asked.edits) {
        (None, None) => None,
        (None, Some(all)) => Some(all),
        (Some(keep), added) => {
            let mut all = import.edits;
            if keep > all.len() {
                return Err(Kind::Malformed {
                    what: format!("keep={keep}"),
                }
                .into());
            }
            all.truncate(keep);
            all.extend(added.unwrap_or_default());
            Some(all)
        }
    };
    let save = yaodian_store::SaveImport {
        titles: asked.titles.map(titled).transpose()?,
        text: None,
        edits,
    };
    let act = house.act(account.actor());
    Ok(house.store.save_import(&act, id, asked.read, &save).await?)
}

/// Puts another text in the place of an import's, and takes the decisions over to it.
pub(crate) async fn save_text(
    house: &House,
    account: &Acting,
    id: &ImportId,
    read: i64,
    sent: Vec<u8>,
) -> Served<TextSaved> {
    account.person().may_plan()?;
    let import = find_at(house, account, id, read).await?;
    let (text, edits, lost): (String, Vec<Edit>, Vec<Edit>) = aside(&house.files.sheets, move || {
        let text = reading::read(&sent, None)?.text;
        let (edits, lost) = carry_edits(&import.text, &text, &import.edits);
        Ok((text, edits, lost))
    })
    .await?;
    let save = yaodian_store::SaveImport {
        titles: None,
        text: Some(text),
        edits: Some(edits.clone()),
    };
    let act = house.act(account.actor());
    let head = house.store.save_import(&act, id, read, &save).await?;
    Ok(TextSaved { head, edits, lost })
}

/// Gives an import up.
pub(crate) async fn give_up(house: &House, account: &Acting, id: &ImportId, read: i64) -> Served<ImportHead> {
    account.person().may_plan()?;
    find(house, account, id).await?;
    Ok(house.store.drop_import(&house.act(account.actor()), id, read).await?)
}

/// What the storage refuses about imports and versions of plans.
pub(super) fn refused(error: &StoreError) -> Option<Kind> {
    let why = match error {
        StoreError::ImportMovedOn { latest } => moved_on(latest),
        StoreError::PlanMovedOn { plan, version } => ImportTrouble::PlanMovedOn {
            plan: plan.clone(),
            version: *version,
        },
        StoreError::TargetsInUse { targets } => ImportTrouble::TargetsInUse {
            targets: targets.clone(),
        },
        StoreError::UnknownImport(_) => return Some(Kind::NotFound),
        _ => return None,
    };
    Some(Kind::Import { why })
}
