package dev.tributary.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** The arrows of the house: who may know whom. */
final class ArchitectureTest {
  private static final String INTERNAL = "dev.tributary.core.internal.";
  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains(whereTestsAre()))
          .importPackages("dev.tributary.core", "dev.tributary.api");

  @Test
  void stepsDoNotKnowOneAnother() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.tributary.core..")
        .layer("front")
        .definedBy("dev.tributary.core")
        .layer("schedule")
        .definedBy(INTERNAL + "schedule")
        .layer("run")
        .definedBy(INTERNAL + "run")
        .layer("snapshot")
        .definedBy(INTERNAL + "snapshot")
        .layer("schema")
        .definedBy(INTERNAL + "schema")
        .layer("capture")
        .definedBy(INTERNAL + "capture")
        .layer("load")
        .definedBy(INTERNAL + "load")
        .layer("restore")
        .definedBy(INTERNAL + "restore")
        .layer("verify")
        .definedBy(INTERNAL + "verify")
        .layer("mirror")
        .definedBy(INTERNAL + "mirror")
        .layer("apply")
        .definedBy(INTERNAL + "apply")
        .layer("catalog")
        .definedBy(INTERNAL + "catalog")
        .layer("values")
        .definedBy(INTERNAL + "values")
        .layer("metadata")
        .definedBy(INTERNAL + "metadata")
        .layer("jdbc")
        .definedBy(INTERNAL + "jdbc")
        .layer("lifecycle")
        .definedBy(INTERNAL + "lifecycle")
        .layer("state")
        .definedBy(INTERNAL + "state")
        .layer("table")
        .definedBy(INTERNAL + "table")
        .layer("sqlite")
        .definedBy(INTERNAL + "sqlite")
        .withOptionalLayers(true)
        .whereLayer("front")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("schedule")
        .mayOnlyBeAccessedByLayers("front")
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("front")
        .whereLayer("snapshot")
        .mayOnlyBeAccessedByLayers("front", "schedule", "run", "verify")
        .whereLayer("schema")
        .mayOnlyBeAccessedByLayers("front", "run", "mirror", "verify")
        .whereLayer("capture")
        .mayOnlyBeAccessedByLayers("front", "run", "restore", "verify")
        .whereLayer("lifecycle")
        .mayOnlyBeAccessedByLayers("front")
        .whereLayer("state")
        .mayOnlyBeAccessedByLayers("front")
        .whereLayer("restore")
        .mayOnlyBeAccessedByLayers("front")
        .whereLayer("verify")
        .mayOnlyBeAccessedByLayers("front")
        .whereLayer("mirror")
        .mayOnlyBeAccessedByLayers("restore", "verify")
        .whereLayer("load")
        .mayOnlyBeAccessedByLayers("run")
        .whereLayer("apply")
        .mayOnlyBeAccessedByLayers("run", "load", "mirror", "verify")
        .whereLayer("catalog")
        .mayOnlyBeAccessedByLayers("front", "run", "load", "apply", "mirror", "restore", "verify")
        .whereLayer("values")
        .mayOnlyBeAccessedByLayers("run", "load", "apply", "mirror", "verify")
        .whereLayer("sqlite")
        .mayOnlyBeAccessedByLayers("snapshot", "schema", "capture", "restore", "mirror", "verify")
        .check(CODE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tributary.core.internal.(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void theApiKnowsTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("dev.tributary.api..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.tributary.api..", "java..", "javax.sql..", "org.jspecify..")
        .check(CODE);
  }

  @Test
  void theStateStoreWorksWithoutSqlite() {
    noClasses()
        .that()
        .resideInAnyPackage(INTERNAL + "jdbc..", INTERNAL + "metadata..", INTERNAL + "state..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.sqlite..")
        .because("whoever keeps only state in PostgreSQL must not need the SQLite driver")
        .check(CODE);
  }

  @Test
  void whateverIsWrittenForAClientIsFenced() {
    noClasses()
        .that()
        .resideInAPackage("dev.tributary.core..")
        .and()
        .resideOutsideOfPackages(INTERNAL + "metadata..", INTERNAL + "jdbc..", INTERNAL + "state..")
        .and()
        .areNotAssignableTo(INTERNAL + "schedule.HostRows")
        .and()
        .areNotAssignableTo(INTERNAL + "schedule.JobDesk")
        .and()
        .areNotAssignableTo(INTERNAL + "schedule.ClientSchedule")
        .and()
        .areNotAssignableTo("dev.tributary.core.AuditLog")
        .and()
        .areNotAssignableTo(INTERNAL + "run.ConflictDecision")
        .and()
        .areNotAssignableTo(INTERNAL + "lifecycle.Acting")
        .should()
        .callMethodWhere(
            JavaCall.Predicates.target(HasName.Predicates.name("inTransaction"))
                .or(
                    JavaCall.Predicates.target(HasName.Predicates.name("commit"))
                        .and(
                            JavaCall.Predicates.target(
                                HasOwner.Predicates.With.owner(
                                    JavaClass.Predicates.type(Connection.class))))))
        .because(
            "a leader's write proves its term at its own commit; only what a node says of itself and"
                + " what a person asks for is nobody's term (docs/decisions/0016)")
        .check(CODE);
  }

  @Test
  void onlyMetersNeedMicrometer() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tributary.core.metrics..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.micrometer..", "dev.tributary.core.metrics..")
        .because("it is an optional dependency (docs/decisions/0020)")
        .check(CODE);
  }

  @Test
  void nothingPrintsOrSleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(CODE);
    noClasses().should().accessField(System.class, "out").check(CODE);
    noClasses().should().accessField(System.class, "err").check(CODE);
  }

  @Test
  void constantsAreTheOnlyStatics() {
    fields()
        .that()
        .areStatic()
        .and()
        .areNotDeclaredIn(INTERNAL + "snapshot.OwnedFile")
        .should()
        .beFinal()
        .because(
            "several engines may live in one JVM; only POSIX locks belong to the process, and so"
                + " does the table of files that protects them (docs/decisions/0004)")
        .check(CODE);
  }

  private static String whereTestsAre() {
    return ArchitectureTest.class.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
