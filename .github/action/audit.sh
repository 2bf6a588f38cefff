#!/usr/bin/env bash
# Runs the audit for action.yml: once for the log and the exit code, then for code scanning and the job summary.
# Inputs come as environment variables, so the shell executes no text of a workflow.
set -euo pipefail

options=()
files() { # option, one file in each line
  local -a lines=()
  mapfile -t lines < <(printf '%s\n' "$2" | sed 's/^[[:space:]]*//; s/[[:space:]]*$//; /^$/d')
  if [ "${#lines[@]}" -gt 0 ]; then options+=("$1" "${lines[@]}"); fi
}
files --plan "$PLAN"
files --template "$TEMPLATE"
if [ "${#options[@]}" -eq 0 ]; then
  echo '::error::Set the input plan or template.'
  exit 2
fi
if [ -n "$PARAMETERS" ]; then options+=(--parameters "$PARAMETERS"); fi
if [ -n "$BASELINE" ]; then options+=(--baseline "$BASELINE"); fi
if [ "$CHANGED_ONLY" = true ]; then options+=(--changed-only); fi

audit() { npx --yes "secgroup-monitor@$VERSION" audit "${options[@]}" --quiet "$@"; }

verdict=(--fail-on "$FAIL_ON")
if [ "$FAIL_ON_UNKNOWN" = true ]; then verdict+=(--fail-on-unknown); fi
code=0
audit "${verdict[@]}" || code=$?
# Exit code 1 means findings; a higher code means that there is no report.
if [ "$code" -gt 1 ]; then exit "$code"; fi

audit --fail-on never --format sarif --out "$SARIF_FILE"
audit --fail-on never --format markdown >> "$GITHUB_STEP_SUMMARY"
{
  echo "sarif-file=$SARIF_FILE"
  if [ "$code" -eq 0 ]; then echo failed=false; else echo failed=true; fi
} >> "$GITHUB_OUTPUT"
