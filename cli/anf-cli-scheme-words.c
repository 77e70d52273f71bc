/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-scheme-words.h"

#include "anf-cli-members.h"
#include "anf-cli-values.h"
#include "anf-json.h"

#include <string.h>

/* @parent: (nullable): only as a member of this one, and then it says nothing else */
static const struct
{
  const char *parent;
  const char *name;
  const char *chinese;
} members[] = {
  { "assessment", "by", "实施单位" },
  { "escalation", "by", "处理单位" },
  { "reports", "by", "报送单位" },
  { "publicity", "channels", "媒体" },
  { "scheme", "document", "方案内容" },
  { "deadlines", "from", "报送单位" },
  { "reports", "from", "报送单位" },
  { "inspection_modes", "lead", "牵头单位" },
  { "publicity", "owner", "承办单位" },
  { "ledgers", "owner", "建立单位" },
  { "registers", "read", "查阅" },
  { "areas", "responsible", "责任单位" },
  { "inspection_modes", "targets", "督查重点" },
  { "deadlines", "to", "报送对象" },
  { "reports", "to", "报送对象" },
  { "tasks", "to", "报送对象" },
  { "escalation", "when", "情形" },
  { "inspection_modes", "with", "配合单位" },
  { "tasks", "with", "配合单位" },
  { "measure", "count", "计数" },
  { "items", "count", "计数" },
  { "targets", "count", "计数" },
  { "measure", "of", "比较的数据" },
  { NULL, "accountability", "问责建议" },
  { NULL, "activity", "考核内容" },
  { NULL, "addressees", "主送" },
  { NULL, "advice", "监察建议" },
  { NULL, "ambiguities", "原文存疑之处" },
  { NULL, "any_of", "符合其一" },
  { NULL, "area_group_duties", "专项组职责" },
  { NULL, "area_group_head", "专项组组长" },
  { NULL, "area_group_members", "专项组成员" },
  { NULL, "area_groups", "专项组个数" },
  { NULL, "areas_expected_count", "原文所称专项数" },
  { NULL, "areas_note", "专项说明" },
  { NULL, "assessment", "考核" },
  { NULL, "base", "基础分" },
  { NULL, "campaign", "活动名称" },
  { NULL, "children", "下辖地区" },
  { NULL, "children_note", "下辖地区说明" },
  { NULL, "circular", "通报" },
  { NULL, "close_criterion", "销号标准" },
  { NULL, "clue_sources", "线索来源" },
  { NULL, "cohort", "六个月办结" },
  { NULL, "collection_clause", "采集方式原文" },
  { NULL, "consequence", "结果运用" },
  { NULL, "cutoff", "划断日" },
  { NULL, "denominator", "分母" },
  { NULL, "deputy", "副组长" },
  { NULL, "derived", "算式由系统补足" },
  { NULL, "dimensions", "监察角度" },
  { NULL, "document_number", "文号" },
  { NULL, "each", "每" },
  { NULL, "expands", "展开" },
  { NULL, "figures", "数据项" },
  { NULL, "five_donts", "五个不让" },
  { NULL, "five_services", "五项服务" },
  { NULL, "focus_rule", "重点检查对象" },
  { NULL, "formula", "算式" },
  { NULL, "four_clear", "四清" },
  { NULL, "four_once", "四个一次" },
  { NULL, "from_text", "报送主体（原文）" },
  { NULL, "goals", "目标" },
  { NULL, "goals_name", "目标名称" },
  { NULL, "groups", "分组" },
  { NULL, "heads", "组长" },
  { NULL, "inspection_modes", "督查方式" },
  { NULL, "inspection_rules", "检查要求" },
  { NULL, "key_problem_rule", "重点项目" },
  { NULL, "lead_check", "线索核查" },
  { NULL, "lead_duties", "牵头单位职责" },
  { NULL, "lead_feedback", "答复举报人" },
  { NULL, "lead_urgent", "紧急线索" },
  { NULL, "leading_group", "领导小组" },
  { NULL, "ledger", "台账" },
  { NULL, "ledgers", "台账" },
  { NULL, "lists", "各类清单" },
  { NULL, "measure", "计算方法" },
  { NULL, "mechanisms", "长效机制" },
  { NULL, "min", "至少" },
  { NULL, "min_frequency", "最低频次" },
  { NULL, "must_have", "必备内容" },
  { NULL, "name_full", "全称" },
  { NULL, "negotiate", "协商" },
  { NULL, "numerator", "分子" },
  { NULL, "observation_dimensions", "观察内容" },
  { NULL, "office_at", "办公室设在" },
  { NULL, "office_duties", "办公室职责" },
  { NULL, "op", "比较" },
  { NULL, "organisation", "组织领导" },
  { NULL, "output", "成果" },
  { NULL, "owner_text", "责任主体（原文）" },
  { NULL, "parts", "组成" },
  { NULL, "post_evaluation", "事后评估" },
  { NULL, "principles", "原则" },
  { NULL, "problems", "问题清单" },
  { NULL, "program_document", "所依据的行动方案" },
  { NULL, "publicity", "公开曝光" },
  { NULL, "publicity_mark", "公开标注" },
  { NULL, "quota", "数量要求" },
  { NULL, "recurrence_control", "防止反弹" },
  { NULL, "reminder", "催办" },
  { NULL, "responsibility", "责任要求" },
  { NULL, "routing", "办理原则" },
  { NULL, "scope", "范围" },
  { NULL, "scoring", "计分办法" },
  { NULL, "sign_receipt", "签收" },
  { NULL, "size_hint", "约有单位数" },
  { NULL, "source_document", "来源文件" },
  { NULL, "steps", "环节" },
  { NULL, "stock", "时点数" },
  { NULL, "subjects", "监察对象" },
  { NULL, "system", "制度" },
  { NULL, "target_note", "目标说明" },
  { NULL, "team", "专班" },
  { NULL, "term_note", "用语说明" },
  { NULL, "text_quality", "文本质量" },
  { NULL, "then", "处理" },
  { NULL, "use", "用途" },
  { NULL, "uses", "采用" },
  { NULL, "who", "对象" },
  { NULL, "window_standards", "窗口规范" },
  { NULL, "workflow", "工作流程" },
};

