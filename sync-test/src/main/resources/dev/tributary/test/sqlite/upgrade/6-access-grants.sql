CREATE TABLE access_grant (
	id TEXT NOT NULL,
	resource_type TEXT NOT NULL,
	resource_id TEXT NOT NULL,
	principal_type TEXT NOT NULL,
	principal_id TEXT NOT NULL,
	permission TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	PRIMARY KEY (id),
	CONSTRAINT uq_access_grant_grant UNIQUE (resource_type, resource_id, principal_type, principal_id, permission)
)

CREATE INDEX idx_access_grant_resource ON access_grant (resource_type, resource_id)

INSERT OR IGNORE INTO access_grant
  SELECT 'grant-' || id, 'model', id, 'user', '*', 'read', created_at FROM model
    WHERE access_control IS NULL
  UNION ALL
  SELECT 'grant-' || m.id || '-' || u.value, 'model', m.id, 'user', u.value, 'read', m.created_at
    FROM model m,
      json_each(iif(json_valid(m.access_control), m.access_control, '{}'), '$.read.user_ids') u
