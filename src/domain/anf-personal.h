/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* What points at a person of the public (个人信息保护法 4, 28) and is not to be written where words
   of the public are kept: who was asked is told as a kind of people, never by name or number. */

/** anf_personal_has_number: whether @text has what looks like a telephone or identity number or a
 * mail address, in digits of any width. */
gboolean anf_personal_has_number (const char *text);

/** anf_personal_is_heading: whether a column called @text would hold names, numbers or addresses of
 * people. */
gboolean anf_personal_is_heading (const char *text);
