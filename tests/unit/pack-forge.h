/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * PackForge:
 * @names: in the order of the zip, with the folder
 * @contents: (element-type GBytes)
 *
 * A pack taken apart, to be put together again otherwise.
 */
typedef struct
{
  GPtrArray *names;
  GPtrArray *contents;
} PackForge;

PackForge *pack_forge_new (const GByteArray *zip);
void pack_forge_free (PackForge *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PackForge, pack_forge_free)

/** pack_forge_find: the index of the first file whose path in the bag begins with @start, or -1. */
int pack_forge_find (PackForge *self, const char *start);
/** pack_forge_set: gives the file at @path, which may be new, other contents. */
void pack_forge_set (PackForge *self, const char *path, const char *text);
void pack_forge_set_bytes (PackForge *self, const char *path, GBytes *bytes);
/** pack_forge_remove: all files whose paths begin with @start. */
void pack_forge_remove (PackForge *self, const char *start);
/** pack_forge_get: Returns: (transfer full): the contents as text */
char *pack_forge_get (PackForge *self, const char *path);
/** pack_forge_copy: gives the file that begins with @to the contents of that with @from. */
void pack_forge_copy (PackForge *self, const char *from, const char *to);

/** pack_forge_reseal: makes the manifests, Payload-Oxum and the signature fit again, as only the
 * holder of the key can; files are put in order. */
void pack_forge_reseal (PackForge *self, const char *key_pem, const char *cert_pem);
/** pack_forge_retag: the tag manifest and the signature only. */
void pack_forge_retag (PackForge *self, const char *key_pem, const char *cert_pem);

/** pack_forge_write: a zip in the right form of whatever there is. */
GByteArray *pack_forge_write (PackForge *self);

/** pack_forge_make_foreign: a signer of the forger's own, of the office's name. */
void pack_forge_make_foreign (char **key_pem, char **cert_pem);
