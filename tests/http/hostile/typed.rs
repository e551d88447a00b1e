//! Which texts were sent to the server, and which are none that anybody reads.

use std::{
    any::type_name,
    collections::BTreeSet,
    path::Path,
    sync::{Mutex, PoisonError},
};

use serde::de::DeserializeOwned;
use serde_json::Value;
use yaodian_tests::Visitor;

use super::sources::Sources;

/// What no page, mail, sheet or bulletin has to show harmlessly, for it is not kept as it was sent: fields, or whole
/// types, each with why.
const KEPT_NOWHERE: &[(&str, &str)] = &[
    (
        "AssessRequest",
        "is judged and told again as data to whoever sent it: `what_is_judged_is_data`",
    ),
    ("Back.code", "is compared with what the provider says"),
    ("Back.iss", "is compared"),
    ("Back.state", "is compared"),
    ("Back.error", "says that nobody is let in, and is told nowhere"),
    ("Out.state", "is compared"),
    ("ChangePassword", "is hashed"),
    ("Confirmed", "is compared"),
    ("TypedCode.code", "is compared"),
    ("TypedCode.recovery", "is there or not"),
    ("Fields.password", "is hashed"),
    ("Fields.again", "is compared"),
    ("Fields.set", "is there or not"),
    ("Fields.ended", "is there or not"),
    ("Fields.out", "is there or not"),
    ("Chosen.post", "names a post"),
    (
        "BeginImport.plan",
        "is the id of a plan, of letters, digits and hyphens",
    ),
    ("Decide.decision.appoint.account", "names an account"),
    ("Decide.decision.deputy.account", "names an account"),
    ("Decide.decision.hand-over.to", "names an account"),
    ("Decide.decision.leave.account", "names an account"),
    ("EditPerson.email", "is an address of mail"),
    ("Invite.email", "is an address of mail"),
    ("SetEmail.email", "is an address of mail"),
    ("ForPeriod.period", "names a period"),
    ("ForgetView.name", "names a view"),
    ("MoveEntries.chosen.matching", "is looked for"),
    ("SavedView.query.filters.test.between", "is a figure or a day"),
    ("Rows.rows", "names rows"),
    ("Which", "names rows and units"),
    ("SaveImport.edits.code", "names a kind of doubt"),
    ("SaveImport.edits.form.inventory", "is a figure"),
    ("SaveImport.edits.form.value", "is a figure"),
    ("SaveImport.edits.form.reporters", "names units"),
    ("SaveImport.edits.units", "names units"),
    ("SaveReport.typed.done", "is a figure"),
    ("SaveReport.typed.of", "is a figure"),
    ("SaveReport.typed.value", "is a figure"),
    ("UndoBatch.batch", "names a batch"),
];

/// What was sent: types with the names that lead to a text in them.
#[derive(Default)]
pub struct Typed {
    fields: Mutex<BTreeSet<String>>,
    marks: Mutex<BTreeSet<String>>,
}

fn open<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The places that a text of ours names.
pub fn marks(text: &str) -> impl Iterator<Item = String> {
    text.split("XQ").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        rest[..end.unwrap_or(rest.len())].to_owned()
    })
}

impl Typed {
    /// That a field was sent with this text.
    pub fn field(&self, name: &str, text: &str) {
        let mut own = marks(text).peekable();
        assert!(own.peek().is_some(), "{name} is not marked: {text}");
        open(&self.fields).insert(name.to_owned());
        open(&self.marks).extend(own);
    }

    /// That a file or a name brought this text.
    pub fn brought(&self, text: &str) {
        open(&self.marks).extend(marks(text));
    }

    fn within(&self, of: &str, path: &str, value: &Value) {
        match value {
            Value::String(text) if text.contains("XQ") => self.field(&format!("{of}{path}"), text),
            Value::Array(all) => all.iter().for_each(|one| self.within(of, path, one)),
            Value::Object(all) => all
                .iter()
                .for_each(|(name, one)| self.within(of, &format!("{path}.{name}"), one)),
            _ => {}
        }
    }

    /// Posts what the server reads as `T`, which has to be done.
    pub async fn done<T: DeserializeOwned>(&self, by: &Visitor, path: &str, body: Value) -> Value {
        let name = type_name::<T>().rsplit("::").next().unwrap();
        let read = serde_json::from_value::<T>(body.clone());
        assert!(read.is_ok(), "{body} is no {name}: {:?}", read.err());
        let (status, answer) = by.post(path, &body).await;
        assert_eq!(status, 200, "{path}: {answer}");
        self.within(name, "", &body);
        answer
    }

    /// The places from which texts came.
    pub fn all(&self) -> BTreeSet<String> {
        open(&self.marks).clone()
    }

    /// Insists that no text that can be sent was left out.
    pub fn is_whole(&self) {
        let sources = Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        let fields: BTreeSet<String> = sources
            .fields()
            .into_values()
            .flatten()
            .map(|field| field.name())
            .collect();
        assert!(fields.len() > 90, "the sources were read: {fields:?}");
        let under = |field: &String, above: &str| field == above || field.starts_with(&format!("{above}."));
        let sent = open(&self.fields);
        let left: Vec<&String> = fields
            .iter()
            .filter(|field| !sent.contains(*field))
            .filter(|field| !KEPT_NOWHERE.iter().any(|(above, _)| under(field, above)))
            .collect();
        assert!(left.is_empty(), "texts that were not tried: {left:#?}");
        for (above, why) in KEPT_NOWHERE {
            assert!(
                fields.iter().any(|field| under(field, above)),
                "there is no {above}, which {why}"
            );
        }
        let unknown: Vec<&String> = sent.iter().filter(|field| !fields.contains(*field)).collect();
        assert!(unknown.is_empty(), "there are no such fields: {unknown:#?}");
    }
}
