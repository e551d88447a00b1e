-- The day that a trial has reached. Only a trial has the row.
CREATE TABLE trial_day (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    day TEXT NOT NULL
);

-- 每日巡查: one row for each day of a plan, held by whoever does it until it is done.
CREATE TABLE rounds (
    plan TEXT NOT NULL REFERENCES plans (id),
    day TEXT NOT NULL,
    held_by TEXT NOT NULL,
    held_until TEXT NOT NULL,
    done_at TEXT,
    PRIMARY KEY (plan, day)
);

-- Where mail to a person goes; without one the person is told in the app alone.
ALTER TABLE accounts ADD COLUMN email TEXT;

-- 催办: what one person is told on one day, in the app and by mail.
CREATE TABLE messages (
    -- The plan, the day and the account, so that there is one.
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    account TEXT NOT NULL REFERENCES accounts (id),
    day TEXT NOT NULL,
    -- The first day whose occasions it covers.
    since TEXT NOT NULL,
    written_at TEXT NOT NULL,
    -- What it is about, most urgent first.
    lines TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    -- Not to be sent before this instant.
    not_before TEXT NOT NULL,
    -- While it is being sent: until when whoever sends it holds it.
    held_until TEXT,
    -- The mail as it was first handed to the mail server, and is handed to it again.
    mail TEXT,
    trouble TEXT,
    ended_at TEXT,
    UNIQUE (plan, account, day)
);
CREATE INDEX messages_day ON messages (plan, day);
CREATE INDEX messages_open ON messages (not_before) WHERE state IN ('waiting', 'sending');

-- 人工催办: what the office asks of a unit out of turn.
CREATE TABLE nudges (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    unit TEXT NOT NULL,
    duty TEXT NOT NULL,
    target TEXT,
    period TEXT,
    note TEXT NOT NULL,
    day TEXT NOT NULL,
    written_at TEXT NOT NULL,
    written_by TEXT NOT NULL
);
CREATE INDEX nudges_unit ON nudges (plan, unit, day);

-- Who of the unit has said that it was seen.
CREATE TABLE nudges_seen (
    nudge TEXT NOT NULL REFERENCES nudges (id),
    account TEXT NOT NULL REFERENCES accounts (id),
    name TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (nudge, account)
);
