#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Plausibility, with reasons: what speaks against evidence is flagged and never kept out, a verifier
answers it before anything is built on it, and an inspected unit never learns of it.

Which figure flags and which does not is tried in tests/unit/test-plausibility.c; here each check is
met as it comes about.
"""
import contextlib
import datetime
import io
import json
import pathlib
import re
import sqlite3
import sys
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import house
import tap
import world

CHINA = datetime.timezone(datetime.timedelta(hours=8))
SITE = {"lat": 40.8524, "lon": 122.6851}
# The same place as maps of 高德 show it, by npm's coordtransform.
SITE_GCJ02 = "40.85404334688954,122.69027581058413,10"
NO_ACCURACY = "40.8524,122.6851,0"


def now(**ahead):
    return datetime.datetime.now(CHINA) + datetime.timedelta(**ahead)


def exif_time(time):
    return ("--time", "%s" % time.strftime("%Y-%m-%dT%H:%M:%S"), "--zone", "+08:00")


class Flags(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.house = house.House(years=1)

    @classmethod
    def tearDownClass(cls):
        cls.house.close()

    # ---- what there is to be flagged ----

    def bring(self, data=None, visit=None, **metadata):
        """A photo in a visit of its own; returns both."""
        h = self.house
        visit = visit or h.start_visit(position=SITE)
        options = {"filename": "a.jpg", "filetype": "image/jpeg", **metadata}
        return visit, h["li"].upload(data or h.shoot(), visit=visit, **options)

    def look(self, **of):
        """check → flag, of those that hold."""
        return {f["check"]: f for f in self.house.wait_checked(**of) if f["state"] != "lapsed"}

    def assert_flagged(self, expected, data=None, **metadata):
        visit, photo = self.bring(data, **metadata)
        flags = self.look(visit=visit)
        self.assertEqual(set(flags), set(expected))
        for flag in flags.values():
            self.assertEqual((flag["evidence"], flag["filename"]), (photo, "a.jpg"))
            self.assertIn(str(flag["figure"]) if flag["unit"] != "items" else "",
                          flag["explanation"]["zh_CN"])
        return flags

    def test_what_is_in_order_is_not_flagged(self):
        h = self.house
        photo = h.shoot(*exif_time(now()), "--lat", "40.8525", "--lon", "122.6852", "--accuracy", "9",
                        "--software", "ALN-AL00 4.2.0.130")
        self.assert_flagged([], photo, position="40.8523,122.6850,12", position_source="gps",
                            captured_at=now().isoformat(timespec="seconds"))

    def test_clocks(self):
        h = self.house
        ahead = self.assert_flagged(["exif_after_server", "gps_after_server"],
                                    h.shoot(*exif_time(now(hours=1)), "--lat", "40.8524", "--lon",
                                            "122.6851"))
        self.assertAlmostEqual(ahead["exif_after_server"]["figure"], 3600, delta=60)
        self.assertEqual(ahead["exif_after_server"]["unit"], "s")
        self.assert_flagged(["device_after_server"],
                            captured_at=now(minutes=5).isoformat(timespec="seconds"))
        self.assert_flagged(["received_late", "outside_window"],
                            h.shoot(*exif_time(now(days=-4))))
        self.assert_flagged(["device_exif_times"], h.shoot(*exif_time(now(minutes=-1))),
                            captured_at=now(minutes=-14).isoformat(timespec="seconds"))

    def test_clock_of_the_session(self):
        h = self.house
        late = h.guest()
        late.token = late.do("createSession", status=201, body={
            "account": "tan", "password": world.PASSWORD, "device": "watch",
            "device_time": (now(minutes=-6).astimezone(datetime.timezone.utc)
                            .strftime("%Y-%m-%dT%H:%M:%SZ"))}).json["token"]
        visit = h.start_visit()
        for client in (late, h["li"]):
            client.upload(h.shoot(), visit=visit, filename="%s.jpg" % (client is late),
                          filetype="image/jpeg")
        flags = h.wait_checked(visit=visit)
        self.assertEqual([(f["check"], f["filename"]) for f in flags],
                         [("device_clock", "True.jpg")])
        self.assertAlmostEqual(flags[0]["figure"], 360, delta=30)

    def test_places(self):
        h = self.house
        away = ("--lat", "40.8660", "--lon", "122.6851", "--accuracy", "9")
        self.assert_flagged(["exif_site_distance"], h.shoot(*away))
        self.assert_flagged(["device_site_distance"], position="40.8660,122.6851,9")
        self.assert_flagged(["accuracy_zero"], position=NO_ACCURACY)
        shifted = self.assert_flagged(["datum_offset"], position=SITE_GCJ02)["datum_offset"]
        self.assertEqual(shifted["figure"], 474)
        self.assertIn("GCJ-02", shifted["explanation"]["en"])
        self.assertIn("GCJ-02", shifted["explanation"]["zh_CN"])
        # Said to be what it is, it fits.
        self.assert_flagged([], position=SITE_GCJ02, datum="GCJ-02")

    def test_speed_and_repeats(self):
        h = self.house
        visit = h.start_visit()
        for i in range(4):
            self.bring(visit=visit, position="40.8524,122.6851,9", position_source="gps",
                       position_at=now(seconds=10 * i - 100).isoformat(timespec="seconds"))
        _, last = self.bring(visit=visit, position="40.9424,122.6851,9", position_source="gps",
                             position_at=now(seconds=-60).isoformat(timespec="seconds"))
        h.submit_visit(visit)
        flags = h.wait_checked(visit=visit)
        self.assertEqual(sorted(f["check"] for f in flags),
                         ["impossible_speed"] + ["repeated_position"] * 4)
        speed = next(f for f in flags if f["check"] == "impossible_speed")
        self.assertEqual((speed["evidence"], len(speed["others"])), (last, 1))
        self.assertGreater(speed["figure"], 1000)

    def test_contents(self):
        h = self.house
        edited = self.assert_flagged(["editor_software"],
                                     h.shoot("--software", "Adobe Photoshop 24.0"))
        self.assertIn("Adobe Photoshop 24.0", edited["editor_software"]["explanation"]["zh_CN"])
        self.assert_flagged(["thumbnail_differs"], house.make_photo(21, "--thumbnail", "22"))
        self.assert_flagged([], house.make_photo(23, "--thumbnail", "23"))

    def test_seen_before(self):
        h = self.house
        photo = house.make_photo(31)
        visit, first = self.bring(photo)
        self.look(visit=visit)
        # Again in the same visit is a retry; with another date and device it is the same picture.
        self.assertEqual(self.look(visit=self.bring(photo, visit=visit)[0]), {})
        number = h["ver1"].do("getVisit", visit).json["number"]
        for again in (photo, house.make_photo(31, "--make", "OTHER")):
            same = self.assert_flagged(["same_picture"], again)["same_picture"]
            self.assertIn(first, same["others"])
            self.assertIn(number, same["explanation"]["zh_CN"])
        png = house.make_photo(31, "--format", "png")
        near = self.assert_flagged(["similar_picture"], png)["similar_picture"]
        self.assertIn(first, near["others"])
        self.assertLessEqual(near["figure"], 6)
        self.assertEqual(near["threshold"], 6)
        # What was there first is not to blame.
        self.assertEqual(self.look(visit=visit), {})

    def test_numbers(self):
        h = self.house
        visit, photo = self.bring(sequence=1)
        self.bring(visit=visit, sequence=4)
        finding = h.write_finding(visit, evidence=[photo])
        # Until it is submitted the others may be on their way.
        self.assertEqual(self.look(visit=visit), {})
        h.submit_visit(visit)
        gap = self.look(visit=visit)["sequence_gap"]
        self.assertEqual((gap["figure"], "evidence" in gap), (2, False))
        self.assertIn("2–3", gap["explanation"]["en"])
        body = {"with": "ver2", "opinion": "属实"}
        self.assertIn(gap["id"], h["ver1"].call("establishFinding", finding, body=body).json["detail"])
        h.answer_flags("两张重拍时已删除", visit=visit)
        h["ver1"].do("establishFinding", finding, body=body)

    def test_times_of_the_visit_are_declared(self):
        """What is flagged by one window is not by the other: it lapses, or comes back."""
        h = self.house
        visit, photo = self.bring(h.shoot(*exif_time(now(hours=-3))))
        flag = self.look(visit=visit)["outside_window"]
        self.assertAlmostEqual(flag["figure"], 3 * 3600, delta=60)
        h.answer_flags(visit=visit)
        h.submit_visit(visit, began_at=now(hours=-4).isoformat(timespec="seconds"),
                       ended_at=now(hours=-2).isoformat(timespec="seconds"))
        h.wait_checked(visit=visit)
        lapsed = h["ver1"].do("getFlag", flag["id"]).json
        self.assertEqual((lapsed["state"], len(lapsed["answers"])), ("lapsed", 1))
        h["ver1"].do("returnVisit", visit, body={"reason": "时间有误"})
        h.submit_visit(visit, began_at=now(hours=-8).isoformat(timespec="seconds"),
                       ended_at=now(hours=-7).isoformat(timespec="seconds"))
        h.wait_checked(visit=visit)
        again = h["ver1"].do("getFlag", flag["id"]).json
        self.assertEqual((again["state"], len(again["answers"])), ("open", 1))
        self.assertAlmostEqual(again["figure"], 4 * 3600, delta=60)

    # ---- what is refused, and to whom ----

    def test_answer_comes_first(self):
        h = self.house
        visit, photo = self.bring(position=NO_ACCURACY)
        finding = h.write_finding(visit, evidence=[photo])
        h.submit_visit(visit)
        flag = self.look(visit=visit)["accuracy_zero"]
        body = {"with": "ver2", "opinion": "属实"}
        refused = h["ver1"].call("establishFinding", finding, body=body)
        self.assertEqual((refused.status, refused.problem), (409, "state"))
        self.assertIn(flag["id"], refused.json["detail"])
        self.assertIn("a.jpg", refused.json["detail"])
        self.assertEqual(h["ver1"].do("getFinding", finding).json["state"], "verifying")

        answer = {"outcome": "unexplained", "opinion": "该应用写死了精度"}
        done = h["ver1"].do("answerFlag", flag["id"], body=answer).json
        self.assertEqual(done["state"], "unexplained")
        self.assertEqual((done["answers"][0]["by"], done["answers"][0]["opinion"]),
                         ("ver1", answer["opinion"]))
        refused = h["ver1"].call("establishFinding", finding, body=body)
        self.assertEqual(refused.status, 409)
        self.assertIn("cannot be explained", refused.json["detail"])
        twice = h["ver1"].call("answerFlag", flag["id"], body=answer)
        self.assertEqual(twice.status, 409)
        done = h["ver2"].do("answerFlag", flag["id"], body={
            "outcome": "explained", "opinion": "同型手机均如此"}).json
        self.assertEqual([a["by"] for a in done["answers"]], ["ver1", "ver2"])
        h["ver1"].do("establishFinding", finding, body=body)
        # Each answer is a leaf of the log.
        place = h["ver1"].do("findLeaf", query={"record": "flag/" + flag["id"]}).json
        leaf = h["ver1"].do("getLeaf", place["index"]).json
        self.assertEqual(leaf["event"], "flag.answered")
        order = h.draft_order([finding])
        h.bring(order, "signed")

    def test_flag_that_comes_late(self):
        """Established before it was known, but no order goes out over it."""
        h = self.house
        visit, photo = self.bring(visit=h.start_visit(), position="40.8524,122.6851,9")
        finding = h.write_finding(visit, evidence=[photo])
        h.submit_visit(visit)
        h.establish(finding)
        h.wait_checked(visit=visit)
        order = h.draft_order([finding])
        h.bring(order, "to_sign")
        with h.service.helper_held():
            more = h.start_visit(position=SITE)
            held = h["li"].upload(h.shoot(), visit=more, filename="b.jpg", filetype="image/jpeg",
                                  position=NO_ACCURACY)
            other = h.write_finding(more, evidence=[held])
            h.submit_visit(more)
            h.establish(other)
            second = h.draft_order([other])
            h.bring(second, "to_sign")
            busy = h["sign"].call("signOrder", second)
            self.assertEqual((busy.status, busy.problem), (503, "busy"))
        flag = self.look(visit=more)["accuracy_zero"]
        refused = h["sign"].call("signOrder", second)
        self.assertEqual(refused.status, 409)
        self.assertIn(flag["id"], refused.json["detail"])
        h.answer_flags(visit=more)
        h["sign"].do("signOrder", second)
        h["sign"].do("signOrder", order)

    def test_after_is_before(self):
        """P图整改: what is to show the result is the picture of the problem."""
        h = self.house
        visit, photo = self.bring(house.make_photo(41))
        finding = h.write_finding(visit, evidence=[photo])
        h.submit_visit(visit)
        h.establish(finding)
        order = h.bring(h.draft_order([finding]), "rectifying")
        after = h["head"].upload(house.make_photo(41, "--format", "webp"), order=order,
                                 filename="after.webp", filetype="image/webp")
        before = h["head"].do("getEvidence", after)
        h["head"].do("feedbackOrder", order, body={
            "summary": "已完成整改", "completion": "done", "evidence": [after]})
        h.bring(order, "closing", since="feedback_filed")
        flag = self.look(order=order)["before_after"]
        self.assertEqual((flag["evidence"], flag["others"]), (after, [photo]))
        refused = h["close"].call("closeOrder", order, body={"mechanism": "首问负责制"})
        self.assertEqual(refused.status, 409)
        self.assertIn(flag["id"], refused.json["detail"])
        h["back1"].do("answerFlag", flag["id"], body={"outcome": "unexplained",
                                                      "opinion": "系同一照片修改而成"})
        self.assertEqual(h["close"].call("closeOrder", order, body={
            "mechanism": "首问负责制"}).status, 409)
        # The unit sees its own photo as it was, and nothing of the flag.
        for name in ("head", "contact"):
            self.assertEqual(h[name].call("listFlags", query={"order": order}).status, 403)
            self.assertEqual(h[name].call("getFlag", flag["id"]).status, 403)
        seen = h["head"].do("getEvidence", after)
        self.assertNotIn("flag", " ".join(seen.json))
        self.assertEqual(seen.json["version"], 2)
        self.assertEqual(before.json["sha256"], seen.json["sha256"])
        # Sent back, with a real picture it can be closed.
        h["back1"].do("returnOrder", order, body={"reason": "照片不实", "rectify": {"period": "10d"}})
        h.bring(order, "closed", since="rectifying")

    def test_who_may_answer(self):
        h = self.house
        visit, photo = self.bring(position=NO_ACCURACY)
        flag = self.look(visit=visit)["accuracy_zero"]["id"]
        body = {"outcome": "explained", "opinion": "x"}
        for name in ("li", "tan", "contact", "head", "lead", "press", "assess", "guard"):
            self.assertEqual(h[name].call("listFlags").status, 403, name)
            self.assertEqual(h[name].call("answerFlag", flag, body=body).status, 403, name)
        for name in ("draft", "sign", "clerk", "close", "boss", "liaison", "back1"):
            self.assertEqual(h[name].do("getFlag", flag).json["id"], flag)
            self.assertEqual(h[name].call("answerFlag", flag, body=body).status, 403, name)
        stale = h["ver1"].call("answerFlag", flag, body=body, headers={"If-Match": '"7"'})
        self.assertEqual(stale.status, 412)
        for wrong in ({}, {"outcome": "explained"}, {"outcome": "fine", "opinion": "x"},
                      {"outcome": "explained", "opinion": ""}):
            self.assertEqual(h["ver1"].call("answerFlag", flag, body=wrong).status, 422, wrong)
        # A verifier of the inspected unit, and one who was there.
        h.hire("own.ver", ["verifier"], house.ADDRESSEE)
        self.assertEqual(h["own.ver"].call("answerFlag", flag, body=body).status, 403)
        h.hire("was.there", ["inspector", "verifier"], house.OFFICE)
        visit = h.plan_visit(members=("was.there", "tan"))
        h["boss"].do("approveVisit", visit)
        h["was.there"].do("startVisit", visit)
        h["was.there"].upload(h.shoot(), visit=visit, filetype="image/jpeg", position=NO_ACCURACY)
        theirs = self.look(visit=visit)["accuracy_zero"]["id"]
        refused = h["was.there"].call("answerFlag", theirs, body=body)
        self.assertEqual(refused.status, 403)
        h["ver1"].do("answerFlag", theirs, body=body)

    def test_told_to_the_discipline_body_alone(self):
        h = self.house
        visit, photo = self.bring(position=NO_ACCURACY)
        finding = h.write_finding(visit, evidence=[photo])
        h.submit_visit(visit)
        flag = self.look(visit=visit)["accuracy_zero"]
        h["ver1"].do("answerFlag", flag["id"], body={"outcome": "explained", "opinion": "该型手机如此"})
        h.establish(finding)
        referral = h.draft_referral([finding])
        h["ver2"].do("answerFlag", flag["id"], body={"outcome": "unexplained", "opinion": "存疑"})
        self.assertEqual(h["sign"].call("approveReferral", referral).status, 409)
        h["ver2"].do("answerFlag", flag["id"], body={"outcome": "explained", "opinion": "已核实"})
        h["sign"].do("approveReferral", referral)
        with zipfile.ZipFile(io.BytesIO(h["liaison"].do("getReferralPack", referral).body)) as bag:
            names = [n for n in bag.namelist() if n.endswith("data/case.json")]
            case, for_unit = sorted((bag.read(n).decode() for n in names), key=len, reverse=True)
        told = next(e["flags"] for e in json.loads(case)["evidence"] if e["id"] == photo)
        # Not in what the unit may be given of it.
        self.assertNotIn("accuracy", for_unit)
        self.assertEqual([f["check"] for f in told], ["accuracy_zero"])
        self.assertEqual([a["opinion"] for a in told[0]["answers"]],
                         ["该型手机如此", "存疑", "已核实"])
        self.assertEqual(told[0]["explanation"], flag["explanation"])
        names = {a["by"] for a in told[0]["answers"]}
        self.assertTrue(names.isdisjoint({"ver1", "ver2"}), names)

    def test_nothing_is_forgotten(self):
        """The service is killed while there is still something to look at."""
        h = self.house
        visit, photo = self.bring(position=NO_ACCURACY)
        h.submit_visit(visit)
        h.service.kill()
        for client in h.clients.values():
            client.close()
        h.service.start()
        self.assertEqual(set(self.look(visit=visit)), {"accuracy_zero"})

    def test_lists(self):
        h = self.house
        visit, photo = self.bring(position=NO_ACCURACY)
        self.look(visit=visit)
        ver = h["ver1"]
        self.assertEqual([f["evidence"] for f in ver.do("listFlags", query={
            "evidence": photo}).json["items"]], [photo])
        self.assertEqual(ver.do("listFlags", query={"visit": visit, "state": "lapsed"}).json["items"],
                         [])
        self.assertEqual(ver.call("listFlags", query={"visit": visit,
                                                      "evidence": photo}).status, 422)
        page = ver.do("listFlags", query={"state": "open", "limit": 1}).json
        self.assertEqual((len(page["items"]), "waiting" in page), (1, False))
        self.assertEqual(ver.call("getFlag", world.new_id()).status, 404)


class Unreadable(unittest.TestCase):
    """One record that a broken disk left half is no reason to check nothing else."""

    def setUp(self):
        self.house = house.House(years=1)

    def tearDown(self):
        self.house.close()

    def write(self, *statements):
        with contextlib.closing(sqlite3.connect(self.house.service.data / "anfang.db")) as db, db:
            return [db.execute(*statement).fetchall() for statement in statements]

    def bring(self):
        h = self.house
        visit = h.start_visit(position=SITE)
        evidence = h["li"].upload(h.shoot(), visit=visit, filename="a.jpg", filetype="image/jpeg")
        h.wait_checked(visit=visit)
        return visit, evidence

    def read_metrics(self):
        lines = self.house.guest().do("getMetrics").body.decode().splitlines()
        return dict(line.split() for line in lines if re.match(r"anfang_\w+ ", line))

    def test_others_are_checked(self):
        _, broken = self.bring()
        sound, _ = self.bring()
        doc = self.write(("SELECT doc FROM evidence WHERE id = ?", (broken,)),
                         ("UPDATE evidence SET doc = '{' WHERE id = ?", (broken,)),
                         ("INSERT INTO check_due (due, kind, id) VALUES (0, 'evidence', ?)",
                          (broken,)))[0][0]
        self.house.submit_visit(sound)
        self.house.wait_checked(visit=sound)
        told = self.read_metrics()
        self.assertGreaterEqual(int(told["anfang_examination_failures_total"]), 1)
        self.assertEqual((told["anfang_checks_waiting"], told["anfang_examinations_waiting"]),
                         ("1", "0"))
        self.write(("UPDATE evidence SET doc = ? WHERE id = ?", (*doc, broken)))


if __name__ == "__main__":
    tap.main()
