/* SPDX-License-Identifier: Apache-2.0 */
/* Copyright 2026 the Anfang authors */
#pragma once

/* Keys that sign samples in tests and nothing else. They are fixed, so that a sample has the same
   bytes each time. Made by anf_pack_make_signer() and `openssl genpkey -algorithm ed25519`. */

#define PACK_SAMPLE_KEY                                                                            \
  "-----BEGIN PRIVATE KEY-----\n"                                                                  \
  "MIIG/wIBADANBgkqhkiG9w0BAQEFAASCBukwggblAgEAAoIBgQCs8xcwQOf0ZpA6\n"                             \
  "9QlCbTgq9Oqi+SnAArPez3ZTC85zna48TQAWstTPisRR46Eq/lN/ICEctgj+pYFs\n"                             \
  "Mmx7LxocXqS8I6HPBCO1qDtOQ8ZeRfy8bq/RMq1G+VWPaODchIaLQxXttPsSb8Al\n"                             \
  "p4JM95IRTvRL6twStwUqFY4T3RTcvZ1KQXHDW+oYizfBoimbu+8/XLJG7TGOOsVB\n"                             \
  "EdM+/k0GvhmZxWdLgiKMZwajb9Kpy528Z0Dfrm8rKEC9+1bqMI3DejCrapg+LICA\n"                             \
  "nr4zyIBqI6IVcFpF+RMbnmQzO8kv8sXCZ4RbcN3LkIgOMCow5I0laPjmp0M8AwcT\n"                             \
  "/Pk+UqVAUXsC3OaC88GfaGCR1SvJER9liWXKcrB9fNd+KL94Ck7SvxxsuI6MzoB1\n"                             \
  "UjBsWEeYoL/TNbb/0Rq6p60u4P2p+LmPF7w9hP64wrN6XIhoyI5/Q9czv12YWSJl\n"                             \
  "Ey9q9h7TS2vfefHzmUQiX47b9bI8UxkvO0C6FrGGUk5S0wGdb70CAwEAAQKCAYAs\n"                             \
  "3W7RhLTncMfPk4tQYRbmBdzsZCiRd+IDVdxDFNf8pBXz7KGuQbv1DvF4sM05Yvp0\n"                             \
  "CvisAwj4TiTx1W7Q0do7K84eRDwQgOlmkXq5Bdnq0MsMcsZHRZcvxzSL3FAgxHxG\n"                             \
  "miORI5bSJI0692ZU4xBQTyQOoaFvdWzwiuDthDeKP+ISxkFlxW1H6q2PHKsgjDM3\n"                             \
  "Q6u3vIZTeCl9hMtBFyUSL7RicJQoQV0HAR72vOZwR7Lmkf6BSDXsgyewYQgd/nQK\n"                             \
  "ylTJ3GiaCAH88DDybmeKIoLI2/hot6A/+27XBqLPyvgPQWpsqlaP9+/H8mfkb8dR\n"                             \
  "DymhiryufWSzZQxArDK908yntg5v4vTq1h7m2LQ51WXYdZGJ0zY1V9Nj0Jm2S42L\n"                             \
  "fWfmEv4yWN6OnvfcidunvmxdtkgD7gzaZGuHz0pljtiHH/xODeJiB3nO+8ftq3bF\n"                             \
  "c8K1oBTn/WSZ/ZGBLp6iQJjDMfk4sDZAxLBdsRB4TtP9HT0PH/Bjfc8Qr92ygX0C\n"                             \
  "gcEA3NksDszMdm/vaRfAkZ4iHbIotU4ck9zHtAmJ8SyLAk+EQ9unXNJJoSvIrq41\n"                             \
  "JCtK6TeS30juuuFer9Wzz2zsQu/2JmmTMP97GuHQLxEn4+nKTVIJW+F1OvuEVD6O\n"                             \
  "tHRBEn8Ino6ggFG90JIs0r09+Hui6yn0v8HHGSsnCCGzuKsYTe1yOJBlPTUZz42C\n"                             \
  "njYPBElwfn/E3yjmANoBh0wqHQGCHI61gtKJWkGoLSoXIqawAt5C+celiDscKZ2t\n"                             \
  "M2H7AoHBAMh6NHpjALt8PSzBnO/jqB6bK7dWhKNtssDN9HeNoGjouGdKK5iHu4Hj\n"                             \
  "QMhiJGjHHaG4rwi7s3TT+JPzeiuYvX3gkhMGWVRAi/+Er4qKJX8RBXhqSXur5gnf\n"                             \
  "K4GsMGOeL/oeYwxLYnEHODGIqzt/ax3czZRE1R1Zr6DOAPIEW0LxmDCrRNqYOkHt\n"                             \
  "s9S8dR92h1tg6cgS8RjsGtoIuvxm90Yahow7gPG1/G9CwstDbzsc2A+RrSP+Ct8s\n"                             \
  "duSa+ud/pwKBwQCuEzwH+mNbI4W493DhFpzbfVda+VPLNKXwgehJwgtb6eNePV+g\n"                             \
  "6VwB/unyzfuzI7CrPRO2jd0mTof83twZLkjXxh7mTicn4uhc2wrmXoZrvhaodXZN\n"                             \
  "BtwJfsDiSmDfWhcEhj78A339RvDv2pgcD/At0P4skGiLUSkm7H2aij4H3EyO+A8l\n"                             \
  "CKPT5+wNTgRbwk552Y0jGIDMSYdpumykAWPccxjke5QUpvB+xOvTla6gsHRh/mEa\n"                             \
  "UsRmKflb0B36N0sCgcEAwRJQL/3g2q8QC2Z7SdyqMK+oLm04WFxxZpXy9qCC+AYI\n"                             \
  "chFQYxl1T+YYoeNCxVXeB73hdDuw3La4E2TNJ+d1tyDsDT50EVwIeBDFLltVOUaf\n"                             \
  "ShSyqFQouyEeuUenYokaE3voUBLZv5kAWVQR9L8F3kCkDEMuK5IQPoGnD216psId\n"                             \
  "m+GV8h/hG1Vdd2f4NFDmku6Gt5TmdOYOBiWaTzKque0Z3zv/NsnZTx2wlClhmkBx\n"                             \
  "JK1bXepvdfdQmWFYelLJAoHBAKIX39NVScU9muplIE2ro3wE5VRKVi8VrFOCYIsl\n"                             \
  "lChUlMjGoGiR5VMSPNMG+z5ycbdLyME1HPn4vOSzN+HDhL4h1F2W1OHfa6hWenx/\n"                             \
  "3P3haxp5GLasCikaM/jIh8RdRy/LC2WugiZiCA4jpnZeHQfs5AmP/9i66TPEsq/r\n"                             \
  "T7OLPqhiAQBHUx9qUXv3wC3x+z2kAPclBzCMI+5lRD2//UK54syFv6UYMwm41b40\n"                             \
  "xjf8Y3tQAtPuP2+C8wy0af2puw==\n"                                                                 \
  "-----END PRIVATE KEY-----\n"
