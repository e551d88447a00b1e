//! 人员: who there is, and what an administrator decides about posts.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};
use yaodian_contract::{
    Kind, MyPost,
    people::{
        Decide, EditPerson, Invitation, Invite, LONGEST_NAME, OpenWork, People, PersonField, PersonRow, PlanOfPosts,
        SetSingleSignOn, SingleSignOn,
    },
};
use yaodian_domain::{
    access::Duty,
    id::{AccountId, PostId},
    people::{Decision, Move, Need, Post, Roster, care, needs, vacancies},
    plan::{Name, Plan},
    report::StateName,
};
use yaodian_store::{
    Account, Act, Link, NewAccount, PlanHead, Purpose, ReportFilter, Session, day_of, new_account_id, new_id,
    single_sign_on::Bound,
};

use yaodian_words::names;

use super::{Served, accounts::address, reports::knowledge, reviews, second_step, single_sign_on};
use crate::{house::House, secret, service::Acting};

/// How long an invitation is good for.
pub(crate) const INVITATION: SignedDuration = SignedDuration::from_hours(72);

/// The posts in which the holder of a session can act today.
pub(crate) async fn mine(house: &House, session: &Session) -> Served<Vec<MyPost>> {
    let today = house.clock.today();
    let mut mine = Vec::new();
    for post in session.posts.iter().filter(|post| post.is_held_on(today)) {
        mine.push(my_post(house, post).await?);
    }
    Ok(mine)
}

/// The post in which somebody acts, and the others that are held today.
pub(super) async fn my_posts(house: &House, account: &Acting) -> Served<(MyPost, Vec<MyPost>)> {
    let today = house.clock.today();
    let mut others = Vec::new();
    for post in house.store.posts_of(&account.id).await? {
        if post.id != account.post.id && post.is_held_on(today) {
            others.push(my_post(house, &post).await?);
        }
    }
    Ok((my_post(house, &account.post).await?, others))
}

async fn my_post(house: &House, post: &Post) -> Served<MyPost> {
    let known = knowledge(&house.of_post(post)).await?;
    let absent = match post.deputy_of() {
        Some(absent) => house.store.account(&absent.account).await?,
        None => None,
    };
    // Where there is but one plan, nobody asks which one.
    let works_on = match post.plan {
        None if house.store.plans().await?.len() > 1 => Some(full_name(&known.plan)),
        _ => None,
    };
    Ok(MyPost {
        id: post.id.clone(),
        unit: known.plan.units.get(&post.unit).cloned().ok_or(Kind::NotFound)?,
        title: post.title.clone(),
        duties: post.duties.clone(),
        until: post.until(),
        stands_in_for: absent.map(|account| account.name),
        plan: post.plan.as_ref().map(|_| full_name(&known.plan)),
        works_on,
    })
}

fn full_name(plan: &Plan) -> Name {
    names::plan_of_issuer(&plan.issuer, &plan.title)
}

/// Everybody, for an administrator.
pub(crate) async fn list(house: &House, account: &Acting) -> Served<People> {
    account.person().may_manage_people()?;
    shown_to(house, account).await
}

/// Whether the person may do what concerns somebody's whole account.
pub(super) async fn may_manage(house: &House, account: &Acting, id: &AccountId) -> Served<()> {
    account.person().may_manage_people()?;
    if account.post.plan.is_some() {
        let (_, roster) = house.store.roster().await?;
        care::may_manage(&account.post, &roster, id, house.clock.today())?;
    }
    Ok(())
}

/// Everybody, for somebody who may look after people; of one plan those who have a post there.
async fn shown_to(house: &House, account: &Acting) -> Served<People> {
    let mut shown = all(house).await?;
    shown.hands = account.person().hands().cloned().collect();
    let by = &account.post;
    if by.plan.is_some() {
        let roster = shown.roster();
        // What people of all plans provide for is not wanting here.
        let everywhere = roster.holding_in(None);
        let today = shown.today;
        let wanting = |need: &Need| !vacancies(std::slice::from_ref(need), &everywhere, today).is_empty();
        shown.needs.retain(wanting);
        for plan in &mut shown.plans {
            plan.needs.retain(wanting);
        }
        shown.people.retain(|person| care::sees(by, &roster, &person.id));
        shown.posts.retain(|post| care::looks_after(by, post));
        shown.plans.retain(|plan| by.holds_in(&plan.id));
        shown.bound.clone_from(&by.plan);
    }
    Ok(shown)
}

/// The plans in which posts can hold, where there is more than one: those that are not closed, and those in which
/// some post holds.
async fn plans(house: &House, posts: &[Post]) -> Served<Vec<PlanOfPosts>> {
    let heads = house.store.plans().await?;
    let mut plans = Vec::new();
    if heads.len() < 2 {
        return Ok(plans);
    }
    let is_asked =
        |head: &&PlanHead| head.closed_on.is_none() || posts.iter().any(|post| post.plan.as_ref() == Some(&head.id));
    let worked_on = house.store.open_plans(house.clock.today()).await?;
    for head in heads.iter().filter(is_asked) {
        let plan = house.store.plan(&head.id).await?;
        plans.extend(plan.map(|plan| PlanOfPosts {
            needs: if worked_on.contains(&plan.id) {
                needs(&plan)
            } else {
                Vec::new()
            },
            units: plan.units.iter().cloned().collect(),
            title: full_name(&plan),
            id: plan.id,
        }));
    }
    Ok(plans)
}

