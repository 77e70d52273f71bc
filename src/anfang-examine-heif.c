/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* anfang-examine-heif: anfang-examine with the decoders of HEIC and AVIF in it. It runs only while
   there are such pictures. */

#include "anf-decode-heif.h"
#include "anf-serve.h"

int
main (int argc, char **argv)
{
  anf_decode_heif_prepare ();
  return anf_serve ("anfang-examine-heif", anf_decode_heif);
}
