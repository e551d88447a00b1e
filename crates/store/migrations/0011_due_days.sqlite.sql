-- Reports keep their due day, and calendars say of each day how it is counted. So far every calendar
-- named days of the month, and had no day after which nothing is decided.
UPDATE reports SET body = json_set(body, '$.due', period || '-' || printf('%02d', (
    SELECT json_extract(v.body, '$.calendar.due_on') FROM plan_versions AS v
    WHERE v.plan = reports.plan ORDER BY v.version DESC LIMIT 1
)));
UPDATE plan_versions SET body = json_set(body, '$.calendar', json_object(
    'opens_on', json_object('day', json_extract(body, '$.calendar.opens_on')),
    'due_on', json_object('day', json_extract(body, '$.calendar.due_on')),
    'closes_on', json_object('day', json_extract(body, '$.calendar.closes_on')),
    'locks_on', json_object('day', 28),
    'when_off', 'kept'
));
