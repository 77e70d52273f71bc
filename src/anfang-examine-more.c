/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* anfang-examine-more: anfang-examine with the decoders of HEIC, AVIF and TIFF in it. It runs only
   while there are such pictures. */

#include "anf-decode-more.h"
#include "anf-serve.h"

int
main (int argc, char **argv)
{
  return anf_serve ("anfang-examine-more", anf_decode_more_prepare ());
}
