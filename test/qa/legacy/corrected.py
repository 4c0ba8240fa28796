"""Corrects a run of one historical protocol with pandas; shares no code with the project.

    corrected.py A LOG ANSWERS DIRECTORY    prints asked, invalid, empty and right of each stage as JSON
    corrected.py B DIRECTORY                the same of B or C, DIRECTORY being the run's own folder

An empty reply is no answer. Each question counts once, as its last row has it. A gated stage counts a question only where
the replies that decide its gate are there.
"""
import json
import os
import sys

import pandas as pd


def is_empty_a(path):
    try:
        with open(path, encoding="utf-8") as f:
            value = json.load(f)
    except FileNotFoundError:
        return False
    return isinstance(value, dict) and list(value) == ["raw_text"] and value["raw_text"].strip() == ""


def summary(frame):
    """Of rows with empty, valid, right and gate (True, False, or None where nothing decides it)."""
    real = frame[(~frame["empty"]) & (frame["gate"] == "open")]
    return {
        "asked": len(real),
        "invalid": int((~real["valid"]).sum()),
        "failed": int(frame["empty"].sum()),
        "right": int(real["right"].sum()),
        "lives": sorted(real.groupby("live")["right"].mean().round(9).tolist()),
    }


def corrected_a(log, answers, root):
    df = pd.read_csv(os.path.join(root, log)).drop_duplicates(["live_id", "chunk_idx"], keep="last")
    out = {}
    for q in ["q1", "q2"]:
        state = {}
        for arm, correct in [("combined", q + "_correct_combined"), ("chat_uncond", q + "_chat_uncond_correct"), ("chat_cond", q + "_chat_cond_correct")]:
            rows = []
            for _, row in df.iterrows():
                path = row["ans_%s_%s_path" % (q, arm)]
                if pd.isna(path):
                    continue
                empty = is_empty_a(os.path.join(root, "%s%s_%s" % (answers, q, arm), os.path.basename(path)))
                valid = not pd.isna(row[correct])
                gate = "open"
                if arm == "chat_cond":
                    first = state.get((row["live_id"], row["chunk_idx"]))
                    gate = "open" if first == "right" else "shut" if first in ("wrong", "invalid") else "?"
                if arm == "combined":
                    state[(row["live_id"], row["chunk_idx"])] = (
                        "empty" if empty else "invalid" if not valid else "right" if row[correct] == 1 else "wrong"
                    )
                rows.append({"live": row["live_id"], "empty": empty, "valid": valid, "right": int(valid and row[correct] == 1), "gate": gate})
            out["%s.%s" % (q, arm)] = summary(pd.DataFrame(rows, columns=["live", "empty", "valid", "right", "gate"]))
    return out


def corrected_bc(root):
    out, state = {}, {}
    for stage in sorted(os.listdir(os.path.join(root, "logs"))):
        rows = []
        folder = os.path.join(root, "logs", stage, "by_key")
        for name in sorted(os.listdir(folder)):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                log = json.load(f)
            empty = log["raw_response"].strip() == ""
            valid = log["invalid_format"] == 0
            right = valid and log["correct"] == 1
            state[(stage, log["key"])] = "empty" if empty else "right" if right else "other"
            rows.append({"live": str(log["live_id"]), "key": log["key"], "empty": empty, "valid": valid, "right": int(right)})
        out[stage] = pd.DataFrame(rows, columns=["live", "key", "empty", "valid", "right"])
    gates = {
        "Q1_LLM4_chat": ("Q1_LLM2_combined", "Q1_LLM3_nothing"), "Q1_LLM5_nothing": ("Q1_LLM2_combined", "Q1_LLM3_nothing"),
        "Q2_LLM8_chat": ("Q2_LLM6_combined", "Q2_LLM7_nothing"), "Q2_LLM9_nothing": ("Q2_LLM6_combined", "Q2_LLM7_nothing"),
    }
    for stage, frame in out.items():
        def gate(key):
            if stage not in gates:
                return "open"
            first, second = (state.get((one, key), "empty") for one in gates[stage])
            if "empty" in (first, second):
                return "?"
            return "open" if first == "right" and second != "right" else "shut"
        frame["gate"] = [gate(key) for key in frame["key"]]
        out[stage] = summary(frame)
    return out


if __name__ == "__main__":
    result = corrected_a(*sys.argv[2:]) if sys.argv[1] == "A" else corrected_bc(sys.argv[2])
    print(json.dumps(result))
