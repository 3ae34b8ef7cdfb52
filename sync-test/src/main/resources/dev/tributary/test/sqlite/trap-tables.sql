-- One table per trap. One statement per paragraph, so a body of a trigger has no empty line.

-- Keys

CREATE TABLE key_composite (b TEXT, a INTEGER, c BLOB, note TEXT, updated_at INTEGER, PRIMARY KEY (a, b, c))

INSERT INTO key_composite VALUES ('x', 1, x'00', 'one', 1760000000), ('x', 1, x'0000', 'two', 1760000000), ('X', 1, x'00', 'three', 1760000001), ('x ', 1, x'00', 'four', 1760000002)

CREATE TABLE key_without_rowid (word TEXT, lang TEXT COLLATE NOCASE, n INTEGER, PRIMARY KEY (lang, word)) WITHOUT ROWID

INSERT INTO key_without_rowid VALUES ('a', 'en', 1), ('A', 'en', 2), ('a', 'de', 3)

CREATE TABLE key_with_nulls (id TEXT PRIMARY KEY, v INTEGER)

INSERT INTO key_with_nulls VALUES (NULL, 1), (NULL, 1), (NULL, 2), ('a', 3), ('', 4)

CREATE TABLE key_composite_with_nulls (a INTEGER, b INTEGER, v TEXT, PRIMARY KEY (a, b))

INSERT INTO key_composite_with_nulls VALUES (1, NULL, 'x'), (1, NULL, 'y'), (NULL, NULL, 'z'), (1, 1, 'w')

CREATE TABLE key_untyped (id PRIMARY KEY, v)

INSERT INTO key_untyped VALUES (1, 'integer'), ('1', 'text'), (x'31', 'blob'), (1.5, 'real'), ('1.5', 'text too'), (2.0, 'real without a fraction')

CREATE TABLE key_by_index (id VARCHAR(255) NOT NULL, other TEXT, v JSON)

CREATE UNIQUE INDEX key_by_index_id ON key_by_index (id)

INSERT INTO key_by_index VALUES ('a', NULL, '{}'), ('A', NULL, 'null'), ('a ', 'x', NULL)

CREATE TABLE key_by_nullable_index (id TEXT, v INTEGER)

CREATE UNIQUE INDEX key_by_nullable_index_id ON key_by_nullable_index (id)

INSERT INTO key_by_nullable_index VALUES (NULL, 1), (NULL, 1), ('a', 2)

CREATE TABLE key_none (a, b TEXT)

INSERT INTO key_none VALUES (1, 'same'), (1, 'same'), (1, 'same'), (1.0, 'same'), ('1', 'same'), (NULL, NULL), (NULL, NULL)

CREATE TABLE key_integer_desc (id INTEGER PRIMARY KEY DESC, v TEXT)

INSERT INTO key_integer_desc VALUES (1, 'not an alias of the rowid'), ('text', 'so any class fits'), (NULL, 'even none')

CREATE TABLE key_big_integers (id INTEGER PRIMARY KEY, v TEXT)

INSERT INTO key_big_integers VALUES (9223372036854775807, 'max'), (-9223372036854775807 - 1, 'min'), (9007199254740993, '2^53 + 1'), (9007199254740992, '2^53'), (0, 'zero'), (-1, 'minus one')

CREATE TABLE key_reals (id REAL PRIMARY KEY, v TEXT)

INSERT INTO key_reals VALUES (0.1, 'a'), (0.1 + 0.2, 'b'), (0.3, 'c'), (9e999, 'inf'), (-9e999, '-inf'), (0.0, 'zero'), (9007199254740993, 'rounded')

CREATE TABLE key_long (id TEXT PRIMARY KEY, v INTEGER)

INSERT INTO key_long VALUES (hex(zeroblob(8000)), 1), (hex(zeroblob(8000)) || 'a', 2), (replace(hex(zeroblob(3000)), '00', char(0x1F680)), 3)

