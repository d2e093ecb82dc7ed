#!/usr/bin/env bash
# Makes a Docker engine answer on a Debian machine that has none; a running one is left alone.
# Needs root. What it configures stays in a folder of its own, not in /etc/docker.
set -euo pipefail

docker info >/dev/null 2>&1 && exit 0
if [[ $(id -u) != 0 ]]; then
  echo "docker-engine.sh: no Docker engine answers, and only root can start one" >&2
  exit 1
fi

if ! command -v dockerd >/dev/null || ! command -v jq >/dev/null || ! command -v iptables >/dev/null; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends docker.io containerd runc iptables jq >/dev/null
fi

state=${XDG_CACHE_HOME:-$HOME/.cache}/kready-docker-engine
mkdir -p "$state"

# Where the host's capability bounding set lacks CAP_SYS_RESOURCE (bit 24), as in some sandboxes,
# Docker 20.10 cannot start or exec in a privileged container ("unable to apply caps: operation
# not permitted"): it asks runc for every capability there is. A wrapper of runc that drops the
# missing one mends both.
write_wrapper() { # file
  cat >"$1" <<'WRAPPER'
#!/usr/bin/env bash
args=("$@") bundle=. process='' verb=''
for ((i = 0; i < ${#args[@]}; i++)); do
  case ${args[i]} in
    --bundle | -b) bundle=${args[i + 1]} ;;
    --process | -p) process=${args[i + 1]} ;;
    create | run | exec) verb=${verb:-${args[i]}} ;;
  esac
done
drop() { jq "$2" "$1" >"$1.new" && cat "$1.new" >"$1" && rm -f "$1.new"; }
without='with_entries(.value -= ["CAP_SYS_RESOURCE"])'
case $verb in
  create | run) drop "$bundle/config.json" "if .process.capabilities then .process.capabilities |= $without else . end" ;;
  exec) [[ -n $process ]] && drop "$process" "if .capabilities then .capabilities |= $without else . end" ;;
esac
exec runc "$@"
WRAPPER
  chmod +x "$1"
}

options=()
bounding=$((16#$(sed -n 's/^CapBnd:\t//p' /proc/self/status)))
if (((bounding >> 24 & 1) == 0)); then
  write_wrapper "$state/runc-without-sys-resource"
  printf '{"runtimes":{"narrow":{"path":"%s"}},"default-runtime":"narrow"}\n' "$state/runc-without-sys-resource" >"$state/daemon.json"
  options=(--config-file "$state/daemon.json")
fi

# An engine that was killed leaves its pid files, and a later process may have the number.
if ! grep -qsx dockerd /proc/[0-9]*/comm; then
  rm -f /var/run/docker.pid /var/run/docker/containerd/containerd.pid
fi

setsid dockerd "${options[@]}" >"$state/log" 2>&1 </dev/null &
for _ in $(seq 60); do
  docker info >/dev/null 2>&1 && exit 0
  sleep 1
done
echo "docker-engine.sh: no engine answers after a minute; the last it said:" >&2
tail -20 "$state/log" >&2
exit 1
