/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* What one file may cost. The largest real need seen is given where it was measured. */

#define ANF_MEDIA_FILE_BYTES_MAX                                                                   \
  (256 * 1024 * 1024) /* a picture; of larger recordings an extract */
#define ANF_MEDIA_EXTRACT_BYTES_MAX (64 * 1024 * 1024)
#define ANF_MEDIA_EXTRACT_END_BYTES (1024 * 1024)
#define ANF_MEDIA_SEGMENTS_MAX 4096 /* markers of a JPEG, chunks of a PNG, boxes at the top */
#define ANF_MEDIA_ITEMS_MAX 4096    /* of a HEIF file, tiles of a picture included; seen: 110 */
#define ANF_MEDIA_EXTENTS_MAX 16384 /* of all its items, and links to properties */
#define ANF_MEDIA_BOXES_MAX 65536   /* at the top of a recording: two for each fragment */
#define ANF_MEDIA_TRACKS_MAX 16     /* seen: 5 */
#define ANF_MEDIA_TAGS_MAX 256      /* values of a recording's user data that are looked at */
#define ANF_MEDIA_SYNC_BYTES_MAX (64 * 1024)           /* in which an MPEG frame is looked for */
#define ANF_MEDIA_PNG_TEXTS_MAX 32                     /* text chunks that are looked into */
#define ANF_MEDIA_INFLATE_BYTES_MAX (16 * 1024 * 1024) /* of one compressed text or profile */
#define ANF_MEDIA_XMP_PACKETS_MAX 4
#define ANF_MEDIA_XMP_BYTES_MAX (1024 * 1024)
#define ANF_MEDIA_XMP_DEPTH_MAX 64               /* elements in each other */
#define ANF_MEDIA_EXIF_BYTES_MAX (1024 * 1024)   /* one Exif block; seen: under 0.2 MiB */
#define ANF_MEDIA_EXIF_BLOCKS_MAX 4              /* seen: 2 */
#define ANF_MEDIA_IFDS_MAX 16                    /* directories in one Exif block */
#define ANF_MEDIA_IFD_ENTRIES_MAX 1024           /* entries over all directories of a block */
#define ANF_MEDIA_TEXT_BYTES_MAX 256             /* one text value, as stored */
#define ANF_MEDIA_ICC_BYTES_MAX 4096             /* a colour profile kept in a redacted copy */
#define ANF_MEDIA_PIXELS_MAX (200 * 1000 * 1000) /* width x height that is decoded */
#define ANF_MEDIA_EMBEDDED_PIXELS_MAX                                                              \
  (4 * 1000 * 1000)                   /* of a thumbnail in Exif; usual: 19 200                     \
                                       */
#define ANF_MEDIA_HEIF_EDGE_MAX 32768 /* of a HEIF picture; 16 320 in phones of 2023 */
#define ANF_MEDIA_WHOLE_BYTES_MAX                                                                  \
  (256 * 1024 * 1024)           /* of a picture that is decoded as a whole                         \
                                 */
#define ANF_MEDIA_SCANS_MAX 100 /* of a progressive JPEG; usual: 10 */

#define ANF_MEDIA_THUMBNAIL_EDGE 320
#define ANF_MEDIA_THUMBNAIL_BYTES_MAX (256 * 1024)
#define ANF_MEDIA_FACTS_BYTES_MAX (32 * 1024)
#define ANF_MEDIA_REDACTED_BYTES_MAX (ANF_MEDIA_FILE_BYTES_MAX + ANF_MEDIA_FRAME_BYTES_MAX)
#define ANF_MEDIA_FRAME_BYTES_MAX (64 * 1024) /* one message of the helper */

/* The helper process. */
#define ANF_MEDIA_HELPER_MEMORY_BYTES (1024UL * 1024 * 1024) /* RLIMIT_AS */
#define ANF_MEDIA_HELPER_STACK_BYTES (2 * 1024 * 1024)       /* of a thread of a decoder */
#define ANF_MEDIA_HELPER_CPU_SECONDS 180                     /* RLIMIT_CPU, over its life */
#define ANF_MEDIA_HELPER_RETIRE_SECONDS 60                   /* of CPU: then a fresh one */
#define ANF_MEDIA_HELPER_FILES_MAX 200                       /* files: then a fresh one */
#define ANF_MEDIA_HELPER_DESCRIPTORS 16                      /* RLIMIT_NOFILE */
#define ANF_MEDIA_HELPER_START_MS 10000
#define ANF_MEDIA_HELPER_IDLE_MS 30000   /* of the second one: then it ends */
#define ANF_MEDIA_TIMEOUT_MS_LEAST 30000 /* for one file */
#define ANF_MEDIA_TIMEOUT_MS_PER_MIB                                                               \
  1000                                   /* more; a HEIC of 200 million pixels: 20 s on one core   \
                                          */
#define ANF_MEDIA_TIMEOUT_MS_MOST 120000 /* all in all */
