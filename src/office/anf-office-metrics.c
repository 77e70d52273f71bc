/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-checks-due.h"
#include "anf-error.h"
#include "anf-examinations.h"
#include "anf-log-history.h"
#include "anf-log-rows.h"
#include "anf-logins.h"
#include "anf-mail-queue.h"
#include "anf-mail-rows.h"
#include "anf-work.h"

static gboolean
count_leaves (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *count = data;
  *count = anf_log_rows_count (tx, error);
  return *count >= 0;
}

static gboolean
count_cosigned (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *count = data;
  g_autoptr (GError) none = NULL;
  g_autofree char *note = anf_log_history_get_cosigned (tx, count, &none);
  return note != NULL || anf_error_code (none) == ANF_ERROR_NOT_FOUND;
}

static gboolean
count_backlog (AnfTx *tx, gpointer data, GError **error)
{
  return anf_checks_due_count_all (tx, data, error);
}

static void
append_metric (GString *out, const char *name, const char *help, const char *type, gint64 value)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n%s %" G_GINT64_FORMAT "\n", name, help,
                          name, type, name, value);
}

static gboolean
count_mail (AnfTx *tx, gpointer data, GError **error)
{
  gint64 *counts = data;
  return anf_mail_rows_count (tx, "waiting", &counts[0], error)
         && anf_mail_rows_count (tx, "given_up", &counts[1], error)
         && anf_mail_rows_count_failed (tx, &counts[2], error);
}

static void
append_mail (AnfOffice *self, GString *out)
{
  gint64 counts[3] = { 0 };
  if (self->mail == NULL || !anf_store_read (self->store, count_mail, counts, NULL))
    return;
  append_metric (out, "anfang_mail_waiting", "Messages that wait to be sent.", "gauge", counts[0]);
  append_metric (out, "anfang_mail_given_up", "Messages of the last two months that nobody took.",
                 "gauge", counts[1]);
  append_metric (out, "anfang_mail_setbacks", "Messages that failed and are tried again later.",
                 "gauge", counts[2]);
  append_metric (out, "anfang_mail_looks_total",
                 "Times that the sender looked for what is to be sent.", "counter",
                 anf_mail_sender_count_looks (self->mail_sender));
}

void
anf_office_append_metrics (AnfOffice *self, GString *out)
{
  gint64 leaves = 0;
  gint64 cosigned = 0;
  AnfDueCounts backlog = { 0 };
  if (!anf_store_read (self->store, count_leaves, &leaves, NULL)
      || !anf_store_read (self->store, count_cosigned, &cosigned, NULL)
      || !anf_store_read (self->store, count_backlog, &backlog, NULL))
    return;
  append_metric (out, "anfang_log_leaves", "Leaves in the custody log.", "gauge", leaves);
  append_metric (out, "anfang_log_cosigned_leaves", "Leaves that a witness has cosigned.", "gauge",
                 cosigned);
  append_metric (out, "anfang_examinations_waiting", "Evidence that is still to be examined.",
                 "gauge", backlog.examinations);
  append_metric (out, "anfang_checks_waiting", "What is still to be checked for plausibility.",
                 "gauge", backlog.checks);
  append_metric (out, "anfang_examination_failures_total",
                 "Evidence and visits that could not be examined or checked, each once.", "counter",
                 anf_examinations_count_failures (self->examinations));
  append_metric (out, "anfang_examination_setbacks",
                 "What could not be examined or checked, and is tried again later.", "gauge",
                 backlog.setbacks);
  append_mail (self, out);
  append_metric (out, "anfang_logins_wrong_total", "Logins with a wrong account or password.",
                 "counter", anf_logins_count_wrong (self->logins));
  gint64 room = 0;
  if (anf_vault_measure_room (self->vault, &room, NULL, NULL))
    append_metric (out, "anfang_vault_free_bytes", "Room for evidence on the disk.", "gauge", room);
}
