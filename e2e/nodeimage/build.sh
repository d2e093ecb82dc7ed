#!/usr/bin/env bash
# Prints the name of a kind node image that this machine's Docker engine holds:
#   1. KREADY_NODE_IMAGE, if it is set;
#   2. the image that an earlier run of this script made, from the engine or from the cache;
#   3. kind's own, where its registry answers;
#   4. one that it builds, from Go modules (../assets.sh) and Debian packages. Needs root.
#
# Measured on 2 cores: 4. takes about 15 minutes with an empty Go build cache and 3 with a full
# one, 2. from the cache half a minute.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=e2e/versions.env
source "$here/../versions.env"

if [[ -n ${KREADY_NODE_IMAGE:-} ]]; then
  docker image inspect "$KREADY_NODE_IMAGE" >/dev/null || docker pull -q "$KREADY_NODE_IMAGE" >&2
  echo "$KREADY_NODE_IMAGE"
  exit
fi

# The key stands for all that the image is made of, this script included.
key=$({ cat "$here"/{build.sh,images.sh,pause.c,storage-class.yaml} "$here"/../{versions.env,assets.sh}
  grep -F sigs.k8s.io/kind "$here/../kind/go.mod"; } | git hash-object --stdin | cut -c1-12)
image=kready/node:$KUBERNETES_VERSION-$key
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kready-node-image-$key
archive=$cache/rootfs.tar.gz

import_archive() {
  docker import -c 'ENV container=docker' -c 'ENTRYPOINT ["/usr/local/bin/entrypoint","/sbin/init"]' "$archive" "$image" >/dev/null
  echo "$image"
}

if docker image inspect "$image" >/dev/null 2>&1; then
  echo "$image"
  exit
fi
if [[ -f $archive ]]; then
  import_archive
  exit
fi
# Asking for the manifest tells within seconds whether the registry answers.
own=kindest/node:$KUBERNETES_VERSION
if docker image inspect "$own" >/dev/null 2>&1 ||
  { timeout 10 docker manifest inspect "$own" >/dev/null 2>&1 && timeout 600 docker pull -q "$own" >&2; }; then
  echo "$own"
  exit
fi

if [[ $(id -u) != 0 ]]; then
  echo "build.sh: no registry has $own for this machine, and only root can build a node image" >&2
  exit 1
fi
bin=$("$here/../assets.sh" node)
mkdir -p "$cache"
if ! command -v debootstrap >/dev/null || ! command -v pigz >/dev/null || ! command -v jq >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends debootstrap pigz jq >/dev/null
fi

work=$(mktemp -d "$cache/.building.XXXXXX")
root=$work/root
trap 'rm -rf "$work"' EXIT

echo "installing a node's Debian packages" >&2
packages=systemd,systemd-sysv,conntrack,iptables,nftables,iproute2,ethtool,util-linux,mount,kmod,libseccomp2,pigz
packages+=,nfs-common,e2fsprogs,bash,ca-certificates,curl,jq,procps,socat,runc,ebtables
debootstrap --variant=minbase --include="$packages" "$DEBIAN_SUITE" "$root" >"$cache/debootstrap.log" || {
  tail -20 "$cache/debootstrap.log" >&2
  exit 1
}
rm -rf "$root"/var/cache/apt/* "$root"/var/lib/apt/lists/* "$root"/usr/share/{doc,man,locale}/*

# The images that kubeadm starts a control plane from, laid into the node's containerd.
# kube-proxy's needs the userland as it is now, before a node's own programs are added.
"$here/images.sh" "$bin" "$root" "$work"

echo "laying out the node" >&2
# kind's own node files come with its Go module: read, not copied into this repository.
kind=$(cd "$here/../kind" && go mod download -json sigs.k8s.io/kind | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')
files=$kind/images/base/files
cp -r --no-preserve=mode "$files/etc/." "$root/etc/"
mkdir -p "$root"/kind/{bin,manifests} "$root/opt/cni/bin" "$root/etc/kubernetes/manifests"
install -m 755 "$files"/kind/bin/* "$root/kind/bin/"
install -m 755 "$files"/usr/local/bin/* "$root/usr/local/bin/"
install -m 755 "$bin"/{containerd,containerd-shim-runc-v2,ctr} "$root/usr/local/bin/"
install -m 755 "$bin"/{host-local,loopback,ptp,portmap} "$root/opt/cni/bin/"
install -m 755 "$bin"/{kubeadm,kubelet,kubectl} "$root/usr/bin/"
printf %s "$KUBERNETES_VERSION" >"$root/kind/version"
install -m 644 "$here/storage-class.yaml" "$root/kind/manifests/default-storage.yaml"
: >"$root/kind/manifests/default-cni.yaml" # the test lays its own network
"$bin/ctr" oci spec | jq 'del(.process.rlimits)' >"$root/etc/containerd/cri-base.json"
# Where CAP_SYS_RESOURCE is missing, containerd may not lower a pod's oom_score_adj ("can't get
# final child's PID from pipe: EOF").
sed -i 's/restrict_oom_score_adj = false/restrict_oom_score_adj = true/' "$root/etc/containerd/config.toml"
# A node starts containerd and the kubelet, and none of what a machine would.
units=$root/etc/systemd/system lib=$root/lib/systemd/system
rm -f "$lib"/{multi-user,local-fs,basic}.target.wants/* "$lib"/sockets.target.wants/*{udev,initctl}* \
  "$lib/sysinit.target.wants/systemd-tmpfiles-setup.service" "$units"/*.wants/*
ln -sf /lib/systemd/systemd "$root/sbin/init"
chroot "$root" systemctl -q enable kubelet containerd undo-mount-hacks
chroot "$root" systemctl -q mask systemd-binfmt.service

echo "packing the image" >&2
tar -C "$root" -c . | pigz -1 >"$work/rootfs.tar.gz"
mv "$work/rootfs.tar.gz" "$archive"
# Images of earlier keys are of no use to anybody.
docker image ls -q --filter 'reference=kready/node:v*-*' | sort -u | xargs -r docker image rm >/dev/null 2>&1 || true
for old in "${cache%-*}"-*; do
  [[ $old == "$cache" ]] || rm -rf "$old"
done
import_archive
