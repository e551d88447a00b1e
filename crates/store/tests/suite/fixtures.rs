//! Small plans, reports and people.

pub use yaodian_domain::testing::reviewer;
use yaodian_domain::{
    Date, Decimal,
    access::Duty,
    id::{PlanId, TargetId, UnitId},
    observation::{Figure, Observation, Provenance, Source},
    people::{Post, Stretch, Tenure},
    plan::{Name, Plan, Span},
    report::{Content, Report},
    target::Target,
    testing,
    time::DaySpan,
};
use yaodian_store::{
    Account, AccountId, Act, Actor, NewAccount, NewSession, Store, StoreError, Way, new_account_id, new_id,
};

pub const DAY: Date = Date::constant(2023, 9, 25);

pub fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

pub fn noon() -> jiff::Timestamp {
    at("2023-09-25T04:00:00Z")
}

pub fn act() -> Act {
    act_of("test")
}

pub fn act_of(name: &str) -> Act {
    Act::new(noon(), Actor::system(name))
}

pub fn act_at(instant: &str) -> Act {
    Act::new(at(instant), Actor::command("test"))
}

pub fn plan_id() -> PlanId {
    PlanId::new("hubei-2023").unwrap()
}

pub fn target(id: &str) -> TargetId {
    TargetId::new(id).unwrap()
}

pub fn unit(id: &str) -> UnitId {
    UnitId::new(id).unwrap()
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub fn plan(text: &str) -> Plan {
    let whole = Span {
        start: 0,
        end: text.len(),
    };
    Plan {
        id: plan_id(),
        title: Name {
            zh: "2023年全省生态环境工作要点".to_owned(),
            en: "Work plan".to_owned(),
        },
        issuer: Name {
            zh: "湖北省生态环境厅".to_owned(),
            en: "Department".to_owned(),
        },
        text: text.to_owned(),
        preamble: whole,
        headline: whole,
        ..testing::blank_plan(Vec::new())
    }
}

/// So many villages by the end of 2023, reported by one bureau.
pub fn count_of(goal: &str) -> Target {
    testing::blank_target("villages", testing::count_of(decimal(goal)), &["420100"])
}

pub async fn with_plan(store: &Store) -> PlanId {
    store.put_plan(&act(), &plan("主要目标。")).await.unwrap();
    plan_id()
}

pub fn published(value: &str, days: DaySpan) -> Observation {
    Observation {
        unit: None,
        span: days,
        known_on: DAY,
        figure: Figure::Amount { value: decimal(value) },
        change_on_last_year: None,
        samples: None,
        withdrawn_on: None,
        provenance: Provenance::Published {
            source: Source {
                title: "省生态环境厅".to_owned(),
                published_on: DAY,
                url: None,
            }
            .into(),
        },
    }
}

pub fn content(value: &str) -> Content {
    Content::of(Figure::Amount { value: decimal(value) })
}

/// A draft of one bureau on the outfalls, for September.
pub fn draft(value: &str) -> Report {
    draft_of("420100", value)
}

pub fn draft_of(bureau: &str, value: &str) -> Report {
    Report::draft(
        new_id(),
        target("outfalls-yangtze"),
        unit(bureau),
        "2023-09".parse().unwrap(),
        day("2023-09-28"),
        content(value),
    )
    .unwrap()
}

/// Saves `next` as the step after `before`, and hands it back.
pub async fn step(store: &Store, before: &Report, next: Report) -> Report {
    store.save_report(&act(), before, &next).await.unwrap();
    next
}

/// A report that was created, sent and approved on `day` (given as `2023-09-25`).
pub async fn approved_on(store: &Store, plan: &PlanId, report: Report, day: &str) -> Report {
    let (act, on) = (act_at(&format!("{day}T04:00:00Z")), day.parse().unwrap());
    store.create_report(&act, plan, &report).await.unwrap();
    let sent = report.submit(report.revision, "张三", on).unwrap();
    store.save_report(&act, &report, &sent).await.unwrap();
    let read = sent.take_up(2, &reviewer(), on).unwrap();
    store.save_report(&act, &sent, &read).await.unwrap();
    let good = read.approve(3, &reviewer(), on).unwrap();
    store.save_report(&act, &read, &good).await.unwrap();
    good
}

/// A report that was created and sent.
pub async fn submitted(store: &Store, plan: &PlanId, report: Report) -> Report {
    store.create_report(&act(), plan, &report).await.unwrap();
    step(store, &report, report.submit(report.revision, "张三", DAY).unwrap()).await
}

/// A report that was sent, taken up by a reviewer.
pub async fn taken_up(store: &Store, sent: &Report) -> Report {
    step(store, sent, sent.take_up(sent.revision, &reviewer(), DAY).unwrap()).await
}

/// A report that was sent, taken up and approved.
pub async fn approve(store: &Store, sent: &Report) -> Report {
    let read = taken_up(store, sent).await;
    let approved = read.approve(read.revision, &reviewer(), DAY);
    step(store, &read, approved.unwrap()).await
}

/// A report that was sent, taken up and handed back.
pub async fn hand_back(store: &Store, sent: &Report, note: &str) -> Report {
    let read = taken_up(store, sent).await;
    let returned = read.hand_back(read.revision, &reviewer(), DAY, note);
    step(store, &read, returned.unwrap()).await
}

/// A report that was created, sent, taken up and approved.
pub async fn approved(store: &Store, plan: &PlanId, report: Report) -> Report {
    let sent = submitted(store, plan, report).await;
    let read = taken_up(store, &sent).await;
    step(store, &read, read.approve(read.revision, &reviewer(), DAY).unwrap()).await
}

/// A reporter and reviewer of 武汉, since the beginning of 2023.
pub fn newcomer(login: &str) -> NewAccount {
    let id = new_account_id();
    NewAccount {
        id: id.clone(),
        login: login.to_owned(),
        name: "张三".to_owned(),
        email: None,
        posts: vec![post(&id, "420100", &[Duty::Reporter, Duty::Reviewer])],
    }
}

/// A post since the beginning of 2023.
pub fn post(account: &AccountId, of: &str, duties: &[Duty]) -> Post {
    Post {
        id: new_id(),
        account: account.clone(),
        unit: unit(of),
        plan: None,
        duties: duties.to_vec(),
        title: String::new(),
        tenure: Tenure::Own(Stretch::new(day("2023-01-01"), None).unwrap()),
    }
}

pub async fn account(store: &Store, login: &str) -> Account {
    store.create_account(&act(), newcomer(login)).await.unwrap()
}

/// Sets all that can change of an account.
pub async fn save(store: &Store, act: &Act, account: &Account) -> Result<(), StoreError> {
    let set = |now: &mut Account| now.clone_from(account);
    store.edit_account(act, &account.id, set).await.map(|_| ())
}

/// A session that began at noon.
pub fn session(token: &str, account: &AccountId, ends_at: jiff::Timestamp) -> NewSession {
    NewSession {
        token_hash: token.to_owned(),
        account: account.clone(),
        post: None,
        way: Way::Password,
        second_step: false,
        device: "Firefox · Linux".to_owned(),
        begins_at: noon(),
        ends_at,
        browser: (format!("browser of {token}"), None),
    }
}
