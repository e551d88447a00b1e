-- Whoever listens is told of every change: of the number of the last row of the audit, once the change is committed.
CREATE FUNCTION tell_of_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('yaodian_audit', NEW.seq::text);
    RETURN NULL;
END;
$$;

CREATE TRIGGER audit_told AFTER UPDATE ON audit_head
FOR EACH ROW WHEN (OLD.seq <> NEW.seq) EXECUTE FUNCTION tell_of_audit();

-- The plan that is worked on is found among any number of them.
CREATE INDEX plans_by_begin ON plans (starts_on COLLATE "C", id COLLATE "C");
