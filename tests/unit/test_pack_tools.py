#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""Packs as others see them: zip tools, sha256sum, openssl, RFC 8493 read again, VERIFY.txt obeyed.

usage: test_pack_tools.py MAKE_PACK
"""
import base64
import hashlib
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "tools"))
sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "e2e"))
import authority
import check_proof
import othertime

MAKE = sys.argv[1]
NAME = "AF-20180918-01"
SEED = 20180918
TESTS = []


def test(function):
    TESTS.append(function)
    return function


def run(*args, cwd=None, env=None, stdin=None):
    return subprocess.run([str(a) for a in args], cwd=cwd, env=env, stdin=stdin,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=100)


def need(program):
    if shutil.which(program) is None:
        raise Skip(f"{program} is not installed")


class Skip(Exception):
    pass


def need_other_times():
    if othertime.find() is None:
        raise Skip("libfaketime is not installed")


def make(path, **env):
    done = run(MAKE, path, env={"PATH": os.environ["PATH"], **env})
    assert done.returncode == 0, done.stdout
    return path


def verify(path):
    done = run(MAKE, "--verify", path)
    return done.returncode == 0, done.stdout.decode()


def unpack(zip_path, folder):
    with zipfile.ZipFile(zip_path) as archive:
        archive.extractall(folder)
    return folder / NAME


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@test
def same_in_every_zone_and_locale(folder):
    places = [{"TZ": "UTC", "LC_ALL": "C.UTF-8"}, {"TZ": "Asia/Shanghai", "LC_ALL": "C"},
              {"TZ": "America/St_Johns", "LC_ALL": "POSIX"}, {}]
    hashes = {sha256(make(folder / f"{i}.zip", **env)) for i, env in enumerate(places)}
    assert len(hashes) == 1, hashes


@test
def zip_tools_read_it(folder):
    path = make(folder / "p.zip")
    for command in (["unzip", "-tqq"], ["zipinfo", "-1"], ["bsdtar", "-tf"], ["7z", "t"]):
        if shutil.which(command[0]) is not None:
            done = run(*command, path)
            assert done.returncode == 0, (command, done.stdout)
    with open(path, "rb") as stream:
        done = run("bsdtar", "-xOf", "-", f"{NAME}/data/evidence/*.m4a", stdin=stream)
    assert done.stdout == b"a" * 7000, done.stdout[-100:]


@test
def python_reads_it(folder):
    with zipfile.ZipFile(make(folder / "p.zip")) as archive:
        assert archive.testzip() is None
        assert {i.date_time for i in archive.infolist()} == {(2018, 9, 18, 10, 0, 0)}
        assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {i.external_attr >> 16 for i in archive.infolist()} == {0o100644}
        assert {i.filename.split("/")[0] for i in archive.infolist()} == {NAME}


def read_manifest(path):
    """RFC 8493, 2.1.3, with only what is needed of it"""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert lines.pop() == "", "the last line does not end"
    listed = {}
    for line in lines:
        checksum, name = line.split(None, 1)
        assert name not in listed, name
        assert not any(c in name for c in "%~\\*") and not name.startswith(("/", "./")), name
        listed[name] = checksum
    return listed


def check_bag(bag):
    """RFC 8493, sections 2 and 3"""
    assert (bag / "bagit.txt").read_bytes() == (
        b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    files = {str(p.relative_to(bag)) for p in bag.rglob("*") if p.is_file()}
    payload = {f for f in files if f.startswith("data/")}
    manifest = read_manifest(bag / "manifest-sha256.txt")
    tags = read_manifest(bag / "tagmanifest-sha256.txt")
    assert set(manifest) == payload, set(manifest) ^ payload
    assert files - payload - set(tags) == {"tagmanifest-sha256.txt", "signature.p7s"}
    for name, checksum in {**manifest, **tags}.items():
        assert sha256(bag / name) == checksum, name
    info = (bag / "bag-info.txt").read_text(encoding="utf-8").splitlines()
    info = dict(line.split(": ", 1) for line in info)
    size = sum((bag / name).stat().st_size for name in payload)
    assert info["Payload-Oxum"] == f"{size}.{len(payload)}", info
    assert info["Bagging-Date"] == "2018-09-18" and info["External-Identifier"], info
    assert "fetch.txt" not in files


@test
def it_is_a_bag(folder):
    check_bag(unpack(make(folder / "p.zip"), folder))


@test
def bagit_python_agrees(folder):
    try:
        import bagit
    except ImportError:
        raise Skip("bagit-python is not installed")
    bag = unpack(make(folder / "p.zip"), folder)
    assert bagit.Bag(str(bag)).validate()


@test
def sm3_as_others_count_it(folder):
    """GB/T 32905 by Python's hashlib, and by coreutils where they are new enough"""
    bag = unpack(make(folder / "p.zip"), folder)
    listed = read_manifest(bag / "proofs/manifest-sm3.txt")
    assert set(listed) == set(read_manifest(bag / "manifest-sha256.txt"))
    for name, checksum in listed.items():
        assert hashlib.new("sm3", (bag / name).read_bytes()).hexdigest() == checksum, name
    if run("cksum", "-a", "sm3", "/dev/null").returncode == 0:
        done = run("cksum", "-a", "sm3", "--check", "--strict", "proofs/manifest-sm3.txt", cwd=bag)
        assert done.returncode == 0, done.stdout


