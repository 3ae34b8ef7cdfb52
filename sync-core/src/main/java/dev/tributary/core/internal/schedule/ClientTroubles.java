package dev.tributary.core.internal.schedule;

import dev.tributary.api.ClientName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the log was told of each client that is synced by the schedule: the same trouble once,
 * however often it is tried, and that it is over. Numbers in it make no other trouble of it.
 */
final class ClientTroubles {
  private final Map<ClientName, String> told = new ConcurrentHashMap<>();

  boolean isNews(ClientName client, String trouble) {
    String kind = trouble.replaceAll("\\d+", "#");
    return !kind.equals(told.put(client, kind));
  }

  boolean isOver(ClientName client) {
    return told.remove(client) != null;
  }

  void forget() {
    told.clear();
  }
}
