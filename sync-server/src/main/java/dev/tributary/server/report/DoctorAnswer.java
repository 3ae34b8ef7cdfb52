package dev.tributary.server.report;

import dev.tributary.server.doctor.Finding;
import dev.tributary.server.doctor.Finding.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answer of {@code tributary doctor}. */
public final class DoctorAnswer {
  private DoctorAnswer() {}

  public static Answer of(List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    TextTable table = new TextTable("check", "verdict", "what was seen");
    findings.forEach(f -> table.add(f.check(), word(f.verdict()), f.said()));
    lines.addAll(table.lines());
    findings.stream()
        .filter(finding -> !finding.remedy().isEmpty())
        .forEach(f -> lines.add("  %s: %s".formatted(f.check(), f.remedy())));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("verdict", word(worst(findings)));
    document.put("findings", findings.stream().map(DoctorAnswer::document).toList());
    return new Answer(lines, document);
  }

  /** The worst of all verdicts. */
  public static Verdict worst(List<Finding> findings) {
    return findings.stream()
        .map(Finding::verdict)
        .max(Comparator.naturalOrder())
        .orElse(Verdict.OK);
  }

  private static Map<String, Object> document(Finding finding) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("check", finding.check());
    document.put("verdict", word(finding.verdict()));
    document.put("said", finding.said());
    document.put("remedy", finding.remedy());
    return document;
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }
}
