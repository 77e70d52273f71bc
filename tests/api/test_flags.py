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
import os
import pathlib
import re
import sqlite3
import stat
import sys
import time
import unittest
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
import clocked
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


def tell(seconds):
    """As an explanation tells how long something took"""
    days, rest = divmod(seconds, 86400)
    clock = time.strftime("%H %M %S", time.gmtime(rest)).split()
    parts = [(days, "天"), *((int(n), word) for n, word in zip(clock, ("小时", "分", "秒")))]
    return "".join("%d%s" % part for part in parts if part[0]) or "0秒"


def tell_way(metres):
    return "%d米" % metres if metres < 1000 else "%s公里" % (metres / 1000)


def exif_time(at):
    return ("--time", "%s" % at.strftime("%Y-%m-%dT%H:%M:%S"), "--zone", "+08:00")


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
            told = {"items": "", "s": tell(flag["figure"]), "m": tell_way(flag["figure"])}.get(
                flag["unit"], str(flag["figure"]))
            self.assertIn(told, flag["explanation"]["zh_CN"])
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
        self.assertIn(flag["id"] + " a.jpg: accuracy zero", refused.json["detail"])
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


class Setbacks(unittest.TestCase):
    """What a broken disk left half, or what cannot be written, costs itself alone: all else is
    examined and checked before long, it is told of once, and it is tried again after a rest."""

    SOON_S = 30  # the thread looks by itself once in 60 s

    def setUp(self):
        self.house = h = house.House.__new__(house.House)
        h.attach(clocked.ClockedService(config=house.make_config()))
        h.furnish()
        for name in house.PEOPLE:
            h.hire(name)
        h.load_year(datetime.date.today().year)

    def tearDown(self):
        self.house.close()

    def write(self, *statements):
        with contextlib.closing(sqlite3.connect(self.house.service.data / "anfang.db",
                                                timeout=30)) as db, db:
            return [db.execute(*statement).fetchall() for statement in statements]

    def bring(self, **metadata):
        h = self.house
        visit = h.start_visit(position=SITE)
        return visit, h["li"].upload(h.shoot(), visit=visit, filename="a.jpg",
                                     filetype="image/jpeg", **metadata)

    def read_metrics(self):
        lines = self.house.guest().do("getMetrics").body.decode().splitlines()
        return dict(line.split() for line in lines if re.match(r"anfang_\w+ ", line))

    def read_told(self):
        told = self.read_metrics()
        return [int(told["anfang_examination_" + name]) for name in ("failures_total", "setbacks")]

    def is_told(self, failures, setbacks):
        return self.read_told() == [failures, setbacks]

    def assert_told(self, failures, setbacks):
        self.assertEqual(self.read_told(), [failures, setbacks])

    def count_told(self, id_):
        return len(re.findall(r"%s cannot be \w+ now" % id_, self.house.service.log.read_text()))

    def try_again(self):
        """What rests is over, and there is something new that wakes the thread"""
        self.house.service.tell("step", 2 * 3600)
        self.house.clients.clear()
        return self.bring()

    def test_more_than_a_batch(self):
        h = self.house
        visit, _ = self.bring()
        h.wait_checked(visit=visit)
        gone = ["gone-%03d" % i for i in range(200)]
        self.write(*(("INSERT INTO check_due (due, kind, id) VALUES (?, 'evidence', ?)", (-1 - i, id_))
                     for i, id_ in enumerate(gone)))
        h.submit_visit(visit)
        h.wait_checked(self.SOON_S, visit=visit)
        self.assertTrue(world.wait_for(lambda: self.is_told(200, 200), self.SOON_S))
        again, _ = self.try_again()
        h.wait_checked(self.SOON_S, visit=again)
        self.assertTrue(world.wait_for(lambda: self.write(
            ("SELECT count (*) FROM check_setback WHERE failures > 1",))[0][0][0] == 200, 60))
        self.assertEqual({self.count_told(id_) for id_ in gone}, {1})
        self.assert_told(200, 200)
        self.write(("DELETE FROM check_due",), ("DELETE FROM check_setback",))

    def test_records_that_say_nothing(self):
        h = self.house
        broken = [self.bring() for _ in range(4)]
        sound, _ = self.bring()
        for visit, _ in broken + [(sound, None)]:
            h.wait_checked(visit=visit)
        kept = []
        for (visit, evidence), (noun, id_, doc) in zip(broken, (
                ("evidence", 1, "{"), ("evidence", 1, "{}"), ("visit", 0, "{"), ("visit", 0, "{}"))):
            id_ = (visit, evidence)[id_]
            kept.append((noun, id_, self.write(
                ("SELECT doc FROM %s WHERE id = ?" % noun, (id_,)),
                ("UPDATE %s SET doc = ? WHERE id = ?" % noun, (doc, id_)),
                ("INSERT INTO check_due (kind, id) VALUES ('evidence', ?)",
                 (evidence,)))[0][0][0]))
        h.submit_visit(sound)
        h.wait_checked(self.SOON_S, visit=sound)
        self.assertTrue(h.service.alive())
        for noun, id_, doc in kept:
            self.write(("UPDATE %s SET doc = ? WHERE id = ?" % noun, (doc, id_)))
        self.try_again()
        for visit, _ in broken:
            h.wait_checked(visit=visit)
        self.assertEqual(self.read_metrics()["anfang_examination_setbacks"], "0")

    def test_a_verdict_that_is_not_taken(self):
        h = self.house
        with h.service.helper_held():
            bad, photo = self.bring(position=NO_ACCURACY)
            good, _ = self.bring(position=NO_ACCURACY)
            refused = world.refusing(h.service, "INSERT ON flag WHEN NEW.parent = '%s'" % bad)
            refused.__enter__()
        self.assertEqual([f["check"] for f in h.wait_checked(self.SOON_S, visit=good)],
                         ["accuracy_zero"])
        self.assertTrue(world.wait_for(
            lambda: self.read_metrics()["anfang_examination_setbacks"] == "1", self.SOON_S))
        self.assert_told(1, 1)
        # Nobody is told to wait a moment for what does not come by itself.
        finding = h.write_finding(bad, evidence=[photo])
        h.submit_visit(bad)
        h.establish(finding)
        order = h.bring(h.draft_order([finding]), "to_sign")
        busy = h["sign"].call("signOrder", order)
        self.assertEqual((busy.status, busy.problem), (503, "busy"))
        self.assertIn("have an administrator run fsck", busy.json["detail"])
        refused.__exit__(None, None, None)
        self.try_again()
        self.assertIn("accuracy_zero", [f["check"] for f in h.wait_checked(visit=bad)])
        self.assert_told(1, 0)

    def test_files_that_cannot_be_examined(self):
        """A half record, a file that does not open for no reason of its own, one whose result is
        not taken; those behind them are examined all the same."""
        h = self.house
        with h.service.helper_held():
            first, _ = self.bring()  # held in the helper
            half, unopened, untaken, sound = [self.bring() for _ in range(4)]
            doc, sha256 = self.write(("SELECT doc FROM evidence WHERE id = ?", (half[1],)),
                                     ("SELECT doc ->> 'sha256' FROM evidence WHERE id = ?",
                                      (unopened[1],)))
            blob = h.service.data / "vault" / "blobs" / sha256[0][0][:2] / sha256[0][0]
            self.write(("UPDATE evidence SET doc = '{' WHERE id = ?", (half[1],)))
            blob.rename(h.service.data / "kept")
            os.mknod(blob, stat.S_IFSOCK | 0o600)
            refused = world.refusing(h.service, "UPDATE ON evidence WHEN NEW.id = '%s'" % untaken[1])
            refused.__enter__()
        for visit in (first, sound[0]):
            h.wait_checked(self.SOON_S, visit=visit)
        self.assertTrue(world.wait_for(
            lambda: self.read_metrics()["anfang_examination_setbacks"] == "3", self.SOON_S))
        self.assert_told(3, 3)
        self.assertEqual([self.count_told(bad[1]) for bad in (half, unopened, untaken)], [1, 1, 1])
        self.write(("UPDATE evidence SET doc = ? WHERE id = ?", (*doc[0], half[1])))
        (h.service.data / "kept").replace(blob)
        refused.__exit__(None, None, None)
        self.try_again()
        for visit in (half[0], unopened[0], untaken[0]):
            h.wait_checked(visit=visit)
        self.assert_told(3, 0)


if __name__ == "__main__":
    tap.main()
