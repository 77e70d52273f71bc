/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-notice-title.h"

#include "anf-json.h"
#include "anf-order-kind.h"
#include "anf-records.h"
#include "anf-words.h"

#include <string.h>

#define OF_ORDER "order/"

/* Which kind of letter, of those that go to the unit; of the others the event alone is told. */
static const AnfOrderKind *
find_kind (AnfTx *tx, const char *record)
{
  g_autoptr (AnfRecord) found = NULL;
  if (!g_str_has_prefix (record, OF_ORDER)
      || !anf_records_lookup (tx, ANF_NOUN_ORDER, record + strlen (OF_ORDER), &found, NULL)
      || found == NULL)
    return NULL;
  g_autoptr (JsonObject) order = anf_json_parse_object (found->doc, strlen (found->doc), NULL);
  const AnfOrderKind *kind
      = order != NULL ? anf_order_kind_find (anf_json_peek_string (order, "kind")) : NULL;
  return kind != NULL && kind->to_unit && !kind->carries ? kind : NULL;
}

char *
anf_notice_dup_title (AnfTx *tx, const AnfNoticeRow *row)
{
  const AnfOrderKind *kind = find_kind (tx, row->record);
  return kind != NULL ? anf_word_leaf_of (row->event, kind->name) : anf_word_leaf (row->event);
}

char *
anf_notice_dup_full_title (AnfTx *tx, const AnfNoticeRow *row)
{
  g_autofree char *title = anf_notice_dup_title (tx, row);
  if (row->clock == NULL || !g_str_has_prefix (row->record, OF_ORDER))
    return g_steal_pointer (&title);
  return anf_word_is_chinese () ? g_strdup_printf ("%s（%s）", title, row->clock)
                                : g_strdup_printf ("%s (%s)", title, row->clock);
}
