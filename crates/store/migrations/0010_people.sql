-- 岗位: who holds which duties of which unit, from when until when. A post is never removed, and
-- nothing of it changes but its end.
CREATE TABLE posts (
    id TEXT PRIMARY KEY NOT NULL,
    account TEXT NOT NULL REFERENCES accounts (id),
    unit TEXT NOT NULL,
    duties TEXT NOT NULL,
    title TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT,
    -- 代理: the post whose holder is away.
    deputy_of TEXT REFERENCES posts (id),
    given_at TEXT NOT NULL,
    -- Taken back before it began.
    withdrawn_at TEXT
);
CREATE INDEX posts_account ON posts (account);

-- Raised by every change of posts: whoever decides about them names what was read. Its one row is
-- also the lock under which they change.
CREATE TABLE people (
    id BIGINT PRIMARY KEY NOT NULL CHECK (id = 1),
    revision BIGINT NOT NULL
);
INSERT INTO people (id, revision) VALUES (1, 0);

-- So far an account had one unit and its duties without a beginning: for as long as there is
-- anything to report on here. Whoever was shut out held them until then; the days are those of UTC.
INSERT INTO posts (id, account, unit, duties, title, from_day, until_day, given_at)
SELECT
    a.id, a.id, a.unit, a.duties, '',
    CASE
        WHEN p.first < substr(a.created_at, 1, 10) THEN p.first
        ELSE substr(a.created_at, 1, 10)
    END,
    CASE WHEN a.active = 0 THEN COALESCE(
        (
            SELECT substr(MAX(audit.at), 1, 10) FROM audit
            WHERE audit.subject_kind = 'account' AND audit.subject_id = a.id
                AND audit.action = 'account-changed'
        ),
        substr(a.created_at, 1, 10)
    ) END,
    a.created_at
FROM accounts AS a CROSS JOIN (SELECT MIN(starts_on) AS first FROM plans) AS p;

ALTER TABLE accounts DROP COLUMN unit;
ALTER TABLE accounts DROP COLUMN duties;

-- The post in which the session acts; none is needed where there is but one.
ALTER TABLE sessions ADD COLUMN post TEXT REFERENCES posts (id);

-- For which unit, and in which post, whoever acts does. Both enter the hash of a row that has them.
ALTER TABLE audit ADD COLUMN actor_unit TEXT;
ALTER TABLE audit ADD COLUMN actor_post TEXT;

-- Whose hands a report went through. The audit knows of those so far.
UPDATE reports SET body = '{"hands":[' || (
    SELECT string_agg('"' || hand.actor_id || '"', ',') FROM (
        SELECT DISTINCT audit.actor_id FROM audit
        WHERE audit.subject_kind = 'report' AND audit.subject_id = reports.id
            AND audit.actor_kind = 'account'
            AND audit.action IN ('report-created', 'report-edited', 'report-submitted')
    ) AS hand
) || '],' || substr(body, 2)
WHERE EXISTS (
    SELECT 1 FROM audit
    WHERE audit.subject_kind = 'report' AND audit.subject_id = reports.id
        AND audit.actor_kind = 'account'
        AND audit.action IN ('report-created', 'report-edited', 'report-submitted')
);
