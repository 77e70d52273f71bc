/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-verify.h"

#include "anf-bag.h"
#include "anf-pack-case.h"
#include "anf-pack-checks.h"

#include <glib/gi18n.h>

/* Before the files are hashed, since it says of which the SM3 hash is wanted too. */
static void
read_case (AnfPackChecks *checks)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (checks->source, ANF_PACK_CASE);
  if (bytes == NULL)
    return;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  checks->report->is_for_unit = anf_pack_case_is_for_unit (size == 0 ? "" : text, size);
  checks->named = anf_pack_case_parse (size == 0 ? "" : text, size, &error);
  if (checks->named == NULL)
    anf_pack_report_fail (checks->report, ANF_CHECK_CASE, ANF_PACK_CASE, "%s", error->message);
}

static void
read_sm3 (AnfPackChecks *checks)
{
  g_autoptr (GBytes) bytes = anf_pack_source_load (checks->source, ANF_PACK_SM3_MANIFEST);
  if (bytes == NULL)
    return;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  g_autoptr (GError) error = NULL;
  checks->sm3 = anf_bag_parse_manifest (size == 0 ? "" : text, size, &error);
  if (checks->sm3 == NULL)
    anf_pack_report_fail (checks->report, ANF_CHECK_SM3, ANF_PACK_SM3_MANIFEST, "%s",
                          error->message);
}

/* A unit's pack has nothing of the log, which does not make a demand that is about the log one that
   was met. */
static void
refuse_demands (AnfPackChecks *checks)
{
  const AnfPackTrust *trust = checks->trust;
  const char *const detail
      = _ ("a unit's pack has nothing to check this by: it needs the sealed pack");
  if (trust != NULL && trust->log_vkey != NULL)
    anf_pack_report_fail (checks->report, ANF_CHECK_LOG_KEY, "", "%s", detail);
  if (trust != NULL && trust->witness_vkeys != NULL && trust->witness_vkeys[0] != NULL)
    anf_pack_report_fail (checks->report, ANF_CHECK_WITNESS, "", "%s", detail);
  if (trust != NULL && trust->tsa_pem != NULL)
    anf_pack_report_fail (checks->report, ANF_CHECK_TIMESTAMP, "", "%s", detail);
}

static void
run_checks (AnfPackChecks *checks)
{
  read_case (checks);
  read_sm3 (checks);
  /* First, so that a changed list is blamed before the files that it then disagrees with. */
  anf_pack_check_signature (checks);
  anf_pack_check_bag (checks);
  anf_pack_check_sm3 (checks);
  if (!checks->report->is_for_unit)
    {
      anf_pack_check_log (checks);
      anf_pack_check_timestamps (checks);
    }
  else
    refuse_demands (checks);
  anf_pack_check_case (checks);
  g_clear_pointer (&checks->named, g_hash_table_unref);
  g_clear_pointer (&checks->manifest, g_hash_table_unref);
  g_clear_pointer (&checks->tagmanifest, g_hash_table_unref);
  g_clear_pointer (&checks->sm3, g_hash_table_unref);
}

gboolean
anf_pack_verify (const char *path,
                 const AnfPackTrust *trust,
                 AnfPackReport **report,
                 GError **error)
{
  g_autoptr (AnfPackSource) source = anf_pack_source_open (path, error);
  if (source == NULL)
    return FALSE;
  g_autoptr (AnfPackReport) found = anf_pack_report_new ();
  /* A container whose files cannot be told apart would only be blamed on every one of them. */
  if (anf_pack_source_scan (source, found))
    {
      AnfPackChecks checks = { .source = source, .trust = trust, .report = found };
      run_checks (&checks);
    }
  anf_pack_report_sort (found);
  *report = g_steal_pointer (&found);
  return TRUE;
}