/* @parent: (nullable): as above */
static const struct
{
  const char *parent;
  const char *member;
  const char *value;
  const char *chinese;
} values[] = {
  /* Of data/indicators.json, which each scheme has. */
  { NULL, "figure", "commendations", "表扬次数" },
  { NULL, "figure", "complaints", "投诉数" },
  { NULL, "figure", "held_to_account", "被问责人数" },
  { "scoring", "activity", "problems", "问题数" },
  { "targets", "all_of", "leads_named", "全部实名线索" },
  { NULL, "freq", "monthly", "每月" },
  { NULL, "freq", "weekly", "每周" },
  { NULL, "freq", "quarterly", "每季度" },
  { NULL, "freq", "yearly", "每年" },
  { NULL, "freq", "per_phase", "每阶段" },
  { NULL, "freq", "once", "一次" },
  { NULL, "per", "week", "每周" },
  { NULL, "per", "month", "每月" },
  { NULL, "per", "quarter", "每季度" },
  { NULL, "per", "year", "每年" },
  { "measure", "kind", "change", "同比增减幅度" },
  { "measure", "kind", "count", "计数" },
  { "measure", "kind", "difference", "同比增减百分点" },
  { "measure", "kind", "least", "每单位至少" },
  { "measure", "kind", "ratio", "比率" },
  { "region", "level", "county", "县级" },
  { "region", "level", "prefecture", "地级" },
  { "region", "level", "province", "省级" },
  { "indicators", "period", "week", "周" },
  { "indicators", "period", "month", "月" },
  { "indicators", "period", "quarter", "季度" },
  { "indicators", "period", "year", "年" },
  { "indicators", "period", "month_first_week", "每月第一周" },
  { "indicators", "period", "cohort_6_months", "六个月办结期" },
  { "goals", "direction", "down", "减少" },
  { "goals", "direction", "up", "增加" },
  { "indicators", "op", "rank", "位次" },
  { "indicators", "op", "up", "上升" },
  { "indicators", "op", "down", "下降" },
  { "indicators", "unit", "pp", "百分点" },
  { "indicators", "unit", "ratio", "比率" },
  { "indicators", "unit", "yoy", "同比" },
  { NULL, "source", "office", "单位设定" },
  { NULL, "source", "scheme", "方案原文" },
  { NULL, "roles", "area_lead", "专项牵头单位" },
  { NULL, "roles", "assessor", "考核单位" },
  { NULL, "roles", "clue_file_keeper", "线索台账单位" },
  { NULL, "roles", "commends", "表彰单位" },
  { NULL, "roles", "coordination_office", "协调办公室" },
  { NULL, "roles", "covert_inspection_team", "暗访组" },
  { NULL, "roles", "covert_visit_cooperation", "配合暗访" },
  { NULL, "roles", "discipline", "纪检监察机关" },
  { NULL, "roles", "document_cleanup_lead", "文件清理牵头单位" },
  { NULL, "roles", "e_government_lead", "电子政务牵头单位" },
  { NULL, "roles", "external_monitor", "外部监督" },
  { NULL, "roles", "field_inspection_team", "实地督查组" },
  { NULL, "roles", "forms_inspection_group", "组建督查组" },
  { NULL, "roles", "inspected", "被督查单位" },
  { NULL, "roles", "inspected_for_funds", "被督查单位（资金）" },
  { NULL, "roles", "inspection_lead", "督查牵头单位" },
  { NULL, "roles", "inspection_team", "督查组" },
  { NULL, "roles", "issues_supervisory_decision_or_suggestion", "作出监察决定、监察建议" },
  { NULL, "roles", "leading_group", "领导小组" },
  { NULL, "roles", "leading_group_deputy", "领导小组副组长" },
  { NULL, "roles", "leading_group_head", "领导小组组长" },
  { NULL, "roles", "leading_group_office", "领导小组办公室" },
  { NULL, "roles", "linked_response", "联动单位" },
  { NULL, "roles", "owner_of_key_problem_project", "重点项目包抓领导" },
  { NULL, "roles", "participant", "参加单位" },
  { NULL, "roles", "plan_receiver", "接收方案" },
  { NULL, "roles", "project_efficacy_supervision_lead", "项目效能监察牵头单位" },
  { NULL, "roles", "public_security_coordination", "公安协调" },
  { NULL, "roles", "publicity", "宣传单位" },
  { NULL, "roles", "ranking", "排名单位" },
  { NULL, "roles", "receives_legislative_proposal", "接收立法建议" },
  { NULL, "roles", "report_receiver", "接收报告" },
  { NULL, "roles", "responsible", "责任单位" },
  { NULL, "roles", "routine_inspection_team", "常态督查组" },
  { NULL, "roles", "scoring", "计分单位" },
  { NULL, "roles", "sponsor", "主办单位" },
  { NULL, "roles", "third_party_assessor", "第三方评估" },
  { NULL, "roles", "window_site", "窗口单位" },
};

