/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-words.h"

#include "anf-role.h"

#include <glib/gi18n.h>

#include <string.h>

typedef enum
{
  KIND_NOUN,
  KIND_STATE,
  KIND_EVENT, /* of a life cycle */
  KIND_LEAF,  /* of the log, where it has another name than in the life cycle */
} Kind;

/* @noun is "" for what is called the same in all. */
typedef struct
{
  Kind kind;
  const char *noun;
  const char *name;
  const char *chinese;
} Word;

static const Word words[] = {
  { KIND_NOUN, "", "scheme", "方案" },
  { KIND_NOUN, "", "unit", "单位" },
  { KIND_NOUN, "", "calendar", "日历" },
  { KIND_NOUN, "", "account", "账户" },
  { KIND_NOUN, "", "visit", "任务" },
  { KIND_NOUN, "", "evidence", "证据" },
  { KIND_NOUN, "", "finding", "问题" },
  { KIND_NOUN, "", "order", "整改通知" },
  { KIND_NOUN, "", "referral", "移送" },
  { KIND_NOUN, "", "step", "督促事项" },
  { KIND_NOUN, "", "flag", "疑点" },
  { KIND_NOUN, "", "figure", "数据" },
  { KIND_NOUN, "", "report", "报告" },
  { KIND_NOUN, "", "lead", "线索" },
  { KIND_NOUN, "", "selfcheck", "自查" },
  { KIND_NOUN, "", "draw", "抽签" },
  { KIND_NOUN, "", "register", "登记" },
  { KIND_NOUN, "", "task", "任务" },
  { KIND_NOUN, "", "choice", "按风险选取" },
  { KIND_NOUN, "", "numbering", "编号接续" },
  { KIND_NOUN, "", "survey", "满意度调查" },
  { KIND_NOUN, "", "sheets", "问卷" },
  { KIND_NOUN, "", "talk", "谈话记录" },
  { KIND_NOUN, "", "webhook", "推送" },
  { KIND_NOUN, "", "exposure", "曝光" },
  { KIND_NOUN, "", "log", "存证日志" },
  { KIND_NOUN, "", "timestamp", "时间戳" },
  { KIND_NOUN, "", "rectification", "整改通知" },
  { KIND_NOUN, "", "supervision", "督办" },
  { KIND_NOUN, "", "reminder", "催办" },
  { KIND_NOUN, "", "circular", "通报" },
  { KIND_NOUN, "", "interview", "约谈" },
  { KIND_NOUN, "", "accountability", "问责建议" },
  { KIND_NOUN, "", "decision", "监察决定" },
  { KIND_NOUN, "", "advice", "监察建议" },

  { KIND_STATE, "", "active", "有效" },
  { KIND_STATE, "", "disabled", "已停用" },
  { KIND_STATE, "", "loaded", "已加载" },
  { KIND_STATE, "", "in_force", "施行中" },
  { KIND_STATE, "scheme", "closed", "已结束" },

  { KIND_STATE, "figure", "entered", "已录入" },
  { KIND_STATE, "report", "frozen", "已固定" },

  { KIND_STATE, "visit", "draft", "草稿" },
  { KIND_STATE, "visit", "approved", "已批准" },
  { KIND_STATE, "visit", "in_progress", "进行中" },
  { KIND_STATE, "visit", "submitted", "已提交" },
  { KIND_STATE, "visit", "returned", "已退回" },
  { KIND_STATE, "visit", "verified", "已核实" },
  { KIND_STATE, "visit", "archived", "已归档" },
  { KIND_STATE, "visit", "cancelled", "已取消" },

  { KIND_STATE, "evidence", "received", "已接收" },
  { KIND_STATE, "evidence", "examined", "已检验" },
  { KIND_STATE, "evidence", "listed", "已登记" },
  { KIND_STATE, "evidence", "superseded", "已被替代" },
  { KIND_STATE, "examination", "pending", "等待检验" },
  { KIND_STATE, "examination", "done", "已检验" },
  { KIND_STATE, "examination", "unsupported", "不支持此格式" },
  { KIND_STATE, "examination", "unexaminable", "无法检验" },
  { KIND_STATE, "examination", "not_needed", "无需检验" },
  { KIND_STATE, "kind", "photo", "照片" },
  { KIND_STATE, "kind", "audio", "录音" },
  { KIND_STATE, "kind", "video", "录像" },
  { KIND_STATE, "kind", "document", "文书" },
  { KIND_STATE, "kind", "reference", "原始载体" },
  { KIND_STATE, "kind", "thumbnail", "缩略图" },
  { KIND_STATE, "kind", "redacted", "隐去元数据的副本" },
  { KIND_STATE, "check", "zip", "压缩文件" },
  { KIND_STATE, "check", "folder", "文件夹" },
  { KIND_STATE, "check", "bagit", "格式声明" },
  { KIND_STATE, "check", "bag-info", "包说明" },
  { KIND_STATE, "check", "manifest", "内容清单" },
  { KIND_STATE, "check", "tagmanifest", "签名清单" },
  { KIND_STATE, "check", "payload", "内容文件" },
  { KIND_STATE, "check", "tag", "附属文件" },
  { KIND_STATE, "check", "signature", "签名" },
  { KIND_STATE, "check", "signer", "签名人" },
  { KIND_STATE, "check", "checkpoint", "日志检查点" },
  { KIND_STATE, "check", "log-key", "日志公钥" },
  { KIND_STATE, "check", "proof", "日志证明" },
  { KIND_STATE, "check", "leaf", "日志记录" },
  { KIND_STATE, "check", "case", "案件数据" },
  { KIND_STATE, "clock", "running", "计时中" },
  { KIND_STATE, "clock", "met", "按期" },
  { KIND_STATE, "clock", "late", "逾期" },
  { KIND_STATE, "clock", "stopped", "已停止" },
  { KIND_STATE, "clock", "replaced", "已重新起算" },

  { KIND_STATE, "finding", "registered", "已登记" },
  { KIND_STATE, "finding", "verifying", "核实中" },
  { KIND_STATE, "finding", "established", "属实" },
  { KIND_STATE, "finding", "not_established", "不属实" },
  { KIND_STATE, "finding", "merged", "已并案" },
  { KIND_STATE, "finding", "assigned", "已交办" },
  { KIND_STATE, "finding", "rectifying", "整改中" },
  { KIND_STATE, "finding", "feedback", "已反馈" },
  { KIND_STATE, "finding", "reinspect", "复查中" },
  { KIND_STATE, "finding", "closed", "已销号" },
  { KIND_STATE, "finding", "returned", "退回整改" },
  { KIND_STATE, "finding", "reopened", "重新打开" },
  { KIND_STATE, "finding", "referred", "已移送" },

  { KIND_STATE, "order", "draft", "拟稿" },
  { KIND_STATE, "order", "reviewing", "审核中" },
  { KIND_STATE, "order", "to_sign", "待签发" },
  { KIND_STATE, "order", "signed", "已签发" },
  { KIND_STATE, "order", "numbered", "已编号" },
  { KIND_STATE, "order", "served", "已送达" },
  { KIND_STATE, "order", "received", "已签收" },
  { KIND_STATE, "order", "assign_objected", "对责任单位有异议" },
  { KIND_STATE, "order", "negotiating", "协商中" },
  { KIND_STATE, "order", "plan_due", "待报整改方案" },
  { KIND_STATE, "order", "plan_filed", "方案已报送" },
  { KIND_STATE, "order", "plan_accepted", "方案已经牵头单位认可" },
  { KIND_STATE, "order", "rectifying", "整改中" },
  { KIND_STATE, "order", "feedback_filed", "已报送整改反馈" },
  { KIND_STATE, "order", "reinspecting", "复查中" },
  { KIND_STATE, "order", "closing", "待销号" },
  { KIND_STATE, "order", "closed", "已销号" },
  { KIND_STATE, "order", "withdrawn", "已撤回" },

  { KIND_STATE, "referral", "drafted", "已拟稿" },
  { KIND_STATE, "referral", "approved", "已批准" },
  { KIND_STATE, "referral", "sent", "已移送" },
  { KIND_STATE, "referral", "received", "已接收" },
  { KIND_STATE, "referral", "accepted", "已受理" },
  { KIND_STATE, "referral", "returned_for_supplement", "退回补充" },
  { KIND_STATE, "referral", "declined", "不予受理" },
  { KIND_STATE, "referral", "handling", "办理中" },
  { KIND_STATE, "referral", "result_reported", "已反馈结果" },
  { KIND_STATE, "referral", "archived", "已归档" },

  { KIND_STATE, "step", "proposed", "待决定" },
  { KIND_STATE, "step", "taken", "已采取" },
  { KIND_STATE, "step", "declined", "不采取" },
  { KIND_STATE, "step", "superseded", "由更高一级取代" },
  { KIND_STATE, "step", "lapsed", "已无必要" },
  { KIND_STATE, "flag", "open", "待答复" },
  { KIND_STATE, "flag", "explained", "已作解释" },
  { KIND_STATE, "flag", "unexplained", "不能解释" },
  { KIND_STATE, "flag", "lapsed", "已不成立" },
  { KIND_STATE, "measure", "s", "秒" },
  { KIND_STATE, "measure", "m", "米" },
  { KIND_STATE, "measure", "km/h", "公里/小时" },
  { KIND_STATE, "measure", "bits", "位" },
  { KIND_STATE, "measure", "items", "项" },
  { KIND_STATE, "why", "no_formula", "方案未给出算式" },
  { KIND_STATE, "why", "no_figure", "缺少数据" },
  { KIND_STATE, "why", "no_base", "分母或上年同期为0" },
  { KIND_STATE, "why", "too_few", "少于3件，不公布" },
  { KIND_STATE, "why", "not_over", "统计期未满" },
  { KIND_STATE, "why", "no_calendar", "缺少放假安排" },
  { KIND_STATE, "lead", "received", "已接收" },
  { KIND_STATE, "lead", "verified", "已核实" },
  { KIND_STATE, "lead", "turned", "已转办" },
  { KIND_STATE, "lead", "answered", "已答复" },
  { KIND_STATE, "source", "complaint", "投诉举报" },
  { KIND_STATE, "source", "hotline", "热线" },
  { KIND_STATE, "source", "survey", "问卷调查、座谈会" },
  { KIND_STATE, "source", "media", "媒体" },
  { KIND_STATE, "source", "leader_note", "领导批示" },
  { KIND_STATE, "source", "transfer", "转办" },
  { KIND_STATE, "source", "self_check", "自查" },
  { KIND_STATE, "source", "discipline", "纪检监察" },
  { KIND_STATE, "selfcheck", "declared", "已申报" },
  { KIND_STATE, "draw", "drawn", "已抽取" },
  { KIND_STATE, "register", "entered", "已登记" },
  { KIND_STATE, "exposure", "drafted", "已拟稿" },
  { KIND_STATE, "exposure", "approved", "已批准" },
  { KIND_STATE, "exposure", "declined", "未批准" },
  { KIND_STATE, "exposure", "published", "已曝光" },
  { KIND_STATE, "exposure", "revoked", "已撤销" },
  { KIND_STATE, "choice", "chosen", "已选取" },
  { KIND_STATE, "numbering", "noted", "已登记" },
  { KIND_STATE, "survey", "draft", "草稿" },
  { KIND_STATE, "survey", "open", "进行中" },
  { KIND_STATE, "survey", "closed", "已结束" },
  { KIND_STATE, "survey", "released", "已向单位公布" },
  { KIND_STATE, "talk", "recorded", "已记录" },
  { KIND_STATE, "talk", "signed", "已签名" },
  { KIND_STATE, "task", "open", "未完成" },
  { KIND_STATE, "task", "due_soon", "临近期限" },
  { KIND_STATE, "task", "overdue", "逾期" },
  { KIND_STATE, "task", "deployed", "已布置" },
  { KIND_STATE, "task", "checked", "已检查" },
  { KIND_STATE, "task", "done", "按期完成" },
  { KIND_STATE, "task", "done_late", "逾期完成" },
  { KIND_STATE, "task", "dropped", "方案已删去" },

  { KIND_EVENT, "", "edit", "修改" },
  { KIND_EVENT, "", "submit", "提交" },
  { KIND_EVENT, "", "approve", "批准" },
  { KIND_EVENT, "", "return", "退回" },
  { KIND_EVENT, "", "close", "销号" },
  { KIND_EVENT, "", "archive", "归档" },
  { KIND_EVENT, "visit", "declare", "声明无须回避" },
  { KIND_EVENT, "visit", "recuse", "申请回避" },
  { KIND_EVENT, "visit", "start", "开始" },
  { KIND_EVENT, "visit", "verify", "核实" },
  { KIND_EVENT, "visit", "cancel", "取消" },
  { KIND_EVENT, "finding", "verify", "送交核实" },
  { KIND_EVENT, "finding", "establish", "认定属实" },
  { KIND_EVENT, "finding", "dismiss", "认定不属实" },
  { KIND_EVENT, "finding", "merge", "并案" },
  { KIND_EVENT, "finding", "assign", "交办" },
  { KIND_EVENT, "finding", "unassign", "撤回交办" },
  { KIND_EVENT, "finding", "rectify", "开始整改" },
  { KIND_EVENT, "finding", "feedback", "反馈整改情况" },
  { KIND_EVENT, "finding", "reinspect", "复查" },
  { KIND_EVENT, "finding", "disagree", "复查意见不一致" },
  { KIND_EVENT, "finding", "reopen", "重新打开" },
  { KIND_EVENT, "finding", "evaluate", "事后评估" },
  { KIND_EVENT, "talk", "sign", "签名" },
  { KIND_EVENT, "lead", "verify", "核实" },
  { KIND_EVENT, "lead", "turn", "转为任务或问题" },
  { KIND_EVENT, "lead", "answer", "答复" },
  { KIND_EVENT, "lead", "evaluate", "回访" },
  { KIND_EVENT, "order", "review:approve", "审核通过" },
  { KIND_EVENT, "order", "review:return", "审核退回" },
  { KIND_EVENT, "order", "comment", "提出意见" },
  { KIND_EVENT, "order", "countersign", "会签" },
  { KIND_EVENT, "order", "split", "拆分" },
  { KIND_EVENT, "order", "merge:target", "并入另一件" },
  { KIND_EVENT, "order", "merge:source", "并入另一件中" },
  { KIND_EVENT, "order", "sign", "签发" },
  { KIND_EVENT, "order", "number", "编号" },
  { KIND_EVENT, "order", "serve", "送达" },
  { KIND_EVENT, "order", "receive", "签收" },
  { KIND_EVENT, "order", "object:fact", "对事实提出异议" },
  { KIND_EVENT, "order", "object:assign", "对责任单位提出异议" },
  { KIND_EVENT, "order", "settle:upheld", "异议成立" },
  { KIND_EVENT, "order", "settle:rejected", "异议不成立" },
  { KIND_EVENT, "order", "appeal", "申请复核" },
  { KIND_EVENT, "order", "decide-appeal:kept", "复核维持" },
  { KIND_EVENT, "order", "decide-appeal:revoked", "复核撤销" },
  { KIND_EVENT, "order", "plan", "报送整改方案" },
  { KIND_EVENT, "order", "accept:lead", "牵头单位认可方案" },
  { KIND_EVENT, "order", "accept:office", "督查机构认可方案" },
  { KIND_EVENT, "order", "accept:sole", "认可方案" },
  { KIND_EVENT, "order", "return-plan", "退回方案" },
  { KIND_EVENT, "order", "extend", "申请延期" },
  { KIND_EVENT, "order", "grant-extension", "批复延期" },
  { KIND_EVENT, "order", "feedback", "报送整改反馈" },
  { KIND_EVENT, "order", "reinspect", "复查" },
  { KIND_EVENT, "order", "confirm:passed", "确认复查合格" },
  { KIND_EVENT, "order", "confirm:failed", "确认复查不合格" },
  { KIND_EVENT, "order", "confirm:disagreed", "不同意复查意见" },
  { KIND_EVENT, "order", "withdraw", "撤回" },
  { KIND_EVENT, "order", "withdrawal", "制发撤销通知" },
  { KIND_EVENT, "referral", "send", "移送" },
  { KIND_EVENT, "referral", "receive", "接收" },
  { KIND_EVENT, "referral", "result:accepted", "受理" },
  { KIND_EVENT, "referral", "result:returned", "退回补充" },
  { KIND_EVENT, "referral", "result:declined", "不予受理" },
  { KIND_EVENT, "referral", "result:handling", "开始办理" },
  { KIND_EVENT, "referral", "result:reported", "反馈结果" },
  { KIND_EVENT, "referral", "supplement", "补充移送" },
  { KIND_EVENT, "referral", "inquire", "催询" },
  { KIND_EVENT, "referral", "hold", "暂缓" },
  { KIND_EVENT, "referral", "release", "解除暂缓" },
  { KIND_EVENT, "exposure", "decline", "不予批准" },
  { KIND_EVENT, "exposure", "publish", "公开曝光" },
  { KIND_EVENT, "exposure", "correct", "更正" },
  { KIND_EVENT, "exposure", "revoke", "撤销" },
  { KIND_EVENT, "survey", "open", "启动" },
  { KIND_EVENT, "survey", "enter", "录入" },
  { KIND_EVENT, "survey", "release", "公布" },
  { KIND_EVENT, "step", "take", "采取" },
  { KIND_EVENT, "step", "decline", "不采取" },
  { KIND_EVENT, "step", "supersede", "由更高一级取代" },
  { KIND_EVENT, "step", "lapse", "失去必要" },
  { KIND_EVENT, "step", "propose", "重新提出" },
  { KIND_EVENT, "flag", "raise", "提出" },
  { KIND_EVENT, "task", "assign", "落实责任人" },
  { KIND_EVENT, "task", "hand-in", "报送" },
  { KIND_EVENT, "task", "deploy", "布置" },
  { KIND_EVENT, "task", "check", "检查" },
  { KIND_EVENT, "task", "accept:in_time", "验收（按期）" },
  { KIND_EVENT, "task", "accept:late", "验收（逾期）" },
  { KIND_EVENT, "task", "undo:deployed", "撤销布置" },
  { KIND_EVENT, "task", "undo:checked", "撤销检查" },
  { KIND_EVENT, "task", "undo:accepted", "撤销验收" },
  { KIND_EVENT, "task", "drop", "删去" },
  { KIND_EVENT, "task", "restore:open", "恢复" },
  { KIND_EVENT, "task", "restore:deployed", "恢复（已布置）" },
  { KIND_EVENT, "task", "restore:checked", "恢复（已检查）" },
  { KIND_EVENT, "flag", "lapse", "不再成立" },
  { KIND_EVENT, "flag", "answer:explained", "答复：可以解释" },
  { KIND_EVENT, "flag", "answer:unexplained", "答复：不能解释" },
  { KIND_LEAF, "figure", "entered", "录入" },
  { KIND_LEAF, "figure", "corrected", "更正" },
  { KIND_LEAF, "report", "frozen", "固定" },
  { KIND_LEAF, "", "edited", "修改" },
  { KIND_LEAF, "", "created", "登记" },
  { KIND_LEAF, "", "disabled", "停用" },
  { KIND_LEAF, "", "due", "即将到期" },
  { KIND_LEAF, "", "overdue", "已逾期" },
  { KIND_LEAF, "", "undated", "期限未定：缺少放假安排，请加载" },
  { KIND_LEAF, "calendar", "ending", "将尽：请加载下一年度放假安排" },
  { KIND_LEAF, "unit", "leaders_named", "确定责任领导" },
  { KIND_LEAF, "account", "enabled", "启用" },
  { KIND_LEAF, "account", "changed", "变更" },
  { KIND_LEAF, "account", "mail_given_up", "的邮件无法送达" },
  { KIND_LEAF, "visit", "verified", "核实" },
  { KIND_LEAF, "visit", "cancelled", "取消" },
  { KIND_LEAF, "referral", "sent", "移送" },
  { KIND_LEAF, "referral", "received", "接收" },
  { KIND_LEAF, "referral", "result", "有处理结果" },
  { KIND_LEAF, "referral", "result_corrected", "更正处理结果" },
  { KIND_LEAF, "referral", "supplemented", "已补充移送" },
  { KIND_LEAF, "referral", "inquired", "催询" },
  { KIND_LEAF, "referral", "held", "暂缓" },
  { KIND_LEAF, "referral", "released", "解除暂缓" },
  { KIND_LEAF, "", "submitted", "提交" },
  { KIND_LEAF, "", "withdrawn", "撤回" },
  { KIND_LEAF, "", "returned", "退回" },
  { KIND_LEAF, "", "closed", "销号" },
  { KIND_LEAF, "", "drafted", "拟稿" },
  { KIND_LEAF, "", "approved", "批准" },
  { KIND_LEAF, "step", "proposed", "提出" },
  { KIND_LEAF, "step", "taken", "采取" },
  { KIND_LEAF, "step", "declined", "不采取" },
  { KIND_LEAF, "step", "superseded", "由更高一级取代" },
  { KIND_LEAF, "evidence", "received", "接收" },
  { KIND_LEAF, "timestamp", "received", "取得" },
  { KIND_LEAF, "log", "rotated", "更换密钥" },
  { KIND_LEAF, "log", "restored", "由备份恢复" },
  { KIND_LEAF, "log", "loss_accepted", "缺失部分记录" },
  { KIND_LEAF, "log", "clock_set_back", "：时钟拨回" },
  { KIND_LEAF, "evidence", "examined", "检验" },
  { KIND_LEAF, "evidence", "referred", "登记原始载体" },
  { KIND_LEAF, "evidence", "derived", "生成派生件" },
  { KIND_LEAF, "evidence", "superseded", "替代" },
  { KIND_LEAF, "finding", "registered", "登记" },
  { KIND_LEAF, "finding", "established", "认定属实" },
  { KIND_LEAF, "finding", "dismissed", "认定不属实" },
  { KIND_LEAF, "finding", "merged", "并案" },
  { KIND_LEAF, "finding", "reassigned", "改派责任单位" },
  { KIND_LEAF, "finding", "letter_noted", "登记有关文书" },
  { KIND_LEAF, "finding", "letter_dropped", "有关文书撤回" },
  { KIND_LEAF, "lead", "registered", "登记" },
  { KIND_LEAF, "lead", "received", "接收" },
  { KIND_LEAF, "lead", "verified", "核实" },
  { KIND_LEAF, "lead", "turned", "转为任务或问题" },
  { KIND_LEAF, "lead", "answered", "答复" },
  { KIND_LEAF, "", "evaluated", "回访" },
  { KIND_LEAF, "", "found_wanting", "回访发现未解决或不满意" },
  { KIND_LEAF, "lead", "informant_read", "查看举报人" },
  { KIND_LEAF, "selfcheck", "declared", "申报" },
  { KIND_LEAF, "draw", "drawn", "抽取" },
  { KIND_LEAF, "register", "entered", "登记" },
  { KIND_LEAF, "register", "amended", "更正" },
  { KIND_LEAF, "exposure", "declined", "不予批准" },
  { KIND_LEAF, "exposure", "published", "公开" },
  { KIND_LEAF, "exposure", "correction_drafted", "拟稿更正" },
  { KIND_LEAF, "exposure", "correction_approved", "批准更正" },
  { KIND_LEAF, "exposure", "correction_declined", "不予批准更正" },
  { KIND_LEAF, "exposure", "corrected", "更正" },
  { KIND_LEAF, "exposure", "revoked", "撤销" },
  { KIND_LEAF, "finding", "exposed", "曝光" },
  { KIND_LEAF, "finding", "exposure_revoked", "曝光撤销" },
  { KIND_LEAF, "choice", "chosen", "选取" },
  { KIND_LEAF, "numbering", "noted", "登记" },
  { KIND_LEAF, "survey", "opened", "启动" },
  { KIND_LEAF, "survey", "entered", "录入问卷" },
  { KIND_LEAF, "survey", "closed", "结束" },
  { KIND_LEAF, "survey", "released", "公布" },
  { KIND_LEAF, "sheets", "entered", "录入" },
  { KIND_LEAF, "talk", "recorded", "记录" },
  { KIND_LEAF, "talk", "signed", "签名" },
  { KIND_LEAF, "talk", "subject_read", "查看被谈话人" },
  { KIND_LEAF, "talk", "printed", "打印" },
  { KIND_LEAF, "task", "made", "列入" },
  { KIND_LEAF, "task", "given", "交办" },
  { KIND_LEAF, "task", "moved", "调整责任单位" },
  { KIND_LEAF, "task", "changed", "随方案修改" },
  { KIND_LEAF, "task", "dropped", "随方案删去" },
  { KIND_LEAF, "task", "assigned", "落实责任人" },
  { KIND_LEAF, "task", "handed_in", "报送" },
  { KIND_LEAF, "task", "deployed", "布置" },
  { KIND_LEAF, "task", "checked", "检查" },
  { KIND_LEAF, "task", "accepted", "验收" },
  { KIND_LEAF, "task", "undone", "撤销" },
  { KIND_LEAF, "finding", "reopened", "重新打开" },
  { KIND_LEAF, "order", "withdrawal_issued", "制发撤销通知" },
  { KIND_LEAF, "order", "reviewed", "审核" },
  { KIND_LEAF, "order", "commented", "提出意见" },
  { KIND_LEAF, "order", "countersigned", "会签" },
  { KIND_LEAF, "order", "split", "拆分" },
  { KIND_LEAF, "order", "merged", "合并" },
  { KIND_LEAF, "order", "signed", "签发" },
  { KIND_LEAF, "order", "numbered", "编号、制发" },
  { KIND_LEAF, "order", "served", "送达" },
  { KIND_LEAF, "order", "received", "签收" },
  { KIND_LEAF, "order", "objected", "提出异议" },
  { KIND_LEAF, "order", "settled", "处理异议" },
  { KIND_LEAF, "order", "appealed", "申请复核" },
  { KIND_LEAF, "order", "appeal_decided", "作出复核决定" },
  { KIND_LEAF, "order", "plan_filed", "报送整改方案" },
  { KIND_LEAF, "order", "plan_accepted", "认可方案" },
  { KIND_LEAF, "order", "plan_returned", "退回方案" },
  { KIND_LEAF, "order", "extension_asked", "申请延期" },
  { KIND_LEAF, "order", "extension_decided", "批复延期" },
  { KIND_LEAF, "order", "feedback_filed", "报送整改反馈" },
  { KIND_LEAF, "order", "reinspected", "复查" },
  { KIND_LEAF, "order", "reinspection_confirmed", "确认复查" },
  { KIND_LEAF, "order", "clocks_settled", "核定时限" },
  { KIND_LEAF, "flag", "raised", "提出" },
  { KIND_LEAF, "flag", "answered", "答复" },
  { KIND_LEAF, "flag", "lapsed", "不再成立" },
};

