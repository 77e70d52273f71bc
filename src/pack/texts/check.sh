#!/bin/sh
# Run in the folder of an unpacked evidence pack: sh proofs/check.sh [KEY OF A WITNESS]…
# Needs a POSIX shell, openssl 3.0, and cmp, diff, find, mktemp, od, sed, sort, tail, tr, xargs.
set -eu
LC_ALL=C
export LC_ALL
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# What others wrote must not steer the terminal.
show () { printf '%s\n' "$*" | tr -d '\000-\011\013-\037\177'; }
fail () { show "FAILED: $*" >&2; exit 1; }
decode () { printf %s "$1" | openssl base64 -d -A; }
hash () { openssl dgst -sha256 -binary; }

# 1. Nothing besides what the two lists name, the second list itself and its signature: plain files,
#    under names as packs have them, which mean the same to each of the tools below.
{ sed 's/^[0-9a-f]*  //' manifest-sha256.txt tagmanifest-sha256.txt
  printf '%s\n' tagmanifest-sha256.txt signature.p7s; } | sort > "$tmp/listed"
find . ! -type d | sed 's|^\./||' | sort > "$tmp/present"
diff "$tmp/listed" "$tmp/present" > "$tmp/differ" \
  || { show "$(cat "$tmp/differ")" >&2; fail "files besides those listed, or fewer"; }
