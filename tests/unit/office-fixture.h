/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-work.h"

/** An office in a folder of its own, without a service in front of it. */
typedef struct
{
  char *folder;
  AnfOffice *office;
} OfficeFixture;

void office_fixture_set_up (OfficeFixture *fixture, gconstpointer data);
void office_fixture_tear_down (OfficeFixture *fixture, gconstpointer data);
