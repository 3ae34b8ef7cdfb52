#!/bin/bash
# Takes the guards of the election out, one at a time, in a copy of the sources, and runs the tests:
# each must turn red. A green one is a guard that no test protects.
#   sync-election/mutations/run.sh [NAME]
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
only=${1:-}
tests=${MUTATION_TESTS:-LeasesTest,ElectionTest,ElectionSimulationTest}
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
(cd "$root" && git ls-files -co --exclude-standard -z | tar -c --null -T -) | tar -x -C "$copy"
survived=0

api=sync-api/src/main/java/dev/tributary/api/internal
rules=sync-election/src/main/java/dev/tributary/election
schema=sync-election/src/main/resources/dev/tributary/election/election.sql

run_tests() {
  (cd "$copy" && mvn -q -B -ntp -o -pl sync-election -am test -Dtest="$tests" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true) > "$copy/log" 2>&1
}

# mutate NAME FILE PERL: the change must be possible, compile, and be noticed.
mutate() {
  local name=$1 file=$2 change=$3
  [ -z "$only" ] || [ "$only" = "$name" ] || return 0
  cp "$root/$file" "$copy/$file"
  perl -0pi -e "$change" "$copy/$file"
  if cmp -s "$root/$file" "$copy/$file"; then
    printf '%-34s %s\n' "$name" "NOT APPLIED: the code has changed, change this script"
    survived=$((survived + 1))
  elif run_tests; then
    printf '%-34s %s\n' "$name" "GREEN: nothing noticed"
    survived=$((survived + 1))
  elif grep -q "COMPILATION ERROR" "$copy/log"; then
    printf '%-34s %s\n' "$name" "DOES NOT COMPILE"
    survived=$((survived + 1))
  else
    printf '%-34s red: %s\n' "$name" "$(grep -oE '[A-Za-z]+Test\.[a-zA-Z]+' "$copy/log" | sort -u | head -3 | tr '\n' ' ')"
  fi
  cp "$root/$file" "$copy/$file"
}

if [ -z "$only" ]; then
  run_tests || { echo "the tests are red without any mutation" >&2; tail -40 "$copy/log" >&2; exit 2; }
fi

mutate renew-without-expiry "$api/LeaseRow.java" 's/\n\s+AND e\.expires_at > clock_timestamp\(\)(\n\s+RETURNING)/$1/'
mutate renew-without-holder "$api/LeaseRow.java" 's/ AND e\.holder = mine\.holder//'
mutate renew-without-greatest "$api/LeaseRow.java" 's/greatest\(e\.expires_at, (clock_timestamp\(\) \+ \? \* interval .1 millisecond.)\)/$1/'
mutate release-without-holder "$api/LeaseRow.java" 's/(interval .1 microsecond.*?term = \?) AND holder = \?/$1 AND ?::uuid IS NOT NULL/s'
mutate takeover-without-lock "$api/LeaseRow.java" 's/ \+ " FOR UPDATE NOWAIT"//'
mutate wait-without-end "$api/LeaseRow.java" "s/SELECT set_config\('lock_timeout', '1s', true\)/SELECT 1/"
mutate beacon-of-any-term "$api/LeaseRow.java" 's/beacon_term IS NOT DISTINCT FROM term AS/beacon_term IS NOT NULL AS/'
mutate fence-without-expiry "$schema" 's/\n\s+AND e\.expires_at > clock_timestamp\(\)(\n\s+FOR KEY SHARE)/$1/'
mutate fence-without-holder "$schema" 's/ AND e\.holder = p_holder//'
mutate fence-without-term "$schema" 's/ AND e\.term = p_term//'
mutate fence-that-does-not-raise "$schema" 's/IF NOT FOUND THEN/IF false THEN/'
mutate takeover-without-beat "$rules/PostgresLeases.java" 's/ && found\.beat\(\) == claim\.beat\(\)//'
mutate locked-lease-costs-the-others "$rules/PostgresLeases.java" 's/ \|\| renewals\.size\(\) == 1/ || true/'
mutate frozen-session-not-ended "$rules/PostgresLeases.java" 's/endOlderSessions\(control, cluster, claim\);//'
mutate lock-proves-that-we-live "$rules/Election.java" 's/leading\.locked\(d, now\)/d.answered()/'
mutate deadline-from-the-answer "$rules/Leading.java" 's/h\.renewed\(rules\.trust\(e\.asked\(\)\), e\.asked\(\), /h.renewed(rules.trust(now), now, /'
mutate retaken-beacon-proves "$rules/Held.java" 's/case LOST -> beacon\(Beacon\.RETAKEN, now\)/case LOST -> beacon(Beacon.HELD, now)/'
mutate released-term-believed "$rules/Following.java" 's/ && seen\.term\(\) > d\.released//'
mutate no-grace "$rules/Watch.java" 's/ && now - graceEnds\(\) >= 0//'
mutate grace-from-before-the-beat "$rules/Watch.java" 's/Sight\.FREE_AND_READ, now, grace/Sight.FREE_AND_READ, freeSince, grace/'
mutate beacon-never-seen-counts "$rules/Watch.java" 's/case UNKNOWN -> this;\s+case HELD ->/case UNKNOWN, HELD ->/'
mutate beacon-told-before-it-is-held "$rules/Held.java" 's/return beacon != Beacon\.NEVER_HELD/return true/'
mutate beacon-never-told "$rules/Leading.java" 's/if \(d\.mine\(\)\.wasSeen\(\) && !e\.beacon\(\)\)/if (false)/'
mutate belief-outlives-silence "$rules/Held.java" 's/return trusted \? trustedUntil : provenUntil/return trustedUntil/'

[ "$survived" = 0 ] || { echo "$survived survived"; exit 1; }
echo "all red"
