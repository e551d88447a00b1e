-- 督办单, 延期, 目标调整, 验收销号: what the office and units settle with each other. `exclusive` names
-- what only one open case of a kind can be about; it is NULL once the case has ended.
CREATE TABLE cases (
    id TEXT PRIMARY KEY NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    unit TEXT NOT NULL,
    state TEXT NOT NULL,
    exclusive TEXT,
    -- How many steps were taken.
    steps BIGINT NOT NULL,
    changed_at TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE UNIQUE INDEX cases_exclusive ON cases (plan, kind, exclusive) WHERE exclusive IS NOT NULL;
CREATE INDEX cases_unit ON cases (plan, unit);
CREATE INDEX cases_target ON cases (plan, target);
