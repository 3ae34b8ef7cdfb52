# shellcheck shell=bash
# Docker's own settings: containers get out over IPv6 only where Docker translates their addresses.
# deploy-sync-cluster.sh adds what that takes, deregister-cluster.sh takes it back.

dry_run=${dry_run:-no}
daemon_json=${DAEMON_JSON:-/etc/docker/daemon.json}
# The file from before us; where there was none, an empty sign says so.
daemon_before=$daemon_json.before-tributary
daemon_none_before=$daemon_json.none-before-tributary
needed='{"ipv6": true, "ip6tables": true, "experimental": true}'
needed_once='{"fixed-cidr-v6": "fd00::/80"}' # an own range of somebody stays

configure_docker() {
  local wanted version
  version=$(docker version --format '{{.Server.Version}}')
  if [ "${version%%.*}" -ge 27 ]; then return 0; fi # it does so by itself
  wanted=$(merged_daemon_json)
  if [ -f "$daemon_json" ] && [ "$wanted" = "$(jq -S . "$daemon_json")" ]; then return 0; fi
  say "Docker $version needs IPv6 in $daemon_json:"
  say "$wanted"
  if ! agreed "Write it and restart Docker? Containers without live-restore are restarted."; then
    if [ "$dry_run" = no ]; then say "left alone; say --yes to write it, --no-docker-config to skip this"; fi
    return 0
  fi
  if [ "$dry_run" = yes ]; then
    say "would write $daemon_json, keep the old one beside it, and restart Docker"
    return 0
  fi
  mkdir -p "$(dirname "$daemon_json")"
  keep_daemon_json
  write_daemon_json "$wanted"
  restart_docker || fail "Docker does not start with the new $daemon_json" \
    "$([ -f "$daemon_before" ] && echo "cp -p $daemon_before $daemon_json" || echo "rm $daemon_json") && systemctl restart docker"
}

# The oldest copy is the one from before us.
keep_daemon_json() {
  if [ -f "$daemon_before" ] || [ -f "$daemon_none_before" ]; then return 0; fi
  if [ -f "$daemon_json" ]; then cp -p "$daemon_json" "$daemon_before"; else : >"$daemon_none_before"; fi
}

write_daemon_json() {
  printf '%s\n' "$1" >"$daemon_json.new"
  if [ -f "$daemon_json" ]; then chmod --reference="$daemon_json" "$daemon_json.new"; fi
  mv "$daemon_json.new" "$daemon_json"
}

restart_docker() {
  if command -v systemctl >/dev/null; then systemctl restart docker; else service docker restart; fi
  within 60 docker version --format '{{.Server.Version}}' >/dev/null
}

# What is there stays, but for the three that IPv6 needs.
merged_daemon_json() {
  command -v jq >/dev/null ||
    fail "jq is needed to read $daemon_json" "install the package jq, or add ipv6, ip6tables and experimental there by hand and say --no-docker-config"
  local before='{}'
  if [ -s "$daemon_json" ]; then before=$(cat "$daemon_json"); fi
  printf '%s' "$before" | jq -S "$needed_once + . + $needed" ||
    fail "$daemon_json is not JSON" "mend it: Docker itself would not start with it"
}

# Takes back what configure_docker wrote; what others changed since stays.
restore_docker() {
  if [ ! -f "$daemon_before" ] && [ ! -f "$daemon_none_before" ]; then return 0; fi
  step "Docker's settings"
  local rest before='{}'
  if [ -s "$daemon_before" ]; then before=$(cat "$daemon_before"); fi
  if ! rest=$(without_ours "$before"); then
    say "$daemon_json cannot be read; what it was is in $daemon_before"
    return 0
  fi
  if [ "$dry_run" = yes ]; then
    say "would take IPv6 out of $daemon_json again"
    return 0
  fi
  if [ -f "$daemon_before" ] && [ "$rest" = "$(printf '%s' "$before" | jq -S .)" ]; then
    mv "$daemon_before" "$daemon_json" # to the letter as it was
  elif [ -f "$daemon_none_before" ] && [ "$rest" = '{}' ]; then
    rm -f "$daemon_json"
  else
    write_daemon_json "$rest"
    say "others changed $daemon_json since; their changes stay"
  fi
  rm -f "$daemon_before" "$daemon_none_before"
  settle_docker
}

# Each of our settings that still has our value gets the one from before, or goes.
without_ours() {
  if [ ! -f "$daemon_json" ]; then # somebody removed it
    echo '{}'
    return 0
  fi
  jq -S --argjson before "$1" --argjson ours "$needed" --argjson once "$needed_once" '
    reduce (($once + $ours) | to_entries[]) as $our (.;
      if .[$our.key] != $our.value then .
      elif $before | has($our.key) then .[$our.key] = $before[$our.key]
      else del(.[$our.key]) end)' "$daemon_json"
}

# Containers of others run on: a restart of Docker would restart them.
settle_docker() {
  if [ -n "$(docker ps --quiet)" ] && ! agreed "Restart Docker? Containers without live-restore are restarted."; then
    say "in force after the next restart of Docker: systemctl restart docker"
    return 0
  fi
  restart_docker || fail "Docker does not start any more" "look at $daemon_json, then: systemctl restart docker"
}
