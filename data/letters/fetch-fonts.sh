#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
#
# fetch-fonts.sh DEST: puts the Fandol faces of Debian's texlive-lang-chinese into DEST.
#
# FandolFang is the only simplified 仿宋 in Debian 12, and the package that has it would pull in
# 250 MB of TeX: so its files are taken out, not installed. Done already: returns at once.
set -eu

fetch_fonts () {
  dest=$1
  faces='FandolFang-Regular FandolKai-Regular FandolHei-Regular FandolSong-Bold'
  missing=
  for face in $faces; do
    [ -s "$dest/$face.otf" ] || missing="$missing $face"
  done
  [ -n "$missing" ] || return 0
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT INT TERM
  # apt fetches as a user of its own, who has to be able to write there.
  chmod 0777 "$work"
  echo "fetching the letter faces:$missing" >&2
  (cd "$work" && apt-get -q download texlive-lang-chinese >&2)
  dpkg -x "$work"/texlive-lang-chinese_*.deb "$work/x"
  mkdir -p "$dest"
  for face in $faces; do
    found=$work/x/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/$face.otf
    # Copied beside its place and renamed, so that a half-written face is never taken for a whole one.
    cp "$found" "$dest/.$face.new"
    mv "$dest/.$face.new" "$dest/$face.otf"
  done
  for text in COPYING.gz README; do
    cp "$work/x/usr/share/doc/texlive-doc/fonts/fandol/$text" "$dest/Fandol-$text"
  done
}

if [ $# -ne 1 ]; then
  echo "usage: $0 DEST" >&2
  exit 2
fi
fetch_fonts "$1"
