# shellcheck shell=bash
# The host's network: which provider, and IPv6. Sourced by deploy-sync-cluster.sh.

dry_run=${dry_run:-no}
metadata=${METADATA_URL:-http://169.254.169.254}
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
