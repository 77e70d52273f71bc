/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-papers.h"

#include "anf-error.h"

#include <glib/gi18n.h>

struct _AnfPapers
{
  GHashTable *set; /* key → Set */
  AnfPaper *wanted;
  gboolean is_last; /* the transaction is not given up again */
};

typedef struct
{
  GBytes *pdf;
  guint pages;
} Set;

static void
set_free (gpointer data)
{
  Set *set = data;
  g_bytes_unref (set->pdf);
  g_free (set);
}

/* Returns: FALSE when it cannot be set */
static gboolean
set_wanted (AnfPapers *self, AnfFonts *fonts, GError **error)
{
  guint pages = 0;
  g_autoptr (AnfPaper) paper = g_steal_pointer (&self->wanted);
  GBytes *pdf = anf_paper_set (paper, fonts, &pages, error);
  if (pdf == NULL)
    return FALSE;
  Set *set = g_new0 (Set, 1);
  set->pdf = pdf;
  set->pages = pages;
  g_hash_table_insert (self->set, g_strdup (anf_paper_get_key (paper)), set);
  return TRUE;
}

gboolean
anf_papers_write (AnfWork *work, AnfStoreWork job, gpointer data, GError **error)
{
  AnfOffice *office = work->office;
  g_autoptr (GHashTable) set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, set_free);
  AnfPapers self = { .set = set };
  gboolean done = FALSE;
  work->papers = &self;
  work->made_at = anf_clock_now (&office->clock);
  for (guint tries = 0;; tries++)
    {
      g_autoptr (GError) local_error = NULL;
      self.is_last = tries + 1 >= ANF_PAPERS_TRIES_MAX;
      done = anf_store_write (office->store, job, data, &local_error);
      if (!done && self.wanted != NULL && set_wanted (&self, office->fonts, error))
        continue;
      if (!done && local_error != NULL && (error == NULL || *error == NULL))
        g_propagate_error (error, g_steal_pointer (&local_error));
      break;
    }
  work->papers = NULL;
  g_clear_pointer (&self.wanted, anf_paper_free);
  return done;
}

GBytes *
anf_papers_take (AnfWork *work, AnfPaper *paper, guint *pages, GError **error)
{
  g_autoptr (AnfPaper) own = paper;
  AnfOffice *office = work->office;
  AnfPapers *self = work->papers;
  guint count = 0;
  if (office->fonts == NULL)
    {
      anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "%s", office->fonts_problem);
      return NULL;
    }
  const Set *set = self != NULL ? g_hash_table_lookup (self->set, anf_paper_get_key (own)) : NULL;
  if (set == NULL && self != NULL && !self->is_last)
    {
      self->wanted = g_steal_pointer (&own);
      anf_error_throw (error, ANF_ERROR_BUSY, _ ("the letter has to be set first: try again"));
      return NULL;
    }
  GBytes *pdf
      = set != NULL ? g_bytes_ref (set->pdf) : anf_paper_set (own, office->fonts, &count, error);
  if (pages != NULL)
    *pages = set != NULL ? set->pages : count;
  return pdf;
}

JsonObject *
anf_papers_keep (AnfWork *work, GBytes *pdf, guint pages, GError **error)
{
  char sha256[ANF_VAULT_NAME_LENGTH + 1];
  if (!anf_vault_put (work->office->vault, pdf, sha256, error))
    return NULL;
  JsonObject *kept = json_object_new ();
  json_object_set_string_member (kept, "sha256", sha256);
  json_object_set_int_member (kept, "size", (gint64)g_bytes_get_size (pdf));
  json_object_set_int_member (kept, "pages", pages);
  return kept;
}
