#!/usr/bin/env bash
# Prints a folder with kube-apiserver, etcd and kubectl, built from their Go modules: what
# envtest calls its assets. With `node` as its argument it builds what a kind node needs too.
# The folder is kept per user and set of versions; building it takes minutes once, then nothing.
#
# Go modules, because they are reached wherever kready itself can be built, and because the
# node image of e2e/nodeimage then runs the very same binaries.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/versions.env
source "$here/versions.env"

set_of_binaries=${1:-envtest}
case $set_of_binaries in
  envtest | node) ;;
  *) echo "assets.sh: there is no set of binaries '$set_of_binaries': envtest or node" >&2; exit 2 ;;
esac

if [[ $set_of_binaries == envtest && -x ${KUBEBUILDER_ASSETS:-}/kube-apiserver ]]; then
  echo "$KUBEBUILDER_ASSETS" # somebody has them already
  exit
fi

# git hashes, for there is no tool for it that Linux and macOS both have.
key=$KUBERNETES_VERSION-$(cat "$here/versions.env" "$here/assets.sh" | git hash-object --stdin | cut -c1-10)
assets=${XDG_CACHE_HOME:-$HOME/.cache}/kready-assets-$key
mkdir -p "$assets/modules"
if command -v flock >/dev/null; then # two runs at once would build everything twice
  exec 9>"$assets/.lock"
  flock 9
fi

# Static: the same files go into container images that are FROM scratch.
export CGO_ENABLED=0 GOFLAGS=-mod=mod GOWORK=off

has() { # binary...
  local b
  for b; do [[ -x $assets/$b ]] || return 1; done
}

# build NAME PACKAGE...: runs in the module $assets/modules/NAME. Binaries appear whole or not
# at all, so that an interrupted build is not taken for a finished one.
build() {
  local module=$1 out
  shift
  echo "building $module ($*)" >&2
  out=$(mktemp -d "$assets/.building.XXXXXX")
  (cd "$assets/modules/$module" && go build -trimpath -ldflags "-s -w ${ldflags:-}" -o "$out/" "$@") >&2
  mv -f "$out"/* "$assets/"
  rmdir "$out"
}

# require NAME MODULE VERSION: a module that needs nothing but MODULE at VERSION.
require() {
  local dir=$assets/modules/$1
  [[ -f $dir/go.mod ]] && return
  mkdir -p "$dir"
  printf 'module kready.dev/assets/%s\n\ngo 1.26.0\n\nrequire %s %s\n' "$1" "$2" "$3" >"$dir/go.mod"
}

# k8s.io/kubernetes requires its staging modules at v0.0.0 and replaces them by folders that
# its module does not hold, so whoever builds it must name the version of each.
require_kubernetes() {
  local dir=$assets/modules/kubernetes source
  [[ -f $dir/go.mod ]] && return
  mkdir -p "$dir"
  source=$(cd "$dir" && go mod download -json "k8s.io/kubernetes@$KUBERNETES_VERSION" | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
  install -m 644 "$source/go.sum" "$dir/go.sum"
  {
    printf 'module kready.dev/assets/kubernetes\n\ngo 1.26.0\n\nrequire k8s.io/kubernetes %s\n\nreplace (\n' "$KUBERNETES_VERSION"
    sed -n 's#^\t\(k8s.io/[a-z-]*\) => \./staging.*#\t\1 => \1 v0'"${KUBERNETES_VERSION#v1}"'#p' "$source/go.mod"
    printf ')\n'
  } >"$dir/go.mod"
}

build_kubernetes() { # command...
  has "$@" && return
  require_kubernetes
  local v=k8s.io/component-base/version minor
  minor=$(cut -d. -f2 <<<"$KUBERNETES_VERSION")
  ldflags="-X $v.gitVersion=$KUBERNETES_VERSION -X $v.gitMajor=1 -X $v.gitMinor=$minor" \
    build kubernetes "${@/#/k8s.io/kubernetes/cmd/}"
}

build_etcd() {
  has etcd && return
  require etcd go.etcd.io/etcd/server/v3 "$ETCD_VERSION"
  build etcd go.etcd.io/etcd/server/v3
  # Go names a binary after the last part of its package's path that is no version.
  mv -f "$assets/server" "$assets/etcd"
}

build_node() {
  build_kubernetes kube-controller-manager kube-scheduler kube-proxy kubelet kubeadm
  if ! has coredns; then
    require coredns github.com/coredns/coredns "$COREDNS_VERSION"
    build coredns github.com/coredns/coredns
  fi
  if ! has containerd containerd-shim-runc-v2 ctr; then
    require containerd github.com/containerd/containerd/v2 "$CONTAINERD_VERSION"
    # Without a version of its own it says "2.4.2+unknown", and every node repeats it.
    ldflags="-X github.com/containerd/containerd/v2/version.Version=$CONTAINERD_VERSION" \
      build containerd github.com/containerd/containerd/v2/cmd/{containerd,containerd-shim-runc-v2,ctr}
  fi
  if ! has host-local loopback ptp portmap; then
    require cni github.com/containernetworking/plugins "$CNI_PLUGINS_VERSION"
    build cni github.com/containernetworking/plugins/plugins/{ipam/host-local,main/loopback,main/ptp,meta/portmap}
  fi
}

build_kubernetes kube-apiserver kubectl
build_etcd
[[ $set_of_binaries == node ]] && build_node
echo "$assets"
