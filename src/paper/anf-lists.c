/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-lists.h"

#include <string.h>

static const AnfGridColumn columns[ANF_LIST_COLUMN_COUNT] = {
  [ANF_LIST_SEQUENCE] = { "sequence", "序号", ANF_CELL_NUMBER, 6 },
  [ANF_LIST_SCHEME] = { "scheme", "方案", ANF_CELL_TEXT, 24 },
  [ANF_LIST_NUMBER] = { "number", "问题编号", ANF_CELL_TEXT, 20 },
  [ANF_LIST_AREA] = { "area", "专项", ANF_CELL_TEXT, 14 },
  [ANF_LIST_CATEGORY] = { "category", "问题类别", ANF_CELL_TEXT, 24 },
  [ANF_LIST_CONTENT] = { "content", "监察内容", ANF_CELL_TEXT, 16 },
  [ANF_LIST_UNIT] = { "unit", "责任单位", ANF_CELL_TEXT, 18 },
  [ANF_LIST_LEAD_UNITS] = { "lead_units", "牵头单位", ANF_CELL_TEXT, 18 },
  [ANF_LIST_CO_UNITS] = { "co_units", "配合单位", ANF_CELL_TEXT, 18 },
  [ANF_LIST_LEADER] = { "leader", "包案领导", ANF_CELL_TEXT, 14 },
  [ANF_LIST_DECISIONS] = { "decisions", "监察决定（建议）", ANF_CELL_TEXT, 24 },
  [ANF_LIST_ACCOUNTABLE] = { "accountable", "问责建议", ANF_CELL_TEXT, 24 },
  [ANF_LIST_PRINCIPAL] = { "principal", "主要领导", ANF_CELL_TEXT, 18 },
  [ANF_LIST_IN_CHARGE] = { "in_charge", "主管领导", ANF_CELL_TEXT, 18 },
  [ANF_LIST_FACT] = { "fact", "问题事实", ANF_CELL_TEXT, 40 },
  [ANF_LIST_CLAUSE] = { "clause", "依据", ANF_CELL_TEXT, 30 },
  [ANF_LIST_REQUIREMENT] = { "requirement", "整改要求", ANF_CELL_TEXT, 30 },
  [ANF_LIST_FOUND] = { "found", "登记日期", ANF_CELL_DATE, 12 },
  [ANF_LIST_ESTABLISHED] = { "established", "核实日期", ANF_CELL_DATE, 12 },
  [ANF_LIST_ORDER] = { "order", "文号", ANF_CELL_TEXT, 24 },
  [ANF_LIST_RECEIVED] = { "received", "签收时间", ANF_CELL_DATE, 12 },
  [ANF_LIST_RECTIFY_DUE] = { "rectify_due", "整改期限", ANF_CELL_DATE, 12 },
  [ANF_LIST_OVERDUE] = { "overdue", "是否逾期", ANF_CELL_TEXT, 10 },
  [ANF_LIST_PLAN] = { "plan", "整改方案", ANF_CELL_DATE, 12 },
  [ANF_LIST_CAUSE] = { "causes", "原因", ANF_CELL_TEXT, 40 },
  [ANF_LIST_MEASURE] = { "measure", "措施", ANF_CELL_TEXT, 40 },
  [ANF_LIST_MEASURE_DUE] = { "measure_due", "措施期限", ANF_CELL_DATE, 12 },
  [ANF_LIST_MEASURE_PERSON] = { "measure_person", "措施责任人", ANF_CELL_TEXT, 14 },
  [ANF_LIST_MEASURE_UNIT] = { "measure_unit", "措施责任单位", ANF_CELL_TEXT, 18 },
  [ANF_LIST_MEASURES_ALL] = { "measures", "整改措施", ANF_CELL_TEXT, 40 },
  [ANF_LIST_TARGET] = { "target", "整改标准", ANF_CELL_TEXT, 30 },
  [ANF_LIST_PERSON] = { "responsible_person", "责任人", ANF_CELL_TEXT, 14 },
  [ANF_LIST_COMPLETE_BY] = { "complete_by", "预计完成日期", ANF_CELL_DATE, 14 },
  [ANF_LIST_FEEDBACK] = { "feedback", "整改反馈", ANF_CELL_DATE, 12 },
  [ANF_LIST_RESULT] = { "result", "落实情况", ANF_CELL_TEXT, 40 },
  [ANF_LIST_COMPLETION] = { "completion", "完成程度", ANF_CELL_TEXT, 12 },
  [ANF_LIST_REINSPECTION] = { "reinspection", "复查日期", ANF_CELL_DATE, 12 },
  [ANF_LIST_REINSPECTION_RESULT] = { "reinspection_result", "复查结果", ANF_CELL_TEXT, 14 },
  [ANF_LIST_RETURNS] = { "returns", "退回次数", ANF_CELL_NUMBER, 10 },
  [ANF_LIST_STATE] = { "state", "状态", ANF_CELL_TEXT, 12 },
  [ANF_LIST_CLOSED] = { "closed", "销号日期", ANF_CELL_DATE, 12 },
  [ANF_LIST_MECHANISM] = { "mechanism", "长效机制", ANF_CELL_TEXT, 40 },
  [ANF_LIST_NOT_NEEDED] = { "mechanism_not_needed", "无需建立的理由", ANF_CELL_TEXT, 30 },
  [ANF_LIST_EVALUATED] = { "evaluated", "回访日期", ANF_CELL_DATE, 12 },
  [ANF_LIST_EVALUATION] = { "evaluation", "回访结果", ANF_CELL_TEXT, 24 },
  [ANF_LIST_EXPOSED] = { "exposed", "曝光日期", ANF_CELL_DATE, 12 },
  [ANF_LIST_NOTE] = { "note", "备注", ANF_CELL_TEXT, 20 },
};

