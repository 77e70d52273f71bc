/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-log-state.h"
#include "anf-cli-log.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-error.h"
#include "anf-json.h"
#include "anf-rotation.h"

#include <glib/gi18n.h>

#include <string.h>

/* What the service says of its keys: nothing is believed that they did not sign. */
typedef struct
{
  char *oldest;
  GPtrArray *notes;
} Offered;

static void
offered_clear (Offered *offered)
{
  g_clear_pointer (&offered->oldest, g_free);
  g_clear_pointer (&offered->notes, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Offered, offered_clear)

static gboolean
fetch_offered (AnfRun *run, Offered *offered, GError **error)
{
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "GET", "/log/keys", NULL, error);
  JsonObject *object = reply != NULL ? anf_reply_get_object (reply) : NULL;
  JsonArray *items = NULL;
  offered->notes = g_ptr_array_new_with_free_func (g_free);
  if (object == NULL)
    return reply == NULL
           || anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("%s of the service is no text"),
                               "/log/keys");
  if (!anf_json_get_array (object, "items", &items, error))
    return FALSE;
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      const char *note = anf_json_peek_string (item, "rotation");
      if (i == 0)
        offered->oldest = g_strdup (anf_json_peek_string (item, "vkey"));
      if (note != NULL)
        g_ptr_array_add (offered->notes, g_strdup (note));
    }
  return TRUE;
}

GPtrArray *
anf_cli_log_fetch_changes (AnfRun *run, GError **error)
{
  g_auto (Offered) offered = { 0 };
  return fetch_offered (run, &offered, error) ? g_steal_pointer (&offered.notes) : NULL;
}

static const char *
get_newest (const GPtrArray *vkeys)
{
  return vkeys->len > 0 ? g_ptr_array_index (vkeys, vkeys->len - 1) : "";
}

static gboolean
save (AnfRun *run, GPtrArray *vkeys, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < vkeys->len; i++)
    g_string_append_printf (text, "%s\n", (const char *)g_ptr_array_index (vkeys, i));
  return anf_cli_log_state_save (anf_client_get_server (run->client), ANF_LOG_STATE_KEY, text->str,
                                 error);
}

static GPtrArray *
load (AnfRun *run)
{
  GPtrArray *vkeys = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *text
      = anf_cli_log_state_load (anf_client_get_server (run->client), ANF_LOG_STATE_KEY);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (*g_strstrip (*line) != '\0')
      g_ptr_array_add (vkeys, g_strdup (*line));
  return vkeys;
}

static gboolean
refuse (AnfRun *run, const char *pinned, const char *shown, GError **error)
{
  g_autofree char *place
      = anf_cli_log_state_path (anf_client_get_server (run->client), ANF_LOG_STATE_KEY);
  return anf_error_throw (
      error, ANF_ERROR_CORRUPT,
      _ ("THE LOG'S KEY IS NOT THE ONE SEEN BEFORE.\n  before: %s\n  now:    %s\n"
         "Do not rely on this service before its operators have explained it; if the "
         "key was changed by them, remove %s"),
      pinned, shown, place);
}

/* All that lead to the key of now; only that when the service has no list of them for us. */
static gboolean
pin_first (AnfRun *run, GPtrArray *vkeys, const char *vkey, GError **error)
{
  g_auto (Offered) offered = { 0 };
  g_autoptr (GError) local_error = NULL;
  if (fetch_offered (run, &offered, &local_error) && offered.oldest != NULL)
    {
      g_ptr_array_add (vkeys, g_strdup (offered.oldest));
      if (!anf_rotation_follow (vkeys, offered.notes, error))
        return FALSE;
    }
  if (strcmp (get_newest (vkeys), vkey) != 0)
    {
      g_ptr_array_set_size (vkeys, 0);
      g_ptr_array_add (vkeys, g_strdup (vkey));
    }
  anf_cli_print_note (run, _ ("first seen, and pinned: log key %s"), vkey);
  return save (run, vkeys, error);
}

static gboolean
follow (AnfRun *run, GPtrArray *vkeys, const char *vkey, GError **error)
{
  g_auto (Offered) offered = { 0 };
  g_autofree char *pinned = g_strdup (get_newest (vkeys));
  if (!fetch_offered (run, &offered, error) || !anf_rotation_follow (vkeys, offered.notes, error))
    return FALSE;
  if (strcmp (get_newest (vkeys), vkey) != 0)
    return refuse (run, pinned, vkey, error);
  anf_cli_print_note (run, _ ("the log's key was changed, as the key before it signed: now %s"),
                      vkey);
  return save (run, vkeys, error);
}

static GPtrArray *
parse_all (const GPtrArray *vkeys, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func ((GDestroyNotify)anf_verifier_free);
  for (guint i = 0; i < vkeys->len; i++)
    {
      AnfVerifier *verifier = anf_verifier_parse (g_ptr_array_index (vkeys, i), error);
      if (verifier == NULL)
        return NULL;
      g_ptr_array_add (keys, verifier);
    }
  return g_steal_pointer (&keys);
}

GPtrArray *
anf_cli_log_pin_keys (AnfRun *run, GError **error)
{
  g_autofree char *vkey = anf_cli_run_fetch_text (run, "/log/key", error);
  g_autoptr (AnfVerifier) verifier
      = vkey != NULL ? anf_verifier_parse (g_strstrip (vkey), error) : NULL;
  if (verifier == NULL)
    return NULL;
  g_autoptr (GPtrArray) vkeys = load (run);
  gboolean done = TRUE;
  if (vkeys->len == 0)
    done = pin_first (run, vkeys, vkey, error);
  else if (strcmp (get_newest (vkeys), vkey) != 0)
    done = follow (run, vkeys, vkey, error);
  return done ? parse_all (vkeys, error) : NULL;
}
