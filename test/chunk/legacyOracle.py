"""The chunk rules of the historical notebooks, written from their description with pandas; shares no code with lib.

Standard input: a list of cases {platform, id, chat: [[atMs, kind, text]], speech: [[startMs, text]], window, zeroOffset,
speechAtZero, pandas}. Standard output: for each case {combined: {name: text}, chat: {name: text}}.
"""

import csv
import io
import json
import math
import sys

import pandas as pd


def through_csv(texts, missing):
    """Texts as the notebooks got them from a CSV: what pandas takes for missing becomes `missing`."""
    if not texts:
        return []
    file = io.StringIO(newline="")
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(["n", "text"])
    writer.writerows(enumerate(texts))
    file.seek(0)
    # "None" is missing by default from pandas 2 on.
    frame = pd.read_csv(file, dtype={"text": str}, na_values=["None"])
    return [missing if pd.isna(value) else value for value in frame["text"]]


def clean(text):
    return text.replace("\n", " ").strip()


def second(ms):
    return max(0, math.floor(ms / 1000))


def chunks(case):
    platform = case["platform"]
    missing = "" if platform == "pococha" and case["pandas"] == 3 else "nan"
    chat = [row for row in case["chat"] if platform != "youtube" or row[1] == "text"]
    index = [i for i, row in enumerate(case["chat"]) if platform != "youtube" or row[1] == "text"]
    chat_texts = [row[2] for row in chat]
    speech_texts = [row[1] for row in case["speech"]]
    if platform == "pococha":
        chat_texts = through_csv(chat_texts, missing)
    if platform in ("pococha", "twitch"):
        speech_texts = through_csv(speech_texts, missing)
    rows = []
    for i, row, text in zip(index, chat, chat_texts):
        t = 0 if platform == "twitch" and case["zeroOffset"] else second(row[0])
        rows.append({"t": t, "rank": 0, "orig_idx": i, "content": clean(text)})
    for i, (row, text) in enumerate(zip(case["speech"], speech_texts)):
        t = 0 if case["speechAtZero"] else second(row[0])
        rows.append({"t": t, "rank": 1, "orig_idx": i, "content": clean(text)})
    frame = pd.DataFrame(rows, columns=["t", "rank", "orig_idx", "content"])
    not_blank = frame["content"] != ""
    merged = frame[not_blank].sort_values(["t", "rank", "orig_idx"], kind="mergesort")
    kept_chat = frame["rank"] == 0
    only = frame[kept_chat if platform == "pococha" else kept_chat & not_blank].sort_values(
        ["t", "orig_idx"], kind="mergesort"
    )
    times = list(merged["t"]) + list(only["t"])
    out = {"combined": {}, "chat": {}}
    if not times:
        return out
    for k in range(1, max(times) // case["window"] + 2):
        low, high = case["window"] * (k - 1), case["window"] * k
        both = merged[(merged["t"] >= low) & (merged["t"] < high)]
        lone = only[(only["t"] >= low) & (only["t"] < high)]
        if platform == "youtube" and sum(len(text) for text in lone["content"]) < 100:
            continue
        name = f"{case['id']}_{k}.txt"
        if len(both):
            tags = both["rank"].map({0: "[CHAT] ", 1: "[SPEECH] "})
            out["combined"][name] = "\n".join(tags + both["content"]) + "\n"
        if len(lone):
            out["chat"][name] = "\n".join("[CHAT] " + lone["content"]) + "\n"
    return out


json.dump([chunks(case) for case in json.load(sys.stdin)], sys.stdout)
