package dev.tributary.benchmarks.source;

/** A column of a benchmark's table, as SQLite declares it and as the mirror gives it. */
public record Column(String name, Type type) {

  /** What a column holds; every cell of a column is of one storage class or NULL. */
  public enum Type {
    INTEGER("INTEGER", "bigint"),
    REAL("REAL", "double precision"),
    TEXT("TEXT", "text"),
    JSON("JSON", "json");

    private final String sqlite;
    private final String postgres;

    Type(String sqlite, String postgres) {
      this.sqlite = sqlite;
      this.postgres = postgres;
    }
  }

  static Column integer(String name) {
    return new Column(name, Type.INTEGER);
  }

  static Column real(String name) {
    return new Column(name, Type.REAL);
  }

  static Column text(String name) {
    return new Column(name, Type.TEXT);
  }

  static Column json(String name) {
    return new Column(name, Type.JSON);
  }

  String inSqlite() {
    return name + " " + type.sqlite;
  }

  /** The declaration in the table that others load. */
  public String inPostgres() {
    return name + " " + type.postgres;
  }
}
