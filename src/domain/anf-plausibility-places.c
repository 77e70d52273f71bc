/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-geodesic.h"
#include "anf-plausibility-private.h"

#include <math.h>

/* A shift is named only where it explains most of the distance. */
#define SHIFT_EXPLAINS 3

typedef struct
{
  const char *name;
  const char *name_zh;
  const AnfFix *fix;
} Place;

static double
get_reach (const AnfFix *fix)
{
  return fix->position.accuracy_m >= 0 ? fix->position.accuracy_m : fix->reach_m;
}

static AnfPosition
get_place (const AnfFix *fix)
{
  return anf_datum_to_wgs84 (&fix->position, fix->datum);
}

static double
measure (const AnfFix *a, const AnfFix *b)
{
  const AnfPosition from = get_place (a);
  const AnfPosition to = get_place (b);
  return anf_geodesic_distance_m (&from, &to);
}

/* How far @fix is from @other when what it calls its datum is really @datum. */
static double
measure_as (const AnfFix *fix, AnfDatum datum, const AnfFix *other)
{
  AnfFix read = *fix;
  read.datum = datum;
  return measure (&read, other);
}

/* Which of the two fits the other when read in another datum; NULL when neither does. */
static const Place *
find_shift (const Place *a, const Place *b, double distance, double most, AnfDatum *datum)
{
  const Place *const pair[] = { a, b };
  for (gsize i = 0; i < G_N_ELEMENTS (pair); i++)
    for (AnfDatum read = ANF_DATUM_WGS84; read <= ANF_DATUM_BD09; read++)
      {
        if (read == pair[i]->fix->datum)
          continue;
        const double left = measure_as (pair[i]->fix, read, pair[1 - i]->fix);
        if (left > most || left * SHIFT_EXPLAINS > distance)
          continue;
        *datum = read;
        return pair[i];
      }
  return NULL;
}

static gboolean
has_flag (const AnfChecking *self, AnfCheck check)
{
  for (guint i = 0; i < self->flags->len; i++)
    if (((const AnfFlag *)g_ptr_array_index (self->flags, i))->check == check)
      return TRUE;
  return FALSE;
}

static void
look_at_pair (const AnfChecking *self, AnfCheck check, const Place *a, const Place *b)
{
  AnfDatum datum = ANF_DATUM_WGS84;
  if (!a->fix->known || !b->fix->known)
    return;
  const double distance = measure (a->fix, b->fix);
  const double reach = get_reach (a->fix) + get_reach (b->fix);
  const gint64 fit = self->thresholds->figures[ANF_CHECK_DATUM_OFFSET];
  const Place *shifted = distance > reach + (double)fit
                             ? find_shift (a, b, distance, reach + (double)fit, &datum)
                             : NULL;
  if (shifted == NULL)
    {
      anf_checking_exceed (self, check, distance - reach);
      return;
    }
  if (!has_flag (self, ANF_CHECK_DATUM_OFFSET))
    anf_checking_add (
        self->flags, ANF_CHECK_DATUM_OFFSET, (gint64)ceil (distance), fit,
        g_strdup_printf ("%s %s → %s", shifted->name_zh, shifted->name, anf_datum_name (datum)));
}

/* ---- Between items ---- */

static gint64
get_time (const AnfWitness *item, const AnfFix *fix)
{
  return fix->at != ANF_NO_TIME ? fix->at : anf_checking_get_captured (item);
}

static const AnfFix *
get_fix (const AnfWitness *item, gboolean exif)
{
  return exif ? &item->exif : &item->device;
}

/* The latest earlier fix of the same kind by the same person. */
static const AnfWitness *
find_before (const AnfChecking *self, gboolean exif, gint64 at)
{
  const AnfWitness *before = NULL;
  gint64 latest = ANF_NO_TIME;
  for (gsize i = 0; i < self->scene->n_others; i++)
    {
      const AnfWitness *other = &self->scene->others[i];
      const gint64 then = get_time (other, get_fix (other, exif));
      if (!get_fix (other, exif)->known || then == ANF_NO_TIME || then >= at || then <= latest
          || g_strcmp0 (other->by, self->item->by) != 0)
        continue;
      latest = then;
      before = other;
    }
  return before;
}

static void
look_at_speed (const AnfChecking *self, gboolean exif)
{
  const AnfFix *fix = get_fix (self->item, exif);
  const gint64 at = get_time (self->item, fix);
  if (!fix->known || at == ANF_NO_TIME || has_flag (self, ANF_CHECK_IMPOSSIBLE_SPEED))
    return;
  const AnfWitness *before = find_before (self, exif, at);
  if (before == NULL)
    return;
  const AnfFix *from = get_fix (before, exif);
  const double metres = measure (from, fix) - get_reach (from) - get_reach (fix);
  const double seconds = (double)(at - get_time (before, from)) / G_USEC_PER_SEC;
  AnfFlag *flag
      = anf_checking_exceed (self, ANF_CHECK_IMPOSSIBLE_SPEED, metres / MAX (seconds, 1) * 3.6);
  if (flag != NULL)
    flag->others = g_strdupv ((char **)(const char *const[]){ before->id, NULL });
}

static gboolean
is_identical (const AnfFix *a, const AnfFix *b)
{
  return a->known && b->known
         && !(a->position.latitude < b->position.latitude
              || a->position.latitude > b->position.latitude
              || a->position.longitude < b->position.longitude
              || a->position.longitude > b->position.longitude);
}

/* Of a receiver that is really there the last digits never stand still. */
static void
look_at_repeats (const AnfChecking *self, gboolean exif)
{
  const AnfFix *fix = get_fix (self->item, exif);
  g_autoptr (GHashTable) times = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  if (!fix->known || fix->at == ANF_NO_TIME || has_flag (self, ANF_CHECK_REPEATED_POSITION))
    return;
  g_hash_table_add (times, (gpointer)&fix->at);
  for (gsize i = 0; i < self->scene->n_others; i++)
    {
      const AnfFix *other = get_fix (&self->scene->others[i], exif);
      if (is_identical (fix, other) && other->at != ANF_NO_TIME
          && g_hash_table_add (times, (gpointer)&other->at))
        g_strv_builder_add (ids, self->scene->others[i].id);
    }
  AnfFlag *flag
      = anf_checking_exceed (self, ANF_CHECK_REPEATED_POSITION, g_hash_table_size (times));
  if (flag != NULL)
    flag->others = g_strv_builder_end (ids);
}

static gboolean
claims_no_error (const AnfFix *fix)
{
  return fix->known && fix->position.accuracy_m >= 0 && !(fix->position.accuracy_m > 0);
}

void
anf_checking_look_at_places (const AnfChecking *self)
{
  const Place exif = { "Exif", "Exif位置", &self->item->exif };
  const Place device = { "device", "设备位置", &self->item->device };
  const Place site = { "site", "现场位置", &self->scene->site };
  look_at_pair (self, ANF_CHECK_EXIF_SITE_DISTANCE, &exif, &site);
  look_at_pair (self, ANF_CHECK_DEVICE_SITE_DISTANCE, &device, &site);
  look_at_pair (self, ANF_CHECK_EXIF_DEVICE_DISTANCE, &exif, &device);
  look_at_speed (self, TRUE);
  look_at_speed (self, FALSE);
  look_at_repeats (self, TRUE);
  look_at_repeats (self, FALSE);
  if (claims_no_error (&self->item->exif) || claims_no_error (&self->item->device))
    anf_checking_add (self->flags, ANF_CHECK_ACCURACY_ZERO, 0, 0, NULL);
}
