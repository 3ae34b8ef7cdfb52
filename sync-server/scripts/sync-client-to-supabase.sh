#!/usr/bin/env bash
# One sync of a registered client, now: sync-client-to-supabase.sh CLIENT [--full]
# Exit codes are those of tributary: 0 done, 1 failed, 2 done but something waits for a person.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=deployment.sh
. "$(dirname -- "${BASH_SOURCE[0]}")/deployment.sh"

case ${1:-} in
  '' | -*) say "sync-client-to-supabase.sh CLIENT [--full] [--dry-run]" && exit 64 ;;
esac
client=$1
shift
words=(client sync --client "$client")
for word in "$@"; do
  case $word in
    --full) words+=(--full) ;;
    --dry-run) dry_run=yes ;;
    *) say "sync-client-to-supabase.sh CLIENT [--full] [--dry-run]: '$word' is not known" && exit 64 ;;
  esac
done

[ -f "$env_file" ] || fail "there is no $env_file: nothing is deployed here" "scripts/deploy-sync-cluster.sh"
require_docker
run as_node "${words[@]}"
