/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Secret keys as files: PKCS #8 in PEM, mode 0600, encrypted (PBES2) where there is a passphrase,
   so that `openssl pkey` reads them too. */

/* An RSA-3072 key in PEM takes 2.5 KiB. */
#define ANF_KEY_FILE_SIZE_MAX 8192
#define ANF_KEY_FILE_PASSPHRASE_MAX 1024

/**
 * anf_key_file_load:
 * @passphrase: (nullable): for an encrypted file
 * @error: DENIED when others than its owner may read @path, or when it is encrypted and @passphrase
 * does not open it; INVALID when it holds no key
 *
 * Returns: (transfer full): the key as PEM that is not encrypted; see anf_key_file_forget()
 */
char *anf_key_file_load (const char *path,
                         const char *passphrase,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_key_file_forget: overwrites and frees @pem. Accepts NULL. */
void anf_key_file_forget (char *pem);

/** anf_key_file_save: writes @pem to @path, durably; CONFLICT when something is there. */
gboolean anf_key_file_save (const char *path,
                            const char *pem,
                            const char *passphrase,
                            GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_key_file_encrypt: puts an encrypted file in the place of one that is not. What stood on the
 * disk before may still be found there by who has the disk. */
gboolean anf_key_file_encrypt (const char *path,
                               const char *passphrase,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_key_file_read_passphrase: Returns: (transfer full): the first line of @path, which only its
 * owner may read */
char *anf_key_file_read_passphrase (const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;
