/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-uploads.h"

#include <json-glib/json-glib.h>

/**
 * AnfArrivals:
 *
 * Uploads that were announced and of which nothing has been acknowledged yet. They live in memory
 * only: with no byte received there is nothing to lose, and a client whose announcement a restart
 * forgot announces it again. With its first durable offset an upload moves into the database. One
 * that became evidence in a single body never gets there: the latest of them are remembered here,
 * for clients that lost the answer, and whoever asks later announces again and learns that the
 * evidence is there. Any thread may call.
 */
typedef struct _AnfArrivals AnfArrivals;

AnfArrivals *anf_arrivals_new (void);
void anf_arrivals_free (AnfArrivals *self);

/** anf_arrivals_add: (transfer none) @row; @parsed: (transfer full) (nullable): its metadata; BUSY
 * when there are too many. */
gboolean anf_arrivals_add (AnfArrivals *self,
                           const AnfUploadRow *row,
                           JsonObject *parsed,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_arrivals_dup: @parsed: (inout) (transfer full): its metadata, where that is still kept and
 * not known yet; only the first who asks gets it, since counting references to JSON is not for
 * several threads. Returns: (transfer full) (nullable) */
AnfUploadRow *anf_arrivals_dup (AnfArrivals *self, const char *id, JsonObject **parsed);

/** anf_arrivals_awaits: whether it is here and not finished. */
gboolean anf_arrivals_awaits (AnfArrivals *self, const char *id);

/** anf_arrivals_finish: it is evidence now; does nothing to one that is not here. */
void anf_arrivals_finish (AnfArrivals *self, const char *id, gint64 now);

/** anf_arrivals_remove: Returns: whether it was there */
gboolean anf_arrivals_remove (AnfArrivals *self, const char *id);

/** anf_arrivals_take_stale: Returns: (transfer full): the ids of those announced before @before,
 * which are removed */
GPtrArray *anf_arrivals_take_stale (AnfArrivals *self, gint64 before);
