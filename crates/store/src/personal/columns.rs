//! Every column of every table, with whether it tells something about a person who works with the product.
//!
//! What export and erasure do follows from this list; a test holds it against the tables that there are.

use yaodian_domain::privacy::Topic;

/// Whose a name in a column is, and which rows are a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// That of the account in this column.
    Account(&'static str),
    /// That of whoever did what the audit says was done at the instant in this column.
    At(&'static str),
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Nothing about persons.
    Nothing,
    /// Something that goes.
    Gone(Topic),
    /// A secret, by its hash or sealed: it goes, and is handed to nobody.
    Secret(Topic),
    /// A name; a pseudonym takes its place.
    Name(Topic, Whose),
    /// JSON in which names stand. A pseudonym takes their places in rows of which this holds; `$1` is the account.
    Within(Topic, &'static str),
    /// Something that stays, under a pseudonym: an account's id, its posts.
    Stays(Topic),
    /// The name of a file, by itself or as `name` in JSON: the pseudonym takes its place, its ending stays.
    File(Whose),
    /// What somebody wrote. It stays; a pseudonym takes the place of the name in it.
    Words(Whose),
    /// Something of which nothing stays but this, as SQL has it.
    Emptied(Topic, Whose, &'static str),
    /// JSON in which people are named who need have no account: found and erased by what it says
    /// ([`Store::named`](crate::Store::named)).
    Named,
}

impl Holds {
    /// What a person is told of it.
    pub fn topic(self) -> Option<Topic> {
        match self {
            Self::Nothing => None,
            Self::Gone(topic)
            | Self::Secret(topic)
            | Self::Name(topic, _)
            | Self::Within(topic, _)
            | Self::Emptied(topic, ..)
            | Self::Stays(topic) => Some(topic),
            Self::File(_) => Some(Topic::Files),
            Self::Words(_) => Some(Topic::Words),
            Self::Named => Some(Topic::Named),
        }
    }

    /// Whether it may be about somebody who has an account.
    pub fn is_of_accounts(self) -> bool {
        self.topic().is_some_and(|topic| topic != Topic::Named)
    }
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// Its name.
    pub table: &'static str,
    /// Its rows go when a person is erased whose they are.
    pub goes: bool,
    /// Whose its rows are; `None` where that follows from the names in them, or they are nobody's.
    pub of: Option<Whose>,
    /// Its columns.
    pub columns: &'static [(&'static str, Holds)],
}

const NO: Holds = Holds::Nothing;
const fn gone(topic: Topic) -> Holds {
    Holds::Gone(topic)
}
const fn secret(topic: Topic) -> Holds {
    Holds::Secret(topic)
}
const fn stays(topic: Topic) -> Holds {
    Holds::Stays(topic)
}
const fn at(column: &'static str) -> Holds {
    Holds::Name(Topic::Work, Whose::At(column))
}
const fn of(column: &'static str) -> Holds {
    Holds::Name(Topic::Work, Whose::Account(column))
}
const fn file(account: &'static str) -> Holds {
    Holds::File(Whose::Account(account))
}
const fn within(rows: &'static str) -> Holds {
    Holds::Within(Topic::Work, rows)
}

/// A table nothing of which is about persons, or some names in it.
const fn table(table: &'static str, columns: &'static [(&'static str, Holds)]) -> Held {
    Held {
        table,
        goes: false,
        of: None,
        columns,
    }
}

/// A table whose rows are an account's, and go with it.
const fn going(table: &'static str, of: &'static str, columns: &'static [(&'static str, Holds)]) -> Held {
    Held {
        table,
        goes: true,
        of: Some(Whose::Account(of)),
        columns,
    }
}

/// A table whose rows are an account's, and stay.
const fn staying(table: &'static str, of: &'static str, columns: &'static [(&'static str, Holds)]) -> Held {
    Held {
        table,
        goes: false,
        of: Some(Whose::Account(of)),
        columns,
    }
}

use Topic::{Account, Audit, Files, Keys, Mail, Messages, Posts, Sessions, SignIn, Title, Tries, Views, Work};

/// Of the column in which `tries` tell a login instead of an account.
pub(super) const LOGIN_KEY: &str = "login_key";

