#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
#
# sanitized.sh PROGRAM [ARGUMENT…]: runs one test. Every process that it starts, however deep, writes
# what a sanitizer finds into a folder of ours; a report there fails the test, whatever the test
# itself thought of that process's exit status and wherever its standard error went.
set -uo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# Each slice is a piece of its own, so that its end is seen.
export G_SLICE=always-malloc
# Some tests preload faketime, which then comes before the runtime.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0
for name in ASAN LSAN UBSAN TSAN; do
  options=${name}_OPTIONS
  export "$options=${!options:+${!options}:}log_path=$folder/$name"
done
"$@"
status=$?
shopt -s nullglob
reports=("$folder"/*)
if [ ${#reports[@]} -gt 0 ]; then
  # Where no reader of TAP takes a line for a result, and meson shows it.
  cat "${reports[@]}" >&2
  echo "reports of sanitizers: ${#reports[@]}" >&2
  [ $status -ne 0 ] || status=1
fi
exit $status
