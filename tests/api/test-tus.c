/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "raw-client.h"
#include <string.h>

#define UPLOADS "/api/v1/uploads"
#define POST(fields) "POST " UPLOADS " HTTP/1.1\r\n" HOST TOKEN TUS fields "\r\n"
#define PATCH(fields) "PATCH " UPLOADS "/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS fields "\r\n"
#define HEAD "HEAD " UPLOADS "/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS "\r\n"
#define AT(offset, length) UPLOAD_TYPE "Upload-Offset: " offset "\r\nContent-Length: " length "\r\n"
/* printf 'hello' | openssl dgst -sha1 -binary | base64, and -sha256 */
#define HELLO_SHA1 "sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00="
#define HELLO_SHA256 "sha256 LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="

typedef struct
{
  const char *name;
  const char *request;
  guint status;
  gint64 offset; /* afterwards, of an upload of ten bytes */
} Case;

static const Case cases[] = {
  { "no version", "POST " UPLOADS " HTTP/1.1\r\n" HOST TOKEN "Upload-Length: 1\r\n\r\n", 412, 0 },
  { "other version",
    "HEAD " UPLOADS "/upload-1 HTTP/1.1\r\n" HOST TOKEN "Tus-Resumable: 0.2.2\r\n\r\n", 412, 0 },
  { "no login", "POST " UPLOADS " HTTP/1.1\r\n" HOST TUS "Upload-Length: 1\r\n\r\n", 401, 0 },
  { "wrong login",
    "POST " UPLOADS " HTTP/1.1\r\n" HOST TUS "Authorization: Bearer x\r\nUpload-Length: 1\r\n\r\n",
    401, 0 },
  { "created", POST ("Upload-Length: 10\r\nUpload-Metadata: sha256 YQ==\r\n"), 201, 0 },
  { "empty metadata", POST ("Upload-Length: 10\r\nUpload-Metadata:\r\n"), 201, 0 },
  { "no length", POST (""), 400, 0 },
  { "negative length", POST ("Upload-Length: -1\r\n"), 400, 0 },
  { "length with sign", POST ("Upload-Length: +1\r\n"), 400, 0 },
  { "deferred length", POST ("Upload-Defer-Length: 1\r\n"), 400, 0 },
  { "patched", PATCH (AT ("0", "5")) "hello", 204, 5 },
  { "wrong offset", PATCH (AT ("1", "5")) "hello", 409, 0 },
  { "no offset", PATCH (UPLOAD_TYPE "Content-Length: 5\r\n") "hello", 400, 0 },
  { "other type",
    PATCH ("Content-Type: text/plain\r\nUpload-Offset: 0\r\nContent-Length: 5\r\n") "hello", 415,
    0 },
  { "no body length", PATCH (UPLOAD_TYPE "Upload-Offset: 0\r\n"), 411, 0 },
  { "in chunks", PATCH (UPLOAD_TYPE "Upload-Offset: 0\r\nTransfer-Encoding: chunked\r\n"), 411, 0 },
  { "too much", PATCH (AT ("0", "11")) "hello worl!", 413, 0 },
  { "sha1", PATCH (AT ("0", "5") "Upload-Checksum: " HELLO_SHA1 "\r\n") "hello", 204, 5 },
  { "sha256", PATCH (AT ("0", "5") "Upload-Checksum: " HELLO_SHA256 "\r\n") "hello", 204, 5 },
  { "wrong sha1", PATCH (AT ("0", "5") "Upload-Checksum: " HELLO_SHA1 "\r\n") "hellO", 460, 0 },
  { "wrong sha256", PATCH (AT ("0", "5") "Upload-Checksum: " HELLO_SHA256 "\r\n") "hellO", 460, 0 },
  { "md5", PATCH (AT ("0", "5") "Upload-Checksum: md5 XUFAKrxLKna5cZ2REBfFkg==\r\n") "hello", 400,
    0 },
  { "short checksum", PATCH (AT ("0", "5") "Upload-Checksum: sha1 YQ==\r\n") "hello", 400, 0 },
  { "unknown", "PATCH " UPLOADS "/no HTTP/1.1\r\n" HOST TOKEN TUS AT ("0", "5") "\r\nhello", 404,
    0 },
  { "override",
    "POST " UPLOADS "/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS
    "X-HTTP-Method-Override: PATCH\r\n" AT ("0", "5") "\r\nhello",
    204, 5 },
  { "no bytes", PATCH (AT ("0", "0")), 204, 0 },
  { "terminated", "DELETE " UPLOADS "/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS "\r\n", 204, -1 },
  { "with creation", POST ("Upload-Length: 10\r\n" UPLOAD_TYPE "Content-Length: 5\r\n") "hello",
    201, 0 },
  { "with creation, other type",
    POST ("Upload-Length: 10\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n") "hello", 415,
    0 },
};

/* After each, refused or not, the same connection serves the next request, unless it was told
   otherwise. */
static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].name);
      Fixture fixture;
      fixture_start (&fixture, NULL);
      g_autofree char *id = fake_office_add_upload (fixture.office, 10);
      g_autoptr (Client) client = client_new (&fixture);
      g_assert_true (client_send (client, cases[i].request));
      g_autoptr (Reply) reply = g_str_has_prefix (cases[i].request, "HEAD")
                                    ? client_receive_head (client)
                                    : client_receive (client);
      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      g_assert_cmpint (fake_office_get_offset (fixture.office, id), ==, cases[i].offset);
      g_autofree char *close = reply_get (reply, "Connection");
      if (close == NULL)
        {
          g_autofree char *version = reply_get (reply, "Tus-Resumable");
          g_assert_cmpstr (version, ==, "1.0.0");
          g_autoptr (Reply) page = client_ask (client, GET_UNITS);
          g_assert_cmpuint (page->status, ==, 200);
        }
      fixture_stop (&fixture);
    }
}

