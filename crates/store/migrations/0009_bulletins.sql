-- 通报. A month or quarter has one bulletin that corrects none, and a published one has one correction at most;
-- of each kind one draft at a time is being written.
CREATE TABLE bulletins (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    edition TEXT NOT NULL,
    as_of TEXT NOT NULL,
    revision BIGINT NOT NULL,
    -- draft or published.
    state TEXT NOT NULL,
    published_on TEXT,
    corrects TEXT REFERENCES bulletins (id),
    created_at TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX bulletins_edition ON bulletins (plan, edition) WHERE corrects IS NULL;
CREATE UNIQUE INDEX bulletins_corrects ON bulletins (corrects) WHERE corrects IS NOT NULL;
CREATE INDEX bulletins_plan ON bulletins (plan, as_of, id);