static const char *
find_chinese (Kind kind, const char *noun, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].kind == kind && strcmp (words[i].name, name) == 0
        && (*words[i].noun == '\0' || strcmp (words[i].noun, noun) == 0))
      return words[i].chinese;
  return NULL;
}

/* One catalogue says which of the table's languages is meant. */
gboolean
anf_word_is_chinese (void)
{
  return strcmp (C_ ("which language the words of anf-words.c are in", "en"), "zh") == 0;
}

static const char *
find_word (Kind kind, const char *noun, const char *name)
{
  const char *chinese = anf_word_is_chinese () ? find_chinese (kind, noun, name) : NULL;
  return chinese != NULL ? chinese : name;
}

const char *
anf_word_noun (const char *noun)
{
  return find_word (KIND_NOUN, "", noun);
}

const char *
anf_word_state (const char *noun, const char *state)
{
  return find_word (KIND_STATE, noun, state);
}

const char *
anf_word_event (const char *noun, const char *event)
{
  return find_word (KIND_EVENT, noun, event);
}

const char *
anf_word_role (const char *role)
{
  AnfRole found;
  return anf_word_is_chinese () && anf_role_parse (role, &found, NULL)
             ? anf_role_get_chinese (found)
             : role;
}

static char *
join (Kind kind, const char *noun, const char *const *names)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  for (gsize i = 0; names[i] != NULL; i++)
    g_ptr_array_add (parts, (gpointer)find_word (kind, noun, names[i]));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (anf_word_is_chinese () ? "、" : ", ", (char **)parts->pdata);
}

