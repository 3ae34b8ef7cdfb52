CREATE TABLE chat_message (
	id TEXT NOT NULL,
	chat_id TEXT NOT NULL,
	user_id TEXT,
	role TEXT NOT NULL,
	parent_id TEXT,
	content JSON,
	model_id TEXT,
	files JSON,
	done BOOLEAN,
	error JSON,
	created_at BIGINT,
	updated_at BIGINT,
	PRIMARY KEY (id),
	FOREIGN KEY(chat_id) REFERENCES chat (id) ON DELETE CASCADE
)

CREATE INDEX ix_chat_message_chat_id ON chat_message (chat_id)

CREATE INDEX chat_message_chat_parent_idx ON chat_message (chat_id, parent_id)

CREATE INDEX chat_message_user_created_idx ON chat_message (user_id, created_at)

INSERT OR IGNORE INTO chat_message
  SELECT c.id || '-' || m.key, c.id, c.user_id, coalesce(m.value ->> 'role', 'user'),
      m.value ->> 'parentId', m.value -> 'content', NULL, m.value -> 'files', 1, 'null',
      m.value ->> 'timestamp', m.value ->> 'timestamp'
    FROM chat c,
      json_each(iif(typeof(c.chat) = 'text' AND json_valid(c.chat), c.chat, '{}'),
        '$.history.messages') m
    WHERE m.type = 'object'
