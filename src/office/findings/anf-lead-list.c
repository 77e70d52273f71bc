/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-json.h"
#include "anf-leads.h"

#include <glib/gi18n.h>

#define LANES 4
/* A place in a lane as one number: what page cursors are. More leads than this there will not be.
 */
#define LANE_SIZE G_GINT64_CONSTANT (1000000000000000)

const char *
anf_lead_lane (JsonObject *lead)
{
  const gboolean urgent = anf_json_peek_bool (lead, "urgent");
  if (anf_json_peek_bool (lead, "named"))
    return urgent ? "1" : "2";
  return urgent ? "3" : "4";
}

typedef struct
{
  GString *text;
  gint64 count;
  gint64 last;
} Page;

static gboolean
append_lead (gint64 seq, const char *id, const char *doc, gpointer data, GError **error)
{
  Page *page = data;
  if (page->count++ > 0)
    g_string_append_c (page->text, ',');
  g_string_append (page->text, doc);
  page->last = seq;
  return TRUE;
}

/* 实名举报应当优先办理: lane after lane, each in the order in which it came in. */
static gboolean
list_lanes (AnfWork *work, AnfRecordsQuery *query, Page *page, GError **error)
{
  const gint64 limit = query->limit;
  gint64 lane = MAX (query->after / LANE_SIZE, 1);
  query->after = query->after % LANE_SIZE;
  query->link_kind = "lane";
  for (; lane <= LANES && page->count < limit; lane++)
    {
      const char name[] = { (char)('0' + lane), '\0' };
      query->link_target = name;
      query->limit = limit - page->count;
      page->last = query->after;
      if (!anf_records_list (work->tx, ANF_NOUN_LEAD, query, append_lead, page, error))
        return FALSE;
      page->last += lane * LANE_SIZE;
      query->after = 0;
    }
  query->limit = limit;
  return TRUE;
}

gboolean
anf_leads_list (AnfWork *work, GError **error)
{
  AnfRecordsQuery query = { .scheme = anf_work_get_query (work, "scheme"),
                            .unit = anf_work_get_query (work, "unit"),
                            .state = anf_work_get_query (work, "state"),
                            .number = anf_work_get_query (work, "number") };
  if (anf_policy_get_scope (work->call->operation, &work->actor) != ANF_SCOPE_ALL)
    {
      query.link_kind = "member";
      query.link_target = work->actor.name;
      return anf_work_reply_list (work, ANF_NOUN_LEAD, &query, error);
    }
  Page page = { .text = g_string_new ("{\"items\":[") };
  if (!anf_work_parse_page (work, &query, error) || !list_lanes (work, &query, &page, error))
    {
      g_string_free (page.text, TRUE);
      return FALSE;
    }
  if (page.count == query.limit)
    g_string_append_printf (page.text, "],\"next\":\"%" G_GINT64_FORMAT "\"}", page.last);
  else
    g_string_append (page.text, "],\"next\":null}");
  anf_work_reply_text (work, "application/json", g_string_free (page.text, FALSE));
  return TRUE;
}
