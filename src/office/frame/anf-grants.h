/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-work.h"

/**
 * AnfGrants:
 *
 * That the holder of a token may bring evidence to a visit, order or lead, as the policy found it,
 * kept for as long as no record changes that the policy could have looked at. Two hundred photos of
 * one visit are then not two hundred times the same questions to the database. Evidence arriving or
 * being examined changes no right; every other write of the office voids all that is kept.
 */
typedef struct _AnfGrants AnfGrants;

/**
 * AnfGrant:
 * @actor: who the token's holder is; its strings are the grant's
 * @expires_at: when the session ends
 */
typedef struct
{
  AnfActor actor;
  gint64 expires_at;
  /*< private >*/
  guint age;
  JsonObject *account;
} AnfGrant;

AnfGrant *anf_grant_ref (AnfGrant *self);
void anf_grant_unref (AnfGrant *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfGrant, anf_grant_unref)

AnfGrants *anf_grants_new (void);
void anf_grants_free (AnfGrants *self);

/** anf_grants_void: before a write runs, and again after its commit and before its reply. */
void anf_grants_void (AnfGrants *self);

/** anf_grants_get_age: to be asked before the records are read that a grant is made from. */
guint anf_grants_get_age (AnfGrants *self);

/** anf_grants_hold: whether @grant still stands at @now. */
gboolean anf_grants_hold (AnfGrants *self, const AnfGrant *grant, gint64 now);

/** anf_grants_find: Returns: (transfer full) (nullable): what stands at @now for the visit or order
 * of @evidence */
AnfGrant *anf_grants_find (AnfGrants *self, const AnfCall *call, JsonObject *evidence, gint64 now);

/** anf_grants_add: @work's actor passed the policy of its call for the visit or order of @evidence;
 * the records were read after @age was asked. */
void anf_grants_add (AnfGrants *self, const AnfWork *work, JsonObject *evidence, guint age);
