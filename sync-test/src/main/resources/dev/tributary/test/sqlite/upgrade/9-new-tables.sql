CREATE TABLE skill (
	id VARCHAR NOT NULL,
	user_id VARCHAR NOT NULL,
	name TEXT NOT NULL,
	content TEXT NOT NULL,
	meta JSON,
	is_active BOOLEAN NOT NULL,
	updated_at BIGINT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (name)
)

CREATE INDEX idx_skill_updated_at ON skill (updated_at)

CREATE TABLE automation_run (
	id TEXT NOT NULL,
	automation_id TEXT NOT NULL,
	chat_id TEXT,
	status TEXT NOT NULL,
	error TEXT,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (id)
)

CREATE TABLE pinned_note (
	id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	note_id TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT uq_pinned_note UNIQUE (user_id, note_id),
	FOREIGN KEY(note_id) REFERENCES note (id) ON DELETE CASCADE
)

INSERT INTO pinned_note SELECT 'pin-' || id, coalesce(user_id, ''), id, created_at FROM note LIMIT 3

CREATE UNIQUE INDEX uq_user_email_lower ON user (lower(email)) WHERE email IS NOT NULL
