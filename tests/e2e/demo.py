#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# Copyright 2026 the Anfang authors
"""One case from the phone to the discipline office, played with the real programs.

    demo.py [--keep] [--folder DIR] [PHOTO…]

Starts anfangd on an empty folder, and walks a covert visit through evidence, findings, order,
rectification, closing and referral, as each person would at their own terminal. $ANFANG_BUILD is
the build folder, $ANFANG_FONTS the folder with the letter's faces.
"""
import argparse
import datetime
import hashlib
import json
import os
import pathlib
import shlex
import signal
import subprocess
import sys
import tempfile
import time
import wave

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tools"))
from cutlink import CutLink  # noqa: E402

# What letters and receipts call them.
SURNAMES = dict(zip(
    "lin wang zhao qian sun li zhou wu zheng feng chen chu wei jiang shen han yang zhu qin you".split(),
    "林王赵钱孙李周吴郑冯陈褚卫蒋沈韩杨朱秦尤"))

PEOPLE = [
    # login, roles, unit (short id in the scheme)
    ("lin", ["inspector", "team_lead"], "ysb"),
    ("wang", ["inspector"], "ysb"),
    ("zhao", ["verifier"], "ysb"),
    ("qian", ["verifier"], "ysb"),
    ("sun", ["drafter"], "ysb"),
    ("li", ["reviewer"], "ysb"),
    ("zhou", ["signer"], "ysb"),
    ("wu", ["clerk"], "ysb"),
    ("zheng", ["lead_unit"], "bwb"),
    ("feng", ["resp_contact"], "spj"),
    ("chen", ["resp_head"], "spj"),
    ("chu", ["reinspector"], "ysb"),
    ("wei", ["reinspector"], "ysb"),
    ("jiang", ["closer"], "ysb"),
    ("shen", ["discipline_liaison"], "ysb"),
    ("han", ["publicity"], "xcb"),
    ("yang", ["assessor"], "dsf"),
    ("zhu", ["leader"], "ysb"),
    ("qin", ["secadmin"], None),
    ("you", ["auditor"], None),
]


LANGUAGE = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""


def tell(english, chinese):
    return chinese if LANGUAGE.startswith("zh") else english


