#!/usr/bin/env bash
# Prints a folder with the programs of the batteries that the kind tests install, static where
# they are built, each once:
#
#   core  metrics-server, local-path-provisioner, node_exporter, sealed-secrets' controller,
#         VictoriaLogs and its agent, prometheus and busybox
#   all   traefik too: one of the largest builds there are
#
# They are built from Go modules, as ../assets.sh does it; prometheus and busybox come from
# Debian's packages, so that needs apt-get. NAME-VERSION is kept per user; a changed version
# builds that one anew. The tests make the images out of them.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/batteries/versions.env
source "$here/versions.env"

part=${1:-all}
case $part in
  core | all) ;;
  *) echo "build.sh: there is no part '$part': core or all" >&2; exit 2 ;;
esac

cache=${XDG_CACHE_HOME:-$HOME/.cache}/kready-battery-programs
mkdir -p "$cache"
if command -v flock >/dev/null; then # two runs at once would build everything twice
  exec 9>"$cache/.lock"
  flock 9
fi
work=$(mktemp -d "$cache/.building.XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

export CGO_ENABLED=0 GOWORK=off

# keep FILE NAME VERSION: the file appears whole or not at all, and older ones of it go.
keep() {
  rm -f "$cache/$2"-v*
  mv -f "$1" "$cache/$2-$3"
}

# compile NAME MODULE VERSION PACKAGE [GO BUILD FLAGS...]: a program of a module, built within
# that module, with the dependencies and replacements that its authors chose.
compile() {
  local name=$1 module=$2 version=$3 package=$4 source start=$SECONDS
  shift 4
  [[ -x $cache/$name-$version ]] && return
  echo "building $name $version" >&2
  source=$(GOFLAGS=-mod=mod go mod download -json "$module@$version" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  cp -r --no-preserve=mode "$source" "$work/$name.src"
  rm -rf "$work/$name.src/vendor" # a module has only parts of it
  (cd "$work/$name.src" && go build -buildvcs=false -trimpath -ldflags '-s -w' "$@" -o "$work/$name" "$package") >&2
  rm -rf "$work/$name.src"
  keep "$work/$name" "$name" "$version"
  echo "building $name $version took $((SECONDS - start)) s" >&2
}

# unpack NAME PATH: a program of Debian's package of that name.
unpack() {
  local name=$1 path=$2 version
  version=v$(apt-cache policy "$name" | sed -n 's/^  Candidate: //p' | tr ':~' '__')
  if [[ $version == v ]]; then
    apt-get update -qq >&2
    version=v$(apt-cache policy "$name" | sed -n 's/^  Candidate: //p' | tr ':~' '__')
  fi
  [[ -x $cache/$name-$version ]] && return
  echo "unpacking Debian's $name ${version#v}" >&2
  (cd "$work" && apt-get download -qq "$name" >&2 && dpkg-deb -x "$name"_*.deb "$work/$name.deb")
  keep "$work/$name.deb/$path" "$name" "$version"
}

compile metrics-server sigs.k8s.io/metrics-server "$METRICS_SERVER_VERSION" ./cmd/metrics-server
compile local-path-provisioner github.com/rancher/local-path-provisioner "$LOCAL_PATH_VERSION" .
compile node_exporter github.com/prometheus/node_exporter "$NODE_EXPORTER_VERSION" .
compile sealed-secrets github.com/bitnami-labs/sealed-secrets "$SEALED_SECRETS_VERSION" ./cmd/controller
victorialogs=github.com/VictoriaMetrics/VictoriaLogs
compile victoria-logs $victorialogs "$VICTORIA_LOGS_VERSION" ./app/victoria-logs
compile vlagent $victorialogs "$VICTORIA_LOGS_VERSION" ./app/vlagent
unpack busybox-static bin/busybox
unpack prometheus usr/bin/prometheus

# manifest NAME VERSION MODULE COMMAND...: what the module itself ships for a cluster; the command
# runs in it and prints it.
manifest() {
  local name=$1 version=$2 module=$3 source
  shift 3
  [[ -f $cache/$name.yaml-$version ]] && return
  source=$(GOFLAGS=-mod=mod go mod download -json "$module@$version" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  (cd "$source" && "$@") >"$work/$name.yaml"
  keep "$work/$name.yaml" "$name.yaml" "$version"
}
manifest metrics-server "$METRICS_SERVER_VERSION" sigs.k8s.io/metrics-server \
  "$("$here/../assets.sh")/kubectl" kustomize manifests/overlays/release
manifest local-path-provisioner "$LOCAL_PATH_VERSION" github.com/rancher/local-path-provisioner cat deploy/local-path-storage.yaml
manifest sealed-secrets "$SEALED_SECRETS_VERSION" github.com/bitnami-labs/sealed-secrets \
  cat helm/sealed-secrets/crds/bitnami.com_sealedsecrets.yaml

if [[ $part == all ]]; then
  compile traefik github.com/traefik/traefik/v3 "$TRAEFIK_VERSION" ./cmd/traefik
fi
echo "$cache"
