-- A file tells nobody: whoever wants to know looks at the end of the audit.
SELECT seq FROM audit_head;

-- The plan that is worked on is found among any number of them.
CREATE INDEX plans_by_begin ON plans (starts_on, id);
