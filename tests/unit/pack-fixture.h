/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-pack-report.h"

#include "pack-sample.h"

/** A sample and its zip. */
typedef struct
{
  PackSample *sample;
  GByteArray *zip;
} PackFixture;

void pack_fixture_set_up (PackFixture *fixture, gconstpointer data);
void pack_fixture_tear_down (PackFixture *fixture, gconstpointer data);

/** pack_fixture_verify: what the verifier says of @zip. */
AnfPackReport *
pack_fixture_verify (PackFixture *fixture, const GByteArray *zip, const AnfPackTrust *trust);
AnfPackReport *pack_fixture_verify_path (const char *path, const AnfPackTrust *trust);

/** pack_fixture_print: the failures, to the test's log. */
void pack_fixture_print (const AnfPackReport *report);

/** pack_fixture_has_failure: of the kind @what (nullable), of a path that begins with @path. */
gboolean pack_fixture_has_failure (const AnfPackReport *report, const char *what, const char *path);
