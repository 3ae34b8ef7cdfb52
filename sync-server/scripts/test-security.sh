#!/usr/bin/env bash
# Looks at a deployed pair as an attacker would, and changes nothing. A verdict line for each check;
# exit code 1 when one failed.
# shellcheck disable=SC2317 # check calls the functions
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=deployment.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/deployment.sh"
# shellcheck source-path=SCRIPTDIR source=verdicts.sh
. "$here/verdicts.sh"

inspect() { docker inspect --format "$2" "$1"; }

is() { [ "$(inspect "$1" "$2")" = "$3" ]; }

# The code of an answer: answers NODE PATH [CURL-OPTION...]
answers() {
  local address
  address=http://$(setting_or API_BIND 127.0.0.1):$(port_of "$1")$2
  shift 2
  curl -s -m 5 -o /dev/null -w '%{http_code}' "$@" "$address" || true
}

answers_with() { [ "$(answers "$1" "$2" "${@:4}")" = "$3" ]; }

# A secret is looked for without being an argument of any command.
holds_a_secret() {
  local file
  for file in database_password operator_token admin_password; do
    if [ -s "$secrets/$file" ] && grep -qFf <(head -n 1 "$secrets/$file") <<<"$1"; then return 0; fi
  done
  return 1
}

running() { is "$1" '{{.State.Running}}' true; }

node_checks() {
  local node=$1
  check "$node: runs" running "$node"
  if ! running "$node" 2>/dev/null; then return 0; fi # nothing is found where nobody can look
  check "$node: runs as the user of .env, not root" test "$(docker exec "$node" id -u)" = "$(setting_or SYNC_UID 10001)"
  check_not "$node: is not uid 0" test "$(docker exec "$node" id -u)" = 0
  check "$node: root file system is read-only" is "$node" '{{.HostConfig.ReadonlyRootfs}}' true
  check_not "$node: nothing can be written beside the volume and /tmp" docker exec "$node" touch /opt/tributary/x
  check "$node: no capability" is "$node" '{{.HostConfig.CapDrop}}' '[ALL]'
  check "$node: not privileged" is "$node" '{{.HostConfig.Privileged}}' false
  check "$node: cannot gain privileges" is "$node" '{{.HostConfig.SecurityOpt}}' '[no-new-privileges:true]'
  check_not "$node: has no docker.sock" grep -q docker.sock <<<"$(inspect "$node" '{{json .Mounts}}')"
  check_not "$node: no secret in docker inspect" holds_a_secret "$(docker inspect "$node")"
  check_not "$node: no secret in its environment" holds_a_secret "$(docker exec "$node" cat /proc/1/environ | tr '\0' '\n')"
  check_not "$node: no secret in its arguments" holds_a_secret "$(docker exec "$node" cat /proc/1/cmdline | tr '\0' '\n')"
  check_not "$node: no secret in its log" holds_a_secret "$(docker logs "$node" 2>&1)"
  check "$node: answers about its health" serves "$node"
  case ,$(setting_or OPEN_PATHS health,metrics), in
    *health*) ;;
    *) check "$node: tells its health to nobody without a token" answers_with "$node" /health 401 ;;
  esac
  check "$node: refuses who shows no token" answers_with "$node" '/api/v1/state?key=x' 401
  check "$node: refuses a wrong token" answers_with "$node" /api/v1/clients 401 -H 'Authorization: Bearer wrong'
  check "$node: takes the operator's token" answers_with "$node" /api/v1/clients 200 -H @<(printf 'Authorization: Bearer %s' "$(head -n 1 "$secrets/operator_token")")
}

role_checks() {
  local rights
  rights=$(as_node db status --json 2>/dev/null || true)
  check "the nodes' role has no right of an administrator" grep -Eq '"rights" ?: ?\[ ?\]' <<<"$rights"
  check "the nodes' role serves this cluster alone" grep -Fq "\"$(setting CLUSTER_NAME)\"" <<<"$rights"
}

require_docker
check "there are secrets to look for" test -s "$secrets/database_password" -a -r "$secrets/database_password" -a -s "$secrets/operator_token" -a -r "$secrets/operator_token"
for node in "${nodes[@]}"; do node_checks "$node"; done
role_checks
check "secrets are closed to others" test "$(stat -c %a "$secrets")" = 700
check "settings are closed to others" test "$(stat -c %a "$env_file")" = 600
verdict "security"
