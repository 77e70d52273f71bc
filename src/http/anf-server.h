/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-office.h"

/**
 * AnfServer:
 *
 * The service's HTTP side. It decides nothing: it checks what arrives against the contract, calls
 * the office on threads of its own, and says what the office answered. It belongs to the thread
 * and main context in which it was made; nothing blocks there.
 */
typedef struct _AnfServer AnfServer;

/**
 * AnfServerOptions:
 * @listen: `ADDR:PORT` (port 0: any free one; IPv6 in brackets) or `unix:PATH`
 * @listen_fd: a listening socket that was inherited and is taken over, or -1; @listen is then
 * unused
 * @allow_origins: (nullable): origins whose pages may call us (CORS), NULL-terminated
 * @upload_max: largest upload, told to tus clients; 0 says nothing
 * @connections_max: open connections; lowered to what RLIMIT_NOFILE leaves room for
 * @connections_per_address: open connections of one client address; not counted on Unix sockets
 * @workers: threads that run operations
 * @queue_max: operations that may wait for a worker; 503 above
 * @intake_threads: uploads received at the same time; 503 above
 * @uploads_per_account: of these, uploads of one login
 * @stream_threads: large replies sent at the same time
 * @head_ms: from the first byte (or the connection) to the end of a request's head
 * @idle_ms: between two requests
 * @body_ms: without any progress in a body, either way
 * @body_rate_min: bytes a second that a body must bring on average after @body_ms
 * @work_ms: for an operation, until the client is told to try again
 * @sweep_ms: how often deadlines are looked at
 */
typedef struct
{
  const char *listen;
  int listen_fd;
  const char *const *allow_origins;
  gint64 upload_max;
  guint connections_max;
  guint connections_per_address;
  guint workers;
  guint queue_max;
  guint intake_threads;
  guint uploads_per_account;
  guint stream_threads;
  guint head_ms;
  guint idle_ms;
  guint body_ms;
  guint body_rate_min;
  guint work_ms;
  guint sweep_ms;
} AnfServerOptions;

/** anf_server_options_default: loopback, port 8080, and limits for one small machine. */
AnfServerOptions anf_server_options_default (void);

/**
 * anf_server_new:
 * @office: (transfer none): must outlive the server
 *
 * Listens and serves as soon as the caller's main loop runs. Fails with UNAVAILABLE when the
 * contract and the office do not name the same operations, and when it cannot listen.
 */
AnfServer *anf_server_new (AnfOffice *office,
                           const AnfServerOptions *options,
                           GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_server_get_url: where it listens, e.g. `http://127.0.0.1:8080` or `unix:/run/anfang.sock` */
const char *anf_server_get_url (const AnfServer *self);

/**
 * anf_server_stop:
 * @deadline_ms: after this, what is still in flight is cut off
 * @stopped: called once, from the main loop; from then on the office is not called any more
 *
 * Accepts no more connections, closes idle ones, lets requests in flight finish.
 */
void anf_server_stop (AnfServer *self,
                      guint deadline_ms,
                      void (*stopped) (gpointer data),
                      gpointer data);

/** anf_server_free: waits for operations that run; what was not stopped before is cut off. */
void anf_server_free (AnfServer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfServer, anf_server_free)
