#!/usr/bin/env bash
# Puts kready on the PATH of a workflow, for action.yml: a release, if KREADY_VERSION names
# one, else what the action's own source builds. Inputs come as environment variables only.
set -euo pipefail

bin=${RUNNER_TEMP:?}/kready/bin
releases=${KREADY_RELEASES:-https://github.com/kready/kready/releases}
mkdir -p "$bin"

fail() {
  echo "::error title=kready::$1"
  exit 2
}

build() {
  local source
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  command -v go >/dev/null || fail 'there is no Go to build kready with: name a release by "version"'
  (cd "$source" && CGO_ENABLED=0 go build -buildvcs=false -trimpath -ldflags '-s -w' -o "$bin/kready" ./cmd/kready)
}

platform() {
  local os arch
  case ${RUNNER_OS:?} in
    Linux) os=linux ;;
    macOS) os=darwin ;;
    *) fail "there is no release of kready for $RUNNER_OS" ;;
  esac
  case ${RUNNER_ARCH:?} in
    X64) arch=amd64 ;;
    ARM64) arch=arm64 ;;
    *) fail "there is no release of kready for $RUNNER_ARCH" ;;
  esac
  echo "${os}_$arch"
}

# sha256 FILE: sha256sum is GNU's, shasum macOS'.
sha256() { { sha256sum "$1" 2>/dev/null || shasum -a 256 "$1"; } | cut -d' ' -f1; }

# verify FOLDER VERSION: the checksums are those that kready's release workflow signed, as
# docs/install.md has it. Without cosign it says so.
verify() {
  if ! command -v cosign >/dev/null; then
    echo "::notice title=kready::the signature of $2 is not verified: there is no cosign here (sigstore/cosign-installer installs it)"
    return
  fi
  curl -fsSL --retry 3 -o "$1/checksums.txt.sigstore.json" "$releases/download/$2/checksums.txt.sigstore.json" ||
    fail "the signature of $2 cannot be downloaded"
  cosign verify-blob "$1/checksums.txt" --bundle "$1/checksums.txt.sigstore.json" \
    --certificate-identity "https://github.com/kready/kready/.github/workflows/release.yml@refs/tags/$2" \
    --certificate-oidc-issuer https://token.actions.githubusercontent.com >&2 || fail "checksums.txt of $2 is not signed by kready's release workflow"
}

download() { # version
  local version=$1 dir archive want
  if [[ $version == latest ]]; then
    version=$(curl -fsSL --retry 3 -o /dev/null -w '%{url_effective}' "$releases/latest")
    version=${version##*/}
  fi
  [[ $version =~ ^v[0-9]+\.[0-9]+\.[0-9]+(-[0-9A-Za-z.]+)?$ ]] || fail "\"version\" is not a release like v1.2.3, nor latest"
  archive=kready_${version#v}_$(platform).tar.gz
  dir=$(mktemp -d "$RUNNER_TEMP/kready/download.XXXXXX")
  for file in "$archive" checksums.txt; do
    curl -fsSL --retry 3 -o "$dir/$file" "$releases/download/$version/$file" || fail "$releases/download/$version/$file cannot be downloaded"
  done
  verify "$dir" "$version"
  want=$(awk -v file="$archive" '$2 == file {print $1}' "$dir/checksums.txt")
  [[ -n $want ]] || fail "checksums.txt of $version does not name $archive"
  [[ $(sha256 "$dir/$archive") == "$want" ]] || fail "$archive is not what checksums.txt of $version says"
  tar -xzf "$dir/$archive" -C "$bin" kready
}

if [[ -n ${KREADY_VERSION:-} ]]; then
  download "$KREADY_VERSION"
else
  build
fi
"$bin/kready" version
echo "$bin" >>"${GITHUB_PATH:?}"