static const AnfListColumn ledger[]
    = { ANF_LIST_SEQUENCE,    ANF_LIST_NUMBER,       ANF_LIST_AREA,
        ANF_LIST_CATEGORY,    ANF_LIST_CONTENT,      ANF_LIST_UNIT,
        ANF_LIST_LEAD_UNITS,  ANF_LIST_CO_UNITS,     ANF_LIST_LEADER,
        ANF_LIST_PRINCIPAL,   ANF_LIST_IN_CHARGE,    ANF_LIST_FACT,
        ANF_LIST_CLAUSE,      ANF_LIST_ORDER,        ANF_LIST_RECEIVED,
        ANF_LIST_RECTIFY_DUE, ANF_LIST_OVERDUE,      ANF_LIST_PLAN,
        ANF_LIST_FEEDBACK,    ANF_LIST_REINSPECTION, ANF_LIST_REINSPECTION_RESULT,
        ANF_LIST_STATE,       ANF_LIST_CLOSED,       ANF_LIST_DECISIONS,
        ANF_LIST_ACCOUNTABLE, ANF_LIST_EVALUATED,    ANF_LIST_EVALUATION,
        ANF_LIST_EXPOSED,     ANF_LIST_NOTE };
static const AnfListColumn problems[]
    = { ANF_LIST_SEQUENCE, ANF_LIST_NUMBER,      ANF_LIST_AREA,       ANF_LIST_CATEGORY,
        ANF_LIST_CONTENT,  ANF_LIST_UNIT,        ANF_LIST_LEAD_UNITS, ANF_LIST_FACT,
        ANF_LIST_CLAUSE,   ANF_LIST_REQUIREMENT, ANF_LIST_FOUND,      ANF_LIST_ESTABLISHED,
        ANF_LIST_STATE };
static const AnfListColumn causes[]
    = { ANF_LIST_SEQUENCE, ANF_LIST_NUMBER, ANF_LIST_AREA,  ANF_LIST_UNIT,
        ANF_LIST_FACT,     ANF_LIST_ORDER,  ANF_LIST_CAUSE, ANF_LIST_PLAN };
static const AnfListColumn measures[]
    = { ANF_LIST_SEQUENCE,       ANF_LIST_NUMBER,       ANF_LIST_AREA,    ANF_LIST_UNIT,
        ANF_LIST_FACT,           ANF_LIST_ORDER,        ANF_LIST_MEASURE, ANF_LIST_MEASURE_DUE,
        ANF_LIST_MEASURE_PERSON, ANF_LIST_MEASURE_UNIT, ANF_LIST_TARGET,  ANF_LIST_PERSON,
        ANF_LIST_COMPLETE_BY };
