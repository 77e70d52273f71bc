/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-accountable.h"

#include "anf-json.h"

#include <glib/gi18n.h>

static gboolean
add_people (AnfRun *run,
            JsonObject *accountable,
            const char *option,
            const char *member,
            const char *const *parts,
            GError **error)
{
  char **given = anf_cli_run_get_all (run, option);
  const guint count = g_strv_length ((char **)parts);
  JsonArray *people = json_array_new ();
  for (gsize i = 0; given != NULL && given[i] != NULL; i++)
    {
      g_auto (GStrv) values = g_strsplit (given[i], "|", (int)count);
      if (g_strv_length (values) != count)
        {
          g_autofree char *all = g_strjoinv ("|", (char **)parts);
          json_array_unref (people);
          return anf_cli_run_misuse (error, _ ("--%s takes %s, not “%s”"), option, all, given[i]);
        }
      JsonObject *one = json_object_new ();
      /* A scheme without grounds leaves that part empty. */
      for (guint k = 0; k < count; k++)
        if (*g_strstrip (values[k]) != '\0')
          json_object_set_string_member (one, parts[k], values[k]);
      json_array_add_object_element (people, one);
    }
  if (json_array_get_length (people) > 0)
    json_object_set_array_member (accountable, member, people);
  else
    json_array_unref (people);
  return TRUE;
}

gboolean
anf_cli_accountable_add (AnfRun *run, JsonObject *body, GError **error)
{
  static const char *const person[] = { "name", "post", "facts", NULL };
  static const char *const leader[] = { "name", "post", "ground", "facts", NULL };
  JsonObject *given = anf_json_peek_object (body, "accountable");
  g_autoptr (JsonObject) accountable = given != NULL ? json_object_ref (given) : json_object_new ();
  if (!add_people (run, accountable, "accountable", "persons", person, error)
      || !add_people (run, accountable, "accountable-leader", "leaders", leader, error))
    return FALSE;
  if (json_object_get_size (accountable) > 0)
    json_object_set_object_member (body, "accountable", json_object_ref (accountable));
  return TRUE;
}
