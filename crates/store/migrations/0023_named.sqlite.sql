-- People who are named in rows that were set aside can be erased from them, too.
DROP TRIGGER held_rows_no_update;
CREATE TRIGGER held_rows_no_update BEFORE UPDATE ON held_rows
WHEN NOT EXISTS (SELECT 1 FROM erasing)
BEGIN
    SELECT RAISE(ABORT, 'measurements are append-only');
END;
