-- People who are named in rows that were set aside can be erased from them, too.
CREATE OR REPLACE FUNCTION refuse_measurement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'measurements' AND EXISTS (SELECT 1 FROM erasing) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'measurements are append-only';
END;
$$;