def read_commands(bag, text):
    """the indented lines of the numbered steps, as a person would type them"""
    lines = (bag / text).read_text(encoding="utf-8").split("\n")
    start = lines.index(next(l for l in lines if l.startswith(("What is where", "各文件说明"))))
    return [l.strip() for l in lines[:start] if l.startswith("    ")]


def follow(folder, commands, at=None):
    """every command in one clean shell; answers the first that fails, and what was printed"""
    printed = ""
    for count in range(len(commands)):
        script = "\n".join(["set -e", *commands[:count + 1]])
        shutil.rmtree(folder / "typed", ignore_errors=True)
        shutil.copytree(folder / "given", folder / "typed")
        done = run("sh", "-c", script, cwd=folder / "typed",
                   env={"PATH": "/usr/bin:/bin", "HOME": "/nonexistent",
                        **othertime.environment(at)})
        printed = done.stdout.decode()
        if done.returncode != 0:
            return commands[count], printed
    return None, printed


def give(folder, change=None):
    """puts a zip where the reader finds it; rewritten when something is changed in it"""
    (folder / "given").mkdir()
    path = make(folder / "given" / f"{NAME}.zip")
    bag = unpack(path, folder / "source")
    if change is not None:
        change(bag)
        path.unlink()
        run("bsdtar", "-acf", path, "-C", folder / "source", NAME)
    return bag


@test
def verify_txt_obeyed(folder):
    need("unzip")
    bag = give(folder)
    for text in ("VERIFY.txt", "VERIFY.zh_CN.txt"):
        commands = read_commands(bag, text)
        assert len(commands) == 9, commands
        failed, printed = follow(folder, commands)
        assert failed is None, (failed, printed)
        assert printed.rstrip().endswith("all hold"), printed
        assert "CMS Verification successful" in printed and "海城市营商环境建设局" in printed


def make_stamped(path, folder):
    """the sample with a time-stamp of 2018, by an authority whose certificate ran out that year"""
    tsa = authority.Authority(folder / "tsa", "local", at="2018-09-18 10:00:00")
    assert run(MAKE, "--checkpoint", folder / "checkpoint").returncode == 0
    (folder / "reply").write_bytes(tsa.stamp_file(folder / "checkpoint"))
    done = run(MAKE, path, "local", folder / "reply", tsa.ca)
    assert done.returncode == 0, done.stdout
    return tsa


@test
def verify_txt_obeyed_long_after_the_authority_ran_out(folder):
    need("unzip")
    need_other_times()
    (folder / "given").mkdir()
    path = folder / "given" / f"{NAME}.zip"
    tsa = make_stamped(path, folder)
    bag = unpack(path, folder / "source")
    for text in ("VERIFY.txt", "VERIFY.zh_CN.txt"):
        commands = read_commands(bag, text)
        assert len(commands) == 12, commands
        assert "2018-09-18T10:00:0" in (bag / text).read_text(), text
        for at in (None, "2035-01-01 00:00:00"):
            failed, printed = follow(folder, commands, at)
            assert failed is None and "Verification: OK" in printed, (failed, printed)
    # Without the time it does not hold any more: that is what -attime is for.
    plain = ["openssl", "ts", "-verify", "-data", "proofs/checkpoint", "-in",
             "proofs/timestamp/local.tsr", "-CAfile", "proofs/timestamp/local.pem"]
    assert run(*plain, cwd=bag).returncode != 0
    then = dict(os.environ, **othertime.environment("2018-09-19 10:00:00"))
    assert run(*plain, cwd=bag, env=then).returncode == 0
    genuine, report = verify(path)
    assert genuine and "ok timestamp proofs/timestamp/local.tsr" in report, report
    assert tsa.name == "local"


