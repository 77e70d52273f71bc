/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-vault.h"

#include <dirent.h>
#include <fcntl.h>

/* The folders of a vault, how they and the files in them are opened, and what their names are made
   of. */

#define ANF_VAULT_FOLDER_FLAGS (O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
#define ANF_VAULT_READ_FLAGS (O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
#define ANF_VAULT_NEW_FILE_FLAGS (O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW)

/* Folders under `blobs`, one for each first byte of a hash. */
#define ANF_BUCKETS 256

/** anf_bucket_count_hex: how many lower-case hex digits @text begins with. */
gsize anf_bucket_count_hex (const char *text);
/** anf_bucket_is_hash: whether @text is a SHA-256 as we write it. */
gboolean anf_bucket_is_hash (const char *text);

/** anf_bucket_of: the first byte of @sha256. */
guint anf_bucket_of (const char *sha256);
/** anf_bucket_name: two hex digits. */
void anf_bucket_name (guint bucket, char name[3]);
/** anf_bucket_open: the folder of blobs whose hash begins with @bucket; -1 with @error */
int anf_bucket_open (int blobs, guint bucket, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_bucket_list: a stream of its own for a folder that is open already, from its start; NULL
 * with errno. The caller's to close. */
DIR *anf_bucket_list (int folder);
