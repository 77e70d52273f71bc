/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-period.h"

/* What a scheme consists of; all strings belong to the scheme. */

/* A department, or an open group of them such as 各开发园区、镇区. */
typedef struct
{
  char *id;    /* in the whole system: `<region code or scheme id>-<local>` */
  char *local; /* in the scheme */
  char *name;
  char **roles; /* what the scheme says of it; never NULL */
  gboolean is_group;
  char *code;       /* (nullable): 统一社会信用代码 */
  char *valid_from; /* (nullable): a date */
  char *valid_to;   /* (nullable): its last day; it was merged or renamed then */
  char *successor;  /* (nullable): who took over, an id in the whole system */
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

typedef enum
{
  ANF_DEADLINE_FIXED,     /* a date, which does not move */
  ANF_DEADLINE_RECURRING, /* a day of each week, month or quarter */
  ANF_DEADLINE_RELATIVE,  /* a period from an event */
  ANF_DEADLINE_FREQUENCY, /* so many times a week, month or quarter */
  ANF_DEADLINE_CUTOFF,    /* a date that divides old from new */
} AnfDeadlineKind;

typedef struct
{
  char *id;
  AnfDeadlineKind kind;
  char *what;
  char *clause;     /* (nullable): the scheme's words */
  GDate date;       /* fixed, cutoff */
  char *freq;       /* (nullable): recurring, frequency */
  int day;          /* recurring: of the month, or 0 when the scheme leaves it open */
  AnfPeriod period; /* relative */
  gboolean is_soft; /* 力争: tracked, never overdue */
} AnfSchemeDeadline;

typedef struct
{
  char *id;
  char *name;
  char *freq;           /* weekly, monthly, quarterly, per_phase, once, or words */
  char *when;           /* (nullable): of one that is made once, in the scheme's words */
  int due_day;          /* of the month, or 0 */
  gboolean is_received; /* others send it to the office */
} AnfSchemeReport;

/* Julian days; 0 where the scheme leaves the edge open. */
typedef struct
{
  char *id;
  char *name;
  guint32 first;
  guint32 last;
} AnfSchemePhase;

/* A rule from which clocks are made (anf-clocks.h). */
typedef struct
{
  char *id;   /* one of anf_scheme_clock_ids() */
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
  GHashTable *organs;  /* kind of letter → who sends it instead of @organ; never NULL */
} AnfSchemeOffice;
