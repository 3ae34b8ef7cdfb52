# shellcheck shell=bash
# The host's network: which provider, and IPv6. deploy-sync-cluster.sh sets what is missing,
# deregister-cluster.sh takes that back.

dry_run=${dry_run:-no}
metadata=${METADATA_URL:-http://169.254.169.254}
docker_config=yes
# Any address of the global network: only the way to it is asked for.
far_away=2001:4860:4860::8888
# What was added to the host's network, a line each. It is gone after a restart, and so is this file.
ipv6_added=${IPV6_ADDED:-/run/tributary-ipv6-added}
ipv6_settings=${IPV6_SETTINGS:-/proc/sys/net/ipv6/conf}
sysctl_file=${SYSCTL_FILE:-/etc/sysctl.d/60-tributary.conf}

host_network() {
  step "network"
  provider=$(detect_provider)
  say "provider: $provider"
  keep_routers
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

# Docker makes the host forward IPv6 for its networks, and a kernel that forwards no longer listens to
# routers: a host that found its way out by listening would lose it, and its own sessions.
keep_routers() {
  local interface line
  while read -r interface; do
    if [ "$(cat "$ipv6_settings/$interface/accept_ra" 2>/dev/null)" != 1 ]; then continue; fi
    line="net/ipv6/conf/$interface/accept_ra = 2"
    say "IPv6: $interface hears of its router, and would not any more where Docker forwards: $line in $sysctl_file"
    if [ "$docker_config" = no ]; then
      say "left alone: set it yourself before this host's IPv6 is needed"
    elif [ "$dry_run" = no ]; then
      keep_setting "$line" && echo 2 >"$ipv6_settings/$interface/accept_ra" && continue
      fail "it could not be set" "run this as root, or set it yourself, or give up IPv6 and say --no-docker-config"
    fi
  done < <(ip -6 route show default 2>/dev/null | sed -n 's/.* dev \([^ ]*\) proto ra .*/\1/p' | sort -u)
}

keep_setting() { grep -qxF "$1" "$sysctl_file" 2>/dev/null || echo "$1" >>"$sysctl_file"; }

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
  if [ "$dry_run" = yes ]; then configured_ipv6=would; fi
  if [ -z "$(ip -6 addr show dev "$interface" to "$address")" ]; then
    add_to_host addr "$address/$length" dev "$interface" || return 0
  fi
  if ! add_to_host route default via "$gateway" dev "$interface"; then
    restore_network
    return 0
  fi
  # Nothing is sent from an address until the neighbours had time to object to it.
  within 5 is_settled "$address" "$interface" || say "$address cannot be used yet: ip -6 addr show dev $interface"
}

is_settled() { [ -z "$(ip -6 addr show dev "$2" to "$1" tentative)" ]; }

# add_to_host addr|route WORD...: what is there already is neither replaced nor ours to remove.
add_to_host() {
  local kind=$1
  shift
  if ! run ip -6 "$kind" add "$@"; then
    say "it could not be set, the line above says why; only root may"
    return 1
  fi
  if [ "$dry_run" = no ]; then echo "$kind $*" >>"$ipv6_added"; fi
}

# Takes back what was added, the latest first. The kernel listens to routers until the restart, as Docker
# forwards until then.
restore_network() {
  if [ -f "$sysctl_file" ]; then run rm -f "$sysctl_file"; fi
  [ -f "$ipv6_added" ] || return 0
  step "IPv6 of this host"
  local kind words
  while read -r kind words; do
    if [ "$kind" = addr ] && is_used "${words%%/*}"; then
      say "${words%%/*} stays until the restart of this host: connections use it"
      return 0
    fi
  done <"$ipv6_added"
  tac "$ipv6_added" | while read -r kind words; do
    # shellcheck disable=SC2086
    run ip -6 "$kind" del $words || say "it was gone already: $kind $words"
  done
  run rm -f "$ipv6_added"
}

# Such as the session of whoever calls this.
is_used() { [ -n "$(ss -Htn state established src "[$1]" 2>/dev/null)" ]; }