CREATE TABLE key_nocase (id TEXT PRIMARY KEY COLLATE NOCASE, v INTEGER)

INSERT INTO key_nocase VALUES ('Stra' || char(0xDF) || 'e', 1), ('STRASSE', 2), (char(0xE9), 3), (char(0xC9), 4)

CREATE TABLE key_raw_text (id TEXT PRIMARY KEY, v INTEGER)

INSERT INTO key_raw_text VALUES (CAST(x'61ff' AS TEXT), 1), (CAST(x'61fe' AS TEXT), 2), ('a', 3), ('a' || char(0), 4), ('a' || char(0, 0), 5), ('a' || char(0xFFFD), 6)

CREATE TABLE key_times (at DATETIME PRIMARY KEY, v)

INSERT INTO key_times VALUES (1760000000, 's'), (1760000000000, 'ms'), ('2025-10-09 08:53:20', 'text'), ('now', 'word'), (1760000000.5, 'fraction')

CREATE TABLE counter (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)

INSERT INTO counter (v) VALUES ('one'), ('two'), ('three')

DELETE FROM counter WHERE id = 3

CREATE TABLE "Counter 2" (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT)

INSERT INTO "Counter 2" VALUES (1000000, 'far'), (1, 'near')

CREATE TABLE unique_pairs (id INTEGER PRIMARY KEY, place INTEGER UNIQUE, name TEXT UNIQUE, updated_at INTEGER)

INSERT INTO unique_pairs VALUES (1, 1, 'a', 5), (2, 2, 'b', 5), (3, 3, NULL, 5), (4, NULL, NULL, 5)

-- Kinds of tables and columns

CREATE TABLE generated (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, area INTEGER GENERATED ALWAYS AS (w * h) STORED, label TEXT AS (w || 'x' || h) VIRTUAL, half REAL AS (w / 2.0))

INSERT INTO generated (id, w, h) VALUES (1, 2, 3), (2, NULL, 3), (3, 4, 5)

CREATE TABLE generated_key (doc JSON, id TEXT NOT NULL AS (json_extract(doc, '$.id')) STORED)

CREATE UNIQUE INDEX generated_key_id ON generated_key (id)

INSERT INTO generated_key (doc) VALUES ('{"id": "a"}'), ('{"id": "b"}')

CREATE TABLE strict_types (id INTEGER PRIMARY KEY, i INT, r REAL, t TEXT, b BLOB, a ANY) STRICT

INSERT INTO strict_types VALUES (1, 1, 1.0, 'x', x'00', '1'), (2, NULL, -0.0, '', x'', 1), (3, 9223372036854775807, 5e-324, char(0), x'ff', 1.0)

CREATE TABLE strict_without_rowid (k ANY, v ANY, PRIMARY KEY (k)) STRICT, WITHOUT ROWID

INSERT INTO strict_without_rowid VALUES (1, 1), ('1', 2), (x'31', 3)

-- Only a column without affinity keeps -0.0.
CREATE TABLE classes_blob (id INTEGER PRIMARY KEY, v BLOB)

INSERT INTO classes_blob VALUES (1, NULL), (2, 1), (3, 1.0), (4, '1'), (5, x'31'), (6, ''), (7, x''), (8, 9e999), (9, -9223372036854775807 - 1), (10, -0.0)

CREATE TABLE classes_none (id INTEGER PRIMARY KEY, v)

INSERT INTO classes_none SELECT * FROM classes_blob

CREATE TABLE classes_numeric (id INTEGER PRIMARY KEY, v NUMERIC, d DECIMAL(10, 2))

INSERT INTO classes_numeric VALUES (1, NULL, NULL), (2, 1, 0.1), (3, 1.0, 12345678901234567890), (4, '1', '1.10'), (5, x'31', 'abc'), (6, '1e3', '-0'), (7, '0x10', 1e300), (8, ' 5 ', ''), (9, 9e999, -9e999), (10, '12345678901234567890.123456789', 0.30000000000000004)

