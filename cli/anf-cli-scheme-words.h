/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <json-glib/json-glib.h>

/* What stands in the document of a scheme, for whoever reads one as a whole. Its members may be
   called as those of records, or have a name of their own; its ids are its own. */

/** anf_cli_scheme_find_member: @parent: the member that it stands in. Returns: (nullable): the
 * field's word for member @name of a scheme */
const char *anf_cli_scheme_find_member (const char *parent, const char *name);

/** anf_cli_scheme_find_value: Returns: (nullable): the field's word for what stands in member
 * @member of @parent; @value itself where that is Chinese */
const char *anf_cli_scheme_find_value (const char *parent, const char *member, const char *value);

/** anf_cli_scheme_find_name: Returns: (nullable): what @document calls the unit, area, deadline or
 * figure that member @member of @parent names by its id @value */
const char *anf_cli_scheme_find_name (JsonObject *document,
                                      const char *parent,
                                      const char *member,
                                      const char *value);