char *
anf_word_join_events (const char *noun, const char *const *events)
{
  return join (KIND_EVENT, noun, events);
}

char *
anf_word_join_states (const char *noun, const char *const *states)
{
  return join (KIND_STATE, noun, states);
}

char *
anf_word_join_roles (guint roles)
{
  g_autofree char *mask = anf_role_format_mask (roles);
  if (!anf_word_is_chinese ())
    return g_steal_pointer (&mask);
  g_auto (GStrv) names = g_strsplit (mask, ", ", -1);
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; names[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "、" : "", anf_word_role (names[i]));
  return g_strdup (text->str);
}

const char *
anf_word_find_state (const char *noun, const char *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].kind == KIND_STATE && strcmp (words[i].noun, noun) == 0
        && (strcmp (words[i].name, text) == 0 || strcmp (words[i].chinese, text) == 0))
      return words[i].name;
  return NULL;
}

const char **
anf_word_list_states (const char *noun)
{
  GPtrArray *states = g_ptr_array_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].kind == KIND_STATE && strcmp (words[i].noun, noun) == 0)
      g_ptr_array_add (states, (gpointer)words[i].name);
  g_ptr_array_add (states, NULL);
  return (const char **)g_ptr_array_free (states, FALSE);
}

const char *
anf_word_chinese_state (const char *noun, const char *state)
{
  const char *chinese = find_chinese (KIND_STATE, noun, state);
  return chinese != NULL ? chinese : state;
}

