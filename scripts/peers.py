#!/usr/bin/env python3
"""Reads pages with the right values by huiying and by what else reads articles, on the same bytes.

    scripts/peers.py [DATA]     DATA holds fieldcases/dev and web (default $HUIYING_SHARED/data)

Prints for each how many titles, days, minutes and texts are right. A text is right when it holds
every sentence that it has to and no word that does not belong to it. Pages that lead on to others
or hold several letters are left out: only ours follows and parts them. trafilatura and htmldate
name no minute. Peers are installed by pip, each into an environment of its own below HUIYING_CACHE
(default ~/.cache/huiying); one that cannot be installed is left out, and said.
"""
import collections
import concurrent.futures
import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import urllib.parse
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
PEERS = {"trafilatura": ["trafilatura", "lxml_html_clean"], "htmldate": ["htmldate"], "gne": ["gne"]}
CACHE = pathlib.Path(os.environ.get("HUIYING_CACHE") or
                     pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "huiying")


def text_of(body):
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def by_trafilatura(body):
    import trafilatura
    d = trafilatura.bare_extraction(body, with_metadata=True)
    return {"title": d.title, "published": d.date, "text": d.text} if d else {}


def by_htmldate(body):
    import htmldate
    return {"published": htmldate.find_date(text_of(body), original_date=True)}


def by_gne(body):
    import gne
    d = gne.GeneralNewsExtractor().extract(text_of(body))
    return {"title": d.get("title"), "published": d.get("publish_time"), "text": d.get("content")}


def work(name):
    """What runs in a peer's environment: paths on stdin, a line of JSON for each on stdout."""
    read = globals()["by_" + name]
    for path in sys.stdin.read().split("\n"):
        try:
            out = read(pathlib.Path(path).read_bytes())
        except Exception as e:  # a page that a peer cannot read has nothing right
            print(f"{name}: {path}: {e}"[:200], file=sys.stderr)
            out = {}
        print(json.dumps(out, ensure_ascii=False, default=str))


def peer(name, pages):
    """What a peer reads of the pages; None where it cannot be installed."""
    home = CACHE / "peers" / name
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        venv.create(home, with_pip=True, clear=True)
        for step in [["-m", "pip", "install", "-q", *PEERS[name]], ["-c", f"import {name}"]]:
            done = subprocess.run([python, *step], capture_output=True, text=True)
            if done.returncode != 0:
                print(f"{name} could not be installed and is left out: {done.stderr.strip()[-200:]}", file=sys.stderr)
                return None, ""
        (home / "ready").touch()
    shown = subprocess.run([python, "-m", "pip", "show", name], capture_output=True, text=True).stdout
    version = re.search(r"^Version: (\S+)", shown, re.M).group(1)
    done = subprocess.run([python, __file__, "--work", name], input="\n".join(str(p["path"]) for p in pages),
                          stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()], version


class Site(http.server.BaseHTTPRequestHandler):
    """Serves each page as /N and a list that leads to it alone as /list/N."""
    pages = []

    def do_GET(self):
        at = urllib.parse.urlsplit(self.path).path.strip("/").split("/")
        if not at[-1].isdigit():
            return self.send_error(404)
        page, head = self.pages[int(at[-1])], {"Content-Type": "text/html"}
        if at[0] == "list":
            body = f'<ul><li><a class=entry href="/{at[-1]}">测试条目的标题 {at[-1]}</a></li></ul>'.encode()
            head = {"Content-Type": "text/html; charset=utf-8"}
        else:
            body = page["path"].read_bytes()
            head.update(page["headers"])
        self.send_response(head.pop("_status", 200))
        for k, v in {**head, "Content-Length": len(body)}.items():
            self.send_header(k, str(v))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


