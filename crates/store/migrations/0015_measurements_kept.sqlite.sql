-- What was measured, held and counted stays as it was; a correction is another row.
CREATE TRIGGER measurement_batches_no_update BEFORE UPDATE ON measurement_batches
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

CREATE TRIGGER measurement_batches_no_delete BEFORE DELETE ON measurement_batches
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

-- INSERT OR REPLACE removes the old row without asking the trigger on DELETE.
CREATE TRIGGER measurement_batches_no_replace BEFORE INSERT ON measurement_batches
WHEN EXISTS (SELECT 1 FROM measurement_batches WHERE seq = NEW.seq OR id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

CREATE TRIGGER measurements_no_update BEFORE UPDATE ON measurements
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

CREATE TRIGGER measurements_no_delete BEFORE DELETE ON measurements
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

CREATE TRIGGER measurements_no_replace BEFORE INSERT ON measurements
WHEN EXISTS (SELECT 1 FROM measurements WHERE batch = NEW.batch AND place = NEW.place)
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

CREATE TRIGGER held_rows_no_update BEFORE UPDATE ON held_rows
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

CREATE TRIGGER held_rows_no_delete BEFORE DELETE ON held_rows
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;

CREATE TRIGGER held_rows_no_replace BEFORE INSERT ON held_rows
WHEN EXISTS (SELECT 1 FROM held_rows WHERE batch = NEW.batch AND place = NEW.place)
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;
