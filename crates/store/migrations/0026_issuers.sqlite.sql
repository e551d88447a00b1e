-- Who issued a plan, beside its title: several provinces' plans have the same one. As the latest version says.
ALTER TABLE plans ADD COLUMN issuer_zh TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN issuer_en TEXT NOT NULL DEFAULT '';
UPDATE plans SET
    issuer_zh = COALESCE((
        SELECT json_extract(v.body, '$.issuer.zh') FROM plan_versions AS v
        WHERE v.plan = plans.id AND v.version = plans.version
    ), ''),
    issuer_en = COALESCE((
        SELECT json_extract(v.body, '$.issuer.en') FROM plan_versions AS v
        WHERE v.plan = plans.id AND v.version = plans.version
    ), '');
