/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-plausibility-private.h"

#include <math.h>
#include <stdlib.h>

/* A median of fewer says nothing of where a clock usually stands. */
#define SESSION_MIN 3

static double
to_seconds (gint64 difference_us)
{
  return (double)difference_us / G_USEC_PER_SEC;
}

static void
look_at_server (const AnfChecking *self, AnfCheck check, gint64 captured)
{
  if (captured != ANF_NO_TIME && self->item->server_at != ANF_NO_TIME)
    anf_checking_exceed (self, check, to_seconds (captured - self->item->server_at));
}

static void
look_at_pair (const AnfChecking *self, AnfCheck check, gint64 one, gint64 other)
{
  if (one != ANF_NO_TIME && other != ANF_NO_TIME)
    anf_checking_exceed (self, check, fabs (to_seconds (one - other)));
}

static gboolean
tells_skew (const AnfWitness *item)
{
  return item->satellites && item->exif_at != ANF_NO_TIME && item->gps_at != ANF_NO_TIME;
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  const double left = *(const double *)a;
  const double right = *(const double *)b;
  return left < right ? -1 : left > right;
}

/* How far a camera's clock is ahead of the satellites' is the same all through a session, unless
   the clock was set, or the time in a file written anew. */
static void
look_at_session (const AnfChecking *self)
{
  const AnfScene *scene = self->scene;
  g_autoptr (GArray) skews = g_array_new (FALSE, FALSE, sizeof (double));
  if (!tells_skew (self->item))
    return;
  for (gsize i = 0; i < scene->n_others; i++)
    {
      const AnfWitness *other = &scene->others[i];
      if (!tells_skew (other) || g_strcmp0 (other->by, self->item->by) != 0)
        continue;
      const double skew = to_seconds (other->exif_at - other->gps_at);
      g_array_append_val (skews, skew);
    }
  if (skews->len < SESSION_MIN)
    return;
  g_array_sort (skews, compare_doubles);
  const double median = g_array_index (skews, double, skews->len / 2);
  const double own = to_seconds (self->item->exif_at - self->item->gps_at);
  anf_checking_exceed (self, ANF_CHECK_CLOCK_CHANGED, fabs (own - median));
}

static void
look_at_window (const AnfChecking *self)
{
  const gint64 captured = anf_checking_get_captured (self->item);
  const AnfScene *scene = self->scene;
  if (captured == ANF_NO_TIME)
    return;
  if (scene->from != ANF_NO_TIME && captured < scene->from)
    anf_checking_exceed (self, ANF_CHECK_OUTSIDE_WINDOW, to_seconds (scene->from - captured));
  else if (scene->to != ANF_NO_TIME && captured > scene->to)
    anf_checking_exceed (self, ANF_CHECK_OUTSIDE_WINDOW, to_seconds (captured - scene->to));
}

void
anf_checking_look_at_times (const AnfChecking *self)
{
  const AnfWitness *item = self->item;
  const gint64 captured = anf_checking_get_captured (item);
  if (item->device_skew_s != NULL)
    anf_checking_exceed (self, ANF_CHECK_DEVICE_CLOCK, fabs ((double)*item->device_skew_s));
  look_at_server (self, ANF_CHECK_DEVICE_AFTER_SERVER, item->device_at);
  look_at_server (self, ANF_CHECK_EXIF_AFTER_SERVER, item->exif_at);
  look_at_server (self, ANF_CHECK_GPS_AFTER_SERVER, item->gps_at);
  look_at_pair (self, ANF_CHECK_DEVICE_EXIF_TIMES, item->device_at, item->exif_at);
  /* A network's fix may be as old as the last one that there was. */
  if (item->satellites)
    look_at_pair (self, ANF_CHECK_EXIF_GPS_TIMES, item->exif_at, item->gps_at);
  look_at_session (self);
  if (captured != ANF_NO_TIME && item->server_at != ANF_NO_TIME)
    anf_checking_exceed (self, ANF_CHECK_RECEIVED_LATE, to_seconds (item->server_at - captured));
  look_at_window (self);
}
