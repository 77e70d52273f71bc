/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-letter-text.h"

#include "anf-clock.h"
#include "anf-error.h"
#include "anf-paper-limits.h"
#include "anf-paper-resources.h"
#include "anf-template.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include <string.h>

typedef enum
{
  VALUE_TEXT,
  VALUE_SENTENCE, /* ends with a full stop whether or not the writer set one */
} ValueKind;

typedef struct
{
  const char *name;
  gsize offset;
  ValueKind kind;
} ValueName;

#define OF_LETTER(member, kind)                                                                    \
  {                                                                                                \
#member, G_STRUCT_OFFSET(AnfLetter, member), kind                                              \
  }

static const ValueName letter_values[] = {
  OF_LETTER (organ, VALUE_TEXT),
  OF_LETTER (number, VALUE_TEXT),
  OF_LETTER (addressee, VALUE_TEXT),
  OF_LETTER (mandate, VALUE_TEXT),
  OF_LETTER (scheme, VALUE_TEXT),
  OF_LETTER (inspected, VALUE_TEXT),
  OF_LETTER (found_in, VALUE_TEXT),
  OF_LETTER (inspection, VALUE_SENTENCE),
  OF_LETTER (requirements, VALUE_SENTENCE),
  OF_LETTER (rectify, VALUE_SENTENCE),
  OF_LETTER (plan, VALUE_SENTENCE),
  OF_LETTER (objection, VALUE_SENTENCE),
  OF_LETTER (consequences, VALUE_SENTENCE),
  OF_LETTER (overdue, VALUE_SENTENCE),
  OF_LETTER (basis, VALUE_TEXT),
  OF_LETTER (suspicion, VALUE_SENTENCE),
  OF_LETTER (materials, VALUE_SENTENCE),
  OF_LETTER (summary, VALUE_SENTENCE),
  OF_LETTER (persons, VALUE_SENTENCE),
  OF_LETTER (unit, VALUE_TEXT),
  OF_LETTER (leaders, VALUE_SENTENCE),
  OF_LETTER (double_check, VALUE_TEXT),
  OF_LETTER (accountable, VALUE_SENTENCE),
  OF_LETTER (accountable_leaders, VALUE_SENTENCE),
  OF_LETTER (grounds, VALUE_SENTENCE),
  OF_LETTER (instruction, VALUE_SENTENCE),
  OF_LETTER (level, VALUE_TEXT),
  OF_LETTER (issue, VALUE_TEXT),
  OF_LETTER (status, VALUE_SENTENCE),
  OF_LETTER (overview, VALUE_SENTENCE),
  OF_LETTER (ranking, VALUE_SENTENCE),
  OF_LETTER (at, VALUE_SENTENCE),
  OF_LETTER (place, VALUE_SENTENCE),
  OF_LETTER (interviewers, VALUE_SENTENCE),
  OF_LETTER (interviewees, VALUE_SENTENCE),
  OF_LETTER (bring, VALUE_SENTENCE),
  OF_LETTER (contact_name, VALUE_TEXT),
  OF_LETTER (contact_phone, VALUE_TEXT),
};

#define OF_FINDING(text, member, kind)                                                             \
  {                                                                                                \
    text, G_STRUCT_OFFSET (AnfLetterFinding, member), kind                                         \
  }

static const ValueName finding_values[] = {
  OF_FINDING ("finding_number", number, VALUE_TEXT),
  OF_FINDING ("category", category, VALUE_TEXT),
  OF_FINDING ("content", content, VALUE_SENTENCE),
  OF_FINDING ("fact", fact, VALUE_SENTENCE),
  OF_FINDING ("clause", clause, VALUE_SENTENCE),
  OF_FINDING ("unit", unit, VALUE_TEXT),
  OF_FINDING ("units", units, VALUE_SENTENCE),
  OF_FINDING ("requirement", requirement, VALUE_SENTENCE),
  OF_FINDING ("source", source, VALUE_SENTENCE),
  OF_FINDING ("handling", handling, VALUE_SENTENCE),
};

typedef struct
{
  const char *name;
  const char *unit; /* the word that counts it */
  gsize offset;
} EvidenceName;

static const EvidenceName evidence_names[] = {
  { "照片", "张", G_STRUCT_OFFSET (AnfLetterFinding, photos) },
  { "录音", "段", G_STRUCT_OFFSET (AnfLetterFinding, audios) },
  { "录像", "段", G_STRUCT_OFFSET (AnfLetterFinding, videos) },
  { "书面材料", "份", G_STRUCT_OFFSET (AnfLetterFinding, documents) },
  { "另行保管的原始载体", "件", G_STRUCT_OFFSET (AnfLetterFinding, references) },
};

