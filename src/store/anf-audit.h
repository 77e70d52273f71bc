/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-uploads.h"

/* What only a check of the whole folder reads: every row of the tables beside the records. */

/** Borrowed, for the time of the call. */
typedef struct
{
  const char *noun;
  const char *kind;
  const char *target;
  const char *id;
  gint64 seq;
} AnfLinkRow;

typedef gboolean (*AnfAuditLink) (const AnfLinkRow *row, gpointer data, GError **error);
gboolean anf_audit_each_link (AnfTx *tx, AnfAuditLink each, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_audit_has_link: @found: (out): whether there is exactly this row */
gboolean anf_audit_has_link (AnfTx *tx, const AnfLinkRow *row, gboolean *found, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

typedef gboolean (*AnfAuditCounter) (const char *series,
                                     gint64 last,
                                     gpointer data,
                                     GError **error);
gboolean anf_audit_each_counter (AnfTx *tx, AnfAuditCounter each, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** @noun: the table that has no record @id, for which somebody is kept apart */
typedef gboolean (*AnfAuditStray) (const char *noun, const char *id, gpointer data, GError **error);
gboolean anf_audit_each_stray (AnfTx *tx, AnfAuditStray each, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

typedef gboolean (*AnfAuditUpload) (const AnfUploadRow *row, gpointer data, GError **error);
gboolean anf_audit_each_upload (AnfTx *tx, AnfAuditUpload each, gpointer data, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
