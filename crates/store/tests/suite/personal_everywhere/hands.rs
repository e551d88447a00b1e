//! What a person does who leaves something in every table that can hold it.

use jiff::SignedDuration;
use serde_json::json;
use yaodian_domain::{
    access::Duty,
    bulletin::Bulletin,
    check::Status,
    closing,
    evidence::Evidence,
    hand::Hand,
    id::EvidenceId,
    judgement::Judgement,
    key::{KeyScope, Owner},
    ledger::{FieldKind, Ledger, Query},
    period::Reopening,
    plan::Plan,
    reminder::Nudge,
    report::{Content, Report},
    sign_in::Step,
    supervision::{self, Case, Matter},
    time::DaySpan,
};
use yaodian_intake::desk::{Source, SourceKind};
use yaodian_store::{
    Account, Act, Answer, Attachment, Changing, Holder, NewBatch, NewEvidence, NewImport, NewKey, NewMessage, Once,
    Put, Store, Try, Upload, View, Way, new_id, passkeys::NewPasskey, single_sign_on::Subject,
};

use crate::{
    bulletins, closings,
    fixtures::{account, act, act_at, content, day, draft, newcomer, noon, plan_id, published, session, target, unit},
    imports, ledgers_outfalls as outfalls,
    links::link,
    measurements_batches as measured,
    posts::only_post,
};

/// How everything begins that is told of the person, and of nobody else.
pub const MADE_UP: [&str; 3] = ["欧阳", "ouyang", "114.30517"];
const NAME: &str = "欧阳修远";

/// Outfalls with a river, a person and a telephone number.
pub fn ledger() -> Ledger {
    let mut ledger = outfalls::with_fields(&["river", "person", "phone"]);
    ledger.fields[1].kind = FieldKind::Person;
    ledger.fields[2].private = true;
    ledger
}

fn year() -> Plan {
    Plan {
        ledgers: vec![ledger()],
        ..closings::villages()
    }
}

/// What the person does, at instants of which each is another.
pub struct Hands {
    pub person: Account,
    clock: u8,
}

impl Hands {
    fn act(&mut self) -> Act {
        self.clock += 1;
        Act {
            by: self.person.actor(),
            ..act_at(&format!("2023-09-25T06:{:02}:00Z", self.clock))
        }
    }

    fn hand(&self) -> Hand {
        Hand {
            account: Some(self.person.id.clone()),
            stands_in_for: None,
            name: NAME.to_owned(),
            unit: None,
        }
    }
}

fn file(name: &str) -> Evidence {
    Evidence {
        id: EvidenceId::new(new_id::<String>()).unwrap(),
        name: name.to_owned(),
        media: "application/pdf".to_owned(),
        bytes: 12,
        sha256: "cd".repeat(32),
    }
}

/// A person who has left something in every table that can hold it.
pub async fn everywhere(store: &Store) -> Hands {
    store.put_plan(&act(), &year()).await.unwrap();
    let mut new = newcomer("ouyang-xiuyuan");
    NAME.clone_into(&mut new.name);
    new.email = Some("ouyang@example.org".to_owned());
    "欧阳副处长".clone_into(&mut new.posts[0].title);
    let person = store.create_account(&act(), new).await.unwrap();
    store
        .set_password_hash(&act(), &person.id, "ouyang-hash", None)
        .await
        .unwrap();
    let person = store.account(&person.id).await.unwrap().unwrap();
    let mut hands = Hands { person, clock: 0 };
    signing_in(store, &mut hands).await;
    what_is_sent(store, &mut hands).await;
    what_is_decided(store, &mut hands).await;
    hands
}