char *
anf_chinese_number (guint number)
{
  static const char *const digits[]
      = { "零", "一", "二", "三", "四", "五", "六", "七", "八", "九" };
  static const char *const units[] = { "千", "百", "十", "" };
  g_return_val_if_fail (number >= 1 && number <= 9999, NULL);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean zero = FALSE;
  guint weight = 1000;
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++, weight /= 10)
    {
      const guint digit = number / weight % 10;
      if (digit == 0)
        {
          zero = out->len > 0;
          continue;
        }
      if (zero)
        g_string_append (out, digits[0]);
      zero = FALSE;
      /* Ten to nineteen are 十, 十一 …, not 一十. */
      if (!(weight == 10 && digit == 1 && out->len == 0))
        g_string_append (out, digits[digit]);
      g_string_append (out, units[i]);
    }
  return g_strdup (out->str);
}

/* A sentence that was cut out of a list, or typed in a hurry, ends with the mark that led on. */
static void
drop_open_end (char *value)
{
  static const char *const open[] = { "，", "、", "；" };
  for (gsize i = 0; i < G_N_ELEMENTS (open); i++)
    if (g_str_has_suffix (value, open[i]))
      {
        value[strlen (value) - strlen (open[i])] = '\0';
        return;
      }
}

static char *
format_value (const char *text, ValueKind kind)
{
  g_autofree char *value = g_strstrip (g_strdup (text != NULL ? text : ""));
  if (kind == VALUE_TEXT)
    return g_steal_pointer (&value);
  drop_open_end (value);
  if (*value == '\0')
    return g_steal_pointer (&value);
  static const char *const ends[] = { "。", "！", "？", "：", "…", "。”", "！”", "？”" };
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (value, ends[i]))
      return g_steal_pointer (&value);
  return g_strconcat (value, "。", NULL);
}

static gboolean
find_value (
    const ValueName *names, gsize n_names, const char *name, gconstpointer record, char **value)
{
  for (gsize i = 0; i < n_names; i++)
    if (g_str_equal (names[i].name, name))
      {
        *value
            = format_value (G_STRUCT_MEMBER (const char *, record, names[i].offset), names[i].kind);
        return TRUE;
      }
  return FALSE;
}

static char *
count_evidence (const AnfLetterFinding *finding)
{
  g_autoptr (GString) out = g_string_new (NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (evidence_names); i++)
    {
      const guint count = G_STRUCT_MEMBER (guint, finding, evidence_names[i].offset);
      if (count == 0)
        continue;
      g_string_append_printf (out, "%s%s%u%s", out->len == 0 ? "" : "、", evidence_names[i].name,
                              count, evidence_names[i].unit);
    }
  return g_strdup (out->str);
}

/* 证据编号: HC18-03-2018-0012-Z1, or from the first to the last. */
static char *
number_evidence (const AnfLetterFinding *finding)
{
  guint count = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (evidence_names); i++)
    count += G_STRUCT_MEMBER (guint, finding, evidence_names[i].offset);
  if (count == 0)
    return g_strdup ("");
  return count == 1 ? g_strdup_printf ("%s-Z1", finding->number)
                    : g_strdup_printf ("%s-Z1至Z%u", finding->number, count);
}

static gboolean
look_up_finding (const AnfLetter *letter, const char *name, gsize item, char **value)
{
  const AnfLetterFinding *finding = &letter->findings[item];
  if (g_str_equal (name, "seq"))
    *value = anf_chinese_number ((guint)item + 1);
  else if (g_str_equal (name, "index"))
    *value = g_strdup_printf ("%u", (guint)item + 1);
  else if (g_str_equal (name, "evidence"))
    *value = count_evidence (finding);
  else if (g_str_equal (name, "evidence_numbers"))
    *value = number_evidence (finding);
  else if (g_str_equal (name, "unit") && finding->unit == NULL)
    return FALSE; /* it is the letter's */
  else
    return find_value (finding_values, G_N_ELEMENTS (finding_values), name, finding, value);
  return TRUE;
}

static gboolean
look_up (const char *name, gssize item, gpointer data, char **value)
{
  const AnfLetter *letter = data;
  if (item >= 0 && look_up_finding (letter, name, (gsize)item, value))
    return TRUE;
  if (g_str_equal (name, "count"))
    *value = g_strdup_printf ("%u", (guint)letter->n_findings);
  else if (g_str_equal (name, "date"))
    *value = anf_date_describe (&letter->date);
  else
    return find_value (letter_values, G_N_ELEMENTS (letter_values), name, letter, value);
  return TRUE;
}

