/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-digest.h"
#include "anf-namer.h"
#include "anf-part.h"

/* What parts need of their vault. */

/** anf_vault_get_incoming: Returns: (transfer none): the descriptor of `incoming` */
int anf_vault_get_incoming (AnfVault *self);

/** anf_vault_dup_scratch_name: Returns: (transfer full): a name in `incoming` that is in use by
 * nobody, is no part's, and is swept away when the vault is opened next. */
char *anf_vault_dup_scratch_name (AnfVault *self);

/** anf_vault_get_namer: Returns: (transfer none) */
AnfNamer *anf_vault_get_namer (AnfVault *self);

/** anf_vault_link: gives a file, open as @fd, synced, and with the second name @second, its name
 * among the blobs. */
gboolean anf_vault_link (AnfVault *self,
                         AnfSecondName *second,
                         int fd,
                         const char *sha256,
                         GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* The running hashes of parts that were closed a moment ago: a file that comes in a thousand
   pieces is not read a thousand times. */

/** anf_vault_keep_digest: @digest: (transfer full) (nullable): of the part @id up to @offset; NULL
 * forgets it */
void anf_vault_keep_digest (AnfVault *self, const char *id, gint64 offset, EVP_MD_CTX *digest);
/** anf_vault_take_digest: Returns: (transfer full) (nullable) */
EVP_MD_CTX *anf_vault_take_digest (AnfVault *self, const char *id, gint64 offset);

/** anf_part_create_nameless: a part that is no upload's, and is adopted or gone. */
AnfPart *anf_part_create_nameless (AnfVault *vault, const char *sha256, gint64 size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
