/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-client.h"
#include "anf-error.h"
#include "anf-random.h"
#include "anf-session.h"
#include "anf-upload-state.h"
#include "anf-upload.h"

#include <glib/gstdio.h>

typedef struct
{
  const char *text;
  const char *server; /* NULL when it is refused */
} ServerCase;

static const ServerCase server_cases[] = {
  { "http://127.0.0.1:8080", "http://127.0.0.1:8080" },
  { "https://anfang.example/", "https://anfang.example" },
  { "https://anfang.example/api/v1", "https://anfang.example" },
  { "https://anfang.example/office/", "https://anfang.example/office" },
  { "http://[::1]:80", "http://[::1]:80" },
  { "ftp://anfang.example", NULL },
  { "anfang.example", NULL },
  { "https://", NULL },
  { "https://li:secret@anfang.example", NULL },
  { "https://anfang.example/?x", NULL },
  { "", NULL },
};

static void
test_server (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (server_cases); i++)
    {
      const ServerCase *row = &server_cases[i];
      g_autoptr (GError) error = NULL;
      g_test_message ("%s", row->text);
      g_autoptr (AnfClient) client = anf_client_new (row->text, NULL, &error);
      if (row->server == NULL)
        g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
      else
        g_assert_cmpstr (anf_client_get_server (client), ==, row->server);
    }
}

static void
test_session (void)
{
  g_autoptr (GError) error = NULL;
  AnfSession session = { .server = (char *)"https://one.example", .token = (char *)"t1" };
  session.account = (char *)"li";
  g_unsetenv ("ANFANG_SERVER");
  g_unsetenv ("ANFANG_TOKEN");
  g_autoptr (AnfSession) none = anf_session_load (NULL, &error);
  g_assert_null (none);
  g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_UNAUTHORIZED);
  g_clear_error (&error);

  g_assert_true (anf_session_save (&session, &error));
  g_assert_no_error (error);
  g_autoptr (AnfSession) stored = anf_session_load ("https://one.example/", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (stored->token, ==, "t1");
  g_assert_cmpstr (stored->account, ==, "li");

  /* A token is never shown to another service than the one that gave it. */
  g_autoptr (AnfSession) elsewhere = anf_session_load ("https://two.example", &error);
  g_assert_null (elsewhere);
  g_clear_error (&error);

  g_setenv ("ANFANG_TOKEN", "t2", TRUE);
  g_autoptr (AnfSession) other = anf_session_load ("https://two.example", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (other->token, ==, "t2");
  g_assert_null (other->account);
  g_unsetenv ("ANFANG_TOKEN");

  g_assert_true (anf_session_forget (&error));
  g_assert_true (anf_session_forget (&error));
  g_autoptr (AnfSession) gone = anf_session_load (NULL, &error);
  g_assert_null (gone);
}

static void
test_device (void)
{
  g_autofree char *first = anf_session_device (NULL);
  g_autofree char *again = anf_session_device (NULL);
  g_assert_true (anf_uuid_is_valid (first));
  g_assert_cmpstr (first, ==, again);
}

/* The id of a piece of evidence is chosen once for the same bytes in the same visit. */
static void
test_remember (void)
{
  const char *server = "https://one.example";
  g_autoptr (AnfUploadState) first = anf_upload_state_open (server, "visit-1", "aa", 4, NULL);
  g_assert_cmpint (first->sequence, ==, 4);
  first->url = g_strdup ("/api/v1/uploads/1");
  g_assert_true (anf_upload_state_save (first, NULL));

  g_autoptr (AnfUploadState) again = anf_upload_state_open (server, "visit-1", "aa", 9, NULL);
  g_assert_cmpstr (again->evidence, ==, first->evidence);
  g_assert_cmpstr (again->url, ==, first->url);
  g_assert_cmpint (again->sequence, ==, 4);
  g_assert_false (again->done);

  const char *const others[][3] = { { "https://two.example", "visit-1", "aa" },
                                    { "https://one.example", "visit-2", "aa" },
                                    { "https://one.example", "visit-1", "bb" } };
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    {
      g_autoptr (AnfUploadState) other
          = anf_upload_state_open (others[i][0], others[i][1], others[i][2], 1, NULL);
      g_assert_cmpstr (other->evidence, !=, first->evidence);
      g_assert_null (other->url);
    }
  g_assert_cmpint (anf_upload_next_sequence (server, "visit-1"), ==, 5);
  g_assert_cmpint (anf_upload_next_sequence (server, "visit-3"), ==, 1);
}

/* A state file that was cut short by an old kernel is a new choice, not a crash. */
static void
test_damaged (void)
{
  g_autoptr (AnfUploadState) state
      = anf_upload_state_open ("https://one.example", "visit-9", "aa", 1, NULL);
  g_assert_true (anf_upload_state_save (state, NULL));
  static const char *const damages[]
      = { "", "{", "[]", "{\"evidence\":7}", "{\"evidence\":\"x\"}" };
  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_assert_true (g_file_set_contents_full (state->path, damages[i], -1,
                                               G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      g_autoptr (AnfUploadState) fresh
          = anf_upload_state_open ("https://one.example", "visit-9", "aa", 1, NULL);
      g_assert_true (anf_uuid_is_valid (fresh->evidence));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/client/server", test_server);
  g_test_add_func ("/client/session", test_session);
  g_test_add_func ("/client/device", test_device);
  g_test_add_func ("/client/remember", test_remember);
  g_test_add_func ("/client/damaged", test_damaged);
  return g_test_run ();
}
