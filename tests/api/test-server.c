/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-contract.h"
#include "anf-json.h"

#include "raw-client.h"
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  const char *name;
  const char *request;
  guint status;
  const char *problem; /* (nullable): its name */
} Case;

static void
run_cases (const Case *cases, gsize count)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  for (gsize i = 0; i < count; i++)
    {
      g_test_message ("%s", cases[i].name);
      g_autoptr (Client) client = client_new (&fixture);
      g_autoptr (Reply) reply = client_ask (client, cases[i].request);
      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
      if (cases[i].problem != NULL)
        check_problem (reply, cases[i].problem);
    }
  fixture_stop (&fixture);
}

/* ---- heads (RFC 9112); each is accepted by libsoup 3.2 ---- */

static const Case heads[] = {
  { "plain", GET_UNITS, 200 },
  { "empty lines before", "\r\n\r\n" GET_UNITS, 200 },
  { "absolute form", "GET http://t/api/v1/units HTTP/1.1\r\n" HOST TOKEN "\r\n", 200 },
  { "length and coding",
    "POST /api/v1/session HTTP/1.1\r\n" HOST
    "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
    411, "length-required" },
  { "coding", "POST /api/v1/session HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", 411,
    "length-required" },
  { "two lengths",
    "POST /api/v1/session HTTP/1.1\r\n" HOST "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}}",
    400, "malformed" },
  { "negative length", "POST /api/v1/session HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400,
    "malformed" },
  { "length with sign", "POST /api/v1/session HTTP/1.1\r\n" HOST "Content-Length: +2\r\n\r\n{}",
    400, "malformed" },
  { "list of lengths", "POST /api/v1/session HTTP/1.1\r\n" HOST "Content-Length: 2, 2\r\n\r\n{}",
    400, "malformed" },
  { "huge length",
    "POST /api/v1/session HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n", 400,
    "malformed" },
  { "blank before colon", "POST /api/v1/session HTTP/1.1\r\n" HOST "Content-Length : 2\r\n\r\n{}",
    400, "malformed" },
  { "two hosts", "GET /api/v1/units HTTP/1.1\r\n" HOST HOST "\r\n", 400, "malformed" },
  { "no host", "GET /api/v1/units HTTP/1.1\r\n\r\n", 400, "malformed" },
  { "empty host", "GET /api/v1/units HTTP/1.1\r\nHost:\r\n\r\n", 400, "malformed" },
  { "path as host", "GET /api/v1/units HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "malformed" },
  { "port of Host", "GET / HTTP/1.1\r\nHost: t:70000\r\n\r\n", 400, "malformed" },
  { "address as Host", "GET /healthz HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", 200 },
  { "no address as Host", "GET /healthz HTTP/1.1\r\nHost: [:::::]\r\n\r\n", 400, "malformed" },
  { "host of the target", "GET http://a:b/ HTTP/1.1\r\n" HOST "\r\n", 400, "malformed" },
  { "folded field", "GET / HTTP/1.1\r\n" HOST "X-A: b\r\n c\r\n\r\n", 400, "malformed" },
  { "bare line feeds", "GET /api/v1/units HTTP/1.1\nHost: t\n\n", 400, "malformed" },
  { "bare return", "GET / HTTP/1.1\r\n" HOST "X-A: b\rc\r\n\r\n", 400, "malformed" },
  { "bad percent", "GET /%zz HTTP/1.1\r\n" HOST "\r\n", 400, "malformed" },
  { "lower case", "get / HTTP/1.1\r\n" HOST "\r\n", 400, "malformed" },
  { "TLS", "\x16\x03\x01\x02", 400, "malformed" },
  { "HTTP/1.0", "GET / HTTP/1.0\r\n" HOST "\r\n", 505, "http-version" },
  { "HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, "http-version" },
  { "expectation", "GET / HTTP/1.1\r\n" HOST "Expect: miracles\r\n\r\n", 417, "expectation" },
};

static void
test_heads (void)
{
  run_cases (heads, G_N_ELEMENTS (heads));
}

/* ---- routes and bodies ---- */

static const Case requests[] = {
  { "nothing there", "GET /nowhere HTTP/1.1\r\n" HOST "\r\n", 404, "not-found" },
  { "prefix of a path", "GET /api/v1/unitsx HTTP/1.1\r\n" HOST TOKEN "\r\n", 404, "not-found" },
  { "encoded slash", "GET /api/v1%2funits HTTP/1.1\r\n" HOST TOKEN "\r\n", 404, "not-found" },
  { "method", "PUT /api/v1/units HTTP/1.1\r\n" HOST "\r\n", 405, "method-not-allowed" },
  { "no uuid", "GET /api/v1/visits/7 HTTP/1.1\r\n" HOST TOKEN "\r\n", 400, "malformed" },
  { "unknown parameter", "GET /api/v1/units?x=1 HTTP/1.1\r\n" HOST TOKEN "\r\n", 400, "malformed" },
  { "limit 0", "GET /api/v1/units?limit=0 HTTP/1.1\r\n" HOST TOKEN "\r\n", 400, "malformed" },
  { "limit 201", "GET /api/v1/units?limit=201 HTTP/1.1\r\n" HOST TOKEN "\r\n", 400, "malformed" },
  { "limit x", "GET /api/v1/units?limit=x HTTP/1.1\r\n" HOST TOKEN "\r\n", 400, "malformed" },
  { "limit twice", "GET /api/v1/units?limit=1&limit=2 HTTP/1.1\r\n" HOST TOKEN "\r\n", 400,
    "malformed" },
  { "limit 200", "GET /api/v1/units?limit=200 HTTP/1.1\r\n" HOST TOKEN "\r\n", 200 },
  { "no token", "GET /api/v1/units HTTP/1.1\r\n" HOST "\r\n", 401, "unauthorized" },
  { "bad token", "GET /api/v1/units HTTP/1.1\r\n" HOST "Authorization: Bearer a b\r\n\r\n", 401,
    "unauthorized" },
  { "no length", LOGIN (JSON, ""), 411, "length-required" },
  { "no JSON type", LOGIN ("Content-Length: 2\r\n", "{}"), 415, "media-type" },
  { "other type", LOGIN ("Content-Type: text/json\r\nContent-Length: 2\r\n", "{}"), 415,
    "media-type" },
  { "empty body", LOGIN (JSON "Content-Length: 0\r\n", ""), 400, "malformed" },
  { "no JSON", LOGIN (JSON "Content-Length: 2\r\n", "{'"), 400, "malformed" },
  { "two values", LOGIN (JSON "Content-Length: 5\r\n", "{} {}"), 400, "malformed" },
  { "empty object", LOGIN (JSON "Content-Length: 2\r\n", "{}"), 422, "invalid" },
  { "not found", GET_VISIT (FAKE_ABSENT), 404, "not-found" },
  { "busy", GET_VISIT (FAKE_BUSY), 503, "busy" },
  { "body for GET", "GET /api/v1/units HTTP/1.1\r\n" HOST TOKEN "Content-Length: 2\r\n\r\n{}", 400,
    "malformed" },
  { "wrong If-Match",
    "POST /api/v1/visits/" FAKE_VISIT "01/approve HTTP/1.1\r\n" HOST TOKEN
    "If-Match: \"x\"\r\nContent-Length: 0\r\n\r\n",
    412, "precondition-failed" },
  { "health", "GET /healthz HTTP/1.1\r\n" HOST "\r\n", 200 },
  { "ready", "GET /readyz HTTP/1.1\r\n" HOST "\r\n", 200 },
  { "metrics", "GET /metrics HTTP/1.1\r\n" HOST "\r\n", 200 },
  { "ping", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 204 },
};

static void
test_requests (void)
{
  run_cases (requests, G_N_ELEMENTS (requests));
}

/* What fails on our side is told in general words, and in the log. */
static void
test_failure_leaks_nothing (void)
{
  Fixture fixture;
  g_test_expect_message ("anfang", G_LOG_LEVEL_WARNING, "getVisit: secret words*");
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) reply = client_ask (client, GET_VISIT (FAKE_FAILED));
  g_assert_cmpuint (reply->status, ==, 500);
  check_problem (reply, "failed");
  g_assert_null (strstr (reply->body->str, "secret"));
  fixture_stop (&fixture);
  g_test_assert_expected_messages ();
}

/* A fault names the place, and a page keeps the connection for the next request. */
static void
test_keep_alive (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (Reply) page = client_ask (client, GET_UNITS);
      g_assert_cmpuint (page->status, ==, 200);
      g_assert_cmpuint (page->body->len, >, 9000);
      g_autoptr (Reply) fault = client_ask (client, LOGIN (JSON "Content-Length: 2\r\n", "{}"));
      g_assert_cmpuint (fault->status, ==, 422);
      g_assert_nonnull (strstr (fault->body->str, "\"errors\":[{\"pointer\":"));
      g_autoptr (Reply) gone
          = client_ask (client, "DELETE /api/v1/session HTTP/1.1\r\n" HOST TOKEN "\r\n");
      g_assert_cmpuint (gone->status, ==, 204);
    }
  fixture_stop (&fixture);
}

