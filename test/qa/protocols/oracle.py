"""Makes a seeded run of one historical protocol and scores it with pandas; shares no code with the project.

    oracle.py PROTOCOL SEED DIRECTORY    writes the run's files, prints its metrics as JSON
    oracle.py PROTOCOL score DIRECTORY [TABLE]   scores a run that is there already; TABLE is its log (A) or its tasks (B, C)
    oracle.py read                       reads [protocol, question, reply] triples, prints what the protocol makes of each
"""
import hashlib
import json
import os
import random
import re
import sys

import numpy as np
import pandas as pd

BASE = 20240917
STAGES = {
    "Q1": ["Q1_LLM2_combined", "Q1_LLM3_nothing", "Q1_LLM4_chat", "Q1_LLM5_nothing"],
    "Q2": ["Q2_LLM6_combined", "Q2_LLM7_nothing", "Q2_LLM8_chat", "Q2_LLM9_nothing"],
}


# --- what a protocol makes of a reply -------------------------------------------------------------------------------


def recover(text, protocol):
    candidates = [text]
    fenced = re.search(r"```(?:json)?\s*(\{.*?\})\s*```", text, re.S)
    if fenced:
        candidates.append(fenced.group(1))
    if "{" in text and "}" in text:
        candidates.append(text[text.index("{") : text.rindex("}") + 1])
    for candidate in candidates:
        try:
            value = json.loads(candidate)
        except ValueError:
            continue
        if protocol == "C" and not value:
            return {"raw_text": text}
        return value
    return {"raw_text": text}


def to_int(value):
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        return None


def read_a(value, question):
    """(pred, valid, invalid_format), or "crash" """
    key = "q1_index" if question == "Q1" else "q2_index"
    answers = value.get("answers") if isinstance(value, dict) else None
    if isinstance(answers, (int, float)):
        return "crash"
    if not isinstance(answers, dict) or key not in answers:
        return None, False, 0
    pred = to_int(answers[key])
    valid = pred in (0, 1, 2, 3)
    return pred, valid, 0 if valid else 1


def read_bc(value, question):
    """(pred, invalid_format)"""
    key = "q1_index" if question == "Q1" else "q2_index"
    answers = value.get("answers") if isinstance(value, dict) else None
    if not isinstance(answers, dict):
        return None, 1
    pred = to_int(answers[key] if key in answers else answers.get("index"))
    return (pred, 0) if pred in (0, 1, 2, 3) else (None, 1)


# --- a model that answers in every wrong way ------------------------------------------------------------------------


def say(rng, question, right, skill):
    """A reply, mostly a good one; `right` is what a good one names with probability `skill`."""
    key = "q1_index" if question == "Q1" else "q2_index"
    n = right if rng.random() < skill else rng.randrange(4)
    good = json.dumps({"answers": {key: n}})
    if rng.random() < 0.55:
        return good
    odd = [
        "```json\n" + good + "\n```",
        "```\n" + good + "```",
        "答えは " + good + " です。",
        json.dumps({"answers": {key: str(n)}}),
        json.dumps({"answers": {key: float(n)}}),
        json.dumps({"answers": {key: n + 0.9}}),
        json.dumps({"answers": {key: " +%d " % n}}),
        json.dumps({"answers": {key: "０１２３"[n]}}, ensure_ascii=False),
        json.dumps({"answers": {key: True}}),
        json.dumps({"answers": {key: "1_0"}}),
        json.dumps({"answers": {key: 7}}),
        json.dumps({"answers": {key: -1}}),
        json.dumps({"answers": {key: "2.0"}}),
        json.dumps({"answers": {key: "B"}}),
        json.dumps({"answers": {key: None}}),
        json.dumps({"answers": {key: [n]}}),
        json.dumps({"answers": {key: float("nan")}}),
        json.dumps({"answers": {"index": n}}),
        json.dumps({"answers": {key: None, "index": n}}),
        json.dumps({"answers": [n]}),
        json.dumps({"answer": n}),
        "",
        "",
        "",
        "I cannot tell.",
        "{" + good,
        "[]",
        "0",
        "{}",
        "null",
        "[1, 2]",
    ]
    return rng.choice(odd)


# --- files ----------------------------------------------------------------------------------------------------------


def write(root, name, text):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def write_json(root, name, value):
    write(root, name, json.dumps(value, ensure_ascii=False, indent=2))


def question_file(rng, indexes):
    made = []
    for i, index in enumerate(indexes):
        question = {"question": "問%d" % (i + 1), "choices": ["甲%d" % rng.randrange(10**6) for _ in range(4)], "explanation": ""}
        if index != "missing":
            question["answer_index"] = index
        made.append(question)
    return {"questions": made}


