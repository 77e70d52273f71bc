/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-head.h"

#include <gio/gio.h>
#include <libsoup/soup.h>

/**
 * AnfConnection:
 *
 * A client's socket, as the stream that libsoup reads from and writes to. It lets libsoup see one
 * checked head at a time and then exactly the body which that head announced; everything after that
 * stays here. So nothing is lost when a connection is taken from libsoup, requests that were sent
 * ahead wait their turn, and libsoup never meets the end of an idle connection, which it would leak
 * (libsoup commit d20c6601, not in 3.2).
 *
 * It belongs to the loop's thread, except between anf_connection_steal() and the time it is handed
 * back, when it belongs to whoever stole it. Its descriptor is closed in the loop's thread only.
 */
#define ANF_TYPE_CONNECTION (anf_connection_get_type ())
G_DECLARE_FINAL_TYPE (AnfConnection, anf_connection, ANF, CONNECTION, GIOStream)

typedef enum
{
  ANF_CONNECTION_FRESH, /* nothing arrived yet */
  ANF_CONNECTION_IDLE,  /* between two requests */
  ANF_CONNECTION_HEAD,  /* a head has begun */
  ANF_CONNECTION_BODY,
  ANF_CONNECTION_WORK, /* we are at it */
  ANF_CONNECTION_REPLY,
  ANF_CONNECTION_STOLEN,
  ANF_CONNECTION_LINGER, /* refused; what still arrives is thrown away */
  ANF_CONNECTION_CLOSED,
} AnfConnectionPhase;

/** What a connection may take, see AnfServerOptions. */
typedef struct
{
  guint head_ms;
  guint idle_ms;
  guint body_ms;
  guint body_rate_min;
} AnfDeadlines;

/**
 * AnfConnectionHooks:
 * @refused: libsoup has let go of the connection, because of what its client sent or did not send;
 * answer and close it
 * @closed: the descriptor is closed
 */
typedef struct
{
  void (*refused) (AnfConnection *connection, AnfHeadFault fault, gpointer data);
  void (*closed) (AnfConnection *connection, gpointer data);
} AnfConnectionHooks;

/**
 * anf_connection_new:
 * @fd: (transfer full): a connected, non-blocking socket
 * @peer: (nullable): the client's address without its port
 * @deadlines: kept; must outlive the connection, as @hooks
 */
AnfConnection *anf_connection_new (int fd,
                                   const char *peer,
                                   const AnfDeadlines *deadlines,
                                   const AnfConnectionHooks *hooks,
                                   gpointer data);

/** anf_connection_get_address: what libsoup knows the connection by. */
GSocketAddress *anf_connection_get_address (AnfConnection *self);
/** anf_connection_of: Returns: (transfer none): the connection that @message came by */
AnfConnection *anf_connection_of (SoupServerMessage *message);

/** anf_connection_set_message: tells which request libsoup reads from it now. */
void anf_connection_set_message (AnfConnection *self, SoupServerMessage *message);

/**
 * anf_connection_steal:
 *
 * Takes the connection from libsoup, whose message is then dead. The caller must hold a reference.
 */
void anf_connection_steal (AnfConnection *self);

/** anf_connection_reset: makes it ready to be given to libsoup again. */
void anf_connection_reset (AnfConnection *self);

/** anf_connection_linger: from now on what arrives is thrown away. */
void anf_connection_linger (AnfConnection *self);

/** anf_connection_shutdown: makes whoever waits for the client stop; from any thread. */
void anf_connection_shutdown (AnfConnection *self);

/** anf_connection_is_slow: whether the body makes too little progress; for who stole it. */
gboolean anf_connection_is_slow (const AnfConnection *self, gint64 now);
/** anf_connection_is_late: whether the client let a deadline pass; never while it is stolen. */
gboolean anf_connection_is_late (AnfConnection *self, gint64 now);

AnfConnectionPhase anf_connection_get_phase (const AnfConnection *self);
int anf_connection_get_fd (const AnfConnection *self);
const char *anf_connection_get_peer (const AnfConnection *self);
const AnfHead *anf_connection_get_head (const AnfConnection *self);
const AnfDeadlines *anf_connection_get_deadlines (const AnfConnection *self);
/** anf_connection_get_body_left: bytes of the body that nobody took yet. */
gint64 anf_connection_get_body_left (const AnfConnection *self);

/**
 * anf_connection_peek_head:
 *
 * For who stole it, between two requests: reads what there is without waiting. Returns: whether it
 * is a whole head, which is fine; it stays there for anf_connection_take_head() or libsoup
 */
gboolean anf_connection_peek_head (AnfConnection *self, const char **head, gsize *size);

/** anf_connection_take_head: the request that was peeked at is the thief's. */
void anf_connection_take_head (AnfConnection *self, gsize size);

/**
 * anf_connection_take:
 *
 * Reads up to @size bytes of the body without waiting. Returns: how many, 0 at the end of the
 * stream (or of the body), or a negative errno.
 */
gssize anf_connection_take (AnfConnection *self, void *bytes, gsize size);