def make_cosigned(size, path, *stamps):
    """the sample with what a witness signed of its log of eleven leaves at another size"""
    done = run(MAKE, "--cosigned", size, path, *stamps)
    assert done.returncode == 0, done.stdout
    return done.stdout.decode().strip()


def write_key(typed):
    """as C2SP signed-note says: the first byte is the type"""
    name = "witness.example/w1"
    return "%s+%s+%s" % (name, hashlib.sha256(name.encode() + b"\n" + typed).hexdigest()[:8],
                         base64.b64encode(typed).decode())


def stranger():
    """the key of a witness that nobody asked: type 4, see C2SP tlog-cosignature"""
    return write_key(b"\x04" + bytes(range(32)))


@test
def what_witnesses_saw_is_checked_by_hand(folder):
    """RFC 9162, 2.1.4.2, in a shell: either way round, whole trees and broken ones"""
    for size in (1, 4, 7, 8, 10, 11, 12, 16, 22, 100):
        place = folder / str(size)
        key = make_cosigned(size, folder / f"{size}.zip")
        bag = unpack(folder / f"{size}.zip", place)
        assert (bag / "proofs/consistency").exists() == (size != 11)
        done = run("sh", "proofs/check.sh", key, cwd=bag)
        said = done.stdout.decode()
        assert done.returncode == 0 and said.endswith("all hold\n"), (size, said)
        # 2018-09-18T19:00:00+08:00
        assert "proofs/cosigned: seen by witness.example/w1, 1537268400 seconds" in said, said
        # Those whose record comes after what the witness signed.
        late = [p for p in (bag / "proofs").rglob("*.tlog-proof")
                if int(p.read_text().split("index ")[1].split()[0]) >= size]
        assert said.count("not seen by witness.example/w1") == len(late), (size, said)
        check_proof.check_cosignature((bag / "proofs/cosigned").read_text(), key)
    done = run("sh", "proofs/check.sh", stranger(), cwd=bag)
    assert done.returncode != 0 and b"did not sign proofs/cosigned" in done.stdout, done.stdout
    done = run("sh", "proofs/check.sh", stranger(), cwd=unpack(make(folder / "p.zip"), folder))
    assert done.returncode != 0 and b"did not sign proofs/checkpoint" in done.stdout, done.stdout


@test
def what_is_no_key_is_told_by_name(folder):
    """rather than that its witness did not sign, which would make the pack a forgery: by a slip of
    the pen, of another type, or longer, as those of C2SP's ML-DSA-44 (1312 bytes) are"""
    key = make_cosigned(14, folder / "p.zip")
    bag = unpack(folder / "p.zip", folder)
    name, number, text = key.split("+", 2)
    slip = text[:20] + ("A" if text[20] != "A" else "B") + text[21:]
    for wrong in ("", "key", name, "+".join((name, number, slip)), "+".join((name, number, text[4:])),
                  "+".join((name, number[:7], text)), "+".join(("else", number, text)),
                  write_key(b"\x01" + bytes(range(32))), write_key(b"\x04" + bytes(1312))):
        done = run("sh", "proofs/check.sh", wrong, cwd=bag)
        assert done.returncode != 0, wrong
        assert done.stdout.endswith(b"FAILED: no key: " + wrong.encode() + b"\n"), done.stdout
    assert run("sh", "proofs/check.sh", key, cwd=bag).returncode == 0


@test
def a_change_of_key_is_checked_by_hand(folder):
    """each of the two states is signed by the key that the log had then; and what is wrong is told"""
    for what in ("14@11", "14@14", "8@8", "8@11"):
        key = make_cosigned(what, folder / f"{what}.zip")
        bag = unpack(folder / f"{what}.zip", folder / what)
        done = run("sh", "proofs/check.sh", key, cwd=bag)
        assert done.returncode == 0 and done.stdout.endswith(b"all hold\n"), (what, done.stdout)
        old, new = check_proof.check_pack_keys(bag / "proofs")
        assert ((bag / "proofs/log.vkey").read_text().strip() == old) == what.startswith("14")
        for name in ("VERIFY.txt", "VERIFY.zh_CN.txt"):
            text = (bag / name).read_text()
            assert "    cat -v proofs/cosigned.vkey\n" in text and "@KEYS@" not in text, text
        genuine, report = verify(folder / f"{what}.zip")
        assert genuine and "ok checkpoint proofs/cosigned" in report, report
    proofs = bag / "proofs"
    note = proofs / "rotation-001.note"
    size, was, is_now = check_proof.open_rotation(note.read_bytes())
    for path, text in ((note, note.read_text().replace("\n%d\n" % size, "\n%d\n" % (size + 1))),
                       (note, note.read_text().replace(was, is_now)),
                       (note, "\n".join(note.read_text().split("\n")[:-2]) + "\n"),
                       (proofs / "cosigned.vkey", (proofs / "log.vkey").read_text()),
                       (proofs / "log.vkey", (proofs / "cosigned.vkey").read_text())):
        kept = path.read_text()
        path.write_text(text)
        assert run("sh", "proofs/check.sh", cwd=bag).returncode != 0, (path, text)
        path.write_text(kept)
    assert run("sh", "proofs/check.sh", cwd=bag).returncode == 0
    plain = unpack(make(folder / "p.zip"), folder)
    assert "cosigned.vkey\n\n" not in (plain / "VERIFY.txt").read_text()
    assert "@KEYS@" not in (plain / "VERIFY.txt").read_text()