async fn signing_in(store: &Store, hands: &mut Hands) {
    let person = hands.person.clone();
    let id = &person.id;
    let later = noon() + SignedDuration::from_hours(5);
    let mut new = session("ouyang-token", id, later);
    "欧阳的浏览器".clone_into(&mut new.device);
    let kept = store.put_session(&hands.act(), &new).await.unwrap();
    store.put_link(&act(), &link("ouyang-link", &person)).await.unwrap();
    assert!(
        store
            .begin_second_step(&hands.act(), id, "ouyang-secret")
            .await
            .unwrap()
    );
    let codes = ["ouyang-code".to_owned()];
    let act_of_codes = hands.act();
    let confirmed = store.confirm_second_step(&act_of_codes, id, "ouyang-secret", 100, &codes, &kept);
    assert!(confirmed.await.unwrap());
    store
        .put_first_step(&act(), "ouyang-first", id, Way::Password, (noon(), later))
        .await
        .unwrap();
    let passkey = NewPasskey {
        name: "欧阳的钥匙",
        credential: "ouyang-credential",
        public_key: "{}",
    };
    assert!(store.put_passkey(&hands.act(), id, &passkey, None).await.unwrap());
    store.mark_single_sign_on(&act(), id).await.unwrap();
    let who = Subject {
        issuer: "https://sso.example.org",
        subject: "ouyang-subject",
    };
    let opened = store.open_by_single_sign_on(&act(), who, Some(&person.login)).await;
    assert!(opened.unwrap().is_some());
    let failed = Try {
        login: &person.login,
        step: Step::Password,
        client: "ouyang-client",
        known: true,
    };
    store.begin_try(&failed, noon()).await.unwrap();
    let owner = Owner {
        account: id.clone(),
        post: only_post(store, &person).await.id,
    };
    let key = NewKey {
        name: "欧阳的程序".to_owned(),
        holder: Holder::Person {
            owner,
            scopes: vec![KeyScope::Reports],
        },
        until: None,
        hash: "ouyang-key".to_owned(),
    };
    store.make_key(&hands.act(), &key).await.unwrap();
    let view = View {
        name: "欧阳的视图".to_owned(),
        query: Query::read(&ledger(), [("f.river", "欧阳桥")]).unwrap(),
    };
    store
        .put_view(&hands.act(), id, &plan_id(), &ledger().id, &view)
        .await
        .unwrap();
    // An answer to the person, and one to somebody else in which the person is named.
    let other = account(store, "lisi").await;
    // What the person did to somebody else's account, which that one is told.
    store.mark_single_sign_on(&hands.act(), &other.id).await.unwrap();
    for (n, owner) in [id, &other.id].into_iter().enumerate() {
        let once = Once::new(owner.to_string(), format!("request {n}"), noon());
        let answer = Answer {
            status: 200,
            media: "application/json".to_owned(),
            body: json!({ "changed_by": NAME }).to_string(),
        };
        store.keep_answer(&once, &answer).await.unwrap();
    }
    // What the office asks for, told to somebody else as well.
    let nudge = Nudge {
        id: new_id(),
        unit: unit("420100"),
        duty: Duty::Reporter,
        target: None,
        period: None,
        note: format!("请报送后告诉{NAME}，或写信到 ouyang@example.org"),
        on: day("2023-09-25"),
        by: NAME.to_owned(),
    };
    store
        .add_nudges(&hands.act(), &plan_id(), std::slice::from_ref(&nudge))
        .await
        .unwrap();
    store
        .see_nudge(&hands.act(), &plan_id(), &nudge.id, &person)
        .await
        .unwrap();
    let message = |account: &Account| NewMessage {
        account: account.id.clone(),
        since: day("2023-09-25"),
        lines: json!([{ "nudge": nudge }]),
        by_mail: true,
    };
    let both = [message(&person), message(&other)];
    let on = day("2023-09-25");
    assert_eq!(store.write_messages(&act(), &plan_id(), on, &both).await.unwrap(), 2);
}

