/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#include "anf-delivery.h"
#include "anf-error.h"

/* The example of the specification of Standard Webhooks. */
static void
test_signature (void)
{
  const AnfDelivery delivery = { .secret = "whsec_plJ3nmyCDGBKInavdOK15jsl",
                                 .id = "msg_loFOjxBNrRLzqYUf",
                                 .at = 1731705121,
                                 .body = "{\"event_type\":\"ping\",\"data\":{\"success\":true}}" };
  g_autofree char *signature = anf_delivery_sign (&delivery);
  g_assert_cmpstr (signature, ==, "v1,rAvfW3dJ/X/qxhsaXPOyyCGmRKsaKWcsNccKXlIktD0=");
  AnfDelivery other = delivery;
  other.secret = "plJ3nmyCDGBKInavdOK15jsl";
  g_assert_null (anf_delivery_sign (&other));
}

/* The registries of IANA for special purposes (RFC 6890), and the addresses beside their edges. */
static void
test_addresses (void)
{
  static const struct
  {
    const char *address;
    gboolean is_public;
  } cases[] = {
    { "127.0.0.1", FALSE },
    { "127.255.255.255", FALSE },
    { "0.0.0.0", FALSE },
    { "10.1.2.3", FALSE },
    { "9.255.255.255", TRUE },
    { "11.0.0.0", TRUE },
    { "100.64.0.1", FALSE },
    { "100.127.255.255", FALSE },
    { "100.128.0.0", TRUE },
    { "169.254.169.254", FALSE },
    { "172.16.0.1", FALSE },
    { "172.31.255.255", FALSE },
    { "172.32.0.0", TRUE },
    { "192.168.1.1", FALSE },
    { "192.0.0.8", FALSE },
    { "198.18.0.1", FALSE },
    { "198.20.0.1", TRUE },
    { "224.0.0.1", FALSE },
    { "255.255.255.255", FALSE },
    { "93.184.216.34", TRUE },
    { "::", FALSE },
    { "::1", FALSE },
    { "::ffff:127.0.0.1", FALSE },
    { "64:ff9b::7f00:1", FALSE },
    { "fe80::1", FALSE },
    { "fc00::1", FALSE },
    { "fd12::1", FALSE },
    { "ff02::1", FALSE },
    { "2002:7f00:1::", FALSE },
    { "2001:0:1::", FALSE },
    { "2606:4700::1111", TRUE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (cases[i].address);
      g_test_message ("%s", cases[i].address);
      g_assert_cmpint (anf_delivery_is_public (address), ==, cases[i].is_public);
    }
}

static void
test_urls (void)
{
  static const char *const hosts[] = { "hooks.example", NULL };
  static const struct
  {
    const char *url;
    gboolean allowed;
  } cases[] = {
    { "https://hooks.example/in", TRUE },
    { "http://hooks.example:8080/", TRUE },
    { "https://hooks.example.evil/", FALSE },
    { "https://evil/hooks.example", FALSE },
    { "https://hooks.example@evil/", FALSE },
    { "https://a:b@hooks.example/", FALSE },
    { "ftp://hooks.example/", FALSE },
    { "hooks.example", FALSE },
    { "", FALSE },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const AnfDelivery delivery = { .url = cases[i].url, .hosts = hosts };
      g_test_message ("%s", cases[i].url);
      g_assert_cmpint (anf_delivery_check_url (&delivery, &error), ==, cases[i].allowed);
      if (!cases[i].allowed)
        g_assert_error (error, ANF_ERROR, (int)ANF_ERROR_INVALID);
    }
  const AnfDelivery nowhere = { .url = "https://hooks.example/" };
  g_assert_false (anf_delivery_check_url (&nowhere, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/delivery/signature", test_signature);
  g_test_add_func ("/delivery/addresses", test_addresses);
  g_test_add_func ("/delivery/urls", test_urls);
  return g_test_run ();
}
