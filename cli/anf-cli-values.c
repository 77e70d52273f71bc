/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-cli-values.h"

#include "anf-check.h"
#include "anf-fact-flag.h"
#include "anf-order-kind.h"
#include "anf-role.h"
#include "anf-words.h"

#include <string.h>

static const struct
{
  const char *member;
  const char *value;
  const char *chinese;
} values[] = {
  { "answer", "na", "不适用" },
  { "answer", "no", "否" },
  { "answer", "yes", "是" },
  { "asks", "double_check", "一案双查" },
  { "by", "risk", "按风险" },
  { "check", "different", "不一致" },
  { "check", "not_counted", "未计算" },
  { "check", "same", "一致" },
  { "completion", "done", "已完成" },
  { "completion", "not_done", "未完成" },
  { "completion", "partial", "部分完成" },
  { "datum", "BD-09", "百度坐标系（BD-09）" },
  { "datum", "GCJ-02", "国测局坐标系（GCJ-02）" },
  { "datum", "WGS-84", "WGS-84坐标系" },
  { "direction_ref", "M", "磁北" },
  { "direction_ref", "T", "真北" },
  { "disagrees", "filename", "文件名" },
  { "disagrees", "filetype", "文件类型" },
  { "grounds", "cross_department", "跨部门难协调" },
  { "grounds", "large_impact", "社会影响大" },
  { "grounds", "widely_reported", "企业反映普遍" },
  { "id", "appeal", "复核" },
  { "id", "cohort", "六个月办结" },
  { "id", "lead_check", "线索核查" },
  { "id", "lead_feedback", "答复举报人" },
  { "id", "lead_urgent", "紧急线索" },
  { "id", "negotiate", "协商" },
  { "id", "plan", "报送整改方案" },
  { "id", "rectify", "整改" },
  { "id", "referral", "反馈移送结果" },
  { "id", "reinspect", "复查" },
  { "id", "sign_receipt", "签收" },
  { "id", "task", "任务" },
  { "kind", "assign", "交办" },
  { "kind", "choice", "选项" },
  { "kind", "cutoff", "截止日" },
  { "kind", "date", "日期" },
  { "kind", "fact", "问题性质" },
  { "kind", "fixed", "固定日期" },
  { "kind", "frequency", "频次" },
  { "kind", "monthly", "月报" },
  { "kind", "number", "数" },
  { "kind", "percent", "百分比" },
  { "kind", "phase", "阶段总结" },
  { "kind", "quarterly", "季报" },
  { "kind", "recurring", "每月固定日" },
  { "kind", "relative", "自起算日起的期间" },
  { "kind", "scale", "评分" },
  { "kind", "text", "文字" },
  { "kind", "unit", "单位" },
  { "kind", "weekly", "周报" },
  { "kind", "year", "年度报告" },
  { "language", "en", "英文" },
  { "language", "zh", "中文" },
  { "level", "in_charge", "主管领导" },
  { "level", "principal", "主要领导" },
  { "name", "accountability", "问责建议" },
  { "name", "areas", "按专项" },
  { "name", "categories", "按类别" },
  { "name", "contents", "按工作内容" },
  { "name", "decisions", "监察决定、监察建议" },
  { "name", "indicators", "指标" },
  { "name", "open", "未销号问题" },
  { "name", "ranking", "排名" },
  { "name", "recurrences", "反弹" },
  { "name", "responsible", "按责任单位" },
  { "name", "scores", "检查评分" },
  { "name", "steps", "督促情况" },
  { "name", "summary", "总体情况" },
  { "name", "surveys", "满意度调查" },
  { "name", "targets", "计划指标" },
  { "name", "trend", "趋势" },
  { "name", "units", "按牵头单位" },
  { "origin", "office", "本机关" },
  { "origin", "scheme", "方案" },
  { "outcome", "agree", "同意" },
  { "outcome", "approve", "同意" },
  { "outcome", "disagree", "不同意" },
  { "outcome", "explained", "已作解释" },
  { "outcome", "granted", "同意延期" },
  { "outcome", "kept", "维持" },
  { "outcome", "out_of_scope", "不属于受理范围" },
  { "outcome", "partly", "部分属实" },
  { "outcome", "refused", "不同意延期" },
  { "outcome", "rejected", "不予采纳" },
  { "outcome", "return", "退回" },
  { "outcome", "revoked", "撤销" },
  { "outcome", "substantiated", "属实" },
  { "outcome", "unexplained", "不能解释" },
  { "outcome", "unsubstantiated", "不属实" },
  { "outcome", "upheld", "予以采纳" },
  { "per", "monthly", "每月" },
  { "per", "quarterly", "每季度" },
  { "per", "weekly", "每周" },
  { "per", "yearly", "每年" },
  { "persons", "masked", "隐去姓名" },
  { "persons", "named", "公布姓名" },
  { "place_type", "office", "办公场所" },
  { "place_type", "other", "其他" },
  { "place_type", "public_service", "公共服务场所" },
  { "position_source", "gps", "卫星定位" },
  { "position_source", "manual", "手工标注" },
  { "position_source", "network", "网络定位" },
  { "precision", "day", "精确到日" },
  { "precision", "month", "精确到月" },
  { "precision", "year", "精确到年" },
  { "role", "in_charge", "主管领导" },
  { "role", "principal", "主要领导" },
  { "suspicion", "discipline_violation", "涉嫌违纪" },
  { "suspicion", "duty_crime", "涉嫌职务犯罪" },
  { "suspicion", "duty_violation", "涉嫌职务违法" },
  { "suspicion", "other_crime", "涉嫌其他犯罪" },
  { "tick", "accepted", "已认可" },
  { "tick", "checked", "已检查" },
  { "tick", "deployed", "已布置" },
  { "to", "addressee", "收文单位" },
  { "to", "asked", "被征求会签的单位" },
  { "to", "author", "起草人" },
  { "to", "deciders", "有权决定的人" },
  { "to", "helpers", "配合单位" },
  { "to", "lead", "牵头单位" },
  { "to", "members", "检查组成员" },
  { "to", "owner", "责任单位" },
  { "to", "patron", "包案领导" },
  { "to", "person", "具体责任人" },
  { "unit", "day", "日" },
  { "unit", "month", "个月" },
  { "unit", "workday", "个工作日" },
  { "vacant", "in_charge", "主管领导" },
  { "vacant", "principal", "主要领导" },
  { "when", "at_once", "即时" },
  { "when", "before", "到期前" },
  { "when", "late", "逾期办结" },
  { "when", "morning", "次日早晨" },
  { "when", "overdue", "逾期" },
  { "when", "returned", "被退回" },
  { "when", "supervised", "被督办" },
  { "why", "holiday", "放假" },
  { "why", "weekend", "周末" },
  { "why", "worked_weekend", "调休上班" },
  { "why", "working_day", "工作日" },
};

