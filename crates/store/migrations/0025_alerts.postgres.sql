-- 安全提醒: messages of no plan, any number a day, each to the address of the moment in which it was written.
ALTER TABLE messages ALTER COLUMN plan DROP NOT NULL;
ALTER TABLE messages ADD COLUMN address TEXT;
CREATE INDEX messages_account ON messages (account, written_at);