static void
check_field (const Reply *reply, const char *name, const char *wanted)
{
  g_autofree char *value = reply_get (reply, name);
  g_assert_cmpstr (value, ==, wanted);
}

/* What tus-js-client 4.3.1 and tuspy 1.0.0 need to find. */
static void
test_fields (void)
{
  Fixture fixture;
  AnfServerOptions options = fixture_options ();
  options.upload_max = 4096;
  fixture_start (&fixture, &options);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) offer = client_ask (client, "OPTIONS " UPLOADS " HTTP/1.1\r\n" HOST "\r\n");
  g_assert_cmpuint (offer->status, ==, 204);
  check_field (offer, "Tus-Version", "1.0.0");
  check_field (offer, "Tus-Max-Size", "4096");
  check_field (offer, "Tus-Checksum-Algorithm", "sha256,sha1");
  check_field (offer, "Tus-Extension",
               "creation,creation-with-upload,checksum,expiration,termination");

  g_autoptr (Reply) created
      = client_ask (client, POST ("Upload-Length: 10\r\nUpload-Metadata: filename eA==\r\n"));
  check_field (created, "Location", UPLOADS "/upload-1");
  check_field (created, "Upload-Offset", "0");
  check_field (created, "Upload-Expires", "Fri, 15 Jan 2027 08:00:00 GMT");

  g_autoptr (Reply) patched = client_ask (client, PATCH (AT ("0", "5")) "hello");
  check_field (patched, "Upload-Offset", "5");
  check_field (patched, "Upload-Expires", "Fri, 15 Jan 2027 08:00:00 GMT");
  check_field (patched, "Content-Length", NULL);

  g_assert_true (client_send (client, HEAD));
  g_autoptr (Reply) head = client_receive_head (client);
  check_field (head, "Upload-Offset", "5");
  check_field (head, "Upload-Length", "10");
  check_field (head, "Upload-Metadata", "filename eA==");
  check_field (head, "Cache-Control", "no-store");

  g_assert_true (client_send (client, "HEAD " UPLOADS "/no HTTP/1.1\r\n" HOST TOKEN TUS "\r\n"));
  g_autoptr (Reply) unknown = client_receive_head (client);
  g_assert_cmpuint (unknown->status, ==, 404);
  check_field (unknown, "Upload-Offset", NULL);

  g_autoptr (Reply) old
      = client_ask (client, "POST " UPLOADS " HTTP/1.1\r\n" HOST TOKEN "Upload-Length: 1\r\n\r\n");
  check_field (old, "Tus-Version", "1.0.0");
  g_autoptr (Reply) method = client_ask (client, "PUT " UPLOADS " HTTP/1.1\r\n" HOST TUS "\r\n");
  g_assert_cmpuint (method->status, ==, 405);
  check_field (method, "Allow", "POST, OPTIONS");
  fixture_stop (&fixture);
}

