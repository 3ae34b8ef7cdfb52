# shellcheck shell=bash
# Checks of a deployed pair, one line each. Sourced by the test scripts.

failures=0

passed() { echo "PASS  $1"; }

failed() {
  echo "FAIL  $1"
  failures=$((failures + 1))
}

# check WHAT COMMAND...
check() {
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then passed "$what"; else failed "$what"; fi
}

# check_not WHAT COMMAND...: the command must fail.
check_not() {
  local what=$1
  shift
  if "$@" >/dev/null 2>&1; then failed "$what"; else passed "$what"; fi
}

# Says it and ends.
verdict() {
  if [ "$failures" = 0 ]; then
    echo "OK: $1"
    exit 0
  fi
  echo "FAILED: $1, $failures checks"
  exit 1
}
