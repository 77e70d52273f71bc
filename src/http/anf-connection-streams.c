/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-connection-streams.h"

#include <gio/gpollableinputstream.h>
#include <gio/gpollableoutputstream.h>

#include <errno.h>

#define ANF_TYPE_CONNECTION_INPUT (anf_connection_input_get_type ())
G_DECLARE_FINAL_TYPE (AnfConnectionInput, anf_connection_input, ANF, CONNECTION_INPUT, GInputStream)
#define ANF_TYPE_CONNECTION_OUTPUT (anf_connection_output_get_type ())
G_DECLARE_FINAL_TYPE (
    AnfConnectionOutput, anf_connection_output, ANF, CONNECTION_OUTPUT, GOutputStream)

struct _AnfConnectionInput
{
  GInputStream parent_instance;
  AnfConnection *connection; /* NULL: gone */
};

struct _AnfConnectionOutput
{
  GOutputStream parent_instance;
  AnfConnection *connection; /* NULL: gone */
};

static void input_pollable_init (GPollableInputStreamInterface *iface);
static void output_pollable_init (GPollableOutputStreamInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnfConnectionInput,
                               anf_connection_input,
                               G_TYPE_INPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_INPUT_STREAM,
                                                      input_pollable_init))
G_DEFINE_FINAL_TYPE_WITH_CODE (AnfConnectionOutput,
                               anf_connection_output,
                               G_TYPE_OUTPUT_STREAM,
                               G_IMPLEMENT_INTERFACE (G_TYPE_POLLABLE_OUTPUT_STREAM,
                                                      output_pollable_init))

static gssize
report (gssize count, GError **error)
{
  if (count >= 0)
    return count;
  const int errnum = (int)-count;
  if (errnum == EAGAIN)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "nothing yet");
  else
    g_set_error_literal (error, G_IO_ERROR, (int)g_io_error_from_errno (errnum),
                         g_strerror (errnum));
  return -1;
}

static GSource *
create_source (AnfConnection *connection, GObject *stream, GIOCondition condition)
{
  if (connection != NULL)
    return anf_connection_create_source (connection, stream, condition);
  g_autoptr (GSource) at_once = g_timeout_source_new (0);
  return g_pollable_source_new_full (stream, at_once, NULL);
}

/* ---- in ---- */

static gssize
input_read_nonblocking (GPollableInputStream *stream, void *buffer, gsize count, GError **error)
{
  AnfConnection *connection = ANF_CONNECTION_INPUT (stream)->connection;
  return report (connection == NULL ? -EPIPE : anf_connection_read (connection, buffer, count),
                 error);
}

static gssize
input_read (
    GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  return input_read_nonblocking (G_POLLABLE_INPUT_STREAM (stream), buffer, count, error);
}

static GSource *
input_create_source (GPollableInputStream *stream, GCancellable *cancellable)
{
  return create_source (ANF_CONNECTION_INPUT (stream)->connection, G_OBJECT (stream), G_IO_IN);
}

static gboolean
input_is_readable (GPollableInputStream *stream)
{
  return TRUE;
}

static void
anf_connection_input_class_init (AnfConnectionInputClass *klass)
{
  G_INPUT_STREAM_CLASS (klass)->read_fn = input_read;
}

static void
anf_connection_input_init (AnfConnectionInput *self)
{
}

static void
input_pollable_init (GPollableInputStreamInterface *iface)
{
  iface->is_readable = input_is_readable;
  iface->create_source = input_create_source;
  iface->read_nonblocking = input_read_nonblocking;
}

GInputStream *
anf_connection_input_new (AnfConnection *connection)
{
  AnfConnectionInput *self = g_object_new (ANF_TYPE_CONNECTION_INPUT, NULL);
  self->connection = connection;
  return G_INPUT_STREAM (self);
}

/* ---- out ---- */

static gssize
output_write_nonblocking (GPollableOutputStream *stream,
                          const void *buffer,
                          gsize count,
                          GError **error)
{
  AnfConnection *connection = ANF_CONNECTION_OUTPUT (stream)->connection;
  return report (connection == NULL ? -EPIPE : anf_connection_write (connection, buffer, count),
                 error);
}

static gssize
output_write (GOutputStream *stream,
              const void *buffer,
              gsize count,
              GCancellable *cancellable,
              GError **error)
{
  return output_write_nonblocking (G_POLLABLE_OUTPUT_STREAM (stream), buffer, count, error);
}

static gboolean
output_flush (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  AnfConnection *connection = ANF_CONNECTION_OUTPUT (stream)->connection;
  return connection == NULL || anf_connection_flush (connection);
}

static GSource *
output_create_source (GPollableOutputStream *stream, GCancellable *cancellable)
{
  return create_source (ANF_CONNECTION_OUTPUT (stream)->connection, G_OBJECT (stream), G_IO_OUT);
}

static gboolean
output_is_writable (GPollableOutputStream *stream)
{
  return TRUE;
}

static void
anf_connection_output_class_init (AnfConnectionOutputClass *klass)
{
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = output_write;
  G_OUTPUT_STREAM_CLASS (klass)->flush = output_flush;
}

static void
anf_connection_output_init (AnfConnectionOutput *self)
{
}

static void
output_pollable_init (GPollableOutputStreamInterface *iface)
{
  iface->is_writable = output_is_writable;
  iface->create_source = output_create_source;
  iface->write_nonblocking = output_write_nonblocking;
}

GOutputStream *
anf_connection_output_new (AnfConnection *connection)
{
  AnfConnectionOutput *self = g_object_new (ANF_TYPE_CONNECTION_OUTPUT, NULL);
  self->connection = connection;
  return G_OUTPUT_STREAM (self);
}

/* ---- apart ---- */

void
anf_connection_streams_orphan (GInputStream *input, GOutputStream *output)
{
  ANF_CONNECTION_INPUT (input)->connection = NULL;
  ANF_CONNECTION_OUTPUT (output)->connection = NULL;
}