/* Whoever waits for 100 before sending its JSON gets it, or the refusal at once. */
static void
test_expect_continue (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) go_on
      = client_ask (client, LOGIN (JSON "Expect: 100-continue\r\nContent-Length: 2\r\n", ""));
  g_assert_cmpuint (go_on->status, ==, 100);
  g_autoptr (Reply) fault = client_ask (client, "{}");
  g_assert_cmpuint (fault->status, ==, 422);
  g_autoptr (Reply) refused
      = client_ask (client, LOGIN ("Expect: 100-continue\r\nContent-Length: 2\r\n", ""));
  g_assert_cmpuint (refused->status, ==, 415);
  g_assert_true (client_is_closed (client));
  fixture_stop (&fixture);
}

/* A client that says so gets its connection closed, whichever way the answer goes. */
static void
test_close_on_demand (void)
{
  static const char *const requests_to_close[] = {
    "GET /api/v1/units HTTP/1.1\r\n" HOST TOKEN "Connection: close\r\n\r\n",
    "GET /api/v1/evidence/" FAKE_VISIT "01/content HTTP/1.1\r\n" HOST TOKEN
    "Connection: x, Close\r\n\r\n",
    "PATCH /api/v1/uploads/upload-1 HTTP/1.1\r\n" HOST TOKEN TUS UPLOAD_TYPE
    "Connection: close\r\nUpload-Offset: 0\r\nContent-Length: 1\r\n\r\na",
  };
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autofree char *upload = fake_office_add_upload (fixture.office, 1);
  for (guint i = 0; i < G_N_ELEMENTS (requests_to_close); i++)
    {
      g_autoptr (Client) client = client_new (&fixture);
      g_autoptr (Reply) reply = client_ask (client, requests_to_close[i]);
      g_assert_cmpuint (reply->status, <, 300);
      g_assert_true (client_is_closed (client));
    }
  fixture_stop (&fixture);
}

