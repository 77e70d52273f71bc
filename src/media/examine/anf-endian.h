/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

#include <glib.h>

/* Numbers as they stand in files. The caller has seen to it that the bytes are there. */

static inline guint16
anf_be16 (const guint8 *at)
{
  return (guint16)(at[0] << 8 | at[1]);
}

static inline guint32
anf_be32 (const guint8 *at)
{
  return (guint32)anf_be16 (at) << 16 | anf_be16 (at + 2);
}

static inline guint64
anf_be64 (const guint8 *at)
{
  return (guint64)anf_be32 (at) << 32 | anf_be32 (at + 4);
}

static inline guint16
anf_le16 (const guint8 *at)
{
  return (guint16)(at[1] << 8 | at[0]);
}

static inline guint32
anf_le32 (const guint8 *at)
{
  return (guint32)anf_le16 (at + 2) << 16 | anf_le16 (at);
}

/* A chunk or box type as a number: ANF_TYPE ('I','H','D','R'), the same as anf_be32 reads. */
#define ANF_TYPE(a, b, c, d)                                                                       \
  ((guint32)(guint8)(a) << 24 | (guint32)(guint8)(b) << 16 | (guint32)(guint8)(c) << 8             \
   | (guint32)(guint8)(d))
