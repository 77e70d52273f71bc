/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-values.h"

#include "anf-check.h"
#include "anf-fact-flag.h"
#include "anf-order-kind.h"
#include "anf-period.h"
#include "anf-role.h"
#include "anf-words.h"

#include <string.h>

/* @parent: whose member it is: a noun or another member; NULL where the member says the same
   wherever it stands, and is nowhere something that people write. */
static const struct
{
  const char *parent;
  const char *member;
  const char *value;
  const char *chinese;
} values[] = {
  { "answers", "answer", "na", "不适用" },
  { "answers", "answer", "no", "否" },
  { "answers", "answer", "yes", "是" },
  { NULL, "asks", "double_check", "一案双查" },
  { "choice", "by", "risk", "按风险" },
  { NULL, "check", "different", "不一致" },
  { NULL, "check", "not_counted", "未计算" },
  { NULL, "check", "same", "一致" },
  { NULL, "completion", "done", "已完成" },
  { NULL, "completion", "not_done", "未完成" },
  { NULL, "completion", "partial", "部分完成" },
  { "evidence", "datum", "BD-09", "百度坐标系（BD-09）" },
  { "evidence", "datum", "GCJ-02", "国测局坐标系（GCJ-02）" },
  { "evidence", "datum", "WGS-84", "WGS-84坐标系" },
  { NULL, "direction_ref", "M", "磁北" },
  { NULL, "direction_ref", "T", "真北" },
  { NULL, "disagrees", "filename", "文件名" },
  { NULL, "disagrees", "filetype", "文件类型" },
  { "key", "grounds", "cross_department", "跨部门难协调" },
  { "key", "grounds", "large_impact", "社会影响大" },
  { "key", "grounds", "widely_reported", "企业反映普遍" },
  { "clocks", "id", "appeal", "复核" },
  { "clocks", "id", "cohort", "六个月办结" },
  { "clocks", "id", "lead_check", "线索核查" },
  { "clocks", "id", "lead_feedback", "答复举报人" },
  { "clocks", "id", "lead_urgent", "紧急线索" },
  { "clocks", "id", "negotiate", "协商" },
  { "clocks", "id", "plan", "报送整改方案" },
  { "clocks", "id", "rectify", "整改" },
  { "clocks", "id", "referral", "反馈移送结果" },
  { "clocks", "id", "reinspect", "复查" },
  { "clocks", "id", "sign_receipt", "签收" },
  { "clocks", "id", "task", "任务" },
  { NULL, "kind", "assign", "交办" },
  { "columns", "kind", "choice", "选项" },
  { "questions", "kind", "choice", "单选" },
  { NULL, "kind", "cutoff", "截止日" },
  { NULL, "kind", "date", "日期" },
  { NULL, "kind", "fact", "问题性质" },
  { NULL, "kind", "fixed", "固定日期" },
  { NULL, "kind", "frequency", "频次" },
  { NULL, "kind", "monthly", "月报" },
  { NULL, "kind", "number", "数" },
  { NULL, "kind", "percent", "百分比" },
  { NULL, "kind", "phase", "阶段总结" },
  { NULL, "kind", "quarterly", "季报" },
  { NULL, "kind", "recurring", "每月固定日" },
  { NULL, "kind", "relative", "自起算日起的期间" },
  { "questions", "kind", "scale", "评分" },
  { NULL, "kind", "text", "文字" },
  { NULL, "kind", "unit", "单位" },
  { NULL, "kind", "weekly", "周报" },
  { NULL, "kind", "year", "年度报告" },
  { NULL, "language", "en", "英文" },
  { NULL, "language", "zh", "中文" },
  { NULL, "level", "in_charge", "主管领导" },
  { NULL, "level", "principal", "主要领导" },
  { "tables", "name", "accountability", "问责建议" },
  { "tables", "name", "areas", "按专项" },
  { "tables", "name", "categories", "按类别" },
  { "tables", "name", "contents", "按工作内容" },
  { "tables", "name", "decisions", "监察决定、监察建议" },
  { "tables", "name", "indicators", "指标" },
  { "tables", "name", "letters", "发出督促文书" },
  { "tables", "name", "open", "未销号问题" },
  { "tables", "name", "ranking", "排名" },
  { "tables", "name", "recurrences", "反弹" },
  { "tables", "name", "responsible", "按责任单位" },
  { "tables", "name", "scores", "检查评分" },
  { "tables", "name", "steps", "系统提示情况" },
  { "tables", "name", "summary", "总体情况" },
  { "tables", "name", "surveys", "满意度调查" },
  { "tables", "name", "targets", "计划指标" },
  { "tables", "name", "trend", "趋势" },
  { "tables", "name", "typical", "典型问题" },
  { "tables", "name", "units", "按牵头单位" },
  { NULL, "origin", "office", "本机关" },
  { NULL, "origin", "scheme", "方案" },
  { NULL, "outcome", "accepted", "已受理" },
  { NULL, "outcome", "agree", "同意" },
  { NULL, "outcome", "approve", "同意" },
  { NULL, "outcome", "declined", "不予受理" },
  { NULL, "outcome", "disagree", "不同意" },
  { NULL, "outcome", "explained", "已作解释" },
  { NULL, "outcome", "granted", "同意延期" },
  { NULL, "outcome", "handling", "办理中" },
  { NULL, "outcome", "kept", "维持" },
  { NULL, "outcome", "out_of_scope", "不属于受理范围" },
  { NULL, "outcome", "partly", "部分属实" },
  { NULL, "outcome", "refused", "不同意延期" },
  { NULL, "outcome", "rejected", "不予采纳" },
  { NULL, "outcome", "reported", "已反馈结果" },
  { NULL, "outcome", "return", "退回" },
  { NULL, "outcome", "returned", "退回补充" },
  { NULL, "outcome", "revoked", "撤销" },
  { NULL, "outcome", "substantiated", "属实" },
  { NULL, "outcome", "unexplained", "不能解释" },
  { NULL, "outcome", "unsubstantiated", "不属实" },
  { NULL, "outcome", "upheld", "予以采纳" },
  { NULL, "per", "monthly", "每月" },
  { NULL, "per", "quarterly", "每季度" },
  { NULL, "per", "weekly", "每周" },
  { NULL, "per", "yearly", "每年" },
  { "approved", "persons", "masked", "隐去姓名" },
  { "approved", "persons", "named", "公布姓名" },
  { NULL, "place_type", "office", "办公场所" },
  { NULL, "place_type", "other", "其他" },
  { NULL, "place_type", "public_service", "公共服务场所" },
  { NULL, "position_source", "gps", "卫星定位" },
  { NULL, "position_source", "manual", "手工标注" },
  { NULL, "position_source", "network", "网络定位" },
  { NULL, "precision", "day", "精确到日" },
  { NULL, "precision", "month", "精确到月" },
  { NULL, "precision", "year", "精确到年" },
  { NULL, "role", "in_charge", "主管领导" },
  { NULL, "role", "principal", "主要领导" },
  { NULL, "suspicion", "discipline_violation", "涉嫌违纪" },
  { NULL, "suspicion", "duty_crime", "涉嫌职务犯罪" },
  { NULL, "suspicion", "duty_violation", "涉嫌职务违法" },
  { NULL, "suspicion", "other_crime", "涉嫌其他犯罪" },
  { NULL, "tick", "accepted", "已认可" },
  { NULL, "tick", "checked", "已检查" },
  { NULL, "tick", "deployed", "已布置" },
  { "notifications", "to", "addressee", "收文单位" },
  { "notifications", "to", "asked", "被征求会签的单位" },
  { "notifications", "to", "author", "起草人" },
  { "notifications", "to", "deciders", "有权决定的人" },
  { "notifications", "to", "helpers", "配合单位" },
  { "notifications", "to", "lead", "牵头单位" },
  { "notifications", "to", "members", "检查组成员" },
  { "notifications", "to", "owner", "责任单位" },
  { "notifications", "to", "patron", "包案领导" },
  { "notifications", "to", "person", "具体责任人" },
  { "deadlines", "unit", "day", "日" },
  { "deadlines", "unit", "month", "个月" },
  { "deadlines", "unit", "workday", "个工作日" },
  { NULL, "vacant", "in_charge", "主管领导" },
  { NULL, "vacant", "principal", "主要领导" },
  { NULL, "when", "at_once", "即时" },
  { NULL, "when", "before", "到期前" },
  { NULL, "when", "late", "逾期办结" },
  { NULL, "when", "morning", "次日早晨" },
  { NULL, "when", "overdue", "逾期" },
  { NULL, "when", "returned", "被退回" },
  { NULL, "when", "supervised", "被督办" },
  { NULL, "why", "holiday", "放假" },
  { NULL, "why", "weekend", "周末" },
  { NULL, "why", "worked_weekend", "调休上班" },
  { NULL, "why", "working_day", "工作日" },
};