@test
def the_newest_key_is_checked_by_hand(folder):
    """it says that the log goes on from what the old one signed; and what is wrong is told"""
    for what in ("11@11", "12@12", "16@16", "22@16"):
        done = run(MAKE, "--continued", what, folder / f"{what}.zip")
        assert done.returncode == 0, done.stdout
        key = done.stdout.decode().strip()
        bag = unpack(folder / f"{what}.zip", folder / what)
        done = run("sh", "proofs/check.sh", cwd=bag)
        assert done.returncode == 0 and done.stdout.endswith(b"all hold\n"), (what, done.stdout)
        old, new = check_proof.check_pack_keys(bag / "proofs", "continued")
        assert ((bag / "proofs/log.vkey").read_text().strip(), key) == (old, new)
        for name in ("VERIFY.txt", "VERIFY.zh_CN.txt"):
            text = (bag / name).read_text()
            assert "    cat -v proofs/continued.vkey\n" in text and "@KEY" not in text, text
            assert "proofs/cosigned" not in text and "@FILE@" not in text, text
        genuine, report = verify(folder / f"{what}.zip")
        assert genuine and "ok checkpoint proofs/continued" in report, report
    proofs = bag / "proofs"
    for name in ("continued", "continued.vkey", "continued-consistency", "rotation-001.note"):
        kept = (proofs / name).read_text()
        (proofs / name).unlink()
        assert run("sh", "proofs/check.sh", cwd=bag).returncode != 0, name
        (proofs / name).write_text(kept)
    assert run("sh", "proofs/check.sh", cwd=bag).returncode == 0


class Forger:
    """Somebody with a key of his own for the name of a log, who signs what he likes."""

    def __init__(self, folder, name, number):
        self.folder, self.name, self.file = folder, name, folder / ("forger%d.pem" % number)
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", self.file], check=True)
        public = subprocess.run(["openssl", "pkey", "-in", self.file, "-pubout", "-outform", "DER"],
                                check=True, stdout=subprocess.PIPE).stdout
        typed = b"\x01" + public[-32:]
        self.id = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
        self.key = "%s+%s+%s" % (name, self.id.hex(), base64.b64encode(typed).decode())

    def sign(self, text):
        (self.folder / "text").write_text(text)
        signature = subprocess.run(
            ["openssl", "pkeyutl", "-sign", "-inkey", self.file, "-rawin", "-in",
             self.folder / "text"], check=True, stdout=subprocess.PIPE).stdout
        return "— %s %s\n" % (self.name, base64.b64encode(self.id + signature).decode())


@test
def a_change_of_key_is_not_what_a_shell_makes_of_it(folder):
    """signed by the keys that it names, with a size that `echo` and `read` take apart into another
    change, which the log never signed"""
    need("openssl")
    assert run(MAKE, "--continued", "16@16", folder / "p.zip").returncode == 0
    bag = unpack(folder / "p.zip", folder)
    proofs = bag / "proofs"
    genuine = (proofs / "continued.vkey").read_text().strip()
    name = genuine.split("+")[0]
    one, two = Forger(folder, name, 1), Forger(folder, name, 2)
    note = proofs / "rotation-001.note"
    listed = (bag / "tagmanifest-sha256.txt").read_text()
    for size in ("16 %s %s\\n0" % (genuine, one.key), "16 %s" % genuine, "16\\n0", "-16", "0x10", ""):
        text = "anfang/key-rotation@v1\n%s\n%s\n%s\n%s\n" % (name, size, one.key, two.key)
        note.write_text(text + "\n" + one.sign(text) + two.sign(text))
        for shell in ("sh", "bash"):
            done = run(shell, "proofs/check.sh", cwd=bag)
            assert done.returncode != 0, (size, shell)
            assert done.stdout.endswith(b"is no change of key of this log\n"), (size, done.stdout)
    # Nor to another log's key, or to none.
    foreign = Forger(folder, "other.example/log", 3)
    for new in (foreign, one):
        text = "anfang/key-rotation@v1\n%s\n16\n%s\n%s\n" % (name, one.key, new.key)
        note.write_text(text + "\n" + one.sign(text) + new.sign(text).replace(foreign.name, name))
        done = run("sh", "proofs/check.sh", cwd=bag)
        assert done.stdout.endswith(b"is no change of key of this log\n"), done.stdout
    assert listed == (bag / "tagmanifest-sha256.txt").read_text()


