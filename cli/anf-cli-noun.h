/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-client.h"
#include "anf-session.h"

/*
 * The program `anfang NOUN VERB …`. A noun is a table of commands, a command a table of options
 * (fields); most commands are nothing but such a table over one of the steps of anf-cli-step.h.
 */

typedef enum
{
  ANF_FIELD_TEXT, /* `@FILE` takes the text from a file */
  ANF_FIELD_FLAG,
  ANF_FIELD_NUMBER,
  ANF_FIELD_CHOICE, /* one of the words that @argument lists with `|` */
  ANF_FIELD_DATE,
  ANF_FIELD_TIME,
  ANF_FIELD_TERM,     /* a period such as 30d, or a date */
  ANF_FIELD_POSITION, /* LAT,LON[,ACCURACY_M] */
  ANF_FIELD_MEASURE,  /* TEXT[ @DATE] */
  ANF_FIELD_PERSON,   /* NAME,POST */
  ANF_FIELD_HASH,     /* SHA-256 in hex */
  ANF_FIELD_STATE,    /* one of the noun's, in English or as lists show it */
  ANF_FIELD_ROLE,     /* in English or as lists show it */
  /* From here on a value says nothing by its form alone. */
  ANF_FIELD_PATH,
  /* References: an id, or a number or name that fits one record only. */
  ANF_FIELD_SCHEME,
  ANF_FIELD_UNIT,
  ANF_FIELD_ACCOUNT,
  ANF_FIELD_VISIT,
  ANF_FIELD_EVIDENCE,
  ANF_FIELD_FINDING,
  ANF_FIELD_ORDER,
  ANF_FIELD_REFERRAL,
  ANF_FIELD_STEP,
  ANF_FIELD_RAISED, /* a flag of plausibility */
  ANF_FIELD_LEAD,
  ANF_FIELD_REGISTER, /* an entry */
  ANF_FIELD_EXPOSURE,
  ANF_FIELD_SURVEY,
  ANF_FIELD_TASK,
  ANF_FIELD_TALK,
} AnfFieldType;

typedef enum
{
  ANF_FIELD_OPTIONAL = 0,
  ANF_FIELD_REQUIRED = 1 << 0,
  ANF_FIELD_MANY = 1 << 1, /* may be given again; becomes an array */
} AnfFieldFlags;

/**
 * AnfField:
 * @name: the option without its dashes
 * @member: (nullable): where its value goes in the request, `a.b` for a member of a member; NULL
 * when the command uses it itself
 * @argument: (nullable): what help calls its value
 * @fills: (nullable): what the command makes of it in the request, for refusals to be told by it
 */
typedef struct
{
  const char *name;
  const char *member;
  AnfFieldType type;
  AnfFieldFlags flags;
  const char *argument;
  const char *help;
  const char *fills;
} AnfField;

typedef struct _AnfNoun AnfNoun;
typedef struct _AnfRun AnfRun;

/**
 * AnfCommand:
 * @verb: (nullable): NULL for a noun that is itself a command
 * @arguments: what follows, in help's words
 * @min_args, @max_args: how many arguments; -1 for any number
 * @action: (nullable): the last segment of the request's path, for the steps
 * @fields: (nullable): ends with a row without name
 * @complete: (nullable): adds to the request what no option says
 * @file: (nullable): what a file that it takes looks like, for its help
 */
typedef struct
{
  const char *verb;
  const char *arguments;
  int min_args;
  int max_args;
  const char *summary;
  const char *example;
  gboolean (*run) (AnfRun *run, GError **error);
  const AnfField *fields;
  const char *action;
  gboolean (*complete) (AnfRun *run, JsonObject *body, GError **error);
  const char *file;
} AnfCommand;

/* The words of a column of what an examination noted: whole sentences. */
#define ANF_COLUMN_FACT_FLAGS "facts"
/* Of a column of what a check of plausibility found or allows, which has a unit. */
#define ANF_COLUMN_FIGURE "figure"
/* Of a column of areas of the scheme that the record belongs to. */
#define ANF_COLUMN_AREA "area"

/** AnfColumn: one column of a list: a heading, the member that stands in it, and (nullable) whose
 * names it is in: see anf_cli_names_word(). */
typedef struct
{
  const char *heading;
  const char *member;
  const char *words;
  gboolean only_shown; /* too long for a list: by `show` alone */
} AnfColumn;

/**
 * AnfNoun:
 * @collection: (nullable): its path in the service
 * @type: how one of its kind is referred to
 * @columns: (nullable): of its lists; ends with a row without heading
 * @commands: ends with a row without run
 * @record: (nullable): what the service calls one of its kind, where that is another name
 */
struct _AnfNoun
{
  const char *name;
  const char *summary;
  const char *collection;
  AnfFieldType type;
  const AnfColumn *columns;
  const AnfCommand *commands;
  const char *record;
};

/** anf_cli_command_count_fields: how many options it has. */
guint anf_cli_command_count_fields (const AnfCommand *self);

/** anf_cli_noun_get_record: by what name the words for its records and their states are found. */
const char *anf_cli_noun_get_record (const AnfNoun *self);

/** Options that stand before the noun or anywhere after it. */
typedef struct
{
  char *server;
  gboolean json;
  gboolean quiet;
  gboolean verbose;
} AnfGlobals;

/**
 * AnfRun: one command as it was typed.
 * @scheme: (nullable): the scheme in which names of units are meant
 */
struct _AnfRun
{
  const AnfNoun *noun;
  const AnfCommand *command;
  AnfGlobals *globals;
  char ***values;
  char **args;
  guint n_args;
  char *scheme;
  GHashTable *names;    /* (nullable): of records, by their path */
  JsonObject *document; /* (nullable): of the scheme that is shown, which has words of its own */
  AnfSession *session;
  AnfClient *client;
};

extern const AnfNoun anf_cli_login;
extern const AnfNoun anf_cli_logout;
extern const AnfNoun anf_cli_whoami;
extern const AnfNoun anf_cli_scheme;
extern const AnfNoun anf_cli_unit;
extern const AnfNoun anf_cli_account;
extern const AnfNoun anf_cli_lead;
extern const AnfNoun anf_cli_self_check;
extern const AnfNoun anf_cli_register;
extern const AnfNoun anf_cli_survey;
extern const AnfNoun anf_cli_task;
extern const AnfNoun anf_cli_talk;
extern const AnfNoun anf_cli_visit;
extern const AnfNoun anf_cli_evidence;
extern const AnfNoun anf_cli_flag;
extern const AnfNoun anf_cli_finding;
extern const AnfNoun anf_cli_order;
extern const AnfNoun anf_cli_referral;
extern const AnfNoun anf_cli_exposure;
extern const AnfNoun anf_cli_ladder;
extern const AnfNoun anf_cli_pack;
extern const AnfNoun anf_cli_indicator;
extern const AnfNoun anf_cli_report;
extern const AnfNoun anf_cli_search;
extern const AnfNoun anf_cli_events;
extern const AnfNoun anf_cli_notice;
extern const AnfNoun anf_cli_number;
extern const AnfNoun anf_cli_webhook;
extern const AnfNoun anf_cli_template;
extern const AnfNoun anf_cli_calendar;
extern const AnfNoun anf_cli_log;