static const struct
{
  const char *parent;
  const char *noun;
} nouns[] = {
  { "clocks", "clock" }, { "items", "clock" }, { "survey-results", "survey" }, { "tasks", "task" }
};

/* What has words elsewhere, because it stands in sentences, too: @name (nullable): what they are
   found by there, else the parent's. */
static const struct
{
  const char *parent;
  const char *member;
  const char *noun;
} elsewhere[] = {
  { NULL, "state", NULL },       { NULL, "status", "examination" }, { "lead", "source", "source" },
  { "flag", "unit", "measure" }, { NULL, "kind", "kind" },
};

static gboolean
is_of (const char *of, const char *parent)
{
  return of == NULL || strcmp (of, parent) == 0;
}

static const char *
find_state (const char *noun, const char *parent, const char *state)
{
  for (gsize i = 0; noun == NULL && i < G_N_ELEMENTS (nouns); i++)
    if (strcmp (nouns[i].parent, parent) == 0)
      noun = nouns[i].noun;
  const char *chinese = anf_word_chinese_state (noun != NULL ? noun : parent, state);
  return strcmp (chinese, state) != 0 ? chinese : NULL;
}

static const char *
find_role (const char *parent, const char *member, const char *value)
{
  static const struct
  {
    const char *parent;
    const char *member;
  } roles[] = { { "account", "roles" },
                { "notifications", "to" },
                { "registers", "enter" },
                { "registers", "read" } };
  AnfRole role;
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (strcmp (roles[i].parent, parent) == 0 && strcmp (roles[i].member, member) == 0)
      return anf_role_parse (value, &role, NULL) ? anf_role_get_chinese (role) : NULL;
  return NULL;
}

