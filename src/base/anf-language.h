/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/** AnfLanguage: the languages that we can answer in. */
typedef enum
{
  ANF_LANGUAGE_ENGLISH,
  ANF_LANGUAGE_CHINESE,
} AnfLanguage;

/** anf_language_choose: the one that an Accept-Language field (nullable) prefers. */
AnfLanguage anf_language_choose (const char *accepted);

/** anf_language_get_tag: for Content-Language; what anf_language_enter() really gives. */
const char *anf_language_get_tag (AnfLanguage language);

/** anf_language_enter: from here to anf_language_leave(), `_()` in this thread answers in it.
 * English when the system has no Chinese locale. */
void anf_language_enter (AnfLanguage language);
void anf_language_leave (void);
