/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-files.h"

#include "anf-cli-print.h"
#include "anf-cli-progress.h"
#include "anf-cli-receipt.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-media.h"
#include "anf-upload.h"
#include "anf-words.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define JOBS_USUAL 3
#define PATIENCE_USUAL_S 120

typedef struct _Batch Batch;

/* One file of the batch; filled by the thread that sends it. */
typedef struct
{
  Batch *batch;
  const char *path;
  gint64 sequence;
  gint64 size;
  gint64 done;
  AnfUploadResult *result;
  AnfReply *record;
  GError *error;
} Item;

struct _Batch
{
  const AnfRun *run;
  const AnfFilesPlan *plan;
  AnfProgressBar *bar;
  GMutex lock;
  Item *items;
  guint count;
  guint finished;
};

/* What the bytes leave open, the name says. */
static const struct
{
  const char *suffix;
  const char *filetype;
} suffixes[] = {
  { ".txt", "text/plain" },
  { ".csv", "text/csv" },
  { ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document" },
  { ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" },
  { ".doc", "application/msword" },
  { ".xls", "application/vnd.ms-excel" },
};

static const char *
guess_type (const char *path)
{
  guint8 head[ANF_MEDIA_MAGIC_BYTES];
  g_auto (AnfFd) fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
  const gssize got = fd >= 0 ? read (fd, head, sizeof head) : -1;
  const char *filetype = anf_media_guess_type (head, got > 0 ? (gsize)got : 0);
  if (!g_str_equal (filetype, "application/octet-stream")
      && !g_str_equal (filetype, "application/zip"))
    return filetype;
  g_autofree char *lower = g_ascii_strdown (path, -1);
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i].suffix))
      return suffixes[i].filetype;
  return filetype;
}

static const char *
kind_of (const char *filetype)
{
  if (g_str_has_prefix (filetype, "image/"))
    return "photo";
  if (g_str_has_prefix (filetype, "audio/"))
    return "audio";
  if (g_str_has_prefix (filetype, "video/"))
    return "video";
  return "document";
}

static void
on_progress (gint64 done, gint64 total, gpointer data)
{
  Item *item = data;
  Batch *batch = item->batch;
  gint64 all_done = 0;
  gint64 all = 0;
  g_mutex_lock (&batch->lock);
  item->done = done;
  for (guint i = 0; i < batch->count; i++)
    {
      all_done += batch->items[i].done;
      all += batch->items[i].size;
    }
  const guint finished = batch->finished;
  g_mutex_unlock (&batch->lock);
  anf_cli_progress_set (batch->bar, all_done, all, finished);
}

static char *
receipt_path (const AnfFilesPlan *plan, const char *path)
{
  if (plan->receipts == NULL)
    return g_strconcat (path, ".receipt", NULL);
  g_autofree char *name = g_path_get_basename (path);
  return g_strdup_printf ("%s/%s.receipt", plan->receipts, name);
}

static gboolean
send_item (Item *item, AnfClient *client, GError **error)
{
  const AnfFilesPlan *plan = item->batch->plan;
  const char *filetype = guess_type (item->path);
  const AnfUploadJob job = {
    .path = item->path,
    .noun = plan->noun,
    .target = plan->target,
    .sequence = item->sequence,
    .filetype = filetype,
    .kind = plan->kind != NULL ? plan->kind : kind_of (filetype),
    .captured_at = plan->captured_at,
    .position = plan->position,
    .position_source = plan->position_source,
    .position_at = plan->position_at,
    .datum = plan->datum,
    .patience_s = plan->patience_s > 0 ? plan->patience_s : PATIENCE_USUAL_S,
  };
  item->result = anf_upload_run (client, &job, on_progress, item, error);
  if (item->result == NULL)
    return FALSE;
  if (!plan->no_receipts)
    {
      g_autofree char *receipt = receipt_path (plan, item->path);
      if (!anf_cli_receipt_keep (client, item->result->evidence, receipt, error))
        {
          g_prefix_error (error,
                          _ ("%s is at the service as %s, but its receipt is not kept (repeat the "
                             "command, or name a folder with --receipts): "),
                          item->path, item->result->evidence);
          return FALSE;
        }
    }
  if (plan->silent || !item->batch->run->globals->json)
    return TRUE;
  g_autofree char *path = g_strconcat ("/evidence/", item->result->evidence, NULL);
  item->record = anf_client_call (client, "GET", path, NULL, NULL, error);
  return item->record != NULL;
}

