-- Keys with which programs act: a station's, for a network; or a person's, for a post and within scopes.
-- Of the secret only a SHA-256 is here.
CREATE TABLE access_keys (
    id TEXT PRIMARY KEY NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    -- Of a station's: for which network, and whose stations; NULL for those of everybody.
    network TEXT,
    unit TEXT,
    -- Of a person's: the account, the post, and the names of scopes parted by blanks.
    account TEXT REFERENCES accounts (id),
    post TEXT,
    scopes TEXT,
    -- The last day; NULL for ever.
    until_day TEXT,
    made_at TEXT NOT NULL,
    made_by TEXT NOT NULL,
    last_used_on TEXT,
    revoked_at TEXT,
    revoked_by TEXT,
    CHECK ((network IS NULL) <> (account IS NULL)),
    CHECK ((account IS NULL) = (post IS NULL)),
    CHECK ((account IS NULL) = (scopes IS NULL))
);
CREATE INDEX access_keys_account ON access_keys (account);

-- The keys of stations go on opening what they opened.
INSERT INTO access_keys (id, name, hash, network, unit, made_at, made_by, last_used_on, revoked_at, revoked_by)
SELECT id, name, hash, network, unit, made_at, made_by, last_used_on, revoked_at, revoked_by FROM machine_keys;
DROP TABLE machine_keys;
