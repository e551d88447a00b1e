-- What of an audit row is about a person stands here, and in the row itself only by its commitment: the
-- SHA-256 of 32 random bytes and of the text. So it can go without the chain.
CREATE TABLE audit_personal (
    seq BIGINT NOT NULL,
    -- `actor_name`, or a place in the detail (RFC 6901): `/after/email`.
    field TEXT NOT NULL,
    -- Whose it is; NULL where that is not known.
    account TEXT,
    -- 64 hexadecimal digits.
    salt TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (seq, field)
);
CREATE INDEX audit_personal_account ON audit_personal (account);

-- A JSON object: fields with their commitments. NULL in rows of the first form, in which everything is hashed itself.
ALTER TABLE audit ADD COLUMN personal TEXT;
CREATE INDEX audit_actor ON audit (actor_id, at);

-- The number under which a person who was erased is known.
ALTER TABLE accounts ADD COLUMN erased BIGINT;

-- Whoever is being erased, while that transaction lasts; nobody otherwise. It opens what nothing else opens.
CREATE TABLE erasing (
    account TEXT PRIMARY KEY NOT NULL
);
