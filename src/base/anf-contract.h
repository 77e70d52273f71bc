/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <gio/gio.h>

/**
 * anf_contract_get_openapi:
 *
 * Returns: (transfer full): the OpenAPI document of the service, as built from `schemas/`
 */
GBytes *anf_contract_get_openapi (void);
