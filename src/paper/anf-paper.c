/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-paper.h"

#include <string.h>

static const struct
{
  const char *name;
  const char *type;
  const char *suffix;
} formats[] = {
  [ANF_PAPER_PDF] = { "pdf", "application/pdf", ".pdf" },
  [ANF_PAPER_DOCX]
  = { "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx" },
};

gboolean
anf_paper_format_find (const char *name, AnfPaperFormat *format)
{
  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (name == NULL || strcmp (formats[i].name, name) == 0)
      {
        *format = (AnfPaperFormat)i;
        return TRUE;
      }
  return FALSE;
}

const char *
anf_paper_format_get_type (AnfPaperFormat format)
{
  return formats[format].type;
}

const char *
anf_paper_format_get_suffix (AnfPaperFormat format)
{
  return formats[format].suffix;
}

typedef enum
{
  KIND_LETTER,
  KIND_FORM,
  KIND_INDEX,
} Kind;

struct _AnfPaper
{
  Kind kind;
  union
  {
    AnfLetter letter;
    AnfForm form;
    AnfIndex index;
  } input;
  GStringChunk *texts;
  GPtrArray *arrays; /* what the input's arrays are */
  char *key;
};

/* Where the texts of each structure stand. One that were left out here would be borrowed for longer
   than it lives, so that each structure is held to have room for no other. */
#define AT(type, member) G_STRUCT_OFFSET (type, member)
#define HOLD(type, texts, rest)                                                                    \
  G_STATIC_ASSERT (sizeof (type) < (G_N_ELEMENTS (texts) + 1) * sizeof (char *) + (rest))

static const gsize letter_texts[] = {
  AT (AnfLetter, template_text),
  AT (AnfLetter, organ),
  AT (AnfLetter, seal_name),
  AT (AnfLetter, number),
  AT (AnfLetter, urgency),
  AT (AnfLetter, title),
  AT (AnfLetter, addressee),
  AT (AnfLetter, mandate),
  AT (AnfLetter, scheme),
  AT (AnfLetter, inspected),
  AT (AnfLetter, found_in),
  AT (AnfLetter, inspection),
  AT (AnfLetter, requirements),
  AT (AnfLetter, rectify),
  AT (AnfLetter, plan),
  AT (AnfLetter, objection),
  AT (AnfLetter, consequences),
  AT (AnfLetter, overdue),
  AT (AnfLetter, basis),
  AT (AnfLetter, suspicion),
  AT (AnfLetter, materials),
  AT (AnfLetter, summary),
  AT (AnfLetter, persons),
  AT (AnfLetter, contact_name),
  AT (AnfLetter, contact_phone),
  AT (AnfLetter, note),
  AT (AnfLetter, unit),
  AT (AnfLetter, grounds),
  AT (AnfLetter, instruction),
  AT (AnfLetter, level),
  AT (AnfLetter, issue),
  AT (AnfLetter, status),
  AT (AnfLetter, overview),
  AT (AnfLetter, ranking),
  AT (AnfLetter, at),
  AT (AnfLetter, place),
  AT (AnfLetter, interviewers),
  AT (AnfLetter, interviewees),
  AT (AnfLetter, bring),
  AT (AnfLetter, leaders),
  AT (AnfLetter, double_check),
  AT (AnfLetter, accountable),
  AT (AnfLetter, accountable_leaders),
};
HOLD (AnfLetter,
      letter_texts,
      sizeof (gint64) + 3 * sizeof (gpointer) + G_SIZEOF_MEMBER (AnfLetter, date) + sizeof (gsize));

static const gsize finding_texts[] = {
  AT (AnfLetterFinding, number),  AT (AnfLetterFinding, category),
  AT (AnfLetterFinding, fact),    AT (AnfLetterFinding, clause),
  AT (AnfLetterFinding, units),   AT (AnfLetterFinding, requirement),
  AT (AnfLetterFinding, source),  AT (AnfLetterFinding, handling),
  AT (AnfLetterFinding, content), AT (AnfLetterFinding, unit),
};
HOLD (AnfLetterFinding, finding_texts, 5 * sizeof (guint));