char *
anf_word_english_leaf (const char *event)
{
  return g_strdelimit (g_strdup (event), "._", ' ');
}

char *
anf_word_leaf (const char *event)
{
  return anf_word_is_chinese () ? anf_word_chinese_leaf (event) : anf_word_english_leaf (event);
}

/* @called: (nullable): the noun by which people know the record, where it is another */
static char *
join_chinese_leaf (const char *event, const char *called)
{
  const char *dot = strchr (event, '.');
  if (dot == NULL)
    return g_strdup (event);
  g_autofree char *noun = g_strndup (event, (gsize)(dot - event));
  const char *what = find_chinese (KIND_LEAF, noun, dot + 1);
  if (what == NULL)
    what = find_chinese (KIND_EVENT, noun, dot + 1);
  const char *about = find_chinese (KIND_NOUN, "", called != NULL ? called : noun);
  if (what == NULL || about == NULL)
    return g_strdup (event);
  return g_strconcat (about, what, NULL);
}

char *
anf_word_chinese_leaf (const char *event)
{
  return join_chinese_leaf (event, NULL);
}

char *
anf_word_leaf_of (const char *event, const char *noun)
{
  const char *dot = strchr (event, '.');
  if (anf_word_is_chinese ())
    return join_chinese_leaf (event, noun);
  g_autofree char *called = g_strconcat (noun, dot, NULL);
  return anf_word_english_leaf (dot != NULL ? called : event);
}