/* What is counted of the records, in the order of anf-count.c. */
static const struct
{
  const char *name;
  const char *chinese;
} counts[] = {
  { "found", "登记的问题" },
  { "decided", "作出认定的问题" },
  { "established", "认定属实的问题" },
  { "established_assigned", "属实且已交办的问题" },
  { "established_closed", "属实且已销号的问题" },
  { "closed_in_span", "期内销号的问题" },
  { "ordered", "发出通知的问题" },
  { "exposed", "曝光的问题" },
  { "problems", "问题总数" },
  { "assigned", "已交办的问题" },
  { "rectified", "已整改的问题" },
  { "closed", "已销号的问题" },
  { "ever_closed", "曾销号的问题" },
  { "open", "未销号的问题" },
  { "overdue", "逾期未销号的问题" },
  { "due", "到期的问题" },
  { "due_closed", "到期且已销号的问题" },
  { "due_first", "首次到期的问题" },
  { "due_first_closed", "首次到期前销号的问题" },
  { "due_ever", "曾到期的问题" },
  { "due_ever_closed", "曾到期且按期销号的问题" },
  { "cohort", "满六个月的问题" },
  { "cohort_closed", "六个月内办结的问题" },
  { "replies", "表示意见的回访" },
  { "satisfied", "满意的回访" },
  { "basically_satisfied", "基本满意的回访" },
  { "reinspected", "复查的问题" },
  { "evaluated", "回访的问题" },
  { "closed_evaluated", "销号后已回访的问题" },
  { "evaluated_solved", "回访确认已解决的问题" },
  { "evaluated_answered", "回访有评价的问题" },
  { "evaluated_satisfied", "回访满意的问题" },
  { "evaluated_basically", "回访基本满意的问题" },
  { "missed_in_self_check", "自查瞒漏的问题" },
  { "with_mechanism", "建立长效机制的问题" },
  { "relapsed", "反弹的问题" },
  { "orders_served", "送达的通知" },
  { "orders_received_in_time", "按时签收的通知" },
  { "plans_due", "应报的整改方案" },
  { "plans_in_time", "按时报送的整改方案" },
  { "orders_reinspected", "复查的通知" },
  { "orders_returned", "退回整改的通知" },
  { "overdue_days", "逾期天数" },
  { "visits", "暗访任务" },
  { "joint_visits", "联合督查" },
  { "days_unvisited", "未检查的天数" },
  { "leads", "线索" },
  { "leads_named", "实名线索" },
  { "leads_named_checked", "已核查的实名线索" },
  { "leads_answered", "已答复的线索" },
  { "leads_answered_evaluated", "答复后已回访的线索" },
  { "leads_replies", "有评价的线索回访" },
  { "leads_satisfied", "满意的线索回访" },
  { "survey_sheets", "问卷份数" },
  { "survey_replies", "有评价的问卷" },
  { "survey_satisfied", "满意的问卷" },
  { "survey_basically", "基本满意的问卷" },
  { "reports_weekly", "周报" },
  { "reports_monthly", "月报" },
  { "reports_quarterly", "季报" },
  { "referrals", "移送" },
  { "referrals_due", "应反馈结果的移送" },
  { "referrals_in_time", "按时反馈结果的移送" },
  { "interviews", "约谈" },
  { "circulars", "通报" },
};

