#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
#
# run.sh BUILD [TARGET] [SECONDS]: libFuzzer over one target or over each in turn, 60 seconds
# unless told. What it learns stays in BUILD/corpus, what breaks a target in BUILD/crashes.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
shift
seconds=60
targets=()
for word; do
  case $word in
    '' | *[!0-9]*) targets+=("$word") ;;
    *) seconds=$word ;;
  esac
done
if [ ${#targets[@]} -eq 0 ]; then
  for source in tests/fuzz/fuzz-*.c; do
    name=${source##*/fuzz-}
    targets+=("${name%.c}")
  done
fi

failed=0
for target in "${targets[@]}"; do
  [ -e "tests/fuzz/fuzz-$target.c" ] || { echo "fuzz: there is no target $target" >&2; exit 2; }
  program=tests/fuzz/fuzz-$target
  ninja -C "$build" "$program" >&2
  mkdir -p "$build/corpus/$target" "$build/crashes"
  seeds=()
  [ ! -d "tests/fuzz/seeds/$target" ] || seeds=("tests/fuzz/seeds/$target")
  echo "-- $target, $seconds s"
  ASAN_OPTIONS=fast_unwind_on_malloc=0 LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp:print_suppressions=0" \
    "$build/$program" -max_total_time="$seconds" -print_final_stats=1 -verbosity=0 -timeout=10 \
    -rss_limit_mb=2048 -artifact_prefix="$build/crashes/$target-" \
    "$build/corpus/$target" "${seeds[@]}" || failed=$((failed + 1))
done
echo "${#targets[@]} targets, $failed failed"
[ "$failed" = 0 ]
