/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-contract.h"

#include "anf-contract-resource.h"

GBytes *
anf_contract_get_openapi (void)
{
  GBytes *contract
      = g_resource_lookup_data (anf_contract_resource_get_resource (), "/anfang/openapi.json",
                                G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_assert (contract != NULL); /* built in */
  return contract;
}
