/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* anfang-examine: reads files that nobody trusts, for anf-examiner.h, which starts it; good for
   nothing when started by hand. The pixels of HEIC, AVIF and TIFF it leaves to anfang-examine-more,
   whose decoders are a dozen large libraries: they would be in reach of every photo, and in memory
   all the time. */

#include "anf-serve.h"

int
main (int argc, char **argv)
{
  return anf_serve ("anfang-examine", NULL);
}
