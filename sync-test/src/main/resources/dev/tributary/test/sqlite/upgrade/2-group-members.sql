CREATE TABLE group_member (
	id TEXT NOT NULL,
	group_id TEXT NOT NULL,
	user_id TEXT NOT NULL,
	created_at BIGINT,
	updated_at BIGINT,
	PRIMARY KEY (id),
	CONSTRAINT uq_group_member_group_user UNIQUE (group_id, user_id),
	UNIQUE (id),
	FOREIGN KEY(group_id) REFERENCES "group" (id) ON DELETE CASCADE,
	FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
)

INSERT OR IGNORE INTO group_member
  SELECT g.id || '-' || m.value, g.id, m.value, g.created_at, g.updated_at
    FROM "group" g, json_each(iif(json_valid(g.user_ids), g.user_ids, '[]')) m
