/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-envelope.h"

#include "anf-envelope.h"

G_DECLARE_FINAL_TYPE (AnfCliEnvelope, anf_cli_envelope, ANF, CLI_ENVELOPE, GFilterOutputStream)

struct _AnfCliEnvelope
{
  GFilterOutputStream parent_instance;
  AnfEnvelope *envelope;
};

G_DEFINE_FINAL_TYPE (AnfCliEnvelope, anf_cli_envelope, G_TYPE_FILTER_OUTPUT_STREAM)

static gboolean
write_all (gconstpointer bytes, gsize size, gpointer data, GError **error)
{
  return g_output_stream_write_all (data, bytes, size, NULL, NULL, error);
}

static gssize
envelope_write (
    GOutputStream *stream, const void *bytes, gsize size, GCancellable *cancellable, GError **error)
{
  AnfCliEnvelope *self = ANF_CLI_ENVELOPE (stream);
  return anf_envelope_write (bytes, size, self->envelope, error) ? (gssize)size : -1;
}

/* The envelope ends where the stream is closed, and only there. */
static gboolean
envelope_close (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  AnfCliEnvelope *self = ANF_CLI_ENVELOPE (stream);
  g_autoptr (AnfEnvelope) envelope = g_steal_pointer (&self->envelope);
  return envelope == NULL || anf_envelope_finish (envelope, error);
}

/* Of one that is dropped unfinished nothing may look finished. */
static void
envelope_dispose (GObject *object)
{
  AnfCliEnvelope *self = ANF_CLI_ENVELOPE (object);
  g_clear_pointer (&self->envelope, anf_envelope_free);
  G_OBJECT_CLASS (anf_cli_envelope_parent_class)->dispose (object);
}

static void
anf_cli_envelope_class_init (AnfCliEnvelopeClass *class)
{
  G_OBJECT_CLASS (class)->dispose = envelope_dispose;
  G_OUTPUT_STREAM_CLASS (class)->write_fn = envelope_write;
  G_OUTPUT_STREAM_CLASS (class)->close_fn = envelope_close;
}

static void
anf_cli_envelope_init (AnfCliEnvelope *self)
{
}

GOutputStream *
anf_cli_envelope_filter (GOutputStream *out, gpointer certs_pem, GError **error)
{
  g_autoptr (AnfEnvelope) envelope = anf_envelope_new (certs_pem, write_all, out, error);
  if (envelope == NULL)
    return NULL;
  AnfCliEnvelope *self = g_object_new (anf_cli_envelope_get_type (), "base-stream", out,
                                       "close-base-stream", FALSE, NULL);
  self->envelope = g_steal_pointer (&envelope);
  return G_OUTPUT_STREAM (self);
}

char **
anf_cli_envelope_read (char **paths, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  for (gsize i = 0; paths != NULL && paths[i] != NULL; i++)
    {
      g_autofree char *text = NULL;
      if (!g_file_get_contents (paths[i], &text, NULL, error))
        return NULL;
      g_strv_builder_add (texts, text);
    }
  return g_strv_builder_end (texts);
}
