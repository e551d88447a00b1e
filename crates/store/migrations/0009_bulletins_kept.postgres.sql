-- What is published never changes, and nothing is taken away.
CREATE FUNCTION refuse_bulletin_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published bulletin never changes, and none is taken away';
END;
$$;

CREATE TRIGGER bulletins_no_update BEFORE UPDATE ON bulletins
FOR EACH ROW WHEN (OLD.state = 'published') EXECUTE FUNCTION refuse_bulletin_change();

CREATE TRIGGER bulletins_no_delete BEFORE DELETE ON bulletins
FOR EACH ROW EXECUTE FUNCTION refuse_bulletin_change();

CREATE TRIGGER bulletins_no_truncate BEFORE TRUNCATE ON bulletins
FOR EACH STATEMENT EXECUTE FUNCTION refuse_bulletin_change();
