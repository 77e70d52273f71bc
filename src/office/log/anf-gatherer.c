/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-gatherer.h"

#include "anf-duty.h"
#include "anf-error.h"
#include "anf-outward.h"
#include "anf-witnessing.h"

#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  char *url;
  char *changes_url;
  char *vkey;
  gint64 seen;   /* leaves of the last checkpoint that it is known to have seen */
  gint64 done;   /* leaves of the last that it cosigned here */
  gboolean told; /* of the log's changes of key, of which there are no more while we run */
} Witness;

struct _AnfGatherer
{
  AnfOffice *office;
  GPtrArray *witnesses;
  guint interval_s;
  AnfDuty duty;
  AnfOutward *outward; /* the thread's */
};

static void
witness_free (gpointer data)
{
  Witness *witness = data;
  g_free (witness->url);
  g_free (witness->changes_url);
  g_free (witness->vkey);
  g_free (witness);
}

static gboolean
add_witness (AnfGatherer *self, const char *text, GError **error)
{
  g_autofree char *copy = g_strstrip (g_strdup (text));
  g_auto (GStrv) parts = g_strsplit (copy, " ", 2);
  if (g_strv_length (parts) != 2 || !anf_outward_check_url (parts[0], NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("a witness is an address and a key, “http://… name+id+base64”: %s"),
                            text);
  g_strstrip (parts[1]);
  if (!anf_witnessing_check_vkey (parts[1], error))
    return FALSE;
  Witness *witness = g_new0 (Witness, 1);
  const gboolean slash = g_str_has_suffix (parts[0], "/");
  witness->url = g_strconcat (parts[0], slash ? "" : "/", "add-checkpoint", NULL);
  witness->changes_url = g_strconcat (parts[0], slash ? "" : "/", "add-rotation", NULL);
  witness->vkey = g_strdup (parts[1]);
  g_ptr_array_add (self->witnesses, witness);
  return TRUE;
}

/* Returns: (transfer full) (nullable): what came back, as text; @status: 0 without an answer */
static char *
post (AnfGatherer *self, const char *url, const char *body, guint *status, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
  g_autoptr (GBytes) reply
      = anf_outward_post (self->outward, url, "text/plain", bytes, status, error);
  if (reply == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (reply, &size);
  return g_strndup (size == 0 ? "" : text, size);
}

typedef struct
{
  char *note;
  gint64 size;
  GString *lines;
} Round;

/* The size that a 409 tells; whoever has seen more than there is has seen what was put back. */
static gboolean
read_seen (const char *reply, const Round *round, gint64 *seen, GError **error)
{
  guint64 size = 0;
  g_autofree char *text = g_strchomp (g_strdup (reply));
  if (!g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT64, &size, NULL))
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("it answered 409 without a size"));
  if ((gint64)size > round->size)
    return anf_error_throw (
        error, ANF_ERROR_CORRUPT,
        _ ("it has seen %llu leaves, and this log has %llu: was the data folder "
           "put back, or is there a copy of it at work?"),
        (unsigned long long)size, (unsigned long long)round->size);
  *seen = (gint64)size;
  return TRUE;
}

static char *
ask_from (AnfGatherer *self, Witness *witness, const Round *round, guint *status, GError **error)
{
  g_autofree char *body
      = anf_witnessing_make_request (self->office, round->note, round->size, witness->seen, error);
  return body != NULL ? post (self, witness->url, body, status, error) : NULL;
}

/* Who does not know the log's key may know one before it, which signed its successor: ours follow
   that, others answer 404. Returns: whether asking again may help */
static gboolean
tell_changes (AnfGatherer *self, Witness *witness)
{
  gboolean followed = FALSE;
  if (witness->told)
    return FALSE;
  g_autoptr (GPtrArray) notes = anf_witnessing_list_changes (self->office, NULL);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      guint status = 0;
      g_autofree char *reply
          = post (self, witness->changes_url, g_ptr_array_index (notes, i), &status, NULL);
      if (reply == NULL)
        return FALSE;
      followed = followed || status == 200;
    }
  witness->told = notes != NULL;
  return followed;
}