/// Everybody.
pub(crate) async fn all(house: &House) -> Served<People> {
    let known = knowledge(house).await?;
    let (revision, roster) = house.store.roster().await?;
    let fresh = house.store.without_password().await?;
    let second = house.store.with_second_step().await?;
    let mut by_provider: HashMap<AccountId, Option<Bound>> =
        house.store.with_single_sign_on().await?.into_iter().collect();
    let erased = house.store.erased().await?;
    let people = house.store.accounts().await?.into_iter().map(|account| PersonRow {
        invited: fresh.contains(&account.id),
        second_step: second.contains(&account.id),
        single_sign_on: by_provider.remove(&account.id).map(told),
        erased: erased.contains(&account.id),
        id: account.id,
        login: account.login,
        name: account.name,
        active: account.active,
        email: account.email,
    });
    let mut posts: Vec<Post> = roster.iter().cloned().collect();
    posts.sort_by(|a, b| (a.from(), &a.id).cmp(&(b.from(), &b.id)));
    Ok(People {
        revision,
        today: house.clock.today(),
        plan: known.plan.id.clone(),
        plans: plans(house, &posts).await?,
        bound: None,
        units: known.plan.units.iter().cloned().collect(),
        needs: needs(&known.plan),
        people: people.collect(),
        posts,
        hands: Vec::new(),
        provider: house
            .single_sign_on
            .as_ref()
            .map(|provider| provider.issuer().to_owned()),
    })
}

fn told(bound: Option<Bound>) -> SingleSignOn {
    match bound {
        None => SingleSignOn::Waits,
        Some(Bound { issuer, subject, at }) => SingleSignOn::Bound {
            subject,
            issuer,
            since: day_of(at),
        },
    }
}

/// Invites a person to a first post; the link is told this once.
pub(crate) async fn invite(house: &House, account: &Acting, new: Invite) -> Served<Invitation> {
    account.person().may_manage_people()?;
    care::reaches(&account.post, new.post.plan.as_ref())?;
    let act = house.act(account.actor());
    let made = create(house, &act, new).await?;
    invitation(house, &act, &made).await
}

/// Another link for a person who lost the first one, or the password.
pub(crate) async fn link(house: &House, account: &Acting, id: &AccountId) -> Served<Invitation> {
    may_manage(house, account, id).await?;
    another(house, &house.act(account.actor()), id).await
}

/// Takes the second step away from a person who has lost what he takes it with.
pub(crate) async fn reset_second_step(house: &House, account: &Acting, id: &AccountId) -> Served<People> {
    second_step::reset_by(house, account, id).await?;
    shown_to(house, account).await
}

/// Opens a person's account to single sign-on, anew if it is open, or closes it.
pub(crate) async fn set_single_sign_on(
    house: &House,
    account: &Acting,
    id: &AccountId,
    asked: SetSingleSignOn,
) -> Served<People> {
    may_manage(house, account, id).await?;
    single_sign_on::mark(house, &house.act(account.actor()), id, asked.open).await?;
    shown_to(house, account).await
}

/// Makes a decision about posts.
pub(crate) async fn decide(house: &House, account: &Acting, asked: Decide) -> Served<People> {
    account.person().may_manage_people()?;
    asked.decision.may_be_made_by(account.person().hands())?;
    let act = house.act(account.actor());
    carry_out(house, &act, asked, Some(&account.post)).await?;
    shown_to(house, account).await
}

/// Lets a person who was shut out in again, without a post.
pub(crate) async fn let_in_again(house: &House, account: &Acting, id: &AccountId) -> Served<People> {
    may_manage(house, account, id).await?;
    reopen(house, &house.act(account.actor()), id).await?;
    shown_to(house, account).await
}

/// Changes a person's name and address.
pub(crate) async fn edit(house: &House, account: &Acting, id: &AccountId, asked: EditPerson) -> Served<People> {
    may_manage(house, account, id).await?;
    let name = checked(&asked.name, PersonField::Name)?;
    let email = address(asked.email)?;
    not_erased(house, id).await?;
    let edit = |account: &mut Account| {
        account.name = name;
        account.email = email;
    };
    house.store.edit_account(&house.act(account.actor()), id, edit).await?;
    shown_to(house, account).await
}

