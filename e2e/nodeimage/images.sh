#!/usr/bin/env bash
# images.sh BIN ROOT WORK: makes the images that kubeadm starts a control plane from, out of the
# binaries in BIN, under the names that kubeadm asks for, and lays them into the containerd of
# the node whose file system is ROOT.
#
# The images are written as archives by hand and imported by a containerd that lives for this
# only: no Docker build, so nothing dangles afterwards.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/versions.env
source "$here/../versions.env"
bin=$1 root=$2 work=$3
mkdir -p "$work/images"

# save NAME LAYER [ENTRYPOINT]: an archive, in Docker's format, of an image of one layer.
save() {
  local name=$1 layer=$2 entrypoint=${3:-} dir
  dir=$(mktemp -d "$work/image.XXXXXX")
  mv "$layer" "$dir/layer.tar"
  jq -n --arg diff "sha256:$(sha256sum "$dir/layer.tar" | cut -d' ' -f1)" --arg arch "$(go env GOARCH)" --arg entrypoint "$entrypoint" '{
    architecture: $arch, os: "linux",
    config: ({Env: ["PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]}
      + if $entrypoint == "" then {} else {Entrypoint: [$entrypoint]} end),
    rootfs: {type: "layers", diff_ids: [$diff]}, history: [{created_by: "kready e2e"}]}' >"$dir/config.json"
  jq -n --arg name "$name" '[{Config: "config.json", RepoTags: [$name], Layers: ["layer.tar"]}]' >"$dir/manifest.json"
  tar -C "$dir" -cf "$work/images/$(tr '/:' '__' <<<"$name").tar" manifest.json config.json layer.tar
  rm -rf "$dir"
}

# scratch NAME BINARY [ENTRYPOINT]: an image of nothing but the binary.
scratch() {
  tar -C "$(dirname "$2")" --owner=0 --group=0 --transform 's#^#usr/local/bin/#' -cf "$work/layer.tar" "$(basename "$2")"
  save "$1" "$work/layer.tar" "${3:-}"
}

# What kubeadm would pull. It is not always what was built: kubeadm's default for etcd and CoreDNS
# may be a patch release behind the modules that are pinned here.
wanted=$("$bin/kubeadm" config images list --kubernetes-version "$KUBERNETES_VERSION" 2>/dev/null)
wanted() { grep "/$1:" <<<"$wanted"; }

echo "making the control plane's images" >&2
for component in kube-apiserver kube-controller-manager kube-scheduler etcd; do
  scratch "$(wanted "$component")" "$bin/$component"
done
scratch "$(wanted coredns)" "$bin/coredns" /usr/local/bin/coredns
gcc -static -Os -o "$work/pause" "$here/pause.c"
scratch "$(wanted pause)" "$work/pause" /usr/local/bin/pause
# The name that kind's configuration of containerd has for the same image.
[[ $(wanted pause) == registry.k8s.io/pause:3.10 ]] ||
  scratch registry.k8s.io/pause:3.10 "$work/pause" /usr/local/bin/pause

# kube-proxy calls iptables, nft and conntrack: it needs a userland.
tar -C "$root" --exclude=./usr/lib/systemd --exclude=./usr/share --exclude=./var -cf "$work/layer.tar" .
tar -C "$bin" --owner=0 --group=0 --transform 's#^#usr/local/bin/#' -rf "$work/layer.tar" kube-proxy
save "$(wanted kube-proxy)" "$work/layer.tar"

# Content and names only: a node unpacks its images when it needs them.
mkdir -p "$root/var/lib/containerd" "$work/state"
cat >"$work/containerd.toml" <<TOML
version = 2
root = "$root/var/lib/containerd"
state = "$work/state"
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.cri.v1.images", "io.containerd.cri.v1.runtime"]
[grpc]
  address = "$work/containerd.sock"
[ttrpc]
  address = "$work/containerd.sock.ttrpc"
TOML
"$bin/containerd" --config "$work/containerd.toml" >"$work/containerd.log" 2>&1 &
containerd=$!
trap 'kill "$containerd" 2>/dev/null || true; wait "$containerd" 2>/dev/null || true' EXIT
ctr() { "$bin/ctr" --address "$work/containerd.sock" --namespace k8s.io "$@"; }
for _ in $(seq 60); do
  ctr version >/dev/null 2>&1 && break
  sleep 0.5
done
for archive in "$work"/images/*.tar; do
  ctr images import --no-unpack "$archive" >"$work/import.log" 2>&1 || {
    tail -20 "$work/import.log" "$work/containerd.log" >&2
    exit 1
  }
done
