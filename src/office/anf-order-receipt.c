/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-form.h"
#include "anf-json.h"
#include "anf-letter-draft.h"
#include "anf-orders.h"

#include <glib/gi18n.h>

/* The person's name; where only the login is known, the place stays free for a signature. */
static gboolean
find_person (
    AnfWork *work, const char *account, AnfLetterDraft *draft, const char **name, GError **error)
{
  g_autoptr (AnfItem) item = anf_work_find (work, ANF_NOUN_ACCOUNT, account, error);
  if (item == NULL)
    return FALSE;
  *name
      = anf_letter_draft_keep (draft, g_strdup (anf_json_peek_string (item->doc, "display_name")));
  return TRUE;
}

/* The day on which it was signed for: the one on the paper, when it came on paper. */
static gboolean
find_receipt_day (JsonObject *received, AnfLetterDraft *draft, const char **day, GError **error)
{
  const char *date = anf_json_peek_string (received, "received_on");
  GDate found;
  gint64 at = 0;
  if (date != NULL && !anf_date_parse (date, &found, error))
    return FALSE;
  if (date == NULL)
    {
      if (!anf_time_parse (anf_json_peek_string (received, "at"), &at, error))
        return FALSE;
      anf_time_local_date (at, &found);
    }
  *day = anf_letter_draft_keep (draft, anf_letter_format_day (&found));
  return TRUE;
}

typedef struct
{
  const char *addressee;
  const char *channel;
  const char *server;
  const char *served_on;
  const char *signatory;
  const char *received_on;
} Facts;

/* What has not happened yet stays open, to be filled in by hand. */
static gboolean
find_facts (AnfWork *work, AnfItem *order, AnfLetterDraft *draft, Facts *facts, GError **error)
{
  JsonObject *served = anf_json_peek_object (order->doc, "served");
  JsonObject *received = anf_json_peek_object (order->doc, "received");
  facts->addressee = anf_letter_draft_find_unit (draft, order->record->unit, error);
  if (facts->addressee == NULL)
    return FALSE;
  if (served != NULL)
    {
      gint64 at = 0;
      GDate day;
      facts->channel = anf_json_peek_string (served, "channel");
      if (!find_person (work, anf_json_peek_string (served, "by"), draft, &facts->server, error)
          || !anf_time_parse (anf_json_peek_string (served, "at"), &at, error))
        return FALSE;
      anf_time_local_date (at, &day);
      facts->served_on = anf_letter_draft_keep (draft, anf_letter_format_day (&day));
    }
  if (received == NULL)
    return TRUE;
  facts->signatory = anf_json_peek_string (received, "signatory");
  return find_receipt_day (received, draft, &facts->received_on, error);
}

static GBytes *
render (AnfWork *work, AnfItem *order, GError **error)
{
  AnfOffice *office = work->office;
  if (office->fonts == NULL)
    {
      anf_error_throw (error, ANF_ERROR_UNAVAILABLE, "%s", office->fonts_problem);
      return NULL;
    }
  g_autoptr (AnfScheme) scheme = anf_work_find_scheme (work, order->record->scheme, error);
  const AnfSchemeOffice *sender = scheme != NULL ? anf_letter_find_office (scheme, error) : NULL;
  if (sender == NULL)
    return NULL;
  g_auto (AnfLetterDraft) draft = { 0 };
  anf_letter_draft_init (&draft, work, scheme);
  JsonObject *numbered = anf_json_peek_object (order->doc, "numbered");
  Facts facts = { 0 };
  gint64 numbered_at = 0;
  if (!find_facts (work, order, &draft, &facts, error)
      || !anf_time_parse (anf_json_peek_string (numbered, "at"), &numbered_at, error))
    return NULL;
  const AnfFormValue values[] = {
    { "title", anf_json_peek_string (order->doc, "title") },
    { "number", order->record->number },
    { "organ", sender->organ },
    { "addressee", facts.addressee },
    { "channel", facts.channel },
    { "server", facts.server },
    { "served_on", facts.served_on },
    { "signatory", facts.signatory },
    { "received_on", facts.received_on },
  };
  const AnfForm form = { .kind = ANF_FORM_RECEIPT,
                         .organ = sender->organ,
                         .time_us = numbered_at,
                         .values = values,
                         .n_values = G_N_ELEMENTS (values) };
  return anf_form_render (&form, office->fonts, NULL, error);
}

gboolean
anf_orders_get_receipt (AnfWork *work, GError **error)
{
  g_autoptr (AnfItem) order = anf_order_find_checked (work, NULL, error);
  if (order == NULL)
    return FALSE;
  if (!json_object_has_member (order->doc, "numbered"))
    return anf_error_throw (
        error, ANF_ERROR_STATE,
        _ ("order %s has no letter to sign for yet: it is made when the clerk numbers it"),
        order->record->id);
  g_autoptr (GBytes) pdf = render (work, order, error);
  if (pdf == NULL)
    return FALSE;
  anf_work_reply_empty (work);
  work->reply->status = 200;
  work->reply->content_type = "application/pdf";
  work->reply->body = g_steal_pointer (&pdf);
  work->reply->filename = g_strdup_printf ("%s送达回证.pdf", order->record->number);
  return TRUE;
}
