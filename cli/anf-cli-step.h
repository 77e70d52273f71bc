/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-cli-run.h"

/* What most commands are: a request to the noun's collection, its options as the body. */

/** anf_cli_step_choose_id: Returns: (transfer full): `--id`, or a new one */
char *anf_cli_step_choose_id (const AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_put: makes a new record under `--id` or an id chosen here. */
gboolean anf_cli_step_put (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_add_findings: `complete` of what is made of the findings that the arguments name.
 */
gboolean
anf_cli_step_add_findings (AnfRun *run, JsonObject *body, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_act: one step in the life of the record that the first argument names. */
gboolean anf_cli_step_act (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_list: one page, or with `--all` every page, of the collection. */
gboolean anf_cli_step_list (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** AnfStepPrint: writes one page of a list. */
typedef void (*AnfStepPrint) (AnfRun *run, const AnfReply *reply);
/** anf_cli_step_print_page: as a table of the noun's columns. */
void anf_cli_step_print_page (AnfRun *run, const AnfReply *reply);
/** anf_cli_step_pages: of the list at @path, from `--after` on: @all pages, or one, and a note when
 * there are more. */
gboolean anf_cli_step_pages (AnfRun *run,
                             const char *path,
                             gboolean all,
                             AnfStepPrint print,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_page: Returns: (transfer full): @path, from behind @after (nullable) */
char *anf_cli_step_page (const char *path, const char *after);
/** anf_cli_step_show: the record that the first argument names. */
gboolean anf_cli_step_show (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_fetch: its bytes at @action, to `-o FILE` or standard output. */
gboolean anf_cli_step_fetch (AnfRun *run, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_fetch_as: the same, at @action. */
gboolean
anf_cli_step_fetch_as (AnfRun *run, const char *action, GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_cli_step_print: the same of a letter or form, in the format that `--format` names; a DOCX
 * only into a file. */
gboolean
anf_cli_step_print (AnfRun *run, const char *action, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_step_save: @path to `-o FILE` or standard output; says when a file was written. */
gboolean
anf_cli_step_save (AnfRun *run, const char *path, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_cli_step_download: @path to @file as a whole or not at all; NULL is standard output. */
gboolean anf_cli_step_download (AnfRun *run, const char *path, const char *file, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;

/**
 * AnfStepFilter:
 *
 * Returns: (transfer full): a stream into which @out's bytes are to be written instead, and which
 * is closed at their end
 */
typedef GOutputStream *(*AnfStepFilter) (GOutputStream *out, gpointer data, GError **error);

/** anf_cli_step_download_through: the same, changed on its way by @filter (nullable). */
gboolean anf_cli_step_download_through (AnfRun *run,
                                        const char *path,
                                        const char *file,
                                        AnfStepFilter filter,
                                        gpointer data,
                                        GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Rows that many tables of options share. */
#define ANF_FIELDS_END                                                                             \
  {                                                                                                \
    NULL                                                                                           \
  }
#define ANF_FIELDS_LIST                                                                            \
  { "limit",                                                                                       \
    "limit",                                                                                       \
    ANF_FIELD_NUMBER,                                                                              \
    ANF_FIELD_OPTIONAL,                                                                            \
    "N",                                                                                           \
    N_ ("so many on one page, 1 to 200") },                                                        \
      { "after",        NULL,                                                                      \
        ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL,                                                        \
        N_ ("CURSOR"),  N_ ("go on where another page ended") },                                   \
      { "all", NULL, ANF_FIELD_FLAG, ANF_FIELD_OPTIONAL, NULL, N_ ("every page") }, ANF_FIELDS_END
#define ANF_FIELD_ID                                                                               \
  {                                                                                                \
    "id", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, "UUID",                                        \
        N_ ("make it under this id, so that a repeated command makes it once")                     \
  }
#define ANF_FIELD_REPLACE                                                                          \
  {                                                                                                \
    "replace", NULL, ANF_FIELD_TEXT, ANF_FIELD_OPTIONAL, N_ ("ID|NUMBER"),                         \
        N_ ("write that one anew instead of making one; what no option says, it has no more")      \
  }
#define ANF_FIELD_REASON                                                                           \
  {                                                                                                \
    "reason", "reason", ANF_FIELD_TEXT, ANF_FIELD_REQUIRED, N_ ("TEXT"), N_ ("why")                \
  }
#define ANF_FIELD_ONLY_SCHEME                                                                      \
  {                                                                                                \
    "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_OPTIONAL, N_ ("SCHEME"),                       \
        N_ ("only those of one scheme")                                                            \
  }
#define ANF_FIELD_ONLY_UNIT                                                                        \
  {                                                                                                \
    "unit", "unit", ANF_FIELD_UNIT, ANF_FIELD_OPTIONAL, N_ ("UNIT"), N_ ("only those of one unit") \
  }
#define ANF_FIELD_ONLY_STATE                                                                       \
  {                                                                                                \
    "state", "state", ANF_FIELD_STATE, ANF_FIELD_OPTIONAL, N_ ("STATE"),                           \
        N_ ("only those in one state")                                                             \
  }
#define ANF_FIELD_OF_SCHEME                                                                        \
  {                                                                                                \
    "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_REQUIRED, N_ ("SCHEME"),                       \
        N_ ("of which scheme")                                                                     \
  }
#define ANF_FIELD_IN_SCHEME                                                                        \
  {                                                                                                \
    "scheme", "scheme", ANF_FIELD_SCHEME, ANF_FIELD_REQUIRED, N_ ("SCHEME"),                       \
        N_ ("the programme that it belongs to")                                                    \
  }
#define ANF_FIELD_OUTPUT                                                                           \
  {                                                                                                \
    "output", NULL, ANF_FIELD_PATH, ANF_FIELD_OPTIONAL, N_ ("FILE"),                               \
        N_ ("write to FILE instead of standard output")                                            \
  }
#define ANF_FIELD_PAPER                                                                            \
  {                                                                                                \
    "format", NULL, ANF_FIELD_CHOICE, ANF_FIELD_OPTIONAL, "pdf|docx",                              \
        N_ ("the file to get: pdf to sign and keep, docx to edit further")                         \
  }
