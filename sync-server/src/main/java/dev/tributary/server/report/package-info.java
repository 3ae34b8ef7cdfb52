/** What commands answer: each report as text for people and as a document for programs. */
@NullMarked
package dev.tributary.server.report;

import org.jspecify.annotations.NullMarked;
