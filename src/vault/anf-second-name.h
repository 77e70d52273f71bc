/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Names in the vault's folder `settling`: `<sha256>-<size>-<number>`. */

/** anf_second_name_dup_stem: Returns: (transfer full): the name but for its number */
char *anf_second_name_dup_stem (const char *sha256, gint64 size);

/** anf_second_name_dup: Returns: (transfer full): another one each time. A process before this one
 * may have left a file of that name. */
char *anf_second_name_dup (const char *stem);

/** anf_second_name_is: whether @name is one. */
gboolean anf_second_name_is (const char *name);

/** anf_second_name_open: opens the blob @sha256, whose bytes it reads, by a second name that it has
 * in the folder @settling; -1 with errno, ENOENT when it has none. */
int anf_second_name_open (int settling, const char *sha256);

/** anf_second_name_sweep: removes what a crash has left as @second unless it is as large as it was
 * to become. Reads nothing. */
void anf_second_name_sweep (int settling, const char *second);

/** AnfSecondNameFate: of what a crash has left. */
typedef enum
{
  ANF_SECOND_NAME_FAILED,
  ANF_SECOND_NAME_OF_NOTHING, /* never whole, and removed; or unreadable, and left alone */
  ANF_SECOND_NAME_OF_BLOB     /* it has its first name, not synced yet */
} AnfSecondNameFate;

/** anf_second_name_restore: gives what a crash has left as @second its first name in @folder, if
 * its bytes are what the name says, and makes them durable. FAILED with @error */
AnfSecondNameFate
anf_second_name_restore (int settling, const char *second, int folder, GError **error);
