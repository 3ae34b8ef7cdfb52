#!/bin/sh
# Exit code 0 while the node can do its duty; as /health. Where OPEN_PATHS closes that, the node
# leaves a token for this alone beside its other files.
set -eu

case ${ROLE:-} in
  node-b | secondary) port=${API_PORT:-9444} ;;
  *) port=${API_PORT:-9443} ;;
esac
scheme=http
[ -z "${TLS_CERTIFICATE:-}" ] || scheme=https
url=$scheme://127.0.0.1:$port/health/ready

header=X-Health-Check:yes
token=${TRIBUTARY_HOME:-/var/lib/tributary}/health-$port.token
[ ! -r "$token" ] || header="Authorization: Bearer $(cat "$token")"

# Its certificate is made out to another name than 127.0.0.1.
if command -v curl >/dev/null; then
  # Other users see a command's words, but not what it reads.
  echo "$header" | curl -fsk -m 5 -H @- -o /dev/null "$url"
  exit $?
fi
insecure=
[ "$scheme" = http ] || insecure=--no-check-certificate
# shellcheck disable=SC2086
exec wget -q -T 5 $insecure --header "$header" -O /dev/null "$url"