/* 10wd, and what it is counted from. */
static const char *
find_of_clock (const char *member, const char *value)
{
  AnfPeriod period;
  g_autofree char *chinese = NULL;
  if (strcmp (member, "rule") == 0 && anf_period_parse (value, &period, NULL))
    chinese = anf_period_format_chinese (&period);
  else if (strcmp (member, "trigger") == 0)
    chinese = anf_word_chinese_leaf (value);
  return chinese != NULL && strcmp (chinese, value) != 0 ? g_intern_string (chinese) : NULL;
}

static const char *
find_elsewhere (const char *parent, const char *member, const char *value)
{
  AnfCheck check;
  if (strcmp (parent, "clocks") == 0 && strcmp (member, "state") != 0)
    return find_of_clock (member, value);
  if (strcmp (member, "period") == 0)
    return find_of_clock ("rule", value);
  if (strcmp (parent, "order") == 0 && strcmp (member, "kind") == 0)
    return anf_order_kind_find (value) != NULL ? anf_word_noun (value) : NULL;
  if (strcmp (member, "check") == 0)
    return anf_check_find (value, &check) ? anf_check_title (check, TRUE) : NULL;
  if (strcmp (member, "flags") == 0)
    return anf_fact_flag_describe (value);
  for (gsize i = 0; i < G_N_ELEMENTS (elsewhere); i++)
    if (strcmp (elsewhere[i].member, member) == 0 && is_of (elsewhere[i].parent, parent))
      return find_state (elsewhere[i].noun, parent, value);
  return find_role (parent, member, value);
}

const char *
anf_cli_value_find_chinese (const char *parent, const char *member, const char *value)
{
  /* Some are Chinese in the contract. */
  if (!g_str_is_ascii (value) || *value == '\0')
    return value;
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (strcmp (values[i].member, member) == 0 && strcmp (values[i].value, value) == 0
        && is_of (values[i].parent, parent))
      return values[i].chinese;
  return find_elsewhere (parent, member, value);
}

const char *
anf_cli_value_word (const char *parent, const char *member, const char *value)
{
  const char *chinese
      = anf_word_is_chinese () ? anf_cli_value_find_chinese (parent, member, value) : NULL;
  return chinese != NULL ? chinese : value;
}