CREATE TABLE classes_text (id INTEGER PRIMARY KEY, v TEXT, w VARCHAR(3))

INSERT INTO classes_text VALUES (1, NULL, 'longer than three'), (2, 1, 1.0), (3, x'31', x''), (4, '', ' '), (5, CAST(x'c3' AS TEXT), CAST(x'eda080' AS TEXT)), (6, 'a' || char(0) || 'b', char(0)), (7, 1e100, -0.0)

CREATE TABLE classes_integer (id INTEGER PRIMARY KEY, v INTEGER, w BIGINT UNSIGNED, x TINYINT(1))

INSERT INTO classes_integer VALUES (1, NULL, 18446744073709551615, 300), (2, 'abc', '12abc', 'true'), (3, 1.5, '1.0', 2), (4, x'01', 9e999, -1), (5, '', ' 7', 1e15), (6, 9223372036854775807, 9223372036854775808, '007')

CREATE TABLE classes_real (id INTEGER PRIMARY KEY, v REAL, w DOUBLE PRECISION, f FLOAT)

INSERT INTO classes_real VALUES (1, 1e308, 5e-324, 0.1), (2, -0.0, 0.0, 1), (3, 9e999, -9e999, NULL), (4, 'abc', x'00', '1.5'), (5, 9007199254740993, 0.1 + 0.2, 123456789012345680), (6, 2.2250738585072014e-308, 1.7976931348623157e308, -1e-7)

CREATE TABLE classes_boolean (id INTEGER PRIMARY KEY, v BOOLEAN, clean BOOLEAN NOT NULL DEFAULT 0, active BOOL)

INSERT INTO classes_boolean VALUES (1, NULL, 0, 1), (2, 0, 1, 0), (3, 1, 0, NULL), (4, 2, 1, 1), (5, 'true', 0, 1), (6, 't', 1, 0), (7, 1.5, 0, 0), (8, x'01', 1, 1), (9, -1, 0, 1)

CREATE TABLE classes_json (id INTEGER PRIMARY KEY, v JSON, j JSONB, t TEXT)

INSERT INTO classes_json VALUES (1, '{"b": 1, "a": 2, "a": 3}', jsonb('{"a": 1}'), '{"a": 1}'), (2, 'not json', x'00', ''), (3, '', NULL, 'null'), (4, '1.0', '1e400', '1e400'), (5, '{"a": "\u0000"}', '{"a": "\ud83d"}', '{"a": NaN}'), (6, 'null', 'true', '"x"'), (7, NULL, '[]', '{}x')

CREATE TABLE times (id INTEGER PRIMARY KEY, d DATE, dt DATETIME, ts TIMESTAMP, tz TIMESTAMP WITH TIME ZONE, t TIME)

INSERT INTO times VALUES (1, 'now', 'now', 'now', 'now', 'now'), (2, '2024-02-30', '2024-02-30 25:61:61', '0000-00-00 00:00:00', 'infinity', '24:00'), (3, '2025-10-09', '2025-10-09T08:53:20.123456Z', '2025-10-09 08:53:20', '2025-10-09 08:53:20+02:00', '08:53'), (4, 20370, 1760000000, 1760000000000, 1760000000000000000, 32000), (5, 2460957.87, 1760000000.123, '1760000000', '', NULL), (6, '10000-01-01', '-0001-01-01', 'epoch', 'tomorrow', 'allballs')

CREATE TABLE declared_oddly (id INTEGER NOT NULL NOT NULL PRIMARY KEY, a "weird type; --" NOT NULL NOT NULL DEFAULT 'x', b CHARINT, c FLOATING POINT, d STRING, e DEFAULT NULL NULL, f POINT)

INSERT INTO declared_oddly VALUES (1, 1, '1', '1', '01', 1, '1'), (2, 'a', 'b', 'c', 'd', 'e', 'f')

