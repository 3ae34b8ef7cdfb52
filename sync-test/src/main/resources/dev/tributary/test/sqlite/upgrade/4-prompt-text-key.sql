CREATE TABLE prompt_new (
	id TEXT NOT NULL,
	command VARCHAR,
	user_id VARCHAR NOT NULL,
	name TEXT NOT NULL,
	content TEXT NOT NULL,
	data JSON,
	meta JSON,
	is_active BOOLEAN DEFAULT '1' NOT NULL,
	version_id TEXT,
	tags JSON,
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	PRIMARY KEY (id)
)

CREATE UNIQUE INDEX ix_prompt_new_command ON prompt_new (command)

INSERT INTO prompt_new SELECT printf('00000000-0000-4000-8000-%012x', id), ltrim(command, '/'), user_id, title, content, '{}', '{}', 1, NULL, '[]', timestamp, timestamp FROM prompt

DROP TABLE prompt

ALTER TABLE prompt_new RENAME TO prompt
