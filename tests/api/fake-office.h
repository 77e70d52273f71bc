/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-intake.h"

/* An office in memory, for tests of what lies above it. One token is valid: FAKE_TOKEN. What
   getVisit does is said by the last digits of the visit's id. */
#define FAKE_TOKEN "fake.token"
#define FAKE_VISIT "00000000-0000-4000-8000-0000000000"
#define FAKE_PLAIN "01"  /* answers */
#define FAKE_HOLD "02"   /* waits for fake_office_release() */
#define FAKE_FAILED "03" /* fails on our side */
#define FAKE_BUSY "04"   /* is busy */
#define FAKE_ABSENT "05" /* is not there */
#define FAKE_EVIDENCE_SIZE 1000000
#define FAKE_PACK_SIZE 300000

AnfOffice *fake_office_new (void);

/** fake_office_release: lets the calls go on that wait; later ones do not wait. */
void fake_office_release (AnfOffice *self);
/** fake_office_count_waiting: calls that wait. */
guint fake_office_count_waiting (AnfOffice *self);
/** fake_office_count_calls: operations called. */
guint fake_office_count_calls (AnfOffice *self);
/** fake_office_add_upload: an upload of @length bytes. Returns: (transfer full): its id */
char *fake_office_add_upload (AnfOffice *self, gint64 length);
/** fake_office_get_offset: how much of upload @id is there. */
gint64 fake_office_get_offset (AnfOffice *self, const char *id);
/** fake_office_dup_bytes: (transfer full): what is there of upload @id */
GBytes *fake_office_dup_bytes (AnfOffice *self, const char *id);
