/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-order-beside.h"

#include "anf-facts.h"
#include "anf-json.h"
#include "anf-orders.h"

#include <string.h>

/* The member of a finding that names letters of this kind. */
static const char *
find_member (const AnfOrderKind *kind)
{
  if (kind->machine == ANF_MACHINE_DECISION)
    return "decisions";
  return strcmp (kind->name, "accountability") == 0 ? "accountabilities" : NULL;
}

gboolean
anf_order_note_contents (AnfWork *work, JsonObject *doc, GError **error)
{
  const AnfOrderKind *kind = anf_order_kind_find (anf_json_peek_string (doc, "kind"));
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (doc, "findings"));
  g_autoptr (JsonArray) contents = json_array_new ();
  if (kind->machine != ANF_MACHINE_DECISION)
    return TRUE;
  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL)
        return FALSE;
      const char *content = anf_json_peek_string (finding->doc, "content");
      if (content != NULL && !anf_json_array_has_string (contents, content))
        json_array_add_string_element (contents, content);
    }
  if (json_array_get_length (contents) > 0)
    json_object_set_array_member (doc, "contents", g_steal_pointer (&contents));
  return TRUE;
}

/* Returns whether that changed anything. */
static gboolean
set_named (JsonObject *finding, const char *member, const char *id, gboolean named)
{
  JsonArray *list = anf_json_peek_array (finding, member);
  for (guint i = list != NULL ? json_array_get_length (list) : 0; i > 0; i--)
    if (strcmp (anf_json_array_get_string (list, i - 1), id) == 0)
      {
        if (named)
          return FALSE;
        json_array_remove_element (list, i - 1);
        if (json_array_get_length (list) == 0)
          json_object_remove_member (finding, member);
        return TRUE;
      }
  if (!named)
    return FALSE;
  if (list == NULL)
    {
      list = json_array_new ();
      json_object_set_array_member (finding, member, list);
    }
  json_array_add_string_element (list, id);
  return TRUE;
}

static gboolean
tell_findings (AnfWork *work, const AnfItem *order, gboolean named, GError **error)
{
  const char *member = find_member (anf_order_get_kind (order));
  g_auto (GStrv) ids = anf_facts_dup_strings (anf_json_peek_array (order->doc, "findings"));
  for (gsize i = 0; member != NULL && ids[i] != NULL; i++)
    {
      g_autoptr (AnfItem) finding = anf_work_find (work, ANF_NOUN_FINDING, ids[i], error);
      if (finding == NULL
          || (set_named (finding->doc, member, order->record->id, named)
              && !anf_work_save (work, finding, named ? "letter_noted" : "letter_dropped", NULL,
                                 error)))
        return FALSE;
    }
  return TRUE;
}

gboolean
anf_order_note_beside (AnfWork *work, const AnfItem *order, GError **error)
{
  return tell_findings (work, order, TRUE, error);
}

gboolean
anf_order_drop_beside (AnfWork *work, const AnfItem *order, GError **error)
{
  return tell_findings (work, order, FALSE, error);
}