/// All tables, by name. `t` is the table in conditions.
#[rustfmt::skip]
pub const COLUMNS: &[Held] = &[
    going("access_keys", "account", &[
        ("id", NO), ("name", gone(Keys)), ("hash", secret(Keys)), ("network", NO), ("unit", NO), ("plan", NO), ("account", gone(Keys)),
        ("post", gone(Keys)), ("scopes", gone(Keys)), ("until_day", gone(Keys)), ("made_at", gone(Keys)), ("made_by", at("made_at")),
        ("last_used_on", gone(Keys)), ("revoked_at", gone(Keys)), ("revoked_by", at("revoked_at")),
    ]),
    staying("accounts", "id", &[
        ("id", stays(Account)), ("login", Holds::Name(Account, Whose::Account("id"))), ("login_key", Holds::Name(Account, Whose::Account("id"))),
        ("name", Holds::Name(Account, Whose::Account("id"))), ("active", stays(Account)), ("password_hash", secret(SignIn)),
        ("created_at", stays(Account)), ("email", gone(Mail)), ("erased", stays(Account)),
    ]),
    // Forgotten after a day, those of programs too.
    going("answers", "owner", &[
        ("owner", gone(Work)), ("request_key", NO), ("run", NO), ("request", NO), ("begun_at", gone(Work)), ("subject_kind", NO),
        ("subject_id", NO), ("status", NO), ("media", NO), ("body", gone(Work)),
    ]),
    table("attachments", &[
        ("id", NO), ("plan", NO), ("target", NO), ("unit", NO), ("name", file("account")), ("media", NO), ("bytes", NO), ("sha256", NO),
        ("added_at", NO), ("added_by", of("account")), ("account", stays(Work)),
    ]),
    // Exported and erased by themselves, since they are chained.
    table("audit", &[
        ("seq", NO), ("at", stays(Audit)), ("actor_kind", NO), ("actor_id", stays(Audit)), ("actor_name", stays(Audit)),
        ("action", stays(Audit)), ("subject_kind", stays(Audit)), ("subject_id", stays(Audit)), ("plan", NO), ("detail", stays(Audit)),
        ("hash", NO), ("actor_unit", stays(Audit)), ("actor_post", stays(Audit)), ("personal", stays(Audit)),
    ]),
    table("audit_head", &[("id", NO), ("seq", NO), ("hash", NO)]),
    going("audit_personal", "account", &[
        ("seq", gone(Audit)), ("field", gone(Audit)), ("account", gone(Audit)), ("salt", secret(Audit)), ("value", gone(Audit)),
    ]),
    table("batches", &[
        ("list", NO), ("seq", NO), ("id", NO), ("how", NO), ("at", NO), ("by_name", of("account")), ("account", stays(Work)),
        ("changed", NO), ("undoes", NO), ("undone_by", NO),
    ]),
    table("bulletins", &[
        ("id", NO), ("plan", NO), ("edition", NO), ("as_of", NO), ("revision", NO), ("state", NO), ("published_on", NO),
        ("corrects", NO), ("created_at", NO), ("changed_at", NO), ("changed_by", at("changed_at")),
        ("body", within("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.subject_kind = 'bulletin' AND a.subject_id = t.id)")),
    ]),
    table("carried", &[
        ("from_plan", NO), ("target", NO), ("into_plan", NO), ("seq", NO), ("carried_at", NO), ("carried_by", at("carried_at")),
        ("body", within("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.at = t.carried_at)")),
    ]),
    table("cases", &[
        ("id", NO), ("plan", NO), ("kind", NO), ("target", NO), ("unit", NO), ("state", NO), ("exclusive", NO), ("steps", NO),
        ("changed_at", NO),
        ("body", within("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.subject_kind = 'case' AND a.subject_id = t.id)")),
    ]),
    table("closing_steps", &[
        ("plan", NO), ("seq", NO), ("step", NO), ("taken_at", NO), ("taken_by", at("taken_at")),
        ("body", within("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.at = t.taken_at)")),
    ]),
    table("closings", &[("plan", NO), ("closed_on", NO), ("body", NO)]),
    table("documents", &[
        ("plan", NO), ("name", NO), ("version", NO), ("written_at", NO), ("written_by", at("written_at")), ("body", NO),
    ]),
    table("entries", &[
        ("id", NO), ("list", NO), ("key", NO), ("unit", NO), ("version", NO), ("made", NO), ("changed", NO), ("reached", NO),
        ("body", Holds::Named), ("files", NO), ("gone", NO),
    ]),
    table("entry_versions", &[
        ("entry", NO), ("version", NO), ("made", NO), ("unit", NO), ("reached", NO), ("body", Holds::Named), ("gone", NO),
    ]),
    table("erasing", &[("account", NO)]),
    table("evidence", &[
        ("id", NO), ("list", NO), ("entry", NO), ("stage", NO), ("field", NO), ("name", file("account")), ("media", NO), ("bytes", NO),
        // Where whoever took the photo stood.
        ("sha256", NO), ("place", Holds::Emptied(Files, Whose::Account("account"), "NULL")), ("added_at", NO), ("added_by", of("account")), ("account", stays(Work)),
        ("withdrawn_at", NO), ("withdrawn_by", at("withdrawn_at")),
    ]),
    going("first_steps", "account", &[
        ("token_hash", secret(SignIn)), ("account", gone(SignIn)), ("way", gone(SignIn)), ("begun_at", gone(SignIn)), ("expires_at", gone(SignIn)),
    ]),
    table("held_rows", &[("batch", NO), ("place", NO), ("row", NO), ("station", NO), ("reasons", NO), ("cells", Holds::Named)]),
    table("import_revisions", &[
        ("import", NO), ("revision", NO), ("saved_at", NO), ("saved_by", at("saved_at")), ("titles", NO), ("text", NO),
        ("kept", NO), ("edits", NO),
    ]),
    table("imports", &[
        ("id", NO), ("plan", NO), ("amends", NO), ("revision", NO), ("state", NO), ("version", NO), ("begun_at", NO),
        ("begun_by", at("begun_at")), ("saved_at", NO), ("saved_by", at("saved_at")), ("source", Holds::File(Whose::At("begun_at"))), ("titles", NO),
    ]),
    table("judgements", &[
        ("plan", NO), ("seq", NO), ("target", NO), ("written_at", NO), ("written_by", at("written_at")),
        ("body", within("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.at = t.written_at)")),
    ]),
    going("known_browsers", "account", &[("token_hash", secret(Sessions)), ("account", gone(Sessions)), ("seen_at", gone(Sessions))]),
    table("learned_names", &[
        ("name", NO), ("seq", NO), ("units", NO), ("plan", NO), ("learned_at", NO), ("learned_by", at("learned_at")),
    ]),
    table("ledger_lists", &[("id", NO), ("plan", NO), ("ledger", NO), ("ended", NO)]),
    table("ledgers", &[("plan", NO), ("ledger", NO), ("list", NO), ("demonstration", NO), ("seq", NO), ("fields", NO)]),
    going("links", "account", &[
        ("token_hash", secret(SignIn)), ("account", gone(SignIn)), ("purpose", gone(SignIn)), ("created_at", gone(SignIn)),
        ("expires_at", gone(SignIn)), ("reusable", NO), ("used_at", gone(SignIn)),
    ]),
    table("measurement_batches", &[
        ("seq", NO), ("id", NO), ("network", NO), ("plan", NO), ("demonstration", NO), ("how", NO), ("account", stays(Work)),
        ("by_name", of("account")), ("at", NO), ("known_on", NO), ("name", file("account")), ("sha256", NO), ("heads", NO), ("rows", NO),
        ("added", NO), ("revised", NO), ("unchanged", NO), ("held", NO),
    ]),
    table("measurement_lock", &[("id", NO), ("seq", NO)]),
    table("measurements", &[
        ("batch", NO), ("place", NO), ("network", NO), ("demonstration", NO), ("station", NO), ("moment", NO), ("state", NO),
        ("known_on", NO), ("body", NO),
    ]),
    // Rows to others name who asked, in the lines.
    going("messages", "account", &[
        ("id", gone(Messages)), ("plan", NO), ("account", gone(Messages)), ("day", gone(Messages)), ("since", NO), ("written_at", gone(Messages)),
        ("lines", Holds::Within(Messages, "1 = 1")), ("state", gone(Messages)), ("attempts", NO), ("not_before", NO), ("held_until", NO),
        ("mail", gone(Messages)), ("trouble", gone(Messages)), ("ended_at", gone(Messages)), ("address", gone(Messages)),
    ]),
    table("movements", &[
        ("list", NO), ("unit", NO), ("part", NO), ("stage", NO), ("known_on", NO), ("reached_on", NO), ("number", NO),
    ]),
    table("nudges", &[
        ("id", NO), ("plan", NO), ("unit", NO), ("duty", NO), ("target", NO), ("period", NO), ("note", Holds::Words(Whose::At("written_at"))), ("day", NO),
        ("written_at", NO), ("written_by", at("written_at")),
    ]),
    staying("nudges_seen", "account", &[
        ("nudge", NO), ("account", stays(Work)), ("name", of("account")), ("at", stays(Work)),
    ]),
    going("passkeys", "account", &[
        ("id", gone(SignIn)), ("account", gone(SignIn)), ("name", gone(SignIn)), ("credential", secret(SignIn)), ("public_key", secret(SignIn)),
        ("added_at", gone(SignIn)), ("used_at", gone(SignIn)),
    ]),
    table("people", &[("id", NO), ("revision", NO)]),
    table("plan_versions", &[
        ("plan", NO), ("version", NO), ("written_at", NO), ("written_by", at("written_at")), ("body", NO),
    ]),
    table("plans", &[
        ("id", NO), ("title_zh", NO), ("title_en", NO), ("issuer_zh", NO), ("issuer_en", NO), ("starts_on", NO), ("ends_on", NO), ("version", NO), ("content_version", NO),
    ]),
    staying("posts", "account", &[
        ("id", stays(Posts)), ("account", stays(Posts)), ("unit", stays(Posts)), ("plan", stays(Posts)), ("duties", stays(Posts)),
        ("title", Holds::Emptied(Title, Whose::Account("account"), "''")),
        ("from_day", stays(Posts)), ("until_day", stays(Posts)), ("deputy_of", stays(Posts)), ("given_at", stays(Posts)),
        ("withdrawn_at", stays(Posts)),
    ]),
    table("published", &[
        ("id", NO), ("plan", NO), ("target", NO), ("replaces", NO), ("written_at", NO), ("written_by", at("written_at")),
        ("retired_at", NO), ("retired_by", at("retired_at")), ("body", NO),
    ]),
    going("recovery_codes", "account", &[
        ("account", gone(SignIn)), ("hash", secret(SignIn)), ("made_at", gone(SignIn)), ("used_at", gone(SignIn)),
    ]),
    table("reopenings", &[
        ("id", NO), ("plan", NO), ("period", NO), ("unit", NO), ("at", NO), ("by_name", at("at")),
        ("body", within("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.at = t.at)")),
    ]),
    table("reports", &[
        ("id", NO), ("plan", NO), ("target", NO), ("unit", NO), ("period", NO), ("revision", NO), ("state", NO), ("counts", NO),
        ("created_at", NO), ("changed_at", NO), ("changed_by", at("changed_at")),
        ("body", within("EXISTS (SELECT 1 FROM audit AS a WHERE a.actor_id = $1 AND a.subject_kind = 'report' AND a.subject_id = t.id)")),
        ("replaced_on", NO),
    ]),
    // The program's own mark.
    table("rounds", &[("plan", NO), ("day", NO), ("held_by", NO), ("held_until", NO), ("done_at", NO)]),
    going("saved_views", "account", &[
        ("account", gone(Views)), ("plan", gone(Views)), ("ledger", gone(Views)), ("name", gone(Views)), ("query", gone(Views)),
    ]),
    going("second_steps", "account", &[
        ("account", gone(SignIn)), ("secret", secret(SignIn)), ("begun_at", gone(SignIn)), ("confirmed_at", gone(SignIn)), ("used_step", NO),
    ]),
    going("sessions", "account", &[
        ("id", gone(Sessions)), ("token_hash", secret(Sessions)), ("account", gone(Sessions)), ("post", gone(Sessions)), ("way", gone(Sessions)),
        ("device", gone(Sessions)), ("begun_at", gone(Sessions)), ("seen_at", gone(Sessions)), ("expires_at", gone(Sessions)),
        ("second_step", gone(Sessions)),
    ]),
    going("single_sign_on", "account", &[
        ("account", gone(SignIn)), ("marked_at", gone(SignIn)), ("issuer", gone(SignIn)), ("subject", gone(SignIn)), ("bound_at", gone(SignIn)),
    ]),
    table("trial_day", &[("id", NO), ("day", NO)]),
    going("tries", LOGIN_KEY, &[
        ("id", NO), (LOGIN_KEY, gone(Tries)), ("step", gone(Tries)), ("client", secret(Tries)), ("known", gone(Tries)), ("at", gone(Tries)),
    ]),
    // Sealed, and over in minutes.
    table("under_way", &[("token_hash", NO), ("sealed", NO), ("expires_at", NO)]),
    staying("uploads", "account", &[
        ("id", NO), ("plan", NO), ("ledger", NO), ("account", stays(Work)), ("name", file("account")), ("bytes", NO), ("sha256", NO), ("at", stays(Work)),
        ("committed_at", NO), ("batch", NO),
    ]),
];
