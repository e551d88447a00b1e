-- Ledgers: lists of real things. Both databases run this text but for `{number}`, which stands for
-- a number that the database gives out itself, rising and never twice.

-- One row a ledger, which is also the lock under which it changes. `seq` counts its changes;
-- `fields` names what stands at which place of a stored row, a JSON array to which only more is
-- added; `list` is the list that its entries are on now.
CREATE TABLE ledgers (
    plan TEXT NOT NULL REFERENCES plans (id),
    ledger TEXT NOT NULL,
    list BIGINT NOT NULL,
    demonstration BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    fields TEXT NOT NULL,
    PRIMARY KEY (plan, ledger)
);

-- A ledger's lists: another one begins where made-up entries give way to real ones, which shall
-- share nothing with them. `ended` is the change that ended it.
CREATE TABLE ledger_lists (
    id {number},
    plan TEXT NOT NULL,
    ledger TEXT NOT NULL,
    ended BIGINT
);
CREATE INDEX ledger_lists_ledger ON ledger_lists (plan, ledger);

-- Entries as they stand. `made` is the change that made this version, `changed` the last one that
-- touched the entry: evidence makes no version. No foreign keys: they would be looked up a million
-- times for a list of a million, which is written by one hand only.
CREATE TABLE entries (
    id {number},
    list BIGINT NOT NULL,
    key TEXT NOT NULL,
    unit TEXT NOT NULL,
    version BIGINT NOT NULL DEFAULT 1,
    made BIGINT NOT NULL,
    changed BIGINT NOT NULL,
    -- Days with a blank between them.
    reached TEXT NOT NULL,
    -- A JSON array of texts and nulls, by the places in `fields` of the ledger.
    body TEXT NOT NULL,
    -- How many files were added for which stage: `traced:2 closed:1`.
    files TEXT NOT NULL DEFAULT '',
    gone BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX entries_key ON entries (list, key);
CREATE INDEX entries_changed ON entries (list, changed);

-- Versions that were superseded. The latest one stands in `entries` alone, so that a new list is
-- written once.
CREATE TABLE entry_versions (
    entry BIGINT NOT NULL,
    version BIGINT NOT NULL,
    made BIGINT NOT NULL,
    unit TEXT NOT NULL,
    reached TEXT NOT NULL,
    body TEXT NOT NULL,
    gone BIGINT NOT NULL,
    PRIMARY KEY (entry, version)
);

-- What was changed together: `seq` is the change of the ledger.
CREATE TABLE batches (
    list BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    id TEXT NOT NULL UNIQUE,
    how TEXT NOT NULL,
    at TEXT NOT NULL,
    by_name TEXT NOT NULL,
    account TEXT,
    changed BIGINT NOT NULL,
    undoes TEXT,
    undone_by TEXT,
    PRIMARY KEY (list, seq)
);

-- How many entries came to a stage, summed by what figures depend on. `reached_on` is empty for
-- stage 0, the list itself.
CREATE TABLE movements (
    list BIGINT NOT NULL,
    unit TEXT NOT NULL,
    part TEXT NOT NULL,
    stage BIGINT NOT NULL,
    known_on TEXT NOT NULL,
    reached_on TEXT NOT NULL,
    number BIGINT NOT NULL,
    PRIMARY KEY (list, unit, part, stage, known_on, reached_on)
);

CREATE TABLE saved_views (
    account TEXT NOT NULL REFERENCES accounts (id),
    plan TEXT NOT NULL REFERENCES plans (id),
    ledger TEXT NOT NULL,
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    PRIMARY KEY (account, plan, ledger, name)
);

-- Files that prove something. A file is withdrawn, never removed.
CREATE TABLE evidence (
    id TEXT PRIMARY KEY NOT NULL,
    list BIGINT NOT NULL,
    entry BIGINT NOT NULL REFERENCES entries (id),
    stage TEXT,
    field TEXT,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    place TEXT,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    account TEXT NOT NULL,
    withdrawn_at TEXT,
    withdrawn_by TEXT
);
CREATE INDEX evidence_entry ON evidence (entry);

-- Sheets that were sent in, whether or not anything came of them.
CREATE TABLE uploads (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    ledger TEXT NOT NULL,
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    at TEXT NOT NULL,
    committed_at TEXT,
    batch TEXT
);
