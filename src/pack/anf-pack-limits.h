/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* What a pack may be at most. The writer refuses to go over, the verifier to follow. */

/* Files in one pack, all together. */
#define ANF_PACK_FILES_MAX 100000
/* Bytes of a path inside the bag, and of the bag's own name. */
#define ANF_PACK_PATH_MAX 160
#define ANF_PACK_NAME_MAX 64
/* Folders inside one another, in a bag that lies unpacked. */
#define ANF_PACK_DEPTH_MAX 8
/* Bytes of a file that is held in memory whole: manifests, proofs, texts, keys. */
#define ANF_PACK_TAG_SIZE_MAX (32 * 1024 * 1024)
/* Bytes of one file: 1 TiB. */
#define ANF_PACK_ITEM_SIZE_MAX (G_GUINT64_CONSTANT (1) << 40)
/* Bytes read, hashed and written at a time. */
#define ANF_PACK_CHUNK (256 * 1024)
/* Changes of key of one log. */
#define ANF_PACK_ROTATIONS_MAX 1000
