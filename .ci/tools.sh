#!/usr/bin/env bash
# tools.sh NAME prints the path of a tool, built from the module that pins it in .ci/tools/NAME.
# It is built once for each version of it and of Go, and kept in the user's cache.
set -euo pipefail

name=${1:?usage: tools.sh actionlint|golangci-lint|goreleaser|opa|regal}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
module=$here/tools/$name
key=$({ cat "$module/go.mod" "$module/go.sum"; go env GOVERSION; } | git hash-object --stdin | cut -c1-12)
tool=${XDG_CACHE_HOME:-$HOME/.cache}/kready-tools-$key/$name
if [[ ! -x $tool ]]; then
  echo "building $name, once" >&2
  mkdir -p "${tool%/*}"
  package=$(cd "$module" && go mod edit -json | sed -n '/"Tool"/,/]/s/.*"Path": "\(.*\)".*/\1/p')
  (cd "$module" && CGO_ENABLED=0 GOFLAGS=-mod=readonly GOWORK=off go build -trimpath -ldflags '-s -w' -o "$tool.new" "$package")
  mv "$tool.new" "$tool"
fi
echo "$tool"
