/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-error.h"
#include "anf-role.h"

static void
test_names (void)
{
  for (guint bit = 0; bit < 19; bit++)
    {
      g_autoptr (GError) error = NULL;
      AnfRole role = 0;
      const char *name = anf_role_get_name ((AnfRole)(1u << bit));
      g_assert_true (anf_role_parse (name, &role, &error));
      g_assert_cmpuint (role, ==, 1u << bit);
      g_assert_nonnull (anf_role_get_chinese (role));
    }
  static const char *const unknown[] = { "", "admin", "Inspector", "inspector ", "leader,signer" };
  for (gsize i = 0; i < G_N_ELEMENTS (unknown); i++)
    {
      g_autoptr (GError) error = NULL;
      AnfRole role = 0;
      g_assert_false (anf_role_parse (unknown[i], &role, &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

/* 三员分立: an administrator is nothing else; and nobody is of the inspected and of the inspectors.
 */
static void
test_masks (void)
{
  static const guint sound[] = { ANF_ROLE_SYSADMIN,
                                 ANF_ROLE_SECADMIN,
                                 ANF_ROLE_AUDITOR,
                                 ANF_ROLE_INSPECTOR,
                                 ANF_ROLE_INSPECTOR | ANF_ROLE_VERIFIER,
                                 ANF_ROLE_RESP_HEAD | ANF_ROLE_LEAD_UNIT };
  static const guint unsound[] = { 0,
                                   ANF_ROLE_SYSADMIN | ANF_ROLE_AUDITOR,
                                   ANF_ROLE_SYSADMIN | ANF_ROLE_LEADER,
                                   ANF_ROLE_SECADMIN | ANF_ROLE_INSPECTOR,
                                   ANF_ROLE_RESP_HEAD | ANF_ROLE_VERIFIER,
                                   ANF_ROLE_RESP_CONTACT | ANF_ROLE_PUBLICITY,
                                   ANF_ROLES_ALL,
                                   1u << 19 };
  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_true (anf_role_check_mask (sound[i], &error));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (unsound); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_false (anf_role_check_mask (unsound[i], &error));
      g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
}

static void
test_format (void)
{
  g_autofree char *two = anf_role_format_mask (ANF_ROLE_LEADER | ANF_ROLE_INSPECTOR);
  g_assert_cmpstr (two, ==, "inspector, leader");
  g_autofree char *none = anf_role_format_mask (0);
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/role/names", test_names);
  g_test_add_func ("/role/masks", test_masks);
  g_test_add_func ("/role/format", test_format);
  return g_test_run ();
}