/// What waits in a post: what goes over with it, and what nobody sees to once it ends.
pub(crate) async fn open_work(house: &House, account: &Acting, id: &PostId) -> Served<OpenWork> {
    account.person().may_manage_people()?;
    let (_, roster) = house.store.roster().await?;
    let post = roster.get(id).ok_or(Kind::NotFound)?;
    care::reaches(&account.post, post.plan.as_ref())?;
    let house = &house.of_post(post);
    let known = knowledge(house).await?;
    let holder = house.store.account(&post.account).await?.ok_or(Kind::NotFound)?;
    let holder = Acting::in_post(&holder, post.clone());
    let mut work = OpenWork::default();
    if post.is(Duty::Reporter) {
        let mine = ReportFilter {
            unit: Some(post.unit.clone()),
            states: vec![StateName::Draft, StateName::Returned],
            ..ReportFilter::default()
        };
        for row in house.store.reports(&known.plan.id, &mine).await? {
            match row.report.state.name() {
                StateName::Draft => work.drafts += 1,
                _ => work.returned += 1,
            }
        }
        let cases = house.store.cases(&known.plan.id).await?;
        let open = cases
            .iter()
            .filter(|case| case.unit == post.unit && case.state().is_open());
        work.cases = open.count();
    }
    work.to_decide = reviews::count(house, &known, &holder).await?;
    Ok(work)
}

/// Makes a person with a first post. Whether somebody may is asked elsewhere.
pub(crate) async fn create(house: &House, act: &Act, new: Invite) -> Served<Account> {
    let id = new_account_id();
    let appoint = Decision::Appoint {
        account: id.clone(),
        post: new.post,
    };
    let (_, roster) = house.store.roster().await?;
    let posts = moves(house, &roster, &appoint).await?.into_iter();
    let new = NewAccount {
        id,
        login: checked(&new.login, PersonField::Login)?,
        name: checked(&new.name, PersonField::Name)?,
        email: address(new.email)?,
        posts: posts
            .filter_map(|step| match step {
                Move::Open(post) => Some(post),
                Move::End { .. } | Move::Withdraw { .. } => None,
            })
            .collect(),
    };
    Ok(house.store.create_account(act, new).await?)
}

/// Carries a decision out that somebody makes in the post `by`; of a command, nobody. Whether somebody may make any is
/// asked elsewhere.
pub(crate) async fn carry_out(house: &House, act: &Act, asked: Decide, by: Option<&Post>) -> Served<()> {
    let (revision, roster) = house.store.roster().await?;
    if let Some(by) = by {
        care::may_decide(by, &roster, &asked.decision, house.clock.today())?;
    }
    let moves = moves(house, &roster, &asked.decision).await?;
    if revision != asked.revision {
        return Err(Kind::PeopleMovedOn.into());
    }
    Ok(house.store.decide(act, revision, &asked.decision, &moves).await?)
}

/// Another link for a person. Whether somebody may ask for it is asked elsewhere.
pub(crate) async fn another(house: &House, act: &Act, id: &AccountId) -> Served<Invitation> {
    not_erased(house, id).await?;
    let of = house.store.account(id).await?.ok_or(Kind::NotFound)?;
    if !of.active {
        return Err(Kind::AccountShut.into());
    }
    invitation(house, act, &of).await
}

/// Lets a person in again. Whether somebody may is asked elsewhere.
pub(crate) async fn reopen(house: &House, act: &Act, id: &AccountId) -> Served<()> {
    not_erased(house, id).await?;
    house
        .store
        .edit_account(act, id, |account| account.active = true)
        .await?;
    Ok(())
}

/// Nobody comes back from having been erased.
async fn not_erased(house: &House, id: &AccountId) -> Served<()> {
    if house.store.erased().await?.contains(id) {
        return Err(Kind::AccountErased.into());
    }
    Ok(())
}

/// What a decision comes to by the posts as they stand.
async fn moves(house: &House, roster: &Roster, decision: &Decision) -> Served<Vec<Move>> {
    if let Decision::Appoint { post, .. } = decision {
        let of = post.plan.as_ref().map_or_else(|| house.clone(), |plan| house.of(plan));
        if knowledge(&of).await?.plan.units.get(&post.unit).is_none() {
            return Err(Kind::NotFound.into());
        }
    }
    Ok(decision.moves(roster, house.clock.today(), new_id)?)
}

fn checked(text: &str, field: PersonField) -> Served<String> {
    let text = text.trim();
    let blank = |c: char| c.is_control() || field == PersonField::Login && c.is_whitespace();
    if text.is_empty() || text.chars().count() > LONGEST_NAME || text.chars().any(blank) {
        return Err(Kind::PersonField {
            field,
            most: LONGEST_NAME,
        }
        .into());
    }
    Ok(text.to_owned())
}

/// A one-time link to set the password of an account.
pub(crate) async fn invitation(house: &House, act: &Act, account: &Account) -> Served<Invitation> {
    let token = secret::token();
    let link = Link {
        token_hash: secret::digest(&token),
        account: account.id.clone(),
        purpose: Purpose::SetPassword,
        expires_at: Timestamp::now() + INVITATION,
        reusable: false,
    };
    house.store.put_link(act, &link).await?;
    Ok(Invitation {
        account: account.id.clone(),
        path: format!("/sign-in/invite/{token}"),
        hours: INVITATION.as_hours(),
    })
}
