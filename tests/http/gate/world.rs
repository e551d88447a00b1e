//! A server with people in every post, and something of each kind to ask about.

use std::collections::BTreeMap;

use reqwest::{RequestBuilder, header};
use serde_json::{Value, json};
use yaodian_domain::{
    access::{Duty, matrix::Place},
    key::KeyScope,
};
use yaodian_tests::{Server, Visitor};

use super::entry::{Entry, Opens, Sent};
use crate::{
    api::{outfalls, send},
    imports::next_year,
    ledgers::{LEDGER, MENDED, add, picture},
    networks::{AUGUST, REGISTER, bring},
};

/// A name that stands for nothing.
pub const DRAFT: &str = "试一试";

const OWN: Place = Place { own: true, led: false };
const LED: Place = Place { own: false, led: true };
const NEITHER: Place = Place { own: false, led: false };

/// The marks of everybody below, and of who is gone.
pub const EVERYBODY: &str = "rvlLAaRVoOwBDd12345G";

/// Posts by their marks, of every duty: of the unit (武汉), whose things all of it is about; of the division that leads;
/// of a division, or another office, that has no part in it. One carries two duties; `D` and `d` stand in for `R` and `V`.
/// The last five act in another plan, whose divisions go by the same names.
const POSTS: [(char, &[Duty], Place); 19] = [
    ('r', &[Duty::Reporter], NEITHER),
    ('v', &[Duty::Reviewer], NEITHER),
    ('l', &[Duty::Leader], NEITHER),
    ('L', &[Duty::Leader], OWN),
    ('A', &[Duty::Administrator], NEITHER),
    ('a', &[Duty::Administrator], OWN),
    ('R', &[Duty::Reporter], OWN),
    ('V', &[Duty::Reviewer], LED),
    ('o', &[Duty::Office], OWN),
    ('O', &[Duty::Office], NEITHER),
    ('w', &[Duty::Reviewer], OWN),
    ('B', &[Duty::Reporter, Duty::Reviewer], OWN),
    ('D', &[Duty::Reporter], OWN),
    ('d', &[Duty::Reviewer], LED),
    ('1', &[Duty::Reporter], NEITHER),
    ('2', &[Duty::Leader], NEITHER),
    ('3', &[Duty::Reviewer], NEITHER),
    ('4', &[Duty::Office], NEITHER),
    ('5', &[Duty::Administrator], NEITHER),
];

/// The plan in which the last five act.
const ELSEWHERE: &str = "hunan-2023";

/// Whom to let in, by mark, with the unit.
const LET_IN: [(char, &str); 9] = [
    ('r', "daqi"),
    ('v', "daqi"),
    ('l', "daqi"),
    ('L', "420100"),
    ('a', "420100"),
    ('o', "420100"),
    ('w', "420100"),
    ('B', "420100"),
    ('O', "bangongshi"),
];
const LET_IN_ELSEWHERE: [(char, &str); 5] = [
    ('1', "430100"),
    ('2', "430100"),
    ('3', "shui"),
    ('4', "bangongshi"),
    ('5', "renshi"),
];

/// Somebody who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Who {
    Nobody,
    /// Somebody whose post has ended, and whose session goes on.
    Ended,
    /// A station's key.
    Station,
    /// A key of the unit's reporter, with the scope that opens the route and no other, or with all the others.
    Key {
        fits: bool,
    },
    Person(char),
}

impl std::fmt::Debug for Who {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nobody => f.write_str("nobody"),
            Self::Ended => f.write_str("somebody whose post has ended"),
            Self::Station => f.write_str("a station"),
            Self::Key { fits } => write!(
                f,
                "a reporter's key that {}",
                if *fits { "fits" } else { "does not fit" }
            ),
            Self::Person(mark) => {
                let (duties, place) = self.post();
                let elsewhere = if self.acts_elsewhere() { "; in another plan" } else { "" };
                write!(f, "{duties:?} ({mark}; {place:?}{elsewhere})")
            }
        }
    }
}

impl Who {
    pub fn mark(self) -> char {
        match self {
            Self::Nobody => 'N',
            Self::Ended => 'G',
            Self::Station => 'S',
            Self::Key { .. } => 'K',
            Self::Person(mark) => mark,
        }
    }