/* Requests sent ahead are answered in order. */
static void
test_pipelined (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  g_assert_true (client_send (client, GET_UNITS GET_VISIT (FAKE_PLAIN) GET_VISIT (FAKE_ABSENT)
                                          GET_UNITS "GET /heal"));
  static const guint statuses[] = { 200, 200, 404, 200 };
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (Reply) reply = client_receive (client);
      g_assert_cmpuint (reply->status, ==, statuses[i]);
    }
  g_autoptr (Reply) last = client_ask (client, "thz HTTP/1.1\r\n" HOST "\r\n");
  g_assert_cmpuint (last->status, ==, 200);
  fixture_stop (&fixture);
}

/* ---- limits ---- */

static void
test_large_heads (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  const struct
  {
    gsize target, field;
    guint fields, status;
  } cases[] = { { 4000, 10, 1, 404 },  { 5000, 10, 1, 414 },   { 10, 30000, 1, 404 },
                { 10, 40000, 1, 431 }, { 10, 300000, 1, 431 }, { 10, 10, 62, 404 },
                { 10, 10, 64, 431 } };
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *target = g_strnfill (cases[i].target, 'a');
      g_autofree char *value = g_strnfill (cases[i].field, 'b');
      g_autoptr (GString) text = g_string_new (NULL);
      g_string_append_printf (text, "GET /%s HTTP/1.1\r\n" HOST, target);
      for (guint f = 0; f < cases[i].fields; f++)
        g_string_append_printf (text, "X-%u: %s\r\n", f, value);
      g_string_append (text, "\r\n");
      g_autoptr (Client) client = client_new (&fixture);
      (void)client_send (client, text->str);
      g_autoptr (Reply) reply = client_receive (client);
      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->status, ==, cases[i].status);
    }
  fixture_stop (&fixture);
}

