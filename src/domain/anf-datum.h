/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-geo.h"

/*
 * The shifted datums of Chinese map services: GCJ-02 (高德, 腾讯), 50 to 700 m off WGS-84, and
 * BD-09 (百度), shifted once more. The formulas approximate a standard that is not published. Used
 * only to compare and to recognise a shift; no position that is kept is ever converted.
 */
typedef enum
{
  ANF_DATUM_WGS84, /* and CGCS2000, the same to better than a metre */
  ANF_DATUM_GCJ02,
  ANF_DATUM_BD09,
} AnfDatum;

/** anf_datum_parse: as anf_geo_is_datum() knows them; WGS-84 for NULL and any other. */
AnfDatum anf_datum_parse (const char *name);

/** anf_datum_name: `WGS-84`, `GCJ-02` or `BD-09`. */
const char *anf_datum_name (AnfDatum datum);

/** anf_datum_is_shifted_there: whether the shift applies at @position: mainland China, by its box.
 */
gboolean anf_datum_is_shifted_there (const AnfPosition *position);

/** anf_datum_from_wgs84: the same place as @datum has it; accuracy stays. */
AnfPosition anf_datum_from_wgs84 (const AnfPosition *position, AnfDatum datum);

/** anf_datum_to_wgs84: the inverse, by iteration to less than a millimetre. */
AnfPosition anf_datum_to_wgs84 (const AnfPosition *position, AnfDatum datum);