static const gsize form_texts[]
    = { AT (AnfForm, template_text), AT (AnfForm, organ), AT (AnfForm, each_page) };
HOLD (AnfForm, form_texts, 2 * sizeof (gint64) + 2 * sizeof (gpointer) + 2 * sizeof (gsize));

static const gsize value_texts[] = { AT (AnfFormValue, name), AT (AnfFormValue, value) };
HOLD (AnfFormValue, value_texts, 0);

static const gsize form_item_texts[] = {
  AT (AnfFormItem, name),    AT (AnfFormItem, count),  AT (AnfFormItem, original),
  AT (AnfFormItem, carrier), AT (AnfFormItem, sha256), AT (AnfFormItem, sm3),
  AT (AnfFormItem, note),
};
HOLD (AnfFormItem, form_item_texts, 0);

static const gsize index_texts[]
    = { AT (AnfIndex, organ), AT (AnfIndex, number), AT (AnfIndex, title), AT (AnfIndex, made_at) };
HOLD (AnfIndex, index_texts, sizeof (gint64) + 2 * sizeof (gpointer) + 2 * sizeof (gsize));

static const gsize field_texts[] = { AT (AnfIndexField, name), AT (AnfIndexField, value) };
HOLD (AnfIndexField, field_texts, 0);

static const gsize index_item_texts[] = {
  AT (AnfIndexItem, name),     AT (AnfIndexItem, category), AT (AnfIndexItem, format),
  AT (AnfIndexItem, sha256),   AT (AnfIndexItem, sm3),      AT (AnfIndexItem, source),
  AT (AnfIndexItem, taken_at), AT (AnfIndexItem, place),    AT (AnfIndexItem, people),
  AT (AnfIndexItem, note),
};
HOLD (AnfIndexItem, index_item_texts, sizeof (gint64));

typedef struct
{
  AnfPaper *paper;
  GChecksum *key;
} Copy;

static void
note_number (Copy *self, gint64 number)
{
  const guint64 bytes = GUINT64_TO_BE ((guint64)number);
  g_checksum_update (self->key, (const guchar *)&bytes, sizeof bytes);
}

static const char *
copy_text (Copy *self, const char *text)
{
  note_number (self, text != NULL ? (gint64)strlen (text) : -1);
  if (text == NULL)
    return NULL;
  g_checksum_update (self->key, (const guchar *)text, -1);
  return g_string_chunk_insert (self->paper->texts, text);
}

static void
copy_texts (Copy *self, gpointer place, const gsize *offsets, gsize n_offsets)
{
  for (gsize i = 0; i < n_offsets; i++)
    {
      const char **text = G_STRUCT_MEMBER_P (place, offsets[i]);
      *text = copy_text (self, *text);
    }
}

/* Returns: (transfer none): @n of them, their texts copied too */
static gpointer
copy_array (
    Copy *self, gconstpointer array, gsize n, gsize size, const gsize *offsets, gsize n_offsets)
{
  note_number (self, (gint64)n);
  if (n == 0)
    return NULL;
  guint8 *copied = g_memdup2 (array, n * size);
  g_ptr_array_add (self->paper->arrays, copied);
  for (gsize i = 0; i < n; i++)
    copy_texts (self, copied + i * size, offsets, n_offsets);
  return copied;
}

#define COPY_ARRAY(self, array, n, texts)                                                          \
  copy_array (self, array, n, sizeof *(array), texts, G_N_ELEMENTS (texts))

static const char *const *
copy_list (Copy *self, const char *const *list)
{
  static const gsize whole[] = { 0 };
  const gsize n = list != NULL ? g_strv_length ((char **)list) : 0;
  note_number (self, list != NULL);
  if (list == NULL)
    return NULL;
  /* With the NULL at its end. */
  return COPY_ARRAY (self, list, n + 1, whole);
}

