/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-timestamp.h"

#include <glib/gi18n.h>

#include <string.h>

#define NAME_MAX_SIZE 32

void
anf_timestamp_authority_free (AnfTimestampAuthority *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self->url);
  g_free (self->ca_pem);
  g_free (self);
}

gboolean
anf_timestamp_name_is_plain (const char *name)
{
  const gsize size = strlen (name);
  return size > 0 && size <= NAME_MAX_SIZE && g_ascii_isalnum (*name)
         && strspn (name, G_CSET_a_2_z G_CSET_DIGITS "-") == size;
}

AnfTimestampAuthority *
anf_timestamp_authority_parse (const char *setting, GError **error)
{
  g_auto (GStrv) words = g_strsplit (setting, " ", -1);
  if (g_strv_length (words) != 3 || !anf_timestamp_name_is_plain (words[0])
      || (!g_str_has_prefix (words[1], "http://") && !g_str_has_prefix (words[1], "https://")))
    {
      anf_error_throw (
          error, ANF_ERROR_INVALID,
          _ ("timestamp_authorities: “%s” is not NAME URL CA_FILE, with a name of a-z, "
             "0-9 and “-”"),
          setting);
      return NULL;
    }
  g_autoptr (AnfTimestampAuthority) self = g_new0 (AnfTimestampAuthority, 1);
  self->name = g_strdup (words[0]);
  self->url = g_strdup (words[1]);
  if (!g_file_get_contents (words[2], &self->ca_pem, NULL, error))
    {
      g_prefix_error_literal (error, "timestamp_authorities: ");
      return NULL;
    }
  if (strstr (self->ca_pem, "-----BEGIN CERTIFICATE-----") != NULL)
    return g_steal_pointer (&self);
  anf_error_throw (error, ANF_ERROR_INVALID,
                   _ ("timestamp_authorities: %s holds no PEM certificate"), words[2]);
  return NULL;
}