    /// The duties of a person, and how his unit stands to what is asked about.
    pub fn post(self) -> (&'static [Duty], Place) {
        let (_, duties, place) = POSTS.iter().find(|(mark, ..)| *mark == self.mark()).unwrap();
        (duties, *place)
    }

    /// Whether it is somebody of another plan.
    pub fn acts_elsewhere(self) -> bool {
        LET_IN_ELSEWHERE.iter().any(|(mark, _)| *mark == self.mark())
    }
}

pub struct World {
    pub server: Server,
    people: BTreeMap<char, Visitor>,
    /// A key for each scope alone, and one for all scopes but this.
    programs: Vec<(KeyScope, String, String)>,
    station: String,
    pub report: String,
    pub attachment: String,
    pub slip: String,
    pub request: String,
    /// For everybody an entry that was put right, with a photo; and one that was only entered.
    pub entries: BTreeMap<char, (i64, String)>,
    pub entered: BTreeMap<char, (i64, String)>,
    pub upload: String,
    pub batch: String,
    pub sheet: String,
    pub nudge: String,
    pub keys: [String; 3],
    pub draft: String,
    pub draft_text: Value,
    pub import: String,
    /// An account and a post that has ended.
    pub ended: (String, String),
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

async fn made(by: &Visitor, path: &str, body: &Value) -> Value {
    let (status, answer) = by.post(path, body).await;
    assert_eq!(status, 200, "{path}: {answer}");
    answer
}

async fn key(by: &Visitor, scopes: &[KeyScope]) -> (String, String) {
    let scopes: Vec<&str> = scopes.iter().map(|scope| scope.as_str()).collect();
    let made = made(by, "/api/v1/keys", &json!({ "name": DRAFT, "scopes": scopes })).await;
    (text(&made["key"]["id"]), text(&made["secret"]))
}

impl World {
    pub async fn begun() -> Self {
        let server = Server::of_provinces(None, str::to_owned, &["--client-rate", "0"]).await;
        let reporter = server.by_link(0).await;
        let administrator = server.by_link(3).await;
        let office = server.by_link(2).await;
        let reviewer = server.by_link(1).await;
        let gone = server.person("gone", "420100", &["reporter"], false).await;

        let (report, _) = send(&reporter, &outfalls("610", "734")).await;
        let files = "/api/v1/targets/outfalls-yangtze/files?name=a.png";
        let (status, attached) = reporter.send(files, picture()).await;
        assert_eq!(status, 200, "{attached}");
        let slip = json!({ "notices": [{
            "target": "outfalls-key-survey", "unit": "420100", "colour": "yellow", "demand": "请赶上进度。",
        }] });
        let slip = made(&office, "/api/v1/cases", &slip).await;
        let request =
            json!({ "extension": { "target": "outfalls-key-survey", "new_due": "2024-06-30", "reason": "汛期" } });
        let request = made(&reporter, "/api/v1/cases", &request).await;
        let nudge = json!({ "units": ["420100"], "note": "请报送联系人" });
        made(&office, "/api/v1/reminders/ask", &nudge).await;
        let (_, told) = office.json("/api/v1/reminders/told").await;

        let (status, preview) = reviewer
            .send("/api/v1/ledgers/water-sections/uploads?name=register.csv", REGISTER)
            .await;
        assert_eq!(status, 200, "{preview}");
        let commit = format!("/api/v1/ledgers/water-sections/uploads/{}/commit", text(&preview["id"]));
        made(&reviewer, &commit, &json!({ "seen": preview["seen"] })).await;
        let (sheet, done) = bring(&reviewer, "water", &json!({ "state": "raw" }), AUGUST).await;

        let draft = made(&office, "/api/v1/bulletins", &json!({ "edition": "2023-09" })).await;
        let asked = "/api/v1/imports?plan=hubei-2024&name=2024.txt";
        let (status, import) = office.send(asked, next_year()).await;
        assert_eq!(status, 200, "{import}");

        let (code, station, error) = server
            .command(&["token", "create", "自动站", "--network", "water"])
            .await;
        assert_eq!(code, 0, "{error}");
        let mut programs = Vec::new();
        for scope in KeyScope::ALL {
            let others: Vec<KeyScope> = KeyScope::ALL.into_iter().filter(|other| *other != scope).collect();
            programs.push((scope, key(&reporter, &[scope]).await.1, key(&reporter, &others).await.1));
        }
        let keys = [
            key(&reporter, &[KeyScope::Read]).await.0,
            key(&reporter, &[KeyScope::Read]).await.0,
            key(&reporter, &[KeyScope::Read]).await.0,
        ];

        let mut world = Self {
            people: BTreeMap::new(),
            programs,
            station: station.trim().to_owned(),
            report,
            attachment: text(&attached["id"]),
            slip: text(&slip[0]["case"]["id"]),
            request: text(&request[0]["case"]["id"]),
            entries: BTreeMap::new(),
            entered: BTreeMap::new(),
            upload: String::new(),
            batch: text(&done["batch"]),
            sheet: text(&sheet["id"]),
            nudge: text(&told["nudges"][0]["id"]),
            keys,
            draft: text(&draft["head"]["id"]),
            draft_text: draft["text"].clone(),
            import: text(&import["id"]),
            ended: ended(&administrator, "gone").await,
            server,
        };
        world.fill_ledger(&reporter).await;
        let standing_in = [
            deputy(&world.server, "trial-reporter").await,
            deputy(&world.server, "trial-reviewer").await,
        ];
        // The post of who is gone ended yesterday, and so did those of who stands in from today on.
        office.move_to("2023-09-26").await;
        for (plan, (mark, unit)) in (LET_IN.into_iter().map(|one| (None, one)))
            .chain(LET_IN_ELSEWHERE.into_iter().map(|one| (Some(ELSEWHERE), one)))
        {
            let (duties, _) = Who::Person(mark).post();
            let duties: Vec<&str> = duties.iter().map(|duty| duty.as_str()).collect();
            let login = format!("gate-{}", u32::from(mark));
            let visitor = world.server.person_in(plan, &login, unit, &duties, false).await;
            world.people.insert(mark, visitor);
        }
        world.people.extend([
            ('R', reporter),
            ('V', reviewer),
            ('A', administrator),
            ('D', standing_in[0].clone()),
            ('d', standing_in[1].clone()),
            ('G', gone),
        ]);
        world
    }

