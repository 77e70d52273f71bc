/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-named.h"

#include "anf-names.h"
#include "anf-sealing.h"

/* Of one whose name does not open, what they are called here is looked for, as of those who never
   gave theirs: else nothing could be written, or put right, ever again. */
static const char *
find_named (AnfWork *work, const AnfItem *account, guint roles, const char *const *texts)
{
  AnfActor actor;
  anf_actor_init (&actor, account->doc);
  if (anf_policy_get_side (&actor) != ANF_SIDE_OFFICE || (actor.roles & roles) == 0)
    return NULL;
  g_autofree char *called = anf_sealing_dup_name (work, account->doc);
  const char *const names[] = { actor.name, called, actor.pseudonym };
  for (gsize t = 0; texts[t] != NULL; t++)
    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
      if (names[i] != NULL && anf_names_mention (texts[t], names[i]))
        return texts[t];
  return NULL;
}

gboolean
anf_named_find (
    AnfWork *work, guint roles, const char *const *texts, const char **found, GError **error)
{
  AnfRecordsQuery query = { 0 };
  *found = NULL;
  while (texts[0] != NULL)
    {
      g_autoptr (GPtrArray) accounts = anf_work_list (work, ANF_NOUN_ACCOUNT, &query, error);
      if (accounts == NULL)
        return FALSE;
      for (guint i = 0; i < accounts->len && *found == NULL; i++)
        *found = find_named (work, accounts->pdata[i], roles, texts);
      if (accounts->len == 0 || *found != NULL)
        break;
      query.after = ((const AnfItem *)accounts->pdata[accounts->len - 1])->record->seq;
    }
  return TRUE;
}
