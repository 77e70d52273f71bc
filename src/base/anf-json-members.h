/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/**
 * AnfJsonMember:
 *
 * A member of an object as it stands in its text: pieces that are not ended with NUL. @value is the
 * member's JSON, a string with its quotes.
 */
typedef struct
{
  const char *name;
  gsize name_size;
  const char *value;
  gsize size;
} AnfJsonMember;

/**
 * anf_json_next_member:
 * @at: (inout): the text of an object that anf_json_format() wrote; then where to go on
 *
 * Walks the members of a document of our own, sorted as they are, without making a tree of it: a
 * page of fifty records copies their pieces. Must not be used on what somebody else wrote.
 *
 * Returns: FALSE after the last
 */
gboolean anf_json_next_member (const char **at, AnfJsonMember *member);

/** anf_json_member_dup_string: Returns: (transfer full) (nullable): the value if it is a string */
char *anf_json_member_dup_string (const AnfJsonMember *self);