gboolean
anf_letter_knows (const char *name, gboolean in_finding)
{
  static const AnfLetterFinding finding = { .number = "" };
  AnfLetter letter = { .findings = &finding, .n_findings = 1 };
  g_autofree char *value = NULL;
  g_date_set_dmy (&letter.date, 1, G_DATE_JANUARY, 2018);
  return look_up (name, in_finding ? 0 : -1, &letter, &value);
}

/* A letter's kind goes by the same name in an order's record and a scheme's words. */
static const struct
{
  const char *name;
  const char *path;
} builtin[] = {
  [ANF_LETTER_RECTIFICATION] = { "rectification", "/anf-paper/order.zh_CN.txt" },
  [ANF_LETTER_SUPERVISION] = { "supervision", "/anf-paper/supervision.zh_CN.txt" },
  [ANF_LETTER_REMINDER] = { "reminder", "/anf-paper/reminder.zh_CN.txt" },
  [ANF_LETTER_CIRCULAR] = { "circular", "/anf-paper/circular.zh_CN.txt" },
  [ANF_LETTER_INTERVIEW] = { "interview", "/anf-paper/interview.zh_CN.txt" },
  [ANF_LETTER_ACCOUNTABILITY] = { "accountability", "/anf-paper/accountability.zh_CN.txt" },
  [ANF_LETTER_DECISION] = { "decision", "/anf-paper/decision.zh_CN.txt" },
  [ANF_LETTER_ADVICE] = { "advice", "/anf-paper/advice.zh_CN.txt" },
  [ANF_LETTER_REFERRAL] = { "referral", "/anf-paper/referral.zh_CN.txt" },
  [ANF_LETTER_WITHDRAWAL] = { "withdrawal", "/anf-paper/withdrawal.zh_CN.txt" },
  [ANF_LETTER_INQUIRY] = { "inquiry", "/anf-paper/inquiry.zh_CN.txt" },
};

gboolean
anf_letter_find_kind (const char *name, AnfLetterKind *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (builtin); i++)
    if (g_strcmp0 (builtin[i].name, name) == 0)
      {
        *kind = (AnfLetterKind)i;
        return TRUE;
      }
  return FALSE;
}

char *
anf_letter_read_template (AnfLetterKind kind, const char *path, GError **error)
{
  if (path != NULL)
    {
      char *text = NULL;
      return g_file_get_contents (path, &text, NULL, error) ? text : NULL;
    }
  g_autoptr (GBytes) bytes = g_resource_lookup_data (anf_paper_get_resource (), builtin[kind].path,
                                                     G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  if (bytes == NULL)
    return NULL;
  gsize size = 0;
  const char *text = g_bytes_get_data (bytes, &size);
  return g_strndup (text, size);
}

char *
anf_letter_dup_title (AnfLetterKind kind, gboolean late, GError **error)
{
  static const char mark[] = "\n@title ";
  g_autofree char *text = anf_letter_read_template (kind, NULL, error);
  if (text == NULL)
    return NULL;
  const char *line = strstr (text, mark);
  g_return_val_if_fail (line != NULL, NULL);
  g_autofree char *title = g_strndup (line + 1, strcspn (line + 1, "\n"));
  AnfLetter letter = { .overdue = late ? "逾期" : NULL };
  g_date_set_dmy (&letter.date, 1, G_DATE_JANUARY, 2018);
  const AnfTemplate template = { .lookup = look_up, .data = &letter, .repeated = "findings" };
  g_autoptr (GPtrArray) paragraphs = anf_template_expand (&template, title, error);
  if (paragraphs == NULL)
    return NULL;
  g_return_val_if_fail (paragraphs->len == 1, NULL);
  return g_strdup (((const AnfParagraph *)paragraphs->pdata[0])->text);
}

GPtrArray *
anf_letter_write (const AnfLetter *letter, GError **error)
{
  const AnfTemplate template = {
    .lookup = look_up,
    .data = (gpointer)letter,
    .repeated = "findings",
    .n_items = letter->n_findings,
  };
  if (letter->template_text != NULL)
    return anf_template_expand (&template, letter->template_text, error);
  g_autofree char *text = anf_letter_read_template (letter->kind, NULL, error);
  return text == NULL ? NULL : anf_template_expand (&template, text, error);
}
