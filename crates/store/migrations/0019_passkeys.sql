-- Passkeys (WebAuthn): public keys with which a person takes the second step, or signs in by them alone.
CREATE TABLE passkeys (
    id TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    -- What the person calls it.
    name TEXT NOT NULL,
    -- By what the authenticator knows it.
    credential TEXT NOT NULL UNIQUE,
    -- The public key, and how often it was used, as JSON.
    public_key TEXT NOT NULL,
    added_at TEXT NOT NULL,
    used_at TEXT
);
CREATE INDEX passkeys_account ON passkeys (account);

-- Whether a second step was taken on the way into the session, here or at the provider of single sign-on.
ALTER TABLE sessions ADD COLUMN second_step BIGINT NOT NULL DEFAULT 0;
