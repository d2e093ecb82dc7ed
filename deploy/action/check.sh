#!/usr/bin/env bash
# Runs `kready check`, or `kready land` of a service's manifests, for action.yml and writes its outputs and the
# job's summary. It ends with 0: a later step of the action fails the job, when the reports are uploaded. Inputs
# come as environment variables only, and none of them is read as shell.
set -euo pipefail

reports=${RUNNER_TEMP:?}/kready/reports
rm -rf "$reports"
mkdir -p "$reports"

args=(--output=text)
for format in json markdown sarif junit; do
  case $format in
    markdown) file=report.md ;;
    junit) file=report.xml ;;
    *) file=report.$format ;;
  esac
  args+=("--output=$format=$reports/$file")
done
option() { # flag value
  if [[ -n $2 ]]; then args+=("$1=$2"); fi
}
option --context "${KREADY_CONTEXT:-}"
option --config "${KREADY_CONFIG:-}"
option --profile "${KREADY_PROFILE:-}"
option --fail-on "${KREADY_FAIL_ON:-}"
option --baseline "${KREADY_BASELINE:-}"
option --from "${KREADY_SNAPSHOT:-}"
# Parted at white space, nothing else.
read -r -d '' -a more <<<"${KREADY_ARGS:-}" || true
read -r -d '' -a manifests <<<"${KREADY_MANIFESTS:-}" || true
read -r -d '' -a kustomize <<<"${KREADY_KUSTOMIZE:-}" || true

command=check
# macOS' bash 3.2 takes an empty array for an unset one.
if [[ -n ${KREADY_MANIFESTS:-}${KREADY_KUSTOMIZE:-} ]]; then
  command=land
  option --namespace "${KREADY_NAMESPACE:-}"
  for folder in ${kustomize[@]+"${kustomize[@]}"}; do args+=("--kustomize=$folder"); done
  args+=(${manifests[@]+"${manifests[@]}"})
fi

code=0
kready "$command" "${args[@]}" ${more[@]+"${more[@]}"} 2>"$reports/stderr" || code=$?
cat "$reports/stderr" >&2

ready=false report='' sarif=''
if [[ -s $reports/report.json ]]; then
  report=$reports/report.json sarif=$reports/report.sarif
  # Of several services, each has its own.
  ready=$(sed -nE 's/^ *"ready": (true|false),?$/\1/p' "$report" | sort | head -n 1)
fi
{
  echo "exit-code=$code"
  echo "ready=$ready"
  echo "report=$report"
  echo "reports=$reports"
  echo "sarif=$sarif"
} >>"${GITHUB_OUTPUT:?}"

if [[ -n $report ]]; then
  head -c 1000000 "$reports/report.md" >>"${GITHUB_STEP_SUMMARY:?}" # GitHub refuses more than 1 MiB
else
  # Indented and not fenced: a message cannot end that.
  { printf '### kready could not judge\n\n'; head -c 10000 "$reports/stderr" | sed 's/^/    /'; } >>"${GITHUB_STEP_SUMMARY:?}"
fi
