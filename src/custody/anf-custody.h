/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/*
 * The custody log: an append-only Merkle tree (RFC 6962) over leaves that say what happened.
 *
 *   anf-leaf.h        one leaf: a line of canonical JSON
 *   anf-tree.h        hashes, the growing tree, proofs and tiles made from what the store keeps
 *   anf-tile.h        parts of the tree by the names of C2SP tlog-tiles
 *   anf-key.h         Ed25519 keys: who signs a checkpoint, and how others name that key
 *   anf-key-file.h    where a secret key lies, encrypted or not
 *   anf-sealer.h      what names people, encrypted
 *   anf-note.h        a signed text (C2SP signed-note)
 *   anf-checkpoint.h  the signed text that states a tree's size and root (C2SP tlog-checkpoint)
 *   anf-cosignature.h what a witness adds to a checkpoint (C2SP tlog-cosignature)
 *   anf-witness.h     what a witness is asked, and its rules (C2SP tlog-witness)
 *   anf-timestamp.h   what an authority outside says of a time (RFC 3161)
 *   anf-rotation.h    a change of the log's key, signed by both
 *   anf-proof.h       checking proofs; the proof as a file that needs no service (C2SP tlog-proof)
 *
 * No SQL and no HTTP: what is stored is reached through one callback. All of it may be used from
 * any thread as long as one value is used by one thread at a time.
 */
#include "anf-checkpoint.h"
#include "anf-cosignature.h"
#include "anf-key-file.h"
#include "anf-key.h"
#include "anf-leaf.h"
#include "anf-note.h"
#include "anf-proof.h"
#include "anf-rotation.h"
#include "anf-sealer.h"
#include "anf-tile.h"
#include "anf-timestamp.h"
#include "anf-tree.h"
#include "anf-witness.h"
