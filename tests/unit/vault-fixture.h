/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-error.h"
#include "anf-part.h"

/* SHA-256 of "" and "abc" (FIPS 180-4 examples). */
#define SHA_EMPTY "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define SHA_ABC "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
#define BLOB_ABC "blobs/ba/" SHA_ABC

typedef struct
{
  char *folder;
  char *path;
  AnfVault *vault;
} VaultFixture;

void vault_set_up (VaultFixture *fixture, gconstpointer data);
void vault_tear_down (VaultFixture *fixture, gconstpointer data);
void vault_reopen (VaultFixture *fixture);
char *vault_path_in (VaultFixture *fixture, const char *name);
void vault_assert_content (VaultFixture *fixture, const char *name, const char *expected);
void vault_assert_absent (VaultFixture *fixture, const char *name);
/* Returns: (transfer full) (nullable): where a second name is that begins with @sha256 */
char *vault_find_second (VaultFixture *fixture, const char *sha256);
void vault_write_text (AnfPart *part, const char *text);
AnfPart *vault_make_part (VaultFixture *fixture, const char *id, const char *text);
void vault_assert_hash (AnfPart *part, const char *expected);
void vault_assert_refused (gboolean done, GError **error, AnfErrorCode code);
gboolean vault_note_name (const char *name, gint64 size, gpointer data, GError **error);
void
vault_test_add (const char *path, gconstpointer data, void (*test) (VaultFixture *, gconstpointer));
