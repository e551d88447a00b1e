-- Several provinces in one installation, each with a plan of its own: a post holds in one plan, and NULL, as all
-- did so far, in every one.
ALTER TABLE posts ADD COLUMN plan TEXT REFERENCES plans (id);

-- For whose register a station measures; NULL for that of the plan that is worked on. A person's key goes by the post.
ALTER TABLE access_keys ADD COLUMN plan TEXT REFERENCES plans (id);