/* 413 comes while the client still sends, and its connection is closed. */
static void
test_huge_body (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  g_assert_true (client_send (client, LOGIN (JSON "Content-Length: 50000000\r\n", "{")));
  g_autofree char *piece = g_strnfill (500000, ' ');
  gboolean open = TRUE;
  for (guint i = 0; i < 2 && open; i++)
    open = client_send (client, piece);
  g_autoptr (Reply) reply = client_receive (client);
  g_assert_nonnull (reply);
  g_assert_cmpuint (reply->status, ==, 413);
  check_problem (reply, "too-large");
  g_autofree char *connection = reply_get (reply, "Connection");
  g_assert_cmpstr (connection, ==, "close");
  fixture_stop (&fixture);
}

/* The largest body is read, the next byte is not. */
static void
test_body_at_the_limit (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  for (guint more = 0; more < 2; more++)
    {
      g_autoptr (GString) body = g_string_new ("{}");
      g_autofree char *blanks = g_strnfill (1024 * 1024 - 2 + more, ' ');
      g_string_append (body, blanks);
      g_autofree char *head = g_strdup_printf ("POST /api/v1/session HTTP/1.1\r\n" HOST JSON
                                               "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                                               body->len);
      g_autoptr (Client) client = client_new (&fixture);
      g_assert_true (client_send (client, head));
      (void)client_send_bytes (client, body->str, body->len);
      g_autoptr (Reply) reply = client_receive (client);
      g_assert_cmpuint (reply->status, ==, more ? 413 : 422);
    }
  fixture_stop (&fixture);
}

/* 200 000 opening brackets kill json-glib 1.6. */
static void
test_deep_json (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (GString) text = g_string_new ("POST /api/v1/session HTTP/1.1\r\n" HOST JSON
                                           "Content-Length: 200000\r\n\r\n");
  g_autofree char *deep = g_strnfill (200000, '[');
  g_string_append (text, deep);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) reply = client_ask (client, text->str);
  g_assert_cmpuint (reply->status, ==, 400);
  fixture_stop (&fixture);
}

/* ---- large replies ---- */

#define GET_CONTENT(fields)                                                                        \
  "GET /api/v1/evidence/" FAKE_VISIT "01/content HTTP/1.1\r\n" HOST TOKEN fields "\r\n"

typedef struct
{
  const char *request;
  guint status;
  gsize size;
  gsize first;
} RangeCase;

static const RangeCase ranges[] = {
  { GET_CONTENT (""), 200, FAKE_EVIDENCE_SIZE, 0 },
  { GET_CONTENT ("Range: bytes=0-9\r\n"), 206, 10, 0 },
  { GET_CONTENT ("Range: bytes=999990-\r\n"), 206, 10, 999990 },
  { GET_CONTENT ("Range: bytes=-10\r\n"), 206, 10, 999990 },
  { GET_CONTENT ("Range: bytes=999990-99999999\r\n"), 206, 10, 999990 },
  { GET_CONTENT ("Range: bytes=0-0,0-0,0-0\r\n"), 200, FAKE_EVIDENCE_SIZE, 0 },
  { GET_CONTENT ("Range: bytes=9-5\r\n"), 200, FAKE_EVIDENCE_SIZE, 0 },
  { GET_CONTENT ("Range: bytes=0-9\r\nIf-Range: \"1\"\r\n"), 200, FAKE_EVIDENCE_SIZE, 0 },
  { GET_CONTENT ("Range: lines=1-2\r\n"), 200, FAKE_EVIDENCE_SIZE, 0 },
};

static void
test_ranges (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autoptr (Reply) reply = client_ask (client, ranges[i].request);
      g_assert_nonnull (reply);
      g_assert_cmpuint (reply->status, ==, ranges[i].status);
      g_assert_cmpuint (reply->body->len, ==, ranges[i].size);
      for (gsize at = 0; at < reply->body->len; at += 997)
        g_assert_cmpint (reply->body->str[at], ==, (char)((ranges[i].first + at) % 251));
    }
  g_autoptr (Reply) outside = client_ask (client, GET_CONTENT ("Range: bytes=1000000-\r\n"));
  g_assert_cmpuint (outside->status, ==, 416);
  g_autofree char *whole = reply_get (outside, "Content-Range");
  g_assert_cmpstr (whole, ==, "bytes */1000000");
  g_autoptr (Reply) same = client_ask (client, GET_CONTENT ("If-None-Match: \"7\"\r\n"));
  g_assert_cmpuint (same->status, ==, 304);
  g_autoptr (Reply) page = client_ask (client, GET_UNITS);
  g_assert_cmpuint (page->status, ==, 200);
  fixture_stop (&fixture);
}

