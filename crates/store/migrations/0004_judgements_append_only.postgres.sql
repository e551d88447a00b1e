-- Judgements can be added to, and nothing else.
CREATE FUNCTION refuse_judgement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'judgements are append-only';
END;
$$;

CREATE TRIGGER judgements_no_update_or_delete BEFORE UPDATE OR DELETE ON judgements
FOR EACH ROW EXECUTE FUNCTION refuse_judgement_change();

CREATE TRIGGER judgements_no_truncate BEFORE TRUNCATE ON judgements
FOR EACH STATEMENT EXECUTE FUNCTION refuse_judgement_change();
