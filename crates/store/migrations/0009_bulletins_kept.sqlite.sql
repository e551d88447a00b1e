-- What is published never changes, and nothing is taken away.
CREATE TRIGGER bulletins_no_update BEFORE UPDATE ON bulletins
WHEN OLD.state = 'published'
BEGIN
    SELECT RAISE(ABORT, 'a published bulletin never changes');
END;

CREATE TRIGGER bulletins_no_delete BEFORE DELETE ON bulletins
BEGIN
    SELECT RAISE(ABORT, 'bulletins are kept');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
CREATE TRIGGER bulletins_no_replace BEFORE INSERT ON bulletins
WHEN EXISTS (SELECT 1 FROM bulletins WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM bulletins WHERE corrects = NEW.corrects)
    OR (NEW.corrects IS NULL AND EXISTS (
        SELECT 1 FROM bulletins WHERE plan = NEW.plan AND edition = NEW.edition AND corrects IS NULL
    ))
BEGIN
    SELECT RAISE(ABORT, 'bulletins are kept');
END;
