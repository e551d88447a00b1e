-- What monitoring networks measured. The one row under which it is written: `seq` counts the batches, and
-- whoever waits for it reads what its last holder left, so that numbers become visible as they rise.
CREATE TABLE measurement_lock (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    seq BIGINT NOT NULL
);
INSERT INTO measurement_lock (id, seq) VALUES (1, 0);

-- What came in together. `rows` are all that were told: `added`, `revised`, `unchanged` and `held` of them.
CREATE TABLE measurement_batches (
    seq BIGINT PRIMARY KEY NOT NULL,
    id TEXT NOT NULL UNIQUE,
    -- water or air.
    network TEXT NOT NULL,
    -- The plan in whose name it came.
    plan TEXT NOT NULL REFERENCES plans (id),
    demonstration BIGINT NOT NULL,
    -- upload, push, command or demonstration.
    how TEXT NOT NULL,
    account TEXT,
    by_name TEXT NOT NULL,
    at TEXT NOT NULL,
    known_on TEXT NOT NULL,
    -- Of the file, or of the key.
    name TEXT NOT NULL,
    sha256 TEXT,
    -- The heads of the columns that held rows have, a JSON array of texts.
    heads TEXT NOT NULL,
    rows BIGINT NOT NULL,
    added BIGINT NOT NULL,
    revised BIGINT NOT NULL,
    unchanged BIGINT NOT NULL,
    held BIGINT NOT NULL
);
-- Unique, as `seq` is by itself, so that SQLite need not sort what it reads by it.
CREATE UNIQUE INDEX measurement_batches_network ON measurement_batches (network, seq);

-- What is new in each batch, by its place among the rows of it. No foreign keys: they would be looked up half
-- a million times for one batch, which is written by one hand only.
CREATE TABLE measurements (
    batch BIGINT NOT NULL,
    place BIGINT NOT NULL,
    network TEXT NOT NULL,
    demonstration BIGINT NOT NULL,
    station TEXT NOT NULL,
    -- 2023-05-01 or 2023-05-01T08.
    moment TEXT NOT NULL,
    -- raw, checked or confirmed.
    state TEXT NOT NULL,
    known_on TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (batch, place)
);
CREATE INDEX measurements_station ON measurements (network, demonstration, station, moment);

-- Rows that were set aside, with the reasons.
CREATE TABLE held_rows (
    batch BIGINT NOT NULL,
    place BIGINT NOT NULL,
    -- Its number in the sheet.
    row BIGINT NOT NULL,
    station TEXT NOT NULL,
    -- JSON.
    reasons TEXT NOT NULL,
    -- A JSON array of texts.
    cells TEXT NOT NULL,
    PRIMARY KEY (batch, place)
);

-- Keys with which machines send in what they measured. Of the secret only a SHA-256 is here.
CREATE TABLE machine_keys (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    unit TEXT,
    network TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    last_used_on TEXT,
    revoked_at TEXT,
    revoked_by TEXT
);
