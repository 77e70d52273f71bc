/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accounts.h"
#include "anf-email.h"
#include "anf-json.h"
#include "anf-sealing.h"

/* By the holder and by who manages accounts; the record itself does not have it. */
gboolean
anf_accounts_get_email (AnfWork *work, GError **error)
{
  const AnfFacts facts = { .subject = work->call->id };
  if (!anf_work_check (work, &facts, error))
    return FALSE;
  g_autofree char *address = NULL;
  g_autofree char *language = NULL;
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, work->call->id, error);
  if (item == NULL
      || !anf_sealing_get_address (work->office->sealer, work->tx, work->call->id, &address,
                                   &language, error))
    return FALSE;
  g_autoptr (JsonObject) body = json_object_new ();
  if (address != NULL)
    json_object_set_string_member (body, "email", address);
  else
    json_object_set_null_member (body, "email");
  json_object_set_string_member (body, "language", language != NULL ? language : "zh");
  anf_work_reply_text (work, "application/json", anf_json_format_object (body));
  return TRUE;
}

gboolean
anf_accounts_set_email (AnfWork *work, GError **error)
{
  const AnfFacts facts = { .subject = work->call->id };
  const char *address = anf_json_peek_string (work->call->body, "email");
  const char *language = anf_json_peek_string (work->call->body, "language");
  if (!anf_work_check (work, &facts, error))
    return FALSE;
  if (address != NULL && !anf_email_check (address, error))
    {
      g_prefix_error (error, "email: ");
      return FALSE;
    }
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, work->call->id, error);
  if (item == NULL)
    return FALSE;
  /* That messages could not be brought was said of the address before. */
  json_object_remove_member (item->doc, "mail_given_up_at");
  if (!anf_sealing_set_address (work, work->call->id, address, language != NULL ? language : "zh",
                                error)
      || !anf_work_save (work, item, address != NULL ? "email_set" : "email_removed", NULL, error))
    return FALSE;
  anf_work_reply_empty (work);
  return TRUE;
}
