ALTER TABLE message ADD COLUMN reply_to_id TEXT

ALTER TABLE message ADD COLUMN is_pinned BOOLEAN DEFAULT 0 NOT NULL

ALTER TABLE message ADD COLUMN pinned_at BIGINT

ALTER TABLE channel_member ADD COLUMN status TEXT

ALTER TABLE channel_member ADD COLUMN is_active BOOLEAN DEFAULT 1 NOT NULL

ALTER TABLE channel_member ADD COLUMN data JSON

ALTER TABLE chat ADD COLUMN tasks JSON

ALTER TABLE chat ADD COLUMN summary TEXT

ALTER TABLE chat ADD COLUMN last_read_at BIGINT

ALTER TABLE memory ADD COLUMN type VARCHAR DEFAULT 'context' NOT NULL

ALTER TABLE memory ADD COLUMN meta JSON

ALTER TABLE "user" ADD COLUMN timezone VARCHAR

ALTER TABLE "user" ADD COLUMN oauth JSON

UPDATE "user" SET oauth = '{"google": {"sub": "' || oauth_sub || '"}}' WHERE oauth_sub IS NOT NULL
