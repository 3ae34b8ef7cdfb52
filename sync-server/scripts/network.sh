# shellcheck shell=bash
# The host's network: which provider, IPv6, and Docker's part in it. Sourced by deploy-sync-cluster.sh.

dry_run=${dry_run:-no}
metadata=${METADATA_URL:-http://169.254.169.254}
daemon_json=${DAEMON_JSON:-/etc/docker/daemon.json}
docker_config=yes
# Any address of the global network: only the way to it is asked for.
far_away=2001:4860:4860::8888

host_network() {
  step "network"
  provider=$(detect_provider)
  say "provider: $provider"
  if [ -z "$(setting SUPABASE_PROJECT_REF)" ]; then return 0; fi # IPv6 matters for its direct connection
  if ! has_ipv6 && [ "$provider" = digitalocean ]; then configure_digitalocean; fi
  if has_ipv6 || [ "$configured_ipv6" = would ]; then
    say "IPv6: this host has a way out"
    if [ "$docker_config" = yes ]; then configure_docker; fi
  else
    say "IPv6 not currently configured: the pooler is used, over IPv4"
    say "  $(ipv6_remedy)"
  fi
}

configured_ipv6=no

ask_metadata() { curl -sf -m 2 "$@" 2>/dev/null; }

detect_provider() {
  local token
  if ask_metadata "$metadata/metadata/v1/id" >/dev/null; then
    echo digitalocean
  elif token=$(ask_metadata -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$metadata/latest/api/token") &&
    ask_metadata -H "X-aws-ec2-metadata-token: $token" "$metadata/latest/meta-data/instance-id" >/dev/null; then
    echo aws
  else
    echo other
  fi
}

ipv6_remedy() {
  case $provider in
    digitalocean) echo "enable it: Control Panel, Droplet, Networking, IPv6; then run this again" ;;
    aws) echo "give VPC, subnet and instance IPv6 addresses and a route, then: ip -6 addr add ADDRESS/128 dev INTERFACE" ;;
    *) echo "ip -6 addr add ADDRESS/64 dev INTERFACE && ip -6 route add default via GATEWAY dev INTERFACE; then run this again" ;;
  esac
}

has_ipv6() { ip -6 route get "$far_away" 2>/dev/null | grep -qv unreachable; }

# A droplet knows its address from its metadata. Its own tools keep it over a restart.
configure_digitalocean() {
  local own=metadata/v1/interfaces/public/0/ipv6 address length gateway interface
  address=$(ask_metadata "$metadata/$own/address") || return 0
  length=$(ask_metadata "$metadata/$own/cidr") || return 0
  gateway=$(ask_metadata "$metadata/$own/gateway") || return 0
  interface=$(ip -4 route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
  case "$address$length$gateway" in
    '' | *[!0-9a-fA-F:]*) say "the metadata service says no usable IPv6 address" && return 0 ;;
  esac
  say "IPv6: $address/$length on ${interface:=eth0}, until the next restart of the host"
  run ip -6 addr replace "$address/$length" dev "$interface"
  run ip -6 route replace default via "$gateway" dev "$interface"
  if [ "$dry_run" = yes ]; then configured_ipv6=would; fi
}

# Containers get out over IPv6 only where Docker translates their addresses.
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
  # The oldest copy is the one from before us.
  if [ -f "$daemon_json" ] && [ ! -f "$daemon_json.before-tributary" ]; then
    cp -p "$daemon_json" "$daemon_json.before-tributary"
  fi
  printf '%s\n' "$wanted" >"$daemon_json.new"
  mv "$daemon_json.new" "$daemon_json"
  restart_docker || fail "Docker does not start with the new $daemon_json" \
    "$([ -f "$daemon_json.before-tributary" ] && echo "cp -p $daemon_json.before-tributary $daemon_json" || echo "rm $daemon_json") && systemctl restart docker"
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
  printf '%s' "$before" |
    jq -S '{"fixed-cidr-v6": "fd00::/80"} + . + {"ipv6": true, "ip6tables": true, "experimental": true}' ||
    fail "$daemon_json is not JSON" "mend it: Docker itself would not start with it"
}
