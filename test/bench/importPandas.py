"""The job of `livecorpus import` as one would do it in pandas: json.load, rows, frame, gzip. Arguments: OUT FILE..."""

import base64
import hashlib
import hmac
import json
import resource
import sys

import pandas as pd

key = bytes(32)
pseudonyms = {}


def pseudonym(author):
    if author not in pseudonyms:
        digest = hmac.new(key, ("twitch\n" + author).encode(), hashlib.sha256).digest()
        pseudonyms[author] = "a_" + base64.b32encode(digest).decode().lower()[:16]
    return pseudonyms[author]


def row(comment, file, index):
    message = comment["message"]
    return {
        "id": comment["_id"],
        "atMs": round(comment["content_offset_seconds"] * 1000),
        "author": pseudonym(comment["commenter"]["_id"]),
        "roles": [badge["_id"] for badge in message["user_badges"] or []],
        "kind": "paid" if message["bits_spent"] else "text",
        "amount": message["bits_spent"] or None,
        "text": message["body"],
        "emotes": [part["text"] for part in message["fragments"] if part["emoticon"]],
        "file": file,
        "index": index,
    }


out, *files = sys.argv[1:]
frames = []
for file in files:
    with open(file, encoding="utf-8") as log:
        comments = json.load(log)["comments"]
    frames.append(pd.DataFrame([row(comment, file, index) for index, comment in enumerate(comments)]))
messages = pd.concat(frames).drop_duplicates("id").sort_values("atMs", kind="stable")
gzip = {"method": "gzip", "compresslevel": 1}
messages.to_json(out, orient="records", lines=True, force_ascii=False, compression=gzip)
print(json.dumps({"messages": len(messages), "peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}))
