package dev.tributary.api.internal;

import dev.tributary.api.FencingToken;
import dev.tributary.api.NodeId;

/**
 * {@code tributary/<node>/<term>/<holder>} in {@code application_name}: whose session it is. The
 * last part is the beginning of the holder, for node names repeat and so do the terms of different
 * clusters. A long node name is cut, since PostgreSQL keeps 63 bytes.
 */
public final class SessionName {
  private static final int NODE = 30;
  private static final int HOLDER = 8;

  private SessionName() {}

  public static String of(NodeId node, FencingToken token) {
    return "tributary/%s/%d/%s"
        .formatted(cut(node.value(), NODE), token.term(), cut(token.holder().toString(), HOLDER));
  }

  /** Of a node that leads nothing, or several clusters at once. */
  public static String of(NodeId node) {
    return "tributary/" + cut(node.value(), NODE);
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(length, text.length()));
  }
}
