/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-answer.h"
#include "anf-connection.h"

/* Speaking to a client from a thread that may wait, over a connection that was stolen. Each call
   obeys the connection's deadlines for bodies; errors are GIO's. */

/**
 * anf_wire_await_head:
 *
 * Waits @ms for the next request. Returns: whether its head is there, whole and fine, and stays
 * there; for anything else give the connection back
 */
gboolean anf_wire_await_head (AnfConnection *connection, int ms, const char **head, gsize *size);

/** anf_wire_continue: sends `100 Continue` when the client waits for it. */
gboolean anf_wire_continue (AnfConnection *connection, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_wire_read:
 *
 * Reads @size bytes of the body, or what is left of it, or what is there when the link falls
 * silent, waiting for the first byte. Returns: how many bytes, 0 when the body is complete, -1 with
 * @error when the client left or is too slow.
 */
gssize anf_wire_read (AnfConnection *connection, void *bytes, gsize size, GError **error);

/** anf_wire_write: sends all of it. */
gboolean anf_wire_write (AnfConnection *connection, gconstpointer bytes, gsize size, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/** anf_wire_send_file: sends @length bytes of @fd from @offset. */
gboolean anf_wire_send_file (AnfConnection *connection,
                             int fd,
                             gint64 offset,
                             gint64 length,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_wire_answer: sends @answer with its body. Returns: whether it was sent */
gboolean anf_wire_answer (AnfConnection *connection, AnfAnswer *answer, gboolean keep);

/** anf_wire_answer_now: the same from the loop, where nothing may wait; what does not fit into the
 * socket's buffer is lost. For short answers only. */
void anf_wire_answer_now (AnfConnection *connection, AnfAnswer *answer, gboolean keep);

/**
 * anf_wire_skip_body:
 *
 * Passes over what is left of the body when that is little and already there. Returns: whether the
 * connection can go on; otherwise it must be closed, since the client wants that or still sends.
 */
gboolean anf_wire_skip_body (AnfConnection *connection);
