/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-period.h"

/**
 * AnfScheme:
 *
 * A programme of inspection as its file says it: areas, units, categories, clocks, words. What is
 * the office's own setting rather than the source's stands under the file's member `anfang`.
 * Immutable and reference counted; safe to use from any thread.
 */
typedef struct _AnfScheme AnfScheme;

/* A department, or an open group of them such as 各开发园区、镇区. */
typedef struct
{
  char *id;    /* in the whole system: `<region code or scheme id>-<local>` */
  char *local; /* in the scheme */
  char *name;
  char **roles; /* what the scheme says of it; never NULL */
  gboolean is_group;
} AnfSchemeUnit;

typedef struct
{
  char *id; /* the file's, or `<area>.<position>` where it gives none */
  char *name;
} AnfSchemeCategory;

typedef struct
{
  char *id;
  int number; /* for ledger numbers: the file's `no`, else the position from 1 */
  char *name;
  char **lead;           /* ids in the whole system; may be empty */
  char **responsible;    /* likewise */
  GPtrArray *categories; /* (element-type AnfSchemeCategory) */
} AnfSchemeArea;

/* A rule from which clocks are made (anf-clocks.h). */
typedef struct
{
  char *id;   /* sign_receipt, plan, rectify, negotiate, cohort or referral */
  char *name; /* Chinese, for letters and ledgers */
  AnfPeriod period;
  char *trigger;  /* the event whose day is day 0, e.g. `order.received` */
  char *clause;   /* (nullable): the scheme's words; NULL for a setting of the office */
  char *deadline; /* (nullable): id of the scheme's deadline that it comes from */
} AnfSchemeClock;

/* Words of the office that letters need. */
typedef struct
{
  char *ledger_code;   /* HC18 */
  char *organ;         /* 发文机关标志 */
  char *mandate;       /* (nullable): 经…同意 */
  char *contact_name;  /* (nullable) */
  char *contact_phone; /* (nullable) */
  char **copy_to;      /* never NULL */
} AnfSchemeOffice;

/** anf_scheme_new: @file is copied; ANF_ERROR_INVALID names the member that is wrong. */
AnfScheme *anf_scheme_new (JsonObject *file, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AnfScheme *anf_scheme_ref (AnfScheme *self);
void anf_scheme_unref (AnfScheme *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnfScheme, anf_scheme_unref)

const char *anf_scheme_get_id (const AnfScheme *self);
const char *anf_scheme_get_title (const AnfScheme *self);
/** anf_scheme_get_region_code: Returns: (nullable): six digits of GB/T 2260 */
const char *anf_scheme_get_region_code (const AnfScheme *self);
const char *anf_scheme_get_region_name (const AnfScheme *self);
/** anf_scheme_get_term: Returns: (nullable): its word for a covert visit, e.g. 明察暗访 */
const char *anf_scheme_get_term (const AnfScheme *self);
/** anf_scheme_get_office: Returns: (nullable): NULL when the file has no `anfang` */
const AnfSchemeOffice *anf_scheme_get_office (const AnfScheme *self);

/** anf_scheme_get_units: (element-type AnfSchemeUnit): units, then groups, in the file's order */
GPtrArray *anf_scheme_get_units (const AnfScheme *self);
/** anf_scheme_get_areas: (element-type AnfSchemeArea): may be empty; some files leave them open */
GPtrArray *anf_scheme_get_areas (const AnfScheme *self);
/** anf_scheme_find_unit: Returns: (nullable): by either id or by name */
const AnfSchemeUnit *anf_scheme_find_unit (const AnfScheme *self, const char *key);
/** anf_scheme_find_area: Returns: (nullable): by id or name */
const AnfSchemeArea *anf_scheme_find_area (const AnfScheme *self, const char *key);
/** anf_scheme_find_category: Returns: (nullable): by id or name, in the area or scheme-wide */
const AnfSchemeCategory *
anf_scheme_find_category (const AnfScheme *self, const AnfSchemeArea *area, const char *key);
/** anf_scheme_has_method: whether @method is one of collection_methods or the term itself. */
gboolean anf_scheme_has_method (const AnfScheme *self, const char *method);
/** anf_scheme_find_clock: Returns: (nullable): NULL where the scheme sets no such clock */
const AnfSchemeClock *anf_scheme_find_clock (const AnfScheme *self, const char *id);
/** anf_scheme_find_word: Returns: (nullable): 机关代字 for `rectification`, `supervision`,
 * `referral` */
const char *anf_scheme_find_word (const AnfScheme *self, const char *kind);
