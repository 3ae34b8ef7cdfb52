package dev.tributary.server.web.security;

import dev.tributary.server.node.Membership;
import dev.tributary.server.web.problem.Problem;
import dev.tributary.server.web.problem.Refused;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** A node whose cluster was removed answers questions, and changes nothing any more. */
final class StillMember implements RequestRule {
  private static final Set<String> READS = Set.of("GET", "HEAD");

  private final Membership membership;

  StillMember(Membership membership) {
    this.membership = membership;
  }

  @Override
  public void check(HttpServletRequest request) {
    if (READS.contains(request.getMethod())) {
      return;
    }
    membership
        .over()
        .ifPresent(
            over -> {
              throw new Refused(
                  new Problem(
                      409, "cluster-removed", over.why() + "; nothing was changed", over.wayOut()));
            });
  }
}