def any_form(rng, n):
    """An index as a model may have written it."""
    return rng.choice([n, n, n, str(n), float(n), " %d" % n])


# --- protocol A -----------------------------------------------------------------------------------------------------

ARMS = ["combined", "chat_cond", "chat_uncond"]


def make_a(rng, root):
    bucket = rng.random() < 0.5
    questions_at = "questions/run_1050/full/" if bucket else "questions_full/"
    answers_at = "answers/run_1050/" if bucket else "answers_"
    log = "logs/run_1050/adopted_chunks_top100.csv" if bucket else "run_logs/adopted_chunks_top100.csv"
    chunks = []
    for live in range(1000000001, 1000000001 + rng.randrange(4, 9)):
        if rng.random() < 0.15:
            chunks.append((live, None, "no_combined", False))
        for k in range(1, rng.randrange(2, 7)):
            status = rng.choice(["ok"] * 8 + ["skip_short", "mcq_invalid", "read_combined_failed"])
            chunks.append((live, k, status, rng.random() < 0.8))
    saved = {}
    rows = []

    def answer(question, arm, name, right):
        """The stage's object, from its file where there is one; only objects are saved."""
        place = answers_at + "%s_%s/%s" % (question.lower(), arm, name)
        if place not in saved:
            value = recover(say(rng, question, right, 0.9 if arm == "combined" else 0.7), "A")
            if not isinstance(value, dict):
                return None, None
            saved[place] = value
            write_json(root, place, value)
        return saved[place], "gs://bucket/answers/run_1050/%s_%s/%s" % (question.lower(), arm, name)

    indexes = {}
    for _ in range(rng.choice([1, 1, 2, 3])):  # a resume appends every row again
        for live, k, status, has_chat in chunks:
            name = "%s_%s.json" % (live, k)
            row = {"live_id": live, "chunk_idx": k, "status": status}
            rows.append(row)
            if status == "no_combined":
                continue
            row["has_chat"] = has_chat
            if status == "skip_short":
                row["combined_len_raw"] = rng.randrange(500)
            if status != "ok":
                continue
            if name not in indexes:
                indexes[name] = [any_form(rng, rng.randrange(4)) for _ in range(2)]
                write_json(root, questions_at + name, question_file(rng, indexes[name]))
            row["mcq_full_path"] = "gs://bucket/questions/run_1050/full/" + name
            row["chat_path"] = "gs://bucket/chat/%s_%s.txt" % (live, k) if has_chat else None
            for question, index in zip(["Q1", "Q2"], indexes[name]):
                q = question.lower()
                right = int(index)
                row[q + "_gt"] = right
                for arm in ARMS:
                    if arm != "combined" and not has_chat:
                        continue
                    if arm == "chat_cond" and row.get(q + "_correct_combined") != 1:
                        continue
                    if arm == "chat_cond" and rng.random() < 0.05:
                        continue  # the original may have been stopped here
                    value, path = answer(question, arm, name, right)
                    pred, valid, invalid = read_a(value, question)
                    row["ans_%s_%s_path" % (q, arm)] = path
                    row["%s_pred_%s" % (q, arm)] = pred
                    row[q + "_correct_combined" if arm == "combined" else "%s_%s_correct" % (q, arm)] = (
                        int(pred == right) if valid else None
                    )
                    row["%s_%s_invalid_format" % (q, arm)] = invalid
    columns = ["live_id", "chunk_idx", "status", "chat_path", "has_chat", "mcq_full_path"]
    for q in ["q1", "q2"]:
        columns += ["ans_%s_%s_path" % (q, arm) for arm in ARMS] + [q + "_gt"]
        for arm in ARMS:
            columns += ["%s_pred_%s" % (q, arm), q + "_correct_combined" if arm == "combined" else "%s_%s_correct" % (q, arm)]
            columns += ["%s_%s_invalid_format" % (q, arm)]
    table = pd.DataFrame(rows).reindex(columns=columns + ["err", "combined_len_raw"])
    path = os.path.join(root, log)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    table.to_csv(path, index=False)
    return {
        "layout": {"log": log, "answers": answers_at, "questions": questions_at.replace("full/", "")},
        "metrics": score_a(pd.read_csv(path)),
        "duplicateRows": int(table.duplicated(["live_id", "chunk_idx"]).sum()),
    }


def accuracy(right, total):
    return None if total == 0 else float(right) / float(total)


