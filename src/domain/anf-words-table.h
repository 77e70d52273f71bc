/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* For anf-words.c alone: what it looks through. */

typedef enum
{
  ANF_WORD_NOUN,
  ANF_WORD_STATE,
  ANF_WORD_EVENT, /* of a life cycle */
  ANF_WORD_LEAF,  /* of the log, where it has another name than in the life cycle */
} AnfWordKind;

/* @noun is "" for what is called the same in all. */
typedef struct
{
  AnfWordKind kind;
  const char *noun;
  const char *name;
  const char *chinese;
} AnfWord;

extern const AnfWord anf_words_table[];
extern const gsize anf_words_table_length;
