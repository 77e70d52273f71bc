/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-acceptor.h"
#include "anf-answer.h"
#include "anf-crew.h"
#include "anf-language.h"
#include "anf-mailbox.h"
#include "anf-metrics.h"
#include "anf-office.h"
#include "anf-pieces.h"
#include "anf-problem.h"
#include "anf-router.h"
#include "anf-transfers.h"

/**
 * AnfFrame:
 *
 * What every request needs of the server. The threads below the loop use @office, @router,
 * @transfers, @pieces, @metrics, @mailbox and @options; everything else is the loop's.
 */
typedef struct
{
  AnfOffice *office;
  AnfRouter *router;
  AnfTransfers *transfers;
  AnfPieces *pieces;
  AnfMailbox *mailbox;
  AnfMetrics metrics;
  gint64 upload_max;
  const char *const *allow_origins;
  guint work_ms;
  int stopping; /* atomic */

  SoupServer *soup;
  AnfAcceptor *acceptor;
  AnfCrew *workers;
  AnfCrew *intake;
  AnfCrew *streams;
  guint queue_max;
  GQueue waiting; /* exchanges that wait for a worker's answer, oldest first */
  guint alive;    /* exchanges */
  void (*ended) (gpointer data);
  gpointer ended_data;
} AnfFrame;

/**
 * AnfExchange:
 *
 * One request on its way to one answer. The loop makes it and frees it; in between one thread at a
 * time reads it. It ends by exactly one of anf_exchange_reply() (from any thread),
 * anf_exchange_reply_now() (from the loop) and anf_exchange_hand_back() (after the connection was
 * stolen and answered); freeing one that did not end is a programming error.
 */
typedef struct
{
  AnfFrame *frame;
  AnfConnection *connection;
  SoupServerMessage *message; /* the loop's; NULL once gone or stolen */
  AnfMatch match;
  GHashTable *query;
  char *token;  /* (nullable) */
  char *range;  /* (nullable) */
  char *origin; /* (nullable): an allowed one */
  AnfLanguage language;
  gint64 if_match;    /* -1: absent */
  char *none_match;   /* (nullable) */
  char *repeat_key;   /* (nullable): of a POST, by which it is known again */
  GHashTable *fields; /* of a tus request: lower-case name → value */
  GBytes *body;       /* (nullable) */
  gboolean head_only;
  gboolean stolen;   /* the connection is ours, not libsoup's */
  char *piece;       /* (nullable): where a body is read to; of @pieces */
  guint connections; /* open ones when the request came */
  gint64 began;

  /*< private, the loop's >*/
  GList *waiting;
  gboolean paused;
  gboolean held; /* by a thread, which will send a letter */
  gboolean ended;
} AnfExchange;

AnfExchange *anf_exchange_new (AnfFrame *frame, SoupServerMessage *message);

/** anf_exchange_of: Returns: (transfer none) (nullable): the one that @message belongs to */
AnfExchange *anf_exchange_of (SoupServerMessage *message);

/** anf_exchange_reply: from the thread that it was given to; takes @answer. */
void anf_exchange_reply (AnfExchange *self, AnfAnswer *answer);

/** anf_exchange_reply_now: from the loop, at once; takes @taken. */
void anf_exchange_reply_now (AnfExchange *self, AnfAnswer *taken);
/** anf_exchange_refuse: anf_exchange_reply_now() with a problem without a body of its own. */
void anf_exchange_refuse (AnfExchange *self, AnfProblem problem, const char *detail);

/** anf_exchange_give: from the loop; hands it to a thread of @crew, whose letter ends it unless
 * work_ms pass before. */
void anf_exchange_give (AnfExchange *self, AnfCrew *crew);
/** anf_exchange_take: from the loop; the thread is done. Returns: FALSE when nobody waits for what
 * it found; @self may be gone then. */
gboolean anf_exchange_take (AnfExchange *self) G_GNUC_WARN_UNUSED_RESULT;
/** anf_exchange_steal: from the loop; the connection is the caller's until handed back. Returns:
 * FALSE when the client is gone; the exchange has ended then. */
gboolean anf_exchange_steal (AnfExchange *self);
/** anf_exchange_hand_back: from any thread; @keep: whether the client may send its next request. */
void anf_exchange_hand_back (AnfExchange *self, gboolean keep);

/** anf_exchange_renew: for the thread that has a stolen connection: the request is answered, and
 * the client's next one begins over it. */
void anf_exchange_renew (AnfExchange *self);

/** anf_exchange_decorate: fields that every answer to this request carries. */
void anf_exchange_decorate (const AnfExchange *self, AnfAnswer *answer);

/** anf_exchange_sweep: answers those whose worker takes too long. */
void anf_exchange_sweep (AnfFrame *frame, gint64 now);
