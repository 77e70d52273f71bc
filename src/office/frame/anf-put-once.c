/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-put-once.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

gboolean
anf_put_once (AnfWork *work,
              AnfNoun noun,
              const char *event,
              const char *stays,
              AnfPutFill fill,
              GError **error)
{
  g_autoptr (AnfItem) existing = NULL;
  gboolean same = FALSE;
  if (!anf_work_begin_put (work, noun, NULL, &existing, &same, error))
    return FALSE;
  if (same)
    {
      anf_work_reply_item (work, 200, existing);
      return TRUE;
    }
  if (existing != NULL)
    return anf_error_throw (error, ANF_ERROR_STATE, "%s", _ (stays));
  g_autoptr (AnfItem) item
      = anf_item_new (noun, work->call->id, anf_json_copy_object (work->call->body));
  json_object_set_string_member (item->doc, "id", work->call->id);
  item->record->scheme = g_strdup (anf_json_peek_string (item->doc, "scheme"));
  if (!fill (work, item, error) || !anf_work_create (work, item, event, event, NULL, error))
    return FALSE;
  anf_work_reply_item (work, 201, item);
  return TRUE;
}
