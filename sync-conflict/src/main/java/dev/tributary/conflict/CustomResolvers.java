package dev.tributary.conflict;

import dev.tributary.api.ConflictResolver;
import java.util.Map;
import java.util.Optional;

/** Finds resolvers that the configuration names: instances handed in, else classes. */
final class CustomResolvers {
  private final Map<String, ConflictResolver> instances;

  CustomResolvers(Map<String, ConflictResolver> instances) {
    this.instances = Map.copyOf(instances);
  }

  Optional<ConflictResolver> find(String name, Setting where) {
    ConflictResolver instance = instances.get(name);
    return instance != null ? Optional.of(instance) : create(name, where);
  }

  private static Optional<ConflictResolver> create(String name, Setting where) {
    try {
      Class<?> type = Class.forName(name, false, loader());
      if (!ConflictResolver.class.isAssignableFrom(type)) {
        where.problems().add(where.path(), "class " + name + " is no ConflictResolver");
        return Optional.empty();
      }
      return Optional.of((ConflictResolver) type.getDeclaredConstructor().newInstance());
    } catch (ClassNotFoundException e) {
      where.problems().add(where.path(), "there is no class " + name + " on the class path");
    } catch (ReflectiveOperationException | LinkageError e) {
      where
          .problems()
          .add(where.path(), "class " + name + " cannot be made without arguments: " + e);
    }
    return Optional.empty();
  }

  private static ClassLoader loader() {
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    return ofThread != null ? ofThread : CustomResolvers.class.getClassLoader();
  }
}