#define PACK_SAMPLE_CERT                                                                           \
  "-----BEGIN CERTIFICATE-----\n"                                                                  \
  "MIIEbzCCAtegAwIBAgIQWDg6TInjmcD9KKF2IEZsGDANBgkqhkiG9w0BAQsFADBS\n"                             \
  "MScwJQYDVQQKDB7mtbfln47luILokKXllYbnjq/looPlu7rorr7lsYAxJzAlBgNV\n"                             \
  "BAMMHua1t+WfjuW4guiQpeWVhueOr+Wig+W7uuiuvuWxgDAgFw0xODAxMDEwMDAw\n"                             \
  "MDBaGA85OTk5MTIzMTIzNTk1OVowUjEnMCUGA1UECgwe5rW35Z+O5biC6JCl5ZWG\n"                             \
  "546v5aKD5bu66K6+5bGAMScwJQYDVQQDDB7mtbfln47luILokKXllYbnjq/looPl\n"                             \
  "u7rorr7lsYAwggGiMA0GCSqGSIb3DQEBAQUAA4IBjwAwggGKAoIBgQCs8xcwQOf0\n"                             \
  "ZpA69QlCbTgq9Oqi+SnAArPez3ZTC85zna48TQAWstTPisRR46Eq/lN/ICEctgj+\n"                             \
  "pYFsMmx7LxocXqS8I6HPBCO1qDtOQ8ZeRfy8bq/RMq1G+VWPaODchIaLQxXttPsS\n"                             \
  "b8Alp4JM95IRTvRL6twStwUqFY4T3RTcvZ1KQXHDW+oYizfBoimbu+8/XLJG7TGO\n"                             \
  "OsVBEdM+/k0GvhmZxWdLgiKMZwajb9Kpy528Z0Dfrm8rKEC9+1bqMI3DejCrapg+\n"                             \
  "LICAnr4zyIBqI6IVcFpF+RMbnmQzO8kv8sXCZ4RbcN3LkIgOMCow5I0laPjmp0M8\n"                             \
  "AwcT/Pk+UqVAUXsC3OaC88GfaGCR1SvJER9liWXKcrB9fNd+KL94Ck7SvxxsuI6M\n"                             \
  "zoB1UjBsWEeYoL/TNbb/0Rq6p60u4P2p+LmPF7w9hP64wrN6XIhoyI5/Q9czv12Y\n"                             \
  "WSJlEy9q9h7TS2vfefHzmUQiX47b9bI8UxkvO0C6FrGGUk5S0wGdb70CAwEAAaM/\n"                             \
  "MD0wDAYDVR0TAQH/BAIwADAOBgNVHQ8BAf8EBAMCBsAwHQYDVR0OBBYEFFFuL/Z3\n"                             \
  "8jy68ElkadEQe0l33DUUMA0GCSqGSIb3DQEBCwUAA4IBgQBwr4XFOLmGSE7fT47d\n"                             \
  "9hRY7Ed+0TWhxZs+g3q7HC7k5V9P6ZhTqYQaT1sODspxDNpsaSvQPvT/661P9WvL\n"                             \
  "RZ7a4Y6uy3F6bFkyYYd87aW+LvVl/7ywnINP9NBJuafdnuBvnSP2wteulqrglUc9\n"                             \
  "J3rytfkN1sbQX2cDI42y8rQTDIy/aGeDdSVIfAisv7q4TKJtlyKDE+YWFPj3nZfS\n"                             \
  "XbqzLbZJR/XBsOu7G6uDppeM+AN5+03Vj0e49AQem3Wsl/2yzyiZH37+B1ymKnmM\n"                             \
  "YbGlotUu1fNJvV/5fhMVkC1KJb3CSVphE1CMVUhKAFyPSfGzhXl0fuQlqTO8GE/+\n"                             \
  "HOAFGKbkGBtuC3BTvDbHBoPPIsMkKGj1CF4k+LUdQYHKETmufOJjTs6097BuNxZX\n"                             \
  "D+M3KovmpHk8iFwgrYmcdk8j7q5QsRvKm9e0WLcb+VprU1Rh5ArZH5XTMNf6ptcZ\n"                             \
  "NGs+DKcyOR8MCBH/rKquvfu1MWQBN476XbVQNVkAv1LJJ9U=\n"                                             \
  "-----END CERTIFICATE-----\n"
#define PACK_SAMPLE_LOG_KEY                                                                        \
  "-----BEGIN PRIVATE KEY-----\n"                                                                  \
  "MC4CAQAwBQYDK2VwBCIEILjkL2FSIce762Z6zMks2TcqnzIOqILuOctjkYJou2T6\n"                             \
  "-----END PRIVATE KEY-----\n"                                                                    \
  "\n"

/* Of whom the sample calls a witness. */
#define PACK_SAMPLE_WITNESS_KEY                                                                    \
  "-----BEGIN PRIVATE KEY-----\n"                                                                  \
  "MC4CAQAwBQYDK2VwBCIEICi+KWLHxSs/c6c32wPiPy8ir1AEjvO9LCjIvz4XX256\n"                             \
  "-----END PRIVATE KEY-----\n"
#define PACK_SAMPLE_NEWEST_KEY                                                                     \
  "-----BEGIN PRIVATE KEY-----\n"                                                                  \
  "MC4CAQAwBQYDK2VwBCIEIFS0NgKYdebYr+KmVfT+bEw5I96T5Brf6Gi1aKS2yWfX\n"                             \
  "-----END PRIVATE KEY-----\n"
