/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-decode-more.h"

#include "anf-decode-heif.h"
#include "anf-decode-tiff.h"

const AnfDecoders *
anf_decode_more_prepare (void)
{
  static const AnfDecoders decoders = { .heif = anf_decode_heif, .tiff = anf_decode_tiff };
  anf_decode_heif_prepare ();
  return &decoders;
}
