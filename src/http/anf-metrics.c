/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-metrics.h"

static void
append (GString *out, const char *name, const char *kind, const char *help, gint64 value)
{
  g_string_append_printf (out, "# HELP %s %s\n# TYPE %s %s\n%s %" G_GINT64_FORMAT "\n", name, help,
                          name, kind, name, value);
}

static gint64
read_counter (const gint64 *counter)
{
  return __atomic_load_n (counter, __ATOMIC_RELAXED);
}

void
anf_metrics_append (const AnfMetrics *self, guint connections, guint uploads, GString *out)
{
  g_string_append (out, "# HELP anfang_http_answers_total Answers sent.\n"
                        "# TYPE anfang_http_answers_total counter\n");
  for (guint i = 2; i < G_N_ELEMENTS (self->answers); i++)
    g_string_append_printf (out, "anfang_http_answers_total{class=\"%uxx\"} %" G_GINT64_FORMAT "\n",
                            i, read_counter (&self->answers[i]));
  const gint64 began = read_counter (&self->began);
  append (out, "anfang_http_in_flight", "gauge", "Requests being served.",
          began - read_counter (&self->ended));
  append (out, "anfang_http_abandoned_total", "counter", "Requests whose client got no answer.",
          read_counter (&self->abandoned));
  append (out, "anfang_http_work_microseconds_total", "counter",
          "Time from the end of a request to its answer.", read_counter (&self->work_us));
  append (out, "anfang_http_connections", "gauge", "Open connections.", connections);
  append (out, "anfang_http_uploads", "gauge", "Bodies being received.", uploads);
  append (out, "anfang_http_received_bytes_total", "counter", "Bytes of uploads.",
          read_counter (&self->received));
  append (out, "anfang_http_sent_bytes_total", "counter", "Bytes of large replies.",
          read_counter (&self->sent));
}
