CREATE FUNCTION refuse_personal_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM erasing WHERE OLD.account IS NULL OR account = OLD.account) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'audit is append-only, but for an erasure';
END;
$$;

CREATE TRIGGER audit_personal_no_update BEFORE UPDATE ON audit_personal
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_personal_no_delete BEFORE DELETE ON audit_personal
FOR EACH ROW EXECUTE FUNCTION refuse_personal_delete();
CREATE TRIGGER audit_personal_no_truncate BEFORE TRUNCATE ON audit_personal
FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

CREATE OR REPLACE FUNCTION refuse_judgement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM erasing) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'judgements are append-only';
END;
$$;

CREATE OR REPLACE FUNCTION refuse_bulletin_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM erasing) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a published bulletin never changes, and none is taken away';
END;
$$;

CREATE OR REPLACE FUNCTION refuse_closing_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'closings' AND EXISTS (SELECT 1 FROM erasing) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'closings are append-only';
END;
$$;

CREATE OR REPLACE FUNCTION refuse_import_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM erasing) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'imports are kept';
END;
$$;

CREATE OR REPLACE FUNCTION refuse_measurement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'measurement_batches' AND EXISTS (SELECT 1 FROM erasing) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'measurements are append-only';
END;
$$;