CREATE TABLE defaults (id INTEGER PRIMARY KEY, at DATETIME DEFAULT CURRENT_TIMESTAMP, r TEXT DEFAULT (lower(hex(x'AB')) || '-' || 'x'), n INTEGER DEFAULT (1 + 1), q TEXT DEFAULT 'it''s', d TEXT DEFAULT "double", b BLOB DEFAULT x'00ff', f REAL DEFAULT -1.5e3, k TEXT DEFAULT NULL)

INSERT INTO defaults (id, at) VALUES (1, '2025-01-01 00:00:00'), (2, 0)

CREATE TABLE checked (id INTEGER PRIMARY KEY, n INTEGER CHECK (n > 0 AND n < 1000000), s TEXT CHECK (length(s) <= 10) COLLATE RTRIM, updated_at INTEGER, CONSTRAINT both CHECK (n <> 13 OR s IS NULL))

INSERT INTO checked VALUES (1, 1, 'a', 1), (2, 999, 'b ', 2), (3, NULL, NULL, 3)

CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)

INSERT INTO parent VALUES (1, 'kept')

CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id INTEGER REFERENCES parent (id) ON DELETE CASCADE, nowhere INTEGER REFERENCES no_such_table (id) DEFERRABLE INITIALLY DEFERRED)

INSERT INTO child VALUES (1, 1, 5), (2, 99, NULL), (3, NULL, NULL)

CREATE TABLE empty_table (id INTEGER PRIMARY KEY, v TEXT)

CREATE TABLE empty_without_key (a, b)

CREATE TABLE one_column (v)

INSERT INTO one_column VALUES (1), (1), (NULL)

