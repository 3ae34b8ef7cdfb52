#!/usr/bin/env bash
# All checks of a deployed pair. It is failed over twice on the way, and runs again at the end.
set -uo pipefail
here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
failed=()
for script in test-security.sh test-failover.sh; do
  echo "== $script"
  "$here/$script" || failed+=("$script")
done
if [ ${#failed[@]} = 0 ]; then
  echo "OK: all"
else
  echo "FAILED: ${failed[*]}"
  exit 1
fi
