-- What a report that is sent or taken back writes, for pgbench: of the report {report}, with the texts of a real one.
BEGIN;
UPDATE reports SET revision = revision + 1, state = 'draft', counts = 0, changed_at = '{at}', changed_by = '{by}',
    body = $q${body}$q$ WHERE id = '{report}' RETURNING plan;
UPDATE audit_head SET seq = seq WHERE id = 1 RETURNING seq \gset
SELECT closed_on FROM closings WHERE plan = '{plan}';
INSERT INTO audit_personal (seq, field, account, salt, value)
    VALUES (:seq + 1, 'actor-name', '{account}', '{salt}', '{by}');
INSERT INTO audit (seq, at, actor_kind, actor_id, actor_name, action, subject_kind, subject_id, plan, detail, hash,
    actor_unit, actor_post, personal) VALUES (:seq + 1, '{at}', 'account', '{account}', '', 'report-submitted', 'report',
    '{report}', '{plan}', $q${detail}$q$, '{hash}', '{unit}', '{post}', $q${personal}$q$);
UPDATE audit_head SET seq = :seq + 1, hash = '{hash}' WHERE id = 1;
COMMIT;
