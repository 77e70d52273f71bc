/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-connection.h"

/* The two halves of a connection as libsoup sees them; they borrow their connection, which owns
   them. Counts are of bytes, or negative errnos. */

GInputStream *anf_connection_input_new (AnfConnection *connection);
GOutputStream *anf_connection_output_new (AnfConnection *connection);

gssize anf_connection_read (AnfConnection *self, void *bytes, gsize size);
gssize anf_connection_write (AnfConnection *self, const void *bytes, gsize size);
/** anf_connection_streams_orphan: the connection goes; libsoup may still hold its streams. */
void anf_connection_streams_orphan (GInputStream *input, GOutputStream *output);

/** anf_connection_push: sends what is held back. Returns: FALSE when the client is not taking it */
gboolean anf_connection_push (AnfConnection *self);
gboolean anf_connection_flush (AnfConnection *self);
GSource *
anf_connection_create_source (AnfConnection *self, GObject *stream, GIOCondition condition);
