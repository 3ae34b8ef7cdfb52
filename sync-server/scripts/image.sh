# shellcheck shell=bash
# The image that nodes run from: built here, or pulled. Sourced by deploy-sync-cluster.sh.
# shellcheck disable=SC2154 # root, docker_dir, env_file: deployment.sh

dry_run=${dry_run:-no}
update=no
replaced_image=

# An image whose tag is "local" is built here, any other one is pulled.
program() {
  step "image $(image)"
  local there
  there=$(docker image inspect --format '{{.Id}}' "$(image)" 2>/dev/null || true)
  if [ -n "$there" ] && [ "$update" = no ]; then return 0; fi
  replaced_image=$there
  case $(image) in
    *:local) build ;;
    *) run docker pull "$(image)" || fail "there is no image $(image)" "mend TRIBUTARY_IMAGE in $env_file; tributary:local is built here" ;;
  esac
}

build() {
  local built=$root/sync-server/target/tributary/tributary.jar
  if [ ! -f "$built" ] || { [ "$update" = yes ] && [ -d "$root/sync-server/src" ]; }; then
    if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then
      fail "there is nothing to build the image $(image) with" "install a JDK and Maven, or name an image in TRIBUTARY_IMAGE, or copy sync-server/target/tributary from another host"
    fi
    run "$root/tributary" --version
  fi
  run docker build --file "$docker_dir/Dockerfile" --tag "$(image)" \
    ${BASE_IMAGE:+--build-arg "BASE_IMAGE=$BASE_IMAGE"} "$root"
}

# Only once nothing runs from it any more.
remove_replaced_image() {
  [ -n "$replaced_image" ] && [ "$dry_run" = no ] || return 0
  [ "$(docker image inspect --format '{{.Id}}' "$(image)")" != "$replaced_image" ] || return 0
  docker image rm "$replaced_image" >/dev/null 2>&1 || say "the image from before stays: $replaced_image"
}
