/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** AnfMetrics: counters of the HTTP side; changed from any thread. */
typedef struct
{
  gint64 answers[6]; /* by hundreds of the status */
  gint64 began;
  gint64 ended;
  gint64 abandoned; /* the client left, or was not served in time */
  gint64 work_us;   /* from the end of a request to its answer, summed */
  gint64 received;  /* bytes of uploads */
  gint64 sent;      /* bytes of large replies */
} AnfMetrics;

static inline void
anf_metrics_add (gint64 *counter, gint64 amount)
{
  (void)__atomic_fetch_add (counter, amount, __ATOMIC_RELAXED);
}

/** anf_metrics_append: as Prometheus text. */
void anf_metrics_append (const AnfMetrics *self, guint connections, guint uploads, GString *out);
