#!/usr/bin/env bash
# From a host with Docker to a healthy pair of nodes. Running it again changes only what has to change.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=deployment.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/deployment.sh"
# shellcheck source-path=SCRIPTDIR source=network.sh
. "$here/network.sh"
# shellcheck source-path=SCRIPTDIR source=docker-config.sh
. "$here/docker-config.sh"
# shellcheck source-path=SCRIPTDIR source=image.sh
. "$here/image.sh"

usage() {
  cat <<'TEXT'
deploy-sync-cluster.sh [--dry-run] [--yes] [--update] [--no-docker-config]

  --dry-run           say what would be done, change nothing
  --update            make the image anew, or pull it, and upgrade schema and nodes to it
  --yes               ask nothing (Docker may be restarted)
  --no-docker-config  leave Docker's daemon.json alone

Settings are in sync-server/docker/.env, made from env.template at the first run. The administrator's
password of the database is read from sync-server/docker/secrets/admin_password, or asked for; nodes
never get it. A pair that runs is changed node by node, so that one of them always leads.
TEXT
}

settings() {
  step "settings"
  if [ ! -f "$env_file" ]; then
    run install -m 600 "$docker_dir/env.template" "$env_file"
    fail "there was no $env_file yet; it is there now" "fill in CLUSTER_NAME and SUPABASE_PROJECT_REF (or DATABASE_URL), and run this again"
  fi
  [ -n "$(setting CLUSTER_NAME)" ] || fail "CLUSTER_NAME is not set" "name the cluster in $env_file"
  [ -n "$(setting SUPABASE_PROJECT_REF)$(setting DATABASE_URL)" ] ||
    fail "no database is named" "set SUPABASE_PROJECT_REF and SUPABASE_REGION, or DATABASE_URL and DATABASE_ADMIN_URL, in $env_file"
  if [ -z "$(setting SUPABASE_PROJECT_REF)" ] && [ -z "$(setting DATABASE_ADMIN_URL)" ]; then
    fail "DATABASE_ADMIN_URL is not set" "who installs the schema? DATABASE_ADMIN_URL=postgresql://postgres@HOST:5432/DATABASE in $env_file"
  fi
  if grep -Eq '^DATABASE_(ADMIN_)?URL=.*://[^/@]*:[^/]*@' "$env_file"; then
    fail "an address in $env_file holds a password" "take it out; it belongs into $secrets/database_password (the nodes') or $secrets/admin_password, as it is, not percent-encoded"
  fi
}

# secret FILE: takes it from standard input; only the nodes' user can read it.
secret() {
  (umask 077 && cat >"$secrets/$1.new")
  chmod 400 "$secrets/$1.new"
  own "$secrets/$1.new"
  mv "$secrets/$1.new" "$secrets/$1"
}

own() {
  if [ "$(id -u)" = 0 ]; then chown -R "$(setting_or SYNC_UID 10001):$(setting_or SYNC_GID 10001)" "$1"; fi
}

credentials() {
  step "secrets"
  if [ "$(id -u)" != 0 ] && [ "$(id -u)" != "$(setting_or SYNC_UID 10001)" ]; then
    fail "user $(id -u) cannot make files that the nodes' user $(setting_or SYNC_UID 10001) reads" "run this as root, or set SYNC_UID=$(id -u) and SYNC_GID=$(id -g) in $env_file"
  fi
  if [ "$dry_run" = yes ]; then
    say "would make what is missing of: database_password, api_tokens, operator_token, in $secrets"
    return 0
  fi
  mkdir -p "$secrets"
  chmod 700 "$secrets"
  own "$secrets" # also what was put here by hand, or made for another SYNC_UID
  [ -s "$secrets/database_password" ] || head -c 24 /dev/urandom | base64 | tr '+/' '-_' | secret database_password
  [ -s "$secrets/admin_password" ] || ask_administrator
  if [ ! -s "$secrets/api_tokens" ]; then tokens; fi
}

ask_administrator() {
  [ -t 0 ] || fail "the administrator's password is not there" "put it into $secrets/admin_password (chmod 400), for this run at least"
  local password
  read -r -s -p "Password of the database's administrator: " password
  say ""
  printf '%s\n' "$password" | secret admin_password
}

