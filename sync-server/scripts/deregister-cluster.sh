#!/usr/bin/env bash
# Takes a cluster out of the database before its host is destroyed, and offers to remove its
# containers, volumes and files. Mirrors keep their rows.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=deployment.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/deployment.sh"
# shellcheck source-path=SCRIPTDIR source=docker-config.sh
. "$here/docker-config.sh"
# shellcheck source-path=SCRIPTDIR source=network.sh
. "$here/network.sh"

usage() {
  cat <<'TEXT'
deregister-cluster.sh [--dry-run] [--confirm DEREGISTER] [--purge | --keep | --local] [--no-docker-config]

  --dry-run             say what would be done, change nothing
  --confirm DEREGISTER  the word that is typed otherwise
  --purge               remove containers, volumes, network, image, secrets and .env as well, and
                        take back what was changed in Docker's daemon.json and the host's network
  --keep                leave them; neither: it is asked
  --local               as --purge, and leave the database alone: it is lost, or was never reached
  --no-docker-config    leave Docker's daemon.json alone
TEXT
}

confirmed=
local_rest=ask
with_database=yes
while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=yes ;;
    --confirm) confirmed=${2:?"--confirm needs the word"} && shift ;;
    --purge) local_rest=purge ;;
    --keep) local_rest=keep ;;
    --local) local_rest=purge && with_database=no ;;
    --no-docker-config) docker_config=no ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 64 ;;
  esac
  shift
done

# The CLI refuses in this order: clients that are synced, then the word, then nodes that run. A wrong
# word changes nothing, so it can be asked while the nodes run still.
refuse_synced_clients() {
  local said
  said=$(as_node cluster deregister --confirm no 2>&1 >/dev/null || true)
  case $said in
    *"still syncs"*)
      say "$said"
      fail "clients are synced still; nothing was changed" "for each: tributary client pause, client move, or client deregister"
      ;;
    *DEREGISTER*) ;;
    *) fail "the cluster cannot be looked at: $said" "is the database reachable? To remove what is on this host alone: --local" ;;
  esac
}

confirm() {
  if [ "$with_database" = yes ]; then as_node cluster status >&2; fi
  if [ -z "$confirmed" ]; then
    [ -t 0 ] || fail "nobody can type the word" "say --confirm DEREGISTER"
    read -r -p "Type DEREGISTER to remove cluster $(setting CLUSTER_NAME): " confirmed
  fi
  [ "$confirmed" = DEREGISTER ] || fail "'$confirmed' is not DEREGISTER; nothing was changed" "type the word in capital letters"
}

# Removes what deploy-sync-cluster.sh made on this host.
purge() {
  step "containers, volumes, network, image"
  run compose down --volumes --remove-orphans
  if [ "$(image)" = tributary:local ]; then run docker image rm --force "$(image)"; fi
  step "files"
  run rm -rf "$secrets" "$env_file"
  if [ "$docker_config" = yes ]; then restore_docker; fi
  restore_network
}

[ -f "$env_file" ] || fail "there is no $env_file: nothing is deployed here" "run it on the host of the cluster; from elsewhere: tributary cluster deregister"
require_docker
step "cluster $(setting CLUSTER_NAME)"
if [ "$with_database" = yes ]; then refuse_synced_clients; fi
if [ "$dry_run" = yes ]; then
  say "would stop ${nodes[*]}"
  if [ "$with_database" = yes ]; then say "would remove cluster $(setting CLUSTER_NAME) from the database"; fi
else
  confirm
  step "nodes"
  compose stop
  step "database"
  if [ "$with_database" = no ]; then
    say "left alone"
  elif ! as_node cluster deregister --confirm DEREGISTER; then
    say "the nodes are started again"
    compose start
    fail "the cluster was not removed" "the line above says why"
  fi
fi
if [ "$local_rest" = purge ] || { [ "$local_rest" = ask ] && agreed "Remove containers, volumes and secrets of this host?"; }; then
  purge
fi
if [ "$dry_run" = yes ]; then
  say "nothing was changed"
elif [ "$with_database" = yes ]; then
  say "OK: cluster is deregistered"
else
  say "OK: ${nodes[*]} are gone; the database may know the cluster still: tributary cluster deregister"
fi
