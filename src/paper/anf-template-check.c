/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-template-check.h"

#include "anf-letter-text.h"
#include "anf-paper-limits.h"
#include "anf-paper-resources.h"
#include "anf-template.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include <string.h>

typedef struct
{
  const char *name;
  gboolean is_letter;
  const char *needed[8]; /* placeholders without which it says too little */
} Part;

static const Part parts[] = {
  { "order",
    TRUE,
    { "inspection", "fact", "clause", "finding_number", "rectify", "objection", "contact_name" } },
  { "supervision", TRUE, { "handling", "fact", "finding_number", "requirements", "contact_name" } },
  { "reminder", TRUE, { "handling", "finding_number", "rectify", "contact_name" } },
  { "circular", TRUE, { "issue", "status", "unit", "fact", "requirements" } },
  { "interview", TRUE, { "at", "place", "interviewers", "interviewees", "contact_name" } },
  { "accountability", TRUE, { "mandate", "unit", "fact", "handling", "requirements" } },
  { "decision", TRUE, { "fact", "clause", "finding_number", "requirements", "rectify" } },
  { "advice", TRUE, { "fact", "clause", "finding_number", "requirements", "rectify" } },
  { "referral", TRUE, { "basis", "fact", "finding_number", "suspicion", "materials" } },
  { "inquiry", TRUE, { "basis", "finding_number", "contact_name" } },
  { "withdrawal", TRUE, { "basis", "grounds", "finding_number", "summary" } },
  { "receipt", FALSE, { "title", "number", "addressee" } },
  { "transfer", FALSE, { "number", "addressee", "basis", "fingerprint" } },
  { "assignment", FALSE, { "number", "addressee", "findings", "limit" } },
  { "plan", FALSE, { "number", "findings", "causes", "target", "measures", "complete_by" } },
  { "report", FALSE, { "number", "findings", "summary", "completion", "evidence" } },
  { "closing", FALSE, { "number", "findings", "reinspectors", "record", "closer" } },
  { "reply", FALSE, { "number", "findings" } },
  { "return", FALSE, { "number", "addressee", "findings", "reason", "limit" } },
  { "interview-record", FALSE, { "number", "place", "interviewers", "interviewees", "findings" } },
  { "referral-approval", FALSE, { "addressee", "basis", "findings", "summary", "suspicion" } },
  { "referral-register", FALSE, { "number", "addressee", "basis", "sources", "summary" } },
  { "talk", FALSE, { "number", "talkers", "recorder", "name", "dialogue", "place" } },
  { "visit", FALSE, { "number", "site", "members", "narrative", "findings", "evidence" } },
};

typedef struct
{
  GHashTable *known; /* (nullable): names that a form may use; a letter's are known by lookup */
  GHashTable *used;
  const char *value; /* of every placeholder */
} Walk;

static gboolean
look_up (const char *name, gssize item, gpointer data, char **value)
{
  const Walk *walk = data;
  const gboolean known = walk->known != NULL ? g_hash_table_contains (walk->known, name)
                                             : anf_letter_knows (name, item >= 0);
  if (!known)
    return FALSE;
  g_hash_table_add (walk->used, g_strdup (name));
  *value = g_strdup (walk->value);
  return TRUE;
}

static gboolean
note_name (const char *name, gssize item, gpointer data, char **value)
{
  const Walk *walk = data;
  g_hash_table_add (walk->used, g_strdup (name));
  *value = g_strdup (walk->value);
  return TRUE;
}

