#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
#
# all.sh BUILD: every check that reads and does not run, over the compile commands of BUILD.
# Each is run whatever the others say; the last line counts.
set -uo pipefail
cd "$(dirname "$0")/../.."
build=$1
failed=()

check () {
  local name=$1
  shift
  printf -- '-- %s\n' "$name"
  "$@" || failed+=("$name")
}

check_tidy () {
  local runner
  runner=$(command -v run-clang-tidy || command -v run-clang-tidy-14) || return 1
  # Only our own files: what meson generates is not ours to mend. clang has not all of gcc's warnings.
  "$runner" -quiet -p "$build" -j "$(nproc)" -extra-arg=-Wno-unknown-warning-option \
    "^$PWD/(src|cli|tests)/.*\.c$" 2>/dev/null \
    | sed 's/\x1b\[[0-9;]*m//g' >"$build/clang-tidy.log"
  grep -E '(error|warning):' "$build/clang-tidy.log" | sed -E "s,^($PWD/$build/)?\.\./,," | sort -u
  ! grep -qE '(error|warning):' "$build/clang-tidy.log"
}

check_cppcheck () {
  local -a includes
  mapfile -t includes < <(find src cli schemas data -type d -printf '-I%p\n')
  # Without GLib's headers: its library file says what they promise, and more.
  cppcheck --quiet -j "$(nproc)" --enable=warning,performance,portability --library=gtk \
    --inline-suppr --suppressions-list=tests/lint/cppcheck.txt --error-exitcode=1 \
    -D_GNU_SOURCE '-DG_DEFINE_QUARK(a,b)=' '-DG_DEFINE_EXTENDED_ERROR(a,b)=' \
    "${includes[@]}" src cli
}

check_texts () {
  local po
  for po in po/*.po; do
    [ -e "$po" ] || continue
    msgfmt --check --statistics -o /dev/null "$po" || return 1
  done
}

check_contract () {
  local redocly=.deps/node/node_modules/.bin/redocly
  if [ ! -x "$redocly" ]; then
    echo 'the OpenAPI linter could not be fetched; not checked'
    return 1
  fi
  REDOCLY_TELEMETRY=off NO_COLOR=1 "$redocly" lint --config tests/lint/redocly.yaml \
    "$build/schemas/$(ls "$build/schemas" | grep -m1 '^openapi.*\.json$')"
}

check_scripts () {
  local script
  for script in dev .ci/run $(find tests data src -name node_modules -prune -o -name '*.sh' -print); do
    bash -n "$script" || return 1
  done
}

check format tests/lint/format.sh .
check 'house rules' python3 tests/lint/house.py .
check scripts check_scripts
check translations check_texts
check OpenAPI check_contract
check cppcheck check_cppcheck
check clang-tidy check_tidy
if [ ${#failed[@]} -gt 0 ]; then
  echo "${#failed[@]} of 7 checks failed: ${failed[*]}"
  exit 1
fi
echo '7 checks passed'
