/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* bad-helper MODE: an examination helper that a file has taken over. The examiner's tests start it
   instead of the real one. */

#include "anf-helper.h"

#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static void
say (guint8 kind, const char *bytes, gsize size)
{
  char message[200 * 1024];
  message[0] = (char)kind;
  memcpy (message + 1, bytes, size);
  if (send (STDIN_FILENO, message, size + 1, MSG_NOSIGNAL) < 0)
    _exit (0);
}

#define SAY(kind, text) say (kind, text, sizeof (text) - 1)
#define FACTS "{\"flags\":[],\"format\":\"jpeg\",\"type\":\"image/jpeg\"}"
#define END(status, redaction, retires) SAY (ANF_HELPER_END, status redaction retires "\0")
#define END_LEAVING_PIXELS() SAY (ANF_HELPER_END, "\0\0\0\1")

static void
flood (guint8 kind)
{
  static const char zeros[60000];
  for (;;)
    say (kind, zeros, sizeof zeros);
}

static void
die_of_pixels (guint64 wanted)
{
  if ((wanted & ANF_HELPER_WANT_PIXELS) != 0)
    {
      SAY (ANF_HELPER_FACTS, FACTS);
      (void)raise (SIGKILL);
    }
  SAY (ANF_HELPER_FACTS,
       "{\"flags\":[\"PIXELS_SKIPPED\"],\"format\":\"jpeg\",\"type\":\"image/jpeg\"}");
  END ("\0", "\0", "\0");
}

static void
answer_as_second (const char *mode)
{
  SAY (ANF_HELPER_FACTS, FACTS);
  SAY (ANF_HELPER_THUMBNAIL, "\xff\xd8\xff\xd9");
  if (g_str_equal (mode, "not-examined"))
    END ("\1", "\0", "\0");
  else
    END_LEAVING_PIXELS ();
}

static void
answer (const char *mode, guint64 wanted)
{
  if (g_str_equal (mode, "not-examined") || g_str_equal (mode, "left-too"))
    answer_as_second (mode);
  else if (g_str_equal (mode, "die-of-pixels"))
    die_of_pixels (wanted);
  else if (g_str_equal (mode, "hang"))
    for (;;)
      (void)pause ();
  else if (g_str_equal (mode, "die"))
    (void)raise (SIGKILL);
  else if (g_str_equal (mode, "leave"))
    _exit (0);
  else if (g_str_equal (mode, "babble"))
    SAY ('?', "what");
  else if (g_str_equal (mode, "no-json"))
    SAY (ANF_HELPER_FACTS, "{");
  else if (g_str_equal (mode, "other-json"))
    SAY (ANF_HELPER_FACTS, "{\"flags\":[\"<b>\"],\"format\":\"jpeg\",\"type\":\"image/jpeg\"}");
  else if (g_str_equal (mode, "twice"))
    {
      SAY (ANF_HELPER_FACTS, FACTS);
      SAY (ANF_HELPER_FACTS, FACTS);
    }
  else if (g_str_equal (mode, "end-alone"))
    END ("\0", "\0", "\0");
  else if (g_str_equal (mode, "no-such-status"))
    {
      SAY (ANF_HELPER_FACTS, FACTS);
      END ("\3", "\0", "\0");
    }
  else if (g_str_equal (mode, "no-thumbnail"))
    {
      SAY (ANF_HELPER_FACTS, FACTS);
      SAY (ANF_HELPER_THUMBNAIL, "<script>");
      END ("\0", "\0", "\0");
    }
  else if (g_str_equal (mode, "long-message"))
    {
      static const char zeros[65536];
      say (ANF_HELPER_THUMBNAIL, zeros, sizeof zeros);
    }
  else if (g_str_equal (mode, "flood-thumbnail"))
    flood (ANF_HELPER_THUMBNAIL);
  else if (g_str_equal (mode, "flood-redacted"))
    flood (ANF_HELPER_REDACTED);
  else if (g_str_equal (mode, "claim-redacted"))
    {
      SAY (ANF_HELPER_FACTS, FACTS);
      END ("\0", "\1", "\0");
    }
  else if (g_str_equal (mode, "drop-redacted"))
    {
      SAY (ANF_HELPER_REDACTED, "half of it");
      SAY (ANF_HELPER_FACTS, FACTS);
      END ("\0", "\0", "\1");
    }
}

int
main (int argc, char **argv)
{
  if (argc != 2 || g_str_equal (argv[1], "silent"))
    return 1;
  SAY (ANF_HELPER_HELLO, ANF_HELPER_MAGIC);
  AnfHelperRequest request;
  while (recv (STDIN_FILENO, &request, sizeof request, 0) == (ssize_t)sizeof request)
    answer (argv[1], request.wanted);
  return 0;
}
