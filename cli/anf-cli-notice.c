/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-field.h"
#include "anf-cli-print.h"
#include "anf-cli-run.h"
#include "anf-cli-step.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#define SOME_ID "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

static gboolean
read_one (AnfRun *run, const char *id, GError **error)
{
  g_autoptr (JsonObject) body = json_object_new ();
  g_autofree char *path = anf_cli_run_path ("notices", id, "read");
  g_autoptr (AnfReply) reply = anf_cli_run_call (run, "POST", path, body, error);
  return reply != NULL;
}

/* A page at a time: what was read is not on the next one. */
static gboolean
read_all (AnfRun *run, GError **error)
{
  for (;;)
    {
      g_autoptr (AnfReply) reply
          = anf_cli_run_call (run, "GET", "/notices?state=unread&limit=200", NULL, error);
      JsonObject *page = reply != NULL ? anf_reply_get_object (reply) : NULL;
      JsonArray *items = page != NULL ? anf_json_peek_array (page, "items") : NULL;
      const guint count = items != NULL ? json_array_get_length (items) : 0;
      if (reply == NULL || count == 0)
        return reply != NULL;
      for (guint i = 0; i < count; i++)
        {
          const char *id = anf_json_peek_string (json_array_get_object_element (items, i), "id");
          if (id == NULL || !read_one (run, id, error))
            return FALSE;
        }
    }
}

static gboolean
run_read (AnfRun *run, GError **error)
{
  const gboolean all = anf_cli_run_has (run, "all");
  if (all == (run->args[0] != NULL))
    return anf_cli_run_misuse (error, _ ("name the notices that were read, or say --all"));
  if (all)
    return read_all (run, error);
  for (gsize i = 0; run->args[i] != NULL; i++)
    if (!read_one (run, run->args[i], error))
      return FALSE;
  return TRUE;
}

static const AnfField list_fields[] = {
  { "state", "state", ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, N_ ("unread"),
    N_ ("only those that have not been read") },
  ANF_FIELDS_LIST,
};

static const AnfField read_fields[] = {
  { "all", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("all that have not been read") },
  ANF_FIELDS_END,
};

static const AnfColumn columns[] = { { N_ ("AT"), "at" },         { N_ ("WHAT"), "title" },
                                     { N_ ("NUMBER"), "number" }, { N_ ("RECORD"), "record" },
                                     { N_ ("DUE"), "due" },       { N_ ("READ"), "read_at" },
                                     { N_ ("ID"), "id" },         { NULL } };

static const AnfCommand commands[] = {
  { "list", "", 0, 0, N_ ("List what you are told of, unread first"),
    "anfang notice list --state unread", anf_cli_step_list, list_fields },
  { "read", "[NOTICE…]", 0, 200, N_ ("Mark notices as read"), "anfang notice read " SOME_ID,
    run_read, read_fields },
  { NULL },
};

const AnfNoun anf_cli_notice
    = { "notice", N_ ("what you are told of"), "notices", ANF_FIELD_TEXT, columns, commands };
