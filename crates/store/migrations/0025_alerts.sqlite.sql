-- 安全提醒: messages of no plan, any number a day, each to the address of the moment in which it was written. A column
-- cannot lose its NOT NULL here.
CREATE TABLE messages_anew (
    -- The plan, the day and the account, so that there is one; of an alert something of its own and the account.
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT REFERENCES plans (id),
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
    address TEXT,
    UNIQUE (plan, account, day)
);
INSERT INTO messages_anew (
    id, plan, account, day, since, written_at, lines, state, attempts, not_before, held_until, mail, trouble, ended_at
)
SELECT id, plan, account, day, since, written_at, lines, state, attempts, not_before, held_until, mail, trouble, ended_at
FROM messages;
DROP TABLE messages;
ALTER TABLE messages_anew RENAME TO messages;
CREATE INDEX messages_day ON messages (plan, day);
CREATE INDEX messages_open ON messages (not_before) WHERE state IN ('waiting', 'sending');
CREATE INDEX messages_account ON messages (account, written_at);
