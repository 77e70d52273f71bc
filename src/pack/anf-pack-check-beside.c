/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-bag.h"
#include "anf-clock.h"
#include "anf-cosignature.h"
#include "anf-pack-beside.h"
#include "anf-pack-checks.h"

#include <glib/gi18n.h>

static void
check_witness (AnfPackChecks *self, const char *path, GBytes *note, const char *vkey)
{
  gsize size = 0;
  const char *text = g_bytes_get_data (note, &size);
  gint64 seconds = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfVerifier) witness = anf_verifier_parse_witness (vkey, &error);
  if (witness == NULL
      || !anf_cosignature_check (size == 0 ? "" : text, size, witness, &seconds, &error))
    {
      anf_pack_report_fail (self->report, ANF_CHECK_WITNESS, path, "%s", error->message);
      return;
    }
  g_autofree char *time = anf_time_format_local (seconds * G_USEC_PER_SEC);
  g_autofree char *detail
      = g_strdup_printf (_ ("witnessed by %s at %s"), anf_verifier_get_name (witness), time);
  anf_pack_report_pass (self->report, ANF_CHECK_WITNESS, path, detail);
}

/* Whom the reader trusts to have seen the log from outside. */
static void
check_witnesses (AnfPackChecks *self, const char *path, GBytes *note)
{
  const char *const *vkeys = self->trust != NULL ? self->trust->witness_vkeys : NULL;
  for (gsize i = 0; note != NULL && vkeys != NULL && vkeys[i] != NULL; i++)
    check_witness (self, path, note, vkeys[i]);
}

static void
check_same_log (AnfPackChecks *self,
                const char *path,
                const AnfPackState *state,
                const AnfPackLog *log)
{
  g_autoptr (GError) error = NULL;
  guint64 size = 0;
  if (log->verifier == NULL)
    anf_pack_report_fail (self->report, ANF_CHECK_CHECKPOINT, path,
                          _ ("it proves nothing without a checkpoint"));
  else if (!anf_pack_beside_check (state, log, &size, &error))
    anf_pack_report_fail (self->report, ANF_CHECK_CHECKPOINT, path, "%s", error->message);
  else
    {
      g_autofree char *detail = g_strdup_printf (
          _ ("it and the checkpoint are states of one log; it is of %llu records"),
          (unsigned long long)size);
      anf_pack_report_pass (self->report, ANF_CHECK_CHECKPOINT, path, detail);
    }
}

static void
check_state (AnfPackChecks *self, AnfPackBeside which, const AnfPackLog *log)
{
  const AnfPackBesidePaths *paths = anf_pack_beside_paths (which);
  g_autoptr (GBytes) note = anf_pack_source_load (self->source, paths->note);
  g_autoptr (GBytes) consistency = anf_pack_source_load (self->source, paths->consistency);
  g_autofree char *vkey = anf_pack_checks_read_key (self, paths->vkey);
  const AnfPackState state = { .note = note, .vkey = vkey, .consistency = consistency };
  if (note != NULL)
    check_same_log (self, paths->note, &state, log);
  else if (consistency != NULL || vkey != NULL)
    anf_pack_report_fail (self->report, ANF_CHECK_CHECKPOINT,
                          consistency != NULL ? paths->consistency : paths->vkey,
                          _ ("it leads to nothing that the pack has"));
}

void
anf_pack_check_beside (AnfPackChecks *self, const AnfPackLog *log)
{
  for (guint i = 0; i < ANF_PACK_BESIDES; i++)
    check_state (self, (AnfPackBeside)i, log);
  g_autoptr (GBytes) cosigned = anf_pack_source_load (self->source, ANF_PACK_COSIGNED);
  if (cosigned != NULL)
    check_witnesses (self, ANF_PACK_COSIGNED, cosigned);
  else
    check_witnesses (self, ANF_PACK_CHECKPOINT, log->checkpoint);
}
