-- What was saved, published, dropped or learned stays as it was.
CREATE TRIGGER imports_no_update BEFORE UPDATE ON imports
WHEN OLD.state <> 'open'
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

CREATE TRIGGER imports_no_delete BEFORE DELETE ON imports
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
CREATE TRIGGER imports_no_replace BEFORE INSERT ON imports
WHEN EXISTS (SELECT 1 FROM imports WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

CREATE TRIGGER import_revisions_no_update BEFORE UPDATE ON import_revisions
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

CREATE TRIGGER import_revisions_no_delete BEFORE DELETE ON import_revisions
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
CREATE TRIGGER import_revisions_no_replace BEFORE INSERT ON import_revisions
WHEN EXISTS (SELECT 1 FROM import_revisions WHERE import = NEW.import AND revision = NEW.revision)
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

CREATE TRIGGER learned_names_no_update BEFORE UPDATE ON learned_names
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

CREATE TRIGGER learned_names_no_delete BEFORE DELETE ON learned_names
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
CREATE TRIGGER learned_names_no_replace BEFORE INSERT ON learned_names
WHEN EXISTS (SELECT 1 FROM learned_names WHERE name = NEW.name AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'imports are kept');
END;
