-- What was closed stays as it was, and so do the steps that led there and what was carried over.
CREATE TRIGGER closing_steps_no_update BEFORE UPDATE ON closing_steps
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

CREATE TRIGGER closing_steps_no_delete BEFORE DELETE ON closing_steps
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
CREATE TRIGGER closing_steps_no_replace BEFORE INSERT ON closing_steps
WHEN EXISTS (SELECT 1 FROM closing_steps WHERE plan = NEW.plan AND seq = NEW.seq)
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

CREATE TRIGGER closings_no_update BEFORE UPDATE ON closings
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

CREATE TRIGGER closings_no_delete BEFORE DELETE ON closings
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

CREATE TRIGGER closings_no_replace BEFORE INSERT ON closings
WHEN EXISTS (SELECT 1 FROM closings WHERE plan = NEW.plan)
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

CREATE TRIGGER carried_no_update BEFORE UPDATE ON carried
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

CREATE TRIGGER carried_no_delete BEFORE DELETE ON carried
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;

CREATE TRIGGER carried_no_replace BEFORE INSERT ON carried
WHEN EXISTS (SELECT 1 FROM carried WHERE (from_plan = NEW.from_plan AND target = NEW.target) OR (into_plan = NEW.into_plan AND seq = NEW.seq))
BEGIN
    SELECT RAISE(ABORT, 'closings are append-only');
END;