/* libsoup 3.2 closes the connection after each 204 without saying so. */
static void
test_patches_on_one_connection (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *id = fake_office_add_upload (fixture.office, 10);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) first = client_ask (client, PATCH (AT ("0", "5")) "hello");
  g_assert_cmpuint (first->status, ==, 204);
  g_autoptr (Reply) second = client_ask (client, PATCH (AT ("5", "5")) "world");
  g_assert_cmpuint (second->status, ==, 204);
  g_autoptr (GBytes) bytes = fake_office_dup_bytes (fixture.office, id);
  g_assert_cmpmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "helloworld", 10);
  fixture_stop (&fixture);
}

/* What follows a body in the same segment is the next request. */
static void
test_pipelined_after_patch (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *id = fake_office_add_upload (fixture.office, 10);
  g_autoptr (Client) client = client_new (&fixture);
  g_assert_true (
      client_send (client, PATCH (AT ("0", "5")) "hello" PATCH (AT ("5", "5")) "world" GET_UNITS));
  static const guint statuses[] = { 204, 204, 200 };
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (Reply) reply = client_receive (client);
      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->status, ==, statuses[i]);
    }
  g_assert_cmpint (fake_office_get_offset (fixture.office, id), ==, 10);
  fixture_stop (&fixture);
}

static void
test_expect_continue (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *id = fake_office_add_upload (fixture.office, 10);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) go_on = client_ask (client, PATCH (AT ("0", "5") "Expect: 100-continue\r\n"));
  g_assert_cmpuint (go_on->status, ==, 100);
  g_autoptr (Reply) done = client_ask (client, "hello");
  g_assert_cmpuint (done->status, ==, 204);
  /* What will be refused is not asked for. */
  g_autoptr (Reply) refused = client_ask (client, PATCH (AT ("0", "5") "Expect: 100-continue\r\n"));
  g_assert_cmpuint (refused->status, ==, 409);
  fixture_stop (&fixture);
}

typedef struct
{
  Fixture *fixture;
  const char *id;
  gint64 offset;
} Progress;

static gboolean
has_arrived (gpointer data)
{
  const Progress *progress = data;
  return fake_office_get_offset (progress->fixture->office, progress->id) >= progress->offset;
}

/* The link broke unseen. Whoever comes back ends the older request and learns the true offset. */
static void
test_take_over (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *id = fake_office_add_upload (fixture.office, 10);
  Progress progress = { &fixture, id, 3 };
  g_autoptr (Client) hung = client_new (&fixture);
  g_assert_true (client_send (hung, PATCH (AT ("0", "5")) "hel"));
  g_assert_true (wait_until (has_arrived, &progress));

  /* Not for a stranger. */
  g_autoptr (Client) stranger = client_new (&fixture);
  g_assert_true (client_send (stranger, "HEAD " UPLOADS "/upload-1 HTTP/1.1\r\n" HOST TUS
                                        "Authorization: Bearer x\r\n\r\n"));
  g_autoptr (Reply) denied = client_receive_head (stranger);
  g_assert_cmpuint (denied->status, ==, 401);
  g_assert_true (client_send (hung, "l"));
  progress.offset = 4;
  g_assert_true (wait_until (has_arrived, &progress));

  g_autoptr (Client) back = client_new (&fixture);
  g_assert_true (client_send (back, HEAD));
  g_autoptr (Reply) head = client_receive_head (back);
  check_field (head, "Upload-Offset", "4");
  g_assert_true (client_is_closed (hung));
  g_autoptr (Reply) resumed = client_ask (back, PATCH (AT ("4", "6")) "oworld");
  g_assert_cmpuint (resumed->status, ==, 204);
  fixture_stop (&fixture);
}

/* The same without asking first. */
static void
test_patch_takes_over (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *id = fake_office_add_upload (fixture.office, 10);
  Progress progress = { &fixture, id, 3 };
  g_autoptr (Client) hung = client_new (&fixture);
  g_assert_true (client_send (hung, PATCH (AT ("0", "5")) "hel"));
  g_assert_true (wait_until (has_arrived, &progress));
  g_autoptr (Client) back = client_new (&fixture);
  g_autoptr (Reply) resumed = client_ask (back, PATCH (AT ("3", "2")) "lo");
  g_assert_cmpuint (resumed->status, ==, 204);
  g_assert_true (client_is_closed (hung));
  fixture_stop (&fixture);
}