[ -z "$(find . ! -type d ! -type f)" ] || fail "something that is no plain file"
[ -z "$(sed -n '\,[^A-Za-z0-9./_-],p' "$tmp/listed")" ] || fail "a name that no pack has"
while read -r name; do
  case $name in
    data/case.json | data/custody.csv | data/index.pdf) ;;
    data/evidence/* | data/talks/* | data/orders/*) ;; # each has its proof, below
    data/*) fail "a place that no pack has, $name" ;;
  esac
done < "$tmp/listed"

# 2. The checkpoint is signed by the log's key (C2SP signed-note, Ed25519).
#    A key is name+id+base64 of 1 byte, its type, and the 32 of the key; its id, four bytes of a hash
#    of the rest, tells a slip of the pen. The octal bytes make it a DER key.
is_number () { case $1 in '' | *[!0-9]* | 0?* | ????????????????*) return 1 ;; esac; }
hex () { od -A n -v -t x1 "$@" | tr -d ' \n'; }
read_key () { # KEY FILE TYPE: 01 of a log, 04 of a witness
  case $1 in *' '* | *\\*) fail "no key: $1" ;; esac
  [ "$(printf %s "$1" | tr -d '\000-\037\177')" = "$1" ] || fail "no key: $1"
  id=${1#*+}; bytes=${id#*+}; id=${id%%+*}
  decode "$bytes" > "$tmp/key" 2> /dev/null || fail "no key: $1"
  raw=$(hex < "$tmp/key")
  case ${#raw}$raw in 66"$3"*) ;; *) fail "no key: $1" ;; esac
  [ "$({ printf '%s\n' "${1%%+*}"; cat "$tmp/key"; } | hash | hex -N 4)" = "$id" ] \
    || fail "no key: $1"
  { printf '\060\052\060\005\006\003\053\145\160\003\041\000'
    tail -c 32 "$tmp/key"; } > "$tmp/key.der"
  openssl pkey -pubin -inform DER -in "$tmp/key.der" -out "$2" || fail "no key: $1"
}
holds () { # KEY TEXT SIGNATURE
  openssl pkeyutl -verify -pubin -inkey "$1" -rawin -in "$2" -sigfile "$3" > /dev/null 2>&1
}
check_signed () { # FILE KEY: leaves the text, the size and the root
  sed '/^$/,$d' "$1" > "$tmp/text"
  [ "$(sed -n 1p "$tmp/text")" = "$name" ] || fail "$1 is of another log"
  signature=$(while read -r dash who value; do
    [ "$dash $who" != "— $name" ] || printf '%s\n' "$value"; done < "$1" | sed -n 1p)
  decode "$signature" | tail -c 64 > "$tmp/signature"
  holds "$2" "$tmp/text" "$tmp/signature" || fail "the checkpoint's signature, $1"
  size=$(sed -n 2p "$tmp/text")
  is_number "$size" || fail "the size of $1"
  root=$(sed -n 3p "$tmp/text")
}
vkey=$(cat proofs/log.vkey)
name=${vkey%%+*}
read_key "$vkey" "$tmp/log.pem" 01
check_signed proofs/checkpoint "$tmp/log.pem"

# 3. Each file's record names its hash and is in the log (RFC 9162, 2.1.3.2).
find data/evidence data/talks data/orders -type f 2> /dev/null | sort > "$tmp/files" || true
[ -s "$tmp/files" ] || fail "no evidence"
find proofs -name '*.leaf' -type f | sort > "$tmp/leaves"
while read -r leaf; do
  file=data/${leaf#proofs/}
  [ -f "${file%.leaf}" ] || fail "a record, $leaf, of a file that is not there"
done < "$tmp/leaves"
xargs openssl dgst -sha256 -r < "$tmp/files" > "$tmp/sums" || fail "a file cannot be read"
while read -r file && read -r sum of <&3; do
  item=proofs/${file#data/}
  [ -f "$item.leaf" ] && [ -f "$item.tlog-proof" ] || fail "no proof for $file"
  [ "$of" = "*$file" ] || fail "a name that cannot be read, $file"
  leaf=$(cat "$item.leaf")
  case $leaf in *"\"blob\":\"$sum\""*) ;; *) fail "the record is of another file than $file" ;; esac
  case $file in
    data/evidence/*) noun=evidence; other=evidence ;;
    data/talks/*) noun=talk; other=talk ;;
    *) noun=order; other=referral ;;
  esac
  case $leaf in *"\"record\":\"$noun/"* | *"\"record\":\"$other/"*) ;;
    *) fail "the record is of no such thing as $file" ;; esac
  sed '1,/^$/d' "$item.tlog-proof" | cmp -s - proofs/checkpoint || fail "checkpoint of $file"
  exec 4< "$item.tlog-proof"
  fn=
  while [ -z "$fn" ] && read -r line <&4 && [ -n "$line" ]; do
    case $line in "index "*) fn=${line#index } ;; esac
  done
  sn=$((size - 1))
  is_number "$fn" && [ "$fn" -le "$sn" ] || fail "index of $file"
  printf '%s %s\n' "$fn" "$file" >> "$tmp/places"
  now=0
  { printf '\000'; cat "$item.leaf"; } | hash > "$tmp/node$now"
  while read -r line <&4 && [ -n "$line" ]; do
    [ "$sn" -ne 0 ] || fail "proof of $file is too long"
    if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
      { printf '\001'; decode "$line"; cat "$tmp/node$now"; } | hash > "$tmp/node$((1 - now))"
      while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)); sn=$((sn / 2)); done
    else
      { printf '\001'; cat "$tmp/node$now"; decode "$line"; } | hash > "$tmp/node$((1 - now))"
    fi
    now=$((1 - now)); fn=$((fn / 2)); sn=$((sn / 2))
  done
  [ "$sn" -eq 0 ] && [ "$(openssl base64 -A < "$tmp/node$now")" = "$root" ] \
    || fail "proof of $file"
  at=${leaf##*"\"at\":\""}
  show "$file: recorded at ${at%%\"*}"
done < "$tmp/files" 3< "$tmp/sums"
[ "$file" = "" ] || fail "fewer files than listed"

# 4. The same files by their SM3 hashes (GB/T 32905), where the pack lists them.
if [ -f proofs/manifest-sm3.txt ]; then
  sed 's/^[0-9a-f]*  //' manifest-sha256.txt > "$tmp/names"
  sed 's/^[0-9a-f]*  //' proofs/manifest-sm3.txt | cmp -s - "$tmp/names" || fail "the SM3 list"
  xargs openssl dgst -sm3 -r < "$tmp/names" > "$tmp/sums" || fail "a file cannot be read"
  while read -r sum file; do
    read -r is of <&3 && [ "$is $of" = "$sum *$file" ] || fail "SM3 of $file"
  done < proofs/manifest-sm3.txt 3< "$tmp/sums"
fi

# 5. What stands beside the checkpoint, by witnesses (cosigned) or by the log's newest key (continued),
#    is a state of the same log: the larger of the two continues the smaller (RFC 9162, 2.1.4.2).
#    Each is signed by the key that the log had then. A change of key is a note that the old key and
#    the new one signed, with the log's size at that time.
check_change () { # NOTE: leaves the old key and the new one in from and to, the size in at
  sed '/^$/,$d' "$1" > "$tmp/text"
  [ "$(sed -n 1,2p "$tmp/text")" = "$(printf 'anfang/key-rotation@v1\n%s' "$name")" ] \
    || fail "$1 is no change of key of this log"
  at=$(sed -n 3p "$tmp/text"); from=$(sed -n 4p "$tmp/text"); to=$(sed -n 5p "$tmp/text")
  is_number "$at" && [ "$(wc -l < "$tmp/text")" -eq 5 ] || fail "$1 is no change of key of this log"
  [ "$from" != "$to" ] || fail "$1 is no change of key of this log"
  for key in "$from" "$to"; do
    [ "${key%%+*}" = "$name" ] || fail "$1 is no change of key of this log"
    read_key "$key" "$tmp/key.pem" 01
    found=
    while read -r dash who value; do
      [ "$dash $who" = "— $name" ] || continue
      decode "$value" | tail -c 64 > "$tmp/signature"
      ! holds "$tmp/key.pem" "$tmp/text" "$tmp/signature" || found=yes
    done < "$1"
    [ -n "$found" ] || fail "$1 is not signed by $key"
  done
}
leads () { # OLDER NEWER: until and since are the sizes up to which the one signs and from the other
  current=$1; until=
  while read -r at from to; do
    [ "$current" != "$2" ] && [ "$from" = "$current" ] || continue
    until=${until:-$at}; since=$at; current=$to
  done < "$tmp/changes"
  [ "$current" = "$2" ] && [ -n "$until" ]
}
join () { { printf '\001'; cat "$1" "$2"; } | hash > "$tmp/next"; mv "$tmp/next" "$3"; }
check_keys () { # NOTE KEY SIZE: it is of the log as the checkpoint is, and each key of its time
  if leads "$vkey" "$2"; then older=$own_size; newer=$3
  elif leads "$2" "$vkey"; then older=$3; newer=$own_size
  else fail "no change of key leads from proofs/log.vkey to $1.vkey or back"; fi
  [ "$older" -le "$until" ] && [ "$newer" -ge "$since" ] && [ "$older" -le "$newer" ] \
    || fail "a key signed out of its time"
}
last=
n=0
: > "$tmp/changes"
for note in proofs/rotation-*; do
  [ -e "$note" ] || continue
  n=$((n + 1))
  [ "$note" = "$(printf 'proofs/rotation-%03d.note' "$n")" ] || fail "$note has no place among the changes of key"
  check_change "$note"
  printf '%s %s %s\n' "$at" "$from" "$to" >> "$tmp/changes"
  [ -z "$last" ] || [ "$from" = "$last" ] || fail "$note does not go on from the change before it"
  last=$to
  show "$note: $to took over from $from after $at records"
done
own_size=$size; own_root=$root
check_beside () { # NOTE CONSISTENCY
  cp "$tmp/log.pem" "$tmp/beside.pem"
  [ ! -f "$1.vkey" ] || read_key "$(cat "$1.vkey")" "$tmp/beside.pem" 01
  check_signed "$1" "$tmp/beside.pem"
  m=$own_size; old=$own_root; n=$size; new=$root
  [ ! -f "$1.vkey" ] || check_keys "$1" "$(cat "$1.vkey")" "$n"
  [ ! -f "$1.vkey" ] || [ "$(cat "$1.vkey")" != "$last" ] || newest=yes
  if [ "$m" -gt "$n" ]; then
    size=$m; m=$n; n=$size; root=$old; old=$new; new=$root
  fi
  if [ "$m" -eq "$n" ]; then
    [ "$old" = "$new" ] && [ ! -f "$2" ] || fail "two roots of one size"
    return 0
  fi
  fn=$((m - 1)); sn=$((n - 1))
  while [ $((fn % 2)) -eq 1 ]; do fn=$((fn / 2)); sn=$((sn / 2)); done
  # When the smaller is a whole tree in itself, it is where the proof begins.
  { [ "$fn" -ne 0 ] || printf '%s\n' "$old"; cat "$2"; } > "$tmp/path"
  decode "$(sed -n 1p "$tmp/path")" > "$tmp/fr"
  cp "$tmp/fr" "$tmp/sr"
  sed 1d "$tmp/path" > "$tmp/rest"
  while read -r line; do
    [ "$sn" -ne 0 ] || fail "$2 is too long"
    decode "$line" > "$tmp/p"
    if [ $((fn % 2)) -eq 1 ] || [ "$fn" -eq "$sn" ]; then
      join "$tmp/p" "$tmp/fr" "$tmp/fr"
      join "$tmp/p" "$tmp/sr" "$tmp/sr"
      while [ $((fn % 2)) -eq 0 ] && [ "$fn" -ne 0 ]; do fn=$((fn / 2)); sn=$((sn / 2)); done
    else
      join "$tmp/sr" "$tmp/p" "$tmp/sr"
    fi
    fn=$((fn / 2)); sn=$((sn / 2))
  done < "$tmp/rest"
  [ "$sn" -eq 0 ] && [ "$(openssl base64 -A < "$tmp/fr")" = "$old" ] \
    && [ "$(openssl base64 -A < "$tmp/sr")" = "$new" ] || fail "$2"
}
seen=proofs/checkpoint
newest=
[ ! -f proofs/cosigned ] || seen=proofs/cosigned
for pair in cosigned:consistency continued:continued-consistency; do
  note=proofs/${pair%:*}; proof=proofs/${pair#*:}
  if [ -f "$note" ]; then check_beside "$note" "$proof"
  elif [ -f "$proof" ] || [ -f "$note.vkey" ]; then fail "$proof or $note.vkey leads to nothing"; fi
done

# No key signed the checkpoint after it had given way to another; where it has, something that the newest
# one signed goes on from it: who has a key of the past can make up a past, but not that. A newer key may
# speak for what was there before it.
ours=
while read -r at from to; do
  [ "$from" != "$vkey" ] || { ours=yes; [ "$own_size" -le "$at" ] || fail "a key signed out of its time"; }
  [ "$to" != "$vkey" ] || ours=yes
done < "$tmp/changes"
[ -z "$last" ] || [ -n "$ours" ] || fail "the changes of key are not of proofs/log.vkey"
[ -z "$last" ] || [ "$last" = "$vkey" ] || [ -n "$newest" ] || fail "nothing is signed by the log's newest key"

# 6. The witnesses whose keys were given signed it (C2SP tlog-cosignature: id, time, signature).
sed '/^$/,$d' "$seen" > "$tmp/text"
for witness; do
  read_key "$witness" "$tmp/witness.pem" 04
  found=
  while read -r dash who value; do
    [ "$dash $who" = "— ${witness%%+*}" ] || continue
    decode "$value" > "$tmp/line"
    time=0
    for byte in $(od -A n -v -t u1 -j 4 -N 8 "$tmp/line"); do time=$((time * 256 + byte)); done
    { printf 'cosignature/v1\ntime %s\n' "$time"; cat "$tmp/text"; } > "$tmp/message"
    tail -c 64 "$tmp/line" > "$tmp/signature"
    if holds "$tmp/witness.pem" "$tmp/message" "$tmp/signature"; then
      found=yes
      show "$seen: seen by ${witness%%+*}, $time seconds after 1970-01-01T00:00:00Z"
      count=$(sed -n 2p "$tmp/text")
      while read -r index file; do
        [ "$index" -lt "$count" ] || show "$file: not seen by ${witness%%+*}"
      done < "$tmp/places"
    fi
  done < "$seen"
  [ -n "$found" ] || fail "${witness%%+*} did not sign $seen"
done
echo "all hold"
