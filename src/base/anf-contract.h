/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-schema.h"

#include <gio/gio.h>

/**
 * anf_contract_get_openapi:
 *
 * Returns: (transfer full): the OpenAPI document of the service, as built from `schemas/`
 */
GBytes *anf_contract_get_openapi (void);

/**
 * anf_contract_read_rules:
 * @error: what is wrong with it
 *
 * Returns: (transfer full): what of the contract is checked when the service runs, at the same
 * places: paths, parameters and bodies of requests and what they refer to, and `facts`
 */
JsonNode *anf_contract_read_rules (GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * anf_contract_load_schema:
 * @pointer: where it stands in the rules, e.g. `#/components/schemas/facts`
 * @error: as of anf_schemas_new_at()
 *
 * Returns: (transfer full): the schema and what it refers to
 */
AnfSchemas *anf_contract_load_schema (const char *pointer,
                                      GError **error) G_GNUC_WARN_UNUSED_RESULT;
