-- What was closed stays as it was, and so do the steps that led there and what was carried over.
CREATE FUNCTION refuse_closing_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'closings are append-only';
END;
$$;

CREATE TRIGGER closing_steps_no_update_or_delete BEFORE UPDATE OR DELETE ON closing_steps
FOR EACH ROW EXECUTE FUNCTION refuse_closing_change();
CREATE TRIGGER closing_steps_no_truncate BEFORE TRUNCATE ON closing_steps
FOR EACH STATEMENT EXECUTE FUNCTION refuse_closing_change();

CREATE TRIGGER closings_no_update_or_delete BEFORE UPDATE OR DELETE ON closings
FOR EACH ROW EXECUTE FUNCTION refuse_closing_change();
CREATE TRIGGER closings_no_truncate BEFORE TRUNCATE ON closings
FOR EACH STATEMENT EXECUTE FUNCTION refuse_closing_change();

CREATE TRIGGER carried_no_update_or_delete BEFORE UPDATE OR DELETE ON carried
FOR EACH ROW EXECUTE FUNCTION refuse_closing_change();
CREATE TRIGGER carried_no_truncate BEFORE TRUNCATE ON carried
FOR EACH STATEMENT EXECUTE FUNCTION refuse_closing_change();
