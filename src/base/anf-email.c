/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-email.h"

#include "anf-error.h"

#include <glib/gi18n.h>

#include <string.h>

#define LABEL_MAX 63
/* RFC 5322 3.2.3 */
#define ATEXT G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "!#$%&'*+-/=?^_`{|}~"

static gboolean
is_dot_atom (const char *text)
{
  g_auto (GStrv) atoms = g_strsplit (text, ".", -1);
  for (gsize i = 0; atoms[i] != NULL; i++)
    if (*atoms[i] == '\0' || strspn (atoms[i], ATEXT) != strlen (atoms[i]))
      return FALSE;
  return *text != '\0' && *text != '-' && strlen (text) <= ANF_EMAIL_LOCAL_MAX;
}

static gboolean
is_label (const char *text)
{
  const gsize length = strlen (text);
  return length >= 1 && length <= LABEL_MAX && text[0] != '-' && text[length - 1] != '-'
         && strspn (text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-") == length;
}

static gboolean
is_host (const char *text)
{
  g_auto (GStrv) labels = g_strsplit (text, ".", -1);
  for (gsize i = 0; labels[i] != NULL; i++)
    if (!is_label (labels[i]))
      return FALSE;
  return *text != '\0';
}

gboolean
anf_email_check (const char *address, GError **error)
{
  const char *at = strchr (address, '@');
  g_autofree char *local = at != NULL ? g_strndup (address, (gsize)(at - address)) : NULL;
  if (at != NULL && strlen (address) <= ANF_EMAIL_MAX && is_dot_atom (local) && is_host (at + 1))
    return TRUE;
  return anf_error_throw (error, ANF_ERROR_INVALID,
                          _ ("this is no e-mail address that can be used: give it as "
                             "name@host.example, in letters, digits and -._+ only"));
}