/* On a page of 9.9 kB, 15 000 ranges make libsoup answer with 74 MB (CVE-2025-32907). */
static void
test_range_bomb (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (GString) text
      = g_string_new ("GET /api/v1/units HTTP/1.1\r\n" HOST TOKEN "Range: bytes=0-");
  for (guint i = 0; i < 7000; i++)
    g_string_append (text, ",0-");
  g_string_append (text, "\r\n\r\n");
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) reply = client_ask (client, text->str);
  g_assert_cmpuint (reply->status, ==, 200);
  g_assert_cmpuint (reply->body->len, <, 20000);
  fixture_stop (&fixture);
}

static void
test_stream (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (Reply) pack = client_ask (client, "GET /api/v1/referrals/" FAKE_VISIT
                                                   "01/pack HTTP/1.1\r\n" HOST TOKEN "\r\n");
      g_assert_cmpuint (pack->status, ==, 200);
      g_assert_cmpuint (pack->body->len, ==, FAKE_PACK_SIZE);
    }
  g_assert_true (client_send (client, "HEAD /api/v1/evidence/" FAKE_VISIT
                                      "01/content HTTP/1.1\r\n" HOST TOKEN "\r\n"));
  g_autoptr (Reply) head = client_receive_head (client);
  g_autofree char *length = reply_get (head, "Content-Length");
  g_assert_cmpstr (length, ==, "1000000");
  g_autofree char *name = reply_get (head, "Content-Disposition");
  g_assert_cmpstr (name, ==,
                   "attachment; filename=\"__ 1.jpg\"; "
                   "filename*=UTF-8''%E9%97%A8%E5%A4%B4%201.jpg");
  g_autofree char *sniff = reply_get (head, "X-Content-Type-Options");
  g_assert_cmpstr (sniff, ==, "nosniff");
  g_autoptr (Reply) page = client_ask (client, GET_UNITS);
  g_assert_cmpuint (page->status, ==, 200);
  fixture_stop (&fixture);
}

static void
test_contract_is_served (void)
{
  Fixture fixture;
  fixture_start (&fixture, NULL);
  g_autoptr (Client) client = client_new (&fixture);
  g_autoptr (Reply) reply
      = client_ask (client, "GET /api/v1/openapi.json HTTP/1.1\r\n" HOST "\r\n");
  g_autoptr (GBytes) openapi = anf_contract_get_openapi ();
  g_autoptr (GBytes) got = g_bytes_new (reply->body->str, reply->body->len);
  g_assert_true (g_bytes_equal (got, openapi));
  g_autofree char *etag = reply_get (reply, "ETag");
  g_autofree char *again = g_strdup_printf (
      "GET /api/v1/openapi.json HTTP/1.1\r\n" HOST "If-None-Match: %s\r\n\r\n", etag);
  g_autoptr (Reply) same = client_ask (client, again);
  g_assert_cmpuint (same->status, ==, 304);
  g_autoptr (Reply) tile = client_ask (
      client, "GET /api/v1/log/tile/0/x001/x234/067.p/8 HTTP/1.1\r\n" HOST TOKEN "\r\n");
  g_assert_cmpstr (tile->body->str, ==, "\"0 x001/x234/067.p/8\"");
  fixture_stop (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/heads", test_heads);
  g_test_add_func ("/server/requests", test_requests);
  g_test_add_func ("/server/failure-leaks-nothing", test_failure_leaks_nothing);
  g_test_add_func ("/server/keep-alive", test_keep_alive);
  g_test_add_func ("/server/expect-continue", test_expect_continue);
  g_test_add_func ("/server/close-on-demand", test_close_on_demand);
  g_test_add_func ("/server/pipelined", test_pipelined);
  g_test_add_func ("/server/large-heads", test_large_heads);
  g_test_add_func ("/server/huge-body", test_huge_body);
  g_test_add_func ("/server/body-at-the-limit", test_body_at_the_limit);
  g_test_add_func ("/server/deep-json", test_deep_json);
  g_test_add_func ("/server/ranges", test_ranges);
  g_test_add_func ("/server/range-bomb", test_range_bomb);
  g_test_add_func ("/server/stream", test_stream);
  g_test_add_func ("/server/contract-is-served", test_contract_is_served);
  return g_test_run ();
}
