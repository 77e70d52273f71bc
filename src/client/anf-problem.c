/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-client-private.h"
#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* What a refusal means to a program; `state` alone shares its status with others. */
static AnfErrorCode
code_for (guint status, const char *type)
{
  if (type != NULL && g_str_has_suffix (type, ":state"))
    return ANF_ERROR_STATE;
  switch (status)
    {
    case 400:
    case 411:
    case 415:
    case 422:
    case 460: /* tus: checksum mismatch */
      return ANF_ERROR_INVALID;
    case 401:
      return ANF_ERROR_UNAUTHORIZED;
    case 403:
      return ANF_ERROR_DENIED;
    case 404:
    case 410:
      return ANF_ERROR_NOT_FOUND;
    case 409:
    case 412:
      return ANF_ERROR_CONFLICT;
    case 413:
      return ANF_ERROR_TOO_LARGE;
    case 423:
    case 429:
    case 503:
      return ANF_ERROR_BUSY;
    case 507:
      return ANF_ERROR_NO_SPACE;
    default:
      return ANF_ERROR_FAILED;
    }
}

/* A single fault is mostly what the detail says already. */
static void
append_faults (GString *text, JsonObject *problem)
{
  JsonArray *faults = anf_json_peek_array (problem, "errors");
  const guint count = faults != NULL ? json_array_get_length (faults) : 0;
  for (guint i = 0; i < count; i++)
    {
      JsonNode *node = json_array_get_element (faults, i);
      if (!JSON_NODE_HOLDS_OBJECT (node))
        continue;
      JsonObject *fault = json_node_get_object (node);
      const char *pointer = anf_json_peek_string (fault, "pointer");
      const char *detail = anf_json_peek_string (fault, "detail");
      if (count == 1 && detail != NULL && strstr (text->str, detail) != NULL)
        return;
      g_string_append_printf (text, "\n  %s: %s",
                              pointer != NULL && *pointer != '\0' ? pointer : "/",
                              detail != NULL ? detail : "?");
    }
}

/* A refusal by a state mostly says so itself, in the words of its reader's language. */
static void
append_allowed (GString *text, JsonObject *problem)
{
  JsonArray *events = anf_json_peek_array (problem, "allowed_events");
  const guint count = events != NULL ? json_array_get_length (events) : 0;
  g_autoptr (GString) all = g_string_new (NULL);
  for (guint i = 0; i < count; i++)
    {
      const char *event = anf_json_array_get_string (events, i);
      g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", event != NULL ? event : "?");
    }
  if (count > 0 && strstr (text->str, _ ("possible now: ")) == NULL)
    g_string_append_printf (text, "\n  %s%s", _ ("possible now: "), all->str);
}

gboolean
anf_client_fail (SoupMessage *message, GBytes *body, GError **error)
{
  const guint status = soup_message_get_status (message);
  gsize size = 0;
  const char *bytes = g_bytes_get_data (body, &size);
  g_autoptr (JsonObject) problem = size > 0 ? anf_json_parse_object (bytes, size, NULL) : NULL;
  if (problem == NULL)
    {
      const char *reason = soup_message_get_reason_phrase (message);
      return anf_error_throw (error, code_for (status, NULL), _ ("the service answered %u %s"),
                              status, reason != NULL ? reason : "");
    }
  const char *detail = anf_json_peek_string (problem, "detail");
  const char *title = anf_json_peek_string (problem, "title");
  g_autoptr (GString) text = g_string_new (detail != NULL ? detail : title);
  if (text->len == 0)
    g_string_append_printf (text, _ ("the service answered %u"), status);
  append_faults (text, problem);
  append_allowed (text, problem);
  const AnfErrorCode code = code_for (status, anf_json_peek_string (problem, "type"));
  return anf_error_throw (error, code, "%s", text->str);
}
