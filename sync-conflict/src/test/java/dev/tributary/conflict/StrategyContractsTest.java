package dev.tributary.conflict;

import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Json;
import dev.tributary.api.Resolution;
import dev.tributary.conflict.MergeRule.Kind;
import dev.tributary.test.ConflictResolverContract;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** Every resolver of this module keeps the contract. */
final class StrategyContractsTest {
  private static final CompareField BY = CompareField.of("updated_at");

  @Nested
  final class SourceWinsTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return ConflictResolver.sourceWins();
    }
  }

  @Nested
  final class TargetWinsTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return ConflictResolver.targetWins();
    }
  }

  @Nested
  final class NewestWinsTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return new NewestWins(BY, DeleteRules.defaults());
    }
  }

  @Nested
  final class DeletesTravelTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return new NewestWins(
          BY,
          new DeleteRules(DeleteRules.DeleteVsUpdate.DELETE, DeleteRules.UpdateVsDelete.DELETE));
    }
  }

  @Nested
  final class MergeTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      Map<String, MergeRule> rules =
          Map.of("stars", MergeRule.of(Kind.SUM), "chat.a", MergeRule.of(Kind.UNION));
      return new MergeFields(MergeRules.of(rules, Kind.NEWEST_WINS), BY, DeleteRules.defaults());
    }
  }

  @Nested
  final class ManualTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return ConflictResolver.holdAll();
    }
  }

  @Nested
  final class CustomTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return new CustomResolver(
          conflict ->
              conflict.source().isEmpty()
                  ? Resolution.keepTarget()
                  : Resolution.write(conflict.source().orElseThrow()));
    }
  }

  @Nested
  final class BuiltInTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return ConflictConfiguration.builtIn().resolver();
    }
  }

  @Nested
  final class ConfiguredTest extends ConflictResolverContract {
    @Override
    protected ConflictResolver resolver() {
      return ConflictConfiguration.read(
              new Json(
                  """
                  {"table_strategies": {"chat": {"strategy": "merge", "notify": true,
                    "merge_rules": {"title": "max", "chat": "deep_merge", "chat.a": "append"}}}}
                  """))
          .resolver();
    }
  }
}