def score_a(df):
    out = {"invalid_format_total": 0}
    has_chat = df["has_chat"].eq(True)
    for q in ["q1", "q2"]:
        combined = df[q + "_correct_combined"]
        uncond = df[q + "_chat_uncond_correct"]
        cond = df[q + "_chat_cond_correct"]
        for name, correct in [("combined", combined), ("chat_uncond", uncond)]:
            total, right = int(correct.notna().sum()), int(correct.sum())
            out["%s_%s_total" % (q, name)] = total
            out["%s_%s_correct_total" % (q, name)] = right
            out["%s_%s_accuracy" % (q, name)] = accuracy(right, total)
        possible = combined.eq(1) & has_chat
        triggered = df["ans_%s_chat_cond_path" % q].notna() | cond.notna()
        right = int(cond[triggered].fillna(0).sum())
        out[q + "_chat_cond_possible_total"] = int(possible.sum())
        out[q + "_chat_cond_trigger_total"] = int(triggered.sum())
        out[q + "_chat_cond_answered_total"] = int(triggered.sum())
        out[q + "_chat_cond_correct_total"] = right
        out[q + "_chat_cond_accuracy"] = accuracy(right, int(triggered.sum()))
        out[q + "_chat_cond_not_attempted_total"] = int((possible & ~triggered).sum())
        for arm in ARMS:
            out["invalid_format_total"] += int(df["%s_%s_invalid_format" % (q, arm)].fillna(0).sum())
    return out


# --- protocols B and C ----------------------------------------------------------------------------------------------


def permutation(live, chunk, question):
    text = "%s|%s|%s|%s" % (BASE, live, chunk, question)
    seed = int.from_bytes(hashlib.blake2b(text.encode("utf-8"), digest_size=8).digest(), "little")
    return [int(i) for i in np.random.default_rng(seed).permutation(4)]


def make_bc(rng, root, protocol):
    run = "runs/label/"
    lives = [str(1000000001 + i) for i in range(rng.randrange(5, 9))] + ["AbC_dEf-%d" % rng.randrange(1000)]
    selected = lives[: rng.randrange(3, len(lives))] + lives[-1:]
    table, shuffles, logs, files = [], {}, [], []
    for live in lives:
        for k in range(1, rng.randrange(2, 7)):
            # The original's file-name parser lost the chunk of ids with underscores.
            chunk = None if "_" in live and k == 1 else k
            has_chat = rng.random() < 0.75
            name = "%s_%s.json" % (live, "None" if chunk is None and protocol == "C" else k)
            status = rng.choice(["ok"] * 6 + ["mcq_invalid"])
            table.append({"live": live, "chunk": chunk, "status": status, "has_chat": has_chat, "file": name})
            if status != "ok":
                continue
            right = [rng.randrange(4), rng.randrange(4)]
            indexes = [any_form(rng, n) for n in right]
            fate = rng.random()
            if fate < 0.1:
                continue  # question file lost, or never made
            if protocol == "C" and fate < 0.3:
                indexes[rng.randrange(2)] = rng.choice([-1, -4, -5, 4, 9, "missing", None, "-2"])
            questions = question_file(rng, indexes)
            files.append(questions)
            write_json(root, ("questions_full/" if protocol == "B" else run + "questions/full/") + name, questions)
            if protocol == "C" and 0.1 <= fate < 0.3:
                continue  # the shuffle died of it
            for question, made, n in zip(["Q1", "Q2"], questions["questions"], right):
                perm = permutation(live, chunk, question)
                key = "%s_%s_%s" % (live, "NA" if chunk is None else chunk, question)
                shuffles[key] = {
                    "key": key, "live_id": int(live) if live.isdigit() else live, "chunk_idx": chunk, "qname": question,
                    "question": made["question"], "orig_choices": made["choices"],
                    "new_choices": [made["choices"][i] for i in perm], "orig_gt_index": n,
                    "new_gt_index": perm.index(n), "perm_new_to_old": perm,
                }
                logs += answer_bc(rng, protocol, shuffles[key], has_chat)
    for shuffle in shuffles.values():
        write_json(root, run + "shuffled/by_key/%s.json" % shuffle["key"], shuffle)
    for log in logs:
        write_json(root, run + "logs/%s/by_key/%s.json" % (log["stage"], log["key"]), log)
    manifest = {"run_label": "label", "num_live_requested": len(selected), "rng_seed_base": BASE}
    manifest.update({"run_tag": "run_1050"} if protocol == "B" else {"run_id": "20240917_1"})
    write_json(root, run + "manifest.json", manifest)
    write_json(root, run + "selected_live_ids.json", {"live_ids": [int(i) if i.isdigit() else i for i in selected]})
    if protocol == "B":
        table += rng.sample(table, rng.choice([0, 3]))  # what A doubled
        pd.DataFrame({
            "live_id": [t["live"] for t in table], "chunk_idx": [t["chunk"] for t in table],
            "status": [t["status"] for t in table],
            "chat_path": ["gs://bucket/chat/x.txt" if t["has_chat"] else None for t in table],
            "mcq_full_path": ["gs://bucket/questions/full/" + t["file"] if t["status"] == "ok" else None for t in table],
        }).to_csv(table_at(root, "run_logs/adopted_chunks_top100.csv"), index=False)
    else:
        pd.DataFrame({
            "vod_id": [t["live"] for t in table], "chunk_idx": pd.array([t["chunk"] for t in table], dtype="Int64"),
            "combined_path": "gs://bucket/combined/x.txt",
            "chatonly_path": ["gs://bucket/chat/x.txt" if t["has_chat"] else None for t in table],
        }).to_csv(table_at(root, "pairs/llmqa_pairs_20240917_1.csv"), index=False)
    tasks = []
    for t in table:
        usable = t["live"] in selected and t["status"] == "ok"
        for question in ["Q1", "Q2"]:
            key = "%s_%s_%s" % (t["live"], "NA" if t["chunk"] is None else t["chunk"], question)
            if usable and key in shuffles:
                tasks.append({**shuffles[key], "has_chat": t["has_chat"]})
    return {
        "layout": {"run": run, "tasks": "run_logs/adopted_chunks_top100.csv" if protocol == "B" else "pairs/llmqa_pairs_20240917_1.csv", "generatedAt": "2024-09-17T12:00:00"},
        "metrics": score_bc(protocol, manifest, selected, logs, tasks, files, shuffles),
        "logs": len(logs), "tasks": len(tasks),
    }


