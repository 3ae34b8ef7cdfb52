/** The menus: numbers in front of commands. Nothing is done here that no command does. */
@NullMarked
package dev.tributary.server.menu;

import org.jspecify.annotations.NullMarked;