CREATE TABLE key_only (a TEXT, b TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID

INSERT INTO key_only VALUES ('a', 'b'), ('ab', ''), ('', 'ab')

CREATE TABLE sizes (id INTEGER PRIMARY KEY, t TEXT, b BLOB)

INSERT INTO sizes VALUES (1, '', x''), (2, replace(hex(zeroblob(150000)), '00', 'x'), zeroblob(300000)), (3, replace(hex(zeroblob(2)), '00', '2 kB '), x'0a')

CREATE TABLE hidden_rowid (rowid TEXT, _rowid_ TEXT, oid TEXT)

INSERT INTO hidden_rowid VALUES ('a', 'b', 'c'), ('a', 'b', 'c')

CREATE TABLE added_later (id INTEGER PRIMARY KEY, a TEXT)

INSERT INTO added_later VALUES (1, 'before')

ALTER TABLE added_later ADD COLUMN b TEXT DEFAULT 'not in the old record'

ALTER TABLE added_later ADD COLUMN c JSON DEFAULT '{}' NOT NULL

INSERT INTO added_later VALUES (2, 'after', NULL, 'null')

-- Names

CREATE TABLE "select" ("order" INTEGER PRIMARY KEY, "table" TEXT, "group" TEXT, "user" TEXT, "limit" INTEGER)

INSERT INTO "select" VALUES (1, 'a', 'b', 'c', 1)

CREATE TABLE "UPPER Case" ("Id" INTEGER PRIMARY KEY, "Two Words" TEXT, "tab	newline
here" TEXT)

INSERT INTO "UPPER Case" VALUES (1, 'a', 'b')

CREATE TABLE "quo""te's `and` [more]" ("a""b" INTEGER PRIMARY KEY, "it's" TEXT, "back`tick" TEXT, "semi;colon" TEXT, "-- comment" TEXT, "100%" TEXT, "$1" TEXT, "?" TEXT, "back\slash" TEXT)

INSERT INTO "quo""te's `and` [more]" VALUES (1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')

CREATE TABLE "../../etc/passwd" (id INTEGER PRIMARY KEY, v TEXT)

INSERT INTO "../../etc/passwd" VALUES (1, 'a name, not a path')

CREATE TABLE "x'); DROP SCHEMA public CASCADE; --" (id INTEGER PRIMARY KEY, "v""); --" TEXT)

INSERT INTO "x'); DROP SCHEMA public CASCADE; --" VALUES (1, 'a name, not a command')

CREATE TABLE system_names (_sync_hash INTEGER, _sync_xid TEXT, _sync_extra TEXT, _sync_key TEXT, xmin INTEGER, xmax INTEGER, ctid TEXT, cmin INTEGER, cmax INTEGER, tableoid TEXT, "_sync_retired_1_x" TEXT, id INTEGER PRIMARY KEY)

INSERT INTO system_names VALUES (1, 'a', 'b', 'c', 2, 3, '(0,1)', 4, 5, 'd', 'e', 6)

CREATE TABLE _sync_hash (id INTEGER PRIMARY KEY, v TEXT)

INSERT INTO _sync_hash VALUES (1, 'a table of this name')

CREATE TABLE pg_class (oid INTEGER PRIMARY KEY, relname TEXT)

INSERT INTO pg_class VALUES (1, 'not a catalog')

CREATE TABLE sync_metadata (id INTEGER PRIMARY KEY, v TEXT)

INSERT INTO sync_metadata VALUES (1, 'not a schema')

CREATE TABLE empty_name ("" TEXT, id INTEGER PRIMARY KEY)

INSERT INTO empty_name VALUES ('a', 1), (NULL, 2)

CREATE TABLE "Größe 表 🚀" ("straße" INTEGER PRIMARY KEY, "É" TEXT, "é" TEXT, "名前" TEXT, "🚀" TEXT)

INSERT INTO "Größe 表 🚀" VALUES (1, 'a', 'b', 'c', 'd')

CREATE TABLE "GRÖßE 表 🚀" (id INTEGER PRIMARY KEY)

CREATE TABLE "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1" (id INTEGER PRIMARY KEY, "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc1" TEXT, "ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc2" TEXT)

CREATE TABLE "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2" (id INTEGER PRIMARY KEY, "ÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ" TEXT, "xÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄÄ" TEXT)

INSERT INTO "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa1" VALUES (1, 'left', 'right')

INSERT INTO "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa2" VALUES (2, 'even', 'odd')

-- What is not mirrored, but must not disturb

CREATE VIRTUAL TABLE words USING fts5 (body, tokenize = 'unicode61')

INSERT INTO words VALUES ('the quick brown fox')

CREATE VIRTUAL TABLE places USING rtree (id, minx, maxx, miny, maxy)

INSERT INTO places VALUES (1, 0.0, 1.0, 0.0, 1.0)

CREATE VIEW key_view AS SELECT a, b FROM key_composite WHERE a > 0

CREATE VIEW "View 2" AS SELECT count(*) AS n FROM parent

CREATE TABLE trigger_log (id INTEGER PRIMARY KEY, what TEXT, updated_at INTEGER)

CREATE TRIGGER parent_changed AFTER UPDATE ON parent BEGIN
  INSERT INTO trigger_log (what, updated_at) VALUES ('parent ' || new.id, 1);
  DELETE FROM trigger_log WHERE id < new.id - 100;
END

CREATE TRIGGER view_insert INSTEAD OF INSERT ON key_view BEGIN
  INSERT INTO key_composite (a, b, c) VALUES (new.a, new.b, x'77');
END

UPDATE parent SET name = 'kept, changed'

CREATE INDEX unique_pairs_partial ON unique_pairs (name) WHERE place IS NOT NULL

CREATE UNIQUE INDEX unique_pairs_lower ON unique_pairs (lower(name)) WHERE name IS NOT NULL

CREATE INDEX "index with ""quotes""" ON parent (name COLLATE NOCASE DESC, id)

CREATE INDEX classes_json_path ON classes_json (json_extract(t, '$.a')) WHERE json_valid(t)

ANALYZE
