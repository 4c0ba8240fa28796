"""Makes the raw files of a historical Twitch run and cuts them rightly; shares no code with the project.

    rechunk.py SEED DIRECTORY    writes raw/chat and processed/whisper_tiny_csv, prints {file: text} of the right cut as JSON
"""
import csv
import json
import os
import random
import sys


def clock(seconds):
    return "%02d:%02d:%02d.%03d" % (seconds // 3600, seconds % 3600 // 60, int(seconds) % 60, round(seconds % 1 * 1000))


def main():
    seed, root = sys.argv[1:]
    rng = random.Random(seed)
    for folder in ["raw/chat", "processed/whisper_tiny_csv"]:
        os.makedirs(os.path.join(root, folder))
    right = {}
    for live in ["1000000001", "1000000002"]:
        comments, speech, events = [], [], []
        for i in range(rng.randrange(80, 160)):
            at = rng.choice([rng.randrange(0, 3000), rng.randrange(0, 3000) + 0.5, 599, 600, 1199])
            text = rng.choice(["草", "nice one", "  two  blanks ", "a, \"b\"", "line\nbreak", ""]) + str(i)
            comments.append({"_id": "c%d" % i, "content_offset_seconds": at, "commenter": {"_id": "7", "display_name": "viewer", "name": "viewer"},
                             "message": {"body": text, "fragments": [{"text": text}], "user_badges": []}})
        comments.sort(key=lambda c: c["content_offset_seconds"])
        for i, comment in enumerate(comments):
            events.append((int(comment["content_offset_seconds"]), 0, i, "[CHAT] " + comment["message"]["body"].replace("\n", " ").strip()))
        at = 0.0
        for i in range(60):
            at += rng.choice([7.25, 30.0, 61.5])
            text = rng.choice(["hello stream", "今日は", "", "thank you"])
            speech.append([clock(at), clock(at + 3), text])
            if text:
                events.append((int(at), 1, i, "[SPEECH] " + text))
        with open(os.path.join(root, "raw/chat/%s_chat.json" % live), "w", encoding="utf-8") as f:
            json.dump({"FileInfo": {"Version": {"Major": 1}}, "streamer": {"name": "streamer", "id": 1}, "video": {"id": live}, "comments": comments}, f, ensure_ascii=False)
        with open(os.path.join(root, "processed/whisper_tiny_csv/%s.csv" % live), "w", encoding="utf-8", newline="") as f:
            writer = csv.writer(f)
            writer.writerow(["timestamp_start", "timestamp_end", "transcription"])
            writer.writerows(speech)
        for k in sorted({t // 600 for t, *_ in events}):
            lines = [text for t, *_, text in sorted(e for e in events if e[0] // 600 == k)]
            chat = [line for line in lines if line.startswith("[CHAT] ")]
            for folder, shown in [("comment_speech_combined", lines), ("comment_only", chat)]:
                if shown:
                    right["twitch/%s/%s_%d.txt" % (folder, live, k + 1)] = "\n".join(shown)
    print(json.dumps(right))


if __name__ == "__main__":
    main()
