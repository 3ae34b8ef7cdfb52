#!/bin/bash
# Runs the benchmarks; README.md beside this file tells what each one shows.
#   benchmarks/run.sh [load|incremental|memory|app|idle|rest|all] [--rounds N] [--work DIR] [--percent P] [--only CASE,..]
# Needs a JDK 17 or newer, Maven, psql and Debian's PostgreSQL 15 (or TRIBUTARY_BENCH_PG_URL).
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
app=$root/benchmarks/target/benchmarks
built=$app/built
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

stale() {
  [ ! -f "$built" ] || [ -n "$(find "$root/pom.xml" "$root"/*/pom.xml "$root"/sync-*/src/main \
    "$root/benchmarks/src/main" -newer "$built" 2>/dev/null | head -n 1)" ]
}

if stale; then
  echo "building ..." >&2
  (cd "$root" && mvn -q -B package -pl benchmarks,sync-server -am -Dmaven.test.skip=true \
    -Dspotless.check.skip=true -Denforcer.skip=true) >&2
  touch "$built"
fi
# The launcher looks for sources newer than its own build, and makes its class archive: not in a measured run.
"$root/tributary" --version >/dev/null
"$root/tributary" serve --print-config >/dev/null

# A peer, measured where it can be had.
case " $* " in
  *" incremental "* | *" memory "* | *" app "* | *" idle "* | *" rest "*) ;;
  *)
    if ! command -v pgloader >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get install -y -q --no-install-recommends pgloader >/dev/null 2>&1 || true
    fi
    ;;
esac

exec "$java" -Xmx512m -XX:+UseSerialGC -Dtributary.launcher="$root/tributary" \
  -cp "$app/benchmarks.jar:$app/lib/*" dev.tributary.benchmarks.Benchmarks "$@"
