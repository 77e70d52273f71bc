/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-log-state.h"
#include "anf-cli-log.h"
#include "anf-cli-run.h"
#include "anf-custody.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <stdio.h>
#include <string.h>

/* Faults that are told one by one; after a forged log each leaf may be one. */
#define FAULTS_TOLD 20

/* One reading of the whole log. */
typedef struct
{
  AnfRun *run;
  AnfTree tree;
  AnfTreeHead before; /* as of the last reading, size 0 for none */
  AnfTreeHead now;
  GByteArray *nodes[ANF_TREE_NODES_MAX]; /* by tile level, from 1 on: what the leaves make of it */
  GHashTable *events;                    /* event → how many of the new leaves are one */
  guint64 unread;
  guint faults;
} Reading;

static void fault (Reading *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
fault (Reading *self, const char *format, ...)
{
  va_list args;
  va_start (args, format);
  g_autofree char *line = g_strdup_vprintf (format, args);
  va_end (args);
  if (self->faults++ < FAULTS_TOLD)
    (void)fprintf (stderr, "%s\n", line);
}

/* Returns: (transfer full) (nullable): NULL without @error when the caller may not read it */
static GBytes *
fetch_tile (Reading *self, const AnfTile *tile, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *name = anf_tile_format (tile);
  g_autofree char *path = g_strconcat ("/log/", name, NULL);
  g_autoptr (AnfReply) reply = anf_cli_run_call (self->run, "GET", path, NULL, &local_error);
  if (reply != NULL)
    return g_bytes_ref (reply->body);
  const AnfErrorCode code = anf_error_code (local_error);
  if (!tile->entries || (code != ANF_ERROR_DENIED && code != ANF_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}

/* The next entry of a bundle; one that is left out of it, or stands there as its hash only, is not
   for the caller to read. */
static gboolean
take_entry (const guint8 **at, gsize *left, const guint8 **entry, gsize *size)
{
  if (*left < 2)
    return FALSE;
  *size = (gsize)(*at)[0] << 8 | (*at)[1];
  *entry = *at + 2;
  if (*size > *left - 2)
    return FALSE;
  *at += 2 + *size;
  *left -= 2 + *size;
  return TRUE;
}

static void
note_event (Reading *self, const guint8 *entry, gsize size)
{
  g_autoptr (AnfLeaf) leaf = anf_leaf_parse ((const char *)entry, size, NULL);
  const char *event = leaf != NULL ? leaf->event : "?";
  const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->events, event));
  g_hash_table_insert (self->events, g_strdup (event), GUINT_TO_POINTER (count + 1));
}

static void
read_leaf (Reading *self, const guint8 *entry, gsize size, const guint8 *kept)
{
  guint8 hash[ANF_HASH_SIZE];
  const guint64 index = self->tree.size;
  const gboolean is_hash = size == ANF_HASH_SIZE && memcmp (entry, kept, ANF_HASH_SIZE) == 0;
  if (size == 0 || is_hash)
    {
      self->unread++;
      return;
    }
  anf_tree_hash_leaf (entry, size, hash);
  if (memcmp (hash, kept, ANF_HASH_SIZE) != 0)
    fault (self, _ ("leaf %llu was changed: its text is not what the tree was made of"),
           (unsigned long long)index);
  if (index >= self->before.size)
    note_event (self, entry, size);
}

/* Where the last reading ended, the tree must still be the one it was. */
static void
check_before (Reading *self)
{
  AnfTreeHead head;
  if (self->before.size == 0 || self->tree.size != self->before.size)
    return;
  anf_tree_get_head (&self->tree, &head);
  if (memcmp (head.root, self->before.root, ANF_HASH_SIZE) != 0)
    fault (self,
           _ ("THE LOG WAS CHANGED BEHIND ITS BACK: the %llu leaves read the last time are "
              "others now"),
           (unsigned long long)self->before.size);
}

static void
append (Reading *self, const guint8 *hash)
{
  AnfTreeNode nodes[ANF_TREE_NODES_MAX];
  const guint count = anf_tree_append (&self->tree, hash, nodes);
  for (guint i = 1; i < count; i++)
    {
      GByteArray **level = &self->nodes[nodes[i].level / ANF_TREE_STRIDE];
      if (*level == NULL)
        *level = g_byte_array_new ();
      g_byte_array_append (*level, nodes[i].hash, ANF_HASH_SIZE);
    }
  check_before (self);
}

/* Up to 256 leaves: their texts as far as they may be read, and the hashes that the tree holds. */
static gboolean
read_bundle (Reading *self, guint64 number, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const guint width
      = (guint)MIN (self->now.size - number * ANF_TILE_WIDTH, (guint64)ANF_TILE_WIDTH);
  const AnfTile entries = { .entries = TRUE, .index = number, .width = width };
  const AnfTile level = { .index = number, .width = width };
  g_autoptr (GBytes) bundle = fetch_tile (self, &entries, &local_error);
  g_autoptr (GBytes) hashes = local_error == NULL ? fetch_tile (self, &level, &local_error) : NULL;
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  gsize left = 0;
  gsize size = 0;
  const guint8 *at = bundle != NULL ? g_bytes_get_data (bundle, &left) : NULL;
  const guint8 *kept = g_bytes_get_data (hashes, &size);
  if (size != (gsize)width * ANF_HASH_SIZE)
    return anf_error_throw (error, ANF_ERROR_CORRUPT, _ ("tile %llu of level 0 is cut short"),
                            (unsigned long long)number);
  for (guint i = 0; i < width; i++, kept += ANF_HASH_SIZE)
    {
      const guint8 *entry = NULL;
      gsize length = 0;
      if (bundle != NULL && !take_entry (&at, &left, &entry, &length))
        fault (self, _ ("leaf %llu is missing where its text should be"),
               (unsigned long long)self->tree.size);
      read_leaf (self, entry, length, kept);
      append (self, kept);
    }
  if (left > 0)
    fault (self, _ ("bundle %llu holds more than its leaves"), (unsigned long long)number);
  return TRUE;
}

/* What the service keeps of the upper tree, from which its proofs are made. */
static gboolean
check_level (Reading *self, guint level, GError **error)
{
  const GByteArray *made = self->nodes[level];
  const guint64 count = made->len / ANF_HASH_SIZE;
  for (guint64 first = 0; first < count; first += ANF_TILE_WIDTH)
    {
      const AnfTile tile = { .level = level,
                             .index = first / ANF_TILE_WIDTH,
                             .width = (guint)MIN (count - first, ANF_TILE_WIDTH) };
      g_autoptr (GBytes) served = fetch_tile (self, &tile, error);
      if (served == NULL)
        return FALSE;
      g_autoptr (GBytes) expected = g_bytes_new_static (made->data + first * ANF_HASH_SIZE,
                                                        (gsize)tile.width * ANF_HASH_SIZE);
      if (!g_bytes_equal (served, expected))
        fault (self, _ ("tile %llu of level %u does not follow from its leaves"),
               (unsigned long long)tile.index, level);
    }
  return TRUE;
}

static gboolean
read_all (Reading *self, GError **error)
{
  AnfTreeHead found;
  anf_tree_init (&self->tree);
  for (guint64 number = 0; number * ANF_TILE_WIDTH < self->now.size; number++)
    if (!read_bundle (self, number, error))
      return FALSE;
  for (guint level = 1; level < ANF_TREE_NODES_MAX && self->nodes[level] != NULL; level++)
    if (!check_level (self, level, error))
      return FALSE;
  anf_tree_get_head (&self->tree, &found);
  if (memcmp (found.root, self->now.root, ANF_HASH_SIZE) != 0)
    fault (self, _ ("the log's %llu leaves do not make the tree whose root it signed"),
           (unsigned long long)found.size);
  if (self->now.size < self->before.size)
    fault (self, _ ("THE LOG WAS CHANGED BEHIND ITS BACK: it had %llu leaves and now has %llu"),
           (unsigned long long)self->before.size, (unsigned long long)self->now.size);
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

static guint64
count_new (const Reading *self)
{
  return self->now.size > self->before.size ? self->now.size - self->before.size : 0;
}

static void
print_json (const Reading *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonObject *events = json_object_new ();
  GHashTableIter at;
  gpointer event = NULL;
  gpointer count = NULL;
  g_hash_table_iter_init (&at, self->events);
  while (g_hash_table_iter_next (&at, &event, &count))
    json_object_set_int_member (events, event, GPOINTER_TO_UINT (count));
  json_object_set_int_member (object, "leaves", (gint64)self->now.size);
  json_object_set_int_member (object, "new", (gint64)count_new (self));
  json_object_set_int_member (object, "unread", (gint64)self->unread);
  json_object_set_int_member (object, "faults", self->faults);
  json_object_set_object_member (object, "events", events);
  g_autofree char *text = anf_json_format_object (object);
  printf ("%s\n", text);
}

static void
print_report (const Reading *self)
{
  printf (_ ("%llu leaves read again, %llu of them new\n"), (unsigned long long)self->now.size,
          (unsigned long long)count_new (self));
  if (self->unread > 0)
    printf (_ ("%llu leaves could not be read by this account; their hashes were\n"),
            (unsigned long long)self->unread);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->events), compare_texts);
  for (const GList *at = names; at != NULL; at = at->next)
    printf ("  %6u  %s\n", GPOINTER_TO_UINT (g_hash_table_lookup (self->events, at->data)),
            (const char *)at->data);
}