async fn what_is_sent(store: &Store, hands: &mut Hands) {
    let (id, plan) = (hands.person.id.clone(), plan_id());
    let attached = file("欧阳的附件.pdf");
    let attachment = Attachment {
        target: target("outfalls-yangtze"),
        unit: unit("420100"),
        file: attached.clone(),
    };
    store
        .add_attachment(&hands.act(), &plan, &attachment, &id)
        .await
        .unwrap();
    let with_file = |value: &str| Content {
        progress: "已完成排查".to_owned(),
        evidence: vec![attached.clone()],
        ..content(value)
    };
    let report = Report {
        content: with_file("9067"),
        ..draft("9067")
    };
    store.create_report(&hands.act(), &plan, &report).await.unwrap();
    let sent = report
        .send(
            report.revision,
            with_file("9068"),
            NAME,
            day("2023-09-25"),
            &year().reports,
        )
        .unwrap();
    store.save_report(&hands.act(), &report, &sent).await.unwrap();

    // Somebody else is named in the ledger.
    let ledger = ledger();
    let row = |river: &str| yaodian_domain::ledger::Row {
        values: ["长江".to_owned() + river, "王小波".to_owned(), "027-1234567".to_owned()]
            .map(Some)
            .into(),
        ..outfalls::row("EZ-1", "")
    };
    let changing = Changing {
        account: Some(&id),
        ..outfalls::changing(&plan, &ledger)
    };
    for put in [true, false] {
        let puts = if put {
            vec![Put::New(row(""))]
        } else {
            let entry = outfalls::of_key(store, &plan, &ledger, "EZ-1").await;
            vec![outfalls::change(&entry, row("干流"))]
        };
        store.apply(&hands.act(), &changing, puts.into_iter()).await.unwrap();
    }
    let entry = outfalls::of_key(store, &plan, &ledger, "EZ-1").await;
    let photo = NewEvidence {
        entry: entry.id,
        stage: Some(outfalls::stage("traced")),
        field: None,
        name: "欧阳的照片.jpg".to_owned(),
        media: "image/jpeg".to_owned(),
        bytes: 1_234,
        sha256: "ef".repeat(32),
        place: Some("114.30517,30.59328".to_owned()),
        account: id.clone(),
    };
    let added = store.add_evidence(&hands.act(), &plan, &ledger, photo).await.unwrap();
    store
        .withdraw_evidence(&hands.act(), &plan, &ledger, &added)
        .await
        .unwrap();
    let upload = Upload {
        id: "upload-1".to_owned(),
        plan: plan.clone(),
        ledger: ledger.id.clone(),
        account: id.clone(),
        name: "欧阳的台账.xlsx".to_owned(),
        bytes: 123,
        sha256: "ab".repeat(32),
        batch: None,
    };
    store.put_upload(&hands.act(), &upload).await.unwrap();
    let batch = NewBatch {
        account: Some(id.clone()),
        name: "欧阳的监测.xlsx".to_owned(),
        ..measured::batch()
    };
    let rows = vec![measured::raw("A", "2023-05-01", "{}")];
    store
        .put_measurements(&hands.act(), &batch, rows, vec![measured::held(2, "B")])
        .await
        .unwrap();
    let import = NewImport {
        source: Source {
            kind: SourceKind::Docx,
            name: "欧阳的要点.docx".to_owned(),
            sha256: "00".repeat(32),
            scanned: Vec::new(),
        },
        ..imports::new("hubei-2025", None)
    };
    store.begin_import(&hands.act(), &import).await.unwrap();

    let closure = Matter::Closure {
        whole: false,
        evidence: vec!["见附件".to_owned()],
        files: vec![attached],
    };
    let begun = supervision::Taken {
        step: supervision::Step::Opened,
        on: day("2023-09-25"),
        by: hands.hand(),
        note: "申请销号".to_owned(),
    };
    let mut of = closings::villages().targets.remove(0);
    of.id = target("outfalls-yangtze");
    let case = Case::open(new_id(), &of, unit("420100"), closure, Status::Met, begun).unwrap();
    store.save_cases(&hands.act(), &plan, &[case]).await.unwrap();
}

async fn what_is_decided(store: &Store, hands: &mut Hands) {
    let plan = plan_id();
    let judgement = Judgement::new(
        target("outfalls-yangtze"),
        day("2023-09-25"),
        "水处",
        Status::AtRisk,
        "台账未核",
    )
    .unwrap();
    store.add_judgement(&hands.act(), &plan, &judgement).await.unwrap();
    let reopening = Reopening {
        period: "2023-08".parse().unwrap(),
        unit: None,
        on: day("2023-09-25"),
        until: day("2023-09-30"),
        reason: "补报".to_owned(),
        by: NAME.to_owned(),
    };
    store.reopen(&hands.act(), &plan, &reopening).await.unwrap();
    let august: Bulletin = bulletins::draft("2023-08");
    store.create_bulletin(&hands.act(), &plan, &august).await.unwrap();
    let issued = bulletins::published_by(&august, "2023-09-05", NAME);
    store.save_bulletin(&hands.act(), &plan, &issued).await.unwrap();
    store
        .put_document(&hands.act(), &plan, "series", &json!({ "a": 1 }))
        .await
        .unwrap();
    let figure = (target("outfalls-yangtze"), published("1", DaySpan::year(2023)));
    store
        .put_published(&hands.act(), &plan, std::slice::from_ref(&figure))
        .await
        .unwrap();
    store.put_published(&hands.act(), &plan, &[]).await.unwrap();
    let names = [("水生态处".to_owned(), vec![unit("shui")])];
    store.learn_names(&hands.act(), &plan, &names).await.unwrap();
    let again = Plan {
        issuer: year().title,
        ..year()
    };
    store.put_plan(&hands.act(), &again).await.unwrap();
    let next = closings::next_year();
    store.put_plan(&act(), &next).await.unwrap();
    let asked = closing::Step::Asked(closings::request());
    let asked = closings::step_by(&closing::Closing::default(), asked, hands.hand());
    store.save_closing(&hands.act(), &plan, &asked, None).await.unwrap();
    let stamp = store.closing_stamp(&plan).await.unwrap();
    let done = closings::step_by(
        &asked,
        closing::Step::Confirmed,
        Hand {
            name: "乙".to_owned(),
            account: None,
            ..hands.hand()
        },
    );
    store
        .save_closing(&act(), &plan, &done, Some((&stamp, &closings::finals())))
        .await
        .unwrap();
    let carried = closing::Carried {
        by: NAME.to_owned(),
        ..closings::carried()
    };
    store.carry(&hands.act(), &next.id, &[carried]).await.unwrap();
}
