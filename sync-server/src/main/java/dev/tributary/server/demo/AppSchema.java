package dev.tributary.server.demo;

import java.util.List;

/**
 * The tables of the demonstration's app, in the shape of Open WebUI: keys that are only unique
 * indexes, DATETIME columns with numbers in them, JSON as text.
 */
final class AppSchema {
  static final List<String> CREATE =
      List.of(
          """
          CREATE TABLE "user" (
            id VARCHAR(255) NOT NULL, name VARCHAR(255) NOT NULL, email VARCHAR(255) NOT NULL,
            role VARCHAR(255) NOT NULL, profile_image_url TEXT NOT NULL, settings TEXT,
            created_at INTEGER NOT NULL)
          """,
          "CREATE UNIQUE INDEX user_id ON \"user\" (id)",
          """
          CREATE TABLE chat (
            id VARCHAR(255) NOT NULL, user_id VARCHAR(255) NOT NULL, title TEXT NOT NULL,
            share_id VARCHAR(255), archived INTEGER NOT NULL NOT NULL,
            created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
            chat JSON, pinned BOOLEAN, meta JSON DEFAULT '{}')
          """,
          "CREATE UNIQUE INDEX chat_id ON chat (id)",
          """
          CREATE TABLE message (
            id TEXT NOT NULL, user_id TEXT, channel_id TEXT, content TEXT, data JSON,
            score, created_at BIGINT, PRIMARY KEY (id))
          """,
          """
          CREATE TABLE tag (
            id VARCHAR(255) NOT NULL, name VARCHAR(255), user_id VARCHAR(255) NOT NULL, meta JSON,
            CONSTRAINT pk_id_user_id PRIMARY KEY (id, user_id))
          """,
          """
          CREATE TABLE file (
            id TEXT PRIMARY KEY, user_id TEXT NOT NULL, filename TEXT NOT NULL, data JSON,
            content BLOB, created_at INTEGER)
          """,
          """
          CREATE TABLE config (
            id INTEGER NOT NULL PRIMARY KEY, data JSON NOT NULL, version INTEGER NOT NULL,
            created_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL)
          """);

  /** What an app's upgrade does to a live file: a new column, a rebuilt table, a dropped column. */
  static final List<String> UPGRADE =
      List.of(
          "ALTER TABLE chat ADD COLUMN folder_id TEXT",
          "UPDATE chat SET folder_id = 'inbox' WHERE rowid % 10 = 0",
          """
          CREATE TABLE _alembic_tmp_tag (
            id VARCHAR(255) NOT NULL, name VARCHAR(255), user_id VARCHAR(255) NOT NULL, meta JSON,
            colour TEXT DEFAULT 'grey', CONSTRAINT pk_id_user_id PRIMARY KEY (id, user_id))
          """,
          """
          INSERT INTO _alembic_tmp_tag (id, name, user_id, meta)
          SELECT id, name, user_id, meta FROM tag
          """,
          "DROP TABLE tag",
          "ALTER TABLE _alembic_tmp_tag RENAME TO tag",
          "ALTER TABLE \"user\" DROP COLUMN settings");

  private AppSchema() {}
}
