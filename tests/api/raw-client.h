/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-server.h"

#include "fake-office.h"

/* A server over a fake office in a thread of its own, and clients that send it bytes as they are.
 */

typedef struct
{
  AnfOffice *office;
  AnfServerOptions options;
  AnfServer *server;
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  guint16 port;
  gboolean started;
} Fixture;

/** fixture_start: with @options, or sensible ones for tests when NULL. */
void fixture_start (Fixture *fixture, const AnfServerOptions *options);
/** fixture_stop: lets what is in flight end. */
void fixture_stop (Fixture *fixture);
/** fixture_options: deadlines of a minute, so that no test depends on them by chance. */
AnfServerOptions fixture_options (void);
/** count_fds: descriptors of this process. */
guint count_fds (void);
/** wait_until: polls for up to ten seconds. */
gboolean wait_until (gboolean (*holds) (gpointer data), gpointer data);

typedef struct
{
  int fd;
  GString *in;
} Client;

typedef struct
{
  guint status;
  char *head;
  GString *body;
} Reply;

Client *client_new (Fixture *fixture);
/** client_new_apart: has its descriptor, but is not connected yet. */
Client *client_new_apart (void);
void client_connect (Client *self, Fixture *fixture);
void client_free (Client *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)
void reply_free (Reply *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reply, reply_free)

/** client_send: Returns: FALSE when the server closed. */
gboolean client_send (Client *self, const char *text);
gboolean client_send_bytes (Client *self, const void *bytes, gsize size);
/** client_receive: one reply; NULL when the server closed or ten seconds passed. */
Reply *client_receive (Client *self);
/** client_receive_head: the reply to HEAD, which has no body whatever it says. */
Reply *client_receive_head (Client *self);
/** client_is_closed: waits for the server to close. */
gboolean client_is_closed (Client *self);
/** client_ask: sends and receives; fails the test when there is no reply. */
Reply *client_ask (Client *self, const char *text);
/** reply_get: (transfer full) (nullable): a field's value */
char *reply_get (const Reply *self, const char *name);

#define HOST "Host: t\r\n"
#define TOKEN "Authorization: Bearer " FAKE_TOKEN "\r\n"
#define TUS "Tus-Resumable: 1.0.0\r\n"
#define UPLOAD_TYPE "Content-Type: application/offset+octet-stream\r\n"

/* Requests that many tests send. */
#define GET_UNITS "GET /api/v1/units HTTP/1.1\r\n" HOST TOKEN "\r\n"
#define GET_VISIT(kind) "GET /api/v1/visits/" FAKE_VISIT kind " HTTP/1.1\r\n" HOST TOKEN "\r\n"

#define LOGIN(fields, body) "POST /api/v1/session HTTP/1.1\r\n" HOST fields "\r\n" body
#define JSON "Content-Type: application/json\r\n"

/** check_problem: that @reply is a whole problem document of this name. */
void check_problem (const Reply *reply, const char *name);