tokens() {
  local drawn
  drawn=$(cli none -- token --name operator --role admin --json)
  printf '%s\n' "$drawn" | sed -n 's/.*"line" *: *"\([^"]*\)".*/\1/p' | secret api_tokens
  printf '%s\n' "$drawn" | sed -n 's/.*"token" *: *"\([^"]*\)".*/\1/p' | secret operator_token
  if [ ! -s "$secrets/api_tokens" ] || [ ! -s "$secrets/operator_token" ]; then
    fail "no token was drawn" "look at: docker run --rm $(image) token --name operator --role admin"
  fi
}

# The containers' network decides which way is open, not the host's.
connection() {
  step "connection"
  docker network inspect "$network" >/dev/null 2>&1 || run compose up --no-start
  if [ -z "$(setting SUPABASE_PROJECT_REF)" ]; then return 0; fi
  if [ "$dry_run" = yes ]; then
    say "would try the ways to the project from network $network and set DATABASE_URL"
    return 0
  fi
  local found
  supabase_options "$(setting_or DATABASE_USER sync_service)"
  found=$(cli "$network" "${supabase[@]}" -- db connection) ||
    fail "no way to the project is open: $found" "see docs/deployment.md, Network; is the project paused?"
  say "$found"
  change_setting DATABASE_URL "$(printf '%s\n' "$found" | sed -n 's/^use //p')"
}

database() {
  step "schema and role"
  run as_administrator db install ||
    fail "the schema could not be installed" "is $secrets/admin_password right? The line above says what the database answered"
  run as_administrator db role --cluster "$(setting CLUSTER_NAME)" --name "$(role)" \
    --password-file /secrets/database_password ||
    fail "role $(role) could not be made" "the line above says why"
}

# Who connects: at a pooler the project follows the role's name.
role() {
  local user
  user=$(setting DATABASE_URL | sed -n 's#^[a-z:]*//\([^@]*\)@.*#\1#p')
  user=${user:-sync_service}
  printf '%s' "${user%".$(setting SUPABASE_PROJECT_REF)"}"
}

start() {
  step "nodes"
  local node
  if [ "$dry_run" = no ] && one_leads; then
    start_in_turn "$(leaders)"
  else
    for node in "${nodes[@]}"; do renew_volume "$node"; done
    run compose up --detach
  fi
  [ "$dry_run" = no ] || return 0
  for node in "${nodes[@]}"; do healthy "$node"; done
  within 90 one_leads ||
    fail "$(leaders | wc -l) nodes lead, not one" "docs/operations.md, Troubleshooting"
}

# The follower first: once it is there again, the one that led hands over to it.
start_in_turn() {
  local node
  for node in "$(other "$1")" "$1"; do
    renew_volume "$node"
    compose up --detach --no-deps "${node#openwebui-}"
    healthy "$node"
  done
}

# What a node keeps for itself belongs to the user that it ran as. It may go: the next run reads more.
renew_volume() {
  local was
  was=$(docker inspect --type container --format '{{.Config.User}}' "$1" 2>/dev/null || true)
  if [ -z "$was" ] || [ "$was" = "$(setting_or SYNC_UID 10001):$(setting_or SYNC_GID 10001)" ]; then return 0; fi
  say "$1 ran as $was: it begins with an empty volume"
  run compose rm --stop --force "${1#openwebui-}"
  run docker volume rm "${project}_${1#openwebui-}"
}

healthy() {
  within 120 serves "$1" ||
    fail "$1 does not become healthy: $(health "$1")" "docker logs --tail 20 $1; docs/operations.md has the symptoms"
}

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=yes ;;
    --yes) assume_yes=yes ;;
    --update) update=yes ;;
    --no-docker-config) docker_config=no ;;
    --help | -h) usage && exit 0 ;;
    *) usage >&2 && exit 64 ;;
  esac
  shift
done

settings
require_docker
host_network
program
credentials
connection
database
start
remove_replaced_image
if [ "$dry_run" = yes ]; then
  say "nothing was changed"
else
  say "OK: cluster $(setting CLUSTER_NAME) runs, $(leaders) leads"
  say "token of the HTTP interface: $secrets/operator_token; the administrator's password in $secrets may go"
fi
