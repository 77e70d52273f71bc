/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-pack-checks.h"
#include "anf-pack-timestamp.h"
#include "anf-timestamp.h"

#include <glib/gi18n.h>

#include <string.h>

static char *
load_text (AnfPackChecks *self, const char *path)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (self->source, path);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const char *data = g_bytes_get_data (bytes, &size);
  return g_strndup (size == 0 ? "" : data, size);
}

/* Returns: whether the authority that is trusted says so; any other may say it too */
static gboolean
is_of_trusted (AnfPackChecks *self, GBytes *reply, GBytes *checkpoint)
{
  const char *trusted = self->trust == NULL ? NULL : self->trust->tsa_pem;
  gint64 at = 0;
  return trusted != NULL && anf_timestamp_verify (reply, NULL, checkpoint, trusted, &at, NULL);
}

static void
pass (AnfPackChecks *self, const char *path, const char *name, gboolean trusted, gint64 at)
{
  g_autofree char *when = anf_time_format (at);
  g_autofree char *detail
      = trusted ? g_strdup_printf (_ ("the trusted authority saw the checkpoint at %s"), when)
                : g_strdup_printf (
                    _ ("the authority “%s” saw the checkpoint at %s; compare the "
                       "fingerprint of its certificate with the one that it makes known"),
                    name, when);
  anf_pack_report_pass (self->report, ANF_CHECK_TIMESTAMP, path, detail);
  self->report->timestamps++;
  if (self->report->stamped_at == 0 || at < self->report->stamped_at)
    self->report->stamped_at = at;
}

/* Returns: whether it holds and is of the authority that is trusted */
static gboolean
check_timestamp (AnfPackChecks *self, const char *path, const char *name, GBytes *checkpoint)
{
  g_autofree char *ca_path = g_strconcat (ANF_PACK_TIMESTAMPS, name, ".pem", NULL);
  g_autofree char *ca_pem = load_text (self, ca_path);
  g_autoptr (GBytes) reply = anf_pack_source_load (self->source, path);
  g_autoptr (GError) error = NULL;
  gint64 at = 0;
  if (ca_pem == NULL || reply == NULL || checkpoint == NULL || g_bytes_get_size (checkpoint) == 0)
    return anf_pack_report_fail (self->report, ANF_CHECK_TIMESTAMP, path,
                                 _ ("it has no checkpoint, or no certificate to be checked with"));
  if (!anf_timestamp_verify (reply, NULL, checkpoint, ca_pem, &at, &error))
    return anf_pack_report_fail (self->report, ANF_CHECK_TIMESTAMP, path, "%s", error->message);
  const gboolean trusted = is_of_trusted (self, reply, checkpoint);
  pass (self, path, name, trusted, at);
  return trusted;
}

void
anf_pack_check_timestamps (AnfPackChecks *self)
{
  g_autoptr (GBytes) checkpoint = anf_pack_source_load (self->source, ANF_PACK_CHECKPOINT);
  gboolean trusted = FALSE;
  for (guint i = 0; i < self->source->files->len; i++)
    {
      const AnfPackFile *file = g_ptr_array_index (self->source->files, i);
      g_autofree char *name = anf_pack_timestamp_dup_name (file->path);
      if (name != NULL)
        trusted = check_timestamp (self, file->path, name, checkpoint) || trusted;
    }
  if (self->trust != NULL && self->trust->tsa_pem != NULL && !trusted)
    anf_pack_report_fail (self->report, ANF_CHECK_TIMESTAMP, "",
                          _ ("no time-stamp of the trusted authority vouches for the pack"));
}