    async fn fill_ledger(&mut self, reporter: &Visitor) {
        for mark in EVERYBODY.chars().chain("NSK".chars()) {
            let mended = add(reporter, &format!("M-{mark}"), &MENDED).await;
            let id = mended["entry"]["id"].as_i64().unwrap();
            let path = format!("{LEDGER}/entries/{id}/evidence?stage=accepted&name=a.png");
            let (status, view) = reporter.send(&path, picture()).await;
            assert_eq!(status, 200, "{view}");
            self.entries.insert(mark, (id, text(&view["evidence"][0]["id"])));
            let entered = add(reporter, &format!("E-{mark}"), &[]).await;
            let id = entered["entry"]["id"].as_i64().unwrap();
            self.entered.insert(mark, (id, String::new()));
        }
        let path = format!("{LEDGER}/uploads?name=a.csv");
        let (status, preview) = reporter.send(&path, "排污口编码,责任单位\nX-1,武汉\n").await;
        assert_eq!(status, 200, "{preview}");
        self.upload = text(&preview["id"]);
    }

    /// Everybody who is asked about at an entry, those first who should be stopped.
    pub fn everybody(entry: &Entry) -> Vec<Who> {
        let mut all = vec![Who::Nobody, Who::Ended, Who::Station, Who::Key { fits: false }];
        if entry.scope.is_some() || matches!(entry.opens, Opens::Anybody) {
            all.push(Who::Key { fits: true });
        }
        let posts = POSTS.iter().map(|(mark, ..)| Who::Person(*mark));
        match entry.opens {
            // What is anybody's is asked for by one who is signed in, and by others.
            Opens::Anybody => all.push(Who::Person('R')),
            _ => all.extend(posts.filter(|who| !entry.lets(*who)).collect::<Vec<_>>()),
        }
        if !matches!(entry.opens, Opens::Anybody) {
            let posts = POSTS.iter().map(|(mark, ..)| Who::Person(*mark));
            all.extend(posts.filter(|who| entry.lets(*who)));
        }
        // A key that fits does what its reporter does.
        let for_reporters = entry.asks(Who::Person('R'));
        all.retain(|who| entry.asks(*who) && (for_reporters || !matches!(who, Who::Key { fits: true })));
        all
    }