/* Members that name another part of the document by its id: @list: where that is, lists parted by
   “|”. */
static const struct
{
  const char *parent;
  const char *member;
  const char *list;
} references[] = {
  { NULL, "lead", "units|unit_groups" },
  { "areas", "responsible", "units|unit_groups" },
  { NULL, "participants", "units|unit_groups" },
  { NULL, "team", "units|unit_groups" },
  { "assessment", "by", "units|unit_groups" },
  { "escalation", "by", "units|unit_groups" },
  { "reports", "by", "units|unit_groups" },
  { "deadlines", "from", "units|unit_groups" },
  { "reports", "from", "units|unit_groups" },
  { "deadlines", "to", "units|unit_groups" },
  { "reports", "to", "units|unit_groups" },
  { "tasks", "to", "units|unit_groups" },
  { NULL, "owner", "units|unit_groups" },
  { NULL, "owners", "units|unit_groups" },
  { "min_frequency", "who", "units|unit_groups" },
  { "inspection_modes", "with", "units|unit_groups" },
  { "tasks", "with", "units|unit_groups" },
  { NULL, "scope", "units|unit_groups" },
  { NULL, "deputy", "units|unit_groups" },
  { NULL, "heads", "units|unit_groups" },
  { NULL, "leading_group", "units|unit_groups" },
  { NULL, "office_at", "units|unit_groups" },
  { "units", "parent", "units|unit_groups" },
  { "groups", "units", "units|unit_groups" },
  { "tasks", "units", "units|unit_groups" },
  { "indicators", "area", "areas" },
  { "measure", "count", "figures" },
  { "measure", "numerator", "figures" },
  { "measure", "denominator", "figures" },
  { "measure", "of", "figures" },
  { "items", "figure", "figures" },
  { "targets", "figure", "figures" },
  { NULL, "deadline", "deadlines" },
  { "columns", "before", "deadlines" },
  { "tasks", "phase", "phases" },
  { "tasks", "task", "tasks" },
  { "lists", "ledger", "ledgers" },
  { "lists", "problems", "ledgers" },
  { "lists", "rectification", "ledgers" },
  { "lists", "mechanisms", "ledgers" },
  { "assessment", "uses", "assessment" },
};

