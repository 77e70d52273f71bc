/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-server.h"

#include <glib-unix.h>

#include "fake-office.h"
#include <signal.h>

/* The HTTP side alone, over an office in memory: for foreign clients and for measuring. */

static void
quit (gpointer data)
{
  g_main_loop_quit (data);
}

typedef struct
{
  AnfServer *server;
  GMainLoop *loop;
} Service;

static gboolean
on_term (gpointer data)
{
  Service *service = data;
  anf_server_stop (service->server, 5000, quit, service->loop);
  return G_SOURCE_REMOVE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnfOffice) office = fake_office_new ();
  AnfServerOptions options = anf_server_options_default ();
  options.listen = argc > 1 ? argv[1] : "127.0.0.1:0";
  (void)signal (SIGPIPE, SIG_IGN);
  g_autoptr (AnfServer) server = anf_server_new (office, &options, &error);
  if (server == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  g_print ("listening on %s\n", anf_server_get_url (server));
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Service service = { server, loop };
  (void)g_unix_signal_add (SIGTERM, on_term, &service);
  (void)g_unix_signal_add (SIGINT, on_term, &service);
  g_main_loop_run (loop);
  return 0;
}
