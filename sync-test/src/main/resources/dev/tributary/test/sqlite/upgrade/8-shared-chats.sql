CREATE TABLE shared_chat (
	id TEXT NOT NULL,
	chat_id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	title TEXT,
	chat JSON,
	created_at BIGINT,
	updated_at BIGINT,
	PRIMARY KEY (id),
	FOREIGN KEY(chat_id) REFERENCES chat (id) ON DELETE CASCADE
)

INSERT INTO shared_chat SELECT id, substr(user_id, 8), user_id, title, chat, created_at, updated_at
  FROM chat WHERE user_id LIKE 'shared-%'

DELETE FROM chat WHERE user_id LIKE 'shared-%'
