-- 导入稿: texts on their way to a plan. How each stands; what was saved when is in `import_revisions`.
CREATE TABLE imports (
    id TEXT PRIMARY KEY NOT NULL,
    -- The plan that it is to become, which need not be there yet.
    plan TEXT NOT NULL,
    -- The version of that plan which it amends, if it does.
    amends BIGINT,
    revision BIGINT NOT NULL,
    -- open, published or dropped.
    state TEXT NOT NULL,
    -- The version of the plan that it became.
    version BIGINT,
    begun_at TEXT NOT NULL,
    begun_by TEXT NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    source TEXT NOT NULL,
    titles TEXT NOT NULL
);

-- One row each time it was saved. The decisions are those of the row before, the first `kept` of them,
-- and then those of `edits`; the text is the latest that a row has.
CREATE TABLE import_revisions (
    import TEXT NOT NULL REFERENCES imports (id),
    revision BIGINT NOT NULL,
    saved_at TEXT NOT NULL,
    saved_by TEXT NOT NULL,
    titles TEXT NOT NULL,
    text TEXT,
    kept BIGINT NOT NULL,
    edits TEXT NOT NULL,
    PRIMARY KEY (import, revision)
);

-- Whom names mean that no register holds, as it was taught; of several teachings the latest counts.
CREATE TABLE learned_names (
    name TEXT NOT NULL,
    -- Counted from 1.
    seq BIGINT NOT NULL,
    -- A JSON array of ids of units.
    units TEXT NOT NULL,
    plan TEXT NOT NULL REFERENCES plans (id),
    learned_at TEXT NOT NULL,
    learned_by TEXT NOT NULL,
    PRIMARY KEY (name, seq)
);
