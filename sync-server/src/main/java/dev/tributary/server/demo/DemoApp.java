package dev.tributary.server.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The app of the demonstration, in a process of its own: one order a line on standard input, one
 * answer a line on standard output. Ends with its input.
 */
public final class DemoApp {
  private final AppFile file;
  private LiveWriter writer;

  private DemoApp(AppFile file) {
    this.file = file;
    this.writer = new LiveWriter(file);
  }

  public static void run(Path path, BufferedReader orders, PrintWriter answers)
      throws IOException, SQLException, InterruptedException {
    try (AppFile file = new AppFile(path, new AppContent(20_26))) {
      DemoApp app = new DemoApp(file);
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        answers.println(app.obey(order));
        answers.flush();
      }
    }
  }

  private String obey(String order) throws SQLException, InterruptedException {
    String[] words = order.split(" ");
    switch (words[0]) {
      case "create" -> file.create(Integer.parseInt(words[1]));
      case "change" -> {
        return "ok " + file.changeTen();
      }
      case "upgrade" -> file.upgrade();
      case "live" -> {
        writer = new LiveWriter(file);
        writer.start();
      }
      case "quiet" -> {
        return writer.stop();
      }
      default -> {
        return "failed unknown order " + order;
      }
    }
    return "ok";
  }
}
