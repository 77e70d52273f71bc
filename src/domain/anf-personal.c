/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-personal.h"

#include <string.h>

/* Mobile numbers of China (eleven digits from 13 on), area code and number, the eighteen digits of
   GB 11643, and mail. */
#define GAP "[- ]?"
#define MOBILE "1[3-9][0-9]" GAP "[0-9]{4}" GAP "[0-9]{4}"
#define FIXED "\\(?0[0-9]{2,3}\\)?" GAP "[2-9][0-9]{6,7}"
#define IDENTITY "[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-9]{3}[0-9Xx]"
#define MAIL "[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\\.[A-Za-z]{2,}"
#define PERSONAL "(?<![0-9])(?:(?:\\+?86" GAP ")?" MOBILE "|" FIXED "|" IDENTITY ")(?![0-9])|" MAIL

gboolean
anf_personal_has_number (const char *text)
{
  /* １３８… says the same as 138…. */
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  return plain != NULL && g_regex_match_simple (PERSONAL, plain, 0, 0);
}

gboolean
anf_personal_is_heading (const char *text)
{
  static const char *const parts[]
      = { "姓名",   "名字", "电话", "手机",    "联系方式", "联系人", "身份证", "证件号",
          "微信",   "QQ",   "邮箱", "住址",    "地址",     "车牌",   "phone",  "mobile",
          "e-mail", "mail", "qq",   "address", "wechat",   NULL };
  static const char *const whole[] = { "name", "tel", "id_card", "idcard", "id card", NULL };
  g_autofree char *plain = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *small = plain != NULL ? g_utf8_strdown (plain, -1) : NULL;
  if (small == NULL)
    return FALSE;
  g_strstrip (small);
  for (gsize i = 0; parts[i] != NULL; i++)
    if (strstr (small, parts[i]) != NULL || strstr (plain, parts[i]) != NULL)
      return TRUE;
  return g_strv_contains (whole, small);
}