/* Slow senders cannot take every place: one login has a share, and asking needs no place. */
static void
test_places (void)
{
  AnfServerOptions options = fixture_options ();
  options.uploads_per_account = 2;
  Fixture fixture;
  fixture_start (&fixture, &options);
  Client *slow[2];
  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    {
      g_autofree char *id = fake_office_add_upload (fixture.office, 10);
      g_autofree char *request = g_strdup_printf (
          "PATCH " UPLOADS "/%s HTTP/1.1\r\n" HOST TOKEN TUS AT ("0", "5") "\r\nh", id);
      slow[i] = client_new (&fixture);
      g_assert_true (client_send (slow[i], request));
      Progress progress = { &fixture, id, 1 };
      g_assert_true (wait_until (has_arrived, &progress));
    }
  g_autofree char *third = fake_office_add_upload (fixture.office, 10);
  g_assert_cmpstr (third, ==, "upload-3");
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) refused = client_ask (
      client, "PATCH " UPLOADS "/upload-3 HTTP/1.1\r\n" HOST TOKEN TUS AT ("0", "5") "\r\nhello");
  g_assert_cmpuint (refused->status, ==, 503);
  g_assert_true (client_send (client, HEAD));
  g_autoptr (Reply) head = client_receive_head (client);
  check_field (head, "Upload-Offset", "1");
  g_assert_true (client_is_closed (slow[0]));
  for (guint i = 0; i < G_N_ELEMENTS (slow); i++)
    client_free (slow[i]);
  fixture_stop (&fixture);
}

/* A large body that is refused is not read to its end. */
static void
test_refused_while_sending (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *id = fake_office_add_upload (fixture.office, 10);
  g_autoptr (Client) client = client_new (&fixture);
  g_assert_true (client_send (client, PATCH (AT ("0", "50000000"))));
  g_autofree char *piece = g_strnfill (400000, 'x');
  (void)client_send (client, piece);
  g_autoptr (Reply) reply = client_receive (client);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 413);
  check_field (reply, "Connection", "close");
  fixture_stop (&fixture);
}

/* Pages of the configured origins may call us, also when they are refused; others may not. */
static void
test_cors (void)
{
  static const char *const origins[] = { "https://a.example", NULL };
  AnfServerOptions options = fixture_options ();
  options.allow_origins = origins;
  Fixture fixture;
  fixture_start (&fixture, &options);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) preflight = client_ask (client, "OPTIONS " UPLOADS "/upload-1 HTTP/1.1\r\n" HOST
                                                    "Origin: https://a.example\r\n"
                                                    "Access-Control-Request-Method: PATCH\r\n\r\n");
  g_assert_cmpuint (preflight->status, ==, 204);
  check_field (preflight, "Access-Control-Allow-Origin", "https://a.example");
  g_autoptr (Reply) refused = client_ask (client, "POST " UPLOADS " HTTP/1.1\r\n" HOST TUS
                                                  "Origin: https://a.example\r\n\r\n");
  g_assert_cmpuint (refused->status, ==, 401);
  check_field (refused, "Access-Control-Allow-Origin", "https://a.example");
  g_autoptr (Reply) other
      = client_ask (client, "GET /healthz HTTP/1.1\r\n" HOST "Origin: https://b.example\r\n\r\n");
  check_field (other, "Access-Control-Allow-Origin", NULL);
  check_field (other, "Vary", "Origin");
  fixture_stop (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tus/cases", test_cases);
  g_test_add_func ("/tus/fields", test_fields);
  g_test_add_func ("/tus/patches-on-one-connection", test_patches_on_one_connection);
  g_test_add_func ("/tus/pipelined-after-patch", test_pipelined_after_patch);
  g_test_add_func ("/tus/expect-continue", test_expect_continue);
  g_test_add_func ("/tus/take-over", test_take_over);
  g_test_add_func ("/tus/patch-takes-over", test_patch_takes_over);
  g_test_add_func ("/tus/places", test_places);
  g_test_add_func ("/tus/refused-while-sending", test_refused_while_sending);
  g_test_add_func ("/tus/cors", test_cors);
  return g_test_run ();
}