def list_anew(bag):
    """As whoever changes a pack would: both lists fit what is there"""
    names = sorted(p.relative_to(bag).as_posix() for p in bag.rglob("*") if p.is_file())
    for file, kind, wanted in (
            ("manifest-sha256.txt", "sha256", lambda n: n.startswith("data/")),
            ("proofs/manifest-sm3.txt", "sm3", lambda n: n.startswith("data/")),
            ("tagmanifest-sha256.txt", "sha256", lambda n: not n.startswith("data/") and n not in (
                "tagmanifest-sha256.txt", "signature.p7s"))):
        (bag / file).write_text("".join("%s  %s\n" % (
            hashlib.new(kind, (bag / n).read_bytes()).hexdigest(), n) for n in names if wanted(n)))


@test
def a_second_certificate_vouches_for_nothing(folder):
    """The fingerprint that is compared is that of the certificate which the signature is held to,
    and what the PC trusts otherwise does not matter"""
    need("unzip")

    def forge(bag):
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=x",
            "-keyout", folder / "key", "-out", folder / "own")
        with open(bag / "proofs/sign.pem", "a", encoding="ascii") as file:
            file.write((folder / "own").read_text())
        with open(bag / "data/index.pdf", "ab") as file:
            file.write(b"\n% more")
        list_anew(bag)
        done = run("openssl", "cms", "-sign", "-binary", "-in", bag / "tagmanifest-sha256.txt",
                   "-signer", folder / "own", "-inkey", folder / "key", "-outform", "DER", "-out",
                   bag / "signature.p7s")
        assert done.returncode == 0, done.stdout
    bag = give(folder, forge)
    for text in ("VERIFY.txt", "VERIFY.zh_CN.txt"):
        failed, printed = follow(folder, read_commands(bag, text))
        assert failed is not None and failed.startswith("openssl cms"), (failed, printed)


@test
def a_key_of_the_past_makes_no_past(folder):
    """Where a change of key is told of, the key that came after it has signed something that goes on
    from the checkpoint; and a change that leads nowhere from there is none of this log"""
    assert run(MAKE, "--continued", "16@16", folder / "p.zip").returncode == 0
    bag = unpack(folder / "p.zip", folder)
    for name in ("continued", "continued.vkey", "continued-consistency"):
        (bag / "proofs" / name).unlink()
    list_anew(bag)
    done = run("sh", "proofs/check.sh", cwd=bag)
    assert done.returncode != 0 and b"newest key" in done.stdout, done.stdout
    name = (bag / "proofs/log.vkey").read_text().split("+")[0]
    one, two = Forger(folder, name, 1), Forger(folder, name, 2)
    text = "anfang/key-rotation@v1\n%s\n16\n%s\n%s\n" % (name, one.key, two.key)
    (bag / "proofs/rotation-001.note").write_text(text + "\n" + one.sign(text) + two.sign(text))
    list_anew(bag)
    done = run("sh", "proofs/check.sh", cwd=bag)
    assert done.returncode != 0 and b"not of proofs/log.vkey" in done.stdout, done.stdout
    (bag / "proofs/rotation-001.note").unlink()
    list_anew(bag)
    assert run("sh", "proofs/check.sh", cwd=bag).returncode == 0
    # The other way round is right: what was approved before the change is signed by the new key.
    for at in ("3", "50"):
        assert run(MAKE, "--rotated", at, folder / f"{at}.zip").returncode == 0
        done = run("sh", "proofs/check.sh", cwd=unpack(folder / f"{at}.zip", folder / at))
        assert done.returncode == 0, done.stdout
        assert verify(folder / f"{at}.zip")[0], at