def ours(pages, data):
    """What huiying reads of the pages, each behind a list as in daily work."""
    Site.pages = pages
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def read(i):
        done = subprocess.run(
            [ROOT / "bin" / "huiying", "source", "try", f"http://127.0.0.1:{server.server_port}/list/{i}",
             "--config", data / "fieldcases" / "config", "--source", "tryall", "--json", "--allow", "127.0.0.0/8"],
            capture_output=True, text=True, timeout=300)
        items = json.loads(done.stdout)["items"] if done.stdout.strip() else []
        item = items[0] if items else {}
        return {"title": item.get("title"), "published": item.get("published_at"), "text": item.get("text")}

    with concurrent.futures.ThreadPoolExecutor(4) as many:
        out = list(many.map(read, range(len(pages))))
    server.shutdown()
    return out


def pages_of(data):
    """The pages with the right values: the shared cases of one article or letter, and saved pages."""
    out = []
    for line in (data / "fieldcases/dev/expected.jsonl").read_text().splitlines():
        e = json.loads(line)
        x = e["expect"]
        if e["how"] != "article" or x.get("n", 1) != 1 or re.search("forwarding|in pages", e["kind"]):
            continue
        out.append({"set": "letters" if re.search("letter|label|mailbox|reply|person", e["kind"]) else "articles",
                    "path": data / "fieldcases/dev" / e["file"], "headers": e.get("headers") or {},
                    "title": x.get("title"), "time": x.get("time"), "has": x.get("has", []), "hasnot": x.get("hasnot", [])})
    for line in (data / "web/expected.jsonl").read_text().splitlines():
        e = json.loads(line)
        if e["file"].startswith("pages/"):
            out.append({"set": "saved pages", "path": data / "web" / e["file"], "headers": {}, "title": e.get("title"),
                        "time": e.get("published"), "has": e.get("must_contain", []),
                        "hasnot": e.get("must_not_contain", [])})
    return out


def plain(s):
    return re.sub(r"\s", "", s or "")


def moment(s):
    """Day and minute of a time as it is written; the minute is None where it says none."""
    m = re.search(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D{1,3}(\d{1,2}):(\d{2}))?", s or "")
    if not m:
        return None, None
    day = tuple(map(int, m.groups()[:3]))
    return day, (int(m[4]), int(m[5])) if m[4] else None


def judge(page, got):
    """Right or not, for each field whose right value is known."""
    out = {}
    if page["title"]:
        out["title"] = plain(got.get("title")) == plain(page["title"])
    if page["time"]:
        day, minute = moment(page["time"])
        said, at = moment(got.get("published"))
        out["day"] = said == day
        if minute and minute != (0, 0):
            out["minute"] = said == day and at == minute
    if page["has"]:
        text = plain(got.get("text"))
        out["text"] = all(plain(w) in text for w in page["has"]) and not any(w in text for w in page["hasnot"])
    return out


def main():
    if sys.argv[1:2] == ["--work"]:
        return work(sys.argv[2])
    shared = pathlib.Path(os.environ.get("HUIYING_SHARED") or ROOT / "../shared")
    data = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "data"
    if not (data / "fieldcases").is_dir():
        return print(f"skipped: {data}/fieldcases is absent")
    pages = pages_of(data)
    results = {"huiying": ours(pages, data)}
    for name in PEERS:
        got, version = peer(name, pages)
        if got:
            results[f"{name} {version}"] = got
    fields = ["title", "day", "minute", "text"]
    for part in dict.fromkeys(p["set"] for p in pages):
        of = [i for i, p in enumerate(pages) if p["set"] == part]
        print(f"\n| {part} ({len(of)}) | " + " | ".join(fields) + " |\n| --- |" + " --- |" * len(fields))
        for name, got in results.items():
            right, known = collections.Counter(), collections.Counter()
            for i in of:
                for field, ok in judge(pages[i], got[i]).items():
                    right[field] += ok
                    known[field] += 1
            says = {f for g in got for f in g}
            told = {"title": "title" in says, "day": True, "text": "text" in says,
                    "minute": not name.startswith(("trafilatura", "htmldate"))}
            print(f"| {name} | " + " | ".join(f"{right[f]}/{known[f]}" if told[f] else "-" for f in fields) + " |")


if __name__ == "__main__":
    main()
