-- 年终收官. The steps on the way: asked for, withdrawn, confirmed.
CREATE TABLE closing_steps (
    plan TEXT NOT NULL REFERENCES plans (id),
    -- Counted from 1.
    seq BIGINT NOT NULL,
    -- asked, withdrawn or confirmed.
    step TEXT NOT NULL,
    taken_at TEXT NOT NULL,
    taken_by TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (plan, seq)
);

-- The plans that are closed, each with how everything in it ended.
CREATE TABLE closings (
    plan TEXT PRIMARY KEY NOT NULL REFERENCES plans (id),
    closed_on TEXT NOT NULL,
    body TEXT NOT NULL
);

-- 结转: what of a closed plan goes on in another one, once at most.
CREATE TABLE carried (
    from_plan TEXT NOT NULL REFERENCES closings (plan),
    target TEXT NOT NULL,
    into_plan TEXT NOT NULL REFERENCES plans (id),
    -- Its place among what the other plan takes over.
    seq BIGINT NOT NULL,
    carried_at TEXT NOT NULL,
    carried_by TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (from_plan, target)
);
CREATE UNIQUE INDEX carried_into ON carried (into_plan, seq);
