/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-notice-kind.h"

#include <json-glib/json-glib.h>

#define ANF_NOTICE_RULES_MAX 200
#define ANF_NOTICE_DAYS_MAX 100 /* working days before or after a deadline */

/** AnfNoticeRelation: who one is to the record, beside one's role. */
typedef enum
{
  ANF_NOTICE_ADDRESSEE = 1 << 0, /* contact and head of the record's unit */
  ANF_NOTICE_LEAD = 1 << 1,      /* the lead units of its areas */
  ANF_NOTICE_AUTHOR = 1 << 2,    /* who last wrote the record */
  ANF_NOTICE_OWNER = 1 << 3,     /* who made the record */
  ANF_NOTICE_MEMBERS = 1 << 4,   /* of the visit */
  ANF_NOTICE_DECIDERS = 1 << 5,  /* who may decide on the step of the ladder */
  ANF_NOTICE_HELPERS = 1 << 6,   /* contacts and heads of the units that help on the order */
  ANF_NOTICE_PATRON = 1 << 7,    /* 包案领导: the leader who takes the key project on */
  ANF_NOTICE_ASKED = 1 << 9,     /* lead units that are asked to countersign (会签) */
  ANF_NOTICE_PERSON = 1 << 8, /* 责任人: who is named for the task, by the name of their account
                                 in its unit */
} AnfNoticeRelation;

/** AnfNoticeWhen: when a message about the notice goes out; the notice itself is there at once. */
typedef enum
{
  ANF_NOTICE_AT_ONCE,
  ANF_NOTICE_MORNING, /* with all others of the night and the day before, in one message */
} AnfNoticeWhen;

/**
 * AnfNoticeRule: who is told of what, and when.
 * @roles: of AnfRole
 * @relations: of AnfNoticeRelation
 * @days: of a deadline: so many working days before it, 0 on it; or so many after it
 */
typedef struct
{
  const AnfNoticeKind *kind;
  guint roles;
  guint relations;
  AnfNoticeWhen when;
  guint days;
} AnfNoticeRule;

/** AnfNoticeRules: the rules of one scheme, or those of data/notifications.json. */
typedef struct _AnfNoticeRules AnfNoticeRules;

/**
 * anf_notice_rules_new:
 * @rules: the member `notifications` of data/notifications.json or of a scheme's settings
 * @error: INVALID names the rule and what is wrong with it; also where it would tell units what is
 * not theirs to know
 */
AnfNoticeRules *anf_notice_rules_new (JsonArray *rules, GError **error) G_GNUC_WARN_UNUSED_RESULT;
void anf_notice_rules_free (AnfNoticeRules *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfNoticeRules, anf_notice_rules_free)

/** anf_notice_rules_list: Returns: (transfer none) (element-type AnfNoticeRule) */
const GArray *anf_notice_rules_list (const AnfNoticeRules *self);
