package dev.tributary.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an application sees of the published modules names nothing that it must not use. All that
 * are published are on the class path here.
 */
final class PublicSignaturesTest {
  private static final JavaClasses ALL =
      new ClassFileImporter()
          .importPackages(
              "dev.tributary.api",
              "dev.tributary.core",
              "dev.tributary.election",
              "dev.tributary.conflict",
              "dev.tributary.postgres",
              "dev.tributary.spring",
              "dev.tributary.test");

  @Test
  void publicTypesShowNoInternalOnes() {
    classes()
        .that(DescribedPredicate.describe("are for applications", type -> isForAll(type)))
        .should(showNoInternalType())
        .check(ALL);
  }

  private static boolean isForAll(JavaClass type) {
    Optional<JavaClass> outer = type.getEnclosingClass();
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && !isInternal(type)
        && (outer.isEmpty() || isForAll(outer.get()));
  }

  private static boolean isInternal(JavaClass type) {
    return (type.getPackageName() + ".").contains(".internal.")
        && type.getPackageName().startsWith("dev.tributary.");
  }

  private static ArchCondition<JavaClass> showNoInternalType() {
    return new ArchCondition<>("show no internal type") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getMembers().stream()
            .filter(PublicSignaturesTest::isVisible)
            .forEach(member -> report(member, member.getFullName(), shown(member), events));
        Stream<JavaType> above =
            Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        report(type, type.getFullName(), above, events);
      }
    };
  }

  private static void report(
      Object where, String name, Stream<JavaType> shown, ConditionEvents events) {
    shown
        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .filter(PublicSignaturesTest::isInternal)
        .distinct()
        .forEach(
            type ->
                events.add(
                    SimpleConditionEvent.violated(where, name + " shows " + type.getName())));
  }

  private static boolean isVisible(JavaMember member) {
    boolean open =
        member.getModifiers().contains(JavaModifier.PUBLIC)
            || member.getModifiers().contains(JavaModifier.PROTECTED);
    return open && !member.getModifiers().contains(JavaModifier.SYNTHETIC);
  }

  private static Stream<JavaType> shown(JavaMember member) {
    if (!(member instanceof JavaCodeUnit unit)) {
      return Stream.of(((com.tngtech.archunit.core.domain.JavaField) member).getType());
    }
    Stream<JavaType> given = unit.getParameterTypes().stream();
    Stream<JavaType> bounds =
        unit.getTypeParameters().stream().flatMap(variable -> variable.getUpperBounds().stream());
    return Stream.of(given, bounds, Stream.of(unit.getReturnType())).flatMap(types -> types);
  }
}
