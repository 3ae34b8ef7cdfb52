/** Looks whether everything is as it should be; each check says what it saw and the way out. */
@NullMarked
package dev.tributary.server.doctor;

import org.jspecify.annotations.NullMarked;
