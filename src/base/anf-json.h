/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

/* Deepest nesting of arrays and objects that is read. */
#define ANF_JSON_DEPTH_MAX 32
/* Largest text that is read unless the caller names a smaller limit. */
#define ANF_JSON_SIZE_MAX 4194304

/**
 * anf_json_parse:
 * @text: the bytes of one JSON text (RFC 8259); need not end in NUL
 * @size: how many bytes
 * @error: ANF_ERROR_INVALID with the byte offset, ANF_ERROR_TOO_LARGE
 *
 * Reads strictly what json-glib 1.6 would read loosely or die of: exactly one value; UTF-8 without
 * byte order mark; no NUL (`\u0000` neither), control character, comment, single quote, lone
 * surrogate or duplicate key; depth up to ANF_JSON_DEPTH_MAX; numbers within ±(2^53 - 1) and of at
 * most 32 characters.
 *
 * Returns: (transfer full): the value, which the caller may change
 */
JsonNode *anf_json_parse (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/** anf_json_parse_object: the same, where the root must be an object. */
JsonObject *
anf_json_parse_object (const char *text, gsize size, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_json_format:
 *
 * The one way in which records, leaves and replies are written: RFC 8785. Keys sorted (plain ASCII
 * keys by their bytes), no blanks, integers plain, other numbers in the shortest form that reads
 * back to the same value, strings with only the escapes that RFC 8259 demands. The same value
 * always gives the same bytes.
 *
 * Returns: (transfer full): UTF-8 text
 */
char *anf_json_format (JsonNode *node);
char *anf_json_format_object (JsonObject *object);

/** anf_json_append_string: appends @text as a JSON string with its quotes. */
void anf_json_append_string (GString *out, const char *text);

/* Reading members: each tells absent and of the wrong type apart from present. The "get" family
   fails with ANF_ERROR_INVALID naming the member and takes 1.0 for an integer too; the "peek"
   family answers a default when the member is absent or null or of another type, for documents that
   we wrote ourselves. */
gboolean anf_json_get_string (JsonObject *object,
                              const char *member,
                              const char **value,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_json_get_int (JsonObject *object, const char *member, gint64 *value, GError **error)
    G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_json_get_object (JsonObject *object,
                              const char *member,
                              JsonObject **value,
                              GError **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean anf_json_get_array (JsonObject *object,
                             const char *member,
                             JsonArray **value,
                             GError **error) G_GNUC_WARN_UNUSED_RESULT;
/** anf_json_peek_string: Returns: (transfer none) (nullable): borrowed from @object */
const char *anf_json_peek_string (JsonObject *object, const char *member);
/** anf_json_has_words: whether @member is a text of more than spaces. */
gboolean anf_json_has_words (JsonObject *object, const char *member);
gint64 anf_json_peek_int (JsonObject *object, const char *member, gint64 otherwise);
double anf_json_peek_double (JsonObject *object, const char *member, double otherwise);
gboolean anf_json_peek_bool (JsonObject *object, const char *member);
/** anf_json_peek_object: Returns: (transfer none) (nullable) */
JsonObject *anf_json_peek_object (JsonObject *object, const char *member);
/** anf_json_peek_array: Returns: (transfer none) (nullable) */
JsonArray *anf_json_peek_array (JsonObject *object, const char *member);
/** anf_json_array_has_string: whether @array (nullable) holds the string @text. */
gboolean anf_json_array_has_string (JsonArray *array, const char *text);
/** anf_json_array_get_string: Returns: (transfer none) (nullable): element @index if a string */
const char *anf_json_array_get_string (JsonArray *array, guint index);
/** anf_json_set_string: sets @member, or removes it when @value is NULL. */
void anf_json_set_string (JsonObject *object, const char *member, const char *value);
/** anf_json_copy_object: Returns: (transfer full): a deep copy that may be changed, also in
 * another thread */
JsonObject *anf_json_copy_object (JsonObject *object);
