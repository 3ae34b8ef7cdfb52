CREATE TABLE api_key (
	id TEXT NOT NULL,
	user_id TEXT,
	"key" TEXT NOT NULL,
	data JSON,
	expires_at BIGINT,
	last_used_at BIGINT,
	created_at BIGINT NOT NULL,
	updated_at BIGINT NOT NULL,
	PRIMARY KEY (id),
	UNIQUE (id),
	FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE,
	UNIQUE ("key")
)

INSERT INTO api_key SELECT 'key-' || id, id, api_key, NULL, NULL, NULL, created_at, updated_at
  FROM "user" WHERE api_key IS NOT NULL

DROP INDEX user_api_key
