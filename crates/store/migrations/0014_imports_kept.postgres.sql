-- What was saved, published, dropped or learned stays as it was.
CREATE FUNCTION refuse_import_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'imports are kept';
END;
$$;

CREATE TRIGGER imports_no_update BEFORE UPDATE ON imports
FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION refuse_import_change();
CREATE TRIGGER imports_no_delete BEFORE DELETE ON imports
FOR EACH ROW EXECUTE FUNCTION refuse_import_change();
CREATE TRIGGER imports_no_truncate BEFORE TRUNCATE ON imports
FOR EACH STATEMENT EXECUTE FUNCTION refuse_import_change();

CREATE TRIGGER import_revisions_no_update_or_delete BEFORE UPDATE OR DELETE ON import_revisions
FOR EACH ROW EXECUTE FUNCTION refuse_import_change();
CREATE TRIGGER import_revisions_no_truncate BEFORE TRUNCATE ON import_revisions
FOR EACH STATEMENT EXECUTE FUNCTION refuse_import_change();

CREATE TRIGGER learned_names_no_update_or_delete BEFORE UPDATE OR DELETE ON learned_names
FOR EACH ROW EXECUTE FUNCTION refuse_import_change();
CREATE TRIGGER learned_names_no_truncate BEFORE TRUNCATE ON learned_names
FOR EACH STATEMENT EXECUTE FUNCTION refuse_import_change();
