/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-grants.h"

#include "anf-content-hash.h"
#include "anf-evidence-parent.h"
#include "anf-json.h"

/* Tokens times visits that send at the same time; past it all are asked for again. */
#define GRANTS_MAX 4096

struct _AnfGrants
{
  guint age; /* atomic */
  GMutex mutex;
  GHashTable *found; /* under mutex: operation, hash of the token, parent → AnfGrant */
};

static void
clear_grant (AnfGrant *self)
{
  json_object_unref (self->account);
}

AnfGrant *
anf_grant_ref (AnfGrant *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
anf_grant_unref (AnfGrant *self)
{
  if (self != NULL)
    g_atomic_rc_box_release_full (self, (GDestroyNotify)clear_grant);
}

AnfGrants *
anf_grants_new (void)
{
  AnfGrants *self = g_new0 (AnfGrants, 1);
  g_mutex_init (&self->mutex);
  self->found
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)anf_grant_unref);
  return self;
}

void
anf_grants_free (AnfGrants *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->found);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
anf_grants_void (AnfGrants *self)
{
  g_atomic_int_inc (&self->age);
}

guint
anf_grants_get_age (AnfGrants *self)
{
  return (guint)g_atomic_int_get (&self->age);
}

gboolean
anf_grants_hold (AnfGrants *self, const AnfGrant *grant, gint64 now)
{
  return grant->age == anf_grants_get_age (self) && now < grant->expires_at;
}

/* A visit and an order may have the same id. */
static char *
make_key (const AnfCall *call, JsonObject *evidence)
{
  g_autofree char *hash = anf_content_hash (call->token);
  AnfNoun noun;
  const char *parent = anf_evidence_peek_parent (evidence, &noun);
  return g_strconcat (call->operation, " ", hash, " ", anf_noun_name (noun), " ", parent, NULL);
}

AnfGrant *
anf_grants_find (AnfGrants *self, const AnfCall *call, JsonObject *evidence, gint64 now)
{
  if (call->token == NULL)
    return NULL;
  g_autofree char *key = make_key (call, evidence);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  AnfGrant *grant = g_hash_table_lookup (self->found, key);
  return grant != NULL && anf_grants_hold (self, grant, now) ? anf_grant_ref (grant) : NULL;
}

void
anf_grants_add (AnfGrants *self, const AnfWork *work, JsonObject *evidence, guint age)
{
  AnfGrant *grant = g_atomic_rc_box_new0 (AnfGrant);
  /* A copy: counting references to JSON is not for several threads. */
  grant->account = anf_json_copy_object (work->account);
  grant->age = age;
  grant->expires_at = work->expires_at;
  anf_actor_init (&grant->actor, grant->account);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  if (g_hash_table_size (self->found) >= GRANTS_MAX)
    g_hash_table_remove_all (self->found);
  g_hash_table_replace (self->found, make_key (work->call, evidence), grant);
}
