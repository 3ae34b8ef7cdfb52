package dev.tributary.spring;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What the configuration asks for. Nothing is on by itself. */
final class Wanted {
  private Wanted() {}

  private static boolean all(Environment environment) {
    return environment.getProperty("tributary.enabled", Boolean.class, true);
  }

  private static boolean sync(Environment environment) {
    Boolean said = environment.getProperty("tributary.sync.enabled", Boolean.class);
    return all(environment) && (said == null ? hasClients(environment) : said);
  }

  private static boolean hasClients(Environment environment) {
    return Binder.get(environment)
        .bind("tributary.clients", Bindable.listOf(TributaryProperties.Client.class))
        .map(clients -> !clients.isEmpty())
        .orElse(false);
  }

  private static boolean election(Environment environment) {
    Boolean said = environment.getProperty("tributary.leader-election.enabled", Boolean.class);
    return all(environment) && (said == null ? sync(environment) : said);
  }

  private static boolean state(Environment environment) {
    return all(environment)
        && environment.getProperty("tributary.state.enabled", Boolean.class, false);
  }

  private static ConditionOutcome outcome(boolean wanted, String what, String how) {
    ConditionMessage.Builder message = ConditionMessage.forCondition(what);
    return wanted
        ? ConditionOutcome.match(message.because("it is asked for"))
        : ConditionOutcome.noMatch(message.because("it is not asked for: " + how));
  }

  /** Mirroring: switched on, or clients are named. */
  static final class Sync extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      return outcome(
          sync(context.getEnvironment()),
          "Tributary's mirroring",
          "name tributary.clients or set tributary.sync.enabled");
    }
  }

  /** The election: switched on, or not spoken of while mirroring is on. */
  static final class Election extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      return outcome(
          election(context.getEnvironment()),
          "Tributary's election",
          "set tributary.leader-election.enabled");
    }
  }

  /** The state store: switched on. */
  static final class State extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      return outcome(
          state(context.getEnvironment()), "Tributary's state", "set tributary.state.enabled");
    }
  }

  /** A database: any of the others. */
  static final class Database extends SpringBootCondition {
    @Override
    public ConditionOutcome getMatchOutcome(
        ConditionContext context, AnnotatedTypeMetadata metadata) {
      Environment environment = context.getEnvironment();
      return outcome(
          sync(environment) || election(environment) || state(environment),
          "Tributary's database",
          "neither election nor state nor mirroring is on");
    }
  }
}