/* In the order in which the word of the first that has such a state is taken. */
static const char *const nouns[]
    = { "",       "finding", "order", "visit",    "referral", "evidence", "lead",      "step",
        "flag",   "survey",  "task",  "draw",     "figure",   "report",   "selfcheck", "scheme",
        "choice", "talk",    "clock", "register", "exposure", "numbering" };

static const char *
find_of_noun (const char *noun, const char *state)
{
  const char *chinese = anf_word_chinese_state (noun, state);
  return strcmp (chinese, state) != 0 ? chinese : NULL;
}

static const char *
find_state (const char *noun, const char *state)
{
  const char *chinese = noun != NULL ? find_of_noun (noun, state) : NULL;
  for (gsize i = 0; chinese == NULL && i < G_N_ELEMENTS (nouns); i++)
    chinese = find_of_noun (nouns[i], state);
  return chinese;
}

static const char *
find_role (const char *value)
{
  AnfRole role;
  return anf_role_parse (value, &role, NULL) ? anf_role_get_chinese (role) : NULL;
}

/* What has words elsewhere, because it stands in sentences, too. */
static const char *
find_elsewhere (const char *member, const char *noun, const char *value)
{
  AnfCheck check;
  if (strcmp (member, "state") == 0)
    return find_state (noun, value);
  if (strcmp (member, "status") == 0)
    return find_of_noun ("examination", value);
  if (strcmp (member, "source") == 0)
    return find_of_noun ("source", value);
  if (strcmp (member, "unit") == 0)
    return find_of_noun ("measure", value);
  if (strcmp (member, "kind") == 0)
    return anf_order_kind_find (value) != NULL ? anf_word_noun (value)
                                               : find_of_noun ("kind", value);
  if (strcmp (member, "check") == 0)
    return anf_check_find (value, &check) ? anf_check_title (check, TRUE) : NULL;
  if (strcmp (member, "flags") == 0)
    return anf_fact_flag_describe (value);
  static const char *const roles[] = { "enter", "read", "roles", "to", NULL };
  return g_strv_contains (roles, member) ? find_role (value) : NULL;
}

const char *
anf_cli_value_find_chinese (const char *member, const char *noun, const char *value)
{
  /* Some are Chinese in the contract. */
  if (!g_str_is_ascii (value) || *value == '\0')
    return value;
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (strcmp (values[i].member, member) == 0 && strcmp (values[i].value, value) == 0)
      return values[i].chinese;
  return find_elsewhere (member, noun, value);
}

const char *
anf_cli_value_word (const char *member, const char *noun, const char *value)
{
  const char *chinese
      = anf_word_is_chinese () ? anf_cli_value_find_chinese (member, noun, value) : NULL;
  return chinese != NULL ? chinese : value;
}
