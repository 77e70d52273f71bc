/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */

/* The defect corpus: make-defects FOLDER writes one small pack for each way to be wrong, named by
   its defect, one that is not wrong (`genuine.zip`), and `verdicts.json`: what this verifier and
   standard tools must say of each. For whoever writes or chooses a verifier of such packs. */

#include "anf-json.h"

#include <glib/gstdio.h>

#include "pack-defects.h"
#include "pack-sample-keys.h"
#include "pack-sample.h"
#include <stdio.h>
#include <string.h>

static const char *const tools[] = { "unzip", "bsdtar", "sha256sum", "openssl", "check.sh" };

static gboolean
save (const char *folder, const char *name, const char *suffix, gconstpointer bytes, gsize size)
{
  g_autofree char *file = g_strconcat (name, suffix, NULL);
  g_autofree char *path = g_build_filename (folder, file, NULL);
  g_autoptr (GError) error = NULL;
  if (g_file_set_contents (path, bytes, (gssize)size, &error))
    return TRUE;
  (void)fprintf (stderr, "%s\n", error->message);
  return FALSE;
}

static JsonObject *
describe (const char *what, const char *path, const char *letters)
{
  JsonObject *entry = json_object_new ();
  JsonObject *said = json_object_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (tools); i++)
    json_object_set_string_member (said, tools[i], letters[i] == 'g' ? "good" : "bad");
  json_object_set_boolean_member (entry, "genuine", what == NULL);
  anf_json_set_string (entry, "fails", what);
  anf_json_set_string (entry, "path", path);
  json_object_set_object_member (entry, "tools", said);
  return entry;
}

static gboolean
write_corpus (const char *folder)
{
  g_autoptr (PackSample) sample = pack_sample_new ();
  pack_defects_prepare (sample);
  g_autoptr (GByteArray) genuine = pack_sample_write (sample, NULL);
  g_autoptr (JsonObject) verdicts = json_object_new ();
  if (genuine == NULL || !save (folder, "genuine", ".zip", genuine->data, genuine->len))
    return FALSE;
  json_object_set_object_member (verdicts, "genuine", describe (NULL, NULL, "ggggg"));
  const PackDefect *defect;
  for (guint i = 0; (defect = pack_defects_get (i)) != NULL; i++)
    {
      g_autoptr (PackForge) forge = pack_forge_new (genuine);
      defect->forge (forge);
      g_autoptr (GByteArray) zip = pack_forge_write (forge);
      if (!save (folder, defect->name, ".zip", zip->data, zip->len))
        return FALSE;
      json_object_set_object_member (verdicts, defect->name,
                                     describe (defect->what, defect->path, defect->tools));
    }
  g_autofree char *text = anf_json_format_object (verdicts);
  return save (folder, "verdicts", ".json", text, strlen (text));
}

int
main (int argc, char **argv)
{
  if (argc != 2)
    {
      (void)fprintf (stderr, "usage: make-defects FOLDER\n");
      return 2;
    }
  if (g_mkdir_with_parents (argv[1], 0755) != 0)
    {
      perror (argv[1]);
      return 1;
    }
  return write_corpus (argv[1]) ? 0 : 1;
}
