#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""The map: RFC 7946 as it is written, nothing of who was there, and places hidden when asked."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import contract
import house
import tap

# 海城市 lies north and east, so that swapped axes would show.
LATITUDE, LONGITUDE = 40.852437, 122.685129


class Map(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = h = house.House(contract.Contract())
        cls.visit = h.start_visit(position={"lat": LATITUDE, "lon": LONGITUDE, "accuracy_m": 12})
        cls.finding = h.write_finding(cls.visit)
        cls.nowhere = h.start_visit()

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    def get(self, **query):
        return self.house["ver1"].do("getMap", query=query)

    def test_longitude_stands_first(self):
        answer = self.get(scheme=house.SCHEME)
        self.assertEqual(answer.headers["Content-Type"].split(";")[0], "application/geo+json")
        self.assertEqual(answer.json["type"], "FeatureCollection")
        self.assertNotIn("crs", answer.json)  # RFC 7946, 4
        features = {f["id"]: f for f in answer.json["features"]}
        self.assertEqual(set(features), {self.visit, self.finding})
        for feature in features.values():
            self.assertEqual(feature["type"], "Feature")
            self.assertEqual(feature["geometry"], {"type": "Point", "coordinates": [
                LONGITUDE, LATITUDE]})
        self.assertEqual(features[self.finding]["properties"]["kind"], "finding")
        self.assertEqual(features[self.visit]["properties"]["unit_name"], "市市场局")

    def test_two_decimals_hide_the_place(self):
        body = self.get(decimals=2)
        self.assertEqual({tuple(f["geometry"]["coordinates"]) for f in body.json["features"]},
                         {(122.69, 40.85)})
        self.assertNotIn(b"40.8524", body.body)

    def test_no_one_is_told(self):
        text = self.get().body.decode()
        for secret in ('"li"', '"tan"', "members", "created_by", "T0", "T1", "accuracy"):
            self.assertNotIn(secret, text)

    def test_decimals_that_are_none(self):
        for wrong in ("7", "-1", "x"):
            answer = self.house["ver1"].call("getMap", query={"decimals": wrong})
            self.assertIn(answer.status, (400, 422), wrong)


if __name__ == "__main__":
    tap.main()
