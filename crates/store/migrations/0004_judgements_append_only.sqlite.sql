-- Judgements can be added to, and nothing else.
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements
BEGIN
    SELECT RAISE(ABORT, 'judgements are append-only');
END;

CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements
BEGIN
    SELECT RAISE(ABORT, 'judgements are append-only');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
CREATE TRIGGER judgements_no_replace BEFORE INSERT ON judgements
WHEN EXISTS (SELECT 1 FROM judgements WHERE plan = NEW.plan AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'judgements are append-only');
END;
