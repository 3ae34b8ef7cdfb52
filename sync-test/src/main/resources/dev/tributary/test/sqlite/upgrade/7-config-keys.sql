ALTER TABLE config RENAME TO config_old

CREATE TABLE config (
	"key" TEXT NOT NULL,
	value JSON NOT NULL,
	updated_at BIGINT,
	PRIMARY KEY ("key")
)

INSERT INTO config
  SELECT substr(t.fullkey, 3), json_quote(t.value), 1760000000
    FROM config_old o, json_tree(iif(json_valid(o.data), o.data, '{}')) t
    WHERE t.atom IS NOT NULL