def table_at(root, name):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def answer_bc(rng, protocol, shuffle, has_chat):
    question = shuffle["qname"]
    right = shuffle["new_gt_index"]
    made = []

    def log(stage, skill):
        raw = say(rng, question, right, skill)
        pred, invalid = read_bc(recover(raw, protocol), question)
        entry = {
            "key": shuffle["key"], "stage": stage, "live_id": shuffle["live_id"], "chunk_idx": shuffle["chunk_idx"],
            "qname": question, "new_gt_index": right, "pred_index": pred, "invalid_format": invalid,
            "correct": None if invalid else int(pred == right), "prompt_sent": "p", "raw_response": raw,
        }
        made.append(entry)
        return entry

    combined, nothing, chat, again = STAGES[question]
    if rng.random() < 0.03:
        return made  # stopped before this one
    first = log(combined, 0.9)
    if rng.random() < 0.03:
        return made
    if log(nothing, 0.2)["correct"] != 1 and first["correct"] == 1:
        if has_chat:
            log(chat, 0.7)
        log(again, 0.2)
    return made


def shares(positions):
    counts = pd.Series(positions, dtype="float64").value_counts()
    n = max(1, int(sum(counts.get(float(i), 0) for i in range(4))))
    return {str(i): float(counts.get(float(i), 0)) / n for i in range(4)}


def before(files):
    counts = {"Q1": [0, 0, 0, 0], "Q2": [0, 0, 0, 0]}
    for file in files:
        try:
            for question, made in zip(["Q1", "Q2"], file["questions"]):
                counts[question][int(made["answer_index"])] += 1
        except (KeyError, TypeError, ValueError, IndexError):
            continue
    return {q: {str(i): c[i] / max(1, sum(c)) for i in range(4)} for q, c in counts.items()}


