#!/bin/sh
# Looks at what a container was given, and becomes tributary: signals reach it, and its exit code is
# the container's.
set -eu

fail() {
  echo "entrypoint: $1" >&2
  exit 1
}

if printf '%s' "${DATABASE_URL:-}" | grep -Eq '://[^/@]*:[^/]*@'; then
  echo "entrypoint: warning: DATABASE_URL holds a password, and docker inspect shows it; put it into a secret and name that in DATABASE_PASSWORD_FILE" >&2
fi

for name in DATABASE_PASSWORD_FILE TOKENS_FILE; do
  eval "file=\${$name:-}"
  if [ -n "$file" ] && [ ! -r "$file" ]; then
    fail "$name is $file, and user $(id -u) cannot read it; on the host: chown $(id -u) FILE && chmod 400 FILE"
  fi
done

home=${TRIBUTARY_HOME:-/var/lib/tributary}
[ -w "$home" ] || fail "user $(id -u) cannot write in $home; it needs a volume or a tmpfs there"
[ ! -e "$home/engine" ] || [ -w "$home/engine" ] ||
  fail "user $(id -u) cannot write in $home/engine, which another user made; all in $home may be removed: the next run reads more"

exec /opt/tributary/tributary "$@"
