# shellcheck shell=bash
# What the scripts beside this one share: words, the settings in .env, Docker, the command line.

here=$(CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
root=$(dirname "$(dirname "$here")")
docker_dir=${SYNC_DOCKER_DIR:-$root/sync-server/docker}
env_file=$docker_dir/.env
secrets=$docker_dir/secrets
compose_file=$docker_dir/docker-compose.sync-ha.yml
nodes=(openwebui-sync-node-a openwebui-sync-node-b)
dry_run=no
assume_yes=no

say() { printf '%s\n' "$*" >&2; }
step() { say "== $*"; }

# fail WHAT WAY-OUT
fail() {
  say "FAILED: $1"
  say "        $2"
  exit 1
}

# Runs a command that changes something, or says what it would run.
run() {
  if [ "$dry_run" = yes ]; then
    say "would run: $*"
  else
    "$@"
  fi
}

# Asks; a script that nobody watches says --yes instead.
agreed() {
  [ "$assume_yes" = no ] || return 0
  [ "$dry_run" = no ] || return 0
  [ -t 0 ] || return 1
  local answer
  read -r -p "$1 [y/N] " answer
  [ "$answer" = y ] || [ "$answer" = Y ]
}

# The settings as they stand in .env. The file is read, never run.
setting() {
  local value
  value=$(sed -n "s/^$1=//p" "$env_file" 2>/dev/null | tail -n 1)
  value=${value%\"}
  printf '%s' "${value#\"}"
}

setting_or() {
  local value
  value=$(setting "$1")
  printf '%s' "${value:-$2}"
}

# What docker compose calls the pair's project; by hand it takes it from .env as well, and COMPOSE_FILE.
project=${COMPOSE_PROJECT_NAME:-$(setting_or COMPOSE_PROJECT_NAME sync)}
network=${project}_sync-network

change_setting() {
  if [ "$(setting "$1")" = "$2" ]; then return 0; fi
  if [ "$dry_run" = yes ]; then
    say "would set $1=$2 in $env_file"
    return 0
  fi
  # As a variable of awk's environment it keeps each of its letters.
  VALUE=$2 awk -v name="$1" '
    index($0, name "=") == 1 { if (!done) print name "=" ENVIRON["VALUE"]; done = 1; next }
    { print }
    END { if (!done) print name "=" ENVIRON["VALUE"] }' "$env_file" >"$env_file.new"
  chmod 600 "$env_file.new"
  mv "$env_file.new" "$env_file"
}

require_docker() {
  command -v docker >/dev/null ||
    fail "there is no docker on this host" "install Docker 20.10 or newer: https://docs.docker.com/engine/install/"
  docker version --format '{{.Server.Version}}' >/dev/null 2>&1 ||
    fail "the Docker daemon does not answer" "systemctl start docker, and run this as root or in the group docker"
  if docker compose version >/dev/null 2>&1; then
    composed=(docker compose)
  elif command -v docker-compose >/dev/null; then
    composed=(docker-compose)
  else
    fail "there is no docker compose on this host" "install the package docker-compose-plugin (or docker-compose)"
  fi
}

compose() {
  "${composed[@]}" --project-name "$project" --file "$compose_file" --env-file "$env_file" "$@"
}

image() { setting_or TRIBUTARY_IMAGE tributary:local; }

# tributary in a container of its own, as the nodes run: cli NETWORK [DOCKER-OPTION...] -- WORD...
cli() {
  local options=(--network "$1")
  shift
  while [ "$1" != -- ]; do
    options+=("$1")
    shift
  done
  shift
  docker run --rm --read-only --cap-drop ALL --security-opt no-new-privileges \
    --user "$(setting_or SYNC_UID 10001):$(setting_or SYNC_GID 10001)" \
    --tmpfs /tmp --tmpfs /var/lib/tributary:rw,mode=1777 \
    --volume "$secrets:/secrets" "${options[@]}" "$(image)" "$@"
}

# The database as an administrator: nodes never get that password.
as_administrator() {
  local database=()
  if [ -n "$(setting SUPABASE_PROJECT_REF)" ]; then
    supabase_options postgres
    database=("${supabase[@]}")
  else
    database=(--env "DATABASE_URL=$(setting DATABASE_ADMIN_URL)")
  fi
  cli "$network" "${database[@]}" --env DATABASE_PASSWORD_FILE=/secrets/admin_password -- "$@"
}

# The database as the nodes see it.
as_node() {
  local clients
  clients=$(setting_or CLIENTS_DIR /opt/openwebui)
  certificate_option
  cli "$network" --env "DATABASE_URL=$(setting DATABASE_URL)" \
    --env DATABASE_PASSWORD_FILE=/secrets/database_password \
    --env "CLUSTER_NAME=$(setting CLUSTER_NAME)" --volume "$clients:$clients:ro" \
    "${certificate[@]}" -- "$@"
}

# Sets certificate: the project's root certificate is in a container where it is on the host. The
# address that was chosen names it as well.
certificate_option() {
  local file
  file=$(setting SUPABASE_CA_FILE)
  certificate=()
  if [ -n "$file" ]; then certificate=(--env "SUPABASE_CA_FILE=$file" --volume "$file:$file:ro"); fi
}

# Sets supabase: what the project's options are for this user.
supabase_options() {
  certificate_option
  supabase=(
    --env "SUPABASE_PROJECT_REF=$(setting SUPABASE_PROJECT_REF)"
    --env "SUPABASE_REGION=$(setting SUPABASE_REGION)"
    --env "DATABASE_USER=$1" "${certificate[@]}")
}

# The health of a node, as its JSON document; nothing when it does not answer. A node whose OPEN_PATHS
# close it is asked again with the token that it draws at each start, for its own check and nothing else.
health() {
  local url answer
  url=http://$(setting_or API_BIND 127.0.0.1):$(port_of "$1")/health
  answer=$(curl -s -m 5 -w '\n%{http_code}' "$url" 2>/dev/null) || return 0
  if [ "${answer##*$'\n'}" = 401 ]; then
    health_token "$1" | sed 's/^/Authorization: Bearer /' | curl -s -m 5 -H @- "$url" 2>/dev/null || true
  else
    printf '%s\n' "${answer%$'\n'*}"
  fi
}

health_token() { docker exec "$1" cat "/var/lib/tributary/health-$(port_of "$1").token" 2>/dev/null; }

port_of() { case $1 in *-b) echo 9444 ;; *) echo 9443 ;; esac; }

other() { if [ "$1" = "${nodes[0]}" ]; then echo "${nodes[1]}"; else echo "${nodes[0]}"; fi; }

leads() { health "$1" | grep -Eq '"is_leader" ?: ?true'; }

serves() { health "$1" | grep -Eq '"status" ?: ?"(healthy|degraded)"'; }

# The nodes that say that they lead, one a line.
leaders() {
  local node
  for node in "${nodes[@]}"; do
    if leads "$node"; then echo "$node"; fi
  done
}

one_leads() { [ "$(leaders | wc -l)" = 1 ]; }

# within SECONDS COMMAND...: until it succeeds.
within() {
  local until=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$until" ] || return 1
    sleep 0.2
  done
}
