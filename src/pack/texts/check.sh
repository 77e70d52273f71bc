#!/bin/sh
# Run in the folder of an unpacked evidence pack: sh proofs/check.sh
# Needs a POSIX shell, openssl 3.0, and cmp, diff, find, grep, mktemp, od, sed, sort, tail, tr.
set -eu
LC_ALL=C
export LC_ALL
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail () { echo "FAILED: $*" >&2; exit 1; }
decode () { printf %s "$1" | openssl base64 -d -A; }
hash () { openssl dgst -sha256 -binary; }

# 1. Nothing besides what the two lists name, the second list itself and its signature.
{ sed 's/^[0-9a-f]*  //' manifest-sha256.txt tagmanifest-sha256.txt
  printf '%s\n' tagmanifest-sha256.txt signature.p7s; } | sort > "$tmp/listed"
find . ! -type d | sed 's|^\./||' | sort > "$tmp/present"
diff "$tmp/listed" "$tmp/present" >&2 || fail "files besides those listed, or fewer"

# 2. The checkpoint is signed by the log's key (C2SP signed-note, Ed25519).
#    log.vkey is name+id+base64 of 1 byte and the 32 of the key; the octal bytes make it a DER key.
vkey=$(cat proofs/log.vkey)
name=${vkey%%+*}
key=${vkey#*+}; key=${key#*+}
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'
  decode "$key" | tail -c 32; } > "$tmp/key.der"
openssl pkey -pubin -inform DER -in "$tmp/key.der" -out "$tmp/key.pem"
sed '/^$/,$d' proofs/checkpoint > "$tmp/text"
[ "$(sed -n 1p "$tmp/text")" = "$name" ] || fail "the checkpoint is of another log"
signature=$(while read -r dash who value; do
  [ "$dash $who" != "— $name" ] || echo "$value"; done < proofs/checkpoint | sed -n 1p)
decode "$signature" | tail -c 64 > "$tmp/signature"
openssl pkeyutl -verify -pubin -inkey "$tmp/key.pem" -rawin -in "$tmp/text" \
  -sigfile "$tmp/signature" > /dev/null || fail "the checkpoint's signature"
size=$(sed -n 2p "$tmp/text")
root=$(sed -n 3p "$tmp/text")

# 3. Each file's record names its hash and is in the log (RFC 9162, 2.1.3.2).
find data/evidence data/orders -type f 2> /dev/null | sort > "$tmp/files" || true
[ -s "$tmp/files" ] || fail "no evidence"
find proofs -name '*.leaf' -type f | sort > "$tmp/leaves"
while read -r leaf; do
  file=data/${leaf#proofs/}
  [ -f "${file%.leaf}" ] || fail "a record, $leaf, of a file that is not there"
done < "$tmp/leaves"
while read -r file; do
  item=proofs/${file#data/}
  [ -f "$item.leaf" ] && [ -f "$item.tlog-proof" ] || fail "no proof for $file"
  sum=$(hash < "$file" | od -A n -v -t x1 | tr -d ' \n')
  grep -qF "\"blob\":\"$sum\"" "$item.leaf" || fail "the record is of another file than $file"
  sed '1,/^$/d' "$item.tlog-proof" | cmp -s - proofs/checkpoint || fail "checkpoint of $file"
  sed '/^$/,$d' "$item.tlog-proof" > "$tmp/proof"
  fn=$(sed -n 's/^index //p' "$tmp/proof")
  sn=$((size - 1))
  [ "$fn" -le "$sn" ] || fail "index of $file"
  { printf '\000'; cat "$item.leaf"; } | hash > "$tmp/r"
  sed '1,/^index /d' "$tmp/proof" > "$tmp/path"
  while read -r line; do
    [ "$sn" -ne 0 ] || fail "proof of $file is too long"
    decode "$line" > "$tmp/p"
    if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
      { printf '\001'; cat "$tmp/p" "$tmp/r"; } | hash > "$tmp/next"
      while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)); sn=$((sn / 2)); done
    else
      { printf '\001'; cat "$tmp/r" "$tmp/p"; } | hash > "$tmp/next"
    fi
    mv "$tmp/next" "$tmp/r"
    fn=$((fn / 2)); sn=$((sn / 2))
  done < "$tmp/path"
  [ "$sn" -eq 0 ] && [ "$(openssl base64 -A < "$tmp/r")" = "$root" ] || fail "proof of $file"
  echo "$file: recorded at $(sed 's/.*"at":"\([^"]*\)".*/\1/' "$item.leaf")"
done < "$tmp/files"

# 4. The same files by their SM3 hashes (GB/T 32905), where the pack lists them.
if [ -f proofs/manifest-sm3.txt ]; then
  sed 's/^[0-9a-f]*  //' manifest-sha256.txt > "$tmp/names"
  sed 's/^[0-9a-f]*  //' proofs/manifest-sm3.txt | cmp -s - "$tmp/names" || fail "the SM3 list"
  while read -r sum file; do
    [ "$(openssl dgst -sm3 -r "$file" | sed 's/ .*//')" = "$sum" ] || fail "SM3 of $file"
  done < proofs/manifest-sm3.txt
fi
echo "all hold"
