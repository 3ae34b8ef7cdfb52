package dev.tributary.server.cli.outcome;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.server.report.Answer;
import dev.tributary.server.report.Printable;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Writes answers to standard output, as text or as one JSON document in plain ASCII. */
public final class Output {
  private final PrintWriter out;

  public Output(CommandLine command) {
    this.out = command.getOut();
  }

  /** A line each. */
  public void text(Answer answer) {
    answer.lines().forEach(line -> out.println(Printable.of(line)));
    out.flush();
  }

  /** Over several lines, for people to read as well. */
  public void document(Answer answer) {
    write(answer, mapper().enable(SerializationFeature.INDENT_OUTPUT).build());
  }

  /** One of many. */
  public void documentInOneLine(Answer answer) {
    write(answer, mapper().build());
  }

  private static JsonMapper.Builder mapper() {
    return JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII);
  }

  private void write(Answer answer, JsonMapper mapper) {
    try {
      out.println(mapper.writeValueAsString(answer.document()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer holds only plain values", e);
    }
    out.flush();
  }
}
