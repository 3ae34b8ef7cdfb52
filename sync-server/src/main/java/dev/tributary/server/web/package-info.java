/** The HTTP interface of a node: one controller for each thing that can be asked for. */
@NullMarked
package dev.tributary.server.web;

import org.jspecify.annotations.NullMarked;
