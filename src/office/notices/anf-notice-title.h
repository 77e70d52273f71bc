/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include "anf-notice-rows.h"

/** anf_notice_dup_title: Returns: (transfer full): what the notice tells of, in the reader's
 * language: a letter by its kind, since nobody looks for a 监察决定 among the 整改通知 */
char *anf_notice_dup_title (AnfTx *tx, const AnfNoticeRow *row);

/** anf_notice_dup_full_title: the same with the deadline that it is about: a letter has several,
 * and that its receipt is late is not that what it asks for is. Not for mail, which others read on
 * its way: some deadlines are the house's own. */
char *anf_notice_dup_full_title (AnfTx *tx, const AnfNoticeRow *row);
