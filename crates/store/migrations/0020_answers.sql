-- Requests that came under a name of their own (`Idempotency-Key`), and what was answered: whoever sends one
-- again is answered again, and nothing is done twice. The row is written with the change itself; the answer,
-- which is known a moment later, is added to it. Forgotten after a day.
CREATE TABLE answers (
    -- Whose request: an account, or a key for programs.
    owner TEXT NOT NULL,
    request_key TEXT NOT NULL,
    -- Which attempt did it.
    run TEXT NOT NULL,
    -- SHA-256 over what was asked; NULL where its body was not read to the end.
    request TEXT,
    begun_at TEXT NOT NULL,
    -- What it changed first, as the audit names it.
    subject_kind TEXT,
    subject_id TEXT,
    -- NULL until the answer is known, and for good where it is a secret.
    status BIGINT,
    media TEXT,
    body TEXT,
    PRIMARY KEY (owner, request_key)
);
CREATE INDEX answers_age ON answers (begun_at);
