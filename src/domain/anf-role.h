/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Roles of domain.md E.1; a mask of them is what an account may be. */
typedef enum
{
  ANF_ROLE_INSPECTOR = 1 << 0,
  ANF_ROLE_TEAM_LEAD = 1 << 1,
  ANF_ROLE_VERIFIER = 1 << 2,
  ANF_ROLE_DRAFTER = 1 << 3,
  ANF_ROLE_REVIEWER = 1 << 4,
  ANF_ROLE_SIGNER = 1 << 5,
  ANF_ROLE_CLERK = 1 << 6,
  ANF_ROLE_LEAD_UNIT = 1 << 7,
  ANF_ROLE_RESP_CONTACT = 1 << 8,
  ANF_ROLE_RESP_HEAD = 1 << 9,
  ANF_ROLE_REINSPECTOR = 1 << 10,
  ANF_ROLE_CLOSER = 1 << 11,
  ANF_ROLE_DISCIPLINE_LIAISON = 1 << 12,
  ANF_ROLE_PUBLICITY = 1 << 13,
  ANF_ROLE_ASSESSOR = 1 << 14,
  ANF_ROLE_LEADER = 1 << 15,
  ANF_ROLE_SYSADMIN = 1 << 16,
  ANF_ROLE_SECADMIN = 1 << 17,
  ANF_ROLE_AUDITOR = 1 << 18,
} AnfRole;

#define ANF_ROLES_ALL ((1u << 19) - 1)
#define ANF_ROLES_ADMIN ((guint)(ANF_ROLE_SYSADMIN | ANF_ROLE_SECADMIN | ANF_ROLE_AUDITOR))
/* Those of the units: an account with none but these sees through the disclosure allow-list. */
#define ANF_ROLES_UNIT ((guint)(ANF_ROLE_LEAD_UNIT | ANF_ROLE_RESP_CONTACT | ANF_ROLE_RESP_HEAD))
#define ANF_ROLES_OFFICE (ANF_ROLES_ALL & ~ANF_ROLES_ADMIN & ~ANF_ROLES_UNIT)

/** anf_role_parse: unknown names are ANF_ERROR_INVALID. */
gboolean anf_role_parse (const char *name, AnfRole *role, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_role_get_name: `inspector`, `team_lead`, … */
const char *anf_role_get_name (AnfRole role);

/** anf_role_get_chinese: 督查员, 督查组组长, … */
const char *anf_role_get_chinese (AnfRole role);

/** anf_role_format_mask: Returns: (transfer full): the names, joined by ", " */
char *anf_role_format_mask (guint mask);

/** anf_role_check_mask: ANF_ERROR_INVALID when it is empty, or an administrator has any other role.
 */
gboolean anf_role_check_mask (guint mask, GError **error) G_GNUC_WARN_UNUSED_RESULT;