class Demo:
    def __init__(self, folder, photos):
        self.folder = folder
        self.photos = photos
        self.build = pathlib.Path(os.environ.get("ANFANG_BUILD", ROOT / "build"))
        self.anfang_path = str(self.build / "cli" / "anfang")
        self.service = None
        self.url = None
        self.steps = 0
        # The day of the covert visit, which the demo writes down afterwards.
        china = datetime.timezone(datetime.timedelta(hours=8))
        self.today = datetime.datetime.now(china).replace(microsecond=0)
        self.day = self.today - datetime.timedelta(days=6)

    def at(self, hour, minute):
        return self.day.replace(hour=hour, minute=minute, second=0)

    # The terminal ---------------------------------------------------------------------------

    def say(self, english, chinese):
        self.steps += 1
        print(f"\n[{self.steps:2}] {tell(english, chinese)}", flush=True)

    def run(self, person, *arguments, server=None, check=True):
        """One command of PERSON; returns what it printed as JSON, or as text."""
        env = dict(os.environ, LC_ALL=os.environ.get("LC_ALL", "C.UTF-8"))
        for kind in ("CONFIG", "STATE", "DATA"):
            env[f"XDG_{kind}_HOME"] = str(self.folder / "people" / person / kind.lower())
        env["ANFANG_EXAMINE"] = str(self.build / "src" / "anfang-examine")
        if server:
            session = self.folder / "people" / person / "config" / "anfang" / "session.json"
            env["ANFANG_SERVER"] = server
            env["ANFANG_TOKEN"] = json.loads(session.read_text())["token"]
        shown = " ".join(shlex.quote(str(word)) for word in arguments)
        print(f"     {person}$ anfang {shown}", flush=True)
        done = subprocess.run([self.anfang_path, *map(str, arguments)], env=env, text=True,
                              stdout=subprocess.PIPE)
        if check and done.returncode != 0:
            raise SystemExit(f"demo: this failed with exit status {done.returncode}")
        return done.stdout

    def json(self, person, *arguments, **options):
        return json.loads(self.run(person, "--json", *arguments, **options))

    # The service ----------------------------------------------------------------------------

    def start(self):
        self.say("an empty system, and the service on it", "建立空系统，启动服务")
        data, password = self.folder / "data", self.folder / "admin.password"
        password.write_text(os.urandom(12).hex())
        password.chmod(0o600)
        daemon = str(self.build / "src" / "anfangd")
        subprocess.run([daemon, "--data", data, "init", "--admin", "admin",
                        "--password-file", password], check=True)
        settings = [f"examine_program={self.build / 'src' / 'anfang-examine'}"]
        if os.environ.get("ANFANG_FONTS"):
            settings.append("font_folder=" + os.environ["ANFANG_FONTS"])
        (data / "anfangd.conf").write_text("[anfangd]\n" + "\n".join(settings) + "\n")
        self.service = subprocess.Popen(
            [daemon, "--data", data, "serve", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, text=True, start_new_session=True)
        line = self.service.stdout.readline()
        if not line.startswith("listening on "):
            raise SystemExit("demo: the service did not start")
        self.url = line.split()[-1]
        print("     " + line.strip())

    def stop(self):
        if self.service and self.service.poll() is None:
            self.service.send_signal(signal.SIGTERM)
            self.service.wait(60)

    def log_in(self, person, password_file):
        self.run(person, "login", self.url, "--account", person, "--password-file", password_file)

    # The case -------------------------------------------------------------------------------

    def set_up(self):
        self.say("the administrator loads the scheme and makes an account for each role",
                 "管理员加载方案，为各角色建立账户")
        self.log_in("admin", self.folder / "admin.password")
        self.run("admin", "scheme", "load", ROOT / "data" / "schemes" / "haicheng-2018.json")
        for name, roles, unit in PEOPLE:
            password = self.folder / f"{name}.password"
            password.write_text(os.urandom(12).hex())
            password.chmod(0o600)
            words = ["account", "add", name, "--password-file", password, "--display-name",
                     SURNAMES[name] + "某"]
            for role in roles:
                words += ["--role", role]
            if unit:
                words += ["--unit", unit]
            self.run("admin", *words)
        for name, _, _ in PEOPLE:
            self.log_in(name, self.folder / f"{name}.password")

    def make_material(self):
        camera = self.build / "tests" / "tools" / "make-photo"
        field = self.folder / "phone"
        field.mkdir()
        (self.folder / "receipts").mkdir()
        if not self.photos:
            for number, minute in enumerate((2, 9, 31), 1):
                photo = field / f"IMG_{number:04}.jpg"
                subprocess.run([camera, photo, "--time", f"{self.at(10, minute):%Y-%m-%dT%H:%M:%S}",
                                "--zone", "+08:00", "--lat", "40.8524", "--lon", "122.6851",
                                "--make", "HUAWEI", "--model", "ALN-AL00",
                                "--seed", str(number), "--size", "1600x1200"], check=True)
                self.photos.append(photo)
        sound = field / "hall.wav"
        with wave.open(str(sound), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(8000)
            out.writeframes(bytes(8000 * 2 * 20))
        after = field / "after.jpg"
        subprocess.run([camera, after, "--time", f"{self.today:%Y-%m-%dT%H:%M:%S}", "--zone", "+08:00",
                        "--seed", "77", "--size", "1600x1200"], check=True)
        return sound, after

    def visit(self):
        self.say("an inspector plans a covert visit to 市行政审批局; a leader approves it once both "
                 "who go have declared that nothing bars them",
                 "督查员拟定对市行政审批局的暗访任务，两名成员声明无须回避后，领导批准")
        self.sound, self.after = self.make_material()
        visit = self.json("lin", "visit", "add", "--scheme", "haicheng-2018", "--unit",
                          "市行政审批局", "--site", "政务服务大厅二楼综合窗口", "--method", "虚拟办事",
                          "--method", "录音录像", "--with", "wang", "--mandate",
                          "市营商环境专项整治领导小组2018年督查计划第3号", "--position",
                          "40.8524,122.6851,10", "--place-type", "public_service",
                          "--recusal-declared")
        self.visit_id = visit["id"]
        self.run("wang", "visit", "declare", visit["number"])
        self.run("zhu", "visit", "approve", visit["number"])
        self.run("lin", "visit", "start", visit["number"])
        return visit["number"]

    def collect(self, number):
        self.say("photos and sound over a link that breaks in the middle, and a recorder in a safe",
                 "经中途断开的网络上传照片和录音；执法记录仪另存保密柜")
        files = [*self.photos, self.sound]
        size = sum(pathlib.Path(f).stat().st_size for f in files)
        link = CutLink(self.url, after=max(20000, size // 12), cuts=3)
        self.run("lin", "evidence", "add", number, *files, "--position", "40.8524,122.6851,10",
                 "--position-source", "gps", "-j", "1", "--receipts", self.folder / "receipts",
                 server=link.url)
        print("     " + tell(f"the link broke {link.cuts} times; {len(files)} files arrived",
                            f"网络断开 {link.cuts} 次，{len(files)} 个文件全部送达"))
        link.close()
        recording = hashlib.sha256(b"the recorder's memory card").hexdigest()
        self.run("wang", "evidence", "refer", number, "--carrier",
                 "执法记录仪07号，市营商办保密柜二层", "--sha256", recording, "--duration", "1260")
        return self.json("lin", "evidence", "list", number)["items"]

    def settle_flags(self, *of):
        """Whoever verifies looks at what speaks against the evidence before building on it."""
        for _ in range(600):
            page = self.json("zhao", "flag", "list", *of, "--limit", "200")
            if page["waiting"] == 0:
                break
            time.sleep(1)
        for flag in page["items"]:
            if flag["state"] == "open":
                print("     " + flag["explanation"][tell("en", "zh_CN")])
                self.run("zhao", "flag", "answer", flag["id"], "--outcome", "explained", "--opinion",
                         "已向采集人核实并与其他证据比对，不影响采信。")

    def find(self, number, evidence):
        self.say("two findings; the office verifies the visit and establishes both",
                 "登记两个问题，办公室核实任务并认定属实")
        others = [e["id"] for e in evidence if e["kind"] in ("audio", "reference")]
        # Whatever else was given, a video for one, stands in for photos.
        photos = [e["id"] for e in evidence if e["id"] not in others] or others
        wanted = [
            ("未做到首问负责、一次性告知，“踢皮球”",
             f"{self.day.year}年{self.day.month}月{self.day.day}日，综合窗口工作人员对同一事项三次告知的材料清单不一致，申请人往返三次。",
             "《辽宁省优化营商环境条例》关于一次性告知的规定", "公布统一的一次性告知单并按单受理", photos),
            ("效率低下、办事拖拉",
             "办事时间内3个窗口中2个无人值守，叫号系统停用，等候超过40分钟。",
             "窗口人员准则与考核办法", "落实窗口AB岗，恢复叫号系统",
             list(dict.fromkeys(others + photos[:1]))),
        ]
        findings = []
        for category, fact, clause, requirement, shown in wanted:
            words = ["finding", "add", number, "--area", "a3", "--category", category, "--fact",
                     fact, "--clause", clause, "--requirement", requirement]
            for item in shown:
                words += ["--evidence", item]
            findings.append(self.json("lin", *words)["number"])
        self.run("lin", "visit", "submit", number, "--no-inducement", "--narrative",
                 "以办事群众身份取号办理，过程未作诱导；所见逐条登记。", "--from",
                 self.at(9, 50).isoformat(), "--to", self.at(10, 45).isoformat())
        self.settle_flags("--visit", number)
        for finding in findings:
            self.run("zhao", "finding", "establish", finding, "--with", "qian", "--opinion",
                     "照片、录音与记录一致，属实。")
        self.run("zhao", "visit", "verify", number, "--opinion", "两个问题均属实，材料齐全。")
        return findings

    def order(self, findings):
        self.say("an order is drafted, reviewed, signed, numbered, served and received",
                 "整改通知：拟稿、审核、签发、编号、送达、签收")
        order = self.json("sun", "order", "draft", *findings, "--rectify", "30d", "--requirements",
                          "对照问题清单逐项整改，规范窗口值守和一次性告知。", "--contact-phone",
                          "0412-0000000", "--contact-name", "孙某")["id"]
        if self.json("sun", "order", "show", order)["state"] == "draft":
            self.run("sun", "order", "submit", order, "--without-countersign",
                     "已当面征求各牵头单位意见")
        self.run("li", "order", "review", order, "--outcome", "approve", "--opinion", "同意")
        self.run("zhou", "order", "sign", order)
        number = self.json("wu", "order", "number", order)["number"]["text"]
        self.run("wu", "order", "serve", number, "--channel", "政务外网")
        self.run("feng", "order", "receive", number, "--signatory", "冯某")
        self.letter = self.folder / "整改通知.pdf"
        self.run("wu", "order", "print", number, "-o", self.letter)
        self.receipt = self.folder / "送达回证.pdf"
        self.run("wu", "order", "print", number, "--receipt", "-o", self.receipt)
        return number

    def rectify(self, number):
        self.say("the unit files its plan and its feedback; two re-inspectors pass it; it is closed",
                 "责任单位报送方案和整改反馈，两名复查人复查合格，销号")
        self.run("chen", "order", "plan", number, "--causes", "窗口人员轮换频繁，未落实AB岗",
                 "--measure", "增设AB岗并公示值班表", "--measure", "印制一次性告知单", "--target",
                 "窗口在岗率100%，材料清单一次告知", "--responsible-person", "陈某",
                 "--complete-by", f"{self.today + datetime.timedelta(days=14):%Y-%m-%d}")
        self.run("zheng", "order", "accept", number)
        self.run("li", "order", "accept", number)
        self.run("chen", "order", "feedback", number, "--summary",
                 "两项措施均已落实，值班表和告知单已上墙。", "--completion", "done", "--photo", self.after)
        self.run("chu", "order", "reinspect", number, "--with", "wei", "--method", "实地复查",
                 "--passed", "--record", "窗口均有人值守，告知单与系统一致。", "--satisfaction", "满意")
        self.run("wei", "order", "confirm", number, "--agree")
        self.settle_flags("--order", number)
        self.run("jiang", "order", "close", number, "--mechanism", "窗口值守轮岗制度")
        self.ledger = self.folder / "台账.csv"
        self.run("li", "report", "ledger", "--scheme", "haicheng-2018", "--format", "csv", "-o",
                 self.ledger)

    def wait_examined(self, number):
        """A case is fixed with what is found in its files, and many photos take their time."""
        for _ in range(600):
            if not self.json("zhao", "evidence", "list", number, "--state", "received",
                             "--limit", "1")["items"]:
                return
            time.sleep(1)

    def refer(self, number, finding):
        self.say("one finding goes to 市纪委: approved, packed, checked without the service, sent",
                 "一个问题线索移送市纪委：批准、打包、离线核验、移送")
        referral = self.json("shen", "referral", "draft", finding, "--to", "市纪委", "--basis",
                             "《政府督查工作条例》第二十三条", "--summary",
                             "窗口人员对同一事项多次告知不一致，涉嫌故意刁难，线索移送。", "--suspicion",
                             "discipline_violation", "--contact-phone", "0412-0000000")["id"]
        self.wait_examined(number)
        self.run("zhou", "referral", "approve", referral)
        self.transfer = self.folder / "移送函.pdf"
        self.run("shen", "referral", "print", referral, "-o", self.transfer)
        self.run("shen", "referral", "print", referral, "--list", "-o", self.folder / "移送清单.pdf")
        self.pack = self.folder / "移送材料.zip"
        self.run("shen", "pack", "export", referral, "-o", self.pack)
        print(self.run("shen", "pack", "verify", self.pack), end="")
        self.run("shen", "referral", "send", referral, "--method", "机要交换")
        self.run("shen", "referral", "receive", referral, "--receiver", "市纪委信访室")
        print(self.run("you", "log", "verify"), end="")

    def play(self):
        self.start()
        self.set_up()
        number = self.visit()
        findings = self.find(number, self.collect(number))
        self.rectify(self.order(findings))
        self.refer(number, findings[0])

    def conclude(self, keep):
        made = [("letter", "整改通知", self.letter), ("receipt", "送达回证", self.receipt),
                ("ledger", "台账", self.ledger), ("transfer", "移送函", self.transfer),
                ("pack", "证据包", self.pack), ("receipts", "上传回执", self.folder / "receipts")]
        print()
        for english, chinese, path in made:
            print(f"{tell(english.ljust(8), chinese)} {path}")
        if keep:
            print("\n" + tell(
                f"The service stays at {self.url} (process {self.service.pid}). Log in, for one, with",
                f"服务仍在 {self.url} 运行（进程 {self.service.pid}）。例如这样登录："))
            print(f"  {self.anfang_path} login {self.url} --account zhu "
                  f"--password-file {self.folder / 'zhu.password'}")
            print(tell(f"Every account NAME has its password in {self.folder}/NAME.password. Stop it with",
                       f"各账户的密码在 {self.folder}/账户名.password 中。停止服务："))
            print(f"  kill {self.service.pid}")
            return
        self.stop()
        data = self.folder / "data"
        subprocess.run([self.build / "src" / "anfangd", "--data", data, "fsck"], check=True)
        print("\n" + tell("The service is stopped, and fsck found nothing wrong.",
                          "服务已停止，fsck 未发现问题。"))


def main():
    parser = argparse.ArgumentParser(usage="./dev demo [--keep] [--folder DIR] [PHOTO…]")
    parser.add_argument("--keep", action="store_true", help="leave the service running")
    parser.add_argument("--folder", type=pathlib.Path, help="where everything goes")
    parser.add_argument("photos", nargs="*", type=pathlib.Path)
    arguments = parser.parse_args()
    for photo in arguments.photos:
        if not photo.is_file():
            parser.error(f"{photo} is no file")
    folder = arguments.folder or pathlib.Path(tempfile.mkdtemp(prefix="anfang-demo-"))
    folder.mkdir(parents=True, exist_ok=True)
    demo = Demo(folder.resolve(), [photo.resolve() for photo in arguments.photos])
    played = False
    try:
        demo.play()
        demo.conclude(arguments.keep)
        played = True
    finally:
        if not (played and arguments.keep):
            demo.stop()


if __name__ == "__main__":
    main()
