/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-plausibility-private.h"

#include <math.h>
#include <string.h>

/* Of what a list names, the rest is counted. */
#define NAMED_MAX 10

void
anf_flag_free (AnfFlag *self)
{
  g_free (self->detail);
  g_strfreev (self->others);
  g_free (self);
}

void
anf_match_free (AnfMatch *self)
{
  g_free (self->id);
  g_free (self->where);
  g_free (self);
}

AnfFlag *
anf_checking_add (GPtrArray *flags, AnfCheck check, gint64 figure, gint64 threshold, char *detail)
{
  AnfFlag *flag = g_new0 (AnfFlag, 1);
  flag->check = check;
  flag->figure = figure;
  flag->threshold = threshold;
  flag->detail = detail;
  g_ptr_array_add (flags, flag);
  return flag;
}

AnfFlag *
anf_checking_exceed (const AnfChecking *self, AnfCheck check, double figure)
{
  const gint64 threshold = self->thresholds->figures[check];
  if (figure <= (double)threshold)
    return NULL;
  return anf_checking_add (self->flags, check, (gint64)ceil (figure), threshold, NULL);
}

gint64
anf_checking_get_captured (const AnfWitness *item)
{
  return item->exif_at != ANF_NO_TIME ? item->exif_at : item->device_at;
}

/* Names in lower case of programs that change pictures, as they sign themselves. What merely copies
   or sends a file is not among them. */
static const char *const editors[] = {
  "photoshop",      "lightroom",  "gimp",        "snapseed",
  "meitu",          "美图",       "醒图",        "picasa",
  "exiftool",       "piexif",     "imagemagick", "affinity",
  "pixelmator",     "picsart",    "paint.net",   "commons imaging",
  "acdsee",         "canva",      "vsco",        "facetune",
  "capture one",    "darktable",  "rawtherapee", "coreldraw",
  "paint shop",     "photopea",   "polarr",      "luminar",
  "graphicsmagick", "photoscape", "fotor",       "b612",
  "faceu",          "剪映",       "capcut",      "premiere",
  "after effects",  "final cut",  "davinci",     "audacity",
  "audition",       NULL,
};

static gboolean
is_editor (const char *software)
{
  g_autofree char *lower = g_utf8_strdown (software, -1);
  for (gsize i = 0; editors[i] != NULL; i++)
    if (strstr (lower, editors[i]) != NULL)
      return TRUE;
  return FALSE;
}

static void
look_at_software (const AnfChecking *self)
{
  g_autoptr (GStrvBuilder) named = g_strv_builder_new ();
  for (gsize i = 0; self->item->software != NULL && self->item->software[i] != NULL; i++)
    if (is_editor (self->item->software[i]))
      g_strv_builder_add (named, self->item->software[i]);
  g_auto (GStrv) list = g_strv_builder_end (named);
  if (list[0] != NULL)
    anf_checking_add (self->flags, ANF_CHECK_EDITOR_SOFTWARE, g_strv_length (list), 0,
                      g_strjoinv ("; ", list));
}

GPtrArray *
anf_plausibility_check (const AnfWitness *item,
                        const AnfScene *scene,
                        const AnfThresholds *thresholds)
{
  GPtrArray *flags = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_flag_free);
  const AnfChecking self
      = { .item = item, .scene = scene, .thresholds = thresholds, .flags = flags };
  anf_checking_look_at_times (&self);
  anf_checking_look_at_places (&self);
  look_at_software (&self);
  if (item->thumbnail_bits >= 0)
    anf_checking_exceed (&self, ANF_CHECK_THUMBNAIL_DIFFERS, (double)item->thumbnail_bits);
  return flags;
}

/* The matches of one likeness within @most bits, as one flag whose figure is the nearest's. */
static void
flag_matches (
    GPtrArray *matches, AnfLikeness likeness, AnfCheck check, gint64 most, GPtrArray *flags)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GString) words = g_string_new (NULL);
  gint64 nearest = 0;
  guint count = 0;
  for (guint i = 0; i < matches->len; i++)
    {
      const AnfMatch *match = g_ptr_array_index (matches, i);
      if (match->likeness != likeness || match->bits > most || count++ >= NAMED_MAX)
        continue;
      if (count == 1)
        nearest = match->bits;
      g_string_append_printf (words, "%s%s", count > 1 ? "; " : "", match->where);
      g_strv_builder_add (ids, match->id);
    }
  if (count == 0)
    return;
  if (count > NAMED_MAX)
    g_string_append_printf (words, "; +%u", count - NAMED_MAX);
  const gint64 figure = check == ANF_CHECK_SAME_PICTURE ? count : nearest;
  AnfFlag *flag = anf_checking_add (flags, check, figure, most, g_strdup (words->str));
  flag->others = g_strv_builder_end (ids);
}

void
anf_plausibility_check_matches (GPtrArray *matches,
                                const AnfThresholds *thresholds,
                                GPtrArray *flags)
{
  flag_matches (matches, ANF_LIKENESS_SAME, ANF_CHECK_SAME_PICTURE, 0, flags);
  flag_matches (matches, ANF_LIKENESS_NEAR, ANF_CHECK_SIMILAR_PICTURE,
                thresholds->figures[ANF_CHECK_SIMILAR_PICTURE], flags);
  flag_matches (matches, ANF_LIKENESS_BEFORE, ANF_CHECK_BEFORE_AFTER,
                thresholds->figures[ANF_CHECK_BEFORE_AFTER], flags);
}

static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gint64 left = *(const gint64 *)a;
  const gint64 right = *(const gint64 *)b;
  return left < right ? -1 : left > right;
}

static void
name_gap (GString *words, gint64 first, gint64 last)
{
  if (words->len > 0)
    g_string_append (words, ", ");
  g_string_append_printf (words, "%" G_GINT64_FORMAT, first);
  if (last > first)
    g_string_append_printf (words, "–%" G_GINT64_FORMAT, last);
}

void
anf_plausibility_check_numbers (const gint64 *numbers, gsize n_numbers, GPtrArray *flags)
{
  if (n_numbers == 0)
    return;
  g_autofree gint64 *sorted = g_memdup2 (numbers, n_numbers * sizeof *numbers);
  g_autoptr (GString) words = g_string_new (NULL);
  gint64 missing = 0;
  gint64 last = 0;
  guint gaps = 0;
  qsort (sorted, n_numbers, sizeof *sorted, compare_numbers);
  for (gsize i = 0; i < n_numbers; i++)
    {
      if (sorted[i] > last + 1)
        {
          missing += sorted[i] - last - 1;
          if (gaps++ < NAMED_MAX)
            name_gap (words, last + 1, sorted[i] - 1);
        }
      last = sorted[i];
    }
  if (gaps > NAMED_MAX)
    g_string_append (words, ", …");
  if (missing > 0)
    anf_checking_add (flags, ANF_CHECK_SEQUENCE_GAP, missing, 0, g_strdup (words->str));
}
