/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-referral-defects.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

#include <string.h>

/* A device's clock may be so much ahead of the service's. */
#define AHEAD_MAX_US (G_GINT64_CONSTANT (10) * 60 * G_USEC_PER_SEC)

void
anf_referral_defects_init (AnfDefects *self)
{
  self->repairable = json_array_new ();
  self->fatal = g_ptr_array_new_with_free_func (g_free);
}

void
anf_referral_defects_clear (AnfDefects *self)
{
  g_clear_pointer (&self->repairable, json_array_unref);
  g_clear_pointer (&self->fatal, g_ptr_array_unref);
}

static void
add_repairable (AnfDefects *self, const char *name, const char *defect)
{
  JsonObject *entry = json_object_new ();
  json_object_set_string_member (entry, "item", name);
  json_object_set_string_member (entry, "defect", defect);
  json_array_add_object_element (self->repairable, entry);
}

/* The last word on a carrier is the last count of it. */
static gboolean
was_found_changed (JsonObject *doc)
{
  JsonArray *list = anf_json_peek_array (doc, "handovers");
  const char *last = NULL;
  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      const char *check = anf_json_peek_string (json_array_get_object_element (list, i), "check");
      if (g_strcmp0 (check, "not_counted") != 0)
        last = check;
    }
  return g_strcmp0 (last, "different") == 0;
}

static gboolean
was_captured_after_receipt (JsonObject *doc)
{
  gint64 captured = 0;
  gint64 received = 0;
  const char *captured_at = anf_json_peek_string (doc, "captured_at");
  const char *created_at = anf_json_peek_string (doc, "created_at");
  return captured_at != NULL && created_at != NULL && anf_time_parse (captured_at, &captured, NULL)
         && anf_time_parse (created_at, &received, NULL) && captured > received + AHEAD_MAX_US;
}

static gboolean
has_unclear_format (JsonObject *doc)
{
  const char *type = anf_json_peek_string (doc, "filetype");
  return g_strcmp0 (anf_json_peek_string (doc, "kind"), "reference") != 0
         && (type == NULL || strcmp (type, "application/octet-stream") == 0);
}

void
anf_referral_defects_look (AnfDefects *self, const AnfItem *item, const char *name)
{
  JsonObject *examination = anf_json_peek_object (item->doc, "examination");
  const char *status = examination == NULL ? NULL : anf_json_peek_string (examination, "status");
  if (strcmp (item->record->state, "superseded") == 0)
    g_ptr_array_add (self->fatal,
                     g_strdup_printf (_ ("%s was superseded by other evidence"), name));
  if (was_found_changed (item->doc))
    g_ptr_array_add (self->fatal,
                     g_strdup_printf (_ ("%s was found changed when it was handed over"), name));
  if (g_strcmp0 (status, "unexaminable") == 0)
    add_repairable (self, name, "格式无法识别：文件与所注明的格式不符或已损坏");
  else if (has_unclear_format (item->doc))
    add_repairable (self, name, "文件格式未注明");
  if (was_captured_after_receipt (item->doc))
    add_repairable (self, name, "所注明的采集时间晚于接收时间");
}

static char *
join_fatal (const AnfDefects *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < self->fatal->len; i++)
    g_string_append_printf (text, "%s%s", i == 0 ? "" : "; ",
                            (const char *)g_ptr_array_index (self->fatal, i));
  return g_strdup (text->str);
}

static char *
join_repairable (const AnfDefects *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < json_array_get_length (self->repairable); i++)
    {
      JsonObject *entry = json_array_get_object_element (self->repairable, i);
      g_string_append_printf (text, "%s%s: %s", i == 0 ? "" : "; ",
                              anf_json_peek_string (entry, "item"),
                              anf_json_peek_string (entry, "defect"));
    }
  return g_strdup (text->str);
}

gboolean
anf_referral_defects_judge (const AnfDefects *self, const char *explanation, GError **error)
{
  if (self->fatal->len > 0)
    {
      g_autofree char *text = join_fatal (self);
      return anf_error_throw (error, ANF_ERROR_STATE, _ ("this can be no evidence: %s"), text);
    }
  if (json_array_get_length (self->repairable) == 0 || explanation != NULL)
    return TRUE;
  g_autofree char *text = join_repairable (self);
  return anf_error_throw (
      error, ANF_ERROR_STATE,
      _ ("approve it with an explanation (补正说明) of these defects, which goes "
         "into the pack: %s"),
      text);
}
