/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-scheme-plan.h"

#include "anf-error.h"
#include "anf-json.h"

#include <glib/gi18n.h>

/* Days; no scheme says when to remind. */
#define REMIND_DEFAULT 3

void
anf_scheme_plan_free (AnfSchemePlan *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->tasks, g_ptr_array_unref);
  g_free (self);
}

static gboolean
read_settings (AnfSchemePlan *self, JsonObject *file, GError **error)
{
  JsonObject *settings = anf_json_peek_object (file, "anfang");
  const gint64 days = settings != NULL
                          ? anf_json_peek_int (settings, "task_remind_days", REMIND_DEFAULT)
                          : REMIND_DEFAULT;
  if (days < 0 || days > ANF_SCHEME_REMIND_DAYS_MAX)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("“task_remind_days” must be 0 to %d"),
                            ANF_SCHEME_REMIND_DAYS_MAX);
  self->remind_days = (int)days;
  return TRUE;
}

AnfSchemePlan *
anf_scheme_plan_new (const AnfSchemeReader *reader, GPtrArray *areas, GError **error)
{
  g_autoptr (AnfSchemePlan) self = g_new0 (AnfSchemePlan, 1);
  self->tasks = anf_scheme_read_tasks (reader, areas, error);
  if (self->tasks == NULL || !read_settings (self, reader->file, error))
    return NULL;
  return g_steal_pointer (&self);
}
