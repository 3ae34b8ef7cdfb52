package dev.tributary.conflict;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Decisions are pure and need the JDK only. */
final class ArchitectureTest {
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.tributary.conflict");

  @Test
  void nothingButTheApiAndTheJdkIsNeeded() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.tributary.api..", "dev.tributary.conflict..", "java..", "org.jspecify..")
        .andShould()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackages("java.sql..", "java.net..", "java.nio.file..")
        .check(CODE);
  }

  @Test
  void noDecisionLooksAtAClock() {
    noClasses().should().callMethod(Instant.class, "now").check(CODE);
    noClasses().should().dependOnClassesThat().belongToAnyOf(Clock.class).check(CODE);
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(CODE);
    noClasses().should().callMethod(System.class, "nanoTime").check(CODE);
  }

  @Test
  void nothingIsShared() {
    fields().that().areStatic().should().beFinal().check(CODE);
  }
}