static gboolean
load_before (Reading *self, const char *note, GError **error)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  return note == NULL
         || (anf_note_split (note, strlen (note), &text, &lines, error)
             && anf_checkpoint_parse (text, NULL, &self->before, error));
}

static gboolean
monitor (Reading *self, GError **error)
{
  g_autofree char *note = NULL;
  if (!anf_cli_log_fetch_checkpoint (self->run, &note, &self->now, error))
    return FALSE;
  const char *server = anf_client_get_server (self->run->client);
  g_autofree char *old_note = anf_cli_log_state_load (server, ANF_LOG_STATE_MONITOR);
  if (!load_before (self, old_note, error) || !read_all (self, error))
    return FALSE;
  if (self->run->globals->json)
    print_json (self);
  else
    print_report (self);
  g_autofree char *path = anf_cli_log_state_path (server, ANF_LOG_STATE_MONITOR);
  if (self->faults > 0)
    return anf_error_throw (error, ANF_ERROR_CORRUPT,
                            _ ("%u faults in the log: do not rely on it, keep what was seen before "
                               "(%s), and tell the auditor"),
                            self->faults, path);
  return anf_cli_log_state_save (server, ANF_LOG_STATE_MONITOR, note, error);
}

gboolean
anf_cli_monitor_run (AnfRun *run, GError **error)
{
  Reading reading = { .run = run };
  if (!anf_cli_run_connect (run, error))
    return FALSE;
  reading.events = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const gboolean done = monitor (&reading, error);
  for (guint i = 0; i < G_N_ELEMENTS (reading.nodes); i++)
    g_clear_pointer (&reading.nodes[i], g_byte_array_unref);
  g_hash_table_unref (reading.events);
  return done;
}
