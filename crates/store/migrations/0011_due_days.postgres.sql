-- Reports keep their due day, and calendars say of each day how it is counted. So far every calendar
-- named days of the month, and had no day after which nothing is decided. Bodies are JSON objects whose
-- texts may hold what jsonb refuses: the day is put before everything else.
UPDATE reports SET body = '{"due":"' || period || '-' || lpad((
    SELECT v.body::jsonb #>> '{calendar,due_on}' FROM plan_versions AS v
    WHERE v.plan = reports.plan ORDER BY v.version DESC LIMIT 1
), 2, '0') || '",' || substr(body, 2);
UPDATE plan_versions SET body = jsonb_set(body::jsonb, '{calendar}', jsonb_build_object(
    'opens_on', jsonb_build_object('day', body::jsonb #> '{calendar,opens_on}'),
    'due_on', jsonb_build_object('day', body::jsonb #> '{calendar,due_on}'),
    'closes_on', jsonb_build_object('day', body::jsonb #> '{calendar,closes_on}'),
    'locks_on', jsonb_build_object('day', 28),
    'when_off', 'kept'
))::text;
