/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-pack-report.h"

#include <string.h>

static void
check_free (gpointer data)
{
  AnfPackCheck *check = data;
  g_free (check->path);
  g_free (check->detail);
  g_free (check);
}

AnfPackReport *
anf_pack_report_new (void)
{
  AnfPackReport *self = g_new0 (AnfPackReport, 1);
  self->checks = g_ptr_array_new_with_free_func (check_free);
  return self;
}

void
anf_pack_report_free (AnfPackReport *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->checks);
  g_free (self->fingerprint);
  g_free (self->log_vkey);
  g_free (self);
}

static void
add (AnfPackReport *self, const char *what, const char *path, gboolean passed, char *detail)
{
  AnfPackCheck *check = g_new0 (AnfPackCheck, 1);
  check->path = g_strdup (path);
  check->what = what;
  check->passed = passed;
  check->detail = detail;
  g_ptr_array_add (self->checks, check);
}

void
anf_pack_report_pass (AnfPackReport *self, const char *what, const char *path, const char *detail)
{
  add (self, what, path, TRUE, g_strdup (detail));
}

gboolean
anf_pack_report_fail (
    AnfPackReport *self, const char *what, const char *path, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  add (self, what, path, FALSE, g_strdup_vprintf (format, arguments));
  va_end (arguments);
  return FALSE;
}

gboolean
anf_pack_report_has_failed (const AnfPackReport *self)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (self->checks, i);
      if (!check->passed)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_passed (const AnfPackReport *self, const char *what)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      const AnfPackCheck *check = g_ptr_array_index (self->checks, i);
      if (check->passed && strcmp (check->what, what) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
have_passed (const AnfPackReport *self, const char *const *needed)
{
  for (gsize i = 0; needed[i] != NULL; i++)
    if (!has_passed (self, needed[i]))
      return FALSE;
  return TRUE;
}

gboolean
anf_pack_report_is_genuine (const AnfPackReport *self)
{
  /* Each must have been looked at and have held: what was never looked at proves nothing. */
  static const char *const needed[]
      = { ANF_CHECK_BAGIT,       ANF_CHECK_INFO,    ANF_CHECK_MANIFEST,
          ANF_CHECK_TAGMANIFEST, ANF_CHECK_TAG,     ANF_CHECK_CASE,
          ANF_CHECK_SIGNATURE,   ANF_CHECK_PAYLOAD, NULL };
  static const char *const needed_sealed[]
      = { ANF_CHECK_CHECKPOINT, ANF_CHECK_LEAF, ANF_CHECK_PROOF, NULL };
  if (self->items == 0 || anf_pack_report_has_failed (self) || !have_passed (self, needed))
    return FALSE;
  if (!self->is_for_unit && (self->proofs == 0 || !have_passed (self, needed_sealed)))
    return FALSE;
  return has_passed (self, ANF_CHECK_ZIP) || has_passed (self, ANF_CHECK_FOLDER);
}

void
anf_pack_report_sort (AnfPackReport *self)
{
  GPtrArray *sorted = g_ptr_array_new_with_free_func (check_free);
  for (int passed = FALSE; passed <= TRUE; passed++)
    for (guint i = 0; i < self->checks->len; i++)
      {
        AnfPackCheck *check = g_ptr_array_index (self->checks, i);
        if (!!check->passed == passed)
          g_ptr_array_add (sorted, check);
      }
  g_ptr_array_set_free_func (self->checks, NULL);
  g_ptr_array_unref (self->checks);
  self->checks = sorted;
}
