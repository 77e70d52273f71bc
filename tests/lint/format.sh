#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
#
# format.sh ROOT [--fix]: whether all C is laid out as .clang-format says.
set -eu
cd "$1"
if ! command -v clang-format >/dev/null; then
  echo 'clang-format is not installed; ./dev deps installs it' >&2
  exit 77
fi
if [ "${2:-}" = --fix ]; then
  action=-i
else
  action='--dry-run -Werror'
fi
# shellcheck disable=SC2086
find src cli tests -name node_modules -prune -o -name '*.[ch]' -print0 \
  | xargs -0 -n 40 -P "$(nproc)" clang-format $action