static gboolean
is_of (const char *of, const char *parent)
{
  return of == NULL || strcmp (of, parent) == 0;
}

const char *
anf_cli_scheme_find_member (const char *parent, const char *name)
{
  const char *found = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    if (strcmp (members[i].name, name) == 0 && is_of (members[i].parent, parent))
      {
        if (members[i].parent != NULL)
          return members[i].chinese;
        found = members[i].chinese;
      }
  return found != NULL ? found : anf_cli_member_find_chinese (parent, name);
}

static const char *
find_count (const char *member, const char *value)
{
  static const char *const counted[] = { "count", "numerator", "denominator", "of", NULL };
  /* Where figures stand, too, what is counted has a sign before it. */
  const char *name = *value == '@' ? value + 1 : value;
  for (gsize i = 0; g_strv_contains (counted, member) && i < G_N_ELEMENTS (counts); i++)
    if (strcmp (counts[i].name, name) == 0)
      return counts[i].chinese;
  return NULL;
}

const char *
anf_cli_scheme_find_value (const char *parent, const char *member, const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (strcmp (values[i].member, member) == 0 && strcmp (values[i].value, value) == 0
        && is_of (values[i].parent, parent))
      return values[i].chinese;
  const char *counted = find_count (member, value);
  if (counted != NULL)
    return counted;
  /* A clock stands under its own id. */
  const gboolean of_clock = strcmp (member, "rule") == 0 || strcmp (member, "trigger") == 0;
  return anf_cli_value_find_chinese (of_clock ? "clocks" : parent, member, value);
}

/* Figures are the office's own words, and are called by a key. */
static const char *
find_in_list (JsonObject *document, const char *list, const char *id)
{
  const gboolean figures = strcmp (list, "figures") == 0;
  JsonObject *of = figures ? anf_json_peek_object (document, "anfang") : document;
  JsonArray *all = of != NULL ? anf_json_peek_array (of, list) : NULL;
  for (guint i = 0; all != NULL && i < json_array_get_length (all); i++)
    {
      JsonNode *node = json_array_get_element (all, i);
      JsonObject *one = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      if (one == NULL || g_strcmp0 (anf_json_peek_string (one, figures ? "key" : "id"), id) != 0)
        continue;
      const char *name = anf_json_peek_string (one, "name");
      return name != NULL ? name : anf_json_peek_string (one, "what");
    }
  return NULL;
}

const char *
anf_cli_scheme_find_name (JsonObject *document,
                          const char *parent,
                          const char *member,
                          const char *value)
{
  for (gsize i = 0; i < G_N_ELEMENTS (references); i++)
    {
      if (strcmp (references[i].member, member) != 0 || !is_of (references[i].parent, parent))
        continue;
      g_auto (GStrv) lists = g_strsplit (references[i].list, "|", -1);
      for (guint k = 0; lists[k] != NULL; k++)
        {
          const char *name = find_in_list (document, lists[k], value);
          if (name != NULL)
            return name;
        }
    }
  return NULL;
}