static Copy
begin (Kind kind)
{
  AnfPaper *paper = g_new0 (AnfPaper, 1);
  paper->kind = kind;
  paper->texts = g_string_chunk_new (1024);
  paper->arrays = g_ptr_array_new_with_free_func (g_free);
  Copy self = { .paper = paper, .key = g_checksum_new (G_CHECKSUM_SHA256) };
  note_number (&self, kind);
  return self;
}

static AnfPaper *
finish (Copy *self)
{
  self->paper->key = g_strdup (g_checksum_get_string (self->key));
  g_checksum_free (self->key);
  return self->paper;
}

AnfPaper *
anf_paper_new_letter (const AnfLetter *letter)
{
  Copy self = begin (KIND_LETTER);
  AnfLetter *own = &self.paper->input.letter;
  *own = *letter;
  note_number (&self, letter->kind);
  note_number (&self, g_date_valid (&letter->date) ? g_date_get_julian (&letter->date) : 0);
  copy_texts (&self, own, letter_texts, G_N_ELEMENTS (letter_texts));
  own->copy_to = copy_list (&self, letter->copy_to);
  own->attachments = copy_list (&self, letter->attachments);
  own->findings = COPY_ARRAY (&self, letter->findings, letter->n_findings, finding_texts);
  for (gsize i = 0; i < letter->n_findings; i++)
    {
      const AnfLetterFinding *finding = &letter->findings[i];
      const guint counts[] = { finding->photos, finding->audios, finding->videos,
                               finding->documents, finding->references };
      for (gsize at = 0; at < G_N_ELEMENTS (counts); at++)
        note_number (&self, counts[at]);
    }
  return finish (&self);
}

AnfPaper *
anf_paper_new_form (const AnfForm *form)
{
  Copy self = begin (KIND_FORM);
  AnfForm *own = &self.paper->input.form;
  *own = *form;
  note_number (&self, form->kind);
  note_number (&self, form->time_us);
  copy_texts (&self, own, form_texts, G_N_ELEMENTS (form_texts));
  own->values = COPY_ARRAY (&self, form->values, form->n_values, value_texts);
  own->items = COPY_ARRAY (&self, form->items, form->n_items, form_item_texts);
  return finish (&self);
}

AnfPaper *
anf_paper_new_index (const AnfIndex *index)
{
  Copy self = begin (KIND_INDEX);
  AnfIndex *own = &self.paper->input.index;
  *own = *index;
  note_number (&self, index->time_us);
  copy_texts (&self, own, index_texts, G_N_ELEMENTS (index_texts));
  own->record = COPY_ARRAY (&self, index->record, index->n_record, field_texts);
  own->items = COPY_ARRAY (&self, index->items, index->n_items, index_item_texts);
  for (gsize i = 0; i < index->n_items; i++)
    note_number (&self, index->items[i].size);
  return finish (&self);
}

void
anf_paper_free (AnfPaper *self)
{
  if (self == NULL)
    return;
  g_string_chunk_free (self->texts);
  g_ptr_array_unref (self->arrays);
  g_free (self->key);
  g_free (self);
}

const char *
anf_paper_get_key (const AnfPaper *self)
{
  return self->key;
}

GBytes *
anf_paper_set (const AnfPaper *self, AnfFonts *fonts, guint *pages, GError **error)
{
  AnfLetterInfo info = { 0 };
  GBytes *pdf = NULL;
  *pages = 0;
  switch (self->kind)
    {
    case KIND_LETTER:
      pdf = anf_letter_render (&self->input.letter, fonts, &info, error);
      *pages = info.pages;
      break;
    case KIND_FORM:
      pdf = anf_form_render (&self->input.form, fonts, pages, error);
      break;
    case KIND_INDEX:
      pdf = anf_index_render (&self->input.index, fonts, error);
      break;
    }
  return pdf;
}
