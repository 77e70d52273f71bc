/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-report-making.h"
#include "anf-report-table.h"

/* What was done about leads in the period (H8: 核实、交办、督办、销号), each step on its own day.
 */
typedef struct
{
  gint64 received, verified, substantiated, answered, findings;
} Leads;

static void
count_lead (const AnfCaseLead *lead, const AnfSpan *span, Leads *leads)
{
  const gboolean is_verified = lead->verified != 0 && anf_span_has (span, lead->verified);
  leads->received += anf_span_has (span, lead->received) ? 1 : 0;
  leads->verified += is_verified ? 1 : 0;
  leads->substantiated += is_verified && lead->is_substantiated ? 1 : 0;
  leads->answered += lead->answered != 0 && anf_span_has (span, lead->answered) ? 1 : 0;
}

void
anf_report_add_leads (const AnfReportMaking *making, JsonObject *table)
{
  const AnfCaseBook *book = &making->statistics->book;
  const AnfSpan *span = &making->span->counted;
  g_autoptr (GPtrArray) found = anf_count_collect ("found", book, span);
  Leads leads = { 0 };
  for (guint i = 0; i < book->leads->len; i++)
    count_lead (&g_array_index (book->leads, AnfCaseLead, i), span, &leads);
  for (guint i = 0; i < found->len; i++)
    leads.findings += ((const AnfCase *)found->pdata[i])->is_of_lead ? 1 : 0;
  if (leads.received + leads.verified + leads.answered + leads.findings == 0)
    return;
  anf_report_table_add_line (table, "受理投诉举报等线索（件）", leads.received, "leads");
  anf_report_table_add_line (table, "核实线索（件）", leads.verified, "leads_verified");
  anf_report_table_add_line (table, "查实线索（件）", leads.substantiated, "leads_substantiated");
  anf_report_table_add_line (table, "办结线索（件）", leads.answered, "leads_answered");
  anf_report_table_add_line (table, "发现问题中由线索转来（个）", leads.findings, "found_of_leads");
}
