-- Accounts that a provider of single sign-on may open. An administrator marks one; the person's first sign-in binds it
-- to the provider's name for the person, and nobody else opens it by that provider from then on.
CREATE TABLE single_sign_on (
    account TEXT PRIMARY KEY NOT NULL REFERENCES accounts (id),
    marked_at TEXT NOT NULL,
    issuer TEXT,
    subject TEXT,
    bound_at TEXT,
    UNIQUE (issuer, subject),
    CHECK ((issuer IS NULL) = (subject IS NULL)),
    CHECK ((issuer IS NULL) = (bound_at IS NULL))
);

-- What is under way in a browser and has to be brought back by it, once: its way to the provider, or a challenge.
-- Sealed with a key that is not in the database.
CREATE TABLE under_way (
    token_hash TEXT PRIMARY KEY NOT NULL,
    sealed TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX under_way_expiry ON under_way (expires_at);
