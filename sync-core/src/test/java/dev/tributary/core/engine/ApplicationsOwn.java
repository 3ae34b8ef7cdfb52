package dev.tributary.core.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.sqlite.Collation;
import org.sqlite.Function;

/** What only an application brings along: collations and a function, which no file holds. */
final class ApplicationsOwn {
  private ApplicationsOwn() {}

  /** Collations {@code unicase} and {@code o'other)}, and a function {@code shouted}. */
  static void define(Connection app) throws SQLException {
    for (String name : List.of("unicase", "o'other)")) {
      Collation.create(
          app,
          name,
          new Collation() {
            @Override
            protected int xCompare(String one, String other) {
              return one.compareToIgnoreCase(other);
            }
          });
    }
    Function.create(
        app,
        "shouted",
        new Function() {
          @Override
          protected void xFunc() throws SQLException {
            result(value_text(0).toUpperCase(Locale.ROOT) + "!");
          }
        },
        1,
        Function.FLAG_DETERMINISTIC);
  }
}
