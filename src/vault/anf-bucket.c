/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bucket.h"

#include "anf-error.h"
#include "anf-fd.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>

void
anf_bucket_name (guint bucket, char name[3])
{
  name[0] = "0123456789abcdef"[bucket >> 4];
  name[1] = "0123456789abcdef"[bucket & 15];
  name[2] = '\0';
}

guint
anf_bucket_of (const char *sha256)
{
  return (guint)(g_ascii_xdigit_value (sha256[0]) * 16 + g_ascii_xdigit_value (sha256[1]));
}

gsize
anf_bucket_count_hex (const char *text)
{
  return strspn (text, "0123456789abcdef");
}

gboolean
anf_bucket_is_hash (const char *text)
{
  return anf_bucket_count_hex (text) == ANF_VAULT_NAME_LENGTH
         && text[ANF_VAULT_NAME_LENGTH] == '\0';
}

int
anf_bucket_open (int blobs, guint bucket, GError **error)
{
  char name[3];
  anf_bucket_name (bucket, name);
  const int fd = openat (blobs, name, ANF_VAULT_FOLDER_FLAGS);
  if (fd < 0)
    anf_error_set_errno (error, errno, _ ("cannot open the vault's folder blobs/%s"), name);
  return fd;
}

DIR *
anf_bucket_list (int folder)
{
  g_auto (AnfFd) fd = openat (folder, ".", ANF_VAULT_FOLDER_FLAGS);
  DIR *entries = fd >= 0 ? fdopendir (fd) : NULL;
  if (entries != NULL)
    (void)g_steal_fd (&fd);
  return entries;
}
