/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-order-kind.h"

#include "anf-role.h"

/* domain.md E.4: who decides at each level of the ladder signs its letter; 问责建议 goes to the
   body that can act on it, with the government's approval (政府督查工作条例 21). */
static const AnfOrderKind kinds[] = {
  { .name = "rectification",
    .machine = ANF_MACHINE_ORDER,
    .signers = ANF_ROLE_SIGNER,
    .carries = TRUE,
    .to_unit = TRUE,
    .needs_mandate = TRUE },
  { .name = "supervision",
    .machine = ANF_MACHINE_ORDER,
    .signers = ANF_ROLE_SIGNER,
    .counts = TRUE,
    .to_unit = TRUE },
  { .name = "reminder",
    .machine = ANF_MACHINE_NOTICE,
    .signers = ANF_ROLE_SIGNER,
    .to_unit = TRUE },
  { .name = "circular",
    .machine = ANF_MACHINE_NOTICE,
    .signers = ANF_ROLE_LEADER,
    .to_unit = TRUE,
    .names_addressee = TRUE,
    .of_many = TRUE },
  { .name = "interview",
    .machine = ANF_MACHINE_NOTICE,
    .signers = ANF_ROLE_LEADER,
    .to_unit = TRUE },
  { .name = "decision",
    .machine = ANF_MACHINE_DECISION,
    .signers = ANF_ROLE_LEADER,
    .to_unit = TRUE },
  { .name = "advice",
    .machine = ANF_MACHINE_DECISION,
    .signers = ANF_ROLE_LEADER,
    .to_unit = TRUE },
  { .name = "accountability",
    .machine = ANF_MACHINE_NOTICE,
    .signers = ANF_ROLE_LEADER,
    .names_addressee = TRUE,
    .needs_mandate = TRUE },
};

const AnfOrderKind *
anf_order_kind_find (const char *name)
{
  for (gsize i = 0; name != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name))
      return &kinds[i];
  return NULL;
}

const AnfOrderKind *
anf_order_kind_list (gsize *n_kinds)
{
  *n_kinds = G_N_ELEMENTS (kinds);
  return kinds;
}
