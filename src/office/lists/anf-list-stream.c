/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-list-stream.h"

#include "anf-csv.h"
#include "anf-error.h"
#include "anf-fd.h"
#include "anf-xlsx.h"

#include <glib/gi18n.h>

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PIECE_SIZE 65536

struct _AnfListStream
{
  AnfOffice *office;
  AnfListSource source;
  JsonObject *account; /* (nullable): whose list it is */
  gint64 now;
  GString *text; /* CSV that is not sent yet */
  AnfCsv *csv;
  AnfXlsx *xlsx;
  guint number;
  gboolean ended;
};

static void
stream_free (gpointer data)
{
  AnfListStream *self = data;
  g_free (self->source.title);
  g_free (self->source.columns);
  if (self->source.free_source != NULL)
    self->source.free_source (self->source.source);
  g_clear_pointer (&self->account, json_object_unref);
  anf_csv_free (self->csv);
  anf_xlsx_free (self->xlsx);
  g_string_free (self->text, TRUE);
  g_free (self);
}

static gboolean
take_bytes (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  g_string_append_len (data, bytes, (gssize)size);
  return TRUE;
}

gboolean
anf_list_stream_add (AnfListStream *self, const char *const *cells, GError **error)
{
  return self->xlsx != NULL ? anf_xlsx_add_row (self->xlsx, cells, error)
                            : anf_csv_add_row (self->csv, cells, self->source.n_columns, error);
}

guint
anf_list_stream_count (AnfListStream *self)
{
  return ++self->number;
}

void
anf_list_stream_end (AnfListStream *self)
{
  self->ended = TRUE;
}

static gboolean
read_some (AnfTx *tx, gpointer data, GError **error)
{
  AnfListStream *self = data;
  AnfWork work = { .office = self->office, .tx = tx, .account = self->account, .now = self->now };
  if (self->account != NULL)
    anf_actor_init (&work.actor, self->account);
  return self->source.read (&work, self, self->source.source, error);
}

static gboolean
send_file (int fd, AnfReplyWrite write, gpointer data, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE_SIZE);
  for (;;)
    {
      const gssize got = TEMP_FAILURE_RETRY (read (fd, piece, PIECE_SIZE));
      if (got < 0)
        return anf_error_throw (error, ANF_ERROR_FAILED, _ ("the workbook cannot be read: %s"),
                                g_strerror (errno));
      if (got == 0)
        return TRUE;
      if (!write (piece, (gsize)got, data, error))
        return FALSE;
    }
}

/* A workbook is an archive whose end is its table of contents: it is made first, then sent. */
static gboolean
stream_xlsx (AnfReply *reply, AnfReplyWrite write, gpointer data, GError **error)
{
  AnfListStream *self = reply->stream_data;
  self->xlsx = anf_xlsx_new (self->now / G_USEC_PER_SEC, error);
  if (self->xlsx == NULL
      || !anf_xlsx_begin_sheet (self->xlsx, self->source.title, self->source.columns,
                                self->source.n_columns, error))
    return FALSE;
  while (!self->ended)
    if (!anf_store_read (self->office->store, read_some, self, error))
      return FALSE;
  g_auto (AnfFd) fd = anf_xlsx_finish (self->xlsx, error);
  return fd >= 0 && send_file (fd, write, data, error);
}

static gboolean
add_headings (AnfListStream *self, GError **error)
{
  g_autofree const char **headings = g_new0 (const char *, self->source.n_columns);
  for (guint i = 0; i < self->source.n_columns; i++)
    headings[i] = self->source.columns[i].heading;
  return anf_csv_add_row (self->csv, headings, self->source.n_columns, error);
}

static gboolean
stream_csv (AnfReply *reply, AnfReplyWrite write, gpointer data, GError **error)
{
  AnfListStream *self = reply->stream_data;
  self->csv = anf_csv_new (take_bytes, self->text);
  if (!add_headings (self, error))
    return FALSE;
  while (!self->ended)
    {
      if (!anf_store_read (self->office->store, read_some, self, error)
          || !write (self->text->str, self->text->len, data, error))
        return FALSE;
      g_string_truncate (self->text, 0);
    }
  return TRUE;
}

gboolean
anf_list_stream_parse_format (AnfWork *work, AnfSheetFormat *format)
{
  const char *name = anf_work_get_query (work, "format");
  *format = g_strcmp0 (name, "csv") == 0 ? ANF_SHEET_CSV : ANF_SHEET_XLSX;
  return *format == ANF_SHEET_CSV || g_strcmp0 (name, "xlsx") == 0;
}

void
anf_list_stream_reply (AnfWork *work, const AnfListSource *source)
{
  const gboolean is_csv = source->format == ANF_SHEET_CSV;
  AnfListStream *self = g_new0 (AnfListStream, 1);
  *self = (AnfListStream){
    .office = work->office,
    .source = *source,
    .account = work->account != NULL ? json_object_ref (work->account) : NULL,
    .now = work->now,
    .text = g_string_new (NULL),
  };
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type
      = is_csv ? "text/csv; charset=utf-8"
               : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  work->reply->filename = g_strdup_printf ("%s.%s", source->title, is_csv ? "csv" : "xlsx");
  work->reply->stream = is_csv ? stream_csv : stream_xlsx;
  work->reply->stream_data = self;
  work->reply->stream_free = stream_free;
}