@test
def what_lies_elsewhere_is_no_evidence(folder):
    bag = unpack(make(folder / "p.zip"), folder)
    for name in ("data/evidence-2/0004-a.jpg", "data/Evidence/a.jpg", "data/a.jpg"):
        (bag / name).parent.mkdir(exist_ok=True)
        (bag / name).write_bytes(b"never seen")
        list_anew(bag)
        done = run("sh", "proofs/check.sh", cwd=bag)
        assert done.returncode != 0 and b"a place that no pack has" in done.stdout, done.stdout
        (bag / name).unlink()


@test
def what_has_no_proof_is_no_evidence(folder):
    """a link to a file that has one, a name that one tool reads as another's, and what would steer
    the terminal: each listed as the rest is"""
    bag = unpack(make(folder / "p.zip"), folder)
    first = sorted((bag / "data/evidence").iterdir())[0]
    lists = [bag / "manifest-sha256.txt", bag / "proofs/manifest-sm3.txt"]
    texts = [path.read_text() for path in lists]
    escape = "\x1b[2K\rall hold"
    for name, said in (("0009-link.jpg", b"no plain file"), (first.name + " ", b"a name that no pack"),
                       ("a b", b"a name that no pack"), ("'a'", b"a name that no pack"),
                       ("a\\b", b"a name that no pack"), (escape, b"a name that no pack")):
        path = first.parent / name
        path.symlink_to(first.name) if "link" in name else path.write_bytes(b"never seen")
        for file, text in zip(lists, texts):
            file.write_text(text + "%s  data/evidence/%s\n" % (sha256(path), name))
        done = run("sh", "proofs/check.sh", cwd=bag)
        assert done.returncode != 0 and said in done.stdout, (name, done.stdout)
        assert b"\x1b" not in done.stdout, done.stdout
        path.unlink()
        for file, text in zip(lists, texts):
            file.write_text(text)
    (bag / "proofs/log.vkey").write_text("x" + escape)
    done = run("sh", "proofs/check.sh", cwd=bag)
    assert done.returncode != 0 and b"\x1b" not in done.stdout, done.stdout


@test
def the_key_of_before_is_found_by_hand(folder):
    """whoever was given a key that the log had before its checkpoint is told where it stands; and no
    change of key goes unread"""
    need("unzip")
    (folder / "given").mkdir()
    path = folder / "given" / f"{NAME}.zip"
    assert run(MAKE, "--rotated", "3", path).returncode == 0
    bag = unpack(path, folder / "source")
    note = bag / "proofs/rotation-001.note"
    _, was, is_now = check_proof.open_rotation(note.read_bytes())
    assert (bag / "proofs/log.vkey").read_text().strip() == is_now
    for name in ("VERIFY.txt", "VERIFY.zh_CN.txt"):
        assert "@KEY" not in (bag / name).read_text() and "@FILE" not in (bag / name).read_text()
        commands = read_commands(bag, name)
        assert "cat -v proofs/rotation-*.note" in commands, commands
        failed, printed = follow(folder, commands)
        assert failed is None and f"{is_now} took over from {was} after 3 records" in printed, printed
    note.write_text(note.read_text().replace("\n3\n", "\n4\n"))
    done = run("sh", "proofs/check.sh", cwd=bag)
    assert done.returncode != 0 and b"rotation-001.note is not signed by" in done.stdout, done.stdout
    genuine, report = verify(bag)
    assert not genuine and "FAILED log-key proofs/rotation-001.note" in report, report


@test
def one_pack_has_both(folder):
    need_other_times()
    tsa = make_stamped(folder / "stamped.zip", folder)
    key = make_cosigned(14, folder / "p.zip", "local", folder / "reply", tsa.ca)
    bag = unpack(folder / "p.zip", folder)
    text, chinese = [(bag / name).read_text() for name in ("VERIFY.txt", "VERIFY.zh_CN.txt")]
    assert "\n6. Somebody outside" in text and "\n7. Witnesses outside" in text, text
    assert "\n六、" in chinese and "\n七、" in chinese, chinese
    assert '- "witness.example/w1"' in text and "What they signed is proofs/cosigned" in text, text
    assert run("sh", "proofs/check.sh", key, cwd=bag).returncode == 0
    genuine, report = verify(folder / "p.zip")
    assert genuine and "ok timestamp proofs/timestamp/local.tsr" in report, report
    assert "ok checkpoint proofs/cosigned" in report, report


def swap_timestamp(bag):
    """a good time-stamp of the same authority, of something else"""
    tsa = authority.Authority(bag.parent / "again", "local", at="2018-09-18 10:00:00")
    (bag / "proofs/timestamp/local.pem").write_bytes(tsa.ca.read_bytes())
    (bag / "proofs/timestamp/local.tsr").write_bytes(tsa.stamp_file(bag / "bagit.txt"))