static gboolean
ask (AnfGatherer *self, Witness *witness, const Round *round, GError **error)
{
  guint status = 0;
  const gint64 before = MIN (witness->seen, round->size);
  witness->seen = before;
  g_autofree char *reply = ask_from (self, witness, round, &status, error);
  if (reply != NULL && status == 403 && tell_changes (self, witness))
    {
      g_free (reply);
      reply = ask_from (self, witness, round, &status, error);
    }
  if (reply != NULL && status == 409)
    {
      if (!read_seen (reply, round, &witness->seen, error))
        return FALSE;
      if (witness->seen == before)
        return anf_error_throw (error, ANF_ERROR_CORRUPT,
                                _ ("it has seen another log of %llu leaves under this key"),
                                (unsigned long long)before);
      g_free (reply);
      reply = ask_from (self, witness, round, &status, error);
    }
  if (reply == NULL)
    return FALSE;
  if (status != 200)
    return anf_error_throw (error, ANF_ERROR_DENIED, _ ("it answered %u: %.200s"), status, reply);
  g_autofree char *line = anf_witnessing_pick (round->note, reply, witness->vkey, error);
  if (line == NULL)
    return FALSE;
  g_string_append (round->lines, line);
  witness->seen = round->size;
  return TRUE;
}

static gboolean
is_missing (const AnfGatherer *self, gint64 size)
{
  for (guint i = 0; i < self->witnesses->len; i++)
    {
      const Witness *witness = g_ptr_array_index (self->witnesses, i);
      if (witness->done != size)
        return TRUE;
    }
  return FALSE;
}

/* All are asked when one is missing, so that one note carries all. */
static void
ask_all (AnfGatherer *self, Round *round)
{
  for (guint i = 0; i < self->witnesses->len; i++)
    {
      Witness *witness = g_ptr_array_index (self->witnesses, i);
      g_autoptr (GError) error = NULL;
      if (ask (self, witness, round, &error))
        witness->done = round->size;
      else if (anf_duty_goes_on (&self->duty))
        g_warning ("witness %s: %s", witness->url, error->message);
    }
}

static void
gather (AnfGatherer *self)
{
  g_autoptr (GError) error = NULL;
  Round round = { 0 };
  round.note = anf_witnessing_get_checkpoint (self->office, &round.size, &error);
  if (round.note == NULL)
    {
      g_warning ("no witness was asked: %s", error->message);
      return;
    }
  round.lines = g_string_new (NULL);
  if (is_missing (self, round.size))
    ask_all (self, &round);
  if (round.lines->len > 0
      && !anf_witnessing_keep (self->office, round.note, round.size, round.lines->str, &error))
    g_warning ("cosignatures were not kept: %s", error->message);
  g_string_free (round.lines, TRUE);
  g_free (round.note);
}

static gpointer
gatherer_main (gpointer data)
{
  AnfGatherer *self = data;
  self->outward = anf_outward_new (self->duty.stopping);
  do
    gather (self);
  while (anf_duty_wait (&self->duty, self->interval_s * G_TIME_SPAN_SECOND));
  g_clear_pointer (&self->outward, anf_outward_free);
  return NULL;
}

AnfGatherer *
anf_gatherer_start (AnfOffice *office,
                    const char *const *witnesses,
                    guint interval_s,
                    GError **error)
{
  g_autoptr (AnfGatherer) self = g_new0 (AnfGatherer, 1);
  self->office = office;
  self->interval_s = interval_s;
  self->witnesses = g_ptr_array_new_with_free_func (witness_free);
  anf_duty_init (&self->duty);
  for (gsize i = 0; witnesses != NULL && witnesses[i] != NULL; i++)
    if (!add_witness (self, witnesses[i], error))
      return NULL;
  if (self->witnesses->len > 0)
    anf_duty_start (&self->duty, "anf-gather", gatherer_main, self);
  return g_steal_pointer (&self);
}

void
anf_gatherer_stop (AnfGatherer *self)
{
  if (self == NULL)
    return;
  anf_duty_stop (&self->duty);
  g_ptr_array_unref (self->witnesses);
  g_free (self);
}
