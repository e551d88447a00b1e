-- Sessions have a name of their own, and say how they began, on what, and when they were last used. Those of
-- before end here: people sign in once more.
DROP TABLE sessions;
CREATE TABLE sessions (
    id TEXT PRIMARY KEY NOT NULL,
    token_hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES accounts (id),
    -- The post in which the session acts; none is needed where there is but one.
    post TEXT REFERENCES posts (id),
    way TEXT NOT NULL,
    -- The families of browser and system, as the browser told them.
    device TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- Failed tries to sign in: with which login, from which client. A client is a keyed hash of a shortened
-- address, or that of a known browser; no address is here.
DROP TABLE failed_sign_ins;
CREATE TABLE tries (
    id TEXT PRIMARY KEY NOT NULL,
    login_key TEXT NOT NULL,
    step TEXT NOT NULL,
    client TEXT NOT NULL,
    known BIGINT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX tries_login ON tries (login_key, step, at);
CREATE INDEX tries_client ON tries (client, at);
CREATE INDEX tries_at ON tries (at);

-- Browsers in which an account has signed in before. They open nothing; see `sign_in` of the domain.
CREATE TABLE known_browsers (
    token_hash TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    seen_at TEXT NOT NULL,
    PRIMARY KEY (token_hash, account)
);
CREATE INDEX known_browsers_account ON known_browsers (account);
CREATE INDEX known_browsers_seen ON known_browsers (seen_at);

-- Whoever has taken the first step, and is about to take the second.
CREATE TABLE first_steps (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    way TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX first_steps_account ON first_steps (account);
CREATE INDEX first_steps_expiry ON first_steps (expires_at);

-- The second step by codes that change (RFC 6238). It counts once a first code has confirmed it.
CREATE TABLE second_steps (
    account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id),
    -- Sealed with a key that is not in the database.
    secret TEXT NOT NULL,
    begun_at TEXT NOT NULL,
    confirmed_at TEXT,
    -- The stretch of 30 seconds whose code was used last: none up to it is taken again.
    used_step BIGINT NOT NULL
);
CREATE TABLE recovery_codes (
    account TEXT NOT NULL REFERENCES accounts (id),
    hash TEXT NOT NULL,
    made_at TEXT NOT NULL,
    used_at TEXT,
    PRIMARY KEY (account, hash)
);