def forge_authority(bag):
    """the name of the authority, another's certificate"""
    tsa = authority.Authority(bag.parent / "again", "local", at="2018-09-18 10:00:00")
    (bag / "proofs/timestamp/local.pem").write_bytes(tsa.ca.read_bytes())


def drop_certificate(bag):
    (bag / "proofs/timestamp/local.pem").unlink()


@test
def wrong_timestamps_are_found(folder):
    need_other_times()
    path = folder / "p.zip"
    make_stamped(path, folder)
    for change in (swap_timestamp, forge_authority, drop_certificate):
        bag = unpack(path, folder / change.__name__)
        change(bag)
        genuine, report = verify(bag)
        assert not genuine, report
        assert "FAILED timestamp proofs/timestamp/local.tsr" in report, (change.__name__, report)


@test
def a_wrong_timestamp_is_not_packed(folder):
    tsa = authority.Authority(folder / "tsa", "local")
    (folder / "other").write_text("other")
    (folder / "reply").write_bytes(tsa.stamp_file(folder / "other"))
    done = run(MAKE, folder / "p.zip", "local", folder / "reply", tsa.ca)
    assert done.returncode == 1 and b"time-stamp" in done.stdout, done.stdout


def change_evidence(bag):
    next((bag / "data/evidence").glob("0001-*")).write_bytes(b"\xff\xd8\xff\xe0 phot0")


def relist(bag, name):
    """what anybody can do who changes a file: make the lists fit"""
    for text in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = (bag / text).read_text(encoding="utf-8").splitlines()
        fresh = [f"{sha256(bag / l[66:])}  {l[66:]}" for l in lines]
        (bag / text).write_text("\n".join(fresh) + "\n", encoding="utf-8")


def change_evidence_and_lists(bag):
    change_evidence(bag)
    relist(bag, "manifest-sha256.txt")


def add_file(bag):
    (bag / "data/evidence/0009-00000000.jpg").write_bytes(b"planted")


def resign(bag):
    """with a certificate of the forger's own"""
    done = run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", bag.parent / "k",
               "-subj", "/CN=x", "-days", "3650", "-out", bag / "proofs/sign.pem")
    assert done.returncode == 0, done.stdout
    relist(bag, "")
    done = run("openssl", "cms", "-sign", "-binary", "-outform", "DER", "-signer",
               bag / "proofs/sign.pem", "-inkey", bag.parent / "k", "-in",
               bag / "tagmanifest-sha256.txt", "-out", bag / "signature.p7s")
    assert done.returncode == 0, done.stdout


def change_evidence_and_sign(bag):
    change_evidence(bag)
    resign(bag)


def change_record_and_sign(bag):
    leaf = next((bag / "proofs/evidence").glob("0001-*.leaf"))
    leaf.write_text(leaf.read_text().replace('"at":"2018', '"at":"2017'))
    resign(bag)


def change_checkpoint_and_sign(bag):
    path = bag / "proofs/checkpoint"
    path.write_text(path.read_text().replace("\n11\n", "\n12\n"))
    resign(bag)


def change_sm3_and_sign(bag):
    path = bag / "proofs/manifest-sm3.txt"
    text = path.read_text()
    path.write_text(("1" if text[0] == "0" else "0") + text[1:])
    resign(bag)


@test
def verify_txt_finds_what_is_wrong(folder):
    need("unzip")
    need("bsdtar")
    cases = [
        (change_evidence, "sha256sum", "FAILED"),
        (change_evidence_and_lists, "openssl cms", "Verification failure"),
        (add_file, "sh proofs/check.sh", "files besides"),
        (change_evidence_and_sign, "sh proofs/check.sh", "another file"),
        (change_record_and_sign, "sh proofs/check.sh", "FAILED: proof of data/evidence/0001"),
        (change_checkpoint_and_sign, "sh proofs/check.sh", "checkpoint's signature"),
        (change_sm3_and_sign, "sh proofs/check.sh", "SM3 of data/case.json"),
    ]
    for change, command, words in cases:
        place = folder / change.__name__
        place.mkdir()
        bag = give(place, change)
        failed, printed = follow(place, read_commands(bag, "VERIFY.txt"))
        assert failed is not None and failed.startswith(command), (change.__name__, failed, printed)
        assert words in printed, (change.__name__, printed)
        genuine, report = verify(bag)
        assert not genuine, (change.__name__, report)


