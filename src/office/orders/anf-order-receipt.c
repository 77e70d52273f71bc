/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-accountable.h"
#include "anf-clock.h"
#include "anf-error.h"
#include "anf-form-draft.h"
#include "anf-json.h"
#include "anf-orders.h"
#include "anf-sealing.h"

#include <glib/gi18n.h>

/* The person's name; where only the login is known, the place stays free for a signature. */
static gboolean
set_server (AnfFormDraft *form, JsonObject *served, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (form->draft.work, ANF_NOUN_ACCOUNT,
                                            anf_json_peek_string (served, "by"), error);
  if (item == NULL)
    return FALSE;
  anf_form_draft_take (form, "server", anf_sealing_dup_name (form->draft.work, item->doc));
  return TRUE;
}

/* What has not happened yet stays open, to be filled in by hand. */
static gboolean
fill (AnfFormDraft *form, AnfItem *order, GError **error)
{
  JsonObject *served = anf_json_peek_object (order->doc, "served");
  JsonObject *received = anf_json_peek_object (order->doc, "received");
  const char *kind = anf_json_peek_string (order->doc, "kind");
  const char *to = anf_json_peek_string (order->doc, "to");
  const char *unit = anf_letter_draft_find_unit (&form->draft, order->record->unit, error);
  if (unit == NULL)
    return FALSE;
  anf_form_draft_set (form, "title", anf_json_peek_string (order->doc, "title"));
  anf_form_draft_set (form, "number", order->record->number);
  anf_form_draft_set (form, "organ", anf_letter_find_organ (form->office, kind));
  /* One unit signs it, whoever else the letter is addressed to. */
  anf_form_draft_set (form, "addressee",
                      to != NULL && !anf_order_get_kind (order)->to_unit ? to : unit);
  anf_form_draft_set (form, "channel",
                      served != NULL ? anf_json_peek_string (served, "channel") : NULL);
  anf_form_draft_set (form, "signatory",
                      received != NULL ? anf_json_peek_string (received, "signatory") : NULL);
  if (served == NULL)
    anf_form_draft_set (form, "server", NULL);
  return (served == NULL || set_server (form, served, error))
         && anf_form_draft_set_day (form, "served_on", served, error)
         && anf_form_draft_set_day (form, "received_on", received, error);
}

gboolean
anf_orders_get_receipt (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL || !anf_accountable_check_reader (work, order->doc, error))
    return FALSE;
  JsonObject *numbered = anf_json_peek_object (order->doc, "numbered");
  if (numbered == NULL)
    return anf_error_throw (
        error, ANF_ERROR_STATE,
        _ ("order %s has no letter to sign for yet: it is made when the clerk numbers it"),
        order->record->id);
  g_auto (AnfFormDraft) form = { 0 };
  return anf_form_draft_init (&form, work, order->record->scheme, error)
         && fill (&form, order, error)
         && anf_form_draft_reply (&form, ANF_FORM_RECEIPT, numbered,
                                  g_strdup_printf ("%s送达回证", order->record->number), error);
}