def score_bc(protocol, manifest, selected, logs, tasks, files, shuffles):
    df = pd.DataFrame(logs, columns=["stage", "key", "live_id", "chunk_idx", "qname", "pred_index", "invalid_format", "correct"])
    tasks = pd.DataFrame(tasks, columns=["key", "qname", "orig_gt_index", "new_gt_index", "has_chat"])
    summaries, sizes = {}, {}
    for question, codes in STAGES.items():
        summaries[question] = {}
        for code in codes:
            stage = df[df["stage"] == code]
            valid = stage[stage["invalid_format"] == 0]
            right = int(stage["correct"].fillna(0).sum())
            summaries[question][code] = {
                "provided": len(stage), "answered_valid": len(valid), "correct_total": right,
                "accuracy": accuracy(right, len(valid)), "pred_index_dist": shares(valid["pred_index"].tolist()),
                "invalid_format_total": int(stage["invalid_format"].sum()),
            }
        on = ["key", "live_id", "chunk_idx", "qname"]
        both = df[df["stage"] == codes[0]].merge(df[df["stage"] == codes[1]], on=on, suffixes=("", "_nothing"))
        nothing_not = both["correct_nothing"].eq(0) | both["correct_nothing"].isna() | both["invalid_format_nothing"].eq(1)
        subset = tasks[tasks["key"].isin(both[both["correct"].eq(1) & nothing_not]["key"])]
        sizes[question + "_total"] = len(subset)
        sizes[question + "_with_chat"] = int(subset["has_chat"].astype(bool).sum())
    out = {"run_label": "label", "num_live": len(selected), "stage_summaries": summaries, "subset_sizes": sizes}
    out["generated_at"] = "2024-09-17T12:00:00"
    if protocol == "B":
        out["run_tag"] = manifest["run_tag"]
        out["gt_index_distribution"] = {
            "%s_%s" % (q, which): shares(tasks[tasks["qname"] == q][column].tolist())
            for q in ["Q1", "Q2"]
            for which, column in [("original", "orig_gt_index"), ("shuffled", "new_gt_index")]
        }
    else:
        out["run_id"] = manifest["run_id"]
        out["gt_index_distribution_before"] = before(files)
        out["gt_index_distribution_after"] = {
            q: shares([s["new_gt_index"] for s in shuffles.values() if s["qname"] == q]) for q in ["Q1", "Q2"]
        }
    return out


def load_json(root, folder):
    at = os.path.join(root, folder)
    names = sorted(os.listdir(at)) if os.path.isdir(at) else []
    loaded = []
    for name in names:
        with open(os.path.join(at, name), encoding="utf-8") as f:
            loaded.append(json.load(f))
    return loaded


def score_there(protocol, root, table=None):
    if protocol == "A":
        return score_a(pd.read_csv(os.path.join(root, table or "run_logs/adopted_chunks_top100.csv")))
    with open(os.path.join(root, "manifest.json"), encoding="utf-8") as f:
        manifest = json.load(f)
    with open(os.path.join(root, "selected_live_ids.json"), encoding="utf-8") as f:
        selected = json.load(f)["live_ids"]
    shuffles = {s["key"]: s for s in load_json(root, "shuffled/by_key")}
    for shuffle in shuffles.values():
        perm = permutation(shuffle["live_id"], shuffle["chunk_idx"], shuffle["qname"])
        assert perm == shuffle["perm_new_to_old"], shuffle["key"]
        assert shuffle["new_choices"][shuffle["new_gt_index"]] == shuffle["orig_choices"][shuffle["orig_gt_index"]]
    logs = [log for codes in STAGES.values() for code in codes for log in load_json(root, "logs/%s/by_key" % code)]
    for log in logs:
        assert (log["pred_index"], log["invalid_format"]) == read_bc(recover(log["raw_response"], protocol), log["qname"])
    with_chat = {log["key"] for log in logs if log["stage"].endswith("_chat")}
    tasks = [{**s, "has_chat": s["key"] in with_chat} for s in shuffles.values()]
    if table:
        tasks = tasks_of_table(protocol, table, selected, shuffles)
    return score_bc(protocol, manifest, selected, logs, tasks, load_json(root, "questions/full"), shuffles)


def tasks_of_table(protocol, table, selected, shuffles):
    tasks = []
    for _, row in pd.read_csv(table, dtype=str).iterrows():
        live = row["live_id" if protocol == "B" else "vod_id"]
        if live not in [str(one) for one in selected] or (protocol == "B" and row["status"] != "ok"):
            continue
        chunk = "NA" if pd.isna(row["chunk_idx"]) else row["chunk_idx"].split(".")[0]
        has_chat = not pd.isna(row["chat_path" if protocol == "B" else "chatonly_path"])
        for question in ["Q1", "Q2"]:
            key = "%s_%s_%s" % (live, chunk, question)
            if key in shuffles:
                tasks.append({**shuffles[key], "has_chat": has_chat})
    return tasks


def main():
    if sys.argv[1] == "read":
        out = []
        for protocol, question, text in json.load(sys.stdin):
            value = recover(text, protocol)
            out.append(read_a(value, question) if protocol == "A" else read_bc(value, question))
    elif sys.argv[2] == "score":
        out = score_there(sys.argv[1], *sys.argv[3:])
    else:
        protocol, seed, root = sys.argv[1:4]
        rng = random.Random("%s %s" % (protocol, seed))
        out = make_a(rng, root) if protocol == "A" else make_bc(rng, root, protocol)
    print(json.dumps(out))


if __name__ == "__main__":
    main()