    fn request(&self, entry: &Entry, who: Who) -> RequestBuilder {
        let path = entry.path(who.mark());
        let stranger = || self.server.visitor();
        let bearing = |secret: &str| {
            let asked = stranger().request(entry.method.clone(), &path);
            asked.header(header::AUTHORIZATION, format!("Bearer {secret}"))
        };
        match who {
            Who::Nobody => stranger().request(entry.method.clone(), &path),
            Who::Station => bearing(&self.station),
            Who::Key { fits } => {
                // Where no scope opens a route, all of them do not.
                let scope = entry.scope.unwrap_or(KeyScope::Read);
                let (_, only, others) = self.programs.iter().find(|(known, ..)| *known == scope).unwrap();
                bearing(if fits { only } else { others })
            }
            Who::Ended | Who::Person(_) => self.people[&who.mark()].request(entry.method.clone(), &path),
        }
    }

    /// Asks for what an entry tells; the status and the body of the answer.
    pub async fn ask(&self, entry: &Entry, who: Who) -> (u16, String) {
        Self::answered(self.whole(entry, who)).await
    }

    /// The request for what an entry tells, whole.
    pub fn whole(&self, entry: &Entry, who: Who) -> RequestBuilder {
        let request = self.request(entry, who);
        match entry.sent(who.mark()) {
            Sent::Nothing => request,
            Sent::Json(body) => request.json(&body),
            Sent::Bytes(bytes) => request
                .header(header::CONTENT_TYPE, "application/octet-stream")
                .body(bytes),
            Sent::Form(fields) => request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(fields),
        }
    }

    /// The same as a form would send it: with one of the media types that need no leave.
    pub fn as_form(&self, entry: &Entry, who: Who, media: &str) -> RequestBuilder {
        let request = self.request(entry, who).header(header::CONTENT_TYPE, media);
        match entry.sent(who.mark()) {
            Sent::Nothing => request,
            Sent::Json(body) => request.body(body.to_string()),
            Sent::Bytes(bytes) => request.body(bytes),
            Sent::Form(fields) => request.body(fields),
        }
    }

    /// The status and the body of the answer.
    pub async fn answered(request: RequestBuilder) -> (u16, String) {
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let media = answer.headers().get(header::CONTENT_TYPE);
        // News goes on for ever.
        if media.is_some_and(|media| media.as_bytes().starts_with(b"text/event-stream")) {
            return (status, String::new());
        }
        let body = answer.bytes().await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}

/// Somebody who stands in for the holder of a post from tomorrow on, and has no other post by then.
async fn deputy(server: &Server, absent: &str) -> Visitor {
    let login = format!("for-{absent}");
    let visitor = server.person(&login, "daqi", &["reporter"], false).await;
    let (from, to) = ("2023-09-26", "2023-12-31");
    for asked in [
        ["end", &login, "--last", "2023-09-25"].as_slice(),
        &["deputise", absent, "--by", &login, "--from", from, "--to", to],
    ] {
        let (code, _, error) = server.command(&[&["user"], asked].concat()).await;
        assert_eq!(code, 0, "{error}");
    }
    visitor
}

/// Ends the post of somebody today; the account and the post.
async fn ended(administrator: &Visitor, login: &str) -> (String, String) {
    let (_, people) = administrator.json("/api/v1/people").await;
    let of = |list: &str, field: &str, value: &str| {
        let all = people[list].as_array().unwrap();
        text(&all.iter().find(|one| one[field] == value).unwrap()["id"])
    };
    let account = of("people", "login", login);
    let post = of("posts", "account", &account);
    let decision = json!({ "until": { "post": post, "last": "2023-09-25" } });
    let asked = json!({ "revision": people["revision"], "decision": decision });
    made(administrator, "/api/v1/people/decide", &asked).await;
    (account, post)
}
