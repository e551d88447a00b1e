-- 重新开放: closed periods that the office has opened again.
CREATE TABLE reopenings (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    period TEXT NOT NULL,
    unit TEXT,
    at TEXT NOT NULL,
    by_name TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE INDEX reopenings_plan ON reopenings (plan, id);

-- 佐证材料 of reports and requests on a target. Whatever rests on a file names it in its own body.
CREATE TABLE attachments (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    target TEXT NOT NULL,
    unit TEXT NOT NULL,
    name TEXT NOT NULL,
    media TEXT NOT NULL,
    bytes BIGINT NOT NULL,
    sha256 TEXT NOT NULL,
    added_at TEXT NOT NULL,
    added_by TEXT NOT NULL,
    account TEXT NOT NULL
);

-- What is published is as settled as what is approved.
DROP INDEX reports_open;
CREATE UNIQUE INDEX reports_open ON reports (plan, target, unit, period)
    WHERE state NOT IN ('approved', 'published');
