#!/usr/bin/env bash
# Kills the container that leads, then stops the one that took over, and says how long each change
# took. The pair runs again at the end. A verdict line for each check; exit code 1 when one failed.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=deployment.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/deployment.sh"
# shellcheck source-path=SCRIPTDIR source=verdicts.sh
. "$here/verdicts.sh"

now() { date +%s%N; }

# changes WHAT LEADER SECONDS ACT...: after the act the other one leads.
changes() {
  local what=$1 leader=$2 limit=$3 begin
  shift 3
  begin=$(now)
  "$@" >/dev/null
  if within "$limit" leads "$(other "$leader")"; then
    passed "$what: $(other "$leader") leads after $((($(now) - begin) / 1000000)) ms"
  else
    failed "$what: nobody took over within $limit s"
  fi
}

require_docker
lease=$(setting_or LEASE_DURATION 60)
check "one node leads" within 10 one_leads
leader=$(leaders | head -n 1)
[ -n "$leader" ] || verdict "failover"

changes "docker kill $leader" "$leader" "$((lease + 10))" docker kill "$leader"
docker start "$leader" >/dev/null
check "$leader is back" within 90 serves "$leader"
check "it came back as a follower: one node leads" one_leads

leader=$(leaders | head -n 1)
changes "docker stop $leader" "$leader" "$((lease + 10))" docker stop --time 40 "$leader"
check "it ended well, with exit code 0" test "$(docker inspect --format '{{.State.ExitCode}}' "$leader")" = 0
docker start "$leader" >/dev/null
check "$leader is back" within 90 serves "$leader"
check "one node leads" one_leads
verdict "failover"
