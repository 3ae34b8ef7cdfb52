package dev.tributary.server.web.security;

import jakarta.servlet.http.HttpServletRequest;

/** Something that each request has to keep. */
interface RequestRule {

  /**
   * @throws dev.tributary.server.web.problem.Refused with the answer, when the request breaks it
   */
  void check(HttpServletRequest request);
}
