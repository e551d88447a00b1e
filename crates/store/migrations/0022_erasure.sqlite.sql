CREATE TRIGGER audit_personal_no_update BEFORE UPDATE ON audit_personal
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

CREATE TRIGGER audit_personal_no_delete BEFORE DELETE ON audit_personal
WHEN NOT EXISTS (SELECT 1 FROM erasing WHERE OLD.account IS NULL OR account = OLD.account)
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only, but for an erasure');
END;

CREATE TRIGGER audit_personal_no_replace BEFORE INSERT ON audit_personal
WHEN EXISTS (SELECT 1 FROM audit_personal WHERE seq = NEW.seq AND field = NEW.field)
BEGIN
    SELECT RAISE(ABORT, 'audit is append-only');
END;

DROP TRIGGER judgements_no_update;
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements
WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'judgements are append-only');
END;

DROP TRIGGER bulletins_no_update;
CREATE TRIGGER bulletins_no_update BEFORE UPDATE ON bulletins
WHEN OLD.state = 'published' AND NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'a published bulletin never changes');
END;

DROP TRIGGER closing_steps_no_update;
CREATE TRIGGER closing_steps_no_update BEFORE UPDATE ON closing_steps
WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

DROP TRIGGER carried_no_update;
CREATE TRIGGER carried_no_update BEFORE UPDATE ON carried
WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

DROP TRIGGER imports_no_update;
CREATE TRIGGER imports_no_update BEFORE UPDATE ON imports
WHEN OLD.state <> 'open' AND NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

DROP TRIGGER import_revisions_no_update;
CREATE TRIGGER import_revisions_no_update BEFORE UPDATE ON import_revisions
WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

DROP TRIGGER learned_names_no_update;
CREATE TRIGGER learned_names_no_update BEFORE UPDATE ON learned_names
WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

DROP TRIGGER measurement_batches_no_update;
CREATE TRIGGER measurement_batches_no_update BEFORE UPDATE ON measurement_batches
WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;
