/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-connection.h"

/**
 * AnfAcceptor:
 *
 * Listens, and keeps account of every open connection: how many there are, how many one address
 * has, and which let a deadline pass. libsoup's own listener leaks memory with each connection and
 * stops for good at the first EMFILE. Belongs to the loop's thread.
 */
typedef struct _AnfAcceptor AnfAcceptor;

/**
 * AnfAcceptorHooks:
 * @accepted: a new connection
 * @refused: as in AnfConnectionHooks
 * @swept: deadlines were looked at
 * @emptied: after anf_acceptor_stop(), the last connection is closed
 */
typedef struct
{
  void (*accepted) (AnfConnection *connection, gpointer data);
  void (*refused) (AnfConnection *connection, AnfHeadFault fault, gpointer data);
  void (*swept) (gint64 now, gpointer data);
  void (*emptied) (gpointer data);
} AnfAcceptorHooks;

typedef struct
{
  const char *listen;
  int listen_fd;
  guint connections_max;
  guint connections_per_address;
  guint sweep_ms;
  AnfDeadlines deadlines;
} AnfAcceptorOptions;

AnfAcceptor *anf_acceptor_new (const AnfAcceptorOptions *options,
                               const AnfAcceptorHooks *hooks,
                               gpointer data,
                               GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_acceptor_free: closes every connection; none may be stolen. */
void anf_acceptor_free (AnfAcceptor *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfAcceptor, anf_acceptor_free)

const char *anf_acceptor_get_url (const AnfAcceptor *self);
guint anf_acceptor_count (const AnfAcceptor *self);

/** anf_acceptor_stop: accepts no more and closes what is idle. */
void anf_acceptor_stop (AnfAcceptor *self);
gboolean anf_acceptor_is_stopping (const AnfAcceptor *self);
/** anf_acceptor_cut_off: ends every connection, whoever waits for it. */
void anf_acceptor_cut_off (AnfAcceptor *self);

/**
 * anf_acceptor_linger:
 *
 * Closes @connection (not libsoup's any more) once its client has stopped sending, or soon: closing
 * it while unread bytes wait would reset it, and the client might never see our answer.
 */
void anf_acceptor_linger (AnfAcceptor *self, AnfConnection *connection);
