/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-role.h"

#include "anf-error.h"

#include <glib/gi18n.h>

static const struct
{
  AnfRole role;
  const char *name;
  const char *chinese;
} roles[] = {
  { ANF_ROLE_INSPECTOR, "inspector", "督查员" },
  { ANF_ROLE_TEAM_LEAD, "team_lead", "督查组组长" },
  { ANF_ROLE_VERIFIER, "verifier", "核实人" },
  { ANF_ROLE_DRAFTER, "drafter", "拟稿人" },
  { ANF_ROLE_REVIEWER, "reviewer", "审核人" },
  { ANF_ROLE_SIGNER, "signer", "签发人" },
  { ANF_ROLE_CLERK, "clerk", "文书" },
  { ANF_ROLE_LEAD_UNIT, "lead_unit", "牵头单位" },
  { ANF_ROLE_RESP_CONTACT, "resp_contact", "责任单位联络员" },
  { ANF_ROLE_RESP_HEAD, "resp_head", "责任单位主要负责人" },
  { ANF_ROLE_REINSPECTOR, "reinspector", "复查人" },
  { ANF_ROLE_CLOSER, "closer", "销号审批人" },
  { ANF_ROLE_DISCIPLINE_LIAISON, "discipline_liaison", "纪检对接人" },
  { ANF_ROLE_PUBLICITY, "publicity", "宣传" },
  { ANF_ROLE_ASSESSOR, "assessor", "考核/第三方" },
  { ANF_ROLE_LEADER, "leader", "领导" },
  { ANF_ROLE_SYSADMIN, "sysadmin", "系统管理员" },
  { ANF_ROLE_SECADMIN, "secadmin", "安全保密管理员" },
  { ANF_ROLE_AUDITOR, "auditor", "审计管理员" },
};

gboolean
anf_role_parse (const char *name, AnfRole *role, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (g_str_equal (roles[i].name, name))
      {
        *role = roles[i].role;
        return TRUE;
      }
  g_autofree char *known = anf_role_format_mask (ANF_ROLES_ALL);
  return anf_error_throw (error, ANF_ERROR_INVALID, _ ("there is no role “%.40s”; there are: %s"),
                          name, known);
}

const char *
anf_role_get_name (AnfRole role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].name;
  g_return_val_if_reached (NULL);
}

const char *
anf_role_get_chinese (AnfRole role)
{
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if (roles[i].role == role)
      return roles[i].chinese;
  g_return_val_if_reached (NULL);
}

char *
anf_role_format_mask (guint mask)
{
  GString *text = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (roles); i++)
    if ((mask & roles[i].role) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", roles[i].name);
  return g_string_free (text, FALSE);
}

gboolean
anf_role_check_mask (guint mask, GError **error)
{
  if (mask == 0 || (mask & ~ANF_ROLES_ALL) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID, _ ("an account needs at least one role"));
  const guint unit = mask & (ANF_ROLE_RESP_CONTACT | ANF_ROLE_RESP_HEAD);
  if (unit != 0 && (mask & ANF_ROLES_OFFICE) != 0)
    return anf_error_throw (error, ANF_ERROR_INVALID,
                            _ ("who answers for a unit must not see who inspects it: make a "
                               "second account for the work of the office"));
  const guint admin = mask & ANF_ROLES_ADMIN;
  if (admin == 0 || (admin == mask && (admin & (admin - 1)) == 0))
    return TRUE;
  /* 三员分立 */
  return anf_error_throw (
      error, ANF_ERROR_INVALID,
      _ ("sysadmin, secadmin and auditor each stand alone: make a second account"));
}
