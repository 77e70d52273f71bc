/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"
#include "anf-clock.h"
#include "anf-json.h"
#include "anf-people.h"

static void
add_device (const AnfDevice *device, gpointer data)
{
  JsonArray *items = data;
  JsonObject *item = json_object_new ();
  g_autofree char *first_seen = anf_time_format (device->first_seen);
  json_object_set_string_member (item, "device", device->name);
  json_object_set_string_member (item, "first_seen", first_seen);
  json_object_set_int_member (item, "sessions", device->sessions);
  json_object_set_boolean_member (item, "revoked", device->revoked);
  json_array_add_object_element (items, item);
}

gboolean
anf_accounts_list_devices (AnfWork *work, GError **error)
{
  const AnfFacts facts = { .subject = work->call->id };
  if (!anf_work_check (work, &facts, error))
    return FALSE;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, work->call->id, error);
  JsonArray *items = json_array_new ();
  g_autoptr (JsonObject) body = json_object_new ();
  json_object_set_array_member (body, "items", items);
  if (item == NULL
      || !anf_people_visit_devices (work->tx, work->call->id, work->now, add_device, items, error))
    return FALSE;
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}
