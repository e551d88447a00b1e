-- The day on which an approved report was replaced by the approval of a correction. It stays known
-- for the days before.
ALTER TABLE reports ADD COLUMN replaced_on TEXT;

-- Those replaced so far. An approved report changes no more, so that its instant is that of its
-- approval; ids follow time. The day is that of UTC, and so a day early for what was approved
-- before eight in the morning in China.
UPDATE reports SET replaced_on = (
    SELECT substr(later.changed_at, 1, 10) FROM reports AS later
    WHERE later.plan = reports.plan AND later.target = reports.target
        AND later.unit = reports.unit AND later.period = reports.period
        AND later.state = 'approved' AND later.id > reports.id
    ORDER BY later.id LIMIT 1
) WHERE state = 'approved' AND counts = 0;

-- What reviewers say of targets, beside the computed status.
CREATE TABLE judgements (
    plan TEXT NOT NULL REFERENCES plans (id),
    -- 1, 2, 3 in the order in which they were said.
    seq BIGINT NOT NULL,
    target TEXT NOT NULL,
    written_at TEXT NOT NULL,
    written_by TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (plan, seq)
);
CREATE INDEX judgements_target ON judgements (plan, target, seq);