/* A client belongs to the thread that made it, so each file gets one of its own. */
static void
on_item (gpointer data, gpointer user_data)
{
  Item *item = data;
  Batch *batch = user_data;
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GMainContextPusher) pusher G_GNUC_UNUSED = g_main_context_pusher_new (context);
  g_autoptr (AnfClient) client = anf_client_copy (batch->run->client);
  if (!send_item (item, client, &item->error))
    g_debug ("%s: %s", item->path, item->error->message);
  g_mutex_lock (&batch->lock);
  batch->finished++;
  g_mutex_unlock (&batch->lock);
}

static gboolean
prepare (Batch *batch, GError **error)
{
  const AnfFilesPlan *plan = batch->plan;
  batch->count = g_strv_length (plan->paths);
  batch->items = g_new0 (Item, batch->count);
  for (guint i = 0; i < batch->count; i++)
    {
      GStatBuf info;
      const char *path = plan->paths[i];
      if (g_stat (path, &info) != 0)
        return anf_error_set_errno (error, errno, _ ("cannot open %s"), path);
      if (!S_ISREG (info.st_mode))
        return anf_error_throw (error, ANF_ERROR_INVALID, _ ("%s is not a file"), path);
      batch->items[i].batch = batch;
      batch->items[i].path = path;
      batch->items[i].size = info.st_size;
      batch->items[i].sequence = plan->first_sequence > 0 ? plan->first_sequence + i : 0;
    }
  return TRUE;
}

static gboolean
send_all (Batch *batch, GError **error)
{
  const guint jobs = batch->plan->jobs > 0 ? batch->plan->jobs : JOBS_USUAL;
  g_autoptr (AnfProgressBar) bar = anf_cli_progress_new (batch->run, batch->count);
  batch->bar = bar;
  GThreadPool *pool = g_thread_pool_new (on_item, batch, (int)jobs, FALSE, error);
  if (pool == NULL)
    return FALSE;
  for (guint i = 0; i < batch->count; i++)
    (void)g_thread_pool_push (pool, &batch->items[i], NULL);
  g_thread_pool_free (pool, FALSE, TRUE);
  return TRUE;
}

static void
print_item (const Batch *batch, const Item *item)
{
  const AnfUploadResult *result = item->result;
  if (batch->plan->silent || result == NULL || item->error != NULL)
    return;
  if (batch->run->globals->json)
    anf_cli_print_reply (item->record);
  else if (batch->run->globals->quiet)
    printf ("%s\n", result->evidence);
  else
    printf ("%s %s  %s  %s%s\n", anf_word_noun ("evidence"), result->evidence, item->path,
            result->sha256,
            item->size == 0     ? _ ("  (an empty file)")
            : result->sent == 0 ? _ ("  (was there already)")
                                : "");
}

static char **
collect (const Batch *batch, GError **error)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new ();
  g_autoptr (GString) failures = g_string_new (NULL);
  guint failed = 0;
  for (guint i = 0; i < batch->count; i++)
    {
      const Item *item = &batch->items[i];
      print_item (batch, item);
      if (item->error != NULL)
        {
          failed++;
          g_string_append_printf (failures, "%s%s", failed > 1 ? "\n" : "", item->error->message);
        }
      else
        g_strv_builder_add (ids, item->result->evidence);
    }
  if (failed == 0)
    return g_strv_builder_end (ids);
  if (batch->count > 1)
    g_string_append_printf (failures,
                            _ ("\n%u of %u files are not done; repeat the command to go "
                               "on with them"),
                            failed, batch->count);
  anf_error_throw (error, ANF_ERROR_FAILED, "%s", failures->str);
  return NULL;
}

static void
clear (Batch *batch)
{
  for (guint i = 0; i < batch->count && batch->items != NULL; i++)
    {
      g_clear_pointer (&batch->items[i].result, anf_upload_result_free);
      g_clear_pointer (&batch->items[i].record, anf_reply_free);
      g_clear_error (&batch->items[i].error);
    }
  g_free (batch->items);
  g_mutex_clear (&batch->lock);
}

char **
anf_cli_files_send (AnfRun *run, const AnfFilesPlan *plan, GError **error)
{
  if (!anf_cli_run_connect (run, error))
    return NULL;
  Batch batch = { .run = run, .plan = plan };
  g_mutex_init (&batch.lock);
  char **ids = NULL;
  if (prepare (&batch, error) && send_all (&batch, error))
    ids = collect (&batch, error);
  clear (&batch);
  return ids;
}
