#!/usr/bin/env bash
# Pins the images of deploy/ by digest: each `image: NAME:TAG` becomes NAME:TAG@sha256:…, of the
# index for all architectures, as its registry has it now. Needs crane
# (github.com/google/go-containerregistry) and the registries. With --check it changes
# nothing, and fails where an image has no digest, or not the registry's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

command -v crane >/dev/null || { echo 'digests.sh: crane is not installed: go install github.com/google/go-containerregistry/cmd/crane@latest' >&2; exit 2; }

code=0
while IFS=: read -r file line text; do
  image=$(sed -E 's/^[[:space:]-]*image:[[:space:]]*//; s/[[:space:]].*$//' <<<"$text")
  name=${image%%@*}
  digest=$(crane digest "$name") || { echo "digests.sh: $name cannot be looked up" >&2; code=1; continue; }
  [[ $digest =~ ^sha256:[0-9a-f]{64}$ ]] || { echo "digests.sh: the digest of $name is odd: $digest" >&2; code=1; continue; }
  [[ $image == "$name@$digest" ]] && continue
  if [[ ${1:-} == --check ]]; then
    echo "$file:$line: $image is now $name@$digest"
    code=1
    continue
  fi
  sed -i.old "${line}s|$image|$name@$digest|" "$file"
  rm -f "$file.old"
  echo "$file: $name@$digest"
done < <(grep -rnE '^[[:space:]-]*image:' --include='*.yaml' base policyreport prometheus prometheus-operator)
exit "$code"