static const AnfListColumn rectification[]
    = { ANF_LIST_SEQUENCE,   ANF_LIST_NUMBER,       ANF_LIST_UNIT,
        ANF_LIST_LEAD_UNITS, ANF_LIST_CO_UNITS,     ANF_LIST_LEADER,
        ANF_LIST_PRINCIPAL,  ANF_LIST_IN_CHARGE,    ANF_LIST_FACT,
        ANF_LIST_ORDER,      ANF_LIST_RECEIVED,     ANF_LIST_RECTIFY_DUE,
        ANF_LIST_OVERDUE,    ANF_LIST_MEASURES_ALL, ANF_LIST_TARGET,
        ANF_LIST_PERSON,     ANF_LIST_FEEDBACK,     ANF_LIST_RESULT,
        ANF_LIST_COMPLETION, ANF_LIST_REINSPECTION, ANF_LIST_REINSPECTION_RESULT,
        ANF_LIST_RETURNS,    ANF_LIST_STATE,        ANF_LIST_CLOSED,
        ANF_LIST_EVALUATED,  ANF_LIST_EVALUATION };
static const AnfListColumn mechanisms[]
    = { ANF_LIST_SEQUENCE,  ANF_LIST_NUMBER,     ANF_LIST_AREA,  ANF_LIST_UNIT,  ANF_LIST_FACT,
        ANF_LIST_MECHANISM, ANF_LIST_NOT_NEEDED, ANF_LIST_STATE, ANF_LIST_CLOSED };

#define LIST(name, title, ids)                                                                     \
  {                                                                                                \
    name, title, ids, G_N_ELEMENTS (ids)                                                           \
  }

static const AnfList lists[ANF_LIST_COUNT] = {
  [ANF_LIST_LEDGER] = LIST ("ledger", "台账", ledger),
  [ANF_LIST_PROBLEMS] = LIST ("problems", "问题清单", problems),
  [ANF_LIST_CAUSES] = LIST ("causes", "原因清单", causes),
  [ANF_LIST_MEASURES] = LIST ("measures", "措施清单", measures),
  [ANF_LIST_RECTIFICATION] = LIST ("rectification", "整改清单", rectification),
  [ANF_LIST_MECHANISMS] = LIST ("mechanisms", "长效机制清单", mechanisms),
};

const AnfList *
anf_list_get (AnfListKind kind)
{
  return &lists[kind];
}

const AnfList *
anf_list_find (const char *name, AnfListKind *kind)
{
  for (guint i = 0; i < ANF_LIST_COUNT; i++)
    if (strcmp (lists[i].name, name) == 0)
      {
        *kind = (AnfListKind)i;
        return &lists[i];
      }
  return NULL;
}

/* Acts of the office that the disclosure keeps from units. */
static gboolean
is_for_office (AnfListColumn id)
{
  return id == ANF_LIST_FOUND || id == ANF_LIST_ESTABLISHED || id == ANF_LIST_REINSPECTION
         || id == ANF_LIST_REINSPECTION_RESULT || id == ANF_LIST_NOT_NEEDED || id == ANF_LIST_LEADER
         || id == ANF_LIST_DECISIONS || id == ANF_LIST_ACCOUNTABLE || id == ANF_LIST_PRINCIPAL
         || id == ANF_LIST_IN_CHARGE || id == ANF_LIST_EVALUATED || id == ANF_LIST_EVALUATION;
}

GArray *
anf_list_dup_ids (const AnfList *list, gboolean with_scheme, gboolean for_unit)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (AnfListColumn));
  for (guint i = 0; i < list->n_columns; i++)
    {
      const AnfListColumn scheme = ANF_LIST_SCHEME;
      if (for_unit && is_for_office (list->ids[i]))
        continue;
      g_array_append_val (ids, list->ids[i]);
      if (with_scheme && list->ids[i] == ANF_LIST_SEQUENCE)
        g_array_append_val (ids, scheme);
    }
  return ids;
}

AnfGridColumn *
anf_list_dup_columns (const GArray *ids)
{
  AnfGridColumn *own = g_new0 (AnfGridColumn, ids->len);
  for (guint i = 0; i < ids->len; i++)
    own[i] = columns[g_array_index (ids, AnfListColumn, i)];
  return own;
}