def change_case_and_sign(bag):
    """what the case says of a file is no longer what its record says, and every list fits"""
    path = bag / "data/case.json"
    case = json.loads(path.read_text(encoding="utf-8"))
    case["evidence"][0]["id"] = "00000000-0000-4000-8000-000000000000"
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    sm3 = bag / "proofs/manifest-sm3.txt"
    fresh = [f"{hashlib.new('sm3', (bag / l[66:]).read_bytes()).hexdigest()}  {l[66:]}"
             for l in sm3.read_text().splitlines()]
    sm3.write_text("\n".join(fresh) + "\n")
    resign(bag)


@test
def verify_txt_says_what_it_does_not_find(folder):
    """Whoever follows it has to know where it stops, and by whose clock it tells the time."""
    need("unzip")
    need("bsdtar")
    bag = give(folder, change_case_and_sign)
    for name, silent, clock in (("VERIFY.txt", "What these steps do not show: that data/case.json",
                                 "UTC"), ("VERIFY.zh_CN.txt", "不核对的：data/case.json", "UTC")):
        failed, printed = follow(folder, read_commands(bag, name))
        assert failed is None, (failed, printed)
        assert "Z\n" in printed and clock in (bag / name).read_text(encoding="utf-8")
        assert silent in (bag / name).read_text(encoding="utf-8")
    genuine, report = verify(bag)
    assert not genuine and "case" in report, report


@test
def the_folder_is_genuine_too(folder):
    bag = unpack(make(folder / "p.zip"), folder)
    genuine, report = verify(bag)
    assert genuine, report


@test
def every_file_of_the_folder_counts(folder):
    bag = unpack(make(folder / "p.zip"), folder)
    chance = random.Random(SEED)
    for path in sorted(p for p in bag.rglob("*") if p.is_file()):
        contents = path.read_bytes()
        for _ in range(3 if contents else 0):
            at = chance.randrange(len(contents))
            flipped = bytes([contents[at] ^ 1 << chance.randrange(8)])
            path.write_bytes(contents[:at] + flipped + contents[at + 1:])
            genuine, report = verify(bag)
            name = str(path.relative_to(bag))
            assert not genuine and f" {name}: " in report.split("\nok ")[0], (name, at, report)
        path.unlink()
        genuine, report = verify(bag)
        assert not genuine, path
        path.write_bytes(contents)
    genuine, report = verify(bag)
    assert genuine, report


def symlink(bag):
    path = bag / "data/index.pdf"
    path.rename(bag.parent / "index.pdf")
    path.symlink_to(bag.parent / "index.pdf")


def fifo(bag):
    os.mkfifo(bag / "data/fifo")


def hidden(bag):
    (bag / ".DS_Store").write_bytes(b"x")


def odd_name(bag):
    (bag / "data/a\n b.txt").write_bytes(b"x")


def twin(bag):
    (bag / "data/INDEX.pdf").write_bytes(b"x")


def deep(bag):
    (bag / "data" / "/".join("d" * 20)).mkdir(parents=True)


@test
def odd_folders_are_refused(folder):
    for change in (symlink, fifo, hidden, odd_name, twin, deep):
        place = folder / change.__name__
        place.mkdir()
        bag = unpack(make(place / "p.zip"), place)
        change(bag)
        genuine, report = verify(bag)
        assert not genuine and report.startswith("FAILED "), (change.__name__, report)


@test
def other_zips_of_the_same_files_are_refused(folder):
    source = make(folder / "p.zip")
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        path = folder / f"{method}.zip"
        with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", method) as new:
            for entry in old.infolist():
                new.writestr(entry.filename, old.read(entry))
        genuine, report = verify(path)
        assert not genuine and report.startswith("FAILED zip"), report


@test
def bombs_cost_nothing(folder):
    path = folder / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr(f"{NAME}/bagit.txt", b"\0" * 50_000_000)
    genuine, report = verify(path)
    assert not genuine and report.startswith("FAILED zip"), report


def main():
    print(f"1..{len(TESTS)}")
    failed = 0
    for number, function in enumerate(TESTS, 1):
        verdict, note = "ok", ""
        with tempfile.TemporaryDirectory(prefix="anfang-pack-") as folder:
            try:
                function(pathlib.Path(folder))
            except Skip as reason:
                note = f" # SKIP {reason}"
            except Exception as error:  # a broken test is a failed test
                verdict, failed = "not ok", failed + 1
                traceback.print_exception(error)
        print(f"{verdict} {number} - {function.__name__}{note}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
