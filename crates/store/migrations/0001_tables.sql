-- Both databases run this text: only TEXT and BIGINT, days as 2023-09-30, instants as RFC 3339 in
-- UTC with nine decimals (so that text order is time order), truth values as 0 and 1.

-- A plan and the counters beside it. `content_version` rises with everything public of the plan.
CREATE TABLE plans (
    id TEXT PRIMARY KEY NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    version BIGINT NOT NULL,
    content_version BIGINT NOT NULL
);

CREATE TABLE plan_versions (
    plan TEXT NOT NULL REFERENCES plans (id),
    version BIGINT NOT NULL,
    written_at TEXT NOT NULL,
    written_by TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (plan, version)
);

CREATE TABLE documents (
    plan TEXT NOT NULL REFERENCES plans (id),
    name TEXT NOT NULL,
    version BIGINT NOT NULL,
    written_at TEXT NOT NULL,
    written_by TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (plan, name, version)
);

-- Published observations. A row is never altered, but for the mark that it counts no more.
CREATE TABLE published (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    target TEXT NOT NULL,
    replaces TEXT REFERENCES published (id),
    written_at TEXT NOT NULL,
    written_by TEXT NOT NULL,
    retired_at TEXT,
    retired_by TEXT,
    body TEXT NOT NULL
);
CREATE INDEX published_current ON published (plan, target) WHERE retired_at IS NULL;

CREATE TABLE accounts (
    id TEXT PRIMARY KEY NOT NULL,
    login TEXT NOT NULL,
    -- The login in lower case: two logins that differ in case only are the same.
    login_key TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    unit TEXT NOT NULL,
    duties TEXT NOT NULL,
    active BIGINT NOT NULL,
    password_hash TEXT,
    created_at TEXT NOT NULL
);

CREATE TABLE links (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    purpose TEXT NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    reusable BIGINT NOT NULL,
    used_at TEXT
);
CREATE INDEX links_account ON links (account);

CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
);
CREATE INDEX sessions_account ON sessions (account);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE failed_sign_ins (
    login_key TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX failed_sign_ins_login ON failed_sign_ins (login_key, at);
CREATE INDEX failed_sign_ins_at ON failed_sign_ins (at);

CREATE TABLE reports (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    target TEXT NOT NULL,
    unit TEXT NOT NULL,
    period TEXT NOT NULL,
    revision BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- 1 for the latest approved report of its target, unit and period.
    counts BIGINT NOT NULL,
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    body TEXT NOT NULL
);
-- One report at a time is being written or reviewed, and one at a time counts.
CREATE UNIQUE INDEX reports_open ON reports (plan, target, unit, period) WHERE state <> 'approved';
CREATE UNIQUE INDEX reports_counting ON reports (plan, target, unit, period) WHERE counts = 1;
CREATE INDEX reports_target ON reports (plan, target, period);
CREATE INDEX reports_unit ON reports (plan, unit, period);
CREATE INDEX reports_period ON reports (plan, period, state);

CREATE TABLE audit (
    seq BIGINT PRIMARY KEY NOT NULL,
    at TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id TEXT,
    actor_name TEXT NOT NULL,
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id TEXT NOT NULL,
    plan TEXT,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
);
CREATE INDEX audit_subject ON audit (subject_kind, subject_id, seq);
CREATE INDEX audit_plan ON audit (plan, seq);

-- The end of the chain. Its one row is also the lock under which audit rows get their numbers, so
-- that their order is the order of commits, without gaps.
CREATE TABLE audit_head (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);
INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, '');
