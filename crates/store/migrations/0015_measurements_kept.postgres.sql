-- What was measured, held and counted stays as it was; a correction is another row.
CREATE FUNCTION refuse_measurement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'measurements are append-only';
END;
$$;

CREATE TRIGGER measurement_batches_no_update_or_delete BEFORE UPDATE OR DELETE ON measurement_batches
FOR EACH ROW EXECUTE FUNCTION refuse_measurement_change();
CREATE TRIGGER measurement_batches_no_truncate BEFORE TRUNCATE ON measurement_batches
FOR EACH STATEMENT EXECUTE FUNCTION refuse_measurement_change();

CREATE TRIGGER measurements_no_update_or_delete BEFORE UPDATE OR DELETE ON measurements
FOR EACH ROW EXECUTE FUNCTION refuse_measurement_change();
CREATE TRIGGER measurements_no_truncate BEFORE TRUNCATE ON measurements
FOR EACH STATEMENT EXECUTE FUNCTION refuse_measurement_change();

CREATE TRIGGER held_rows_no_update_or_delete BEFORE UPDATE OR DELETE ON held_rows
FOR EACH ROW EXECUTE FUNCTION refuse_measurement_change();
CREATE TRIGGER held_rows_no_truncate BEFORE TRUNCATE ON held_rows
FOR EACH STATEMENT EXECUTE FUNCTION refuse_measurement_change();
