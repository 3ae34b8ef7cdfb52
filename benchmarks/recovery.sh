#!/bin/bash
# Loses things, recovers them as docs/operations.md says under Disaster recovery, and prints how long it took.
#   benchmarks/recovery.sh [--clients N] [--megabytes M]     N small clients (200), and a file of M MB (600)
# Needs a JDK 17, Maven, python3, curl and Debian's PostgreSQL 15. Works in a temporary directory of its own.
set -euo pipefail

clients=200
megabytes=600
while [ $# -gt 0 ]; do
  case $1 in
    --clients) clients=$2 && shift ;;
    --megabytes) megabytes=$2 && shift ;;
    *) sed -n '2,4s/^# //p' "$0" >&2 && exit 64 ;;
  esac
  shift
done

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
bin=$(dirname "$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)")
work=$(mktemp -d)
chmod 755 "$work"
node_pids=()
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
port=$(free_port)
ports=("$(free_port)" "$(free_port)")
export PGPASSWORD=admin-secret
ADMIN_URL=postgresql://postgres@127.0.0.1:$port/app

as_postgres() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi
}

finish() {
  for pid in "${node_pids[@]}"; do kill -9 "$pid" 2>/dev/null || true; done
  as_postgres "$bin/pg_ctl" -D "$work/db/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap finish EXIT

database() {
  mkdir "$work/db"
  if [ "$(id -u)" = 0 ]; then chown postgres "$work/db"; fi
  cd "$work/db"
  printf '%s' "$PGPASSWORD" >"$work/admin"
  printf 'node-secret' >"$work/password"
  chmod 644 "$work/admin"
  as_postgres "$bin/initdb" -D "$work/db/data" -U postgres -A scram-sha-256 --pwfile="$work/admin" >/dev/null
  as_postgres "$bin/pg_ctl" -D "$work/db/data" -o "-p $port -k $work/db -c listen_addresses=127.0.0.1" \
    -l "$work/db/log" -w start >/dev/null
}

empty_database() {
  psql -q "postgresql://postgres@127.0.0.1:$port/postgres" -c 'DROP DATABASE IF EXISTS app WITH (FORCE)' -c 'CREATE DATABASE app' 2>/dev/null
}

administrator() {
  DATABASE_URL="$ADMIN_URL?sslmode=disable" DATABASE_PASSWORD_FILE=$work/admin CLUSTER_NAME=prod "$root/tributary" "$@" >/dev/null
}

node() {
  DATABASE_URL="postgresql://sync_service@127.0.0.1:$port/app?sslmode=disable" DATABASE_PASSWORD_FILE=$work/password \
    CLUSTER_NAME=prod TRIBUTARY_HOME=$work/home "$@"
}

cli() { node "$root/tributary" "$@" >/dev/null; }

start_nodes() {
  node_pids=()
  for i in 0 1; do # exec: a kill must hit the node, not a shell before it
    node exec env NODE_NAME=node-$i API_PORT="${ports[$i]}" TRIBUTARY_HOME="$work/home-$i" LEASE_DURATION=15 HEARTBEAT_INTERVAL=3 \
      "$root/tributary" serve >>"$work/node-$i.log" 2>&1 &
    node_pids+=($!)
  done
}

kill_nodes() {
  for pid in "${node_pids[@]}"; do
    kill -9 "$pid"
    wait "$pid" 2>/dev/null || true
  done
}

health() { curl -s -m 2 "http://127.0.0.1:$1/health" || true; }

one_leads() { { health "${ports[0]}" && health "${ports[1]}"; } | grep -q '"is_leader": *true'; }

synced() {
  [ "$(psql -qtA "$ADMIN_URL" -c "SELECT count(*) FROM sync_metadata.client_deployments
     WHERE last_sync_status = 'success' AND last_sync_at > '$1'" 2>/dev/null)" = $((clients + 1)) ]
}

now() { psql -qtA "$ADMIN_URL" -c 'SELECT clock_timestamp()'; }

# until_true SECONDS COMMAND...
until_true() {
  local end=$((SECONDS + $1))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || { echo "gave up: $*" >&2; tail -n 5 "$work"/node-*.log >&2; exit 1; }
    sleep 0.1
  done
}

# measured WHAT COMMAND...
measured() {
  local what=$1 began
  shift
  began=$(date +%s.%N)
  "$@"
  printf '%-66s %7.1f s\n' "$what" "$(echo "$(date +%s.%N) - $began" | bc)"
}

fill() {
  administrator db install
  administrator db role --cluster prod --password-file "$work/password"
  cli client discover "$work/*/data/webui.db" --register --start
  until_true 600 synced -infinity
}

restore_all() {
  mkdir "$work/restored"
  for i in $(seq 1 $((clients < 20 ? clients : 20))); do cli restore --client "small$i" --to "$work/restored/small$i.db"; done
}

lose_metadata() {
  kill_nodes
  psql -q "$ADMIN_URL" -c 'DROP SCHEMA sync_metadata CASCADE' 2>/dev/null
}

metadata_from_backup() {
  pg_restore --exit-on-error "$work/sync_metadata.dump" --dbname "$ADMIN_URL"
  administrator db install
  start_nodes
  until_true 60 one_leads
}

resync_everything() {
  local since
  since=$(now)
  psql -q "$ADMIN_URL" -c "UPDATE sync_metadata.client_deployments SET next_sync_at = now()"
  until_true 600 synced "$since"
}

set_aside_and_fill() {
  psql -qtA "$ADMIN_URL" -c "SELECT format('ALTER SCHEMA %I RENAME TO %I;', nspname, nspname || '_before')
    FROM pg_namespace WHERE nspname LIKE 'client\\_%'" | psql -q "$ADMIN_URL"
  start_nodes
  fill
}

"$root/tributary" --version >/dev/null
python3 - "$work" "$clients" "$megabytes" <<'PYTHON'
import os, random, sqlite3, sys
work, clients, megabytes = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
random.seed(7)
def file(name, rows):
    os.makedirs(f"{work}/{name}/data")
    c = sqlite3.connect(f"{work}/{name}/data/webui.db")
    c.execute("PRAGMA journal_mode = wal")
    c.execute("CREATE TABLE chat (id TEXT PRIMARY KEY, title TEXT, chat TEXT, updated_at INTEGER)")
    text = "".join(random.choices("abcdefghij klmnopqrstuvwxyz", k=200000))
    for i in range(rows):
        at = random.randrange(180000)
        c.execute("INSERT INTO chat VALUES (?, ?, ?, ?)", (f"chat-{i}", text[at:at + 40], text[at:at + 10000], i))
    c.commit()
    c.close()
for i in range(1, clients + 1):
    file(f"small{i}", 50)
file("large", megabytes * 90)
PYTHON
chmod -R a+rX "$work"
echo "$clients clients of $(du -m "$work/small1/data/webui.db" | cut -f1) MB, one of $(du -m "$work/large/data/webui.db" | cut -f1) MB; $(nproc) cores"
database
empty_database
start_nodes
fill
pg_dump --schema=sync_metadata --format=custom --file="$work/sync_metadata.dump" "$ADMIN_URL"
measured "restore the large file, compared with its mirror" cli restore --client large --to "$work/large.db"
measured "restore 20 small files, one command after the other" restore_all
empty_database # while the nodes run
measured "database lost: from db install to the last client synced" fill
kill_nodes
start_nodes
measured "both nodes lost by kill -9: from their start to a leader" until_true 90 one_leads
measured "  and from there all clients synced again" resync_everything
pg_dump --schema=sync_metadata --format=custom --file="$work/sync_metadata.dump" "$ADMIN_URL"
echo "backup of sync_metadata: $(du -k "$work/sync_metadata.dump" | cut -f1) kB"
lose_metadata
measured "sync_metadata lost: its backup, db install, to a leader" metadata_from_backup
measured "  and from there all clients synced again" resync_everything
lose_metadata
measured "sync_metadata lost without backup: mirrors aside, made anew" set_aside_and_fill