static GHashTable *
new_set (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static char *
read_builtin (const char *name)
{
  g_autofree char *path = g_strdup_printf ("/anf-paper/%s.zh_CN.txt", name);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (anf_paper_get_resource (), path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  gsize size = 0;
  const char *text = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;
  return text != NULL ? g_strndup (text, size) : NULL;
}

/* Whatever the form that comes along uses, and nothing else is ever filled in. */
static GHashTable *
list_known (const char *name)
{
  static const char *const fillings[] = { "", "甲" };
  GHashTable *known = new_set ();
  g_autofree char *text = read_builtin (name);
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS (fillings); i++)
    {
      Walk walk = { .used = known, .value = fillings[i] };
      const AnfTemplate template = { .lookup = note_name, .data = &walk };
      g_autoptr (GPtrArray) unused = anf_template_expand (&template, text, NULL);
    }
  return known;
}

static void
add (GPtrArray *problems, char *problem)
{
  if (g_ptr_array_find_with_equal_func (problems, problem, g_str_equal, NULL))
    g_free (problem);
  else
    g_ptr_array_add (problems, problem);
}

static gboolean
fits (const Part *part, AnfParagraphKind kind)
{
  switch (kind)
    {
    case ANF_PARAGRAPH_TEXT:
    case ANF_PARAGRAPH_TITLE:
      return TRUE;
    case ANF_PARAGRAPH_SUBTITLE:
    case ANF_PARAGRAPH_FIRST:
    case ANF_PARAGRAPH_SECOND:
      return part->is_letter;
    case ANF_PARAGRAPH_ROW:
    case ANF_PARAGRAPH_SIGN:
    case ANF_PARAGRAPH_WRITE:
    case ANF_PARAGRAPH_ITEMS:
      break;
    }
  return !part->is_letter;
}

static void
check_paragraphs (const Part *part, GPtrArray *paragraphs, GPtrArray *problems)
{
  const AnfParagraph *first = paragraphs->len > 0 ? paragraphs->pdata[0] : NULL;
  if (first == NULL || first->kind != ANF_PARAGRAPH_TITLE)
    add (problems, g_strdup (_ ("it does not begin with a title (@title …)")));
  for (guint i = 0; i < paragraphs->len; i++)
    {
      const AnfParagraph *paragraph = paragraphs->pdata[i];
      if (!fits (part, paragraph->kind))
        add (problems, g_strdup_printf (_ ("“%.60s”: a line of this sort has no place here"),
                                        paragraph->text));
      if (paragraph->kind == ANF_PARAGRAPH_SUBTITLE && i != 1)
        add (problems,
             g_strdup (_ ("a line below the title (@subtitle …) stands right behind it")));
      if (paragraph->kind != ANF_PARAGRAPH_TITLE)
        continue;
      if (i > 0 && part->is_letter)
        add (problems, g_strdup (_ ("a letter has one title")));
      if (g_utf8_strlen (paragraph->text, -1) > ANF_PAPER_TITLE_MAX)
        add (problems,
             g_strdup_printf (_ ("its title is longer than %d characters"), ANF_PAPER_TITLE_MAX));
    }
}

static void
walk_through (const Part *part, const char *text, Walk *walk, GPtrArray *problems)
{
  g_autoptr (GError) error = NULL;
  const AnfTemplate template = { .lookup = look_up,
                                 .data = walk,
                                 .repeated = part->is_letter ? "findings" : NULL,
                                 .n_items = part->is_letter ? 1 : 0 };
  g_autoptr (GPtrArray) paragraphs = anf_template_expand (&template, text, &error);
  if (paragraphs == NULL)
    add (problems, g_strdup (error->message));
  else
    check_paragraphs (part, paragraphs, problems);
}

static const Part *
find_part (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    if (g_str_equal (parts[i].name, name))
      return &parts[i];
  return NULL;
}

gboolean
anf_template_check_find (const char *name)
{
  return find_part (name) != NULL;
}

GPtrArray *
anf_template_check (const char *name, const char *text)
{
  const Part *part = find_part (name);
  GPtrArray *problems = g_ptr_array_new_with_free_func (g_free);
  g_return_val_if_fail (part != NULL, problems);
  g_autoptr (GHashTable) used = new_set ();
  g_autoptr (GHashTable) known = part->is_letter ? NULL : list_known (name);
  Walk walk = { .known = known, .used = used, .value = "甲" };
  walk_through (part, text, &walk, problems);
  walk.value = "";
  walk_through (part, text, &walk, problems);
  if (problems->len > 0)
    return problems;
  for (gsize i = 0; i < G_N_ELEMENTS (part->needed) && part->needed[i] != NULL; i++)
    if (!g_hash_table_contains (used, part->needed[i]))
      add (problems, g_strdup_printf (_ ("{%s} stands nowhere in it"), part->needed[i]));
  return problems;
}
